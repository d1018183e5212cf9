//! Spend: against the period before and a year earlier, over time by any dimension, why it changed, what carries it, and the table of the period.

use charts::format;
use metrics::Explanation;
use metrics::explain::coverage_text;
use metrics::money::comparison::Change;
use metrics::money::spend::spend;
use model::{Dimension, Period};

use super::overview::figure;
use super::{Desk, placed};
use crate::Result;
use crate::answer;
use crate::ask;
use crate::compared::compared as beside_earlier;
use crate::few;
use crate::scope::Scope;
use crate::show;
use crate::view::{Block, Choice, Control, ExplainView, Figure, Placed, Route, RowView, TableView};

/// What one can split by here.
const SPLITS: &[Dimension] = &[
    Dimension::Provider,
    Dimension::Service,
    Dimension::Model,
    Dimension::TokenClass,
    Dimension::Account,
    Dimension::Project,
    Dimension::Team,
    Dimension::CostCentre,
    Dimension::Category,
    Dimension::Invoice,
];
/// Rows of the table; the rest is one drill away.
const MOST_ROWS: usize = 200;

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    Ok(vec![
        placed(12, splits(desk.scope)),
        placed(
            12,
            Block::Figures {
                figures: compared(desk.scope)?,
            },
        ),
        desk.chart("spend-over-time", 12, 300)?,
        desk.chart("variance-waterfall", 6, 280)?,
        desk.chart("pareto", 6, 280)?,
        desk.chart("treemap", 12, 320)?,
        placed(12, Block::Table(table(desk.scope)?)),
    ])
}

/// The period, the one before, and the same days a year earlier.
fn compared(scope: &Scope<'_>) -> Result<Vec<Figure>> {
    let made = beside_earlier(scope, |period| scope.ask_in_currency(scope.measure, &[], period))?;
    let windows = made.windows;
    let Some(row) = made.rows.first() else {
        return Ok(Vec::new());
    };
    let amount = |figure: &metrics::Figure| show::amount(scope, figure.value, &row.currency);
    let mut figures = vec![figure(
        "this",
        answer::label(scope.measure),
        amount(&row.this),
        why(
            scope,
            (&made.explanation, &row.this),
            (windows.this, &Side::InForce),
        )?,
    )];
    let earlier = [
        ("previous", "Period before", windows.previous, &row.previous),
        ("last-year", "A year earlier", windows.last_year, &row.last_year),
    ];
    for (key, label, period, change) in earlier {
        let days = format::period(&period, &scope.locale);
        let value = change
            .as_ref()
            .map_or_else(|| "not in the book".to_owned(), |change| amount(&change.before));
        let percent = change
            .as_ref()
            .and_then(|change| change.fraction)
            .map(|fraction| {
                format!(
                    "{}{} since, ",
                    if fraction < 0.0 { format::MINUS } else { '+' },
                    show::percent(fraction.abs())
                )
            });
        let side = change.as_ref().map_or(Side::Missing, Side::Earlier);
        let cut = if windows.is_cut { ", day for day" } else { "" };
        figures.push(Figure {
            detail: format!("{}{days}{cut}", percent.unwrap_or_default()),
            ..figure(
                key,
                label.to_owned(),
                value,
                why(scope, (&made.explanation, &row.this), (period, &side))?,
            )
        });
    }
    Ok(figures)
}

/// Which of the periods that are compared.
enum Side<'c> {
    InForce,
    Earlier(&'c Change),
    /// The book does not have it.
    Missing,
}

/// How the figure of a period came about: its own sum and days, what it is held against, and the rows behind it.
fn why(
    scope: &Scope<'_>,
    (all, this): (&Explanation, &metrics::Figure),
    (period, side): (Period, &Side<'_>),
) -> Result<ExplainView> {
    let days = format::period(&period, &scope.locale);
    let of = scope.measure;
    let (what, formula) = match side {
        Side::InForce => (
            format!("{} in the period in force, {days}.", answer::label(of)),
            this.with_unit(),
        ),
        Side::Missing => (
            format!("{days} is not in the book: it is missing, not 0."),
            String::new(),
        ),
        Side::Earlier(change) => {
            let (before, now) = (change.before.with_unit(), this.with_unit());
            let difference = metrics::Figure::new(of, &this.currency, change.difference);
            (
                format!(
                    "{} in {days}, held against the period in force.",
                    answer::label(of)
                ),
                format!("{now} − {before} = {}", difference.with_unit()),
            )
        }
    };
    let explanation = Explanation {
        what,
        formula,
        inputs: Vec::new(),
        ..all.clone()
    };
    if matches!(side, Side::Missing) {
        return Ok(show::explain(explanation.covering(""), None));
    }
    let groups = scope.ask_in_currency(of, &[], period)?;
    let facts: u64 = groups.stated().map(|group| group.facts).sum();
    let explanation = explanation
        .input(
            "days",
            &format!("{} to {} (end exclusive)", period.from, period.to),
        )
        .input("lines", &facts);
    let rows = Route {
        from: Some(period.from.to_string()),
        to: Some(period.to.to_string()),
        ..scope.on("rows")
    };
    Ok(show::explain(
        Explanation {
            coverage: coverage_text(&groups.coverage),
            ..explanation
        },
        Some(rows),
    ))
}

fn current(scope: &Scope<'_>) -> Dimension {
    scope
        .route
        .by
        .as_deref()
        .and_then(|id| ask::dimension(id).ok())
        .unwrap_or(Dimension::Provider)
}

fn splits(scope: &Scope<'_>) -> Block {
    let by = current(scope);
    let choices = SPLITS.iter().map(|dimension| Choice {
        id: dimension.to_string(),
        label: dimension.label(),
        selected: *dimension == by,
        go: Some(Route {
            by: Some(dimension.to_string()),
            ..scope.route.clone()
        }),
        ..Choice::default()
    });
    let select = Control::Select {
        key: "by".to_owned(),
        label: "Split by".to_owned(),
        choices: choices.collect(),
    };
    Block::Controls {
        title: String::new(),
        controls: vec![select],
        actions: Vec::new(),
    }
}

fn table(scope: &Scope<'_>) -> Result<TableView> {
    let by = current(scope);
    let groups = scope.ask_in_currency(scope.measure, std::slice::from_ref(&by), scope.period)?;
    let mut result = spend(&groups);
    sort(
        &mut result.rows,
        scope
            .route
            .inputs
            .get("sort:spend")
            .map_or("-amount", String::as_str),
    );
    let text = |value| show::amount(scope, value, &scope.currency);
    let rows = result.rows.iter().take(MOST_ROWS).map(|row| {
        let name = row.keys.first().map_or("", String::as_str);
        let shown = if name.is_empty() { "not stated" } else { name };
        RowView {
            cells: vec![
                shown.to_owned(),
                text(row.figure.value),
                row.share.map(show::share).unwrap_or_default(),
                show::count(scope, row.facts),
            ],
            go: (!few::is_joined(name)).then(|| Route {
                screen: "rows".to_owned(),
                ..scope.with_filter(&by, name)
            }),
            ..RowView::default()
        }
    });
    let facts: u64 = result.rows.iter().map(|row| row.facts).sum();
    let total = result
        .totals
        .first()
        .map(|total| text(total.figure.value))
        .unwrap_or_default();
    let mut columns = show::columns(&["Name", "#Amount", "#Share", "#Lines"]);
    for column in &mut columns {
        column.sorts = true;
    }
    columns[0].label = by.label();
    columns[1].label = answer::label(scope.measure);
    Ok(TableView {
        key: "spend".to_owned(),
        title: format!(
            "{} by {}",
            answer::label(scope.measure),
            by.label().to_lowercase()
        ),
        columns,
        rows: rows.collect(),
        totals: vec![
            "Total".to_owned(),
            total,
            String::new(),
            show::count(scope, facts),
        ],
        count: result.rows.len() as u32,
        note: result.explanation.notes.join(" "),
    })
}

fn sort(rows: &mut [metrics::money::spend::SpendRow], order: &str) {
    let (key, falls) = order.strip_prefix('-').map_or((order, false), |key| (key, true));
    match key {
        "name" => rows.sort_by(|a, b| a.keys.cmp(&b.keys)),
        "lines" => rows.sort_by_key(|row| row.facts),
        _ => rows.sort_by_key(|row| row.figure.value),
    }
    if falls {
        rows.reverse();
    }
}
