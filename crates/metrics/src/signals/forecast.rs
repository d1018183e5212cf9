//! Forecast: what the running month and the twelve after it may cost, per currency.
//!
//! `month = billed on known days + Σ daily forecast (P10, P50, P90) + monthly bills not yet in`. Daily streams are
//! projected by [`super::fan`]; bills by the month are expected as [`guide`] says, on top of the days; of fewer than three
//! and no days, nothing is. Inputs: [`Daily`] series. Unit: the currency. Guards: an estimate, marked so; what was billed
//! stays exact and is never undercut.

use chrono::{Days, NaiveDate};
use model::{Currency, Grain, Period, Total};
use serde::Serialize;

use super::Signals;
use super::daily::Daily;
use super::fan::{Backtest, Basis, Fan, fan};
use crate::Explanation;
use crate::registry::{MetricInfo, Need};
use crate::statistics::median_total;

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "forecast",
    area: "signals",
    name: "Forecast",
    unit: "currency",
    formula: "billed on known days + Σ daily P10 / P50 / P90 + monthly bills not yet in",
    practice: "Token budgets",
    guard: "An estimate with its band; fewer than 60 days, or worse than “like a week ago”: run rate only",
    needs: &[Need::Money(&["day", "provider", "category", "import"])],
};

/// Months after the running one.
const AHEAD: u32 = 12;
/// Monthly bills that say what comes next, where nothing comes by the day.
const LEAST_BILLS: usize = 3;

/// Forecasts per currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// In the order of the series.
    pub sets: Vec<ForecastSet>,
    /// How they came about.
    pub explanation: Explanation,
}

/// One currency.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastSet {
    /// Its currency.
    pub currency: Currency,
    /// The first day that is not known.
    pub end: NaiveDate,
    /// Where the figures come from.
    pub basis: Basis,
    /// How the model did on days held back.
    pub backtest: Option<Backtest>,
    /// Days known, and days filled in between.
    pub days: (usize, usize),
    /// Months, oldest first: those billed, the running one, those ahead.
    pub months: Vec<MonthAhead>,
}

/// One month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MonthAhead {
    /// The month.
    pub period: Period,
    /// Billed so far, exact.
    pub billed: Total,
    /// P10, P50 and P90 of the whole month; `None` when it is over. An estimate.
    pub expected: Option<[Total; 3]>,
}

/// The forecast of each series.
pub fn forecast(series: &[Daily], settings: Signals) -> Forecast {
    let sets: Vec<ForecastSet> = series
        .iter()
        .filter(|daily| !daily.months.is_empty())
        .map(|daily| set(daily, settings))
        .collect();
    Forecast {
        explanation: explain(&sets),
        sets,
    }
}

/// The fan of a series until the end of the month of `until`, and the days it is for.
pub(super) fn ahead(daily: &Daily, until: NaiveDate, settings: Signals) -> (Period, Fan) {
    let days = Period::new(daily.end(), until.max(daily.end()));
    let mut fan = fan(&daily.values(), days.days() as usize, settings);
    if daily.days.is_empty() {
        fan.basis = Basis::RunRate(format!("{}, none by the day", bills(daily)));
    }
    (days, fan)
}

/// `3 monthly bills`.
fn bills(daily: &Daily) -> String {
    match daily.monthly.len() {
        1 => "1 monthly bill".to_owned(),
        many => format!("{many} monthly bills"),
    }
}

fn set(daily: &Daily, settings: Signals) -> ForecastSet {
    let end = daily.end();
    let now = Grain::Month.start(end);
    let until = Grain::Month.next(now + chrono::Months::new(AHEAD));
    let (days, mut fan) = ahead(daily, until, settings);
    let is_known = !daily.days.is_empty() || daily.monthly.len() >= LEAST_BILLS;
    if !is_known {
        fan.basis = Basis::Nothing(format!("{}, fewer than {LEAST_BILLS}", bills(daily)));
    }
    let past = daily.months.iter().filter(|(month, _)| **month < now);
    let past = past.map(|(month, billed)| MonthAhead {
        period: Period::month(*month),
        billed: *billed,
        expected: None,
    });
    let coming =
        (0..=AHEAD).map(|at| month(daily, (days, &fan), Period::month(now + chrono::Months::new(at))));
    let coming = coming.filter(|_| is_known);
    ForecastSet {
        currency: daily.currency.clone(),
        end,
        months: past.chain(coming).collect(),
        days: (daily.known(), fan.filled),
        basis: fan.basis,
        backtest: fan.backtest,
    }
}

fn month(daily: &Daily, ahead: (Period, &Fan), period: Period) -> MonthAhead {
    let billed = daily.months.get(&period.from).copied().unwrap_or_default();
    let expected = spread(daily, ahead, period).map(|total| total.max(billed));
    MonthAhead {
        period,
        billed,
        expected: Some(expected),
    }
}

/// P10, P50 and P90 of a month that may have begun.
fn spread(daily: &Daily, (days, fan): (Period, &Fan), period: Period) -> [Total; 3] {
    let unit = 10f64.powi(daily.currency.scale() as i32);
    let place = |day: NaiveDate| (day.clamp(days.from, days.to) - days.from).num_days() as usize;
    let sums = fan.sum(place(period.from)..place(period.to));
    let billed = daily.monthly.get(&period.from).copied().unwrap_or_default();
    let bills = if is_open(daily, period.from) {
        guide(daily, period.from)
    } else {
        [billed; 3]
    };
    [0, 1, 2].map(|at| daily.sum(period) + bills[at] + Total((sums[at] * unit).round() as i128))
}

/// What the bills that come by the month may be in a month: the least, the median and the largest of the last three where
/// they came in even steps (each month, each quarter, each year) and this is a month of them; else those of the last three
/// months, of which one without a bill is zero, so that what came once is not expected again.
pub(super) fn guide(daily: &Daily, month: NaiveDate) -> [Total; 3] {
    let now = Grain::Month.start(daily.end());
    let past: Vec<(NaiveDate, Total)> = daily
        .monthly
        .range(..now)
        .map(|(month, total)| (*month, *total))
        .collect();
    let Some((last, _)) = past.last() else {
        return [Total(0); 3];
    };
    match step(&past) {
        Some(step) if !gap(*last, month).is_multiple_of(step) => [Total(0); 3],
        Some(_) => ends(past.iter().rev().take(3).map(|(_, total)| *total)),
        None => {
            let months = (1..=3).filter_map(|back| now.checked_sub_months(chrono::Months::new(back)));
            let known = months.filter(|month| daily.months.range(..=*month).next().is_some());
            ends(known.map(|month| daily.monthly.get(&month).copied().unwrap_or_default()))
        }
    }
}

/// The least, the median and the largest.
fn ends(totals: impl Iterator<Item = Total>) -> [Total; 3] {
    let totals: Vec<Total> = totals.collect();
    let both = totals.iter().min().zip(totals.iter().max());
    both.zip(median_total(&totals))
        .map_or([Total(0); 3], |((least, most), middle)| [*least, middle, *most])
}

/// Months between two bills, where the last three are as far apart as each other, or the only two a month or a year.
fn step(past: &[(NaiveDate, Total)]) -> Option<u32> {
    let last = &past[past.len().saturating_sub(3)..];
    let gaps: Vec<u32> = last.windows(2).map(|pair| gap(pair[0].0, pair[1].0)).collect();
    match gaps[..] {
        [one] => [1, 12].contains(&one).then_some(one),
        [one, other] => (one == other).then_some(one),
        _ => None,
    }
}

/// Months from the first day of a month to that of a later one.
fn gap(from: NaiveDate, to: NaiveDate) -> u32 {
    Period::new(from, to).whole_months().unwrap_or_default()
}

/// Whether the monthly bills of a month are still to come.
pub(super) fn is_open(daily: &Daily, month: NaiveDate) -> bool {
    Grain::Month.next(month) > daily.end() && !daily.monthly.contains_key(&month)
}

/// What the figures of a currency rest on.
fn covered(set: &ForecastSet) -> String {
    let (known, filled) = set.days;
    let last = set.end - Days::new(1);
    let what = match known + filled {
        0 => "nothing by the day".to_owned(),
        _ => format!("{known} days known, {filled} filled in"),
    };
    format!("{}: {what}, up to {last}", set.currency)
}

fn explain(sets: &[ForecastSet]) -> Explanation {
    let step = |set: &ForecastSet| {
        let next = set.months.iter().find(|month| month.expected.is_some())?;
        let [low, middle, high] = next.expected?.map(|total| total.text(&set.currency));
        let billed = next.billed.text(&set.currency);
        Some(format!(
            "{} {}: {billed} billed so far, P50 {middle} (P10 {low}, P90 {high})",
            next.period.from.format("%Y-%m"),
            set.currency
        ))
    };
    let steps: Vec<String> = sets.iter().filter_map(step).collect();
    let mut explanation = Explanation::new(
        "What the running month and the twelve after it may cost: an estimate.",
        steps.join("; "),
    )
    .covering(
        sets.iter()
            .map(covered)
            .collect::<Vec<_>>()
            .join("; "),
    )
    .guard("Never undercuts what is billed. The band holds four of five outcomes if the days ahead scatter as those before; what changes with a decision is in no band.")
    .note_if(
        sets.is_empty(),
        "No charge with a day yet: any bill or cost export brings it.",
    );
    for set in sets {
        if let Some(test) = set.backtest {
            let figures = format!(
                "{:.3}, like a week ago {:.3}, {} days",
                test.mase, test.naive, test.days
            );
            explanation = explanation.input(format!("MASE {}", set.currency), &figures);
        }
        let note = match &set.basis {
            Basis::Model => continue,
            Basis::RunRate(why) if set.days.0 == 0 => format!("{}: run rate only: {why}.", set.currency),
            Basis::RunRate(why) => format!("{}: run rate only, with a wide band: {why}.", set.currency),
            Basis::Nothing(why) => format!("{}: no forecast: {why}.", set.currency),
        };
        explanation = explanation.note(note);
    }
    explanation
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::fixture::{day, units};

    fn series(days: usize) -> Daily {
        let from = day("2026-06-01");
        let day_of = |at: usize| Some(units(if at % 7 > 4 { 20 } else { 100 }));
        let mut months = BTreeMap::new();
        let days: Vec<Option<Total>> = (0..days).map(day_of).collect();
        for (at, total) in from.iter_days().zip(&days) {
            let sum: &mut Total = months.entry(Grain::Month.start(at)).or_default();
            *sum = *sum + total.unwrap_or_default();
        }
        Daily {
            currency: Currency::new("EUR"),
            from,
            days,
            monthly: BTreeMap::from([(from, units(300)), (day("2026-07-01"), units(310))]),
            months,
            ..Daily::default()
        }
    }

    #[test]
    fn a_month_is_what_is_known_and_what_may_come_and_thirteen_are_ahead() {
        let made = forecast(&[series(76)], Signals::default());
        let set = &made.sets[0];
        assert_eq!(set.basis, Basis::Model);
        assert_eq!(set.end, day("2026-08-16"));
        assert_eq!(
            set.months.iter().filter(|month| month.expected.is_some()).count(),
            13
        );
        let august = set
            .months
            .iter()
            .find(|month| month.period.from == day("2026-08-01"))
            .expect("August");
        let [low, middle, high] = august.expected.expect("running");
        // 21 working days of 100 and 10 others of 20, and the middle of two monthly bills.
        let whole = 21 * 100 + 10 * 20 + 305;
        assert!((middle.0 - units(whole).0).abs() < units(5).0, "{middle:?}");
        assert!(low <= middle && middle <= high && low >= august.billed);
    }

    #[test]
    fn a_short_series_says_that_it_is_a_run_rate() {
        let made = forecast(&[series(20)], Signals::default());
        assert!(matches!(made.sets[0].basis, Basis::RunRate(_)));
        assert!(made.explanation.notes[0].contains("20 known days, fewer than 60"));
        assert!(forecast(&[], Signals::default()).explanation.notes[0].contains("brings it"));
    }

    #[test]
    fn what_came_once_is_not_expected_again_and_what_comes_in_steps_in_its_months() {
        let coming = |bills: &[(&str, i128)], month: &str| {
            let monthly = bills.iter().map(|(month, amount)| (day(month), units(*amount)));
            let daily = Daily {
                monthly: monthly.collect(),
                months: BTreeMap::from([(day("2025-01-01"), units(1))]),
                ..series(20)
            };
            guide(&daily, day(month)).map(|total| total.0 / units(1).0)
        };
        assert_eq!(coming(&[("2026-04-01", 1200)], "2026-07-01"), [0, 0, 1200]);
        assert_eq!(coming(&[("2026-04-01", -100)], "2026-07-01"), [-100, 0, 0]);
        assert_eq!(
            coming(&[("2025-09-01", 50), ("2026-02-01", 70)], "2026-07-01"),
            [0, 0, 0]
        );
        let yearly = [("2024-03-01", 100), ("2025-03-01", 110), ("2026-03-01", 120)];
        assert_eq!(coming(&yearly, "2026-07-01"), [0, 0, 0]);
        assert_eq!(coming(&yearly, "2027-03-01"), [100, 110, 120]);
        assert_eq!(coming(&yearly[1..], "2027-03-01"), [110, 115, 120]);
        let quarterly = [("2025-10-01", 30), ("2026-01-01", 30), ("2026-04-01", 33)];
        assert_eq!(coming(&quarterly, "2026-07-01"), [30, 30, 33]);
        assert_eq!(coming(&quarterly, "2026-08-01"), [0, 0, 0]);
    }

    #[test]
    fn fewer_than_three_monthly_bills_foretell_nothing_and_three_say_that_they_do() {
        let of = |count: u32| {
            let months = (0..count).map(|at| {
                (
                    day("2026-07-01") + chrono::Months::new(at),
                    units(300 + i128::from(at)),
                )
            });
            let monthly: BTreeMap<_, _> = months.collect();
            let daily = Daily {
                currency: Currency::new("EUR"),
                from: day("2026-07-01") + chrono::Months::new(count),
                months: monthly.clone(),
                monthly,
                ..Daily::default()
            };
            let made = forecast(&[daily], Signals::default());
            let ahead = made.sets[0]
                .months
                .iter()
                .filter(|month| month.expected.is_some());
            (ahead.count(), made.explanation.notes.concat())
        };
        assert_eq!(
            of(2),
            (0, "EUR: no forecast: 2 monthly bills, fewer than 3.".to_owned())
        );
        let (ahead, note) = of(3);
        assert!(
            ahead == 13 && note.contains("3 monthly bills, none by the day"),
            "{note}"
        );
    }
}
