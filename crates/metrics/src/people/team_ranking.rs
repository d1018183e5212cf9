//! Team ranking with rank intervals: off unless a setting turns it on, teams only, ties together.
//!
//! A team's rate is a ratio of sums: people active in ≥ 9 of the last 12 full weeks ÷ people known (habit), or benefit ÷
//! cost over months (outcome). A seeded bootstrap draws each team's people or months again; the interval of a rank is
//! its 5th to 95th percentile. Teams whose intervals touch share a group and have no order among them.
//! Inputs: `PersonActivity`, who is left out by review flags; or months of benefit and cost. Unit: rank.
//! Guards: shown by the rule of `people/suppression.rs`, also where few have the habit or few lack it; nobody is ranked as a person; never by volume.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use model::{Grain, PersonActivity, PersonState};
use serde::{Deserialize, Serialize};

use super::rates::suppress_rates;
use super::suppression::{Hidden, Privacy, Shown};
use super::table::Totals;
use crate::registry::{MetricInfo, Need};
use crate::statistics::Resample;
use crate::{Explanation, Rate, figure::percent};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "team-ranking",
    area: "people",
    name: "Team ranking",
    unit: "rank interval",
    formula: "rank of Σ habitual ÷ Σ known people, or of Σ benefit ÷ Σ cost; 5th to 95th percentile of a seeded bootstrap",
    practice: "Leaderboard with Goodhart guards",
    guard: "Off by default; teams of at least k; ties grouped; people with two review flags left out; never by volume",
    needs: &[Need::People, Need::Kpis],
};

/// Whether and how teams are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct RankingSettings {
    /// Whether there is a ranking at all.
    pub on: bool,
    /// What teams are ranked by.
    pub by: RankBy,
    /// Draws of the bootstrap.
    pub draws: u32,
    /// Its seed.
    pub seed: u64,
}

impl Default for RankingSettings {
    fn default() -> Self {
        Self {
            on: false,
            by: RankBy::Habit,
            draws: 2_000,
            seed: 1,
        }
    }
}

/// What teams are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RankBy {
    /// Share of people with a habit.
    #[default]
    Habit,
    /// Benefit per unit of cost.
    Outcome,
}

impl RankBy {
    /// `share of people active in 9 of 12 weeks`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Habit => "share of people active in 9 of 12 weeks",
            Self::Outcome => "benefit per unit of cost",
        }
    }
}

/// A team before it is ranked.
#[derive(Clone, Debug, PartialEq)]
pub struct Contender {
    /// Name.
    pub team: String,
    /// People in it.
    pub people: u32,
    /// What its rate is made of: above and below the line, one for each person or month.
    pub parts: Vec<(f64, f64)>,
}

/// The ranking.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamRanking {
    /// Whether the setting is on.
    pub is_on: bool,
    /// What teams are ranked by.
    pub by: RankBy,
    /// Groups in order; within a group by name.
    pub ranked: Vec<Ranked>,
    /// Teams that are not shown, and why.
    pub hidden: Vec<(String, Hidden)>,
    /// `3 of 9 teams run into one another at the top`.
    pub finding: String,
    /// How it came about.
    pub explanation: Explanation,
}

/// One team with the ranks it may have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    /// Name.
    pub team: String,
    /// People in it.
    pub people: u32,
    /// Above the line of its rate.
    pub numerator: f64,
    /// Below it.
    pub denominator: f64,
    /// Rank as the figures stand.
    pub rank: u32,
    /// 5th percentile of its rank.
    pub low: u32,
    /// 95th percentile of its rank.
    pub high: u32,
    /// Group of teams that cannot be told apart, from 1.
    pub group: u32,
}

impl Ranked {
    /// The rate.
    pub fn rate(&self) -> f64 {
        self.numerator / self.denominator
    }
}

const WEEKS: u64 = 12;
const HABIT: usize = 9;

/// Teams with their people's habit: everybody a source covers, but for those left out by review flags.
pub fn by_habit(people: &[PersonActivity], left_out: &BTreeSet<i64>, until: NaiveDate) -> Vec<Contender> {
    let end = Grain::Week.start(until);
    let first = end - Days::new(7 * WEEKS);
    let mut teams: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    let known = people
        .iter()
        .filter(|person| matches!(person.state, PersonState::Active | PersonState::Zero));
    for person in known.filter(|person| !left_out.contains(&person.person) && !person.team.is_empty()) {
        let weeks = person
            .active_weeks
            .iter()
            .filter(|week| (first..end).contains(*week))
            .count();
        let has_habit = f64::from(u8::from(weeks >= HABIT));
        teams.entry(&person.team).or_default().push((has_habit, 1.0));
    }
    let contender = |(team, parts): (&str, Vec<(f64, f64)>)| Contender {
        team: team.to_owned(),
        people: parts.len() as u32,
        parts,
    };
    teams.into_iter().map(contender).collect()
}

/// Ranks teams where the setting says so; else says that it is off.
pub fn team_ranking(contenders: Vec<Contender>, settings: RankingSettings, privacy: Privacy) -> TeamRanking {
    let contenders = if settings.on { contenders } else { Vec::new() };
    let people = |contender: &Contender| {
        let having = match settings.by {
            RankBy::Habit => sums(&contender.parts).0 as u64,
            RankBy::Outcome => 0,
        };
        Rate::new(having, contender.people.into(), 0)
    };
    let rates: Vec<Rate> = contenders.iter().map(people).collect();
    let rates = suppress_rates(&rates, &[], Totals::Whole, privacy).groups;
    let mut hidden = Vec::new();
    let mut shown = Vec::new();
    for (contender, rate) in contenders.into_iter().zip(rates) {
        match rate {
            Shown::Value(_) if sums(&contender.parts).1 > 0.0 => shown.push(contender),
            Shown::Value(_) => {}
            Shown::Hidden(why) => hidden.push((contender.team, why)),
        }
    }
    let ranked = grouped(ranked(&shown, settings));
    TeamRanking {
        is_on: settings.on,
        by: settings.by,
        finding: finding(settings.on, &ranked),
        explanation: explain(&ranked, settings).note_if(
            !hidden.is_empty(),
            format!("{} teams are too small to be shown.", hidden.len()),
        ),
        ranked,
        hidden,
    }
}

fn sums<'p>(parts: impl IntoIterator<Item = &'p (f64, f64)>) -> (f64, f64) {
    let parts = parts.into_iter();
    parts.fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
}

fn ranked(contenders: &[Contender], settings: RankingSettings) -> Vec<Ranked> {
    let standing: Vec<f64> = contenders
        .iter()
        .map(|contender| ratio(sums(&contender.parts)))
        .collect();
    let ranks = intervals(contenders, settings);
    let one = |(at, contender): (usize, &Contender)| {
        let (numerator, denominator) = sums(&contender.parts);
        let rank = rank(&standing, at);
        Ranked {
            team: contender.team.clone(),
            people: contender.people,
            numerator,
            denominator,
            rank,
            low: ranks[at].0.min(rank),
            high: ranks[at].1.max(rank),
            group: 0,
        }
    };
    contenders.iter().enumerate().map(one).collect()
}

/// 5th and 95th percentile of each team's rank.
fn intervals(contenders: &[Contender], settings: RankingSettings) -> Vec<(u32, u32)> {
    let mut random = Resample::seeded(settings.seed);
    let mut ranks: Vec<Vec<u32>> = vec![Vec::new(); contenders.len()];
    for _ in 0..settings.draws.max(1) {
        let drawn = contenders
            .iter()
            .map(|contender| ratio(sums(random.of(&contender.parts))));
        let drawn: Vec<f64> = drawn.collect();
        for (at, of_team) in ranks.iter_mut().enumerate() {
            of_team.push(rank(&drawn, at));
        }
    }
    let ends = |mut ranks: Vec<u32>| {
        ranks.sort_unstable();
        let last = ranks.len() - 1;
        (ranks[last * 5 / 100], ranks[(last * 95).div_ceil(100)])
    };
    ranks.into_iter().map(ends).collect()
}

fn ratio((above, below): (f64, f64)) -> f64 {
    if below > 0.0 {
        above / below
    } else {
        f64::NEG_INFINITY
    }
}

/// One more than the teams that are better; equal teams have the same rank.
fn rank(rates: &[f64], at: usize) -> u32 {
    1 + rates.iter().filter(|rate| **rate > rates[at]).count() as u32
}

/// In order, with a group for teams whose intervals touch.
fn grouped(mut ranked: Vec<Ranked>) -> Vec<Ranked> {
    ranked.sort_by(|a, b| (a.low, a.high, &a.team).cmp(&(b.low, b.high, &b.team)));
    let (mut group, mut reach) = (0, 0);
    for team in &mut ranked {
        if team.low > reach {
            group += 1;
        }
        reach = reach.max(team.high);
        team.group = group;
    }
    ranked.sort_by(|a, b| (a.group, &a.team).cmp(&(b.group, &b.team)));
    ranked
}

fn finding(is_on: bool, ranked: &[Ranked]) -> String {
    let first: Vec<&Ranked> = ranked.iter().filter(|team| team.group == 1).collect();
    match (is_on, ranked.len(), first.as_slice()) {
        (false, ..) => "Teams are not ranked".to_owned(),
        (true, 0, _) => "No team is large enough to be ranked".to_owned(),
        (true, 1, _) => "One team alone is no ranking".to_owned(),
        (true, _, [only]) => format!("{} stands apart at the top", only.team),
        (true, of, many) if many.len() == of => format!("None of {of} teams stands apart from the next"),
        (true, of, many) => format!("{} of {of} teams run into one another at the top", many.len()),
    }
}

fn explain(ranked: &[Ranked], settings: RankingSettings) -> Explanation {
    let rates = ranked.iter().take(3).map(|team| match settings.by {
        RankBy::Habit => format!(
            "{}: {} ÷ {} = {} %, ranks {} to {}",
            team.team,
            team.numerator,
            team.denominator,
            percent(team.rate()),
            team.low,
            team.high
        ),
        RankBy::Outcome => format!(
            "{}: {:.2} ÷ {:.2} = {:.2}, ranks {} to {}",
            team.team,
            team.numerator,
            team.denominator,
            team.rate(),
            team.low,
            team.high
        ),
    });
    let formula = rates.collect::<Vec<_>>().join("; ");
    Explanation::new("Where teams stand, as far as the figures can tell them apart.", formula)
        .input("Ranked by", &settings.by.text())
        .input("Draws", &settings.draws)
        .input("Seed", &settings.seed)
        .guard("Teams only, by outcome or habit, never by volume. People with two review flags are left out here and kept in spend.")
        .guard("Teams whose intervals touch share a group: there is no order among them.")
        .note_if(
            settings.on && ranked.is_empty(),
            match settings.by {
                RankBy::Habit => "No team has enough people that a source covers.",
                RankBy::Outcome => {
                    "No team has both an initiative whose KPI was measured and money billed to it in the currency in force."
                }
            },
        )
        .note_if(!settings.on, "Off: it is turned on under Book. State the day in the setting decoupling.ranking-live, so that what it does to outcomes is seen.")
}

#[cfg(test)]
mod tests;
