//! The shared data sets as spend, people and seats: one function per chart.

use chrono::{Days, Months, NaiveDate};
use model::{Currency, Period};

use super::{Sample, scatter};
use crate::charts::{
    Bin, DaySeen, HeatMap, Item, Lorenz, Pareto, SeatUse, Series, SpendOverTime, TimeColumn,
    UsageDistribution, Utilisation, VarianceWaterfall,
};
use crate::{Colours, Drawing, Figure, Options, Titles, Unit};

pub(super) fn titles(title: &str, description: &str, remark: &str) -> Titles {
    Titles {
        title: title.to_owned(),
        description: description.to_owned(),
        remark: remark.to_owned(),
        notes: vec!["All teams · Billed, USD · Jul 2025 – Sep 2026 · sample".to_owned()],
    }
}

pub(super) fn usd() -> Unit {
    Unit::Money(Currency::new("USD"))
}

pub(super) fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, 1).expect("a day")
}

pub(super) fn period(sample: Sample, at: usize) -> Period {
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
        planned: "budget",
        colours: Colours::default(),
    }
    .draw(options)
}

fn items(sample: Sample, names: &[&str], size: impl Fn(usize) -> i128) -> Vec<Item> {
    let item = |at| Item {
        key: format!("item-{at}"),
        name: sample.name(at, names),
        value: Figure::whole(sample.value(at, size(at))),
    };
    (0..sample.count(names.len())).map(item).collect()
}

const TEAMS: [&str; 11] = [
    "Engineering",
    "Claims",
    "Data science",
    "Customer care",
    "Underwriting",
    "Marketing",
    "Legal",
    "Finance",
    "Actuarial",
    "People",
    "Facilities",
];

pub(crate) fn pareto(sample: Sample, options: &Options) -> Drawing {
    let sizes = [
        61_400, 28_300, 19_900, 11_200, 7_800, 5_100, 3_900, 2_700, 1_600, 900, 250,
    ];
    Pareto {
        titles: titles(
            "Two of eleven teams carry 63\u{a0}% of the bill",
            "Billed by team, September 2026",
            "",
        ),
        unit: usd(),
        item: "Team".to_owned(),
        items: items(sample, &TEAMS, |at| {
            sizes.get(at).copied().unwrap_or(40 + scatter(at))
        }),
    }
    .draw(options)
}

pub(crate) fn variance_waterfall(sample: Sample, options: &Options) -> Drawing {
    let names = [
        "Output tokens, Claude",
        "New seats, Copilot",
        "Price, OpenAI",
        "Cache reads",
        "Credits",
        "Team moves",
    ];
    let sizes = [15_400, 7_200, -2_100, 3_900, -1_500, 2_006];
    let steps = items(sample, &names, |at| {
        sizes.get(at).copied().unwrap_or(scatter(at) - 400)
    });
    let rise: Figure = steps.iter().map(|step| step.value).sum();
    let total = |key: &str, name: &str, value| Item {
        key: key.to_owned(),
        name: name.to_owned(),
        value,
    };
    let start = if sample == Sample::Empty {
        Figure::ZERO
    } else {
        Figure::whole(118_312)
    };
    VarianceWaterfall {
        titles: titles(
            "Claude output tokens drove 62\u{a0}% of September’s rise",
            "Billed, August to September 2026",
            "",
        ),
        unit: usd(),
        from: total("from", "August 2026", start),
        steps,
        to: total("to", "September 2026", start + rise),
        is_rise_good: false,
        empty: "Nothing changed between the two.".to_owned(),
    }
    .draw(options)
}

pub(crate) fn usage_distribution(sample: Sample, options: &Options) -> Drawing {
    let sizes = [14, 22, 31, 38, 46, 42, 30, 17, 9, 5, 2];
    let bin = |at: usize| Bin {
        from: 10i128.pow((at % 30) as u32),
        to: 10i128.pow((at % 30) as u32 + 1),
        people: (sample != Sample::Names || at != 9)
            .then(|| sizes.get(at).copied().unwrap_or(scatter(at) as u64)),
    };
    let is_empty = sample == Sample::Empty;
    UsageDistribution {
        titles: titles(
            "41 of 285 people have not used AI at all",
            "People by tokens, last 28 days",
            "9 never had access; 32 do.",
        ),
        measured: "tokens per person, last 28 days".to_owned(),
        zero: Some(if is_empty { 0 } else { 41 }),
        unknown: Some(if is_empty { 0 } else { 12 }),
        bins: (0..sample.count(sizes.len())).map(bin).collect(),
        median: (!is_empty).then_some(28_400),
    }
    .draw(options)
}

pub(crate) fn lorenz(sample: Sample, options: &Options) -> Drawing {
    let count = sample.count(20) as i128;
    let point = |at: i128| {
        let (at, all) = (at + 1, count.max(1));
        (
            Figure::ratio(at, all),
            Figure::ratio(at * at * at * at, all * all * all * all),
        )
    };
    Lorenz {
        titles: titles(
            "One in ten people uses a third of all tokens",
            "Share of tokens by share of people, September 2026",
            "",
        ),
        measured: "tokens".to_owned(),
        points: (0..count).map(point).collect(),
        gini: Figure::ratio(61, 100),
    }
    .draw(options)
}

pub(crate) fn heat_map(sample: Sample, options: &Options) -> Drawing {
    let day = |at: usize| {
        let day = first_day() + Days::new(at as u64);
        let is_weekend = at % 7 > 3 && at % 7 < 6;
        let people = if is_weekend {
            scatter(at) / 120
        } else {
            60 + scatter(at) / 12 + at as i128 / 4
        };
        let value = Figure::whole(sample.value(at, people));
        match at % 97 {
            40 => (day, DaySeen::NotCovered),
            50 => (day, DaySeen::Hidden("fewer than 5".to_owned())),
            _ => (day, DaySeen::Figure(value)),
        }
    };
    HeatMap {
        titles: titles(
            "Use is a weekday habit, and it grows",
            "People active per day",
            "",
        ),
        unit: Unit::Count("people".to_owned()),
        days: (0..sample.count(250)).map(day).collect(),
    }
    .draw(options)
}

pub(crate) fn utilisation(sample: Sample, options: &Options) -> Drawing {
    let names = [
        "ChatGPT Enterprise",
        "GitHub Copilot",
        "Claude Team",
        "Microsoft 365 Copilot",
        "Cursor",
    ];
    let seats = [
        (200, 188, 122),
        (150, 150, 131),
        (60, 52, 49),
        (120, 80, 31),
        (25, 25, 24),
    ];
    let product = |at: usize| {
        let (bought, assigned, active) = seats[at % seats.len()];
        SeatUse {
            key: format!("product-{at}"),
            name: sample.name(at, &names),
            bought: (at != 2).then_some(bought),
            assigned: Some(assigned),
            active: Some(active),
            idle: format!("${} idle a month", (bought - active) * 30),
        }
    };
    Utilisation {
        titles: titles(
            "Three in four Microsoft seats are idle",
            "Seats per product, last 28 days",
            "",
        ),
        products: (0..sample.count(names.len())).map(product).collect(),
    }
    .draw(options)
}
