//! Results of what people keep beside the figures, of phases and of the value premium; teams only.

use metrics::people::diagnosis::Placed;
use metrics::people::suppression::Shown;
use metrics::roi::opportunities::Row;
use metrics::roi::phase::PhaseRow;
use metrics::roi::value_premium::PanelPremium;
use serde_json::{Map, json};

use super::{Made, shown_count};
use crate::scope::Scope;
use crate::{Result, panels, phases, registers};

pub(super) fn opportunities(scope: &Scope<'_>) -> Result<Made> {
    let made = registers::register(scope)?;
    let row = |row: &Row| {
        json!({"item": row.item, "priority": row.priority, "realisation": row.realisation, "cycle_days": row.cycle, "reuse": row.reuse,
               "hours_a_month": row.hours_a_month, "review": row.review})
    };
    Ok(Made::new(made.rows.iter().map(row), made.explanation.clone()))
}

pub(super) fn rubric(scope: &Scope<'_>) -> Result<Made> {
    let made = registers::levels(scope)?;
    let rows = made.teams.iter().map(|cell| match &cell.shown {
        Shown::Value(team) => {
            json!({"team": cell.keys[0], "people": team.people, "levels": team.levels.iter().map(shown_count).collect::<Vec<_>>(), "gap_sum": team.gap_sum,
                   "slope_a_quarter": team.slope, "judged_twice": shown_count(&team.judged_twice)})
        }
        Shown::Hidden(why) => json!({"team": cell.keys[0], "hidden": why.text()}),
    });
    let delta = made
        .self_less_manager
        .map(|(mean, people)| json!({"mean": mean, "people": people}));
    let agreement = json!(made.agreement);
    Ok(Made::new(rows.collect::<Vec<_>>(), made.explanation)
        .with("agreement", agreement)
        .with("self_less_manager", json!(delta)))
}

pub(super) fn diagnosis(scope: &Scope<'_>) -> Result<Made> {
    let made = registers::diagnosed(scope)?;
    let rows = made.teams.iter().map(|cell| match &cell.shown {
        Shown::Value(team) => {
            let named = Placed::ALL
                .iter()
                .zip(&team.placed)
                .map(|(placed, count)| (placed.text().to_owned(), shown_count(count)));
            json!({"team": cell.keys[0], "people": team.people, "placed": named.collect::<Map<_, _>>()})
        }
        Shown::Hidden(why) => json!({"team": cell.keys[0], "hidden": why.text()}),
    });
    Ok(Made::new(rows.collect::<Vec<_>>(), made.explanation).with("expired_items", made.expired))
}

pub(super) fn phase(scope: &Scope<'_>) -> Result<Made> {
    let made = phases::of(scope)?;
    let row = |row: &PhaseRow| {
        json!({"of": row.about.kind(), "name": row.about.name(), "declared": row.declared, "owner": row.owner, "until": row.until,
               "past_end": row.is_over, "suggested": row.suggested, "why": row.why})
    };
    Ok(Made::new(made.rows.iter().map(row), made.explanation.clone()))
}

pub(super) fn premium(scope: &Scope<'_>) -> Result<Made> {
    let made = panels::premium(scope)?;
    let row = |panel: &PanelPremium| {
        json!({"value": panel.value, "reported": panel.is_reported, "from": panel.days.0, "to": panel.days.1, "of": panel.of, "members": panel.members,
               "leavers": panel.leavers, "premium": panel.premium, "refused": panel.refused})
    };
    Ok(Made::new(made.panels.iter().map(row), made.explanation.clone()))
}
