//! Results of signals: what may come, and what is out of line.

use metrics::signals::anomalies::Anomaly;
use metrics::signals::budgets::BudgetState;
use metrics::signals::fan::Basis;
use metrics::signals::forecast::{ForecastSet, MonthAhead, forecast};
use model::Total;
use serde_json::{Value, json};

use super::Made;
use crate::Result;
use crate::scope::Scope;
use crate::signals;

pub(super) fn forecasts(scope: &Scope<'_>) -> Result<Made> {
    let made = forecast(scope.series()?, scope.settings.signals);
    let rows = made
        .sets
        .iter()
        .flat_map(|set| set.months.iter().map(|month| row(set, month)));
    Ok(Made::new(rows, made.explanation.clone())
        .with("models", made.sets.iter().map(model).collect::<Vec<_>>()))
}

fn row(set: &ForecastSet, month: &MonthAhead) -> Value {
    let text = |total: Total| total.text(&set.currency);
    let [p10, p50, p90] = month
        .expected
        .map_or([None; 3], |range| range.map(Some))
        .map(|total| total.map(text));
    json!({"from": month.period.from, "to": month.period.to, "currency": set.currency, "billed": text(month.billed),
           "p10": p10, "p50": p50, "p90": p90, "estimate": month.expected.is_some()})
}

fn model(set: &ForecastSet) -> Value {
    let (basis, why) = match &set.basis {
        Basis::Model => ("trend and week", None),
        Basis::RunRate(why) => ("run rate", Some(why)),
    };
    json!({"currency": set.currency, "basis": basis, "why": why, "known_days": set.days.0, "filled_days": set.days.1, "first_day_ahead": set.end,
           "mase": set.backtest.map(|test| test.mase), "mase_week_ago": set.backtest.map(|test| test.naive), "tested_days": set.backtest.map(|test| test.days)})
}

pub(super) fn budget_states(scope: &Scope<'_>) -> Result<Made> {
    let made = signals::budget_states(scope)?;
    Ok(Made::new(made.states.iter().map(budget), made.explanation))
}

fn budget(state: &BudgetState) -> Value {
    let text = |total: Total| total.text(&state.currency);
    let [p10, p50, p90] = state.expected.map(text);
    let [earliest, likely, latest] = state.breach;
    json!({"budget": state.name, "owner": state.owner, "dimension": state.dimension, "value": state.value, "from": state.period.from, "to": state.period.to,
           "currency": state.currency, "amount": text(state.amount), "spent": text(state.spent), "committed": text(state.committed),
           "remaining": text(state.remaining()), "p10": p10, "p50": p50, "p90": p90, "breach_earliest": earliest, "breach": likely, "breach_latest": latest,
           "basis": match &state.basis { None => "over", Some(Basis::Model) => "trend and week", Some(Basis::RunRate(_)) => "run rate" },
           "why": match &state.basis { Some(Basis::RunRate(why)) => Some(why), _ => None }})
}

pub(super) fn anomalies(scope: &Scope<'_>) -> Result<Made> {
    let (made, carriers) = signals::explained(scope)?;
    let rows = made.found.iter().zip(&carriers).map(|(anomaly, carriers)| {
        let text = |total: Total| total.text(&anomaly.currency);
        let carriers = carriers.iter().map(|one| json!({"dimension": one.dimension, "value": one.value, "share": one.share, "amount": text(one.excess)}));
        let Anomaly { currency, period, billed, expected, z } = anomaly;
        json!({"from": period.from, "to": period.to, "currency": currency, "billed": text(*billed), "expected": text(*expected),
               "impact": text(anomaly.impact()), "z": z, "explained_by": carriers.collect::<Vec<_>>()})
    });
    Ok(Made::new(rows, made.explanation.clone()))
}
