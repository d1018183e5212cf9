//! Results about adoption over time and across teams and tools: groups only, each cell through suppression.

use metrics::Rate;
use metrics::people::suppression::{Shown, ShownCell};
use metrics::people::{adoption_grid, bands, cohorts, regularity, streaks};
use serde_json::{Value, json};

use super::{Made, in_place, shown_count as people, shown_rate};
use crate::Result;
use crate::adoption;
use crate::scope::Scope;

pub(super) fn banded(scope: &Scope<'_>) -> Result<Made> {
    let made = bands::bands(
        scope.people()?,
        scope.person_days()?,
        adoption::look(scope),
        &scope.settings,
    );
    let heads: Vec<&str> = made.names.iter().copied().chain(["unknown"]).collect();
    let row = |team: Option<&String>, parts: &[Shown<u32>], all: &Shown<u32>| {
        let bands = heads
            .iter()
            .zip(parts)
            .map(|(name, part)| ((*name).to_owned(), people(part)));
        json!({"team": team, "bands": Value::Object(bands.collect()), "all": people(all)})
    };
    let table = &made.table;
    let teams = made.teams.iter().zip(&table.cells).zip(&table.rows);
    let teams = teams.map(|((team, parts), all)| row(Some(team), parts, all));
    let whole = row(None, &table.columns, &table.total);
    let rows: Vec<Value> = [whole].into_iter().chain(teams).collect();
    let [lower, higher] = made.moved.each_ref().map(people);
    let made_with = Made::new(rows, made.explanation)
        .with("preset", made.preset.id())
        .with("bands", json!(made.names))
        .with(
            "sensitivity",
            json!({"10-percent-lower": lower, "10-percent-higher": higher}),
        )
        .with("kept_up", people(&made.kept_up))
        .with("outside", in_place(&made.outside, |outside| json!(outside)))
        .with("gameable", made.preset == bands::Preset::Volume);
    Ok(made_with)
}

pub(super) fn streaked(scope: &Scope<'_>) -> Result<Made> {
    let made = streaks::streaks(
        scope.people()?,
        scope.person_days()?,
        scope.people_window(),
        &scope.settings,
    );
    let team = |team: &ShownCell<Rate>| json!({"team": team.keys.first(), "share": shown_rate(&team.shown)});
    let whole = json!({"team": null, "share": shown_rate(&made.share)});
    let rows: Vec<Value> = [whole].into_iter().chain(made.teams.iter().map(team)).collect();
    Ok(Made::new(rows, made.explanation).with("outside", in_place(&made.outside, |outside| json!(outside))))
}

pub(super) fn cohorted(scope: &Scope<'_>) -> Result<Made> {
    let until = scope.people_window().to;
    let made = cohorts::cohorts(
        scope.people()?,
        scope.person_days()?,
        until,
        scope.settings.privacy,
    );
    let row = |cohort: &cohorts::Cohort| {
        let weeks = cohorts::AFTER.iter().zip(&cohort.weeks);
        let weeks = weeks.map(|(after, cell)| {
            (
                format!("week-{after}"),
                cell.as_ref().map_or(Value::Null, shown_rate),
            )
        });
        json!({"month": cohort.month, "people": people(&cohort.people), "retention": Value::Object(weeks.collect())})
    };
    let rows: Vec<Value> = [&made.all].into_iter().chain(&made.cohorts).map(row).collect();
    let weeks_to_habit = made.weeks_to_habit.as_ref().map_or(Value::Null, people);
    Ok(Made::new(rows, made.explanation)
        .with("habit", shown_rate(&made.habit))
        .with("median_weeks_to_habit", weeks_to_habit)
        .with("returned", shown_rate(&made.returned)))
}

pub(super) fn gridded(scope: &Scope<'_>) -> Result<Made> {
    let made = adoption_grid::adoption_grid(
        scope.people()?,
        scope.person_days()?,
        scope.people_window(),
        &scope.settings,
    );
    let row = |team: Option<&String>, cells: &[Shown<Rate>]| -> Vec<Value> {
        let cells = made.tools.iter().zip(cells);
        cells
            .map(|(tool, cell)| json!({"team": team, "tool": tool, "adoption": shown_rate(cell)}))
            .collect()
    };
    let teams = made
        .teams
        .iter()
        .zip(&made.cells)
        .flat_map(|(team, cells)| row(Some(team), cells));
    let rows: Vec<Value> = row(None, &made.all).into_iter().chain(teams).collect();
    Ok(Made::new(rows, made.explanation.clone())
        .with("outside", in_place(&made.outside, |outside| json!(outside))))
}

pub(super) fn regular(scope: &Scope<'_>) -> Result<Made> {
    let made = regularity::regularity(
        scope.people()?,
        scope.person_days()?,
        scope.people_history(),
        scope.settings.privacy,
    );
    let row = |day: &regularity::DayUse| {
        let active = day.active.as_ref().map_or(Value::Null, people);
        json!({"day": day.day, "active": active, "watched": people(&day.watched)})
    };
    let rows: Vec<Value> = made.days.iter().map(row).collect();
    Ok(Made::new(rows, made.explanation)
        .with("median_by_weekday", json!(made.weekdays))
        .with("finding", made.finding))
}
