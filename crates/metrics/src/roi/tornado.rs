//! Tornado: which input moves the NPV most.
//!
//! One input at a time at its low and its high, all others at mid; sorted by `|NPV(high) − NPV(low)|`.
//! Inputs: a scenario. Unit: its currency. Guards: inputs without a range are left out.

use model::Money;
use serde::Serialize;

use super::cash::Cash;
use super::estimate;
use super::scenario::Scenario;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "tornado",
    area: "roi",
    name: "Tornado",
    unit: "currency",
    formula: "NPV(low), NPV(high), one input at a time, by |ΔNPV|",
    practice: "Anxious investment without measurement",
    guard: "Inputs without a range are left out",
    needs: &[Need::Scenario],
};

/// One input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TornadoBar {
    /// Its name: `Gain`, `Tokens monthly`.
    pub input: String,
    /// Its low and high as text.
    pub range: (String, String),
    /// NPV at the low.
    pub at_low: Money,
    /// NPV at the high.
    pub at_high: Money,
}

/// Inputs with a range, the one that moves the NPV most first.
pub fn tornado(scenario: &Scenario) -> Vec<TornadoBar> {
    let cash = Cash::of(scenario);
    let mid = cash.mid();
    let npv_with = |at: usize, value: f64| {
        let mut values = mid.clone();
        values[at] = value;
        cash.npv(&values)
    };
    let ranged = cash
        .inputs
        .iter()
        .enumerate()
        .filter(|(_, input)| input.range.low < input.range.high);
    let mut bars: Vec<(f64, TornadoBar)> = ranged
        .map(|(at, input)| {
            let (low, high) = (npv_with(at, input.range.low), npv_with(at, input.range.high));
            let bar = TornadoBar {
                input: input.name.clone(),
                range: (input.range.low.to_string(), input.range.high.to_string()),
                at_low: estimate(low, &scenario.currency),
                at_high: estimate(high, &scenario.currency),
            };
            ((high - low).abs(), bar)
        })
        .collect();
    bars.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    bars.into_iter().map(|(_, bar)| bar).collect()
}
