//! One file read once: header, counts, totals, and how a later file meets an earlier one.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::{Currency, Measure, Period, Question};

/// Number of an import in its book.
pub type ImportId = i64;

/// How a later file of a format meets an earlier one. Each format declares one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Overlap {
    /// A row has a real id: upsert by key.
    Id,
    /// Bucket and every dimension column: sum within the file, then the later file replaces the same key.
    Bucket,
    /// The whole file is one window: replace the same scope; two scopes that overlap partly are refused.
    Snapshot,
    /// A billing period is re-delivered: replace the scope (account × month) as a whole.
    Period,
    /// Logs that repeat themselves across files: of the rows of a key the one that states most counts, then the
    /// earliest, in whatever order the files come.
    Largest,
    /// Nothing identifies a row: all cells and the ordinal among identical rows.
    #[default]
    Content,
}

/// What became of one fact when it met the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The book had it already, identical.
    Duplicate,
    /// New.
    Kept,
    /// New values for something the book had.
    Replaced,
}

/// What is written about a file before its facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportHeader {
    /// File name without folder; members of archives as `archive.zip/member.csv`.
    pub file: String,
    /// Bytes of the file (of the member).
    pub bytes: u64,
    /// SHA-256 of those bytes, hex; empty where that is taken while they are read.
    pub sha256: String,
    /// Format id.
    pub format: String,
    /// Version of the reader.
    pub reader_version: u32,
    /// The mapping document used, as TOML, when it was not built in.
    pub mapping: Option<String>,
    /// What was said about single cells and rows, as TOML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixes: Option<String>,
    /// What the file's name or the user says where its rows say nothing: the days it is for, whose it is. The same bytes with
    /// another such name are another file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub said: String,
    /// How it overlaps.
    pub overlap: Overlap,
    /// Columns of its header that tell rows apart, where later files add to them and correct them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
}

impl ImportHeader {
    /// What tells the file from others: its bytes, and what its name says of them.
    pub fn identity(&self) -> String {
        if self.said.is_empty() || self.sha256.is_empty() {
            self.sha256.clone()
        } else {
            format!("{}-{}", self.sha256, self.said)
        }
    }
}

/// When a delivery says that it was made, in UTC: each of its billing months by its rows, else all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Made {
    /// By a manifest or the folder of its run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<NaiveDateTime>,
    /// By the newest of its rows.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub months: BTreeMap<NaiveDate, NaiveDateTime>,
}

impl Made {
    /// Whether neither manifest nor rows say it.
    pub fn is_unsaid(&self) -> bool {
        *self == Self::default()
    }

    /// Both instants, where this was made before another that has a month of it, too.
    pub fn before(&self, other: &Self) -> Option<(NaiveDateTime, NaiveDateTime)> {
        let months = self
            .months
            .iter()
            .filter_map(|(month, at)| Some((*at, *other.months.get(month)?)));
        let wholes = self.whole.zip(other.whole);
        months.chain(wholes).find(|(own, other)| own < other)
    }
}

/// Rows of a file. `read = kept + duplicate + replaced + skipped + refused`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Data rows seen.
    pub read: u64,
    /// New in the book.
    pub kept: u64,
    /// Known already.
    pub duplicate: u64,
    /// Replaced something.
    pub replaced: u64,
    /// Known to be no data (totals, empty days).
    pub skipped: u64,
    /// Could not be used.
    pub refused: u64,
}

impl RowCounts {
    /// Counts a row by how it met the book.
    pub fn met(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::Kept => &mut self.kept,
            Outcome::Duplicate => &mut self.duplicate,
            Outcome::Replaced => &mut self.replaced,
        } += 1;
    }
}

/// Facts by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FactCounts {
    /// Charges.
    pub charge: u64,
    /// Usage lines.
    pub usage: u64,
    /// Seats.
    pub seat: u64,
    /// Invoices.
    pub invoice: u64,
    /// Roster lines.
    pub person: u64,
    /// KPI values.
    pub kpi: u64,
    /// Contract terms.
    #[serde(skip_serializing_if = "is_none")]
    pub contract: u64,
    /// Head counts.
    #[serde(skip_serializing_if = "is_none")]
    pub headcount: u64,
    /// Payroll months.
    #[serde(skip_serializing_if = "is_none")]
    pub payroll: u64,
    /// Budgets.
    #[serde(skip_serializing_if = "is_none")]
    pub budget: u64,
    /// Survey answers.
    #[serde(skip_serializing_if = "is_none")]
    pub survey: u64,
    /// Prices.
    #[serde(skip_serializing_if = "is_none")]
    pub price: u64,
    /// Exchange rates.
    #[serde(skip_serializing_if = "is_none")]
    pub rate: u64,
}

/// Counts of what is kept beside the bills are left out of JSON where there are none.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_none(count: &u64) -> bool {
    *count == 0
}

impl FactCounts {
    /// Every count with the name of its kind.
    pub fn each(&self) -> [(&'static str, u64); 13] {
        [
            ("charge", self.charge),
            ("usage", self.usage),
            ("seat", self.seat),
            ("invoice", self.invoice),
            ("person", self.person),
            ("kpi", self.kpi),
            ("contract", self.contract),
            ("headcount", self.headcount),
            ("payroll", self.payroll),
            ("budget", self.budget),
            ("survey", self.survey),
            ("price", self.price),
            ("rate", self.rate),
        ]
    }
}

/// The control total of one currency and measure: the file's own text, summed exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureTotal {
    /// Currency.
    pub currency: Currency,
    /// Measure.
    pub measure: Measure,
    /// Exact decimal text.
    pub amount: String,
    /// Rows that carry an amount.
    pub rows: u64,
}

/// How an import ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportStatus {
    /// In the book.
    Committed,
    /// Read, nothing written.
    DryRun,
    /// The same file is in the book already.
    Unchanged,
    /// Nobody recognises it; a mapping would.
    NeedsMapping,
    /// A question about it is not answered yet.
    NeedsAnswer,
    /// Cannot be read, or must not be added.
    Refused,
    /// Was in the book and has been undone.
    Undone,
}

/// A finished import, as the journal shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// Number.
    pub id: ImportId,
    /// File and format.
    pub header: ImportHeader,
    /// When, UTC, `2026-11-22T10:31:00Z`.
    pub at: String,
    /// How it ended.
    pub status: ImportStatus,
    /// Rows.
    pub rows: RowCounts,
    /// Facts.
    pub facts: FactCounts,
    /// Days covered.
    pub period: Option<Period>,
    /// Control totals.
    pub totals: Vec<MeasureTotal>,
    /// Problems by severity: error, warning, info.
    pub problems: [u64; 3],
    /// What was asked about it, and answered.
    pub answers: Vec<Question>,
    /// When it says that it was made.
    pub made: Made,
    /// What of it is kept but not counted, because an answer says so.
    pub not_counted: Vec<MeasureTotal>,
}
