//! XLSB (BIFF12 records in an archive), streamed. Written here because the reader at hand drops formulas that came
//! to an error and panics on some sound files.
//!
//! Layout: MS-XLSB 2.1.4.

use std::collections::HashMap;
use std::io::{BufRead, Read};

use super::look::{Meaning, apart, built_in, meaning};
use super::package::{Package, relations};
use super::rows::{Rows, Visit};
use super::xls::compact;
use super::xls::record::{f64_at, u16_at, u32_at};
use super::{Region, SheetError, SheetInfo, error_text, number_cell};
use crate::row::Cell;

/// Longer records hold pictures and the like, no cells.
const LONGEST: usize = 1 << 24;

/// An open workbook.
pub(super) struct Xlsb {
    package: Package,
    is_1904: bool,
    shared: Vec<String>,
    formats: Vec<Meaning>,
    sheets: Vec<(SheetInfo, String)>,
}

impl Xlsb {
    /// Opens a checked archive.
    pub(super) fn open(mut package: Package) -> Result<Self, SheetError> {
        let paths = relations(&package.part("xl/_rels/workbook.bin.rels").unwrap_or_default());
        let workbook = package
            .part("xl/workbook.bin")
            .ok_or_else(|| damaged("it lists no sheets"))?;
        let mut book = Self {
            is_1904: false,
            shared: Vec::new(),
            formats: Vec::new(),
            sheets: Vec::new(),
            package,
        };
        each(&mut &workbook[..], |id, data| {
            match id {
                0x99 => book.is_1904 = data.first().is_some_and(|flags| flags & 1 != 0),
                0x9c => book.sheets.extend(sheet(data, &paths)),
                _ => (),
            }
            true
        });
        book.shared = book.read_shared();
        book.formats = book.read_formats();
        apart(&mut book.formats);
        if book.sheets.is_empty() {
            Err(damaged("it lists no sheets"))
        } else {
            Ok(book)
        }
    }

    /// Its sheets in workbook order.
    pub(super) fn sheets(&self) -> Vec<SheetInfo> {
        self.sheets.iter().map(|(info, _)| info.clone()).collect()
    }

    /// Visits a sheet's rows.
    pub(super) fn rows<'v>(&mut self, sheet: usize, visit: &'v mut Visit<'v>) -> Result<(), SheetError> {
        let path = &self.sheets[sheet].1;
        let (shared, formats, is_1904) = (&self.shared, &self.formats, self.is_1904);
        let mut part = self
            .package
            .stream(path)
            .ok_or_else(|| damaged("a sheet is missing"))?;
        let mut rows = Rows::new(visit);
        let mut row = 0;
        let mut stopped = false;
        each(&mut part, |id, data| {
            if id == 0 {
                row = u32_at(data, 0).unwrap_or(u32::MAX);
            } else if let Some((column, cell)) = cell(id, data, shared, |value, style| {
                number_cell(value, formats.get(style).unwrap_or(&Meaning::Number), is_1904)
            }) {
                stopped = rows.put((row, column), cell).is_break();
            }
            !stopped && id != 0x92
        });
        if !stopped {
            rows.finish();
        }
        Ok(())
    }

    /// Its merged regions.
    pub(super) fn merged(&mut self, sheet: usize) -> Vec<Region> {
        let mut regions = Vec::new();
        if let Some(mut part) = self.package.stream(&self.sheets[sheet].1) {
            each(&mut part, |id, data| {
                if id == 0xb0 {
                    let [top, bottom, left, right] = [0, 4, 8, 12].map(|at| u32_at(data, at).unwrap_or(0));
                    regions.push(Region {
                        top,
                        bottom,
                        left,
                        right,
                    });
                }
                true
            });
        }
        regions
    }

    fn read_shared(&mut self) -> Vec<String> {
        let mut shared = Vec::new();
        if let Some(mut part) = self.package.stream("xl/sharedStrings.bin") {
            each(&mut part, |id, data| {
                if id == 0x13 {
                    shared.push(data.get(1..).and_then(wide).unwrap_or_default());
                }
                true
            });
        }
        shared
    }

    fn read_formats(&mut self) -> Vec<Meaning> {
        let mut codes = HashMap::new();
        let mut styles = Vec::new();
        let mut in_cells = false;
        if let Some(mut part) = self.package.stream("xl/styles.bin") {
            each(&mut part, |id, data| {
                match (id, u16_at(data, 0), u16_at(data, 2)) {
                    (0x2c, Some(format), _) => {
                        codes.insert(format, data.get(2..).and_then(wide).unwrap_or_default());
                    }
                    (0x269, ..) => in_cells = true,
                    (0x26a, ..) => in_cells = false,
                    (0x2f, _, Some(format)) if in_cells => styles.push(format),
                    _ => (),
                }
                true
            });
        }
        styles
            .iter()
            .map(|id| codes.get(id).map_or_else(|| built_in(*id), |code| meaning(code)))
            .collect()
    }
}

fn sheet(data: &[u8], paths: &HashMap<String, String>) -> Option<(SheetInfo, String)> {
    let hidden = u32_at(data, 0)? != 0;
    let relation = wide(data.get(8..)?)?;
    let name = wide(data.get(12 + 2 * relation.encode_utf16().count()..)?)?;
    let path = paths.get(&relation)?;
    let has_cells = !path.to_ascii_lowercase().contains("chartsheets/")
        && !path.to_ascii_lowercase().contains("dialogsheets/");
    Some((
        SheetInfo {
            name,
            hidden,
            has_cells,
        },
        path.clone(),
    ))
}

fn cell<'s>(
    id: u16,
    data: &[u8],
    shared: &'s [String],
    shown: impl Fn(f64, usize) -> Cell<'static>,
) -> Option<(u32, Cell<'s>)> {
    let column = u32_at(data, 0)?;
    let style = u32_at(data, 4)? as usize & 0x00ff_ffff;
    let body = data.get(8..)?;
    let cell = match id {
        0x02 => shown(compact(u32_at(body, 0)?), style),
        0x03 | 0x0b => Cell::Error(error_text(*body.first()?).into()),
        0x04 | 0x0a => Cell::Bool(*body.first()? != 0),
        0x05 | 0x09 => shown(f64_at(body, 0)?, style),
        0x06 | 0x08 => Cell::Text(wide(body)?.into()),
        0x3e => Cell::Text(wide(body.get(1..)?)?.into()),
        0x07 => Cell::Text(shared.get(u32_at(body, 0)? as usize)?.as_str().into()),
        _ => return None,
    };
    Some((column, cell))
}

/// Calls for each record until told to stop, the data ends or is damaged.
fn each(part: &mut dyn BufRead, mut take: impl FnMut(u16, &[u8]) -> bool) {
    let mut data = Vec::new();
    while let Some((id, length)) = header(part) {
        data.clear();
        let Ok(read) = part.take(length as u64).read_to_end(&mut data) else {
            return;
        };
        if read < length || !take(id, &data) {
            return;
        }
    }
}

fn header(part: &mut dyn BufRead) -> Option<(u16, usize)> {
    let mut byte = || {
        let mut one = [0];
        part.read_exact(&mut one).ok().map(|()| one[0])
    };
    let first = u16::from(byte()?);
    let id = if first & 0x80 == 0 {
        first
    } else {
        first & 0x7f | u16::from(byte()? & 0x7f) << 7
    };
    let mut length = 0;
    for place in 0..4 {
        let next = byte()?;
        length |= usize::from(next & 0x7f) << (7 * place);
        if next & 0x80 == 0 {
            break;
        }
    }
    (length <= LONGEST).then_some((id, length))
}

fn wide(data: &[u8]) -> Option<String> {
    let length = u32_at(data, 0)? as usize;
    let raw = data.get(4..4_usize.checked_add(length.checked_mul(2)?)?)?;
    let units: Vec<u16> = raw
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    Some(String::from_utf16_lossy(&units))
}

fn damaged(what: &str) -> SheetError {
    SheetError::Damaged(format!("the workbook is damaged ({what})"))
}
