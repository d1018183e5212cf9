//! `charge`: one billed line.

use model::{Category, Charge, Covered, TokenClass};

use super::split::{Part, Split};
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

/// A charge without a period counts on the first day of its billing month.
pub(crate) fn encode<S: Source>(fact: &Charge, words: &mut Numbering<S>, row: &mut Row) -> Result<()> {
    let from = fact.period.map(|period| period.from).or(fact.billing_month);
    let until = fact.period.map(|period| period.to);
    let who = words.identity(&fact.identity)?;
    let tags = words.tags(&fact.tags)?;
    row.extend(
        [
            days::or_unstated(from),
            days::or_unstated(until),
            days::or_unstated(fact.billing_month),
            words.word(&fact.provider)?,
            words.word(&fact.service)?,
            words.word(&fact.sku)?,
            words.word(&fact.model)?,
            ordinal(TokenClass::ALL, &fact.token_class),
            words.word(&fact.account)?,
            words.word(&fact.project)?,
            words.word(&fact.tool)?,
            who,
            words.word(&fact.cost_centre)?,
            ordinal(Category::ALL, &fact.category),
            i64::from(fact.correction),
            words.word(fact.currency.code())?,
        ]
        .map(Some),
    );
    row.extend([fact.billed, fact.list, fact.effective, fact.estimated].map(|amount| amount.map(|a| a.0)));
    row.push(Some(i64::from(fact.covered == Covered::Seat)));
    row.push(fact.quantity);
    row.extend(
        [
            words.word(&fact.unit)?,
            words.word(&fact.invoice)?,
            i64::from(fact.provisional),
            tags,
        ]
        .map(Some),
    );
    Ok(())
}
