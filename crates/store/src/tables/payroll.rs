//! `payroll`: loaded cost of a unit in a month.

use model::{Amount, Currency, Payroll};

use super::{Kind, Row, Table};
use crate::beside::Cells;
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;

pub(super) const TABLE: Table = Table {
    kind: Kind::Payroll,
    name: "payroll",
    columns: &["unit", "day", "cost", "currency"],
    additive: &["cost"],
    split: None,
};

pub(super) fn encode(fact: &Payroll, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.extend([
        Some(words.word(&fact.unit)?),
        Some(days::or_unstated(fact.month)),
        fact.cost.map(|amount| amount.0),
        Some(words.word(fact.currency.code())?),
    ]);
    Ok(())
}

pub(crate) fn decode(cells: &mut Cells<'_>) -> Result<Payroll> {
    Ok(Payroll {
        unit: cells.word()?,
        month: cells.day(),
        cost: cells.number().map(Amount),
        currency: Currency::new(&cells.word()?),
        origin: cells.origin,
        ..Payroll::default()
    })
}
