//! `headcount`: people of a unit in a month.

use model::Headcount;

use super::{Kind, Row, Table};
use crate::beside::Cells;
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;

pub(super) const TABLE: Table = Table {
    kind: Kind::Headcount,
    name: "headcount",
    columns: &["unit", "day", "people"],
    additive: &["people"],
    split: None,
};

pub(super) fn encode(fact: &Headcount, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.extend([
        Some(words.word(&fact.unit)?),
        Some(days::or_unstated(fact.month)),
        fact.people,
    ]);
    Ok(())
}

pub(crate) fn decode(cells: &mut Cells<'_>) -> Result<Headcount> {
    Ok(Headcount {
        unit: cells.word()?,
        month: cells.day(),
        people: cells.number(),
        origin: cells.origin,
        ..Headcount::default()
    })
}
