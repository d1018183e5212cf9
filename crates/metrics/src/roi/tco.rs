//! Total cost of ownership: what an initiative costs, kind by kind, and what of it was billed.
//!
//! `TCO = tokens + seats + infrastructure + integration + training + change + review + dip`, at present value over the
//! horizon. Inputs: a scenario, and what the book says was billed under each cost's own filter. Unit: its currency.
//! Guards: what was billed stands beside the estimate, never in it; kinds that are not stated are named, not zero.

use chrono::NaiveDate;
use model::{Money, Total};
use serde::Serialize;

use super::cash::Cash;
use super::estimate;
use super::evidence::Source;
use super::scenario::{Cost, CostKind, Scenario};
use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "tco",
    area: "roi",
    name: "Total cost of ownership",
    unit: "currency",
    formula: "Σ over kinds of once + Σ monthly ÷ (1+d)^year",
    practice: "KPI-linked ROI per initiative",
    guard: "Billed and estimated stand apart; kinds not stated are named",
    needs: &[Need::Scenario],
};

/// What was billed of one cost: first days of complete months with their money.
pub type Billed = Vec<(NaiveDate, Money)>;

/// One cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostLine {
    /// Which kind.
    pub kind: CostKind,
    /// Where the figure comes from.
    pub source: Source,
    /// At the start, at its middle.
    pub once: Money,
    /// A month, at its middle.
    pub monthly: Money,
    /// Low, middle and high at present value over the horizon.
    pub present: [Money; 3],
    /// Part of the whole, of the middles.
    pub share: f64,
    /// What was billed in complete months, and how many they are; none where the cost has no filter.
    pub billed: Option<(Money, usize)>,
}

/// Every cost of an initiative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tco {
    /// As the scenario states them.
    pub lines: Vec<CostLine>,
    /// All of it at present value.
    pub total: Money,
    /// Kinds that the scenario does not state.
    pub missing: Vec<CostKind>,
    /// How it came about.
    pub explanation: Explanation,
}

/// The costs of a scenario; `billed` has an entry for each of them, empty where there is no filter.
pub fn tco(scenario: &Scenario, billed: &[Billed]) -> Tco {
    let cash = Cash::of(scenario);
    let rate = scenario.discount_rate.mid;
    let annuity = cash.annuity(rate);
    let value = |once: f64, monthly: f64| once + monthly * annuity;
    let whole: f64 = scenario
        .costs
        .iter()
        .map(|cost| value(cost.once.mid, cost.monthly.mid))
        .sum();
    let money = |value| estimate(value, &scenario.currency);
    let line = |(at, cost): (usize, &Cost)| {
        let (once, monthly) = (cost.once, cost.monthly);
        let middle = value(once.mid, monthly.mid);
        CostLine {
            kind: cost.kind,
            source: cost.source,
            once: money(once.mid),
            monthly: money(monthly.mid),
            present: [
                value(once.low, monthly.low),
                middle,
                value(once.high, monthly.high),
            ]
            .map(money),
            share: if whole == 0.0 { 0.0 } else { middle / whole },
            billed: billed
                .get(at)
                .filter(|months| !months.is_empty())
                .map(|months| sum(months, scenario)),
        }
    };
    let lines: Vec<CostLine> = scenario.costs.iter().enumerate().map(line).collect();
    let missing = missing(scenario);
    let total = money(whole);
    Tco {
        explanation: explain(scenario, &lines, &total),
        lines,
        total,
        missing,
    }
}

fn sum(months: &Billed, scenario: &Scenario) -> (Money, usize) {
    let total: Total = months.iter().map(|(_, money)| money.total).sum();
    (Money::new(total, scenario.currency.clone()), months.len())
}

fn missing(scenario: &Scenario) -> Vec<CostKind> {
    let is_stated = |kind: &CostKind| scenario.costs.iter().any(|cost| cost.kind == *kind);
    CostKind::ALL
        .iter()
        .copied()
        .filter(|kind| !is_stated(kind))
        .collect()
}

fn explain(scenario: &Scenario, lines: &[CostLine], total: &Money) -> Explanation {
    let parts: Vec<String> = lines.iter().map(|line| line.present[1].text()).collect();
    let formula = if parts.is_empty() {
        "nothing stated".to_owned()
    } else {
        parts.join(" + ")
    };
    let missing: Vec<&str> = missing(scenario).into_iter().map(CostKind::label).collect();
    let has_dip = scenario.costs.iter().any(|cost| cost.kind == CostKind::Dip);
    Explanation::new(
        format!(
            "What “{}” costs in all over {} months.",
            scenario.name, scenario.horizon_months
        ),
        format!("{formula} = {} {} at present value", total.text(), total.currency),
    )
    .input("discount rate", &scenario.discount_rate.mid)
    .guard("What was billed stands beside the estimate and is never added to it.")
    .note_if(
        !missing.is_empty(),
        format!("Not stated, so not counted: {}.", missing.join(", ")),
    )
    .note_if(
        has_dip,
        "The dip while people learn is a placeholder input, not a measurement.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::day;

    fn scenario() -> Scenario {
        toml::from_str(
            "name = \"x\"\ncurrency = \"EUR\"\ndiscount-rate = 0.1\nhorizon-months = 12\n[benefit]\nkpi = \"k\"\ngain = 1\nunit-value = 1\n\
             [[costs]]\nkind = \"tokens\"\nmonthly = [90, 110, 130]\nsource = \"measured\"\n[[costs]]\nkind = \"dip\"\nonce = 1000",
        )
        .expect("a scenario")
    }

    #[test]
    fn kinds_add_up_at_present_value_and_those_not_stated_are_named() {
        let euro = |value: f64| estimate(value, &scenario().currency);
        let paid = vec![(day("2026-01-01"), euro(100.0)), (day("2026-02-01"), euro(80.5))];
        let result = tco(&scenario(), &[paid, Vec::new()]);
        // A year of 110 a month, discounted once: 1320 / 1.1 = 1200; 1000 at the start.
        assert_eq!(result.total, euro(2200.0));
        assert_eq!(
            result.lines[0].present,
            [90.0, 110.0, 130.0].map(|monthly| euro(monthly * 12.0 / 1.1))
        );
        assert!((result.lines[0].share - 1200.0 / 2200.0).abs() < 1e-12);
        assert_eq!(result.lines[0].billed, Some((euro(180.5), 2)));
        assert_eq!(result.lines[1].billed, None, "nothing looked at is not zero");
        assert_eq!(result.missing.len(), 6);
        assert!(
            result
                .explanation
                .notes
                .iter()
                .any(|note| note.contains("placeholder"))
        );
    }
}
