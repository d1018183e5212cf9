//! One record of a delimited text: its fields as one piece of text with their ends. Does not read.

use crate::row::Row;

/// One record; reused from read to read.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub(super) text: String,
    /// Where each field ends in the text.
    pub(super) ends: Vec<usize>,
    /// From 1; blank records count.
    pub number: u64,
    /// The line it starts on, from 1.
    pub line: u64,
}

impl Record {
    /// A row of a sheet.
    pub(crate) fn of_row(row: &Row<'_>) -> Self {
        let mut record = Self {
            number: row.number,
            line: row.number,
            ..Self::default()
        };
        for cell in &row.cells {
            record.text.push_str(&cell.text());
            record.ends.push(record.text.len());
        }
        record
    }

    /// Number of fields; 0 for a blank line.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it is a blank line.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A field by place; `""` beyond the last.
    pub fn get(&self, place: usize) -> &str {
        let from = if place == 0 {
            0
        } else {
            self.ends.get(place - 1).copied().unwrap_or(self.text.len())
        };
        let to = self.ends.get(place).copied().unwrap_or(from);
        &self.text[from..to]
    }

    /// The fields.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|place| self.get(place))
    }

    /// Its fields one behind the other.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Where each field ends in the text.
    pub(crate) fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// Bytes of its text and places.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * size_of::<usize>()
    }

    /// Whether a field is missing, empty or blank.
    pub fn is_empty_at(&self, place: usize) -> bool {
        let Some(end) = self.ends.get(place) else {
            return true;
        };
        let from = if place == 0 { 0 } else { self.ends[place - 1] };
        match self.text.as_bytes().get(from) {
            _ if from == *end => true,
            Some(b'!'..=b'~') => false,
            _ => self.get(place).trim().is_empty(),
        }
    }

    /// How many fields are not blank.
    pub fn filled(&self) -> usize {
        (0..self.len()).filter(|place| !self.is_empty_at(*place)).count()
    }

    /// Whether no field holds anything but blanks.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}
