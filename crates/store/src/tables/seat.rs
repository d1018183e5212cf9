//! `seat`: the right of one person to use one product, seen in one snapshot.

use model::Seat;

use super::{Kind, Row, Table};
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;

pub(super) const TABLE: Table = Table {
    kind: Kind::Seat,
    name: "seat",
    columns: &[
        "product",
        "provider",
        "account",
        "who",
        "day",
        "assigned",
        "last_active",
        "tier",
        "state",
    ],
    additive: &[],
    split: None,
};

pub(super) fn encode(fact: &Seat, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.extend([
        Some(words.word(&fact.product)?),
        Some(words.word(&fact.provider)?),
        Some(words.word(&fact.account)?),
        Some(words.identity(&fact.identity)?),
        Some(days::or_unstated(fact.snapshot)),
        fact.assigned.map(days::number),
        fact.last_active.map(days::number),
        Some(words.word(&fact.tier)?),
        Some(words.word(&fact.state)?),
    ]);
    Ok(())
}
