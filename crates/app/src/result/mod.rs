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

use metrics::people::suppression::Shown;
use metrics::{Explanation, METRICS, Rate};
use serde_json::{Map, Value, json};

use crate::scope::Scope;
use crate::{Error, Result};

/// How one metric is answered.
struct Answered {
    /// Its id in the registry of metrics.
    id: &'static str,
    /// Asks the book, computes, and writes the rows.
    make: fn(&Scope<'_>) -> Result<Made>,
}

const fn answered(id: &'static str, make: fn(&Scope<'_>) -> Result<Made>) -> Answered {
    Answered { id, make }
}

/// Every metric but `spend`, which is a plain sum.
const RESULTS: &[Answered] = &[
    answered("spend-over-time", money::over_time),
    answered("comparison", money::compared),
    answered("pareto", money::pareto),
    answered("variance", money::varied),
    answered("unit-cost", workforce::unit_costs),
    answered("run-rate", money::run_rates),
    answered("spend-per-employee", workforce::per_employee),
    answered("spend-to-payroll", workforce::to_payroll),
    answered("distribution", people::distributed),
    answered("concentration", people::concentrated),
    answered("utilisation", people::utilised),
    answered("non-adopters", people::non_adopting),
    answered("review-flags", outcomes::reviewed),
    answered("team-ranking", outcomes::ranked),
    answered("rubric", registers::rubric),
    answered("diagnosis", registers::diagnosis),
    answered("idle-seats", licences::idle_seats),
    answered("renewals", licences::renewals),
    answered("bands", adoption::banded),
    answered("streaks", adoption::streaked),
    answered("cohorts", adoption::cohorted),
    answered("adoption-grid", adoption::gridded),
    answered("regularity", adoption::regular),
    answered("revealed-preference", licences::revealed),
    answered("capacity", licences::capacities),
    answered("model-mix", models::mix),
    answered("repricing", models::reprice),
    answered("counterfactual", roi::counterfactual),
    answered("decoupling", outcomes::decoupled),
    answered("value-premium", registers::premium),
    answered("phase", registers::phase),
    answered("opportunities", registers::opportunities),
    answered("benefit", roi::benefit),
    answered("worth", roi::worths),
    answered("tornado", roi::worths),
    answered("monte-carlo", roi::worths),
    answered("value-fan", roi::fan),
    answered("tco", roi::costs),
    answered("overlap-ledger", roi::ledger),
    answered("forecast", signals::forecasts),
    answered("budgets", signals::budget_states),
    answered("anomalies", signals::anomalies),
    answered("budget-waste", signals::waste),
    answered("reconciliation", signals::reconciled),
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
    Ok(made(id, scope)?.rows)
}

fn made(id: &str, scope: &Scope<'_>) -> Result<Made> {
    let answered = RESULTS.iter().find(|answered| answered.id == id);
    (answered.ok_or_else(|| unknown(id))?.make)(scope)
}

/// The result of a metric under a scope, as its document.
pub(crate) fn of(id: &str, scope: &Scope<'_>) -> Result<Value> {
    let made = made(id, scope)?;
    let mut document = json!({
        "metric": id,
        "unit": metrics::metric(id).map(|metric| metric.unit),
        "period": {"from": scope.period.from, "to": scope.period.to},
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
    json!({
        "what": explanation.what,
        "formula": explanation.formula,
        "inputs": explanation.inputs.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
        "numerator": explanation.numerator,
        "denominator": explanation.denominator,
        "coverage": explanation.coverage,
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
