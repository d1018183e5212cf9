//! Results of signals: what may come, and what is out of line.

use metrics::signals::anomalies::Anomaly;
use metrics::signals::budgets::BudgetState;
use metrics::signals::fan::Basis;
use metrics::signals::forecast::{ForecastSet, MonthAhead};
use metrics::signals::reconciliation::Reconciled;
use model::Total;
use serde_json::{Value, json};

use super::Made;
use crate::Result;
use crate::scope::Scope;
use crate::{reconcile, signals};

pub(super) fn forecasts(scope: &Scope<'_>) -> Result<Made> {
    let made = signals::forecasts(scope)?;
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
        Basis::Nothing(why) => ("none", Some(why)),
    };
    json!({"currency": set.currency, "basis": basis, "why": why, "known_days": set.days.0, "filled_days": set.days.1, "first_day_ahead": set.end,
           "mase": set.backtest.map(|test| test.mase), "mase_week_ago": set.backtest.map(|test| test.naive), "tested_days": set.backtest.map(|test| test.days)})
}

pub(super) fn budget_states(scope: &Scope<'_>) -> Result<Made> {
    let made = signals::budget_states(scope)?;
    Ok(Made::new(
        made.states.iter().map(budget),
        made.explanation.clone(),
    ))
}

fn budget(state: &BudgetState) -> Value {
    let (basis, why) = match &state.basis {
        None if state.is_over => (Some("over"), None),
        None => (None, Some("nothing is billed within its limits yet")),
        Some(Basis::Model) => (Some("trend and week"), None),
        Some(Basis::RunRate(why)) => (Some("run rate"), Some(why.as_str())),
        Some(Basis::Nothing(why)) => (None, Some(why.as_str())),
    };
    let text = |total: Total| total.text(&state.currency);
    let [p10, p50, p90] = state.expected.map(text);
    let [earliest, likely, latest] = state.breach;
    json!({"budget": state.name, "owner": state.owner, "dimension": state.dimension, "value": state.value, "from": state.period.from, "to": state.period.to,
           "currency": state.currency, "amount": text(state.amount), "spent": text(state.spent), "committed": text(state.committed),
           "remaining": text(state.remaining()), "p10": p10, "p50": p50, "p90": p90, "breach_earliest": earliest, "breach": likely, "breach_latest": latest,
           "basis": basis, "why": why})
}

pub(super) fn anomalies(scope: &Scope<'_>) -> Result<Made> {
    let (made, carriers) = signals::explained(scope)?;
    let rows = made.found.iter().zip(carriers).map(|(anomaly, carriers)| {
        let text = |total: Total| total.text(&anomaly.currency);
        let carriers = carriers.iter().map(|one| json!({"dimension": one.dimension, "value": one.value, "share": one.share, "amount": text(one.excess)}));
        let Anomaly { currency, period, billed, expected, z } = anomaly;
        json!({"from": period.from, "to": period.to, "currency": currency, "billed": text(*billed), "expected": text(*expected),
               "impact": text(anomaly.impact()), "z": z, "explained_by": carriers.collect::<Vec<_>>()})
    });
    Ok(Made::new(rows, made.explanation.clone()))
}

pub(super) fn waste(scope: &Scope<'_>) -> Result<Made> {
    let made = signals::waste(scope)?;
    let ranges = made.ranges.iter().map(|range| {
        let text = |total: Total| total.text(&range.parts.currency);
        json!({"currency": range.parts.currency, "low": range.low.map(text), "high": range.high.map(text), "idle_seats": range.parts.idle_seats.map(text),
               "expired_credits": range.parts.expired_credits.map(text), "duplicates": range.parts.duplicates.map(text)})
    });
    let endings = made.endings.iter().map(|one| {
        let text = |total: Total| total.text(&one.currency);
        json!({"budget": one.name, "owner": one.owner, "currency": one.currency, "from": one.period.from, "to": one.period.to, "amount": text(one.amount),
               "spent": text(one.spent), "before": text(one.before), "last_three": text(one.last), "median_before": text(one.usual), "spike": one.spike.map(text)})
    });
    let twice = made.twice.iter().map(|one| {
        json!({"issuer": one.issuer, "invoices": one.numbers, "from": one.period.map(|period| period.from), "to": one.period.map(|period| period.to),
               "currency": one.currency, "amount": one.again.text(&one.currency)})
    });
    let (near, below) = made.bunching;
    let more = json!({"near": near, "below": below, "ratio": made.ratio()});
    Ok(Made::new(ranges, made.explanation.clone())
        .with("endings", endings.collect::<Vec<_>>())
        .with("billed_twice", twice.collect::<Vec<_>>())
        .with("bunching", more))
}

pub(super) fn reconciled(scope: &Scope<'_>) -> Result<Made> {
    let made = reconcile::all(scope, scope.route.item.as_deref())?;
    Ok(Made::new(
        made.invoices.iter().map(invoice),
        made.explanation.clone(),
    ))
}

fn invoice(one: &Reconciled) -> Value {
    let text = |total: Total| total.text(&one.stated.currency);
    let steps: serde_json::Map<String, Value> = one
        .steps()
        .iter()
        .map(|(name, total)| ((*name).to_owned(), text(*total).into()))
        .collect();
    let models = one.models.iter().map(|model| {
        json!({"model": model.of.model, "billed": text(model.of.billed), "tokens": model.of.tokens.map(|tokens| tokens.to_string()),
               "priced": model.of.priced.map(text), "difference": model.difference.map(text), "ok": model.ok})
    });
    json!({"invoice": one.stated.number, "issuer": one.stated.issuer, "currency": one.stated.currency, "total": text(one.stated.total), "steps": steps,
           "tolerance": text(one.tolerance), "ok": one.ok(), "models": models.collect::<Vec<_>>()})
}
