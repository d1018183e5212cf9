//! Files that are not what they seem: a sentence with the file's name, the right status, and a book as it was.

use std::fs;
use std::time::{Duration, Instant};

use crate::desk::{BOOK, Desk, beside, fixture, rows};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
/// What the start of a workbook looks like before it breaks off.
const TRUNCATED_ZIP: &[u8] =
    b"PK\x03\x04\x14\0\0\0\x08\0\0\0!\0\x8f\xd2\x11\x9b\x10\x01\0\0\x13[Content_Types].xml";

/// Imports one bad file into a book with a bill, and asserts that it is named and leaves no trace.
fn assert_refused(name: &str, bytes: &[u8], words: &[&str]) {
    let desk = Desk::with_bill();
    desk.write(name, bytes);
    let before = desk.bytes(BOOK);
    let ran = desk.run(&format!("--json import {name}"));
    ran.assert_says(3, words);
    let entry = &ran.json()["imports"][0];
    assert!(entry["id"].is_null(), "{entry:#}");
    let message = entry["message"].as_str().expect("a sentence");
    assert!(message.contains(name), "{message}");
    assert!(desk.bytes(BOOK) == before, "{name} leaves the book as it was");
    desk.run(&format!("inspect {name}")).assert_says(3, &[name]);
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    assert_refused("empty.csv", b"", &["the file is empty"]);
}

#[test]
fn a_picture_named_csv_is_said_to_be_no_text() {
    assert_refused("picture.csv", PNG, &["binary data"]);
}

#[test]
fn a_workbook_that_breaks_off_is_said_to_be_damaged() {
    assert_refused("half.xlsx", TRUNCATED_ZIP, &["damaged"]);
}

#[test]
fn xml_that_explodes_or_reaches_for_files_is_refused() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><r>&b;</r>";
    assert_refused("laughs.xml", laughs.as_bytes(), &["XML"]);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    Desk::with_bill()
        .run("import nowhere.csv")
        .assert_says(3, &["nowhere.csv", "cannot be opened"]);
}

#[test]
fn a_row_of_the_wrong_width_is_a_problem_with_its_row_and_the_others_are_read() {
    let desk = Desk::new();
    desk.write("bill.csv", fixture("focus/focus-1.2.csv") + "1,2,3\n");
    let entry = &desk.json("import bill.csv")["imports"][0];
    assert_eq!(rows(entry), [4, 3, 0, 0, 0, 1]);
    let problems = desk.json("problems 1");
    let first = &problems["problems"][0];
    assert_eq!(first["row"], 5, "{problems:#}");
    assert!(
        first["what"]
            .as_str()
            .is_some_and(|what| what.contains("3 fields"))
    );
    desk.run("import --strict bill.csv").assert_says(0, &["already"]);
    desk.write("strict.csv", fixture("focus/focus-1.2.csv") + "1,2,3,4\n");
    desk.run("import --strict strict.csv")
        .assert_says(1, &["1 refused"]);
}

#[test]
fn an_empty_month_is_no_error() {
    let desk = Desk::new();
    let header = fixture("focus/focus-1.2.csv");
    desk.write("empty-month.csv", header.lines().next().expect("a header"));
    let entry = &desk.json("import empty-month.csv")["imports"][0];
    assert_eq!(entry["status"], "committed");
    assert_eq!(rows(entry), [0; 6]);
    desk.assert_whole(BOOK);
}

#[test]
fn one_bad_file_does_not_keep_the_good_ones_out() {
    let desk = Desk::new();
    desk.write("bills/a.csv", PNG);
    desk.fixture("openai-cost-csv/cost_2026.csv", "bills/b.csv");
    desk.write("bills/c.csv", b"");
    desk.run("import bills").assert_says(3, &["a.csv", "c.csv"]);
    assert_eq!(desk.json("spend")["totals"][0]["billed"], "3.51825");
}

#[test]
fn a_quote_that_never_closes_does_not_hang_or_fill_the_memory() {
    let desk = Desk::with_bill();
    let before = desk.bytes(BOOK);
    let mut text = fixture("focus/focus-1.2.csv").into_bytes();
    text.push(b'"');
    text.resize(text.len() + 20_000_000, b'x');
    desk.write("open.csv", &text);
    let began = Instant::now();
    let ran = desk.run("--json import open.csv");
    assert!(began.elapsed() < Duration::from_secs(30));
    let status = ran.json()["imports"][0]["status"].clone();
    if status == "committed" {
        let problems = desk.json("problems 2")["problems"].to_string();
        assert!(problems.contains("never closes"), "{problems}");
    } else {
        ran.assert_says(3, &["open.csv"]);
        assert!(desk.bytes(BOOK) == before, "the book is as it was");
    }
    desk.assert_whole(BOOK);
}

#[test]
fn text_with_zero_bytes_and_mixed_line_ends_neither_panics_nor_harms_the_book() {
    let desk = Desk::with_bill();
    let text = fixture("focus/focus-1.2.csv").replacen('\n', "\r\n", 2) + "\0\0\0,\0\r\r\n";
    desk.write("odd.csv", text);
    let ran = desk.run("import odd.csv");
    assert!(matches!(ran.status, Some(0 | 3)), "{}", ran.stderr);
    desk.assert_whole(BOOK);
}

#[test]
fn hostile_samples_are_refused_in_time_and_leave_the_book_alone() {
    let Some(samples) = beside("trust/recipes/samples") else {
        return;
    };
    let desk = Desk::with_bill();
    let before = desk.bytes(BOOK);
    for sample in fs::read_dir(samples).expect("a folder") {
        let sample = sample.expect("readable");
        let name = sample.file_name().to_string_lossy().into_owned();
        desk.write(&name, fs::read(sample.path()).expect("readable"));
        let began = Instant::now();
        desk.run(&format!("import {name}")).assert_says(3, &[&name]);
        let inspected = desk.run(&format!("inspect {name}"));
        assert!(
            matches!(inspected.status, Some(0 | 3)),
            "{name}: {}",
            inspected.stderr
        );
        assert!(began.elapsed() < Duration::from_secs(20), "{name} takes too long");
        assert!(desk.bytes(BOOK) == before, "{name} leaves the book as it was");
    }
}
