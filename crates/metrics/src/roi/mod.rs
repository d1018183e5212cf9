//! What it bought: counterfactuals, scenarios, NPV, ranges, evidence. Scenario arithmetic uses floats because
//! scenarios are estimates, not booked money; every shown amount is rounded to minor units through [`estimate`].

pub mod benefit;
mod cash;
pub mod counterfactual;
pub mod decoupling;
pub mod evidence;
pub mod finance;
pub mod matching;
pub mod monte_carlo;
pub mod opportunities;
pub mod overlap_ledger;
pub mod phase;
pub mod scenario;
pub mod tco;
pub mod tornado;
pub mod value_fan;
pub mod value_premium;
pub mod worth;

use model::{Currency, Money, Total};

/// Largest estimate in minor units: sums of such amounts still fit 128 bits.
const LARGEST: f64 = 1e27;

/// An estimate as money, rounded to minor units (cents). Not a number becomes zero; what is absurdly large is cut.
pub fn estimate(value: f64, currency: &Currency) -> Money {
    let minor = currency.minor_digits();
    let units = (value * 10f64.powi(minor as i32))
        .round()
        .clamp(-LARGEST, LARGEST);
    let factor = 10i128.pow(currency.scale() - minor);
    Money::new(Total(units as i128 * factor), currency.clone())
}

#[cfg(test)]
mod tests;
