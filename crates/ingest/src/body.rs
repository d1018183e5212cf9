//! The opened file behind its tables, whatever its kind. It may be read on another thread than the one that opened it.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use model::Invoice;

use crate::columnar::ParquetFile;
use crate::json;
use crate::relay::Outbox;
use crate::row::{Cell, Row};
use crate::sheet::Workbook;
use crate::sheet_table::{self, SheetTable};
use crate::source::{OpenError, Visit};
use crate::text::{Record, TextFile};

/// What an item turned out to be.
pub(crate) enum Body {
    Text(Box<TextFile>),
    Book(Mutex<Workbook>, Vec<SheetTable>),
    /// The shape of the first lines, and of more where that was needed.
    Json(json::Shape, OnceLock<json::Shape>),
    Invoice(Box<Invoice>),
    Parquet(ParquetFile),
}

impl Body {
    /// Visits the rows of a table behind its header.
    pub(crate) fn rows(&self, table: usize, visit: &mut Visit<'_>) -> Result<(), OpenError> {
        match self {
            Self::Text(file) => file.rows(table, &mut |record, kind| visit(&text_row(record), kind))?,
            Self::Book(book, sheets) => sheet_table::rows(&mut held(book), &sheets[table], visit)?,
            Self::Parquet(file) => file.rows(visit)?,
            Self::Json(..) | Self::Invoice(_) => {}
        }
        Ok(())
    }

    /// Sends the rows of a table behind its header to another thread.
    pub(crate) fn send(&self, table: usize, outbox: &mut Outbox) -> Result<(), OpenError> {
        match self {
            Self::Text(file) => Ok(file.rows(table, &mut |record, kind| outbox.record(record, kind))?),
            _ => self.rows(table, &mut |row, kind| outbox.row(row, kind)),
        }
    }
}

/// The workbook; what panicked while it was read left nothing half done in it.
pub(crate) fn held(book: &Mutex<Workbook>) -> MutexGuard<'_, Workbook> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

fn text_row(record: &Record) -> Row<'_> {
    Row {
        number: record.number,
        cells: record.iter().map(Cell::of_text).collect(),
    }
}
