//! Overlap ledger: one hour or one unit of a KPI pays for one initiative only.
//!
//! Claims on the same KPI, team and days may not add up to more than the whole. Inputs: claims of all initiatives.
//! Unit: fraction claimed. Guards: an empty team is everybody and meets every team.

use model::Period;
use serde::{Deserialize, Serialize};

use crate::figure::percent;

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

/// Every KPI that is claimed to more than the whole on some day.
pub fn over_claims(claims: &[Claim]) -> Vec<OverClaim> {
    let mut found: Vec<OverClaim> = Vec::new();
    for claim in claims {
        // The sum of overlapping claims is largest where one of them starts.
        let here = || claims.iter().filter(|other| meets(claim, other));
        let claimed: f64 = here().map(|other| other.share).sum();
        let mut initiatives: Vec<String> = here().map(|other| other.initiative.clone()).collect();
        initiatives.sort();
        initiatives.dedup();
        let is_known = found
            .iter()
            .any(|old| old.kpi == claim.kpi && old.initiatives == initiatives);
        if claimed > 1.0 + 1e-9 && initiatives.len() > 1 && !is_known {
            found.push(OverClaim {
                what: format!(
                    "“{}” is claimed to {} % by {}",
                    claim.kpi,
                    percent(claimed),
                    initiatives.join(", ")
                ),
                kpi: claim.kpi.clone(),
                initiatives,
                claimed,
            });
        }
    }
    found
}

/// Whether `other` claims the same on the first day of `claim`.
fn meets(claim: &Claim, other: &Claim) -> bool {
    let is_same_team = claim.team == other.team || claim.team.is_empty() || other.team.is_empty();
    claim.kpi == other.kpi && is_same_team && other.period.contains(claim.period.from)
}
