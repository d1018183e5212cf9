//! Panels of value and use for the value premium: teams that answered a question twice, or that share a KPI.
//! Answers are counted per team, so a member is a team. Computes no premium.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use metrics::roi::value_premium::{Member, Panel, ValuePremium, value_premium};
use model::{Dimension, Grain, Groups, MICRO, Measure, Query, Survey};

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

/// Value of each team at a time.
type Wave = BTreeMap<String, f64>;

/// The premium of every question asked twice and of every KPI that several teams have.
pub(crate) fn premium(scope: &Scope<'_>) -> Result<ValuePremium> {
    let by = [Dimension::Time(Grain::Month), Dimension::Team];
    let query = Query {
        filters: scope.filters.clone(),
        ..by.into_iter().fold(Query::of(Measure::Tokens), Query::by)
    };
    let tokens = scope.book.groups(&query)?;
    let reported = surveys(scope)?
        .into_iter()
        .map(|(question, waves)| (question, waves, true));
    let measured = kpis(scope)?.into_iter().map(|(kpi, waves)| (kpi, waves, false));
    let panels: Vec<Panel> = reported
        .chain(measured)
        .filter_map(|(value, waves, is_reported)| panel((value, is_reported), &waves, &tokens))
        .collect();
    Ok(value_premium(&panels, scope.settings.value_premium))
}

fn panel(
    (value, is_reported): (String, bool),
    waves: &BTreeMap<NaiveDate, Wave>,
    tokens: &Groups,
) -> Option<Panel> {
    let ((first, before), (last, after)) = (waves.first_key_value()?, waves.last_key_value()?);
    if first == last {
        return None;
    }
    let (used_before, used_after) = (used(tokens, *first), used(tokens, *last));
    let member = |(team, value): (&String, &f64)| {
        let of = |wave: &Wave| wave.get(team).copied();
        let member = Member {
            value: (*value, of(after)?),
            used: (of(&used_before)?, of(&used_after).unwrap_or(0.0)),
        };
        (member.value.0 > 0.0 && member.used.0 > 0.0).then_some(member)
    };
    Some(Panel {
        value,
        is_reported,
        days: (*first, *last),
        members: before.iter().filter_map(member).collect(),
        leavers: before.keys().filter(|team| !after.contains_key(*team)).count() as u32,
    })
}

/// Tokens of each team in the months up to that of a day.
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

/// Share of positive answers by question, day and team.
fn surveys(scope: &Scope<'_>) -> Result<BTreeMap<String, BTreeMap<NaiveDate, Wave>>> {
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
    let mut waves: BTreeMap<String, BTreeMap<NaiveDate, Wave>> = BTreeMap::new();
    for ((question, day, team), (yes, all)) in counts.into_iter().filter(|(_, (_, all))| *all > 0) {
        let wave = waves.entry(question).or_default().entry(day).or_default();
        wave.insert(team, yes as f64 / all as f64);
    }
    waves.retain(|_, waves| waves.len() > 1);
    Ok(waves)
}

/// KPIs of several teams by quarter: the mean of a team's points.
fn kpis(scope: &Scope<'_>) -> Result<BTreeMap<String, BTreeMap<NaiveDate, Wave>>> {
    let mut waves: BTreeMap<String, BTreeMap<NaiveDate, Wave>> = BTreeMap::new();
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
