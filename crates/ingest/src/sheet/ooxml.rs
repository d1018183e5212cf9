//! Workbooks through calamine, streamed.

use std::ops::ControlFlow;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Sheets};

use super::{SheetError, SheetInfo, serial};
use crate::row::{Cell, Row};
use crate::unpack::{Kind, Source};

/// A workbook.
pub(super) struct Book {
    sheets: Sheets<Source>,
}

impl Book {
    /// Opens it.
    pub(super) fn open(source: Source, kind: Kind) -> Result<Self, SheetError> {
        let sheets = match kind {
            Kind::Xls => calamine::Xls::new(source).map(Sheets::Xls).map_err(damaged)?,
            Kind::Ods => calamine::Ods::new(source).map(Sheets::Ods).map_err(damaged)?,
            Kind::Xlsb => calamine::Xlsb::new(source).map(Sheets::Xlsb).map_err(damaged)?,
            _ => calamine::Xlsx::new(source).map(Sheets::Xlsx).map_err(damaged)?,
        };
        Ok(Self { sheets })
    }

    /// Its sheets.
    pub(super) fn sheets(&self) -> Vec<SheetInfo> {
        let info = |sheet: &calamine::Sheet| SheetInfo {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
            has_cells: sheet.typ == SheetType::WorkSheet,
        };
        self.sheets.sheets_metadata().iter().map(info).collect()
    }

    /// Its rows.
    pub(super) fn rows(
        &mut self,
        sheet: &str,
        visit: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>,
    ) -> Result<(), SheetError> {
        let Sheets::Xlsx(book) = &mut self.sheets else {
            let range = self.sheets.worksheet_range(sheet).map_err(damaged)?;
            let first = u64::from(range.start().map_or(0, |start| start.0));
            let before = range.start().map_or(0, |start| start.1 as usize);
            for (at, row) in range.rows().enumerate() {
                let blank = std::iter::repeat_n(Cell::Empty, before);
                let cells = blank.chain(row.iter().map(plain)).collect();
                if visit(Row {
                    number: first + at as u64 + 1,
                    cells,
                })
                .is_break()
                {
                    break;
                }
            }
            return Ok(());
        };
        let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
        let mut current: Option<Row<'_>> = None;
        while let Some(next) = cells.next_cell().map_err(damaged)? {
            let (row, column) = next.get_position();
            let number = u64::from(row) + 1;
            if current.as_ref().is_some_and(|row| row.number != number)
                && let Some(done) = current.take()
                && visit(done).is_break()
            {
                return Ok(());
            }
            let row = current.get_or_insert_with(|| Row {
                number,
                cells: Vec::new(),
            });
            row.cells
                .resize(row.cells.len().max(column as usize + 1), Cell::Empty);
            let value = next.get_value().clone();
            row.cells[column as usize] = owned(&value);
        }
        if let Some(last) = current {
            let _ = visit(last);
        }
        Ok(())
    }
}

fn owned(value: &DataRef<'_>) -> Cell<'static> {
    match cell(value) {
        Cell::Text(text) => Cell::Text(text.into_owned().into()),
        Cell::Error(text) => Cell::Error(text.into_owned().into()),
        Cell::Number(text) => Cell::Number(text.into_owned().into()),
        Cell::Empty => Cell::Empty,
        Cell::Date(date) => Cell::Date(date),
        Cell::Time(time) => Cell::Time(time),
        Cell::Bool(value) => Cell::Bool(value),
    }
}

fn cell<'a>(value: &'a DataRef<'_>) -> Cell<'a> {
    match value {
        DataRef::Int(number) => Cell::Number(number.to_string().into()),
        DataRef::Float(number) => serial::number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(text.into())
        }
        DataRef::SharedString(text) => Cell::Text((*text).into()),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(value) if value.is_duration() => Cell::Time(value.as_f64()),
        DataRef::DateTime(value) => serial::moment(value.as_f64(), false),
        DataRef::Error(error) => Cell::Error(error.to_string().into()),
        DataRef::Empty => Cell::Empty,
    }
}

fn plain(value: &calamine::Data) -> Cell<'_> {
    match value {
        calamine::Data::Int(number) => Cell::Number(number.to_string().into()),
        calamine::Data::Float(number) => serial::number(*number),
        calamine::Data::String(text)
        | calamine::Data::DateTimeIso(text)
        | calamine::Data::DurationIso(text) => Cell::Text(text.into()),
        calamine::Data::Bool(value) => Cell::Bool(*value),
        calamine::Data::DateTime(value) if value.is_duration() => Cell::Time(value.as_f64()),
        calamine::Data::DateTime(value) => serial::moment(value.as_f64(), false),
        calamine::Data::Error(error) => Cell::Error(error.to_string().into()),
        calamine::Data::Empty => Cell::Empty,
    }
}

fn damaged(error: impl std::fmt::Display) -> SheetError {
    SheetError::Damaged(format!("the workbook cannot be read: {error}"))
}
