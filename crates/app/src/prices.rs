//! The price book as lists: what it has, what a model costs, what is missing, what a restatement would change.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use metrics::pricing::{Asked, Found};
use model::{Dimension, Grain, Groups, Measure, Period, PriceClass, Query, Total};
use serde_json::Value;
use store::Book;

use crate::beside::{Cells, Listing};
use crate::estimate;
use crate::{Error, Result};

/// Every list with its models and prices, then what was restated.
pub(crate) fn lists(book: &Book) -> Result<Listing> {
    let mut by_import: BTreeMap<i64, (BTreeSet<String>, u64, String, Option<NaiveDate>)> = BTreeMap::new();
    for kept in book.prices()? {
        let entry = by_import.entry(kept.import).or_default();
        entry
            .0
            .insert(format!("{}/{}", kept.fact.provider, kept.fact.model));
        entry.1 += 1;
        entry.2 = kept.fact.source;
        entry.3 = entry.3.max(kept.fact.from);
    }
    let stated: BTreeMap<i64, String> = book
        .imports()?
        .into_iter()
        .map(|import| (import.id, import.at))
        .collect();
    let (restated, places) = (estimate::restatements(book)?, book.places()?);
    let rows = by_import
        .into_iter()
        .map(|(import, (models, prices, source, newest))| -> Cells {
            let place = places.get(&import).map_or(import, |(place, _)| *place);
            let from = restated
                .iter()
                .filter(|one| one.import >= place)
                .map(|one| one.from)
                .min();
            vec![
                ("source", source.into()),
                ("models", models.len().into()),
                ("prices", prices.into()),
                (
                    "stated",
                    stated
                        .get(&import)
                        .map_or("", |at| at.get(..10).unwrap_or_default())
                        .into(),
                ),
                ("newest_term", day(newest)),
                ("restated_from", day(from)),
                ("import", import.into()),
            ]
        });
    Ok(Listing::of("prices", rows.collect()))
}

fn day(day: Option<NaiveDate>) -> Value {
    day.map_or(Value::Null, |day| day.to_string().into())
}

/// Prices in force on a day, one per class, tier, region and step.
pub(crate) fn of_model(book: &Book, (provider, model): (&str, &str), on: NaiveDate) -> Result<Listing> {
    let prices = estimate::price_book(book)?;
    let places = match prices.find(provider, model) {
        Found::Prices { entries, .. } => entries,
        Found::Ambiguous(which) => {
            let what = format!("Several could be meant by `{model}`: {}", which.join(", "));
            return Err(Error::asked(what, "Say who sells it: --provider NAME."));
        }
        Found::Unknown => {
            let what = format!("The price book does not know `{model}`");
            return Err(Error::asked(
                what,
                "`counterfoil prices import FILE` reads a price list.",
            ));
        }
    };
    let keys: BTreeSet<(PriceClass, String, String, i64)> = places
        .iter()
        .map(|place| &prices.entry(*place).price)
        .map(|price| (price.class, price.tier.clone(), price.region.clone(), price.above))
        .collect();
    let row = |(class, tier, region, above): &(PriceClass, String, String, i64)| -> Option<Cells> {
        let asked = Asked {
            class: *class,
            tier,
            region,
            input: above + 1,
            day: on,
        };
        let entry = prices
            .in_force(&places, &asked)
            .filter(|entry| entry.price.above == *above)?;
        let price = &entry.price;
        Some(vec![
            ("provider", price.provider.clone().into()),
            ("model", price.model.clone().into()),
            ("class", class.id().into()),
            ("tier", tier.clone().into()),
            ("region", region.clone().into()),
            ("above", (*above).into()),
            ("price", price.amount.to_string().into()),
            ("currency", price.currency.code().into()),
            ("from", day(price.from)),
            ("source", price.source.clone().into()),
            ("import", entry.import.into()),
        ])
    };
    let rows: Vec<Cells> = keys.iter().filter_map(row).collect();
    if rows.is_empty() {
        let first = places
            .iter()
            .filter_map(|place| prices.entry(*place).price.from)
            .min();
        let first = first.map_or_else(String::new, |first| format!("The first is of {first}."));
        return Err(Error::asked(
            format!("No price of `{model}` was in force on {on}"),
            first,
        ));
    }
    Ok(Listing::of("prices", rows))
}

/// Usage that has no price, most tokens first.
pub(crate) fn missing(book: &Book) -> Result<Listing> {
    let (_, reach) = estimate::estimated(book, &Query::of(Measure::Estimated), &estimate::price_book(book)?)?;
    let notes = reach.otherwise_note().into_iter().collect();
    let row = |missing: estimate::Missing| -> Cells {
        vec![
            ("provider", missing.provider.into()),
            ("model", missing.model.into()),
            ("tokens", missing.tokens.to_string().into()),
            ("first_day", missing.from.to_string().into()),
            ("last_day", missing.to.to_string().into()),
            ("why", missing.why.into()),
        ]
    };
    Ok(Listing {
        id: "missing",
        rows: reach.missing.into_iter().map(row).collect(),
        notes,
    })
}

/// The months from a day on, before and after a restatement; one that is taken back leaves them as they were before it.
pub(crate) fn restate(
    book: &Book,
    (from, at): (NaiveDate, &str),
    (takes_back, dry_run): (bool, bool),
) -> Result<Listing> {
    let all = if takes_back {
        estimate::taking_back(book, from)?
    } else {
        estimate::restating(book, from, at)?
    };
    let query = Query::of(Measure::Estimated)
        .by(Dimension::Time(Grain::Month))
        .by(Dimension::Model)
        .within(Period::new(from, NaiveDate::MAX));
    let (before, _) = estimate::estimated(book, &query, &estimate::price_book(book)?)?;
    let (after, reach) = estimate::estimated(book, &query, &estimate::price_book_with(book, &all)?)?;
    if !dry_run {
        estimate::restate(book, &all)?;
    }
    Ok(Listing {
        id: "restated",
        rows: changes(&before, &after),
        notes: reach.notes(),
    })
}

/// Groups that differ, and the total of each currency.
fn changes(before: &Groups, after: &Groups) -> Vec<Cells> {
    let mut sums: BTreeMap<(Vec<String>, String), [Total; 2]> = BTreeMap::new();
    for (side, groups) in [before, after].into_iter().enumerate() {
        for group in &groups.groups {
            let currency = group.currency.code().to_owned();
            let all = vec!["all".to_owned(), "all".to_owned()];
            for keys in [group.keys.clone(), all] {
                let sum = &mut sums.entry((keys, currency.clone())).or_default()[side];
                *sum = *sum + group.value;
            }
        }
    }
    let changed = sums
        .into_iter()
        .filter(|((keys, _), [a, b])| a != b || keys[0] == "all");
    changed
        .map(|((keys, code), [a, b])| -> Cells {
            let currency = model::Currency::new(&code);
            vec![
                ("month", keys[0].clone().into()),
                ("model", keys[1].clone().into()),
                ("currency", code.into()),
                ("before", a.text(&currency).into()),
                ("after", b.text(&currency).into()),
            ]
        })
        .collect()
}
