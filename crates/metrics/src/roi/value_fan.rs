//! Value over time: what an initiative may have come to after each month, as P10, P50 and P90 of the simulation.
//!
//! `value_m = −costs once + Σ_{t≤m} (benefit_t − cost_t) ÷ (1+d)^year(t)`, the draws of the simulation with its seed.
//! Inputs: a scenario. Unit: its currency. Guards: its last point is the NPV of the simulation, draw by draw.

use model::Money;
use serde::Serialize;

use super::cash::Cash;
use super::estimate;
use super::monte_carlo::{DRAWS, each_draw};
use super::scenario::Scenario;
use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "value-fan",
    area: "roi",
    name: "Value over time",
    unit: "currency",
    formula: "P10, P50, P90 of −once + Σ (benefit − cost) ÷ (1+d)^year, month by month",
    practice: "Anxious investment without measurement",
    guard: "The seed and draws of the simulation; the last point is its NPV",
    needs: &[Need::Scenario],
};

/// What it may have come to by the end of a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FanPoint {
    /// 0 is the start.
    pub month: u32,
    /// One in ten is below.
    pub p10: Money,
    /// Half are below.
    pub p50: Money,
    /// Nine in ten are below.
    pub p90: Money,
}

/// The value month by month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueFan {
    /// From the start on.
    pub points: Vec<FanPoint>,
    /// First month whose middle is not below zero, if it ever was.
    pub even: Option<u32>,
    /// How it came about.
    pub explanation: Explanation,
}

/// Most points; a longer horizon is shown in larger steps.
const MOST: usize = 60;

/// The range of the value after each month.
pub fn value_fan(scenario: &Scenario) -> ValueFan {
    let cash = Cash::of(scenario);
    let step = cash.ramp.len().div_ceil(MOST).max(1);
    let last = cash.ramp.len();
    let months: Vec<usize> = (0..=last)
        .filter(|month| month % step == 0 || *month == last)
        .collect();
    let mut values: Vec<Vec<f64>> = vec![Vec::with_capacity(DRAWS as usize); months.len()];
    each_draw(scenario, &cash, |inputs| {
        let sums = cash.cumulative(inputs);
        for (column, month) in values.iter_mut().zip(&months) {
            column.push(sums[*month]);
        }
    });
    let points: Vec<FanPoint> = months
        .iter()
        .zip(&mut values)
        .map(|(month, draws)| point(*month as u32, draws, scenario))
        .collect();
    let below = points.iter().rposition(|point| point.p50.total.0 < 0);
    let even = below.and_then(|at| points.get(at + 1)).map(|point| point.month);
    ValueFan {
        explanation: explain(scenario, points.last()),
        points,
        even,
    }
}

fn point(month: u32, draws: &mut [f64], scenario: &Scenario) -> FanPoint {
    let mut at = |part: usize| {
        let place = (draws.len() - 1) * part / 10;
        let (_, value, _) = draws.select_nth_unstable_by(place, f64::total_cmp);
        estimate(*value, &scenario.currency)
    };
    FanPoint {
        month,
        p10: at(1),
        p50: at(5),
        p90: at(9),
    }
}

fn explain(scenario: &Scenario, last: Option<&FanPoint>) -> Explanation {
    let said = last.map_or_else(String::new, |point| {
        let (p10, p50, p90) = (point.p10.text(), point.p50.text(), point.p90.text());
        format!(
            "after {} months P10 {p10}, P50 {p50}, P90 {p90} {}",
            point.month, scenario.currency
        )
    });
    Explanation::new(
        format!("What “{}” may have come to by each month.", scenario.name),
        format!("−once + Σ (benefit − cost) ÷ (1+d)^year: {said}"),
    )
    .input("draws", &DRAWS)
    .input("seed", &scenario.seed)
    .guard("Discounted, so its end is the NPV of the simulation; inputs are drawn independently.")
}
