//! Who uses it: distribution, concentration, utilisation, non-adopters, and what must not be shown. Names nobody by itself.

pub mod adoption_grid;
pub mod bands;
pub mod cohorts;
pub mod concentration;
pub mod diagnosis;
pub mod distribution;
pub(crate) mod doing;
pub mod eligible;
pub mod non_adopters;
pub mod rates;
pub mod regularity;
pub mod review_flags;
pub mod rubric;
pub mod streaks;
pub mod suppression;
pub mod table;
pub mod team_ranking;
pub mod utilisation;

use model::{PersonActivity, PersonState};
use serde::Serialize;

use suppression::{Privacy, whole};

/// What a person's use is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Intensity {
    /// Tokens in the window.
    Tokens,
    /// Requests in the window (millionths are rounded down to whole requests).
    Requests,
    /// Days with activity in the window.
    ActiveDays,
}

impl Intensity {
    /// The value of one person; `None` when no source tells.
    pub fn of(self, person: &PersonActivity) -> Option<u64> {
        match self {
            Self::Tokens => person.tokens.map(|n| n.max(0).unsigned_abs()),
            Self::Requests => person.requests.map(|n| n.max(0).unsigned_abs() / 1_000_000),
            Self::ActiveDays => Some(person.active_days.into()),
        }
    }

    /// The unit: `tokens`.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::Requests => "requests",
            Self::ActiveDays => "active days",
        }
    }
}

/// Splits people for a measure of intensity. People without entitlement are in none of the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Values above zero, rising.
    pub active: Vec<u64>,
    /// Covered, nothing seen (or a stated zero).
    pub zero: u32,
    /// No source covers them.
    pub unknown: u32,
    /// Active, but the source does not tell this measure.
    pub unmeasured: u32,
    /// No right to use anything.
    pub not_entitled: u32,
}

impl Counted {
    pub(crate) fn of(people: &[PersonActivity], intensity: Intensity) -> Self {
        let mut counted = Self::default();
        for person in people {
            match (person.state, intensity.of(person)) {
                (PersonState::NotEntitled, _) => counted.not_entitled += 1,
                (PersonState::Unknown, _) => counted.unknown += 1,
                (PersonState::Zero, _) | (PersonState::Active, Some(0)) => counted.zero += 1,
                (PersonState::Active, None) => counted.unmeasured += 1,
                (PersonState::Active, Some(value)) => counted.active.push(value),
            }
        }
        counted.active.sort_unstable();
        counted
    }

    /// Everybody.
    pub(crate) fn people(&self) -> u64 {
        let others = [self.zero, self.unknown, self.unmeasured, self.not_entitled];
        self.active.len() as u64 + others.map(u64::from).iter().sum::<u64>()
    }

    /// `12 people: 7 with stated tokens, 3 zero, 2 unknown`, of a whole book of enough people.
    pub(crate) fn text(&self, intensity: Intensity, privacy: Privacy) -> String {
        if privacy.is_part {
            return format!(
                "{} people",
                whole(self.people(), self.people(), privacy).text(u64::to_string)
            );
        }
        whole((), self.people(), privacy).text(|()| self.words(intensity))
    }

    fn words(&self, intensity: Intensity) -> String {
        let (active, unit) = (self.active.len() as u32, intensity.unit());
        let more = match self.unmeasured {
            0 => String::new(),
            some => format!("{some} active whose tools state none, "),
        };
        format!(
            "{} people: {active} with stated {unit}, {more}{} zero, {} unknown",
            active + self.zero + self.unknown + self.unmeasured,
            self.zero,
            self.unknown
        )
    }
}

#[cfg(test)]
mod tests;
