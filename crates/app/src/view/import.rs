//! Preview, progress and result of an import.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Choice, Route, TableView};

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
    /// Whether its columns can be mapped by hand.
    pub can_map: bool,
    /// Whether it can be read anew, in place of the import that read it.
    pub can_reread: bool,
    /// One sentence when it cannot be imported, or was already.
    pub message: String,
    /// Detected: encoding, delimiter, header row.
    pub chips: Vec<Chip>,
    /// What one may say about the file, each where it makes sense.
    pub settings: Vec<Setting>,
    /// Totals per currency and measure.
    pub totals: Vec<TotalView>,
    /// Totals that the file itself states, against the rows that were read.
    pub stated: Vec<StatedView>,
    /// `1 – 30 Sep 2026`.
    pub period: String,
    /// `512 rows: 498 new, 14 skipped`.
    pub counts: String,
    /// The invoice that its pages show.
    pub invoice: Option<InvoicePage>,
    /// First rows as they will be stored.
    pub rows: TableView,
    /// Problems grouped by cause.
    pub problems: Vec<ProblemGroup>,
    /// What was said about single cells and rows, in words, each to be taken back by its place.
    pub fixes: Vec<String>,
    /// What only the user knows; an open one keeps the file out.
    pub questions: Vec<QuestionView>,
    /// Sums of the book that it would change.
    pub changes: TableView,
}

/// A question about a file, answered by one of its choices.
#[derive(Clone, Debug, Serialize, Type)]
pub struct QuestionView {
    /// Id to answer it by.
    pub id: String,
    /// What is asked.
    pub sentence: String,
    /// Why, with the numbers.
    pub why: Vec<String>,
    /// What can be answered.
    pub choices: Vec<AnswerView>,
}

/// One possible answer.
#[derive(Clone, Debug, Serialize, Type)]
pub struct AnswerView {
    /// Id.
    pub id: String,
    /// In words.
    pub label: String,
    /// What follows from it.
    pub effect: String,
    /// Whether it was chosen.
    pub selected: bool,
}

/// A PDF invoice: its pages beside what was read off them.
#[derive(Clone, Debug, Serialize, Type)]
pub struct InvoicePage {
    /// The first pages, as addresses of pictures.
    pub pictures: Vec<String>,
    /// What was read, each to be corrected and confirmed.
    pub fields: Vec<InvoiceField>,
}

/// One field of an invoice. Sent back in the `invoice` of a [`FileChange`].
#[derive(Clone, Debug, Serialize, Type)]
pub struct InvoiceField {
    /// `issue-date`.
    pub key: String,
    /// `Date of issue`.
    pub label: String,
    /// `2026-09-03`; empty if the page does not tell.
    pub value: String,
    /// `certain`, `likely`, `guess`, `none`.
    pub certainty: String,
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
    /// A question must be answered.
    NeedsAnswer,
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

/// Something one may say about a file. Sent back as the field of a [`FileChange`] that `key` names.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Setting {
    /// `format`, `currency`, `period`, `password`, `dates`, `decimal`, `encoding`, `delimiter`, `header`, `sheet`.
    pub key: String,
    /// `Currency`.
    pub label: String,
    /// What is in force: `EUR`, `not stated`.
    pub shown: String,
    /// What may be chosen; if empty, text is typed.
    pub choices: Vec<Choice>,
    /// Whether typed text must not be shown.
    pub secret: bool,
    /// How to write it, or why it is asked.
    pub hint: String,
    /// Whether the file needs it.
    pub wanted: bool,
}

/// What a user says about one file. What is left out stays; an empty text goes back to what was detected.
#[derive(Clone, Debug, Default, Deserialize, Type)]
#[serde(default, deny_unknown_fields)]
pub struct FileChange {
    /// Format id.
    pub format: Option<String>,
    /// Mapping document (TOML).
    pub mapping: Option<String>,
    /// `2026-09`, `2026-09-01 – 2026-09-30`.
    pub period: Option<String>,
    /// `EUR`.
    pub currency: Option<String>,
    /// Password of a workbook: kept in memory while the file waits, nowhere else.
    pub password: Option<String>,
    /// `iso`, `dmy`, `mdy`.
    pub dates: Option<String>,
    /// `point`, `comma`.
    pub decimal: Option<String>,
    /// `windows-1252`.
    pub encoding: Option<String>,
    /// `semicolon`, or the sign.
    pub delimiter: Option<String>,
    /// The row that names the columns, as a person counts; `0`: none does.
    pub header: Option<String>,
    /// The one sheet to read.
    pub sheet: Option<String>,
    /// Whose costs and use these are, where the file does not say.
    pub account: Option<String>,
    /// `yes`, `no`: whether the lines of an invoice count as charges.
    pub count: Option<String>,
    /// Answers to questions about the file, by the question's id.
    pub answers: BTreeMap<String, String>,
    /// What the fields of an invoice are, by their keys.
    pub invoice: BTreeMap<String, String>,
    /// Fixes what is odd.
    pub fix: Option<FixChange>,
    /// Takes a fix back, by its place.
    pub unfix: Option<u32>,
    /// Reads a file of the book anew, to take the place of the import that read it.
    pub instead: bool,
}

/// A fix of a problem, or of all that have its cause: another value for the cell, or the row skipped with a reason.
#[derive(Clone, Debug, Default, Deserialize, Type)]
#[serde(default, deny_unknown_fields)]
pub struct FixChange {
    /// Place of the [`ProblemGroup`].
    pub group: u32,
    /// Place of the example in it; without one, all of the group.
    pub example: Option<u32>,
    /// What the cell is to hold.
    pub value: Option<String>,
    /// Why the row does not count.
    pub skip: Option<String>,
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

/// A total that the file itself states.
#[derive(Clone, Debug, Serialize, Type)]
pub struct StatedView {
    /// `The file’s own total of Betrag, row 5`.
    pub label: String,
    /// `€1,310.50`.
    pub amount: String,
    /// What the rows come to that were read: `€1,214.50`.
    pub read: String,
    /// `−€96.00`; empty where they agree.
    pub difference: String,
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
    /// Whether its rows can be skipped here.
    pub can_skip: bool,
    /// Whether its cells can be given another value here.
    pub can_fix: bool,
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
