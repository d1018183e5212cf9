//! Brings an invoice, the charges it bills and the tokens behind them together. Computes no figure.

use std::collections::{BTreeMap, BTreeSet};

use metrics::pricing::{Found, PriceBook};
use metrics::signals::reconciliation::{ModelUse, Reconciliation, Stated, reconciliation};
use model::{
    Category, Currency, Dimension, Exact, Filter, Grain, Groups, Invoice, Measure, Period, Query, Total,
};
use store::{Book, StoredInvoice};

use crate::Result;
use crate::estimate::{self, AtPrices};
use crate::invoices::{Invoices, is_issuer};
use crate::linked::{Link, total};
use crate::scope::Scope;

/// Every invoice whose charges are in the book, or only that of an import and number. Those that share their charges are one.
/// A provider filter holds.
pub(crate) fn all(scope: &Scope<'_>, only: Option<&str>) -> Result<Reconciliation> {
    let invoices = Invoices::of(scope.book)?;
    let prices = estimate::price_book(scope.book)?;
    let vendors = scope.values(&Dimension::Provider);
    let is_of = |stored: &StoredInvoice| {
        vendors.is_none_or(|all| all.iter().any(|vendor| is_issuer(&stored.invoice, vendor)))
    };
    let mut done = BTreeSet::new();
    let mut stated = Vec::new();
    for (stored, link) in invoices.each() {
        let is_asked = !stored.is_counted && only.is_none_or(|id| id == self::id(stored)) && is_of(stored);
        if let Some(link) = link.filter(|link| is_asked && done.insert(link.invoices[0])) {
            let together = link.invoices.iter().map(|at| &invoices.all[*at].invoice);
            stated.push(state(scope.book, (&together.collect::<Vec<_>>(), link), &prices)?);
        }
    }
    Ok(reconciliation(stated, scope.settings.signals))
}

/// Import and number tell an invoice in a route.
pub(crate) fn id(stored: &StoredInvoice) -> String {
    format!("{}:{}", stored.import, stored.invoice.number)
}

fn state(book: &Book, (together, link): (&[&Invoice], &Link), prices: &PriceBook) -> Result<Stated> {
    let first = together[0];
    let charges = charges(book, (&first.currency, link))?;
    let days = days(&charges, link);
    let usage = usage(book, (link, days), prices)?;
    let billed = |category: Category| {
        charges
            .groups
            .iter()
            .filter(|group| group.keys[2] == category.id())
            .map(|group| group.value)
            .sum::<Total>()
    };
    let sum = |of: &dyn Fn(&Invoice) -> Option<Total>| -> Option<Total> {
        let stated: Vec<Total> = together.iter().filter_map(|invoice| of(invoice)).collect();
        (!stated.is_empty()).then(|| stated.into_iter().sum())
    };
    let numbers: Vec<&str> = together.iter().map(|invoice| invoice.number.as_str()).collect();
    let provider = link.providers.first().map_or("", String::as_str);
    Ok(Stated {
        number: numbers.join(" + "),
        issuer: first.seller.name.clone(),
        currency: first.currency.clone(),
        total: sum(&|invoice| signed(invoice, invoice.totals.with_tax.or(invoice.totals.without_tax)))
            .unwrap_or_default(),
        tax: sum(&|invoice| signed(invoice, invoice.totals.tax)).unwrap_or_else(|| billed(Category::Tax)),
        credits: sum(&credits).unwrap_or_else(|| billed(Category::Credit)),
        seats: billed(Category::Purchase),
        models: models(&charges, usage, (prices, provider)),
    })
}

/// A stated amount with the sign of a credit note.
fn signed(invoice: &Invoice, stated: Option<Exact>) -> Option<Total> {
    let total = total(stated?, &invoice.currency).unwrap_or_default();
    Some(Total(total.0 * i128::from(invoice.sign())))
}

/// Charges less allowances of the whole document.
fn credits(invoice: &Invoice) -> Option<Total> {
    let totals = &invoice.totals;
    totals.charges.or(totals.allowances)?;
    let of = |stated| signed(invoice, stated).unwrap_or_default();
    Some(Total(of(totals.charges).0 - of(totals.allowances).0))
}

/// Charges by day, model and category: those of the number, else those of the vendor and months that no number claims.
fn charges(book: &Book, (currency, link): (&Currency, &Link)) -> Result<Groups> {
    let only = |dimension, values: &BTreeSet<String>| Filter {
        dimension,
        values: values.iter().cloned().collect(),
    };
    let mut filters = vec![only(Dimension::Provider, &link.providers)];
    if !link.numbers.is_empty() {
        filters.push(only(Dimension::Invoice, &link.numbers));
    }
    let mut by = vec![Dimension::Time(Grain::Day), Dimension::Model, Dimension::Category];
    if !link.apart.is_empty() {
        by.push(Dimension::Invoice);
    }
    let query = Query {
        measure: Measure::Billed,
        by,
        filters,
        period: span(link),
    };
    let mut groups = book.groups(&query)?;
    let is_apart = |number: &String| link.apart.contains(number);
    groups
        .groups
        .retain(|group| group.currency == *currency && !group.keys.get(3).is_some_and(is_apart));
    Ok(groups)
}

/// All months of charges that the number did not tell.
fn span(link: &Link) -> Option<Period> {
    let months = link.months.iter().map(|month| Period::month(*month));
    months.reduce(|all, next| all.hull(&next))
}

/// The days whose usage is held against the charges: those months, else the days of the charges.
fn days(charges: &Groups, link: &Link) -> Option<Period> {
    let days = charges
        .groups
        .iter()
        .filter_map(|group| group.keys[0].parse().ok());
    span(link).or_else(|| days.map(Period::day).reduce(|all, next| all.hull(&next)))
}

fn usage(book: &Book, (link, days): (&Link, Option<Period>), prices: &PriceBook) -> Result<AtPrices> {
    let query = Query {
        measure: Measure::Tokens,
        by: Vec::new(),
        filters: vec![Filter {
            dimension: Dimension::Provider,
            values: link.providers.iter().cloned().collect(),
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
