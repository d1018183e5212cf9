//! The shared data sets as parts of a whole, as ranges and as ratios: one function per chart.

use chrono::Months;

use super::draw::{first_day, titles, usd};
use super::{Sample, scatter};
use crate::charts::{Interval, Intervals, Item, Parts, RatioLines, TreeGroup, Treemap};
use crate::{Colours, Drawing, Figure, Options};

pub(crate) fn treemap(sample: Sample, options: &Options) -> Drawing {
    let names = ["Anthropic", "OpenAI", "Microsoft", "GitHub", "Cursor"];
    let models = ["Output tokens", "Seats", "Input tokens", "Cache reads"];
    let group = |at: usize| TreeGroup {
        key: format!("group-{at}"),
        name: sample.name(at, &names),
        parts: (0..4)
            .map(|part| {
                let size = 90_000 / ((at as i128 + 1) * (part as i128 * 2 + 1)) + scatter(at + part);
                Item {
                    key: format!("part-{part}"),
                    name: sample.name(part, &models),
                    value: Figure::whole(sample.value(at + part, size)),
                }
            })
            .collect(),
    };
    Treemap {
        titles: titles(
            "Anthropic’s output tokens are the largest part",
            "Billed by vendor and kind",
            "",
        ),
        unit: usd(),
        heads: ("Vendor".to_owned(), "Kind".to_owned()),
        groups: (0..sample.count(names.len())).map(group).collect(),
        colours: Colours::default(),
    }
    .draw(options)
}

pub(crate) fn intervals(sample: Sample, options: &Options) -> Drawing {
    let names = ["Company", "Technology", "Operations", "Corporate"];
    let row = |at: usize| {
        let value = 20 + scatter(at) / 20;
        let whole = |value: i128| Some(Figure::whole(sample.value(at, value)));
        let (low, high) = (sample.value(at, value / 2), sample.value(at, value * 2));
        let is_told = at % 4 != 3;
        Interval {
            key: format!("row-{at}"),
            name: sample.name(at, &names),
            second: format!("{} people", 40 + at),
            bar: whole(value).filter(|_| is_told),
            range: is_told.then(|| (Figure::whole(low.min(high)), Figure::whole(low.max(high)))),
            middle: whole(value * 3 / 4).filter(|_| is_told),
            point: whole(value * 5 / 4).filter(|_| is_told),
            is_estimate: at % 2 == 1,
            note: if is_told {
                String::new()
            } else {
                "fewer than 5".to_owned()
            },
        }
    };
    Intervals {
        titles: titles(
            "Technology spends most for each employee",
            "Billed per employee",
            "",
        ),
        unit: usd(),
        item: "Unit".to_owned(),
        words: Parts {
            bar: "spend per employee",
            range: "tenth to nine tenths",
            middle: "median",
            point: "plan",
        },
        scale: None,
        lines: vec![
            ("Others, median".to_owned(), Figure::whole(60)),
            ("Others, top".to_owned(), Figure::whole(7_500)),
        ],
        rows: (0..sample.count(names.len())).map(row).collect(),
        nothing: "No head count is known.".to_owned(),
    }
    .draw(options)
}

pub(crate) fn ratio_lines(sample: Sample, options: &Options) -> Drawing {
    let point = |at: usize| {
        let part = |size: i128| Figure::ratio(sample.value(at, size), 1_000);
        let all = 20 + at as i128 % 30 + scatter(at) / 300;
        let is_known = at % 9 != 5;
        (
            first_day() + Months::new(at as u32),
            [Some(part(all)).filter(|_| is_known), Some(part(all / 2))],
        )
    };
    RatioLines {
        titles: titles(
            "AI is 3.4\u{a0}% of payroll, tokens 1.7\u{a0}%",
            "Billed spend over loaded payroll",
            "",
        ),
        names: ["all spend".to_owned(), "tokens".to_owned()],
        points: (0..sample.count(15)).map(point).collect(),
        nothing: "No payroll is known.".to_owned(),
    }
    .draw(options)
}
