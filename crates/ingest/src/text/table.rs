//! Finds the tables of a delimited text and streams their rows.

use std::io;
use std::ops::ControlFlow;

use model::{Exact, Problem};

use super::{Dialect, Record, Records, TextEncoding};
use crate::row::RowKind;
use crate::unpack::Content;

/// A total that the file itself states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedTotal {
    /// Record number, from 1.
    pub row: u64,
    /// Its label: `Grand Total`.
    pub label: String,
    /// Column and amount, for every column that states one.
    pub amounts: Vec<(usize, Exact)>,
}

/// One table of a text file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextTable {
    /// A title that stands above it, if any.
    pub title: Option<String>,
    /// Zero-based record index of the first header line; `None` without a header.
    pub header_row: Option<u64>,
    /// Number of header lines: 0, 1 or 2.
    pub header_rows: u64,
    /// Column names; invented without a header.
    pub columns: Vec<String>,
    /// Records before the header, text of each (at most 64).
    pub preamble: Vec<Vec<String>>,
    /// Number of records before the header that are no data.
    pub preamble_rows: u64,
    /// First data record and the one behind the last, zero-based.
    pub records: std::ops::Range<u64>,
    /// Data rows.
    pub rows: u64,
    /// Records after the last data row that are no data.
    pub footer_rows: u64,
    /// Totals that the file states.
    pub stated_totals: Vec<StatedTotal>,
}

/// A text file, looked through once.
#[derive(Clone, Debug)]
pub struct TextFile {
    content: Content,
    /// Encoding.
    pub encoding: TextEncoding,
    /// Delimiter and quoting.
    pub dialect: Dialect,
    /// Its tables in the order of the file.
    pub tables: Vec<TextTable>,
    /// What was odd, with line numbers.
    pub problems: Vec<Problem>,
}

impl TextFile {
    /// Finds encoding, dialect and tables. Reads the file to its end.
    pub fn open(content: Content) -> io::Result<Self> {
        let encoding = TextEncoding::detect(&content)?;
        let dialect = Dialect::default();
        let mut records = Records::new(encoding.reader(&content)?, dialect);
        let mut table = TextTable::default();
        while let Some(record) = records.read()? {
            if record.is_blank() {
                continue;
            }
            if table.header_row.is_none() {
                table.header_row = Some(record.number - 1);
                table.header_rows = 1;
                table.columns = record.iter().map(|name| name.trim().to_owned()).collect();
                table.records = record.number..record.number;
            } else {
                table.rows += 1;
                table.records.end = record.number;
            }
        }
        Ok(Self {
            problems: records.take_problems(),
            content,
            encoding,
            dialect,
            tables: vec![table],
        })
    }

    /// Hands over every record of a table behind its header, with what it is for. Data rows are `RowKind::Data`.
    pub fn rows(
        &self,
        table: usize,
        visit: &mut dyn FnMut(&Record, RowKind) -> ControlFlow<()>,
    ) -> io::Result<()> {
        let wanted = &self.tables[table];
        let mut records = Records::new(self.encoding.reader(&self.content)?, self.dialect);
        while let Some(record) = records.read()? {
            if record.number > wanted.records.end {
                break;
            }
            if record.number <= wanted.records.start {
                continue;
            }
            let kind = if record.is_blank() {
                RowKind::Blank
            } else {
                RowKind::Data
            };
            if visit(record, kind).is_break() {
                break;
            }
        }
        Ok(())
    }
}
