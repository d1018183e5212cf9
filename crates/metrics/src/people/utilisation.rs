//! Utilisation: which part of the seats is used every week.
//!
//! `LU_w = people with human activity in week w ÷ seats assigned for 7 days`; headline = last 4 full ISO weeks together;
//! habit = active in ≥9 of the last 12 weeks. Break-even `u* = seat price ÷ (hours × hourly value × recapture)`.
//! Inputs: `PersonActivity` with seats and active weeks; seats bought. Unit: fraction.
//! Guards: people of unknown state in neither count; products never averaged; hidden below `k` people.

use chrono::{Days, NaiveDate};
use model::{Grain, PersonActivity, PersonState};
use serde::Serialize;

use super::suppression::{Hidden, Privacy, check};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Rate};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "utilisation",
    area: "people",
    name: "Weekly-active utilisation",
    unit: "fraction",
    formula: "active seat-weeks ÷ assigned seat-weeks of the last 4 full weeks; habit = 9 of 12 weeks",
    practice: "Licence utilisation",
    guard: "Full ISO weeks; unknown people in neither count; products never averaged",
    needs: &[Need::People],
};

/// Utilisation of one product, or of all together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Utilisation {
    /// The product; `None` is any product, people counted once.
    pub product: Option<String>,
    /// Last 12 full ISO weeks, oldest first.
    pub weeks: Vec<WeekUse>,
    /// Last 4 full weeks: sum of active over sum of assigned.
    pub headline: Rate,
    /// Last 4 full weeks against seats bought, when known: active seat-weeks over bought seat-weeks.
    pub of_bought: Option<Rate>,
    /// People active in at least 9 of 12 weeks.
    pub habit: Rate,
    /// Which fifth of the scale.
    pub flag: Option<UseFlag>,
    /// Why rates must not be shown (they are zeroed).
    pub hidden: Option<Hidden>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One ISO week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WeekUse {
    /// Its Monday.
    pub week: NaiveDate,
    /// Active over assigned.
    pub rate: Rate,
}

/// The scale of weekly-active utilisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UseFlag {
    /// Below 20 %: a change-management problem.
    ChangeProblem,
    /// 20 to 40 %.
    Low,
    /// 40 to 70 %.
    Growing,
    /// 70 % and more.
    Established,
}

/// Which seats, and up to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// The product; `None` is any product.
    pub product: Option<String>,
    /// Seats bought, if a contract or invoice says so.
    pub bought: Option<u32>,
    /// Day after the last day with data.
    pub until: NaiveDate,
}

const WEEKS: u64 = 12;
const HEADLINE_WEEKS: usize = 4;
const HABIT_WEEKS: usize = 9;

/// Weekly-active utilisation of the people who hold a seat.
pub fn utilisation(people: &[PersonActivity], seats: &Seats, privacy: Privacy) -> Utilisation {
    let holders: Vec<&PersonActivity> = people.iter().filter(|person| holds(person, seats)).collect();
    let hidden = check(holders.len() as u32, None, privacy);
    let shown: &[&PersonActivity] = if hidden.is_some() { &[] } else { &holders };
    let end = Grain::Week.start(seats.until);
    let mondays = (1..=WEEKS).rev().map(|back| end - Days::new(7 * back));
    let weeks: Vec<WeekUse> = mondays.map(|week| week_use(shown, week)).collect();
    let last = &weeks[weeks.len() - HEADLINE_WEEKS..];
    let headline = together(last);
    let paid = |bought: u32| {
        Rate::new(
            headline.numerator,
            u64::from(bought) * HEADLINE_WEEKS as u64,
            headline.unknown,
        )
    };
    let result = Utilisation {
        product: seats.product.clone(),
        headline,
        of_bought: seats.bought.filter(|_| hidden.is_none()).map(paid),
        habit: habit(shown, &weeks),
        flag: headline.fraction().map(flag),
        weeks,
        hidden,
        explanation: Explanation::default(),
    };
    Utilisation {
        explanation: explain(&result, holders.len()),
        ..result
    }
}

fn holds(person: &PersonActivity, seats: &Seats) -> bool {
    let is_product = seats
        .product
        .as_ref()
        .is_none_or(|product| person.products.contains(product));
    is_product && person.state != PersonState::NotEntitled
}

fn is_assigned(person: &PersonActivity, week: NaiveDate) -> bool {
    person.entitled_since.is_none_or(|since| since <= week)
}

fn week_use(holders: &[&PersonActivity], week: NaiveDate) -> WeekUse {
    let assigned = || holders.iter().filter(|person| is_assigned(person, week));
    let known = || assigned().filter(|person| person.state != PersonState::Unknown);
    let active = known()
        .filter(|person| person.active_weeks.contains(&week))
        .count();
    let (known, all) = (known().count(), assigned().count());
    WeekUse {
        week,
        rate: Rate::new(active as u64, known as u64, (all - known) as u64),
    }
}

/// A ratio of sums over weeks, not a mean of ratios.
fn together(weeks: &[WeekUse]) -> Rate {
    let sum = |pick: fn(&Rate) -> u64| weeks.iter().map(|week| pick(&week.rate)).sum();
    Rate::new(sum(|r| r.numerator), sum(|r| r.denominator), sum(|r| r.unknown))
}

/// Active in 9 of 12 weeks; whoever is entitled for less than 12 weeks, in each of the last 4.
fn habit(holders: &[&PersonActivity], weeks: &[WeekUse]) -> Rate {
    let last = &weeks[weeks.len() - HEADLINE_WEEKS..];
    let (first_week, fourth_last) = (weeks[0].week, last[0].week);
    let seen = |person: &PersonActivity, weeks: &[WeekUse]| {
        weeks
            .iter()
            .filter(|week| person.active_weeks.contains(&week.week))
            .count()
    };
    let is_habitual = |person: &PersonActivity| {
        if is_assigned(person, first_week) {
            seen(person, weeks) >= HABIT_WEEKS
        } else {
            seen(person, last) == HEADLINE_WEEKS
        }
    };
    let assigned = || holders.iter().filter(|person| is_assigned(person, fourth_last));
    let known = || assigned().filter(|person| person.state != PersonState::Unknown);
    let habitual = known().filter(|person| is_habitual(person)).count() as u64;
    Rate::new(
        habitual,
        known().count() as u64,
        (assigned().count() - known().count()) as u64,
    )
}

/// Where a fraction stands on the scale.
pub fn flag(fraction: f64) -> UseFlag {
    match fraction {
        f if f < 0.2 => UseFlag::ChangeProblem,
        f if f < 0.4 => UseFlag::Low,
        f if f < 0.7 => UseFlag::Growing,
        _ => UseFlag::Established,
    }
}

/// What an active seat is thought to be worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeatValue {
    /// Price of a seat a month.
    pub seat_price: f64,
    /// Hours an active person saves a week.
    pub hours_a_week: f64,
    /// Worth of an hour, in the currency of the price.
    pub hourly_value: f64,
    /// Part of the hours that becomes work of value, 0 to 1.
    pub recapture: f64,
}

/// The fraction of seats that must be active to pay for all; above 1 it never pays. An estimate, not booked money.
pub fn break_even(value: SeatValue) -> Option<f64> {
    const WEEKS_A_MONTH: f64 = 4.33;
    let monthly = WEEKS_A_MONTH * value.hours_a_week * value.hourly_value * value.recapture;
    (monthly > 0.0).then(|| value.seat_price / monthly)
}

fn explain(result: &Utilisation, holders: usize) -> Explanation {
    let what = match &result.product {
        Some(product) => format!("Seats of {product} used every week."),
        None => "Seats of any product used every week; people counted once.".to_owned(),
    };
    let headline = result.headline;
    let unknown = headline.unknown;
    Explanation::new(what, format!("active seat-weeks ÷ assigned seat-weeks of 4 full weeks = {}", headline.text()))
        .rate(&headline.numerator, &headline.denominator)
        .input("active in 9 of 12 weeks", &result.habit.text())
        .covering(format!("{holders} seat holders"))
        .guard("Only full ISO weeks; a seat counts from its first full week; people of unknown state are in neither count.")
        .guard("Products are never averaged.")
        .note("Activity is per person over all tools a source names, unless the book was asked for one tool.")
        .note_if(unknown > 0, format!("{unknown} seat-weeks of people no source covers."))
        .note_if(result.hidden.is_some(), result.hidden.map_or_else(String::new, |hidden| format!("Seat holders: {}.", hidden.text())))
}
