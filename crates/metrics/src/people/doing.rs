//! What a person did by hand in some days, gathered from days with tools: the ground of bands, streaks and cohorts.
//! Scheduled and agent-driven lines are left out here, once for all. Judges nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use model::{Grain, MICRO, Period, PersonDay};

/// Lines of each person that are activity by hand, in the order of days.
pub(crate) fn by_person(days: &[PersonDay]) -> BTreeMap<i64, Vec<&PersonDay>> {
    let mut found: BTreeMap<i64, Vec<&PersonDay>> = BTreeMap::new();
    for line in days.iter().filter(|line| line.is_activity()) {
        found.entry(line.person).or_default().push(line);
    }
    found
}

/// What was done in a window.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Doing<'d> {
    /// Days with activity.
    pub days: BTreeSet<NaiveDate>,
    /// Active days that a source states for several days at once.
    pub stated: u32,
    /// Requests in millionths, where any source tells.
    pub requests: Option<i128>,
    /// Tokens, where any source tells.
    pub tokens: Option<i128>,
    /// Tools; a line without one counts as its vendor's.
    pub tools: BTreeSet<&'d str>,
}

impl<'d> Doing<'d> {
    /// What lines of one person say of a window. A line of several days belongs where it begins, a total of more than a week where most of it lies.
    pub(crate) fn of(lines: &[&'d PersonDay], window: Period) -> Self {
        let mut doing = Self::default();
        for line in lines.iter().filter(|line| line.counts_in(window)) {
            if line.days == 1 {
                doing.days.insert(line.day);
            } else {
                let stated = line.stated_days.unwrap_or(1).clamp(1, line.days.into());
                doing.stated = doing.stated.max(stated as u32);
            }
            add(&mut doing.requests, line.requests);
            add(&mut doing.tokens, line.tokens);
            let tool = if line.tool.is_empty() {
                &line.provider
            } else {
                &line.tool
            };
            doing.tools.insert(tool);
        }
        doing
    }

    /// Days with activity, or as many as a source states.
    pub(crate) fn active_days(&self) -> u32 {
        (self.days.len() as u32).max(self.stated)
    }

    /// Whole and broken requests.
    pub(crate) fn requests(&self) -> Option<f64> {
        self.requests.map(|millionths| millionths as f64 / MICRO as f64)
    }
}

fn add(sum: &mut Option<i128>, value: Option<i64>) {
    if let Some(value) = value {
        *sum = Some(sum.unwrap_or(0) + i128::from(value.max(0)));
    }
}

/// The last full ISO weeks before a day, oldest first.
pub(crate) fn full_weeks(until: NaiveDate, count: u64) -> Vec<Period> {
    let end = Grain::Week.start(until);
    let week = |back| Period::new(end - Days::new(7 * back), end - Days::new(7 * (back - 1)));
    (1..=count).rev().map(week).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{day, on};

    #[test]
    fn what_runs_by_itself_is_not_done_by_hand_and_stated_days_count() {
        let monday = day("2026-09-07");
        let lines = [
            on(1, monday, "Cursor", 3),
            PersonDay {
                is_automated: true,
                ..on(1, monday + Days::new(1), "Agent", 900)
            },
            PersonDay {
                tool: "".into(),
                days: 28,
                stated_days: Some(9),
                requests: None,
                ..on(1, monday, "", 0)
            },
        ];
        let by_person = by_person(&lines);
        let doing = Doing::of(&by_person[&1], Period::new(monday, monday + Days::new(28)));
        assert_eq!((doing.active_days(), doing.requests()), (9, Some(3.0)));
        assert_eq!(doing.tools, BTreeSet::from(["Cursor", "Vendor"]));
        assert_eq!(
            full_weeks(day("2026-09-09"), 1),
            [Period::new(day("2026-08-31"), monday)]
        );
    }
}
