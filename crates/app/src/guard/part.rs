//! A file that would take the place of an earlier delivery of the same month although it is about other days, projects or
//! services: perhaps it is another part of the month.

use charts::Locale;
use charts::format;
use ingest::Planned;
use model::{Answer, Overlap, Question};
use store::{ImportTx, LeftOut, Side};

use super::sides::Sides;
use crate::Result;

/// One question for each earlier import of which something would be left out.
pub(super) fn questions(
    import: &mut ImportTx<'_>,
    plan: &Planned,
    sides: &Sides<'_>,
) -> Result<Vec<Question>> {
    if plan.header.overlap != Overlap::Period || plan.invoice.is_some() {
        return Ok(Vec::new());
    }
    let left_out = import.left_out()?;
    let asked = left_out.iter().filter_map(|left_out| {
        let other = sides.other(left_out.import)?;
        Some(question(left_out, &other.file))
    });
    Ok(asked.collect())
}

fn question(left_out: &LeftOut, file: &str) -> Question {
    let id = left_out.import;
    let rows = format::count(left_out.rows.into(), &Locale::default());
    let days = format::span(&left_out.days, &Locale::default());
    let what = match left_out.side {
        Side::Days => "this file has nothing of those days",
        Side::Projects => "this file has nothing of their projects",
        Side::Services => "this file has nothing of their services",
    };
    Question {
        id: format!("part-{id}"),
        sentence: format!("Is this the whole month anew, in the place of import {id} ({file})?"),
        why: vec![
            format!("Import {id} has {rows} rows of {days}, and {what}."),
            "If both are parts of one month, undo that import and bring them together: named part-1, part-2 and so on, \
             or with the manifest of the delivery beside them."
                .to_owned(),
        ],
        choices: vec![Answer::new(
            "replace",
            "Yes: it takes the place of that delivery",
            format!("Those {rows} rows no longer count; undo brings them back."),
        )],
        answer: None,
    }
}
