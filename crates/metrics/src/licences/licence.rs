//! One product that is bought by the seat: its list of seats, its contract term and its newest bill, put together.
//!
//! The names of lists, contracts and bills differ; they are one product where the vendor agrees and the words of one
//! name are all in the other. Decides nothing about use.

use chrono::{Datelike, NaiveDate};
use model::{Amount, Category, Contract, Groups, Money, Per, SeatUse, SeatsSeen, Total};
use serde::Serialize;

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

/// Seats on the bills of one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledSeats {
    /// Vendor.
    pub provider: String,
    /// Product, as the bill calls it.
    pub service: String,
    /// First day of the month.
    pub month: NaiveDate,
    /// Seats in millionths.
    pub seats: i128,
    /// What they cost.
    pub amount: Money,
}

/// Seats of the newest month that bills any, per vendor and product. Groups are by month, provider, service, category.
pub fn billed_seats(groups: &Groups) -> Vec<BilledSeats> {
    let mut newest: Vec<BilledSeats> = Vec::new();
    for group in &groups.groups {
        let [month, provider, service, category, ..] = group.keys.as_slice() else {
            continue;
        };
        let seats = group.quantity.filter(|seats| *seats > 0 && is_seats(&group.unit));
        let (Some(seats), Ok(month), true) = (seats, month.parse(), category == Category::Purchase.id())
        else {
            continue;
        };
        // The groups come in the order of their months: the later one takes the place.
        newest.retain(|bill| (&bill.provider, &bill.service) != (provider, service) || bill.month == month);
        newest.push(BilledSeats {
            provider: provider.clone(),
            service: service.clone(),
            month,
            seats,
            amount: Money::new(group.value, group.currency.clone()),
        });
    }
    newest
}

fn is_seats(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    ["seat", "user", "licen"].iter().any(|word| unit.contains(word))
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
        put(&mut all, (&term.provider, &term.product), |one| {
            one.term.is_none()
        })
        .take_term(term, contracts);
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
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|letter: char| !letter.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let is_inside = !short.is_empty() && short.iter().all(|word| long.contains(word));
    is_inside.then(|| long.len() - short.len())
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

    /// A bill says it where no contract does. Lines of one month are added up: a ratio of sums.
    fn take_bill(&mut self, bill: &BilledSeats) {
        if self.term.is_none() {
            self.bought = Some((bill.seats / i128::from(model::MICRO)) as u64 + self.bought.unwrap_or(0));
        }
        let price = scale_half_even(bill.amount.total.0, model::MICRO.into(), bill.seats);
        if let (None, Some(price)) = (&self.price, price) {
            self.price = Some(SeatPrice {
                monthly: Money::new(Total(price), bill.amount.currency.clone()),
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
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    let is_whole = to.day() == from.day() && months > 0;
    if is_whole {
        scale_half_even(amount, 12, i128::from(months) * a_year)
    } else {
        scale_half_even(amount, 365, i128::from((to - from).num_days()) * a_year)
    }
}
