//! Suppression: which cells of a table of people may be shown. Every grouped people result goes through [`suppress`].
//!
//! A cell is hidden when it has fewer than `k` people; when one person makes more than 70 % of its intensity
//! (dominance); or when a hidden neighbour could be had by subtracting from a shown total (complementary).
//! Inputs: cells that add up to one shown total. Unit: none. Guards: it only ever hides.

use serde::Serialize;

/// Limits, versioned as settings by the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Privacy {
    /// Fewest distinct people of a shown cell.
    pub minimum: u32,
    /// Largest share of one person in a shown intensity, in percent.
    pub dominance_percent: u32,
}

impl Default for Privacy {
    fn default() -> Self {
        Self {
            minimum: 5,
            dominance_percent: 70,
        }
    }
}

/// One cell before suppression.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<T> {
    /// What the cell is of: `["Sales"]`.
    pub keys: Vec<String>,
    /// Distinct people in it.
    pub people: u32,
    /// The largest person's part of the cell's intensity, 0 to 1; `None` where the value is no intensity.
    pub largest_share: Option<f64>,
    /// What would be shown.
    pub value: T,
}

/// One cell after suppression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownCell<T> {
    /// What the cell is of.
    pub keys: Vec<String>,
    /// The value, or why not.
    pub shown: Shown<T>,
}

/// A value, or the reason why it is not shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown<T> {
    /// May be shown.
    Value(T),
    /// May not.
    Hidden(Hidden),
}

impl<T> Shown<T> {
    /// The value, if it may be shown.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Hidden(_) => None,
        }
    }
}

/// Why a cell is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    /// Fewer people than this.
    FewerThan(u32),
    /// One person makes most of it.
    Dominated,
    /// It would give away a hidden neighbour.
    Complementary,
}

impl Hidden {
    /// The words in place of the figure.
    pub fn text(self) -> String {
        match self {
            Self::FewerThan(k) => format!("fewer than {k}"),
            Self::Dominated => "hidden: one person makes most of it".to_owned(),
            Self::Complementary => "hidden to protect a small group".to_owned(),
        }
    }
}
