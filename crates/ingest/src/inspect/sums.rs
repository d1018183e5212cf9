//! Exact sums apart by currency.

use std::collections::BTreeMap;

use model::{Exact, ExactSum};

/// Sums by currency: the one stated, else the one written in the cell, else none.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums(BTreeMap<String, ExactSum>);

impl Sums {
    /// Adds an amount.
    pub(super) fn add(&mut self, currency: &str, value: Exact) {
        match self.0.get_mut(currency) {
            Some(sum) => sum.add(value),
            None => self.0.entry(currency.to_owned()).or_default().add(value),
        }
    }

    /// The currency of all sums that have one; `""` where there are several or none.
    pub(super) fn only_currency(&self) -> &str {
        let mut known = self.0.keys().filter(|currency| !currency.is_empty());
        match (known.next(), known.next()) {
            (Some(one), None) => one,
            _ => "",
        }
    }

    /// The sums; those without a currency are of this one.
    pub(super) fn under<'s>(&'s self, sign: &'s str) -> impl Iterator<Item = (String, String)> + 's {
        let mut sums = self.0.clone();
        if let Some(unsigned) = sums.remove("") {
            sums.entry(sign.to_owned()).or_default().merge(&unsigned);
        }
        sums.into_iter()
            .map(|(currency, sum)| (currency, sum.to_string()))
    }
}
