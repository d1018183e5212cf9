//! What one record behind a header is: data, a total, a heading, a footer, nothing. Looks at its shape against the
//! shape of the table; a total needs both a word that says so and missing cells, so a supplier named TOTAL stays data.

use super::Record;
use super::kind::CellKind;
use super::layout::Layout;
use crate::total_words::LABELS;

/// What a record looks like by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Blank,
    Data,
    /// States a sum; the place of its label.
    Total(usize),
    /// Text in one or two cells where a row has many: a heading if data follows, else a footer.
    Remark,
}

/// Labels of rows that carry a balance, not a charge.
const BALANCES: &[&str] = &[
    "beginning balance",
    "opening balance",
    "closing balance",
    "ending balance",
    "balance brought forward",
    "balance carried forward",
    "brought forward",
    "carried forward",
];

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

    /// Whether a record is a little text at the left margin of a table with numbers.
    fn is_remark(&self, record: &Record, filled: usize) -> bool {
        let few = filled * 4 <= self.filled || (filled == 1 && self.filled >= 3);
        let starts_left = (0..2).any(|column| !record.is_empty_at(column));
        let has_amounts = self.kinds.contains(&CellKind::Number);
        few && starts_left
            && (has_amounts || filled == 1)
            && !record.iter().any(|text| CellKind::of(text).is_typed())
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
    fn telling(&self) -> impl Iterator<Item = usize> {
        (0..self.keys.len()).filter(|column| self.keys[*column] && self.kinds[*column] != CellKind::Number)
    }

    /// The place of a label that states a sum, if the cells that tell one row from another are mostly missing.
    fn total_label(&self, record: &Record) -> Option<usize> {
        let place = record.iter().position(is_label)?;
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

/// Whether a label says nothing but that it is a total.
fn is_bare(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':').to_lowercase();
    LABELS.contains(&&*text)
        || ["grand totals", "total costs", "total cost", "service total"].contains(&&*text)
}

/// Whether a cell could be the label of a row that states a sum or a balance.
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let starts = |label: &&str| {
        let rest = text.strip_prefix(*label);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    text.len() <= 80
        && (LABELS.iter().any(starts)
            || BALANCES.iter().any(starts)
            || text.ends_with(" total")
            || text.ends_with(" totals"))
}
