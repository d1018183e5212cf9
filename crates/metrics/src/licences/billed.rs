//! What bills say of seats: how many a product has, and what one costs a month.
//!
//! Only the newest line tells the price: `amount ÷ seats`, scaled from its days to a month. Seats are those of every line
//! that runs on its first day. A line of one day may be that day of a daily bill, or a whole bill with nothing but its
//! date: it is the first where such lines follow day upon day at one price, and the second where it is alone in its month.
//! Seats that came or went on the way are known by the part of the price that is left of the month. What stays unclear has no
//! price, and its number of seats is not known.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use model::{Grain, Money, Period, SeatLine, Total};

use super::licence::months_between;
use crate::rounding::scale_half_even;

/// Seats of one product by its newest bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledSeats {
    /// Vendor.
    pub provider: String,
    /// Product, as the bill calls it.
    pub service: String,
    /// First day of the month in which the newest line begins.
    pub month: NaiveDate,
    /// Seats in millionths; `None` where the lines do not tell.
    pub seats: Option<i128>,
    /// What one costs a month; `None` where the lines do not tell.
    pub price: Option<Money>,
}

/// Seats and money of some lines together.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    seats: i128,
    amount: i128,
}

/// What the newest bill of each product says, by vendor and product.
pub fn billed_seats(lines: &[SeatLine]) -> Vec<BilledSeats> {
    let mut products: BTreeMap<(&str, &str), Vec<&SeatLine>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.seats != 0) {
        products
            .entry((&line.provider, &line.service))
            .or_default()
            .push(line);
    }
    let of = |((provider, service), lines): ((&str, &str), Vec<&SeatLine>)| {
        let newest = lines.iter().map(|line| line.period.from).max()?;
        let (seats, price) = told(&lines, newest);
        let currency = &lines
            .iter()
            .find(|line| line.period.from == newest)?
            .amount
            .currency;
        let is_one = lines
            .iter()
            .filter(|line| line.period.from >= Grain::Month.start(newest))
            .all(|line| line.amount.currency == *currency);
        let price = price.filter(|price| is_one && *price >= 0);
        Some(BilledSeats {
            provider: provider.to_owned(),
            service: service.to_owned(),
            month: Grain::Month.start(newest),
            seats: seats.filter(|seats| *seats > 0),
            price: price.map(|price| Money::new(Total(price), currency.clone())),
        })
    };
    products.into_iter().filter_map(of).collect()
}

/// Seats and the price of one for a month, by lines of which the newest begin on a day.
fn told(lines: &[&SeatLine], newest: NaiveDate) -> (Option<i128>, Option<i128>) {
    if lines
        .iter()
        .any(|line| line.unit.to_lowercase().contains("month"))
    {
        return by_seat_months(lines, newest);
    }
    let (dated, running): (Vec<&SeatLine>, Vec<&SeatLine>) =
        lines.iter().copied().partition(|line| line.period.days() <= 1);
    let running: Vec<&SeatLine> = running
        .into_iter()
        .filter(|line| line.period.contains(newest))
        .collect();
    let begun = running.iter().filter(|line| line.period.from == newest);
    match begun.map(|line| line.period).max() {
        Some(period) => {
            let price = sum(&running, |line| line.period == period).monthly(period);
            (Some(sum(&running, |_| true).seats), price)
        }
        None if running.is_empty() => by_date(&dated, newest),
        None => (None, None),
    }
}

/// A unit such as `user-months` counts a seat once for its month, however many lines bill it.
fn by_seat_months(lines: &[&SeatLine], newest: NaiveDate) -> (Option<i128>, Option<i128>) {
    let month = Period::month(newest);
    let all = sum(lines, |line| month.contains(line.period.from));
    (Some(all.seats), all.monthly(month))
}

/// Lines of one day each.
fn by_date(lines: &[&SeatLine], newest: NaiveDate) -> (Option<i128>, Option<i128>) {
    let mut days: BTreeMap<NaiveDate, Sum> = BTreeMap::new();
    for line in lines {
        let day = days.entry(line.period.from).or_default();
        *day = Sum {
            seats: day.seats + line.seats,
            amount: day.amount + line.amount.total.0,
        };
    }
    let Some(last) = days.get(&newest) else {
        return (None, None);
    };
    let before = |back| days.get(&(newest - Days::new(back)));
    if [1, 2]
        .iter()
        .all(|back| before(*back).is_some_and(|day| day.is_priced_as(last)))
    {
        return (Some(last.seats), last.monthly(Period::day(newest)));
    }
    of_one_month(days.range(Period::month(newest).from..=newest))
}

/// Bills of one month that state nothing but their dates: whole ones at one price, and the rest of the month, at that part
/// of the price, for seats that came or went on the way.
fn of_one_month<'d>(
    mut days: impl Iterator<Item = (&'d NaiveDate, &'d Sum)>,
) -> (Option<i128>, Option<i128>) {
    let Some((first, whole)) = days.next().filter(|(_, day)| day.seats > 0) else {
        return (None, None);
    };
    let month = Period::month(*first);
    let mut seats = Some(whole.seats);
    for (day, sum) in days {
        let rest = Period::new(*day, month.to);
        seats = if sum.is_priced_as(whole) {
            // Fewer seats than before may be seats added to them, or a smaller number of them in all.
            seats.filter(|seats| *seats <= sum.seats).map(|_| sum.seats)
        } else if sum.is_rest_of(whole, (rest.days(), month.days())) {
            seats.map(|seats| seats + sum.seats)
        } else {
            return (None, None);
        };
    }
    (seats, whole.monthly(month))
}

fn sum(lines: &[&SeatLine], fits: impl Fn(&SeatLine) -> bool) -> Sum {
    let mut sum = Sum::default();
    for line in lines.iter().filter(|line| fits(line)) {
        sum.seats += line.seats;
        sum.amount += line.amount.total.0;
    }
    sum
}

impl Sum {
    /// The price of a seat for a month, where these are for some days: whole months, days of one month, or days of a year.
    fn monthly(self, days: Period) -> Option<i128> {
        let month = Period::month(days.from);
        let (parts, of) = match months_between(days.from, days.to) {
            Some(months) => (1, months),
            None if days.to <= month.to => (month.days().into(), days.days().max(1).into()),
            None => (365, i128::from(days.days()) * 12),
        };
        let whole = self.amount.checked_mul(parts)?;
        let seats = self.seats.checked_mul(of).filter(|seats| *seats > 0)?;
        scale_half_even(whole, model::MICRO.into(), seats)
    }

    /// Whether a seat costs as much as one of others, but for rounding.
    fn is_priced_as(&self, other: &Self) -> bool {
        let [a, b] = [
            self.amount.saturating_mul(other.seats),
            other.amount.saturating_mul(self.seats),
        ];
        self.seats > 0 && other.seats > 0 && a.saturating_sub(b).saturating_abs() <= a.saturating_abs() / 50
    }

    /// Whether a seat costs what a part of a month makes of the price of others, within a tenth of that price.
    fn is_rest_of(self, whole: &Self, (rest, days): (i64, i64)) -> bool {
        let paid = self
            .amount
            .saturating_mul(whole.seats)
            .saturating_mul(days.into());
        let price = whole.amount.saturating_mul(self.seats);
        let due = price.saturating_mul(rest.into());
        let off = paid.saturating_sub(due).saturating_abs();
        off.saturating_mul(10) <= price.saturating_mul(days.into()).saturating_abs()
    }
}
