use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Writer, Worksheet};

use super::*;
use crate::row::RowKind::{Blank, Data, Footer, Heading, Total};
use crate::unpack::Kind;

/// A workbook of one sheet: days and numbers as such, all else as text.
fn book(rows: &[&[&str]]) -> Workbook {
    let mut writer = Writer::new();
    write(writer.add_worksheet(), rows);
    open(&mut writer)
}

fn open(writer: &mut Writer) -> Workbook {
    let bytes = writer.save_to_buffer().expect("a workbook");
    Workbook::open(bytes.into(), Kind::Xlsx, None).expect("a sound workbook")
}

fn write(sheet: &mut Worksheet, rows: &[&[&str]]) {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (at, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let place = (at as u32, column as u16);
            if let Ok(number) = text.parse::<f64>() {
                sheet.write(place.0, place.1, number).expect("a number");
            } else if let Ok(date) = ExcelDateTime::parse_from_str(text) {
                sheet
                    .write_with_format(place.0, place.1, date, &day)
                    .expect("a day");
            } else {
                sheet.write(place.0, place.1, *text).expect("a text");
            }
        }
    }
}

fn found(book: &mut Workbook) -> Vec<SheetTable> {
    find(book, &Reading::default(), false).expect("tables").0
}

fn kinds(book: &mut Workbook, table: &SheetTable) -> Vec<RowKind> {
    let mut kinds = Vec::new();
    rows(book, table, &mut |_, kind| {
        kinds.push(kind);
        ControlFlow::Continue(())
    })
    .expect("rows");
    kinds
}

#[test]
fn a_supplier_called_total_is_data_and_a_total_by_any_name_is_not() {
    let mut book = book(&[
        &["Supplier", "Date", "Amount"],
        &["Total", "2026-01-01", "20.25"],
        &["OpenAI", "2026-01-02", "15.5"],
        &["Alles zusammen", "", "35.75"],
    ]);
    let tables = found(&mut book);
    assert_eq!(kinds(&mut book, &tables[0]), [Data, Data, Total]);
}

#[test]
fn a_grouped_ledger_has_headings_subtotals_and_a_footer() {
    let mut book = book(&[
        &["Report", "", ""],
        &[],
        &["Date", "Vendor", "Amount"],
        &["Cloud", "", ""],
        &["2026-01-01", "AWS", "1.5"],
        &["2026-01-02", "GCP", "2.5"],
        &["Cloud total", "", "4"],
        &["AI", "", ""],
        &["2026-01-03", "OpenAI", "5"],
        &["AI total", "", "5"],
        &["Report total", "", "9"],
        &[],
        &["All amounts without tax", "", ""],
    ]);
    let tables = found(&mut book);
    assert_eq!(tables[0].info.header_row, Some(2));
    assert_eq!(
        kinds(&mut book, &tables[0]),
        [
            Heading, Data, Data, Total, Heading, Data, Total, Total, Blank, Footer
        ]
    );
}

#[test]
fn tables_of_one_sheet_are_apart() {
    let mut book = book(&[
        &["Expenses", "", ""],
        &["Date", "Item", "Cost"],
        &["2026-01-01", "Rail", "5"],
        &["2026-01-02", "Bus", "1"],
        &["Total", "", "6"],
        &[],
        &["Hospitality", "", ""],
        &["Day", "Guest", "Value"],
        &["2026-01-03", "Lunch", "7"],
        &["2026-01-04", "Dinner", "8"],
    ]);
    let tables = found(&mut book);
    let columns: Vec<&str> = tables.iter().map(|table| &*table.info.columns[1]).collect();
    assert_eq!(columns, ["Item", "Guest"]);
    assert_eq!(kinds(&mut book, &tables[1]), [Data, Data]);
}

#[test]
fn a_header_far_down_is_found() {
    let mut rows: Vec<Vec<String>> = (0..90).map(|line| vec![format!("Note {line}")]).collect();
    rows.push(["Date", "Vendor", "Amount"].map(str::to_owned).to_vec());
    rows.extend((1..200).map(|day| vec!["2026-01-01".into(), "X".into(), format!("{day}")]));
    let rows: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let mut book = book(&rows);
    assert_eq!(found(&mut book)[0].info.header_row, Some(90));
}

#[test]
fn a_header_of_two_lines_is_named_by_its_merged_cells() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    write(
        sheet,
        &[
            &[],
            &["", "", "Net", "Gross"],
            &["2026-01-01", "OpenAI", "10", "12"],
            &["2026-01-02", "Figma", "20", "24"],
        ],
    );
    let plain = Format::new();
    sheet.merge_range(0, 2, 0, 3, "Amount", &plain).expect("merged");
    sheet.merge_range(0, 0, 1, 0, "Date", &plain).expect("merged");
    sheet.merge_range(0, 1, 1, 1, "Vendor", &plain).expect("merged");
    let mut book = open(&mut writer);
    let tables = found(&mut book);
    assert_eq!(
        tables[0].info.columns,
        ["Date", "Vendor", "Amount Net", "Amount Gross"]
    );
    assert_eq!(kinds(&mut book, &tables[0]), [Data, Data]);
}

#[test]
fn a_row_above_repeated_names_is_part_of_the_header() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    write(
        sheet,
        &[
            &[],
            &["Team", "Vendor", "Cost", "Tokens", "Cost", "Tokens"],
            &["T0", "OpenAI", "10", "100", "20", "200"],
            &["T1", "OpenAI", "11", "100", "21", "200"],
        ],
    );
    let plain = Format::new();
    sheet.merge_range(0, 2, 0, 3, "Sep 2026", &plain).expect("merged");
    sheet.merge_range(0, 4, 0, 5, "Oct 2026", &plain).expect("merged");
    let mut book = open(&mut writer);
    let tables = found(&mut book);
    assert_eq!(
        tables[0].info.columns[2..],
        [
            "Sep 2026 Cost",
            "Sep 2026 Tokens",
            "Oct 2026 Cost",
            "Oct 2026 Tokens"
        ]
    );
    assert_eq!(kinds(&mut book, &tables[0]), [Data, Data]);
}

#[test]
fn cells_merged_downwards_say_the_same_of_each_row_and_numbers_do_not() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    write(
        sheet,
        &[
            &["Vendor", "Month", "Amount", "Budget"],
            &["", "2026-08", "1", ""],
            &["", "2026-09", "2", ""],
            &["Figma", "2026-08", "3", "4"],
        ],
    );
    let plain = Format::new();
    sheet.merge_range(1, 0, 2, 0, "OpenAI", &plain).expect("merged");
    sheet.merge_range(1, 3, 2, 3, "", &plain).expect("merged");
    sheet.write(1, 3, 9).expect("a number");
    let mut book = open(&mut writer);
    let tables = found(&mut book);
    let mut lines = Vec::new();
    rows(&mut book, &tables[0], &mut |row, _| {
        lines.push(row.cells.iter().map(Cell::text).collect::<Vec<_>>().join("|"));
        ControlFlow::Continue(())
    })
    .expect("rows");
    assert_eq!(
        lines,
        ["OpenAI|2026-08|1|9", "OpenAI|2026-09|2", "Figma|2026-08|3|4"]
    );
}

#[test]
fn what_lies_beyond_a_glance_is_judged_while_it_is_read() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    write(sheet, &[&["Date", "Vendor", "Amount"]]);
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let date = ExcelDateTime::parse_from_str("2026-01-01").expect("a day");
    let most = GLANCE as u32 + 5;
    for row in 1..most {
        sheet.write_with_format(row, 0, &date, &day).expect("a day");
        sheet.write(row, 1, "X").expect("a text");
        sheet.write(row, 2, 2).expect("a number");
    }
    sheet.write(most, 2, (most - 1) * 2).expect("a number");
    let mut book = open(&mut writer);
    let (tables, _) = find(&mut book, &Reading::default(), true).expect("tables");
    let kinds = kinds(&mut book, &tables[0]);
    assert_eq!(kinds.len(), most as usize);
    assert_eq!(
        kinds.iter().filter(|kind| **kind == Data).count(),
        most as usize - 1
    );
    assert_eq!(kinds.last(), Some(&Total));
    assert!(!tables[0].is_other());
}
