//! What can go wrong while a report is made. User data cannot: whatever its texts hold, they are set as text.

use thiserror::Error;

/// Why there is no document.
#[derive(Debug, Error)]
pub enum ReportError {
    /// The template could not be laid out.
    #[error("the report could not be laid out: {0}")]
    NotLaidOut(String),
    /// The pages could not be written as PDF.
    #[error("the pages could not be written as PDF: {0}")]
    NotWritten(String),
    /// The workbook could not be written.
    #[error("the workbook could not be written: {0}")]
    Workbook(String),
}
