//! Metrics as the JSON document of `show`: rows and their explanation. Money is text. One file a family, one list of all.

mod adoption;
mod licences;
mod models;
mod money;
mod outcomes;
mod people;
mod registers;
mod roi;
mod signals;
mod workforce;

pub(crate) use roi::worth;

use std::collections::BTreeMap;

use metrics::people::suppression::Shown;
use metrics::{Explanation, METRICS, Rate};
use serde_json::{Map, Value, json};

use crate::scope::Scope;
use crate::show::spans;
use crate::taken::{self, Takes};
use crate::{Error, Result};

/// How one metric is answered.
struct Answered {
    /// Its id in the registry of metrics.
    id: &'static str,
    /// What of a question it looks at.
    takes: Takes,
    /// Asks the book, computes, and writes the rows.
    make: fn(&Scope<'_>) -> Result<Made>,
}

const fn answered(id: &'static str, takes: Takes, make: fn(&Scope<'_>) -> Result<Made>) -> Answered {
    Answered { id, takes, make }
}

/// Every metric but `spend`, which is a plain sum.
const RESULTS: &[Answered] = &[
    answered("spend-over-time", taken::LINES, money::over_time),
    answered("comparison", taken::LINES, money::compared),
    answered("pareto", taken::LINES, money::pareto),
    answered("variance", taken::LINES, money::varied),
    answered("unit-cost", taken::LINES, workforce::unit_costs),
    answered("run-rate", taken::LINES, money::run_rates),
    answered("spend-per-employee", taken::LINES, workforce::per_employee),
    answered("spend-to-payroll", taken::LINES_TO_END, workforce::to_payroll),
    answered("distribution", taken::PEOPLE, people::distributed),
    answered("concentration", taken::PEOPLE, people::concentrated),
    answered("utilisation", taken::PEOPLE, people::utilised),
    answered("non-adopters", taken::PEOPLE, people::non_adopting),
    answered("review-flags", taken::PEOPLE, outcomes::reviewed),
    answered("team-ranking", taken::PEOPLE, outcomes::ranked),
    answered("rubric", taken::PEOPLE, registers::rubric),
    answered("diagnosis", taken::PEOPLE, registers::diagnosis),
    answered("idle-seats", taken::SEATS, licences::idle_seats),
    answered("renewals", taken::SEATS, licences::renewals),
    answered("bands", taken::PEOPLE, adoption::banded),
    answered("streaks", taken::PEOPLE, adoption::streaked),
    answered("cohorts", taken::PEOPLE, adoption::cohorted),
    answered("adoption-grid", taken::PEOPLE, adoption::gridded),
    answered("regularity", taken::PEOPLE, adoption::regular),
    answered("revealed-preference", taken::DUE, licences::revealed),
    answered("capacity", taken::SEATS, licences::capacities),
    answered("model-mix", taken::LINES, models::mix),
    answered("repricing", taken::LINES, models::reprice),
    answered("counterfactual", taken::PLANS, roi::counterfactual),
    answered("decoupling", taken::ALL_LINES, outcomes::decoupled),
    answered("value-premium", taken::ALL_LINES, registers::premium),
    answered("phase", taken::PEOPLE, registers::phase),
    answered("opportunities", taken::REGISTER, registers::opportunities),
    answered("benefit", taken::PLANS, roi::benefit),
    answered("worth", taken::PLANS, roi::worths),
    answered("tornado", taken::PLANS, roi::worths),
    answered("monte-carlo", taken::PLANS, roi::worths),
    answered("value-fan", taken::PLANS, roi::fan),
    answered("tco", taken::PLANS, roi::costs),
    answered("overlap-ledger", taken::PLANS, roi::ledger),
    answered("forecast", taken::ALL_LINES, signals::forecasts),
    answered("budgets", taken::PLANS, signals::budget_states),
    answered("anomalies", taken::ALL_LINES, signals::anomalies),
    answered("budget-waste", taken::SEATS, signals::waste),
    answered("reconciliation", taken::INVOICES, signals::reconciled),
];

/// What a metric came to.
struct Made {
    rows: Vec<Value>,
    explanation: Explanation,
    /// Further members of the document.
    more: Map<String, Value>,
}

impl Made {
    fn new(rows: impl IntoIterator<Item = Value>, explanation: Explanation) -> Self {
        Self {
            rows: rows.into_iter().collect(),
            explanation,
            more: Map::new(),
        }
    }

    /// The same with one more member.
    fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.more.insert(key.to_owned(), value.into());
        self
    }
}

/// The rows of a metric under a scope.
pub(crate) fn rows(id: &str, scope: &Scope<'_>) -> Result<Vec<Value>> {
    let answered = found(id)?;
    let scope = scope.taking(answered.takes)?;
    Ok((answered.make)(&scope)?.rows)
}

/// What of a question a metric looks at.
pub(crate) fn takes(id: &str) -> Result<Takes> {
    Ok(found(id)?.takes)
}

fn found(id: &str) -> Result<&'static Answered> {
    let answered = RESULTS.iter().find(|answered| answered.id == id);
    answered.ok_or_else(|| unknown(id))
}

/// The result of a metric under a scope, as its document.
pub(crate) fn of(id: &str, scope: &Scope<'_>) -> Result<Value> {
    let answered = found(id)?;
    let scope = &*scope.taking(answered.takes)?;
    let mut made = (answered.make)(scope)?;
    made.explanation.notes.extend(scope.roster_note(answered.takes)?);
    let period = answered.takes.last_day().then_some(scope.period);
    let mut document = json!({
        "metric": id,
        "unit": metrics::metric(id).map(|metric| metric.unit),
        "period": period.map(|period| json!({"from": period.from, "to": period.to})),
        "filters": scope.filter_texts(),
        "rows": made.rows,
        "explain": explain(&made.explanation),
        "notes": made.explanation.notes,
    });
    document["explain"]["settings_version"] = scope.settings_version.into();
    for (key, value) in made.more {
        document[key] = value;
    }
    Ok(document)
}

fn unknown(id: &str) -> Error {
    let known: Vec<&str> = METRICS.iter().map(|metric| metric.id).collect();
    Error::asked(
        format!("`{id}` is no metric"),
        format!("Known: {}.", known.join(", ")),
    )
}

fn explain(explanation: &Explanation) -> Value {
    let inputs = explanation.inputs.iter();
    let inputs = inputs.map(|(name, value)| (name, spans(value)));
    json!({
        "what": spans(&explanation.what),
        "formula": spans(&explanation.formula),
        "inputs": inputs.collect::<BTreeMap<_, _>>(),
        "numerator": explanation.numerator,
        "denominator": explanation.denominator,
        "coverage": spans(&explanation.coverage),
        "guards": explanation.guards,
    })
}

/// A rate, or the words in place of it under `hidden`.
fn shown_rate(shown: &Shown<Rate>) -> Value {
    in_place(shown, rate)
}

/// A count of people, or the words in place of it under `hidden`.
fn shown_count<N: Copy + Into<Value>>(shown: &Shown<N>) -> Value {
    in_place(shown, |count| (*count).into())
}

/// What may be shown, or the words in place of it under `hidden`.
fn in_place<T>(shown: &Shown<T>, of: impl FnOnce(&T) -> Value) -> Value {
    match shown {
        Shown::Value(value) => of(value),
        Shown::Hidden(why) => json!({"hidden": why.text()}),
    }
}

fn rate(rate: &Rate) -> Value {
    json!({"numerator": rate.numerator, "denominator": rate.denominator, "unknown": rate.unknown, "fraction": rate.fraction()})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_answered_and_nothing_else() {
        let ids: Vec<&str> = METRICS
            .iter()
            .map(|metric| metric.id)
            .filter(|id| *id != "spend")
            .collect();
        let answered: Vec<&str> = RESULTS.iter().map(|answered| answered.id).collect();
        assert_eq!(ids, answered);
    }
}
