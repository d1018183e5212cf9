//! Fluency rubric: how far people are against what their role asks for, by evidence. Shown in groups only.
//!
//! Level = minimum over the dimensions that the role requires; `gap = required − level`, the largest over dimensions;
//! `slope = Δlevel per quarter` between first and last; two raters: linearly weighted κ; self less manager as mean.
//! Inputs: assessments with the levels that the rubric requires. Unit: levels 0 to 3.
//! Guards: counts of tokens are no evidence; a level of 2 or more needs a link to an artefact; shown by the rule of
//! `people/suppression.rs`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rates::group_rate;
use super::suppression::{Privacy, Shown, ShownCell, whole};
use super::table::{Totals, suppress_table};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Rate};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "rubric",
    area: "people",
    name: "Fluency rubric",
    unit: "levels 0 to 3",
    formula: "level = min over required dimensions; gap = required − level; slope = Δlevel per quarter; linearly weighted κ of two raters",
    practice: "Fluency rubric",
    guard: "Token counts are no evidence; level 2 needs an artefact; teams only",
    needs: &[Need::Register],
};

/// Levels of a dimension: 0 to 3.
pub const LEVELS: usize = 4;
const DAYS_A_QUARTER: f64 = 365.25 / 4.0;

/// Who judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rater {
    /// The person.
    #[serde(rename = "self")]
    Own,
    /// The manager.
    Manager,
    /// Somebody else.
    Peer,
}

/// One judgement of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessed {
    /// Person number in the book.
    pub person: i64,
    /// Team.
    pub team: String,
    /// Day.
    pub day: NaiveDate,
    /// Who judged.
    pub rater: Rater,
    /// Dimension, level, and the level that the role requires; required dimensions only.
    pub levels: Vec<(String, u32, u32)>,
}

impl Assessed {
    /// The minimum over required dimensions.
    pub fn level(&self) -> u32 {
        self.levels.iter().map(|(_, level, _)| *level).min().unwrap_or(0)
    }

    /// The largest `required − level`.
    pub fn gap(&self) -> i64 {
        let gaps = self
            .levels
            .iter()
            .map(|(_, level, required)| i64::from(*required) - i64::from(*level));
        gaps.max().unwrap_or(0)
    }
}

/// The rubric over everybody assessed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rubric {
    /// Per team.
    pub teams: Vec<ShownCell<TeamLevels>>,
    /// Agreement of manager and another rater on the same day.
    pub agreement: Option<Agreement>,
    /// Mean of self less manager, and over how many people; from `minimum` people on.
    pub self_less_manager: Option<(f64, u32)>,
    /// How it came about.
    pub explanation: Explanation,
}

/// A team's levels, by the manager's last judgement (else a peer's, else the person's own).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamLevels {
    /// People judged.
    pub people: u32,
    /// People at each level.
    pub levels: Vec<Shown<u32>>,
    /// Sum of their gaps.
    pub gap_sum: i64,
    /// Mean change of level in a quarter, of those judged twice; `None` where nobody was, or few.
    pub slope: Option<f64>,
    /// How many were.
    pub judged_twice: Shown<u32>,
}

impl TeamLevels {
    /// What is missing to what roles require, for each of the people; nothing where they are above it.
    pub fn mean_gap(&self) -> f64 {
        self.gap_sum.max(0) as f64 / f64::from(self.people.max(1))
    }
}

/// Agreement of two raters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Judgements that both made: one for each dimension.
    pub pairs: u32,
    /// Linearly weighted κ; 1 is agreement, 0 is chance.
    pub kappa: f64,
}

/// Linearly weighted κ of pairs of levels; `None` where both use one and the same level throughout.
pub fn weighted_kappa(pairs: &[(u32, u32)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let weight = |a: usize, b: usize| a.abs_diff(b) as f64 / (LEVELS - 1) as f64;
    let cap = |level: u32| (level as usize).min(LEVELS - 1);
    let mut first = [0.0; LEVELS];
    let mut second = [0.0; LEVELS];
    for (a, b) in pairs {
        first[cap(*a)] += 1.0;
        second[cap(*b)] += 1.0;
    }
    let seen: f64 = pairs.iter().map(|(a, b)| weight(cap(*a), cap(*b))).sum::<f64>() / n;
    let both = (0..LEVELS).flat_map(|a| (0..LEVELS).map(move |b| (a, b)));
    let expected: f64 = both
        .map(|(a, b)| weight(a, b) * first[a] * second[b])
        .sum::<f64>()
        / (n * n);
    (expected > 0.0).then(|| 1.0 - seen / expected)
}

/// Levels by team; who judged whom stays inside.
pub fn rubric(assessed: &[Assessed], privacy: Privacy) -> Rubric {
    let mut people: BTreeMap<i64, Vec<&Assessed>> = BTreeMap::new();
    for one in assessed.iter().filter(|one| !one.levels.is_empty()) {
        people.entry(one.person).or_default().push(one);
    }
    let mut teams: BTreeMap<&str, Vec<&Vec<&Assessed>>> = BTreeMap::new();
    for of_person in people.values() {
        teams
            .entry(&of_person[of_person.len() - 1].team)
            .or_default()
            .push(of_person);
    }
    let counts: Vec<Counted> = teams.values().map(|people| counted(people)).collect();
    let levels: Vec<Vec<u32>> = counts.iter().map(|team| team.levels.to_vec()).collect();
    let table = suppress_table(&levels, Totals::Unseen, privacy);
    let rows = teams
        .keys()
        .zip(counts)
        .zip(table.cells.into_iter().zip(table.rows));
    let cells = rows.map(|((team, counted), (levels, size))| ShownCell {
        keys: vec![(*team).to_owned()],
        shown: size.map(|people| counted.shown(people, levels, privacy)),
    });
    let teams: Vec<ShownCell<TeamLevels>> = cells.collect();
    let (agreement, deltas) = compared(&people, privacy.minimum);
    let enough = deltas.len() >= privacy.minimum as usize;
    let mean = || {
        (
            deltas.iter().sum::<f64>() / deltas.len() as f64,
            deltas.len() as u32,
        )
    };
    Rubric {
        explanation: explain(
            &teams,
            agreement,
            &whole(people.len(), people.len() as u64, privacy),
        ),
        agreement,
        self_less_manager: enough.then(mean),
        teams,
    }
}

/// A team before suppression.
struct Counted {
    levels: [u32; LEVELS],
    gap_sum: i64,
    slopes: Vec<f64>,
}

impl Counted {
    fn shown(self, people: u32, levels: Vec<Shown<u32>>, privacy: Privacy) -> TeamLevels {
        let twice = self.slopes.len() as u32;
        let judged_twice = group_rate(Rate::new(twice.into(), people.into(), 0), privacy).like(twice);
        let mean = || self.slopes.iter().sum::<f64>() / f64::from(twice);
        TeamLevels {
            people,
            levels,
            gap_sum: self.gap_sum,
            slope: (twice > 0 && judged_twice.value().is_some()).then(mean),
            judged_twice,
        }
    }
}

fn counted(people: &[&Vec<&Assessed>]) -> Counted {
    let mut made = Counted {
        levels: [0; LEVELS],
        gap_sum: 0,
        slopes: Vec::new(),
    };
    for of_person in people {
        let judged = by_best_rater(of_person);
        let last = judged[judged.len() - 1];
        made.levels[(last.level() as usize).min(LEVELS - 1)] += 1;
        made.gap_sum += last.gap();
        let days = (last.day - judged[0].day).num_days();
        if days > 0 {
            let change = f64::from(last.level()) - f64::from(judged[0].level());
            made.slopes.push(change * DAYS_A_QUARTER / days as f64);
        }
    }
    made
}

/// The manager's judgements by day, else a peer's, else the person's own.
fn by_best_rater<'a>(of_person: &[&'a Assessed]) -> Vec<&'a Assessed> {
    let raters = [Rater::Manager, Rater::Peer, Rater::Own];
    let best = raters
        .into_iter()
        .find(|rater| of_person.iter().any(|one| one.rater == *rater));
    let mut judged: Vec<&Assessed> = of_person
        .iter()
        .copied()
        .filter(|one| Some(one.rater) == best)
        .collect();
    judged.sort_by_key(|one| one.day);
    judged
}

/// Manager against a peer for κ, and self less manager; the last judgement of each.
fn compared(people: &BTreeMap<i64, Vec<&Assessed>>, minimum: u32) -> (Option<Agreement>, Vec<f64>) {
    let mut pairs = Vec::new();
    let mut both = 0;
    let mut deltas = Vec::new();
    for of_person in people.values() {
        let last = |rater: Rater| {
            of_person
                .iter()
                .filter(|one| one.rater == rater)
                .max_by_key(|one| one.day)
        };
        let Some(manager) = last(Rater::Manager) else {
            continue;
        };
        if let Some(own) = last(Rater::Own) {
            deltas.push(f64::from(own.level()) - f64::from(manager.level()));
        }
        if let Some(peer) = last(Rater::Peer) {
            both += 1;
            for (dimension, level, _) in &manager.levels {
                let other = peer.levels.iter().find(|(name, ..)| name == dimension);
                pairs.extend(other.map(|(_, other, _)| (*level, *other)));
            }
        }
    }
    let kappa = if both < minimum {
        None
    } else {
        weighted_kappa(&pairs)
    };
    let agreement = kappa.map(|kappa| Agreement {
        pairs: pairs.len() as u32,
        kappa,
    });
    (agreement, deltas)
}

fn explain(
    teams: &[ShownCell<TeamLevels>],
    agreement: Option<Agreement>,
    people: &Shown<usize>,
) -> Explanation {
    let shown = teams
        .iter()
        .find_map(|cell| cell.shown.value().map(|value| (&cell.keys[0], value)));
    let formula = shown.map_or_else(
        || "level = min over required dimensions".to_owned(),
        |(team, levels)| {
            let gap = levels.gap_sum as f64 / f64::from(levels.people);
            let at: Vec<String> = levels
                .levels
                .iter()
                .map(|people| people.text(u32::to_string))
                .collect();
            format!(
                "{team}: [{}] people at levels 0 to 3, mean gap {} ÷ {} = {gap:.2}",
                at.join(", "),
                levels.gap_sum,
                levels.people
            )
        },
    );
    Explanation::new("How far teams are against what their roles ask for, by evidence.", formula)
        .input("People assessed", &people.text(usize::to_string))
        .input("Agreement of two raters", &agreement.map_or_else(|| "too few judged by both".to_owned(), |made| format!("κ = {:.2} over {} pairs", made.kappa, made.pairs)))
        .guard("Counts of tokens are no evidence. A level of 2 or more rests on an artefact. The slope matters more than the level.")
        .note_if(*people == Shown::Value(0), "The book has no assessments: `counterfoil rubrics set FILE`, then `counterfoil assessments set FILE` (docs/documents.md).")
}

#[cfg(test)]
mod tests;
