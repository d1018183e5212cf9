//! Unit cost: money per request, per million tokens, per active person, per KPI unit.
//!
//! `unit cost = Σ money ÷ Σ units × per`: a ratio of sums, never a mean of ratios.
//! Inputs: `Groups` of money and of a quantity, by the same dimensions. Unit: currency per `per` units.
//! Guards: no figure over zero or missing units; money without units is counted beside; currencies apart.

use std::collections::BTreeMap;

use model::{Currency, Group, Groups, Measure, Money, Total};
use serde::Serialize;

use super::spend::spend;
use crate::registry::{MetricInfo, Need};
use crate::rounding::scale_half_even;
use crate::{Explanation, Figure};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "unit-cost",
    area: "money",
    name: "Unit cost",
    unit: "currency per unit",
    formula: "Σ money ÷ Σ units × per",
    practice: "Outcome, not tokens",
    guard: "A ratio of sums; none over zero units",
    needs: &[Need::Money(&[]), Need::Quantity],
};

/// Unit costs per group and currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitCost {
    /// The money measure.
    pub measure: Measure,
    /// The quantity measure.
    pub per: Measure,
    /// How many units a figure is for: 1, or 1,000,000 for tokens.
    pub per_units: u32,
    /// Per group.
    pub rows: Vec<UnitCostRow>,
    /// Over all groups, per currency.
    pub totals: Vec<UnitCostRow>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitCostRow {
    /// Its keys; empty for a total.
    pub keys: Vec<String>,
    /// The money.
    pub spent: Money,
    /// The units at the scale of the quantity measure; `None` when nothing tells them.
    pub units: Option<Total>,
    /// Money per `per_units`, rounded half-even at the currency's scale; `None` over zero.
    pub cost: Option<Money>,
}

/// Money over units, group by group. Both answers are grouped by the same dimensions.
pub fn unit_cost(money: &Groups, units: &Groups) -> UnitCost {
    let per = units.query.measure;
    let per_units = if per == Measure::Tokens { 1_000_000 } else { 1 };
    let mut by_keys: BTreeMap<&[String], Total> = BTreeMap::new();
    for group in &units.groups {
        let sum = by_keys.entry(&group.keys).or_default();
        *sum = *sum + group.value;
    }
    let all_units: Option<Total> = (!units.groups.is_empty()).then(|| by_keys.values().copied().sum());
    let row = |keys: &[String], spent: Money, units: Option<Total>| UnitCostRow {
        cost: units.and_then(|units| cost(&spent, units, per, per_units)),
        keys: keys.to_vec(),
        spent,
        units,
    };
    let of_group = |group: &Group| {
        let spent = Money::new(group.value, group.currency.clone());
        row(&group.keys, spent, by_keys.get(group.keys.as_slice()).copied())
    };
    let rows: Vec<UnitCostRow> = money.stated().map(of_group).collect();
    let totals: Vec<UnitCostRow> = spend(money)
        .totals
        .into_iter()
        .filter(|total| total.facts > 0)
        .filter_map(|total| Some(row(&[], total.figure.money()?, all_units)))
        .collect();
    let explanation = explain(money, &totals, per, per_units).note_if(
        rows.iter().any(|row| row.cost.is_none()),
        "Groups without units have no unit cost.",
    );
    UnitCost {
        measure: money.query.measure,
        per,
        per_units,
        rows,
        totals,
        explanation,
    }
}

fn cost(spent: &Money, units: Total, per: Measure, per_units: u32) -> Option<Money> {
    let factor = i128::from(per_units) * 10i128.pow(per.scale());
    let total = scale_half_even(spent.total.0, factor, units.0).filter(|_| units.0 > 0)?;
    Some(Money::new(Total(total), spent.currency.clone()))
}

fn explain(money: &Groups, totals: &[UnitCostRow], per: Measure, per_units: u32) -> Explanation {
    let steps: Vec<String> = totals
        .iter()
        .map(|total| {
            let units = total
                .units
                .map(|units| Figure::new(per, &Currency::default(), units).with_unit());
            let cost = total.cost.as_ref().map_or_else(|| "none".to_owned(), Money::text);
            let units = units.unwrap_or_else(|| "no units".to_owned());
            format!(
                "{} {} ÷ {units} × {per_units} = {cost}",
                total.spent.text(),
                total.spent.currency
            )
        })
        .collect();
    let what = format!(
        "{} per {per_units} {}: a ratio of sums.",
        money.query.measure.id(),
        per.id()
    );
    Explanation::new(what, steps.join("; "))
        .covered_by(&money.coverage)
        .guard("Never a mean of ratios; none over zero units.")
        .note_if(
            totals.len() > 1,
            "Each currency is divided by all units, also those paid for in another currency.",
        )
}
