//! A file that nothing but its cells tells from another, and that has most of an earlier one's rows and some others in the
//! place of the rest: perhaps that one, corrected.

use std::collections::BTreeMap;
use std::sync::Arc;

use charts::Locale;
use charts::format;
use chrono::NaiveDate;
use ingest::{Planned, ReadReport};
use model::{Answer, Currency, ImportId, Overlap, Period, Question};
use store::{DayMoney, ImportTx};

use super::sides::Sides;
use crate::Result;

/// What its ids begin with.
pub(super) const KIND: &str = "correction";
const REPLACE: &str = "replace";

/// The earlier imports whose place the file takes, as was answered.
pub(crate) fn corrected(questions: &[Question]) -> Vec<ImportId> {
    let answered = questions
        .iter()
        .filter(|question| question.kind() == KIND && question.answer.as_deref() == Some(REPLACE));
    answered.filter_map(Question::about).collect()
}

/// A question for each earlier import, and whether rows of it stand in the file.
pub(super) fn questions(
    import: &mut ImportTx<'_>,
    (plan, read): (&Planned, &ReadReport),
    sides: &Sides<'_>,
) -> Result<Vec<(Question, bool)>> {
    let is_asked = plan.header.overlap == Overlap::Content && import.read_before().is_none();
    let Some(days) = read.period.filter(|_| is_asked) else {
        return Ok(Vec::new());
    };
    let mut found = BTreeMap::new();
    let is_kin = |other| {
        sides
            .other(other)
            .is_some_and(|side| side.format == sides.own.format)
    };
    for usage in [false, true] {
        let all = import.by_day((usage, days.days() as u32), &is_kin)?;
        let mut others: BTreeMap<ImportId, Vec<&DayMoney>> = BTreeMap::new();
        for day in all.iter().map(Arc::as_ref).filter(|day| days.contains(day.day)) {
            others.entry(day.import).or_default().push(day);
        }
        let own = others.remove(&sides.own.import).unwrap_or_default();
        for (other, theirs) in others {
            let repeated = import.repeated(other, usage);
            if let Some(met) = Met::of(&own, &theirs, repeated) {
                let file = sides.other(other).map_or("", |side| &*side.file);
                let asked = || (question((other, file), &met, (read, &days)), repeated > 0);
                found.entry(other).or_insert_with(asked);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// How many facts of a file are new for the days of another one, and how many of that one are not in the file.
struct Met {
    new: u64,
    gone: u64,
}

impl Met {
    /// Nothing where one of them may just go on where the other ends, or where they have nothing in common.
    fn of(own: &[&DayMoney], theirs: &[&DayMoney], repeated: u64) -> Option<Self> {
        let facts = |days: &[&DayMoney]| days.iter().map(|day| day.facts).sum::<u64>();
        let gone = facts(theirs).saturating_sub(repeated);
        let from = theirs.iter().map(|day| day.day).min()?;
        let last = theirs.iter().map(|day| day.day).max()?;
        let meets = |day: &&&DayMoney| (from..=last).contains(&day.day);
        let new = facts(&own.iter().filter(meets).copied().collect::<Vec<_>>());
        let is_akin = repeated > 0 || by_place(own) == by_place(theirs);
        (new > 0 && gone > 0 && is_akin).then_some(Self { new, gone })
    }
}

/// How many facts there are by vendor, currency and day.
fn by_place<'d>(days: &[&'d DayMoney]) -> BTreeMap<(&'d str, &'d Currency, NaiveDate), u64> {
    let mut places = BTreeMap::new();
    for day in days {
        *places
            .entry((&*day.provider, &day.currency, day.day))
            .or_default() += day.facts;
    }
    places
}

fn question((other, file): (ImportId, &str), met: &Met, (read, days): (&ReadReport, &Period)) -> Question {
    let count = |rows: u64| format::count(rows.into(), &Locale::default());
    let rows = &read.rows;
    Question {
        id: format!("{KIND}-{other}"),
        sentence: format!("Is this import {other} ({file}) again, corrected?"),
        why: vec![
            format!(
                "In the book already: {} of its {} rows. New, for days that import {other} has: {}. For these days in \
                 import {other} only: {}.",
                count(rows.duplicate),
                count(rows.duplicate + rows.kept),
                count(met.new),
                count(met.gone)
            ),
            "Such files do not say which of their rows are the same: one that was changed is another one."
                .to_owned(),
        ],
        choices: vec![
            Answer::new(
                REPLACE,
                format!("Yes: it replaces import {other}"),
                format!(
                    "For {} this file counts; what import {other} has of them stays to be seen, but no longer counts. Undo \
                     brings it back.",
                    format::span(days, &Locale::default())
                ),
            ),
            Answer::new(
                "keep-both",
                "No: both count",
                format!(
                    "The rows of both count, those that both have once: {} of import {other} beside {} of this file.",
                    count(met.gone),
                    count(met.new)
                ),
            ),
        ],
        answer: None,
    }
}
