//! What an initiative costs, and what of it the book's own bills say: a cost may name a filter in the place of an
//! assumption. Counts complete months only; converts nothing.

use chrono::NaiveDate;
use metrics::roi::evidence::Source;
use metrics::roi::scenario::{Cost, Range};
use metrics::roi::tco::{Billed, Tco, tco};
use model::{Currency, Measure, Money, Period};
use store::Book;

use crate::Result;
use crate::ask::Ask;
use crate::initiative::{self, Initiative};
use crate::scope::Scope;

/// Takes the monthly costs that name a filter from the bills: the least, the mean and the most of the months billed.
pub(crate) fn bill(book: &Book, initiative: &mut Initiative, data: Period) -> Result<()> {
    let (start, currency) = (initiative.start, initiative.scenario.currency.clone());
    for cost in &mut initiative.scenario.costs {
        let months = billed(book, cost, since(start, data), &currency)?;
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
    let billed = scenario
        .costs
        .iter()
        .map(|cost| billed(scope.book, cost, within, &scenario.currency));
    Ok(tco(scenario, &billed.collect::<Result<Vec<_>>>()?))
}

/// The days from the start on that the book knows of.
fn since(start: Option<NaiveDate>, data: Period) -> Period {
    let from = start.unwrap_or(data.from).max(data.from);
    Period::new(from.min(data.to), data.to)
}

/// Complete months that were billed under a cost's own filter, in the currency of the scenario.
fn billed(book: &Book, cost: &Cost, within: Period, currency: &Currency) -> Result<Billed> {
    if cost.billed.is_empty() || within.to <= within.from {
        return Ok(Billed::new());
    }
    let ask = Ask {
        grain: Some("month".to_owned()),
        filters: cost.billed.clone(),
        from: Some(within.from.to_string()),
        to: Some(within.to.to_string()),
        ..Ask::default()
    };
    let groups = book.groups(&ask.query(Measure::Billed)?)?.groups;
    let of_currency = groups.into_iter().filter(|group| group.currency == *currency);
    let months = of_currency.filter_map(|group| {
        let month = Period::month(group.keys.first()?.parse().ok()?);
        let is_whole = month.from >= within.from && month.to <= within.to;
        is_whole.then(|| (month.from, Money::new(group.value, currency.clone())))
    });
    let mut months: Billed = months.collect();
    months.sort_by_key(|(month, _)| *month);
    Ok(months)
}
