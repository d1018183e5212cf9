use std::io::Write as _;
use std::process::{Command, Stdio};

use typst_pdf::{PdfStandard, PdfStandards};

use super::*;
use crate::Section;
use crate::tests::{HOSTILE, demo, hostile};

/// What a reader of the PDF finds, with line breaks and blanks taken out; none where `pdftotext` is not installed.
#[allow(clippy::print_stderr)] // a skipped test says so
fn text(pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let mut command = Command::new("pdftotext");
    let run = command.arg(file.path()).arg("-").stderr(Stdio::null()).output();
    if run.is_err() {
        eprintln!("skipped in part: pdftotext is not installed");
    }
    run.ok().map(|run| String::from_utf8(run.stdout).unwrap())
}

fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

fn long_table(rows: usize) -> Report {
    let mut report = demo::demo();
    report.sections = vec![Section::Table(demo::charges(rows))];
    report
}

#[test]
fn both_papers_are_laid_out_and_differ() {
    let pages = |paper| {
        let document = laid_out(&demo::demo(), paper, &mut |_| Vec::new()).unwrap();
        let size = document.pages()[0].frame.size();
        (size.x.to_pt().round() as i32, size.y.to_pt().round() as i32)
    };
    assert_eq!(pages(PaperSize::A4), (595, 842));
    assert_eq!(pages(PaperSize::Letter), (612, 792));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = demo::demo();
    assert!(pdf(&report, PaperSize::A4).unwrap() == pdf(&report, PaperSize::A4).unwrap());
}

#[test]
fn hostile_texts_are_text() {
    let bytes = pdf(&hostile(), PaperSize::A4).unwrap();
    let Some(text) = text(&bytes).map(|text| squeezed(&text)) else {
        return;
    };
    for at in [0, 1, 2, 5, 6] {
        assert!(text.contains(&squeezed(HOSTILE[at])), "{}", HOSTILE[at]);
    }
    assert!(
        text.contains("agnp.exe"),
        "a direction override is dropped, its letters stay"
    );
}

#[test]
fn a_table_of_thirty_pages_repeats_its_header_on_each() {
    let document = laid_out(&long_table(1_450), PaperSize::A4, &mut |_| Vec::new()).unwrap();
    let pages = document.pages().len();
    assert!(pages >= 30, "{pages} pages");
    let Some(text) = text(&written(&document, &options()).unwrap()) else {
        return;
    };
    let sheets: Vec<&str> = text
        .split('\u{c}')
        .filter(|page| page.contains("Output tokens, model"))
        .collect();
    assert!(sheets.len() >= 28, "{}", sheets.len());
    assert!(
        sheets.iter().all(|page| page.contains("Billed, USD")),
        "every page of the table has its header"
    );
}

#[test]
fn every_page_says_which_of_how_many_it_is_and_what_was_filtered() {
    let report = demo::demo();
    let document = laid_out(&report, PaperSize::Letter, &mut |_| Vec::new()).unwrap();
    let pages = document.pages().len();
    let Some(text) = text(&written(&document, &options()).unwrap()) else {
        return;
    };
    for (at, page) in text.split_terminator('\u{c}').enumerate() {
        assert!(
            page.contains(&format!("page {} of {pages}", at + 1)),
            "page {}",
            at + 1
        );
        assert!(page.contains("Teams: all but Board"), "page {}", at + 1);
        assert!(page.contains("SAMPLE"), "page {}", at + 1);
    }
    for source in &report.sources {
        assert!(squeezed(&text).contains(&source.sha256), "{}", source.file);
    }
}

#[test]
fn nothing_and_one_of_each_are_reports_too() {
    let mut empty = demo::demo();
    empty.sections = vec![
        Section::Figures {
            title: String::new(),
            figures: Vec::new(),
        },
        Section::Table(crate::Table::default()),
        Section::Text {
            title: String::new(),
            paragraphs: Vec::new(),
        },
    ];
    empty.method.clear();
    empty.sources.clear();
    empty.filters.clear();
    empty.hidden_note = None;
    assert!(pdf(&empty, PaperSize::A4).unwrap().starts_with(b"%PDF-1.7"));
    empty.sections.clear();
    empty.title.clear();
    assert!(pdf(&empty, PaperSize::Letter).is_ok());
}

#[test]
fn the_report_is_accessible_as_pdf_ua_demands() {
    let document = laid_out(&demo::demo(), PaperSize::A4, &mut |_| Vec::new()).unwrap();
    let options = PdfOptions {
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).unwrap(),
        ..options()
    };
    if let Err(error) = written(&document, &options) {
        panic!("{error}");
    }
}
