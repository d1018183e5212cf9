//! Utilisation: which part of the seats is used every week.
//!
//! `LU_w = people with human activity in week w ÷ seats assigned for 7 days`; headline = last 4 full ISO weeks together;
//! paid = the same active seat-weeks ÷ seats bought; habit = active in ≥9 of the last 12 weeks (4 of 4 for who is newer).
//! Break-even `u* = seat price ÷ (weeks a month × hours a week × hourly value × recapture)`: an estimate from settings.
//! Of one product only its own tools count: those of its vendor whose name has all the words of the product's, or the other
//! way round; and what its list of seats states. Where no tool is its own, a week is active or zero by that list alone, else
//! unknown. Inputs: `PersonActivity` with seats and active weeks, `PersonDay`; seats bought and their price by contract or
//! bill. Unit: fraction. Guards: unknown people in neither count; products never averaged; shown by the rule of
//! `people/suppression.rs`, a product being a group.

mod weeks;

use chrono::NaiveDate;
use model::{Currency, Money, PersonActivity, PersonDay, PersonState};
use serde::{Deserialize, Serialize};

use super::rates::group_rate;
use super::suppression::{Hidden, Shown, whole, whole_rate};
use crate::figure::percent;
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Figure, Rate, Settings};
use weeks::{Holder, holders};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "utilisation",
    area: "people",
    name: "Weekly-active utilisation",
    unit: "fraction",
    formula: "active seat-weeks ÷ assigned (paid: bought) seat-weeks of the last 4 full weeks; habit = 9 of 12 weeks; break-even = seat price ÷ value of an active seat-month",
    practice: "Licence utilisation",
    guard: "Full ISO weeks; of a product only its own tools; unknown people in neither count; products never averaged; small groups hidden",
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
    pub headline: Shown<Rate>,
    /// Last 4 full weeks against seats bought, when known: active seat-weeks over bought seat-weeks.
    pub of_bought: Option<Rate>,
    /// People active in at least 9 of 12 weeks.
    pub habit: Shown<Rate>,
    /// Where on the scale.
    pub flag: Option<UseFlag>,
    /// The fraction that must be active to pay for all seats, where a price is known in the currency of the settings.
    pub break_even: Option<BreakEven>,
    /// Why there is no rate at all.
    pub hidden: Option<Hidden>,
    /// Tools whose use counts; `None` of any product.
    pub tools: Option<Vec<String>>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One ISO week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeekUse {
    /// Its Monday.
    pub week: NaiveDate,
    /// Active over assigned.
    pub rate: Shown<Rate>,
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

impl UseFlag {
    /// What it says of a product.
    pub fn text(self) -> &'static str {
        match self {
            Self::ChangeProblem => "a change-management problem",
            Self::Low => "low",
            Self::Growing => "growing",
            Self::Established => "established",
        }
    }
}

/// Weeks, scale, and what an active seat is thought to be worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct UseRules {
    /// Full weeks of the headline.
    pub headline_weeks: u32,
    /// Active weeks of a habit …
    pub habit_weeks: u32,
    /// … of so many.
    pub habit_of: u32,
    /// Where `low`, `growing` and `established` begin, in percent.
    pub scale: [u32; 3],
    /// Hours an active person saves a week (our default).
    pub hours_a_week: f64,
    /// Worth of an hour (our default).
    pub hourly_value: f64,
    /// Its currency; break-even is computed for prices in this one only.
    pub currency: String,
    /// Part of the hours that becomes work of value, in percent (our default).
    pub recapture_percent: u32,
    /// Weeks of a month.
    pub weeks_a_month: f64,
}

impl Default for UseRules {
    fn default() -> Self {
        Self {
            headline_weeks: 4,
            habit_weeks: 9,
            habit_of: 12,
            scale: [20, 40, 70],
            hours_a_week: 1.0,
            hourly_value: 75.0,
            currency: "USD".to_owned(),
            recapture_percent: 25,
            weeks_a_month: 4.33,
        }
    }
}

impl UseRules {
    /// What makes them unusable, in words.
    pub fn check(&self) -> Result<(), String> {
        let [low, growing, established] = self.scale;
        let is_worth = |value: f64| value.is_finite() && value >= 0.0;
        let refused = [
            (
                self.headline_weeks == 0 || self.headline_weeks > self.habit_of || self.habit_of > 52,
                "utilisation.headline-weeks lies between 1 and utilisation.habit-of, and that is at most 52",
            ),
            (
                self.habit_weeks == 0 || self.habit_weeks > self.habit_of,
                "utilisation.habit-weeks lies between 1 and utilisation.habit-of",
            ),
            (
                low == 0 || low >= growing || growing >= established || established > 100,
                "utilisation.scale holds three rising numbers from 1 to 100",
            ),
            (
                !is_worth(self.hours_a_week) || !is_worth(self.hourly_value) || !is_worth(self.weeks_a_month),
                "hours, hourly value and weeks of utilisation are not negative",
            ),
            (
                self.recapture_percent > 100,
                "utilisation.recapture-percent is at most 100",
            ),
        ];
        let fault = refused.iter().find(|(is_wrong, _)| *is_wrong);
        fault.map_or(Ok(()), |(_, what)| Err((*what).to_owned()))
    }
}

/// The break-even and what it comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BreakEven {
    /// Fraction of seats that must be active; above 1 the product never pays.
    pub fraction: f64,
    /// Price of a seat a month.
    pub price: Money,
    /// The formula with its numbers.
    pub formula: String,
}

/// Which seats, and up to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// The product; `None` is any product.
    pub product: Option<String>,
    /// Its vendor, where a list, contract or bill says so.
    pub provider: Option<String>,
    /// Whether the people asked about are a part of the book: a unit, or what a filter leaves.
    pub is_part: bool,
    /// Seats bought, if a contract or invoice says so.
    pub bought: Option<u32>,
    /// Price of one a month, if a contract or invoice says so.
    pub price: Option<Money>,
    /// Day after the last day with data.
    pub until: NaiveDate,
}

/// Weekly-active utilisation of the people who hold a seat. `days` reach over the weeks of a habit.
pub fn utilisation(
    people: &[PersonActivity],
    days: &[PersonDay],
    seats: &Seats,
    settings: &Settings,
) -> Utilisation {
    let rules = &settings.utilisation;
    let holding: Vec<&PersonActivity> = people.iter().filter(|person| holds(person, seats)).collect();
    let hidden = whole((), holding.len() as u64, settings.privacy).hidden();
    let used = holders(&holding, days, seats, rules.habit_of);
    let is_group = seats.is_part || seats.product.is_some();
    let shown = |rate: Rate| match hidden {
        Some(why) => Shown::Hidden(why),
        None if is_group => group_rate(rate, settings.privacy),
        None => whole_rate(rate, settings.privacy),
    };
    let counts: Vec<Rate> = (0..used.mondays.len()).map(|at| used.rate(at)).collect();
    let weeks: Vec<WeekUse> = used
        .mondays
        .iter()
        .zip(&counts)
        .map(|(week, rate)| WeekUse {
            week: *week,
            rate: shown(*rate),
        })
        .collect();
    let first = weeks.len() - rules.headline_weeks as usize;
    // What is hidden of one week must not follow from all together.
    let why = weeks[first..].iter().find_map(|week| week.rate.hidden());
    let headline = why.map_or(Shown::Value(together(&counts[first..])), Shown::Hidden);
    let paid = |bought: u32, rate: &Rate| {
        let bought = u64::from(bought) * u64::from(rules.headline_weeks);
        Rate::new(rate.numerator, bought, rate.unknown)
    };
    let result = Utilisation {
        product: seats.product.clone(),
        of_bought: seats
            .bought
            .zip(headline.value().filter(|rate| rate.denominator > 0))
            .map(|(bought, rate)| paid(bought, rate)),
        habit: shown(habit(&used.all, rules)),
        // Of mostly unknown weeks the known ones say little: whoever is seen is active.
        flag: headline
            .value()
            .filter(|rate| rate.unknown <= rate.denominator)
            .and_then(Rate::fraction)
            .map(|fraction| flag(fraction, rules.scale)),
        break_even: seats.price.as_ref().and_then(|price| break_even_of(price, rules)),
        headline,
        weeks,
        hidden,
        tools: used.tools,
        explanation: Explanation::default(),
    };
    Utilisation {
        explanation: explain(&result, rules).covering(counted_people(&result, holding.len(), hidden)),
        ..result
    }
}

/// Of any product there need not be a list of seats: whoever may use one counts.
fn counted_people(result: &Utilisation, people: usize, hidden: Option<Hidden>) -> String {
    let number = hidden.map_or_else(|| people.to_string(), Hidden::text);
    match result.product {
        Some(_) => format!("{number} seat holders"),
        None => format!("{number} people, with a seat or entitled to one"),
    }
}

fn holds(person: &PersonActivity, seats: &Seats) -> bool {
    let is_product = seats
        .product
        .as_ref()
        .is_none_or(|product| person.products.contains(product));
    is_product && person.state != PersonState::NotEntitled
}

/// A ratio of sums over weeks, not a mean of ratios.
fn together(weeks: &[Rate]) -> Rate {
    let sum = |pick: fn(&Rate) -> u64| weeks.iter().map(pick).sum();
    Rate::new(sum(|r| r.numerator), sum(|r| r.denominator), sum(|r| r.unknown))
}

/// Active in 9 of 12 weeks; whoever is entitled for less than 12 weeks, in each of the last 4. It is unknown where what is
/// unknown could make it so.
fn habit(holders: &[Holder], rules: &UseRules) -> Rate {
    let recent = rules.habit_of as usize - rules.headline_weeks as usize;
    let has_habit = |holder: &Holder| {
        let (weeks, needed) = if holder.is_assigned[0] {
            (&holder.weeks[..], rules.habit_weeks)
        } else {
            (&holder.weeks[recent..], rules.headline_weeks)
        };
        let count = |wanted: Option<bool>| weeks.iter().filter(|week| **week == wanted).count();
        let (active, unknown) = (count(Some(true)), count(None));
        match needed as usize {
            needed if active >= needed => Some(true),
            needed if active + unknown >= needed => None,
            _ => Some(false),
        }
    };
    let of: Vec<Option<bool>> = holders
        .iter()
        .filter(|holder| holder.is_assigned[recent])
        .map(has_habit)
        .collect();
    weeks::rate_of(of)
}

/// Where a fraction stands on a scale in percent.
pub fn flag(fraction: f64, scale: [u32; 3]) -> UseFlag {
    let [low, growing, established] = scale.map(|percent| f64::from(percent) / 100.0);
    match fraction {
        f if f < low => UseFlag::ChangeProblem,
        f if f < growing => UseFlag::Low,
        f if f < established => UseFlag::Growing,
        _ => UseFlag::Established,
    }
}

/// The break-even of a price by the settings; `None` where it is in another currency, or an active seat is worth nothing.
fn break_even_of(price: &Money, rules: &UseRules) -> Option<BreakEven> {
    if price.currency != Currency::new(&rules.currency) {
        return None;
    }
    let text = Figure::new(model::Measure::Billed, &price.currency, price.total).text();
    let value = SeatValue {
        seat_price: text.parse().ok()?,
        weeks_a_month: rules.weeks_a_month,
        hours_a_week: rules.hours_a_week,
        hourly_value: rules.hourly_value,
        recapture: f64::from(rules.recapture_percent) / 100.0,
    };
    let fraction = break_even(value)?;
    let formula = format!(
        "{text} {} ÷ ({} weeks × {} h × {} × {} %) = {} %",
        price.currency.code(),
        rules.weeks_a_month,
        rules.hours_a_week,
        rules.hourly_value,
        rules.recapture_percent,
        percent(fraction)
    );
    Some(BreakEven {
        fraction,
        price: price.clone(),
        formula,
    })
}

/// What an active seat is thought to be worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeatValue {
    /// Price of a seat a month.
    pub seat_price: f64,
    /// Weeks of a month.
    pub weeks_a_month: f64,
    /// Hours an active person saves a week.
    pub hours_a_week: f64,
    /// Worth of an hour, in the currency of the price.
    pub hourly_value: f64,
    /// Part of the hours that becomes work of value, 0 to 1.
    pub recapture: f64,
}

/// The fraction of seats that must be active to pay for all; above 1 it never pays. An estimate, not booked money.
pub fn break_even(value: SeatValue) -> Option<f64> {
    let monthly = value.weeks_a_month * value.hours_a_week * value.hourly_value * value.recapture;
    (monthly > 0.0).then(|| value.seat_price / monthly)
}

fn explain(result: &Utilisation, rules: &UseRules) -> Explanation {
    let (what, weeks) = match &result.product {
        Some(product) => (
            format!("Seats of {product} used every week."),
            ["seat-weeks", "assigned seat-weeks"],
        ),
        None => (
            "People who use any product every week, each counted once.".to_owned(),
            ["person-weeks", "covered person-weeks"],
        ),
    };
    let headline = &result.headline;
    let unknown = headline.value().map_or(0, |rate| rate.unknown);
    let counted = match result.tools.as_deref() {
        None => "Activity is per person over all tools a source names.".to_owned(),
        Some([]) => {
            "No tool is known to be the product's own: only its list of seats tells of its use.".to_owned()
        }
        Some(tools) => format!(
            "Counted: {}, and what the list of seats states.",
            tools.join(", ")
        ),
    };
    Explanation::new(
        what,
        format!(
            "active {} ÷ {} of {} full weeks = {}",
            weeks[0],
            weeks[1],
            rules.headline_weeks,
            headline.text(Rate::text)
        ),
    )
    .shown_rate(headline)
    .input(
        format!("active in {} of {} weeks", rules.habit_weeks, rules.habit_of),
        &result.habit.text(Rate::text),
    )
    .input(
        "paid: of seats bought",
        &result
            .of_bought
            .map_or_else(|| "not known".to_owned(), |rate| rate.text()),
    )
    .input("scale", &result.flag.map_or("not known", UseFlag::text))
    .input(
        "break-even, an estimate",
        &result.break_even.as_ref().map_or_else(
            || format!("no price in {}", rules.currency),
            |even| even.formula.clone(),
        ),
    )
    .guard(
        "Only full ISO weeks; a seat counts from its first full week; unknown people are in neither count.",
    )
    .guard("Products are never averaged.")
    .note(counted)
    .note_if(
        unknown > 0,
        format!("{unknown} {} of people no source covers.", weeks[0]),
    )
}
