//! Registers on screens: the value premium, opportunities, levels of the rubric, and where evidence points. Teams only, nobody is named.

use metrics::people::diagnosis::Placed as Placement;
use metrics::people::suppression::{Shown, ShownCell};
use metrics::roi::opportunities::Row;
use metrics::roi::value_premium::{PanelPremium, Premium};
use model::capitalised;

use super::{Desk, placed};
use crate::view::{Block, Placed, RowView};
use crate::{Result, panels, registers, show};

/// The value premium of every panel; nothing where no question was asked twice and no KPI is of several teams.
pub(super) fn premium(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let made = panels::premium(desk.scope)?;
    if made.panels.is_empty() {
        return Ok(Vec::new());
    }
    let day = |day| show::day(desk.scope, day);
    let row = |panel: &PanelPremium| {
        let share =
            |pick: fn(&Premium) -> Option<f64>| panel.premium.as_ref().and_then(pick).map(show::share);
        let interval = panel
            .premium
            .map(|one| format!("{} to {}", show::share(one.low), show::share(one.high)));
        show::row(vec![
            panel.value.clone(),
            if panel.is_reported { "reported" } else { "measured" }.to_owned(),
            format!("{} to {}", day(panel.days.0), day(panel.days.1)),
            panels::counted(panel.members, panel.of),
            share(|one| Some(one.raw)).unwrap_or_default(),
            interval.unwrap_or_default(),
            share(|one| one.after_haircut).unwrap_or_default(),
            panel.refused.clone().unwrap_or_default(),
        ])
    };
    let rows: Vec<RowView> = made.panels.iter().map(row).collect();
    let note = show::remarks(&made.explanation);
    let columns = [
        "Value",
        "Kind",
        "From and to",
        "#Panel",
        "#Premium",
        "#Interval",
        "#After haircut",
        "Refused",
    ];
    let mut blocks = Vec::new();
    // A chart of refusals says no more than the table.
    if made.panels.iter().any(|panel| panel.premium.is_some()) {
        blocks.push(desk.chart("value-premium", 12, 200)?);
    }
    let title = "Does value grow faster than use?";
    let table = show::table("value-premium", title, &columns, (rows, note));
    blocks.push(placed(12, Block::Table(table)));
    Ok(blocks)
}

/// The opportunity register; nothing where the book has none.
pub(super) fn opportunities(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let made = registers::register(desk.scope)?;
    let rows: Vec<RowView> = made.rows.iter().map(opportunity).collect();
    let note = "Priority: P10 of the benefit × chance ÷ effort. Another unit than the requester scores an item; nobody gets points.";
    let columns = [
        "Item",
        "Asked for by",
        "State",
        "#Priority",
        "#Realised of P50",
        "#Days to live",
        "#Units",
        "Look at",
    ];
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![
        desk.chart("opportunities", 12, 260)?,
        placed(
            12,
            Block::Table(show::table(
                "opportunities",
                "Opportunities",
                &columns,
                (rows, note),
            )),
        ),
    ])
}

fn opportunity(row: &Row) -> RowView {
    let item = &row.item;
    show::row(vec![
        item.name.clone(),
        item.requester.clone(),
        format!("{:?}", item.state).to_lowercase(),
        format!("{:.2}", row.priority),
        row.realisation.map(show::share).unwrap_or_default(),
        row.cycle.map(|days| days.to_string()).unwrap_or_default(),
        row.reuse.to_string(),
        row.review.clone().unwrap_or_default(),
    ])
}

/// Levels of the rubric and where evidence points, by team; nothing where the book has neither.
pub(super) fn people(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let levels = registers::levels(desk.scope)?;
    let placed_at = registers::diagnosed(desk.scope)?;
    let mut blocks = Vec::new();
    let rows = by_team(&levels.teams, 8, |team| {
        let levels = team.levels.iter().map(|people| people.text(u32::to_string));
        let mut cells: Vec<String> = [team.people.to_string()].into_iter().chain(levels).collect();
        cells.push(format!("{:.2}", team.mean_gap()));
        cells.push(match (team.slope, team.judged_twice.hidden()) {
            (Some(slope), _) => show::signed_number(slope, 1),
            (None, Some(why)) => why.mark(),
            (None, None) => "judged once".to_owned(),
        });
        cells
    });
    let columns = [
        "Team",
        "#People",
        "#Level 0",
        "#Level 1",
        "#Level 2",
        "#Level 3",
        "#Mean gap",
        "#A quarter",
    ];
    let note = "By evidence, never by tokens. The change in a quarter matters more than the level.";
    if !rows.is_empty() {
        blocks.push(desk.chart("rubric", 12, 220)?);
        blocks.push(placed(
            12,
            Block::Table(show::table("rubric", "Fluency by team", &columns, (rows, note))),
        ));
    }
    let rows = by_team(&placed_at.teams, 7, |team| {
        team.placed
            .iter()
            .map(|people| people.text(u32::to_string))
            .collect()
    });
    let labels: Vec<String> = Placement::ALL
        .iter()
        .map(|placement| format!("#{}", capitalised(placement.text())))
        .collect();
    let columns: Vec<&str> = std::iter::once("Team")
        .chain(labels.iter().map(String::as_str))
        .collect();
    let note =
        "A question to ask a team, not a verdict. Use alone places nobody; evidence expires after 90 days.";
    if !rows.is_empty() {
        blocks.push(desk.chart("diagnosis", 12, 220)?);
        blocks.push(placed(
            12,
            Block::Table(show::table(
                "diagnosis",
                "Access, skill or will",
                &columns,
                (rows, note),
            )),
        ));
    }
    Ok(blocks)
}

fn by_team<T>(teams: &[ShownCell<T>], width: usize, cells: impl Fn(&T) -> Vec<String>) -> Vec<RowView> {
    let row = |cell: &ShownCell<T>| {
        let name = if cell.keys[0].is_empty() {
            "no team"
        } else {
            &cell.keys[0]
        };
        let mut row = vec![name.to_owned()];
        match &cell.shown {
            Shown::Value(value) => row.extend(cells(value)),
            Shown::Hidden(why) => row.push(why.mark()),
        }
        row.resize(width, String::new());
        show::row(row)
    };
    teams.iter().map(row).collect()
}
