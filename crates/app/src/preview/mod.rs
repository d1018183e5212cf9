//! From worker reports to what the window shows of an import: previews, progress, result.

mod invoice;
mod problems;
mod progress;
pub(crate) mod reading;
mod result;
mod settings;
mod stated;

use charts::Locale;
use charts::format;
use ingest::Fix;
use model::{Decimal, Exact, ImportStatus, MeasureTotal, Money, RowCounts, Total};

use crate::answer;
use crate::asked;
use crate::import::detected::HEADER;
use crate::import::event::{PageField, PageLook};
use crate::import::{ChoiceText, FileReport};
use crate::show;
use crate::view::{
    Chip, InvoiceField, InvoicePage, PreviewStatus, PreviewView, RowView, TableView, TotalView,
};

pub(crate) use problems::fixed;
pub(crate) use progress::Progressing;
pub(crate) use result::{confirmed, result, undone};

/// Kinds of files that hold tables.
const TABLES: &[&str] = &["csv", "xlsx", "xlsm", "xls", "xlsb", "ods", "parquet"];

/// A file that waits, with what was said about it.
pub(crate) fn view(id: u32, report: &FileReport, choice: &ChoiceText) -> PreviewView {
    let locale = Locale::default();
    PreviewView {
        id,
        file: report.file.clone(),
        format: if report.format_name.is_empty() {
            "Nobody knows this file yet".to_owned()
        } else {
            report.format_name.clone()
        },
        confidence: if is_refused_whole(report) {
            "none".to_owned()
        } else {
            report.confidence.clone()
        },
        why: report.why.clone(),
        status: status(report),
        can_map: can_map(report),
        can_reread: report.status == ImportStatus::Unchanged && report.id.is_some(),
        message: message(report, choice),
        chips: chips(report),
        settings: settings::of(report, choice),
        totals: report
            .totals
            .iter()
            .map(total)
            .chain(invoice::payable(report))
            .collect(),
        stated: stated::of(report),
        period: report
            .period
            .map(|period| format::span(&period, &locale))
            .unwrap_or_default(),
        counts: match report.status {
            // None was read.
            ImportStatus::NeedsMapping => String::new(),
            _ => counts(&report.rows),
        },
        invoice: report.page.as_ref().map(page),
        rows: rows(report),
        problems: problems::view(report, can_fix(report)),
        fixes: report.fixes.iter().map(Fix::words).collect(),
        questions: report.questions.iter().map(asked::question).collect(),
        changes: asked::changes(report),
    }
}

fn chips(report: &FileReport) -> Vec<Chip> {
    let detected = report
        .detected
        .iter()
        .filter(|(label, _)| !reading::is_chip(label))
        .map(|(label, value)| Chip {
            label: label.clone(),
            value: value.clone(),
        });
    invoice::chips(report).into_iter().chain(detected).collect()
}

fn message(report: &FileReport, choice: &ChoiceText) -> String {
    let place = choice.instead.filter(|_| report.status != ImportStatus::Refused);
    let place = place.map(|import| format!("It takes the place of import {import}."));
    let parts = [
        &without_file(&report.message, &report.file),
        &in_window(&report.hint),
        place.as_deref().unwrap_or_default(),
    ];
    parts.join(" ").trim().to_owned()
}

/// The card is headed by the file, so its message need not name it.
fn without_file(message: &str, file: &str) -> String {
    let rest = message
        .strip_prefix(file)
        .and_then(|rest| rest.strip_prefix(": "));
    rest.map_or_else(|| message.to_owned(), model::capitalised)
}

/// A hint without what only the command line offers.
fn in_window(hint: &str) -> String {
    let start = hint.find(" (on the command line:");
    let end = start.and_then(|start| Some(start + hint[start..].find(')')? + 1));
    match start.zip(end) {
        Some((start, end)) => format!("{}{}", &hint[..start], &hint[end..]),
        None => hint.to_owned(),
    }
}

fn page(look: &PageLook) -> InvoicePage {
    let field = |field: &PageField| InvoiceField {
        key: field.key.clone(),
        label: field.label.clone(),
        value: field.value.clone(),
        certainty: field.certainty.clone(),
    };
    InvoicePage {
        pictures: look.pictures.clone(),
        fields: look.fields.iter().map(field).collect(),
    }
}

/// What can be done with a file.
pub(crate) fn status(report: &FileReport) -> PreviewStatus {
    match report.status {
        ImportStatus::DryRun if is_asked(report) => PreviewStatus::NeedsAnswer,
        ImportStatus::DryRun if !is_refused_whole(report) => PreviewStatus::Ready,
        ImportStatus::DryRun if kind(report).is_some_and(|kind| TABLES.contains(&kind)) => {
            PreviewStatus::NeedsMapping
        }
        ImportStatus::Unchanged => PreviewStatus::Unchanged,
        ImportStatus::NeedsMapping => PreviewStatus::NeedsMapping,
        ImportStatus::NeedsAnswer => PreviewStatus::NeedsAnswer,
        _ => PreviewStatus::Refused,
    }
}

/// Whether rows were read and none could be used: whatever it was read by, it is not that.
fn is_refused_whole(report: &FileReport) -> bool {
    let rows = &report.rows;
    report.status == ImportStatus::DryRun && rows.read > 0 && rows.refused == rows.read
}

/// Whether something must be said first: the currency of amounts, or what would let any row be used.
fn is_asked(report: &FileReport) -> bool {
    let wanted = settings::of(report, &ChoiceText::default()).into_iter();
    let mut wanted = wanted.filter(|setting| setting.wanted);
    wanted.any(|setting| setting.key == settings::CURRENCY || is_refused_whole(report))
}

/// Tables can be mapped; of a large file only what nobody knows is asked about.
fn can_map(report: &FileReport) -> bool {
    match status(report) {
        PreviewStatus::NeedsMapping => kind(report)
            .is_none_or(|kind| has_records(kind) || (TABLES.contains(&kind) && has_table(report, kind))),
        PreviewStatus::Ready => kind(report).is_some_and(|kind| TABLES.contains(&kind)),
        PreviewStatus::NeedsAnswer if report.status == ImportStatus::DryRun => {
            kind(report).is_some_and(|kind| TABLES.contains(&kind))
        }
        _ => false,
    }
}

/// Whether there is anything to map: a sheet may be empty.
fn has_table(report: &FileReport, kind: &str) -> bool {
    let has_header = report.detected.iter().any(|(label, _)| label == HEADER);
    kind == "parquet" || has_header || !report.head.is_empty()
}

/// JSON is mapped as the list of records that it holds.
fn has_records(kind: &str) -> bool {
    ["json", "jsonl"].contains(&kind)
}

/// Rows of tables and of JSON can be mended.
fn can_fix(report: &FileReport) -> bool {
    let is_json = kind(report).is_some_and(has_records);
    can_map(report) || (is_json && report.status == ImportStatus::DryRun)
}

fn kind(report: &FileReport) -> Option<&str> {
    let found = report.detected.iter().find(|(label, _)| label == "Kind");
    found.map(|(_, kind)| kind.as_str())
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
        [] => show::counted(rows.read, "row"),
        words => format!("{}: {}", show::counted(rows.read, "row"), words.join(", ")),
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

/// Figures as people write them, each column with as many decimals as the figure that has most; what is no plain number
/// stays as it is.
fn aligned(mut rows: Vec<RowView>, labels: &[String]) -> Vec<RowView> {
    let locale = Locale::default();
    let numeric = labels
        .iter()
        .enumerate()
        .filter(|(_, label)| label.starts_with('#'));
    for (at, _) in numeric {
        let decimals = |cell: &String| cell.split_once('.').map_or(0, |(_, part)| part.len());
        let most = rows.iter().map(|row| decimals(&row.cells[at])).max().unwrap_or(0);
        if most > 9 {
            continue;
        }
        for row in &mut rows {
            let cell = &mut row.cells[at];
            if let Some(figure) = Exact::parse(cell).and_then(charts::Figure::exact) {
                *cell = format::decimal(figure, most as u32, &locale);
            }
        }
    }
    rows
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
        "Lines",
        "Net",
        "Tax",
        "Payable",
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
        rows: aligned(report.sample.iter().map(line).collect(), &marked),
        count: report.sample.len() as u32,
        ..TableView::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_which_no_row_can_be_used_is_not_ready() {
        let mut report = FileReport::of(0, "a.csv", ImportStatus::DryRun);
        report.detected = vec![("Kind".to_owned(), "csv".to_owned())];
        report.confidence = "certain".to_owned();
        report.period = Some(model::Period::day(chrono::NaiveDate::default()));
        (report.rows.read, report.rows.refused) = (30, 29);
        assert_eq!(status(&report), PreviewStatus::Ready);
        report.rows.refused = 30;
        assert_eq!(status(&report), PreviewStatus::NeedsMapping);
        assert_eq!(view(1, &report, &ChoiceText::default()).confidence, "none");
        report.detected.clear();
        assert_eq!(status(&report), PreviewStatus::Refused);
        report.period = None;
        assert_eq!(
            status(&report),
            PreviewStatus::NeedsAnswer,
            "the period is asked about"
        );
        report.rows.refused = 0;
        report.totals = vec![MeasureTotal {
            measure: model::Measure::Billed,
            currency: model::Currency::default(),
            amount: "12.50".to_owned(),
            rows: 1,
        }];
        assert_eq!(status(&report), PreviewStatus::NeedsAnswer, "the currency is");
    }

    #[test]
    fn figures_of_a_column_have_the_same_decimals() {
        let row = |cells: [&str; 2]| show::row(cells.map(str::to_owned).to_vec());
        let rows = vec![
            row(["27289.9", "0.5"]),
            row(["-9806.88", "0.5"]),
            row(["", "x"]),
            row(["12", "1.25"]),
        ];
        let shown = aligned(rows, &["#Billed".to_owned(), "Version".to_owned()]);
        let column = |at: usize| shown.iter().map(|row| row.cells[at].as_str()).collect::<Vec<_>>();
        assert_eq!(column(0), ["27,289.90", "\u{2212}9,806.88", "", "12.00"]);
        assert_eq!(column(1), ["0.5", "0.5", "x", "1.25"]);
    }

    #[test]
    fn a_card_names_its_file_once_and_offers_what_the_window_has() {
        assert_eq!(
            without_file("a: b.csv: no format fits this file.", "a: b.csv"),
            "No format fits this file."
        );
        assert_eq!(without_file("Already imported.", "a.csv"), "Already imported.");
        assert_eq!(
            in_window("Say what its columns mean (on the command line: a mapping file)."),
            "Say what its columns mean."
        );
        assert_eq!(in_window("Choose files."), "Choose files.");
    }
}
