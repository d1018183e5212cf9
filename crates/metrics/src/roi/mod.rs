//! What it bought: counterfactuals, scenarios, NPV, ranges, evidence. Scenario arithmetic uses floats because
//! scenarios are estimates, not booked money; every shown amount is rounded to minor units through [`estimate`].

pub mod benefit;
mod cash;
pub mod counterfactual;
pub mod evidence;
pub mod finance;
pub mod ledger;
pub mod monte_carlo;
pub mod scenario;
pub mod tornado;
pub mod worth;

use model::{Currency, Money, Total};

/// An estimate as money, rounded to minor units (cents). Not a number becomes zero, infinities the largest amount.
pub fn estimate(value: f64, currency: &Currency) -> Money {
    let minor = currency.minor_digits();
    let units = (value * 10f64.powi(minor as i32)).round();
    let factor = 10i128.pow(currency.scale() - minor);
    Money::new(Total((units as i128).saturating_mul(factor)), currency.clone())
}

#[cfg(test)]
mod tests;
