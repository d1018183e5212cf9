//! Cohorts: whether people stay. A cohort is everybody who first used it in one month.
//!
//! Retention in week `n` (1, 4, 12) `= active in the n-th ISO week after the week of first use ÷ people whose week is known`.
//! Time to habit: full weeks from first use to the first week in which the habit holds: each of the last 4 weeks while
//! less than 12 have passed, later 9 of the last 12. Returning: of those with 4 or more full weeks in a row without
//! activity, the part that was active again later.
//! Inputs: `PersonActivity`, `PersonDay` of all time up to an end. Unit: fraction, weeks. Guards: a week that has not ended
//! is not yet known; a week without activity that no source covers is unknown, not lost; shown by the rule of
//! `people/suppression.rs`, along cohorts in every week, as those of all cohorts are shown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use model::{Grain, Period, PersonActivity, PersonDay, PersonState};
use serde::Serialize;

use super::doing::by_person;
use super::rates::{ShownRates, suppress_rates};
use super::suppression::{Cell, Hidden, Privacy, Shown, suppress, whole, whole_rate};
use super::table::Totals;
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Rate};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "cohorts",
    area: "people",
    name: "Cohorts",
    unit: "fraction",
    formula: "by month of first use: active in week 1, 4, 12 after it ÷ people whose week is known",
    practice: "Journey of adoption",
    guard: "Unended weeks are not yet known, unwatched ones unknown; every cell through suppression",
    needs: &[Need::People],
};

/// The weeks after first use that are looked at.
pub const AFTER: [u64; 3] = [1, 4, 12];

/// Retention by cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohorts {
    /// Months of first use, oldest first.
    pub cohorts: Vec<Cohort>,
    /// All cohorts together.
    pub all: Cohort,
    /// People who reached a habit, of those whose weeks are known so far.
    pub habit: Shown<Rate>,
    /// Median full weeks to it, of those who reached it.
    pub weeks_to_habit: Option<Shown<u32>>,
    /// People active again, of those who were silent for four weeks or more.
    pub returned: Shown<Rate>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One month of first use.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cohort {
    /// First day of the month; `None` is all together.
    pub month: Option<NaiveDate>,
    /// People of it.
    pub people: Shown<u32>,
    /// Retention in week 1, 4 and 12; `None` where no such week has ended yet.
    pub weeks: [Option<Shown<Rate>>; 3],
}

/// One person's weeks: of each ended one since that of first use, whether active; `None` is not known.
struct Journey {
    month: NaiveDate,
    weeks: Vec<Option<bool>>,
}

/// Whether people who began to use it stay, up to a day. `days` reach back to the beginning.
pub fn cohorts(people: &[PersonActivity], days: &[PersonDay], until: NaiveDate, privacy: Privacy) -> Cohorts {
    let lines = by_person(days);
    let entitled = people
        .iter()
        .filter(|person| person.state != PersonState::NotEntitled);
    let journeys: Vec<Journey> = entitled
        .filter_map(|person| {
            journey(
                person,
                lines.get(&person.person).map_or(&[][..], Vec::as_slice),
                until,
            )
        })
        .collect();
    let months: BTreeSet<NaiveDate> = journeys.iter().map(|journey| journey.month).collect();
    let of = |month: NaiveDate| -> Vec<&Journey> {
        journeys.iter().filter(|journey| journey.month == month).collect()
    };
    let groups: BTreeMap<NaiveDate, Vec<&Journey>> =
        months.into_iter().map(|month| (month, of(month))).collect();
    let sizes = groups.iter().map(|(month, group)| Cell {
        keys: vec![month.to_string()],
        people: group.len() as u32,
        largest_share: None,
        value: group.len() as u32,
    });
    let sizes = suppress(sizes.collect(), privacy);
    let columns = AFTER.map(|after| column(&groups, after, privacy));
    let rows = groups.keys().zip(&sizes).enumerate();
    let cohorts: Vec<Cohort> = rows
        .map(|(at, (month, size))| Cohort {
            month: Some(*month),
            people: size.shown.clone(),
            weeks: columns.each_ref().map(|column| column.0[at].clone()),
        })
        .collect();
    let people = journeys.len() as u32;
    let all = Cohort {
        month: None,
        people: whole(people, people, privacy),
        weeks: columns.map(|column| column.1),
    };
    let result = Cohorts {
        habit: whole_rate(habit_rate(&journeys), privacy),
        weeks_to_habit: median_weeks(&journeys, privacy),
        returned: whole_rate(returned(&journeys), privacy),
        cohorts,
        all,
        explanation: Explanation::default(),
    };
    Cohorts {
        explanation: explain(&result, until),
        ..result
    }
}

/// The path of somebody who used it before a day.
fn journey(person: &PersonActivity, lines: &[&PersonDay], until: NaiveDate) -> Option<Journey> {
    let days = lines
        .iter()
        .map(|line| line.day)
        .chain(person.first_active)
        .filter(|day| *day < until);
    let first = days.min()?;
    let active: BTreeSet<NaiveDate> = lines
        .iter()
        .map(|line| Grain::Week.start(line.day))
        .chain(person.active_weeks.iter().copied())
        .collect();
    let begin = Grain::Week.start(first);
    let ended = (Grain::Week.start(until) - begin).num_days().max(0) as u64 / 7;
    let week = |after: u64| {
        let monday = begin + Days::new(7 * after);
        let is_active = active.contains(&monday);
        let is_known = is_active || person.is_watched(Period::new(monday, monday + Days::new(7)), None);
        is_known.then_some(is_active)
    };
    Some(Journey {
        month: Grain::Month.start(first),
        weeks: (0..ended).map(week).collect(),
    })
}

/// Active in the n-th week of those of whom it is known; `None` where nobody's has ended.
fn retention(group: &[&Journey], after: u64) -> Option<Rate> {
    let ended: Vec<Option<bool>> = group
        .iter()
        .filter_map(|journey| journey.weeks.get(after as usize).copied())
        .collect();
    let known = ended.iter().flatten();
    let rate = Rate::new(
        known.clone().filter(|is_active| **is_active).count() as u64,
        known.clone().count() as u64,
        (ended.len() - known.count()) as u64,
    );
    (!ended.is_empty()).then_some(rate)
}

/// One week after first use: by cohort, and of all. `None` where nobody's has ended.
type Column = (Vec<Option<Shown<Rate>>>, Option<Shown<Rate>>);

fn column(groups: &BTreeMap<NaiveDate, Vec<&Journey>>, after: u64, privacy: Privacy) -> Column {
    let rates: Vec<Option<Rate>> = groups.values().map(|group| retention(group, after)).collect();
    let counted: Vec<Rate> = rates.iter().map(|rate| rate.unwrap_or_default()).collect();
    let sizes = groups.values().map(|group| group.len() as u64);
    // Those whose week has not ended are a part of their cohort too.
    let rest: Vec<u64> = sizes
        .zip(&counted)
        .map(|(people, rate)| people - rate.denominator - rate.unknown)
        .collect();
    let ShownRates { groups, all } = suppress_rates(&counted, &rest, Totals::Whole, privacy);
    let has_ended = rates.iter().any(Option::is_some);
    let cells = rates.iter().zip(groups).map(|(rate, shown)| rate.map(|_| shown));
    (cells.collect(), has_ended.then_some(all))
}

/// The week after first use in which the habit first held; `None` within is not yet (or no longer known).
fn habit_week(weeks: &[Option<bool>]) -> Option<usize> {
    let active = |from: usize, to: usize| {
        weeks[from..=to]
            .iter()
            .filter(|week| **week == Some(true))
            .count()
    };
    (3..weeks.len()).find(|at| match *at {
        0..12 => active(at - 3, *at) == 4,
        _ => active(at - 11, *at) >= 9,
    })
}

/// People of whom at least four weeks have ended and are known, or who reached it.
fn habit_rate(journeys: &[Journey]) -> Rate {
    let long = journeys.iter().filter(|journey| journey.weeks.len() >= 4);
    let is_known = |journey: &&Journey| {
        habit_week(&journey.weeks).is_some() || journey.weeks.iter().all(Option::is_some)
    };
    let known: Vec<&Journey> = long.clone().filter(is_known).collect();
    let reached = known
        .iter()
        .filter(|journey| habit_week(&journey.weeks).is_some())
        .count();
    Rate::new(
        reached as u64,
        known.len() as u64,
        (long.count() - known.len()) as u64,
    )
}

fn median_weeks(journeys: &[Journey], privacy: Privacy) -> Option<Shown<u32>> {
    let mut weeks: Vec<usize> = journeys
        .iter()
        .filter_map(|journey| habit_week(&journey.weeks))
        .collect();
    weeks.sort_unstable();
    let middle = weeks.get(weeks.len().checked_sub(1)? / 2)?;
    Some(whole(*middle as u32, weeks.len() as u64, privacy))
}

/// Of those with four known weeks in a row without activity, who was active again later.
fn returned(journeys: &[Journey]) -> Rate {
    let silent_until = |journey: &Journey| {
        let spells = journey
            .weeks
            .windows(4)
            .position(|four| four.iter().all(|week| *week == Some(false)));
        spells.map(|at| at + 4)
    };
    let dormant: Vec<bool> = journeys
        .iter()
        .filter_map(|journey| Some(journey.weeks[silent_until(journey)?..].contains(&Some(true))))
        .collect();
    Rate::new(
        dormant.iter().filter(|is_back| **is_back).count() as u64,
        dormant.len() as u64,
        0,
    )
}

fn explain(result: &Cohorts, until: NaiveDate) -> Explanation {
    let said = |rate: &Shown<Rate>| rate.text(Rate::text);
    let weeks = AFTER.iter().zip(&result.all.weeks).map(|(after, rate)| {
        let rate = rate.as_ref().map_or_else(|| "not yet".to_owned(), said);
        format!("week {after}: {rate}")
    });
    let habit = match &result.weeks_to_habit {
        None => "nobody yet".to_owned(),
        Some(Shown::Value(weeks)) => format!("{weeks} weeks"),
        Some(Shown::Hidden(Hidden::FewerThan(k))) => format!("fewer than {k} people"),
        Some(Shown::Hidden(why)) => why.text(),
    };
    Explanation::new("Whether people who began to use it stay, by month of first use.", weeks.collect::<Vec<_>>().join("; "))
        .input("full weeks before", &until)
        .input("reached a habit", &said(&result.habit))
        .input("median time to habit", &habit)
        .input("active again after four silent weeks", &said(&result.returned))
        .covering(format!("{} cohorts", result.cohorts.len()))
        .guard("A week counts once it has ended; a silent week that no source covers is unknown. Every cell is suppressed where it is small or would follow.")
        .note("The first cohort holds everybody who used it before the book begins. People who have left are in none.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{day, on, people};

    const OPEN: Privacy = Privacy {
        minimum: 1,
        dominance_percent: 100,
        is_part: false,
        is_closed: false,
    };

    /// People whose weeks after the one of 2026-06-01 are active as said.
    fn of(weeks: &[&[u64]]) -> (Vec<PersonActivity>, Vec<PersonDay>) {
        let lines = (1..).zip(weeks).flat_map(|(who, weeks)| {
            weeks
                .iter()
                .map(move |after| on(who, day("2026-06-03") + Days::new(7 * after), "a", 1))
        });
        (people(&vec![1; weeks.len()]), lines.collect())
    }

    #[test]
    fn retention_counts_the_week_after_and_what_has_not_ended_is_not_yet() {
        let (all, lines) = of(&[&[0, 1, 4], &[0, 1], &[0], &[0, 4, 12]]);
        let made = cohorts(&all, &lines, day("2026-08-31"), OPEN);
        assert_eq!(made.cohorts.len(), 1);
        let text = |at: usize| made.all.weeks[at].as_ref().and_then(Shown::value).map(Rate::text);
        assert_eq!(text(0).as_deref(), Some("2 of 4 (50 %)"));
        assert_eq!(text(1).as_deref(), Some("2 of 4 (50 %)"));
        assert_eq!(text(2).as_deref(), Some("1 of 4 (25 %)"));
        let early = cohorts(&all, &lines, day("2026-08-30"), OPEN);
        assert_eq!(early.all.weeks[2], None, "week 12 ends on 30 August");
    }

    #[test]
    fn a_silent_week_without_a_source_is_unknown() {
        let (mut all, lines) = of(&[&[0], &[0, 1], &[0]]);
        all[0].watched[0].days.to = day("2026-06-08");
        all[2].watched.clear();
        let made = cohorts(&all, &lines, day("2026-06-15"), OPEN);
        assert_eq!(made.all.weeks[0], Some(Shown::Value(Rate::new(1, 1, 2))));
    }

    #[test]
    fn habit_is_four_of_four_early_and_nine_of_twelve_later_and_the_dormant_may_return() {
        let known =
            |weeks: &[u8]| -> Vec<Option<bool>> { weeks.iter().map(|week| Some(*week == 1)).collect() };
        assert_eq!(habit_week(&known(&[1, 1, 1, 1])), Some(3));
        assert_eq!(habit_week(&known(&[1, 0, 1, 1, 1, 1])), Some(5));
        assert_eq!(habit_week(&known(&[1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1])), None);
        assert_eq!(
            habit_week(&known(&[1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1])),
            Some(12)
        );
        let (all, lines) = of(&[&[0, 5], &[0], &[0, 1, 2, 3, 4, 5, 6, 7]]);
        let made = cohorts(&all, &lines, day("2026-07-27"), OPEN);
        assert_eq!(made.returned, Shown::Value(Rate::new(1, 2, 0)));
        assert_eq!(
            (made.habit, made.weeks_to_habit),
            (Shown::Value(Rate::new(1, 3, 0)), Some(Shown::Value(3)))
        );
    }

    #[test]
    fn a_small_cohort_takes_another_along_in_every_week() {
        let begins = [("2026-01-07", 3), ("2026-02-04", 6), ("2026-03-04", 9)];
        let mut lines = Vec::new();
        for (first, count) in begins {
            let next = lines.len() as i64 + 1;
            lines.extend((next..next + count).map(|who| on(who, day(first), "a", 1)));
        }
        let made = cohorts(&people(&[1; 18]), &lines, day("2026-08-31"), Privacy::default());
        let is_shown: Vec<bool> = made
            .cohorts
            .iter()
            .map(|cohort| cohort.people.value().is_some())
            .collect();
        assert_eq!(is_shown, [false, false, true]);
        for cohort in &made.cohorts {
            let all = cohort
                .weeks
                .iter()
                .flatten()
                .all(|week| week.value().is_some() == cohort.people.value().is_some());
            assert!(all && cohort.weeks.iter().all(Option::is_some), "{cohort:?}");
        }
        assert_eq!(made.all.people, Shown::Value(18));
    }
}
