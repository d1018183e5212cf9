//! Charts of what people keep beside the figures: opportunities, levels, evidence, phases, panels, patterns. Teams only;
//! what may not be shown is said in words.

use charts::charts as chart;
use charts::{Figure, Options, Titles, Unit};
use metrics::people::diagnosis::{Placed, TeamPlaces};
use metrics::people::review_flags::Told;
use metrics::people::rubric::TeamLevels;
use metrics::people::suppression::{Hidden, Shown, ShownCell};
use metrics::roi::opportunities::Row;
use metrics::roi::phase::{Declared, Phase, PhaseRow};
use metrics::roi::value_premium::PanelPremium;
use model::capitalised;

use crate::Result;
use crate::scope::Scope;
use crate::show::{self, Charted};
use crate::{outcomes, panels, phases, registers};

fn titles(scope: &Scope<'_>, title: String, description: &str) -> Titles {
    Titles::new(title, description, scope.filter_notes())
}

fn fraction(value: f64) -> Figure {
    Figure::nanos((value * 1e9).round() as i128)
}

fn team_name(name: &str) -> String {
    if name.is_empty() { "no team" } else { name }.to_owned()
}

/// The premium of each panel with its interval.
pub(super) fn premium(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = panels::premium(scope)?;
    let first = made.panels.iter().find_map(|panel| Some((panel, panel.premium?)));
    let title = first.map_or_else(
        || "No panel is large enough for a premium".to_owned(),
        |(panel, premium)| {
            let verb = if premium.low > 0.0 {
                "grew faster than use"
            } else if premium.high < 0.0 {
                "grew slower than use"
            } else {
                "may have grown as use did"
            };
            format!(
                "{} {verb}: {} %",
                panel.value,
                show::signed_number(premium.raw * 100.0, 0)
            )
        },
    );
    let row = |panel: &PanelPremium| chart::Interval {
        key: panel.value.clone(),
        name: panel.value.clone(),
        second: format!(
            "{}, {}",
            panels::counted(panel.members, panel.of),
            if panel.is_reported { "reported" } else { "measured" }
        ),
        range: panel
            .premium
            .map(|premium| (fraction(premium.low), fraction(premium.high))),
        middle: panel.premium.map(|premium| fraction(premium.raw)),
        point: panel
            .premium
            .and_then(|premium| premium.after_haircut)
            .map(fraction),
        is_estimate: panel.is_reported,
        note: panel.refused.clone().unwrap_or_default(),
        ..chart::Interval::default()
    };
    let input = chart::Intervals {
        titles: titles(
            scope,
            title,
            "Growth of value over growth of use, less one; panels of the same people or teams",
        ),
        unit: Unit::Share,
        item: "Value".to_owned(),
        words: chart::Parts {
            bar: "",
            range: "5th to 95th percentile",
            middle: "premium",
            point: "after the haircut",
        },
        scale: None,
        lines: Vec::new(),
        rows: made.panels.iter().map(row).collect(),
        nothing: "No question was asked twice and no KPI is of several teams.".to_owned(),
    };
    Ok(Charted::still(input.draw(options), made.explanation.clone()))
}

/// What items of the register may bring, and what they brought.
pub(super) fn opportunities(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = registers::register(scope)?;
    let ours: Vec<&Row> = made
        .rows
        .iter()
        .filter(|row| row.item.currency == scope.currency)
        .collect();
    let realised = |row: &&&Row| row.item.realised.is_some();
    let (all, measured) = (ours.len(), ours.iter().filter(realised).count());
    let short = ours
        .iter()
        .filter(|row| row.realisation.is_some_and(|share| share < 1.0))
        .count();
    let title = match (all, measured) {
        (0, _) => format!("No opportunity in {} is registered", scope.currency.code()),
        (_, 0) => format!("None of {all} opportunities is measured yet"),
        _ => format!("{measured} of {all} opportunities are measured, {short} below their forecast"),
    };
    let row = |row: &&Row| {
        let forecast = row.item.forecast;
        chart::Interval {
            key: row.item.name.clone(),
            name: row.item.name.clone(),
            second: capitalised(&format!("{:?}", row.item.state).to_lowercase()),
            range: Figure::exact(forecast.p10).zip(Figure::exact(forecast.p90)),
            middle: Figure::exact(forecast.p50),
            point: row.item.realised.and_then(Figure::exact),
            is_estimate: true,
            note: row.review.clone().unwrap_or_default(),
            ..chart::Interval::default()
        }
    };
    let input = chart::Intervals {
        titles: titles(
            scope,
            title,
            "Present value of the benefit, forecast and realised",
        ),
        unit: Unit::Money(scope.currency.clone()),
        item: "Item".to_owned(),
        words: chart::Parts {
            bar: "",
            range: "forecast P10 to P90",
            middle: "forecast P50",
            point: "realised",
        },
        scale: None,
        lines: Vec::new(),
        rows: ours.iter().map(row).collect(),
        nothing: "The register has no item in this currency.".to_owned(),
    };
    Ok(Charted::still(input.draw(options), made.explanation.clone()))
}

/// Mean level of each team, and how much is missing to what roles require.
pub(super) fn rubric(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = registers::levels(scope)?;
    let shown = || made.teams.iter().filter_map(|cell| cell.shown.value());
    let title = rubric_title(&shown().map(TeamLevels::mean_gap).collect::<Vec<_>>());
    let row = |cell: &ShownCell<TeamLevels>| {
        let (team, mut note) = told(cell);
        let people = team.map(|team| f64::from(team.people.max(1)));
        let level = team
            .zip(people)
            .and_then(|(team, people)| Some(level_sum(team)? / people));
        if let Some(why) = team.and_then(|team| team.levels.iter().find_map(Shown::hidden)) {
            note = why.mark();
        }
        let gap = team.map(TeamLevels::mean_gap);
        chart::Interval {
            key: cell.keys[0].clone(),
            name: team_name(&cell.keys[0]),
            second: team
                .map(|team| format!("{} people", team.people))
                .unwrap_or_default(),
            bar: level.map(fraction),
            point: level.zip(gap).map(|(level, gap)| fraction(level + gap)),
            note,
            ..chart::Interval::default()
        }
    };
    let input = chart::Intervals {
        titles: titles(scope, title, "Mean level of the fluency rubric, 0 to 3, by team"),
        unit: Unit::Quantity("levels".to_owned()),
        item: "Team".to_owned(),
        words: chart::Parts {
            bar: "present level",
            range: "",
            middle: "",
            point: "with the mean gap to what the role requires",
        },
        scale: Some(Figure::whole(3)),
        lines: Vec::new(),
        rows: made.teams.iter().map(row).collect(),
        nothing: "Nobody is assessed yet.".to_owned(),
    };
    Ok(Charted::still(input.draw(options), made.explanation.clone()))
}

/// How many teams are below what their roles require, judged by the gaps as they are shown: in hundredths of a level.
fn rubric_title(gaps: &[f64]) -> String {
    let behind = gaps.iter().filter(|gap| **gap >= 0.005).count();
    match gaps.len() {
        0 => "No team is large enough to show".to_owned(),
        1 if behind == 0 => "The one team shown reaches what its roles require".to_owned(),
        1 => format!(
            "The one team shown is {:.2} below what its roles require",
            gaps[0]
        ),
        all if behind == 0 => format!("All {all} teams reach what their roles require"),
        all if behind == 1 => format!("1 of {all} teams is below what its roles require"),
        all => format!("{behind} of {all} teams are below what their roles require"),
    }
}

/// Levels of a team's people added up, where every count may be shown: a mean would tell the one that may not.
fn level_sum(team: &TeamLevels) -> Option<f64> {
    let levels = (0u32..).zip(&team.levels);
    let sum: Option<u32> = levels.map(|(level, count)| Some(level * count.value()?)).sum();
    sum.map(f64::from)
}

/// What may be shown of a team, or the words in place of it.
fn told<T>(cell: &ShownCell<T>) -> (Option<&T>, String) {
    match &cell.shown {
        Shown::Value(value) => (Some(value), String::new()),
        Shown::Hidden(why) => (None, why.mark()),
    }
}

/// Where the evidence points, team by team.
pub(super) fn diagnosis(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = registers::diagnosed(scope)?;
    let (last, first) = Placed::ALL
        .split_last()
        .map_or((&Placed::NotEnough, &[][..]), |split| split);
    debug_assert_eq!(*last, Placed::NotEnough, "the chart draws the last one in grey");
    let counted = |count: &Shown<u32>| match count {
        Shown::Value(people) => chart::Counted::People((*people).into()),
        Shown::Hidden(why) => chart::Counted::Hidden(why.mark()),
    };
    let team = |cell: &ShownCell<TeamPlaces>| {
        let total = counted(&cell.shown.clone().map(|team| team.people));
        let parts = match &cell.shown {
            Shown::Value(team) => team.placed.iter().map(counted).collect(),
            Shown::Hidden(_) => vec![total.clone(); Placed::ALL.len()],
        };
        chart::TeamBands {
            key: cell.keys[0].clone(),
            name: team_name(&cell.keys[0]),
            parts,
            total,
        }
    };
    let mut sums = [0u32; 6];
    for team in made.teams.iter().filter_map(|cell| cell.shown.value()) {
        let counts = sums.iter_mut().zip(&team.placed);
        counts.for_each(|(sum, count)| *sum += count.value().copied().unwrap_or_default());
    }
    let most = (0..5).max_by_key(|at| sums[*at]).filter(|at| sums[*at] > 0);
    let title = most.map_or_else(
        || "There is not enough evidence to ask a team anything".to_owned(),
        |at| format!("Most often the next step is: {}", Placed::ALL[at].text()),
    );
    let input = chart::Bands {
        titles: titles(
            scope,
            title,
            "People by where the evidence of the last 90 days points; unknown: not enough",
        ),
        names: first.iter().map(|placed| placed.text().to_owned()).collect(),
        teams: made.teams.iter().map(team).collect(),
    };
    Ok(Charted::still(input.draw(options), made.explanation))
}

/// Declared phases over time.
pub(super) fn phase(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = phases::of(scope)?;
    let declared = phases::declared(scope.book)?;
    let over = made.rows.iter().filter(|row| row.is_over).count();
    let title = match (declared.len(), over) {
        (0, _) => "No phase is declared".to_owned(),
        (_, 0) => "Every declared phase is within its end date".to_owned(),
        (_, 1) => "One phase is past its end date and was not extended".to_owned(),
        (_, more) => format!("{more} phases are past their end date and were not extended"),
    };
    let today = scope.today();
    let bar = |one: &Declared| {
        let row: Option<&PhaseRow> = made.rows.iter().find(|row| row.about == one.about);
        let suggested = row.and_then(|row| row.suggested).map_or("", Phase::text);
        let standing = if suggested.is_empty() || suggested == one.phase.text() {
            one.phase.text().to_owned()
        } else {
            format!("{}; figures suggest {suggested}", one.phase.text())
        };
        chart::TermBar {
            key: format!("{}|{}", one.about.name(), one.until),
            name: format!("{} ({})", one.about.name(), one.about.kind()),
            standing,
            start: one.from,
            end: Some(one.until),
            notice: None,
            is_decided: one.holds(today),
        }
    };
    let input = chart::Renewals {
        titles: titles(scope, title, "Declared phases with their end dates"),
        about: chart::Terms::Phases,
        today,
        terms: declared.iter().map(bar).collect(),
    };
    Ok(Charted::still(input.draw(options), made.explanation.clone()))
}

/// How many people show each pattern, where there are enough of them to show.
pub(super) fn review(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = outcomes::review(scope)?;
    let row = |told: &&Told| {
        let raised = told.raised.value();
        let people = told.people.value().filter(|_| raised.is_some());
        chart::Interval {
            key: told.flag.id().to_owned(),
            name: capitalised(told.flag.text()),
            second: people.map_or_else(String::new, |people| format!("told of {people} people")),
            bar: raised.map(|people| Figure::whole((*people).into())),
            note: told.raised.hidden().map_or_else(String::new, Hidden::mark),
            ..chart::Interval::default()
        }
    };
    let told: Vec<&Told> = made.flags.iter().filter(|told| told.why_not.is_none()).collect();
    let title = match &made.asked_about {
        Shown::Hidden(why) => format!("People worth asking about: {}", why.text()),
        Shown::Value(0) if told.is_empty() => "No source tells of these patterns".to_owned(),
        Shown::Value(0) => "Nobody shows two of these patterns".to_owned(),
        Shown::Value(some) => format!(
            "{} people show patterns worth asking about",
            show::count(scope, *some)
        ),
    };
    let input = chart::Intervals {
        titles: titles(scope, title, "By pattern of use; a question, not a verdict"),
        unit: Unit::Count("people".to_owned()),
        item: "Pattern".to_owned(),
        words: chart::Parts {
            bar: "people who show it",
            ..chart::Parts::default()
        },
        scale: None,
        lines: Vec::new(),
        rows: told.iter().map(row).collect(),
        nothing: "No source tells any of these patterns.".to_owned(),
    };
    Ok(Charted::still(input.draw(options), made.explanation.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_is_below_by_what_is_shown_of_its_gap() {
        assert_eq!(
            rubric_title(&[0.004]),
            "The one team shown reaches what its roles require"
        );
        assert_eq!(
            rubric_title(&[0.017]),
            "The one team shown is 0.02 below what its roles require"
        );
        assert_eq!(
            rubric_title(&[0.0, 0.004, 0.25]),
            "1 of 3 teams is below what its roles require"
        );
    }
}
