//! Charts of what is divided by people and by pay.

use charts::charts as chart;
use charts::format;
use charts::{Figure, Options, Titles, Unit};
use chrono::Datelike;
use metrics::money::spend_per_employee::{PerEmployeeRow, REFERENCE_CURRENCY, REFERENCES, Spent};
use metrics::money::spend_to_payroll::{PayrollRow, Quarter};
use metrics::people::suppression::Hidden;
use model::{Exact, Money};

use crate::Result;
use crate::scope::Scope;
use crate::show::{self, Charted};
use crate::workforce;

fn titles(scope: &Scope<'_>, title: String, description: String) -> Titles {
    Titles::new(title, description, scope.filter_notes())
}

/// Spend per employee of the newest complete month: the company, then its units.
pub(super) fn per_employee(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = workforce::per_employee(scope)?;
    let ours = || made.rows.iter().filter(|row| row.currency == scope.currency);
    let complete = ours().filter(|row| row.is_complete).map(|row| row.month).max();
    let month = complete.or_else(|| ours().map(|row| row.month).max());
    let rows: Vec<&PerEmployeeRow> = ours().filter(|row| Some(row.month) == month).collect();
    let is_apart = |row: &&PerEmployeeRow| {
        row.unit.is_none() && Some(row.month) == month && row.currency != scope.currency
    };
    let apart: Vec<&PerEmployeeRow> = made.rows.iter().filter(is_apart).collect();
    let has_heads = rows.iter().any(|row| row.people.is_some());
    let when = month.map(format::month).unwrap_or_default();
    let lines = REFERENCES
        .iter()
        .filter_map(|(name, amount)| Some(((*name).to_owned(), Figure::exact(Exact::parse(amount)?)?)));
    let is_lined = scope.settings.per_employee.reference_lines && scope.currency.code() == REFERENCE_CURRENCY;
    let input = chart::Intervals {
        titles: titles(
            scope,
            finding(scope, (&rows, &apart), &when),
            format!("Billed per employee and month, {when}; of a unit what belongs to its people"),
        ),
        unit: Unit::Money(scope.currency.clone()),
        item: "Unit".to_owned(),
        words: chart::Parts {
            bar: "spend ÷ head count",
            range: "",
            middle: "median of people with spend",
            point: "P90 of them",
        },
        scale: None,
        lines: if is_lined { lines.collect() } else { Vec::new() },
        rows: if has_heads {
            rows.iter().map(|row| employee(scope, row)).collect()
        } else {
            Vec::new()
        },
        nothing: "No head count is known for these months. A sheet of unit, month, headcount brings it."
            .to_owned(),
    };
    Ok(Charted::still(input.draw(options), made.explanation.clone()))
}

fn employee(scope: &Scope<'_>, row: &PerEmployeeRow) -> chart::Interval {
    let spent = row.spent.as_ref();
    let money = |pick: fn(&Spent) -> Option<&Money>| spent.and_then(pick).map(Figure::from);
    let people = row
        .people
        .map(|people| format::quantity(people.into(), "people", &scope.locale));
    let note = match (row.hidden, row.people) {
        (Some(why), _) => why.mark(),
        (None, None) => "no head count".to_owned(),
        _ => String::new(),
    };
    chart::Interval {
        key: row.unit.clone().unwrap_or_else(|| "whole".to_owned()),
        name: unit_name(row.unit.as_deref()).to_owned(),
        second: people.unwrap_or_default(),
        bar: money(|spent| spent.per_employee.as_ref()),
        middle: money(|spent| spent.median.as_ref()),
        point: money(|spent| spent.p90.as_ref()),
        note,
        ..chart::Interval::default()
    }
}

/// `Whole company`, `no unit`, or its name.
pub(crate) fn unit_name(unit: Option<&str>) -> &str {
    match unit {
        None => "Whole company",
        Some("") => "no unit",
        Some(unit) => unit,
    }
}

/// `AI costs USD 109.09 per employee in October 2026, and EUR 26.33; 62 % of the USD belong to people`.
fn finding(scope: &Scope<'_>, (rows, apart): (&[&PerEmployeeRow], &[&PerEmployeeRow]), when: &str) -> String {
    let per = |row: &&&PerEmployeeRow| row.spent.as_ref()?.per_employee.clone();
    let text = |money: &Money| show::money(scope, money.total, &money.currency);
    let Some(whole) = rows
        .first()
        .filter(|row| row.unit.is_none())
        .and_then(|row| per(&row))
    else {
        return "Spend per employee is not known".to_owned();
    };
    let spent = rows.first().and_then(|row| row.spent.as_ref());
    let share = spent.and_then(Spent::attributed);
    let others = apart
        .iter()
        .filter_map(|row| per(&row))
        .filter(|money| money.total.0 != 0);
    let others = others.fold(String::new(), |said, money| said + ", and " + &text(&money));
    let it = if others.is_empty() {
        "it".to_owned()
    } else {
        format!("the {}", scope.currency.code())
    };
    let share = share.map(|share| format!("; {} of {it} belongs to people", show::percent(share)));
    format!(
        "AI costs {} per employee in {when}{others}{}",
        text(&whole),
        share.unwrap_or_default()
    )
}

/// Both ratios of the whole company, month by month.
pub(super) fn to_payroll(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = workforce::to_payroll(scope)?;
    let rows = made
        .rows
        .iter()
        .filter(|row| row.unit.is_none() && row.is_complete);
    let own: Vec<&PayrollRow> = rows.filter(|row| row.payroll.is_some()).collect();
    let currency = own
        .iter()
        .map(|row| &row.currency)
        .find(|currency| **currency == scope.currency)
        .or_else(|| own.first().map(|row| &row.currency));
    let ratio = |ratio: Option<f64>| ratio.map(|ratio| Figure::nanos((ratio * 1e9).round() as i128));
    let points = own
        .iter()
        .filter(|row| Some(&row.currency) == currency)
        .map(|row| {
            let [tokens, all] = row.ratios();
            (row.month, [ratio(all), ratio(tokens)])
        });
    let title = if made.finding.is_empty() {
        "No month has spend and payroll of the same people".to_owned()
    } else {
        made.finding.clone()
    };
    let code = currency.map_or("", |currency| currency.code());
    let input = chart::RatioLines {
        titles: titles(
            scope,
            title,
            format!("Billed spend in {code} over loaded payroll of the whole company, per month"),
        ),
        names: ["all spend".to_owned(), "tokens only".to_owned()],
        points: points.collect(),
        nothing: "No payroll is known. A sheet of unit, month, payroll, currency brings it.".to_owned(),
    };
    Ok(Charted::still(input.draw(options), made.explanation.clone()))
}

/// A quarter with its ratio and its outcome.
type QuarterStop<'q> = (&'q Quarter, (f64, f64));

/// Spend to payroll against each linked KPI, quarter by quarter, first quarter = 100.
pub(super) fn payroll_outcome(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = workforce::to_payroll(scope)?;
    let both = |quarter: &Quarter| {
        let [_, all] = quarter.ratios();
        let outcome = quarter.outcome.filter(|outcome| *outcome > 0.0);
        all.filter(|all| *all > 0.0).zip(outcome)
    };
    let mut courses: Vec<(String, Vec<QuarterStop<'_>>)> = Vec::new();
    for quarter in &made.quarters {
        let Some(stop) = both(quarter) else { continue };
        let name = format!("{}: {}", unit_name(quarter.unit.as_deref()), quarter.kpi);
        match courses.iter_mut().find(|(known, _)| *known == name) {
            Some((_, stops)) => stops.push((quarter, stop)),
            None => courses.push((name, vec![(quarter, stop)])),
        }
    }
    courses.retain(|(_, stops)| stops.len() > 1);
    let title = match (made.flags.first(), courses.is_empty()) {
        (Some(flag), _) => format!(
            "Spend to payroll rose two quarters while {} was flat ({} %)",
            flag.kpi.to_lowercase(),
            show::signed_number(flag.kpi_change * 100.0, 1)
        ),
        (None, true) => {
            "No KPI of the company or a unit has two quarters beside spend and payroll".to_owned()
        }
        (None, false) => "No ratio ran away from a flat KPI".to_owned(),
    };
    let input = chart::ConnectedScatter {
        titles: titles(
            scope,
            title,
            "KPI by spend to payroll (all spend), quarter by quarter, first quarter = 100".to_owned(),
        ),
        axes: ("Spend to payroll".to_owned(), "KPI".to_owned()),
        paths: courses.iter().map(|(name, stops)| path(name, stops)).collect(),
    };
    Ok(Charted::still(input.draw(options), made.explanation.clone()))
}

fn path(name: &str, stops: &[QuarterStop<'_>]) -> chart::Path {
    let first = stops[0].1;
    let index = |value: f64, base: f64| Figure::nanos((value / base * 1_000.0).round() as i128 * 100_000_000);
    let stop = |(quarter, (across, up)): &QuarterStop<'_>| {
        let from = quarter.period.from;
        chart::Stop {
            label: format!("Q{} {}", from.month0() / 3 + 1, from.year()),
            across: index(*across, first.0),
            up: index(*up, first.1),
        }
    };
    chart::Path {
        key: name.to_owned(),
        name: name.to_owned(),
        stops: stops.iter().map(stop).collect(),
    }
}

/// The words of a hidden figure, for a table.
pub(crate) fn or_hidden(value: Option<String>, hidden: Option<Hidden>) -> String {
    value.unwrap_or_else(|| hidden.map_or_else(|| "unknown".to_owned(), Hidden::mark))
}
