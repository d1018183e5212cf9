//! Unit cost: money per request, per million tokens, per active person, per KPI unit.
//!
//! `unit cost = Σ money ÷ Σ units × per`: a ratio of sums, never a mean of ratios.
//! Inputs: `Groups` of money and of a quantity, by the same dimensions. Unit: currency per `per` units.
//! Guards: no figure over zero or missing units; money without units is counted beside; currencies apart.

use model::{Measure, Money, Total};
use serde::Serialize;

use crate::Explanation;

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
