//! Results about outcomes: what tokens came with, and how people go about it; teams only.

use metrics::people::suppression::Hidden;
use metrics::roi::decoupling::{Alarm, Link, TeamQuarter, team_name};
use serde_json::{Value, json};

use super::Made;
use crate::scope::Scope;
use crate::{Result, outcomes};

pub(super) fn decoupled(scope: &Scope<'_>) -> Result<Made> {
    let made = outcomes::decoupled(scope)?;
    let finding = made.finding.clone();
    Ok(Made::new(made.links.iter().map(link), made.explanation).with("finding", finding))
}

fn link(link: &Link) -> Value {
    json!({
        "team": team_name(&link.team),
        "kpi": link.kpi,
        "unit": link.unit,
        "declared_by_initiative": link.is_declared,
        "elasticity": link.elasticity,
        "quarters": link.quarters.iter().map(quarter).collect::<Vec<_>>(),
        "alarm": link.alarm.as_ref().map(alarm),
    })
}

fn quarter(quarter: &TeamQuarter) -> Value {
    json!({"from": quarter.period.from, "to": quarter.period.to, "tokens": quarter.tokens.map(|tokens| tokens.to_string()),
           "outcome": quarter.outcome, "elasticity": quarter.elasticity, "hidden": quarter.hidden.map(Hidden::text)})
}

fn alarm(alarm: &Alarm) -> Value {
    json!({"spearman_before": alarm.before, "spearman_after": alarm.after, "months_before": alarm.months.0,
           "months_after": alarm.months.1, "raised": alarm.is_raised})
}
