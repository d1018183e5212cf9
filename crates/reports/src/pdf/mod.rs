//! The report as PDF, laid out by Typst.

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

/// The report as a tagged PDF.
pub fn pdf(_report: &Report, _paper: PaperSize) -> Result<Vec<u8>, ReportError> {
    Err(ReportError::NotLaidOut("not yet".to_owned()))
}
