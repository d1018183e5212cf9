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

/// `Σ CF_t ÷ (1+rate)^t`; only `+ × ÷`, so equal on every platform.
pub fn npv(rate: f64, flows: &[f64]) -> f64 {
    // Horner from the last flow: no powers.
    flows
        .iter()
        .rev()
        .fold(0.0, |sum, flow| sum / (1.0 + rate) + flow)
}

/// The rate that makes the NPV zero, between −99 % and a million percent a period.
pub fn irr(flows: &[f64]) -> Irr {
    const STEP: f64 = 1.02;
    const LARGEST: f64 = 10_000.0;
    let at = |growth: f64| npv(growth - 1.0, flows);
    let mut roots = Vec::new();
    let (mut low, mut value) = (0.01, at(0.01));
    while low < LARGEST {
        let (high, next) = (low * STEP, at(low * STEP));
        if value != 0.0 && value * next <= 0.0 {
            roots.push((low, high));
        }
        (low, value) = (high, next);
    }
    match roots.as_slice() {
        [] => Irr::None,
        [(low, high)] => Irr::One(bisect(at, *low, *high) - 1.0),
        _ => Irr::Multiple,
    }
}

fn bisect(at: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let rises = at(high) > at(low);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if (at(middle) > 0.0) == rises {
            high = middle;
        } else {
            low = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Periods until the undiscounted flows have paid back for good, interpolated within the period: 0 where nothing was
/// ever owed, `None` if something is owed at the end.
pub fn payback(flows: &[f64]) -> Option<f64> {
    let (mut sum, mut paid) = (0.0, Some(0.0));
    for (period, flow) in flows.iter().enumerate() {
        let before = sum;
        sum += flow;
        // Also where a flow is not a number.
        let is_owed = sum < 0.0 || sum.is_nan();
        paid = match paid {
            _ if is_owed => None,
            None => Some(period as f64 - 1.0 - before / flow),
            paid => paid,
        };
    }
    paid
}

/// `(benefits − costs) ÷ costs`, both at present value; `None` without costs.
pub fn roi(benefits: f64, costs: f64) -> Option<f64> {
    (costs > 0.0).then(|| (benefits - costs) / costs)
}
