//! Access, skill or will: which question to ask a team, and never a verdict on a person.
//!
//! Three axes from 0 to 100, each the mean of its evidence; fewer than two items, or use alone, is *not enough
//! evidence*. Cut at 50, access first: no access → fix it; low skill, high will → teach; high skill, low will →
//! relevance and trust; both low → pair; both high → champion. Inputs: dated items of evidence. Unit: people of a team.
//! Guards: use alone places nobody; evidence older than 90 days has expired; shares of teams only, shown by
//! the rule of `people/suppression.rs`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::suppression::{Privacy, Shown, ShownCell};
use super::table::{Totals, suppress_table};
use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "diagnosis",
    area: "people",
    name: "Access, skill or will",
    unit: "people",
    formula: "each axis = mean of ≥ 2 items, cut at 50; access first, then skill and will",
    practice: "Skill or will",
    guard: "Use alone places nobody; evidence expires after 90 days; team shares only",
    needs: &[Need::Register],
};

/// Days after which evidence has expired.
const EXPIRY_DAYS: i64 = 90;
const CUT: f64 = 50.0;
const NEEDED: usize = 2;

/// What an item is evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// Access: holds a seat.
    Seat,
    /// Access: may use it.
    Permission,
    /// Access: an approved use case.
    UseCase,
    /// Access: the work suits it.
    WorkloadFit,
    /// Skill: level of the rubric.
    Rubric,
    /// Skill: training done.
    Training,
    /// Skill: rate of success or rework.
    Success,
    /// Skill: kinds of task; seen in use.
    Breadth,
    /// Will: said in a survey.
    Survey,
    /// Will: use in weeks without a prompt; seen in use.
    VoluntaryUse,
    /// Will: trust stated.
    Trust,
}

impl Sign {
    fn axis(self) -> usize {
        match self {
            Self::Seat | Self::Permission | Self::UseCase | Self::WorkloadFit => 0,
            Self::Rubric | Self::Training | Self::Success | Self::Breadth => 1,
            Self::Survey | Self::VoluntaryUse | Self::Trust => 2,
        }
    }

    /// Whether it is read off use.
    pub fn is_use(self) -> bool {
        matches!(self, Self::Breadth | Self::VoluntaryUse)
    }
}

/// One item of evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Person number in the book.
    pub person: i64,
    /// Team.
    pub team: String,
    /// What it is.
    pub sign: Sign,
    /// 0 to 100.
    pub score: f64,
    /// Day it is of.
    pub day: NaiveDate,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placed {
    /// Fix access.
    NoAccess,
    /// Low skill, high will.
    Teach,
    /// High skill, low will.
    Relevance,
    /// Both low.
    Pair,
    /// Both high.
    Champion,
    /// Not enough evidence.
    NotEnough,
}

impl Placed {
    /// Every one, in order.
    pub const ALL: [Self; 6] = [
        Self::NoAccess,
        Self::Teach,
        Self::Relevance,
        Self::Pair,
        Self::Champion,
        Self::NotEnough,
    ];

    /// What to ask or do.
    pub fn text(self) -> &'static str {
        match self {
            Self::NoAccess => "fix access",
            Self::Teach => "teach",
            Self::Relevance => "relevance and trust",
            Self::Pair => "pair",
            Self::Champion => "champion",
            Self::NotEnough => "not enough evidence",
        }
    }
}

/// Shares of teams.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagnosis {
    /// Per team: where its people are.
    pub teams: Vec<ShownCell<TeamPlaces>>,
    /// Items that have expired.
    pub expired: u32,
    /// How it came about.
    pub explanation: Explanation,
}

/// Where the evidence of a team's people points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamPlaces {
    /// People with any evidence.
    pub people: u32,
    /// People by [`Placed::ALL`].
    pub placed: Vec<Shown<u32>>,
}

/// Where the evidence of one person points on a day.
pub fn place(items: &[&Item], day: NaiveDate) -> Placed {
    let axis = |axis: usize| -> Option<f64> {
        let of: Vec<&&Item> = items
            .iter()
            .filter(|item| item.sign.axis() == axis && is_fresh(item, day))
            .collect();
        let more_than_use = of.iter().any(|item| !item.sign.is_use());
        let mean = of.iter().map(|item| item.score).sum::<f64>() / of.len() as f64;
        (of.len() >= NEEDED && more_than_use).then_some(mean)
    };
    let Some(access) = axis(0) else {
        return Placed::NotEnough;
    };
    if access < CUT {
        return Placed::NoAccess;
    }
    let (Some(skill), Some(will)) = (axis(1), axis(2)) else {
        return Placed::NotEnough;
    };
    match (skill >= CUT, will >= CUT) {
        (false, true) => Placed::Teach,
        (true, false) => Placed::Relevance,
        (false, false) => Placed::Pair,
        (true, true) => Placed::Champion,
    }
}

fn is_fresh(item: &Item, day: NaiveDate) -> bool {
    (0..EXPIRY_DAYS).contains(&(day - item.day).num_days())
}

/// How many people of each team the evidence points where.
pub fn diagnosis(items: &[Item], day: NaiveDate, privacy: Privacy) -> Diagnosis {
    let mut people: BTreeMap<(&str, i64), Vec<&Item>> = BTreeMap::new();
    for item in items {
        people.entry((&item.team, item.person)).or_default().push(item);
    }
    let mut teams: BTreeMap<&str, [u32; 6]> = BTreeMap::new();
    for ((team, _), items) in &people {
        teams.entry(team).or_default()[place(items, day) as usize] += 1;
    }
    let counts: Vec<Vec<u32>> = teams.values().map(|counts| counts.to_vec()).collect();
    let table = suppress_table(&counts, Totals::Unseen, privacy);
    let rows = teams.keys().zip(table.cells).zip(table.rows);
    let cell = |((team, placed), size): ((&&str, Vec<Shown<u32>>), Shown<u32>)| ShownCell {
        keys: vec![(*team).to_owned()],
        shown: size.map(|people| TeamPlaces { people, placed }),
    };
    let teams: Vec<ShownCell<TeamPlaces>> = rows.map(cell).collect();
    let expired = items.iter().filter(|item| !is_fresh(item, day)).count() as u32;
    Diagnosis {
        explanation: explain(&teams, expired, day),
        teams,
        expired,
    }
}

fn explain(teams: &[ShownCell<TeamPlaces>], expired: u32, day: NaiveDate) -> Explanation {
    let words = |team: &TeamPlaces| {
        let named = Placed::ALL.iter().zip(&team.placed);
        let named = named.filter(|(_, count)| **count != Shown::Value(0));
        named
            .map(|(placed, count)| format!("{}: {}", placed.text(), count.text(u32::to_string)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let shown = teams.iter().find_map(|cell| {
        let team = cell.shown.value()?;
        Some(format!("{}: {}", cell.keys[0], words(team)))
    });
    Explanation::new(
        "What stands between a team and use: access, skill or will. A question to ask, not a verdict.",
        shown.unwrap_or_default(),
    )
    .input("Day", &day)
    .guard("Use alone places nobody: each axis needs two items, and one that is not read off use.")
    .guard("Evidence expires after 90 days. Shares of teams only.")
    .note_if(expired > 0, format!("{expired} items have expired or lie ahead."))
    .note_if(
        teams.is_empty(),
        "The book has no evidence: `counterfoil evidence set FILE` (docs/documents.md).",
    )
}

#[cfg(test)]
mod tests;
