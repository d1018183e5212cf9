//! Non-adopters: eligible people with complete coverage and no use: who needs access or help.
//!
//! `zero rate = zero ÷ (active + zero)` of the eligible; split *never used* (nothing in the history) and *dormant*
//! (something before the window); *touch-only* = one active day, printed beside.
//! Inputs: `PersonActivity`, window and history. Unit: fraction, and people.
//! Guards: entitled for 28 days before the window's end; unknown is never listed; no ranking; groups through suppression.

use serde::Serialize;

use super::suppression::ShownCell;
use crate::{Explanation, Rate};

/// Who does not use it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NonAdopters {
    /// Zero over active and zero, of the eligible.
    pub zero_rate: Rate,
    /// Nothing in the history: onboard or reclaim.
    pub never_used: u32,
    /// Used before the window, not in it: a conversation.
    pub dormant: u32,
    /// One active day in the window.
    pub touch_only: u32,
    /// Entitled for too short a time; in no rate.
    pub too_new: u32,
    /// In the order of the roster; names are empty when hidden.
    pub listed: Vec<NonAdopter>,
    /// Zero rate per team.
    pub teams: Vec<ShownCell<Rate>>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NonAdopter {
    /// Person number in the book.
    pub person: i64,
    /// Name to show; empty when names are hidden.
    pub name: String,
    /// Team.
    pub team: String,
    /// Which kind.
    pub kind: NonUse,
}

/// Kinds of not using.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NonUse {
    /// Nothing in the history.
    NeverUsed,
    /// Something before the window.
    Dormant,
    /// One active day in the window.
    TouchOnly,
}
