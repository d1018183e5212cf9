//! `kpi`: one value of a series.

use model::Kpi;

use super::{Kind, Row, Table};
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;

pub(super) const TABLE: Table = Table {
    kind: Kind::Kpi,
    name: "kpi",
    columns: &["name", "team", "day", "value", "unit"],
    additive: &["value"],
    split: None,
};

pub(super) fn encode(fact: &Kpi, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.extend(
        [
            words.word(&fact.name)?,
            words.word(&fact.team)?,
            days::or_unstated(fact.day),
            fact.value,
            words.word(&fact.unit)?,
        ]
        .map(Some),
    );
    Ok(())
}
