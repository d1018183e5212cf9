//! What one record behind a header is: data, a total, a heading, a footer, nothing. Looks at its shape against the
//! shape of the table; by itself, a total needs both a word that says so and missing cells, so a supplier named TOTAL
//! stays data.

use super::Record;
use super::kind::CellKind;
use super::layout::Layout;
use crate::total_words::{is_balance, is_bare, is_label, is_part};

/// What a record looks like by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Blank,
    Data,
    /// States a sum; the place of its label.
    Total(usize),
    /// Text in one or two cells where a row has many: a heading if data follows, else a footer.
    Remark,
    /// The header again.
    Header,
}

/// Tables with more columns are no ledgers that carry balances.
const MOST_OF_LEDGER: usize = 14;

impl Layout {
    pub(super) fn look(&self, record: &Record) -> Look {
        if record.is_blank() {
            return Look::Blank;
        }
        let (mut filled, mut missing) = (0, 0);
        for column in 0..record.len().max(self.keys.len()) {
            let is_empty = record.is_empty_at(column);
            filled += usize::from(!is_empty);
            missing += usize::from(is_empty && self.keys.get(column) == Some(&true));
        }
        if self.repeats_header(record) {
            return Look::Header;
        }
        if let Some(label) = self.balance_label(record) {
            return Look::Total(label);
        }
        if missing == 0 && filled * 2 > self.filled && self.telling().nth(1).is_some() {
            return Look::Data;
        }
        if let Some(label) = self.total_label(record) {
            return Look::Total(label);
        }
        if self.is_remark(record, filled) {
            Look::Remark
        } else {
            Look::Data
        }
    }

    /// Whether a record has the cells of a header line.
    fn repeats_header(&self, record: &Record) -> bool {
        let is_same = |line: &Vec<String>| {
            let width = line.len().max(record.len());
            line.iter().filter(|name| !name.is_empty()).nth(1).is_some()
                && (0..width)
                    .all(|column| line.get(column).map_or("", String::as_str) == record.get(column).trim())
        };
        self.lines.iter().any(is_same)
    }

    /// The place of a label that says that the row is an opening or closing balance.
    fn balance_label(&self, record: &Record) -> Option<usize> {
        if self.kinds.len() > MOST_OF_LEDGER {
            return None;
        }
        let texts = (0..self.kinds.len()).filter(|column| self.kinds[*column] == CellKind::Text);
        let mut texts = texts.into_iter();
        texts.find(|column| is_balance(record.get(*column)))
    }

    /// Whether a record is a little text at the left margin of a table with numbers.
    fn is_remark(&self, record: &Record, filled: usize) -> bool {
        let few = filled * 4 <= self.filled || (filled == 1 && self.filled >= 3) || self.breaks_off(record);
        let starts_left = (0..2).any(|column| !record.is_empty_at(column));
        let has_amounts = self.kinds.contains(&CellKind::Number);
        few && starts_left
            && (has_amounts || filled == 1)
            && !record
                .iter()
                .any(|text| CellKind::of(text).is_typed() || is_address(text))
    }

    /// Whether a record has fewer fields than the table and text where a number or date belongs: prose with a delimiter.
    fn breaks_off(&self, record: &Record) -> bool {
        let over_values = |column: usize| {
            self.kinds[column].is_typed() && CellKind::of(record.get(column)) == CellKind::Text
        };
        record.len() < self.kinds.len()
            && record.filled() * 2 <= self.filled
            && (0..record.len()).any(over_values)
    }

    /// Whether a record has only text, some of it where the table has numbers or dates: a header, again or of another
    /// table. Under a title, text alone is enough.
    pub(super) fn is_header_like(&self, record: &Record, is_titled: bool) -> bool {
        let over_values = |column: usize| {
            self.kinds.get(column).is_some_and(|kind| kind.is_typed())
                && CellKind::of(record.get(column)) == CellKind::Text
        };
        let filled = record.filled();
        filled >= 2
            && (is_titled || (0..record.len()).any(over_values))
            && !record.iter().any(|text| CellKind::of(text).is_typed())
    }

    /// Columns that tell one row from another: usually filled, and no amounts.
    pub(super) fn telling(&self) -> impl Iterator<Item = usize> {
        (0..self.keys.len()).filter(|column| self.keys[*column] && self.kinds[*column] != CellKind::Number)
    }

    /// The place of a cell, of those to be looked at, that reads like the label of a sum.
    pub(super) fn label(record: &Record, is_looked_at: impl Fn(usize) -> bool) -> Option<usize> {
        let place = (0..record.len()).find(|place| is_looked_at(*place) && is_label(record.get(*place)))?;
        // A star behind other cells is a mark of its row.
        let is_mark = record.get(place).contains('*') && (0..place).any(|before| !record.is_empty_at(before));
        (!is_mark).then_some(place)
    }

    /// Whether a record below a total says what part of it is tax.
    pub(super) fn is_part_of_total(&self, record: &Record) -> bool {
        let first = record.iter().find(|text| !text.trim().is_empty());
        first.is_some_and(is_part) && record.filled() * 2 <= self.filled.max(4)
    }

    /// The place of a label that states a sum, if the cells that tell one row from another are mostly missing.
    fn total_label(&self, record: &Record) -> Option<usize> {
        let place = Self::label(record, |_| true)?;
        let others = || self.telling().filter(|column| *column != place);
        let missing = others().filter(|column| record.is_empty_at(*column)).count();
        let texts = record.iter().enumerate();
        let texts = texts.filter(|(column, text)| *column != place && CellKind::of(text) == CellKind::Text);
        if is_bare(record.get(place)) && record.filled() * 2 <= self.filled {
            return Some(place);
        }
        match others().count() {
            0 => (is_bare(record.get(place)) && texts.count() == 0).then_some(place),
            all => (missing * 2 >= all || (missing > 0 && texts.count() == 0)).then_some(place),
        }
    }
}

/// An e-mail address and nothing else: a person of whom nothing else is known, no heading.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    text.contains('@') && !text.contains(' ')
}
