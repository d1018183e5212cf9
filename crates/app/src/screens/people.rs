//! People & adoption: how many use it at all, how use is spread, seats against use, bands, tools by team, days, cohorts,
//! and who may need access or help. Groups only, but for the list of people to ask.

mod counts;

use metrics::people::bands::Preset;
use metrics::people::non_adopters::{NonAdopters, NonUse, non_adopters};
use metrics::people::streaks::{Streaks, streaks};
use metrics::people::suppression::{HIDDEN, Shown};

use super::{Desk, placed};
use crate::scope::Scope;
use crate::view::{Block, Choice, Control, Placed, Route, RowView, TableView, Tone};
use crate::{Result, adoption, show};
use counts::figures;
pub(super) use counts::{active_why, is_nobody_covered, states};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let scope = desk.scope;
    let people = scope.people()?;
    if people.is_empty() {
        return without_people(desk);
    }
    let help = non_adopters(
        people,
        scope.people_window(),
        scope.people_history(),
        &scope.settings,
    );
    let days = scope.person_days()?;
    let weekly = adoption::used(scope, None)?;
    let streak = streaks(people, days, scope.people_window(), &scope.settings);
    let mut blocks = vec![
        placed(
            12,
            Block::Figures {
                figures: figures(scope, &states(scope)?, (&help, &weekly, &streak)),
            },
        ),
        desk.chart("usage-distribution", 7, 290)?,
        desk.chart("lorenz", 5, 290)?,
        seats(desk)?,
        placed(12, ladder(scope)),
        desk.chart("bands", 12, 300)?,
        desk.chart("adoption-grid", 7, 300)?,
        desk.chart("cohorts", 5, 300)?,
        desk.chart("regularity", 12, 230)?,
        placed(12, Block::Table(teams(&help, &streak))),
        placed(12, Block::Table(listed(scope, &help))),
    ];
    if scope.settings.ranking.on {
        blocks.push(desk.chart("team-ranking", 12, 260)?);
    }
    blocks.extend(super::workforce::per_employee(desk)?);
    blocks.extend(super::conduct::people(desk)?);
    blocks.extend(super::identities::blocks(scope.book, scope.route.names)?);
    Ok(blocks)
}

/// Seats against use. No contract buys them for a team: under a filter they would be everybody's.
fn seats(desk: &Desk<'_>) -> Result<Placed> {
    if !desk.scope.settings.privacy.is_part {
        return desk.chart("utilisation", 12, 260);
    }
    let text = "Seats are bought for the whole company: without the filter by team or unit, they stand here against use.";
    let note = Block::Note {
        tone: Tone::Neutral,
        text: text.to_owned(),
    };
    Ok(placed(12, note))
}

/// What a book that names nobody can say: it has no zeros to show.
fn without_people(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let (title, text) = if desk.scope.settings.privacy.is_part {
        (
            "Nobody fits the filter",
            "No person of the roster has this team or unit.",
        )
    } else {
        (
            "Nobody is named yet",
            "A usage export with people in it says who is active and who is not; a roster says who could be. \
             Without them nothing is known of anybody, which is not zero.",
        )
    };
    let mut blocks = vec![placed(12, show::nothing(title, text, "Choose files"))];
    if !desk.scope.licences()?.is_empty() {
        blocks.push(seats(desk)?);
    }
    blocks.extend(super::workforce::per_employee(desk)?);
    blocks.extend(super::identities::blocks(
        desk.scope.book,
        desk.scope.route.names,
    )?);
    Ok(blocks)
}

/// Which ladder the bands stand on.
fn ladder(scope: &Scope<'_>) -> Block {
    let now = adoption::look(scope).preset;
    let label = |preset: Preset| match preset {
        Preset::Behaviour => "Behaviour: how often, how much, for what",
        Preset::Viva => "Viva: weeks of twelve, actions a week",
        Preset::Volume => "Volume: tokens a day (gameable)",
    };
    let choice = |preset: Preset| {
        let mut inputs = scope.route.inputs.clone();
        inputs.insert(adoption::PRESET.to_owned(), preset.id().to_owned());
        Choice {
            id: preset.id().to_owned(),
            label: label(preset).to_owned(),
            selected: preset == now,
            go: Some(Route {
                inputs,
                ..scope.route.clone()
            }),
            ..Choice::default()
        }
    };
    let select = Control::Select {
        key: adoption::PRESET.to_owned(),
        label: "Bands by".to_owned(),
        choices: Preset::ALL.into_iter().map(choice).collect(),
    };
    Block::Controls {
        title: String::new(),
        controls: vec![select],
        actions: Vec::new(),
    }
}

/// Zero rate and streaks by team; small teams are hidden, and one more where a hidden one could be had by subtraction.
fn teams(help: &NonAdopters, streak: &Streaks) -> TableView {
    let streak_of = |keys: &[String]| {
        let team = streak.teams.iter().find(|team| team.keys == keys);
        team.map_or_else(String::new, |team| match &team.shown {
            Shown::Hidden(_) => HIDDEN.to_owned(),
            Shown::Value(rate) => rate.fraction().map_or_else(|| "unknown".to_owned(), show::share),
        })
    };
    let rows: Vec<RowView> = help
        .teams
        .iter()
        .map(|team| {
            let name = team
                .keys
                .first()
                .filter(|name| !name.is_empty())
                .map_or("no team", String::as_str);
            let cells = match &team.shown {
                Shown::Value(rate) => vec![
                    name.to_owned(),
                    rate.numerator.to_string(),
                    rate.denominator.to_string(),
                    rate.unknown.to_string(),
                    rate.fraction().map(show::share).unwrap_or_default(),
                    streak_of(&team.keys),
                ],
                Shown::Hidden(_) => vec![
                    name.to_owned(),
                    HIDDEN.to_owned(),
                    String::new(),
                    String::new(),
                    String::new(),
                    streak_of(&team.keys),
                ],
            };
            show::row(cells)
        })
        .collect();
    TableView {
        key: "teams".to_owned(),
        title: "Who may need access or help, by team".to_owned(),
        columns: show::columns(&[
            "Team",
            "#Zero",
            "#Covered",
            "#Unknown",
            "#Zero rate",
            "#Weekly streak",
        ]),
        count: rows.len() as u32,
        rows,
        totals: Vec::new(),
        note: "In alphabetical order, no ranking.".to_owned(),
    }
}

fn listed(scope: &Scope<'_>, help: &NonAdopters) -> TableView {
    let rows: Vec<RowView> = help
        .listed
        .iter()
        .map(|person| {
            let name = if scope.route.names && !person.name.is_empty() {
                person.name.clone()
            } else {
                format!("Person {}", person.person)
            };
            show::row(vec![name, person.team.clone(), kind(person.kind).to_owned()])
        })
        .collect();
    TableView {
        key: "non-adopters".to_owned(),
        title: "Covered, hardly or not using it".to_owned(),
        columns: show::columns(&["Person", "Team", "State"]),
        count: rows.len() as u32,
        rows: if scope.route.names { rows } else { Vec::new() },
        totals: Vec::new(),
        note: if scope.route.names {
            "This is a list of people to ask, not to judge.".to_owned()
        } else {
            "Names are hidden until you show them. This is a list of people to ask, not to judge.".to_owned()
        },
    }
}

fn kind(kind: NonUse) -> &'static str {
    match kind {
        NonUse::NeverUsed => "never used",
        NonUse::Dormant => "used it, then stopped",
        NonUse::TouchOnly => "one day only",
    }
}
