//! KPI counterfactual: what the KPI would have been without the initiative.
//!
//! (a) pre-trend: straight line through the points before the start; (b) matched control: the control times the ratio of the
//! means before; (c) difference in differences: `(T₁−T₀) − (C₁−C₀)`. Inputs: KPI series (millionths), start day.
//! Unit: the KPI's. Guards: at least three points before and one after; the difference of slopes before is shown.

use chrono::NaiveDate;
use serde::Serialize;

use super::evidence::Grade;
use crate::Explanation;

/// How the counterfactual is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Straight line through the points before.
    PreTrend,
    /// The control, scaled.
    MatchedControl,
    /// Difference in differences.
    DifferenceInDifferences,
}

/// The KPI beside what it would have been.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counterfactual {
    /// How it was made.
    pub method: Method,
    /// Every point of the KPI, before and after, oldest first.
    pub points: Vec<CounterfactualPoint>,
    /// First day of the initiative.
    pub start: NaiveDate,
    /// Mean gain per point after the start, in KPI units.
    pub gain: f64,
    /// Slope of the KPI minus slope of the control before the start, in units per 30 days; near 0 is parallel.
    pub slope_difference: Option<f64>,
    /// The grade this method allows.
    pub grade: Grade,
    /// How it came about.
    pub explanation: Explanation,
}

/// One point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CounterfactualPoint {
    /// Day of the point.
    pub day: NaiveDate,
    /// What was measured.
    pub actual: f64,
    /// What would have been.
    pub expected: f64,
}
