//! One product that is bought by the seat: its list of seats, its contract term and its newest bill, put together.
//!
//! The names of lists, contracts and bills differ; they are one product where the vendor agrees and the words of one
//! name are all in the other. Decides nothing about use.

use chrono::{Datelike, Months, NaiveDate};
use model::{Amount, Contract, Money, Per, SeatUse, SeatsSeen, Total};
use serde::Serialize;

use super::billed::BilledSeats;
use super::renewals::successor;
use crate::rounding::scale_half_even;

/// One product.
#[derive(Clone, Debug, Default)]
pub struct Licence {
    /// Vendor.
    pub provider: String,
    /// Product, as the list of its seats calls it, else its contract, else its bill.
    pub product: String,
    /// Seats paid for.
    pub bought: Option<u64>,
    /// What one seat costs a month.
    pub price: Option<SeatPrice>,
    /// The contract term in force.
    pub term: Option<Contract>,
    /// The last term that is already agreed: the one in force, or one that follows it.
    pub last_term: Option<Contract>,
    /// Its seats one by one; `None` where no list says who holds them.
    pub seats: Option<Vec<SeatUse>>,
    /// People who used it in the window without any seat of the vendor.
    pub without: u64,
}

/// What one seat costs a month, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeatPrice {
    /// The amount, rounded half-even at the scale of its currency.
    pub monthly: Money,
    /// `contract C-17` or `bill of 2026-10`.
    pub source: String,
}

/// Every product of the lists, of contracts in force on a day, and of the bills.
pub fn licences(
    seen: SeatsSeen,
    contracts: &[Contract],
    bills: &[BilledSeats],
    today: NaiveDate,
) -> Vec<Licence> {
    let mut all: Vec<Licence> = Vec::new();
    for seat in seen.seats {
        let at = all
            .iter()
            .position(|one| one.provider == seat.provider && one.product == seat.product);
        let at = at.unwrap_or_else(|| {
            all.push(Licence {
                provider: seat.provider.clone(),
                product: seat.product.clone(),
                ..Licence::default()
            });
            all.len() - 1
        });
        all[at].seats.get_or_insert_default().push(seat);
    }
    let in_force = contracts
        .iter()
        .filter(|term| is_in_force(term, today) && term.seats.is_some());
    for term in in_force {
        match all.iter_mut().find(|one| one.is_of(term)) {
            Some(one) => one.add_term(term),
            None => put(&mut all, (&term.provider, &term.product), |one| {
                one.term.is_none()
            })
            .take_term(term, contracts),
        }
    }
    for bill in bills {
        put(&mut all, (&bill.provider, &bill.service), |_| true).take_bill(bill);
    }
    for (provider, tool, people) in &seen.without {
        let is_it = |one: &&mut Licence| one.provider == *provider && likeness(&one.product, tool).is_some();
        if let Some(one) = all.iter_mut().find(is_it) {
            one.without += u64::from(*people);
        }
    }
    all
}

/// The product nearest in name that still takes it; else a new one.
fn put<'a>(
    all: &'a mut Vec<Licence>,
    (provider, product): (&str, &str),
    takes: fn(&Licence) -> bool,
) -> &'a mut Licence {
    let near = |one: &Licence| {
        let vendor = provider.is_empty() || likeness(&one.provider, provider).is_some();
        likeness(&one.product, product).filter(|_| vendor && takes(one))
    };
    let places = all
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some((near(one)?, at)));
    let at = places.min().map_or(all.len(), |(_, at)| at);
    if at == all.len() {
        all.push(Licence {
            provider: provider.to_owned(),
            product: product.to_owned(),
            ..Licence::default()
        });
    }
    &mut all[at]
}

/// How many words one name has more than the other, where the words of one are all in the other.
pub fn likeness(a: &str, b: &str) -> Option<usize> {
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let is_inside = !short.is_empty() && short.iter().all(|word| long.contains(word));
    is_inside.then(|| long.len() - short.len())
}

/// Whether a name, less the words of its vendor, is within another.
pub(super) fn is_in(name: &str, vendor: &str, other: &str) -> bool {
    let (vendor, other) = (words(vendor), words(other));
    let mut own = words(name);
    own.retain(|word| !vendor.contains(word));
    !own.is_empty() && own.iter().all(|word| other.contains(word))
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a term runs on a day.
pub fn is_in_force(term: &Contract, day: NaiveDate) -> bool {
    term.start.is_none_or(|start| start <= day) && term.end.is_none_or(|end| day < end)
}

impl Licence {
    /// A contract says what is bought and for how much.
    fn take_term(&mut self, term: &Contract, all: &[Contract]) {
        self.bought = term.seats.and_then(|seats| u64::try_from(seats).ok());
        self.price = monthly_price(term).map(|monthly| SeatPrice {
            monthly: Money::new(monthly, term.currency.clone()),
            source: format!("contract {}", name(term)),
        });
        // Each term begins after the one before it, so that the chain ends.
        let chain = std::iter::successors(Some(term), |term| successor(term, all));
        self.last_term = chain.last().cloned();
        self.term = Some(term.clone());
    }

    /// Whether a term in force is of the same product already.
    fn is_of(&self, term: &Contract) -> bool {
        let same = |a: &str, b: &str| a.trim().eq_ignore_ascii_case(b.trim());
        let known = self.term.as_ref();
        known
            .is_some_and(|known| same(&known.provider, &term.provider) && same(&known.product, &term.product))
    }

    /// Seats that are bought on top by a term of its own: a true-up, or the contract of another unit. The price is that of
    /// all of them together; what ends on the same day is dropped or renewed as one.
    fn add_term(&mut self, term: &Contract) {
        let (before, more) = (self.bought.unwrap_or(0), term.seats.unwrap_or(0).max(0));
        self.bought = Some(before.saturating_add(more.unsigned_abs()));
        let more_price = monthly_price(term).map(|price| Money::new(price, term.currency.clone()));
        if let (Some(price), Some(other)) = (&mut self.price, more_price)
            && price.monthly.currency == other.currency
        {
            let money = |price: &Money, seats: i128| price.total.0.saturating_mul(seats);
            let sum = money(&price.monthly, before.into()).saturating_add(money(&other, more.into()));
            if let Some(mean) = scale_half_even(sum, 1, i128::from(before) + i128::from(more)) {
                price.monthly.total = Total(mean);
                price.source = format!("{}, {}", price.source, name(term));
            }
        }
        if let Some(last) = self.last_term.as_mut().filter(|last| last.end == term.end) {
            let both = |a: Option<i64>, b: Option<i64>| {
                let sum = a.zip(b).map(|(a, b)| a.saturating_add(b));
                sum.or(a).or(b)
            };
            last.seats = both(last.seats, term.seats);
            last.minimum = both(last.minimum, term.minimum);
        }
    }

    /// A bill says it where no contract does. Bills of several names are added up.
    fn take_bill(&mut self, bill: &BilledSeats) {
        if let (None, Some(seats)) = (&self.term, bill.seats) {
            self.bought = Some((seats / i128::from(model::MICRO)) as u64 + self.bought.unwrap_or(0));
        }
        if let (None, Some(price)) = (&self.price, &bill.price) {
            self.price = Some(SeatPrice {
                monthly: price.clone(),
                source: format!("bill of {}", bill.month.format("%Y-%m")),
            });
        }
    }
}

/// The number of a contract, else its product.
pub fn name(term: &Contract) -> &str {
    if term.number.is_empty() {
        &term.product
    } else {
        &term.number
    }
}

/// The price of a seat a month.
pub fn monthly_price(term: &Contract) -> Option<Total> {
    per(term, term.unit_price?, (1, 12))
}

/// The price of a seat a year.
pub fn yearly_price(term: &Contract) -> Option<Total> {
    per(term, term.unit_price?, (12, 1))
}

/// A price for a month or year, from one for a month, a year or the term. `of` is months a unit, units a year.
fn per(term: &Contract, price: Amount, (months, a_year): (i128, i128)) -> Option<Total> {
    let price = i128::from(price.0);
    let scaled = match term.per {
        Per::Month => scale_half_even(price, months, 1),
        Per::Year => scale_half_even(price, 1, a_year),
        Per::Term => a_term(term, price, a_year),
    };
    scaled.map(Total)
}

/// An amount for the whole term, for a year or a month of it.
pub(super) fn a_term(term: &Contract, amount: i128, a_year: i128) -> Option<i128> {
    let (from, to) = (term.start?, term.end?);
    match months_between(from, to) {
        Some(months) => scale_half_even(amount, 12, months * a_year),
        None => scale_half_even(amount, 365, i128::from((to - from).num_days()) * a_year),
    }
}

/// How many months lie between two days, if they are whole ones.
pub(super) fn months_between(from: NaiveDate, to: NaiveDate) -> Option<i128> {
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    let months = u32::try_from(months).ok().filter(|months| *months > 0)?;
    (from.checked_add_months(Months::new(months)) == Some(to)).then_some(months.into())
}
