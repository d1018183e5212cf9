//! Brings an invoice, the charges it bills and the tokens behind them together. Computes no figure.

use std::collections::BTreeMap;

use metrics::pricing::{Found, PriceBook};
use metrics::signals::reconciliation::{ModelUse, Reconciliation, Stated, reconciliation};
use model::{Category, Dimension, Exact, Filter, Grain, Groups, Invoice, Measure, Period, Query, Total};
use store::{Book, StoredInvoice};

use crate::Result;
use crate::estimate::{self, AtPrices};
use crate::invoices::{Invoices, Link, total};
use crate::scope::Scope;

/// Every invoice whose charges are in the book, or only that of an import and number.
pub(crate) fn all(scope: &Scope<'_>, only: Option<&str>) -> Result<Reconciliation> {
    let invoices = Invoices::of(scope.book)?;
    let prices = estimate::price_book(scope.book)?;
    let asked = invoices
        .all
        .iter()
        .filter(|stored| !stored.is_counted && only.is_none_or(|id| id == self::id(stored)));
    let linked = asked
        .map(|stored| (stored, invoices.links(&stored.invoice)))
        .filter(|(_, links)| !links.is_empty());
    let stated = linked.map(|(stored, links)| state(scope.book, (&stored.invoice, &links), &prices));
    Ok(reconciliation(
        stated.collect::<Result<_>>()?,
        scope.settings.signals,
    ))
}

/// Import and number tell an invoice in a route.
pub(crate) fn id(stored: &StoredInvoice) -> String {
    format!("{}:{}", stored.import, stored.invoice.number)
}

fn state(book: &Book, (invoice, links): (&Invoice, &[Link]), prices: &PriceBook) -> Result<Stated> {
    let sign = i128::from(invoice.sign());
    let of = |stated: Option<Exact>| {
        stated
            .and_then(|exact| total(exact, &invoice.currency))
            .map_or(Total(0), |total| Total(total.0 * sign))
    };
    let totals = &invoice.totals;
    let charges = charges(book, (invoice, links))?;
    let days = days(&charges, links);
    let usage = usage(book, (&links[0].provider, days), prices)?;
    let credits = Total(of(totals.charges).0 - of(totals.allowances).0);
    let billed = |category: Category| {
        charges
            .groups
            .iter()
            .filter(|group| group.keys[2] == category.id())
            .map(|group| group.value)
            .sum::<Total>()
    };
    let stated_credits = totals.charges.or(totals.allowances).is_some();
    Ok(Stated {
        number: invoice.number.clone(),
        issuer: invoice.seller.name.clone(),
        currency: invoice.currency.clone(),
        total: totals
            .with_tax
            .or(totals.without_tax)
            .map_or(Total(0), |total| of(Some(total))),
        tax: totals
            .tax
            .map_or_else(|| billed(Category::Tax), |tax| of(Some(tax))),
        credits: if stated_credits {
            credits
        } else {
            billed(Category::Credit)
        },
        seats: billed(Category::Purchase),
        models: models(&charges, usage, (prices, &links[0].provider)),
    })
}

/// Charges by day, model and category: those of the number, else those of the vendor and months.
fn charges(book: &Book, (invoice, links): (&Invoice, &[Link])) -> Result<Groups> {
    let only = |dimension, value: &str| Filter {
        dimension,
        values: vec![value.to_owned()],
    };
    let months = links
        .iter()
        .filter_map(|link| link.month)
        .map(Period::month)
        .reduce(|all, next| all.hull(&next));
    let filter = match months {
        Some(_) => only(Dimension::Provider, &links[0].provider),
        None => only(Dimension::Invoice, &invoice.number),
    };
    let query = Query {
        measure: Measure::Billed,
        by: vec![Dimension::Time(Grain::Day), Dimension::Model, Dimension::Category],
        filters: vec![filter],
        period: months,
    };
    let mut groups = book.groups(&query)?;
    groups.groups.retain(|group| group.currency == invoice.currency);
    Ok(groups)
}

/// The days whose usage is held against the charges: those months, else the days of the charges.
fn days(charges: &Groups, links: &[Link]) -> Option<Period> {
    let months = links.iter().filter_map(|link| link.month).map(Period::month);
    let days = charges
        .groups
        .iter()
        .filter_map(|group| group.keys[0].parse().ok())
        .map(Period::day);
    months
        .reduce(|all, next| all.hull(&next))
        .or_else(|| days.reduce(|all, next| all.hull(&next)))
}

fn usage(book: &Book, (provider, days): (&str, Option<Period>), prices: &PriceBook) -> Result<AtPrices> {
    let query = Query {
        measure: Measure::Tokens,
        by: Vec::new(),
        filters: vec![Filter {
            dimension: Dimension::Provider,
            values: vec![provider.to_owned()],
        }],
        period: days,
    };
    estimate::at_prices(book, &query, prices)
}

/// Charges and tokens of one model, by whatever name each file calls it.
fn models(charges: &Groups, usage: AtPrices, (prices, provider): (&PriceBook, &str)) -> Vec<ModelUse> {
    let name = |model: &str| match prices.find(provider, model) {
        Found::Prices { entries, .. } => entries.first().map_or_else(
            || model.to_owned(),
            |place| prices.entry(*place).price.model.clone(),
        ),
        _ => model.to_owned(),
    };
    let mut models: BTreeMap<String, ModelUse> = BTreeMap::new();
    let is_use = |category: &str| {
        [Category::Purchase, Category::Credit, Category::Tax]
            .iter()
            .all(|other| other.id() != category)
    };
    for group in charges.stated().filter(|group| is_use(&group.keys[2])) {
        let model = models.entry(name(&group.keys[1])).or_default();
        model.billed = model.billed + group.value;
    }
    let currency = charges
        .groups
        .first()
        .map(|group| group.currency.clone())
        .unwrap_or_default();
    for (model, (tokens, cost)) in usage {
        let model = models.entry(name(&model)).or_default();
        model.tokens = Some(model.tokens.unwrap_or(0) + tokens);
        let more = cost.filter(|(of, _)| *of == currency).map(|(_, total)| total);
        model.priced = match (model.tokens == Some(tokens), model.priced, more) {
            (true, _, more) => more,
            (false, Some(sum), Some(more)) => Some(sum + more),
            _ => None,
        };
    }
    models
        .into_iter()
        .map(|(model, of)| ModelUse { model, ..of })
        .collect()
}
