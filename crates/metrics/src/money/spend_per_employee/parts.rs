//! Money by month, unit and person in the form the ratio is made from, and head counts as they are looked up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{Currency, Dimension, Grain, Groups, Headcount, Total};

use super::PerEmployee;
use crate::rounding::scale_half_even;

/// A month in one currency.
pub(super) struct Month<'g> {
    /// First day.
    pub(super) from: NaiveDate,
    /// Currency.
    pub(super) currency: Currency,
    /// Internal spend, whoever it belongs to.
    pub(super) total: Total,
    /// Left out as customer-facing.
    pub(super) customer: Total,
    /// Facts without an amount.
    pub(super) without: u64,
    /// Internal spend of each unit and person.
    pub(super) people: BTreeMap<(&'g str, &'g str), Total>,
}

impl Month<'_> {
    /// What belongs to each person of a unit, or of all, in rising order.
    pub(super) fn amounts(&self, unit: Option<&str>) -> Vec<Total> {
        let mut by_person: BTreeMap<&str, Total> = BTreeMap::new();
        for ((of, person), amount) in &self.people {
            if unit.is_none_or(|unit| unit == *of) {
                let sum = by_person.entry(person).or_default();
                *sum = *sum + *amount;
            }
        }
        let mut amounts: Vec<Total> = by_person.into_values().collect();
        amounts.sort_unstable();
        amounts
    }
}

/// Groups by month, unit, person (and tag) put together by month and currency, oldest first.
pub(super) fn months<'g>(billed: &'g Groups, settings: &PerEmployee) -> Vec<Month<'g>> {
    let by = [Dimension::Time(Grain::Month), Dimension::Unit, Dimension::Person];
    let Some([month, unit, person]) = billed.places(&by) else {
        return Vec::new();
    };
    let tag = billed.tag_place();
    let mut found: BTreeMap<(NaiveDate, &Currency), Month<'g>> = BTreeMap::new();
    for group in &billed.groups {
        let Ok(from) = group.keys[month].parse::<NaiveDate>() else {
            continue;
        };
        let of = found.entry((from, &group.currency)).or_insert_with(|| Month {
            from,
            currency: group.currency.clone(),
            total: Total(0),
            customer: Total(0),
            without: 0,
            people: BTreeMap::new(),
        });
        of.without += group.without;
        let is_customer = tag.is_some_and(|tag| settings.customer_values.contains(&group.keys[tag]));
        let sum = if is_customer {
            &mut of.customer
        } else {
            &mut of.total
        };
        *sum = *sum + group.value;
        if !is_customer && !group.keys[person].is_empty() && group.facts > 0 {
            let own = of
                .people
                .entry((&group.keys[unit], &group.keys[person]))
                .or_default();
            *own = *own + group.value;
        }
    }
    // A month in which no amount is stated is unknown, not free.
    let stated: BTreeSet<(NaiveDate, &Currency)> = billed
        .stated()
        .filter_map(|group| Some((group.keys[month].parse().ok()?, &group.currency)))
        .collect();
    let known = found.into_iter().filter(|(key, _)| stated.contains(key));
    known.map(|(_, month)| month).collect()
}

/// The quantile `(above, below)` of rising amounts, with straight lines between them, rounded half-even.
pub(super) fn quantile(rising: &[Total], (above, below): (i128, i128)) -> Option<i128> {
    let at = above * (rising.len().checked_sub(1)? as i128);
    let (low, rest) = ((at / below) as usize, at % below);
    let next = rising.get(low + 1).unwrap_or(&rising[low]);
    Some(rising[low].0 + scale_half_even(next.0 - rising[low].0, rest, below)?)
}

/// Head counts by month and unit; what one month states twice is added.
pub(crate) struct Heads<'h> {
    by_month: BTreeMap<NaiveDate, BTreeMap<&'h str, i64>>,
    units: BTreeSet<&'h str>,
}

impl<'h> Heads<'h> {
    pub(crate) fn of(heads: &'h [Headcount]) -> Self {
        let mut by_month: BTreeMap<NaiveDate, BTreeMap<&str, i64>> = BTreeMap::new();
        let mut units = BTreeSet::new();
        for head in heads {
            let (Some(month), Some(people)) = (head.month, head.people) else {
                continue;
            };
            let of = by_month.entry(Grain::Month.start(month)).or_default();
            let sum = of.entry(&head.unit).or_default();
            *sum = sum.saturating_add(people);
            units.insert(head.unit.as_str());
        }
        Self { by_month, units }
    }

    /// Of the company: what is stated for it, else the sum of its units where each that is ever stated is stated.
    pub(crate) fn whole(&self, month: NaiveDate) -> Option<i64> {
        let of = self.by_month.get(&month)?;
        if let Some(stated) = of.get("") {
            return Some(*stated);
        }
        let units = || self.units.iter().filter(|unit| !unit.is_empty());
        units()
            .map(|unit| of.get(unit).copied())
            .try_fold(0i64, |sum, people| Some(sum.saturating_add(people?)))
            .filter(|_| units().count() > 0)
    }

    /// Of a unit.
    pub(crate) fn unit(&self, month: NaiveDate, unit: &str) -> Option<i64> {
        let of = self.by_month.get(&month)?;
        of.get(unit).copied().filter(|_| !unit.is_empty())
    }
}
