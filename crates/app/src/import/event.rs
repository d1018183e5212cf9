//! What the worker is asked and what it answers: one JSON document on its input, JSON lines on its output.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ingest::profile::Profile;
use ingest::{Fix, PasswordState, Reading, Stated};
use model::{FactCounts, ImportId, ImportStatus, MeasureTotal, Period, Problem, Question, RowCounts};
use serde::{Deserialize, Serialize};
use store::Change;

/// What to import, and how.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Request {
    /// The book to write to; `None` only recognises and counts.
    pub book: Option<PathBuf>,
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Read everything, write nothing.
    pub dry_run: bool,
    /// What the user said about the files.
    pub choice: ChoiceText,
    /// Formats and mappings of the user's own.
    pub own: Vec<OwnText>,
    /// Look through a table for the mapper instead of importing.
    pub profile: Option<Look>,
    /// Read no more than about so many rows of each file: for a look, never for an import.
    pub brief: Option<u64>,
    /// Items to leave out at the start: how a new worker goes on after an earlier one died.
    pub skip: usize,
    /// Make each file safe before the next: how a new worker finds the one that an earlier worker died of.
    #[serde(default)]
    pub one_by_one: bool,
    /// Only these items (by position among all items), if not empty.
    pub only: Vec<usize>,
    /// Read files anew that are of the same size and time as when they were read.
    #[serde(default)]
    pub reread: bool,
    /// UTC time of the import, `2026-11-22T10:31:00Z`.
    pub at: String,
}

/// What the user said about the files, as text that crosses the process border.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceText {
    /// Format id to use whatever the file looks like.
    pub format: Option<String>,
    /// A mapping document (TOML).
    pub mapping: Option<String>,
    /// Period of files that do not state one.
    pub period: Option<Period>,
    /// Currency of files that do not state one.
    pub currency: Option<String>,
    /// Password of a workbook.
    pub password: Option<String>,
    /// How they are to be read, whatever they look like.
    #[serde(default)]
    pub reading: Reading,
    /// What is said about cells and rows; `None`: what was said when the file was last read.
    #[serde(default)]
    pub fixes: Option<Vec<Fix>>,
    /// Answers to questions about the file, by the question's id.
    pub answers: BTreeMap<String, String>,
    /// Whether the lines of invoices count as charges, too.
    #[serde(default)]
    pub count_invoices: bool,
    /// The import of the same file whose place it takes.
    #[serde(default)]
    pub instead: Option<ImportId>,
}

/// Which table the mapper looks through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Its place; without one, the table with the most cells.
    pub table: Option<usize>,
}

/// A format or mapping of the user's own, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnText {
    /// Its name, for messages.
    pub name: String,
    /// The document (TOML).
    pub text: String,
}

/// One line from the worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An item is being read.
    Start {
        /// Position among all items.
        item: usize,
        /// Number of items.
        of: usize,
        /// Its name.
        file: String,
        /// Nothing of it will be read: it is as it was.
        #[serde(skip)]
        passed_over: bool,
    },
    /// How far the item is.
    Progress {
        /// Rows read.
        rows: u64,
        /// Share read, 0 to 1.
        fraction: f64,
    },
    /// The item is done, one way or another.
    Done(Box<FileReport>),
    /// A table was looked through for the mapper.
    Profiled(Box<Profile>),
    /// The book cannot be used at all.
    Failed {
        /// Error code.
        code: String,
        /// What happened.
        message: String,
        /// What to do.
        hint: String,
    },
    /// All items are done.
    End,
}

impl Event {
    /// Whether it may travel with the next one: nothing can go wrong in between.
    pub(super) fn can_wait(&self) -> bool {
        match self {
            Self::Start { passed_over, .. } => *passed_over,
            Self::Done(report) => report.status == ImportStatus::Unchanged,
            _ => false,
        }
    }
}

/// What became of one file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FileReport {
    /// Position among all items.
    pub item: usize,
    /// Import number, once committed.
    pub id: Option<ImportId>,
    /// File name; members of archives as `archive.zip/member.csv`.
    pub file: String,
    /// Format id, empty when unknown.
    pub format: String,
    /// Format in words.
    pub format_name: String,
    /// Reader version.
    pub reader_version: u32,
    /// `certain`, `likely`, `guess`, `none`.
    pub confidence: String,
    /// Why we think so.
    pub why: Vec<String>,
    /// What happened.
    pub status: ImportStatus,
    /// Whether it is no file to be read, but one that goes with them: a manifest, a mark, a system file. Nothing is wrong then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_beside: bool,
    /// One sentence when it was not committed.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// Rows.
    pub rows: RowCounts,
    /// Facts.
    pub facts: FactCounts,
    /// Days covered.
    pub period: Option<Period>,
    /// Control totals.
    pub totals: Vec<MeasureTotal>,
    /// Totals that it states itself.
    #[serde(default)]
    pub stated: Vec<Stated>,
    /// What it meets in the book.
    pub overlaps: Vec<String>,
    /// Problems: error, warning, info.
    pub problem_counts: [u64; 3],
    /// The first problems.
    pub problems: Vec<Problem>,
    /// First rows as they will be stored: heading and value.
    pub sample: Vec<Vec<(String, String)>>,
    /// Detected: label and value.
    pub detected: Vec<(String, String)>,
    /// What is said about its cells and rows.
    #[serde(default)]
    pub fixes: Vec<Fix>,
    /// How it was read where that was said.
    #[serde(default)]
    pub reading: Reading,
    /// Its first rows, number and text: one of them may be said to name the columns.
    #[serde(default)]
    pub head: Vec<(u64, String)>,
    /// Its sheets.
    #[serde(default)]
    pub sheets: Vec<String>,
    /// Whether it is locked.
    pub lock: PasswordState,
    /// What was asked about it, answered or not.
    pub questions: Vec<Question>,
    /// Sums of the book that it changes.
    pub changes: Vec<Change>,
    /// The invoice that its pages show.
    pub page: Option<PageLook>,
}

/// An invoice read off pages, to be compared with them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PageLook {
    /// The first pages as PNG in data addresses.
    pub pictures: Vec<String>,
    /// Every field that can be confirmed.
    pub fields: Vec<PageField>,
}

/// One field.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PageField {
    /// Its key in an `[invoice]` table.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// As read; empty if the page does not tell.
    pub value: String,
    /// `certain`, `likely`, `guess`, `none`.
    pub certainty: String,
}

impl FileReport {
    /// A report about a file of which nothing is known yet.
    pub fn of(item: usize, file: impl Into<String>, status: ImportStatus) -> Self {
        Self {
            item,
            id: None,
            file: file.into(),
            format: String::new(),
            format_name: String::new(),
            reader_version: 0,
            confidence: "none".to_owned(),
            why: Vec::new(),
            status,
            is_beside: false,
            message: String::new(),
            hint: String::new(),
            rows: RowCounts::default(),
            facts: FactCounts::default(),
            period: None,
            totals: Vec::new(),
            stated: Vec::new(),
            overlaps: Vec::new(),
            problem_counts: [0; 3],
            problems: Vec::new(),
            sample: Vec::new(),
            detected: Vec::new(),
            fixes: Vec::new(),
            reading: Reading::default(),
            head: Vec::new(),
            sheets: Vec::new(),
            lock: PasswordState::None,
            questions: Vec::new(),
            changes: Vec::new(),
            page: None,
        }
    }

    /// Whether the file as a whole could not be read or recognised, or waits for an answer.
    pub fn is_unreadable(&self) -> bool {
        let is_left = matches!(
            self.status,
            ImportStatus::Refused | ImportStatus::NeedsMapping | ImportStatus::NeedsAnswer
        );
        is_left && !self.is_beside
    }

    /// Whether something of the file came into the book.
    pub fn came_in(&self) -> bool {
        self.status == ImportStatus::Committed
    }

    /// The same report with a sentence and a hint.
    #[must_use]
    pub fn saying(mut self, message: impl Into<String>, hint: impl Into<String>) -> Self {
        self.message = message.into();
        self.hint = hint.into();
        self
    }
}
