//! Spend: sums of one measure by any dimensions, as a table with totals.
//!
//! `spend(keys, currency) = Σ amount` over the facts of the group; totals per currency, never across.
//! Inputs: `Groups` of any measure. Unit: the currency, or the measure's own. Guards: one measure per result;
//! amounts that are missing or covered by a seat are counted, not guessed.

use std::collections::BTreeMap;

use model::{Currency, Dimension, Groups, Measure, Total};
use serde::Serialize;

use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Figure, figure::share};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "spend",
    area: "money",
    name: "Spend",
    unit: "currency",
    formula: "Σ amount per group and currency",
    practice: "Spend is revealed preference",
    guard: "One measure per figure; currencies are never added; an amount counts on the first day of its period, unsplit",
    needs: &[Need::Groups(&[])],
};

/// A table of sums.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spend {
    /// What was added up.
    pub measure: Measure,
    /// Grouped by.
    pub dimensions: Vec<Dimension>,
    /// In the order of the answer.
    pub rows: Vec<SpendRow>,
    /// One per currency (one in all for a quantity), in order of currency.
    pub totals: Vec<SpendTotal>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpendRow {
    /// One value per dimension; `""` is "not stated".
    pub keys: Vec<String>,
    /// The sum.
    pub figure: Figure,
    /// Fraction of the total in the same currency; `None` over zero.
    pub share: Option<f64>,
    /// Facts that carry the measure.
    pub facts: u64,
    /// Facts whose amount is missing or covered by a seat.
    pub without: u64,
    /// Whether any of it may still change.
    pub provisional: bool,
}

/// The sum of one currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpendTotal {
    /// The sum.
    pub figure: Figure,
    /// Facts that carry the measure.
    pub facts: u64,
    /// Facts whose amount is missing or covered by a seat.
    pub without: u64,
    /// Whether any of it may still change.
    pub provisional: bool,
}

/// The groups of an answer as rows and totals.
pub fn spend(groups: &Groups) -> Spend {
    let measure = groups.query.measure;
    let sums = totals_by_currency(groups);
    let rows = groups.groups.iter().map(|group| SpendRow {
        keys: group.keys.clone(),
        figure: Figure::new(measure, &group.currency, group.value),
        share: share(group.value, sums[&group.currency].figure.value),
        facts: group.facts,
        without: group.without,
        provisional: group.provisional,
    });
    let rows = rows.collect();
    let totals: Vec<SpendTotal> = sums.into_values().collect();
    let explanation = explain(groups, &totals);
    Spend {
        measure,
        dimensions: groups.query.by.clone(),
        rows,
        totals,
        explanation,
    }
}

fn totals_by_currency(groups: &Groups) -> BTreeMap<Currency, SpendTotal> {
    let mut sums = BTreeMap::new();
    for group in &groups.groups {
        let total = sums.entry(group.currency.clone()).or_insert_with(|| SpendTotal {
            figure: Figure::new(groups.query.measure, &group.currency, Total(0)),
            facts: 0,
            without: 0,
            provisional: false,
        });
        total.figure.value = total.figure.value + group.value;
        total.facts += group.facts;
        total.without += group.without;
        total.provisional |= group.provisional;
    }
    sums
}

fn explain(groups: &Groups, totals: &[SpendTotal]) -> Explanation {
    let measure = groups.query.measure.id();
    let sums: Vec<String> = totals
        .iter()
        .map(|t| format!("Σ of {} facts = {}", t.facts, t.figure.with_unit()))
        .collect();
    let without: u64 = totals.iter().map(|t| t.without).sum();
    let formula = if sums.is_empty() {
        "no facts".to_owned()
    } else {
        sums.join("; ")
    };
    Explanation::new(format!("Sum of {measure} per group."), formula)
        .input("groups", &groups.groups.len())
        .covered_by(&groups.coverage)
        .guard("One measure per figure; currencies are never added.")
        .guard("An amount counts on the first day of what it is for and is not split; only effective money is spread by its source.")
        .note_if(totals.len() > 1, "Several currencies: no total across them.")
        .note_if(
            without > 0,
            format!("{without} facts carry no {measure} amount or are covered by a seat."),
        )
        .note_if(
            totals.iter().any(|t| t.provisional),
            "Provisional amounts are included.",
        )
}
