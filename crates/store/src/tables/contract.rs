//! `contract`: one term of one contract.

use model::{Amount, Contract, Currency, Per};

use super::{Kind, Row, Table, ordinal};
use crate::beside::Cells;
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;

pub(super) const TABLE: Table = Table {
    kind: Kind::Contract,
    name: "contract",
    columns: &[
        "number",
        "product",
        "provider",
        "seats",
        "unit_price",
        "per",
        "currency",
        "starts",
        "ends",
        "notice",
        "minimum",
        "commitment",
        "auto_renew",
        "decision",
        "owner",
    ],
    additive: &[],
    split: None,
};

pub(super) fn encode(fact: &Contract, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.extend([
        Some(words.word(&fact.number)?),
        Some(words.word(&fact.product)?),
        Some(words.word(&fact.provider)?),
        fact.seats,
        fact.unit_price.map(|amount| amount.0),
        Some(ordinal(Per::ALL, &fact.per)),
        Some(words.word(fact.currency.code())?),
        fact.start.map(days::number),
        fact.end.map(days::number),
        fact.notice.map(days::number),
        fact.minimum,
        fact.commitment.map(|amount| amount.0),
        fact.auto_renew.map(i64::from),
        Some(words.word(&fact.decision)?),
        Some(words.word(&fact.owner)?),
    ]);
    Ok(())
}

pub(crate) fn decode(cells: &mut Cells<'_>) -> Result<Contract> {
    Ok(Contract {
        number: cells.word()?,
        product: cells.word()?,
        provider: cells.word()?,
        seats: cells.number(),
        unit_price: cells.number().map(Amount),
        per: cells.ordinal(Per::ALL),
        currency: Currency::new(&cells.word()?),
        start: cells.day(),
        end: cells.day(),
        notice: cells.day(),
        minimum: cells.number(),
        commitment: cells.number().map(Amount),
        auto_renew: cells.number().map(|yes| yes != 0),
        decision: cells.word()?,
        owner: cells.word()?,
        origin: cells.origin,
        ..Contract::default()
    })
}
