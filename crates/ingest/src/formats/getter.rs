//! A `Take` of a document, placed on the columns of one file: cells in, text, numbers and instants out.

use std::borrow::Cow;

use chrono::{NaiveDateTime, NaiveTime};
use model::{Exact, Problem, Severity};

use super::cells::{Style, currency_of_header, is_blank, json_tags, tag_columns, trimmed};
use super::header::Header;
use super::rule::Rule;
use super::take::Take;
use crate::row::{Cell, Row};
use crate::value::{DateValue, NumberValue, Word};

/// A number, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// The number.
    Is(Exact),
    /// A seat covers it.
    Covered,
    /// The file does not say.
    Missing,
}

/// A `Take` placed on columns.
#[derive(Clone, Debug)]
pub(crate) struct Getter {
    columns: Vec<usize>,
    plus: Vec<usize>,
    minus: Vec<usize>,
    /// Columns that are tags by their name, with the tag's key.
    tags: Vec<(usize, String)>,
    /// The constant, the sign in a header, or nothing.
    constant: Option<String>,
    steps: Take,
    /// The column as written, for problems.
    column: String,
}

impl Getter {
    /// Places a take; `None` where the file has none of its columns and there is no constant.
    pub(crate) fn place(take: &Take, header: &Header, file: &str) -> Option<Self> {
        if Rule::place(&take.only, header, file).never() {
            return None;
        }
        let signed = || {
            take.header
                .0
                .iter()
                .find_map(|name| currency_of_header(header, name))
        };
        let constant = take
            .value
            .clone()
            .or_else(signed)
            .or_else(|| take.default.clone());
        let start = take.starting.as_deref();
        let tags: Vec<_> = start.map_or_else(Vec::new, |start| tag_columns(header, start));
        let columns = header.places(&take.column);
        let placed = !columns.is_empty() || !tags.is_empty() || constant.is_some();
        placed.then(|| Self {
            column: header.first(&take.column).unwrap_or_default().to_owned(),
            plus: header.places(&take.plus),
            minus: header.places(&take.minus),
            columns,
            tags,
            constant,
            steps: take.clone(),
        })
    }

    /// The cell the value comes from: the first that is not blank.
    fn cell<'r>(&self, row: &'r Row<'_>, style: &Style) -> &'r Cell<'r> {
        let cells = self.columns.iter().filter_map(|place| row.cells.get(*place));
        cells
            .into_iter()
            .find(|cell| !is_blank(cell, style))
            .unwrap_or(&Cell::Empty)
    }

    /// The text after all steps; `""` for nothing.
    pub(crate) fn text<'r>(&'r self, row: &'r Row<'_>, style: &Style) -> Cow<'r, str> {
        let raw = self.cell(row, style).text();
        let text = self.stepped(raw);
        if text.is_empty() {
            return Cow::Borrowed(self.constant.as_deref().unwrap_or_default());
        }
        text
    }

    fn stepped<'r>(&'r self, raw: Cow<'r, str>) -> Cow<'r, str> {
        let mut text = trimmed(raw);
        if let Some(member) = &self.steps.json {
            let tags = json_tags(&text);
            let found = tags.into_iter().find(|(key, _)| key == member);
            text = found.map_or(Cow::Borrowed(""), |(_, value)| value.into());
        }
        if let Some(mark) = &self.steps.before_last {
            let before = text.rfind(mark.as_str()).map_or("", |at| text[..at].trim());
            text = before.to_owned().into();
        }
        if let Some(mark) = &self.steps.after_last {
            let after = text
                .rfind(mark.as_str())
                .map_or("", |at| text[at + mark.len()..].trim());
            text = after.to_owned().into();
        }
        if let Some(rest) = self
            .steps
            .strip
            .as_ref()
            .and_then(|prefix| text.strip_prefix(prefix.as_str()))
        {
            text = rest.to_owned().into();
        }
        if !self.steps.map.is_empty()
            && let Some(word) = self.steps.map.get(&text.to_lowercase())
        {
            text = Cow::Borrowed(word);
        }
        if !self.steps.find.is_empty() && !text.is_empty() {
            let lower = text.to_lowercase();
            let found = self
                .steps
                .find
                .iter()
                .find(|[part, _]| part.split('&').all(|part| lower.contains(part)));
            text = Cow::Borrowed(found.map_or("", |[_, word]| word.as_str()));
        }
        text
    }

    /// The number, with what is added and taken off, in the unit meant.
    pub(crate) fn number(&self, row: &Row<'_>, style: &Style) -> Result<Number, Box<Problem>> {
        let own = match self.one_number(self.cell(row, style), style)? {
            Number::Is(own) => own,
            Number::Missing => match self.constant.as_deref().and_then(Exact::parse) {
                Some(constant) => constant,
                None if self.plus.is_empty() => return Ok(Number::Missing),
                None => Exact::default(),
            },
            Number::Covered => return Ok(Number::Covered),
        };
        if self.plus.is_empty() && self.minus.is_empty() {
            return Ok(Number::Is(own.shifted(self.steps.shift)));
        }
        let mut sum = model::ExactSum::default();
        sum.add(own);
        for (places, sign) in [(&self.plus, false), (&self.minus, true)] {
            for cell in places.iter().filter_map(|place| row.cells.get(*place)) {
                if let Number::Is(value) = self.one_number(cell, style)? {
                    sum.add(if sign { value.negated() } else { value });
                }
            }
        }
        let total = Exact::parse(&sum.to_string()).map(|total| total.shifted(self.steps.shift));
        total
            .map(Number::Is)
            .ok_or_else(|| self.problem("", "the sum of the columns is too long"))
    }

    fn one_number(&self, cell: &Cell<'_>, style: &Style) -> Result<Number, Box<Problem>> {
        if is_blank(cell, style) {
            return Ok(Number::Missing);
        }
        let text = cell.text();
        if let Cell::Number(text) = cell {
            return Exact::parse(text)
                .map(Number::Is)
                .ok_or_else(|| self.problem(text, "this number is too long"));
        }
        if let Some(word) = self.word(text.trim()) {
            return Ok(word);
        }
        match style.numbers.read(&text) {
            NumberValue::Exact(value, _) | NumberValue::Percent(value) => Ok(Number::Is(value)),
            NumberValue::Empty | NumberValue::Word(Word::Missing | Word::Dash) => Ok(Number::Missing),
            NumberValue::Word(Word::Included) => Ok(Number::Covered),
            NumberValue::Word(Word::Nil | Word::Free) => Ok(Number::Is(Exact::default())),
            NumberValue::Ambiguous(point, comma) => Err(self
                .problem(&text, &format!("this could be {point} or {comma}"))
                .hint("say which decimal mark the file uses: decimal = \"point\" or \"comma\" in a mapping")
                .into()),
            NumberValue::Bad => Err(self.problem(&text, "this is no number")),
        }
    }

    /// What a word in place of a number means in this format.
    fn word(&self, text: &str) -> Option<Number> {
        if self.steps.covered.is_empty() && self.steps.missing.is_empty() {
            return None;
        }
        let lower = text.to_lowercase();
        if self.steps.covered.contains(&lower) {
            return Some(Number::Covered);
        }
        self.steps.missing.contains(&lower).then_some(Number::Missing)
    }

    /// The instant; a day is its midnight.
    pub(crate) fn instant(
        &self,
        row: &Row<'_>,
        style: &Style,
    ) -> Result<Option<NaiveDateTime>, Box<Problem>> {
        let cell = self.cell(row, style);
        let text = match cell {
            Cell::Date(at) => return Ok(Some(*at)),
            other if other.is_empty() => Cow::Borrowed(self.constant.as_deref().unwrap_or_default()),
            other => self.stepped(other.text()),
        };
        if self.steps.missing.contains(&text.to_lowercase()) {
            return Ok(None);
        }
        match style.dates.read(&text) {
            DateValue::Day(day) | DateValue::Month(day) => Ok(Some(day.and_time(NaiveTime::MIN))),
            DateValue::Instant(at) | DateValue::Local(at) => Ok(Some(at)),
            DateValue::Empty => Ok(None),
            DateValue::Ambiguous(dmy, mdy) => Err(self
                .problem(&text, &format!("this could be {dmy} or {mdy}"))
                .hint("say which: dates = \"dmy\" or \"mdy\" in a mapping")
                .into()),
            DateValue::Bad => Err(self.problem(&text, "this is no date")),
        }
    }

    /// Tags of a JSON object (with or without its braces) or of columns named as tags.
    pub(crate) fn tags(&self, row: &Row<'_>, style: &Style) -> Vec<(String, String)> {
        let named = self.tags.iter().filter_map(|(place, key)| {
            let cell = row.cells.get(*place).filter(|cell| !is_blank(cell, style))?;
            Some((key.clone(), cell.text().trim().to_owned()))
        });
        let mut tags: Vec<_> = named.collect();
        let text = self.cell(row, style).text();
        if !text.trim().is_empty() {
            tags.extend(json_tags(text.trim()));
        }
        tags
    }

    /// A problem at this column.
    pub(crate) fn problem(&self, value: &str, what: &str) -> Box<Problem> {
        let problem = Problem::new(Severity::Error, what);
        problem.column(self.column.clone()).value(value).into()
    }
}
