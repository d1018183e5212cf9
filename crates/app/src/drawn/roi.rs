//! Charts of initiatives: range, tornado, cash flow, KPI against what would have been.

use std::collections::BTreeMap;

use charts::charts as chart;
use charts::format;
use charts::{Figure, Options, Titles, Unit};
use chrono::{Months, NaiveDate};
use metrics::Explanation;
use metrics::roi::counterfactual::{Counterfactual, Method, counterfactual};
use metrics::roi::worth::Worth;
use model::Period;

use crate::Result;
use crate::initiative::{Initiative, chosen, worths};
use store::KpiSeries;

use crate::scope::Scope;
use crate::show::{self, Charted};
use crate::view::Route;

fn titles(title: String, description: String, notes: Vec<String>) -> Titles {
    Titles {
        title,
        description,
        remark: String::new(),
        notes,
    }
}

/// P10 to P90 per initiative.
pub(super) fn ranges(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let all = worths(scope)?;
    let currency = all
        .first()
        .map(|(_, worth)| worth.npv.currency.clone())
        .unwrap_or_default();
    let same: Vec<&(Initiative, Worth)> = all
        .iter()
        .filter(|(_, worth)| worth.npv.currency == currency)
        .collect();
    let paid = same
        .iter()
        .filter(|(_, worth)| worth.simulation.p10.total.0 > 0 && worth.grade.is_filled())
        .count();
    let title = match same.len() {
        0 => "No initiative is described yet".to_owned(),
        of => format!(
            "{paid} of {of} initiatives {} with evidence, in nine of ten draws",
            if paid == 1 { "pays" } else { "pay" }
        ),
    };
    let bars = same.iter().map(|(_, worth)| chart::Worth {
        key: worth.name.clone(),
        name: worth.name.clone(),
        evidence: format!("evidence {:?}", worth.grade),
        is_weak: !worth.grade.is_filled(),
        p10: Figure::from(&worth.simulation.p10),
        p50: Figure::from(&worth.simulation.p50),
        p90: Figure::from(&worth.simulation.p90),
    });
    let description = "Net present value".to_owned();
    let input = chart::RoiRange {
        titles: titles(title, description, scope.filter_texts()),
        unit: Unit::Money(currency),
        initiatives: bars.collect(),
    };
    let explanation = same
        .first()
        .map_or_else(Explanation::default, |(_, worth)| worth.explanation.clone());
    let on = Route {
        screen: "roi".to_owned(),
        ..scope.route.clone()
    };
    let go = move |key: &str| {
        Some(Route {
            item: Some(key.to_owned()),
            inputs: BTreeMap::new(),
            ..on.clone()
        })
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation,
        go: Box::new(go),
    })
}

/// Which assumption moves the result most.
pub(super) fn tornado(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let (initiative, worth) = chosen(scope)?;
    let title = worth.tornado.first().map_or_else(
        || "No assumption has a range".to_owned(),
        |bar| {
            format!(
                "{} moves the result of {} most",
                bar.input, initiative.scenario.name
            )
        },
    );
    let drivers = worth.tornado.iter().map(|bar| chart::Driver {
        key: bar.input.clone(),
        name: bar.input.clone(),
        range: (limit(&bar.input, &bar.range.0), limit(&bar.input, &bar.range.1)),
        at_low: Figure::from(&bar.at_low),
        at_high: Figure::from(&bar.at_high),
    });
    let input = chart::Tornado {
        titles: titles(
            title,
            "Net present value, one assumption at a time at its low and its high".to_owned(),
            Vec::new(),
        ),
        unit: Unit::Money(worth.npv.currency.clone()),
        base: Figure::from(&worth.npv),
        drivers: drivers.collect(),
    };
    Ok(Charted::still(input.draw(options), worth.explanation))
}

/// A limit of an assumption as people read it: `70 %`, `80,000`.
fn limit(input: &str, text: &str) -> String {
    const FRACTIONS: [&str; 4] = ["Attribution", "Risk", "Recapture", "Discount rate"];
    match text.parse::<f64>() {
        Ok(value) if FRACTIONS.contains(&input) => show::percent(value),
        Ok(value) if value.fract() == 0.0 => format::count(value as i128, &charts::Locale::default()),
        _ => text.to_owned(),
    }
}

/// Cumulative cash flow with its payback.
pub(super) fn cash_flow(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let (initiative, worth) = chosen(scope)?;
    let start = initiative.start.unwrap_or(scope.data.from);
    let title = worth.payback_months.map_or_else(
        || {
            format!(
                "{} does not pay back within {} months",
                initiative.scenario.name, initiative.scenario.horizon_months
            )
        },
        |months| {
            format!(
                "{} pays back after {} months",
                initiative.scenario.name,
                (months * 10.0).round() / 10.0
            )
        },
    );
    let flows = worth.flows.iter().map(|flow| {
        let from = start + Months::new(flow.month);
        chart::Flow {
            period: Period::new(from, from + Months::new(1)),
            net: Figure::from(&flow.benefit) - Figure::from(&flow.cost),
            is_forecast: from >= scope.data.to,
        }
    });
    let input = chart::CashFlow {
        titles: titles(
            title,
            "Benefit less cost by month, and its running sum, undiscounted".to_owned(),
            Vec::new(),
        ),
        unit: Unit::Money(worth.npv.currency.clone()),
        flows: flows.collect(),
    };
    Ok(Charted::still(input.draw(options), worth.explanation))
}

/// An initiative with its KPI and what that would have been.
pub(crate) struct Measured {
    pub(crate) initiative: Initiative,
    /// The KPI's series, if the book has it.
    pub(crate) series: Option<KpiSeries>,
    /// What would have been, if there are points enough to say.
    pub(crate) result: Option<Counterfactual>,
}

/// The KPI of the initiative a route is about, against its control or else its own trend.
pub(crate) fn measured(scope: &Scope<'_>) -> Result<Measured> {
    let (initiative, _) = chosen(scope)?;
    let benefit = &initiative.scenario.benefit;
    let all = scope.book.kpis()?;
    let of_team = |team: &str| {
        all.iter()
            .find(|series| series.name == benefit.kpi && series.team == team)
    };
    let series = of_team(&benefit.team).cloned();
    let control = of_team(&initiative.control).filter(|control| control.team != benefit.team);
    let control = control.map_or(&[][..], |control| &control.points);
    let method = if control.is_empty() {
        Method::PreTrend
    } else {
        Method::DifferenceInDifferences
    };
    let both = series.as_ref().zip(initiative.start);
    let result = both.and_then(|(series, start)| counterfactual(&series.points, control, start, method).ok());
    Ok(Measured {
        initiative,
        series,
        result,
    })
}

/// The KPI beside what it would have been.
pub(super) fn kpi(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let found = measured(scope)?;
    let (initiative, result) = (found.initiative, found.result);
    let benefit = &initiative.scenario.benefit;
    let Some(series) = found.series else {
        let titles = titles(
            format!("{} is not in the book", benefit.kpi),
            "Import a KPI series: date, name, value, unit, team".to_owned(),
            Vec::new(),
        );
        let empty = chart::KpiSeries {
            titles,
            unit: Unit::Quantity(String::new()),
            points: Vec::new(),
            change: None,
        };
        return Ok(Charted::still(empty.draw(options), Explanation::default()));
    };
    let points = series.points.iter().map(|(day, micros)| chart::KpiPoint {
        day: *day,
        actual: Some(Figure::micros((*micros).into())),
        expected: result
            .as_ref()
            .and_then(|result| expected(result, *day, initiative.start)),
        interval: None,
    });
    let title = kpi_finding(&benefit.kpi, &series.unit, result.as_ref());
    let input = chart::KpiSeries {
        titles: titles(
            title,
            format!("{} a month, {}", benefit.kpi, team_words(&series.team)),
            Vec::new(),
        ),
        unit: Unit::Quantity(series.unit.clone()),
        points: points.collect(),
        change: initiative.start.map(|start| (start, "start".to_owned())),
    };
    let explanation = result.map(|result| result.explanation).unwrap_or_default();
    Ok(Charted::still(input.draw(options), explanation))
}

fn expected(result: &Counterfactual, day: NaiveDate, start: Option<NaiveDate>) -> Option<Figure> {
    if start.is_some_and(|start| day < start) {
        return None;
    }
    let point = result.points.iter().find(|point| point.day == day)?;
    Some(Figure::nanos((point.expected * 1e9).round() as i128))
}

fn team_words(team: &str) -> String {
    if team.is_empty() {
        "whole company".to_owned()
    } else {
        team.to_owned()
    }
}

fn kpi_finding(kpi: &str, unit: &str, result: Option<&Counterfactual>) -> String {
    let Some(result) = result else {
        return format!("{kpi}: too few points to say what would have been");
    };
    let gain = result.gain.round();
    let word = if gain >= 0.0 { "more" } else { "fewer" };
    let gain = format::count(gain.abs() as i128, &charts::Locale::default());
    format!("{kpi}: {gain} {unit} a month {word} than expected without it")
}
