//! Distribution: how use is spread over people, on a log scale with the zero bar apart.
//!
//! Bins of one, two, five (or one, three over more than four decades); `mean = Σx ÷ n`, median and P90 over the active.
//! Inputs: `PersonActivity` of one window. Unit: people per bin; tokens, requests or days for the statistics.
//! Guards: zero apart from unknown; never the mean without the median; the outer bins are widened until they hold `k`
//! people; mean and total are hidden when one person makes more than 70 %.

use serde::Serialize;

use super::Intensity;
use super::suppression::Hidden;
use crate::Explanation;

/// A histogram of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Distribution {
    /// What is counted.
    pub intensity: Intensity,
    /// People covered in the whole window and seen doing nothing.
    pub zero: u32,
    /// People no source covers.
    pub unknown: u32,
    /// Active people whose source does not tell the intensity.
    pub unmeasured: u32,
    /// People without the right to use anything; in no other count.
    pub not_entitled: u32,
    /// Bins over people with more than zero, smallest first; empty when hidden.
    pub bins: Vec<Bin>,
    /// Statistics over people with more than zero; `None` when there are none or they are hidden.
    pub statistics: Option<Statistics>,
    /// Why bins or statistics are hidden.
    pub hidden: Option<Hidden>,
    /// `Half of 37 active people used less than 1,200 tokens`-like sentence.
    pub finding: String,
    /// How it came about.
    pub explanation: Explanation,
}

/// One bar: `from ≤ x < to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bin {
    /// Smallest value inside.
    pub from: u64,
    /// First value outside.
    pub to: u64,
    /// People inside.
    pub people: u32,
}

/// Over people with more than zero, in the unit of the intensity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Statistics {
    /// People.
    pub people: u32,
    /// Arithmetic mean; never shown without the median. `None` when one person dominates.
    pub mean: Option<f64>,
    /// Half use less.
    pub median: f64,
    /// Nine tenths use less.
    pub p90: f64,
}
