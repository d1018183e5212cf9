//! Monte Carlo: the range of the NPV when every input moves at once.
//!
//! Triangular draws between low, mid and high; 10,000 draws; seeded `ChaCha`; P10, P50, P90 and P(NPV > 0).
//! Inputs: a scenario and its seed. Unit: its currency. Guards: only `+ − × ÷ √`, so equal on every platform;
//! inputs are drawn independently, which is said.

use std::cmp::Ordering;

use model::Money;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::Serialize;

use super::cash::Cash;
use super::estimate;
use super::scenario::{Range, Scenario};
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "monte-carlo",
    area: "roi",
    name: "Simulation",
    unit: "currency",
    formula: "10,000 triangular draws: P10, P50, P90, P(NPV > 0)",
    practice: "Anxious investment without measurement",
    guard: "The seed is stored; inputs are drawn independently",
    needs: &[Need::Scenario],
};

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

/// Draws of a simulation.
pub const DRAWS: u32 = 10_000;
const BINS: usize = 24;

/// Simulates the NPV of a scenario.
pub fn monte_carlo(scenario: &Scenario) -> Simulation {
    let cash = Cash::of(scenario);
    let mut draws: Vec<f64> = Vec::with_capacity(DRAWS as usize);
    each_draw(scenario, &cash, |values| draws.push(cash.npv(values)));
    draws.sort_by(f64::total_cmp);
    let at = |part: usize| estimate(draws[(draws.len() - 1) * part / 10], &scenario.currency);
    Simulation {
        draws: DRAWS,
        seed: scenario.seed,
        p10: at(1),
        p50: at(5),
        p90: at(9),
        chance_positive: draws.iter().filter(|npv| **npv > 0.0).count() as f64 / f64::from(DRAWS),
        histogram: histogram(&draws, scenario),
    }
}

/// Draws every input of a scenario again and again, always alike for its seed.
pub(super) fn each_draw(scenario: &Scenario, cash: &Cash, mut take: impl FnMut(&[f64])) {
    let mut random = ChaCha12Rng::seed_from_u64(scenario.seed);
    let mut values = cash.mid();
    for _ in 0..DRAWS {
        for (value, input) in values.iter_mut().zip(&cash.inputs) {
            *value = triangular(input.range, &mut random);
        }
        take(&values);
    }
}

/// One draw; a range without width takes no randomness.
fn triangular(range: Range, random: &mut ChaCha12Rng) -> f64 {
    const UNIT: f64 = 1.0 / (1u64 << 53) as f64;
    let Range { low, mid, high } = range;
    // Also where one of them is not a number.
    if low.partial_cmp(&high) != Some(Ordering::Less) {
        return mid;
    }
    let uniform = (random.next_u64() >> 11) as f64 * UNIT;
    if uniform * (high - low) < mid - low {
        low + (uniform * (high - low) * (mid - low)).sqrt()
    } else {
        high - ((1.0 - uniform) * (high - low) * (high - mid)).sqrt()
    }
}

/// Draws in even bins; `draws` are rising.
fn histogram(draws: &[f64], scenario: &Scenario) -> Vec<(Money, u32)> {
    let (first, last) = (draws[0], draws[draws.len() - 1]);
    let edge = |bin: usize| first + (last - first) * bin as f64 / BINS as f64;
    let up_to = |bin: usize| match bin {
        0 => 0,
        BINS => draws.len(),
        _ => draws.partition_point(|npv| *npv < edge(bin)),
    };
    let bar = |bin: usize| {
        (
            estimate(edge(bin + 1), &scenario.currency),
            (up_to(bin + 1) - up_to(bin)) as u32,
        )
    };
    (0..BINS).map(bar).collect()
}
