//! Two exports of one format whose rows are not the same: grouped by other things, by the hour beside the day, or written
//! with another header, so that no row of one is known again in the other.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::Grain;
use store::{DayMoney, ImportTx, Shape};

use super::meeting::shared_measure;
use super::twice::{Pair, agreeing, is_elsewhere, sums};
use crate::Result;

impl Pair<'_> {
    /// Two exports of one format whose rows are not the same: told apart by other things (by project here, by model there)
    /// or alike in their sums.
    pub(super) fn regrouped(
        &self,
        import: &mut ImportTx<'_>,
        own: &[&DayMoney],
        other: &[&DayMoney],
    ) -> Result<Option<String>> {
        let mut shape = |days: &[&DayMoney]| import.shape(days[0], self.usage);
        let (mine, theirs) = (shape(own)?, shape(other)?);
        if is_elsewhere(&mine, &theirs) {
            return Ok(None);
        }
        if let Some(reason) = self.told_anew(import, own, other)? {
            return Ok(Some(reason));
        }
        let (mut only_mine, mut only_theirs) = (only(&mine, &theirs), only(&theirs, &mine));
        if self.own.told_account != self.other.told_account {
            // That one is of a named account tells nothing of its rows: it was said, so that both count.
            only_mine.retain(|name| *name != "account");
            only_theirs.retain(|name| *name != "account");
        }
        let is_crossed = !only_mine.is_empty() && !only_theirs.is_empty() && mine.facts.min(theirs.facts) > 1;
        let is_finer = match (only_mine.is_empty(), only_theirs.is_empty()) {
            _ if self.has_repeats => false,
            (false, true) => is_part(own, other) || is_alike(own, other),
            (true, false) => is_part(other, own) || is_alike(own, other),
            // By the hour, and by the day.
            (true, true) if is_many(own, other) && is_alike(own, other) => {
                return Ok(Some(
                    "One has many rows for each of the other, of the same days and about as much.".to_owned(),
                ));
            }
            _ => false,
        };
        let agreeing = agreeing(own, other);
        let is_told_apart = !only_mine.is_empty() || !only_theirs.is_empty();
        if is_crossed || is_finer || (is_told_apart && agreeing.is_some()) {
            return Ok(Some(format!(
                "Both cover the same days of one vendor: this file by {}, the other by {}.",
                said(&only_mine),
                said(&only_theirs)
            )));
        }
        Ok(agreeing.map(|days| format!("Their rows are different, and the sums of {days} agree.")))
    }

    /// Exports whose headers tell rows apart by other columns, for mostly the same days and models.
    fn told_anew(
        &self,
        import: &mut ImportTx<'_>,
        own: &[&DayMoney],
        other: &[&DayMoney],
    ) -> Result<Option<String>> {
        let (mine, theirs) = (&self.own.keys, &self.other.keys);
        if mine.is_empty() || theirs.is_empty() || mine == theirs {
            return Ok(None);
        }
        let days: BTreeSet<NaiveDate> = own.iter().map(|day| day.day).collect();
        let days = other.iter().map(|day| day.day).filter(|day| days.contains(day));
        let days: BTreeSet<NaiveDate> = days.collect();
        let mut models = |of: &[&DayMoney]| import.models(of[0], self.usage, &days);
        let (here, there) = (models(own)?, models(other)?);
        let both = here.intersection(&there).count();
        let is_mostly = both > 0 && both * 5 >= here.len().min(there.len()) * 4;
        let more = |keys: &[String], than: &[String]| {
            let more = keys.iter().filter(|key| !than.contains(key));
            more.cloned().collect::<Vec<_>>().join(", ")
        };
        let told = match (&*more(mine, theirs), &*more(theirs, mine)) {
            (more, "") => format!("this file by {more}, the other not"),
            ("", more) => format!("the other by {more}, this file not"),
            (mine, theirs) => format!("this file by {mine}, the other by {theirs}"),
        };
        Ok(is_mostly.then(|| {
            format!("Both have rows of the same days and models, but their columns tell them apart otherwise: {told}.")
        }))
    }
}

/// What tells the rows of a file apart, in words.
fn said(names: &[&str]) -> String {
    let words = names
        .iter()
        .map(|name| name.replace('_', " ").replace("who", "person"));
    match &*words.collect::<Vec<_>>().join(", ") {
        "" => "nothing more".to_owned(),
        words => words.to_owned(),
    }
}

/// Whether a file may be a part of another: in every month in which it has anything the other has as much or more.
fn is_part(part: &[&DayMoney], whole: &[&DayMoney]) -> bool {
    let Some(at) = shared_measure(part, whole) else {
        return false;
    };
    let (part, whole) = (sums(part, at, Grain::Month), sums(whole, at, Grain::Month));
    let fits = |(month, sum): (&NaiveDate, &i128)| whole.get(month).is_some_and(|whole| sum <= whole);
    !part.is_empty() && part.values().all(|sum| *sum > 0) && part.iter().all(fits)
}

/// Whether one has rows of parts of these days of which the other has sums.
fn is_many(own: &[&DayMoney], other: &[&DayMoney]) -> bool {
    let facts = |days: &[&DayMoney]| days.iter().map(|day| day.facts).sum::<u64>();
    let (one, other) = (facts(own), facts(other));
    one.max(other) >= 6 * one.min(other)
}

/// Whether files are of the same days, nearly all of them, and come to about as much: figures that were revised since.
fn is_alike(own: &[&DayMoney], other: &[&DayMoney]) -> bool {
    let Some(at) = shared_measure(own, other) else {
        return false;
    };
    let (own, other) = (sums(own, at, Grain::Day), sums(other, at, Grain::Day));
    let both = own.keys().filter(|day| other.contains_key(day)).count();
    let all = own.len().max(other.len());
    let (mine, theirs): (i128, i128) = (own.values().sum(), other.values().sum());
    let is_near = mine.min(theirs) > 0 && mine.max(theirs) <= 2 * mine.min(theirs);
    both * 5 >= all * 4 && is_near
}

/// What nearly all charges of one state and hardly any of the other.
fn only(one: &Shape, other: &Shape) -> Vec<&'static str> {
    let states = |shape: &Shape, name: &str| {
        let found = shape.dimensions.iter().find(|(own, _)| *own == name);
        found.map_or(0, |(_, count)| *count)
    };
    let names = one.dimensions.iter().map(|(name, _)| *name);
    names
        .filter(|name| states(one, name) * 20 >= one.facts * 19 && states(other, name) * 20 <= other.facts)
        .collect()
}
