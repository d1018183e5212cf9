//! Budget waste: money burnt because a budget ends, and what is paid for nothing, as a range. Unused budget is not waste.
//!
//! `burn spike = max(0, spend of the last 3 working days − 3 · median of a known working day before)`, counted only where less
//! than 90 % was used before those days. `bunching B = n(95–105 % of budget) ÷ n(85–95 %)`; B > 2 suggests that people spend
//! to the budget. `low = idle seats, certain + expired credits + exact duplicates`, `high = low + burn spikes`. Idle seats that are
//! probable or to be reviewed are in no sum. Inputs: budgets that are over with their spend by day, and the amounts of others. Unit: the currency. Guards: a range, not a figure; budgets and their
//! owners, never people; an amount nobody states is missing, not zero. What review flags point at is a question and not
//! waste: it is in no sum.

use chrono::NaiveDate;
use model::{Currency, Period, Total};

use super::billed_twice::BilledTwice;
use super::budgets::{Asked, Held};
use crate::Explanation;
use crate::registry::{MetricInfo, Need};
use crate::rounding::scale_half_even;
use crate::statistics::{median_total, twice_median};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "budget-waste",
    area: "signals",
    name: "Budget waste",
    unit: "currency",
    formula: "burn spike = max(0, last 3 working days − 3 · median working day before); low = certain idle + expired + duplicates; high = low + spikes",
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
    /// Spent on them, as far as they are known.
    pub last: Total,
    /// Median of the known working days before.
    pub usual: Total,
    /// What counts as burnt; `None` where too few days before, or not all of the last ones, are known.
    pub spike: Option<Total>,
}

/// Amounts that others found, of one currency; `None` where nothing tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaidForNothing {
    /// Currency.
    pub currency: Currency,
    /// Seats of people who left or are disabled, a month.
    pub idle_seats: Option<Total>,
    /// Credits and commitments that ended unused.
    pub expired_credits: Option<Total>,
    /// Invoices that bill again what another one bills.
    pub duplicates: Option<Total>,
}

/// The range of one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasteRange {
    /// What it is made of.
    pub parts: PaidForNothing,
    /// Sum of the parts that are known; `None` where none is.
    pub low: Option<Total>,
    /// With burn spikes; `None` where nothing is known at all.
    pub high: Option<Total>,
}

impl PaidForNothing {
    /// The parts by name.
    pub fn named(&self) -> [(&'static str, Option<Total>); 3] {
        [
            ("idle seats, certain", self.idle_seats),
            ("expired credits", self.expired_credits),
            ("duplicates", self.duplicates),
        ]
    }

    /// What nothing tells, so that a sum is at least so much: `expired credits`.
    pub fn unknown(&self) -> Vec<&'static str> {
        let missing = self.named().into_iter().filter(|(_, part)| part.is_none());
        missing.map(|(name, _)| name).collect()
    }
}

/// The sum of what is known; nothing known is no zero.
fn known(parts: impl IntoIterator<Item = Option<Total>>) -> Option<Total> {
    let known: Vec<Total> = parts.into_iter().flatten().collect();
    (!known.is_empty()).then(|| known.into_iter().sum())
}

/// Endings, bunching and ranges.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetWaste {
    /// Budgets that are over.
    pub endings: Vec<Ending>,
    /// Invoices that bill again what another one bills.
    pub twice: Vec<BilledTwice>,
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
pub fn budget_waste(
    held: &Held<'_>,
    (parts, twice): (Vec<PaidForNothing>, Vec<BilledTwice>),
    today: NaiveDate,
) -> BudgetWaste {
    let over = held
        .asked
        .iter()
        .filter(|one| one.budget.period.is_some_and(|period| period.to <= today));
    let endings: Vec<Ending> = over.filter_map(ending).collect();
    let near = |one: &&Ending| {
        percent_of(one).is_some_and(|(part, whole)| (95 * whole..=105 * whole).contains(&part))
    };
    let below =
        |one: &&Ending| percent_of(one).is_some_and(|(part, whole)| (85 * whole..95 * whole).contains(&part));
    let bunching = (
        endings.iter().filter(near).count(),
        endings.iter().filter(below).count(),
    );
    let range = |parts: PaidForNothing| {
        let low = known(parts.named().map(|(_, part)| part));
        let ours = endings.iter().filter(|one| one.currency == parts.currency);
        WasteRange {
            low,
            high: known(ours.map(|one| one.spike).chain([low])),
            parts,
        }
    };
    let ranges = parts.into_iter().map(range).collect();
    let mut made = BudgetWaste {
        endings,
        twice,
        bunching,
        ranges,
        explanation: Explanation::default(),
    };
    made.explanation = explain(&made, held);
    made
}

/// A hundred times what was spent, beside the amount; `None` of an amount of zero or less.
fn percent_of(one: &Ending) -> Option<(i128, i128)> {
    (one.amount.0 > 0).then_some((one.spent.0 * 100, one.amount.0))
}

/// The end of a budget, whether it is over or not; nothing without days or amount.
pub fn ending(asked: &Asked<'_>) -> Option<Ending> {
    let budget = asked.budget;
    let (period, amount) = (budget.period?, Total::from(budget.amount?));
    // Monthly bills are no burning: only what is billed day by day tells, and only days that are known.
    let on = |day: &NaiveDate| asked.series.and_then(|series| series.on(*day));
    let days: Vec<NaiveDate> = period.working_days().collect();
    let (early, late) = days.split_at(days.len().saturating_sub(LAST));
    let usual: Vec<Total> = early.iter().filter_map(on).collect();
    let late_known: Vec<Total> = late.iter().filter_map(on).collect();
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
    let last: Total = late_known.iter().copied().sum();
    let is_counted = before.0 * 10 < amount.0 * 9;
    let twice = 2 * last.0 - LAST as i128 * twice_median(&usual).unwrap_or_default();
    let burnt = scale_half_even(twice.max(0), 1, 2).map_or(Total(0), Total);
    let is_told = usual.len() >= LAST && late_known.len() == late.len();
    Some(Ending {
        name: budget.name.clone(),
        owner: budget.owner.clone(),
        currency: budget.currency.clone(),
        period,
        amount,
        spent,
        before,
        last,
        usual: median_total(&usual).unwrap_or_default(),
        spike: is_told.then_some(if is_counted { burnt } else { Total(0) }),
    })
}

fn explain(made: &BudgetWaste, held: &Held<'_>) -> Explanation {
    let step = |one: &Ending| {
        let text = |total: Total| total.text(&one.currency);
        let spike = one.spike.map_or_else(|| "too few known days".to_owned(), text);
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
        let text = |total: Option<Total>| {
            total.map_or_else(|| "unknown".to_owned(), |total| total.text(&one.parts.currency))
        };
        format!("{}: {} to {}", one.parts.currency, text(one.low), text(one.high))
    };
    let again = |one: &BilledTwice| {
        let amount = one.again.text(&one.currency);
        format!(
            "{} bills {} again: {amount} {}",
            one.issuer,
            one.numbers.join(", "),
            one.currency
        )
    };
    let steps: Vec<String> = made
        .ranges
        .iter()
        .map(range)
        .chain(made.endings.iter().map(step))
        .chain(made.twice.iter().map(again))
        .collect();
    let (near, below) = made.bunching;
    let missing = |of: fn(&PaidForNothing) -> bool| made.ranges.iter().any(|range| of(&range.parts));
    Explanation::new("What is paid for nothing, and what is burnt because a budget ends: a range.", steps.join("; "))
        .ratio(&near, &below)
        .input("budgets that are over", &made.endings.len())
        .guard("Unused budget is not waste. Budgets and owners, never people. Rolling budgets or a ceiling of cost per outcome avoid both. Patterns worth asking about are questions, in no sum.")
        .note_if(made.ratio().is_some_and(|ratio| ratio > 2.0), format!("Bunching: {near} budgets end at 95 to 105 %, {below} at 85 to 95 %: people may spend to the budget."))
        .note_if(held.is_none(), "The book has no budget: a file with budget, from, last day, amount and currency brings them.")
        .note_if(!held.asked.is_empty() && made.endings.is_empty(), "No budget has ended yet, so there is no end to look at.")
        .note_if(missing(|parts| parts.idle_seats.is_none()), "Idle seats are not known for every currency: a seat list with prices brings them.")
        .note_if(missing(|parts| parts.expired_credits.is_none()), "Nothing states for every currency what was bought ahead and expired: contracts with a commitment that are over, and that the book knows from their start, do. It is missing, not zero.")
        .note_if(missing(|parts| parts.duplicates.is_none()), "What is billed twice is not known for every currency: invoices with their lines tell. It is missing, not zero.")
}

#[cfg(test)]
mod tests;
