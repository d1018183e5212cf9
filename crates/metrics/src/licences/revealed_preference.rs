//! Revealed preference: whether what is due is renewed, and for how much, beside what people say.
//!
//! `logo renewal = renewed ÷ due`; `GRR = Σ min(new, old) ÷ Σ old`; `NRR = Σ new ÷ Σ old`, amounts a year;
//! `Δvolume = (seats_new − seats_old) × p_old`, `Δprice = (p_new − p_old) × seats_new`. Usage vendors: the same ratios of the
//! last 3 whole months against those a year earlier, once adopted. `stated–revealed gap = share positive − deliberate rate`.
//! Inputs: contract terms, money by month and vendor, survey answers. Unit: fraction.
//! Guards: renewing by itself without a decision is no preference; what is not due is left out; a higher price is no
//! expansion; currencies apart; survey answers of few people hidden.

mod by_use;
mod stated;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{Contract, Currency, Groups, Period, Survey, Total};
use serde::{Deserialize, Serialize};

use super::licence::{name, yearly_price};
use super::renewals::{successor, yearly};
use crate::figure::{percent, share};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Rate, Settings};

pub use by_use::UsageVendor;
use by_use::vendors;
pub use stated::Stated;
use stated::stated;

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "revealed-preference",
    area: "licences",
    name: "Renewal and expansion",
    unit: "fraction",
    formula: "logo = renewed ÷ due; GRR = Σ min(new, old) ÷ Σ old; NRR = Σ new ÷ Σ old; Δvolume at old prices, Δprice at new seats",
    practice: "Revealed preference",
    guard: "Renewing by itself without a decision is no preference; not due is left out; a higher price is no expansion",
    needs: &[
        Need::Contracts,
        Need::Money(&["month", "provider"]),
        Need::Surveys,
    ],
};

/// When a usage vendor counts, and which answers are a yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Preference {
    /// Whole units of currency a month must reach.
    pub adopted_amount: u32,
    /// Months in a row that must reach it.
    pub adopted_months: u32,
    /// Answers of a survey that are positive, in lower case.
    pub positive_answers: Vec<String>,
}

impl Default for Preference {
    fn default() -> Self {
        let positive = [
            "yes",
            "agree",
            "strongly agree",
            "rather agree",
            "satisfied",
            "very satisfied",
            "positive",
            "helpful",
            "very helpful",
            "ja",
            "oui",
        ];
        Self {
            adopted_amount: 100,
            adopted_months: 3,
            positive_answers: positive.map(str::to_owned).to_vec(),
        }
    }
}

/// What became of a term that was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A later term follows, and somebody decided or signed it.
    Renewed,
    /// A later term follows by itself; nobody decided.
    Silent,
    /// Nothing follows.
    Lost,
    /// It was to go on, but no later term is known.
    Unknown,
}

/// One term that was due.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// The term.
    pub term: Contract,
    /// The one that follows.
    pub next: Option<Contract>,
    /// What became of it.
    pub outcome: Outcome,
    /// What a year of it cost.
    pub old: Option<Total>,
    /// What a year of the next one costs; zero when lost.
    pub new: Option<Total>,
    /// More or fewer seats at the old price.
    pub volume: Option<Total>,
    /// The other price on the new seats.
    pub price: Option<Total>,
}

/// Ratios of one currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retention {
    /// Currency.
    pub currency: Currency,
    /// Σ old.
    pub old: Total,
    /// Σ new.
    pub new: Total,
    /// Σ min(new, old).
    pub kept: Total,
    /// Σ Δvolume of terms by the seat.
    pub volume: Total,
    /// Σ Δprice of terms by the seat.
    pub price: Total,
}

impl Retention {
    /// Gross retention.
    pub fn grr(&self) -> Option<f64> {
        share(self.kept, self.old)
    }

    /// Net retention.
    pub fn nrr(&self) -> Option<f64> {
        share(self.new, self.old)
    }

    fn add(&mut self, old: Total, new: Total) {
        self.old = self.old + old;
        self.new = self.new + new;
        self.kept = self.kept + old.min(new);
    }
}

/// Everything it is computed from.
#[derive(Clone, Copy, Debug)]
pub struct Given<'g> {
    /// Terms.
    pub contracts: &'g [Contract],
    /// Days in which a term must be due: its last day lies inside.
    pub due: Period,
    /// The book's last day, or the day asked for.
    pub today: NaiveDate,
    /// Money by month and vendor.
    pub spend: &'g Groups,
    /// Answers.
    pub surveys: &'g [Survey],
}

/// The result.
#[derive(Clone, Debug, PartialEq)]
pub struct Revealed {
    /// Terms that were due.
    pub due: Vec<Due>,
    /// Terms that were not due in these days.
    pub not_due: u32,
    /// Renewed on purpose of what was decided either way; what is silent or unknown stands beside.
    pub logo: Rate,
    /// Contracts, per currency, of what was decided either way.
    pub contracts: Vec<Retention>,
    /// Vendors paid by use.
    pub vendors: Vec<UsageVendor>,
    /// Those that count, per currency.
    pub usage: Vec<Retention>,
    /// Vendors still paid of those that count.
    pub usage_logo: Rate,
    /// Surveys, newest of each question.
    pub stated: Vec<Stated>,
    /// How it came about.
    pub explanation: Explanation,
}

/// What renewals and spending reveal.
pub fn revealed_preference(given: Given<'_>, settings: &Settings) -> Revealed {
    let is_due = |term: &&Contract| {
        let last = term.end.and_then(|end| end.pred_opt());
        last.is_some_and(|last| given.due.contains(last) && last <= given.today)
    };
    let due: Vec<Due> = given
        .contracts
        .iter()
        .filter(is_due)
        .map(|term| due(term, given.contracts))
        .collect();
    let count = |outcome| due.iter().filter(|one| one.outcome == outcome).count() as u64;
    let renewed = count(Outcome::Renewed);
    let logo = Rate::new(
        renewed,
        renewed + count(Outcome::Lost),
        count(Outcome::Silent) + count(Outcome::Unknown),
    );
    let vendors = vendors(given, &settings.preference);
    let counted = || vendors.iter().filter(|one| one.is_counted);
    let paid = counted().filter(|one| one.new.total.0 > 0).count() as u64;
    let mut made = Revealed {
        not_due: (given.contracts.len() - due.len()) as u32,
        contracts: retention(&due),
        usage: usage_retention(counted()),
        usage_logo: Rate::new(paid, counted().count() as u64, 0),
        stated: stated(given, settings, logo),
        due,
        logo,
        vendors,
        explanation: Explanation::default(),
    };
    made.explanation = explain(&made, given, settings);
    made
}

fn due(term: &Contract, all: &[Contract]) -> Due {
    let next = successor(term, all).cloned();
    let is_silent = term.auto_renew == Some(true) && term.decision.is_empty();
    let word = term.decision.to_lowercase();
    let goes_on = is_silent
        || ["renew", "extend", "expand"]
            .iter()
            .any(|begin| word.starts_with(begin));
    let outcome = match (&next, is_silent, goes_on) {
        (Some(_), true, _) => Outcome::Silent,
        (Some(_), false, _) => Outcome::Renewed,
        (None, _, true) => Outcome::Unknown,
        (None, _, false) => Outcome::Lost,
    };
    let old = yearly(term);
    let (new, split) = match (&next, outcome) {
        (Some(next), _) if next.currency == term.currency => (yearly(next), split(term, next)),
        (None, Outcome::Lost) => (Some(Total(0)), gone(term)),
        _ => (None, None),
    };
    Due {
        term: term.clone(),
        next,
        outcome,
        old,
        new,
        volume: split.map(|(volume, _)| volume),
        price: split.map(|(_, price)| price),
    }
}

/// Δvolume and Δprice of a year; they add up to the whole change exactly. `None` where it is not by the seat.
pub fn split(old: &Contract, new: &Contract) -> Option<(Total, Total)> {
    let (p_old, p_new) = (yearly_price(old)?.0, yearly_price(new)?.0);
    let (seats_old, seats_new) = (i128::from(old.seats?), i128::from(new.seats?));
    let volume = (seats_new - seats_old).checked_mul(p_old)?;
    let price = p_new.checked_sub(p_old)?.checked_mul(seats_new)?;
    Some((Total(volume), Total(price)))
}

/// All seats less at the old price; `None` where it was not by the seat.
fn gone(old: &Contract) -> Option<(Total, Total)> {
    let volume = yearly_price(old)?.0.checked_mul(old.seats?.into())?;
    Some((Total(-volume), Total(0)))
}

/// What was decided either way and has both amounts: the old one, and the new one.
fn decided(due: &[Due]) -> impl Iterator<Item = (&Due, Total, Total)> {
    let either = due
        .iter()
        .filter(|one| matches!(one.outcome, Outcome::Renewed | Outcome::Lost));
    either.filter_map(|one| Some((one, one.old?, one.new?)))
}

/// Sums per currency over what was decided either way and has both amounts.
fn retention(due: &[Due]) -> Vec<Retention> {
    let mut by_currency: BTreeMap<Currency, Retention> = BTreeMap::new();
    for (one, old, new) in decided(due) {
        let sums = by_currency.entry(one.term.currency.clone()).or_default();
        sums.add(old, new);
        sums.volume = sums.volume + one.volume.unwrap_or_default();
        sums.price = sums.price + one.price.unwrap_or_default();
    }
    with_currency(by_currency)
}

fn with_currency(by_currency: BTreeMap<Currency, Retention>) -> Vec<Retention> {
    let named = by_currency
        .into_iter()
        .map(|(currency, sums)| Retention { currency, ..sums });
    named.collect()
}

fn usage_retention<'v>(vendors: impl Iterator<Item = &'v UsageVendor>) -> Vec<Retention> {
    let mut by_currency: BTreeMap<Currency, Retention> = BTreeMap::new();
    for one in vendors {
        by_currency
            .entry(one.old.currency.clone())
            .or_default()
            .add(one.old.total, one.new.total);
    }
    with_currency(by_currency)
}

fn explain(made: &Revealed, given: Given<'_>, settings: &Settings) -> Explanation {
    let ratio = |of: Option<f64>| of.map_or_else(|| "none".to_owned(), |of| format!("{} %", percent(of)));
    let step = |sums: &Retention| {
        let text = |total: Total| total.text(&sums.currency);
        format!(
            "{}: GRR {} ÷ {} = {}, NRR {} ÷ {} = {}",
            sums.currency,
            text(sums.kept),
            text(sums.old),
            ratio(sums.grr()),
            text(sums.new),
            text(sums.old),
            ratio(sums.nrr())
        )
    };
    let steps: Vec<String> = made.contracts.iter().map(step).collect();
    let silent: Vec<&str> = made
        .due
        .iter()
        .filter(|one| one.outcome == Outcome::Silent)
        .map(|one| name(&one.term))
        .collect();
    let unsplit: Vec<&str> = decided(&made.due)
        .filter(|(one, ..)| one.volume.is_none())
        .map(|(one, ..)| name(&one.term))
        .collect();
    let split = |sums: &Retention| {
        format!(
            "{}: Δvolume {}, Δprice {}",
            sums.currency,
            sums.volume.text(&sums.currency),
            sums.price.text(&sums.currency)
        )
    };
    let formula = if steps.is_empty() {
        "no decided contract was due".to_owned()
    } else {
        steps.join("; ")
    };
    Explanation::new("Whether contracts that were due were renewed on purpose, and for how much a year.", formula)
        .rate(&made.logo.numerator, &made.logo.denominator)
        .input("due", &format!("last day within {} to {} (end exclusive), up to {}", given.due.from, given.due.to, given.today))
        .input("volume and price", &made.contracts.iter().map(split).collect::<Vec<_>>().join("; "))
        .input("adopted", &format!("{} months in a row of {} or more", settings.preference.adopted_months, settings.preference.adopted_amount))
        .covering(format!("{} terms due, {} not due, {} vendors paid by use", made.due.len(), made.not_due, made.vendors.len()))
        .guard("Renewing by itself without a recorded decision is not preference; terms of several years count when they end.")
        .guard("A higher price is no expansion: volume is valued at old prices, apart from price.")
        .note("A renewal may also follow from what leaving would cost: read it with the cost of switching.")
        .note_if(!silent.is_empty(), format!("Renewed by themselves, in no ratio: {}.", silent.join(", ")))
        .note_if(!unsplit.is_empty(), format!("Not by the seat, so neither in Δvolume nor in Δprice: {}.", unsplit.join(", ")))
        .note_if(given.contracts.is_empty(), "No contracts are known: a sheet of contract, product, seats, unit price, start and last day brings them.")
        .note_if(given.surveys.is_empty(), "No survey is known: a sheet of date, question, answer and count brings it.")
}
