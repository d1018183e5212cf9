//! Utilisation: which part of the seats is used every week.
//!
//! `LU_w = people with human activity in week w ÷ seats assigned for 7 days`; headline = last 4 full ISO weeks together;
//! habit = active in ≥9 of the last 12 weeks. Break-even `u* = seat price ÷ (hours × hourly value × recapture)`.
//! Inputs: `PersonActivity` with seats and active weeks; seats bought. Unit: fraction.
//! Guards: people of unknown state in neither count; products never averaged; hidden below `k` people.

use chrono::NaiveDate;
use serde::Serialize;

use super::suppression::Hidden;
use crate::{Explanation, Rate};

/// Utilisation of one product, or of all together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Utilisation {
    /// The product; `None` is any product, people counted once.
    pub product: Option<String>,
    /// Last 12 full ISO weeks, oldest first.
    pub weeks: Vec<WeekUse>,
    /// Last 4 full weeks: sum of active over sum of assigned.
    pub headline: Rate,
    /// Last 4 full weeks against seats bought, when known: active seat-weeks over bought seat-weeks.
    pub of_bought: Option<Rate>,
    /// People active in at least 9 of 12 weeks.
    pub habit: Rate,
    /// Which fifth of the scale.
    pub flag: Option<UseFlag>,
    /// Why rates must not be shown (they are zeroed).
    pub hidden: Option<Hidden>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One ISO week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WeekUse {
    /// Its Monday.
    pub week: NaiveDate,
    /// Active over assigned.
    pub rate: Rate,
}

/// The scale of weekly-active utilisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UseFlag {
    /// Below 20 %: a change-management problem.
    ChangeProblem,
    /// 20 to 40 %.
    Low,
    /// 40 to 70 %.
    Growing,
    /// 70 % and more.
    Established,
}
