//! What daily figures may come to: P10, P50 and P90 of each day ahead.
//!
//! The week is taken out by MSTL, what remains is smoothed exponentially (additive error, damped trend or none, chosen
//! by `AICc`; the `augurs` library does both), and the week is put back. Four weeks are held back in turn, one by one, to test
//! the model: `MASE = mean |error| ÷ mean |y(t) − y(t−7)|` of the days before. Guards: too few known days, too many gaps
//! or a test worse than "like a week ago", or a model that runs away from all there was, give the run rate only: the mean
//! of the last 28 known days, with P10 and P90 of single days as band. Draws nothing at random. Knows no money.
//!
//! Days added up ([`Fan::sum`]) do not err together: of the model's band, what each day brings of its own cancels out in
//! part, while what it leaves in the level stays in all days after it; and where the level stands today is itself only
//! known as well as smoothing (`α`) or the number of days tells: `σ² · max(α ÷ (2 − α), 1 ÷ days)`, the same for all days. A
//! run rate is unsure of the level above all, so its bands are added.

use std::ops::Range;

use augurs_core::prelude::*;
use augurs_ets::AutoETS;
use augurs_mstl::MSTLModel;
use serde::Serialize;

use super::Signals;
use crate::statistics::quantile;

/// A week in days.
const WEEK: usize = 7;
/// Weeks held back, one after the other.
const FOLDS: usize = 4;
/// Days the run rate looks at.
const RUN: usize = 28;
/// Days ahead that a model must be sound for, however many are asked for.
const REACH: usize = 400;
/// Growth that nobody would believe of a few months of days.
const MOST_GROWTH: f64 = 3.0;
/// Why such a model is not shown.
const RUNS_AWAY: &str = "the model runs away: four weeks ahead would be over three times the highest so far";

/// Days ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Fan {
    /// P10, P50 and P90 of each.
    pub days: Vec<[f64; 3]>,
    /// Where they come from.
    pub basis: Basis,
    /// How the model did on the days held back; `None` if it could not be tried.
    pub backtest: Option<Backtest>,
    /// Days that had to be filled in between known ones.
    pub filled: usize,
    /// What an error of one day leaves in so many days from its own on, in halves of a band; empty of a run rate.
    upto: Vec<f64>,
    /// Half the band of where the level stands, squared.
    level: f64,
    /// Whether nothing below zero ever was.
    is_positive: bool,
}

impl Fan {
    /// P10, P50 and P90 of some days together, counted from the first one ahead.
    pub fn sum(&self, days: Range<usize>) -> [f64; 3] {
        let mut sum = [0.0; 3];
        for day in &self.days[days.clone()] {
            sum.iter_mut().zip(day).for_each(|(sum, value)| *sum += value);
        }
        if self.upto.is_empty() {
            return sum;
        }
        let half = self.half(days);
        let least = if self.is_positive { 0.0 } else { f64::NEG_INFINITY };
        [(sum[1] - half).max(least), sum[1], sum[1] + half]
    }

    /// Half the band of days together: errors of different days, and that of the level, are independent, so their squares
    /// add up.
    fn half(&self, days: Range<usize>) -> f64 {
        let of = |day: usize| self.upto[days.end - day] - self.upto[days.start.max(day) - day];
        let level = self.level * (days.len() as f64).powi(2);
        (level + (0..days.end).map(|day| of(day).powi(2)).sum::<f64>()).sqrt()
    }
}

/// What an error leaves in the days after it, from how the band widens: `band(h)² = Σ left(0..h)²`.
fn left(days: &[[f64; 3]]) -> Vec<f64> {
    let mut before = 0.0;
    let widen = |day: &[f64; 3]| {
        let square = (day[2] - day[1]).powi(2);
        (square - std::mem::replace(&mut before, square)).max(0.0).sqrt()
    };
    days.iter().map(widen).collect()
}

/// The sums of the first 0, 1, 2 … values.
fn sums_upto(values: &[f64]) -> Vec<f64> {
    let mut upto = vec![0.0];
    for (at, value) in values.iter().enumerate() {
        upto.push(upto[at] + value);
    }
    upto
}

/// What is unsure of a level that was smoothed from so many days, by what an error leaves in itself and in the next day.
fn level(left: &[f64], days: usize) -> f64 {
    let (Some(own), Some(next)) = (left.first(), left.get(1)) else {
        return 0.0;
    };
    let alpha = if *own > 0.0 { (next / own).min(1.0) } else { 0.0 };
    own.powi(2) * (alpha / (2.0 - alpha)).max(1.0 / days.max(1) as f64)
}

/// Where a fan comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Trend and week.
    Model,
    /// The mean of the last days, and why nothing better.
    RunRate(String),
    /// Nothing, and why: too little is known.
    Nothing(String),
}

/// Error on days held back, over that of "like a week ago" within the days before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Backtest {
    /// The model's.
    pub mase: f64,
    /// That of "like a week ago" on the same days.
    pub naive: f64,
    /// Days tested.
    pub days: usize,
}

/// So many days ahead of a series of known and missing days.
pub fn fan(series: &[Option<f64>], horizon: usize, settings: Signals) -> Fan {
    let known: Vec<f64> = series.iter().flatten().copied().collect();
    let filled = series.len() - known.len();
    let is_positive = known.iter().all(|value| *value >= 0.0);
    let rate = |why: String, backtest| Fan {
        days: vec![run_rate(&known, settings); horizon],
        basis: Basis::RunRate(why),
        backtest,
        filled,
        upto: Vec::new(),
        level: 0.0,
        is_positive,
    };
    let least = settings.forecast_days as usize;
    if known.len() < least {
        return rate(format!("{} known days, fewer than {least}", known.len()), None);
    }
    if filled * 5 > series.len() {
        return rate(format!("{filled} of {} days are missing", series.len()), None);
    }
    let values = fill(series);
    let Some(backtest) = backtest(&values) else {
        return rate("the model could not be fitted".to_owned(), None);
    };
    if backtest.mase > backtest.naive {
        let why = format!("worse than “like a week ago” on {} days held back", backtest.days);
        return rate(why, Some(backtest));
    }
    let Some(mut days) = model(&values, horizon.max(REACH)) else {
        return rate("the model could not be fitted".to_owned(), Some(backtest));
    };
    if runs_away(&values, &days) {
        return rate(RUNS_AWAY.to_owned(), Some(backtest));
    }
    days.truncate(horizon);
    let left = left(&days);
    if is_positive {
        days.iter_mut()
            .flatten()
            .for_each(|value| *value = value.max(0.0));
    }
    Fan {
        days,
        basis: Basis::Model,
        backtest: Some(backtest),
        filled,
        level: level(&left, known.len()),
        upto: sums_upto(&left),
        is_positive,
    }
}

/// Whether four weeks ahead would come to more than thrice what any four weeks came to.
fn runs_away(values: &[f64], days: &[[f64; 3]]) -> bool {
    let highest = |values: &[f64]| {
        let sums = values.windows(RUN).map(|weeks| weeks.iter().sum::<f64>().abs());
        sums.fold(0.0, f64::max)
    };
    let ahead: Vec<f64> = days.iter().map(|day| day[1]).collect();
    highest(&ahead) > MOST_GROWTH * highest(values)
}

/// Gaps get the value of a week before, or of the nearest known day.
pub(super) fn fill(series: &[Option<f64>]) -> Vec<f64> {
    let first = series.iter().flatten().next().copied().unwrap_or_default();
    let mut values: Vec<f64> = Vec::with_capacity(series.len());
    for value in series {
        let before = values.len().checked_sub(WEEK).map(|at| values[at]);
        let next = value.or(before).or(values.last().copied()).unwrap_or(first);
        values.push(next);
    }
    values
}

fn model(values: &[f64], horizon: usize) -> Option<Vec<[f64; 3]>> {
    const TEN_TO_NINETY: f64 = 0.8;
    let trend = AutoETS::new(1, "AZN").ok()?.damped(true).ok()?;
    let fitted = MSTLModel::new(vec![WEEK], trend.into_trend_model())
        .fit(values)
        .ok()?;
    let made = fitted.predict(horizon, TEN_TO_NINETY).ok()?;
    let bands = made.intervals?;
    let days = bands.lower.iter().zip(&made.point).zip(&bands.upper);
    let days: Vec<[f64; 3]> = days.map(|((low, middle), high)| [*low, *middle, *high]).collect();
    let is_sound = days.len() == horizon && days.iter().flatten().all(|value| value.is_finite());
    is_sound.then_some(days)
}

fn backtest(values: &[f64]) -> Option<Backtest> {
    let (mut model_error, mut naive_error, mut scale) = (0.0, 0.0, 0.0);
    for fold in (1..=FOLDS).rev() {
        let (before, rest) = values.split_at(values.len() - fold * WEEK);
        let made = model(before, WEEK)?;
        let week_ago = &before[before.len() - WEEK..];
        for ((day, made), naive) in rest.iter().zip(&made).zip(week_ago) {
            model_error += (day - made[1]).abs();
            naive_error += (day - naive).abs();
        }
        scale += WEEK as f64 * mean(before.windows(WEEK + 1).map(|days| (days[WEEK] - days[0]).abs()));
    }
    // The library works with 32 bits: errors below a millionth of the level are none.
    let noise = 1e-6 * values.iter().map(|value| value.abs()).sum::<f64>() / values.len() as f64;
    let days = FOLDS * WEEK;
    let over = |error: f64| {
        if error <= noise * days as f64 {
            0.0
        } else {
            error / scale
        }
    };
    let made = Backtest {
        mase: over(model_error),
        naive: over(naive_error),
        days,
    };
    (made.mase.is_finite() && made.naive.is_finite()).then_some(made)
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

/// Mean, P10 and P90 of the last days; never narrower than the settings say.
fn run_rate(known: &[f64], settings: Signals) -> [f64; 3] {
    let last = &known[known.len().saturating_sub(RUN)..];
    let Some((low, high)) = quantile(last, 0.1).zip(quantile(last, 0.9)) else {
        return [0.0; 3];
    };
    let middle = mean(last.iter().copied());
    let half = middle.abs() * f64::from(settings.run_rate_percent) / 100.0;
    [low.min(middle - half), middle, high.max(middle + half)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A week of five working days and a calm end, growing by one a week.
    fn weeks(days: usize) -> Vec<Option<f64>> {
        let day = |at: usize| {
            let calm = if at % WEEK > 4 { 20.0 } else { 100.0 };
            Some(calm + at as f64 / 7.0 + ((at * 2_654_435_761) >> 7) as f64 % 30.0)
        };
        (0..days).map(day).collect()
    }

    #[test]
    fn a_trend_with_a_week_beats_the_week_before_and_its_band_holds_what_comes() {
        let all = weeks(180);
        let made = fan(&all[..150], 30, Signals::default());
        assert_eq!(made.basis, Basis::Model);
        let test = made.backtest.expect("a test");
        assert!(test.mase < test.naive, "{test:?}");
        let inside = made.days.iter().zip(&all[150..]).filter(|(band, day)| {
            let day = day.expect("known");
            band[0] <= day && day <= band[2]
        });
        assert!(inside.count() >= 21, "80 % of 30 days, some leeway");
        assert!(
            made.days
                .iter()
                .all(|band| band[0] <= band[1] && band[1] <= band[2])
        );
    }

    #[test]
    fn fewer_than_sixty_days_or_many_gaps_give_the_run_rate_and_say_why() {
        let few = fan(&weeks(59), 3, Signals::default());
        assert_eq!(few.basis, Basis::RunRate("59 known days, fewer than 60".into()));
        assert!(few.days[0][0] < 0.8 * few.days[0][1] && few.days[0][2] > 1.2 * few.days[0][1]);
        let mut holes = weeks(120);
        holes.iter_mut().step_by(4).for_each(|day| *day = None);
        assert_eq!(
            fan(&holes, 3, Signals::default()).basis,
            Basis::RunRate("30 of 120 days are missing".into())
        );
        assert_eq!(fan(&[], 2, Signals::default()).days, [[0.0; 3]; 2]);
    }

    /// Weeks that jump by so much each, after twelve calm ones.
    fn jumps(by: f64) -> Vec<Option<f64>> {
        let day = |at: u32| 10.0 + f64::from(at.saturating_sub(77) / 7) * by;
        (0..112).map(|at| Some(day(at))).collect()
    }

    #[test]
    fn a_model_worse_than_the_week_before_is_not_shown() {
        // What was a week ago is as wrong as anything, smoothing more so.
        let made = fan(&jumps(5.0), 5, Signals::default());
        let test = made.backtest.expect("a test");
        assert_eq!(matches!(made.basis, Basis::Model), test.mase <= test.naive);
    }

    #[test]
    fn a_model_that_runs_away_is_not_shown() {
        let calm = [10.0; 68];
        assert!(runs_away(&calm, &[[31.0; 3]; REACH]));
        assert!(!runs_away(&calm, &[[30.0; 3]; REACH]));
        // However few days are asked for, it is the same model.
        for horizon in [5, REACH] {
            let made = fan(&jumps(500.0), horizon, Signals::default());
            let test = made.backtest.expect("a test");
            assert!(test.mase <= test.naive, "{test:?}");
            assert_eq!(made.basis, Basis::RunRate(RUNS_AWAY.to_owned()));
            assert_eq!(made.days.len(), horizon);
        }
    }

    #[test]
    fn days_added_up_err_less_than_each_of_them() {
        let made = fan(&weeks(150), 60, Signals::default());
        let [low, middle, high] = made.sum(0..30);
        let day_by_day: f64 = made.days[..30].iter().map(|day| day[2] - day[1]).sum();
        let alone = |at: usize| made.days[at][2] - made.days[at][1];
        let one = made.sum(7..8)[2];
        assert!(
            one >= made.days[7][2] && one < 1.3 * made.days[7][2],
            "one day is little more than its own band"
        );
        let independent = (0..30).map(|at| alone(at).powi(2)).sum::<f64>().sqrt();
        assert!(high - middle < day_by_day && high - middle >= independent * 0.999);
        assert!((middle - made.days[..30].iter().map(|day| day[1]).sum::<f64>()).abs() < 1e-6);
        assert!((high - middle - (middle - low)).abs() < 1e-6);
    }

    /// Days that scatter around a level without memory: of many months, about four in five lie within the band.
    #[test]
    fn four_of_five_months_lie_within_their_band() {
        let mut state = 1_u64;
        let mut scatter = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            Some(100.0 + (state >> 40) as f64 / (1_u64 << 24) as f64 * 40.0)
        };
        let inside = (0..40).filter(|_| {
            let all: Vec<Option<f64>> = (0..150).map(|_| scatter()).collect();
            let made = fan(&all[..120], 30, Signals::default());
            let came: f64 = all[120..].iter().flatten().sum();
            let [low, _, high] = made.sum(0..30);
            low <= came && came <= high
        });
        let inside = inside.count();
        assert!((26..=39).contains(&inside), "{inside} of 40");
    }

    #[test]
    fn a_run_rate_adds_its_bands() {
        let made = fan(&weeks(40), 10, Signals::default());
        let twice = made.days[0].map(|value| 2.0 * value);
        assert!(
            made.sum(2..4)
                .iter()
                .zip(twice)
                .all(|(sum, twice)| (sum - twice).abs() < 1e-9)
        );
    }

    #[test]
    fn the_same_days_give_the_same_fan() {
        assert_eq!(
            fan(&weeks(90), 40, Signals::default()),
            fan(&weeks(90), 40, Signals::default())
        );
    }

    #[test]
    fn a_constant_series_stays_what_it_is() {
        let made = fan(&vec![Some(10.0); 80], 20, Signals::default());
        assert!(
            made.days.iter().all(|day| (day[1] - 10.0).abs() < 0.01),
            "{:?}",
            made.days[0]
        );
    }
}
