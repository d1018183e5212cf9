//! Spend over time: one stacked series per value of a dimension, per currency.
//!
//! `value(series, period) = Σ amount`; the seven largest series by `Σ|amount|` keep their name, the rest are *other*.
//! Inputs: `Groups` by a time grain and at most one dimension; the day up to which data is complete.
//! Unit: the currency, or the measure's own. Guards: incomplete and provisional periods are flagged, a period
//! without facts is told from a zero; the finding compares complete periods only and never names *other*.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{Currency, Dimension, Grain, Groups, Measure, Period, Total};
use serde::Serialize;

use crate::figure::{percent, share};
use crate::registry::{MetricInfo, Need};
use crate::words::{movement, name_of, period_label};
use crate::{Explanation, Figure};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "spend-over-time",
    area: "money",
    name: "Spend over time",
    unit: "currency",
    formula: "Σ amount per period and series; seven largest series, the rest is other",
    practice: "Sticker shock",
    guard: "Findings compare complete periods only; a gap is not a zero",
    needs: &[Need::Groups(&["month"])],
};

/// Series over time, one set per currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpendOverTime {
    /// What was added up.
    pub measure: Measure,
    /// Length of a period.
    pub grain: Grain,
    /// What the series are; `None` when there is only one.
    pub dimension: Option<Dimension>,
    /// In order of currency; one set with an empty currency for a quantity.
    pub sets: Vec<SeriesSet>,
    /// How it came about.
    pub explanation: Explanation,
}

/// The series of one currency. All value lists are as long as `periods`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeriesSet {
    /// Currency of money, else empty.
    pub currency: Currency,
    /// Without gaps, oldest first.
    pub periods: Vec<PeriodColumn>,
    /// Largest first, *other* last.
    pub series: Vec<Series>,
    /// Sum over all series, per period.
    pub totals: Vec<Total>,
    /// What changed in the last complete period; `None` when nothing can be said.
    pub finding: Option<Finding>,
}

/// One period of the horizontal axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeriodColumn {
    /// Its days.
    pub period: Period,
    /// `September 2026`, `Q3 2026`, `week of 14 Sep 2026`.
    pub label: String,
    /// Whether any of it may still change.
    pub provisional: bool,
    /// Whether data reaches to its end.
    pub complete: bool,
    /// Facts behind it; 0 means *no data*, not zero.
    pub facts: u64,
}

/// One series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Value of the dimension (`""` is "not stated"), or `other`.
    pub name: String,
    /// Whether it sums what has no series of its own.
    pub is_other: bool,
    /// How many values it holds: 1, or more for *other*.
    pub members: usize,
    /// One per period.
    pub values: Vec<Total>,
    /// Their sum.
    pub total: Total,
}

/// The largest contributor to the last change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// `Claude Opus output drove 62 % of September's rise`.
    pub sentence: String,
    /// The value of the dimension that moved most.
    pub driver: String,
    /// Its part of the change, as a fraction; may exceed 1 when others moved the other way.
    pub share: Option<f64>,
    /// Change of the whole.
    pub change: Total,
    /// The two periods compared: earlier, later.
    pub periods: (Period, Period),
}

/// What the caller knows beside the groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The day up to which data is complete, exclusive; `None` takes the end of the coverage.
    pub complete_until: Option<NaiveDate>,
    /// Most series with a name of their own.
    pub named: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            complete_until: None,
            named: 7,
        }
    }
}

/// Beyond this many periods, gaps are not filled: a stray year 9999 must not make a million columns.
const MOST_FILLED: usize = 4_000;

/// Series of an answer grouped by one time grain and any other dimensions.
pub fn spend_over_time(groups: &Groups, options: Options) -> SpendOverTime {
    let axis = groups.query.by.iter().enumerate().find_map(|(at, by)| match by {
        Dimension::Time(grain) => Some((at, *grain)),
        _ => None,
    });
    let (at, grain) = axis.unwrap_or((usize::MAX, Grain::Month));
    let complete_until = options.complete_until.or(groups.coverage.to);
    let (tables, undated) = tables(groups, at, grain);
    let sets = tables
        .into_iter()
        .map(|(currency, table)| table.into_set(currency, grain, complete_until, options.named));
    let sets: Vec<SeriesSet> = sets.collect();
    SpendOverTime {
        measure: groups.query.measure,
        grain,
        dimension: groups
            .query
            .by
            .iter()
            .find(|by| !matches!(by, Dimension::Time(_)))
            .cloned(),
        explanation: explain(groups, &sets, undated),
        sets,
    }
}

/// The cells of one currency.
#[derive(Default)]
struct Table {
    cells: BTreeMap<String, BTreeMap<NaiveDate, Total>>,
    columns: BTreeMap<NaiveDate, (u64, bool)>,
}

fn tables(groups: &Groups, at: usize, grain: Grain) -> (BTreeMap<Currency, Table>, u64) {
    let mut tables: BTreeMap<Currency, Table> = BTreeMap::new();
    let mut undated = 0;
    for group in &groups.groups {
        let Some(day) = group.keys.get(at).and_then(|key| key.parse().ok()) else {
            undated += group.facts;
            continue;
        };
        let (start, table) = (
            grain.start(day),
            tables.entry(group.currency.clone()).or_default(),
        );
        let mut rest = group.keys.clone();
        rest.remove(at);
        let name = if rest.is_empty() {
            groups.query.measure.id().to_owned()
        } else {
            name_of(&rest)
        };
        let cell = table.cells.entry(name).or_default().entry(start).or_default();
        *cell = *cell + group.value;
        let column = table.columns.entry(start).or_default();
        column.0 += group.facts;
        column.1 |= group.provisional;
    }
    (tables, undated)
}

impl Table {
    fn into_set(self, currency: Currency, grain: Grain, until: Option<NaiveDate>, named: usize) -> SeriesSet {
        let periods = self.periods(grain, until);
        let starts: Vec<NaiveDate> = periods.iter().map(|column| column.period.from).collect();
        let series = self.cells.iter().map(|(name, cells)| Series {
            name: name.clone(),
            is_other: false,
            members: 1,
            values: starts
                .iter()
                .map(|day| cells.get(day).copied().unwrap_or_default())
                .collect(),
            total: cells.values().copied().sum(),
        });
        let mut series: Vec<Series> = series.collect();
        series.sort_by_key(|s| std::cmp::Reverse(s.values.iter().map(|v| v.0.unsigned_abs()).sum::<u128>()));
        let finding = finding(&series, &periods, grain);
        if let Some(finding) = &finding {
            keep_named(&mut series, &finding.driver, named);
        }
        let totals = (0..starts.len())
            .map(|at| series.iter().map(|s| s.values[at]).sum())
            .collect();
        SeriesSet {
            currency,
            series: fold_others(series, named),
            totals,
            finding,
            periods,
        }
    }

    fn periods(&self, grain: Grain, until: Option<NaiveDate>) -> Vec<PeriodColumn> {
        let (Some((first, _)), Some((last, _))) =
            (self.columns.first_key_value(), self.columns.last_key_value())
        else {
            return Vec::new();
        };
        let filled: Vec<NaiveDate> = std::iter::successors(Some(*first), |day| Some(grain.next(*day)))
            .take_while(|day| day <= last)
            .take(MOST_FILLED + 1)
            .collect();
        let days = if filled.len() > MOST_FILLED {
            self.columns.keys().copied().collect()
        } else {
            filled
        };
        let column = |from| {
            let period = Period::new(from, grain.next(from));
            let (facts, provisional) = self.columns.get(&from).copied().unwrap_or_default();
            PeriodColumn {
                period,
                label: period_label(grain, period),
                provisional,
                complete: until.is_some_and(|day| period.to <= day),
                facts,
            }
        };
        days.into_iter().map(column).collect()
    }
}

/// What the sentence names has a name in the picture: where it is among the many small ones, it takes the last place
/// that has one.
fn keep_named(series: &mut [Series], driver: &str, named: usize) {
    let at = series.iter().position(|s| s.name == driver);
    if let (Some(at), Some(last)) = (at, named.checked_sub(1))
        && at >= named
        && series.len() > named + 1
    {
        series[last..=at].rotate_right(1);
    }
}

/// Keeps the first `named` series; the rest become *other*. One series too many keeps its name rather than becoming *other* alone.
fn fold_others(mut series: Vec<Series>, named: usize) -> Vec<Series> {
    if series.len() <= named + 1 {
        return series;
    }
    let rest = series.split_off(named);
    let columns = rest[0].values.len();
    series.push(Series {
        name: "other".to_owned(),
        is_other: true,
        members: rest.len(),
        values: (0..columns)
            .map(|at| rest.iter().map(|s| s.values[at]).sum())
            .collect(),
        total: rest.iter().map(|s| s.total).sum(),
    });
    series
}

fn finding(series: &[Series], periods: &[PeriodColumn], grain: Grain) -> Option<Finding> {
    let last = periods
        .iter()
        .rposition(|column| column.complete && column.facts > 0)?;
    let before = last.checked_sub(1).filter(|at| periods[*at].facts > 0);
    let value = |s: &Series, at: Option<usize>| at.map_or(0, |at| s.values[at].0);
    let delta = |s: &Series| value(s, Some(last)) - value(s, before);
    let change: i128 = series.iter().map(delta).sum();
    let driver = series.iter().max_by_key(|s| delta(s) * change.signum())?;
    let part = share(Total(delta(driver)), Total(change));
    let now = periods[last].period;
    let word = if change < 0 { "fall" } else { "rise" };
    let moved = movement(word, grain, now);
    let sentence = match (before, part) {
        (Some(_), None) => format!("{} is the same as the period before", periods[last].label),
        (None, None) => return None,
        (None, Some(part)) if series.len() > 1 => {
            format!(
                "{} carries {} % of {}",
                driver.name,
                percent(part),
                periods[last].label
            )
        }
        (None, _) if last == 0 => format!("{} is the first complete period", periods[last].label),
        (None, _) => format!("{} follows a period without data", periods[last].label),
        (Some(at), _) if series.len() == 1 => grown(series, (at, last), word, &periods[last].label),
        (Some(_), Some(part)) if part > 1.0 => format!("{} drove more than all of {moved}", driver.name),
        (Some(_), Some(part)) => format!("{} drove {} % of {moved}", driver.name, percent(part)),
    };
    let earlier = before.map_or(now, |at| periods[at].period);
    Some(Finding {
        sentence,
        driver: driver.name.clone(),
        share: part,
        change: Total(change),
        periods: (earlier, now),
    })
}

fn grown(series: &[Series], (before, last): (usize, usize), word: &str, label: &str) -> String {
    let (old, new) = (series[0].values[before], series[0].values[last]);
    match share(Total(new.0 - old.0), Total(old.0.abs())) {
        Some(part) => format!("{label}: a {word} of {} %", percent(part.abs())),
        None => format!("{label}: a {word} from nothing"),
    }
}

fn explain(groups: &Groups, sets: &[SeriesSet], undated: u64) -> Explanation {
    let measure = groups.query.measure;
    let sums: Vec<String> = sets
        .iter()
        .map(|set| {
            let sum = Figure::new(measure, &set.currency, set.totals.iter().copied().sum());
            format!("Σ over {} periods = {}", set.periods.len(), sum.with_unit())
        })
        .collect();
    let columns = || sets.iter().flat_map(|set| &set.periods);
    let formula = if sums.is_empty() {
        "no facts".to_owned()
    } else {
        sums.join("; ")
    };
    Explanation::new(format!("Sum of {} per period and series.", measure.id()), formula)
        .covered_by(&groups.coverage)
        .guard(
            "Findings compare complete periods only; what is joined as other is never named as the driver.",
        )
        .note_if(
            columns().any(|c| c.provisional),
            "Hatched periods are provisional.",
        )
        .note_if(columns().any(|c| !c.complete), "The last period is not complete.")
        .note_if(
            columns().any(|c| c.facts == 0),
            "Periods without any fact are gaps, not zeros.",
        )
        .note_if(
            undated > 0,
            format!("{undated} facts without a day are left out."),
        )
}
