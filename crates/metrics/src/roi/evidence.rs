//! Evidence: how well a benefit is known, and whether a ratio says anything at all.
//!
//! Grades: A measured with control · B measured before and after · C survey · D assumption. Tautology check: strike out what
//! stands above *and* below the line; if nothing measured is left, it is a "ratio of assumed rates".
//! Inputs: sources of a scenario's factors. Unit: a grade. Guards: ROI is outlined, not filled, below B.

use serde::{Deserialize, Serialize};

use super::scenario::Scenario;

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

impl Source {
    /// Whether something was measured.
    pub fn is_measured(self) -> bool {
        self <= Self::Measured
    }

    /// The best grade that this source allows.
    pub fn allows(self) -> Grade {
        match self {
            Self::MeasuredWithControl => Grade::A,
            Self::Measured => Grade::B,
            Self::Survey => Grade::C,
            Self::Assumption => Grade::D,
        }
    }
}

/// One factor of a ratio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its name; equal names above and below the line cancel.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
}

/// Whether nothing measured is left once equal factors above and below the line are struck out.
pub fn is_tautology(above: &[Factor], below: &[Factor]) -> bool {
    let left = |of: &[Factor], other: &[Factor]| {
        of.iter()
            .any(|factor| factor.source.is_measured() && !other.iter().any(|o| o.name == factor.name))
    };
    !left(above, below) && !left(below, above)
}

/// Whether the ROI of a scenario is a ratio of assumed rates.
pub fn is_scenario_tautology(scenario: &Scenario) -> bool {
    let factor = |name: &str, source| Factor {
        name: name.to_lowercase(),
        source,
    };
    let benefit = &scenario.benefit;
    let above = [
        factor(&benefit.kpi, benefit.gain_source),
        factor("unit value", benefit.unit_value_source),
    ];
    let below: Vec<Factor> = scenario
        .costs
        .iter()
        .map(|cost| factor(cost.kind.label(), cost.source))
        .collect();
    is_tautology(&above, &below)
}

/// The weaker of the stated grade and what the source of the gain allows.
pub fn grade(scenario: &Scenario) -> Grade {
    scenario.evidence.grade.max(scenario.benefit.gain_source.allows())
}
