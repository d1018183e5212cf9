//! Concentration: how unequally use is spread.
//!
//! `G = Σ(2i−n−1)·x_i ÷ (n·Σx)` over values in rising order, small-sample corrected by `n/(n−1)`; Lorenz curve; share of the
//! top tenth (rounded up to whole people). Inputs: `PersonActivity` of one window. Unit: 0 (equal) to 1 (one person).
//! Guards: shown twice, active only and all eligible; hidden below `k` people; a fact to explain, not a fault.

use serde::Serialize;

use super::Intensity;
use super::suppression::Hidden;
use crate::Explanation;

/// Concentration, both ways.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Concentration {
    /// What is counted.
    pub intensity: Intensity,
    /// Over people with more than zero.
    pub active: Option<Inequality>,
    /// Over active and zero people alike.
    pub eligible: Option<Inequality>,
    /// People no source covers or tells the intensity of; in neither.
    pub unknown: u32,
    /// Why there is nothing to show.
    pub hidden: Option<Hidden>,
    /// `The top 10 % of 37 active people make 71 % of tokens`.
    pub finding: String,
    /// How it came about.
    pub explanation: Explanation,
}

/// Inequality of one group of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inequality {
    /// People.
    pub people: u32,
    /// Gini coefficient.
    pub gini: f64,
    /// Corrected by `n/(n−1)`.
    pub gini_corrected: f64,
    /// Fraction that the top tenth makes.
    pub top_tenth_share: f64,
    /// How many people the top tenth is.
    pub top_tenth_people: u32,
    /// Lorenz curve from (0, 0) to (1, 1): fraction of people, fraction of use; at most 101 points.
    pub lorenz: Vec<(f64, f64)>,
}
