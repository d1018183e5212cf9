//! `OpenDocument` spreadsheets, streamed from their XML. Written here because the reader at hand keeps a grid in
//! memory and turns error cells into zeros.
//!
//! Layout: `OpenDocument` 1.3 part 3, sections 9 and 19.

mod xml;

use std::collections::HashSet;
use std::io::BufRead;
use std::ops::ControlFlow;

use self::xml::{Next, Tag, Xml};
use super::package::Package;
use super::rows::{Rows, Visit};
use super::{Region, SheetError, SheetInfo, serial};
use crate::row::Cell;
use crate::value::{Sign, written};

const CONTENT: &str = "content.xml";
/// Cells that repetition may make of few; a sheet that repeats more is built to harm.
const MOST_REPEATED: u64 = 5_000_000;

/// An open workbook.
pub(super) struct Ods {
    package: Package,
    sheets: Vec<SheetInfo>,
}

impl Ods {
    /// Opens a checked archive.
    pub(super) fn open(mut package: Package, password: Option<&str>) -> Result<Self, SheetError> {
        let manifest = package.part("META-INF/manifest.xml").unwrap_or_default();
        if String::from_utf8_lossy(&manifest).contains("encryption-data") {
            return Err(match password {
                None => SheetError::NeedsPassword,
                Some(_) => SheetError::Unsupported(
                    "it is a password-protected OpenDocument file, which is not read; save it without a password".into(),
                ),
            });
        }
        let content = package
            .stream(CONTENT)
            .ok_or_else(|| damaged("it has no content"))?;
        let sheets = list(content)?;
        Ok(Self { package, sheets })
    }

    /// Its sheets in workbook order.
    pub(super) fn sheets(&self) -> Vec<SheetInfo> {
        self.sheets.clone()
    }

    /// Visits a sheet's rows.
    pub(super) fn rows<'v>(&mut self, sheet: usize, visit: &'v mut Visit<'v>) -> Result<(), SheetError> {
        let content = self
            .package
            .stream(CONTENT)
            .ok_or_else(|| damaged("it has no content"))?;
        let mut table = Table {
            xml: Xml::new(content),
            row: 0,
            repeated: 0,
            regions: Vec::new(),
        };
        let mut rows = Rows::new(visit);
        if table.enter(sheet)? && table.rows(&mut rows)?.is_continue() {
            rows.finish();
        }
        Ok(())
    }

    /// Its merged regions.
    pub(super) fn merged(&mut self, sheet: usize) -> Vec<Region> {
        let Some(content) = self.package.stream(CONTENT) else {
            return Vec::new();
        };
        let mut table = Table {
            xml: Xml::new(content),
            row: 0,
            repeated: 0,
            regions: Vec::new(),
        };
        let mut blind = |_: crate::row::Row<'_>| ControlFlow::Continue(());
        let found = table
            .enter(sheet)
            .and_then(|_| table.rows(&mut Rows::new(&mut blind)).map(drop));
        found.map(|()| table.regions).unwrap_or_default()
    }
}

/// The sheets' names, and whether their styles hide them.
fn list(content: impl BufRead) -> Result<Vec<SheetInfo>, SheetError> {
    let mut xml = Xml::new(content);
    let (mut style, mut hiding, mut sheets) = (String::new(), HashSet::new(), Vec::new());
    loop {
        match xml.next()? {
            Next::Open(tag) if tag.is("style:style") => style = tag.value("style:name").unwrap_or_default(),
            Next::Open(tag) if tag.value("table:display").as_deref() == Some("false") => {
                hiding.insert(style.clone());
            }
            Next::Open(tag) if tag.is("table:table") => {
                let hidden = tag
                    .value("table:style-name")
                    .is_some_and(|name| hiding.contains(&name));
                let name = tag.value("table:name").unwrap_or_default();
                sheets.push(SheetInfo {
                    name,
                    hidden,
                    has_cells: true,
                });
                if !tag.empty {
                    xml.skip("table:table")?;
                }
            }
            Next::End => return Ok(sheets),
            _ => (),
        }
    }
}

struct Table<R> {
    xml: Xml<R>,
    row: u32,
    repeated: u64,
    regions: Vec<Region>,
}

impl<R: BufRead> Table<R> {
    /// Goes to the sheet's content.
    fn enter(&mut self, sheet: usize) -> Result<bool, SheetError> {
        let mut left = sheet;
        loop {
            match self.xml.next()? {
                Next::Open(tag) if tag.is("table:table") && left == 0 => return Ok(!tag.empty),
                Next::Open(tag) if tag.is("table:table") => {
                    left -= 1;
                    if !tag.empty {
                        self.xml.skip("table:table")?;
                    }
                }
                Next::End => return Ok(false),
                _ => (),
            }
        }
    }

    fn rows(&mut self, rows: &mut Rows<'_, '_>) -> Result<ControlFlow<()>, SheetError> {
        loop {
            match self.xml.next()? {
                Next::Open(tag) if tag.is("table:table-row") => {
                    let times = tag.times("table:number-rows-repeated");
                    let cells = if tag.empty { Vec::new() } else { self.cells()? };
                    if self.repeat(&cells, times, rows)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                Next::Close(name) if name == "table:table" => return Ok(ControlFlow::Continue(())),
                Next::End => return Ok(ControlFlow::Continue(())),
                _ => (),
            }
        }
    }

    /// Hands a row's cells over as often as the file says.
    fn repeat(
        &mut self,
        cells: &[(u32, u32, Cell<'static>)],
        times: u32,
        rows: &mut Rows<'_, '_>,
    ) -> Result<ControlFlow<()>, SheetError> {
        let wide: u64 = cells.iter().map(|(_, columns, _)| u64::from(*columns)).sum();
        let made = wide.saturating_mul(times.into());
        if made > cells.len() as u64 {
            self.repeated = self.repeated.saturating_add(made);
        }
        if self.repeated > MOST_REPEATED {
            return Err(damaged("it repeats cells millions of times, as no table does"));
        }
        for _ in 0..if cells.is_empty() { 0 } else { times } {
            for (first, columns, cell) in cells {
                for column in *first..first.saturating_add(*columns) {
                    if rows.put((self.row, column), cell.clone()).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
            self.row = self.row.saturating_add(1);
        }
        if cells.is_empty() {
            self.row = self.row.saturating_add(times);
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The used cells of a row: first column, columns, value.
    fn cells(&mut self) -> Result<Vec<(u32, u32, Cell<'static>)>, SheetError> {
        let mut cells = Vec::new();
        let mut column = 0_u32;
        loop {
            match self.xml.next()? {
                Next::Open(tag) if tag.is("table:table-cell") || tag.is("table:covered-table-cell") => {
                    let times = tag.times("table:number-columns-repeated");
                    self.span(&tag, column);
                    let text = if tag.empty {
                        None
                    } else {
                        Some(self.text(&tag.name)?)
                    };
                    match value(&tag, text) {
                        Cell::Empty => (),
                        cell => cells.push((column, times, cell)),
                    }
                    column = column.saturating_add(times);
                }
                Next::Close(name) if name == "table:table-row" => return Ok(cells),
                Next::End => return Ok(cells),
                _ => (),
            }
        }
    }

    fn span(&mut self, tag: &Tag, column: u32) {
        let (columns, rows) = (
            tag.times("table:number-columns-spanned"),
            tag.times("table:number-rows-spanned"),
        );
        if columns > 1 || rows > 1 {
            let (bottom, right) = (
                self.row.saturating_add(rows - 1),
                column.saturating_add(columns - 1),
            );
            self.regions.push(Region {
                top: self.row,
                bottom,
                left: column,
                right,
            });
        }
    }

    /// The paragraphs of a cell, without notes and drawings in it.
    fn text(&mut self, cell: &str) -> Result<String, SheetError> {
        let mut text: Option<String> = None;
        let mut in_paragraph = 0;
        loop {
            match self.xml.next()? {
                Next::Open(tag) if is_apart(&tag) => self.xml.skip(&tag.name)?,
                Next::Open(tag) if tag.is("text:p") => {
                    text = Some(text.map_or_else(String::new, |before| before + "\n"));
                    in_paragraph += u32::from(!tag.empty);
                }
                Next::Open(tag) => {
                    if let (Some(text), Some(white)) = (&mut text, white(&tag)) {
                        text.push_str(&white);
                    }
                }
                Next::Text(part) if in_paragraph > 0 => text.get_or_insert_default().push_str(&part),
                Next::Close(name) if name == "text:p" => in_paragraph = in_paragraph.saturating_sub(1),
                Next::Close(name) if name == cell => return Ok(text.unwrap_or_default()),
                Next::End => return Ok(text.unwrap_or_default()),
                _ => (),
            }
        }
    }
}

/// What lies in a cell but is not its text.
fn is_apart(tag: &Tag) -> bool {
    !tag.empty && (tag.is("office:annotation") || tag.name.starts_with("draw:"))
}

/// White space that is written as an element.
fn white(tag: &Tag) -> Option<String> {
    match tag.name.as_str() {
        "text:s" => Some(" ".repeat(tag.times("text:c").min(1000) as usize)),
        "text:tab" => Some("\t".into()),
        "text:line-break" => Some("\n".into()),
        _ => None,
    }
}

fn value(tag: &Tag, text: Option<String>) -> Cell<'static> {
    let shown = text.unwrap_or_default();
    let is_error = tag.value("calcext:value-type").as_deref() == Some("error")
        || tag.value("table:formula").is_some() && (super::is_error(&shown) || shown.starts_with("Err:"));
    if is_error {
        return Cell::Error(shown.into());
    }
    let stored = match tag.value("office:value-type").as_deref() {
        Some(kind @ ("float" | "percentage" | "currency")) => tag
            .value("office:value")
            .and_then(|value| value.parse().ok())
            .map(serial::number)
            .map(
                |number| match (number, sign_of(tag).filter(|_| kind == "currency")) {
                    (Cell::Number(text), Some(sign)) => Cell::Money(text, sign),
                    (number, _) => number,
                },
            ),
        Some("boolean") => tag
            .value("office:boolean-value")
            .map(|value| Cell::Bool(value == "true")),
        Some("date") => tag
            .value("office:date-value")
            .and_then(|value| serial::iso(&value)),
        Some("time") => tag
            .value("office:time-value")
            .and_then(|value| serial::iso_duration(&value)),
        Some("string") => tag
            .value("office:string-value")
            .map(|value| Cell::Text(value.into())),
        _ => None,
    };
    match stored {
        Some(cell) => cell,
        None if !shown.is_empty() => Cell::Text(shown.into()),
        None if tag.value("table:formula").is_some() && tag.value("office:value-type").is_none() => {
            Cell::Formula
        }
        None => Cell::Empty,
    }
}

/// The currency that a cell states.
fn sign_of(tag: &Tag) -> Option<Sign> {
    let stated = tag.value("office:currency")?;
    written().find(|(text, _)| *text == stated).map(|(_, sign)| sign)
}

fn damaged(what: &str) -> SheetError {
    SheetError::Damaged(format!("the OpenDocument file is damaged ({what})"))
}
