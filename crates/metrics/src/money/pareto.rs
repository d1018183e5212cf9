//! Pareto: who or what carries most of it, ABC classes at 80 and 95 %.
//!
//! Items in falling order; `cumulative(n) = Σ first n ÷ Σ positive`; an item is A while the share *before* it is below
//! 80 %, B below 95 %, else C. Inputs: `Groups` by one or more dimensions. Unit: fraction of the positive sum.
//! Guards: credits and other negatives carry no class and stay out of the base, and are counted; currencies apart.

use model::{Currency, Measure, Total};
use serde::Serialize;

use crate::{Explanation, Figure};

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
