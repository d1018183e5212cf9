//! `price`: one price of one model. The amount is a word, so that no digit is lost.

use model::{Currency, Price, PriceClass};

use super::{Kind, Row, Table, ordinal};
use crate::beside::Cells;
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;

pub(super) const TABLE: Table = Table {
    kind: Kind::Price,
    name: "price",
    columns: &[
        "provider", "model", "class", "tier", "region", "above", "currency", "amount", "starts", "source",
    ],
    additive: &[],
    split: None,
};

pub(super) fn encode(fact: &Price, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.extend([
        Some(words.word(&fact.provider)?),
        Some(words.word(&fact.model)?),
        Some(ordinal(PriceClass::ALL, &fact.class)),
        Some(words.word(&fact.tier)?),
        Some(words.word(&fact.region)?),
        Some(fact.above),
        Some(words.word(fact.currency.code())?),
        Some(words.word(&fact.amount.to_string())?),
        fact.from.map(days::number),
        Some(words.word(&fact.source)?),
    ]);
    Ok(())
}

pub(crate) fn decode(cells: &mut Cells<'_>) -> Result<Price> {
    Ok(Price {
        provider: cells.word()?,
        model: cells.word()?,
        class: cells.ordinal(PriceClass::ALL),
        tier: cells.word()?,
        region: cells.word()?,
        above: cells.number().unwrap_or(0),
        currency: Currency::new(&cells.word()?),
        amount: cells.exact()?,
        from: cells.day(),
        source: cells.word()?,
        origin: cells.origin,
        ..Price::default()
    })
}
