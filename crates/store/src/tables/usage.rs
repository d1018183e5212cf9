//! `usage`: one line of activity.

use model::{TokenClass, Usage};

use super::split::{Part, Split};
use super::{Kind, Row, Table, ordinal};
use crate::days;
use crate::error::Result;
use crate::numbering::{Numbering, Source};

pub(super) const TABLE: Table = Table {
    kind: Kind::Usage,
    name: "usage",
    columns: &[
        "day",
        "until",
        "who",
        "provider",
        "tool",
        "model",
        "token_class",
        "project",
        "tokens",
        "requests",
        "active_days",
        "automated",
        "estimated",
        "currency",
        "terms",
    ],
    additive: &["tokens", "requests", "estimated"],
    split: Some(&Split {
        rows: "usage_row",
        parts: &[Part {
            name: "usage_what",
            key: "what",
            columns: &[
                "provider",
                "tool",
                "model",
                "token_class",
                "project",
                "automated",
                "currency",
                "terms",
            ],
        }],
    }),
};

/// Columns that hold words.
pub(crate) const WORDS: &[&str] = &["provider", "tool", "model", "project", "currency", "terms"];

pub(crate) fn encode<S: Source>(fact: &Usage, words: &mut Numbering<S>, row: &mut Row) -> Result<()> {
    row.extend(
        [
            days::or_unstated(fact.period.map(|period| period.from)),
            days::or_unstated(fact.period.map(|period| period.to)),
            words.identity(&fact.identity)?,
            words.word(&fact.provider)?,
            words.word(&fact.tool)?,
            words.word(&fact.model)?,
            ordinal(TokenClass::ALL, &fact.token_class),
            words.word(&fact.project)?,
        ]
        .map(Some),
    );
    row.extend([fact.tokens, fact.requests, fact.active_days.map(i64::from)]);
    row.push(Some(i64::from(fact.automated)));
    row.push(fact.estimated.map(|amount| amount.0));
    row.push(Some(words.word(fact.currency.code())?));
    row.push(Some(words.terms(&fact.terms)?));
    Ok(())
}
