//! A report in, a document out: sections arranged into PDF (Typst), one self-contained HTML file,
//! and an XLSX workbook.
//! No files, no clock, no queries, no figures of its own: every text arrives formatted, every date is passed in,
//! and the same report gives the same bytes.

#[cfg(test)]
extern crate self as reports; // the demo report is shared with the example

mod error;
pub mod focus;
mod html;
mod pdf;
mod report;
#[cfg(test)]
mod tests;
mod text;
mod xlsx;

pub use error::ReportError;
pub use html::html;
pub use pdf::{PaperSize, pdf};
pub use report::{KeyFigure, MethodNote, Report, Section, Source, Table, chart_options};
pub use xlsx::xlsx;
