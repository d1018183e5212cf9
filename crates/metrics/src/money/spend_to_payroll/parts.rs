//! Spend by month and unit with its token part, and pay as it is looked up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{Currency, Dimension, Grain, Groups, Payroll, Total};

use super::Ratios;
use crate::money::spend_per_employee::PerEmployee;
use crate::people::suppression::{Cell, Privacy, ShownCell, suppress};

/// A month in one currency.
pub(super) struct Month<'g> {
    /// First day.
    pub(super) from: NaiveDate,
    /// Currency.
    pub(super) currency: Currency,
    /// Everything internal.
    pub(super) whole: Ratios,
    /// What belongs to each person of each unit.
    people: BTreeMap<&'g str, BTreeMap<&'g str, Ratios>>,
}

impl Month<'_> {
    /// Spend of the people of each unit; people without a unit are one of the cells.
    pub(super) fn units(&self, privacy: Privacy) -> Vec<ShownCell<Ratios>> {
        let cell = |(unit, people): (&&str, &BTreeMap<&str, Ratios>)| {
            let sum = |part: fn(&Ratios) -> Total| -> Total { people.values().map(part).sum() };
            let (tokens, all) = (sum(|one| one.tokens), sum(|one| one.all));
            let largest = |part: fn(&Ratios) -> Total, total: Total| {
                let most = people.values().map(|one| part(one).0).max().unwrap_or(0);
                (total.0 > 0).then(|| most as f64 / total.0 as f64)
            };
            Cell {
                keys: vec![(*unit).to_owned()],
                people: people.len() as u32,
                largest_share: [largest(|one| one.all, all), largest(|one| one.tokens, tokens)]
                    .into_iter()
                    .flatten()
                    .reduce(f64::max),
                value: Ratios { tokens, all },
            }
        };
        suppress(self.people.iter().map(cell).collect(), privacy)
    }
}

/// Groups by month, unit, person, class of token (and tag) put together by month and currency.
pub(super) fn months<'g>(billed: &'g Groups, left_out: &PerEmployee) -> Vec<Month<'g>> {
    let by = [
        Dimension::Time(Grain::Month),
        Dimension::Unit,
        Dimension::Person,
        Dimension::TokenClass,
    ];
    let Some([month, unit, person, class]) = billed.places(&by) else {
        return Vec::new();
    };
    let tag = billed.tag_place();
    let mut found: BTreeMap<(NaiveDate, &Currency), Month<'g>> = BTreeMap::new();
    for group in billed.stated() {
        let Ok(from) = group.keys[month].parse::<NaiveDate>() else {
            continue;
        };
        if tag.is_some_and(|tag| left_out.customer_values.contains(&group.keys[tag])) {
            continue;
        }
        let of = found.entry((from, &group.currency)).or_insert_with(|| Month {
            from,
            currency: group.currency.clone(),
            whole: Ratios::default(),
            people: BTreeMap::new(),
        });
        let add = |to: &mut Ratios| {
            to.all = to.all + group.value;
            if !group.keys[class].is_empty() {
                to.tokens = to.tokens + group.value;
            }
        };
        add(&mut of.whole);
        if !group.keys[person].is_empty() {
            let people = of.people.entry(&group.keys[unit]).or_default();
            add(people.entry(&group.keys[person]).or_default());
        }
    }
    found.into_values().collect()
}

/// Pay by month, currency and unit; what one month states twice is added.
pub(super) struct Pay<'p> {
    by_month: BTreeMap<(NaiveDate, &'p Currency), BTreeMap<&'p str, Total>>,
    units: BTreeMap<&'p Currency, BTreeSet<&'p str>>,
}

impl<'p> Pay<'p> {
    pub(super) fn of(payrolls: &'p [Payroll]) -> Self {
        let mut pay = Self {
            by_month: BTreeMap::new(),
            units: BTreeMap::new(),
        };
        for one in payrolls {
            let (Some(month), Some(cost)) = (one.month, one.cost) else {
                continue;
            };
            let of = pay
                .by_month
                .entry((Grain::Month.start(month), &one.currency))
                .or_default();
            let sum = of.entry(&one.unit).or_default();
            *sum = *sum + Total::from(cost);
            pay.units.entry(&one.currency).or_default().insert(&one.unit);
        }
        pay
    }

    /// Months and currencies with any pay, oldest first.
    pub(super) fn months(&self) -> impl Iterator<Item = (NaiveDate, &'p Currency)> {
        self.by_month.keys().copied()
    }

    /// Units that are ever paid in a currency.
    pub(super) fn units(&self, currency: &Currency) -> impl Iterator<Item = &'p str> {
        let units = self.units.get(currency).into_iter().flatten().copied();
        units.filter(|unit| !unit.is_empty())
    }

    /// The company as a unit of its own, where it is stated in a currency.
    pub(super) fn whole_of(&self, currency: &Currency) -> Option<&'p str> {
        self.units.get(currency)?.get("").copied()
    }

    /// Whether units are paid in several currencies.
    pub(super) fn is_mixed(&self) -> bool {
        self.units.len() > 1
    }

    /// Of a unit in a month.
    pub(super) fn unit(&self, month: NaiveDate, currency: &'p Currency, unit: &str) -> Option<Total> {
        self.by_month.get(&(month, currency))?.get(unit).copied()
    }

    /// Of the company: what is stated for it, else the sum of its units where all are paid in this currency and stated.
    pub(super) fn whole(&self, month: NaiveDate, currency: &'p Currency) -> Option<Total> {
        if self.is_mixed() {
            return None;
        }
        if self.whole_of(currency).is_some() {
            return self.unit(month, currency, "");
        }
        let parts = self.units(currency).map(|unit| self.unit(month, currency, unit));
        parts.sum()
    }
}
