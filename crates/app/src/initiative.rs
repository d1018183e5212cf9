//! Initiatives as the book keeps them, and the sliders that move their assumptions. Draws nothing.

mod sliders;

use std::path::Path;

use chrono::NaiveDate;
use metrics::roi::overlap_ledger::{Claim, Ledger, overlap_ledger};
use metrics::roi::scenario::Scenario;
use metrics::roi::worth::{Worth, worth};
use model::Severity;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use store::Book;

use crate::once::once;
use crate::scope::Scope;
use crate::{Error, Result, owned, scenario, side_file};
pub use sliders::{SLIDERS, Slider, slider_scenario};
pub(crate) use sliders::{input_label, input_name};

/// An initiative as the book keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Initiative {
    /// What it is thought to cost and bring.
    pub scenario: Scenario,
    /// First day.
    #[serde(default, deserialize_with = "a_day")]
    pub start: Option<NaiveDate>,
    /// Team of the same KPI that has no assistant.
    #[serde(default)]
    pub control: String,
}

/// A day, in quotes or without as TOML has it.
fn a_day<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Option<NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a day is written 2026-01-31")]
    enum Day {
        Text(NaiveDate),
        Toml(toml::value::Datetime),
    }
    let day = Option::<Day>::deserialize(from)?;
    let read = |day| match day {
        Day::Text(day) => Ok(day),
        Day::Toml(day) => day.to_string().parse().map_err(D::Error::custom),
    };
    day.map(read).transpose()
}

/// Every initiative of the book, by name.
pub fn initiatives(book: &Book) -> Result<Vec<Initiative>> {
    let names = book.list_json("initiative")?;
    let read = names.iter().map(|name| {
        let json = book.get_json("initiative", name)?.unwrap_or_default();
        serde_json::from_value(json).map_err(|error| {
            Error::asked(
                format!("The initiative {name} cannot be read: {error}"),
                "Set it again from its scenario file.",
            )
        })
    });
    read.collect()
}

/// A scenario file: TOML of a scenario, with `start` and `control` beside it if it is an initiative.
pub fn read_initiative(path: &Path) -> Result<Initiative> {
    let text = side_file::text(path)?;
    let table = |what: String| {
        let what = format!("{}: {what}", path.display());
        Error::asked(what, "See docs/scenario.md for the shape.")
    };
    let whole: toml::Table = side_file::parsed(&text).map_err(table)?;
    let plain = |scenario| Initiative {
        scenario,
        start: None,
        control: String::new(),
    };
    let read = if whole.contains_key("of") {
        plain(
            side_file::parsed::<scenario::Saved>(&text)
                .map_err(table)?
                .scenario,
        )
    } else if whole.contains_key("scenario") {
        side_file::parsed(&text).map_err(table)?
    } else {
        plain(side_file::parsed(&text).map_err(table)?)
    };
    check(path, &text, &read.scenario)?;
    Ok(read)
}

/// Refuses a scenario whose numbers cannot be meant, with the line that says so.
fn check(path: &Path, text: &str, scenario: &Scenario) -> Result<()> {
    let wrong = scenario
        .problems()
        .into_iter()
        .find(|problem| problem.severity == Severity::Error);
    let Some(problem) = wrong else {
        return Ok(());
    };
    let key = problem.place.column.unwrap_or_default();
    let is_of_key = |line: &str| line.split_once('=').is_some_and(|(own, _)| own.trim() == key);
    let row = text
        .lines()
        .position(is_of_key)
        .map_or(String::new(), |row| format!(", line {}", row + 1));
    Err(Error::asked(
        format!(
            "{}{row}: {key}: {}",
            path.display(),
            problem.what.trim_end_matches('.')
        ),
        "docs/scenario.md says what each number is.",
    ))
}

/// Every initiative with its worth, computed once a screen; the one a route is about has the sliders applied.
pub(crate) fn worths<'s>(scope: &'s Scope<'_>) -> Result<&'s [(Initiative, Worth)]> {
    once(&scope.once.worths, || made(scope)).map(Vec::as_slice)
}

fn made(scope: &Scope<'_>) -> Result<Vec<(Initiative, Worth)>> {
    let mut all = initiatives(scope.book)?;
    if let Some(about) = place(scope, &all) {
        moved(scope, &mut all[about])?;
    }
    for initiative in &mut all {
        owned::bill(scope.book, initiative, scope.data)?;
    }
    Ok(all
        .into_iter()
        .map(|one| {
            let worth = worth(&one.scenario);
            (one, worth)
        })
        .collect())
}

/// The saved scenario a route has open, and its sliders.
fn moved(scope: &Scope<'_>, initiative: &mut Initiative) -> Result<()> {
    opened(scope, initiative)?;
    initiative.scenario = slider_scenario(&initiative.scenario, &scope.route.inputs);
    Ok(())
}

/// The scenario of the initiative a route is about as described or saved, whatever its sliders are at.
pub(crate) fn unmoved(scope: &Scope<'_>) -> Result<Option<Scenario>> {
    let mut all = initiatives(scope.book)?;
    let Some(about) = place(scope, &all) else {
        return Ok(None);
    };
    opened(scope, &mut all[about])?;
    Ok(Some(all.swap_remove(about).scenario))
}

/// The saved scenario a route has open.
fn opened(scope: &Scope<'_>, initiative: &mut Initiative) -> Result<()> {
    let name = initiative.scenario.name.clone();
    let inputs = &scope.route.inputs;
    let open = inputs
        .get("scenario")
        .map(|open| scenario::find(scope.book, open))
        .transpose()?
        .flatten();
    if let Some(saved) = open.filter(|saved| saved.of == name) {
        initiative.scenario = saved.scenario;
        initiative.scenario.name = name;
    }
    Ok(())
}

/// Which of them a route is about: the named one, else the first.
fn place(scope: &Scope<'_>, all: &[Initiative]) -> Option<usize> {
    let about = scope.route.item.as_deref();
    let named = all
        .iter()
        .position(|one| Some(one.scenario.name.as_str()) == about);
    named.or_else(|| (!all.is_empty()).then_some(0))
}

/// The initiative a route is about; the first without a word.
pub(crate) fn chosen<'s>(scope: &'s Scope<'_>) -> Result<&'s (Initiative, Worth)> {
    let all = worths(scope)?;
    let about = scope.route.item.as_deref();
    let named = all
        .iter()
        .find(|(one, _)| Some(one.scenario.name.as_str()) == about);
    named.or_else(|| all.first()).ok_or_else(|| {
        Error::asked(
            "There is no initiative in this book",
            "Add one with `counterfoil initiatives set`.",
        )
    })
}

/// Every initiative's claim on its KPI, each hour and each unit counted once.
pub(crate) fn ledger(scope: &Scope<'_>) -> Result<Ledger> {
    let claims = worths(scope)?.iter().map(|(one, _)| {
        let start = one.start.unwrap_or(scope.data.from);
        Claim::of(&one.scenario, start)
    });
    Ok(overlap_ledger(&claims.collect::<Vec<_>>()))
}
