//! The same money twice: a regrouped export, two doors to one vendor's figures, a payment beside the vendor's own
//! file. Whether two files meet depends on what they hold, never on which of them came first.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate};
use model::{Answer, Currency, Grain, ImportId, Period, Question};
use store::{DayMoney, ImportTx, Shape};

use super::hidden;
use super::meeting::{Meeting, after, shared_measure};
use super::sides::{Side, Sides};
use super::vendor::vendor;
use crate::Result;

/// Days around a file that a payment for it may be made.
const REACH: u32 = 75;
/// Days around a use that the sum of its month may stand on.
const MONTH: u32 = 31;
/// A payment is made in the month it is for, in the month after, or a little earlier.
const EARLY_DAYS: u64 = 5;

type Found = (Question, Vec<Meeting>);
pub(super) type Lists<'a> = BTreeMap<(Arc<str>, Currency), Vec<&'a DayMoney>>;

/// One question for each file in the book that may hold the same money or the same use.
pub(super) fn questions(
    import: &mut ImportTx<'_>,
    sides: &Sides<'_>,
    has_repeats: bool,
) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    // A folder of session logs asks this once a file.
    if !sides.others().any(|other| sides.may_meet(other.import)) {
        return Ok(found);
    }
    for usage in [false, true] {
        let reach = match usage {
            false => REACH,
            true if sides.own.is_complete() => MONTH,
            true => 0,
        };
        let days = import.by_day((usage, reach), &|other| sides.may_meet(other))?;
        let mut lists = lists(&days);
        let own = lists.remove(&sides.own.import).unwrap_or_default();
        let mut asked = Vec::new();
        for (other, all) in &lists {
            let Some(other) = sides.other(*other) else {
                continue;
            };
            let mut meetings = Vec::new();
            for (place, mine) in &own {
                for (their_place, theirs) in all {
                    let pair = Pair {
                        usage,
                        has_repeats,
                        own: &sides.own,
                        other,
                        is_same_currency: place.1 == their_place.1,
                    };
                    if place.0 == their_place.0 {
                        meetings.extend(pair.meet(import, mine, theirs)?);
                    }
                }
            }
            if !meetings.is_empty() {
                asked.push((other, meetings));
            }
        }
        if !asked.is_empty() {
            hidden::add(import, (sides, usage), &mut asked, &own, &lists)?;
        }
        let questions = asked.into_iter();
        found.extend(questions.map(|(other, meetings)| (question(other, usage, &meetings), meetings)));
    }
    Ok(found)
}

/// The days of every import by vendor and currency.
pub(super) fn lists(days: &[Arc<DayMoney>]) -> BTreeMap<ImportId, Lists<'_>> {
    let mut vendors: BTreeMap<&str, Arc<str>> = BTreeMap::new();
    let mut lists: BTreeMap<ImportId, Lists<'_>> = BTreeMap::new();
    for day in days.iter().filter(|day| !day.provider.is_empty()) {
        let named = vendors
            .entry(&day.provider)
            .or_insert_with(|| vendor(&day.provider).into());
        let place = (Arc::clone(named), day.currency.clone());
        let own = lists.entry(day.import).or_default();
        own.entry(place).or_default().push(day);
    }
    lists
}

/// Two files that name the same vendor.
pub(super) struct Pair<'a> {
    pub(super) usage: bool,
    /// Whether rows of this file are in the book already: then it is told apart as an earlier one is, and the few rows that
    /// are new say little of it.
    pub(super) has_repeats: bool,
    pub(super) own: &'a Side,
    pub(super) other: &'a Side,
    pub(super) is_same_currency: bool,
}

impl Pair<'_> {
    fn meet(
        &self,
        import: &mut ImportTx<'_>,
        own: &[&DayMoney],
        other: &[&DayMoney],
    ) -> Result<Option<Meeting>> {
        let by_month = self.by_month(own, other);
        let Some((own, other)) = self.near(own, other) else {
            return Ok(None);
        };
        let reason = if self.is_paid() {
            Some("A payment or booking of a vendor stands beside another file of the same vendor.".to_owned())
        } else if self.is_billed() {
            Some("An invoice bills what the vendor’s own file has for the same time.".to_owned())
        } else if self.is_same_format() && by_month.0 != by_month.1 {
            self.unless_elsewhere(
                import,
                (&own, &other),
                "One has sums of whole months, the other of days in them.",
            )?
        } else if self.is_same_format() {
            self.regrouped(import, &own, &other)?
        } else if self.own.is_copy() || self.other.is_copy() {
            let reason =
                "One is the export of a book, which holds what the files in that book hold, however many.";
            self.unless_elsewhere(import, (&own, &other), reason)?
        } else if self.has_same_mark() {
            Some("Both are the vendor's own figures for the same days, exported in two ways.".to_owned())
        } else {
            agreeing(&own, &other)
                .map(|days| format!("The sums of {days} agree although the files are different."))
        };
        Ok(reason.and_then(|reason| Meeting::of(self.usage, &own, &other, &reason)))
    }

    /// The days of both that may be the same.
    pub(super) fn near<'d>(
        &self,
        own: &[&'d DayMoney],
        other: &[&'d DayMoney],
    ) -> Option<(Vec<&'d DayMoney>, Vec<&'d DayMoney>)> {
        if self.is_paid() {
            Some(paid(own, other, (self.own.is_ledger, self.other.is_ledger)))
        } else if self.is_billed() {
            Some(billed(own, other, self.own.is_invoice))
        } else {
            common((own, other), self.by_month(own, other)).filter(|_| self.is_same_currency)
        }
    }

    /// Whether each is by the month. Between formats a list of first days of months is, whatever its file says of its time.
    fn by_month(&self, own: &[&DayMoney], other: &[&DayMoney]) -> (bool, bool) {
        let is_between = !self.is_same_format();
        let is_whole =
            |side: &Side, days: &[&DayMoney]| side.is_by_month(days) || (is_between && is_monthly(days));
        (is_whole(self.own, own), is_whole(self.other, other))
    }

    fn is_same_format(&self) -> bool {
        self.own.format == self.other.format && !self.own.is_invoice
    }

    fn is_paid(&self) -> bool {
        !self.usage && !self.is_same_format() && (self.own.is_ledger || self.other.is_ledger)
    }

    fn is_billed(&self) -> bool {
        !self.usage && self.own.is_invoice != self.other.is_invoice
    }

    fn has_same_mark(&self) -> bool {
        let (own, other) = if self.usage {
            (&self.own.usage, &self.other.usage)
        } else {
            (&self.own.money, &self.other.money)
        };
        !own.is_empty() && own == other
    }

    /// A reason that holds whatever the sums are, but for files of different accounts.
    fn unless_elsewhere(
        &self,
        import: &mut ImportTx<'_>,
        (own, other): (&[&DayMoney], &[&DayMoney]),
        reason: &str,
    ) -> Result<Option<String>> {
        let (mine, theirs) = (
            import.shape(own[0], self.usage)?,
            import.shape(other[0], self.usage)?,
        );
        Ok((!is_elsewhere(&mine, &theirs)).then(|| reason.to_owned()))
    }
}

/// Whether both name accounts, and none of them is the other's.
pub(super) fn is_elsewhere(mine: &Shape, theirs: &Shape) -> bool {
    let is_theirs = |account| theirs.accounts.contains(account);
    !mine.accounts.is_empty() && !theirs.accounts.is_empty() && !mine.accounts.iter().any(is_theirs)
}

/// The sums of a measure by day or month, those that are not zero.
pub(super) fn sums(days: &[&DayMoney], at: usize, grain: Grain) -> BTreeMap<NaiveDate, i128> {
    let mut sums: BTreeMap<NaiveDate, i128> = BTreeMap::new();
    for day in days {
        *sums.entry(grain.start(day.day)).or_default() += day.sums[at].map_or(0, |sum| sum.0);
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// A payment or booking and what it may be for. Where one is exactly what a month came to, the others are not for that month.
fn paid<'a>(
    own: &[&'a DayMoney],
    other: &[&'a DayMoney],
    (own_pays, other_pays): (bool, bool),
) -> (Vec<&'a DayMoney>, Vec<&'a DayMoney>) {
    let (settled, settles) = (settled(other, own), settled(own, other));
    let pays = |settled: &[(NaiveDate, NaiveDate)], payment: NaiveDate, used: NaiveDate| {
        let month = Grain::Month.start(used);
        let mut of_month = settled.iter().filter(|(settled, _)| *settled == month).peekable();
        is_paid(payment, used) && (of_month.peek().is_none() || of_month.any(|(_, paid)| *paid == payment))
    };
    let fits = |own: &DayMoney, other: &DayMoney| {
        (own_pays && pays(&settled, own.day, other.day)) || (other_pays && pays(&settles, other.day, own.day))
    };
    let mine = own.iter().filter(|day| other.iter().any(|with| fits(day, with)));
    let theirs = other.iter().filter(|day| own.iter().any(|with| fits(with, day)));
    (mine.copied().collect(), theirs.copied().collect())
}

/// Months of use, each with the day of a payment that is exactly what it came to.
fn settled(used: &[&DayMoney], payments: &[&DayMoney]) -> Vec<(NaiveDate, NaiveDate)> {
    const BILLED: usize = 0;
    let months = sums(used, BILLED, Grain::Month);
    let of_month = |(month, sum): (&NaiveDate, &i128)| {
        let is_for = |payment: &&&DayMoney| {
            let paid = payment.sums[BILLED].map_or(0, |sum| sum.0);
            paid == *sum && is_paid(payment.day, *month)
        };
        payments
            .iter()
            .filter(is_for)
            .map(|payment| (*month, payment.day))
            .collect::<Vec<_>>()
    };
    months.iter().flat_map(of_month).collect()
}

/// Whether a payment of one day may be for use on another.
fn is_paid(payment: NaiveDate, used: NaiveDate) -> bool {
    let month = Grain::Month.start(payment);
    month - Months::new(1) <= used && used <= payment + Days::new(EARLY_DAYS)
}

/// What an invoice bills and what else has charges of the same time: of its months, or, where there is nothing in them,
/// of the month before each, which an invoice that names no period is mostly for.
fn billed<'a>(
    own: &[&'a DayMoney],
    other: &[&'a DayMoney],
    is_own: bool,
) -> (Vec<&'a DayMoney>, Vec<&'a DayMoney>) {
    let (invoice, used) = if is_own { (own, other) } else { (other, own) };
    let met = [0, 1].into_iter().find_map(|back| {
        let is_of = |bill: &DayMoney, day: &DayMoney| {
            Grain::Month.start(bill.day) - Months::new(back) == Grain::Month.start(day.day)
        };
        let bills = invoice
            .iter()
            .filter(|bill| used.iter().any(|day| is_of(bill, day)));
        let days = used
            .iter()
            .filter(|day| invoice.iter().any(|bill| is_of(bill, day)));
        let (bills, days): (Vec<_>, Vec<_>) = (bills.copied().collect(), days.copied().collect());
        (!bills.is_empty()).then_some((bills, days))
    });
    let (bills, days) = met.unwrap_or_default();
    if is_own { (bills, days) } else { (days, bills) }
}

/// The days of both that lie in what both cover; a list of first days of months covers whole months. By months, each such
/// day is its month: an invoice by line meets the bill that has nothing on the first.
fn common<'a>(
    (own, other): (&[&'a DayMoney], &[&'a DayMoney]),
    by_month: (bool, bool),
) -> Option<(Vec<&'a DayMoney>, Vec<&'a DayMoney>)> {
    let both = Period::new(
        cover(own)?.from.max(cover(other)?.from),
        cover(own)?.to.min(cover(other)?.to),
    );
    let within = |days: &[&'a DayMoney], by_month: bool| -> Vec<&'a DayMoney> {
        let is_whole = by_month && both.from < both.to;
        let is_in = |day: NaiveDate| both.contains(day) || (is_whole && Period::month(day).overlaps(&both));
        days.iter().filter(|day| is_in(day.day)).copied().collect()
    };
    let (own, other) = (within(own, by_month.0), within(other, by_month.1));
    (!own.is_empty() && !other.is_empty()).then_some((own, other))
}

fn is_monthly(days: &[&DayMoney]) -> bool {
    days.iter().all(|day| day.day.day() == 1)
}

fn cover(days: &[&DayMoney]) -> Option<Period> {
    let from = days.iter().map(|day| day.day).min()?;
    let last = days.iter().map(|day| day.day).max()?;
    let to = if is_monthly(days) {
        last + Months::new(1)
    } else {
        after(last)
    };
    Some(Period::new(from, to))
}

/// How many days or months agree, where nearly all do: within half a percent, in the first measure that both carry.
pub(super) fn agreeing(own: &[&DayMoney], other: &[&DayMoney]) -> Option<String> {
    let at = shared_measure(own, other)?;
    let agree = |grain: Grain, word: &str| {
        let (own, other) = (sums(own, at, grain), sums(other, at, grain));
        let both: Vec<_> = own
            .iter()
            .filter_map(|(day, sum)| Some((*sum, *other.get(day)?)))
            .collect();
        let same = both
            .iter()
            .filter(|(a, b)| (a - b).abs() * 200 <= a.abs().max(b.abs()))
            .count();
        let all = own.len().max(other.len());
        (same > 0 && same * 5 >= all * 4).then(|| format!("{same} of {all} {word}"))
    };
    agree(Grain::Day, "days").or_else(|| agree(Grain::Month, "months"))
}

fn question(other: &Side, usage: bool, meetings: &[Meeting]) -> Question {
    let (kind, thing) = if usage {
        ("same-usage", "use")
    } else {
        ("same-money", "money")
    };
    let earlier = format!("import {} ({})", other.import, other.file);
    let mut why = Vec::new();
    for meeting in meetings {
        why.push(format!("This file: {}.", meeting.own.said(meeting.measure)));
        why.push(format!(
            "Import {}: {}.",
            other.import,
            meeting.other.said(meeting.measure)
        ));
        if !why.contains(&meeting.reason) {
            why.push(meeting.reason.clone());
        }
    }
    let sums = |own: bool| {
        let said = meetings.iter().map(|meeting| {
            let part = if own { &meeting.own } else { &meeting.other };
            super::amount(part.sum, &part.currency, meeting.measure)
        });
        said.collect::<Vec<_>>().join(", ")
    };
    Question {
        id: format!("{kind}-{}", other.import),
        sentence: format!("Is this the same {thing} as {earlier}?"),
        why,
        choices: vec![
            Answer::new(
                "replace-earlier",
                format!("Yes: count this file instead of import {}", other.import),
                format!(
                    "{} of import {} stay to be seen, but no longer count.",
                    sums(false),
                    other.import
                ),
            ),
            Answer::new(
                "not-counted",
                "Yes: keep this file for reconciliation only",
                format!("{} of this file can be seen, but do not count.", sums(true)),
            ),
            Answer::new(
                "keep-both",
                format!("No: it is different {thing}"),
                format!("Both count: {} and {}.", sums(false), sums(true)),
            ),
        ],
        answer: None,
    }
}
