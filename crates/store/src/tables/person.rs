//! `person`: one line of a roster.

use model::Person;

use super::{Kind, Row, Table};
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;

pub(super) const TABLE: Table = Table {
    kind: Kind::Person,
    name: "person",
    columns: &[
        "person",
        "employee",
        "email",
        "logins",
        "name",
        "team",
        "unit",
        "role",
        "seniority",
        "location",
        "cost_centre",
        "state",
        "starts",
        "ends",
    ],
    additive: &[],
    split: None,
};

/// Several logins are one word, one per line.
pub(super) fn encode(fact: &Person, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.push(Some(words.person(fact)?));
    let logins = fact.logins.join("\n");
    let texts = [
        &fact.employee,
        &fact.email,
        &logins,
        &fact.name,
        &fact.team,
        &fact.unit,
        &fact.role,
        &fact.seniority,
        &fact.location,
        &fact.cost_centre,
        &fact.state,
    ];
    for text in texts {
        row.push(Some(words.word(text)?));
    }
    row.extend([fact.start.map(days::number), fact.end.map(days::number)]);
    Ok(())
}
