//! How a file is read, as chips that can be changed: what was detected, and what a person says instead. Reads no file.

use ingest::Delimiter;
use ingest::formats::{Dates, Decimals};

use super::settings::{option, setting};
use crate::guard;
use crate::import::FileReport;
use crate::import::detected::{DATES, DECIMAL, DELIMITER, ENCODING, HEADER};
use crate::view::{Choice, Setting};

/// Settings of how a file is taken apart, which the mapper shows too.
pub(crate) const LAYOUT: &[&str] = &["encoding", "delimiter", "header"];

const DATE_ORDERS: &[(&str, &str, Dates)] = &[
    ("dmy", "day first", Dates::Dmy),
    ("mdy", "month first", Dates::Mdy),
    ("iso", "year first", Dates::Iso),
];
const MARKS: &[(&str, &str, Decimals)] = &[
    ("point", "point: 1,234.50", Decimals::Point),
    ("comma", "comma: 1.234,50", Decimals::Comma),
];
/// Encodings that exports come in; the command line takes any that the web knows.
const ENCODINGS: &[(&str, &str)] = &[
    ("utf-8", "UTF-8"),
    ("windows-1252", "Western (Windows-1252)"),
    ("iso-8859-15", "Western with € (ISO-8859-15)"),
    ("macintosh", "Western (old Mac)"),
    ("windows-1250", "Central European (Windows-1250)"),
    ("iso-8859-2", "Central European (ISO-8859-2)"),
    ("windows-1251", "Cyrillic (Windows-1251)"),
    ("windows-1253", "Greek (Windows-1253)"),
    ("windows-1254", "Turkish (Windows-1254)"),
    ("utf-16le", "UTF-16, little endian"),
    ("utf-16be", "UTF-16, big endian"),
    ("shift_jis", "Japanese (Shift-JIS)"),
    ("gb18030", "Chinese (GB 18030)"),
    ("big5", "Chinese (Big5)"),
    ("euc-kr", "Korean (EUC-KR)"),
];
const DELIMITERS: &[&str] = &["comma", "semicolon", "tab", "bar", "space", "colon"];
/// Letters of a row that tell it from others.
const ROW_LETTERS: usize = 48;

/// Every chip that makes sense for the file.
pub(super) fn of(report: &FileReport) -> Vec<Setting> {
    let all = [
        sheet(report),
        encoding(report),
        delimiter(report),
        header(report),
        dates(report),
        decimal(report),
        account(report),
    ];
    all.into_iter().flatten().collect()
}

/// A chip whose first choice goes back to what was detected.
struct Chip<'a> {
    key: &'a str,
    label: &'a str,
    /// What the file seems to be, as a choice is named.
    detected: &'a str,
    /// What is said instead.
    said: Option<String>,
    hint: &'a str,
}

impl Chip<'_> {
    fn with(self, choices: impl Iterator<Item = (String, String)>) -> Setting {
        let choices: Vec<(String, String)> = choices.collect();
        let named = |id: &str| {
            let known = choices.iter().find(|(own, _)| own == id);
            known.map_or_else(|| id.to_owned(), |(_, label)| label.clone())
        };
        let shown = match &self.said {
            Some(said) => format!("{} (detected: {})", named(said), named(self.detected)),
            None => named(self.detected),
        };
        let back = format!("as detected: {}", named(self.detected));
        let mut all = vec![option("", &back, self.said.is_none())];
        let said = self.said.as_deref();
        all.extend(
            choices
                .iter()
                .map(|(id, label)| option(id, label, said == Some(id))),
        );
        Setting {
            choices: all,
            hint: self.hint.to_owned(),
            ..setting(self.key, self.label, &shown)
        }
    }
}

fn encoding(report: &FileReport) -> Option<Setting> {
    let chip = Chip {
        key: "encoding",
        label: ENCODING,
        detected: detected(report, ENCODING)?,
        said: report.reading.encoding.clone(),
        hint: "Another one if letters such as ü or ł look wrong.",
    };
    Some(
        chip.with(
            ENCODINGS
                .iter()
                .map(|(id, label)| ((*id).to_owned(), (*label).to_owned())),
        ),
    )
}

fn delimiter(report: &FileReport) -> Option<Setting> {
    let chip = Chip {
        key: "delimiter",
        label: DELIMITER,
        detected: detected(report, DELIMITER)?,
        said: report.reading.delimiter.map(Delimiter::name),
        hint: "What stands between the cells of a row.",
    };
    Some(
        chip.with(
            DELIMITERS
                .iter()
                .map(|name| ((*name).to_owned(), (*name).to_owned())),
        ),
    )
}

fn header(report: &FileReport) -> Option<Setting> {
    let detected = detected(report, HEADER)?;
    let chip = Chip {
        key: "header",
        label: HEADER,
        detected,
        said: report.reading.header_row.map(|row| row.to_string()),
        hint: "The row that names the columns.",
    };
    let rows = report.head.iter().map(|(number, text)| {
        let short: String = text.chars().take(ROW_LETTERS).collect();
        (number.to_string(), format!("{number}: {short}"))
    });
    let none = ("0".to_owned(), "none: the first row is data".to_owned());
    let mut setting = chip.with(rows.chain([none]));
    // The chip itself shows numbers only; the rows are read in its menu.
    let plain = |number: &str| {
        if number == "0" {
            "none".to_owned()
        } else {
            number.to_owned()
        }
    };
    setting.shown = match report.reading.header_row {
        Some(said) if said.to_string() != detected => {
            format!("{} (detected: {})", plain(&said.to_string()), plain(detected))
        }
        _ => plain(detected),
    };
    Some(setting)
}

/// Asked where a workbook has several sheets.
fn sheet(report: &FileReport) -> Option<Setting> {
    let said = report.reading.sheet.as_ref();
    let shown = said.map_or("all that fit", String::as_str);
    (report.sheets.len() > 1).then(|| {
        let mut choices = vec![option("", "all that fit", said.is_none())];
        choices.extend(
            report
                .sheets
                .iter()
                .map(|name| option(name, name, said == Some(name))),
        );
        Setting {
            choices,
            hint: "Only this sheet is read.".to_owned(),
            ..setting("sheet", "Sheet", shown)
        }
    })
}

/// Asked where the file may be of another account than the book has.
fn account(report: &FileReport) -> Option<Setting> {
    let said = report.reading.account.as_deref();
    let asked = report
        .questions
        .iter()
        .find(|question| question.id == guard::WHOSE);
    let document = ingest::formats::by_id(&report.format);
    let is_nameless = document.is_some_and(|document| document.is_nameless(&report.file));
    (said.is_some() || asked.is_some() || is_nameless).then(|| Setting {
        hint: "What you call the account, such as Larkfield payer: each account counts beside the others."
            .to_owned(),
        wanted: said.is_none() && asked.is_some_and(|question| question.answer.is_none()),
        ..setting("account", "Account", said.unwrap_or("not stated"))
    })
}

/// The choices of a list, of which one holds; where it was said, a way back.
fn listed<T>(list: &[(&str, &str, T)], id: &str, is_said: bool) -> Vec<Choice> {
    let own = list.iter().map(|(own, label, _)| option(own, label, *own == id));
    own.chain(is_said.then(|| option("", "as detected", false)))
        .collect()
}

fn dates(report: &FileReport) -> Option<Setting> {
    let found = detected(report, DATES);
    let said = report.reading.dates.map(|said| of_list(DATE_ORDERS, &said));
    let id = said.or(found)?;
    let named = DATE_ORDERS.iter().find(|(known, ..)| *known == id);
    Some(Setting {
        choices: listed(DATE_ORDERS, id, said.is_some()),
        hint: "Every date of the file is read in this order.".to_owned(),
        wanted: named.is_none(),
        ..setting(
            "dates",
            "Dates",
            named.map_or("day or month first?", |(_, label, _)| label),
        )
    })
}

fn decimal(report: &FileReport) -> Option<Setting> {
    let found = detected(report, DECIMAL).map(|mark| match mark {
        "," => "comma",
        "." => "point",
        open => open,
    });
    let said = report.reading.decimal.map(|said| of_list(MARKS, &said));
    let id = said.or(found)?;
    let wanted = MARKS.iter().all(|(known, ..)| *known != id);
    Some(Setting {
        choices: listed(MARKS, id, said.is_some()),
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

/// Whether something is said of the file that a chip shows.
pub(crate) fn is_chip(label: &str) -> bool {
    [DATES, DECIMAL, ENCODING, DELIMITER, HEADER].contains(&label)
}

#[cfg(test)]
mod tests {
    use ingest::Reading;
    use model::ImportStatus;

    use super::*;

    fn report(reading: Reading) -> FileReport {
        let detected = [(ENCODING, "utf-8"), (DELIMITER, "comma"), (HEADER, "1")];
        FileReport {
            detected: detected
                .map(|(label, value)| (label.to_owned(), value.to_owned()))
                .to_vec(),
            head: vec![
                (1, "Report of September".to_owned()),
                (2, "Date · Amount".to_owned()),
            ],
            reading,
            ..FileReport::of(0, "a.csv", ImportStatus::DryRun)
        }
    }

    fn shown(report: &FileReport, key: &str) -> String {
        let all = of(report);
        let found = all.iter().find(|setting| setting.key == key);
        found.map_or_else(String::new, |setting| setting.shown.clone())
    }

    #[test]
    fn a_chip_shows_what_was_detected_and_what_is_said_instead() {
        assert_eq!(shown(&report(Reading::default()), "delimiter"), "comma");
        let said = Reading {
            delimiter: Delimiter::parse(";"),
            header_row: Some(2),
            ..Reading::default()
        };
        assert_eq!(
            shown(&report(said.clone()), "delimiter"),
            "semicolon (detected: comma)"
        );
        assert_eq!(shown(&report(said), "header"), "2 (detected: 1)");
    }

    #[test]
    fn the_rows_of_the_file_are_offered_as_its_header_and_none_is_one_of_them() {
        let all = of(&report(Reading::default()));
        let header = all
            .iter()
            .find(|setting| setting.key == "header")
            .expect("it is there");
        let labels: Vec<&str> = header
            .choices
            .iter()
            .map(|choice| choice.label.as_str())
            .collect();
        assert_eq!(labels[2], "2: Date · Amount");
        assert!(labels[3].starts_with("none"), "{labels:?}");
    }

    #[test]
    fn a_workbook_of_one_sheet_is_not_asked_about_its_sheet() {
        assert_eq!(shown(&report(Reading::default()), "sheet"), "");
        let mut book = report(Reading::default());
        book.sheets = vec!["Usage".to_owned(), "Notes".to_owned()];
        assert_eq!(shown(&book, "sheet"), "all that fit");
    }
}
