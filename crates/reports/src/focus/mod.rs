//! Charges as a FOCUS cost and usage data set of a version of the `FinOps` Open Cost and Usage Specification
//! (<https://focus.finops.org>). What FOCUS has no column for travels in `x_` columns, so that the file read back gives
//! the same charges. Opens no files.

pub(crate) mod cell;
mod columns;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use model::Charge;

use crate::data::{Form, Rows};

pub use cell::service;
use columns::COLUMNS;
pub use columns::Version;

/// What the lines of an export hold besides FOCUS.
#[derive(Clone, Copy, Debug)]
pub struct FocusOptions {
    /// Version of the specification.
    pub version: Version,
    /// Whether identities of people go out; without them a line says nothing about people.
    pub names: bool,
}

/// Begins a file.
pub fn rows<W: Write + Send>(out: W, form: Form, options: FocusOptions) -> io::Result<Rows<Charge, W>> {
    let chosen = COLUMNS.iter().filter(|(versions, column)| {
        versions.contains(&options.version) && (options.names || !column.is_personal)
    });
    let rows = Rows::new(out, form, chosen.map(|(_, column)| column).collect())?;
    Ok(rows.naming(options.names))
}
