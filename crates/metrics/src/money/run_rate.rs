//! Run rate: what the period will cost if the days to come are like the days so far.
//!
//! `run rate = bills of the period + (spent − bills) ÷ days with data × days of the period`. What does not come by the day
//! ([`Daily::bills`]: seats, tax, a monthly bill) counts whole. Inputs: `Groups` of money over the days so far, the same day by
//! day. Unit: the currency. Guards: a calculation, not a forecast; none for a period without days; currencies apart.

use chrono::NaiveDate;
use model::{Currency, Groups, Period, Total};
use serde::Serialize;

use super::spend::spend;
use crate::registry::{MetricInfo, Need};
use crate::rounding::scale_half_even;
use crate::signals::daily::Daily;
use crate::{Explanation, Figure};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "run-rate",
    area: "money",
    name: "Run rate",
    unit: "currency",
    formula: "bills, whole + (spent − bills) ÷ days with data × days of the period",
    practice: "Token budgets",
    guard: "A calculation, not a forecast",
    needs: &[
        Need::Money(&[]),
        Need::Money(&["day", "provider", "category", "import"]),
    ],
};

/// Run rates per currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunRate {
    /// The whole period.
    pub period: Period,
    /// Days of it with data, from its first day.
    pub days_so_far: i64,
    /// In order of currency.
    pub rows: Vec<RunRateRow>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunRateRow {
    /// Its currency.
    pub currency: Currency,
    /// Spent so far.
    pub spent: Total,
    /// Of that, what does not come by the day and counts whole.
    pub bills: Total,
    /// At the end of the period, rounded half-even; equal to `spent` when the period is complete.
    pub expected: Total,
}

/// Run rate of a period, given spend up to `data_to` (exclusive) and what of it comes by the day. No rows when there is no day
/// yet.
pub fn run_rate(groups: &Groups, series: &[Daily], period: Period, data_to: NaiveDate) -> RunRate {
    let days_so_far = (data_to.clamp(period.from, period.to) - period.from).num_days();
    let row = |figure: Figure| {
        let own = series.iter().filter(|daily| daily.currency == figure.currency);
        let bills: Total = own
            .flat_map(|daily| daily.bills.range(period.from..period.to))
            .map(|(_, bill)| *bill)
            .sum();
        let by_day = figure.value.0 - bills.0;
        let stretched = scale_half_even(by_day, period.days().into(), days_so_far.into())?;
        Some(RunRateRow {
            currency: figure.currency,
            spent: figure.value,
            bills,
            expected: bills + Total(stretched),
        })
    };
    let rows: Vec<RunRateRow> = spend(groups)
        .totals
        .into_iter()
        .filter(|total| total.facts > 0)
        .filter_map(|total| row(total.figure))
        .collect();
    let steps: Vec<String> = rows
        .iter()
        .map(|row| {
            let text = |total: Total| total.text(&row.currency);
            let (currency, days, by_day) = (&row.currency, period.days(), Total(row.spent.0 - row.bills.0));
            let stretched = format!("{} {currency} ÷ {days_so_far} × {days}", text(by_day));
            let formula = match (row.bills.0, by_day.0) {
                (0, _) => stretched,
                (_, 0) => format!("{} {currency} of bills, whole", text(row.bills)),
                _ => format!("{} {currency} of bills, whole + {stretched}", text(row.bills)),
            };
            format!("{formula} = {}", text(row.expected))
        })
        .collect();
    let explanation = Explanation::new(
        "What the period costs if the days to come are like the days so far.",
        steps.join("; "),
    )
    .input("days with data", &days_so_far)
    .input("days of the period", &period.days())
    .covered_by(&groups.coverage)
    .guard("A calculation, not a forecast: no trend, no weekdays.")
    .note_if(days_so_far < 7, "Fewer than seven days: weekdays weigh too much.");
    RunRate {
        period,
        days_so_far,
        rows,
        explanation,
    }
}
