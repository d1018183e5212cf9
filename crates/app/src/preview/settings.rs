//! What a user may say about a file that waits, each where it makes sense. Reads no file and keeps nothing.

use charts::{Locale, format};
use ingest::PasswordState;
use ingest::formats::{Dates, Decimals};
use model::ImportStatus;

use crate::import::detected::{DATES, DECIMAL};
use crate::import::{ChoiceText, FileReport};
use crate::view::{Choice, Setting};

const NOT_STATED: &str = "not stated";
const DATE_ORDERS: &[(&str, &str, Dates)] = &[
    ("dmy", "day first", Dates::Dmy),
    ("mdy", "month first", Dates::Mdy),
    ("iso", "year first", Dates::Iso),
];
const MARKS: &[(&str, &str, Decimals)] = &[
    ("point", "point: 1,234.50", Decimals::Point),
    ("comma", "comma: 1.234,50", Decimals::Comma),
];

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
        dates(report, choice),
        decimal(report, choice),
        (report.lock == PasswordState::Opened).then(|| password(report, choice)),
    ];
    all.into_iter().flatten().collect()
}

fn setting(key: &str, label: &str, shown: &str) -> Setting {
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

fn option(id: &str, label: &str, selected: bool) -> Choice {
    Choice {
        id: id.to_owned(),
        label: label.to_owned(),
        selected,
        go: None,
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
        ..setting("currency", "Currency", said.unwrap_or(NOT_STATED))
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

fn dates(report: &FileReport, choice: &ChoiceText) -> Option<Setting> {
    let found = detected(report, DATES);
    let said = choice.dates.map(|said| of_list(DATE_ORDERS, &said));
    let id = said.or(found)?;
    let named = DATE_ORDERS.iter().find(|(known, ..)| *known == id);
    let orders = DATE_ORDERS.iter();
    Some(Setting {
        choices: orders
            .map(|(own, label, _)| option(own, label, *own == id))
            .collect(),
        hint: "Every date of the file is read in this order.".to_owned(),
        wanted: named.is_none(),
        ..setting(
            "dates",
            "Dates",
            named.map_or("day or month first?", |(_, label, _)| label),
        )
    })
}

fn decimal(report: &FileReport, choice: &ChoiceText) -> Option<Setting> {
    let found = detected(report, DECIMAL).map(|mark| match mark {
        "," => "comma",
        "." => "point",
        open => open,
    });
    let id = choice.decimal.map(|said| of_list(MARKS, &said)).or(found)?;
    let wanted = MARKS.iter().all(|(known, ..)| *known != id);
    Some(Setting {
        choices: MARKS
            .iter()
            .map(|(own, label, _)| option(own, label, *own == id))
            .collect(),
        hint: "Every number of the file is read with this mark.".to_owned(),
        wanted,
        ..setting(
            "decimal",
            "Decimal mark",
            if wanted { "point or comma?" } else { id },
        )
    })
}

fn of_list<T: PartialEq>(list: &[(&'static str, &str, T)], said: &T) -> &'static str {
    list.iter()
        .find(|(.., known)| known == said)
        .map_or("", |(id, ..)| id)
}

fn detected<'r>(report: &'r FileReport, label: &str) -> Option<&'r str> {
    let found = report.detected.iter().find(|(known, _)| known == label);
    found.map(|(_, value)| value.as_str())
}
