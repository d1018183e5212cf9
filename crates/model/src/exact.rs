//! Exact decimals from the text of a file, and sums of them across any number of decimals.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{Amount, Currency, Decimal, MICRO};

const MOST_DIGITS: usize = 38;
const MOST_DECIMALS: i32 = 60;

/// A decimal with up to 38 significant digits: `digits / 10^scale`. Never a float.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exact {
    digits: i128,
    scale: u8,
}

impl Exact {
    /// `digits / 10^scale`.
    pub fn new(digits: i128, scale: u8) -> Self {
        Self { digits, scale }.trimmed()
    }

    /// Reads a plain decimal: `12`, `-0.50`, `.5`, `3E-05`, `1.81e-8`, `+7`. No grouping, no signs of money, no spaces.
    /// `None` if it is anything else or has more than 38 significant digits.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(short) = Self::short(text) {
            return Some(short);
        }
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (number, exponent) = split_exponent(rest)?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let digits = read_digits(whole, fraction)?;
        let digits = if negative { -digits } else { digits };
        if exponent == 0 && digits != 0 && fraction.len() <= MOST_DECIMALS as usize {
            let scale = fraction.len() as u8;
            return Some(Self { digits, scale });
        }
        let scale = fraction.len() as i32 - exponent;
        Self::scaled(digits, scale)
    }

    /// Reads digits with at most one point among them, fewer than 20 in all; `None` if it is anything else.
    pub fn short(text: &str) -> Option<Self> {
        if text.len() > MOST_SHORT {
            return None;
        }
        // Zeros at the end of a fraction say nothing.
        let (mut digits, mut told, mut scale, mut point) = (0_u64, 0, 0, None);
        for (at, byte) in text.bytes().enumerate() {
            match (byte, point) {
                (b'.', None) => point = Some(at),
                (b'0', Some(_)) => digits *= 10,
                (b'0'..=b'9', _) => {
                    digits = digits * 10 + u64::from(byte - b'0');
                    (told, scale) = (digits, point.map_or(0, |point| (at - point) as u8));
                }
                _ => return None,
            }
        }
        let is_number = text.len() > usize::from(point.is_some());
        is_number.then(|| Self {
            digits: told.into(),
            scale: if told == 0 { 0 } else { scale },
        })
    }

    fn scaled(digits: i128, scale: i32) -> Option<Self> {
        if digits == 0 {
            return Some(Self::default());
        }
        if scale >= 0 {
            return (scale <= MOST_DECIMALS).then(|| Self::new(digits, scale as u8));
        }
        let factor = 10i128.checked_pow((-scale) as u32)?;
        Some(Self {
            digits: digits.checked_mul(factor)?,
            scale: 0,
        })
    }

    fn trimmed(mut self) -> Self {
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }

    /// Whether the value is below zero.
    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// Whether the value is zero.
    pub fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// The same value with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self {
            digits: -self.digits,
            scale: self.scale,
        }
    }

    /// The value divided by a power of ten: cents to units is `shifted(2)`.
    #[must_use]
    pub fn shifted(self, places: u8) -> Self {
        if places == 0 {
            return self;
        }
        Self::new(self.digits, self.scale + places)
    }

    /// The value multiplied by a power of ten: thousands to units is `raised(3)`. `None` if it has too many digits.
    pub fn raised(self, places: u8) -> Option<Self> {
        if places == 0 {
            return Some(self);
        }
        Self::scaled(self.digits, i32::from(self.scale) - i32::from(places))
    }

    /// The integer `value × 10^scale`, rounded half-even, and whether rounding lost anything. `None` if it does not fit.
    pub fn at_scale(self, scale: u32) -> Option<(i64, bool)> {
        let (value, lost) = self.unscaled(scale)?;
        i64::try_from(value).ok().map(|value| (value, lost))
    }

    /// The same in 128 bit.
    pub fn unscaled(self, scale: u32) -> Option<(i128, bool)> {
        let own = u32::from(self.scale);
        Some(if own <= scale {
            let factor = 10i64.checked_pow(scale - own).map(i128::from);
            let factor = factor.or_else(|| 10i128.checked_pow(scale - own))?;
            (self.digits.checked_mul(factor)?, false)
        } else {
            divide_half_even(self.digits, own - scale)
        })
    }

    /// The stored amount, rounded half-even once, and whether rounding lost anything.
    pub fn amount(self, currency: &Currency) -> Option<(Amount, bool)> {
        self.at_scale(currency.scale())
            .map(|(value, lost)| (Amount(value), lost))
    }

    /// Millionths, rounded half-even: the scale of quantities.
    pub fn micros(self) -> Option<i64> {
        debug_assert_eq!(MICRO, 1_000_000);
        self.at_scale(6).map(|(value, _)| value)
    }

    /// The arbitrary-precision value.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.digits.into(), i64::from(self.scale))
    }
}

fn split_exponent(text: &str) -> Option<(&str, i32)> {
    match text.find(['e', 'E']) {
        None => Some((text, 0)),
        Some(at) => {
            let exponent: i32 = text[at + 1..].parse().ok()?;
            (exponent.abs() <= 60).then_some((&text[..at], exponent))
        }
    }
}

/// Digits that fit into 64 bits, however they stand.
const MOST_SHORT: usize = 19;

fn read_digits(whole: &str, fraction: &str) -> Option<i128> {
    if whole.len() + fraction.len() <= MOST_SHORT {
        let mut value: u64 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            value = value * 10 + u64::from(byte - b'0');
        }
        return Some(value.into());
    }
    let mut value: i128 = 0;
    let mut significant = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return None;
        }
        significant += usize::from(significant > 0 || byte != b'0');
        if significant > MOST_DIGITS {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
    }
    Some(value)
}

/// `digits / 10^places` rounded half-even, and whether anything was lost.
fn divide_half_even(digits: i128, places: u32) -> (i128, bool) {
    let Some(divisor) = 10i128.checked_pow(places) else {
        return (0, digits != 0);
    };
    let (quotient, remainder) = (digits / divisor, digits % divisor);
    let twice = remainder.unsigned_abs() * 2;
    let up = twice > divisor.unsigned_abs() || (twice == divisor.unsigned_abs() && quotient % 2 != 0);
    (quotient + if up { digits.signum() } else { 0 }, remainder != 0)
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.trimmed(), other.trimmed());
        a.digits == b.digits && a.scale == b.scale
    }
}
impl Eq for Exact {}

impl fmt::Display for Exact {
    /// Plain decimal text without trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.trimmed();
        let digits = value.digits.unsigned_abs().to_string();
        let scale = usize::from(value.scale);
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        let sign = if value.digits < 0 { "-" } else { "" };
        let point = if scale > 0 { "." } else { "" };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

impl Serialize for Exact {
    /// As text: a JSON number may lose digits.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("no plain decimal"))
    }
}

/// A sum of [`Exact`] values, exact to the last digit whatever their scales.
#[derive(Clone, Debug, Default)]
pub struct ExactSum {
    by_scale: Vec<i128>,
    spilled: Decimal,
}

impl ExactSum {
    /// Adds one value.
    pub fn add(&mut self, value: Exact) {
        let scale = usize::from(value.scale);
        if self.by_scale.len() <= scale {
            self.by_scale.resize(scale + 1, 0);
        }
        match self.by_scale[scale].checked_add(value.digits) {
            Some(sum) => self.by_scale[scale] = sum,
            None => self.spilled += value.decimal(),
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        for (scale, digits) in other.by_scale.iter().enumerate() {
            self.add(Exact {
                digits: *digits,
                scale: scale as u8,
            });
        }
        self.spilled += &other.spilled;
    }

    /// The exact value.
    pub fn decimal(&self) -> Decimal {
        let parts = self.by_scale.iter().enumerate();
        parts.fold(self.spilled.clone(), |sum, (scale, digits)| {
            sum + Decimal::new((*digits).into(), scale as i64)
        })
    }
}

impl fmt::Display for ExactSum {
    /// Plain decimal text without trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.decimal().normalized().to_plain_string();
        f.write_str(if text == "-0" { "0" } else { &text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).expect(text)
    }

    #[test]
    fn a_short_number_is_what_a_long_one_is() {
        let texts = [
            "0",
            "00",
            "7",
            "100",
            "0.0",
            ".5",
            "5.",
            "0.50",
            "10.500",
            "1.05",
            "100.00",
            "1234567890.123456789",
            "99999999999999999.9",
            "9999999999999999999",
            "0.000000000000000001",
        ];
        for text in texts {
            let short = exact(text);
            let long = exact(&format!("{text}e0"));
            assert_eq!((short.digits, short.scale), (long.digits, long.scale), "{text}");
        }
        for text in ["", ".", "1..2", "1.2.3", "-", "1,5", " 1", "1e", "+"] {
            assert!(Exact::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn reads_what_billing_files_write() {
        assert_eq!(exact("0.418250000000000000000000000000").to_string(), "0.41825");
        assert_eq!(exact("3E-05").to_string(), "0.00003");
        assert_eq!(exact("1.81E-8").to_string(), "0.0000000181");
        assert_eq!(exact("-.5").to_string(), "-0.5");
        assert_eq!(exact("12.").to_string(), "12");
        assert_eq!(exact("1e3").to_string(), "1000");
        assert_eq!(exact("100").to_string(), "100");
    }

    #[test]
    fn refuses_what_is_no_plain_decimal() {
        for text in [
            "", "-", ".", "1,000", "$1", "NaN", "1.2.3", "0x10", "1e999", " 1", "1-",
        ] {
            assert!(Exact::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn rounds_half_even_once() {
        let usd = Currency::new("USD");
        assert_eq!(exact("0.0000000005").amount(&usd), Some((Amount(0), true)));
        assert_eq!(exact("0.0000000015").amount(&usd), Some((Amount(2), true)));
        assert_eq!(exact("-0.0000000015").amount(&usd), Some((Amount(-2), true)));
        assert_eq!(
            exact("1902.44").amount(&usd),
            Some((Amount(1_902_440_000_000), false))
        );
        assert_eq!(exact("99999999999").amount(&usd), None);
    }

    #[test]
    fn sums_are_exact_across_scales() {
        let mut sum = ExactSum::default();
        for text in [
            "0.1",
            "0.2",
            "0.418250000000000000000000000001",
            "-1E-30",
            "1000000000",
        ] {
            sum.add(exact(text));
        }
        assert_eq!(sum.to_string(), "1000000000.71825");
    }
}
