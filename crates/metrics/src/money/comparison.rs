//! Comparison: a period against the previous of equal length and the same days a year earlier.
//!
//! `change = this − before`, `percent = change ÷ |before|`. An incomplete period is cut to the days that have data,
//! and so are the others (day for day). Inputs: the windows of [`windows`], and one `Groups` for each.
//! Unit: the currency. Guards: says when it was cut; no percentage over zero; each currency by itself.

use model::{Currency, Period, Total};
use serde::Serialize;

use crate::{Explanation, Figure};

/// The periods to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Windows {
    /// This period, cut to what has data.
    pub this: Period,
    /// The period before.
    pub previous: Period,
    /// The same days a year earlier.
    pub last_year: Period,
    /// Whether the period was cut because it is not complete.
    pub is_cut: bool,
}

/// Differences per currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The periods compared.
    pub windows: Windows,
    /// In order of currency.
    pub rows: Vec<ComparisonRow>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparisonRow {
    /// Its currency.
    pub currency: Currency,
    /// This period.
    pub this: Figure,
    /// Against the previous period.
    pub previous: Change,
    /// Against the same days a year earlier, if asked for.
    pub last_year: Option<Change>,
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The earlier figure.
    pub before: Figure,
    /// This minus before.
    pub difference: Total,
    /// Difference as a fraction of the absolute earlier figure; `None` over zero.
    pub fraction: Option<f64>,
}
