//! Benefit: what a measured gain was worth, point by point.
//!
//! `benefit_t = (KPI_t − KPI_cf,t) · unit value · attribution · (1 − risk)`, hours also `· recapture`, all at mid.
//! Inputs: a [`Counterfactual`] and the scenario that prices it. Unit: the scenario's currency.
//! Guards: realised, so never in one bar with an estimate; losses are negative, not cut.

use chrono::NaiveDate;
use model::{Money, Total};
use serde::Serialize;

use super::cash::Cash;
use super::counterfactual::Counterfactual;
use super::estimate;
use super::scenario::Scenario;
use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "benefit",
    area: "roi",
    name: "Realised benefit",
    unit: "currency",
    formula: "(KPI − expected) · unit value · attribution · (1 − risk), hours · recapture",
    practice: "Tie consumption to KPIs",
    guard: "Never in one bar with an estimate",
    needs: &[Need::Kpis, Need::Scenario],
};

/// A realised benefit over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Benefits {
    /// One per point after the start, oldest first.
    pub points: Vec<(NaiveDate, Money)>,
    /// Their sum.
    pub total: Money,
    /// How it came about.
    pub explanation: Explanation,
}

/// Prices the gains after the start.
pub fn realised(gains: &Counterfactual, scenario: &Scenario) -> Benefits {
    let mut values = Cash::of(scenario).mid();
    let after = gains.points.iter().filter(|point| point.day >= gains.start);
    let points: Vec<(NaiveDate, Money)> = after
        .map(|point| {
            values[0] = point.actual - point.expected;
            (point.day, estimate(Cash::benefit(&values), &scenario.currency))
        })
        .collect();
    let total: Total = points.iter().map(|(_, money)| money.total).sum();
    let total = Money::new(total, scenario.currency.clone());
    let formula = format!(
        "Σ gain × {} × {} × (1 − {}) × {} = {} {}",
        values[1],
        values[2],
        values[3],
        values[4],
        total.text(),
        total.currency
    );
    Benefits {
        explanation: Explanation::new("What the measured gain was worth.", formula)
            .covering(gains.explanation.coverage.clone())
            .guard("Realised and estimated benefits never share a bar."),
        points,
        total,
    }
}
