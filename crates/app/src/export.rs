//! The charges of a book as a FOCUS data set in one file, written beside its target and renamed.

use std::collections::HashMap;
use std::io::BufWriter;
use std::path::Path;

use model::Period;
use reports::focus::{FocusCsv, FocusOptions};
use store::Book;

use crate::save::whole;
use crate::view::Saved;
use crate::{Error, Result};

/// Writes the charges of a period, or all; the number of lines comes with the message.
pub(crate) fn focus(
    book: &Book,
    period: Option<Period>,
    options: FocusOptions,
    path: &Path,
) -> Result<(Saved, u64)> {
    if path.extension().is_none_or(|extension| extension != "csv") {
        let what = format!("{} is no name of a CSV file", path.display());
        return Err(Error::asked(what, "Let it end in .csv."));
    }
    let files = files(book)?;
    let mut lines = 0;
    let saved = whole(path, |file| {
        let failed = |error| Error::file(path, "written", &error);
        let mut out = FocusCsv::new(BufWriter::new(file), options).map_err(failed)?;
        book.each_charge(period, &mut |import, charge| {
            lines += 1;
            out.put(charge, files.get(&import).map_or("", String::as_str))
        })?
        .map_err(failed)?;
        out.finish().map_err(failed)
    })?;
    Ok((saved, lines))
}

/// Names of the files behind the imports.
fn files(book: &Book) -> Result<HashMap<i64, String>> {
    let imports = book.imports()?;
    Ok(imports
        .into_iter()
        .map(|import| (import.id, import.header.file))
        .collect())
}
