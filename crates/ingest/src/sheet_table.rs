//! Finds the table of each sheet of a workbook and says what its rows are. Knows no format.

use std::ops::ControlFlow;

use crate::row::{Cell, Row, RowKind, TableInfo};
use crate::sheet::{SheetError, Workbook};
use crate::total_words::LABELS;

/// Rows looked at to find a header.
const SAMPLE: usize = 60;

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

/// The tables of all sheets, one each, empty sheets included.
pub(crate) fn find(book: &mut Workbook) -> Result<Vec<SheetTable>, SheetError> {
    (0..book.sheets().len())
        .map(|sheet| table_of(book, sheet))
        .collect()
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

fn table_of(book: &mut Workbook, sheet: usize) -> Result<SheetTable, SheetError> {
    let mut sample: Vec<(u64, Vec<Cell<'static>>)> = Vec::new();
    book.rows(sheet, &mut |row| {
        sample.push((row.number, row.cells.into_iter().map(owned).collect()));
        if sample.len() < SAMPLE {
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
    let Some(header) = header_of(&sample) else {
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

fn kind_of(row: &Row<'_>, columns: &[String]) -> RowKind {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    let Some(first) = filled.next() else {
        return RowKind::Blank;
    };
    let label = first.text().trim().to_lowercase();
    if LABELS.contains(&label.trim_end_matches(':')) {
        return RowKind::Total;
    }
    let repeats = row
        .cells
        .iter()
        .zip(columns)
        .filter(|(cell, name)| cell.text().trim() == name.as_str())
        .count();
    if columns.len() > 1 && repeats == columns.len() {
        RowKind::Heading
    } else {
        RowKind::Data
    }
}

fn owned(cell: Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Empty => Cell::Empty,
        Cell::Text(text) => Cell::Text(text.into_owned().into()),
        Cell::Number(text) => Cell::Number(text.into_owned().into()),
        Cell::Error(text) => Cell::Error(text.into_owned().into()),
        Cell::Date(at) => Cell::Date(at),
        Cell::Time(days) => Cell::Time(days),
        Cell::Bool(value) => Cell::Bool(value),
    }
}
