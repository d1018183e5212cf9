//! What an initiative costs, and what of it the book's own bills say: a cost may name a filter in the place of an
//! assumption. Counts complete months only: a month without a bill is zero where the sources of the bills cover it.
//! Converts nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use metrics::roi::evidence::Source;
use metrics::roi::scenario::{Cost, Range};
use metrics::roi::tco::{Billed, Tco, tco};
use model::{Currency, Groups, Measure, Money, Period, Total};
use store::Book;

use crate::Result;
use crate::ask::Ask;
use crate::initiative::{self, Initiative};
use crate::scope::Scope;

/// Takes them from all bills that the book has.
pub(crate) fn from_bills(book: &Book, initiative: &mut Initiative) -> Result<()> {
    let info = book.info()?;
    match (info.from, info.to) {
        (Some(from), Some(to)) => bill(book, initiative, Period::new(from, to)),
        _ => Ok(()),
    }
}

/// Takes the monthly costs that name a filter from the bills: the least, the mean and the most of the complete months.
pub(crate) fn bill(book: &Book, initiative: &mut Initiative, data: Period) -> Result<()> {
    let (start, currency) = (initiative.start, initiative.scenario.currency.clone());
    for cost in &mut initiative.scenario.costs {
        let within = since(start, data);
        let bills = bills(book, cost, within)?;
        let months = billed(book, bills.as_ref(), within, &currency)?;
        let amounts: Vec<f64> = months.iter().map(|(_, money)| money.for_geometry()).collect();
        if amounts.is_empty() {
            continue;
        }
        let mean = amounts.iter().sum::<f64>() / amounts.len() as f64;
        let (low, high) = amounts
            .iter()
            .fold((mean, mean), |(low, high), one| (low.min(*one), high.max(*one)));
        cost.monthly = Range::new(low, mean, high);
        cost.source = Source::Measured;
    }
    Ok(())
}

/// The costs of the initiative a route is about.
pub(crate) fn costs(scope: &Scope<'_>) -> Result<Tco> {
    let (initiative, _) = initiative::chosen(scope)?;
    let within = since(initiative.start, scope.data);
    let scenario = &initiative.scenario;
    let (mut months, mut others) = (Vec::new(), BTreeSet::new());
    for cost in &scenario.costs {
        let bills = bills(scope.book, cost, within)?;
        let groups = bills.iter().flat_map(|bills| &bills.groups);
        others.extend(groups.map(|group| group.currency.clone()));
        months.push(billed(scope.book, bills.as_ref(), within, &scenario.currency)?);
    }
    let mut tco = tco(scenario, &months);
    others.remove(&scenario.currency);
    let others: Vec<&str> = others.iter().map(Currency::code).collect();
    let what = format!(
        "Bills in {} are not counted: the scenario is in {}.",
        others.join(", "),
        scenario.currency
    );
    tco.explanation = tco.explanation.note_if(!others.is_empty(), what);
    Ok(tco)
}

/// The days from the start on that the book knows of.
fn since(start: Option<NaiveDate>, data: Period) -> Period {
    let from = start.unwrap_or(data.from).max(data.from);
    Period::new(from.min(data.to), data.to)
}

/// What was billed under a cost's own filter, by month; nothing where it has none.
fn bills(book: &Book, cost: &Cost, within: Period) -> Result<Option<Groups>> {
    if cost.billed.is_empty() || within.to <= within.from {
        return Ok(None);
    }
    let ask = Ask {
        grain: Some("month".to_owned()),
        filters: cost.billed.clone(),
        from: Some(within.from.to_string()),
        to: Some(within.to.to_string()),
        ..Ask::default()
    };
    Ok(Some(book.groups(&ask.query(Measure::Billed)?)?))
}

/// Complete months of bills in a currency, if there are any in it.
fn billed(book: &Book, bills: Option<&Groups>, within: Period, currency: &Currency) -> Result<Billed> {
    let groups = bills.into_iter().flat_map(|bills| &bills.groups);
    let amounts: BTreeMap<NaiveDate, Total> = groups
        .filter(|group| group.currency == *currency)
        .filter_map(|group| Some((group.keys.first()?.parse().ok()?, group.value)))
        .collect();
    let Some(bills) = bills.filter(|_| !amounts.is_empty()) else {
        return Ok(Billed::new());
    };
    let covered = covered(book, bills)?;
    let lies_in = |month: &Period, days: &Period| days.from <= month.from && month.to <= days.to;
    let amount = |month: Period| {
        let is_covered = || covered.iter().any(|days| lies_in(&month, days));
        let billed = amounts.get(&month.from).copied();
        let amount = billed.or_else(|| is_covered().then(Total::default))?;
        Some((month.from, Money::new(amount, currency.clone())))
    };
    let complete = within.months().filter(|month| lies_in(month, &within));
    Ok(complete.filter_map(amount).collect())
}

/// The days that the sources of some bills cover.
fn covered(book: &Book, bills: &Groups) -> Result<Vec<Period>> {
    let imports = book.imports()?.into_iter();
    let own = imports.filter(|import| bills.coverage.imports.contains(&import.id));
    let sources: BTreeSet<String> = own.map(|import| import.header.format).collect();
    let seen = book.coverage()?.into_iter();
    Ok(seen
        .filter(|seen| sources.contains(&seen.source))
        .map(|seen| seen.period)
        .collect())
}
