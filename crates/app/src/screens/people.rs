//! People & adoption: how use is spread, seats against use, weekly activity, and who may need access or help.

use metrics::people::non_adopters::{NonAdopters, NonUse, non_adopters};
use metrics::people::suppression::Shown;
use metrics::people::utilisation::{Seats, Utilisation, utilisation};
use model::PersonState;

use super::{Desk, placed};
use crate::Result;
use crate::scope::Scope;
use crate::show;
use crate::view::{Block, Figure, Placed, RowView, TableView, Tone};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let scope = desk.scope;
    let people = scope.people()?;
    let help = non_adopters(
        people,
        scope.people_window(),
        scope.people_history(),
        &scope.settings,
    );
    let weekly = utilisation(
        people,
        &Seats {
            product: None,
            bought: None,
            until: scope.people_window().to,
        },
        scope.settings.privacy,
    );
    let count = |state| people.iter().filter(|person| person.state == state).count() as u64;
    let states = [
        PersonState::Active,
        PersonState::Zero,
        PersonState::Unknown,
        PersonState::NotEntitled,
    ]
    .map(count);
    let mut blocks = vec![
        placed(
            12,
            Block::Figures {
                figures: figures(scope, states, &help, &weekly),
            },
        ),
        desk.chart("usage-distribution", 7, 290)?,
        desk.chart("lorenz", 5, 290)?,
        desk.chart("utilisation", 12, 260)?,
        placed(6, Block::Table(teams(&help))),
        placed(6, Block::Table(listed(scope, &help))),
    ];
    if scope.settings.ranking.on {
        blocks.push(desk.chart("team-ranking", 12, 260)?);
    }
    blocks.extend(super::review::blocks(desk)?);
    blocks.extend(super::conduct::people(desk)?);
    blocks.extend(super::identities::blocks(scope.book, scope.route.names)?);
    Ok(blocks)
}

fn figures(
    scope: &Scope<'_>,
    [active, zero, unknown, not_entitled]: [u64; 4],
    help: &NonAdopters,
    weekly: &Utilisation,
) -> Vec<Figure> {
    let is_few = metrics::people::suppression::check((active + zero) as u32, None, scope.settings.privacy);
    let shown = |number: u64| {
        is_few.map_or_else(
            || show::count(scope, number),
            metrics::people::suppression::Hidden::text,
        )
    };
    let zero_why = show::explain(help.explanation.clone(), None);
    let weekly_why = show::explain(weekly.explanation.clone(), None);
    let weekly_text = weekly
        .headline
        .fraction()
        .map_or_else(|| "not known".to_owned(), show::percent);
    vec![
        Figure {
            detail: format!(
                "of {} covered, {} days",
                active + zero,
                scope.settings.windows.days
            ),
            ..plain("active", "Active", shown(active), zero_why.clone())
        },
        Figure {
            detail: format!("{} never used · {} stopped", help.never_used, help.dormant),
            tone: Tone::Warn,
            ..plain(
                "zero",
                "Zero: covered, nothing seen",
                shown(zero),
                zero_why.clone(),
            )
        },
        Figure {
            detail: "no source covers them".to_owned(),
            ..plain(
                "unknown",
                "Unknown",
                show::count(scope, unknown),
                zero_why.clone(),
            )
        },
        Figure {
            detail: format!("{} of seat weeks, last 4 weeks", weekly.headline.text()),
            ..plain("weekly", "Weekly active seats", weekly_text, weekly_why)
        },
        Figure {
            detail: "no right to use anything".to_owned(),
            ..plain(
                "not-entitled",
                "Not entitled",
                show::count(scope, not_entitled),
                zero_why,
            )
        },
    ]
}

fn plain(key: &str, label: &str, value: String, explain: crate::view::ExplainView) -> Figure {
    super::overview::figure(key, label.to_owned(), value, explain)
}

/// Zero rate by team; small teams are hidden, and one more where a hidden one could be had by subtraction.
fn teams(help: &NonAdopters) -> TableView {
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
                    rate.fraction().map(show::percent).unwrap_or_default(),
                ],
                Shown::Hidden(why) => vec![
                    name.to_owned(),
                    why.text(),
                    String::new(),
                    String::new(),
                    String::new(),
                ],
            };
            show::row(cells)
        })
        .collect();
    TableView {
        key: "teams".to_owned(),
        title: "Who may need access or help, by team".to_owned(),
        columns: show::columns(&["Team", "#Zero", "#Covered", "#Unknown", "#Zero rate"]),
        count: rows.len() as u32,
        rows,
        totals: Vec::new(),
        note: "Teams of fewer than five are not shown. Order of the roster, no ranking.".to_owned(),
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
        title: "Covered, and not using it".to_owned(),
        columns: show::columns(&["Person", "Team", "State"]),
        count: rows.len() as u32,
        rows: if scope.route.names { rows } else { Vec::new() },
        totals: Vec::new(),
        note: "Names are hidden until you show them. This is a list of people to ask, not to judge."
            .to_owned(),
    }
}

fn kind(kind: NonUse) -> &'static str {
    match kind {
        NonUse::NeverUsed => "never used",
        NonUse::Dormant => "used it, then stopped",
        NonUse::TouchOnly => "one day only",
    }
}
