//! Budgets: spent, committed, what the period may come to, what remains, and when the budget would be used up.
//!
//! `remaining = budget − spent`; `committed` = what contracts fix for the days of the period that are still to come;
//! `expected = spent + Σ daily forecast + monthly bills not yet in` (P10, P50, P90); the bill of the running month is due on
//! the first day ahead, a later one on the first of its month. Committed seats are due by the month, on its first day or
//! the first of the term: a month that the term does not fill counts by its days. The breach is the first day on which the sum
//! passes the budget: on P50, with P90 as the earliest and P10 as the latest. Inputs: the budget, its spend by day, its
//! [`Daily`] series, contracts. Unit: the currency of the budget. Guards: what is expected already holds what is usually
//! billed, so committed is never added to it; unused budget is not waste.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{Budget, Contract, Currency, Grain, Per, Period, Total};

use super::Signals;
use super::daily::Daily;
use super::fan::Basis;
use super::forecast::{ahead, guide, is_open};
use crate::Explanation;
use crate::registry::{MetricInfo, Need};
use crate::rounding::scale_half_even;

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "budgets",
    area: "signals",
    name: "Budgets",
    unit: "currency",
    formula: "remaining = budget − spent; breach = first day on which spent + Σ forecast > budget",
    practice: "Token budgets",
    guard: "Committed is not added to expected; unused budget is not waste",
    needs: &[Need::Money(&["day", "provider", "category", "import"])],
};

/// One budget and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The budget.
    pub budget: &'a Budget,
    /// What is billed within its limits by day, in its currency.
    pub spend: &'a BTreeMap<NaiveDate, Total>,
    /// The same as a series; `None` when nothing is billed at all.
    pub series: Option<&'a Daily>,
    /// Every contract.
    pub contracts: &'a [Contract],
}

/// The budgets of a book.
#[derive(Clone, Debug, Default)]
pub struct Held<'a> {
    /// Those that can be held against what is billed.
    pub asked: Vec<Asked<'a>>,
    /// How many cannot.
    pub left_out: usize,
}

impl Held<'_> {
    /// Whether the book has none at all.
    pub(super) fn is_none(&self) -> bool {
        self.asked.is_empty() && self.left_out == 0
    }
}

impl<'a> From<Asked<'a>> for Held<'a> {
    fn from(asked: Asked<'a>) -> Self {
        Self {
            asked: vec![asked],
            left_out: 0,
        }
    }
}

/// How a budget stands.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetState {
    /// Its name.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
    /// Dimension it is limited to; empty is everything.
    pub dimension: String,
    /// Value of that dimension.
    pub value: String,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Its days.
    pub period: Period,
    /// How much may be spent.
    pub amount: Total,
    /// Billed in its days so far, exact.
    pub spent: Total,
    /// Fixed by contracts for the days to come.
    pub committed: Total,
    /// P10, P50 and P90 at the end of its period: an estimate, equal to `spent` once it is over.
    pub expected: [Total; 3],
    /// Earliest (P90), likely (P50) and latest (P10) day of the breach; `None` where it does not happen.
    pub breach: [Option<NaiveDate>; 3],
    /// Where the estimate comes from; `None` if there is nothing ahead, or nothing to estimate from.
    pub basis: Option<Basis>,
    /// Whether every day of its period is known.
    pub is_over: bool,
}

impl BudgetState {
    /// Budget less spent.
    pub fn remaining(&self) -> Total {
        Total(self.amount.0 - self.spent.0)
    }
}

/// Every budget with days and an amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Budgets {
    /// In the order asked.
    pub states: Vec<BudgetState>,
    /// How it came about.
    pub explanation: Explanation,
}

/// How budgets stand.
pub fn budgets(held: &Held<'_>, settings: Signals) -> Budgets {
    let states: Vec<BudgetState> = held.asked.iter().filter_map(|one| state(one, settings)).collect();
    Budgets {
        explanation: explain(&states, held),
        states,
    }
}

fn state(asked: &Asked<'_>, settings: Signals) -> Option<BudgetState> {
    let budget = asked.budget;
    let (period, amount) = (budget.period?, Total::from(budget.amount?));
    let spent: Total = asked
        .spend
        .range(period.from..period.to)
        .map(|(_, total)| *total)
        .sum();
    let mut state = BudgetState {
        name: budget.name.clone(),
        owner: budget.owner.clone(),
        dimension: budget.dimension.clone(),
        value: budget.value.clone(),
        currency: budget.currency.clone(),
        period,
        amount,
        spent,
        committed: Total(0),
        expected: [spent; 3],
        breach: [billed_breach(asked, period, amount); 3],
        basis: None,
        is_over: false,
    };
    let end = asked.series.map_or(period.from, Daily::end);
    let rest = Period::new(end.clamp(period.from, period.to), period.to);
    state.is_over = rest.is_empty();
    state.committed = asked
        .contracts
        .iter()
        .filter(|contract| fits(contract, budget))
        .filter_map(|contract| committed(contract, rest))
        .sum();
    if let Some(series) = asked.series.filter(|_| !rest.is_empty()) {
        look_ahead(&mut state, (series, asked.spend), settings);
    }
    Some(state)
}

/// The day on which what is billed passed the budget.
fn billed_breach(asked: &Asked<'_>, period: Period, amount: Total) -> Option<NaiveDate> {
    let mut sum = Total(0);
    let mut days = asked.spend.range(period.from..period.to);
    days.find(|(_, total)| {
        sum = sum + **total;
        sum > amount
    })
    .map(|(day, _)| *day)
}

fn look_ahead(
    state: &mut BudgetState,
    (series, spend): (&Daily, &BTreeMap<NaiveDate, Total>),
    settings: Signals,
) {
    let (days, fan) = ahead(series, state.period.to, settings);
    let unit = 10f64.powi(state.currency.scale() as i32);
    let known: Total = spend
        .range(state.period.from..days.from.max(state.period.from))
        .map(|(_, total)| *total)
        .sum();
    let breached = state.breach[0].is_some();
    let start = (state.period.from.max(days.from) - days.from).num_days() as usize;
    let mut fixed = [known; 3];
    for (at, day) in days.from.iter_days().enumerate().take(fan.days.len()).skip(start) {
        let (bill, coming) = (
            bills(series, (day, days.from), state.period),
            fan.sum(start..at + 1),
        );
        for path in 0..3 {
            fixed[path] = fixed[path] + bill[path];
            let sum = fixed[path] + Total((coming[path] * unit).round() as i128);
            state.expected[path] = sum.max(state.spent);
            if sum > state.amount && !breached && state.breach[2 - path].is_none() {
                state.breach[2 - path] = Some(day);
            }
        }
    }
    state.basis = Some(fan.basis);
}

/// What monthly streams bill on a day ahead: what is billed already, or what is due of a month whose bill is not in yet.
fn bills(series: &Daily, (day, first): (NaiveDate, NaiveDate), period: Period) -> [Total; 3] {
    let month = Grain::Month.start(day);
    let is_due = (day == month || day == first) && period.contains(month) && is_open(series, month);
    let due = if is_due {
        guide(series, month)
    } else {
        [Total(0); 3]
    };
    let billed = series.bills.get(&day).copied().unwrap_or_default();
    due.map(|total| total + billed)
}

/// Whether a contract is within the limits of a budget.
fn fits(contract: &Contract, budget: &Budget) -> bool {
    let same = |text: &str| text.to_lowercase() == budget.value.to_lowercase();
    contract.currency == budget.currency
        && match budget.dimension.as_str() {
            "" => true,
            "provider" => same(&contract.provider),
            "service" => same(&contract.product),
            "unit" => same(&contract.owner),
            _ => false,
        }
}

/// What a contract fixes for some days: an amount for the term by days of its term, a price of a month or year by months.
fn committed(contract: &Contract, days: Period) -> Option<Total> {
    let start = contract.start?;
    let from = start.max(days.from);
    let to = contract.end.unwrap_or(days.to).min(days.to);
    if to <= from {
        return None;
    }
    let term = contract.end.map(|end| (end - start).num_days());
    let part = |total: i128| scale_half_even(total, (to - from).num_days().into(), term?.into()).map(Total);
    if let Some(commitment) = contract.commitment {
        return part(commitment.0.into());
    }
    let price = i128::from(contract.unit_price?.0) * i128::from(contract.seats?);
    let unit = match contract.per {
        Per::Term => return part(price),
        Per::Month => 1,
        Per::Year => 12,
    };
    let first = Grain::Month.start(from);
    let months = std::iter::successors(Some(first), |month| Some(Grain::Month.next(*month)));
    // The month that is under way is billed already, unless the term begins in it.
    let due = months
        .take_while(|month| *month < to)
        .filter(|month| days.contains(*month) || days.contains(start));
    let shares = due.map(|month| {
        let all = Period::month(month);
        let held = Period::new(
            all.from.max(start),
            contract.end.map_or(all.to, |end| end.min(all.to)),
        );
        scale_half_even(price, held.days().into(), i128::from(all.days()) * unit)
    });
    shares.sum::<Option<i128>>().map(Total)
}

fn explain(states: &[BudgetState], held: &Held<'_>) -> Explanation {
    let step = |state: &BudgetState| {
        let text = |total: Total| total.text(&state.currency);
        let breach = state.breach[1].map_or_else(|| "no breach".to_owned(), |day| format!("breach {day}"));
        format!(
            "{}: {} − {} = {} {} remaining, {} expected, {breach}",
            state.name,
            text(state.amount),
            text(state.spent),
            text(state.remaining()),
            state.currency,
            text(state.expected[1])
        )
    };
    let steps: Vec<String> = states.iter().map(step).collect();
    Explanation::new(
        "How each budget stands, and when it would be used up.",
        steps.join("; "),
    )
    .input("budgets", &states.len())
    .guard("Expected is an estimate that already holds what is usually billed; committed is not added to it.")
    .guard("Unused budget is not waste.")
    .note_if(
        held.is_none(),
        "The book has no budget: a file with budget, from, last day, amount and currency brings them.",
    )
    .note_if(
        states.len() < held.asked.len(),
        "Budgets without days or amount are left out.",
    )
}

#[cfg(test)]
mod tests;
