//! Anomalies: days on which much more or less was billed than the week and the trend let expect, and what carries it.
//!
//! Robust STL takes trend and week out of the daily series. `z = (residual − median) ÷ (1.4826 × MAD)` within 45 days on
//! either side; a day is out of line at `|z| > 3.5`. Neighbouring days of one sign are one anomaly; its impact is
//! `Σ (billed − expected)`. Inputs: [`Daily`] series, and groups by day and one dimension to explain it. Unit: the currency.
//! Guards: an impact below the minimum is not shown; filled days are never out of line; a value explains an anomaly when it
//! carries at least half of it; where more than a third of the days have nothing, or are out of line, no day is usual. Billed is exact, expected an estimate. Monthly bills are left out: they have no week.

mod carrier;

pub use carrier::{Carrier, carrier};

use augurs_mstl::stlrs;
use chrono::{Days, NaiveDate};
use model::{Currency, Period, Total};
use serde::Serialize;

use super::Signals;
use super::daily::Daily;
use super::fan::fill;
use crate::Explanation;
use crate::registry::{MetricInfo, Need};
use crate::statistics::median;

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "anomalies",
    area: "signals",
    name: "Anomalies",
    unit: "currency",
    formula: "z = (residual − median) ÷ (1.4826 × MAD) of the daily series without trend and week; |z| > 3.5",
    practice: "Sticker shock",
    guard: "A minimum impact in money; names what carries at least half of it",
    needs: &[Need::Money(&["day", "provider", "category", "import"])],
};

const WEEK: usize = 7;
/// Days needed to know a week from a trend.
const LEAST: usize = 6 * WEEK;
/// Rounds of robustness weights.
const ROUNDS: usize = 5;
/// Days on either side that a residual is held against.
const NEAR: usize = 45;
/// Standard deviations in one median absolute deviation of a normal distribution.
const PER_MAD: f64 = 1.4826;
/// Standard deviations in one mean absolute deviation of a normal distribution.
const PER_MEAN: f64 = 1.2533;
/// Days out of line so far apart are one anomaly: a weekend between them does not part them.
const TOGETHER: usize = 3;
/// One in so many days without anything, or out of line, at most: else there is no usual day.
const ODD: usize = 3;
/// Days before an anomaly that say what is usual for a value.
const BEFORE: u64 = 28;

/// Days out of line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Anomaly {
    /// Currency.
    pub currency: Currency,
    /// First to last day.
    pub period: Period,
    /// Billed on them, exact.
    pub billed: Total,
    /// What trend and week let expect: an estimate.
    pub expected: Total,
    /// The largest z of its days.
    pub z: f64,
}

impl Anomaly {
    /// Billed less expected.
    pub fn impact(&self) -> Total {
        Total(self.billed.0 - self.expected.0)
    }

    /// The days one must ask for to explain it.
    pub fn window(&self) -> Period {
        Period::new(self.period.from - Days::new(BEFORE), self.period.to)
    }
}

/// What is out of line.
#[derive(Clone, Debug, PartialEq)]
pub struct Anomalies {
    /// The largest impact of a currency first.
    pub found: Vec<Anomaly>,
    /// What each day of each series was held against.
    pub watched: Vec<Watched>,
    /// How it came about.
    pub explanation: Explanation,
}

/// What the days of a series were held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// Currency.
    pub currency: Currency,
    /// First day.
    pub from: NaiveDate,
    /// What was expected of each day and how far it may be off, in whole units of the currency: estimates.
    pub days: Vec<Usual>,
}

/// What is usual on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// Trend and week.
    pub expected: f64,
    /// How far off a day is not out of line yet.
    pub leeway: f64,
    /// How many robust standard deviations it was off.
    pub z: f64,
}

/// Anomalies of each series.
pub fn anomalies(series: &[Daily], settings: Signals) -> Anomalies {
    let watched = series
        .iter()
        .filter_map(|daily| Some((daily, usual(&daily.values(), settings)?)));
    let watched: Vec<(&Daily, Vec<Usual>)> = watched.collect();
    let mut found: Vec<Anomaly> = watched
        .iter()
        .flat_map(|(daily, usual)| of(daily, usual, settings))
        .collect();
    found.sort_by_key(|anomaly| {
        (
            anomaly.currency.clone(),
            -anomaly.impact().0.abs(),
            anomaly.period.from,
        )
    });
    let explanation = explain((series, &watched), &found, settings);
    let watched = watched.into_iter().map(|(daily, days)| Watched {
        currency: daily.currency.clone(),
        from: daily.from,
        days,
    });
    Anomalies {
        watched: watched.collect(),
        found,
        explanation,
    }
}

fn of(daily: &Daily, usual: &[Usual], settings: Signals) -> Vec<Anomaly> {
    let least = i128::from(settings.anomaly_minimum) * 10i128.pow(daily.currency.scale());
    let limit = settings.anomaly_z;
    let is_out = |at: &usize| daily.days[*at].is_some() && usual[*at].z.abs() > limit;
    let out: Vec<usize> = (0..usual.len()).filter(is_out).collect();
    let joined = out.chunk_by(|a, b| b - a <= TOGETHER && usual[*a].z.signum() == usual[*b].z.signum());
    let made = joined.map(|days| anomaly(daily, usual, (days[0], days[days.len() - 1])));
    made.filter(|anomaly| anomaly.impact().0.abs() >= least).collect()
}

fn anomaly(daily: &Daily, usual: &[Usual], (first, last): (usize, usize)) -> Anomaly {
    let day = |at: usize| daily.from + Days::new(at as u64);
    let unit = 10f64.powi(daily.currency.scale() as i32);
    let days = first..=last;
    let expected: f64 = days
        .clone()
        .filter(|at| daily.days[*at].is_some())
        .map(|at| usual[at].expected)
        .sum();
    let z = days
        .map(|at| usual[at].z)
        .max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let period = Period::new(day(first), day(last + 1));
    Anomaly {
        currency: daily.currency.clone(),
        billed: daily.sum(period),
        expected: Total((expected * unit).round() as i128),
        z: z.unwrap_or_default(),
        period,
    }
}

/// What each day should have been, and how far it is from that. Days out of line are taken out once, so that they do not
/// colour the days around them.
fn usual(series: &[Option<f64>], settings: Signals) -> Option<Vec<Usual>> {
    let known = series.iter().flatten().count();
    if known < LEAST || has_no_rhythm(series) {
        return None;
    }
    let values = fill(series);
    let first = against(&values, &smooth(&values)?, settings);
    let calm = first.iter().zip(&values).map(|(usual, value)| {
        if usual.z.abs() > settings.anomaly_z {
            usual.expected
        } else {
            *value
        }
    });
    let usual = against(&values, &smooth(&calm.collect::<Vec<_>>())?, settings);
    let is_out = |(day, usual): &(&Option<f64>, &Usual)| day.is_some() && usual.z.abs() > settings.anomaly_z;
    let out = series.iter().zip(&usual).filter(is_out).count();
    (out * ODD <= known).then_some(usual)
}

/// Whether more than a third of the known days have nothing: a week has two of seven.
fn has_no_rhythm(series: &[Option<f64>]) -> bool {
    let known = series.iter().flatten();
    known.clone().filter(|value| **value == 0.0).count() * ODD > known.count()
}

/// Trend and week. A trend over two months and a week that changes over many do not run after a week of excess. Five rounds
/// of robustness weights are what the method's authors call safe (Cleveland and others, 1990); where days repeat nearly
/// to the cent, many more do not settle, and the last digits of the input decide.
fn smooth(values: &[f64]) -> Option<Vec<f64>> {
    let fit = stlrs::params()
        .seasonal_length(35)
        .trend_length(61)
        .robust(true)
        .outer_loops(ROUNDS)
        .fit(values, WEEK)
        .ok()?;
    Some(
        fit.trend()
            .iter()
            .zip(fit.seasonal())
            .map(|(trend, week)| trend + week)
            .collect(),
    )
}

fn against(values: &[f64], smooth: &[f64], settings: Signals) -> Vec<Usual> {
    let residuals: Vec<f64> = values
        .iter()
        .zip(smooth)
        .map(|(value, usual)| value - usual)
        .collect();
    let day = |at: usize| {
        let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(values.len());
        let middle = median(&residuals[near.clone()]).unwrap_or_default();
        let one = deviation(&residuals[near.clone()], middle, &values[near]);
        let off = residuals[at] - middle;
        Usual {
            expected: values[at] - off,
            leeway: one * settings.anomaly_z,
            z: off / one,
        }
    };
    (0..values.len()).map(day).collect()
}

/// One robust standard deviation of residuals. Where days repeat to the cent, a fiftieth of the level is the least that
/// can be out of line. Where most days have nothing, level and median deviation are nothing, and the mean deviation tells
/// (Iglewicz and Hoaglin): what is billed now and then is not out of line each time.
fn deviation(residuals: &[f64], middle: f64, values: &[f64]) -> f64 {
    let away: Vec<f64> = residuals
        .iter()
        .map(|residual| (residual - middle).abs())
        .collect();
    let levels: Vec<f64> = values.iter().map(|value| value.abs()).collect();
    let level = median(&levels).unwrap_or_default();
    let one = if level > 0.0 {
        (PER_MAD * median(&away).unwrap_or_default()).max(0.02 * level)
    } else {
        PER_MEAN * away.iter().sum::<f64>() / away.len().max(1) as f64
    };
    one.max(f64::MIN_POSITIVE)
}

/// Currencies of some series, as a list.
fn codes<'d>(series: impl Iterator<Item = &'d Daily>) -> String {
    let code = |daily: &'d Daily| match daily.currency.code() {
        "" => "no stated currency",
        code => code,
    };
    series.map(code).collect::<Vec<_>>().join(", ")
}

fn explain(
    (series, watched): (&[Daily], &[(&Daily, Vec<Usual>)]),
    found: &[Anomaly],
    settings: Signals,
) -> Explanation {
    let step = |anomaly: &Anomaly| {
        let text = |total: Total| total.text(&anomaly.currency);
        let last = anomaly.period.to - Days::new(1);
        format!(
            "{} to {last}: {} {} billed, {} expected, z {:.1}",
            anomaly.period.from,
            text(anomaly.billed),
            anomaly.currency,
            text(anomaly.expected),
            anomaly.z
        )
    };
    let steps: Vec<String> = found.iter().take(5).map(step).collect();
    let short = codes(series.iter().filter(|daily| daily.known() < LEAST));
    let is_watched = |daily: &&Daily| watched.iter().any(|(one, _)| one.currency == daily.currency);
    let odd = series
        .iter()
        .filter(|daily| daily.known() >= LEAST && !is_watched(daily));
    let odd = codes(odd);
    Explanation::new(
        "Days on which much more or less was billed than the week and the trend let expect.",
        if steps.is_empty() {
            "no day is out of line".to_owned()
        } else {
            steps.join("; ")
        },
    )
    .input("limit of |z|", &settings.anomaly_z)
    .input("minimum impact", &settings.anomaly_minimum)
    .covering(
        series
            .iter()
            .map(|daily| format!("{}: {} days known", daily.currency, daily.known()))
            .collect::<Vec<_>>()
            .join("; "),
    )
    .guard("Expected is an estimate. Monthly bills are left out. A fact to explain, not a fault.")
    .note_if(
        series.is_empty(),
        "No charge with a day yet: any daily cost export brings it.",
    )
    .note_if(
        !short.is_empty(),
        format!("Fewer than {LEAST} known days, so nothing can be out of line: {short}."),
    )
    .note_if(
        !odd.is_empty(),
        format!("More than a third of the days have nothing or are out of line, so there is no usual day yet: {odd}."),
    )
}

#[cfg(test)]
mod tests;
