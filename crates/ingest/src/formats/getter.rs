//! A `Take` of a document, placed on the columns of one file: cells in, text, numbers and instants out.

mod moment;

use std::borrow::Cow;
use std::cell::RefCell;

use model::{Currency, Exact, Problem, Severity, Tags};

use super::cells::{
    Style, composed, currency_of_header, is_blank, is_word, json_tags, tag_columns, trim, trimmed,
};
use super::header::Header;
use super::memo::Memo;
use super::rule::Rule;
use super::steps::stepped;
use super::take::Take;
use crate::row::{Cell, Row};
use crate::unvalued::{Lack, lack};
use crate::value::{NumberValue, OTHER_CURRENCY, Sign, Word, counted_in, two_ways};

pub(crate) use moment::{Length, Moment, moment};

/// How cells are written, and the currency that the amounts are said to be in; `""` for none.
type Way<'a> = (&'a Style, &'a str);

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

impl Number {
    /// Whether it is not a whole one.
    pub(crate) fn is_part(self) -> bool {
        matches!(self, Self::Is(value) if value.at_scale(0).is_some_and(|(_, lost)| lost))
    }
}

/// A `Take` placed on columns.
#[derive(Clone, Debug)]
pub(crate) struct Getter {
    /// The one column whose text is meant as it stands.
    plain: Option<usize>,
    /// The one column whose number is meant as it stands.
    plain_number: Option<usize>,
    columns: Vec<usize>,
    plus: Vec<usize>,
    minus: Vec<usize>,
    times: Vec<usize>,
    off: Vec<usize>,
    join: Vec<usize>,
    /// Columns that are tags by their name, with the tag's key.
    tags: Vec<(usize, String)>,
    /// The constant, what the preamble says, the sign in a header, or nothing.
    constant: Option<String>,
    /// Tried one after the other before the columns.
    first: Vec<Getter>,
    /// The rows that it is for, where it is not for all.
    only: Option<Rule>,
    steps: Take,
    /// What texts became after those steps, and which tags they are.
    meant: Memo<String>,
    tagged: Memo<Tags>,
    /// The text that was read last as a moment, and which that is: rows near each other are of the same day.
    recent: RefCell<(String, Option<Moment>)>,
    /// The column as written, for problems.
    column: String,
    /// The power of ten that its heading says counts are in.
    power: u8,
}

/// What to do about a number that could be two.
const SAY_DECIMAL: &str = "say which decimal mark the file uses (on the command line: --decimal point or comma; in a mapping: decimal)";

impl Getter {
    /// Places a take; `None` where the file has none of its columns and there is no constant.
    pub(crate) fn place(take: &Take, header: &Header, file: &str) -> Option<Self> {
        let only = Rule::place(&take.only, header, file);
        if only.never() {
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
            .or_else(|| header.said(&take.preamble))
            .or_else(signed)
            .or_else(|| take.default.clone());
        let starts = take.starting.0.iter();
        let tags: Vec<_> = starts.flat_map(|start| tag_columns(header, start)).collect();
        let columns = header.places(&take.column);
        let first = take.first.iter().filter_map(|one| Self::place(one, header, file));
        let first: Vec<Self> = first.collect();
        let placed = !columns.is_empty() || !tags.is_empty() || !first.is_empty() || constant.is_some();
        let join = header.places(&take.join);
        let only = Some(only).filter(|rule| !rule.always());
        let alone = match columns.as_slice() {
            [column] if first.is_empty() && only.is_none() => Some(*column),
            _ => None,
        };
        let column = header.first(&take.column).unwrap_or_default();
        placed.then(|| Self {
            plain: alone.filter(|_| take.is_plain() && join.is_empty()),
            plain_number: alone.filter(|_| take.is_plain_number()),
            column: column.to_owned(),
            power: counted_in(column),
            plus: header.places(&take.plus),
            minus: header.places(&take.minus),
            times: header.places(&take.times),
            off: header.places(&take.off),
            join,
            columns,
            tags,
            constant,
            first,
            only,
            steps: take.clone(),
            meant: Memo::default(),
            tagged: Memo::default(),
            recent: RefCell::default(),
        })
    }

    /// Whether it is a take, placed.
    pub(super) fn is_of(&self, take: &Take) -> bool {
        self.steps == *take
    }

    /// The cell the value comes from: the first that is not blank.
    fn cell<'r>(&self, row: &'r Row<'_>, style: &Style) -> &'r Cell<'r> {
        let cells = self.columns.iter().filter_map(|place| row.cells.get(*place));
        cells
            .into_iter()
            .find(|cell| !is_blank(cell, style))
            .unwrap_or(&Cell::Empty)
    }

    /// The text of the cell, with those that follow it.
    fn raw<'r>(&self, row: &'r Row<'_>, style: &Style) -> Cow<'r, str> {
        let first = self.cell(row, style).text();
        if self.join.is_empty() || first.is_empty() {
            return first;
        }
        let more = self.join.iter().filter_map(|place| row.cells.get(*place));
        let more = more.filter(|cell| !is_blank(cell, style)).map(Cell::text);
        more.fold(first.into_owned(), |all, text| format!("{all}-{text}"))
            .into()
    }

    /// The text after all steps; `""` for nothing.
    pub(crate) fn text<'r>(&'r self, row: &'r Row<'_>, style: &Style) -> Cow<'r, str> {
        if let Some(Cell::Text(text)) = self.plain.and_then(|place| row.cells.get(place))
            && let text = trim(text)
            && !style.is_nothing(text)
        {
            return Cow::Borrowed(text);
        }
        if !self.is_for(row, style) {
            return Cow::Borrowed("");
        }
        let found = self.first.iter().map(|one| one.text(row, style));
        if let Some(text) = found.into_iter().find(|text| !text.is_empty()) {
            return text;
        }
        let text = self.meant(self.raw(row, style));
        if text.is_empty() {
            return Cow::Borrowed(self.constant.as_deref().unwrap_or_default());
        }
        text
    }

    /// A text after all steps.
    fn meant<'r>(&'r self, raw: Cow<'r, str>) -> Cow<'r, str> {
        if raw.is_empty() || !self.steps.is_slow() {
            return stepped(&self.steps, raw);
        }
        let find_out = || stepped(&self.steps, Cow::Borrowed(&raw)).into_owned();
        self.meant.of(&raw, find_out, String::clone).into()
    }

    /// The number in the unit meant.
    pub(crate) fn number(&self, row: &Row<'_>, style: &Style) -> Result<Number, Box<Problem>> {
        match self.short(row, style) {
            Some(number) => Ok(Number::Is(number)),
            None => self.in_unit(row, (style, "")),
        }
    }

    /// The fast way for what most cells are: digits of one column with nothing beside them.
    fn short(&self, row: &Row<'_>, style: &Style) -> Option<Exact> {
        let Cell::Text(text) = row.cells.get(self.plain_number?)? else {
            return None;
        };
        style.numbers.short(text).filter(|_| !style.is_nothing(text))
    }

    /// A count in ones, whatever its heading says it is in.
    pub(crate) fn count(&self, row: &Row<'_>, style: &Style) -> Result<Number, Box<Problem>> {
        Ok(match self.number(row, style)? {
            Number::Is(value) => {
                let ones = value.raised(self.power);
                let long = || self.problem(&value.to_string(), "this number is too long");
                Number::Is(ones.ok_or_else(long)?)
            }
            other => other,
        })
    }

    /// The column as written, if its counts are in another unit than ones, and the power of ten.
    pub(crate) fn raised_column(&self) -> Option<(&str, u8)> {
        (self.power > 0).then_some((self.column.as_str(), self.power))
    }

    /// The number in the unit meant, of a currency: what is written beside it must not say another.
    pub(crate) fn amount(
        &self,
        row: &Row<'_>,
        style: &Style,
        currency: &str,
    ) -> Result<Number, Box<Problem>> {
        if let Some(number) = self.short(row, style) {
            return Ok(Number::Is(number));
        }
        let cell = self.cell(row, style);
        if let Cell::Text(text) = cell
            && text.contains('%')
            && matches!(style.numbers.read(text), NumberValue::Percent(_))
        {
            let problem = self.problem(text, "this is a percentage and no amount");
            return Err(problem
                .hint("leave the row out ([[skip]] in a mapping), or say which column holds the amount")
                .into());
        }
        self.in_unit(row, (style, currency))
    }

    /// Whether it says anything of a row.
    fn is_for(&self, row: &Row<'_>, style: &Style) -> bool {
        self.only.as_ref().is_none_or(|rule| rule.holds(row, style))
    }

    fn in_unit(&self, row: &Row<'_>, way: Way<'_>) -> Result<Number, Box<Problem>> {
        if !self.is_for(row, way.0) {
            return Ok(Number::Missing);
        }
        for one in &self.first {
            match one.in_unit(row, way)? {
                Number::Missing => {}
                found => return Ok(found),
            }
        }
        Ok(match self.sum(row, way)? {
            Number::Is(value) if self.steps.positive && value.is_negative() => Number::Missing,
            other => other,
        })
    }

    /// The number of one of its columns alone.
    pub(super) fn number_at(&self, at: usize, row: &Row<'_>, style: &Style) -> Result<Number, Box<Problem>> {
        let cell = self.columns.get(at).and_then(|place| row.cells.get(*place));
        Ok(
            match self.one_number(cell.unwrap_or(&Cell::Empty), (style, ""))? {
                Number::Is(value) => Number::Is(value.shifted(self.steps.shift)),
                other => other,
            },
        )
    }

    /// The text of one of its columns alone.
    pub(super) fn text_at<'r>(&'r self, at: usize, row: &'r Row<'_>, style: &Style) -> Cow<'r, str> {
        let cell = self.columns.get(at).and_then(|place| row.cells.get(*place));
        let stated = cell.filter(|cell| !is_blank(cell, style));
        stated.map_or(Cow::Borrowed(""), |cell| self.meant(cell.text()))
    }

    /// The number, with what is added and taken off.
    fn sum(&self, row: &Row<'_>, way: Way<'_>) -> Result<Number, Box<Problem>> {
        let own = match self.one_number(self.cell(row, way.0), way)? {
            Number::Is(own) => own,
            Number::Missing => match self.constant.as_deref().and_then(Exact::parse) {
                Some(constant) => constant,
                None if self.plus.is_empty() => return Ok(Number::Missing),
                None => Exact::default(),
            },
            Number::Covered => return Ok(Number::Covered),
        };
        let own = if self.times.is_empty() && self.off.is_empty() {
            own
        } else {
            self.product(own, row, way)?
        };
        if self.plus.is_empty() && self.minus.is_empty() {
            return Ok(Number::Is(own.shifted(self.steps.shift)));
        }
        let mut sum = model::ExactSum::default();
        sum.add(own);
        for (places, sign) in [(&self.plus, false), (&self.minus, true)] {
            for cell in places.iter().filter_map(|place| row.cells.get(*place)) {
                if let Number::Is(value) = self.one_number(cell, way)? {
                    sum.add(if sign { value.negated() } else { value });
                }
            }
        }
        let total = Exact::parse(&sum.to_string()).map(|total| total.shifted(self.steps.shift));
        total
            .map(Number::Is)
            .ok_or_else(|| self.problem("", "the sum of the columns is too long"))
    }

    /// The number times a column, less percents.
    fn product(&self, own: Exact, row: &Row<'_>, way: Way<'_>) -> Result<Exact, Box<Problem>> {
        let at = |places: &[usize]| match places.first().and_then(|place| row.cells.get(*place)) {
            Some(cell) => self.one_number(cell, way),
            None => Ok(Number::Missing),
        };
        let mut product = own.decimal();
        if !self.times.is_empty() {
            let Number::Is(times) = at(&self.times)? else {
                return Err(self.problem("", "the column that this is multiplied by is empty"));
            };
            product *= times.decimal();
        }
        if let Number::Is(percent) = at(&self.off)? {
            product = &product - &product * percent.shifted(2).decimal();
        }
        Exact::parse(&product.normalized().to_plain_string())
            .ok_or_else(|| self.problem("", "the product of the columns is too long"))
    }

    /// What is written beside the number where no currency is stated.
    pub(super) fn sign(&self, row: &Row<'_>, style: &Style) -> Option<Sign> {
        let more = self.plus.iter().chain(&self.minus);
        let more = more.filter_map(|place| row.cells.get(*place));
        let mut cells = std::iter::once(self.cell(row, style)).chain(more);
        cells.find_map(|cell| match cell {
            Cell::Text(text) => style.numbers.read(text).sign(),
            Cell::Money(_, sign) => Some(*sign),
            _ => None,
        })
    }

    fn one_number(&self, cell: &Cell<'_>, (style, currency): Way<'_>) -> Result<Number, Box<Problem>> {
        if is_blank(cell, style) {
            return Ok(Number::Missing);
        }
        let text = cell.text();
        if let Some(word) = self.word(trim(&text), style) {
            return Ok(word);
        }
        if let Some(lack) = lack(cell) {
            return Err(self.lacking(cell, lack));
        }
        if let Cell::Money(_, sign) = cell
            && sign.contradicts(currency)
        {
            let problem = self.problem(&text, &sign.differs_from(currency));
            return Err(problem.hint(OTHER_CURRENCY).into());
        }
        if let Cell::Number(text) | Cell::Money(text, _) = cell {
            return Exact::parse(text)
                .map(Number::Is)
                .ok_or_else(|| self.problem(text, "this number is too long"));
        }
        match style.numbers.read(&text) {
            NumberValue::Exact(_, Some(sign)) if sign.contradicts(currency) => {
                let problem = self.problem(&text, &sign.differs_from(currency));
                Err(problem.hint(OTHER_CURRENCY).into())
            }
            NumberValue::Exact(value, _) | NumberValue::Percent(value) => Ok(Number::Is(value)),
            NumberValue::Empty | NumberValue::Word(Word::Missing | Word::Dash) => Ok(Number::Missing),
            NumberValue::Word(Word::Included) => Ok(Number::Covered),
            NumberValue::Word(Word::Nil | Word::Free) => Ok(Number::Is(Exact::default())),
            NumberValue::Ambiguous(point, comma) if has_no_parts(currency) => {
                Ok(Number::Is(if point.at_scale(0) > comma.at_scale(0) {
                    point
                } else {
                    comma
                }))
            }
            NumberValue::Ambiguous(point, comma) => Err(self
                .problem(&text, &two_ways(point, comma))
                .hint(SAY_DECIMAL)
                .into()),
            NumberValue::Bad if style.numbers.other().read(&text).exact().is_some() => {
                let what = "this is no number with the decimal mark that the file is read with";
                Err(self.problem(&text, what).hint(SAY_DECIMAL).into())
            }
            NumberValue::Bad => Err(self.problem(&text, "this is no number")),
        }
    }

    /// What a word in place of a number means in this format.
    fn word(&self, text: &str, style: &Style) -> Option<Number> {
        if self.steps.covered.is_empty() && self.steps.missing.is_empty() {
            return None;
        }
        let lower = text.to_lowercase();
        let is_one = |words: &[String]| words.iter().any(|word| is_word(&lower, word, style));
        if is_one(&self.steps.covered) {
            return Some(Number::Covered);
        }
        is_one(&self.steps.missing).then_some(Number::Missing)
    }

    /// Tags of a JSON object (with or without its braces) or of columns named as tags.
    pub(crate) fn tags(&self, row: &Row<'_>, style: &Style) -> Tags {
        let named = self.tags.iter().filter_map(|(place, key)| {
            let cell = row.cells.get(*place).filter(|cell| !is_blank(cell, style))?;
            Some((key.clone(), composed(trimmed(cell.text())).into_owned()))
        });
        let text = self.cell(row, style).text();
        let text = trim(&text);
        let listed = if text.is_empty() {
            Tags::default()
        } else {
            self.tagged.of(text, || json_tags(text).into(), Tags::clone)
        };
        if self.tags.is_empty() {
            return listed;
        }
        named.chain(listed.iter().cloned()).collect()
    }

    /// Every column that it looks at.
    pub(super) fn reads(&self) -> Vec<usize> {
        let Self {
            plain: _,
            columns,
            plus,
            minus,
            times,
            off,
            join,
            tags,
            first,
            only,
            ..
        } = self;
        let mut all = [columns, plus, minus, times, off, join]
            .map(Vec::as_slice)
            .concat();
        all.extend(tags.iter().map(|(place, _)| *place));
        all.extend(first.iter().flat_map(Self::reads));
        all.extend(only.iter().flat_map(Rule::reads));
        all
    }

    /// The columns that the value may come from.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().copied()
    }

    /// The column as written, if its numbers are taken in the unit they are written in.
    pub(crate) fn unscaled_column(&self) -> Option<String> {
        (self.steps.shift == 0 && !self.column.is_empty()).then(|| self.column.clone())
    }

    /// A cell without a value as a problem.
    fn lacking(&self, cell: &Cell<'_>, lack: Lack) -> Box<Problem> {
        let problem = Problem::new(Severity::Error, lack.what).column(self.column.clone());
        match cell.text() {
            text if text.is_empty() => problem.hint(lack.hint).into(),
            text => problem.value(&text).hint(lack.hint).into(),
        }
    }

    /// A problem at this column.
    pub(crate) fn problem(&self, value: &str, what: &str) -> Box<Problem> {
        let problem = Problem::new(Severity::Error, what);
        problem.column(self.column.clone()).value(value).into()
    }
}

/// Whether amounts of a currency are whole, as those of the yen are.
fn has_no_parts(currency: &str) -> bool {
    !currency.is_empty() && Currency::new(currency).scale() == 0
}
