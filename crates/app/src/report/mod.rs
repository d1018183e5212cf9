//! The report of a scope: key figures, the three chart families, tables, method and sources. Arranges; computes nothing.
//! Which of them, under which title and for whom, a [`Template`] says.

mod template;

pub(crate) use template::input;
pub use template::{Paper, TEMPLATES, Template};

use charts::format;
use chrono::NaiveDate;
use metrics::METRICS;
use model::{ImportStatus, capitalised};
use reports::{KeyFigure, MethodNote, Report, Section, Source, chart_options};

use crate::Result;
use crate::drawn;
use crate::initiative;
use crate::scope::Scope;
use crate::screens;
use crate::show::Charted;

/// The section of key figures.
pub(crate) const FIGURES: &str = "figures";

/// Charts of the report, in order, and whether a page shows the table too.
const CHARTS: &[(&str, bool)] = &[
    ("spend-over-time", true),
    ("variance-waterfall", true),
    ("pareto", false),
    ("usage-distribution", true),
    ("lorenz", false),
    ("utilisation", true),
    ("roi", true),
    ("tornado", false),
    ("value-fan", true),
    ("kpi", true),
];

/// Charts about one initiative; a book without any has none of them.
const OF_INITIATIVE: &[&str] = &["tornado", "value-fan", "kpi"];

/// Every section one can choose, in order.
pub fn sections() -> impl Iterator<Item = &'static str> {
    std::iter::once(FIGURES).chain(CHARTS.iter().map(|(id, _)| *id))
}

/// Those of them that the book has something to say for.
pub(crate) fn sections_of(scope: &Scope<'_>) -> Result<Vec<&'static str>> {
    let has_initiative = !initiative::worths(scope)?.is_empty();
    let is_there = |id: &&'static str| has_initiative || !OF_INITIATIVE.contains(id);
    Ok(sections().filter(is_there).collect())
}

/// The report.
pub fn of(scope: &Scope<'_>, template: &Template, today: NaiveDate) -> Result<Report> {
    let info = scope.book.info()?;
    let options = chart_options(&scope.locale);
    let there = sections_of(scope)?;
    let charts = CHARTS
        .iter()
        .filter(|(id, _)| template.has(id) && there.contains(id));
    let drawn: Vec<(&str, bool, Charted)> = charts
        .map(|(id, with_table)| Ok((*id, *with_table, drawn::draw(id, scope, &options)?)))
        .collect::<Result<_>>()?;
    let mut method = vec![settings(scope)];
    method.extend(
        drawn
            .iter()
            .map(|(id, _, charted)| MethodNote::explained(name(id), &charted.explanation)),
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
        drawing: Box::new(charted.drawing),
        with_table,
    }));
    Ok(Report {
        title: template.title().to_owned(),
        book: info.name,
        period: format::period(&scope.period, &scope.locale),
        generated_on: today,
        locale: scope.locale.clone(),
        currency_note: currency_note(scope),
        filters: scope.filter_texts(),
        is_sample: scope.book.get_json("book", "sample")?.is_some(),
        sections,
        method,
        sources: sources(scope)?,
        hidden_note: Some(hidden_note(scope)),
    })
}

fn hidden_note(scope: &Scope<'_>) -> String {
    let people = if scope.route.names {
        "Names of people are shown because they were asked for."
    } else {
        "People are not named; where one stands alone it has a number, the same in every report of this book."
    };
    format!(
        "{people} Groups of fewer than {} are not shown.",
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
            format: import.header.format,
            rows: format::count(import.rows.read.into(), &scope.locale),
            imported: import.at.split('T').next().unwrap_or_default().to_owned(),
        })
        .collect())
}
