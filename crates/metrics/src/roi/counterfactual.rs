//! KPI counterfactual: what the KPI would have been without the initiative.
//!
//! (a) pre-trend: straight line through the points before the start; (b) matched control: the control times the ratio of the
//! means before; (c) difference in differences: `(T₁−T₀) − (C₁−C₀)`. Inputs: KPI series (millionths), start day.
//! Unit: the KPI's. Guards: at least three points before and one after, of both; a point counts only where the control has
//! one of its day or month, and only where both are written down as often; a month in which the initiative began is neither
//! before nor after; the difference of slopes before is shown.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use model::{MICRO, Period};
use serde::{Deserialize, Serialize};

use super::evidence::Grade;
use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "counterfactual",
    area: "roi",
    name: "KPI counterfactual",
    unit: "KPI units",
    formula: "mean(KPI − expected): pre-trend, matched control or (T₁−T₀) − (C₁−C₀)",
    practice: "Outcome, not tokens",
    guard: "Three points before and one after; slopes before are compared",
    needs: &[Need::Kpis],
};

/// How the counterfactual is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Straight line through the points before.
    PreTrend,
    /// The control, scaled.
    MatchedControl,
    /// Difference in differences.
    DifferenceInDifferences,
}

impl Method {
    /// Every method.
    pub const ALL: &[Self] = &[
        Self::PreTrend,
        Self::MatchedControl,
        Self::DifferenceInDifferences,
    ];

    /// As routes and files write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::PreTrend => "pre-trend",
            Self::MatchedControl => "matched-control",
            Self::DifferenceInDifferences => "difference-in-differences",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::PreTrend => "Trend before the start",
            Self::MatchedControl => "Closest series as control",
            Self::DifferenceInDifferences => "Difference in differences",
        }
    }
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

/// A KPI series: days and millionths, oldest first.
pub type KpiPoints = [(NaiveDate, i64)];

/// The KPI beside what it would have been; the error says what is missing.
pub fn counterfactual(
    kpi: &KpiPoints,
    control: &KpiPoints,
    start: NaiveDate,
    method: Method,
) -> Result<Counterfactual, NotEnough> {
    let (all, begun_within) = settled(kpi, start);
    let begun = all
        .iter()
        .position(|(day, _)| *day >= start)
        .ok_or(NotEnough::After)?;
    if begun < FEWEST_BEFORE {
        return Err(NotEnough::Before(begun));
    }
    let needs_control = method != Method::PreTrend;
    if needs_control {
        check_steps(kpi, control)?;
    }
    let pairs = paired(&all, &side(control), needs_control);
    let (before, after) = pairs.split_at(pairs.partition_point(|(day, ..)| *day < start));
    if needs_control && (before.len() < FEWEST_BEFORE || after.is_empty()) {
        return Err(NotEnough::Control);
    }
    let expected = expectation(method, before, start);
    let points: Vec<CounterfactualPoint> = pairs
        .iter()
        .map(|pair| CounterfactualPoint {
            day: pair.0,
            actual: pair.1,
            expected: expected(pair),
        })
        .collect();
    let gains = points[before.len()..]
        .iter()
        .map(|point| point.actual - point.expected);
    let gain = gains.sum::<f64>() / after.len() as f64;
    let slope = |of: fn(&Pair) -> f64| line(before, of, start).1;
    let slope_difference = needs_control.then(|| 30.0 * (slope(own) - slope(of_control)));
    Ok(Counterfactual {
        method,
        points,
        start,
        gain,
        slope_difference,
        grade: if needs_control { Grade::A } else { Grade::B },
        explanation: explain(method, gain, (before, after))
            .note_if(slope_difference.is_some(), slopes_text(slope_difference))
            .note_if(
                pairs.len() < all.len(),
                format!(
                    "{} of {} points are left out: the control has none in their month.",
                    all.len() - pairs.len(),
                    all.len()
                ),
            )
            .note_if(begun_within, within_text(start)),
    })
}

/// Days between two points, in the middle; `None` of a single one.
pub(super) fn step(points: &KpiPoints) -> Option<i64> {
    let mut gaps: Vec<i64> = points
        .windows(2)
        .map(|two| (two[1].0 - two[0].0).num_days())
        .collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied()
}

/// Whether two series are written down as often: what is counted in a month is no gain over what is counted in a day.
pub(super) fn is_as_often(one: i64, other: i64) -> bool {
    one <= 2 * other && other <= 2 * one
}

fn check_steps(kpi: &KpiPoints, control: &KpiPoints) -> Result<(), NotEnough> {
    match (step(kpi), step(control)) {
        (Some(own), Some(other)) if !is_as_often(own, other) => Err(NotEnough::Cadence(own, other)),
        _ => Ok(()),
    }
}

/// Days from one month to the next.
const MONTHLY: RangeInclusive<i64> = 28..=31;

/// The points that are before or after the start, and whether one was left out: of what is stated by the month, that of the
/// month which the start is within.
fn settled(kpi: &KpiPoints, start: NaiveDate) -> (Side, bool) {
    let (mut all, of_month) = (side(kpi), Period::month(start));
    if start > of_month.from && step(kpi).is_some_and(|days| MONTHLY.contains(&days)) {
        all.retain(|(day, _)| !of_month.contains(*day));
    }
    let is_less = all.len() < kpi.len();
    (all, is_less)
}

fn slopes_text(difference: Option<f64>) -> String {
    let difference = difference.unwrap_or_default();
    format!("Slopes before differ by {difference:.4} units per 30 days; near 0 is parallel.")
}

fn within_text(start: NaiveDate) -> String {
    let month = start.format("%B %Y");
    format!("The point of {month} is left out: the initiative began within that month.")
}

const FEWEST_BEFORE: usize = 3;

/// What is missing for a counterfactual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotEnough {
    /// Too few points before the start.
    #[error("{0} points before the start; at least three are needed")]
    Before(usize),
    /// No point after the start.
    #[error("no point after the start")]
    After,
    /// The control has too few points.
    #[error("the control needs three points before the start and one after")]
    Control,
    /// The control is written down more often, or less.
    #[error("the KPI has a point every {0} days and its control every {1}; bring both in one step")]
    Cadence(i64, i64),
}

type Side = Vec<(NaiveDate, f64)>;

/// A day, the KPI, and the control beside it.
type Pair = (NaiveDate, f64, f64);

fn side(points: &KpiPoints) -> Side {
    let points = points.iter();
    points
        .map(|(day, micros)| (*day, *micros as f64 / MICRO as f64))
        .collect()
}

/// The points that count, with the control beside them where it is needed.
fn paired(all: &Side, control: &Side, needs_control: bool) -> Vec<Pair> {
    let pair = |(day, actual): &(NaiveDate, f64)| {
        let control = if needs_control {
            beside(control, *day)?
        } else {
            0.0
        };
        Some((*day, *actual, control))
    };
    all.iter().filter_map(pair).collect()
}

/// The control on a day, else the mean of its month.
fn beside(control: &Side, day: NaiveDate) -> Option<f64> {
    if let Ok(at) = control.binary_search_by_key(&day, |(day, _)| *day) {
        return Some(control[at].1);
    }
    let month = Period::month(day);
    let of_month = control.iter().filter(|(day, _)| month.contains(*day));
    let values: Vec<f64> = of_month.map(|(_, value)| *value).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn own(pair: &Pair) -> f64 {
    pair.1
}

fn of_control(pair: &Pair) -> f64 {
    pair.2
}

fn mean(pairs: &[Pair], of: fn(&Pair) -> f64) -> f64 {
    pairs.iter().map(of).sum::<f64>() / pairs.len() as f64
}

/// Least squares: value at `zero` and slope per day.
fn line(pairs: &[Pair], of: fn(&Pair) -> f64, zero: NaiveDate) -> (f64, f64) {
    let days = |pair: &Pair| (pair.0 - zero).num_days() as f64;
    let middle = pairs.iter().map(days).sum::<f64>() / pairs.len() as f64;
    let level = mean(pairs, of);
    let (mut over, mut under) = (0.0, 0.0);
    for pair in pairs {
        let off = days(pair) - middle;
        over += off * (of(pair) - level);
        under += off * off;
    }
    let slope = if under > 0.0 { over / under } else { 0.0 };
    (level - slope * middle, slope)
}

/// What would have been at a point: the line through those before, the control times the ratio of the means before, or
/// the control plus their difference.
fn expectation(method: Method, before: &[Pair], start: NaiveDate) -> Box<dyn Fn(&Pair) -> f64> {
    let (level, slope) = line(before, own, start);
    let (mean_own, mean_control) = (mean(before, own), mean(before, of_control));
    let ratio = if mean_control == 0.0 {
        1.0
    } else {
        mean_own / mean_control
    };
    Box::new(move |pair| match method {
        Method::PreTrend => level + slope * (pair.0 - start).num_days() as f64,
        Method::MatchedControl => pair.2 * ratio,
        Method::DifferenceInDifferences => pair.2 + (mean_own - mean_control),
    })
}

fn explain(method: Method, gain: f64, (before, after): (&[Pair], &[Pair])) -> Explanation {
    let how = match method {
        Method::PreTrend => "straight line through the points before",
        Method::MatchedControl => "control × ratio of the means before",
        Method::DifferenceInDifferences => "(T₁−T₀) − (C₁−C₀)",
    };
    Explanation::new(
        "What the KPI gained against what it would have been.",
        format!("mean(actual − expected) = {gain:.4}; expected: {how}"),
    )
    .input("mean before", &format!("{:.4}", mean(before, own)))
    .input("mean after", &format!("{:.4}", mean(after, own)))
    .covering(format!("{} points before, {} after", before.len(), after.len()))
    .guard("At least three points before and one after; a control must run parallel before the start.")
    .note_if(
        method == Method::PreTrend,
        "Without a control, anything else that changed at the same time counts as gain.",
    )
}
