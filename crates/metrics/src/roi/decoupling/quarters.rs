//! Tokens by month, team and person added up to quarters, with what must not be shown taken out. Knows no KPI.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{Dimension, Grain, Groups, Period};

use super::Asked;
use crate::people::suppression::{Cell, Hidden, Shown, check, suppress};

/// Tokens of each person of a team.
type People<'g> = BTreeMap<&'g str, i128>;

/// Tokens by month and team; the person is kept to know how many there are.
pub(super) struct Months<'g>(BTreeMap<NaiveDate, BTreeMap<&'g str, People<'g>>>);

impl<'g> Months<'g> {
    pub(super) fn of(tokens: &'g Groups) -> Self {
        let by = [Dimension::Time(Grain::Month), Dimension::Team, Dimension::Person];
        let mut all = Self(BTreeMap::new());
        let Some([month, team, person]) = tokens.places(&by) else {
            return all;
        };
        for group in &tokens.groups {
            let Ok(day) = group.keys[month].parse() else {
                continue;
            };
            let teams: &mut BTreeMap<&str, People<'_>> = all.0.entry(day).or_default();
            let people = teams.entry(&group.keys[team]).or_default();
            *people.entry(&group.keys[person]).or_default() += group.value.0;
        }
        all
    }

    /// Tokens of a team by month; those of everybody where it is empty.
    pub(super) fn of_team(&self, team: &str) -> Vec<(NaiveDate, i128)> {
        let sum = |teams: &BTreeMap<&str, People<'_>>| -> i128 {
            let wanted = teams.iter().filter(|(name, _)| team.is_empty() || **name == team);
            wanted.flat_map(|(_, people)| people.values()).sum()
        };
        self.0.iter().map(|(month, teams)| (*month, sum(teams))).collect()
    }

    /// Quarters of which every month has usage and that the data reach to the end of.
    fn complete(&self, data: Period) -> Vec<Period> {
        let starts: BTreeSet<NaiveDate> = self.0.keys().map(|month| Grain::Quarter.start(*month)).collect();
        let quarters = starts
            .into_iter()
            .map(|from| Period::new(from, Grain::Quarter.next(from)));
        quarters
            .filter(|quarter| quarter.to <= data.to && self.0.range(quarter.from..quarter.to).count() == 3)
            .collect()
    }

    fn teams(&self, quarter: Period) -> BTreeMap<&'g str, People<'g>> {
        let mut teams: BTreeMap<&str, People<'_>> = BTreeMap::new();
        for (team, people) in self
            .0
            .range(quarter.from..quarter.to)
            .flat_map(|(_, teams)| teams)
        {
            let all = teams.entry(team).or_default();
            for (person, tokens) in people {
                *all.entry(person).or_default() += tokens;
            }
        }
        teams
    }
}

/// Tokens of a team in each complete quarter, or why they are not shown.
pub(super) fn shown_quarters(
    months: &Months<'_>,
    team: &str,
    asked: &Asked,
) -> Vec<(Period, Result<i128, Hidden>)> {
    let of = |quarter: Period| {
        let teams = months.teams(quarter);
        if team.is_empty() {
            return whole(teams, asked);
        }
        let cells = teams
            .into_iter()
            .map(|(name, people)| cell(name, &people))
            .collect();
        let shown = suppress(cells, asked.privacy);
        let own = shown.into_iter().find(|cell| cell.keys[0] == team);
        own.map_or(Ok(0), |cell| match cell.shown {
            Shown::Value(tokens) => Ok(tokens),
            Shown::Hidden(why) => Err(why),
        })
    };
    let quarters = months.complete(asked.data).into_iter();
    quarters.map(|quarter| (quarter, of(quarter))).collect()
}

fn whole(teams: BTreeMap<&str, People<'_>>, asked: &Asked) -> Result<i128, Hidden> {
    let everybody: People<'_> =
        teams
            .into_values()
            .flatten()
            .fold(BTreeMap::new(), |mut all, (person, tokens)| {
                *all.entry(person).or_default() += tokens;
                all
            });
    let cell = cell("", &everybody);
    check(cell.people, cell.largest_share, asked.privacy).map_or(Ok(cell.value), Err)
}

/// Usage that names nobody counts as tokens, not as a person.
fn cell(team: &str, people: &People<'_>) -> Cell<i128> {
    let named = || {
        people
            .iter()
            .filter(|(person, tokens)| !person.is_empty() && **tokens > 0)
    };
    let value: i128 = people.values().sum();
    let largest = named().map(|(_, tokens)| *tokens).max();
    Cell {
        keys: vec![team.to_owned()],
        people: named().count() as u32,
        largest_share: largest
            .filter(|_| value > 0)
            .map(|largest| largest as f64 / value as f64),
        value,
    }
}
