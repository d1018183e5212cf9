//! The shared data sets as bands and grids of people: one function per chart.

use super::draw::titles;
use super::{Sample, scatter};
use crate::charts::{Bands, Counted, Grid, GridCell, GridRow, TeamBands};
use crate::{Drawing, Figure, Options};

const TEAMS: [&str; 7] = [
    "Claims",
    "Customer care",
    "Data science",
    "Engineering",
    "Finance",
    "Legal",
    "Underwriting",
];

pub(crate) fn bands(sample: Sample, options: &Options) -> Drawing {
    let names = ["Non-user", "Trialling", "Developing", "Established", "Champion"];
    let team = |at: usize| {
        let people = |band: usize| 5 + scatter(at * 7 + band) as u64 / 60;
        let hidden = |band: usize| at % 3 == 1 && (band == 1 || band == 4);
        let part = |band: usize| {
            if hidden(band) {
                Counted::Hidden("fewer than 5".to_owned())
            } else {
                Counted::People(people(band))
            }
        };
        let all = Counted::People((0..=names.len()).map(people).sum());
        TeamBands {
            key: format!("team-{at}"),
            name: sample.name(at, &TEAMS),
            parts: (0..=names.len()).map(part).collect(),
            total: if at == 5 {
                Counted::Hidden("fewer than 5".to_owned())
            } else {
                all
            },
        }
    };
    Bands {
        titles: titles(
            "41 of 285 people do not use AI; 62 are champions",
            "People by band and team, 28 days",
            "",
        ),
        names: names.map(str::to_owned).to_vec(),
        teams: (0..sample.count(TEAMS.len())).map(team).collect(),
    }
    .draw(options)
}

pub(crate) fn adoption_grid(sample: Sample, options: &Options) -> Drawing {
    let tools = ["ChatGPT", "Claude Code", "Copilot", "Cursor"];
    let cells = |row: usize| {
        let cell = |column: usize| match (row + column) % 5 {
            4 => GridCell::Hidden("fewer than 5".to_owned()),
            3 if column == 3 => GridCell::None("no source covers it".to_owned()),
            _ => GridCell::Share(
                Figure::ratio(scatter(row * 4 + column), 1_000),
                "12 of 20, 3 unknown".to_owned(),
            ),
        };
        (0..tools.len()).map(cell).collect()
    };
    grid(sample, &TEAMS, ("Team", &tools.map(str::to_owned), &cells)).draw(options)
}

pub(crate) fn cohort_grid(sample: Sample, options: &Options) -> Drawing {
    let months = [
        "Jul 2025", "Aug 2025", "Sep 2025", "Oct 2025", "Nov 2025", "Dec 2025",
    ];
    let weeks = ["Week 1", "Week 4", "Week 12"].map(str::to_owned);
    let cells = |row: usize| {
        let cell = |column: usize| match row + column {
            7.. => GridCell::None("not yet".to_owned()),
            3 => GridCell::Hidden("fewer than 5".to_owned()),
            _ => GridCell::Share(
                Figure::ratio(900 - 200 * column as i128, 1_000),
                "18 of 20".to_owned(),
            ),
        };
        (0..weeks.len()).map(cell).collect()
    };
    grid(sample, &months, ("Cohort", &weeks, &cells)).draw(options)
}

fn grid(
    sample: Sample,
    names: &[&str],
    (row, columns, cells): (&str, &[String], &dyn Fn(usize) -> Vec<GridCell>),
) -> Grid {
    let line = |at: usize| GridRow {
        key: format!("row-{at}"),
        name: sample.name(at, names),
        cells: cells(at),
    };
    Grid {
        titles: titles(
            "Three in four engineers use Copilot",
            "Active share of those covered",
            "",
        ),
        row: row.to_owned(),
        columns: columns.to_vec(),
        rows: (0..sample.count(names.len())).map(line).collect(),
        empty: "No source names people who use a tool yet.".to_owned(),
    }
}
