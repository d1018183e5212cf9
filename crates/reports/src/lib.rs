//! A report in, a document out: sections arranged into PDF (Typst), one self-contained HTML file,
//! and an XLSX workbook. Facts as rows of CSV or Parquet.
//! No files, no clock, no queries, no figures of its own: every text arrives formatted, every date is passed in,
//! and the same report gives the same bytes.

#[cfg(test)]
extern crate self as reports; // the demo report is shared with the example

mod data;
mod error;
pub mod focus;
mod html;
mod pdf;
pub mod plain;
mod report;
#[cfg(test)]
mod tests;
mod text;
mod xlsx;

pub use data::{About, Form, Rows};
pub use error::ReportError;
pub use html::html;
pub use pdf::{PaperSize, pdf, pdf_with};
pub use report::{KeyFigure, MethodNote, Report, Section, Source, Table, chart_options};
pub use xlsx::{is_workbook_of_ours, xlsx};

/// Who wrote a file, where its form has a place for it.
pub const WRITER: &str = concat!("Counterfoil version ", env!("CARGO_PKG_VERSION"));
