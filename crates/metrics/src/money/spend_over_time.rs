//! Spend over time: one stacked series per value of a dimension, per currency.
//!
//! `value(series, period) = Σ amount`; the seven largest series by `Σ|amount|` keep their name, the rest are *other*.
//! Inputs: `Groups` by a time grain and at most one dimension; the day up to which data is complete.
//! Unit: the currency, or the measure's own. Guards: incomplete and provisional periods are flagged, a period
//! without facts is told from a zero; the finding compares complete periods only and never names *other*.

use model::{Currency, Dimension, Grain, Measure, Period, Total};
use serde::Serialize;

use crate::Explanation;

/// Series over time, one set per currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpendOverTime {
    /// What was added up.
    pub measure: Measure,
    /// Length of a period.
    pub grain: Grain,
    /// What the series are; `None` when there is only one.
    pub dimension: Option<Dimension>,
    /// In order of currency; one set with an empty currency for a quantity.
    pub sets: Vec<SeriesSet>,
    /// How it came about.
    pub explanation: Explanation,
}

/// The series of one currency. All value lists are as long as `periods`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeriesSet {
    /// Currency of money, else empty.
    pub currency: Currency,
    /// Without gaps, oldest first.
    pub periods: Vec<PeriodColumn>,
    /// Largest first, *other* last.
    pub series: Vec<Series>,
    /// Sum over all series, per period.
    pub totals: Vec<Total>,
    /// What changed in the last complete period; `None` when nothing can be said.
    pub finding: Option<Finding>,
}

/// One period of the horizontal axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeriodColumn {
    /// Its days.
    pub period: Period,
    /// `September 2026`, `Q3 2026`, `week of 14 Sep 2026`.
    pub label: String,
    /// Whether any of it may still change.
    pub provisional: bool,
    /// Whether data reaches to its end.
    pub complete: bool,
    /// Facts behind it; 0 means *no data*, not zero.
    pub facts: u64,
}

/// One series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Value of the dimension (`""` is "not stated"), or `other`.
    pub name: String,
    /// Whether it sums what has no series of its own.
    pub is_other: bool,
    /// How many values it holds: 1, or more for *other*.
    pub members: usize,
    /// One per period.
    pub values: Vec<Total>,
    /// Their sum.
    pub total: Total,
}

/// The largest contributor to the last change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// `Claude Opus output drove 62 % of September's rise`.
    pub sentence: String,
    /// The value of the dimension that moved most.
    pub driver: String,
    /// Its part of the change, as a fraction; may exceed 1 when others moved the other way.
    pub share: Option<f64>,
    /// Change of the whole.
    pub change: Total,
    /// The two periods compared: earlier, later.
    pub periods: (Period, Period),
}
