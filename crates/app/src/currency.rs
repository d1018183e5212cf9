//! Money of several currencies in one: what `--in` does to an answer, and what has to be said about it.
//!
//! A charge is converted at the rate of the day it is for, the day it counts on everywhere else; each day at its own
//! rate, each group rounded once. What has no rate stays in its own currency.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use metrics::exchange::{ExactTotal, Rates, Used};
use model::{Currency, Decimal, Dimension, Grain, Group, Groups, Measure, Query, Rate, Total};
use serde_json::{Value, json};
use store::{Book, Kept};

use crate::estimate::{self, Reach};
use crate::{Error, Result};

/// One rate on one day that used it.
type UsedOn = (String, NaiveDate, Used);

/// What a conversion did.
#[derive(Clone, Debug, Default)]
pub struct Conversion {
    /// The currency asked for.
    pub to: Currency,
    used: BTreeSet<UsedOn>,
    /// Days by currency for which there is no rate.
    without: BTreeMap<String, BTreeSet<Option<NaiveDate>>>,
}

impl Conversion {
    /// Every rate with its day of use, day of publication and source.
    pub fn document(&self) -> Value {
        let rate = |(from, day, used): &UsedOn| json!({"from": from, "day": day, "base": used.base, "quote": used.quote, "rate": used.rate, "published": used.published, "source": used.source});
        self.used.iter().map(rate).collect()
    }

    /// One line per pair: rates from lowest to highest, days and source.
    pub fn inputs(&self) -> Vec<(String, String)> {
        let mut pairs: BTreeMap<(&str, &str, &str), Vec<&Used>> = BTreeMap::new();
        for (_, _, used) in &self.used {
            pairs
                .entry((&used.base, &used.quote, &used.source))
                .or_default()
                .push(used);
        }
        let line = |((base, quote, source), mut used): ((&str, &str, &str), Vec<&Used>)| {
            used.sort_by_key(|used| used.published);
            used.dedup();
            let (first, last) = (used[0], used[used.len() - 1]);
            let rates = if used.len() == 1 {
                format!("{} on {}", first.rate, first.published)
            } else {
                format!(
                    "{} on {} to {} on {} ({} rates)",
                    first.rate,
                    first.published,
                    last.rate,
                    last.published,
                    used.len()
                )
            };
            (format!("1 {base} in {quote}"), format!("{rates}, {source}"))
        };
        pairs.into_iter().map(line).collect()
    }

    /// What is to be said: days without a rate of their own, and money that stayed in its own currency.
    pub fn notes(&self) -> Vec<String> {
        let carried: BTreeSet<NaiveDate> = self
            .used
            .iter()
            .filter(|(_, day, used)| used.published < *day)
            .map(|(_, day, _)| *day)
            .collect();
        let mut notes = Vec::new();
        if let Some((first, count)) = carried.first().zip(Some(carried.len())) {
            notes.push(format!(
                "On {count} days without a rate of their own (the first is {first}), such as weekends, the last rate published before was taken."
            ));
        }
        for (currency, days) in &self.without {
            let first = days.iter().flatten().next();
            let when = first.map_or("days that are not stated".to_owned(), |day| {
                format!("{} days from {day} on", days.len())
            });
            notes.push(format!(
                "There is no rate from {currency} to {} for {when}; that money stays in {currency}.",
                self.to
            ));
        }
        notes
    }

    fn take(&mut self, (group, amount): (&Group, &Decimal), rates: &Rates) -> Option<ExactTotal> {
        let day = group.keys.last().and_then(|day| day.parse::<NaiveDate>().ok());
        let from = &group.currency;
        let converted = day.and_then(|day| Some((day, rates.convert(amount, (from, &self.to), day)?)));
        let Some((day, (exact, used))) = converted else {
            self.without
                .entry(from.code().to_owned())
                .or_default()
                .insert(day);
            return None;
        };
        self.used
            .extend(used.into_iter().map(|used| (from.code().to_owned(), day, used)));
        Some(exact)
    }
}

/// The answer to a query in one currency, as far as the rates reach.
pub fn converted(book: &Book, query: &Query, to: &Currency) -> Result<(Groups, Conversion, Option<Reach>)> {
    if !query.measure.is_money() {
        let what = format!("`--in {to}` converts money, and {} is none", query.measure.id());
        return Err(Error::asked(what, ""));
    }
    check_known(book, to)?;
    let daily = query.clone().by(Dimension::Time(Grain::Day));
    let (mut groups, amounts, reach) = exact(book, &daily)?;
    let mut currencies: BTreeSet<Currency> =
        amounts.iter().map(|(group, _)| group.currency.clone()).collect();
    currencies.insert(to.clone());
    let rates = Rates::new(
        book.rates_among(&currencies.into_iter().collect::<Vec<_>>())?
            .into_iter()
            .map(|kept| kept.fact),
    );
    let mut conversion = Conversion {
        to: to.clone(),
        ..Conversion::default()
    };
    groups.groups = fold(query, &amounts, (&mut conversion, &rates))?;
    groups.query = query.clone();
    Ok((groups, conversion, reach))
}

/// A group with its amount, which is not rounded yet where it is computed.
type Amount = (Group, Decimal);

/// The answer to a query, with every amount of it as exact as it is known.
fn exact(book: &Book, query: &Query) -> Result<(Groups, Vec<Amount>, Option<Reach>)> {
    let (mut groups, computed, reach) = if query.measure == Measure::Estimated {
        let (claims, computed, reach) = estimate::apart(book, query, &estimate::price_book(book)?)?;
        (claims, computed, Some(reach))
    } else {
        (book.groups(query)?, estimate::Computed::new(), None)
    };
    let stated = std::mem::take(&mut groups.groups).into_iter().map(|group| {
        let amount = group.value.decimal(&group.currency);
        (group, amount)
    });
    let computed = computed.into_iter().map(|((keys, currency), (amount, facts))| {
        let group = estimate::group(keys, currency, (Total::default(), facts));
        (group, amount)
    });
    let amounts = stated.chain(computed).collect();
    Ok((groups, amounts, reach))
}

/// Refuses a currency that is known neither by name nor to the book.
fn check_known(book: &Book, to: &Currency) -> Result<()> {
    let has_rate = |kept: &Kept<Rate>| kept.fact.base == *to || kept.fact.quote == *to;
    let is_known = ingest::value::currencies().contains(&to.code())
        || book.currencies()?.contains(to)
        || book.rates()?.iter().any(has_rate);
    if is_known {
        return Ok(());
    }
    Err(Error::asked(
        format!("There is no currency `{to}` and no rate of it in the book"),
        "Write a code such as EUR, or read rates with `counterfoil rates import FILE`.",
    ))
}

/// Days together again, each group rounded once.
fn fold(
    query: &Query,
    daily: &[Amount],
    (conversion, rates): (&mut Conversion, &Rates),
) -> Result<Vec<Group>> {
    let mut folded: BTreeMap<(Vec<String>, Currency), (Group, ExactTotal)> = BTreeMap::new();
    for (group, amount) in daily {
        let exact = conversion.take((group, amount), rates);
        let currency = if exact.is_some() {
            conversion.to.clone()
        } else {
            group.currency.clone()
        };
        let same = (ExactTotal::default(), group.currency.clone());
        let exact = match exact {
            Some(exact) => exact,
            // To itself the factor is one on any day.
            None => rates
                .convert(amount, (&same.1, &same.1), NaiveDate::default())
                .map_or(same.0, |(exact, _)| exact),
        };
        let mut keys = group.keys.clone();
        keys.pop();
        for (key, _) in keys
            .iter_mut()
            .zip(&query.by)
            .filter(|(_, dimension)| **dimension == Dimension::Currency)
        {
            currency.code().clone_into(key);
        }
        let entry = folded.entry((keys.clone(), currency.clone())).or_insert_with(|| {
            let empty = Group {
                keys,
                currency,
                quantity: None,
                unit: String::new(),
                facts: 0,
                without: 0,
                ..group.clone()
            };
            (empty, ExactTotal::default())
        });
        entry.0.facts += group.facts;
        entry.0.without += group.without;
        entry.0.provisional |= group.provisional;
        entry.1.add(&exact);
    }
    let rounded = folded.into_values().map(|(mut group, exact)| {
        group.value = exact
            .rounded(&group.currency)
            .ok_or_else(|| Error::asked("The sum is too large".to_owned(), ""))?;
        Ok(group)
    });
    rounded.collect()
}
