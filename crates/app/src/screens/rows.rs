//! Rows: the facts behind a figure, each with its file and line.

use charts::format;
use model::{Dimension, Query};
use store::FactRow;

use super::{Desk, placed};
use crate::Result;
use crate::answer;
use crate::few;
use crate::scope::Scope;
use crate::show;
use crate::view::{Block, Placed, RowView, TableView};

/// Rows on one page.
const PAGE: usize = 500;
/// Columns worth their width.
const SHOWN: &[Dimension] = &[
    Dimension::Provider,
    Dimension::Service,
    Dimension::Model,
    Dimension::TokenClass,
    Dimension::Project,
    Dimension::Team,
];

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let scope = desk.scope;
    let query = Query {
        measure: scope.measure,
        by: Vec::new(),
        filters: scope.filters.clone(),
        period: Some(scope.period),
    };
    scope.check_open()?;
    let mut facts = scope.book.facts(&query, PAGE + 1, 0)?;
    if !scope.route.names {
        hide_teams(scope, &mut facts)?;
    }
    let positions: Vec<usize> = SHOWN
        .iter()
        .filter_map(|shown| {
            FactRow::DIMENSIONS
                .iter()
                .position(|dimension| dimension == shown)
        })
        .collect();
    let rows: Vec<RowView> = facts
        .iter()
        .take(PAGE)
        .map(|fact| line(scope, fact, &positions))
        .collect();
    let mut columns = show::columns(&["Day"]);
    columns.extend(
        positions
            .iter()
            .map(|at| show::columns(&[FactRow::DIMENSIONS[*at].label().as_str()]).remove(0)),
    );
    columns.extend(show::columns(&["#Amount", "File", "#Row"]));
    let note = if facts.len() > PAGE {
        format!("The first {PAGE} rows. Narrow the period or add a filter to see others.")
    } else {
        String::new()
    };
    Ok(vec![placed(
        12,
        Block::Table(TableView {
            key: "rows".to_owned(),
            title: format!(
                "{}, {}",
                answer::label(scope.measure),
                format::period(&scope.period, &scope.locale)
            ),
            columns,
            count: rows.len() as u32,
            rows,
            totals: Vec::new(),
            note,
        }),
    )])
}

/// A line of a team of few people does not say whose it is.
fn hide_teams(scope: &Scope<'_>, facts: &mut [FactRow]) -> Result<()> {
    let place = FactRow::DIMENSIONS
        .iter()
        .position(|dimension| *dimension == Dimension::Team);
    let (hidden, words) = few::hidden_teams(scope.book, scope.period)?;
    for team in facts.iter_mut().filter_map(|fact| fact.values.get_mut(place?)) {
        if hidden.contains([team.clone()].as_slice()) {
            team.clone_from(&words);
        }
    }
    Ok(())
}

fn line(scope: &Scope<'_>, fact: &FactRow, positions: &[usize]) -> RowView {
    let amount = fact
        .amount
        .map(|amount| show::amount(scope, amount, &fact.currency));
    let day = fact
        .day
        .map(|day| format::date(day, &scope.locale))
        .unwrap_or_default();
    let cells = [day]
        .into_iter()
        .chain(
            positions
                .iter()
                .map(|at| fact.values.get(*at).cloned().unwrap_or_default()),
        )
        .chain([
            amount.unwrap_or_else(|| "no amount".to_owned()),
            fact.file.clone(),
            fact.row.to_string(),
        ]);
    show::row(cells.collect())
}
