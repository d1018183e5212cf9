//! Asks for what outcome metrics need: which KPI belongs to which team, and tokens by month, team and person.
//! Names of people never leave the metric. Computes nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use metrics::people::review_flags::left_out;
use metrics::people::review_flags::{Ended, REACH, ReviewFlags, Reviewed, review_flags};
use metrics::people::team_ranking::{Contender, RankBy, TeamRanking, by_habit, team_ranking};
use metrics::roi::benefit::realised;
use metrics::roi::decoupling::{Asked, Decoupling, LinkedKpi, decoupling};
use model::{Currency, Dimension, Grain, Measure, Period, PersonDay, Query, Total};
use store::KpiSeries;

use crate::once::once;
use crate::scope::Scope;
use crate::{Result, initiative, measured, signals};

/// Each team's KPI: what an initiative declares, else the one series that bears the team's name.
pub(crate) fn linked(scope: &Scope<'_>) -> Result<Vec<LinkedKpi>> {
    let all = scope.book.kpis()?;
    let declared = initiative::initiatives(scope.book)?;
    let is_declared = |series: &&KpiSeries| {
        let benefits = declared.iter().map(|one| &one.scenario.benefit);
        benefits
            .into_iter()
            .any(|benefit| (&benefit.kpi, &benefit.team) == (&series.name, &series.team))
    };
    let link = |series: &KpiSeries, is_declared| LinkedKpi {
        team: series.team.clone(),
        kpi: series.name.clone(),
        unit: series.unit.clone(),
        is_declared,
        points: series.points.clone(),
    };
    let mut links: Vec<LinkedKpi> = all
        .iter()
        .filter(is_declared)
        .map(|series| link(series, true))
        .collect();
    let alone = |series: &&KpiSeries| all.iter().filter(|other| other.team == series.team).count() == 1;
    let others = all.iter().filter(|series| !is_declared(series)).filter(alone);
    links.extend(others.map(|series| link(series, false)));
    Ok(links)
}

/// Tokens against outcome, over everything the book knows; computed once for all that a screen shows.
pub(crate) fn decoupled<'s>(scope: &'s Scope<'_>) -> Result<&'s Decoupling> {
    once(&scope.once.decoupling, || decouple(scope))
}

fn decouple(scope: &Scope<'_>) -> Result<Decoupling> {
    let by = [Dimension::Time(Grain::Month), Dimension::Team, Dimension::Person];
    let query = Query {
        filters: scope.filters.clone(),
        ..by.into_iter().fold(Query::of(Measure::Tokens), Query::by)
    };
    let mut kpis = linked(scope)?;
    kpis.retain(|kpi| kpi.team.is_empty() || scope.accepts(&Dimension::Team, &kpi.team));
    let asked = Asked {
        data: scope.data,
        privacy: scope.settings.privacy,
        settings: scope.settings.decoupling,
    };
    let mut tokens = scope.book.groups(&query)?;
    let people = scope.book.people_labels()?;
    for group in &mut tokens.groups {
        // A key or a service is nobody; its tokens count.
        if let Some(person) = group.keys.last_mut().filter(|person| !people.contains(*person)) {
            person.clear();
        }
    }
    Ok(decoupling(&tokens, &kpis, &asked))
}

/// What review flags are raised from, read once.
pub(crate) struct Review {
    days: Arc<Vec<PersonDay>>,
    kpis: Vec<LinkedKpi>,
    ended: Vec<Ended>,
}

impl Review {
    pub(crate) fn of(scope: &Scope<'_>) -> Result<Self> {
        let window = scope.people_window();
        let reach = Period::new(window.to - Days::new(REACH), window.to);
        Ok(Self {
            days: scope.book.person_days_by_class(reach)?,
            kpis: linked(scope)?,
            ended: ended(scope, window, reach)?,
        })
    }

    pub(crate) fn reviewed<'a>(&'a self, scope: &'a Scope<'_>) -> Result<Reviewed<'a>> {
        Ok(Reviewed {
            people: scope.people()?,
            days: &self.days,
            kpis: &self.kpis,
            ended: &self.ended,
            window: scope.people_window(),
        })
    }
}

/// Flags of the window in force; computed once for all that a screen shows.
pub(crate) fn review<'s>(scope: &'s Scope<'_>) -> Result<&'s ReviewFlags> {
    once(&scope.once.flags, || {
        let review = Review::of(scope)?;
        let reviewed = review.reviewed(scope)?;
        Ok(review_flags(
            &reviewed,
            scope.settings.review,
            scope.settings.privacy,
        ))
    })
}

/// Budgets of everybody or of a team that ended in the window and began within reach; burnt as budget waste says
/// it. Where that cannot be told, nothing is.
fn ended(scope: &Scope<'_>, window: Period, reach: Period) -> Result<Vec<Ended>> {
    let ended = signals::endings(scope)?
        .into_iter()
        .filter_map(|(budget, ending)| {
            let (period, spike) = (ending.period, ending.spike?);
            let is_ours = period.to > window.from && period.to <= window.to && period.from >= reach.from;
            let team = (budget.dimension == "team").then(|| budget.value.clone());
            let is_of_people = budget.dimension.is_empty() || team.is_some();
            (is_ours && is_of_people).then_some(Ended {
                period,
                team,
                is_burnt: spike.0 > 0,
            })
        });
    Ok(ended.collect())
}

/// Teams in rank intervals, where the setting says so.
pub(crate) fn ranking(scope: &Scope<'_>) -> Result<TeamRanking> {
    let settings = scope.settings.ranking;
    let contenders = match (settings.on, settings.by) {
        (false, _) => Vec::new(),
        (true, RankBy::Habit) => {
            let review = Review::of(scope)?;
            let left_out = left_out(&review.reviewed(scope)?, scope.settings.review);
            by_habit(scope.people()?, &left_out, scope.people_window().to)
        }
        (true, RankBy::Outcome) => by_outcome(scope)?,
    };
    Ok(team_ranking(contenders, settings, scope.settings.privacy))
}

/// Teams with what their initiatives brought and what the team was billed, month by month, in the currency in force.
fn by_outcome(scope: &Scope<'_>) -> Result<Vec<Contender>> {
    let people = scope.people()?;
    let by = [Dimension::Time(Grain::Month), Dimension::Team];
    let mut billed = scope.ask(Measure::Billed, &by, scope.data)?;
    billed.groups.retain(|group| group.currency == scope.currency);
    let mut teams: BTreeMap<String, BTreeMap<NaiveDate, f64>> = BTreeMap::new();
    for initiative in initiative::initiatives(scope.book)? {
        let scenario = &initiative.scenario;
        if scenario.benefit.team.is_empty() || scenario.currency != scope.currency {
            continue;
        }
        let measured = measured::by_method(scope, &initiative, None)?;
        let Some((gains, series)) = measured.result.zip(measured.series) else {
            continue;
        };
        let months = teams.entry(scenario.benefit.team.clone()).or_default();
        for (day, money) in realised(&gains, scenario, &series.unit).points {
            *months.entry(Grain::Month.start(day)).or_default() += rough(money.total, &money.currency);
        }
    }
    let cost = |team: &str, month: NaiveDate| -> f64 {
        let key = month.to_string();
        let of = billed
            .groups
            .iter()
            .filter(|group| group.keys[0] == key && group.keys[1] == team);
        of.map(|group| rough(group.value, &group.currency)).sum()
    };
    let contender = |(team, months): (String, BTreeMap<NaiveDate, f64>)| Contender {
        people: people.iter().filter(|person| person.team == team).count() as u32,
        parts: months
            .into_iter()
            .map(|(month, benefit)| (benefit, cost(&team, month)))
            .collect(),
        team,
    };
    Ok(teams.into_iter().map(contender).collect())
}

/// Money as a number, for a ratio only.
fn rough(total: Total, currency: &Currency) -> f64 {
    total.0 as f64 / 10f64.powi(currency.scale() as i32)
}
