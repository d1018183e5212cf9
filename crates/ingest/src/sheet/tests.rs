//! Workbooks made here and read back; the collections of real ones where they are at hand.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook as Writer};

use super::*;
use crate::unpack::open;

fn read(bytes: Vec<u8>, kind: Kind) -> Workbook {
    Workbook::open(bytes.into(), kind, None).expect("a sound workbook")
}

fn texts(book: &mut Workbook, sheet: usize) -> Vec<String> {
    let mut lines = Vec::new();
    book.filled_rows(sheet, &mut |row| {
        lines.push(row.cells.iter().map(Cell::text).collect::<Vec<_>>().join("|"));
        ControlFlow::Continue(())
    })
    .expect("a sound sheet");
    lines
}

fn xlsx() -> Vec<u8> {
    let mut book = Writer::new();
    let sheet = book.add_worksheet().set_name("Usage").expect("name");
    let plain = Format::new();
    sheet.merge_range(1, 0, 1, 1, "Cost", &plain).expect("merge");
    sheet
        .write_with_format(2, 0, 46_086, &Format::new().set_num_format("yyyy-mm-dd"))
        .expect("day");
    sheet
        .write_with_format(2, 1, 1.5, &Format::new().set_num_format("[h]:mm:ss"))
        .expect("duration");
    sheet
        .write_with_format(2, 2, 0.1, &Format::new().set_num_format("#,##0.00 [$€-407]"))
        .expect("money");
    sheet
        .write_with_format(2, 3, 0.075, &Format::new().set_num_format("0.0%"))
        .expect("per cent");
    sheet.write(4, 0, true).expect("truth");
    book.add_worksheet()
        .set_name("Secret")
        .expect("name")
        .set_hidden(true);
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn an_xlsx_gives_its_sheets_in_order_and_its_rows_from_the_first_used_one() {
    let mut book = read(xlsx(), Kind::Xlsx);
    let sheets: Vec<_> = book
        .sheets()
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.hidden))
        .collect();
    assert_eq!(sheets, [("Usage", false), ("Secret", true)]);
    assert_eq!(
        texts(&mut book, 0),
        ["Cost|Cost", "2026-03-05|36:00:00|0.1|0.075", "", "TRUE"]
    );
    assert!(texts(&mut book, 1).is_empty());
}

#[test]
fn columns_know_their_currency_and_per_cent() {
    let looks = read(xlsx(), Kind::Xlsx).looks(0, 0);
    assert_eq!(
        looks[2].as_ref().and_then(|look| look.currency.as_deref()),
        Some("EUR")
    );
    assert!(looks[3].as_ref().is_some_and(|look| look.percent));
}

#[test]
fn a_column_that_no_sheet_has_costs_nothing() {
    let mut looks = Vec::new();
    note_look(&mut looks, 300_000_000, Look::default());
    note_look(&mut looks, 2, Look::default());
    assert_eq!(looks.len(), 3);
}

#[test]
fn printed_cells_quote_and_keep_blank_lines() {
    let mut out = Vec::new();
    write_csv(&mut read(xlsx(), Kind::Xlsx), 0, &mut out).expect("printed");
    assert_eq!(
        String::from_utf8_lossy(&out),
        "Cost\n2026-03-05,36:00:00,0.1,0.075\n\"\"\nTRUE\n"
    );
}

/// A record of an old Excel file.
fn record(id: u16, data: &[u8]) -> Vec<u8> {
    [&id.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

/// One sheet as Excel 5 and later write it, without a container.
fn biff(cells: &[Vec<u8>]) -> Vec<u8> {
    let bof = record(0x809, &[0, 5, 0x10, 0, 0, 0, 0, 0]);
    let date = record(0xe0, &[0, 0, 14, 0]);
    [&[bof, date], cells, &[record(0x0a, &[])]].concat().concat()
}

fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    let place = [row, column, 0].map(u16::to_le_bytes).concat();
    record(0x203, &[&place[..], &value.to_le_bytes()].concat())
}

#[test]
fn an_old_workbook_is_read_whatever_the_order_of_its_cells() {
    let error = record(0x205, &[0, 0, 1, 0, 9, 0, 7, 1]);
    let mut book = read(
        biff(&[number(2, 0, 46_086.0), error, number(0, 0, 46_087.0)]),
        Kind::Xls,
    );
    assert_eq!(texts(&mut book, 0), ["2026-03-06|#DIV/0!", "", "2026-03-05"]);
}

#[test]
fn workbooks_of_excel_2_and_4_are_read_without_a_container() {
    let excel_4 = [
        record(0x409, &[0, 4, 0x10, 0, 0, 0]),
        record(0x41e, b"\0\0\x07General"),
        record(0x41e, b"\0\0\x0ayyyy-mm-dd"),
        record(0x443, &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        record(0x204, b"\0\0\0\0\x01\0\x02\0Da"),
        number(0, 1, 46_086.0),
        record(0x0a, &[]),
    ];
    assert_eq!(
        texts(&mut read(excel_4.concat(), Kind::Xls), 0),
        ["Da|2026-03-05"]
    );
    let excel_2 = [
        record(0x09, &[2, 0, 0x10, 0]),
        record(0x1e, b"\x07General"),
        record(0x1e, b"\x04h:mm"),
        record(0x02, &[0, 0, 0, 0, 0, 0, 0, 7, 0]),
        record(
            0x03,
            &[&[0, 0, 1, 0, 0, 1, 0][..], &0.5_f64.to_le_bytes()].concat(),
        ),
        record(0x04, b"\x01\0\0\0\0\0\0\x02Hi"),
        record(0x0a, &[]),
    ];
    assert_eq!(
        texts(&mut read(excel_2.concat(), Kind::Xls), 0),
        ["7|12:00:00", "Hi"]
    );
}

#[test]
fn far_cells_of_an_old_workbook_cost_no_grid() {
    let mut book = read(biff(&[number(0, 0, 1.0), number(65_535, 255, 2.0)]), Kind::Xls);
    assert_eq!(texts(&mut book, 0).len(), 65_536);
}

#[test]
fn no_cut_and_no_flipped_bit_of_an_old_workbook_panics() {
    let sound = biff(&[
        number(0, 0, 1.0),
        record(0xbd, &[1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0]),
        number(3, 1, 2.0),
    ]);
    for at in 0..sound.len() {
        for damage in [1, 0x80, 0xff] {
            let mut bytes = sound.clone();
            bytes[at] ^= damage;
            for bytes in [bytes, sound[..at].to_vec()] {
                if let Ok(mut book) = Workbook::open(bytes.into(), Kind::Xls, None) {
                    for sheet in 0..book.sheets().len() {
                        drop(book.rows(sheet, &mut |_| ControlFlow::Continue(())));
                    }
                }
            }
        }
    }
}

fn ods(rows: &str) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default())
        .expect("a part");
    write!(
        zip,
        r#"<office:document-content><office:automatic-styles><style:style style:name="off"><style:table-properties
        table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>
        <table:table table:name="A">{rows}</table:table><table:table table:name="B" table:style-name="off"/>
        </office:spreadsheet></office:body></office:document-content>"#
    )
    .expect("written");
    zip.finish().expect("an archive").into_inner()
}

#[test]
fn an_ods_gives_values_errors_and_repeats() {
    let mut book = read(
        ods(
            r#"<table:table-row><table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p>
            <office:annotation><text:p>note</text:p></office:annotation></table:table-cell><table:table-cell
            table:number-columns-repeated="2" office:value-type="float" office:value="1.50"/></table:table-row>
            <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
            <table:table-row><table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">
            <text:p>#DIV/0!</text:p></table:table-cell><table:table-cell office:value-type="time"
            office:time-value="PT36H30M00S"/></table:table-row>"#,
        ),
        Kind::Ods,
    );
    assert_eq!(
        book.sheets().iter().map(|sheet| sheet.hidden).collect::<Vec<_>>(),
        [false, true]
    );
    assert_eq!(texts(&mut book, 0), ["a  b|1.5|1.5", "", "", "#DIV/0!|36:30:00"]);
}

#[test]
fn an_ods_says_the_currency_of_an_amount() {
    let cells = r#"<table:table-row><table:table-cell office:value-type="currency" office:currency="EUR" office:value="100">
        <text:p>100,00 €</text:p></table:table-cell><table:table-cell office:value-type="currency" office:currency="zzz"
        office:value="5"/></table:table-row>"#;
    let mut found = Vec::new();
    let mut keep = |row: Row<'_>| {
        found.extend(row.owned().cells);
        ControlFlow::Continue(())
    };
    read(ods(cells), Kind::Ods).rows(0, &mut keep).expect("rows");
    let eur = crate::value::written()
        .find(|(text, _)| *text == "EUR")
        .expect("a code")
        .1;
    assert_eq!(found, [Cell::Money("100".into(), eur), Cell::Number("5".into())]);
}

#[test]
fn an_ods_that_repeats_a_cell_without_end_is_refused() {
    let mut book = read(
        ods(
            r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell
            table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>"#,
        ),
        Kind::Ods,
    );
    let refused = book.rows(0, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(SheetError::Damaged(reason)) if reason.contains("repeats")));
}

#[test]
fn blank_bytes_are_refused_as_any_kind() {
    for kind in [
        Kind::Xlsx,
        Kind::Xlsm,
        Kind::Xlsb,
        Kind::Xls,
        Kind::Ods,
        Kind::Csv,
    ] {
        assert!(Workbook::open(Vec::new().into(), kind, None).is_err(), "{kind}");
    }
}

/// The shared collections, if they are beside the project.
pub(super) fn collection(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/corpora")
        .join(name);
    if !path.is_dir() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn hostile_workbooks_are_refused_or_read_and_locked_ones_named_and_opened() {
    let Some(folder) = collection("spreadsheets-hostile") else {
        return;
    };
    let listed = std::fs::read(folder.join("expected.json")).expect("a list");
    let listed: Vec<serde_json::Value> = serde_json::from_slice(&listed).expect("JSON");
    for entry in listed {
        let text = |key: &str| entry[key].as_str().map(str::to_owned);
        let (file, class) = (text("file").expect("a file"), text("cls").expect("a class"));
        let read = |password: Option<&str>| {
            let item = open(&[folder.join(&file)], &Limits::default()).remove(0);
            if let Some(reason) = item.refused {
                return Err(SheetError::Damaged(reason));
            }
            let mut book = Workbook::open(item.content.source(1 << 28)?, item.kind, password)?;
            (0..book.sheets().len())
                .try_for_each(|sheet| book.rows(sheet, &mut |_| ControlFlow::Continue(())))?;
            Ok(book.lock())
        };
        let outcome = read(None);
        match class.as_str() {
            "readable" | "sparse" => assert_eq!(outcome.ok(), Some(Lock::None), "{file}"),
            "default-password" => assert_eq!(outcome.ok(), Some(Lock::Default), "{file}"),
            "password" => {
                assert!(matches!(outcome, Err(SheetError::NeedsPassword)), "{file}");
                if let Some(password) = text("password") {
                    assert_eq!(read(Some(&password)).ok(), Some(Lock::Opened), "{file}");
                    assert!(
                        matches!(read(Some("wrong")), Err(SheetError::WrongPassword)),
                        "{file}"
                    );
                }
            }
            _ => (),
        }
    }
}
