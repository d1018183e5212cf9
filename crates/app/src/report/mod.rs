//! The report of a scope: key figures, the three chart families, tables, method and sources. Arranges; computes nothing.
//! Which of them, under which title and for whom, a [`Template`] says.

mod template;

pub(crate) use template::input;
pub use template::{Paper, TEMPLATES, Template};

use charts::{Drawing, format};
use chrono::NaiveDate;
use metrics::METRICS;
use model::{ImportStatus, capitalised};
use reports::{KeyFigure, MethodNote, Report, Section, Source, Table, chart_options};

use crate::Result;
use crate::drawn;
use crate::initiative;
use crate::scope::Scope;
use crate::screens;
use crate::show::{self, Charted};
use crate::view::{Align, Column, TableView};

/// The section of key figures.
pub(crate) const FIGURES: &str = "figures";

/// Charts of the report, in order, and whether a page shows the table too.
const CHARTS: &[(&str, bool)] = &[
    ("spend-over-time", true),
    ("variance-waterfall", true),
    ("pareto", false),
    ("model-mix", true),
    ("reconciliation", true),
    ("forecast", true),
    ("budgets", true),
    ("usage-distribution", true),
    ("lorenz", false),
    ("bands", false),
    ("adoption-grid", false),
    ("cohorts", false),
    ("regularity", false),
    ("utilisation", true),
    ("renewals", true),
    ("roi", true),
    ("tornado", false),
    ("value-fan", true),
    ("kpi", true),
];

/// Height of a chart where none has a table.
const LOW: u32 = 210;
/// The section that lists invoices.
pub(crate) const INVOICES: &str = "invoices";

/// Charts about one initiative; a book without any has none of them.
const OF_INITIATIVE: &[&str] = &["tornado", "value-fan", "kpi"];

/// Every section one can choose, in order.
pub fn sections() -> impl Iterator<Item = &'static str> {
    let charts = CHARTS.iter().map(|(id, _)| *id);
    std::iter::once(FIGURES).chain(charts).chain([INVOICES])
}

/// Those of them that the book has something to say for.
pub(crate) fn sections_of(scope: &Scope<'_>) -> Result<Vec<&'static str>> {
    let has_initiative = !initiative::worths(scope)?.is_empty();
    let has_invoice = !scope.book.invoices()?.is_empty();
    let is_there = |id: &&'static str| {
        (has_initiative || !OF_INITIATIVE.contains(id)) && (has_invoice || *id != INVOICES)
    };
    Ok(sections().filter(is_there).collect())
}

/// The report.
pub fn of(scope: &Scope<'_>, template: &Template, today: NaiveDate) -> Result<Report> {
    let scope = &scope.with_settings(template.settings(&scope.settings))?;
    let info = scope.book.info()?;
    let mut options = chart_options(&scope.locale);
    if template.without_tables {
        // So that two stand below the figures, and two on the next page.
        options.height = LOW;
    }
    let there = sections_of(scope)?;
    let charts = CHARTS
        .iter()
        .filter(|(id, _)| template.has(id) && there.contains(id));
    let drawn: Vec<(&str, bool, Charted)> = charts
        .map(|(id, with_table)| Ok((*id, *with_table, drawn::draw(id, scope, &options)?)))
        .collect::<Result<_>>()?;
    let (drawn, nothing): (Vec<_>, Vec<_>) = drawn
        .into_iter()
        .partition(|(_, _, charted)| says_something(&charted.drawing));
    let mut method = vec![settings(scope)];
    method.extend(
        drawn
            .iter()
            .map(|(id, _, charted)| MethodNote::explained(name(id), &show::explained(&charted.explanation))),
    );
    let mut sections = Vec::new();
    if template.has(FIGURES) {
        sections.push(Section::Figures {
            title: "At a glance".to_owned(),
            figures: figures(scope)?,
        });
    }
    sections.extend(drawn.into_iter().map(|(id, with_table, charted)| Section::Chart {
        name: name(id),
        drawing: Box::new(without_empty_columns(charted.drawing)),
        with_table: with_table && !template.without_tables,
    }));
    if template.has(INVOICES) && there.contains(&INVOICES) {
        sections.push(Section::Table(plain(screens::invoice_table(scope)?)));
    }
    sections.extend(not_there(&nothing));
    Ok(Report {
        title: template.title().to_owned(),
        book: info.name,
        period: format::period(&scope.period, &scope.locale),
        prepared_by: template.prepared_by.clone(),
        generated_on: today,
        locale: scope.locale.clone(),
        currency_note: currency_note(scope),
        filters: scope.filter_texts(),
        is_sample: scope.is_sample,
        sections,
        method,
        sources: sources(scope)?,
        hidden_note: Some(hidden_note(scope)),
    })
}

/// A table of a screen as one of a report.
fn plain(view: TableView) -> Table {
    let column = |column: Column| charts::Column {
        name: column.label,
        is_numeric: column.align == Align::Right,
    };
    Table {
        title: view.title,
        columns: view.columns.into_iter().map(column).collect(),
        rows: view.rows.into_iter().map(|row| row.cells).collect(),
        totals: view.totals,
        note: view.note,
    }
}

/// Columns in which no row says anything are left out of the table.
fn without_empty_columns(mut drawing: Drawing) -> Drawing {
    let table = &mut drawing.table;
    let says = |at: &usize| {
        table
            .rows
            .iter()
            .any(|row| row.get(*at).is_some_and(|cell| !cell.is_empty()))
    };
    let kept: Vec<usize> = (0..table.columns.len()).filter(says).collect();
    table.columns = kept.iter().map(|at| table.columns[*at].clone()).collect();
    for row in &mut table.rows {
        *row = kept
            .iter()
            .map(|at| row.get(*at).cloned().unwrap_or_default())
            .collect();
    }
    drawing
}

/// A chart without a mark is a sentence in a frame.
fn says_something(drawing: &Drawing) -> bool {
    !drawing.marks.is_empty() && !drawing.table.rows.is_empty()
}

/// Sections that the book has nothing for, so that nobody looks for them.
fn not_there(nothing: &[(&str, bool, Charted)]) -> Option<Section> {
    let line = |(id, _, charted): &(&str, bool, Charted)| {
        format!("{}: {}.", name(id), charted.drawing.title.trim_end_matches('.'))
    };
    (!nothing.is_empty()).then(|| Section::Text {
        title: "Nothing to show yet".to_owned(),
        paragraphs: nothing.iter().map(line).collect(),
    })
}

fn hidden_note(scope: &Scope<'_>) -> String {
    let people = if scope.route.names {
        "Names of people are shown because they were asked for."
    } else {
        "People are not named; where one stands alone it has a number, the same in every report of this book."
    };
    format!(
        "{people} Smaller groups within the company, of fewer than {} people, are not shown.",
        scope.settings.privacy.minimum
    )
}

/// Which thresholds were in force.
fn settings(scope: &Scope<'_>) -> MethodNote {
    MethodNote {
        name: "Settings".to_owned(),
        what: format!(
            "Thresholds, windows and defaults of this book, version {}.",
            scope.settings_version
        ),
        ..MethodNote::default()
    }
}

/// What people call a section.
pub(crate) fn name(id: &str) -> String {
    let chart = charts::CHARTS
        .iter()
        .find(|chart| chart.id == id)
        .map(|chart| chart.name);
    let metric = METRICS
        .iter()
        .find(|metric| metric.id == id)
        .map(|metric| metric.name);
    match (chart.or(metric), id) {
        (Some(name), _) => name.to_owned(),
        (None, FIGURES) => "Key figures".to_owned(),
        (None, "roi") => "Return range".to_owned(),
        (None, "kpi") => "KPI".to_owned(),
        (None, id) => sentence_case(id),
    }
}

/// `team-grid` as `Team grid`.
fn sentence_case(id: &str) -> String {
    capitalised(&id.replace('-', " "))
}

fn figures(scope: &Scope<'_>) -> Result<Vec<KeyFigure>> {
    let figures = screens::key_figures(scope)?.into_iter();
    Ok(figures
        .map(|figure| KeyFigure {
            label: figure.label,
            value: figure.value,
            unit: figure.unit,
            detail: figure.detail,
            estimated: figure.estimated,
        })
        .collect())
}

fn currency_note(scope: &Scope<'_>) -> String {
    let others: Vec<&str> = scope
        .currencies
        .iter()
        .filter(|currency| **currency != scope.currency)
        .map(model::Currency::code)
        .collect();
    if others.is_empty() {
        return format!("Figures in {}, as billed.", scope.currency);
    }
    format!(
        "Figures in {}, as billed. Also billed, and never added: {}.",
        scope.currency,
        others.join(", ")
    )
}

fn sources(scope: &Scope<'_>) -> Result<Vec<Source>> {
    let mut imports = scope.book.imports()?;
    imports.retain(|import| import.status != ImportStatus::Undone);
    // By name, whatever came in first.
    imports.sort_by(|a, b| (&a.header.file, a.id).cmp(&(&b.header.file, b.id)));
    Ok(imports
        .into_iter()
        .map(|import| Source {
            file: import.header.file,
            sha256: import.header.sha256,
            format: format_name(&import.header.format),
            rows: format::count(import.rows.read.into(), &scope.locale),
            imported: screens::day(&import.at),
        })
        .collect())
}

/// What people call a format; a mapping of one's own is called by its id.
fn format_name(id: &str) -> String {
    let known = ingest::formats().iter().find(|format| format.id == id);
    known.map_or_else(|| sentence_case(id), |format| format.name.clone())
}
