//! Panels of value and use for the value premium: people or teams that answered a question twice, and teams that share a KPI.
//! Computes no premium.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use metrics::roi::value_premium::{Member, Members, Panel, ValuePremium, value_premium};
use model::{Dimension, Grain, Groups, MICRO, Measure, Query, Survey};
use store::PanelAnswer;

use crate::Result;
use crate::scope::Scope;

/// Answers that count as value.
const POSITIVE: &[&str] = &[
    "yes",
    "agree",
    "strongly agree",
    "rather yes",
    "satisfied",
    "very satisfied",
    "definitely",
];
/// Months of use up to the time value is stated.
const USE_MONTHS: u32 = 3;

/// Value of each member at a time.
type Wave = BTreeMap<String, f64>;
/// Of each question or KPI its times.
type Waves = BTreeMap<String, BTreeMap<NaiveDate, Wave>>;

/// The premium of every question asked twice and of every KPI that several teams have.
pub(crate) fn premium(scope: &Scope<'_>) -> Result<ValuePremium> {
    let mut panels = Vec::new();
    for (of, is_reported, asked) in [
        (Members::People, true, answers(scope)?),
        (Members::Teams, true, surveys(scope)?),
        (Members::Teams, false, kpis(scope)?),
    ] {
        if asked.is_empty() {
            continue;
        }
        let tokens = tokens(scope, of)?;
        for (value, waves) in asked {
            panels.extend(panel((value, is_reported, of), &waves, &tokens));
        }
    }
    let settings = &scope.settings;
    Ok(value_premium(&panels, settings.value_premium, settings.privacy))
}

/// `31 people`, `1 team`, `too few people`.
pub(crate) fn counted(members: Option<u32>, of: Members) -> String {
    members.map_or_else(|| format!("too few {}", of.word()), |members| of.counted(members))
}

fn tokens(scope: &Scope<'_>, of: Members) -> Result<Groups> {
    let by = match of {
        Members::People => Dimension::Person,
        Members::Teams => Dimension::Team,
    };
    let query = Query {
        filters: scope.filters.clone(),
        ..Query::of(Measure::Tokens)
            .by(Dimension::Time(Grain::Month))
            .by(by)
    };
    Ok(scope.book.groups(&query)?)
}

fn panel(
    (value, is_reported, of): (String, bool, Members),
    waves: &BTreeMap<NaiveDate, Wave>,
    tokens: &Groups,
) -> Option<Panel> {
    let ((first, before), (last, after)) = (waves.first_key_value()?, waves.last_key_value()?);
    if first == last {
        return None;
    }
    let (used_before, used_after) = (used(tokens, *first), used(tokens, *last));
    let member = |(name, value): (&String, &f64)| {
        let of = |wave: &Wave| wave.get(name).copied();
        let member = Member {
            value: (*value, of(after)?),
            used: (of(&used_before)?, of(&used_after).unwrap_or(0.0)),
        };
        (member.value.0 > 0.0 && member.used.0 > 0.0).then_some(member)
    };
    Some(Panel {
        value,
        is_reported,
        of,
        days: (*first, *last),
        members: before.iter().filter_map(member).collect(),
        leavers: before.keys().filter(|name| !after.contains_key(*name)).count() as u32,
    })
}

/// Tokens of each member in the months up to that of a day.
fn used(tokens: &Groups, day: NaiveDate) -> Wave {
    let end = Grain::Month.next(day);
    let from = end - Months::new(USE_MONTHS);
    let mut wave = Wave::new();
    for group in &tokens.groups {
        let month: Option<NaiveDate> = group.keys[0].parse().ok();
        if month.is_some_and(|month| (from..end).contains(&month)) {
            *wave.entry(group.keys[1].clone()).or_default() += group.value.0 as f64;
        }
    }
    wave
}

/// Answers of people by question, day and person; the mean where somebody answers under two identities.
fn answers(scope: &Scope<'_>) -> Result<Waves> {
    let mut found: BTreeMap<(String, NaiveDate, String), Vec<i64>> = BTreeMap::new();
    for PanelAnswer {
        question,
        day,
        person,
        value,
    } in scope.book.panel_answers()?
    {
        found.entry((question, day, person)).or_default().push(value);
    }
    let mut waves = Waves::new();
    for ((question, day, person), values) in found {
        let mean = values.iter().sum::<i64>() as f64 / values.len() as f64 / MICRO as f64;
        let wave = waves.entry(question).or_default().entry(day).or_default();
        wave.insert(person, mean);
    }
    waves.retain(|_, waves| waves.len() > 1);
    Ok(waves)
}

/// Share of positive answers by question, day and team.
fn surveys(scope: &Scope<'_>) -> Result<Waves> {
    let mut counts: BTreeMap<(String, NaiveDate, String), (i64, i64)> = BTreeMap::new();
    for Survey {
        question,
        team,
        day,
        answer,
        count,
        ..
    } in scope.book.surveys()?.into_iter().map(|kept| kept.fact)
    {
        let (Some(day), Some(count)) = (day, count) else {
            continue;
        };
        if team.is_empty() {
            continue;
        }
        let of = counts.entry((question, day, team)).or_default();
        of.1 += count;
        if POSITIVE.contains(&answer.trim().to_lowercase().as_str()) {
            of.0 += count;
        }
    }
    let mut waves = Waves::new();
    for ((question, day, team), (yes, all)) in counts.into_iter().filter(|(_, (_, all))| *all > 0) {
        let wave = waves.entry(question).or_default().entry(day).or_default();
        wave.insert(team, yes as f64 / all as f64);
    }
    waves.retain(|_, waves| waves.len() > 1);
    Ok(waves)
}

/// KPIs of several teams by quarter: the mean of a team's points.
fn kpis(scope: &Scope<'_>) -> Result<Waves> {
    let mut waves = Waves::new();
    let mut teams: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for series in scope
        .book
        .kpis()?
        .into_iter()
        .filter(|series| !series.team.is_empty())
    {
        let mut quarters: BTreeMap<NaiveDate, Vec<f64>> = BTreeMap::new();
        for (day, value) in &series.points {
            let end = Grain::Quarter.next(*day).pred_opt().unwrap_or(*day);
            quarters
                .entry(end)
                .or_default()
                .push(*value as f64 / MICRO as f64);
        }
        for (end, values) in quarters.into_iter().filter(|(end, _)| *end < scope.data.to) {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            waves
                .entry(series.name.clone())
                .or_default()
                .entry(end)
                .or_default()
                .insert(series.team.clone(), mean);
        }
        teams.entry(series.name).or_default().insert(series.team);
    }
    waves.retain(|name, _| teams.get(name).is_some_and(|teams| teams.len() > 1));
    Ok(waves)
}
