//! Evidence: how well a benefit is known, and whether a ratio says anything at all.
//!
//! Grades: A measured with control · B measured before and after · C survey · D assumption. Tautology check: strike out what
//! stands above *and* below the line; if nothing measured is left, it is a "ratio of assumed rates".
//! Inputs: sources of a scenario's factors. Unit: a grade. Guards: ROI is outlined, not filled, below B.

use serde::{Deserialize, Serialize};

/// How well a benefit is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grade {
    /// Measured with a control.
    A,
    /// Measured before and after.
    B,
    /// Survey.
    C,
    /// Assumption.
    #[default]
    D,
}

impl Grade {
    /// Whether a bar may be filled.
    pub fn is_filled(self) -> bool {
        self <= Self::B
    }

    /// `A: measured with control`.
    pub fn text(self) -> &'static str {
        match self {
            Self::A => "A: measured with control",
            Self::B => "B: measured before and after",
            Self::C => "C: survey",
            Self::D => "D: assumption",
        }
    }
}

/// A grade with its reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Evidence {
    /// The grade stated.
    pub grade: Grade,
    /// Why.
    pub reason: String,
    /// Whether the benefit has happened; estimated and realised never share a bar.
    pub is_realised: bool,
}

/// Where an input comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Measured against a control group.
    MeasuredWithControl,
    /// Measured: invoice, KPI series, log.
    Measured,
    /// People were asked.
    Survey,
    /// Somebody thinks so.
    #[default]
    Assumption,
}
