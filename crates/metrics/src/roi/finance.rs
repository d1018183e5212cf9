//! NPV, IRR, ROI and payback of a list of flows, one per period, the first at the start.
//!
//! `NPV = Σ CF_t ÷ (1+d)^t` with t = 0 undiscounted; IRR by bisection, *none* and *multiple* said; payback interpolated.
//! Inputs: flows in one unit. Unit: that unit, fraction per period, periods. Guards: no IRR is invented.

use serde::Serialize;

/// Internal rate of return per period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Irr {
    /// The one rate that makes the NPV zero.
    One(f64),
    /// No rate does.
    None,
    /// Several do, so none is meaningful.
    Multiple,
}
