//! Finds the tables of the sheets of a workbook and says what their rows are, by the same rules as those of a text: the
//! rows are looked through as records. Knows no format.

mod supply;

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use model::{Problem, Severity};

use self::supply::{Found, looked_through};
use crate::feed::at_sheet;
use crate::reading::Reading;
use crate::row::{Cell, Row, RowKind, TableInfo};
use crate::sheet::{Merged, Region, SheetError, Workbook};
use crate::source::OpenError;
use crate::text::{Judge, Record, TextTable};
use crate::value::NumberSurvey;

/// Rows of a sheet that are looked at where a glance is enough.
const GLANCE: u64 = 10_000;

/// A table of a sheet.
#[derive(Debug)]
pub(crate) struct SheetTable {
    /// Place of the sheet in the workbook.
    pub sheet: usize,
    /// Where it is and what its columns are called.
    pub info: TableInfo,
    table: TextTable,
    rest: Option<Rest>,
    /// Cells of its rows that are merged downwards.
    down: Vec<Region>,
}

/// What is needed to judge the rows that were not looked at.
#[derive(Debug)]
struct Rest {
    judge: Judge,
    is_other: AtomicBool,
}

impl SheetTable {
    /// A sheet that is empty or not meant.
    fn none(sheet: usize) -> Self {
        Self {
            sheet,
            info: TableInfo::default(),
            table: TextTable::default(),
            rest: None,
            down: Vec::new(),
        }
    }

    /// Whether rows that were not looked at before turned out to hold another table.
    pub(crate) fn is_other(&self) -> bool {
        let rest = self.rest.as_ref();
        rest.is_some_and(|rest| rest.is_other.load(Ordering::Relaxed))
    }

    /// What numbers each column has, if all rows were looked at.
    pub(crate) fn numbers(&self) -> Option<&[NumberSurvey]> {
        self.rest.is_none().then_some(&self.table.numbers)
    }

    /// Whether it has rows that state totals, or may have.
    pub(crate) fn may_state_totals(&self) -> bool {
        self.rest.is_some() || !self.table.stated_totals.is_empty()
    }
}

/// The tables of all sheets, one at least of each, and what was odd. Where one sheet is said to be the one, the others
/// have no columns; a header that is told is that of this sheet, or of the first with columns.
pub(crate) fn find(
    book: &mut Workbook,
    said: &Reading,
    is_glance: bool,
) -> Result<(Vec<SheetTable>, Vec<Problem>), OpenError> {
    let sheets = book.sheets().to_vec();
    let is_meant = |name: &str| said.sheet.as_ref().is_none_or(|sheet| sheet == name);
    if !sheets.iter().any(|sheet| is_meant(&sheet.name)) {
        let have: Vec<&str> = sheets.iter().map(|sheet| &*sheet.name).collect();
        let sheet = said.sheet.as_deref().unwrap_or_default();
        let what = format!("there is no sheet `{sheet}`; there is {}", have.join(", "));
        return Err(OpenError::NoTables(what));
    }
    let mut told = said.header_row;
    let (mut tables, mut problems) = (Vec::new(), Vec::new());
    for (place, sheet) in sheets.iter().enumerate() {
        let mut found = Vec::new();
        if is_meant(&sheet.name) {
            let (of_sheet, odd) = tables_of(book, place, told, is_glance)?;
            let odd = odd.into_iter().filter(|odd| odd.severity != Severity::Error);
            problems.extend(odd.map(|odd| at_sheet(odd, &sheet.name)));
            found = of_sheet;
        }
        if found.is_empty() {
            found.push(SheetTable::none(place));
        } else {
            told = None;
        }
        for table in &mut found {
            table.info.name.clone_from(&sheet.name);
            table.info.hidden = sheet.hidden;
        }
        tables.append(&mut found);
    }
    Ok((tables, problems))
}

/// The tables of a sheet, looked through to its end or, of one table, at its beginning.
fn tables_of(
    book: &mut Workbook,
    sheet: usize,
    told: Option<u64>,
    is_glance: bool,
) -> Result<(Vec<SheetTable>, Vec<Problem>), SheetError> {
    let most = is_glance.then_some(GLANCE);
    let mut found = looked_through(book, (sheet, &[]), told, most)?;
    let down = merged_down(book, sheet, &found);
    if !down.is_empty() {
        found = looked_through(book, (sheet, &down), told, most)?;
    }
    if found.has_more && found.tables.len() != 1 {
        found = looked_through(book, (sheet, &down), told, None)?;
    }
    let mut rest = found.has_more.then_some(found.judge);
    let mut tables = Vec::new();
    if let [table] = &mut found.tables[..] {
        // Formulas without a value stand where numbers belong; the heading tells which.
        for (numbers, formulas) in table.numbers.iter_mut().zip(&found.seen.formulas) {
            numbers.numbers += formulas;
        }
    }
    for mut table in found.tables {
        name_by_merged(book, sheet, &mut table)?;
        tables.push(SheetTable {
            sheet,
            info: table.info(),
            table,
            rest: rest.take().map(|judge| Rest {
                judge,
                is_other: AtomicBool::new(false),
            }),
            down: down.clone(),
        });
    }
    Ok((tables, found.problems))
}

/// The cells below the first header that are merged downwards, looked for where a column has gaps; of a sheet that was not
/// looked through, where its first one has. Each of them says the same of all its rows.
fn merged_down(book: &mut Workbook, sheet: usize, found: &Found) -> Vec<Region> {
    let gaps = &found.seen.gaps;
    let has_gaps = gaps
        .iter()
        .take(if found.has_more { 1 } else { usize::MAX })
        .any(|gap| *gap);
    let Some(first) = found.tables.first().filter(|_| has_gaps) else {
        return Vec::new();
    };
    let regions = book.merged(sheet).into_iter();
    regions
        .filter_map(|region| region.down(first.records.start))
        .collect()
}

/// Names columns by a header of several lines whose cells are merged over several columns.
fn name_by_merged(book: &mut Workbook, sheet: usize, table: &mut TextTable) -> Result<(), SheetError> {
    let Some(header) = table.header_row.filter(|_| table.header_rows > 1) else {
        return Ok(());
    };
    let mut names = vec![String::new(); table.columns.len()];
    book.filled_rows(sheet, &mut |row| {
        if row.number > header + table.header_rows {
            return ControlFlow::Break(());
        }
        if row.number > header {
            for (name, cell) in names.iter_mut().zip(&row.cells) {
                join(name, cell.text().trim());
            }
        }
        ControlFlow::Continue(())
    })?;
    for (column, merged) in table.columns.iter_mut().zip(names) {
        // A name that a row above it is said with already has what a cell that is not merged does not say again.
        let band = column.strip_suffix(&*merged).map(str::trim);
        let is_said = band.is_some_and(|band| !band.is_empty() && band != merged);
        if !merged.is_empty() && !is_said {
            *column = merged;
        }
    }
    Ok(())
}

/// Adds a line to the name of a column; a cell that is merged over several lines is said once.
fn join(name: &mut String, text: &str) {
    if text.is_empty() || name.ends_with(text) {
        return;
    }
    if !name.is_empty() {
        name.push(' ');
    }
    name.push_str(text);
}

/// Visits the rows behind the header.
pub(crate) fn rows(
    book: &mut Workbook,
    table: &SheetTable,
    visit: &mut dyn FnMut(&Row<'_>, RowKind) -> ControlFlow<()>,
) -> Result<(), SheetError> {
    let records = &table.table.records;
    let mut judge = table.rest.as_ref().map(|rest| rest.judge.clone());
    let mut merged = Merged::new(table.down.clone());
    book.rows(table.sheet, &mut |mut row| {
        if !row.cells.is_empty() {
            merged.fill(&mut row);
        }
        if row.number <= records.start {
            return ControlFlow::Continue(());
        }
        if row.number <= records.end {
            let kind = table.table.kind_at(row.number, || {
                row.cells
                    .iter()
                    .all(|cell| cell.is_empty() || *cell == Cell::Formula)
            });
            return visit(&row, kind);
        }
        let (Some(rest), Some(judge)) = (&table.rest, &mut judge) else {
            return ControlFlow::Break(());
        };
        let (kind, is_other) = judge.kind(&Record::of_row(&row));
        rest.is_other.fetch_or(is_other, Ordering::Relaxed);
        visit(&row, kind)
    })
}

#[cfg(test)]
mod tests;
