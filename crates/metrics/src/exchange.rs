//! From one currency to another: exact fractions, the last rate published on or before a day, one rounding at the end.
//!
//! A rate is stated (`1 EUR = 1.0871 USD`), turned round, or made of two over a third currency. Where there is none,
//! there is no amount: nothing is assumed.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use model::{Currency, Decimal, Rate, Total};
use num_rational::BigRational;
use serde::Serialize;

/// How old the last published rate may be: weekends and the longest holidays, not a forgotten file.
const OLDEST: u64 = 10;

/// A rate as it was used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Used {
    /// One unit of this …
    pub base: String,
    /// … is so much of this.
    pub quote: String,
    /// How much, as published.
    pub rate: String,
    /// Day of publication.
    pub published: NaiveDate,
    /// Who published it.
    pub source: String,
}

/// Where one stated rate leads.
type Edge = (BigRational, Used);

/// Every rate of a book.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    by_pair: BTreeMap<(Currency, Currency), BTreeMap<NaiveDate, Rate>>,
}

/// A sum in one currency that is still exact.
#[derive(Clone, Debug)]
pub struct ExactTotal(BigRational);

impl Default for ExactTotal {
    fn default() -> Self {
        Self(BigRational::from_integer(0.into()))
    }
}

impl ExactTotal {
    /// Adds another one.
    pub fn add(&mut self, other: &Self) {
        self.0 += &other.0;
    }

    /// At the scale of a currency, rounded half-even once.
    pub fn rounded(&self, currency: &Currency) -> Option<Total> {
        let scaled = &self.0 * power_of_ten(currency.scale() as i32);
        let floor = scaled.floor();
        let rest = &scaled - &floor;
        let half = BigRational::new(1.into(), 2.into());
        let down = floor.to_integer();
        let is_odd = &down % 2 != 0.into();
        let up = rest > half || (rest == half && is_odd);
        i128::try_from(if up { down + 1 } else { down }).ok().map(Total)
    }
}

impl Rates {
    /// Rates in the order in which they came in: of one day and pair the last speaks.
    pub fn new(rates: impl IntoIterator<Item = Rate>) -> Self {
        let mut by_pair: BTreeMap<_, BTreeMap<NaiveDate, Rate>> = BTreeMap::new();
        for rate in rates {
            let Some(day) = rate.day.filter(|_| !rate.rate.is_zero()) else {
                continue;
            };
            let pair = (rate.base.clone(), rate.quote.clone());
            by_pair.entry(pair).or_default().insert(day, rate);
        }
        Self { by_pair }
    }

    /// An amount of `from` in `to` by the rates of a day, with the rates used; `None` where there is none.
    pub fn convert(
        &self,
        amount: &Decimal,
        (from, to): (&Currency, &Currency),
        day: NaiveDate,
    ) -> Option<(ExactTotal, Vec<Used>)> {
        let (factor, used) = self.factor(from, to, day)?;
        Some((ExactTotal(ratio(amount) * factor), used))
    }

    fn factor(&self, from: &Currency, to: &Currency, day: NaiveDate) -> Option<(BigRational, Vec<Used>)> {
        if from == to {
            return Some((power_of_ten(0), Vec::new()));
        }
        if let Some((factor, used)) = self.edge(from, to, day) {
            return Some((factor, vec![used]));
        }
        // Over the euro alone: what a sum comes to must not depend on which other currencies there are rates of.
        let euro = Currency::new("EUR");
        let ((first, one), (second, two)) = (self.edge(from, &euro, day)?, self.edge(&euro, to, day)?);
        Some((first * second, vec![one, two]))
    }

    /// One stated rate, as it is or turned round.
    fn edge(&self, from: &Currency, to: &Currency, day: NaiveDate) -> Option<Edge> {
        let straight = self
            .last(from, to, day)
            .map(|rate| (ratio(&rate.rate.decimal()), used(rate)));
        straight.or_else(|| {
            let rate = self.last(to, from, day)?;
            Some((ratio(&rate.rate.decimal()).recip(), used(rate)))
        })
    }

    /// The last rate published on or before a day.
    fn last(&self, base: &Currency, quote: &Currency, day: NaiveDate) -> Option<&Rate> {
        let rates = self.by_pair.get(&(base.clone(), quote.clone()))?;
        let oldest = day - Days::new(OLDEST);
        rates.range(oldest..=day).next_back().map(|(_, rate)| rate)
    }
}

fn used(rate: &Rate) -> Used {
    Used {
        base: rate.base.code().to_owned(),
        quote: rate.quote.code().to_owned(),
        rate: rate.rate.to_string(),
        published: rate.day.unwrap_or_default(),
        source: rate.source.clone(),
    }
}

fn ratio(exact: &Decimal) -> BigRational {
    let (digits, scale) = exact.as_bigint_and_exponent();
    BigRational::from_integer(digits) / power_of_ten(scale as i32)
}

fn power_of_ten(places: i32) -> BigRational {
    BigRational::from_integer(10.into()).pow(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    use model::Exact;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rates() -> Rates {
        let rate = |on: &str, base: &str, quote: &str, rate: &str| Rate {
            day: Some(day(on)),
            base: Currency::new(base),
            quote: Currency::new(quote),
            rate: Exact::parse(rate).unwrap(),
            source: "bank".into(),
            ..Rate::default()
        };
        Rates::new([
            rate("2026-09-04", "EUR", "USD", "1.0871"),
            rate("2026-09-04", "EUR", "GBP", "0.85"),
            rate("2026-09-07", "EUR", "USD", "1.1"),
        ])
    }

    fn convert(amount: i128, from: &str, to: &str, on: &str) -> Option<String> {
        let (from, to) = (Currency::new(from), Currency::new(to));
        let (exact, used) = rates().convert(&Decimal::from(amount), (&from, &to), day(on))?;
        let by: Vec<String> = used
            .iter()
            .map(|used| format!("{} {}", used.published, used.rate))
            .collect();
        Some(format!("{} by {}", exact.rounded(&to)?.text(&to), by.join(", ")))
    }

    #[test]
    fn a_weekend_takes_the_rate_of_friday_and_says_so() {
        assert_eq!(
            convert(100, "EUR", "USD", "2026-09-06").as_deref(),
            Some("108.71 by 2026-09-04 1.0871")
        );
        assert_eq!(
            convert(100, "EUR", "USD", "2026-09-07").as_deref(),
            Some("110 by 2026-09-07 1.1")
        );
    }

    #[test]
    fn a_rate_is_turned_round_or_made_of_two() {
        assert_eq!(
            convert(11, "USD", "EUR", "2026-09-07").as_deref(),
            Some("10 by 2026-09-07 1.1")
        );
        assert_eq!(
            convert(1, "USD", "EUR", "2026-09-04").as_deref(),
            Some("0.919878576 by 2026-09-04 1.0871")
        );
        assert_eq!(
            convert(11, "USD", "GBP", "2026-09-07").as_deref(),
            Some("8.5 by 2026-09-07 1.1, 2026-09-04 0.85")
        );
    }

    #[test]
    fn two_rates_are_crossed_over_the_euro_and_nothing_else() {
        let rate = |base: &str, quote: &str| Rate {
            day: Some(day("2026-09-04")),
            base: Currency::new(base),
            quote: Currency::new(quote),
            rate: Exact::parse("2").unwrap(),
            ..Rate::default()
        };
        let rates = Rates::new([rate("USD", "BRL"), rate("USD", "GBP")]);
        let crossed = |from, to| {
            let pair = (&Currency::new(from), &Currency::new(to));
            rates
                .convert(&Decimal::from(1), pair, day("2026-09-04"))
                .is_some()
        };
        assert!(crossed("BRL", "USD") && crossed("USD", "GBP") && !crossed("BRL", "GBP"));
    }

    #[test]
    fn where_there_is_no_rate_there_is_no_amount() {
        assert_eq!(convert(1, "EUR", "USD", "2026-09-03"), None);
        assert_eq!(convert(1, "EUR", "USD", "2026-12-24"), None);
        assert_eq!(convert(1, "SEK", "USD", "2026-09-07"), None);
        assert_eq!(convert(1, "SEK", "SEK", "2026-09-07").as_deref(), Some("1 by "));
    }

    #[test]
    fn many_thirds_are_rounded_once() {
        let third = Rates::new([Rate {
            day: Some(day("2026-09-07")),
            base: Currency::new("AAA"),
            quote: Currency::new("BBB"),
            rate: Exact::parse("3").unwrap(),
            ..Rate::default()
        }]);
        let (from, to) = (Currency::new("BBB"), Currency::new("AAA"));
        let mut sum = ExactTotal::default();
        for _ in 0..3 {
            let one = third.convert(&Decimal::from(1), (&from, &to), day("2026-09-07"));
            sum.add(&one.unwrap().0);
        }
        assert_eq!(sum.rounded(&to), Some(Total(10i128.pow(9))));
        let half = ExactTotal(BigRational::new((-5).into(), 10i64.pow(10).into()));
        assert_eq!(
            half.rounded(&to),
            Some(Total(0)),
            "half-even on both sides of zero"
        );
    }
}
