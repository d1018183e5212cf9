//! The shared data sets as what is bought ahead: one function per chart.

use chrono::{Days, Months};

use super::draw::{first_day, titles, usd};
use super::{Sample, scatter};
use crate::charts::{PriceRange, PriceRanges, Renewals, TermBar, Terms};
use crate::{Drawing, Figure, Options};

pub(crate) fn renewals(sample: Sample, options: &Options) -> Drawing {
    let names = [
        "ChatGPT Enterprise",
        "GitHub Copilot",
        "Claude Team",
        "Cursor Teams",
    ];
    let today = first_day() + Months::new(8);
    let term = |at: usize| {
        let start = first_day() + Days::new(scatter(at).unsigned_abs() as u64 % 200);
        // A term may end before it starts where a file has the days the wrong way round.
        let end = if sample == Sample::Negative {
            start - Days::new(9)
        } else {
            start + Months::new(12)
        };
        TermBar {
            key: format!("term-{at}"),
            name: sample.name(at, &names),
            standing: if at.is_multiple_of(2) {
                "notice due".to_owned()
            } else {
                "renew".to_owned()
            },
            start: (at % 7 != 6).then_some(start),
            end: (at % 5 != 4).then_some(end),
            notice: (at % 4 != 3).then(|| end - Days::new(30)),
            is_decided: at % 2 == 1,
        }
    };
    Renewals {
        titles: titles("ChatGPT Enterprise: notice by 30 November", "Contract terms", ""),
        about: Terms::Contracts,
        today,
        terms: (0..sample.count(names.len())).map(term).collect(),
    }
    .draw(options)
}

pub(crate) fn price_ranges(sample: Sample, options: &Options) -> Drawing {
    let names = ["All", "Claims triage", "Letters", "Code review"];
    let task = |at: usize| {
        let whole = |value: i128| Figure::whole(sample.value(at, value));
        let mid = 400 + scatter(at) * 3;
        let (low, high) = if sample.value(at, 1) < 0 {
            (mid * 3 / 2, mid * 3 / 5)
        } else {
            (mid * 3 / 5, mid * 3 / 2)
        };
        PriceRange {
            key: format!("task-{at}"),
            name: sample.name(at, &names),
            now: whole(1_200 + scatter(at + 1) * 2),
            other: [whole(low), whole(mid), whole(high)],
        }
    };
    PriceRanges {
        titles: titles(
            "The small model would have cost between 1,800 and 4,100",
            "Price-only counterfactual",
            "",
        ),
        unit: usd(),
        tasks: (0..sample.count(names.len())).map(task).collect(),
    }
    .draw(options)
}
