//! Vendors without a contract: what is paid them now against a year earlier, once they were adopted.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use model::{Currency, Grain, Money, Period, Total};

use super::super::licence::likeness;
use super::{Given, Preference};

/// One vendor paid by use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageVendor {
    /// Vendor.
    pub provider: String,
    /// Three months a year earlier.
    pub old: Money,
    /// The last three whole months.
    pub new: Money,
    /// Whether it was adopted by then, and so counts.
    pub is_counted: bool,
}

/// Vendors without a contract: three whole months against those a year earlier.
pub(super) fn vendors(given: Given<'_>, rule: &Preference) -> Vec<UsageVendor> {
    let end = Grain::Month.start(given.today + Days::new(1));
    let quarter = |end: NaiveDate| Period::new(end - Months::new(3), end);
    let (now, then) = (quarter(end), quarter(end - Months::new(12)));
    let mut months: BTreeMap<(&str, &Currency), BTreeMap<NaiveDate, Total>> = BTreeMap::new();
    for group in given.spend.stated() {
        let [month, provider, ..] = group.keys.as_slice() else {
            continue;
        };
        let Ok(month) = month.parse() else { continue };
        let sum = months
            .entry((provider, &group.currency))
            .or_default()
            .entry(month)
            .or_default();
        *sum = *sum + group.value;
    }
    let has_contract = |provider: &str| {
        given
            .contracts
            .iter()
            .any(|term| likeness(&term.provider, provider).is_some())
    };
    let by_use = months
        .into_iter()
        .filter(|((provider, _), _)| !provider.is_empty() && !has_contract(provider));
    by_use
        .map(|((provider, currency), months)| {
            let sum = |days: Period| {
                let total = months
                    .iter()
                    .filter(|(month, _)| days.contains(**month))
                    .map(|(_, total)| *total)
                    .sum();
                Money::new(total, currency.clone())
            };
            UsageVendor {
                provider: provider.to_owned(),
                is_counted: is_adopted(&months, (then.to, currency), rule) && sum(then).total.0 > 0,
                old: sum(then),
                new: sum(now),
            }
        })
        .collect()
}

/// Whether enough months in a row, before a day, reached the amount.
fn is_adopted(
    months: &BTreeMap<NaiveDate, Total>,
    (before, currency): (NaiveDate, &Currency),
    rule: &Preference,
) -> bool {
    let least = i128::from(rule.adopted_amount) * 10i128.pow(currency.scale());
    let mut row: Option<(NaiveDate, u32)> = None;
    for (month, total) in months.range(..before) {
        let run = row
            .filter(|(last, _)| Grain::Month.next(*last) == *month)
            .map_or(0, |(_, run)| run);
        row = (total.0 >= least).then_some((*month, run + 1));
        if row.is_some_and(|(_, run)| run >= rule.adopted_months) {
            return true;
        }
    }
    false
}
