//! `survey`: how often an answer was given, or what one member of a panel answered.

use model::Survey;

use super::{Kind, Row, Table};
use crate::beside::Cells;
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;

pub(super) const TABLE: Table = Table {
    kind: Kind::Survey,
    name: "survey",
    columns: &["question", "team", "day", "answer", "answers", "who", "value"],
    additive: &["answers"],
    split: None,
};

pub(super) fn encode(fact: &Survey, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.extend([
        Some(words.word(&fact.question)?),
        Some(words.word(&fact.team)?),
        Some(days::or_unstated(fact.day)),
        Some(words.word(&fact.answer)?),
        fact.count,
        Some(words.identity(&fact.identity)?),
        fact.value,
    ]);
    Ok(())
}

pub(crate) fn decode(cells: &mut Cells<'_>) -> Result<Survey> {
    Ok(Survey {
        question: cells.word()?,
        team: cells.word()?,
        day: cells.day(),
        answer: cells.word()?,
        count: cells.number(),
        origin: cells.origin,
        ..Survey::default()
    })
}
