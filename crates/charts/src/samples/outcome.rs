//! The shared data sets as tokens against outcomes: one function per chart.

use super::draw::titles;
use super::{Sample, scatter};
use crate::charts::{ConnectedScatter, Path, RankRange, RankedTeam, Stop};
use crate::{Drawing, Figure, Options};

pub(crate) fn connected_scatter(sample: Sample, options: &Options) -> Drawing {
    let names = ["Claims", "Customer Service", "Core platform", "Underwriting"];
    let count = sample.count(5);
    let path = |team: usize| {
        let stop = |at: usize| {
            let grown = at as i128 * (31 + 22 * team as i128);
            let up = 100 + at as i128 * (9 - 3 * team as i128) + scatter(at + team) / 200;
            Stop {
                label: format!("Q{} {}", at % 4 + 1, 2025 + at / 4),
                across: Figure::whole(sample.value(at, 100 + grown)),
                up: Figure::whole(sample.value(at, up)),
            }
        };
        Path {
            key: format!("team-{team}"),
            name: sample.name(team, &names),
            stops: (0..count).map(stop).collect(),
        }
    };
    ConnectedScatter {
        titles: titles(
            "Claims: tokens +124\u{a0}%, claims settled +37\u{a0}%: elasticity 0.39",
            "Outcome by tokens, first quarter = 100",
            "",
        ),
        axes: ("Tokens".to_owned(), "Outcome".to_owned()),
        paths: (0..count.min(names.len())).map(path).collect(),
    }
    .draw(options)
}

pub(crate) fn rank_range(sample: Sample, options: &Options) -> Drawing {
    let names = [
        "Core platform",
        "Claims",
        "Customer Service",
        "Data",
        "Underwriting",
        "Finance",
    ];
    let count = sample.count(names.len());
    let team = |at: usize| {
        let (rank, spread) = (at as u32 + 1, (scatter(at) % 3) as u32);
        RankedTeam {
            name: sample.name(at, &names),
            value: format!("{} of 40", 38 - (at % 12) * 3),
            ranks: [
                rank.saturating_sub(spread).max(1),
                rank,
                (rank + spread).min(count as u32),
            ],
            group: (at / 2) as u32 + 1,
        }
    };
    RankRange {
        titles: titles(
            "2 of 6 teams run into one another at the top",
            "Rank by share of people active in 9 of 12 weeks",
            "",
        ),
        teams: (0..count).map(team).collect(),
        nothing: "Teams are not ranked.".to_owned(),
    }
    .draw(options)
}
