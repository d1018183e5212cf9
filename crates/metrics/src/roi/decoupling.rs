//! Decoupling: whether more tokens come with more outcome, by team and quarter, and whether a ranking broke the link.
//!
//! `ε = Δln(outcome) ÷ Δln(tokens)` between quarters that follow one another and have both; over all of them as well.
//! Goodhart alarm: Spearman(tokens, outcome) over months falls by at least so much once a ranking is live.
//! Inputs: tokens by month, team and person; the KPI linked to each team. Unit: none (a ratio of growth rates).
//! Guards: no ε where tokens hardly moved; small and dominated teams are hidden in each quarter; says nothing about cause.

mod quarters;

use chrono::NaiveDate;
use model::{Groups, MICRO, Period};
use serde::{Deserialize, Serialize};

use crate::Explanation;
use crate::people::suppression::{Hidden, Privacy};
use crate::registry::{MetricInfo, Need};
use crate::statistics::spearman;
use quarters::{Months, shown_quarters};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "decoupling",
    area: "roi",
    name: "Tokens against outcome",
    unit: "elasticity",
    formula: "ε = Δln(outcome) ÷ Δln(tokens) by team and quarter; alarm where Spearman(tokens, outcome) falls by 0.2 after a ranking",
    practice: "Leaderboard with Goodhart guards",
    guard: "None where tokens hardly moved; small teams hidden quarter by quarter; a correlation is no cause",
    needs: &[Need::Groups(&["month", "team", "person"]), Need::Kpis],
};

/// Thresholds of the elasticity and of the alarm (our defaults).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct DecouplingSettings {
    /// Tokens must move by this many percent, or there is no elasticity.
    pub least_change_percent: u32,
    /// The day on which a ranking went live, if one did.
    pub ranking_live: Option<NaiveDate>,
    /// How far the rank correlation must fall for the alarm.
    pub fall: f64,
    /// Months needed before and after that day.
    pub fewest_months: u32,
}

impl Default for DecouplingSettings {
    fn default() -> Self {
        Self {
            least_change_percent: 5,
            ranking_live: None,
            fall: 0.2,
            fewest_months: 4,
        }
    }
}

/// The KPI that a team is held against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkedKpi {
    /// Team; empty is the whole company.
    pub team: String,
    /// Name of the KPI.
    pub kpi: String,
    /// Its unit.
    pub unit: String,
    /// Whether an initiative names it, rather than that the series merely bears the team's name.
    pub is_declared: bool,
    /// Day and millionths, oldest first.
    pub points: Vec<(NaiveDate, i64)>,
}

impl LinkedKpi {
    /// Mean of the points within a period; `None` without any.
    pub fn mean(&self, period: Period) -> Option<f64> {
        let inside = self.points.iter().filter(|(day, _)| period.contains(*day));
        let values: Vec<f64> = inside.map(|(_, value)| *value as f64 / MICRO as f64).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    }
}

/// Tokens against outcome for every linked KPI.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decoupling {
    /// One per linked KPI.
    pub links: Vec<Link>,
    /// `Claims: tokens +61 %, Claims settled +14 %: elasticity 0.27`; the first that has one.
    pub finding: String,
    /// How it came about.
    pub explanation: Explanation,
}

/// One team and its KPI.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// Team; empty is the whole company.
    pub team: String,
    /// KPI.
    pub kpi: String,
    /// Its unit.
    pub unit: String,
    /// Whether an initiative declares the link.
    pub is_declared: bool,
    /// Complete quarters, oldest first.
    pub quarters: Vec<TeamQuarter>,
    /// ε from the first quarter that has both to the last.
    pub elasticity: Option<f64>,
    /// What a ranking did to the link.
    pub alarm: Option<Alarm>,
}

/// One team in one quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamQuarter {
    /// The quarter.
    pub period: Period,
    /// Tokens, where they may be shown and there are any.
    pub tokens: Option<i128>,
    /// Mean of the KPI's points in it.
    pub outcome: Option<f64>,
    /// Why tokens are not shown.
    pub hidden: Option<Hidden>,
    /// ε against the quarter before.
    pub elasticity: Option<f64>,
}

impl TeamQuarter {
    /// Tokens and outcome, where both are known and above zero.
    pub fn both(&self) -> Option<(f64, f64)> {
        let tokens = self.tokens.map(|tokens| tokens as f64)?;
        self.outcome
            .map(|outcome| (tokens, outcome))
            .filter(|(tokens, outcome)| *tokens > 0.0 && *outcome > 0.0)
    }
}

/// Rank correlation of tokens and outcome before and after a ranking went live.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Alarm {
    /// Spearman over the months before.
    pub before: f64,
    /// Spearman over the months since.
    pub after: f64,
    /// Months on either side.
    pub months: (u32, u32),
    /// Whether it fell far enough.
    pub is_raised: bool,
}

/// What is asked about: the days the book knows, who must not be shown, and the thresholds.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Days the book knows.
    pub data: Period,
    /// Who must not be shown.
    pub privacy: Privacy,
    /// Thresholds.
    pub settings: DecouplingSettings,
}

/// `Δln(outcome) ÷ Δln(tokens)` between two states; `None` where tokens moved by less than the threshold.
pub fn elasticity(before: (f64, f64), after: (f64, f64), least_percent: u32) -> Option<f64> {
    let (tokens, outcome) = ((after.0 / before.0).ln(), (after.1 / before.1).ln());
    let least = (1.0 + f64::from(least_percent) / 100.0).ln();
    let has_moved = tokens.abs() >= least && tokens != 0.0;
    Some(outcome / tokens).filter(|value| has_moved && value.is_finite())
}

/// Tokens against outcome. Groups are by month, team and person.
pub fn decoupling(tokens: &Groups, kpis: &[LinkedKpi], asked: &Asked) -> Decoupling {
    let months = Months::of(tokens);
    let links: Vec<Link> = kpis.iter().map(|kpi| link(kpi, &months, asked)).collect();
    Decoupling {
        finding: links.iter().find_map(finding).unwrap_or_default(),
        explanation: explain(&links, asked).covered_by(&tokens.coverage),
        links,
    }
}

fn link(kpi: &LinkedKpi, months: &Months, asked: &Asked) -> Link {
    let mut quarters: Vec<TeamQuarter> = shown_quarters(months, &kpi.team, asked)
        .into_iter()
        .map(|(period, shown)| TeamQuarter {
            period,
            outcome: kpi.mean(period),
            tokens: shown.ok().filter(|tokens| *tokens > 0),
            hidden: shown.err(),
            elasticity: None,
        })
        .collect();
    let least = asked.settings.least_change_percent;
    for at in 1..quarters.len() {
        let pair = quarters[at - 1].both().zip(quarters[at].both());
        quarters[at].elasticity = pair.and_then(|(before, after)| elasticity(before, after, least));
    }
    let ends = || {
        Some((
            quarters.iter().find_map(TeamQuarter::both)?,
            quarters.iter().rev().find_map(TeamQuarter::both)?,
        ))
    };
    Link {
        team: kpi.team.clone(),
        kpi: kpi.kpi.clone(),
        unit: kpi.unit.clone(),
        is_declared: kpi.is_declared,
        elasticity: ends().and_then(|(first, last)| elasticity(first, last, least)),
        alarm: alarm(kpi, months, &quarters, asked.settings),
        quarters,
    }
}

/// Only months of quarters that may be shown; a hidden quarter must not be had from a correlation either.
fn alarm(
    kpi: &LinkedKpi,
    months: &Months,
    quarters: &[TeamQuarter],
    settings: DecouplingSettings,
) -> Option<Alarm> {
    let live = settings.ranking_live?;
    let is_shown = |month: NaiveDate| {
        quarters
            .iter()
            .any(|quarter| quarter.tokens.is_some() && quarter.period.contains(month))
    };
    let pairs = months
        .of_team(&kpi.team)
        .into_iter()
        .filter(|(month, _)| is_shown(*month));
    let pairs: Vec<(NaiveDate, (f64, f64))> = pairs
        .filter_map(|(month, tokens)| Some((month, (tokens as f64, kpi.mean(Period::month(month))?))))
        .collect();
    let side = |is_after: bool| -> Vec<(f64, f64)> {
        let of_side = pairs.iter().filter(|(month, _)| (*month >= live) == is_after);
        of_side.map(|(_, pair)| *pair).collect()
    };
    let (before, after) = (side(false), side(true));
    if before.len().min(after.len()) < settings.fewest_months.max(2) as usize {
        return None;
    }
    let months = (before.len() as u32, after.len() as u32);
    let (before, after) = (spearman(&before)?, spearman(&after)?);
    Some(Alarm {
        before,
        after,
        months,
        is_raised: before - after >= settings.fall - 1e-12,
    })
}

/// `Claims` or `Whole company`.
pub fn team_name(team: &str) -> &str {
    if team.is_empty() { "Whole company" } else { team }
}

fn finding(link: &Link) -> Option<String> {
    let elasticity = link.elasticity?;
    let first = link.quarters.iter().find_map(TeamQuarter::both)?;
    let last = link.quarters.iter().rev().find_map(TeamQuarter::both)?;
    let change = |before: f64, after: f64| format!("{:+.0} %", (after / before - 1.0) * 100.0);
    Some(format!(
        "{}: tokens {}, {} {}: elasticity {elasticity:.2}",
        team_name(&link.team),
        change(first.0, last.0),
        link.kpi.to_lowercase(),
        change(first.1, last.1)
    ))
}

fn explain(links: &[Link], asked: &Asked) -> Explanation {
    let shown = links.iter().find_map(|link| {
        let first = link.quarters.iter().find_map(TeamQuarter::both)?;
        let last = link.quarters.iter().rev().find_map(TeamQuarter::both)?;
        let value = link.elasticity?;
        let name = team_name(&link.team);
        Some(format!(
            "{name}: ε = ln({:.2} ÷ {:.2}) ÷ ln({:.0} ÷ {:.0}) = {value:.2}",
            last.1, first.1, last.0, first.0
        ))
    });
    let settings = asked.settings;
    let raised = links
        .iter()
        .filter(|link| link.alarm.is_some_and(|alarm| alarm.is_raised))
        .count();
    let undeclared = links.iter().filter(|link| !link.is_declared).count();
    Explanation::new(
        "How much outcome moves when tokens move: 1 is in step, 0 is not at all.",
        shown.unwrap_or_else(|| "ε = Δln(outcome) ÷ Δln(tokens): no team has two quarters with both".to_owned()),
    )
    .input("Tokens must move by", &format!("{} %", settings.least_change_percent))
    .input("Ranking live since", &settings.ranking_live.map_or_else(|| "no ranking".to_owned(), |day| day.to_string()))
    .guard("Complete quarters only, the KPI as the mean of its points; a correlation is no cause.")
    .guard("Teams that are too small, or where one person makes most of it, are hidden quarter by quarter.")
    .note_if(links.is_empty(), "No KPI series belongs to a team: import one (date, name, value, unit, team) or name it in an initiative.")
    .note_if(undeclared > 0, format!("{undeclared} links rest on the team's name in the KPI series; no initiative declares them."))
    .note_if(raised > 0, format!("{raised} teams: tokens and outcome run apart since the ranking went live (Spearman fell by {} or more).", settings.fall))
    .note("Where less of a KPI is better, the sign reads the other way.")
}

#[cfg(test)]
mod tests;
