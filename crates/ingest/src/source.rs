//! One opened item: its tables, whatever its kind, and their rows. Knows no format.

use std::cell::RefCell;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::{Mutex, OnceLock};

use chrono::NaiveDateTime;
use model::{Currency, Invoice, Problem, Severity};
use thiserror::Error;

use crate::body::{Body, held};
use crate::columnar::ParquetFile;
use crate::fixes::{Mending, Place};
use crate::invoice::{self, NoPdf};
use crate::json::{self, JsonError, JsonPlan};
use crate::pdf::PdfError;
use crate::plan::Choice;
use crate::relay::relay;
use crate::row::{Row, RowKind, TableInfo};
use crate::sheet::{Lock, Look, SheetError, Workbook};
use crate::sheet_table::{self, SheetTable};
use crate::text::{TextFile, TextTable};
use crate::unpack::{Item, Kind, Limits};
use crate::value::{NumberSurvey, currency_in};

/// How much of a JSON file recognition looks at, at most, and how much of JSON lines where that tells already.
const JSON_HEAD: u64 = 1 << 20;
const JSON_LINES: u64 = 32 << 10;
/// A file from this size on is taken apart on a thread of its own.
const LARGE: u64 = 1 << 20;
/// How much of a file is looked at for the words of a price list.
const SNIFFED: u64 = 64 << 10;

/// Why a file cannot be read.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The bytes cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The workbook cannot be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The JSON cannot be read.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// The PDF cannot be read.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// A kind without tables.
    #[error("{0}")]
    NoTables(String),
}

impl From<NoPdf> for OpenError {
    fn from(reason: NoPdf) -> Self {
        match reason {
            NoPdf::Unreadable(error) => Self::Pdf(error),
            NoPdf::NoInvoice(reason) => Self::NoTables(reason),
        }
    }
}

/// An opened item.
pub(crate) struct Opened {
    body: Body,
    item: Item,
    is_glance: bool,
    /// What was said about its cells and rows.
    pub(crate) mending: Mending,
    /// Why the row that is visited does not count.
    skipped: RefCell<Option<String>>,
    /// Its tables; none for JSON.
    pub tables: Vec<TableInfo>,
    /// What was odd about the file as a whole.
    pub problems: Vec<Problem>,
}

/// The currency that a number format shows.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// Its sign or code.
    pub sign: String,
    /// Which that is.
    pub currency: Currency,
}

/// What a visitor of rows answers.
pub(crate) type Visit<'v> = dyn FnMut(&Row<'_>, RowKind) -> ControlFlow<()> + 'v;

impl Opened {
    /// Opens an item and finds its tables.
    pub(crate) fn open(item: &Item, choice: &Choice) -> Result<Self, OpenError> {
        Self::look(item, choice, false)
    }

    /// The same by the beginning of a large file; whether the rest is alike shows when its rows are read.
    pub(crate) fn glance(item: &Item, choice: &Choice) -> Result<Self, OpenError> {
        Self::look(item, choice, true)
    }

    fn look(item: &Item, choice: &Choice, is_glance: bool) -> Result<Self, OpenError> {
        let opened = |body, tables, problems| Self {
            body,
            item: item.clone(),
            is_glance,
            mending: Mending::new(&choice.fixes),
            skipped: RefCell::default(),
            tables,
            problems,
        };
        Ok(match item.kind {
            Kind::Csv => {
                let content = item.content.clone();
                let file = if is_glance {
                    TextFile::glance(content, &choice.reading)?
                } else {
                    TextFile::open_as(content, &choice.reading)?
                };
                let tables = file.tables.iter().map(TextTable::info).collect();
                let mut problems = file.problems.clone();
                problems.extend(file.rewritten.map(|why| Problem::new(model::Severity::Info, why)));
                opened(Body::Text(Box::new(file)), tables, problems)
            }
            Kind::Json | Kind::Jsonl => {
                let lines = json_shape(item, JSON_LINES)?;
                let is_enough = lines.as_ref().is_some_and(|shape| shape.lines);
                let shape = if is_enough {
                    lines
                } else {
                    json_shape(item, JSON_HEAD)?
                };
                let Some(shape) = shape else {
                    let is_none = || OpenError::NoTables("it starts like JSON but is none".into());
                    return Self::look(&from_utf16(item)?.ok_or_else(is_none)?, choice, is_glance);
                };
                opened(Body::Json(shape, OnceLock::new()), Vec::new(), Vec::new())
            }
            Kind::Parquet => {
                let file = ParquetFile::open(&item.content)?;
                let tables = vec![file.table()];
                opened(Body::Parquet(file), tables, Vec::new())
            }
            kind if kind.is_workbook() => {
                let source = item.content.source(Limits::default().memory)?;
                let mut book = Workbook::open(source, kind, choice.password.as_deref())?;
                let (sheets, problems) = sheet_table::find(&mut book, &choice.reading, is_glance)?;
                let tables = sheets.iter().map(|sheet| sheet.info.clone()).collect();
                opened(Body::Book(Mutex::new(book), sheets), tables, problems)
            }
            Kind::Ubl | Kind::Cii => {
                let found = invoice::read(&item.content).map_err(OpenError::NoTables)?;
                opened(Body::Invoice(Box::new(found.invoice)), Vec::new(), found.problems)
            }
            Kind::Pdf => {
                let found = invoice::read_pdf(&item.content, choice.password.as_deref())?;
                opened(Body::Invoice(Box::new(found.invoice)), Vec::new(), found.problems)
            }
            kind => return Err(OpenError::NoTables(format!("a {kind} file has no table to read"))),
        })
    }

    /// The session that the file's family of sessions began with, where another file tells.
    pub(crate) fn family(&self) -> &str {
        &self.item.family
    }

    /// What there is to say of a log that repeats another, which is not here.
    pub(crate) fn lost_parent(&self) -> Option<Problem> {
        let parent = Some(&self.item.lost_parent).filter(|parent| !parent.is_empty())?;
        let what = format!(
            "This session repeats the history of session {parent}, which is not among these files: unless the book has it, all of that counts here, on the day of the fork."
        );
        let problem = Problem::new(Severity::Warning, what).value(parent);
        Some(problem.hint("import the folder ~/.codex as a whole, with the archived sessions"))
    }

    /// The name of the file.
    pub(crate) fn name(&self) -> &str {
        &self.item.name
    }

    /// The item it was opened from.
    pub(crate) fn item(&self) -> &Item {
        &self.item
    }

    /// The first bytes of a text, to tell what it is by its words.
    pub(crate) fn head(&self) -> String {
        let mut head = Vec::new();
        if matches!(self.body, Body::Text(_) | Body::Json(..))
            && let Ok(stream) = self.item.content.stream()
        {
            // What cannot be read here is said when it is read in full.
            let _read = stream.take(SNIFFED).read_to_end(&mut head);
        }
        String::from_utf8_lossy(&head).into_owned()
    }

    /// The shape of a JSON file.
    pub(crate) fn json(&self) -> Option<&json::Shape> {
        match &self.body {
            Body::Json(shape, further) => Some(further.get().unwrap_or(shape)),
            _ => None,
        }
    }

    /// Looks at more lines of JSON than the first; whether there is more to know now.
    pub(crate) fn look_further(&self) -> bool {
        let Body::Json(_, further) = &self.body else {
            return false;
        };
        // What cannot be read here is said when it is read in full.
        let shape = json_shape(&self.item, JSON_HEAD).ok().flatten();
        shape.is_some_and(|shape| further.set(shape).is_ok())
    }

    /// The invoice, if it is one.
    pub(crate) fn invoice(&self) -> Option<&Invoice> {
        match &self.body {
            Body::Invoice(invoice) => Some(invoice),
            _ => None,
        }
    }

    /// The folders that the file is in, within its archive or on the disk, the nearest few.
    pub(crate) fn folders(&self) -> Vec<String> {
        const NEAREST: usize = 4;
        let path = self.item.path.to_string_lossy();
        let member = self.item.member.as_deref().unwrap_or_default();
        let all = path.split(['/', '\\']).chain(member.split('/'));
        let mut folders: Vec<String> = all.map(str::to_owned).collect();
        folders.pop();
        folders.split_off(folders.len().saturating_sub(NEAREST))
    }

    /// When its delivery was made, by the manifest or the folder of its run.
    pub(crate) fn made(&self) -> Option<NaiveDateTime> {
        self.item.made.or_else(|| crate::file_name::run(&self.folders()))
    }

    /// The text file, if it is one.
    pub(crate) fn text(&self) -> Option<&TextFile> {
        match &self.body {
            Body::Text(file) => Some(file),
            _ => None,
        }
    }

    /// Whether it is a text as spreadsheets save it where the comma is the decimal mark.
    pub(crate) fn is_abroad(&self) -> bool {
        self.text().is_some_and(|text| text.dialect.delimiter == b';')
    }

    /// Whether and how the workbook was locked.
    pub(crate) fn lock(&self) -> Lock {
        match &self.body {
            Body::Book(book, _) => held(book).lock(),
            _ => Lock::None,
        }
    }

    /// Whether it is a workbook.
    pub(crate) fn is_book(&self) -> bool {
        matches!(self.body, Body::Book(..))
    }

    /// Whether rows of text have as many fields as the header, unlike those of sheets.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.body, Body::Text(_))
    }

    /// Columns of the widest table.
    pub(crate) fn widest_header(&self) -> Vec<String> {
        let widest = self.tables.iter().max_by_key(|table| table.columns.len());
        widest.map_or_else(Vec::new, |table| table.columns.clone())
    }

    /// Data rows of a table, about, if that is known without reading it again.
    pub(crate) fn row_count(&self, table: usize) -> Option<u64> {
        match &self.body {
            Body::Text(file) => {
                let rows = file.tables[table].rows;
                Some(
                    file.seen_bytes()
                        .map_or(rows, |seen| rows * self.item.bytes.max(seen) / seen),
                )
            }
            Body::Parquet(file) => Some(file.rows),
            _ => None,
        }
    }

    /// Whether a table may have rows that state totals.
    pub(crate) fn may_state_totals(&self, table: usize) -> bool {
        match &self.body {
            Body::Text(file) => !file.tables[table].stated_totals.is_empty(),
            Body::Book(_, sheets) => sheets[table].may_state_totals(),
            Body::Parquet(_) | Body::Json(..) | Body::Invoice(_) => false,
        }
    }

    /// Whether only the beginning was looked at, so that what was decided from it may turn out wrong.
    pub(crate) fn is_glanced(&self) -> bool {
        match &self.body {
            Body::Text(file) => file.seen_bytes().is_some(),
            _ => self.is_glance,
        }
    }

    /// Whether rows that were not looked at before turned out to hold another table.
    pub(crate) fn is_other(&self) -> bool {
        match &self.body {
            Body::Book(_, sheets) => sheets.iter().any(SheetTable::is_other),
            _ => false,
        }
    }

    /// What the number formats of each column of a table say about currencies, by its first rows.
    pub(crate) fn shown_currencies(&self, table: usize) -> Vec<Option<Shown>> {
        let Body::Book(book, sheets) = &self.body else {
            return Vec::new();
        };
        let info = &sheets[table].info;
        let behind = info.header_row.map_or(info.preamble_rows, |row| row + 1);
        let looks = held(book).looks(sheets[table].sheet, behind);
        let shown = |look: Option<Look>| {
            let sign = look?.currency?;
            let currency = currency_in(&sign)?;
            Some(Shown { sign, currency })
        };
        looks.into_iter().map(shown).collect()
    }

    /// What numbers each column of a table has, where it was looked through.
    pub(crate) fn numbers(&self, table: usize) -> Option<&[NumberSurvey]> {
        match &self.body {
            Body::Text(file) => Some(&file.tables[table].numbers),
            Body::Book(_, sheets) => sheets[table].numbers(),
            _ => None,
        }
    }

    /// Visits the rows of a table behind its header, as they were said to be.
    pub(crate) fn rows(&self, table: usize, visit: &mut Visit<'_>) -> Result<(), OpenError> {
        if self.mending.is_idle() || self.invoice().is_some() {
            return self.rows_as_written(table, visit);
        }
        let place = Place {
            sheet: &self.tables[table].name,
            file: &self.item.name,
            columns: &self.tables[table].columns,
        };
        self.rows_as_written(table, &mut |row, kind| self.mend(&place, row, kind, visit))
    }

    /// Visits a row as it was said to be.
    fn mend(
        &self,
        place: &Place<'_>,
        row: &Row<'_>,
        kind: RowKind,
        visit: &mut Visit<'_>,
    ) -> ControlFlow<()> {
        if self.mending.is_idle() {
            return visit(row, kind);
        }
        let reason = self.mending.skipped(place, row);
        let kind = if reason.is_some() { RowKind::Total } else { kind };
        self.skipped.replace(reason);
        match self.mending.mended(place, row) {
            Some(mended) => visit(&mended, kind),
            None => visit(row, kind),
        }
    }

    /// Why a line that is no JSON does not count.
    pub(crate) fn skipped_line(&self, number: u64) -> Option<String> {
        let row = Row {
            number,
            cells: Vec::new(),
        };
        self.mending.skipped(&self.json_place(&[]), &row)
    }

    fn json_place<'t>(&'t self, columns: &'t [String]) -> Place<'t> {
        Place {
            sheet: "",
            file: &self.item.name,
            columns,
        }
    }

    /// Why the row that is visited, passed off as a total, does not count; once.
    pub(crate) fn skipped(&self) -> Option<String> {
        self.skipped.take()
    }

    fn rows_as_written(&self, table: usize, visit: &mut Visit<'_>) -> Result<(), OpenError> {
        let body = &self.body;
        if self.item.bytes < LARGE {
            return body.rows(table, visit);
        }
        relay(|outbox| body.send(table, outbox), visit)
    }

    /// The first rows of the first table that is read, header and what is above it included: number and cells.
    pub(crate) fn first_rows(&self, most: usize) -> Vec<(u64, Vec<String>)> {
        let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
        // What cannot be read here is said when it is read in full.
        let _read = match &self.body {
            Body::Text(file) => file.head(most, &mut |record| {
                rows.push((
                    record.number,
                    record.iter().map(|text| text.trim().to_owned()).collect(),
                ));
            }),
            Body::Book(book, sheets) => {
                let read = sheets.iter().find(|sheet| !sheet.info.columns.is_empty());
                read.map_or(Ok(()), |sheet| {
                    let mut seen = |row: Row<'_>| {
                        rows.push((
                            row.number,
                            row.cells
                                .iter()
                                .map(|cell| cell.text().trim().to_owned())
                                .collect(),
                        ));
                        if rows.len() < most {
                            ControlFlow::Continue(())
                        } else {
                            ControlFlow::Break(())
                        }
                    };
                    held(book).rows(sheet.sheet, &mut seen).map_err(io::Error::other)
                })
            }
            Body::Json(..) | Body::Invoice(_) | Body::Parquet(_) => Ok(()),
        };
        rows
    }

    /// Visits the rows of a JSON file; gives what was odd about lines.
    pub(crate) fn json_rows(
        &self,
        plan: &JsonPlan,
        must: &[&str],
        visit: &mut Visit<'_>,
    ) -> Result<Vec<Problem>, OpenError> {
        let place = self.json_place(&plan.names);
        let mut data = |row: Row<'_>| self.mend(&place, &row, RowKind::Data, visit);
        let lines = self.json().is_some_and(|shape| shape.lines) || self.item.kind == Kind::Jsonl;
        if lines {
            return Ok(json::read_lines(&self.item.content, plan, must, &mut data)?);
        }
        let memory = Limits::default().memory;
        Ok(json::read_document(&self.item.content, memory, plan, &mut data)?)
    }
}

/// JSON that a Windows shell saved in UTF-16, in the encoding that JSON is read in; `None` where it is anything else.
fn from_utf16(item: &Item) -> io::Result<Option<Item>> {
    const LONGEST: u64 = 256 << 20;
    if item.bytes > LONGEST {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    item.content.stream()?.take(LONGEST).read_to_end(&mut bytes)?;
    // Without a mark, a zero beside the first bracket tells.
    let encoding = match bytes[..] {
        [b'{' | b'[', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0, b'{' | b'[', ..] => Some(encoding_rs::UTF_16BE),
        _ => encoding_rs::Encoding::for_bom(&bytes).map(|(encoding, _)| encoding),
    };
    let wide = encoding.filter(|encoding| *encoding != encoding_rs::UTF_8);
    Ok(wide.map(|encoding| Item {
        content: encoding.decode(&bytes).0.into_owned().into_bytes().into(),
        ..item.clone()
    }))
}

/// The shape of the first bytes of a JSON file.
fn json_shape(item: &Item, most: u64) -> io::Result<Option<json::Shape>> {
    let mut head = Vec::new();
    item.content.stream()?.take(most).read_to_end(&mut head)?;
    Ok(json::shape(&head))
}
