//! Worth: the ROI of one scenario: flows, NPV, ROI, IRR, payback.
//!
//! `benefit = gain · unit value · attribution · (1 − risk)`, hours `· recapture`; years discounted at their end, the start not
//! (the TEI convention). Inputs: a [`Scenario`](super::scenario::Scenario). Unit: its currency. Guards: per initiative, never blended; estimates, not
//! booked money, rounded to minor units; outlined below grade B.

use model::{Money, Problem};
use serde::Serialize;

use super::evidence::Grade;
use super::finance::Irr;
use super::monte_carlo::Simulation;
use super::tornado::TornadoBar;
use crate::Explanation;

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
