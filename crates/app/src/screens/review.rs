//! The review queue: how many people use it in a way that is worth asking about, by team. Nobody is named or ranked.

use metrics::people::review_flags::{Flag, ReviewFlags, TeamFlags};
use metrics::people::suppression::Shown;

use model::capitalised;

use super::{Desk, placed};
use crate::view::{Block, Placed, RowView, TableView, Tone};
use crate::{Result, outcomes, show};

/// The queue as blocks, for the screen that shows it.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let made = outcomes::review(desk.scope)?;
    let untold = made.flags.iter().filter_map(|told| {
        told.why_not
            .map(|why| format!("{}: {why}.", capitalised(told.flag.text())))
    });
    let untold: Vec<String> = untold.collect();
    let mut blocks = vec![
        desk.chart("review-flags", 12, 220)?,
        placed(12, Block::Table(table(made))),
    ];
    if !untold.is_empty() {
        let text = format!("Not counted. {}", untold.join(" "));
        blocks.push(placed(
            12,
            Block::Note {
                tone: Tone::Neutral,
                text,
            },
        ));
    }
    Ok(blocks)
}

fn table(made: &ReviewFlags) -> TableView {
    let told = made.flags.iter().filter(|told| told.why_not.is_none());
    let shown: Vec<Flag> = told.map(|told| told.flag).collect();
    let flags = shown.iter().map(|flag| format!("#{}", flag.short()));
    let labels: Vec<String> = ["Team", "#People", "#To ask"]
        .map(str::to_owned)
        .into_iter()
        .chain(flags)
        .collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let row = |name: &str, team: &Shown<TeamFlags>| row(name, team, &shown, labels.len());
    let rows = made.teams.iter();
    let rows: Vec<RowView> = rows
        .map(|cell| show::row(row(&cell.keys[0], &cell.shown)))
        .collect();
    let all = made.people.clone().map(|people| TeamFlags {
        people,
        asked_about: made.asked_about.clone(),
        raised: Flag::ALL.map(|flag| made.flags[flag as usize].raised.clone()),
    });
    TableView {
        key: "review-flags".to_owned(),
        title: "Patterns worth asking about, by team".to_owned(),
        columns: show::columns(&labels),
        count: rows.len() as u32,
        rows,
        totals: row("All", &all),
        note: note(&shown),
    }
}

/// What the columns are, and what follows from them.
fn note(flags: &[Flag]) -> String {
    let named = flags
        .iter()
        .map(|flag| format!("{}: {}", flag.short(), flag.text()));
    let named: Vec<String> = named.collect();
    let named = if named.is_empty() {
        String::new()
    } else {
        format!("{}. ", named.join("; "))
    };
    format!(
        "{named}A question, not a verdict. People with two flags or more are worth asking, left out of ranks and kept in spend."
    )
}

fn row(name: &str, team: &Shown<TeamFlags>, flags: &[Flag], width: usize) -> Vec<String> {
    let mut row = vec![if name.is_empty() { "no team" } else { name }.to_owned()];
    match team {
        Shown::Value(team) => {
            let raised = flags.iter().map(|flag| &team.raised[*flag as usize]);
            let counts = [&team.asked_about].into_iter().chain(raised);
            row.push(team.people.to_string());
            row.extend(counts.map(|count| count.text(u32::to_string)));
        }
        Shown::Hidden(why) => row.push(why.mark()),
    }
    row.resize(width, String::new());
    row
}
