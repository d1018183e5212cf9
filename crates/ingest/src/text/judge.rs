//! Says of one row after the other what it is, by itself and by the rows before it.

use super::Record;
use super::classify::Look;
use super::layout::Layout;
use super::sums::Sums;
use crate::row::RowKind;
use crate::total_words::is_all;

/// The judge of the rows of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judge {
    layout: Layout,
    pub(super) sums: Sums,
    /// Whether the record before was no data: a place where another table may start.
    is_break: bool,
    /// Whether the record before was a remark behind a break: the title of another table.
    is_titled: bool,
    /// Whether nothing but remarks followed the last total.
    is_below_total: bool,
    /// The label of a total that the record looked at last has, if it is data.
    label: Option<usize>,
}

impl Judge {
    pub(super) fn of(layout: Layout) -> Self {
        Self {
            sums: Sums::of(&layout),
            layout,
            ..Self::default()
        }
    }

    pub(super) fn look(&mut self, record: &Record) -> Look {
        let look = self.layout.look(record);
        if look == Look::Blank {
            return look;
        }
        let before = self.label.take();
        if self.is_below_total && !matches!(look, Look::Total(_)) && self.layout.is_part_of_total(record) {
            return Look::Remark;
        }
        if look != Look::Data || !self.sums.are_kept() {
            return look;
        }
        if let Some(label) = self.layout.total_place(record)
            && self.sums.are_stated_by(record)
        {
            return Look::Total(label);
        }
        let is_new = |place: usize| Some(place) == before || !self.sums.is_above(place, record.get(place));
        let of_all = || (0..record.len()).find(|place| is_new(*place) && is_all(record.get(*place)));
        self.label = Layout::label(record, is_new).or_else(of_all);
        match self.label {
            Some(label) if self.sums.are_called_by(record, label) => Look::Total(label),
            _ => Look::Data,
        }
    }

    /// Adds a record that is data to the sums.
    pub(super) fn add(&mut self, record: &Record) {
        self.sums.add(record, self.label);
    }

    /// Whether a record could be the header of another table.
    pub(super) fn may_end_before(&self, record: &Record, look: Look) -> bool {
        self.is_break && look != Look::Blank && self.layout.is_header_like(record, self.is_titled)
    }

    /// Takes notice of what a record was.
    pub(super) fn take(&mut self, look: Look) {
        self.is_titled = look == Look::Remark && self.is_break;
        self.is_break = !matches!(look, Look::Data | Look::Header);
        if matches!(look, Look::Total(_)) {
            self.sums.mark();
        }
        self.is_below_total = match look {
            Look::Blank | Look::Remark => self.is_below_total,
            look => matches!(look, Look::Total(_)),
        };
    }

    /// What a row is where nobody looks ahead, and whether it may be the header of another table.
    pub(crate) fn kind(&mut self, record: &Record) -> (RowKind, bool) {
        let look = self.look(record);
        let ends = self.may_end_before(record, look);
        self.take(look);
        let kind = match look {
            _ if ends => RowKind::Heading,
            Look::Blank => RowKind::Blank,
            Look::Total(_) => RowKind::Total,
            Look::Remark | Look::Header => RowKind::Heading,
            Look::Data => {
                self.add(record);
                RowKind::Data
            }
        };
        (kind, ends)
    }
}
