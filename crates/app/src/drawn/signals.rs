//! Charts of signals: what this may cost, whether budgets last, which days are out of line.

use std::collections::BTreeSet;

use charts::charts as chart;
use charts::format;
use charts::{Figure, Options, Titles, Unit};
use chrono::Days;
use metrics::signals::anomalies::{Anomalies, Carrier, Watched};
use metrics::signals::budget_waste::Ending;
use metrics::signals::budgets::BudgetState;
use metrics::signals::fan::Basis;
use metrics::signals::forecast::{ForecastSet, MonthAhead};
use model::{Currency, Period, Total};

use crate::Result;
use crate::scope::Scope;
use crate::show::{self, Charted};
use crate::signals;
use crate::signals::UnsureSeats;
use crate::view::Route;

/// Months of history beside the months ahead.
const BEHIND: usize = 13;

fn titles(scope: &Scope<'_>, title: String, description: String, remark: String) -> Titles {
    Titles {
        remark,
        ..Titles::new(title, description, scope.filter_notes())
    }
}

/// Months billed, the running one and twelve ahead.
pub(super) fn forecast(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = signals::forecasts(scope)?;
    let set = made.sets.iter().find(|set| set.currency == scope.currency);
    let months = set.map_or(&[][..], |set| &set.months);
    let known = months.iter().filter(|month| month.expected.is_none()).count();
    let budgets = if scope.filters.is_empty() {
        scope.book.budgets()?
    } else {
        Vec::new()
    };
    let money = |total: Total| Figure::total(total, &scope.currency);
    let steps = months
        .iter()
        .skip(known.saturating_sub(BEHIND))
        .map(|month| chart::ForecastStep {
            period: month.period,
            value: month
                .expected
                .map_or(chart::Likely::Actual(money(month.billed)), |range| {
                    chart::Likely::Range(range.map(money))
                }),
            budget: planned(scope, &budgets, month.period).map(money),
        });
    let input = chart::Forecast {
        titles: titles(
            scope,
            set.map_or_else(
                || "No spend to forecast from yet".to_owned(),
                |set| finding(scope, set),
            ),
            "Billed per month and what may come, an estimate".to_owned(),
            set.map(remark).unwrap_or_default(),
        ),
        unit: Unit::Money(scope.currency.clone()),
        steps: steps.collect(),
    };
    let on = scope.on("spend");
    let go = move |key: &str| {
        let (from, to) = key.split_once("..")?;
        Some(Route {
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
            ..on.clone()
        })
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation: made.explanation.clone(),
        go: Box::new(go),
    })
}

fn finding(scope: &Scope<'_>, set: &ForecastSet) -> String {
    let next = set
        .months
        .iter()
        .find_map(|month: &MonthAhead| Some((month.period, month.expected?)));
    let Some((period, range)) = next else {
        return "No forecast yet".to_owned();
    };
    let [low, middle, high] = range.map(|total| show::whole_money(scope, total, &set.currency));
    let verb = if matches!(set.basis, Basis::Model) {
        "may end at"
    } else {
        "ends, at the present rate, at"
    };
    format!(
        "{} {verb} {middle}, between {low} and {high}",
        format::period(&period, &scope.locale)
    )
}

fn remark(set: &ForecastSet) -> String {
    let test = set.backtest.map(|test| {
        format!(
            "MASE {:.2} on {} days held back (a week ago: {:.2}).",
            test.mase, test.days, test.naive
        )
    });
    match &set.basis {
        Basis::Model => test.unwrap_or_default(),
        Basis::RunRate(why) => format!("Run rate only: {why}."),
        Basis::Nothing(why) => format!("No forecast: {why}."),
    }
}

/// Part of the budgets for everything that falls into a month, by days.
fn planned(scope: &Scope<'_>, budgets: &[store::Kept<model::Budget>], month: Period) -> Option<Total> {
    let parts = budgets
        .iter()
        .map(|kept| &kept.fact)
        .filter(|budget| budget.dimension.is_empty() && budget.currency == scope.currency);
    let parts: Vec<Total> = parts
        .filter_map(|budget| {
            let (period, amount) = (budget.period?, budget.amount?);
            let days = (period.to.min(month.to) - period.from.max(month.from)).num_days();
            (days > 0 && !period.is_empty())
                .then(|| Total(i128::from(amount.0) * i128::from(days) / i128::from(period.days())))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.into_iter().sum())
}

/// Budgets in the currency in force as bullets.
pub(super) fn budgets(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = signals::budget_states(scope)?;
    let ours: Vec<&BudgetState> = made
        .states
        .iter()
        .filter(|state| state.currency == scope.currency)
        .collect();
    let breached = ours.iter().filter(|state| state.breach[1].is_some()).count();
    let title = match (ours.len(), breached) {
        (0, _) => no_budget(&made.states, &scope.currency),
        (1, 0) => "The budget lasts".to_owned(),
        (1, _) => "The budget does not last".to_owned(),
        (2, 0) => "Both budgets last".to_owned(),
        (all, 0) => format!("All {all} budgets last"),
        (all, some) => format!(
            "{some} of {all} budgets {} not last",
            if some == 1 { "does" } else { "do" }
        ),
    };
    let money = |total: Total| Figure::total(total, &scope.currency);
    let bar = |state: &&BudgetState| chart::BudgetBar {
        key: state.name.clone(),
        name: state.name.clone(),
        plan: money(state.amount),
        spent: money(state.spent),
        committed: money(state.committed),
        expected: state.expected.map(money),
        breach: state.breach[1]
            .map(|day| format::date(day, &scope.locale))
            .unwrap_or_default(),
    };
    let input = chart::Budgets {
        nothing: if made.states.is_empty() {
            "No budget is known. A file with budgets brings them.".to_owned()
        } else {
            format!("{title}. The table has them all.")
        },
        titles: titles(
            scope,
            title,
            "Spent and expected against budget".to_owned(),
            String::new(),
        ),
        unit: Unit::Money(scope.currency.clone()),
        budgets: ours.iter().map(bar).collect(),
    };
    Ok(Charted::still(input.draw(options), made.explanation.clone()))
}

/// `No budget is in JPY; there are some in EUR and USD`.
fn no_budget(all: &[BudgetState], currency: &Currency) -> String {
    let others: BTreeSet<&str> = all.iter().map(|state| state.currency.code()).collect();
    let others: Vec<&str> = others.into_iter().collect();
    if others.is_empty() {
        return "No budget is known".to_owned();
    }
    let (are, code) = (others.join(" and "), currency.code());
    format!("No budget is in {code}; there are some in {are}")
}

/// Days shown of the watched series.
const DAYS: usize = 200;

/// Billed per day against what was usual.
pub(super) fn anomalies(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let (made, carriers) = signals::explained(scope)?;
    let watched = made
        .watched
        .iter()
        .find(|watched| watched.currency == scope.currency);
    let points = watched.map_or_else(|| Ok(Vec::new()), |watched| points(scope, watched))?;
    let input = chart::KpiSeries {
        titles: titles(
            scope,
            outlier(scope, (made, carriers)),
            "Billed per day without monthly bills; line and band: what is usual".to_owned(),
            String::new(),
        ),
        unit: Unit::Money(scope.currency.clone()),
        points,
        change: None,
        nothing: "Six weeks of days, most of them with money, say what is usual.",
    };
    let on = scope.on("spend");
    let go = move |key: &str| {
        let day: chrono::NaiveDate = key.get(..10)?.parse().ok()?;
        Some(Route {
            from: Some(day.to_string()),
            to: Some((day + Days::new(1)).to_string()),
            ..on.clone()
        })
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation: made.explanation.clone(),
        go: Box::new(go),
    })
}

fn points(scope: &Scope<'_>, watched: &Watched) -> Result<Vec<chart::KpiPoint>> {
    let daily = scope
        .series()?
        .iter()
        .find(|daily| daily.currency == watched.currency);
    let actual = daily.map_or(&[][..], |daily| &daily.days);
    let is_cost = actual.iter().flatten().all(|total| total.0 >= 0);
    // Nobody expects less than nothing of what never was.
    let least = if is_cost { 0.0 } else { f64::NEG_INFINITY };
    let estimate = |value: f64| Figure::nanos((value.max(least) * 1e9).round() as i128);
    let days = watched.from.iter_days().zip(actual).zip(&watched.days);
    let points = days.map(|((day, actual), usual)| chart::KpiPoint {
        day,
        actual: actual.map(|total| Figure::total(total, &watched.currency)),
        expected: Some(estimate(usual.expected)),
        interval: Some((
            estimate(usual.expected - usual.leeway),
            estimate(usual.expected + usual.leeway),
        )),
    });
    Ok(points.skip(watched.days.len().saturating_sub(DAYS)).collect())
}

fn outlier(scope: &Scope<'_>, (made, carriers): (&Anomalies, &[Vec<Carrier>])) -> String {
    let mut ours = made
        .found
        .iter()
        .zip(carriers)
        .filter(|(anomaly, _)| anomaly.currency == scope.currency);
    let Some((largest, carriers)) = ours.next() else {
        let is_known = made.watched.iter().any(|one| one.currency == scope.currency);
        return if is_known {
            "No day is out of line".to_owned()
        } else {
            "No usual day yet".to_owned()
        };
    };
    let impact = format::signed(show::whole_money(scope, largest.impact(), &largest.currency));
    let days = format::span(&largest.period, &scope.locale);
    let cause = carriers.iter().max_by(|a, b| a.share.total_cmp(&b.share));
    let cause = cause
        .map(|one| format!(", most of it {}", one.value))
        .unwrap_or_default();
    let more = match ours.count() {
        0 => String::new(),
        more => format!("; {more} more"),
    };
    format!("{impact} out of line, {days}{cause}{more}")
}

/// In the place of bars.
const ALL_ZERO: &str =
    "Every sum that is told is 0, so there is no bar to draw. The table names what is not told.";

/// What is paid for nothing, and burnt at the end of budgets: ranges in the currency in force.
pub(super) fn waste(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = signals::waste(scope)?;
    let money = |total: Total| Figure::total(total, &scope.currency);
    let range = made
        .ranges
        .iter()
        .find(|range| range.parts.currency == scope.currency);
    let all = range.map(|range| chart::Interval {
        key: "all".to_owned(),
        name: "Paid for nothing, in all".to_owned(),
        bar: range.low.map(money),
        range: range
            .low
            .zip(range.high)
            .filter(|(low, high)| low != high)
            .map(|(low, high)| (money(low), money(high))),
        note: not_told(&range.parts),
        ..chart::Interval::default()
    });
    let parts = range.map(|range| range.parts.named()).into_iter().flatten();
    let part = |(name, total): (&str, Option<Total>)| chart::Interval {
        key: name.to_owned(),
        name: model::capitalised(name),
        bar: total.map(money),
        note: total.map_or_else(|| "unknown".to_owned(), |_| String::new()),
        ..chart::Interval::default()
    };
    let endings = made.endings.iter().filter(|one| one.currency == scope.currency);
    let mut unsure = signals::unsure_seats(scope)?;
    unsure.retain(|one| one.currency == scope.currency);
    let title =
        waste_title(scope, range.and_then(|range| range.low.zip(range.high))) + &unsure_words(&unsure);
    let input = chart::Intervals {
        titles: titles(
            scope,
            title,
            "Seats, credits and charges that bring nothing, and bursts at the end of budgets".to_owned(),
            String::new(),
        ),
        unit: Unit::Money(scope.currency.clone()),
        item: "What".to_owned(),
        words: chart::Parts {
            bar: "low",
            range: "low to high",
            ..chart::Parts::default()
        },
        scale: None,
        lines: Vec::new(),
        rows: all
            .into_iter()
            .chain(parts.map(part))
            .chain(unsure.iter().map(kept))
            .chain(endings.map(|one| ending(one, &scope.currency)))
            .collect(),
        nothing: "Nothing is known of seats, credits or budgets in this currency.".to_owned(),
    };
    Ok(Charted::still(
        input.draw_unless_zero(options, ALL_ZERO),
        made.explanation,
    ))
}

/// What idle seats that are not certain cost: words beside the sums, no bar.
fn kept(one: &UnsureSeats) -> chart::Interval {
    chart::Interval {
        key: format!("idle|{}", one.tier.text()),
        name: one.name(),
        note: format!("{}: in no sum", one.words),
        ..chart::Interval::default()
    }
}

fn ending(one: &Ending, currency: &Currency) -> chart::Interval {
    chart::Interval {
        key: format!("end|{}", one.name),
        name: format!("End of {}", one.name),
        second: one.owner.clone(),
        range: one
            .spike
            .map(|spike| (Figure::ZERO, Figure::total(spike, currency))),
        note: one
            .spike
            .map_or_else(|| "days not known".to_owned(), |_| String::new()),
        ..chart::Interval::default()
    }
}

/// `; USD 589.00 a month of seats never used stands under Licences`: what the title does not count.
fn unsure_words(unsure: &[UnsureSeats]) -> String {
    let words: Vec<&str> = unsure.iter().map(|one| one.words.as_str()).collect();
    match words.len() {
        0 => String::new(),
        1 => format!("; {} stands under Licences", words[0]),
        _ => format!("; {} stand under Licences", words.join(" and ")),
    }
}

/// The finding: how much is paid for nothing, at least and at most.
fn waste_title(scope: &Scope<'_>, range: Option<(Total, Total)>) -> String {
    let whole = |total: Total| show::whole_money(scope, total, &scope.currency);
    let code = scope.currency.code();
    match range {
        None => format!("What is paid for nothing in {code} is not known"),
        Some((Total(0), Total(0))) => format!("No certain waste is known in {code}"),
        Some((low, high)) if low == high => format!("At least {} is paid for nothing", whole(low)),
        Some((low, high)) => format!("Between {} and {} is paid for nothing", whole(low), whole(high)),
    }
}

/// What nothing tells of a currency: `not told: expired credits`.
pub(crate) fn not_told(parts: &metrics::signals::budget_waste::PaidForNothing) -> String {
    let unknown = parts.unknown();
    if unknown.is_empty() {
        String::new()
    } else {
        format!("not told: {}", unknown.join("; "))
    }
}
