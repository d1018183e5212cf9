//! KPI counterfactual: what the KPI would have been without the initiative.
//!
//! (a) pre-trend: straight line through the points before the start; (b) matched control: the control times the ratio of the
//! means before; (c) difference in differences: `(T₁−T₀) − (C₁−C₀)`. Inputs: KPI series (millionths), start day.
//! Unit: the KPI's. Guards: at least three points before and one after; the difference of slopes before is shown.

use chrono::NaiveDate;
use model::MICRO;
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
    let (before, after) = (side(kpi, |day| day < start), side(kpi, |day| day >= start));
    let (control_before, control_after) = (
        side(control, |day| day < start),
        side(control, |day| day >= start),
    );
    if before.len() < FEWEST_BEFORE {
        return Err(NotEnough::Before(before.len()));
    }
    if after.is_empty() {
        return Err(NotEnough::After);
    }
    let needs_control = method != Method::PreTrend;
    if needs_control && (control_before.len() < FEWEST_BEFORE || control_after.is_empty()) {
        return Err(NotEnough::Control);
    }
    let expected: Box<dyn Fn(NaiveDate) -> f64 + '_> = match method {
        Method::PreTrend => trend(&before, start),
        Method::MatchedControl => scaled(&before, &control_before, control),
        Method::DifferenceInDifferences => shifted(&before, &control_before, control),
    };
    let points: Vec<CounterfactualPoint> = side(kpi, |_| true)
        .into_iter()
        .map(|(day, actual)| CounterfactualPoint {
            day,
            actual,
            expected: expected(day),
        })
        .collect();
    let gains: Vec<f64> = points
        .iter()
        .filter(|p| p.day >= start)
        .map(|p| p.actual - p.expected)
        .collect();
    let gain = match method {
        Method::DifferenceInDifferences => {
            (mean(&after) - mean(&before)) - (mean(&control_after) - mean(&control_before))
        }
        _ => gains.iter().sum::<f64>() / gains.len() as f64,
    };
    let slope_difference =
        needs_control.then(|| 30.0 * (line(&before, start).1 - line(&control_before, start).1));
    Ok(Counterfactual {
        method,
        points,
        start,
        gain,
        slope_difference,
        grade: if needs_control { Grade::A } else { Grade::B },
        explanation: explain(method, gain, (&before, &after)).note_if(
            slope_difference.is_some(),
            format!(
                "Slopes before differ by {:.4} units per 30 days; near 0 is parallel.",
                slope_difference.unwrap_or_default()
            ),
        ),
    })
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
}

type Side = Vec<(NaiveDate, f64)>;

fn side(points: &KpiPoints, keep: impl Fn(NaiveDate) -> bool) -> Side {
    let kept = points.iter().filter(|(day, _)| keep(*day));
    kept.map(|(day, micros)| (*day, *micros as f64 / MICRO as f64))
        .collect()
}

fn mean(points: &[(NaiveDate, f64)]) -> f64 {
    points.iter().map(|(_, value)| value).sum::<f64>() / points.len() as f64
}

/// Least squares: value at `zero` and slope per day.
fn line(points: &[(NaiveDate, f64)], zero: NaiveDate) -> (f64, f64) {
    let days = |day: NaiveDate| (day - zero).num_days() as f64;
    let middle = points.iter().map(|(day, _)| days(*day)).sum::<f64>() / points.len() as f64;
    let level = mean(points);
    let (mut over, mut under) = (0.0, 0.0);
    for (day, value) in points {
        over += (days(*day) - middle) * (value - level);
        under += (days(*day) - middle) * (days(*day) - middle);
    }
    let slope = if under > 0.0 { over / under } else { 0.0 };
    (level - slope * middle, slope)
}

fn trend(before: &[(NaiveDate, f64)], start: NaiveDate) -> Box<dyn Fn(NaiveDate) -> f64> {
    let (level, slope) = line(before, start);
    Box::new(move |day| level + slope * (day - start).num_days() as f64)
}

/// The control times the ratio of the means before.
fn scaled<'a>(
    before: &Side,
    control_before: &Side,
    control: &'a KpiPoints,
) -> Box<dyn Fn(NaiveDate) -> f64 + 'a> {
    let ratio = if mean(control_before) == 0.0 {
        1.0
    } else {
        mean(before) / mean(control_before)
    };
    Box::new(move |day| nearest(control, day) * ratio)
}

/// The control plus the difference of the means before.
fn shifted<'a>(
    before: &Side,
    control_before: &Side,
    control: &'a KpiPoints,
) -> Box<dyn Fn(NaiveDate) -> f64 + 'a> {
    let difference = mean(before) - mean(control_before);
    Box::new(move |day| nearest(control, day) + difference)
}

fn nearest(points: &KpiPoints, day: NaiveDate) -> f64 {
    let found = points
        .iter()
        .min_by_key(|(other, _)| (*other - day).num_days().abs());
    found.map_or(0.0, |(_, micros)| *micros as f64 / MICRO as f64)
}

fn explain(method: Method, gain: f64, (before, after): (&Side, &Side)) -> Explanation {
    let how = match method {
        Method::PreTrend => "straight line through the points before",
        Method::MatchedControl => "control × ratio of the means before",
        Method::DifferenceInDifferences => "(T₁−T₀) − (C₁−C₀)",
    };
    Explanation::new(
        "What the KPI gained against what it would have been.",
        format!("mean(actual − expected) = {gain:.4}; expected: {how}"),
    )
    .input("mean before", &format!("{:.4}", mean(before)))
    .input("mean after", &format!("{:.4}", mean(after)))
    .covering(format!("{} points before, {} after", before.len(), after.len()))
    .guard("At least three points before and one after; a control must run parallel before the start.")
    .note_if(
        method == Method::PreTrend,
        "Without a control, anything else that changed at the same time counts as gain.",
    )
}
