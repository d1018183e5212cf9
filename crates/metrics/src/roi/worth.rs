//! Worth: the ROI of one scenario: flows, NPV, ROI, IRR, payback.
//!
//! `benefit = gain · unit value · attribution · (1 − risk)`, hours `· recapture`; years discounted at their end, the start not
//! (the TEI convention). Inputs: a [`Scenario`]. Unit: its currency. Guards: per initiative, never blended; estimates, not
//! booked money, rounded to minor units; outlined below grade B.

use model::{Money, Problem, Total};
use serde::Serialize;

use super::cash::Cash;
use super::estimate;
use super::evidence::{Grade, grade, is_scenario_tautology};
use super::finance::{self, Irr};
use super::monte_carlo::{Simulation, monte_carlo};
use super::scenario::{Range, Scenario};
use super::tornado::{TornadoBar, tornado};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, figure::percent};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "worth",
    area: "roi",
    name: "ROI of a scenario",
    unit: "currency",
    formula: "NPV = Σ CF_t ÷ (1+d)^t; ROI = (PV benefits − PV costs) ÷ PV costs; IRR; payback",
    practice: "KPI-linked ROI per initiative",
    guard: "An estimate with its evidence grade; outlined below B; tautology check",
    needs: &[Need::Scenario],
};

/// The ROI of one scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Worth {
    /// Name of the initiative.
    pub name: String,
    /// Month 0 (the start), then one per month.
    pub flows: Vec<Flow>,
    /// Benefits at present value.
    pub benefits: Money,
    /// Costs at present value.
    pub costs: Money,
    /// Benefits minus costs.
    pub npv: Money,
    /// `(benefits − costs) ÷ costs`; `None` without costs.
    pub roi: Option<f64>,
    /// Internal rate of return per year.
    pub irr: Irr,
    /// Months until the undiscounted flows have paid back, interpolated; `None` if not within the horizon.
    pub payback_months: Option<f64>,
    /// Inputs by how much they move the NPV.
    pub tornado: Vec<TornadoBar>,
    /// The range.
    pub simulation: Simulation,
    /// The weaker of the stated grade and what the inputs allow.
    pub grade: Grade,
    /// What is odd in the inputs.
    pub problems: Vec<Problem>,
    /// `P10 to P90: −4,000 to 21,000 EUR; 83 % of draws are above zero`.
    pub finding: String,
    /// How it came about.
    pub explanation: Explanation,
}

/// One month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flow {
    /// 0 is the start.
    pub month: u32,
    /// Benefit of the month.
    pub benefit: Money,
    /// Cost of the month.
    pub cost: Money,
    /// Undiscounted sum of benefits minus costs up to here.
    pub cumulative: Money,
}

/// The ROI of a scenario.
pub fn worth(scenario: &Scenario) -> Worth {
    let cash = Cash::of(scenario);
    let mid = cash.mid();
    let present = cash.present(&mid);
    let money = |value| estimate(value, &scenario.currency);
    let (benefits, costs) = (money(present.benefits), money(present.costs));
    let npv = Money::new(Total(benefits.total.0 - costs.total.0), scenario.currency.clone());
    let simulation = monte_carlo(scenario);
    let (flows, nets) = flows(&cash, &mid, scenario);
    let result = Worth {
        name: scenario.name.clone(),
        flows,
        npv,
        roi: finance::roi(present.benefits, present.costs),
        irr: finance::irr(&cash.yearly(&mid)),
        payback_months: finance::payback(&nets),
        tornado: tornado(scenario),
        grade: grade(scenario),
        problems: scenario.problems(),
        finding: finding(&simulation),
        explanation: Explanation::default(),
        benefits,
        costs,
        simulation,
    };
    Worth {
        explanation: explain(scenario, &result),
        ..result
    }
}

/// Shown flows and the net amounts behind them, month by month.
fn flows(cash: &Cash, values: &[f64], scenario: &Scenario) -> (Vec<Flow>, Vec<f64>) {
    let (benefit, (once, monthly)) = (Cash::benefit(values), Cash::costs(values));
    let start = std::iter::once((0.0, once));
    let months = cash.ramp.iter().map(|part| (benefit * part, monthly));
    let pairs: Vec<(f64, f64)> = start.chain(months).collect();
    let money = |value| estimate(value, &scenario.currency);
    let mut cumulative = 0.0;
    let flow = |(month, (benefit, cost)): (u32, &(f64, f64))| {
        cumulative += benefit - cost;
        Flow {
            month,
            benefit: money(*benefit),
            cost: money(*cost),
            cumulative: money(cumulative),
        }
    };
    let flows = (0..).zip(&pairs).map(flow).collect();
    (
        flows,
        pairs.iter().map(|(benefit, cost)| benefit - cost).collect(),
    )
}

fn finding(simulation: &Simulation) -> String {
    format!(
        "P10 to P90: {} to {} {}; {} % of draws are above zero",
        simulation.p10.text(),
        simulation.p90.text(),
        simulation.p50.currency,
        percent(simulation.chance_positive)
    )
}

fn explain(scenario: &Scenario, worth: &Worth) -> Explanation {
    let benefit = &scenario.benefit;
    let formula = format!(
        "NPV = {} benefits − {} costs = {} {} at present value",
        worth.benefits.text(),
        worth.costs.text(),
        worth.npv.text(),
        scenario.currency
    );
    let irr = match worth.irr {
        Irr::One(rate) => format!("{} % a year", percent(rate)),
        Irr::None => "none".to_owned(),
        Irr::Multiple => "multiple, so none is meaningful".to_owned(),
    };
    let mut explanation = Explanation::new(
        format!(
            "What “{}” is worth over {} months.",
            scenario.name, scenario.horizon_months
        ),
        formula,
    );
    for input in Cash::of(scenario).inputs {
        let Range { low, mid, high } = input.range;
        explanation = explanation.input(input.name, &format!("{mid} ({low} to {high})"));
    }
    explanation
        .input("IRR", &irr)
        .input("seed", &scenario.seed)
        .ratio(&worth.benefits.text(), &worth.costs.text())
        .covering(format!(
            "KPI {} {}, evidence {}",
            benefit.kpi,
            benefit.team,
            worth.grade.text()
        ))
        .guard("An estimate, not booked money: computed with floats and rounded to minor units.")
        .guard("Per initiative, never blended; inputs are drawn independently.")
        .note_if(
            !scenario.flexibility.is_empty(),
            format!("Listed, not priced: {}.", scenario.flexibility.join(", ")),
        )
        .note_if(
            is_scenario_tautology(scenario),
            "A ratio of assumed rates: nothing measured is left in it.",
        )
        .note_if(
            worth.grade > scenario.evidence.grade,
            "The stated grade is better than the source of the gain allows.",
        )
        .note_if(!worth.grade.is_filled(), "Below grade B: drawn as an outline.")
        .note_if(
            benefit.is_hours && (benefit.recapture.mid - 0.5).abs() < 1e-9,
            "Recapture of 50 % is Forrester's house value, not a measurement.",
        )
}
