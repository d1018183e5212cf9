//! Charges as a FOCUS cost and usage data set: CSV of a version of the `FinOps` Open Cost and Usage Specification
//! (<https://focus.finops.org>). What FOCUS has no column for travels in `x_` columns, so that the file read back gives
//! the same charges. Opens no files.

mod columns;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use model::Charge;

pub use columns::Version;
use columns::{COLUMNS, Column, Line};

/// What the lines of an export hold besides FOCUS.
#[derive(Clone, Copy, Debug)]
pub struct FocusOptions {
    /// Version of the specification.
    pub version: Version,
    /// Whether identities of people go out; without them a line says nothing about people.
    pub names: bool,
}

/// Writes charges as CSV.
pub struct FocusCsv<W: Write> {
    columns: Vec<&'static Column>,
    out: csv::Writer<W>,
}

impl<W: Write> FocusCsv<W> {
    /// Begins a file: writes its header.
    pub fn new(out: W, options: FocusOptions) -> io::Result<Self> {
        let columns: Vec<&Column> = COLUMNS
            .iter()
            .filter(|column| column.is_in(options.version) && (options.names || !column.is_personal))
            .collect();
        let mut out = csv::Writer::from_writer(out);
        out.write_record(columns.iter().map(|column| column.name))?;
        Ok(Self { columns, out })
    }

    /// Writes one charge, which came from a row of a file.
    pub fn put(&mut self, charge: &Charge, file: &str) -> io::Result<()> {
        let line = Line { charge, file };
        let cells = self.columns.iter().map(|column| (column.cell)(&line));
        self.out.write_record(cells.map(Option::unwrap_or_default))?;
        Ok(())
    }

    /// Ends the file.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
