//! What a user may say about a file that waits, each where it makes sense. Reads no file and keeps nothing.

use charts::{Locale, format};
use ingest::PasswordState;
use model::ImportStatus;

use super::reading;
use crate::import::{ChoiceText, FileReport};
use crate::view::{Choice, Setting};

const NOT_STATED: &str = "not stated";
/// The key of what currency amounts are in.
pub(super) const CURRENCY: &str = "currency";

/// What may be said about a file.
pub(super) fn of(report: &FileReport, choice: &ChoiceText) -> Vec<Setting> {
    if report.lock == PasswordState::Needed {
        return vec![password(report, choice)];
    }
    let is_damaged = report.status == ImportStatus::Refused && report.format.is_empty();
    if is_damaged && *choice == ChoiceText::default() {
        return Vec::new();
    }
    let all = [
        Some(formats(report, choice)),
        currency(report, choice),
        period(report, choice),
        counted(report, choice),
        (report.lock == PasswordState::Opened).then(|| password(report, choice)),
    ];
    all.into_iter().flatten().chain(reading::of(report)).collect()
}

pub(super) fn setting(key: &str, label: &str, shown: &str) -> Setting {
    Setting {
        key: key.to_owned(),
        label: label.to_owned(),
        shown: shown.to_owned(),
        choices: Vec::new(),
        secret: false,
        hint: String::new(),
        wanted: false,
    }
}

pub(super) fn option(id: &str, label: &str, selected: bool) -> Choice {
    Choice {
        id: id.to_owned(),
        label: label.to_owned(),
        selected,
        go: None,
        ..Choice::default()
    }
}

fn password(report: &FileReport, choice: &ChoiceText) -> Setting {
    let wanted = report.lock == PasswordState::Needed;
    let shown = match (wanted, &choice.password) {
        (true, None) => "needed",
        (true, Some(_)) => "does not open it",
        (false, _) => "opened",
    };
    Setting {
        secret: true,
        hint: "It is used to open this file and is kept nowhere.".to_owned(),
        wanted,
        ..setting("password", "Password", shown)
    }
}

fn formats(report: &FileReport, choice: &ChoiceText) -> Setting {
    let said = choice.format.as_deref();
    let mut known: Vec<Choice> = ingest::formats()
        .iter()
        .map(|format| option(&format.id, &format.name, said == Some(&format.id)))
        .collect();
    known.sort_by_key(|format| format.label.to_lowercase());
    known.insert(0, option("", "as recognised", said.is_none()));
    let shown = match (said, report.format_name.as_str()) {
        (_, "") => "not known",
        (None, _) => "as recognised",
        (Some(_), name) => name,
    };
    Setting {
        choices: known,
        wanted: report.status == ImportStatus::NeedsMapping,
        ..setting("format", "Format", shown)
    }
}

/// Asked where amounts have none.
fn currency(report: &FileReport, choice: &ChoiceText) -> Option<Setting> {
    let lacks = |total: &model::MeasureTotal| total.measure.is_money() && total.currency.code().is_empty();
    let wanted = report.totals.iter().any(lacks);
    let said = choice.currency.as_deref();
    let codes = ingest::value::currencies().iter();
    (wanted || said.is_some()).then(|| Setting {
        choices: codes.map(|code| option(code, code, said == Some(code))).collect(),
        hint: "The file does not say which currency its amounts are in.".to_owned(),
        wanted,
        ..setting(CURRENCY, "Currency", said.unwrap_or(NOT_STATED))
    })
}

/// What becomes of the lines of an invoice.
fn counted(report: &FileReport, choice: &ChoiceText) -> Option<Setting> {
    let is_counted = choice.count_invoices;
    let words = ["kept to compare", "count as charges"];
    let choices = vec![
        option("no", words[0], !is_counted),
        option("yes", words[1], is_counted),
    ];
    (report.format == ingest::invoice::FORMAT).then(|| Setting {
        choices,
        hint: "Let them count where there is no other file of the vendor’s charges.".to_owned(),
        ..setting("count", "Its lines", words[usize::from(is_counted)])
    })
}

/// Asked where rows have none.
fn period(report: &FileReport, choice: &ChoiceText) -> Option<Setting> {
    let wanted = report.period.is_none() && report.rows.refused > 0;
    let said = choice
        .period
        .map(|period| format::span(&period, &Locale::default()));
    (wanted || said.is_some()).then(|| Setting {
        hint: "A month such as 2026-09, or two days such as 2026-09-01 – 2026-09-30.".to_owned(),
        wanted,
        ..setting("period", "Period", said.as_deref().unwrap_or(NOT_STATED))
    })
}
