//! A figure with its measure, and a rate with its numerator and denominator. Does not group digits or localise.

use model::{Currency, Exact, Measure, Money, Total};
use serde::Serialize;

/// A sum that knows what it measures. Figures of two measures or currencies are never added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What is measured.
    pub measure: Measure,
    /// Currency of money, else empty.
    pub currency: Currency,
    /// At the currency's scale for money, else at [`Measure::scale`].
    pub value: Total,
}

impl Figure {
    /// A figure.
    pub fn new(measure: Measure, currency: &Currency, value: Total) -> Self {
        Self {
            measure,
            currency: currency.clone(),
            value,
        }
    }

    /// Decimals of the stored integer.
    pub fn scale(&self) -> u32 {
        if self.measure.is_money() {
            self.currency.scale()
        } else {
            self.measure.scale()
        }
    }

    /// Plain decimal text without unit.
    pub fn text(&self) -> String {
        Exact::new(self.value.0, self.scale() as u8).to_string()
    }

    /// Plain decimal text with currency or measure: `1902.44 USD`, `12 tokens`.
    pub fn with_unit(&self) -> String {
        match (self.measure.is_money(), self.currency.code()) {
            (true, "") => format!("{} (currency unknown)", self.text()),
            (true, code) => format!("{} {code}", self.text()),
            (false, _) => format!("{} {}", self.text(), self.measure.id()),
        }
    }

    /// Money, if it is money.
    pub fn money(&self) -> Option<Money> {
        self.measure
            .is_money()
            .then(|| Money::new(self.value, self.currency.clone()))
    }

    /// An approximation for *geometry only* (bar lengths, axis ranges).
    pub fn for_geometry(&self) -> f64 {
        self.value.0 as f64 / 10f64.powi(self.scale() as i32)
    }
}

/// Counts over counts. Never shown without both, nor without `unknown`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// Above the line.
    pub numerator: u64,
    /// Below the line.
    pub denominator: u64,
    /// People or rows nothing is known of; in neither.
    pub unknown: u64,
}

impl Rate {
    /// A rate.
    pub fn new(numerator: u64, denominator: u64, unknown: u64) -> Self {
        Self {
            numerator,
            denominator,
            unknown,
        }
    }

    /// The fraction, 0 to 1; `None` over nothing.
    pub fn fraction(&self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator as f64 / self.denominator as f64)
    }

    /// `37 of 50 (74 %), 4 unknown`.
    pub fn text(&self) -> String {
        let share = self
            .fraction()
            .map_or_else(String::new, |f| format!(" ({} %)", percent(f)));
        let unknown = match self.unknown {
            0 => String::new(),
            n => format!(", {n} unknown"),
        };
        format!("{} of {}{share}{unknown}", self.numerator, self.denominator)
    }
}

/// A share as text: `62`, `18.5` below 20, `0.4`; never `-0`, nor `0` of what is not nothing: `< 0.1`.
pub fn percent(fraction: f64) -> String {
    let value = fraction * 100.0;
    if value != 0.0 && value.abs() < 0.05 {
        return if value > 0.0 { "< 0.1" } else { "> -0.1" }.to_owned();
    }
    let rounded = if value.abs() < 20.0 {
        (value * 10.0).round() / 10.0
    } else {
        value.round()
    };
    format!("{}", rounded + 0.0)
}

/// `part ÷ whole` of two exact sums, as an approximation for shares; `None` over zero.
pub fn share(part: Total, whole: Total) -> Option<f64> {
    (whole.0 != 0).then(|| part.0 as f64 / whole.0 as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_prints_both_counts_and_the_unknown() {
        assert_eq!(Rate::new(37, 50, 4).text(), "37 of 50 (74 %), 4 unknown");
        assert_eq!(Rate::new(0, 0, 0).text(), "0 of 0");
        assert_eq!(percent(0.1849), "18.5");
        assert_eq!([0.0001, -0.0001, 0.0].map(percent), ["< 0.1", "> -0.1", "0"]);
    }

    #[test]
    fn a_figure_knows_its_scale() {
        let usd = Currency::new("USD");
        let money = Figure::new(Measure::Billed, &usd, Total(1_902_440_000_000));
        assert_eq!(money.with_unit(), "1902.44 USD");
        let requests = Figure::new(Measure::Requests, &Currency::default(), Total(1_500_000));
        assert_eq!(requests.with_unit(), "1.5 requests");
    }
}
