//! The mapper: columns of a file on the left, what they become on the right, and what comes of it.

use serde::Serialize;
use specta::Type;

use super::{Choice, PreviewView, Setting};
use crate::mapper::Draft;

/// A mapping in the making, and what it gives.
#[derive(Clone, Debug, Serialize, Type)]
pub struct MapperView {
    /// Number of the waiting file.
    pub id: u32,
    /// Its name.
    pub file: String,
    /// The draft in force: changed and sent back.
    pub draft: Draft,
    /// Tables of the file; `draft.table` is one of them.
    pub tables: Vec<Choice>,
    /// What a row can be; a new one goes with no targets, which are then proposed.
    pub kinds: Vec<Choice>,
    /// What a column can become; marked if a column gives it.
    pub targets: Vec<Choice>,
    /// Columns in the order of the file.
    pub columns: Vec<MapperColumn>,
    /// What may be the same for every row.
    pub fixed: Vec<FixedField>,
    /// Fields of the draft with a few values: dates, decimal mark, overlap.
    pub settings: Vec<Setting>,
    /// What is still to be said.
    pub missing: Vec<String>,
    /// Whether it cannot be used before that is: the days, if no column has them, the import can be told.
    pub is_open: bool,
    /// Columns that are not imported.
    pub left_out: Vec<String>,
    /// The file's own rows.
    pub source: Vec<SourceRow>,
    /// Of which rows the preview is: `All 512 rows`.
    pub rows: String,
    /// Whether the preview reads only the start of the file.
    pub is_brief: bool,
    /// What reading by the draft gives.
    pub preview: PreviewView,
    /// The mapping document.
    pub toml: String,
}

/// A column of the file.
#[derive(Clone, Debug, Serialize, Type)]
pub struct MapperColumn {
    /// Its heading.
    pub name: String,
    /// Three different values.
    pub samples: Vec<String>,
    /// What it becomes; empty: it is not imported.
    pub target: String,
    /// How sure the proposal is: `certain`, `likely`, `guess`, `your choice`; empty where nothing becomes of it.
    pub confidence: String,
    /// What was proposed.
    pub proposed: String,
    /// Whether the proposal is only a guess.
    pub is_guess: bool,
    /// Its cells over all rows.
    pub bar: Vec<BarPart>,
}

/// A part of a bar.
#[derive(Clone, Debug, Serialize, Type)]
pub struct BarPart {
    /// `valid`, `warning`, `error`, `empty`.
    pub kind: String,
    /// Per cent of the cells.
    pub share: f64,
    /// `1,204 can be used`.
    pub text: String,
}

/// A value that is the same for every row.
#[derive(Clone, Debug, Serialize, Type)]
pub struct FixedField {
    /// Key in `draft.fixed`.
    pub target: String,
    /// `Vendor`.
    pub label: String,
    /// The value; empty for none.
    pub value: String,
    /// What may be chosen; if empty, text is typed.
    pub choices: Vec<Choice>,
    /// Whether it, or a column of it, must be said.
    pub wanted: bool,
}

/// A row of the file.
#[derive(Clone, Debug, Serialize, Type)]
pub struct SourceRow {
    /// As a person counts.
    pub number: String,
    /// `total`, `headings`, `above the table`; empty for data.
    pub kind: String,
    /// Whether it is no data.
    pub struck: bool,
    /// Its cells.
    pub cells: Vec<String>,
}
