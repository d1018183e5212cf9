//! The workbook read back with a reader that is not ours.

use std::io::Cursor;

use calamine::{Data, DataRef, DataType as _, Reader, Xlsx};

use crate::tests::{HOSTILE, demo, hostile};
use crate::{Report, Section, Table, xlsx};

fn opened(report: &Report) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(xlsx(report).expect("a workbook"))).expect("it opens")
}

/// A sheet as cells from A1 on.
fn cells(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Vec<Vec<Data>> {
    let range = book.worksheet_range(name).expect(name);
    let end = range.end().expect("cells");
    range.range((0, 0), end).rows().map(<[Data]>::to_vec).collect()
}

fn text(cell: &Data) -> String {
    cell.to_string()
}

#[test]
fn every_section_has_its_sheet_between_the_summary_and_the_method() {
    let report = demo::demo();
    let names = opened(&report).sheet_names();
    assert_eq!(names.first().map(String::as_str), Some("Summary"));
    assert_eq!(names[names.len() - 2..], ["Method", "Sources"]);
    let without_figures = report
        .sections
        .iter()
        .filter(|s| !matches!(s, Section::Figures { .. }));
    assert_eq!(names.len(), without_figures.count() + 3, "{names:?}");
    for name in &names {
        assert!(name.chars().count() <= 31, "{name}");
    }
}

#[test]
fn the_summary_holds_the_key_figures_as_numbers_and_says_what_is_hidden() {
    let mut book = opened(&demo::demo());
    let rows = cells(&mut book, "Summary");
    let all: Vec<String> = rows.iter().flatten().map(text).collect();
    for said in [
        "AI spend and adoption",
        "SAMPLE",
        "fewer than 5 people",
        "Teams: all but Board",
        "EUR was converted",
    ] {
        assert!(all.iter().any(|cell| cell.contains(said)), "{said}");
    }
    let figure = |label: &str| {
        rows.iter()
            .find(|row| row[0] == Data::String(label.to_owned()))
            .expect(label)[1]
            .clone()
    };
    assert_eq!(figure("Billed"), Data::Float(398_204.0));
    assert_eq!(figure("Against budget"), Data::Float(18_204.0));
    assert_eq!(figure("Forecast, December"), Data::Float(168_000.0));
}

#[test]
fn numbers_of_a_table_are_the_ones_shown_and_sum_to_its_total() {
    let report = demo::demo();
    let table = demo::charges(84);
    let rows = cells(&mut opened(&report), "Charges of September");
    let head = rows
        .iter()
        .position(|row| text(&row[0]) == "Day")
        .expect("the header");
    for (row, shown) in rows[head + 1..].iter().zip(&table.rows) {
        let day = row[0].as_date().expect("a day is a day");
        assert_eq!(charts::format::date(day, &report.locale), shown[0]);
        let expected: f64 = shown[4].replace(',', "").parse().expect("money");
        assert_eq!(row[4], Data::Float(expected));
    }
    let totals = &rows[head + 1 + table.rows.len()];
    assert_eq!(
        (&totals[0], &totals[4]),
        (&Data::String("Total".into()), &Data::Float(143_218.4))
    );
}

#[test]
fn files_stand_with_their_hash_and_a_real_row_count() {
    let report = demo::demo();
    let rows = cells(&mut opened(&report), "Sources");
    let row = rows
        .iter()
        .find(|row| text(&row[0]) == report.sources[0].file)
        .expect("the file");
    assert_eq!(text(&row[1]), report.sources[0].sha256);
    assert_eq!(row[3], Data::Float(12_034.0));
    let mut dated = report;
    dated.sources[0].imported = "2026-10-01".to_owned();
    let rows = cells(&mut opened(&dated), "Sources");
    let row = rows
        .iter()
        .find(|row| text(&row[0]) == dated.sources[0].file)
        .expect("the file");
    assert!(matches!(row[4], Data::DateTime(_)), "{:?}", row[4]);
}

#[test]
fn nothing_from_a_file_is_a_formula_or_a_link() {
    let bytes = xlsx(&hostile()).expect("a workbook");
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("it opens");
    let mut texts = Vec::new();
    for name in book.sheet_names() {
        assert!(
            book.worksheet_formula(&name).expect("readable").is_empty(),
            "{name}"
        );
        let mut reader = book.worksheet_cells_reader(&name).expect("cells");
        while let Some(cell) = reader.next_cell().expect("a cell") {
            if let DataRef::SharedString(text) = cell.get_value() {
                texts.push((*text).to_owned());
            }
        }
    }
    assert!(
        texts.iter().any(|text| text == HOSTILE[5]),
        "the formula is there as a text"
    );
    assert!(
        texts
            .iter()
            .all(|text| !text.contains('\u{202e}') && !text.contains('\0'))
    );
}

#[test]
fn the_header_stays_in_view_and_is_printed_on_every_page() {
    let mut archive = zip(&demo::demo());
    let sheet = archive("xl/worksheets/sheet2.xml");
    assert!(sheet.contains("state=\"frozen\""), "{}", &sheet[..400]);
    assert!(sheet.contains("fitToHeight=\"0\""));
    let book = archive("xl/workbook.xml");
    assert!(book.contains("_xlnm.Print_Titles"));
}

#[test]
fn a_row_is_as_high_as_its_longest_text() {
    let mut report = demo::demo();
    report.sections = vec![Section::Text {
        title: "Remarks".to_owned(),
        paragraphs: vec!["short".to_owned(), "long ".repeat(30)],
    }];
    let sheet = zip(&report)("xl/worksheets/sheet2.xml");
    let high: Vec<&str> = sheet
        .match_indices(" ht=")
        .map(|(at, _)| &sheet[at..at + 8])
        .collect();
    assert_eq!(high, [" ht=\"45\""]);
}

#[test]
fn two_tables_of_one_name_have_two_tabs() {
    let mut report = demo::demo();
    let table = Table {
        title: "A/B: [test]?*".to_owned(),
        ..demo::charges(2)
    };
    report.sections = vec![Section::Table(table.clone()), Section::Table(table)];
    assert_eq!(opened(&report).sheet_names()[1..3], ["AB test", "AB test 2"]);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert!(xlsx(&demo::demo()).expect("a workbook") == xlsx(&demo::demo()).expect("a workbook"));
}

/// Parts of the file by name.
fn zip(report: &Report) -> impl FnMut(&str) -> String + use<> {
    use std::io::Read;
    let bytes = xlsx(report).expect("a workbook");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    move |name| {
        let mut text = String::new();
        let mut part = archive.by_name(name).expect(name);
        part.read_to_string(&mut text).expect("text");
        text
    }
}
