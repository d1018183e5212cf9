//! Charts of adoption: bands per team, tools by team, cohorts, regularity. Groups only; what is hidden says so.

use charts::Options;
use charts::charts as chart;
use metrics::people::bands as ladder;
use metrics::people::suppression::Shown;

use super::people::{titles, window_words};
use crate::scope::Scope;
use crate::show::Charted;
use crate::view::Route;
use crate::{Result, adoption, show};

/// How many people of each team are in each band.
pub(super) fn bands(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = ladder::bands(
        scope.people()?,
        scope.person_days()?,
        adoption::look(scope),
        &scope.settings,
    );
    let table = &made.table;
    let teams = made.teams.iter().zip(&table.cells).zip(&table.rows);
    let teams = teams.map(|((team, parts), total)| chart::TeamBands {
        key: team.clone(),
        name: team_name(team),
        parts: parts.iter().map(counted).collect(),
        total: counted(total),
    });
    let mut titles = titles(
        scope,
        bands_finding(scope, &made),
        format!(
            "People by band, {} ladder, {}",
            made.preset.id(),
            bands_window(scope, made.preset)
        ),
    );
    if made.preset == ladder::Preset::Volume {
        titles.remark = "Gameable: tokens are easily burnt.".to_owned();
    }
    let input = chart::Bands {
        titles,
        names: made.names.iter().map(|name| (*name).to_owned()).collect(),
        teams: teams.collect(),
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation: made.explanation,
        go: to_team(scope),
    })
}

fn bands_window(scope: &Scope<'_>, preset: ladder::Preset) -> String {
    if preset == ladder::Preset::Viva {
        "last 12 full weeks".to_owned()
    } else {
        window_words(scope)
    }
}

/// `41 of 285 people are Non-user; 62 are Champion`.
fn bands_finding(scope: &Scope<'_>, made: &ladder::Bands) -> String {
    let (Some(all), Some(last)) = (made.table.total.value(), made.names.len().checked_sub(1)) else {
        return "Too few people to show bands".to_owned();
    };
    let unknown = made
        .table
        .columns
        .last()
        .and_then(Shown::value)
        .copied()
        .unwrap_or(0);
    let part = |at: usize| made.table.columns.get(at).and_then(Shown::value);
    let said = |at: usize| {
        let people = part(at)?;
        Some(format!("{} {}", show::count(scope, *people), made.names[at]))
    };
    let parts: Vec<String> = [0, last].into_iter().filter_map(said).collect();
    if *all == 0 || parts.is_empty() {
        return "Nobody\u{2019}s use is known yet".to_owned();
    }
    format!(
        "Of {} people whose use is known: {}",
        show::count(scope, all - unknown),
        parts.join(", ")
    )
}

/// A mark of a team leads to its people screen.
fn to_team(scope: &Scope<'_>) -> show::Go {
    let mut route = Route {
        screen: "people".to_owned(),
        ..scope.route.clone()
    };
    let filters: Vec<crate::view::FilterView> = route
        .filters
        .drain(..)
        .filter(|filter| filter.dimension != "team")
        .collect();
    Box::new(move |key| {
        let team = key.split('|').next().unwrap_or_default();
        let only = crate::view::FilterView {
            dimension: "team".to_owned(),
            values: vec![team.to_owned()],
        };
        Some(Route {
            filters: filters.iter().cloned().chain([only]).collect(),
            ..route.clone()
        })
    })
}

fn team_name(team: &str) -> String {
    if team.is_empty() {
        "no team".to_owned()
    } else {
        team.to_owned()
    }
}

fn counted(shown: &Shown<u32>) -> chart::Counted {
    match shown {
        Shown::Value(people) => chart::Counted::People((*people).into()),
        Shown::Hidden(why) => chart::Counted::Hidden(why.text()),
    }
}
