//! Which flags each person has, and of whom each can be told. Person by person, so it stays inside this metric.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use model::{Period, PersonDay};

use super::{Flag, ReviewSettings, Reviewed};
use crate::statistics::median;

/// Days over which growth is looked at, and before them as many again.
pub(super) const SPAN: u64 = 91;
/// Active days before the end of a budget that tell what is usual.
const USUAL_DAYS: usize = 5;

/// Whether a flag is raised, for each person of whom it can be told.
type Of = BTreeMap<i64, bool>;

/// All flags of all people.
pub(super) struct Marks(BTreeMap<Flag, Of>);

impl Marks {
    pub(super) fn of(reviewed: &Reviewed<'_>, settings: ReviewSettings) -> Self {
        let mut by_person: BTreeMap<i64, Vec<&PersonDay>> = BTreeMap::new();
        let known: BTreeSet<i64> = reviewed.people.iter().map(|person| person.person).collect();
        let by_hand = reviewed
            .days
            .iter()
            .filter(|day| !day.is_automated && known.contains(&day.person));
        for day in by_hand {
            by_person.entry(day.person).or_default().push(day);
        }
        let calls = calls_a_day(&by_person, reviewed.window);
        let most = f64::from(settings.calls_a_day);
        let rate = calls
            .iter()
            .map(|(person, calls)| (*person, *calls > most))
            .collect();
        Self(BTreeMap::from([
            (Flag::Volume, volume(&calls, settings.robust_z)),
            (
                Flag::Ratio,
                ratio(reviewed, &by_person, settings.ratio_percentile),
            ),
            (Flag::Burn, burn(reviewed, &by_person, settings.burn_times)),
            (
                Flag::Growth,
                growth(reviewed, &by_person, settings.growth_percent),
            ),
            (Flag::Rate, rate),
        ]))
    }

    /// People of whom a flag can be told.
    pub(super) fn told(&self, flag: Flag) -> &Of {
        const NOBODY: &Of = &Of::new();
        self.0.get(&flag).unwrap_or(NOBODY)
    }

    /// People of whom any flag can be told.
    pub(super) fn people(&self) -> BTreeSet<i64> {
        self.0.values().flat_map(|of| of.keys().copied()).collect()
    }

    /// People with at least so many flags.
    pub(super) fn enough(&self, needed: u32) -> BTreeSet<i64> {
        let count = |person: &i64| self.0.values().filter(|of| of.get(person) == Some(&true)).count();
        self.people()
            .into_iter()
            .filter(|person| count(person) >= needed as usize)
            .collect()
    }
}

type ByPerson<'a> = BTreeMap<i64, Vec<&'a PersonDay>>;

/// Requests over the days on which they were made; a total of several days counts the days that its source states.
fn calls_a_day(by_person: &ByPerson<'_>, window: Period) -> BTreeMap<i64, f64> {
    let calls = |days: &Vec<&PersonDay>| {
        let inside = days.iter().filter(|day| window.contains(day.day));
        let called: Vec<_> = inside
            .filter(|day| day.requests.is_some_and(|requests| requests > 0))
            .collect();
        let mut spans: BTreeMap<NaiveDate, i64> = BTreeMap::new();
        for day in &called {
            let length = day
                .stated_days
                .filter(|days| *days > 0)
                .unwrap_or(i64::from(day.days));
            let span = spans.entry(day.day).or_default();
            *span = (*span).max(length);
        }
        let requests: f64 = called
            .iter()
            .filter_map(|day| day.requests)
            .map(|micros| micros as f64 / 1e6)
            .sum();
        (requests > 0.0).then(|| requests / spans.values().sum::<i64>().max(1) as f64)
    };
    by_person
        .iter()
        .filter_map(|(person, days)| Some((*person, calls(days)?)))
        .collect()
}

/// g1. Where more than half make the same number of calls there is no measure of spread, and nobody can be told.
fn volume(calls: &BTreeMap<i64, f64>, limit: f64) -> Of {
    let logs: Vec<f64> = calls.values().map(|calls| calls.ln()).collect();
    let Some(middle) = median(&logs) else {
        return Of::new();
    };
    let away: Vec<f64> = logs.iter().map(|log| (log - middle).abs()).collect();
    match median(&away) {
        Some(spread) if spread > 0.0 => {
            let z = |calls: &f64| 0.6745 * (calls.ln() - middle) / spread;
            calls
                .iter()
                .map(|(person, calls)| (*person, z(calls) > limit))
                .collect()
        }
        _ => Of::new(),
    }
}

/// g3. Input with what was served from the cache, over output; the percentile is a person's value, none between two.
fn ratio(reviewed: &Reviewed<'_>, by_person: &ByPerson<'_>, percentile: u32) -> Of {
    let ratio = |days: &Vec<&PersonDay>| {
        let sum = |of: fn(&PersonDay) -> Option<i64>| -> i128 {
            let inside = days.iter().filter(|day| reviewed.window.contains(day.day));
            inside.filter_map(|day| of(day)).map(i128::from).sum()
        };
        let read = sum(|day| day.input) + sum(|day| day.cache_read);
        let made = sum(|day| day.output);
        (read > 0 && made > 0).then(|| read as f64 / made as f64)
    };
    let mut roles: BTreeMap<&str, Vec<(i64, f64)>> = BTreeMap::new();
    for person in reviewed.people {
        if let Some(value) = by_person.get(&person.person).and_then(ratio) {
            roles
                .entry(&person.role)
                .or_default()
                .push((person.person, value));
        }
    }
    let marked = roles.into_values().flat_map(|mut role| {
        role.sort_by(|a, b| a.1.total_cmp(&b.1));
        let rank = (role.len() * percentile.min(100) as usize).div_ceil(100).max(1);
        let limit = role[rank - 1].1;
        role.into_iter()
            .map(move |(person, value)| (person, value > limit))
    });
    marked.collect()
}

/// g5. Somebody who used far more than usual in the last three working days of a budget that was burnt at its end.
fn burn(reviewed: &Reviewed<'_>, by_person: &ByPerson<'_>, times: u32) -> Of {
    let mut marked = Of::new();
    for person in reviewed.people {
        let Some(days) = by_person.get(&person.person) else {
            continue;
        };
        let of_team = reviewed
            .ended
            .iter()
            .filter(|ended| ended.team.as_ref().is_none_or(|team| *team == person.team));
        for ended in of_team {
            if let Some(is_burst) = burst(days, ended.period, f64::from(times)) {
                *marked.entry(person.person).or_default() |= is_burst && ended.is_burnt;
            }
        }
    }
    marked
}

fn burst(days: &[&PersonDay], period: Period, times: f64) -> Option<bool> {
    let last = period.working_days().rev().take(3).last()?;
    let mut daily: BTreeMap<NaiveDate, f64> = BTreeMap::new();
    for day in days
        .iter()
        .filter(|day| day.days == 1 && period.contains(day.day))
    {
        *daily.entry(day.day).or_default() += day.tokens.unwrap_or(0).max(0) as f64;
    }
    let usual: Vec<f64> = daily
        .range(..last)
        .map(|day| *day.1)
        .filter(|tokens| *tokens > 0.0)
        .collect();
    let end: f64 = daily.range(last..).map(|day| day.1).sum();
    let usual = median(&usual).filter(|_| usual.len() >= USUAL_DAYS)?;
    Some(end > 3.0 * times * usual)
}

/// g6. A quarter's tokens against the quarter before, beside what the team's KPIs did; no KPI rose.
fn growth(reviewed: &Reviewed<'_>, by_person: &ByPerson<'_>, percent: u32) -> Of {
    let end = reviewed.window.to;
    let now = Period::new(end - Days::new(SPAN), end);
    let before = Period::new(now.from - Days::new(SPAN), now.from);
    let mut risen: BTreeMap<&str, bool> = BTreeMap::new();
    for kpi in reviewed.kpis {
        if let Some((before, now)) = kpi.mean(before).zip(kpi.mean(now)) {
            *risen.entry(&kpi.team).or_default() |= now > before;
        }
    }
    let tokens = |days: &[&PersonDay], period: Period| -> i128 {
        let inside = days.iter().filter(|day| period.contains(day.day));
        inside.filter_map(|day| day.tokens).map(i128::from).sum()
    };
    let mark = |person: &model::PersonActivity| {
        let days = by_person.get(&person.person)?;
        let has_risen = risen.get(person.team.as_str()).or_else(|| risen.get(""))?;
        let (before, now) = (tokens(days, before), tokens(days, now));
        let is_up = now * 100 >= before * i128::from(100 + percent);
        (before > 0).then_some((person.person, is_up && !has_risen))
    };
    reviewed.people.iter().filter_map(mark).collect()
}
