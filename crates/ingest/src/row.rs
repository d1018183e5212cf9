//! Cells and rows as readers hand them over. Knows no file kind and interprets nothing.

use std::borrow::Cow;

use chrono::{NaiveDateTime, NaiveTime};

use crate::value::Sign;

/// One cell as its file has it, borrowed from the reader's buffer.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing there.
    Empty,
    /// Text.
    Text(Cow<'a, str>),
    /// Plain decimal text: exact as written, or the shortest that gives a spreadsheet's double back.
    Number(Cow<'a, str>),
    /// Such a number, shown in a currency by a workbook that shows several.
    Money(Cow<'a, str>, Sign),
    /// An instant without a zone.
    Date(NaiveDateTime),
    /// A duration in days.
    Time(f64),
    /// True or false.
    Bool(bool),
    /// An error as Excel shows it: `#DIV/0!`.
    Error(Cow<'a, str>),
    /// A formula whose value the file does not have: a program wrote it and nothing worked it out.
    Formula,
}

impl<'a> Cell<'a> {
    /// A field of a text file.
    pub(crate) fn of_text(text: &'a str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.into())
        }
    }
}

impl Cell<'_> {
    /// The text of the cell: `""` for nothing, ISO for dates (a day without a time if it is midnight).
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty | Self::Formula => Cow::Borrowed(""),
            Self::Text(text) | Self::Number(text) | Self::Money(text, _) | Self::Error(text) => {
                Cow::Borrowed(text)
            }
            Self::Date(date) if date.time() == NaiveTime::MIN => date.date().to_string().into(),
            Self::Date(date) => date.format("%Y-%m-%dT%H:%M:%S").to_string().into(),
            Self::Time(days) => clock(*days).into(),
            Self::Bool(value) => Cow::Borrowed(if *value { "TRUE" } else { "FALSE" }),
        }
    }

    /// The same cell, held by itself.
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(text.into_owned().into()),
            Self::Number(text) => Cell::Number(text.into_owned().into()),
            Self::Money(text, sign) => Cell::Money(text.into_owned().into(), sign),
            Self::Error(text) => Cell::Error(text.into_owned().into()),
            Self::Date(at) => Cell::Date(at),
            Self::Time(days) => Cell::Time(days),
            Self::Bool(value) => Cell::Bool(value),
            Self::Formula => Cell::Formula,
        }
    }

    /// Whether there is nothing, or only white space.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// Days as `hours:minutes:seconds`, hours beyond a day included.
fn clock(days: f64) -> String {
    let seconds = (days * 86_400.0).round() as i64;
    let (sign, seconds) = (if seconds < 0 { "-" } else { "" }, seconds.abs());
    format!(
        "{sign}{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// One row; `number` as a person counts it, from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// Record (text) or line (sheet) number, blank ones included.
    pub number: u64,
    /// Cells in file order; may be shorter or longer than the header.
    pub cells: Vec<Cell<'a>>,
}

impl Row<'_> {
    /// The same row, held by itself.
    pub fn owned(&self) -> Row<'static> {
        Row {
            number: self.number,
            cells: self.cells.iter().cloned().map(Cell::into_owned).collect(),
        }
    }
}

/// What a row of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Data.
    Data,
    /// A total or subtotal of other rows.
    Total,
    /// A heading inside the table: a section title or a repeated header.
    Heading,
    /// The sum of the rows of a group, above them.
    Group,
    /// Nothing in it.
    Blank,
    /// A remark after the table.
    Footer,
}

/// Where a table is in its file and how it is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableInfo {
    /// Sheet name, `""` for a text file.
    pub name: String,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Rows before the header.
    pub preamble_rows: u64,
    /// Zero-based record of the first header line; `None` without a header.
    pub header_row: Option<u64>,
    /// Lines the header has.
    pub header_rows: u64,
    /// Remarks after the table.
    pub footer_rows: u64,
    /// Column names as written, or invented ones without a header.
    pub columns: Vec<String>,
    /// Cells of the rows before the header, as text.
    pub preamble: Vec<Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_may_exceed_a_day() {
        assert_eq!(Cell::Time(1.520_833_333_333_333_3).text(), "36:30:00");
        assert_eq!(Cell::Time(-0.5).text(), "-12:00:00");
    }

    #[test]
    fn a_blank_text_is_empty_and_a_zero_is_not() {
        assert!(Cell::Text(" \u{a0}".into()).is_empty());
        assert!(!Cell::Number("0".into()).is_empty());
    }
}
