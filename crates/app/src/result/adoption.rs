//! Results about adoption over time and across teams and tools: groups only, each cell through suppression.

use metrics::people::bands;
use metrics::people::suppression::Shown;
use serde_json::{Map, Value, json};

use super::Made;
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
        .with("outside", json!(made.outside))
        .with("gameable", made.preset == bands::Preset::Volume);
    Ok(made_with)
}

/// A count, or the words in place of it under `hidden`.
fn people(shown: &Shown<u32>) -> Value {
    match shown {
        Shown::Value(people) => json!(people),
        Shown::Hidden(why) => Value::Object(Map::from_iter([("hidden".to_owned(), why.text().into())])),
    }
}
