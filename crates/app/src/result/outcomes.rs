//! Results about outcomes: what tokens came with, and how people go about it; teams only.

use metrics::people::review_flags::{Flag, TeamFlags, Told};
use metrics::people::suppression::{Hidden, Shown, ShownCell};
use metrics::people::team_ranking::Ranked;
use metrics::roi::decoupling::{Alarm, Link, TeamQuarter, team_name};
use serde_json::{Value, json};

use super::{Made, shown_count};
use crate::scope::Scope;
use crate::{Result, outcomes};

pub(super) fn decoupled(scope: &Scope<'_>) -> Result<Made> {
    let made = outcomes::decoupled(scope)?;
    let finding = made.finding.clone();
    Ok(Made::new(made.links.iter().map(link), made.explanation.clone()).with("finding", finding))
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

pub(super) fn reviewed(scope: &Scope<'_>) -> Result<Made> {
    let made = outcomes::review(scope)?;
    let told = |told: &Told| {
        let raised = told.why_not.is_none().then(|| shown_count(&told.raised));
        json!({"flag": told.flag.id(), "what": told.flag.text(), "raised": raised, "of": shown_count(&told.people), "not_told": told.why_not})
    };
    let teams: Vec<Value> = made.teams.iter().map(team_flags).collect();
    let asked = json!({"people": shown_count(&made.asked_about), "of": shown_count(&made.people)});
    Ok(Made::new(made.flags.iter().map(told), made.explanation.clone())
        .with("asked_about", asked)
        .with("teams", teams))
}

fn team_flags(cell: &ShownCell<TeamFlags>) -> Value {
    match &cell.shown {
        Shown::Value(team) => {
            let flags: serde_json::Map<String, Value> = Flag::ALL
                .iter()
                .map(|flag| (flag.id().to_owned(), shown_count(&team.raised[*flag as usize])))
                .collect();
            json!({"team": cell.keys[0], "people": team.people, "asked_about": shown_count(&team.asked_about), "flags": flags})
        }
        Shown::Hidden(why) => json!({"team": cell.keys[0], "hidden": why.text()}),
    }
}

pub(super) fn ranked(scope: &Scope<'_>) -> Result<Made> {
    let made = outcomes::ranking(scope)?;
    if !made.is_on {
        return Ok(Made::new([json!({"on": false})], made.explanation));
    }
    let hidden: Vec<Value> = made
        .hidden
        .iter()
        .map(|(team, why)| json!({"team": team, "hidden": why.text()}))
        .collect();
    let finding = made.finding.clone();
    Ok(Made::new(made.ranked.iter().map(rank), made.explanation)
        .with("by", json!(made.by))
        .with("hidden", hidden)
        .with("finding", finding))
}

fn rank(team: &Ranked) -> Value {
    json!({"team": team.team, "people": team.people, "numerator": team.numerator, "denominator": team.denominator,
           "rank": team.rank, "rank_low": team.low, "rank_high": team.high, "group": team.group})
}
