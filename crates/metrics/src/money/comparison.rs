//! Comparison: a period against the previous of equal length and the same days a year earlier.
//!
//! `change = this − before`, `percent = change ÷ |before|`. An incomplete period is cut to the days that have data,
//! and so are the others (day for day). Inputs: the windows of [`windows`], and one `Groups` for each.
//! Unit: the currency. Guards: says when it was cut; no percentage over zero; each currency by itself; an earlier period
//! that the book does not have is missing, not 0.

use std::collections::BTreeSet;

use chrono::{Days, Months, NaiveDate};
use model::{Currency, Groups, Period, Total};
use serde::Serialize;

use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Figure, figure::share};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "comparison",
    area: "money",
    name: "Comparison",
    unit: "currency",
    formula: "this − before; (this − before) ÷ |before|",
    practice: "Sticker shock",
    guard: "Incomplete periods are compared day for day; no percentage over zero",
    needs: &[Need::Groups(&[])],
};

/// The periods to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Windows {
    /// This period, cut to what has data.
    pub this: Period,
    /// The period before.
    pub previous: Period,
    /// The same days a year earlier.
    pub last_year: Period,
    /// Whether the period was cut because it is not complete.
    pub is_cut: bool,
}

/// Differences per currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The periods compared.
    pub windows: Windows,
    /// In order of currency.
    pub rows: Vec<ComparisonRow>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparisonRow {
    /// Its currency.
    pub currency: Currency,
    /// This period.
    pub this: Figure,
    /// Against the previous period; `None` where the book does not have it.
    pub previous: Option<Change>,
    /// Against the same days a year earlier; `None` where the book does not have them.
    pub last_year: Option<Change>,
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The earlier figure.
    pub before: Figure,
    /// This minus before.
    pub difference: Total,
    /// Difference as a fraction of the absolute earlier figure; `None` over zero.
    pub fraction: Option<f64>,
}

/// The periods to ask for, given the day up to which data reaches (exclusive).
pub fn windows(period: Period, data_to: Option<NaiveDate>) -> Windows {
    let end = data_to.map_or(period.to, |day| day.clamp(period.from, period.to));
    let (before, year) = (period.previous(), Months::new(12));
    let a_year_ago = Period::new(period.from - year, period.to - year);
    let is_cut = end < period.to;
    let days = Days::new((end - period.from).num_days().unsigned_abs());
    let cut = |whole: Period| {
        if is_cut {
            Period::new(whole.from, whole.to.min(whole.from + days))
        } else {
            whole
        }
    };
    Windows {
        this: Period::new(period.from, end),
        previous: cut(before),
        last_year: cut(a_year_ago),
        is_cut,
    }
}

/// Compares the answers for the three windows, as far as the book has them: what is not in it was not 0.
pub fn comparison(
    windows: Windows,
    this: &Groups,
    previous: Option<&Groups>,
    last_year: Option<&Groups>,
) -> Comparison {
    let measure = this.query.measure;
    let answers = [Some(this), previous, last_year];
    let currencies: BTreeSet<Currency> = answers
        .iter()
        .flatten()
        .flat_map(|groups| groups.stated().map(|group| group.currency.clone()))
        .collect();
    let row = |currency: Currency| {
        let figure = |groups| Figure::new(measure, &currency, sum(groups, &currency));
        let now = figure(this);
        ComparisonRow {
            previous: previous.map(|groups| change(&now, figure(groups))),
            last_year: last_year.map(|groups| change(&now, figure(groups))),
            this: now,
            currency,
        }
    };
    let rows: Vec<ComparisonRow> = currencies.into_iter().map(row).collect();
    let without: u64 = answers.iter().flatten().map(|groups| groups.without()).sum();
    let explanation = explain(windows, &rows).covered_by(&this.coverage).note_if(
        without > 0,
        format!("{without} facts of these periods carry no amount or are covered by a seat."),
    );
    Comparison {
        windows,
        rows,
        explanation,
    }
}

fn sum(groups: &Groups, currency: &Currency) -> Total {
    let same = groups.groups.iter().filter(|group| group.currency == *currency);
    same.map(|group| group.value).sum()
}

fn change(now: &Figure, before: Figure) -> Change {
    let difference = Total(now.value.0 - before.value.0);
    Change {
        fraction: share(difference, Total(before.value.0.abs())),
        difference,
        before,
    }
}

fn explain(windows: Windows, rows: &[ComparisonRow]) -> Explanation {
    let steps: Vec<String> = rows
        .iter()
        .filter_map(|row| Some((row, row.previous.as_ref()?)))
        .map(|(row, previous)| format!("{} − {}", row.this.with_unit(), previous.before.with_unit()))
        .collect();
    let days = |period: Period| format!("{} to {} (end exclusive)", period.from, period.to);
    Explanation::new(
        "This period against the previous one and the same days a year earlier.",
        steps.join("; "),
    )
    .input("this period", &days(windows.this))
    .input("previous period", &days(windows.previous))
    .input("a year earlier", &days(windows.last_year))
    .guard("No percentage over zero; each currency by itself; what the book does not have is not 0.")
    .note_if(
        windows.is_cut,
        format!(
            "The period is not complete: {} days are compared day for day.",
            windows.this.days()
        ),
    )
    .note_if(
        !windows.is_cut && windows.this.days() != windows.previous.days(),
        format!(
            "Whole months: {} days against {}.",
            windows.this.days(),
            windows.previous.days()
        ),
    )
}
