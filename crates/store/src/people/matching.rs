//! Which identities are matched, which are not, and what the user says about them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use model::{Dimension, Period};
use serde::Serialize;

use super::history::NEWEST;
use super::roster::{RawIdentity, RosterPerson};
use super::{Roster, Somebody};
use crate::book::Book;
use crate::days;
use crate::error::Result;

/// An identity that fits nobody of the roster, or that the user matched by hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unmatched {
    /// Name space: `openai`, `github` …
    pub source: String,
    /// Id as the source writes it.
    pub id: String,
    /// E-mail, if given.
    pub email: String,
    /// Name, if given.
    pub name: String,
}

impl Unmatched {
    pub(super) fn of(raw: &RawIdentity) -> Self {
        Self {
            source: raw.source.clone(),
            id: raw.ext.clone(),
            email: raw.email.clone(),
            name: raw.name.clone(),
        }
    }
}

/// How many identities are matched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Matching {
    /// Identities that are a person of the roster.
    pub matched: u32,
    /// Those that may be a person and fit nobody: the visible bucket.
    pub unmatched: Vec<Unmatched>,
    /// Keys and services, which are nobody.
    pub things: u32,
}

impl Matching {
    /// Matched identities and those that could be: the match rate's numerator and denominator.
    pub fn rate(&self) -> (u32, u32) {
        (self.matched, self.matched + self.unmatched.len() as u32)
    }
}

/// A person of the roster, to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RosterEntry {
    /// Number in the book.
    pub person: i64,
    /// Label that no other person has.
    pub label: String,
    /// E-mail.
    pub email: String,
    /// Team.
    pub team: String,
    /// Organisational unit.
    pub unit: String,
    /// Role.
    pub role: String,
    /// Cost centre: by it sums are told apart, so that few are protected; it is no part of the list.
    #[serde(skip)]
    pub cost_centre: String,
}

impl Book {
    /// How far identities are matched to the roster. Match rate = matched ÷ (matched + unmatched).
    pub fn matching(&self) -> Result<Matching> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        let mut matching = Matching::default();
        let named = self
            .named_identities(&roster)
            .map_err(|error| self.named(error))?;
        for (id, raw) in roster.identities.iter().filter(|(id, _)| named.contains(id)) {
            match roster.who(*id) {
                Some(Somebody::Person(_)) => matching.matched += 1,
                Some(Somebody::Stranger(_)) => matching.unmatched.push(Unmatched::of(raw)),
                Some(Somebody::Thing(_)) => matching.things += 1,
                None => {}
            }
        }
        matching.unmatched.sort_unstable();
        Ok(matching)
    }

    /// Everybody on the newest roster.
    pub fn roster_entries(&self) -> Result<Vec<RosterEntry>> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        Ok(entries(&roster, NEWEST))
    }

    /// Everybody whom figures of these days, or of all, are counted for: once for each stretch of days on which the rosters in
    /// force say the same of everybody.
    pub fn rosters(&self, period: Option<Period>) -> Result<Vec<Vec<RosterEntry>>> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        let (from, to) = period.map_or((i64::MIN, i64::MAX), |period| {
            (days::number(period.from), days::number(period.to))
        });
        let turns = roster.turns(&TOLD_BY);
        let later = turns.into_iter().filter(|day| from < *day && *day < to);
        let stretches = std::iter::once(from).chain(later);
        Ok(stretches.map(|day| entries(&roster, day)).collect())
    }

    /// About how many people the rosters differ in team, unit, role or cost centre.
    pub fn people_elsewhere(&self) -> Result<u32> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        Ok(roster.people_elsewhere(&TOLD_BY))
    }

    /// The number of everybody whom a roster has or had, by the text that answers use for them.
    pub fn people_numbers(&self) -> Result<HashMap<String, i64>> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        let numbers = roster.numbers();
        Ok(numbers.map(|(label, person)| (label.clone(), person)).collect())
    }

    /// Confirms that an identity is a person, or takes the confirmation back. E-mail and login still go first.
    pub fn confirm_alias(&self, identity: &Unmatched, person: Option<i64>) -> Result<()> {
        let own = match (&*identity.id, &*identity.email) {
            ("", "") => &identity.name,
            _ => &identity.id,
        };
        let key = (&identity.source, own, &identity.email);
        self.write(|conn| {
            let words = "(SELECT id FROM word WHERE text = ?1), (SELECT id FROM word WHERE text = ?2),
                         (SELECT id FROM word WHERE text = ?3)";
            conn.execute(
                &format!("DELETE FROM alias WHERE (source, ext, email) = ({words})"),
                key,
            )?;
            if let Some(person) = person {
                conn.execute(
                    &format!("INSERT INTO alias (source, ext, email, person) VALUES ({words}, ?4)"),
                    (key.0, key.1, key.2, person),
                )?;
            }
            Ok(())
        })?;
        self.forget_roster();
        Ok(())
    }
}

/// What people of a roster are told apart by.
pub const TOLD_BY: [Dimension; 4] = [
    Dimension::Team,
    Dimension::Unit,
    Dimension::Role,
    Dimension::CostCentre,
];

fn entries(roster: &Roster, day: i64) -> Vec<RosterEntry> {
    let entry = |(person, line): (i64, &Arc<RosterPerson>)| RosterEntry {
        person,
        label: roster.label(&Somebody::Person(person)),
        email: line.email.clone(),
        team: line.team.clone(),
        unit: line.unit.clone(),
        role: line.role.clone(),
        cost_centre: line.cost_centre.clone(),
    };
    roster.people_on(day).map(entry).collect()
}

/// People in the order of their numbers, each with something.
pub(super) type ByPerson<T> = BTreeMap<i64, T>;
