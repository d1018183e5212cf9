//! What is known of one person's activity in a window. Zero is not missing.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{Money, Period, WEEK};

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

/// What the roster says of a person's presence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Works.
    #[default]
    Here,
    /// On leave: parental, sick, sabbatical.
    Leave,
    /// Not expected to use anything.
    Exempt,
}

impl Standing {
    /// From the roster's own word: `active`, `on leave`, `exempt` …
    pub fn parse(state: &str) -> Self {
        let state = state.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| state.contains(word));
        if says(&["exempt"]) {
            Self::Exempt
        } else if says(&["leave", "sabbatical", "absent", "suspended"]) {
            Self::Leave
        } else {
            Self::Here
        }
    }
}

/// Days on which a source that knows a person would have seen what the person does with a vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The vendor.
    pub provider: String,
    /// The days.
    pub days: Period,
    /// From when on nobody asks about the vendor any more: nothing of it reaches into the history.
    pub until: Option<NaiveDate>,
    /// Whether in which week something was done is told; a total of a month does not.
    pub tells_weeks: bool,
}

impl Watched {
    /// Whether the vendor is asked about on a day.
    fn is_due(&self, day: NaiveDate) -> bool {
        self.days.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// The last activity that a list of seats states of its holder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatSeen {
    /// The vendor.
    pub provider: String,
    /// The product.
    pub product: String,
    /// Number of the account that the list is of.
    pub account: i64,
    /// Whose list it is within the account, where it says so.
    pub list: String,
    /// The day.
    pub day: NaiveDate,
    /// Day of the list.
    pub listed: NaiveDate,
}

impl SeatSeen {
    /// Which seat it is of: vendor, product, account and whose list.
    pub fn seat(&self) -> (&str, &str, i64, &str) {
        (&self.provider, &self.product, self.account, &self.list)
    }

    /// Whether the last activity was before these days, by a list of their last day or later.
    pub fn is_silent_in(&self, days: Period) -> bool {
        self.day < days.from && self.listed + Days::new(1) >= days.to
    }
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
    /// Last activity by each list of seats that states it, whether or not the seat is still held.
    pub seen_by_seat: Vec<SeatSeen>,
    /// Presence as the roster says it.
    pub standing: Standing,
    /// First day of employment, if the roster says.
    pub starts: Option<NaiveDate>,
    /// Last day of employment, if the roster says.
    pub ends: Option<NaiveDate>,
    /// Which days are watched, by vendor.
    pub watched: Vec<Watched>,
}

impl PersonActivity {
    /// Whether what the person did on every working day of these would have been seen: with one vendor, or at all.
    pub fn is_watched(&self, days: Period, provider: Option<&str>) -> bool {
        let by_totals = days.days() > WEEK;
        let is_seen = |day| match provider {
            Some(provider) => self.sees(provider, day, by_totals),
            None => self.sees_all(day, by_totals),
        };
        !days.is_empty() && days.working_days().all(is_seen)
    }

    /// Whether sources that know the person see a day: of every vendor whose sources have begun by then, and are not long over.
    pub fn is_watched_on(&self, day: NaiveDate) -> bool {
        self.sees_all(day, false)
    }

    fn sees_all(&self, day: NaiveDate, by_totals: bool) -> bool {
        let due = self.watched.iter().filter(|watched| watched.is_due(day));
        let mut vendors = due.map(|watched| watched.provider.as_str()).peekable();
        vendors.peek().is_some() && vendors.all(|vendor| self.sees(vendor, day, by_totals))
    }

    /// Totals of more days than a week tell of no less than that.
    fn sees(&self, provider: &str, day: NaiveDate, by_totals: bool) -> bool {
        let mut of = self.watched.iter().filter(|watched| watched.provider == provider);
        of.any(|watched| (watched.tells_weeks || by_totals) && watched.days.contains(day))
    }

    /// Monday to Friday of a window on which the person is employed.
    pub fn working_days(&self, window: Period) -> u32 {
        let is_here = |day: &NaiveDate| {
            self.starts.is_none_or(|first| first <= *day) && self.ends.is_none_or(|last| *day <= last)
        };
        window.working_days().filter(is_here).count() as u32
    }
}

/// What one person did on one day (or stretch of days) with one tool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonDay {
    /// Person number in the book.
    pub person: i64,
    /// The day, or the first of them.
    pub day: NaiveDate,
    /// How many days the line is about; more than one where the source states a total of a week or month.
    pub days: u32,
    /// Tool.
    pub tool: Arc<str>,
    /// Vendor.
    pub provider: Arc<str>,
    /// Started by a schedule or an agent rather than by the person.
    pub is_automated: bool,
    /// Tokens of every class; `None` when no source tells.
    pub tokens: Option<i64>,
    /// Tokens read: plain input and what is written to the cache. `None`, as of the other classes, where they were not asked for.
    pub input: Option<i64>,
    /// Tokens made, with those of reasoning.
    pub output: Option<i64>,
    /// Tokens of input served from the cache.
    pub cache_read: Option<i64>,
    /// Tokens of which the source does not tell the class.
    pub untold: Option<i64>,
    /// Requests in millionths.
    pub requests: Option<i64>,
    /// Active days that the source states, where it does.
    pub stated_days: Option<i64>,
    /// Whether money is stated for it: something was done, even without tokens or requests.
    pub has_cost: bool,
    /// Lines added up.
    pub lines: u32,
}

impl PersonDay {
    /// Whether it counts in some days.
    pub fn counts_in(&self, days: Period) -> bool {
        days.counts(self.day, self.days.into())
    }

    /// Whether it tells in which week something was done.
    pub fn tells_week(&self) -> bool {
        i64::from(self.days) <= WEEK
    }

    /// Whether the person did something by hand.
    pub fn is_activity(&self) -> bool {
        let some = |value: Option<i64>| value.is_some_and(|value| value > 0);
        !self.is_automated
            && (some(self.tokens) || some(self.requests) || some(self.stated_days) || self.has_cost)
    }
}

/// Who holds a seat, as far as it matters to the seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeatHolder {
    /// Somebody who may use it.
    Present,
    /// Somebody who left, or whom the vendor's list calls disabled.
    Gone,
}

/// One seat in the newest list of its product, with what is known of its use. Names nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatUse {
    /// Vendor.
    pub provider: String,
    /// Product.
    pub product: String,
    /// Day of the list.
    pub snapshot: NaiveDate,
    /// Assigned since; `None` where neither the list nor an earlier list without the seat tells.
    pub since: Option<NaiveDate>,
    /// Who holds it.
    pub holder: SeatHolder,
    /// Whether it was used in the window: by the vendor's last activity, or by usage of the same vendor.
    pub state: PersonState,
    /// Last use known of, within the history asked for where it comes from usage.
    pub last_active: Option<NaiveDate>,
}

/// Seats that bills sell for some days: the lines of one vendor, product, period and currency together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatLine {
    /// Vendor.
    pub provider: String,
    /// Product, as the bill calls it.
    pub service: String,
    /// The days it is for.
    pub period: Period,
    /// Seats in millionths; below zero where a bill takes some back.
    pub seats: i128,
    /// Unit of the seats, as the bill calls it.
    pub unit: String,
    /// What they cost.
    pub amount: Money,
}

/// Seats of a book in a window, and who does without one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatsSeen {
    /// Every seat.
    pub seats: Vec<SeatUse>,
    /// Vendor, tool, and how many people used it in the window without any seat of that vendor.
    pub without: Vec<(String, String, u32)>,
}
