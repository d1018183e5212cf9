//! From worker reports to what the window shows of an import: previews, progress, result.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::time::Instant;

use charts::Locale;
use charts::format;
use model::{Decimal, ImportStatus, MeasureTotal, Money, Problem, RowCounts, Severity, Total};

use crate::answer;
use crate::import::{Event, FileReport, Followed};
use crate::session::{is_ready, rate};
use crate::show;
use crate::view::{
    Chip, ImportResult, PreviewStatus, PreviewView, ProblemGroup, ProgressView, Route, TableView, TotalView,
};

const EXAMPLES: usize = 5;
/// Time left is said after this many seconds, when it means something.
const SOON: f64 = 3.0;

/// A file that waits.
pub(crate) fn view(id: u32, report: &FileReport) -> PreviewView {
    let locale = Locale::default();
    PreviewView {
        id,
        file: report.file.clone(),
        format: if report.format_name.is_empty() {
            "Nobody knows this file yet".to_owned()
        } else {
            report.format_name.clone()
        },
        confidence: report.confidence.clone(),
        why: report.why.clone(),
        status: match report.status {
            _ if is_ready(report) => PreviewStatus::Ready,
            ImportStatus::Unchanged => PreviewStatus::Unchanged,
            ImportStatus::NeedsMapping => PreviewStatus::NeedsMapping,
            _ => PreviewStatus::Refused,
        },
        message: [report.message.as_str(), report.hint.as_str()]
            .join(" ")
            .trim()
            .to_owned(),
        chips: report
            .detected
            .iter()
            .map(|(label, value)| Chip {
                label: label.clone(),
                value: value.clone(),
            })
            .collect(),
        totals: report.totals.iter().map(total).collect(),
        period: report
            .period
            .map(|period| format::span(&period, &locale))
            .unwrap_or_default(),
        counts: counts(&report.rows),
        rows: rows(report),
        problems: groups(&report.problems),
    }
}

fn counts(rows: &RowCounts) -> String {
    let locale = Locale::default();
    let number = |count: u64| format::count(count.into(), &locale);
    let parts = [
        (rows.kept, "new"),
        (rows.duplicate, "already there"),
        (rows.replaced, "replaced"),
        (rows.skipped, "skipped"),
        (rows.refused, "refused"),
    ];
    let words: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", number(count)))
        .collect();
    match words.as_slice() {
        [] => format!("{} rows", number(rows.read)),
        words => format!("{} rows: {}", number(rows.read), words.join(", ")),
    }
}

fn total(total: &MeasureTotal) -> TotalView {
    let measure = answer::label(total.measure);
    TotalView {
        measure,
        amount: amount(total),
        exact: total.amount.clone(),
    }
}

/// The exact text, rounded to what people write.
pub(crate) fn amount(total: &MeasureTotal) -> String {
    let locale = Locale::default();
    let scale = i64::from(total.currency.scale());
    let rounded = total.amount.parse::<Decimal>().ok().and_then(|exact| {
        let nanos = exact.with_scale_round(scale, bigdecimal::RoundingMode::HalfEven);
        nanos.as_bigint_and_exponent().0.try_into().ok()
    });
    match rounded {
        Some(nanos) if total.measure.is_money() => format::money(
            &Money::new(Total(nanos), total.currency.clone()),
            format::Currencies::Mixed,
            &locale,
        ),
        Some(nanos) => format::count(nanos / 10i128.pow(scale as u32), &locale),
        None => total.amount.clone(),
    }
}

/// First rows, one column per heading that any of them has.
fn rows(report: &FileReport) -> TableView {
    let mut labels: Vec<&str> = Vec::new();
    for (label, _) in report.sample.iter().flatten() {
        if !labels.contains(&label.as_str()) {
            labels.push(label);
        }
    }
    let line = |cells: &Vec<(String, String)>| {
        let found = |label: &&str| {
            cells
                .iter()
                .find(|(own, _)| own == label)
                .map(|(_, value)| value.clone())
        };
        show::row(
            labels
                .iter()
                .map(|label| found(label).unwrap_or_default())
                .collect(),
        )
    };
    let numeric = [
        "Billed",
        "List",
        "Effective",
        "Estimated",
        "Quantity",
        "Tokens",
        "Requests",
        "Value",
        "Active days",
    ];
    let marked: Vec<String> = labels
        .iter()
        .map(|label| {
            if numeric.contains(label) {
                format!("#{label}")
            } else {
                (*label).to_owned()
            }
        })
        .collect();
    TableView {
        key: format!("preview-{}", report.item),
        title: "First rows as they will be kept".to_owned(),
        columns: show::columns(&marked.iter().map(String::as_str).collect::<Vec<_>>()),
        rows: report.sample.iter().map(line).collect(),
        count: report.sample.len() as u32,
        ..TableView::default()
    }
}

fn groups(problems: &[Problem]) -> Vec<ProblemGroup> {
    let mut groups: BTreeMap<(std::cmp::Reverse<Severity>, &str, &str), Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        let key = (
            std::cmp::Reverse(problem.severity),
            problem.what.as_str(),
            problem.hint.as_deref().unwrap_or(""),
        );
        groups.entry(key).or_default().push(problem);
    }
    let group =
        |((severity, what, hint), problems): ((std::cmp::Reverse<Severity>, &str, &str), Vec<&Problem>)| {
            ProblemGroup {
                severity: format!("{:?}", severity.0).to_lowercase(),
                what: what.to_owned(),
                hint: hint.to_owned(),
                count: problems.len() as u32,
                examples: problems
                    .iter()
                    .take(EXAMPLES)
                    .map(|problem| place(problem))
                    .filter(|text| !text.is_empty())
                    .collect(),
            }
        };
    groups.into_iter().map(group).collect()
}

/// `Usage, row 42, Start date: 13/25/2026`.
fn place(problem: &Problem) -> String {
    let row = problem.place.row.map(|row| format!("row {row}"));
    let parts = [problem.place.sheet.clone(), row, problem.place.column.clone()];
    let place = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    match &problem.value {
        Some(value) if !value.is_empty() => format!("{place}: {value}"),
        _ => place,
    }
}

/// Turns worker events into progress texts.
pub(crate) struct Progressing<'p> {
    told: &'p mut dyn FnMut(ProgressView),
    file: String,
    position: String,
    since: Instant,
}

impl<'p> Progressing<'p> {
    pub(crate) fn new(told: &'p mut dyn FnMut(ProgressView)) -> Self {
        Self {
            told,
            file: String::new(),
            position: String::new(),
            since: Instant::now(),
        }
    }

    /// What to do with each event.
    pub(crate) fn follow(mut self) -> impl FnMut(&Event) -> ControlFlow<()> + 'p {
        move |event| {
            match event {
                Event::Start { item, of, file } => {
                    self.file.clone_from(file);
                    self.position = format!("{} of {of}", item + 1);
                    self.since = Instant::now();
                    self.tell(0, 0.0);
                }
                Event::Progress { rows, fraction } => self.tell(*rows, *fraction),
                _ => {}
            }
            ControlFlow::Continue(())
        }
    }

    fn tell(&mut self, rows: u64, fraction: f64) {
        let locale = Locale::default();
        let mut text = format!("{} rows", format::count(rows.into(), &locale));
        let spent = self.since.elapsed().as_secs_f64();
        if rows > 0 && spent > 1.0 {
            text = format!(
                "{text}, {} a second",
                format::count(rate(rows, self.since) as i128, &locale)
            );
        }
        if fraction > 0.02 && spent > SOON {
            let left = format::count((spent / fraction - spent).ceil() as i128, &locale);
            text = format!("{text}, {left} s left");
        }
        (self.told)(ProgressView {
            file: self.file.clone(),
            position: self.position.clone(),
            fraction,
            text,
        });
    }
}

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
