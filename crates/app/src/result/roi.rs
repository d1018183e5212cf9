//! Results of initiatives: what they are worth, and what their KPI did.

use chrono::NaiveDate;
use metrics::Explanation;
use metrics::roi::benefit::realised;
use metrics::roi::counterfactual::{CounterfactualPoint, Method};
use metrics::roi::overlap_ledger::Entry;
use metrics::roi::tco::CostLine;
use metrics::roi::value_fan::{FanPoint, value_fan};
use metrics::roi::worth::Worth;
use model::Money;
use serde_json::{Value, json};

use super::{Made, explain};
use crate::Result;
use crate::measured::{Measured, by_method, measured, name};
use crate::scope::Scope;
use crate::{initiative, owned};

/// NPV, IRR, payback, simulation and tornado of every initiative.
pub(super) fn worths(scope: &Scope<'_>) -> Result<Made> {
    let all = initiative::worths(scope)?;
    let Some((_, first)) = all.first() else {
        return Ok(no_initiative());
    };
    let explanation = first.explanation.clone();
    Ok(Made::new(all.iter().map(|(_, made)| worth(made)), explanation))
}

/// The ROI of one initiative: NPV, IRR, payback, P10/P50/P90, tornado.
pub(crate) fn worth(made: &Worth) -> Value {
    let money = |money: &Money| Value::from(money.text());
    let tornado = made.tornado.iter().map(|bar| json!({"input": bar.input, "range": bar.range, "at_low": money(&bar.at_low), "at_high": money(&bar.at_high)}));
    json!({
        "name": made.name,
        "currency": made.npv.currency,
        "npv": money(&made.npv),
        "benefits": money(&made.benefits),
        "costs": money(&made.costs),
        "roi": made.roi,
        "irr": made.irr,
        "payback_months": made.payback_months,
        "simulation": {"draws": made.simulation.draws, "seed": made.simulation.seed, "p10": money(&made.simulation.p10), "p50": money(&made.simulation.p50),
                       "p90": money(&made.simulation.p90), "chance_positive": made.simulation.chance_positive},
        "tornado": tornado.collect::<Vec<_>>(),
        "evidence": format!("{:?}", made.grade),
        "is_filled": made.grade.is_filled(),
        "problems": made.problems,
        "explain": explain(&made.explanation),
    })
}

/// The KPI of the initiative beside what it would have been.
pub(super) fn counterfactual(scope: &Scope<'_>) -> Result<Made> {
    let Some(found) = found(scope)? else {
        return Ok(no_initiative());
    };
    let Some(result) = &found.result else {
        return Ok(about(&found, missing(&found)));
    };
    let row = |point: &CounterfactualPoint| json!({"day": point.day, "actual": point.actual, "expected": point.expected});
    let made = Made::new(result.points.iter().map(row), result.explanation.clone())
        .with("method", json!(result.method))
        .with("start", json!(result.start))
        .with("gain", json!(result.gain))
        .with("control", json!(found.control.as_ref().map(name)))
        .with("slope_difference", json!(result.slope_difference))
        .with("candidates", json!(found.matches))
        .with("gains", gains(scope)?)
        .with("unit", found.series.as_ref().map(|series| series.unit.clone()));
    Ok(about(&found, made))
}

/// The gain of every initiative by every method, with its control or what is missing.
fn gains(scope: &Scope<'_>) -> Result<Value> {
    let mut rows = Vec::new();
    for (initiative, _) in initiative::worths(scope)? {
        for method in Method::ALL {
            let found = by_method(scope, initiative, Some(*method))?;
            let result = found.result.as_ref();
            rows.push(json!({
                "initiative": initiative.scenario.name,
                "method": method.id(),
                "gain": result.map(|result| result.gain),
                "control": found.control.as_ref().map(name),
                "slope_difference": result.and_then(|result| result.slope_difference),
                "missing": found.missing,
            }));
        }
    }
    Ok(rows.into())
}

/// The value of the initiative by month.
pub(super) fn fan(scope: &Scope<'_>) -> Result<Made> {
    if initiative::worths(scope)?.is_empty() {
        return Ok(no_initiative());
    }
    let (initiative, _) = initiative::chosen(scope)?;
    let fan = value_fan(&initiative.scenario);
    let row = |point: &FanPoint| json!({"month": point.month, "currency": point.p50.currency, "p10": point.p10.text(), "p50": point.p50.text(), "p90": point.p90.text()});
    Ok(Made::new(fan.points.iter().map(row), fan.explanation.clone())
        .with("initiative", initiative.scenario.name.clone())
        .with("seed", initiative.scenario.seed)
        .with("even_after_months", json!(fan.even)))
}

/// What the initiative costs, kind by kind.
pub(super) fn costs(scope: &Scope<'_>) -> Result<Made> {
    if initiative::worths(scope)?.is_empty() {
        return Ok(no_initiative());
    }
    let (initiative, _) = initiative::chosen(scope)?;
    let tco = owned::costs(scope)?;
    let row = |line: &CostLine| {
        let [low, mid, high] = [0, 1, 2].map(|at| line.present[at].text());
        let billed = line
            .billed
            .as_ref()
            .map(|(money, months)| json!({"amount": money.text(), "months": months}));
        json!({"kind": line.kind, "source": line.source, "currency": line.once.currency, "once": line.once.text(), "monthly": line.monthly.text(),
               "present_low": low, "present": mid, "present_high": high, "share": line.share, "billed": billed})
    };
    Ok(Made::new(tco.lines.iter().map(row), tco.explanation.clone())
        .with("initiative", initiative.scenario.name.clone())
        .with(
            "totals",
            json!([{"currency": tco.total.currency, "present": tco.total.text()}]),
        )
        .with("not_stated", json!(tco.missing)))
}

/// Every initiative's claim, what is counted and what is left out, and the sums.
pub(super) fn ledger(scope: &Scope<'_>) -> Result<Made> {
    let ledger = initiative::ledger(scope)?;
    let row = |entry: &Entry| {
        json!({"initiative": entry.initiative, "kpi": entry.kpi, "team": entry.team, "claimed": entry.claimed, "granted": entry.granted,
        "currency": entry.counted.currency, "counted": entry.counted.text(), "left_out": entry.left_out.text(), "costs": entry.costs.text(), "held_by": entry.held_by})
    };
    let totals: Vec<Value> = ledger
        .sums
        .iter()
        .map(|sum| json!({"currency": sum.currency, "net": sum.text()}))
        .collect();
    Ok(
        Made::new(ledger.entries.iter().map(row), ledger.explanation.clone())
            .with("totals", totals)
            .with("conflicts", ledger.conflicts.clone()),
    )
}

/// What the difference was worth.
pub(super) fn benefit(scope: &Scope<'_>) -> Result<Made> {
    let Some(found) = found(scope)? else {
        return Ok(no_initiative());
    };
    let Some((result, series)) = found.result.as_ref().zip(found.series.as_ref()) else {
        return Ok(about(&found, missing(&found)));
    };
    let made = realised(result, &found.initiative.scenario, &series.unit);
    let row = |(day, money): &(NaiveDate, Money)| json!({"day": day, "currency": money.currency, "benefit": money.text()});
    let total = json!([{"currency": made.total.currency, "benefit": made.total.text()}]);
    let made = Made::new(made.points.iter().map(row), made.explanation.clone()).with("totals", total);
    Ok(about(&found, made))
}

/// The initiative asked about with its KPI; `None` where the book has no initiative.
fn found(scope: &Scope<'_>) -> Result<Option<Measured>> {
    (!initiative::worths(scope)?.is_empty())
        .then(|| measured(scope))
        .transpose()
}

fn no_initiative() -> Made {
    let note = "The book has no initiative: `counterfoil initiatives set FILE` adds one.";
    Made::new([], Explanation::default().note(note))
}

/// Why nothing can be compared.
fn missing(found: &Measured) -> Made {
    Made::new(
        [],
        Explanation::default().note(format!("Nothing to compare: {}.", found.missing)),
    )
}

fn about(found: &Measured, made: Made) -> Made {
    let scenario = &found.initiative.scenario;
    made.with("initiative", scenario.name.clone())
        .with("kpi", scenario.benefit.kpi.clone())
        .with("team", scenario.benefit.team.clone())
}
