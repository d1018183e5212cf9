//! The report of a scope: key figures, the three chart families, tables, method and sources. Arranges; computes nothing.

use charts::format;
use chrono::NaiveDate;
use metrics::METRICS;
use model::ImportStatus;
use reports::{KeyFigure, MethodNote, Report, Section, Source, chart_options};

use crate::Result;
use crate::drawn;
use crate::scope::Scope;
use crate::screens;
use crate::show::Charted;

/// Charts of the report with their metric, in order.
const CHARTS: &[(&str, bool)] = &[
    ("spend-over-time", true),
    ("variance-waterfall", true),
    ("pareto", false),
    ("usage-distribution", true),
    ("lorenz", false),
    ("utilisation", true),
    ("roi", true),
];

/// The report.
pub fn of(scope: &Scope<'_>, today: NaiveDate) -> Result<Report> {
    let info = scope.book.info()?;
    let options = chart_options(&scope.locale);
    let drawn: Vec<(&str, bool, Charted)> = CHARTS
        .iter()
        .map(|(id, with_table)| Ok((*id, *with_table, drawn::draw(id, scope, &options)?)))
        .collect::<Result<_>>()?;
    let method = drawn
        .iter()
        .map(|(id, _, charted)| MethodNote::explained(name(id), &charted.explanation))
        .collect();
    let mut sections = vec![Section::Figures {
        title: "At a glance".to_owned(),
        figures: figures(scope)?,
    }];
    sections.extend(drawn.into_iter().map(|(_, with_table, charted)| Section::Chart {
        drawing: Box::new(charted.drawing),
        with_table,
    }));
    Ok(Report {
        title: "AI spend, use and return".to_owned(),
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
        hidden_note: Some(format!(
            "People are not named. Groups of fewer than {} are not shown.",
            scope.settings.privacy.minimum
        )),
    })
}

fn name(id: &str) -> String {
    let chart = charts::CHARTS
        .iter()
        .find(|chart| chart.id == id)
        .map(|chart| chart.name);
    let metric = METRICS
        .iter()
        .find(|metric| metric.id == id)
        .map(|metric| metric.name);
    chart
        .or(metric)
        .map_or_else(|| "Return range".to_owned(), str::to_owned)
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
    let imports = scope.book.imports()?;
    let live = imports
        .into_iter()
        .filter(|import| import.status != ImportStatus::Undone);
    Ok(live
        .map(|import| Source {
            file: import.header.file,
            sha256: import.header.sha256,
            format: import.header.format,
            rows: format::count(import.rows.read.into(), &scope.locale),
            imported: import.at.split('T').next().unwrap_or_default().to_owned(),
        })
        .collect())
}
