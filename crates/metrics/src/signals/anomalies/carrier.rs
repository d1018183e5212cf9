//! What carries an anomaly: the value of a dimension whose own excess makes most of its impact. Finds no anomaly.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use model::{Groups, Period, Total};
use serde::Serialize;

use super::{Anomaly, BEFORE, Signals};
use crate::rounding::scale_half_even;
use crate::signals::daily::Daily;

/// A value that carries an anomaly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Carrier {
    /// Of which dimension.
    pub dimension: String,
    /// The value.
    pub value: String,
    /// Its own excess over the four weeks before, of the impact.
    pub share: f64,
    /// That excess.
    pub excess: Total,
}

/// The value of one dimension that carries enough of an anomaly. The groups are by day and that dimension over its
/// [`Anomaly::window`], of daily streams of the series only, as the anomaly itself; or by provider and category, too, and then
/// of anything.
pub fn carrier(anomaly: &Anomaly, (groups, series): (&Groups, &Daily), settings: Signals) -> Option<Carrier> {
    let impact = anomaly.impact().0;
    // Days as they are written come in their order.
    let window = anomaly.window();
    let window = window.from.to_string()..window.to.to_string();
    let mut values: BTreeMap<&str, (i128, BTreeMap<NaiveDate, i128>)> = BTreeMap::new();
    for group in groups
        .groups
        .iter()
        .filter(|group| group.currency == anomaly.currency)
    {
        let [day, value, stream @ ..] = group.keys.as_slice() else {
            continue;
        };
        if !window.contains(day) {
            continue;
        }
        if let [provider, category] = stream
            && !series.streams.contains(&(provider.clone(), category.clone()))
        {
            continue;
        }
        let Ok(day) = day.parse::<NaiveDate>() else {
            continue;
        };
        let (during, before) = values.entry(value).or_default();
        if anomaly.period.contains(day) {
            *during += group.value.0;
        } else if day < anomaly.period.from {
            *before.entry(day).or_default() += group.value.0;
        }
    }
    let excess = values
        .into_iter()
        .map(|(value, (during, before))| (value, during - usual_of(&before, anomaly.period)));
    // What is not stated explains nothing.
    let stated = excess.filter(|(value, _)| !value.is_empty());
    let (value, excess) = stated.max_by_key(|(_, excess)| excess * impact.signum())?;
    let share = excess as f64 / impact as f64;
    (share * 100.0 >= f64::from(settings.anomaly_share_percent)).then(|| Carrier {
        dimension: groups
            .query
            .by
            .get(1)
            .map(ToString::to_string)
            .unwrap_or_default(),
        value: value.to_owned(),
        share,
        excess: Total(excess),
    })
}

/// What the same weekdays of the four weeks before let expect of a value: the median of the four, rounded once.
fn usual_of(before: &BTreeMap<NaiveDate, i128>, period: Period) -> i128 {
    let days = period.from.iter_days().take_while(|day| *day < period.to);
    let start =
        |day: NaiveDate| period.from - Days::new(7 - (day - period.from).num_days().rem_euclid(7) as u64);
    let usual = |day: NaiveDate| {
        let weeks = (0..BEFORE / 7).map(|week| start(day) - Days::new(7 * week));
        let mut four: Vec<i128> = weeks.map(|day| before.get(&day).copied().unwrap_or(0)).collect();
        four.sort_unstable();
        four[1] + four[2]
    };
    scale_half_even(days.map(usual).sum(), 1, 2).unwrap_or_default()
}
