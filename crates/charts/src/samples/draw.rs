//! One function per chart: the shared data sets in that chart's own input.

use chrono::{Days, Months, NaiveDate};
use model::{Currency, Period};

use super::{Sample, scatter};
use crate::charts::{Series, SpendOverTime, TimeColumn};
use crate::{Drawing, Figure, Options, Titles, Unit};

fn titles(title: &str, description: &str, remark: &str) -> Titles {
    Titles {
        title: title.to_owned(),
        description: description.to_owned(),
        remark: remark.to_owned(),
        notes: vec!["All teams · Billed, USD · Jul 2025 – Sep 2026 · sample".to_owned()],
    }
}

fn usd() -> Unit {
    Unit::Money(Currency::new("USD"))
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, 1).expect("a day")
}

fn period(sample: Sample, at: usize) -> Period {
    if sample == Sample::Thousand {
        Period::day(first_day() + Days::new(at as u64))
    } else {
        Period::month(first_day() + Months::new(at as u32))
    }
}

pub(crate) fn spend_over_time(sample: Sample, options: &Options) -> Drawing {
    let count = sample.count(15);
    let vendors = [
        ("Anthropic", 18),
        ("OpenAI", 13),
        ("Microsoft", 11),
        ("GitHub", 8),
        ("AWS", 4),
        ("Cursor", 3),
    ];
    let names = vendors.map(|vendor| vendor.0);
    let series = vendors.iter().enumerate().map(|(at, (key, base))| {
        let month = |column: i128| {
            let jump = if column == 14 { 24 - 3 * at as i128 } else { 0 };
            base * 1_000 + column * base * 97 + scatter(column as usize + at) + jump * 700
        };
        let values =
            (0..count).map(|column| Figure::whole(sample.value(column + at, month(column as i128 % 40))));
        Series {
            key: (*key).to_owned(),
            name: sample.name(at, &names),
            values: values.collect(),
        }
    });
    let columns = (0..count).map(|at| TimeColumn {
        period: period(sample, at),
        is_provisional: at + 1 == count,
        budget: (sample == Sample::Typical).then(|| Figure::whole(58_000 + 3_800 * at as i128)),
    });
    SpendOverTime {
        titles: titles(
            "Claude output tokens drove 62\u{a0}% of September’s rise",
            "Billed by vendor and month",
            "September is provisional; two invoices are open.",
        ),
        unit: usd(),
        columns: columns.collect(),
        series: series.collect(),
    }
    .draw(options)
}
