//! What an import or an undo did, in words, and where to look at it.

use chrono::Days;
use model::{Grain, ImportStatus, Period};

use crate::import::{FileReport, Followed};
use crate::show;
use crate::view::{ImportResult, Route};

/// After a commit; so many files were not taken yet.
pub(crate) fn result(followed: &Followed, waiting: usize) -> ImportResult {
    let committed: Vec<&FileReport> = followed
        .reports
        .iter()
        .filter(|report| report.status == ImportStatus::Committed)
        .collect();
    let rows: u64 = committed
        .iter()
        .map(|report| report.rows.kept + report.rows.replaced)
        .sum();
    let left: u64 = committed.iter().map(|report| report.rows.refused).sum();
    let files = if committed.len() == 1 { "file" } else { "files" };
    let stopped = if followed.cancelled { "Stopped. " } else { "" };
    let refused = followed
        .reports
        .iter()
        .filter(|report| report.status != ImportStatus::Committed);
    let newest = committed
        .iter()
        .filter_map(|report| shown(report))
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
            "{stopped}{} {files} imported, {} new or changed.{}{}",
            committed.len(),
            show::counted(rows, "row"),
            left_out(left),
            still(waiting)
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

/// The months that a file has days of. The day of issue of an invoice is none that it bills.
fn shown(report: &FileReport) -> Option<Period> {
    let period = report.period.filter(|period| !period.is_empty())?;
    let is_issue = report.facts.invoice > 0 && period.days() <= 1;
    let last = period.to - Days::new(1);
    (!is_issue).then(|| Period::new(Grain::Month.start(period.from), Grain::Month.next(last)))
}

/// Rows of files that were taken which could not be used, and where it says why.
fn left_out(rows: u64) -> String {
    match rows {
        0 => String::new(),
        1 => " 1 row was refused: Imports says why.".to_owned(),
        more => format!(" {} were refused: Imports says why.", show::counted(more, "row")),
    }
}

fn still(waiting: usize) -> String {
    match waiting {
        0 => String::new(),
        1 => " 1 file still waits.".to_owned(),
        more => format!(" {more} files still wait."),
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
    let back = if restored > 0 {
        format!(
            " {} that it had replaced {} back.",
            show::counted(restored, "row"),
            if restored == 1 { "is" } else { "are" }
        )
    } else {
        String::new()
    };
    ImportResult {
        summary: format!(
            "Import {id} is undone: {} taken out.{back}",
            show::counted(facts, "row")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_taken_is_counted() {
        let mut done = FileReport::of(0, "a.csv", ImportStatus::Committed);
        done.rows.kept = 1;
        let followed = Followed {
            reports: vec![done],
            ..Followed::default()
        };
        let said = |waiting| result(&followed, waiting).summary;
        assert_eq!(said(0), "1 file imported, 1 row new or changed.");
        assert_eq!(
            said(2),
            "1 file imported, 1 row new or changed. 2 files still wait."
        );
    }

    #[test]
    fn rows_that_could_not_be_used_are_counted() {
        let said = |refused| {
            let mut done = FileReport::of(0, "a.csv", ImportStatus::Committed);
            (done.rows.kept, done.rows.refused) = (30, refused);
            let followed = Followed {
                reports: vec![done],
                ..Followed::default()
            };
            result(&followed, 0).summary
        };
        assert_eq!(
            [1, 1_200].map(said),
            [
                "1 file imported, 30 rows new or changed. 1 row was refused: Imports says why.",
                "1 file imported, 30 rows new or changed. 1,200 rows were refused: Imports says why."
            ]
        );
    }

    #[test]
    fn an_import_leads_to_its_months_and_the_day_of_an_invoice_to_none() {
        let day = |text: &str| text.parse().expect("a day");
        let go = |from: &str, to: &str, invoices| {
            let mut done = FileReport::of(0, "a.csv", ImportStatus::Committed);
            done.period = Some(Period::new(day(from), day(to)));
            done.facts.invoice = invoices;
            let followed = Followed {
                reports: vec![done],
                ..Followed::default()
            };
            let go = result(&followed, 0).go;
            go.from.zip(go.to)
        };
        let said = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        assert_eq!(
            go("2026-09-03", "2026-09-04", 0),
            said("2026-09-01", "2026-10-01")
        );
        assert_eq!(
            go("2026-08-30", "2026-10-01", 1),
            said("2026-08-01", "2026-10-01")
        );
        assert_eq!(go("2026-09-03", "2026-09-04", 1), None);
    }

    #[test]
    fn an_undone_row_is_one_row() {
        assert_eq!(undone(7, 1, 0).summary, "Import 7 is undone: 1 row taken out.");
        assert_eq!(
            undone(7, 1200, 1).summary,
            "Import 7 is undone: 1,200 rows taken out. 1 row that it had replaced is back."
        );
    }
}
