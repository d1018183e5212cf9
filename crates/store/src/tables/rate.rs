//! `rate`: one exchange rate of one day. The rate is a word, so that no digit is lost.

use model::{Currency, Rate};

use super::{Kind, Row, Table};
use crate::beside::Cells;
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;

pub(super) const TABLE: Table = Table {
    kind: Kind::Rate,
    name: "rate",
    columns: &["day", "base", "quote", "rate", "source"],
    additive: &[],
    split: None,
};

pub(super) fn encode(fact: &Rate, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.extend([
        Some(days::or_unstated(fact.day)),
        Some(words.word(fact.base.code())?),
        Some(words.word(fact.quote.code())?),
        Some(words.word(&fact.rate.to_string())?),
        Some(words.word(&fact.source)?),
    ]);
    Ok(())
}

pub(crate) fn decode(cells: &mut Cells<'_>) -> Result<Rate> {
    Ok(Rate {
        day: cells.day(),
        base: Currency::new(&cells.word()?),
        quote: Currency::new(&cells.word()?),
        rate: cells.exact()?,
        source: cells.word()?,
        origin: cells.origin,
        ..Rate::default()
    })
}
