//! `charge`: one billed line.

use model::{Category, Charge, Covered, TokenClass, What, Whose};

use super::split::{Combination, Part, Split, places};
use super::{Kind, Row, Table, ordinal};
use crate::days;
use crate::error::Result;
use crate::numbering::{Numbering, Source};

pub(super) const TABLE: Table = Table {
    kind: Kind::Charge,
    name: "charge",
    columns: &[
        "day",
        "until",
        "billing_month",
        "provider",
        "service",
        "sku",
        "model",
        "token_class",
        "account",
        "project",
        "tool",
        "who",
        "cost_centre",
        "category",
        "correction",
        "currency",
        "billed",
        "list",
        "effective",
        "estimated",
        "covered",
        "quantity",
        "unit",
        "invoice",
        "provisional",
        "tags",
    ],
    additive: &["billed", "list", "effective", "estimated", "quantity"],
    split: Some(&Split {
        rows: "charge_row",
        parts: &[
            Part {
                name: "charge_what",
                key: "what",
                columns: &[
                    "provider",
                    "service",
                    "sku",
                    "model",
                    "token_class",
                    "category",
                    "correction",
                    "currency",
                    "covered",
                    "unit",
                    "provisional",
                ],
            },
            Part {
                name: "charge_whose",
                key: "whose",
                columns: &[
                    "account",
                    "project",
                    "tool",
                    "who",
                    "cost_centre",
                    "invoice",
                    "tags",
                ],
            },
        ],
    }),
};

/// Columns that hold words.
pub(crate) const WORDS: &[&str] = &[
    "provider",
    "service",
    "sku",
    "model",
    "account",
    "project",
    "tool",
    "cost_centre",
    "currency",
    "unit",
    "invoice",
];

/// Values that a row keeps itself.
pub(crate) const OWN: usize = 8;

/// What a row keeps itself. A charge without a period counts on the first day of its billing month.
pub(crate) fn own(fact: &Charge) -> [Option<i64>; OWN] {
    let from = fact.period.map(|period| period.from).or(fact.billing_month);
    let until = fact.period.map(|period| period.to);
    let days = [from, until, fact.billing_month].map(|day| Some(days::or_unstated(day)));
    let amounts = [fact.billed, fact.list, fact.effective, fact.estimated];
    let [billed, list, effective, estimated] = amounts.map(|amount| amount.map(|amount| amount.0));
    let [from, until, month] = days;
    [
        from,
        until,
        month,
        billed,
        list,
        effective,
        estimated,
        fact.quantity,
    ]
}

/// What was billed, in the order of its columns.
pub(crate) fn what<S: Source>(what: &What, words: &mut Numbering<S>) -> Result<Combination> {
    Ok([
        words.word(&what.provider)?,
        words.word(&what.service)?,
        words.word(&what.sku)?,
        words.word(&what.model)?,
        ordinal(TokenClass::ALL, &what.token_class),
        ordinal(Category::ALL, &what.category),
        i64::from(what.correction),
        words.word(what.currency.code())?,
        i64::from(what.covered == Covered::Seat),
        words.word(&what.unit)?,
        i64::from(what.provisional),
    ])
}

/// Whose it is, likewise.
pub(crate) fn whose<S: Source>(whose: &Whose, words: &mut Numbering<S>) -> Result<Combination> {
    let values = [
        words.word(&whose.account)?,
        words.word(&whose.project)?,
        words.word(&whose.tool)?,
        words.identity(&whose.identity)?,
        words.word(&whose.cost_centre)?,
        words.word(&whose.invoice)?,
        words.tags(&whose.tags)?,
    ];
    let mut all = Combination::default();
    all[..values.len()].copy_from_slice(&values);
    Ok(all)
}

pub(crate) fn encode<S: Source>(fact: &Charge, words: &mut Numbering<S>, row: &mut Row) -> Result<()> {
    let parts = [what(&fact.what, words)?, whose(&fact.whose, words)?];
    places(Kind::Charge).row(&own(fact), parts.iter(), row);
    Ok(())
}
