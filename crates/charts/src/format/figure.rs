//! An exact figure for charts: nine decimals in 128 bit, the scale of stored money. It knows no unit.

use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use model::{Currency, Exact, Money, Total};

/// Billionths. Addition saturates (at 10^29) rather than panics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figure(i128);

/// Billionths in one.
const ONE: i128 = 1_000_000_000;

impl Figure {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From billionths.
    pub const fn nanos(value: i128) -> Self {
        Self(value)
    }

    /// A whole number.
    pub const fn whole(value: i128) -> Self {
        Self(value.saturating_mul(ONE))
    }

    /// From millionths, the scale of stored quantities and KPI values.
    pub const fn micros(value: i128) -> Self {
        Self(value.saturating_mul(1_000))
    }

    /// From a total at its currency's scale.
    pub fn total(total: Total, currency: &Currency) -> Self {
        let missing = 9u32.saturating_sub(currency.scale());
        Self(total.0.saturating_mul(10i128.pow(missing)))
    }

    /// An exact decimal, rounded half-even beyond nine decimals; `None` if it does not fit.
    pub fn exact(value: Exact) -> Option<Self> {
        value.at_scale(9).map(|(nanos, _)| Self(nanos.into()))
    }

    /// `part / whole`, cut at nine decimals; zero where the whole is zero.
    pub fn ratio(part: i128, whole: i128) -> Self {
        Self(part.saturating_mul(ONE).checked_div(whole).unwrap_or(0))
    }

    /// This as a share of a whole.
    #[must_use]
    pub fn share_of(self, whole: Self) -> Self {
        // A figure of 10^20 and more loses digits that no picture shows before it would overflow.
        let shrink = if self.0.unsigned_abs() > 1 << 90 { ONE } else { 1 };
        Self::ratio(self.0 / shrink, whole.0 / shrink)
    }

    /// Billionths.
    pub const fn as_nanos(self) -> i128 {
        self.0
    }

    /// Whether it is below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Without its sign.
    #[must_use]
    pub const fn magnitude(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Where to draw it. An approximation for geometry only; never for a figure.
    pub fn position(self) -> f64 {
        self.0 as f64 / ONE as f64
    }
}

impl From<&Money> for Figure {
    fn from(money: &Money) -> Self {
        Self::total(money.total, &money.currency)
    }
}

impl Add for Figure {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Figure {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Figure {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Figure {
    fn sum<I: Iterator<Item = Self>>(figures: I) -> Self {
        figures.fold(Self::ZERO, Add::add)
    }
}
