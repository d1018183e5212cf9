//! Overlap ledger: one hour or one unit of a KPI pays for one initiative only.
//!
//! Claims on the same KPI, team and days may not add up to more than the whole. Inputs: claims of all initiatives.
//! Unit: fraction claimed. Guards: an empty team is everybody and meets every team.

use model::Period;
use serde::{Deserialize, Serialize};

/// What an initiative counts as its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Name of the initiative.
    pub initiative: String,
    /// Name of the KPI.
    pub kpi: String,
    /// Team; empty is everybody.
    pub team: String,
    /// Days.
    pub period: Period,
    /// Part of the gain claimed: the attribution.
    pub share: f64,
}

/// Claims that add up to more than the whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OverClaim {
    /// The KPI.
    pub kpi: String,
    /// Who claims it.
    pub initiatives: Vec<String>,
    /// The sum of what they claim.
    pub claimed: f64,
    /// `“Tickets” is claimed to 150 % by A and B`.
    pub what: String,
}
