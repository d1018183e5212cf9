//! Looking at files without a book: what the `inspect` command shows.

use std::io::Write;
use std::path::Path;

pub use ingest::inspect::UsedFacts;
pub use ingest::{Choice, InspectOptions, Inspected};

/// Looks at every file under a path.
pub fn inspect(path: &Path, options: &InspectOptions) -> Vec<Inspected> {
    ingest::inspect(path, options)
}

/// Prints a sheet of a workbook as CSV; the error is in words.
pub fn cells(path: &Path, sheet: &str, password: Option<&str>, out: &mut dyn Write) -> Result<(), String> {
    ingest::cells(path, sheet, password, out).map_err(|error| error.to_string())
}
