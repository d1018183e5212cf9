//! The report as PDF, laid out by Typst from `templates/report.typ`: always light, tagged, the same bytes each time.
//! Texts reach the template as values of a data file, so that nothing in them can be taken for markup or code.

mod columns;
mod sheet;
#[cfg(test)]
mod tests;
mod world;

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::{Report, ReportError};

/// The paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

impl PaperSize {
    /// Its name in Typst.
    fn typst(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "us-letter",
        }
    }

    /// Width and height in points.
    fn points(self) -> (f64, f64) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// The report as a tagged PDF.
pub fn pdf(report: &Report, paper: PaperSize) -> Result<Vec<u8>, ReportError> {
    let written = written(&laid_out(report, paper)?, &options());
    // Typst remembers what it laid out; a report is made once, and the window lives on.
    typst::comemo::evict(0);
    written
}

fn options() -> PdfOptions {
    PdfOptions {
        creator: Smart::Custom(Some("Counterfoil".to_owned())),
        ..PdfOptions::default()
    }
}

fn laid_out(report: &Report, paper: PaperSize) -> Result<PagedDocument, ReportError> {
    let desk = world::Desk::new(sheet::data(report, paper).to_string().into_bytes());
    let Warned { output, .. } = typst::compile(&desk);
    output.map_err(|errors| ReportError::NotLaidOut(said(&errors)))
}

fn written(document: &PagedDocument, options: &PdfOptions) -> Result<Vec<u8>, ReportError> {
    typst_pdf::pdf(document, options).map_err(|errors| ReportError::NotWritten(said(&errors)))
}

fn said(errors: &[SourceDiagnostic]) -> String {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    messages.join("; ")
}
