//! Who uses it: distribution, concentration, utilisation, non-adopters, and what must not be shown. Names nobody by itself.

pub mod concentration;
pub mod distribution;
pub mod non_adopters;
pub mod suppression;
pub mod utilisation;

use model::PersonActivity;
use serde::Serialize;

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
