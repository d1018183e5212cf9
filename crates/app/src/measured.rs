//! The KPI of an initiative against what it would have been, by a method of the user's choice. Draws nothing.

use metrics::figure::percent;
use metrics::roi::counterfactual::{Counterfactual, KpiPoints, Method, counterfactual};
use metrics::roi::matching::{Match, closest};
use store::KpiSeries;

use crate::Result;
use crate::initiative::{self, Initiative};
use crate::scope::Scope;

/// An initiative with its KPI and what that would have been.
pub(crate) struct Measured {
    pub(crate) initiative: Initiative,
    /// The KPI's series, if the book has it.
    pub(crate) series: Option<KpiSeries>,
    /// How it is asked.
    pub(crate) method: Method,
    /// What it is held against; none for a trend.
    pub(crate) control: Option<KpiSeries>,
    /// Series that could be the control, the closest before the start first.
    pub(crate) matches: Vec<Match>,
    /// What would have been, if there are points enough to say.
    pub(crate) result: Option<Counterfactual>,
    /// Why there is no result.
    pub(crate) missing: String,
}

impl Measured {
    /// The gain per point since the start in whole units of the KPI, where what would have been is known.
    pub(crate) fn gain(&self) -> Option<f64> {
        self.result.as_ref().map(|result| result.gain.round())
    }
}

/// The KPI of the initiative a route is about, by the method of the route.
pub(crate) fn measured(scope: &Scope<'_>) -> Result<Measured> {
    let (initiative, _) = initiative::chosen(scope)?;
    let asked = scope.route.inputs.get("method");
    let method = Method::ALL
        .iter()
        .copied()
        .find(|method| asked.is_some_and(|id| id == method.id()));
    by_method(scope, initiative, method)
}

/// The KPI of an initiative by a method; without one, against the stated control, else its own trend.
pub(crate) fn by_method(
    scope: &Scope<'_>,
    initiative: &Initiative,
    method: Option<Method>,
) -> Result<Measured> {
    let benefit = &initiative.scenario.benefit;
    let all = scope.book.kpis()?;
    // Of series in several units the one that is stated in the scenario's, or as the KPI is.
    let find = |team: &str, unit: &str| {
        let is_of = |series: &&KpiSeries| series.name == benefit.kpi && series.team == team;
        let mut named = all.iter().filter(is_of);
        let first = named.clone().next();
        named
            .find(|series| series.unit.eq_ignore_ascii_case(unit))
            .or(first)
    };
    let series = find(&benefit.team, &benefit.unit).cloned();
    let unit = series.as_ref().map_or("", |series| &series.unit);
    let stated = find(&initiative.control, unit).filter(|control| control.team != benefit.team);
    let default = if stated.is_some() {
        Method::DifferenceInDifferences
    } else {
        Method::PreTrend
    };
    let method = method.unwrap_or(default);
    let matches = matches(scope, initiative, (series.as_ref(), &all))?;
    let found = matches
        .first()
        .and_then(|best| all.iter().find(|series| name(series) == best.name));
    let control = match method {
        Method::PreTrend => None,
        Method::MatchedControl => found,
        Method::DifferenceInDifferences => stated.or(found),
    };
    let control = control.cloned();
    let (result, missing) = result(initiative, (series.as_ref(), control.as_ref()), method);
    let why = why(method, control.as_ref(), &matches);
    let result = result.map(|result| Counterfactual {
        explanation: result.explanation.clone().note_if(!why.is_empty(), why),
        ..result
    });
    Ok(Measured {
        initiative: initiative.clone(),
        series,
        method,
        control,
        matches,
        result,
        missing,
    })
}

fn result(
    initiative: &Initiative,
    (series, control): (Option<&KpiSeries>, Option<&KpiSeries>),
    method: Method,
) -> (Option<Counterfactual>, String) {
    let Some(series) = series else {
        return (
            None,
            format!("the book has no series “{}”", initiative.scenario.benefit.kpi),
        );
    };
    let Some(start) = initiative.start else {
        return (None, "the initiative states no start".to_owned());
    };
    if let Some(control) = control.filter(|control| !is_alike(control, series)) {
        let what = |of: &KpiSeries| format!("“{}”", of.unit);
        return (
            None,
            format!(
                "the KPI is in {} and its control in {}",
                what(series),
                what(control)
            ),
        );
    }
    let control: &KpiPoints = control.map_or(&[], |control| &control.points);
    match counterfactual(&series.points, control, start, method) {
        Ok(result) => (Some(result), String::new()),
        Err(missing) => (None, missing.to_string()),
    }
}

/// A series as a control is called: `Claims settled · Motor claims`.
pub(crate) fn name(series: &KpiSeries) -> String {
    let team = if series.team.is_empty() {
        "whole company"
    } else {
        &series.team
    };
    format!("{} · {team}", series.name)
}

/// What is counted otherwise cannot be taken away.
fn is_alike(one: &KpiSeries, other: &KpiSeries) -> bool {
    one.unit.eq_ignore_ascii_case(&other.unit)
}

/// Series that may be a control: of other teams, none of which has an initiative of its own on it.
fn matches(
    scope: &Scope<'_>,
    initiative: &Initiative,
    (series, all): (Option<&KpiSeries>, &[KpiSeries]),
) -> Result<Vec<Match>> {
    let (Some(series), Some(start)) = (series, initiative.start) else {
        return Ok(Vec::new());
    };
    let worths = initiative::worths(scope)?;
    let is_touched = |other: &KpiSeries| {
        let mut benefits = worths.iter().map(|(one, _)| &one.scenario.benefit);
        benefits.any(|benefit| benefit.kpi == other.name && benefit.team == other.team)
    };
    // The same KPI of everybody holds this team, or is held by it; another KPI of the team may have moved with it.
    let is_within = |other: &KpiSeries| {
        other.team == series.team
            || other.name == series.name && (other.team.is_empty() || series.team.is_empty())
    };
    let free = all
        .iter()
        .filter(|other| is_alike(other, series) && !is_touched(other) && !is_within(other));
    let candidates: Vec<(String, &KpiPoints)> = free.map(|other| (name(other), &other.points[..])).collect();
    Ok(closest(&series.points, &candidates, start))
}

/// Which control, and why that one.
fn why(method: Method, control: Option<&KpiSeries>, matches: &[Match]) -> String {
    let Some(control) = control.filter(|_| method != Method::PreTrend).map(name) else {
        return String::new();
    };
    let Some(found) = matches.iter().find(|found| found.name == control) else {
        return format!("Control: {control}, as the initiative states.");
    };
    let distance = format!(
        "its course before the start differs by {} % of the mean over {} points",
        percent(found.distance),
        found.days
    );
    if method == Method::MatchedControl {
        return format!(
            "Control: {control}, the closest of {} series: {distance}.",
            matches.len()
        );
    }
    format!("Control: {control}; {distance}.")
}
