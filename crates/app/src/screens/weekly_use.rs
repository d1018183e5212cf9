//! Seats of each product that are used week by week: the share, where it stands, and what share pays for the seats.
//! Computes no figure.

use metrics::people::utilisation::{UseFlag, Utilisation};

use crate::Result;
use crate::adoption;
use crate::scope::Scope;
use crate::show;
use crate::view::{RowView, TableView, Tone};

/// One row a product of which a list tells who holds a seat; nothing without any.
pub(super) fn table(scope: &Scope<'_>) -> Result<Option<TableView>> {
    let products = adoption::by_product(scope)?;
    let rows: Vec<RowView> = products.iter().map(|one| row(scope, one)).collect();
    let weeks = scope.settings.utilisation.headline_weeks;
    Ok((!rows.is_empty()).then(|| TableView {
        key: "weekly-seats".to_owned(),
        title: "Seats used each week".to_owned(),
        columns: show::columns(&[
            "Product",
            "#Weekly active",
            "#Used seat weeks",
            "#Assigned seat weeks",
            "#Unknown",
            "#Of bought",
            "What it says",
            "#Pays from",
        ]),
        count: rows.len() as u32,
        rows,
        totals: Vec::new(),
        note: format!(
            "The last {weeks} full weeks. Pays from: the share of seats that must be active each week to be worth all of them, \
             by the hours and worth in Settings; an estimate."
        ),
    }))
}

fn row(scope: &Scope<'_>, one: &Utilisation) -> RowView {
    let count = |count: u64| show::count(scope, count);
    let headline = one.headline.value();
    let part =
        |of: fn(&metrics::figure::Rate) -> u64| headline.map_or_else(String::new, |rate| count(of(rate)));
    let fraction = headline.and_then(metrics::figure::Rate::fraction);
    let even = one.break_even.as_ref().map(|even| even.fraction);
    let is_short = fraction.zip(even).is_some_and(|(used, even)| used < even);
    RowView {
        tone: if one.flag == Some(UseFlag::ChangeProblem) || is_short {
            Tone::Warn
        } else {
            Tone::Neutral
        },
        ..show::row(vec![
            one.product.clone().unwrap_or_default(),
            one.headline.text(|rate| {
                rate.fraction()
                    .map_or_else(|| "unknown".to_owned(), show::percent)
            }),
            part(|rate| rate.numerator),
            part(|rate| rate.denominator),
            part(|rate| rate.unknown),
            one.of_bought
                .as_ref()
                .and_then(metrics::figure::Rate::fraction)
                .map_or_else(String::new, show::percent),
            one.flag.map_or_else(String::new, |flag| flag.text().to_owned()),
            even.map_or_else(String::new, show::percent),
        ])
    }
}
