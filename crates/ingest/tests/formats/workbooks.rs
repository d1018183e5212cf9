//! What a workbook says beside its cells, and what it says twice: currencies of number formats, copies of sheets, tables
//! beside each other.

use ingest::{Choice, Mapping};
use model::{Fact, Severity};
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::{Read, read_as};

const MAPPING: &str = r#"
id = "sheets"
name = "Sheets"
vendor = "Larkfield"
reader = 1
kind = "table"
overlap = "content"
export = "the sheets"
dates = "iso"

[[detect]]
has = ["day", "supplier", "amount"]

[[charge]]
day = "day"
provider = "supplier"
billed = "amount"
"#;

type Line<'t> = (&'t str, &'t str, f64);
const LINES: &[Line<'_>] = &[
    ("2026-09-01", "OpenAI", 10.5),
    ("2026-09-02", "Anthropic", 20.0),
    ("2026-09-03", "Cursor", 30.0),
];

/// A workbook of sheets: name, whether it is hidden, number format, columns to the right and rows.
struct Sheet<'t>(&'t str, bool, &'t str, u16, &'t [Line<'t>]);

fn read_book(sheets: &[Sheet<'_>], mapping: &str) -> Read {
    let mut book = Workbook::new();
    let mut last = String::new();
    for Sheet(name, hidden, code, from, lines) in sheets {
        let is_new = last != *name;
        let sheet = if is_new {
            book.add_worksheet()
        } else {
            book.worksheet_from_name(name).expect("a sheet")
        };
        if is_new {
            sheet.set_name(*name).expect("a name").set_hidden(*hidden);
            (*name).clone_into(&mut last);
        }
        let format = Format::new().set_num_format(*code);
        for (column, heading) in ["Day", "Supplier", "Amount"].iter().enumerate() {
            sheet.write(0, from + column as u16, *heading).expect("a heading");
        }
        for (row, (day, supplier, amount)) in (1..).zip(*lines) {
            sheet.write(row, *from, *day).expect("a day");
            sheet.write(row, from + 1, *supplier).expect("a name");
            sheet
                .write_with_format(row, from + 2, *amount, &format)
                .expect("a number");
        }
    }
    read_saved(book, mapping)
}

fn read_saved(mut book: Workbook, mapping: &str) -> Read {
    let path = tempfile::Builder::new()
        .suffix(".xlsx")
        .tempfile()
        .expect("a file")
        .into_temp_path();
    book.save(&path).expect("saved");
    let choice = Choice {
        mapping: Some(Mapping::parse("sheets.toml", mapping).expect("a mapping")),
        ..Choice::default()
    };
    read_as(&path, &choice)
}

fn totals(read: &Read) -> Vec<String> {
    let totals = read.report.totals.iter();
    totals
        .map(|total| format!("{} {}", total.amount, total.currency))
        .collect()
}

fn warnings(read: &Read) -> Vec<&str> {
    let problems = read.report.problems.iter();
    problems
        .filter(|problem| problem.severity == Severity::Warning)
        .map(|problem| &*problem.what)
        .collect()
}

#[test]
fn a_currency_that_only_the_number_format_says_is_that_of_the_amounts() {
    for (code, currency) in [
        ("[$€-407]#,##0.00", "EUR"),
        ("[$SEK] 0.00", "SEK"),
        ("#,##0.00\\ [$kr-414]", "NOK"),
        ("\"$\"#,##0.00", "USD"),
    ] {
        let read = read_book(&[Sheet("Data", false, code, 0, LINES)], MAPPING);
        assert_eq!(totals(&read), [format!("60.5 {currency}")], "{code}");
        assert!(warnings(&read).is_empty(), "{code}: {:?}", warnings(&read));
    }
    let read = read_book(&[Sheet("Data", false, "0.00", 0, LINES)], MAPPING);
    assert_eq!(totals(&read), ["60.5 "]);
}

#[test]
fn each_amount_is_in_the_currency_that_its_own_number_format_shows() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["Day", "Supplier", "Amount"]) {
        sheet.write(0, column, heading).expect("a heading");
    }
    let codes = [
        "[$$-409]#,##0.00",
        "#,##0.00 [$€-407]",
        "[$£-809]#,##0.00",
        "[$$-409]#,##0.00",
    ];
    for (row, code) in (1..).zip(codes) {
        let format = Format::new().set_num_format(code);
        sheet.write(row, 0, "2026-09-01").expect("a day");
        sheet.write(row, 1, "OpenAI").expect("a name");
        sheet
            .write_with_format(row, 2, 10 + row, &format)
            .expect("a number");
    }
    let read = read_saved(book, MAPPING);
    assert_eq!(totals(&read), ["12 EUR", "13 GBP", "25 USD"]);
}

#[test]
fn a_row_whose_amount_is_an_error_is_refused_and_other_errors_are_told_once() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["Day", "Supplier", "Amount"]) {
        sheet.write(0, column, heading).expect("a heading");
    }
    for (row, (supplier, amount)) in (1..).zip([
        ("OpenAI", "10"),
        ("#REF!", "10"),
        ("OpenAI", "#N/A"),
        ("#REF!", "10"),
    ]) {
        sheet.write(row, 0, "2026-09-01").expect("a day");
        sheet
            .write(row, 1, Formula::new("A1").set_result(supplier))
            .expect("a name");
        sheet
            .write(row, 2, Formula::new("5*2").set_result(amount))
            .expect("a number");
    }
    let read = read_saved(
        book,
        &MAPPING.replace("billed =", "currency = { value = \"USD\" }\nbilled ="),
    );
    assert_eq!(totals(&read), ["30 USD"]);
    assert_eq!((read.report.rows.kept, read.report.rows.refused), (3, 1));
    let told: Vec<(Severity, Option<u64>, Option<&str>)> = read
        .report
        .problems
        .iter()
        .map(|problem| {
            (
                problem.severity,
                problem.place.row,
                problem.place.column.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Severity::Error, Some(4), Some("Amount")),
            (Severity::Warning, Some(3), Some("Supplier")),
        ]
    );
}

#[test]
fn a_number_format_that_contradicts_the_rows_is_told_and_does_not_count() {
    let stated = |currency: &str| {
        MAPPING.replace(
            "billed =",
            &format!("currency = {{ value = \"{currency}\" }}\nbilled ="),
        )
    };
    for (code, currency, is_told) in [
        ("[$€-407]#,##0.00", "USD", true),
        ("[$€-407]#,##0.00", "EUR", false),
        ("\"$\"#,##0.00", "CAD", false),
        ("[$$-409]#,##0.00", "CAD", true),
        ("\"$\"#,##0.00", "EUR", true),
    ] {
        let read = read_book(&[Sheet("Data", false, code, 0, LINES)], &stated(currency));
        assert_eq!(totals(&read), [format!("60.5 {currency}")], "{code}");
        assert_eq!(
            !warnings(&read).is_empty(),
            is_told,
            "{code} {currency}: {:?}",
            warnings(&read)
        );
    }
}

#[test]
fn a_sheet_whose_rows_are_all_on_another_is_left_out_and_said() {
    for copies in [
        &[
            Sheet("Data", false, "0.00", 0, LINES),
            Sheet("Data (2)", false, "0", 0, LINES),
        ][..],
        &[
            Sheet("Old", true, "0.00", 0, LINES),
            Sheet("Data", false, "0.00", 0, LINES),
        ],
        &[
            Sheet("Old", true, "0.00", 0, &LINES[..2]),
            Sheet("Data", false, "0.00", 0, LINES),
        ],
        &[
            Sheet("Jan", false, "0", 0, &LINES[..1]),
            Sheet("All", false, "0", 0, LINES),
            Sheet("Feb", false, "0", 0, &LINES[1..]),
        ],
    ] {
        let read = read_book(copies, MAPPING);
        assert_eq!(totals(&read), ["60.5 "]);
        let said = warnings(&read)
            .into_iter()
            .filter(|what| what.contains("was not read"))
            .count();
        assert_eq!(said, copies.len() - 1, "{:?}", warnings(&read));
        assert_eq!(
            read.facts
                .iter()
                .filter(|fact| matches!(fact, Fact::Charge(_)))
                .count(),
            3
        );
    }
}

/// A workbook of whole sheets, each of texts.
fn read_texts(sheets: &[&[&[&str]]]) -> Read {
    let mut book = Workbook::new();
    for rows in sheets {
        let sheet = book.add_worksheet();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write(row, column, *cell).expect("a cell");
            }
        }
    }
    read_saved(book, MAPPING)
}

#[test]
fn a_sheet_with_more_or_other_columns_counts_once() {
    let raw: &[&[&str]] = &[
        &["Day", "Supplier", "Amount"],
        &["2026-09-01", "OpenAI", "10.50"],
        &["2026-09-02", "Anthropic", "20.00"],
        &["2026-09-03", "Cursor", "30.00"],
    ];
    let cleaned: &[&[&str]] = &[
        &["Team", "Day", "Supplier", "Amount"],
        &["Claims", "2026-09-01", "OpenAI", "10.50"],
        &["IT", "2026-09-02", "Anthropic", "20.00"],
        &["IT", "2026-09-03", "Cursor", "30.00"],
    ];
    let turned: &[&[&str]] = &[
        &["Amount", "Supplier", "Day"],
        &["30.00", "Cursor", "2026-09-03"],
        &["10.50", "OpenAI", "2026-09-01"],
        &["20.00", "Anthropic", "2026-09-02"],
    ];
    for sheets in [
        &[raw, cleaned][..],
        &[cleaned, raw],
        &[raw, turned],
        &[turned, cleaned, raw],
    ] {
        let read = read_texts(sheets);
        assert_eq!(totals(&read), ["60.5 "]);
        let warnings = warnings(&read);
        let said = warnings
            .iter()
            .filter(|what| what.contains("was not read"))
            .count();
        assert_eq!(said, sheets.len() - 1, "{warnings:?}");
    }
    let twice: &[&[&str]] = &[raw[0], raw[1], raw[1]];
    assert_eq!(totals(&read_texts(&[twice, raw])), ["81.5 "]);
}

#[test]
fn sheets_that_share_some_rows_count_and_most_of_them_are_said() {
    let other = [LINES[0], LINES[1], ("2026-09-09", "Figma", 1.0)];
    let read = read_book(
        &[
            Sheet("Data", false, "0", 0, LINES),
            Sheet("Data (2)", false, "0", 0, &other),
        ],
        MAPPING,
    );
    assert_eq!(totals(&read), ["92 "]);
    assert!(
        warnings(&read)
            .iter()
            .any(|what| what.starts_with("2 of the 3 rows")),
        "{:?}",
        warnings(&read)
    );
    let months = [("2026-10-01", "OpenAI", 10.5), ("2026-10-02", "Anthropic", 20.0)];
    let read = read_book(
        &[
            Sheet("Sep", false, "0", 0, LINES),
            Sheet("Oct", false, "0", 0, &months),
        ],
        MAPPING,
    );
    assert_eq!(totals(&read), ["91 "]);
    assert!(
        !warnings(&read)
            .iter()
            .any(|what| what.contains("rows of this sheet"))
    );
}

#[test]
fn a_hidden_sheet_that_counts_beside_others_is_said() {
    let old = [("2026-07-01", "OpenAI", 5.0)];
    let book = |is_hidden| {
        [
            Sheet("Data", false, "0", 0, LINES),
            Sheet("Before", is_hidden, "0", 0, &old),
        ]
    };
    for (is_hidden, said) in [(true, 1), (false, 0)] {
        let read = read_book(&book(is_hidden), MAPPING);
        assert_eq!(totals(&read), ["65.5 "]);
        let warnings = warnings(&read);
        let count = warnings
            .iter()
            .filter(|what| what.starts_with("This sheet is hidden"))
            .count();
        assert_eq!(count, said, "{warnings:?}");
    }
}

#[test]
fn a_second_table_beside_the_first_is_said() {
    let read = read_book(
        &[
            Sheet("Data", false, "0", 0, LINES),
            Sheet("Data", false, "0", 4, LINES),
        ],
        MAPPING,
    );
    assert_eq!(totals(&read), ["60.5 "]);
    assert!(
        warnings(&read)
            .iter()
            .any(|what| what.contains("stands beside the first")),
        "{:?}",
        warnings(&read)
    );
}

#[test]
fn days_of_a_sheet_that_a_spreadsheet_swapped_where_it_could_are_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["Day", "Supplier", "Amount"].iter().enumerate() {
        sheet.write(0, column as u16, *heading).expect("a heading");
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (row, (month, text)) in (1..).step_by(2).zip([(3, "14/09/2026"), (4, "20/09/2026")]) {
        let swapped = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, month, 9).expect("a day");
        sheet.write_with_format(row, 0, &swapped, &day).expect("a day");
        sheet.write(row + 1, 0, text).expect("a text");
        for row in [row, row + 1] {
            sheet.write(row, 1, "OpenAI").expect("a name");
            sheet.write(row, 2, 1.5).expect("a number");
        }
    }
    let read = read_saved(book, &MAPPING.replace("dates = \"iso\"\n", ""));
    assert_eq!((read.facts.len(), read.report.rows.refused), (2, 2));
}

#[test]
fn a_sheet_that_is_another_version_of_one_is_said() {
    const OLD: &[Line<'_>] = &[
        ("2026-09-01", "OpenAI", 11.5),
        ("2026-09-02", "Anthropic", 21.0),
        ("2026-09-03", "Cursor", 31.0),
    ];
    let both = |name| {
        let read = read_book(
            &[
                Sheet("Costs", false, "0.00", 0, LINES),
                Sheet(name, false, "0.00", 0, OLD),
            ],
            MAPPING,
        );
        let said = warnings(&read)
            .iter()
            .any(|what| what.contains("with other numbers"));
        (read.report.rows.kept, said)
    };
    assert_eq!(both("Costs (old)"), (6, true));
    assert_eq!(both("Team B"), (6, false));
}

#[test]
fn sheets_called_as_months_that_share_the_period_that_was_given_are_said() {
    let day = |text: &str| text.parse().expect("a day");
    let read = |names: [&str; 2], head: &str| {
        let mut book = Workbook::new();
        for name in names {
            let sheet = book.add_worksheet().set_name(name).expect("a name");
            for (column, heading) in (0..).zip(["Day", "Supplier", "Amount"]) {
                sheet.write(0, column, heading).expect("a heading");
            }
            sheet.write(1, 0, "2026-09-01").expect("a day");
            sheet.write(1, 1, name).expect("a name");
            sheet.write(1, 2, 10).expect("a number");
        }
        let path = tempfile::Builder::new()
            .suffix(".xlsx")
            .tempfile()
            .expect("a file")
            .into_temp_path();
        book.save(&path).expect("saved");
        let choice = Choice {
            mapping: Some(
                Mapping::parse("sheets.toml", &MAPPING.replace("day = \"day\"\n", head)).expect("a mapping"),
            ),
            period: Some(model::Period::new(day("2026-01-01"), day("2027-01-01"))),
            ..Choice::default()
        };
        let read = read_as(&path, &choice);
        warnings(&read)
            .iter()
            .any(|what| what.contains("called as months"))
    };
    assert!(read(["Jan", "Feb"], ""));
    assert!(!read(["Jan", "Feb"], "day = \"day\"\n"));
    assert!(!read(["North", "South"], ""));
}
