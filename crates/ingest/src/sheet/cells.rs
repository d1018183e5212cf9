//! A sheet printed as CSV: one line per row from the first used row and column A.

use std::io::Write;
use std::ops::ControlFlow;

use super::{SheetError, Workbook};
use crate::unpack::{Item, Limits};

/// Prints a sheet of an item, by its name.
pub fn print_cells(
    item: &Item,
    sheet: &str,
    password: Option<&str>,
    out: &mut dyn Write,
) -> Result<(), SheetError> {
    let source = item.content.source(Limits::default().memory)?;
    let mut workbook = Workbook::open(source, item.kind, password)?;
    let place = workbook.sheets().iter().position(|info| info.name == sheet);
    let place = place.ok_or_else(|| SheetError::NoSheet(sheet.to_owned()))?;
    write_csv(&mut workbook, place, out)
}

/// Prints a sheet of an open workbook.
pub fn write_csv(workbook: &mut Workbook, sheet: usize, out: &mut dyn Write) -> Result<(), SheetError> {
    let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let mut failed = None;
    workbook.rows(sheet, &mut |row| {
        let texts: Vec<_> = row.cells.iter().map(crate::row::Cell::text).collect();
        match csv.write_record(texts.iter().map(|text| text.as_bytes())) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    csv.flush()?;
    failed.map_or(Ok(()), |error| Err(std::io::Error::other(error).into()))
}
