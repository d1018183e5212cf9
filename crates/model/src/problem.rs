//! A problem: user data is odd. Collected and shown, never an error, never a panic.

use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong (a total row was skipped).
    Info,
    /// Read, but look at it.
    Warning,
    /// The row could not be used.
    Error,
}

/// Where it is. Rows and columns as a person counts them: the first line of a file is row 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Sheet or archive member, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row or line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Column name as the file writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// Something odd in user data.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The value found, shortened to 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong, one sentence.
    pub what: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(severity: Severity, what: impl Into<String>) -> Self {
        Self {
            severity,
            place: Place::default(),
            value: None,
            what: what.into(),
            hint: None,
        }
    }

    /// Says in which row.
    #[must_use]
    pub fn row(mut self, row: u64) -> Self {
        self.place.row = Some(row);
        self
    }

    /// Says in which column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.place.column = Some(column.into());
        self
    }

    /// Says in which sheet.
    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<String>) -> Self {
        self.place.sheet = Some(sheet.into());
        self
    }

    /// Shows the value found.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        self.value = Some(value.chars().take(200).collect());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
