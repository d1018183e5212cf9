//! Imports: the journal with undo, and the problems of one import.

use model::{ImportRecord, ImportStatus, Measure};
use store::Book;

use super::{Desk, placed};
use crate::Result;
use crate::answer;
use crate::show;
use crate::view::{Block, Choice, Placed, Route, RowView, TableView};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let mut blocks = journal(desk.scope.book, &desk.scope.route)?;
    if let Some(import) = desk
        .scope
        .route
        .item
        .as_deref()
        .and_then(|item| item.parse().ok())
    {
        blocks.push(placed(12, Block::Table(problems(desk.scope.book, import)?)));
    }
    Ok(blocks)
}

/// What came in, newest first.
pub(super) fn journal(book: &Book, route: &Route) -> Result<Vec<Placed>> {
    let imports = book.imports()?;
    if imports.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<RowView> = imports.iter().rev().map(|import| line(import, route)).collect();
    Ok(vec![placed(
        12,
        Block::Table(TableView {
            key: "journal".to_owned(),
            title: "What came in".to_owned(),
            columns: show::columns(&[
                "Import", "File", "Format", "Period", "#Rows", "#New", "#Total", "Problems", "State",
            ]),
            count: rows.len() as u32,
            rows,
            totals: Vec::new(),
            note: "Undo takes one import back, in any order, and shows what was there before it.".to_owned(),
        }),
    )])
}

fn line(import: &ImportRecord, route: &Route) -> RowView {
    let [errors, warnings, infos] = import.problems;
    let is_live = import.status != ImportStatus::Undone;
    let undo = Choice {
        id: format!("undo:{}", import.id),
        label: "Undo".to_owned(),
        ..Choice::default()
    };
    RowView {
        cells: vec![
            import.id.to_string(),
            import.header.file.clone(),
            import.header.format.clone(),
            import
                .period
                .map(|period| charts::format::span(&period, &charts::Locale::default()))
                .unwrap_or_default(),
            import.rows.read.to_string(),
            (import.rows.kept + import.rows.replaced).to_string(),
            total(import),
            problem_words(errors, warnings, infos),
            if is_live {
                format!("in the book, {}", day(&import.at))
            } else {
                "undone".to_owned()
            },
        ],
        go: Some(Route {
            screen: "imports".to_owned(),
            item: Some(import.id.to_string()),
            ..route.clone()
        }),
        actions: if is_live { vec![undo] } else { Vec::new() },
        ..RowView::default()
    }
}

fn day(at: &str) -> String {
    at.split('T').next().unwrap_or(at).to_owned()
}

fn total(import: &ImportRecord) -> String {
    let billed = import
        .totals
        .iter()
        .find(|total| total.measure == Measure::Billed)
        .or(import.totals.first());
    billed.map_or_else(String::new, |total| {
        let word = if total.measure == Measure::Billed {
            String::new()
        } else {
            format!(" {}", answer::label(total.measure).to_lowercase())
        };
        format!("{} {}{word}", shortened(&total.amount), total.currency)
    })
}

/// Two decimals of an exact sum, for a narrow column; the whole is one click away.
fn shortened(exact: &str) -> String {
    exact.split_once('.').map_or_else(
        || exact.to_owned(),
        |(whole, fraction)| format!("{whole}.{:0<2}", &fraction[..fraction.len().min(2)]),
    )
}

fn problem_words(errors: u64, warnings: u64, infos: u64) -> String {
    let parts = [(errors, "refused"), (warnings, "to look at"), (infos, "notes")];
    let words: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}

/// The problems of one import.
pub(crate) fn problems(book: &Book, import: i64) -> Result<TableView> {
    let problems = book.problems(import)?;
    let rows: Vec<RowView> = problems
        .iter()
        .map(|problem| {
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            show::row(vec![
                format!("{:?}", problem.severity).to_lowercase(),
                text(&problem.place.sheet),
                problem.place.row.map(|row| row.to_string()).unwrap_or_default(),
                text(&problem.place.column),
                text(&problem.value),
                problem.what.clone(),
                text(&problem.hint),
            ])
        })
        .collect();
    Ok(TableView {
        key: "problems".to_owned(),
        title: format!("Problems of import {import}"),
        columns: show::columns(&[
            "Severity",
            "Sheet",
            "#Row",
            "Column",
            "Value",
            "What is wrong",
            "What to do",
        ]),
        count: rows.len() as u32,
        rows,
        totals: Vec::new(),
        note: String::new(),
    })
}
