//! Flags that say how files are read where they are not as they seem.

use app::import::{self, Reading};
use clap::Args;

/// How files are to be read; what is left out is detected.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "How files are read")]
pub(crate) struct ReadAs {
    /// Encoding of a text, as the web names it: utf-8, windows-1252.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What stands between the fields of a text: a sign, or comma, semicolon, tab, bar, space, colon.
    #[arg(long, value_name = "SIGN")]
    delimiter: Option<String>,
    /// The row that names the columns, counted from 1; 0: there is none.
    #[arg(long, value_name = "ROW")]
    header_row: Option<u64>,
    /// The one sheet of a workbook that is read.
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// Order of day, month and year: iso, dmy, mdy.
    #[arg(long, value_name = "ORDER")]
    dates: Option<String>,
    /// Decimal mark: point, comma.
    #[arg(long, value_name = "MARK")]
    decimal: Option<String>,
    /// Whose costs and use these are, where files do not say: each named account counts beside the others.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
}

impl ReadAs {
    /// What is said, checked.
    pub(crate) fn reading(&self) -> anyhow::Result<Reading> {
        Ok(Reading {
            encoding: self.encoding.as_deref().map(import::encoding).transpose()?,
            delimiter: self.delimiter.as_deref().map(import::delimiter).transpose()?,
            header_row: self.header_row,
            sheet: self.sheet.clone(),
            dates: self.dates.as_deref().map(import::dates).transpose()?,
            decimal: self.decimal.as_deref().map(import::decimal).transpose()?,
            account: self.account.as_deref().map(import::account).transpose()?,
        })
    }
}
