//! XLSX and XLSM, streamed cell by cell; never as a grid, which two far cells would make huge. Calamine knows the
//! workbook and reads whatever is written in an unusual way; cells written as usual are taken from the bytes.

mod plain;
mod scan;
mod shared;
mod token;

use std::collections::HashSet;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx as Calamine};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::look::{Look, Meaning, apart, built_in, meaning};
use super::package::Package;
use super::rows::{Rows, Visit};
use super::{Region, SheetError, SheetInfo, number_cell, serial};
use crate::row::Cell;
use crate::unpack::Source;
use plain::{Ended, Plain};
use token::Numbers;

const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

/// An open workbook.
pub(super) struct Xlsx {
    book: Calamine<Source>,
    plain: Option<Plain>,
}

impl Xlsx {
    /// Opens a checked archive.
    pub(super) fn open(mut package: Package) -> Result<Self, SheetError> {
        let written = package.part(RELATIONS).unwrap_or_default();
        let relations = tamed(&String::from_utf8_lossy(&written));
        let mut source = package.source()?;
        if relations.as_bytes() != written {
            source = replace(source, &relations)?;
        }
        let book = guarded(|| Calamine::new(source).map_err(|error| damaged(&error)))?;
        let plain = Plain::open(package, relations.as_bytes());
        Ok(Self { book, plain })
    }

    /// Its sheets in workbook order.
    pub(super) fn sheets(&self) -> Vec<SheetInfo> {
        let info = |sheet: &calamine::Sheet| SheetInfo {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
            has_cells: sheet.typ == SheetType::WorkSheet,
        };
        self.book.sheets_metadata().iter().map(info).collect()
    }

    /// Visits a sheet's rows.
    pub(super) fn rows<'v>(&mut self, sheet: &str, visit: &'v mut Visit<'v>) -> Result<(), SheetError> {
        let Self { book, plain } = self;
        guarded(|| {
            let Some(meanings) = meanings(book, sheet)? else {
                return Ok(());
            };
            let numbers = Numbers {
                meanings: &meanings,
                is_1904: book.has_1904_epoch(),
            };
            let mut rows = Rows::new(visit);
            let (ended, has_formulas) = match plain {
                Some(plain) => plain.cells(sheet, &numbers, &mut |place, cell| rows.put(place, cell))?,
                None => (Ended::Odd(0), true),
            };
            match ended {
                Ended::Enough => return Ok(()),
                Ended::All => {}
                Ended::Odd(known) => {
                    let formulas = if has_formulas {
                        unvalued(book, sheet)
                    } else {
                        HashSet::new()
                    };
                    if rest((book, sheet), (known, &formulas), &numbers, &mut rows)?.is_break() {
                        return Ok(());
                    }
                }
            }
            rows.finish();
            Ok(())
        })
    }

    /// Its merged regions.
    pub(super) fn merged(&mut self, sheet: &str) -> Vec<Region> {
        let found = guarded(|| {
            self.book
                .merge_cells_by_sheet_name(sheet)
                .map_err(|error| damaged(&error))
        });
        let region = |area: calamine::Dimensions| Region {
            top: area.start.0,
            bottom: area.end.0,
            left: area.start.1,
            right: area.end.1,
        };
        found.unwrap_or_default().into_iter().map(region).collect()
    }

    /// How the numbers of each column are shown, by its first rows behind so many.
    pub(super) fn looks(&mut self, sheet: &str, behind: u64, sample: usize) -> Vec<Option<Look>> {
        let mut looks = Vec::new();
        let read = guarded(|| {
            let mut cells = self
                .book
                .worksheet_cells_reader(sheet)
                .map_err(|error| damaged(&error))?;
            let meanings: Vec<Meaning> = cells.styles().iter().map(style_meaning).collect();
            if !meanings
                .iter()
                .any(|meaning| matches!(meaning, Meaning::Dressed(_)))
            {
                return Ok(());
            }
            for _ in 0..sample {
                let Ok(Some((cell, style))) = cells.next_cell_with_style_id() else {
                    break;
                };
                let is_number = matches!(cell.get_value(), DataRef::Int(_) | DataRef::Float(_));
                if is_number && u64::from(cell.get_position().0) >= behind {
                    let look = match meanings.get(style) {
                        Some(Meaning::Dressed(look)) => look.clone(),
                        _ => Look::default(),
                    };
                    super::note_look(&mut looks, cell.get_position().1 as usize, look);
                }
            }
            Ok(())
        });
        read.map(|()| looks).unwrap_or_default()
    }
}

/// What the numbers of each style mean; `None` where the sheet has no place for cells.
fn meanings(book: &mut Calamine<Source>, sheet: &str) -> Result<Option<Vec<Meaning>>, SheetError> {
    match book.worksheet_cells_reader(sheet) {
        Ok(cells) => {
            let mut meanings: Vec<Meaning> = cells.styles().iter().map(style_meaning).collect();
            apart(&mut meanings);
            Ok(Some(meanings))
        }
        // A sheet without a single row may have no place for them either.
        Err(calamine::XlsxError::NotAWorksheet(_) | calamine::XlsxError::XmlEof("worksheet")) => Ok(None),
        Err(error) => Err(damaged(&error)),
    }
}

/// Where formulas stand that have no value.
fn unvalued(book: &mut Calamine<Source>, sheet: &str) -> HashSet<(u32, u32)> {
    let mut found = HashSet::new();
    // What cannot be read is said when the cells are.
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else {
        return found;
    };
    while let Ok(Some(cell)) = cells.next_cell_with_formula_metadata() {
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            found.insert(cell.pos);
        }
    }
    found
}

/// Puts the cells of a sheet behind those that are known.
fn rest<'c>(
    (book, sheet): (&'c mut Calamine<Source>, &str),
    (known, formulas): (u64, &HashSet<(u32, u32)>),
    numbers: &Numbers<'_>,
    rows: &mut Rows<'_, 'c>,
) -> Result<ControlFlow<()>, SheetError> {
    let mut cells = book
        .worksheet_cells_reader(sheet)
        .map_err(|error| damaged(&error))?;
    let mut at = 0;
    while let Some((next, style)) = cells.next_cell_with_style_id().map_err(|error| damaged(&error))? {
        at += 1;
        if at <= known {
            continue;
        }
        let meaning = numbers.meanings.get(style).unwrap_or(&Meaning::Number);
        let cell = match cell(next.get_value().clone(), meaning, numbers.is_1904) {
            Cell::Empty if formulas.contains(&next.get_position()) => Cell::Formula,
            cell => cell,
        };
        if rows.put(next.get_position(), cell).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn style_meaning(style: &calamine::Style) -> Meaning {
    match &style.number_format {
        Some(format) if !format.format_code.is_empty() => meaning(&format.format_code),
        Some(format) => format.format_id.map_or(Meaning::Number, |id| built_in(id as u16)),
        None => Meaning::Number,
    }
}

fn cell<'a>(value: DataRef<'a>, meaning: &Meaning, is_1904: bool) -> Cell<'a> {
    match value {
        DataRef::Int(number) => number_cell(number as f64, meaning, is_1904),
        DataRef::Float(number) => number_cell(number, meaning, is_1904),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(text.into()),
        DataRef::SharedString(text) => Cell::Text(text.into()),
        DataRef::DateTimeIso(text) => serial::iso(&text).unwrap_or(Cell::Text(text.into())),
        DataRef::Bool(value) => Cell::Bool(value),
        DataRef::DateTime(value) => {
            let meaning = if value.is_duration() {
                Meaning::Duration
            } else {
                Meaning::Moment
            };
            number_cell(value.as_f64(), &meaning, is_1904)
        }
        DataRef::Error(error) => Cell::Error(error.to_string().into()),
        DataRef::Empty => Cell::Empty,
    }
}

/// Runs the foreign reader; a panic of its own becomes an error like any other.
fn guarded<T>(read: impl FnOnce() -> Result<T, SheetError>) -> Result<T, SheetError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(SheetError::Damaged(
            "the workbook is damaged in a way that its reader does not understand".into(),
        ))
    })
}

/// How relations are written that the reader at hand does not follow, and how it would have them. Cells of macro sheets
/// read like others, but it would refuse the whole workbook because of them.
const TAMED: &[(&str, &str)] = &[
    ("2006/relationships/xlMacrosheet", "2006/relationships/worksheet"),
    (
        "2006/relationships/xlIntlMacrosheet",
        "2006/relationships/worksheet",
    ),
    ("Target=\"./", "Target=\""),
    ("Target='./", "Target='"),
    ("Target=\"../xl/", "Target=\"/xl/"),
    ("Target='../xl/", "Target='/xl/"),
];

fn tamed(relations: &str) -> String {
    TAMED.iter().fold(relations.to_owned(), |text, (written, meant)| {
        text.replace(written, meant)
    })
}

/// The same archive with other relations.
fn replace(source: Source, relations: &str) -> Result<Source, SheetError> {
    let broken =
        |error: zip::result::ZipError| SheetError::Damaged(format!("the workbook is damaged: {error}"));
    let mut archive = zip::ZipArchive::new(source).map_err(broken)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let file = archive.by_index_raw(place).map_err(broken)?;
        if file.name().map_err(broken)? != RELATIONS {
            out.raw_copy_file(file).map_err(broken)?;
        }
    }
    out.start_file(RELATIONS, SimpleFileOptions::default())
        .map_err(broken)?;
    out.write_all(relations.as_bytes())?;
    Ok(out.finish().map_err(broken)?.into_inner().into())
}

fn damaged(error: &calamine::XlsxError) -> SheetError {
    match error {
        calamine::XlsxError::Password => SheetError::NeedsPassword,
        _ => SheetError::Damaged(format!("the workbook is damaged: {error}")),
    }
}

#[cfg(test)]
mod tests;
