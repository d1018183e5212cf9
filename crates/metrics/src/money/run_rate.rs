//! Run rate: what the period will cost if the days to come are like the days so far.
//!
//! `run rate = spent ÷ days with data × days of the period`. Inputs: `Groups` of money over the days so far.
//! Unit: the currency. Guards: a calculation, not a forecast; none for a period without days; currencies apart.

use model::{Currency, Period, Total};
use serde::Serialize;

use crate::Explanation;

/// Run rates per currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunRate {
    /// The whole period.
    pub period: Period,
    /// Days of it with data, from its first day.
    pub days_so_far: i64,
    /// In order of currency.
    pub rows: Vec<RunRateRow>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunRateRow {
    /// Its currency.
    pub currency: Currency,
    /// Spent so far.
    pub spent: Total,
    /// At the end of the period, rounded half-even; equal to `spent` when the period is complete.
    pub expected: Total,
}
