//! Regularity: on how many days people use it, as the number of people active on each day of the history.
//!
//! `active on a day ÷ people a source watches on that day`; per weekday the median of the covered days.
//! Inputs: `PersonActivity` (who is watched when), `PersonDay`. Unit: people. Guards: a day that no source watches is not
//! zero; a day is shown by the rule of `people/suppression.rs`; automated runs excluded; nobody's own calendar.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use model::{Period, PersonActivity, PersonDay, PersonState};

use super::rates::group_rate;
use super::suppression::{Privacy, Shown, whole};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Rate};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "regularity",
    area: "people",
    name: "Regularity",
    unit: "people",
    formula: "people active by hand on each day; median per weekday",
    practice: "Habit, not volume",
    guard: "A day no source covers is not zero; days of few people hidden",
    needs: &[Need::People],
};

/// People by day.
#[derive(Clone, Debug, PartialEq)]
pub struct Regularity {
    /// Days of the history, oldest first.
    pub days: Vec<DayUse>,
    /// Median of shown days, Monday to Sunday; `None` where no day of it is shown.
    pub weekdays: [Option<u32>; 7],
    /// `Tuesday is busiest: 61 people on a median one`; empty where nothing is shown.
    pub finding: String,
    /// How it came about.
    pub explanation: Explanation,
}

/// One day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayUse {
    /// The day.
    pub day: NaiveDate,
    /// People active; `None` is a day no source covers.
    pub active: Option<Shown<u32>>,
    /// People a source watches on it.
    pub watched: Shown<u32>,
}

const NAMES: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// People active on each day of a history. Lines that total several days tell no days and are left out.
pub fn regularity(
    people: &[PersonActivity],
    days: &[PersonDay],
    history: Period,
    privacy: Privacy,
) -> Regularity {
    let mut active: BTreeMap<NaiveDate, BTreeSet<i64>> = BTreeMap::new();
    let single = days.iter().filter(|line| line.days == 1 && line.is_activity());
    for line in single.filter(|line| history.contains(line.day)) {
        active.entry(line.day).or_default().insert(line.person);
    }
    let known: Vec<&PersonActivity> = people
        .iter()
        .filter(|person| person.state != PersonState::NotEntitled)
        .collect();
    let on = |day: NaiveDate| {
        let who = active.get(&day);
        let is_active = |person: &&&PersonActivity| who.is_some_and(|who| who.contains(&person.person));
        let count = known.iter().filter(is_active).count() as u32;
        let is_watched = |person: &&&PersonActivity| person.is_watched_on(day) || is_active(person);
        let watched = known.iter().filter(is_watched).count() as u32;
        DayUse {
            day,
            active: (watched > 0)
                .then(|| group_rate(Rate::new(count.into(), watched.into(), 0), privacy).like(count)),
            watched: whole(watched, watched, privacy),
        }
    };
    let all = history.from.iter_days().take_while(|day| *day < history.to);
    let days: Vec<DayUse> = all.map(on).skip_while(|day| day.active.is_none()).collect();
    let weekdays = std::array::from_fn(|at| median(&days, at as u32));
    let finding = finding(weekdays);
    let explanation = explain(&days, weekdays, history);
    Regularity {
        days,
        weekdays,
        finding,
        explanation,
    }
}

/// The median of shown days of one weekday; of an even number the lower middle one, so that it is a number of people.
fn median(days: &[DayUse], weekday: u32) -> Option<u32> {
    let of = days
        .iter()
        .filter(|use_| use_.day.weekday().num_days_from_monday() == weekday);
    let mut shown: Vec<u32> = of
        .filter_map(|use_| use_.active.as_ref()?.value().copied())
        .collect();
    shown.sort_unstable();
    shown.get(shown.len().checked_sub(1)? / 2).copied()
}

fn finding(weekdays: [Option<u32>; 7]) -> String {
    let shown = weekdays
        .into_iter()
        .zip(NAMES)
        .filter_map(|(people, name)| Some((people?, name)));
    // The first of equals.
    let busiest = shown
        .rev()
        .max_by_key(|weekday| weekday.0)
        .filter(|weekday| weekday.0 > 0);
    busiest.map_or_else(String::new, |(people, name)| {
        format!("{name} is busiest: {people} people on a median one")
    })
}

fn explain(days: &[DayUse], weekdays: [Option<u32>; 7], history: Period) -> Explanation {
    let medians: Vec<String> = weekdays
        .into_iter()
        .zip(NAMES)
        .map(|(people, name)| {
            format!(
                "{name} {}",
                people.map_or_else(|| "not shown".to_owned(), |n| n.to_string())
            )
        })
        .collect();
    let covered = days.iter().filter(|day| day.active.is_some()).count();
    Explanation::new("How many people use it on each day.", format!("median per weekday: {}", medians.join(", ")))
        .input("history", &format!("{} to {} (end exclusive)", history.from, history.to))
        .covering(format!("{covered} of {} days covered by a source that names people", days.len()))
        .guard("A day that no source covers is outlined, not zero. Days of few people active, or few who were not, are hidden. Automated runs are excluded.")
        .note("Totals of several days tell no days and are left out.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{day, on, people};
    use crate::people::suppression::Hidden;

    #[test]
    fn a_day_without_a_source_is_not_zero_and_few_people_are_hidden() {
        let mut all = people(&[1; 6]);
        for person in &mut all {
            person.watched[0].days = Period::new(day("2026-11-09"), day("2026-11-12"));
        }
        let lines: Vec<PersonDay> = (1..=6)
            .map(|who| on(who, day("2026-11-09"), "a", 1))
            .chain([on(1, day("2026-11-10"), "a", 1)])
            .collect();
        let history = Period::new(day("2026-11-01"), day("2026-11-14"));
        let made = regularity(&all, &lines, history, Privacy::default());
        assert_eq!(made.days[0].day, day("2026-11-09"));
        let shown: Vec<Option<Shown<u32>>> = made.days.iter().map(|day| day.active.clone()).collect();
        let few = Some(Shown::Hidden(Hidden::Protects(5)));
        assert_eq!(
            shown,
            [Some(Shown::Value(6)), few, Some(Shown::Value(0)), None, None]
        );
        assert_eq!(made.weekdays[..3], [Some(6), None, Some(0)]);
        assert_eq!(made.finding, "Monday is busiest: 6 people on a median one");
    }
}
