//! The colour of a name: the same on every screen, in every period and under every filter. Asks the whole book; draws nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use charts::Colours;
use metrics::pricing::canonical;
use model::{Currency, Dimension, Measure, Query};

use crate::scope::Scope;
use crate::{Result, estimate};

/// Names that are told apart by their place in the book; later ones follow what is drawn.
const MOST: usize = 200;

impl Scope<'_> {
    /// The names of a dimension by what they weigh in the whole book, read once for all charts of a screen.
    pub(crate) fn colours(&self, dimension: &Dimension) -> Result<Colours> {
        // People are told apart by no mark of their own.
        if *dimension == Dimension::Person {
            return Ok(Colours::default());
        }
        if let Some(known) = self.once.colours.borrow().get(dimension) {
            return Ok(known.clone());
        }
        let colours = Colours::new(self.weighed(dimension)?);
        let mut known = self.once.colours.borrow_mut();
        known.insert(dimension.clone(), colours.clone());
        Ok(colours)
    }

    /// The same of models in their one spelling.
    pub(crate) fn model_colours(&self) -> Result<Colours> {
        let mut names: Vec<String> = Vec::new();
        for name in self.weighed(&Dimension::Model)? {
            let name = canonical(&name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Ok(Colours::new(names))
    }

    fn weighed(&self, dimension: &Dimension) -> Result<Vec<String>> {
        let query = Query {
            measure: Measure::Billed,
            by: vec![dimension.clone()],
            filters: Vec::new(),
            period: Some(self.data),
        };
        let (groups, _) = estimate::groups(self.book, &query)?;
        let currencies: Vec<&str> = self.currencies.iter().map(Currency::code).collect();
        let parts = groups.groups.iter();
        let parts = parts.map(|group| (group.keys[0].as_str(), group.currency.code(), group.value.0));
        Ok(heaviest_first(parts, &currencies))
    }
}

/// Names by what is billed in the first currency, then those of the next: currencies are never added.
fn heaviest_first<'g>(
    parts: impl Iterator<Item = (&'g str, &'g str, i128)>,
    currencies: &[&str],
) -> Vec<String> {
    let mut names: BTreeMap<&str, (usize, Reverse<i128>)> = BTreeMap::new();
    for (name, currency, amount) in parts.filter(|(_, _, amount)| *amount != 0) {
        let place = currencies.iter().position(|known| *known == currency);
        let weight = (place.unwrap_or(currencies.len()), Reverse(amount.abs()));
        let known = names.entry(name).or_insert(weight);
        *known = (*known).min(weight);
    }
    let mut sorted: Vec<_> = names.into_iter().collect();
    sorted.sort_by_key(|(name, weight)| (*weight, *name));
    let names = sorted.into_iter().take(MOST);
    names.map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_first_currency_come_first_and_currencies_are_never_added() {
        let parts = [
            ("Nebula", "JPY", 9_000),
            ("AWS", "JPY", 1_000),
            ("AWS", "USD", -40),
            ("OpenAI", "USD", 60),
            ("Free", "USD", 0),
        ];
        let currencies = ["USD", "JPY"];
        let expected = ["OpenAI", "AWS", "Nebula"];
        assert_eq!(heaviest_first(parts.into_iter(), &currencies), expected);
        assert_eq!(heaviest_first(parts.into_iter().rev(), &currencies), expected);
        assert!(heaviest_first(std::iter::empty(), &currencies).is_empty());
    }
}
