//! Workbooks: sheets listed in their order, rows streamed, cells with the meaning that their number format gives.
//! Finds no tables and no headers.

mod cells;
mod lock;
mod look;
mod merged;
mod ods;
mod package;
mod rows;
mod serial;
mod xls;
mod xlsb;
mod xlsx;

pub use cells::{print_cells, write_csv};
pub use lock::Lock;
pub use look::Look;
pub(crate) use merged::Merged;
pub use merged::Region;

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use thiserror::Error;

use self::look::Meaning;
use self::package::Package;
use crate::row::{Cell, Row};
use crate::unpack::{Compound, Kind, Limits, Source};

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

/// Cells looked at for how a column's numbers are shown.
const LOOK_SAMPLE: usize = 5_000;
/// No workbook of people has more; a list of them costs memory.
const MOST_SHEETS: usize = 10_000;

/// An open workbook.
pub struct Workbook {
    sheets: Vec<SheetInfo>,
    lock: Lock,
    book: Book,
}

enum Book {
    Xlsx(Box<xlsx::Xlsx>),
    Xlsb(Box<xlsb::Xlsb>),
    Xls(Box<xls::Xls>),
    Ods(Box<ods::Ods>),
}

impl Workbook {
    /// Opens a workbook; tries Excel's default password if it is locked and none is given.
    pub fn open(mut source: Source, kind: Kind, password: Option<&str>) -> Result<Self, SheetError> {
        let mut head = [0; 8];
        source.rewind()?;
        let read = source.read(&mut head)?;
        source.rewind()?;
        let is_package = head[..read].starts_with(b"PK");
        let (book, lock) = match kind {
            Kind::Xls => open_xls(source, password)?,
            Kind::Ods => (
                Book::Ods(Box::new(ods::Ods::open(Package::open(source)?, password)?)),
                Lock::None,
            ),
            Kind::Xlsx | Kind::Xlsm | Kind::Xlsb if is_package => (open_package(source)?, Lock::None),
            Kind::Xlsx | Kind::Xlsm | Kind::Xlsb => {
                let bytes = in_memory(source)?;
                let file = Compound::open(&bytes).map_err(SheetError::Damaged)?;
                let (plain, lock) = lock::ooxml::open(&file, password)?;
                (open_package(plain.into())?, lock)
            }
            _ => return Err(SheetError::Unsupported(format!("a {kind} file has no sheets"))),
        };
        let mut sheets = match &book {
            Book::Xlsx(book) => book.sheets(),
            Book::Xlsb(book) => book.sheets(),
            Book::Xls(book) => book.sheets(),
            Book::Ods(book) => book.sheets(),
        };
        if sheets.is_empty() {
            return Err(SheetError::Damaged("the workbook has no sheets".into()));
        }
        sheets.truncate(MOST_SHEETS);
        // A damaged name must not make a sheet unreachable; it gets the one it would have been born with.
        let unnamed = sheets
            .iter_mut()
            .enumerate()
            .filter(|(_, sheet)| sheet.name.is_empty());
        unnamed.for_each(|(at, sheet)| sheet.name = format!("Sheet{}", at + 1));
        Ok(Self { sheets, lock, book })
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
    pub fn rows<'v>(
        &mut self,
        sheet: usize,
        visit: &'v mut (dyn FnMut(Row<'_>) -> ControlFlow<()> + 'v),
    ) -> Result<(), SheetError> {
        let info = self
            .sheets
            .get(sheet)
            .ok_or_else(|| SheetError::NoSheet(sheet.to_string()))?;
        if !info.has_cells {
            return Ok(());
        }
        match &mut self.book {
            Book::Xlsx(book) => book.rows(&info.name, visit),
            Book::Xlsb(book) => book.rows(sheet, visit),
            Book::Xls(book) => {
                book.rows(sheet, visit);
                Ok(())
            }
            Book::Ods(book) => book.rows(sheet, visit),
        }
    }

    /// The merged regions of a sheet. Only the first cell of each has a value.
    pub fn merged(&mut self, sheet: usize) -> Vec<Region> {
        match (&mut self.book, self.sheets.get(sheet)) {
            (_, None) => Vec::new(),
            (Book::Xlsx(book), Some(info)) => book.merged(&info.name),
            (Book::Xlsb(book), _) => book.merged(sheet),
            (Book::Xls(book), _) => book.merged(sheet),
            (Book::Ods(book), _) => book.merged(sheet),
        }
    }

    /// Like `rows`, with the text or day of merged cells in each of them, so that a header over several columns names all
    /// of them. Numbers are never repeated: they would count twice.
    pub fn filled_rows<'v>(
        &mut self,
        sheet: usize,
        visit: &'v mut (dyn FnMut(Row<'_>) -> ControlFlow<()> + 'v),
    ) -> Result<(), SheetError> {
        let mut merged = Merged::new(self.merged(sheet));
        self.rows(sheet, &mut |mut row| {
            merged.fill(&mut row);
            visit(row)
        })
    }

    /// How the numbers of each column are shown behind so many rows (XLSX and XLSM), by the first of them; `None` where a
    /// column has no numbers or disagrees.
    pub fn looks(&mut self, sheet: usize, behind: u64) -> Vec<Option<Look>> {
        match (&mut self.book, self.sheets.get(sheet)) {
            (Book::Xlsx(book), Some(info)) => book.looks(&info.name, behind, LOOK_SAMPLE),
            _ => Vec::new(),
        }
    }
}

fn open_xls(source: Source, password: Option<&str>) -> Result<(Book, Lock), SheetError> {
    let (book, lock) = xls::Xls::open(in_memory(source)?, password)?;
    Ok((Book::Xls(Box::new(book)), lock))
}

fn open_package(source: Source) -> Result<Book, SheetError> {
    let mut package = Package::open(source)?;
    if package.part("xl/workbook.bin").is_some() {
        return Ok(Book::Xlsb(Box::new(xlsb::Xlsb::open(package)?)));
    }
    Ok(Book::Xlsx(Box::new(xlsx::Xlsx::open(package)?)))
}

fn in_memory(source: Source) -> Result<Vec<u8>, SheetError> {
    let most = Limits::default().memory;
    let mut bytes = Vec::new();
    source.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(SheetError::Unsupported(format!(
            "the old or encrypted Excel file is larger than {} MB",
            most >> 20
        )));
    }
    Ok(bytes)
}

/// A stored number as the cell that its format makes of it.
fn number_cell(value: f64, meaning: &Meaning, is_1904: bool) -> Cell<'static> {
    match meaning {
        Meaning::Moment => serial::moment(value, is_1904),
        Meaning::Duration if value >= 0.0 => Cell::Time(value),
        Meaning::Money(sign) => match serial::number(value) {
            Cell::Number(text) => Cell::Money(text, *sign),
            other => other,
        },
        _ => serial::number(value),
    }
}

/// Excel's names of errors by their codes.
const ERRORS: [(u8, &str); 8] = [
    (0x00, "#NULL!"),
    (0x07, "#DIV/0!"),
    (0x0f, "#VALUE!"),
    (0x17, "#REF!"),
    (0x1d, "#NAME?"),
    (0x24, "#NUM!"),
    (0x2a, "#N/A"),
    (0x2b, "#GETTING_DATA"),
];

fn error_text(code: u8) -> &'static str {
    ERRORS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or("#ERROR!", |(_, text)| text)
}

/// Whether a text is an error as Excel shows it.
pub(crate) fn is_error(text: &str) -> bool {
    ERRORS.iter().any(|(_, known)| *known == text)
}

/// Notes how a number of a column is shown; a column that disagrees with itself has no look, one that no sheet has is
/// passed over.
fn note_look(looks: &mut Vec<Option<Look>>, column: usize, look: Look) {
    if column >= rows::COLUMNS as usize {
        return;
    }
    if column >= looks.len() {
        looks.resize(column + 1, None);
        looks[column] = Some(look);
    } else if looks[column].as_ref().is_some_and(|known| *known != look) {
        looks[column] = Some(Look::default());
    } else {
        looks[column] = Some(look);
    }
}

#[cfg(test)]
mod tests;
