//! Conditions of a document, placed on the columns of one file.

use super::cells::{Style, first_place, sum_at, text_at};
use super::header::Header;
use super::lists;
use super::take::{Condition, When};
use crate::row::Row;

/// Conditions that must all hold.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// What header and file name already decide.
    settled: bool,
    tests: Vec<Test>,
}

#[derive(Clone, Debug)]
struct Test {
    places: Vec<usize>,
    sum: Vec<usize>,
    equals: Option<usize>,
    condition: Condition,
}

impl Rule {
    /// Places conditions; those on header and file name are decided here.
    pub(crate) fn place(when: &When, header: &Header, file: &str) -> Self {
        let file = file.to_lowercase();
        let settled = when
            .0
            .iter()
            .all(|condition| holds_for_file(condition, header, &file));
        let on_rows = when.0.iter().filter(|condition| looks_at_rows(condition));
        let tests = on_rows.map(|condition| Test::place(condition, header)).collect();
        Self { settled, tests }
    }

    /// Whether no row can fulfil it.
    pub(crate) fn never(&self) -> bool {
        !self.settled
    }

    /// Whether every row fulfils it.
    pub(crate) fn always(&self) -> bool {
        self.settled && self.tests.is_empty()
    }

    /// Whether a row fulfils it.
    pub(crate) fn holds(&self, row: &Row<'_>, style: &Style) -> bool {
        self.settled && self.tests.iter().all(|test| test.holds(row, style))
    }
}

fn looks_at_rows(condition: &Condition) -> bool {
    !condition.column.0.is_empty() || !condition.sum.0.is_empty()
}

fn holds_for_file(condition: &Condition, header: &Header, file: &str) -> bool {
    let named = |parts: &[String]| parts.iter().any(|part| file.contains(&part.to_lowercase()));
    (condition.has.0.is_empty() || header.has_any(&condition.has))
        && !header.has_any(&condition.lacks)
        && (condition.file.is_empty() && condition.folder.is_empty()
            || named(&condition.file)
            || header.is_in(&condition.folder))
        && !named(&condition.file_not)
        && !header.is_in(&condition.folder_not)
}

impl Test {
    fn place(condition: &Condition, header: &Header) -> Self {
        Self {
            places: header.places(&condition.column),
            sum: header.places(&condition.sum),
            equals: first_place(header, &condition.equals),
            condition: condition.clone(),
        }
    }

    fn holds(&self, row: &Row<'_>, style: &Style) -> bool {
        let condition = &self.condition;
        if !condition.sum.0.is_empty() && self.adds_up(row, style) == condition.differs {
            return false;
        }
        if condition.column.0.is_empty() {
            return true;
        }
        let text = text_at(row, &self.places, style).to_lowercase();
        if condition.most.is_some_and(|most| !is_at_most(&text, most, style)) {
            return false;
        }
        let is = |word: &String| word.to_lowercase() == text;
        (condition.is.is_empty() || condition.is.iter().any(is))
            && !condition.not.iter().any(is)
            && any_or_none(&condition.starts, |part| text.starts_with(part))
            && !condition
                .not_starts
                .iter()
                .any(|part| text.starts_with(&part.to_lowercase()))
            && any_or_none(&condition.contains, |part| text.contains(part))
            && !condition
                .without
                .iter()
                .any(|part| text.contains(&part.to_lowercase()))
            && condition
                .known_not
                .as_ref()
                .is_none_or(|list| lists::word(list, &text).is_empty())
            && condition.blank.is_none_or(|blank| blank == text.is_empty())
    }

    fn adds_up(&self, row: &Row<'_>, style: &Style) -> bool {
        let Some(equals) = self.equals else { return false };
        let all = self.sum.len() == self.condition.sum.0.len();
        all && sum_at(row, &self.sum, style).is_some_and(|sum| Some(sum) == sum_at(row, &[equals], style))
    }
}

fn is_at_most(text: &str, most: u32, style: &Style) -> bool {
    let number = style.numbers.read(text).exact();
    let micros = number.and_then(model::Exact::micros);
    micros.is_some_and(|micros| micros > 0 && micros <= i64::from(most) * 1_000_000)
}

fn any_or_none(parts: &[String], holds: impl Fn(&str) -> bool) -> bool {
    parts.is_empty() || parts.iter().any(|part| holds(&part.to_lowercase()))
}
