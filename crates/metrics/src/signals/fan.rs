//! What daily figures may come to: P10, P50 and P90 of each day ahead.
//!
//! The week is taken out by MSTL, what remains is smoothed exponentially (additive error, damped trend or none, chosen
//! by `AICc`; the `augurs` library does both), and the week is put back. Four weeks are held back in turn, one by one, to test
//! the model: `MASE = mean |error| ÷ mean |y(t) − y(t−7)|` of the days before. Guards: too few known days, too many gaps
//! or a test worse than "like a week ago" give the run rate only: the mean of the last 28 known days, with P10 and P90
//! of single days as band. Draws nothing at random. Knows no money.

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
}

/// Where a fan comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Trend and week.
    Model,
    /// The mean of the last days, and why nothing better.
    RunRate(String),
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
    let rate = |why: String, backtest| Fan {
        days: vec![run_rate(&known, settings); horizon],
        basis: Basis::RunRate(why),
        backtest,
        filled,
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
    let Some(mut days) = model(&values, horizon) else {
        return rate("the model could not be fitted".to_owned(), Some(backtest));
    };
    if values.iter().all(|value| *value >= 0.0) {
        days.iter_mut()
            .flatten()
            .for_each(|value| *value = value.max(0.0));
    }
    Fan {
        days,
        basis: Basis::Model,
        backtest: Some(backtest),
        filled,
    }
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

    #[test]
    fn a_model_worse_than_the_week_before_is_not_shown() {
        // Fortnights that jump: what was a week ago is as wrong as anything, smoothing more so.
        let jumps: Vec<Option<f64>> = (0..112)
            .map(|at| {
                Some(if at < 84 {
                    10.0
                } else {
                    10.0 + f64::from((at - 77) / 7) * 500.0
                })
            })
            .collect();
        let made = fan(&jumps, 5, Signals::default());
        let test = made.backtest.expect("a test");
        assert_eq!(matches!(made.basis, Basis::Model), test.mase <= test.naive);
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
