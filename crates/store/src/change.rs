//! What an import under way changes in the sums of the book: by month, vendor, currency and measure, before and after.

use chrono::NaiveDate;
use model::{Currency, Measure, Total};
use serde::{Deserialize, Serialize};

use crate::days;
use crate::error::Result;
use crate::import::ImportTx;
use crate::rollup::sums;

/// A sum that an import changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// First day of the month.
    pub month: NaiveDate,
    /// Vendor.
    pub provider: String,
    /// Currency; empty for tokens.
    pub currency: Currency,
    /// What is added up.
    pub measure: Measure,
    /// The sum before; `None` where nothing carried it.
    #[serde(with = "as_text")]
    pub before: Option<Total>,
    /// The sum after.
    #[serde(with = "as_text")]
    pub after: Option<Total>,
    /// Whether facts of earlier imports no longer count.
    pub replaced: bool,
    /// Whether the month held facts before and none of them was provisional.
    pub closed: bool,
}

impl ImportTx<'_> {
    /// Every sum that this import changes, by month, vendor, currency and measure.
    pub fn changes(&mut self) -> Result<Vec<Change>> {
        self.settle()?;
        let moved = &self.changes.moved().places;
        let mut known = self.book.known.borrow_mut();
        if known.sums.is_none() {
            let mut before = sums(&self.book.conn, None)?;
            for (place, by) in moved {
                before.entry(*place).or_default().add(by, -1);
            }
            known.sums = Some(before);
        }
        let before = known.sums.as_ref();
        let mut found = Vec::new();
        for (place, moved) in moved {
            let (month, provider, currency, is_usage) = *place;
            let mut now = before
                .and_then(|sums| sums.get(place))
                .cloned()
                .unwrap_or_default();
            now.add(moved, 1);
            let word = |id: i64| -> Result<String> {
                let text = "SELECT text FROM word WHERE id = ?1";
                Ok(self
                    .book
                    .conn
                    .prepare_cached(text)?
                    .query_row([id], |row| row.get(0))?)
            };
            let (provider, currency) = (word(provider)?, word(currency)?);
            let before_facts = now.facts - moved.facts;
            let measures: &[(Measure, usize)] = if is_usage { &USAGE } else { &MONEY };
            for (measure, at) in measures {
                let ((sum, stated), (by, more)) = (now.sums[*at], moved.sums[*at]);
                if by == 0 && (stated > 0) == (stated - more > 0) {
                    continue;
                }
                found.push(Change {
                    month: days::day(month).unwrap_or_default(),
                    provider: provider.clone(),
                    currency: Currency::new(&currency),
                    measure: *measure,
                    before: (stated - more > 0).then_some(Total(sum - by)),
                    after: (stated > 0).then_some(Total(sum)),
                    replaced: moved.replaced > 0,
                    closed: before_facts > 0 && now.provisional - moved.provisional == 0,
                });
            }
        }
        found.sort_by(|a, b| order(a).cmp(&order(b)));
        Ok(found)
    }
}

/// Measures of a roll-up's sums by their place.
const MONEY: [(Measure, usize); 4] = [
    (Measure::Billed, 0),
    (Measure::List, 1),
    (Measure::Effective, 2),
    (Measure::Estimated, 3),
];
const USAGE: [(Measure, usize); 2] = [(Measure::Tokens, 0), (Measure::Requests, 1)];

fn order(change: &Change) -> (NaiveDate, &str, &str, &'static str) {
    let (provider, currency) = (change.provider.as_str(), change.currency.code());
    (change.month, provider, currency, change.measure.id())
}

/// Sums of 128 bit as text: not every reader of JSON takes such numbers.
mod as_text {
    use model::Total;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[allow(clippy::ref_option, reason = "serde hands over a reference to the field")]
    pub(super) fn serialize<S: Serializer>(total: &Option<Total>, to: S) -> Result<S::Ok, S::Error> {
        total.map(|total| total.0.to_string()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Total>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        let total = text.map(|text| text.parse().map(Total)).transpose();
        total.map_err(D::Error::custom)
    }
}
