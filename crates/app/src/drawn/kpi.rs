//! Charts of a KPI: against what would have been, and beside its control before and after the start.

use charts::charts as chart;
use charts::format;
use charts::{Figure, Options, Titles, Unit};
use chrono::NaiveDate;
use metrics::Explanation;
use metrics::roi::counterfactual::{Counterfactual, Method};
use store::KpiSeries;

use crate::Result;
use crate::measured::{measured, name};
use crate::scope::Scope;
use crate::show::Charted;

/// The KPI beside what it would have been.
pub(super) fn kpi(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let found = measured(scope)?;
    let (initiative, result) = (found.initiative, found.result);
    let benefit = &initiative.scenario.benefit;
    let Some(series) = found.series else {
        let titles = Titles::new(
            format!("{} is not in the book", benefit.kpi),
            "Import a KPI series: date, name, value, unit, team".to_owned(),
            scope.filter_notes(),
        );
        let empty = chart::KpiSeries {
            titles,
            unit: Unit::Quantity(String::new()),
            points: Vec::new(),
            change: None,
            nothing: chart::NO_KPI,
        };
        return Ok(Charted::still(empty.draw(options), Explanation::default()));
    };
    let decimals = decimals(&series.points) + 1;
    let points = series.points.iter().map(|(day, micros)| chart::KpiPoint {
        day: *day,
        actual: Some(Figure::micros((*micros).into())),
        expected: result
            .as_ref()
            .and_then(|result| expected(result, *day, initiative.start))
            .map(|value| estimate(value, decimals)),
        interval: None,
    });
    let title = kpi_finding(&benefit.kpi, &series.unit, (result.as_ref(), &found.missing));
    let input = chart::KpiSeries {
        titles: Titles::new(
            title,
            format!(
                "{} a month, {}; expected by {}",
                benefit.kpi,
                team_words(&series.team),
                method_words(found.method)
            ),
            scope
                .filter_notes()
                .into_iter()
                .chain(
                    found
                        .control
                        .iter()
                        .map(|control| format!("control {}", name(control))),
                )
                .collect(),
        ),
        unit: Unit::Quantity(series.unit.clone()),
        points: points.collect(),
        change: initiative.start.map(|start| (start, "start".to_owned())),
        nothing: chart::NO_KPI,
    };
    let explanation = result.map(|result| result.explanation).unwrap_or_default();
    Ok(Charted::still(input.draw(options), explanation))
}

/// The most decimals that a value of a series states.
fn decimals(points: &[(NaiveDate, i64)]) -> i32 {
    let of = |value: i64| {
        (0..6)
            .find(|decimals| value % 10i64.pow(6 - decimals) == 0)
            .unwrap_or(6)
    };
    points.iter().map(|(_, value)| of(*value)).max().unwrap_or(0) as i32
}

/// What is expected, with one decimal more than is measured: the others would be no knowledge.
fn estimate(value: f64, decimals: i32) -> Figure {
    let unit = 10f64.powi(decimals);
    Figure::nanos(((value * unit).round() / unit * 1e9).round() as i128)
}

fn expected(result: &Counterfactual, day: NaiveDate, start: Option<NaiveDate>) -> Option<f64> {
    if start.is_some_and(|start| day < start) {
        return None;
    }
    let point = result.points.iter().find(|point| point.day == day)?;
    Some(point.expected)
}

fn team_words(team: &str) -> String {
    if team.is_empty() {
        "whole company".to_owned()
    } else {
        team.to_owned()
    }
}

fn kpi_finding(kpi: &str, unit: &str, (result, missing): (Option<&Counterfactual>, &str)) -> String {
    let Some(result) = result else {
        return format!("{kpi}: nobody can say what would have been: {missing}");
    };
    let gain = result.gain.round();
    let word = if gain >= 0.0 { "more" } else { "fewer" };
    let gain = format::count(gain.abs() as i128, &charts::Locale::default());
    format!("{kpi}: {gain} {unit} a month {word} than expected without it")
}

fn method_words(method: Method) -> &'static str {
    match method {
        Method::PreTrend => "the trend before",
        Method::MatchedControl => "the closest series",
        Method::DifferenceInDifferences => "difference in differences",
    }
}

/// Whether KPI and control moved in step before the start.
pub(super) fn trends(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let found = measured(scope)?;
    let start = found.initiative.start.unwrap_or(scope.data.from);
    let names = [&found.series, &found.control].map(|series| series.as_ref().map(name).unwrap_or_default());
    let points = match (&found.series, &found.control) {
        (Some(kpi), Some(control)) => indexed(kpi, control, start),
        _ => Vec::new(),
    };
    let difference = found.result.as_ref().and_then(|result| result.slope_difference);
    let title = match (&found.control, difference) {
        (Some(_), Some(difference)) => trend_finding(difference, found.series.as_ref(), start),
        _ => "No control: a trend alone cannot say what else changed".to_owned(),
    };
    let [kpi, control] = names;
    let input = chart::ParallelTrend {
        titles: Titles::new(title, format!("{kpi}, beside {control}"), scope.filter_notes()),
        names: (kpi, control),
        points,
        start,
    };
    let explanation = found.result.map(|result| result.explanation).unwrap_or_default();
    Ok(Charted::still(input.draw(options), explanation))
}

/// Both as indices, 100 being the mean before the start.
fn indexed(kpi: &KpiSeries, control: &KpiSeries, start: NaiveDate) -> Vec<chart::TrendPoint> {
    let base = |series: &KpiSeries| {
        let before = series
            .points
            .iter()
            .filter(|(day, _)| *day < start)
            .map(|(_, value)| i128::from(*value));
        let (count, sum) = before.fold((0, 0), |(count, sum), value| (count + 1, sum + value));
        (sum, count)
    };
    let index = |value: i64, (sum, count): (i128, i128)| {
        (sum != 0).then(|| Figure::ratio(i128::from(value) * count * 100, sum))
    };
    let (of_kpi, of_control) = (base(kpi), base(control));
    let days: std::collections::BTreeSet<NaiveDate> = kpi
        .points
        .iter()
        .chain(&control.points)
        .map(|(day, _)| *day)
        .collect();
    let at = |series: &KpiSeries, day, base| {
        let found = series.points.iter().find(|(other, _)| *other == day);
        found.and_then(|(_, value)| index(*value, base))
    };
    let point = |day| chart::TrendPoint {
        day,
        kpi: at(kpi, day, of_kpi),
        control: at(control, day, of_control),
    };
    days.into_iter().map(point).collect()
}

/// Parallel is a difference of slopes below two percent of the mean a month (our default).
fn trend_finding(slope: f64, kpi: Option<&KpiSeries>, start: NaiveDate) -> String {
    const PARALLEL: f64 = 0.02;
    let before = kpi.map(|kpi| {
        kpi.points
            .iter()
            .filter(|(day, _)| *day < start)
            .map(|(_, value)| *value as f64)
    });
    let (count, sum) = before
        .into_iter()
        .flatten()
        .fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    let mean = if count > 0.0 {
        (sum / count / model::MICRO as f64).abs()
    } else {
        0.0
    };
    let is_parallel = mean > 0.0 && slope.abs() / mean < PARALLEL;
    if is_parallel {
        "Before the start both moved in step".to_owned()
    } else {
        "Before the start they did not move in step: read the gain with care".to_owned()
    }
}
