//! Conditions of a document, placed on the columns of one file.

use super::cells::{Style, first_place, is_word, sum_at, text_at};
use super::header::Header;
use super::lists;
use super::take::{Condition, When};
use crate::row::Row;

/// Conditions that must all hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// What header and file name already decide.
    settled: bool,
    tests: Vec<Test>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
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

    /// The columns that it looks at.
    pub(super) fn reads(&self) -> impl Iterator<Item = usize> + '_ {
        let tests = self.tests.iter();
        tests.flat_map(|test| test.places.iter().chain(&test.sum).chain(&test.equals).copied())
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
        let is = |word: &String| is_word(&text, &word.to_lowercase(), style);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::HeaderStyle;
    use crate::row::{Cell, Row};
    use crate::value::NumberStyle;

    fn holds(condition: &str, cell: Cell<'_>, numbers: NumberStyle) -> bool {
        let condition: Condition = toml::from_str(condition).expect("a condition");
        let header = Header::new(&["n".to_owned()], HeaderStyle::default());
        let row = Row {
            number: 2,
            cells: vec![cell],
        };
        let style = Style {
            numbers,
            ..Style::default()
        };
        Rule::place(&When(vec![condition]), &header, "").holds(&row, &style)
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written_and_an_id_is_none() {
        let zero = "column = \"n\"\nis = [\"0\", \"-\"]";
        let seven = "column = \"n\"\nnot = [\"7\"]";
        let text = |text: &'static str| Cell::Text(text.into());
        for same in ["0", "0.0", "0.00", "-", "-0.0"] {
            assert!(holds(zero, text(same), NumberStyle::POINT), "{same}");
        }
        assert!(holds(zero, text("0,00"), NumberStyle::COMMA));
        assert!(holds(zero, Cell::Number("0.0".into()), NumberStyle::COMMA));
        for other in ["", "0.01", "00", "000.0", "zero", "o", "0x0", "0%"] {
            assert!(!holds(zero, text(other), NumberStyle::POINT), "{other}");
        }
        assert!(!holds(seven, text("7.0"), NumberStyle::POINT));
        assert!(holds(seven, text("007"), NumberStyle::POINT));
        assert!(holds(seven, text("7.001"), NumberStyle::COMMA));
        // Only what the document writes as a number is compared as one.
        assert!(!holds(
            "column = \"n\"\nis = [\"v7\"]",
            text("7"),
            NumberStyle::POINT
        ));
    }
}
