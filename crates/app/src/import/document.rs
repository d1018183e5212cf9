//! What became of files and what is odd in them, as JSON and as lines. Imports nothing.

use model::{ImportStatus, Problem, Severity};
use serde_json::{Value, json};

use super::{FileReport, Followed};
use crate::guard;

/// What became of files, as `import --json` says it.
pub fn import_document(followed: &Followed) -> Value {
    json!({"imports": followed.reports.iter().map(import_entry).collect::<Vec<_>>(), "cancelled": followed.cancelled})
}

fn import_entry(report: &FileReport) -> Value {
    let totals = report.totals.iter().map(
        |total| json!({"currency": total.currency, "measure": total.measure.id(), "amount": total.amount}),
    );
    let [error, warning, info] = report.problem_counts;
    let mut entry = json!({
        "id": report.id,
        "file": report.file,
        "format": report.format,
        "reader_version": report.reader_version,
        "status": report.status,
        "rows": report.rows,
        "facts": report.facts,
        "period": report.period,
        "totals": totals.collect::<Vec<_>>(),
        "overlaps": report.overlaps,
        "problems": {"error": error, "warning": warning, "info": info},
    });
    if !report.questions.is_empty() {
        entry["questions"] = serde_json::to_value(&report.questions).expect("plain data");
    }
    if matches!(
        report.status,
        ImportStatus::DryRun | ImportStatus::NeedsAnswer | ImportStatus::Committed
    ) {
        entry["changes"] = report.changes.iter().map(change).collect();
    }
    if !report.message.is_empty() {
        entry["message"] = report.message.clone().into();
        entry["hint"] = report.hint.clone().into();
    }
    entry
}

/// A sum that an import changes; amounts as text, tokens as numbers in text.
fn change(change: &store::Change) -> Value {
    let text = |total: Option<model::Total>| {
        total.map(|total| {
            if change.measure.is_money() {
                total.text(&change.currency)
            } else {
                model::Exact::new(total.0, change.measure.scale() as u8).to_string()
            }
        })
    };
    json!({
        "month": change.month,
        "provider": change.provider,
        "currency": change.currency,
        "measure": change.measure.id(),
        "change": guard::kind(change),
        "before": text(change.before),
        "after": text(change.after),
        "closed": change.closed,
        "replaced": change.replaced,
    })
}

/// A problem as one line: `warning, row 42, Start date: …`.
pub fn problem_line(problem: &Problem) -> String {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let row = problem.place.row.map(|row| format!("row {row}"));
    let place = [
        Some(severity.to_owned()),
        problem.place.sheet.clone(),
        row,
        problem.place.column.clone(),
    ];
    let place = place
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let value = problem
        .value
        .as_ref()
        .map_or_else(String::new, |value| format!(" ({value})"));
    let hint = problem
        .hint
        .as_ref()
        .map_or_else(String::new, |hint| format!(" {hint}"));
    format!("{place}: {}{value}.{hint}", problem.what.trim_end_matches('.'))
}
