//! What is known of one person's activity in a window. Zero is not missing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The state of a person in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonState {
    /// Human-initiated activity was seen.
    Active,
    /// A source that would have seen the person covers the whole window, and saw nothing.
    Zero,
    /// No source covers the person.
    Unknown,
    /// Has no right to use anything.
    NotEntitled,
}

/// One person in one window, summed over tools. The store makes these; metrics read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonActivity {
    /// Person number in the book.
    pub person: i64,
    /// Name to show; empty when names are hidden.
    pub name: String,
    /// Team.
    pub team: String,
    /// Unit.
    pub unit: String,
    /// Role.
    pub role: String,
    /// State in the window.
    pub state: PersonState,
    /// Tokens in the window; `None` when no source tells.
    pub tokens: Option<i64>,
    /// Requests in millionths.
    pub requests: Option<i64>,
    /// First days of the ISO weeks with activity, over the whole history asked for.
    pub active_weeks: Vec<NaiveDate>,
    /// Days with activity in the window.
    pub active_days: u32,
    /// First activity ever seen.
    pub first_active: Option<NaiveDate>,
    /// Last activity ever seen.
    pub last_active: Option<NaiveDate>,
    /// Entitled since (earliest seat), if known.
    pub entitled_since: Option<NaiveDate>,
    /// Products the person holds a seat of.
    pub products: Vec<String>,
}
