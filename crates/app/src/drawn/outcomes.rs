//! Charts of outcomes: tokens against the KPI of each team. Teams only, suppressed ones left out and named.

use charts::charts as chart;
use charts::{Figure, Options, Titles};
use chrono::Datelike;
use metrics::figure::Rate;
use metrics::people::team_ranking::{RankBy, Ranked};
use metrics::roi::decoupling::{Link, TeamQuarter, team_name};

use crate::scope::Scope;
use crate::show::{self, Charted};
use crate::{Result, outcomes};

/// One line per team through its quarters, tokens across and outcome up.
pub(super) fn decoupling(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = outcomes::decoupled(scope)?;
    let title = if made.finding.is_empty() {
        "No team has two quarters with tokens and a KPI".to_owned()
    } else {
        made.finding.clone()
    };
    let hidden: Vec<&str> = made
        .links
        .iter()
        .filter(|link| is_hidden(link))
        .map(|link| team_name(&link.team))
        .collect();
    let mut notes = scope.filter_notes();
    if !hidden.is_empty() {
        notes.push(format!("Not shown, too few people: {}", hidden.join(", ")));
    }
    let input = chart::ConnectedScatter {
        titles: Titles::new(
            title,
            "Each team's KPI by its tokens, quarter by quarter, first quarter = 100",
            notes,
        ),
        axes: ("Tokens".to_owned(), "Outcome".to_owned()),
        paths: made.links.iter().map(path).collect(),
    };
    Ok(Charted::still(input.draw(options), made.explanation.clone()))
}

fn is_hidden(link: &Link) -> bool {
    link.quarters.iter().any(|quarter| quarter.hidden.is_some())
}

fn path(link: &Link) -> chart::Path {
    let both = || {
        link.quarters
            .iter()
            .filter_map(|quarter| Some((quarter, quarter.both()?)))
    };
    let first = both().next().map_or((1.0, 1.0), |(_, first)| first);
    let index = |value: f64, base: f64| Figure::nanos((value / base * 1_000.0).round() as i128 * 100_000_000);
    let stops = both().map(|(quarter, (tokens, outcome))| chart::Stop {
        label: label(quarter),
        across: index(tokens, first.0),
        up: index(outcome, first.1),
    });
    chart::Path {
        key: format!("{}/{}", link.team, link.kpi),
        name: format!("{}: {}", team_name(&link.team), link.kpi),
        stops: stops.collect(),
    }
}

fn label(quarter: &TeamQuarter) -> String {
    let from = quarter.period.from;
    format!("Q{} {}", from.month0() / 3 + 1, from.year())
}

/// The ranks each team may have; off unless the setting is on.
pub(super) fn ranking(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = outcomes::ranking(scope)?;
    let value = |team: &Ranked| match made.by {
        RankBy::Habit => Rate::new(team.numerator as u64, team.denominator as u64, 0).text(),
        RankBy::Outcome => format!("{:.2} per 1 spent", team.rate()),
    };
    let team = |team: &Ranked| chart::RankedTeam {
        name: team.team.clone(),
        value: value(team),
        ranks: [team.low, team.rank, team.high],
        group: team.group,
    };
    let hidden = (!made.hidden.is_empty()).then(|| {
        let teams = show::counted(made.hidden.len() as u64, "team");
        format!("{teams} not shown: too few people")
    });
    let input = chart::RankRange {
        titles: Titles::new(
            made.finding.clone(),
            format!("Rank by {}", made.by.text()),
            scope.filter_notes().into_iter().chain(hidden).collect(),
        ),
        teams: made.ranked.iter().map(team).collect(),
        nothing: if made.is_on {
            "No team is large enough.".to_owned()
        } else {
            "Ranking is off; turn it on under Book.".to_owned()
        },
    };
    Ok(Charted::still(input.draw(options), made.explanation))
}
