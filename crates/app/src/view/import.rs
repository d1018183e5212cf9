//! Preview, progress and result of an import.

use serde::Serialize;
use specta::Type;

use super::{Route, TableView};

/// One file before it is imported.
#[derive(Clone, Debug, Serialize, Type)]
pub struct PreviewView {
    /// Number to commit it by.
    pub id: u32,
    /// File name.
    pub file: String,
    /// What it is: `OpenAI cost export`, or `Nobody knows this file`.
    pub format: String,
    /// `certain`, `likely`, `guess`, `none`.
    pub confidence: String,
    /// Why we think so.
    pub why: Vec<String>,
    /// What can be done with it.
    pub status: PreviewStatus,
    /// One sentence when it cannot be imported, or was already.
    pub message: String,
    /// Detected: encoding, delimiter, header row, dates, decimal mark.
    pub chips: Vec<Chip>,
    /// Totals per currency and measure.
    pub totals: Vec<TotalView>,
    /// `1 Sep 2026 – 30 Sep 2026`.
    pub period: String,
    /// `512 rows: 498 new, 14 skipped`.
    pub counts: String,
    /// First rows as they will be stored.
    pub rows: TableView,
    /// Problems grouped by cause.
    pub problems: Vec<ProblemGroup>,
}

/// What can be done with a previewed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum PreviewStatus {
    /// Import it.
    Ready,
    /// Already in the book.
    Unchanged,
    /// A mapping is needed.
    NeedsMapping,
    /// Cannot be imported.
    Refused,
}

/// Something detected.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Chip {
    /// `Delimiter`.
    pub label: String,
    /// `comma`.
    pub value: String,
}

/// A total of the file.
#[derive(Clone, Debug, Serialize, Type)]
pub struct TotalView {
    /// `Billed`.
    pub measure: String,
    /// `$1,902.44`.
    pub amount: String,
    /// The file's own text summed: `1902.440000000001`.
    pub exact: String,
}

/// Problems with one cause.
#[derive(Clone, Debug, Serialize, Type)]
pub struct ProblemGroup {
    /// `error`, `warning`, `info`.
    pub severity: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
    /// How many.
    pub count: u32,
    /// The first few: `row 42, Start date: 13/25/2026`.
    pub examples: Vec<String>,
}

/// Progress of a commit, several times a second.
#[derive(Clone, Debug, Serialize, Type)]
pub struct ProgressView {
    /// File in work.
    pub file: String,
    /// Which of how many: `2 of 5`.
    pub position: String,
    /// 0 to 1.
    pub fraction: f64,
    /// `120,000 rows, 84,000 a second, 12 s left`.
    pub text: String,
}

/// After a commit.
#[derive(Clone, Debug, Serialize, Type)]
pub struct ImportResult {
    /// One sentence: `3 files imported, $12,480.20 billed`.
    pub summary: String,
    /// Sentences about files that were not.
    pub refused: Vec<String>,
    /// Import numbers as text, newest last, for undo.
    pub imports: Vec<String>,
    /// Whether the user cancelled.
    pub cancelled: bool,
    /// Where to look at what changed.
    pub go: Route,
}
