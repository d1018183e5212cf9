//! Finds the table of each sheet of a workbook and says what its rows are. Knows no format.

use std::ops::ControlFlow;

use crate::reading::Reading;
use crate::row::{Cell, Row, RowKind, TableInfo};
use crate::sheet::{SheetError, Workbook};
use crate::source::OpenError;
use crate::total_words::LABELS;

/// Rows looked at to find a header.
const SAMPLE: usize = 60;
/// Rows that a header which is told can lie further down.
const MOST_TOLD: u64 = 10_000;

/// The table of a sheet.
#[derive(Clone, Debug)]
pub(crate) struct SheetTable {
    /// Place of the sheet in the workbook.
    pub sheet: usize,
    /// Rows of the sheet before the data, header included.
    pub skip: usize,
    /// Where it is and what its columns are called.
    pub info: TableInfo,
}

/// The tables of all sheets, one each, empty sheets included. Where one sheet is said to be the one, the others have no columns; a header that is told is that of
/// this sheet, or of the first with columns.
pub(crate) fn find(book: &mut Workbook, said: &Reading) -> Result<Vec<SheetTable>, OpenError> {
    let names: Vec<String> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    if let Some(sheet) = said.sheet.as_ref().filter(|sheet| !names.contains(sheet)) {
        let have = names.join(", ");
        return Err(OpenError::NoTables(format!(
            "there is no sheet `{sheet}`; there is {have}"
        )));
    }
    let mut told = said.header_row;
    let mut tables = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let is_left_out = said.sheet.as_ref().is_some_and(|sheet| sheet != name);
        let mut table = table_of(book, place, if is_left_out { None } else { told })?;
        if is_left_out {
            table.info.columns.clear();
            table.info.header_row = None;
        } else if !table.info.columns.is_empty() {
            told = None;
        }
        tables.push(table);
    }
    Ok(tables)
}

/// Visits the rows behind the header.
pub(crate) fn rows(
    book: &mut Workbook,
    table: &SheetTable,
    visit: &mut dyn FnMut(&Row<'_>, RowKind) -> ControlFlow<()>,
) -> Result<(), SheetError> {
    let mut place = 0;
    book.rows(table.sheet, &mut |row| {
        place += 1;
        if place <= table.skip {
            return ControlFlow::Continue(());
        }
        let kind = kind_of(&row, &table.info.columns);
        visit(&row, kind)
    })
}

fn table_of(book: &mut Workbook, sheet: usize, told: Option<u64>) -> Result<SheetTable, SheetError> {
    let mut sample: Vec<(u64, Vec<Cell<'static>>)> = Vec::new();
    book.rows(sheet, &mut |row| {
        sample.push((row.number, row.cells.into_iter().map(Cell::into_owned).collect()));
        if sample.len() < SAMPLE || told.is_some_and(|told| row.number < told.min(MOST_TOLD)) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    let about = &book.sheets()[sheet];
    let mut info = TableInfo {
        name: about.name.clone(),
        hidden: about.hidden,
        ..TableInfo::default()
    };
    let at = |told: u64| sample.iter().position(|(number, _)| *number == told);
    let header = match told {
        Some(0) => None,
        Some(told) => at(told).or_else(|| header_of(&sample)),
        None => header_of(&sample).or_else(|| header_of_days(&sample)),
    };
    let Some(header) = header else {
        let width = sample.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        info.columns = (1..=width).map(|number| format!("Column {number}")).collect();
        return Ok(SheetTable { sheet, skip: 0, info });
    };
    let texts = |cells: &[Cell<'_>]| {
        cells
            .iter()
            .map(|cell| cell.text().trim().to_owned())
            .collect::<Vec<_>>()
    };
    info.columns = texts(&sample[header].1);
    while info.columns.last().is_some_and(String::is_empty) {
        info.columns.pop();
    }
    info.header_row = Some(sample[header].0 - 1);
    info.header_rows = 1;
    info.preamble_rows = header as u64;
    info.preamble = sample[..header].iter().map(|(_, cells)| texts(cells)).collect();
    Ok(SheetTable {
        sheet,
        skip: header + 1,
        info,
    })
}

/// The first row that is all text and nearly as wide as the widest.
fn header_of(sample: &[(u64, Vec<Cell<'_>>)]) -> Option<usize> {
    let filled = |cells: &[Cell<'_>]| cells.iter().filter(|cell| !cell.is_empty()).count();
    let widest = sample
        .iter()
        .map(|(_, cells)| filled(cells))
        .max()
        .filter(|widest| *widest > 0)?;
    sample.iter().position(|(_, cells)| {
        let texts = cells
            .iter()
            .filter(|cell| matches!(cell, Cell::Text(_)) && !cell.is_empty())
            .count();
        texts == filled(cells) && texts * 10 >= widest * 6
    })
}

/// The first row that has text at its left, then two days or more, with numbers below each: the months of a wide table.
fn header_of_days(sample: &[(u64, Vec<Cell<'_>>)]) -> Option<usize> {
    let is_header = |rows: &[(u64, Vec<Cell<'_>>)]| {
        let (above, below) = (&rows[0].1, &rows[1].1);
        let days = above
            .iter()
            .zip(below)
            .filter(|(day, _)| matches!(day, Cell::Date(_)));
        let over_numbers = days
            .clone()
            .all(|(_, cell)| matches!(cell, Cell::Number(_) | Cell::Empty));
        matches!(above.first(), Some(Cell::Text(_))) && days.count() > 1 && over_numbers
    };
    sample.windows(2).position(is_header)
}

fn kind_of(row: &Row<'_>, columns: &[String]) -> RowKind {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    let Some(first) = filled.next() else {
        return RowKind::Blank;
    };
    let label = first.text().trim().to_lowercase();
    if LABELS.contains(&label.trim_end_matches(':')) {
        return RowKind::Total;
    }
    let mut names = row.cells.iter().zip(columns);
    let repeats = row.cells.len() >= columns.len() && names.all(|(cell, name)| cell.text().trim() == name);
    if columns.len() > 1 && repeats {
        RowKind::Heading
    } else {
        RowKind::Data
    }
}
