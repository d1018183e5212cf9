//! Results of initiatives: what they are worth, and what their KPI did.

use chrono::NaiveDate;
use metrics::Explanation;
use metrics::roi::benefit::realised;
use metrics::roi::counterfactual::CounterfactualPoint;
use metrics::roi::worth::Worth;
use model::Money;
use serde_json::{Value, json};

use super::{Made, explain};
use crate::Result;
use crate::drawn::Measured;
use crate::scope::Scope;
use crate::{drawn, initiative};

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
        "problems": made.problems,
        "explain": explain(&made.explanation),
    })
}

/// The KPI of the initiative beside what it would have been.
pub(super) fn counterfactual(scope: &Scope<'_>) -> Result<Made> {
    let Some(measured) = measured(scope)? else {
        return Ok(no_initiative());
    };
    let Some(result) = &measured.result else {
        return Ok(about(&measured, too_few_points()));
    };
    let row = |point: &CounterfactualPoint| json!({"day": point.day, "actual": point.actual, "expected": point.expected});
    let made = Made::new(result.points.iter().map(row), result.explanation.clone())
        .with("method", json!(result.method))
        .with("start", json!(result.start))
        .with("gain", json!(result.gain))
        .with("unit", measured.series.as_ref().map(|series| series.unit.clone()));
    Ok(about(&measured, made))
}

/// What the difference was worth.
pub(super) fn benefit(scope: &Scope<'_>) -> Result<Made> {
    let Some(measured) = measured(scope)? else {
        return Ok(no_initiative());
    };
    let Some(result) = &measured.result else {
        return Ok(about(&measured, too_few_points()));
    };
    let made = realised(result, &measured.initiative.scenario);
    let row = |(day, money): &(NaiveDate, Money)| json!({"day": day, "currency": money.currency, "benefit": money.text()});
    let total = json!([{"currency": made.total.currency, "benefit": made.total.text()}]);
    let made = Made::new(made.points.iter().map(row), made.explanation.clone()).with("totals", total);
    Ok(about(&measured, made))
}

/// The initiative asked about with its KPI; `None` where the book has no initiative.
fn measured(scope: &Scope<'_>) -> Result<Option<Measured>> {
    let has_some = !scope.book.list_json("initiative")?.is_empty();
    has_some.then(|| drawn::measured(scope)).transpose()
}

fn no_initiative() -> Made {
    let note = "The book has no initiative: `counterfoil initiatives set FILE` adds one.";
    Made::new([], Explanation::default().note(note))
}

fn too_few_points() -> Made {
    let note = "Nothing to compare: an initiative needs a start and a KPI series with three points before it and one after, \
                and so does its control.";
    Made::new([], Explanation::default().note(note))
}

fn about(measured: &Measured, made: Made) -> Made {
    let scenario = &measured.initiative.scenario;
    made.with("initiative", scenario.name.clone())
        .with("kpi", scenario.benefit.kpi.clone())
        .with("team", scenario.benefit.team.clone())
}
