//! The report as PDF, laid out by Typst from `templates/report.typ`: always light, tagged, the same bytes each time.
//! Texts reach the template as values of a data file, so that nothing in them can be taken for markup or code.

mod columns;
mod sheet;
#[cfg(test)]
mod tests;
mod world;

use charts::font::Lent;
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
    pdf_with(report, paper, &mut |_| Vec::new())
}

/// The same with fonts for the letters that the bundled ones lack; what they are looked for is the text of the report.
pub fn pdf_with(
    report: &Report,
    paper: PaperSize,
    lend: &mut dyn FnMut(&str) -> Vec<Lent>,
) -> Result<Vec<u8>, ReportError> {
    let written = written(&laid_out(report, paper, lend)?, &options());
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

fn laid_out(
    report: &Report,
    paper: PaperSize,
    lend: &mut dyn FnMut(&str) -> Vec<Lent>,
) -> Result<PagedDocument, ReportError> {
    let data = sheet::data(report, paper).to_string();
    let fonts = lend(&data);
    let desk = world::Desk::new(data.into_bytes(), fonts);
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
