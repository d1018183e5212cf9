//! Streaks: for how many full weeks in a row people work with it, as a share of a group. No list, no badge, no volume.
//!
//! `weekly streak = full ISO weeks in a row, up to the last, with ≥2 working days of activity by hand`; a week without any
//! employed working day is skipped, not broken; one missed week in four is forgiven and not counted. Result: share of the
//! eligible with a streak of ≥4 weeks, by team.
//! Inputs: `PersonActivity`, `PersonDay`. Unit: fraction. Guards: Monday to Friday only; a day counts once however many
//! requests it has, so repeats gain nothing; a week no source covers makes it unknown, unless four were seen before it;
//! lines that total several days tell no days, and count for none; shown by the rule of `people/suppression.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use model::{Grain, Period, PersonActivity, PersonDay, PersonState, is_working_day};
use serde::{Deserialize, Serialize};

use super::doing::{by_person, full_weeks};
use super::eligible::{Outside, expected};
use super::rates::rates_by_team;
use super::suppression::{Shown, ShownCell};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Rate, Settings};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "streaks",
    area: "people",
    name: "Weekly streaks",
    unit: "fraction",
    formula: "eligible people with ≥4 full weeks in a row of ≥2 active working days ÷ eligible people whose weeks are known",
    practice: "Streaks",
    guard: "Working days only; one missed week in four forgiven; groups only, no list and no badge",
    needs: &[Need::People],
};

/// What a streak is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct StreakRules {
    /// Active working days that a week needs.
    pub days: u32,
    /// Weeks of a streak that counts.
    pub weeks: u32,
    /// One missed week in so many is forgiven; 0 forgives none.
    pub freeze_every: u32,
}

impl Default for StreakRules {
    fn default() -> Self {
        Self {
            days: 2,
            weeks: 4,
            freeze_every: 4,
        }
    }
}

impl StreakRules {
    /// What makes them unusable, in words.
    pub fn check(&self) -> Result<(), String> {
        let is_usable = (1..=5).contains(&self.days) && (1..=52).contains(&self.weeks);
        let fault = "streaks.days lies between 1 and 5 and streaks.weeks between 1 and 52";
        is_usable.then_some(()).ok_or_else(|| fault.to_owned())
    }
}

/// How many keep a streak.
#[derive(Clone, Debug, PartialEq)]
pub struct Streaks {
    /// People with a long enough streak over those whose weeks are known.
    pub share: Shown<Rate>,
    /// The same by team.
    pub teams: Vec<ShownCell<Rate>>,
    /// Of whom use is not expected.
    pub outside: Shown<Outside>,
    /// How it came about.
    pub explanation: Explanation,
}

/// Which part of the eligible keeps a streak up to the last full week of the window.
pub fn streaks(
    people: &[PersonActivity],
    days: &[PersonDay],
    window: Period,
    settings: &Settings,
) -> Streaks {
    let expected = expected(people, window, &settings.windows);
    let lines = by_person(days);
    let weeks = full_weeks(window.to, u64::from(settings.windows.history / 7).max(1));
    let mut teams: BTreeMap<&str, Vec<Option<bool>>> = BTreeMap::new();
    for person in &expected.eligible {
        let own = lines.get(&person.person).map_or(&[][..], Vec::as_slice);
        let kept = keeps(person, own, &weeks, settings.streaks);
        teams.entry(&person.team).or_default().push(kept);
    }
    let rates = teams.iter().map(|(team, kept)| (*team, rate(kept)));
    let (teams, share) = rates_by_team(rates, settings.privacy);
    let result = Streaks {
        share,
        teams,
        outside: expected.shown_outside(settings.privacy),
        explanation: Explanation::default(),
    };
    Streaks {
        explanation: explain(&result, &weeks, settings.streaks),
        ..result
    }
}

fn rate(kept: &[Option<bool>]) -> Rate {
    let known = kept.iter().flatten();
    let yes = known.clone().filter(|keeps| **keeps).count();
    let known = known.count();
    Rate::new(yes as u64, known as u64, (kept.len() - known) as u64)
}

/// Whether somebody keeps a long enough streak; `None` where the weeks are not known.
fn keeps(
    person: &PersonActivity,
    lines: &[&PersonDay],
    weeks: &[Period],
    rules: StreakRules,
) -> Option<bool> {
    if person.state == PersonState::Unknown && lines.is_empty() {
        return None;
    }
    let single = lines.iter().filter(|line| line.days == 1).map(|line| line.day);
    let active: BTreeSet<NaiveDate> = single.filter(|day| is_working_day(*day)).collect();
    let (mut streak, mut since_freeze) = (0, u32::MAX);
    for week in weeks.iter().rev() {
        let working = person.working_days(*week);
        if working == 0 {
            continue;
        }
        since_freeze = since_freeze.saturating_add(1);
        if active.range(week.from..week.to).count() as u32 >= rules.days.min(working) {
            streak += 1;
        } else if !person.is_watched(*week, None) {
            return (streak >= rules.weeks).then_some(true);
        } else if rules.freeze_every > 0 && since_freeze >= rules.freeze_every {
            since_freeze = 0;
        } else {
            break;
        }
        if streak >= rules.weeks {
            return Some(true);
        }
    }
    Some(false)
}

fn explain(result: &Streaks, weeks: &[Period], rules: StreakRules) -> Explanation {
    let last = weeks.last().map_or_else(String::new, |week| {
        format!(
            "{} ({})",
            week.from,
            Grain::Week.start(week.from).iso_week().week()
        )
    });
    Explanation::new(
        format!("Eligible people who worked with it on {} or more working days in {} full weeks in a row.", rules.days, rules.weeks),
        format!("with a streak ÷ known = {}", result.share.text(Rate::text)),
    )
    .shown_rate(&result.share)
    .input("last full week begins (ISO week)", &last)
    .input("days a week", &rules.days)
    .input("weeks in a row", &rules.weeks)
    .input("one missed week forgiven in", &rules.freeze_every)
    .input("outside", &result.outside.text(Outside::text))
    .guard("Working days only; a day counts once whatever was done on it; weeks outside employment are skipped.")
    .guard("Shares of groups; nobody is listed, and there is no badge.")
    .note("No calendar of leave is known: a roster says who is on leave now, and a missed week in four is forgiven.")
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::super::suppression::Hidden;
    use super::*;
    use crate::fixture::{day, on, people, person};

    /// Weeks of somebody active on two working days in the weeks given, counted back from the last full one (0).
    fn keeps_with(active: &[u64], change: impl Fn(&mut PersonActivity)) -> Option<bool> {
        let weeks = full_weeks(day("2026-11-16"), 25);
        let days: Vec<PersonDay> = active
            .iter()
            .flat_map(|back| {
                [1, 2].map(|after| {
                    on(
                        1,
                        day("2026-11-09") - Days::new(7 * back) + Days::new(after),
                        "a",
                        1,
                    )
                })
            })
            .collect();
        let mut one = person(1, Some(1));
        change(&mut one);
        keeps(
            &one,
            &days.iter().collect::<Vec<_>>(),
            &weeks,
            StreakRules::default(),
        )
    }

    #[test]
    fn four_weeks_in_a_row_are_a_streak_and_one_missed_week_in_four_is_forgiven() {
        let keeps = |active: &[u64]| keeps_with(active, |_| ());
        assert_eq!(keeps(&[0, 1, 2, 3]), Some(true));
        assert_eq!(keeps(&[0, 1, 2]), Some(false));
        assert_eq!(keeps(&[0, 2, 3, 4]), Some(true), "one week missed");
        assert_eq!(keeps(&[1, 2, 3, 4]), Some(true), "the last one missed");
        assert_eq!(keeps(&[0, 2, 4, 5, 6]), Some(false), "two missed within four");
        assert_eq!(keeps(&[]), Some(false));
    }

    #[test]
    fn weeks_before_employment_are_skipped_and_weeks_without_a_source_are_unknown() {
        let watched_since =
            |from: &'static str| move |person: &mut PersonActivity| person.watched[0].days.from = day(from);
        assert_eq!(keeps_with(&[0, 1, 2], watched_since("2026-10-26")), None);
        assert_eq!(keeps_with(&[0, 1, 2, 3], watched_since("2026-10-19")), Some(true));
        assert_eq!(
            keeps_with(&[0, 1], |person| person.starts = Some(day("2026-11-02"))),
            Some(false)
        );
        assert_eq!(
            keeps_with(&[0, 1, 2, 3], |person| person.state = PersonState::Unknown),
            Some(true)
        );
    }

    #[test]
    fn weekends_and_single_days_are_no_weeks_and_teams_are_shares() {
        let saturday = |back: u64| day("2026-11-14") - Days::new(7 * back);
        let days: Vec<PersonDay> = (0..8)
            .flat_map(|back| {
                [
                    on(1, saturday(back), "a", 5),
                    on(1, saturday(back) + Days::new(1), "a", 5),
                ]
            })
            .collect();
        let window = Period::new(day("2026-10-19"), day("2026-11-16"));
        let settings = Settings::default();
        let result = streaks(&people(&[1, 0, 0, 0, 0]), &days, window, &settings);
        assert_eq!(result.share.text(Rate::text), "0 of 5 (0 %)");
        let few = streaks(&people(&[1, 0, 0, 0]), &days, window, &settings);
        assert_eq!(few.share, Shown::Hidden(Hidden::FewerThan(5)));
        assert!(few.teams[0].shown.value().is_none());
    }
}
