//! A delivery that was made before the one whose place it would take: because both say when, or because it ends in days
//! that were not over.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDateTime, NaiveTime};
use model::{Answer, ImportId, Question};
use store::ImportTx;

use super::sides::{Side, Sides};
use crate::Result;

/// The newest days of an export, which a later one may revise.
const REVISED: u64 = 2;

/// One question for each newer delivery that would no longer count.
pub(super) fn questions(import: &mut ImportTx<'_>, sides: &Sides<'_>) -> Result<Vec<Question>> {
    let owners: BTreeSet<ImportId> = import.takes_from().collect();
    let owners = owners.into_iter().filter_map(|owner| sides.other(owner));
    let mut found: Vec<Question> = owners
        .filter_map(|other| {
            let (own, newer) = sides.own.made.before(&other.made)?;
            let why = format!(
                "This delivery was made on {}, import {} on {}.",
                said(own),
                other.import,
                said(newer)
            );
            Some(question(other, why))
        })
        .collect();
    for (displaced, days) in import.displaced()? {
        let other = sides.other(displaced);
        let periods = other.and_then(|other| Some((other, sides.own.period?, other.period?)));
        let Some((other, own, theirs)) = periods else {
            continue;
        };
        let last = own.to - Days::new(1);
        if theirs.to > own.to && days.from + Days::new(REVISED) > last {
            let which = if days.from == last {
                "that day only, as if it had"
            } else {
                "its last days only, as if they had"
            };
            let why = format!(
                "This file ends on {last} and import {} goes on. They differ on {which} not been over when this file was made.",
                other.import
            );
            found.push(question(other, why));
        }
    }
    Ok(found)
}

fn question(other: &Side, why: String) -> Question {
    let id = other.import;
    Question {
        id: format!("older-{id}"),
        sentence: format!(
            "Should this older delivery take the place of import {id} ({})?",
            other.file
        ),
        why: vec![why],
        choices: vec![Answer::new(
            "replace",
            "Yes: count the older figures",
            format!("The newer figures of import {id} no longer count; undo brings them back."),
        )],
        answer: None,
    }
}

/// A day, with the time where that is stated.
fn said(at: NaiveDateTime) -> String {
    if at.time() == NaiveTime::MIN {
        at.date().to_string()
    } else {
        format!("{} UTC", at.format("%Y-%m-%d %H:%M"))
    }
}
