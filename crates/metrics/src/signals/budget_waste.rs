//! Budget waste: money burnt because a budget ends, and what is paid for nothing, as a range. Unused budget is not waste.
//!
//! `burn spike = max(0, spend of the last 3 working days − 3 · median of a working day before)`, counted only where less than
//! 90 % was used before those days. `bunching B = n(95–105 % of budget) ÷ n(85–95 %)`; B > 2 suggests that people spend
//! to the budget. `low = idle seats + expired credits + exact duplicates`, `high = low + burn spikes`. Inputs: budgets that are over with
//! their spend by day, and the amounts of others. Unit: the currency. Guards: a range, not a figure; budgets and their
//! owners, never people; an amount nobody states is missing, not zero.

use chrono::NaiveDate;
use model::{Currency, Period, Total};

use super::budgets::Asked;
use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "budget-waste",
    area: "signals",
    name: "Budget waste",
    unit: "currency",
    formula: "burn spike = max(0, last 3 working days − 3 · median working day before); low = idle + expired + duplicates; high = low + spikes",
    practice: "Budgets breed burn",
    guard: "A range; owners, not people; unused budget is not waste",
    needs: &[Need::Money(&["day"])],
};

/// Working days at the end of a budget that are looked at.
const LAST: usize = 3;

/// The end of one budget.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// Budget.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
    /// Currency.
    pub currency: Currency,
    /// Its days.
    pub period: Period,
    /// How much might be spent.
    pub amount: Total,
    /// How much was.
    pub spent: Total,
    /// Spent before the last three working days.
    pub before: Total,
    /// Spent on them.
    pub last: Total,
    /// Median of the working days before.
    pub usual: Total,
    /// What counts as burnt; `None` where there are too few days to tell.
    pub spike: Option<Total>,
}

/// Amounts that others found, of one currency; `None` where nothing tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaidForNothing {
    /// Currency.
    pub currency: Currency,
    /// Seats of people who left or are disabled, a month.
    pub idle_seats: Option<Total>,
    /// Credits that ended unused.
    pub expired_credits: Option<Total>,
    /// Charges billed twice.
    pub duplicates: Option<Total>,
}

/// The range of one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasteRange {
    /// What it is made of.
    pub parts: PaidForNothing,
    /// Sum of the parts that are known.
    pub low: Total,
    /// With burn spikes.
    pub high: Total,
}

/// Endings, bunching and ranges.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetWaste {
    /// Budgets that are over.
    pub endings: Vec<Ending>,
    /// Budgets that ended at 95 to 105 % and at 85 to 95 % of their amount.
    pub bunching: (usize, usize),
    /// Per currency.
    pub ranges: Vec<WasteRange>,
    /// How it came about.
    pub explanation: Explanation,
}

impl BudgetWaste {
    /// B; `None` over nothing.
    pub fn ratio(&self) -> Option<f64> {
        let (near, below) = self.bunching;
        (below > 0).then(|| near as f64 / below as f64)
    }
}

/// Waste at the end of budgets that ended by a day, and of what is paid for nothing.
pub fn budget_waste(asked: &[Asked<'_>], parts: Vec<PaidForNothing>, today: NaiveDate) -> BudgetWaste {
    let over = asked
        .iter()
        .filter(|one| one.budget.period.is_some_and(|period| period.to <= today));
    let endings: Vec<Ending> = over.filter_map(ending).collect();
    let within = |low: i128, high: i128| endings.iter().filter(|one| share_is(one, low, high)).count();
    let bunching = (within(95, 106), within(85, 95));
    let range = |parts: PaidForNothing| {
        let low = [parts.idle_seats, parts.expired_credits, parts.duplicates]
            .into_iter()
            .flatten()
            .sum();
        let ours = endings.iter().filter(|one| one.currency == parts.currency);
        WasteRange {
            low,
            high: low + ours.filter_map(|one| one.spike).sum(),
            parts,
        }
    };
    let ranges = parts.into_iter().map(range).collect();
    let mut made = BudgetWaste {
        endings,
        bunching,
        ranges,
        explanation: Explanation::default(),
    };
    made.explanation = explain(&made, asked.len());
    made
}

/// Whether spent ÷ amount lies from `low` to below `high` percent; 105 % itself is still near.
fn share_is(one: &Ending, low: i128, high: i128) -> bool {
    let (part, whole) = (one.spent.0 * 100, one.amount.0);
    let top = if high == 106 {
        part <= whole * 105
    } else {
        part < whole * high
    };
    whole > 0 && part >= whole * low && top
}

fn ending(asked: &Asked<'_>) -> Option<Ending> {
    let budget = asked.budget;
    let (period, amount) = (budget.period?, Total::from(budget.amount?));
    // Monthly bills are no burning: only what is billed day by day tells.
    let on = |day: NaiveDate| {
        asked
            .series
            .map_or(Total(0), |series| series.sum(Period::day(day)))
    };
    let days: Vec<NaiveDate> = period.working_days().collect();
    let (early, late) = days.split_at(days.len().saturating_sub(LAST));
    let mut usual: Vec<Total> = early.iter().map(|day| on(*day)).collect();
    usual.sort_unstable();
    let usual = middle(&usual);
    let first_late = late.first().copied().unwrap_or(period.to);
    let spent: Total = asked
        .spend
        .range(period.from..period.to)
        .map(|(_, total)| *total)
        .sum();
    let before: Total = asked
        .spend
        .range(period.from..first_late)
        .map(|(_, total)| *total)
        .sum();
    let last: Total = late.iter().map(|day| on(*day)).sum();
    let is_counted = before.0 * 10 < amount.0 * 9;
    let burnt = Total((last.0 - LAST as i128 * usual.0).max(0));
    Some(Ending {
        name: budget.name.clone(),
        owner: budget.owner.clone(),
        currency: budget.currency.clone(),
        period,
        amount,
        spent,
        before,
        last,
        usual,
        spike: (early.len() >= LAST).then_some(if is_counted { burnt } else { Total(0) }),
    })
}

fn middle(sorted: &[Total]) -> Total {
    match sorted.len() {
        0 => Total(0),
        n if n % 2 == 1 => sorted[n / 2],
        n => Total(i128::midpoint(sorted[n / 2 - 1].0, sorted[n / 2].0)),
    }
}

fn explain(made: &BudgetWaste, asked: usize) -> Explanation {
    let step = |one: &Ending| {
        let text = |total: Total| total.text(&one.currency);
        let spike = one.spike.map_or_else(|| "too few days".to_owned(), text);
        format!(
            "{}: {} − 3 × {} → {spike} {}, {} of {} used before",
            one.name,
            text(one.last),
            text(one.usual),
            one.currency,
            text(one.before),
            text(one.amount)
        )
    };
    let range = |one: &WasteRange| {
        format!(
            "{}: {} to {}",
            one.parts.currency,
            one.low.text(&one.parts.currency),
            one.high.text(&one.parts.currency)
        )
    };
    let steps: Vec<String> = made
        .ranges
        .iter()
        .map(range)
        .chain(made.endings.iter().map(step))
        .collect();
    let (near, below) = made.bunching;
    let missing = |of: fn(&PaidForNothing) -> bool| made.ranges.iter().any(|range| of(&range.parts));
    Explanation::new("What is paid for nothing, and what is burnt because a budget ends: a range.", steps.join("; "))
        .rate(&near, &below)
        .input("budgets that are over", &made.endings.len())
        .guard("Unused budget is not waste. Budgets and owners, never people. Rolling budgets or a ceiling of cost per outcome avoid both.")
        .note_if(made.ratio().is_some_and(|ratio| ratio > 2.0), format!("Bunching: {near} budgets end at 95 to 105 %, {below} at 85 to 95 %: people may spend to the budget."))
        .note_if(asked == 0, "The book has no budget: a file with budgets brings them (docs/series.md).")
        .note_if(asked > 0 && made.endings.is_empty(), "No budget has ended yet, so there is no end to look at.")
        .note_if(missing(|parts| parts.idle_seats.is_none()), "Idle seats are not known for every currency: a seat list with prices brings them.")
        .note_if(missing(|parts| parts.expired_credits.is_none()), "Nothing states credits that expired; they are missing, not zero.")
}

#[cfg(test)]
mod tests;
