//! `budget`: how much may be spent on what.

use model::{Amount, Budget, Currency, Period};

use super::{Kind, Row, Table};
use crate::beside::Cells;
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;

pub(super) const TABLE: Table = Table {
    kind: Kind::Budget,
    name: "budget",
    columns: &[
        "name",
        "owner",
        "dimension",
        "value",
        "day",
        "until",
        "amount",
        "currency",
    ],
    additive: &[],
    split: None,
};

pub(super) fn encode(fact: &Budget, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.extend([
        Some(words.word(&fact.name)?),
        Some(words.word(&fact.owner)?),
        Some(words.word(&fact.dimension)?),
        Some(words.word(&fact.value)?),
        Some(days::or_unstated(fact.period.map(|period| period.from))),
        Some(days::or_unstated(fact.period.map(|period| period.to))),
        fact.amount.map(|amount| amount.0),
        Some(words.word(fact.currency.code())?),
    ]);
    Ok(())
}

pub(crate) fn decode(cells: &mut Cells<'_>) -> Result<Budget> {
    Ok(Budget {
        name: cells.word()?,
        owner: cells.word()?,
        dimension: cells.word()?,
        value: cells.word()?,
        period: cells
            .day()
            .zip(cells.day())
            .map(|(from, to)| Period::new(from, to)),
        amount: cells.number().map(Amount),
        currency: Currency::new(&cells.word()?),
        origin: cells.origin,
        ..Budget::default()
    })
}
