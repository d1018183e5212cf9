//! Charts of initiatives: range, tornado, cash flow, value over time, scenarios side by side.

use std::collections::BTreeMap;

use charts::charts as chart;
use charts::{Figure, Options, Titles, Unit};
use chrono::Months;
use metrics::Explanation;
use metrics::roi::value_fan::value_fan;
use metrics::roi::worth::Worth;
use model::Period;

use crate::Result;
use crate::initiative::{self, Initiative, chosen, worths};
use crate::scenario;
use crate::scope::Scope;
use crate::show::{self, Charted};
use crate::view::Route;

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
            "{} of {of} initiative{} {} likely to pay on measured evidence",
            if paid == 0 {
                "None".to_owned()
            } else {
                paid.to_string()
            },
            if of == 1 { "" } else { "s" },
            if paid > 1 { "are" } else { "is" }
        ),
    };
    let bars = same.iter().map(|(_, worth)| bar(&worth.name, worth));
    let description = "Net present value".to_owned();
    let input = chart::RoiRange {
        titles: Titles::new(title, description, scope.filter_notes()),
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

fn bar(name: &str, worth: &Worth) -> chart::Worth {
    chart::Worth {
        key: name.to_owned(),
        name: name.to_owned(),
        evidence: format!("evidence {:?}", worth.grade),
        is_weak: !worth.grade.is_filled(),
        p10: Figure::from(&worth.simulation.p10),
        p50: Figure::from(&worth.simulation.p50),
        p90: Figure::from(&worth.simulation.p90),
    }
}

/// The scenarios of one initiative side by side.
pub(super) fn scenarios(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let all = scenario::beside(scope)?;
    let (initiative, worth) = chosen(scope)?;
    let currency = worth.npv.currency.clone();
    let paying = all
        .iter()
        .filter(|one| one.worth.simulation.p50.total.0 > 0)
        .count();
    let name = &initiative.scenario.name;
    let title = match (paying, all.len()) {
        (_, 0 | 1) => format!("{name}: no other scenario is saved yet"),
        (paying, of) if paying == of => format!("{name} pays in the middle of all {of} scenarios"),
        (0, of) => format!("{name} pays in the middle of none of {of} scenarios"),
        (paying, of) => format!("{name} pays in the middle of {paying} of {of} scenarios"),
    };
    let same = all.iter().filter(|one| one.worth.npv.currency == currency);
    let input = chart::RoiRange {
        titles: Titles::new(
            title,
            "Net present value by scenario".to_owned(),
            scope.filter_notes(),
        ),
        unit: Unit::Money(currency.clone()),
        initiatives: same.map(|one| bar(&one.name, &one.worth)).collect(),
    };
    let explanation = worth.explanation.clone();
    let places: BTreeMap<String, Route> = all.into_iter().map(|one| (one.name, one.go)).collect();
    Ok(Charted {
        drawing: input.draw(options),
        explanation,
        go: Box::new(move |key: &str| places.get(key).cloned()),
    })
}

/// What it may have come to by each month.
pub(super) fn fan(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let (initiative, worth) = chosen(scope)?;
    let (name, start) = (
        &initiative.scenario.name,
        initiative.start.unwrap_or(scope.data.from),
    );
    let fan = value_fan(&initiative.scenario);
    let last = &worth.simulation;
    let title = match (fan.even, last.p10.total.0 > 0) {
        (Some(month), true) => {
            format!("{name} is even after {month} months in the middle outcome, and pays in the poor one too")
        }
        (Some(month), false) => {
            format!("{name} is even after {month} months in the middle outcome, but loses in the poor one")
        }
        (None, _) => format!("{name} is never even in the middle outcome"),
    };
    let steps = fan.points.iter().map(|point| {
        let from = Period::month(start).from + Months::new(point.month);
        chart::ForecastStep {
            period: Period::month(from),
            value: chart::Likely::Range([&point.p10, &point.p50, &point.p90].map(Figure::from)),
            budget: None,
        }
    });
    let input = chart::Forecast {
        titles: Titles::new(
            title,
            "Discounted value by the end of each month, estimated".to_owned(),
            scope.filter_notes(),
        ),
        unit: Unit::Money(worth.npv.currency.clone()),
        steps: steps.collect(),
    };
    Ok(Charted::still(input.draw(options), fan.explanation))
}

/// Which assumption moves the result most.
pub(super) fn tornado(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let (initiative, worth) = chosen(scope)?;
    let title = worth.tornado.first().map_or_else(
        || "No assumption has a range".to_owned(),
        |bar| {
            format!(
                "“{}” moves the result of {} most",
                initiative::input_label(&bar.input),
                initiative.scenario.name
            )
        },
    );
    let drivers = worth.tornado.iter().map(|bar| chart::Driver {
        key: bar.input.clone(),
        name: initiative::input_name(&bar.input, &initiative.scenario),
        range: (limit(&bar.input, &bar.range.0), limit(&bar.input, &bar.range.1)),
        at_low: Figure::from(&bar.at_low),
        at_high: Figure::from(&bar.at_high),
    });
    let input = chart::Tornado {
        titles: Titles::new(
            title,
            "Net present value, one assumption at a time at its low and its high".to_owned(),
            scope.filter_notes(),
        ),
        unit: Unit::Money(worth.npv.currency.clone()),
        base: Figure::from(&worth.npv),
        drivers: drivers.collect(),
    };
    Ok(Charted::still(input.draw(options), worth.explanation.clone()))
}

/// A limit of an assumption as people read it: `70 %`, `80,000`.
fn limit(input: &str, text: &str) -> String {
    const FRACTIONS: [&str; 4] = ["Attribution", "Risk", "Recapture", "Discount rate"];
    match text.parse::<f64>() {
        Ok(value) if FRACTIONS.contains(&input) => show::percent(value),
        Ok(value) => show::number(value),
        Err(_) => text.to_owned(),
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
                "{} pays back after {} months, in the base case",
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
            // Every flow is an estimate, also of months that are past: what was realised is never in the same bar.
            is_forecast: true,
        }
    });
    let input = chart::CashFlow {
        titles: Titles::new(
            title,
            "Benefit less cost by month, and its running sum, undiscounted and estimated".to_owned(),
            scope.filter_notes(),
        ),
        unit: Unit::Money(worth.npv.currency.clone()),
        flows: flows.collect(),
    };
    Ok(Charted::still(input.draw(options), worth.explanation.clone()))
}
