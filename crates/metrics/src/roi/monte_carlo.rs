//! Monte Carlo: the range of the NPV when every input moves at once.
//!
//! Triangular draws between low, mid and high; 10,000 draws; seeded `ChaCha`; P10, P50, P90 and P(NPV > 0).
//! Inputs: a scenario and its seed. Unit: its currency. Guards: only `+ − × ÷ √`, so equal on every platform;
//! inputs are drawn independently, which is said.

use model::Money;
use serde::Serialize;

/// The outcome of a simulation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Simulation {
    /// Draws made.
    pub draws: u32,
    /// Seed used.
    pub seed: u64,
    /// One in ten is below.
    pub p10: Money,
    /// Half are below.
    pub p50: Money,
    /// Nine in ten are below.
    pub p90: Money,
    /// Fraction of draws above zero.
    pub chance_positive: f64,
    /// Histogram of the NPV in 24 even bins: upper edge of each and its draws.
    pub histogram: Vec<(Money, u32)>,
}
