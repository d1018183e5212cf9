//! Review flags: patterns of use that are worth asking about before anybody draws a conclusion from volume.
//!
//! g1 volume: `0.6745·(x − med) ÷ MAD > 3.5` on ln(calls a day); g2 off hours; g3 input to output above P99 of the role;
//! g4 identical requests; g5 end-of-period burn; g6 tokens up by half while the linked KPI did not rise; g7 more calls a
//! day than a person makes. Inputs: what each person did on each day, teams and roles, linked KPIs, budgets that ended.
//! Unit: people. Guards: runs of agents are left out; a flag that no source can tell is said and never counted; shown
//! by the rule of `people/suppression.rs`, never a name; two flags leave a person out of ranks, never out of spend.

mod marks;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use model::{Period, PersonActivity, PersonDay};
use serde::{Deserialize, Serialize};

use super::rates::suppress_property;
use super::suppression::{Privacy, Shown, ShownCell, whole, whole_count};
use super::table::Totals;
use crate::Explanation;
use crate::registry::{MetricInfo, Need};
use crate::roi::decoupling::LinkedKpi;
use marks::Marks;

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "review-flags",
    area: "people",
    name: "Review flags",
    unit: "people",
    formula: "people with ≥ 2 of: robust z of ln(calls a day) > 3.5; off hours; input:output > P99 of the role; repeats; end-of-period burn; tokens +50 % while the KPI ≤ 0; > 2,000 calls a day",
    practice: "Leaderboard with Goodhart guards",
    guard: "Counts per team only, small ones hidden; what no source tells is never counted; kept in spend",
    needs: &[Need::People, Need::Kpis],
};

/// Thresholds of the flags (our defaults).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct ReviewSettings {
    /// g1: robust z above which a volume stands out.
    pub robust_z: f64,
    /// g3: percentile of the role.
    pub ratio_percentile: u32,
    /// g5: how many times the usual the last three working days are.
    pub burn_times: u32,
    /// g6: growth of tokens in percent.
    pub growth_percent: u32,
    /// g7: calls a day that no person makes.
    pub calls_a_day: u32,
    /// How many flags are worth asking about.
    pub needed: u32,
}

impl Default for ReviewSettings {
    fn default() -> Self {
        Self {
            robust_z: 3.5,
            ratio_percentile: 99,
            burn_times: 2,
            growth_percent: 50,
            calls_a_day: 2_000,
            needed: 2,
        }
    }
}

/// One pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// g1.
    Volume,
    /// g2.
    OffHours,
    /// g3.
    Ratio,
    /// g4.
    Repeats,
    /// g5.
    Burn,
    /// g6.
    Growth,
    /// g7.
    Rate,
}

impl Flag {
    /// Every one, in order.
    pub const ALL: [Self; 7] = [
        Self::Volume,
        Self::OffHours,
        Self::Ratio,
        Self::Repeats,
        Self::Burn,
        Self::Growth,
        Self::Rate,
    ];

    /// `g1`.
    pub fn id(self) -> &'static str {
        ["g1", "g2", "g3", "g4", "g5", "g6", "g7"][self as usize]
    }

    /// What it looks at, in two or three words.
    pub fn short(self) -> &'static str {
        match self {
            Self::Volume => "Many calls",
            Self::OffHours => "Off hours",
            Self::Ratio => "Long input",
            Self::Repeats => "Repeats",
            Self::Burn => "Budget burst",
            Self::Growth => "Tokens, no KPI",
            Self::Rate => "Machine pace",
        }
    }

    /// What it looks at.
    pub fn text(self) -> &'static str {
        match self {
            Self::Volume => "calls a day far above everybody's",
            Self::OffHours => "more than 60 % off hours",
            Self::Ratio => "input to output above the role's",
            Self::Repeats => "the same request again and again",
            Self::Burn => "burst at the end of a budget",
            Self::Growth => "tokens up, KPI not",
            Self::Rate => "more calls a day than a person makes",
        }
    }

    /// Why nobody can be told, where it is so for every book.
    fn never_told(self) -> Option<&'static str> {
        match self {
            Self::OffHours => Some("not told by any source: the book has days, not hours"),
            Self::Repeats => Some("not told by any source: the book has sums of requests, not each of them"),
            _ => None,
        }
    }
}

/// A budget whose period ended within the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Days it was for.
    pub period: Period,
    /// Team it is of; `None` is everybody's.
    pub team: Option<String>,
    /// Whether it was burnt at its end, as [`crate::signals::budget_waste`] says it.
    pub is_burnt: bool,
}

/// What flags are raised from.
#[derive(Clone, Copy, Debug)]
pub struct Reviewed<'a> {
    /// Everybody, with team and role.
    pub people: &'a [PersonActivity],
    /// What each did, over [`reach`] days before the window's end.
    pub days: &'a [PersonDay],
    /// KPI of each team.
    pub kpis: &'a [LinkedKpi],
    /// Budgets that ended in the window.
    pub ended: &'a [Ended],
    /// The window.
    pub window: Period,
}

/// Days that `Reviewed::days` must reach back: two spans of growth.
pub const REACH: u64 = 2 * marks::SPAN;

/// People worth asking about, in groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReviewFlags {
    /// Each flag: of how many it can be told, and how many have it.
    pub flags: Vec<Told>,
    /// People with enough flags.
    pub asked_about: Shown<u32>,
    /// People of whom any flag can be told.
    pub people: Shown<u32>,
    /// Per team: people with enough flags, then people by flag.
    pub teams: Vec<ShownCell<TeamFlags>>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One flag over everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Which.
    pub flag: Flag,
    /// People of whom it can be told.
    pub people: Shown<u32>,
    /// Those who have it.
    pub raised: Shown<u32>,
    /// Why it can be told of nobody.
    pub why_not: Option<&'static str>,
}

/// Flags of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TeamFlags {
    /// People of whom any flag can be told.
    pub people: u32,
    /// Of these, people with enough flags.
    pub asked_about: Shown<u32>,
    /// People by flag, g1 to g7.
    pub raised: [Shown<u32>; 7],
}

/// People with enough flags to be left out of a ranking. They stay in every sum.
pub fn left_out(reviewed: &Reviewed<'_>, settings: ReviewSettings) -> BTreeSet<i64> {
    Marks::of(reviewed, settings).enough(settings.needed)
}

/// How many people are worth asking about, by flag and team.
pub fn review_flags(reviewed: &Reviewed<'_>, settings: ReviewSettings, privacy: Privacy) -> ReviewFlags {
    let marks = Marks::of(reviewed, settings);
    let enough = marks.enough(settings.needed);
    let people = marks.people().len() as u32;
    let shown = whole(people, people, privacy);
    let told = |flag: Flag| {
        let of = marks.told(flag);
        let raised = of.values().filter(|raised| **raised).count() as u32;
        Told {
            flag,
            people: if of.is_empty() {
                Shown::Value(0)
            } else {
                shown.like(of.len() as u32)
            },
            raised: whole_count(raised, of.len() as u64, privacy),
            why_not: flag.never_told().or_else(|| of.is_empty().then(|| missing(flag))),
        }
    };
    let flags: Vec<Told> = Flag::ALL.into_iter().map(told).collect();
    let asked_about = whole_count(enough.len() as u32, people, privacy);
    ReviewFlags {
        teams: teams(reviewed, (&marks, &enough), privacy),
        explanation: explain(&flags, (&asked_about, &shown), settings),
        asked_about,
        people: shown,
        flags,
    }
}

/// Of each team, how many have enough flags, and how many have each.
fn teams(
    reviewed: &Reviewed<'_>,
    (marks, enough): (&Marks, &BTreeSet<i64>),
    privacy: Privacy,
) -> Vec<ShownCell<TeamFlags>> {
    let mut teams: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let known = marks.people();
    let ours = reviewed
        .people
        .iter()
        .filter(|person| known.contains(&person.person));
    for person in ours {
        teams.entry(&person.team).or_default().push(person.person);
    }
    let count = |has: &dyn Fn(&i64) -> bool| {
        let of = |people: &Vec<i64>| {
            (
                people.iter().filter(|who| has(who)).count() as u32,
                people.len() as u32,
            )
        };
        let having: Vec<(u32, u32)> = teams.values().map(of).collect();
        suppress_property(&having, Totals::Whole, privacy)
    };
    let asked = count(&|who| enough.contains(who));
    let raised = Flag::ALL.map(|flag| count(&|who| marks.told(flag).get(who) == Some(&true)));
    let cell = |(at, name): (usize, &&str)| {
        // The size is the same in all of them, and so is whether it is shown.
        let (asked_about, size) = asked[at].clone();
        ShownCell {
            keys: vec![(*name).to_owned()],
            shown: size.map(|people| TeamFlags {
                people,
                asked_about,
                raised: raised.each_ref().map(|flag| flag[at].0.clone()),
            }),
        }
    };
    teams.keys().enumerate().map(cell).collect()
}

fn missing(flag: Flag) -> &'static str {
    match flag {
        Flag::Volume | Flag::Rate => "no source states requests",
        Flag::Ratio => "no source states input and output",
        Flag::Burn => "no budget of a person's team ended in the window",
        Flag::Growth => "no linked KPI and tokens in both half years' quarters",
        Flag::OffHours | Flag::Repeats => "not told by any source",
    }
}

fn explain(
    flags: &[Told],
    (asked_about, people): (&Shown<u32>, &Shown<u32>),
    settings: ReviewSettings,
) -> Explanation {
    let text = |people: &Shown<u32>| people.text(u32::to_string);
    let counts = flags.iter().map(|told| match told.why_not {
        Some(_) => format!("{} not told", told.flag.id()),
        None => format!(
            "{} {} of {}",
            told.flag.id(),
            text(&told.raised),
            text(&told.people)
        ),
    });
    let formula = format!(
        "people with {} flags or more = {}: {}",
        settings.needed,
        text(asked_about),
        counts.collect::<Vec<_>>().join(", ")
    );
    let explanation = Explanation::new(
        "How many people use it in a way that is worth asking about. A question, not a verdict.",
        formula,
    )
    .rate(&text(asked_about), &text(people))
    .input("g1 robust z above", &settings.robust_z)
    .input("g3 percentile of the role", &settings.ratio_percentile)
    .input("g5 times the usual", &settings.burn_times)
    .input("g6 growth in percent", &settings.growth_percent)
    .input("g7 calls a day above", &settings.calls_a_day)
    .guard("Nobody is named. People with enough flags are left out of ranks and kept in spend.")
    .guard(
        "Scheduled and agent runs are left out. In a role of fewer than a hundred people nobody lies above P99.",
    );
    let untold = flags.iter().filter_map(|told| {
        told.why_not
            .map(|why| format!("{} ({}): {why}.", told.flag.id(), told.flag.text()))
    });
    untold.fold(explanation, Explanation::note)
}
