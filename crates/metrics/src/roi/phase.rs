//! Phase: whether a unit or tool is exploring, in transition, or to be efficient; declared by an owner with an end date.
//!
//! Suggested *explore* if tenure < 90 days or weekly use < 40 %; *efficiency* if weekly use ≥ 60 % in each of the last
//! 8 weeks and ε < 1; else *transition*. Inputs: declarations, weekly use, first day, elasticity. Unit: a phase.
//! Guards: a suggestion decides nothing; past its end date a phase is over and that is said; hidden for small groups.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::people::utilisation::Utilisation;
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Rate};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "phase",
    area: "roi",
    name: "Phase",
    unit: "phase",
    formula: "explore if tenure < 90 days or weekly use < 40 %; efficiency if weekly use ≥ 60 % for 8 weeks and ε < 1; else transition",
    practice: "Exploration vs efficiency phase",
    guard: "Declared by an owner with an end date, never extended in silence; no red unit cost while exploring",
    needs: &[Need::People, Need::Kpis],
};

/// Where a unit or tool is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Trying things: unit cost is no fault.
    Explore,
    /// Between the two.
    Transition,
    /// Unit cost counts.
    Efficiency,
}

impl Phase {
    /// `explore`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Explore => "explore",
            Self::Transition => "transition",
            Self::Efficiency => "efficiency",
        }
    }

    /// Whether a rising unit cost may be marked as bad.
    pub fn marks_cost(self) -> bool {
        self != Self::Explore
    }
}

/// Thresholds of the suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct PhaseSettings {
    /// Younger than this is exploring.
    pub tenure_days: u32,
    /// Weekly use below this percentage is exploring.
    pub low_percent: u32,
    /// Weekly use from this percentage may be efficient.
    pub high_percent: u32,
    /// In each of so many weeks (12 at most).
    pub weeks: u32,
}

impl Default for PhaseSettings {
    fn default() -> Self {
        Self {
            tenure_days: 90,
            low_percent: 40,
            high_percent: 60,
            weeks: 8,
        }
    }
}

/// What a phase is declared for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// An organisational unit.
    Unit(String),
    /// A product.
    Tool(String),
}

impl About {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Unit(name) | Self::Tool(name) => name,
        }
    }

    /// `unit` or `tool`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Unit(_) => "unit",
            Self::Tool(_) => "tool",
        }
    }
}

/// A phase that somebody answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// What for.
    pub about: About,
    /// The phase.
    pub phase: Phase,
    /// Who answers for it: a role or unit.
    pub owner: String,
    /// First day, where stated.
    pub from: Option<NaiveDate>,
    /// The day after its last.
    pub until: NaiveDate,
}

impl Declared {
    /// Whether it holds on a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && day < self.until
    }
}

/// The phase declared for something on a day.
pub fn phase_of(declared: &[Declared], about: &About, day: NaiveDate) -> Option<Phase> {
    let of = declared
        .iter()
        .filter(|one| one.about == *about && one.holds(day));
    of.max_by_key(|one| one.from).map(|one| one.phase)
}

/// What is known of a unit or tool.
#[derive(Clone, Debug)]
pub struct Signs {
    /// Which.
    pub about: About,
    /// Its weekly use.
    pub use_of: Utilisation,
    /// Earliest seat or use of its people.
    pub since: Option<NaiveDate>,
    /// How outcome moves with tokens.
    pub elasticity: Option<f64>,
}

/// All phases on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Phases {
    /// One for each unit or tool.
    pub rows: Vec<PhaseRow>,
    /// How it came about.
    pub explanation: Explanation,
}

/// The phase of one unit or tool.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhaseRow {
    /// Which.
    pub about: About,
    /// What holds.
    pub declared: Option<Phase>,
    /// Who answers for it.
    pub owner: String,
    /// End of what was declared last.
    pub until: Option<NaiveDate>,
    /// Whether that end has passed with nothing declared since.
    pub is_over: bool,
    /// What the signs say; `None` where they say nothing.
    pub suggested: Option<Phase>,
    /// Why.
    pub why: String,
}

/// Declared and suggested phases on a day.
pub fn phases(declared: &[Declared], signs: &[Signs], (day, settings): (NaiveDate, PhaseSettings)) -> Phases {
    let without = declared
        .iter()
        .map(|one| &one.about)
        .filter(|about| signs.iter().all(|sign| sign.about != **about));
    let mut named: Vec<&About> = without.collect();
    named.sort();
    named.dedup();
    let unseen = named
        .into_iter()
        .map(|about| (about, (None, "nothing is known of its use".to_owned())));
    let seen = signs
        .iter()
        .map(|sign| (&sign.about, suggested(sign, day, settings)));
    let row = |(about, (suggested, why)): (&About, (Option<Phase>, String))| {
        let begun = declared
            .iter()
            .filter(|one| one.about == *about && one.from.is_none_or(|from| from <= day));
        let last = begun.max_by_key(|one| (one.holds(day), one.until));
        PhaseRow {
            about: about.clone(),
            declared: phase_of(declared, about, day),
            owner: last.map(|one| one.owner.clone()).unwrap_or_default(),
            until: last.map(|one| one.until),
            is_over: last.is_some_and(|one| one.until <= day),
            suggested,
            why,
        }
    };
    let rows: Vec<PhaseRow> = seen.chain(unseen).map(row).collect();
    Phases {
        explanation: explain(&rows, day, settings),
        rows,
    }
}

fn suggested(signs: &Signs, day: NaiveDate, settings: PhaseSettings) -> (Option<Phase>, String) {
    let tenure = signs.since.map(|since| (day - since).num_days());
    if let Some(days) = tenure.filter(|days| *days < i64::from(settings.tenure_days)) {
        return (Some(Phase::Explore), format!("{days} days old"));
    }
    if let Some(hidden) = signs.use_of.hidden {
        return (None, hidden.text());
    }
    let headline = &signs.use_of.headline;
    if let Some(hidden) = headline.hidden() {
        return (None, format!("weekly use {}", hidden.text()));
    }
    let Some(share) = headline.value().and_then(Rate::fraction) else {
        return (None, "weekly use is not known".to_owned());
    };
    let percent = |share: f64| format!("weekly use {} %", crate::figure::percent(share));
    if share < f64::from(settings.low_percent) / 100.0 {
        return (Some(Phase::Explore), percent(share));
    }
    let high = f64::from(settings.high_percent) / 100.0;
    let weeks = signs.use_of.weeks.iter().rev().take(settings.weeks as usize);
    let is_high = weeks.clone().count() == settings.weeks as usize
        && weeks.clone().all(|week| {
            week.rate
                .value()
                .and_then(Rate::fraction)
                .is_some_and(|share| share >= high)
        });
    match signs.elasticity {
        Some(elasticity) if is_high && elasticity < 1.0 => (
            Some(Phase::Efficiency),
            format!("{}, elasticity {elasticity:.2}", percent(share)),
        ),
        None if is_high => (
            Some(Phase::Transition),
            format!("{}; elasticity is not known", percent(share)),
        ),
        _ => (Some(Phase::Transition), percent(share)),
    }
}

fn explain(rows: &[PhaseRow], day: NaiveDate, settings: PhaseSettings) -> Explanation {
    let over: Vec<&str> = rows
        .iter()
        .filter(|row| row.is_over)
        .map(|row| row.about.name())
        .collect();
    let first = rows.iter().find(|row| row.suggested.is_some());
    let formula = first.map_or_else(String::new, |row| {
        format!(
            "{}: {}, since {}",
            row.about.name(),
            row.suggested.map_or("", Phase::text),
            row.why
        )
    });
    Explanation::new(
        "Where each unit and tool is: exploring, in transition, or to be efficient.",
        formula,
    )
    .input("Day", &day)
    .input(
        "Explore below",
        &format!(
            "{} days, or {} % weekly use",
            settings.tenure_days, settings.low_percent
        ),
    )
    .input(
        "Efficiency from",
        &format!(
            "{} % in each of {} weeks, and ε < 1",
            settings.high_percent, settings.weeks
        ),
    )
    .guard("While exploring, a rising unit cost is not marked as bad. A suggestion decides nothing.")
    .note_if(
        !over.is_empty(),
        format!("Past their end date, not extended: {}.", over.join(", ")),
    )
    .note_if(
        rows.iter().all(|row| row.until.is_none()),
        "No phase is declared: `counterfoil phases set FILE` (docs/documents.md).",
    )
}

#[cfg(test)]
mod tests;
