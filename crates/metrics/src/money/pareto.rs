//! Pareto: who or what carries most of it, ABC classes at 80 and 95 %.
//!
//! Items in falling order; `cumulative(n) = Σ first n ÷ Σ positive`; an item is A while the share *before* it is below
//! 80 %, B below 95 %, else C. Inputs: `Groups` by one or more dimensions. Unit: fraction of the positive sum.
//! Guards: credits and other negatives carry no class and stay out of the base, and are counted; currencies apart.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use model::{Currency, Dimension, Group, Groups, Measure, Total};
use serde::Serialize;

use crate::figure::{percent, share};
use crate::registry::{MetricInfo, Need};
use crate::words::{name_of, plural};
use crate::{Explanation, Figure};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "pareto",
    area: "money",
    name: "Pareto",
    unit: "fraction",
    formula: "Σ first n ÷ Σ positive; A to 80 %, B to 95 %, C",
    practice: "Cheapest adequate model",
    guard: "Negatives carry no class and stay out of the base",
    needs: &[Need::Groups(&[])],
};

/// Items in falling order, per currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pareto {
    /// What was added up.
    pub measure: Measure,
    /// In order of currency.
    pub sets: Vec<ParetoSet>,
    /// How it came about.
    pub explanation: Explanation,
}

/// The items of one currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParetoSet {
    /// Its currency.
    pub currency: Currency,
    /// Largest first; negatives at the end.
    pub items: Vec<ParetoItem>,
    /// Sum of what is above zero: the base of every share.
    pub positive: Total,
    /// Sum of what is below zero.
    pub negative: Total,
    /// `Three of 41 models carry 80 % of it`; empty without items.
    pub finding: String,
}

impl ParetoSet {
    /// Fraction that the `n` largest carry.
    pub fn top(&self, n: usize) -> Option<f64> {
        let last = n.min(self.items.len()).checked_sub(1)?;
        self.items[..=last].iter().rev().find_map(|item| item.cumulative)
    }
}

/// One item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParetoItem {
    /// Its keys, joined by ` · ` when there are several; `""` is "not stated".
    pub name: String,
    /// Its sum.
    pub figure: Figure,
    /// Fraction of the positive sum; `None` for a negative.
    pub share: Option<f64>,
    /// Fraction carried by this and all larger items; `None` for a negative.
    pub cumulative: Option<f64>,
    /// Its class; `None` for what is not above zero.
    pub class: Option<Abc>,
}

/// ABC class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Abc {
    /// The first 80 %.
    A,
    /// Up to 95 %.
    B,
    /// The rest.
    C,
}

const A_UP_TO: f64 = 0.80;
const B_UP_TO: f64 = 0.95;

/// The groups of an answer in falling order.
pub fn pareto(groups: &Groups) -> Pareto {
    let mut by_currency: BTreeMap<Currency, Vec<&Group>> = BTreeMap::new();
    for group in groups.stated() {
        by_currency.entry(group.currency.clone()).or_default().push(group);
    }
    let sets = by_currency
        .into_iter()
        .map(|(currency, items)| set(groups, currency, items));
    let sets: Vec<ParetoSet> = sets.collect();
    Pareto {
        measure: groups.query.measure,
        explanation: explain(groups, &sets),
        sets,
    }
}

fn set(groups: &Groups, currency: Currency, mut items: Vec<&Group>) -> ParetoSet {
    items.sort_by_key(|group| Reverse(group.value));
    let sum = |keep: fn(i128) -> bool| items.iter().map(|g| g.value).filter(|v| keep(v.0)).sum::<Total>();
    let (positive, negative) = (sum(|v| v > 0), sum(|v| v < 0));
    let mut running = Total(0);
    let item = |group: &&Group| {
        let is_counted = group.value.0 > 0;
        let before = share(running, positive);
        if is_counted {
            running = running + group.value;
        }
        ParetoItem {
            name: name_of(&group.keys),
            figure: Figure::new(groups.query.measure, &currency, group.value),
            share: share(group.value, positive).filter(|_| is_counted),
            cumulative: share(running, positive).filter(|_| is_counted),
            class: before.filter(|_| is_counted).map(class),
        }
    };
    let items: Vec<ParetoItem> = items.iter().map(item).collect();
    ParetoSet {
        finding: finding(&items, &groups.query.by),
        currency,
        items,
        positive,
        negative,
    }
}

fn class(share_before: f64) -> Abc {
    match share_before {
        before if before < A_UP_TO => Abc::A,
        before if before < B_UP_TO => Abc::B,
        _ => Abc::C,
    }
}

fn finding(items: &[ParetoItem], by: &[Dimension]) -> String {
    let counted = items.iter().filter(|item| item.class.is_some()).count();
    let largest = items.iter().filter(|item| item.class == Some(Abc::A)).count();
    let what = match by {
        [one] => plural(one),
        _ => "groups".to_owned(),
    };
    match (largest, items.first().and_then(|item| item.share)) {
        (0, _) | (_, None) => String::new(),
        (1, Some(share)) => format!("{} alone carries {} %", items[0].name, percent(share)),
        (n, _) => {
            let carried = items[n - 1].cumulative.unwrap_or_default();
            format!("{n} of {counted} {what} carry {} %", percent(carried))
        }
    }
}

fn explain(groups: &Groups, sets: &[ParetoSet]) -> Explanation {
    let steps: Vec<String> = sets
        .iter()
        .map(|set| {
            let largest = set.items.iter().filter(|item| item.class == Some(Abc::A)).count();
            let base = Figure::new(groups.query.measure, &set.currency, set.positive);
            format!(
                "A = {largest} of {} items, base {}",
                set.items.len(),
                base.with_unit()
            )
        })
        .collect();
    Explanation::new(
        "Items in falling order with the share carried so far.",
        steps.join("; "),
    )
    .input("A up to", &"80 %")
    .input("B up to", &"95 %")
    .covered_by(&groups.coverage)
    .guard("Negatives carry no class and stay out of the base.")
    .note_if(
        sets.iter().any(|set| set.negative.0 < 0),
        "Credits or other negatives are listed at the end.",
    )
}
