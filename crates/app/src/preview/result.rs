//! What an import or an undo did, in words, and where to look at it.

use charts::{Locale, format};
use model::ImportStatus;

use crate::import::{FileReport, Followed};
use crate::view::{ImportResult, Route};

/// After a commit.
pub(crate) fn result(followed: &Followed) -> ImportResult {
    let committed: Vec<&FileReport> = followed
        .reports
        .iter()
        .filter(|report| report.status == ImportStatus::Committed)
        .collect();
    let rows: u64 = committed
        .iter()
        .map(|report| report.rows.kept + report.rows.replaced)
        .sum();
    let files = if committed.len() == 1 { "file" } else { "files" };
    let stopped = if followed.cancelled { "Stopped. " } else { "" };
    let refused = followed
        .reports
        .iter()
        .filter(|report| report.status != ImportStatus::Committed);
    let newest = committed
        .iter()
        .filter_map(|report| report.period)
        .max_by_key(|period| period.to);
    let screen = if committed.iter().any(|report| report.facts.charge > 0) {
        "spend"
    } else if committed.iter().any(|report| report.facts.invoice > 0) {
        "invoices"
    } else {
        "imports"
    };
    ImportResult {
        summary: format!(
            "{stopped}{} {files} imported, {} rows new or changed.",
            committed.len(),
            format::count(rows.into(), &Locale::default())
        ),
        refused: refused
            .map(|report| format!("{} {}", report.message, report.hint).trim().to_owned())
            .collect(),
        imports: committed
            .iter()
            .filter_map(|report| report.id)
            .map(|id| id.to_string())
            .collect(),
        cancelled: followed.cancelled,
        go: Route {
            screen: screen.to_owned(),
            from: newest.map(|period| period.from.to_string()),
            to: newest.map(|period| period.to.to_string()),
            ..Route::default()
        },
    }
}

/// After somebody confirmed who is whom; `undo` names what takes it back.
pub(crate) fn confirmed(summary: String, undo: Option<&str>) -> ImportResult {
    ImportResult {
        summary,
        refused: Vec::new(),
        imports: undo.map(str::to_owned).into_iter().collect(),
        cancelled: false,
        go: Route {
            screen: "people".to_owned(),
            ..Route::default()
        },
    }
}

/// After an undo.
pub(crate) fn undone(id: i64, facts: u64, restored: u64) -> ImportResult {
    let locale = Locale::default();
    let back = if restored > 0 {
        format!(
            " {} rows that it had replaced are back.",
            format::count(restored.into(), &locale)
        )
    } else {
        String::new()
    };
    ImportResult {
        summary: format!(
            "Import {id} is undone: {} rows taken out.{back}",
            format::count(facts.into(), &locale)
        ),
        refused: Vec::new(),
        imports: Vec::new(),
        cancelled: false,
        go: Route {
            screen: "imports".to_owned(),
            ..Route::default()
        },
    }
}
