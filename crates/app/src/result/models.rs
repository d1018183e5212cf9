//! Results of models: the mix, and repricing.

use metrics::models::model_mix::MixRow;
use metrics::models::repricing::Repriced;
use model::{Money, Total};
use serde_json::{Value, json};

use super::{Made, rate};
use crate::Result;
use crate::models;
use crate::scope::Scope;

/// One row a model, class and currency.
pub(super) fn mix(scope: &Scope<'_>) -> Result<Made> {
    let made = models::mix(scope)?;
    let text = |money: &Option<Money>| money.as_ref().map(Money::text);
    let row = |row: &MixRow| {
        let currency = row
            .billed
            .as_ref()
            .or(row.estimated.as_ref())
            .map(|money| money.currency.clone());
        json!({
            "model": row.model, "token_class": row.class.id(), "currency": currency, "tokens": row.tokens.map(|tokens| tokens.0.to_string()),
            "billed": text(&row.billed), "estimated": text(&row.estimated), "paid_per_million": text(&row.paid),
            "estimated_per_million": text(&row.estimated_price),
        })
    };
    let cache = made
        .cache
        .iter()
        .map(|one| json!({"model": one.model, "cache_share": rate(&one.rate)}));
    Ok(Made::new(made.rows.iter().map(row), made.explanation.clone())
        .with("cache_share", rate(&made.cache_share))
        .with("cache_by_model", cache.collect::<Vec<_>>()))
}

/// One row for all, then one a task.
pub(super) fn reprice(scope: &Scope<'_>) -> Result<Made> {
    let compared = models::compared(scope)?;
    let made = &compared.made;
    let row = |one: &Repriced| {
        let [low, mid, high] = &one.other;
        let saved = |other: &Money| Total(one.actual.total.0 - other.total.0).text(&other.currency);
        json!({
            "task": one.task, "currency": one.actual.currency, "tokens": one.tokens.to_string(), "actual": one.actual.text(),
            "low": low.text(), "mid": mid.text(), "high": high.text(),
            "saving_low": saved(high), "saving_mid": saved(mid), "saving_high": saved(low),
        })
    };
    let stand_ins: Vec<Value> = made
        .stand_ins
        .iter()
        .map(|(class, by)| json!({"class": class.id(), "priced_as": by.id()}))
        .collect();
    let explanation = made
        .explanation
        .clone()
        .note(format!("Usage names no task: {}s stand for tasks.", compared.by))
        .note_if(
            compared.seats > 0,
            format!(
                "{} tokens of tools that are paid by the seat are left out.",
                compared.seats
            ),
        );
    Ok(Made::new(made.rows.iter().map(row), explanation)
        .with("from_model", compared.from.clone())
        .with("to_model", compared.to.clone())
        .with("label", "price-only counterfactual")
        .with("standing", json!(made.standing))
        .with("realised", json!(made.realised.as_ref().map(Money::text)))
        .with("pilot", json!(made.pilot))
        .with("decision", json!(made.decision))
        .with("unpriced_tokens", made.unpriced.to_string())
        .with("seat_tokens", compared.seats.to_string())
        .with("by", compared.by)
        .with("stand_ins", stand_ins)
        .with("missing", json!(made.missing)))
}
