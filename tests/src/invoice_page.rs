//! A PDF invoice in the window: its page beside its fields, confirmed by a person, then kept.

use std::collections::BTreeMap;
use std::fmt::Write;

use app::import::Worker;
use app::session::Session;
use app::view::{Block, CanvasSize, FileChange, InvoiceField, PreviewStatus, PreviewView, Route, ThemeName};

use crate::desk::{Desk, program};

/// A page with lines of text from top to bottom.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut content = String::from("BT /F1 11 Tf 14 TL 40 800 Td");
    for line in lines {
        write!(content, " ({line}) Tj T*").expect("a text");
    }
    content.push_str(" ET");
    let page =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        page.to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut places = String::new();
    for (number, object) in objects.iter().enumerate() {
        writeln!(places, "{:010} 00000 n ", out.len()).expect("a text");
        write!(out, "{} 0 obj\n{object}\nendobj\n", number + 1).expect("a text");
    }
    let table = out.len();
    write!(
        out,
        "xref\n0 6\n0000000000 65535 f \n{places}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    )
    .expect("a text");
    out.into_bytes()
}

fn window(desk: &Desk, lines: &[&str]) -> (Session, PreviewView) {
    let mut session = Session::new(desk.path("home"), Worker::at(program()));
    session.new_at(&desk.path("book")).expect("a new book");
    desk.write("invoice.pdf", pdf(lines));
    let previews = session
        .preview_paths(&[desk.path("invoice.pdf")])
        .expect("previews");
    (session, previews.into_iter().next().expect("one file"))
}

fn field<'p>(preview: &'p PreviewView, key: &str) -> &'p InvoiceField {
    let page = preview.invoice.as_ref().expect("an invoice");
    page.fields.iter().find(|field| field.key == key).expect(key)
}

fn said(fields: &[(&str, &str)]) -> FileChange {
    let fields = fields
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
    FileChange {
        invoice: fields.collect(),
        ..FileChange::default()
    }
}

#[test]
fn a_page_in_doubt_is_shown_beside_its_fields_and_kept_as_confirmed() {
    let desk = Desk::new();
    let lines = ["Invoice no. A-17", "Invoice date 2026-09-03", "Total EUR 120.00"];
    let (mut session, preview) = window(&desk, &lines);
    assert_eq!(preview.status, PreviewStatus::NeedsMapping);
    assert!(preview.message.contains("seller"), "{}", preview.message);
    let pictures = &preview.invoice.as_ref().expect("an invoice").pictures;
    assert!(pictures.len() == 1 && pictures[0].starts_with("data:image/png;base64,iVBOR"));
    assert!(pictures[0].len() > 4_000, "a page with text on it");
    assert_eq!(
        (
            field(&preview, "number").value.as_str(),
            field(&preview, "number").certainty.as_str()
        ),
        ("A-17", "certain")
    );
    assert_eq!(field(&preview, "total").value, "120.00");
    assert_eq!(field(&preview, "seller").certainty, "none");

    let wrong = session.choose(preview.id, &said(&[("total", "1.234")]));
    assert!(wrong.is_err_and(|error| error.to_string().contains("1.234")));

    let typed: BTreeMap<&str, &str> =
        BTreeMap::from([("seller", "Acme AI"), ("total", "120,00"), ("due-date", "")]);
    let typed: Vec<(&str, &str)> = typed.into_iter().collect();
    let previews = session.choose(preview.id, &said(&typed)).expect("read again");
    assert_eq!(
        previews[0].status,
        PreviewStatus::Ready,
        "{}",
        previews[0].message
    );
    assert_eq!(field(&previews[0], "seller").value, "Acme AI");
    assert_eq!(field(&previews[0], "seller").certainty, "certain");

    let result = session.commit(&[preview.id], &mut |_| {}).expect("imported");
    assert_eq!((result.imports.len(), result.refused.len()), (1, 0), "{result:?}");
    assert_eq!(result.go.from, None, "its day of issue is no period");
    one_writing(&session, &result.go);
}

/// The list of invoices and each of them write money of the only currency with its sign.
fn one_writing(session: &Session, list: &Route) {
    let screen = |route: &Route| {
        let canvas = CanvasSize {
            width: 1280,
            height: 800,
            theme: ThemeName::Light,
        };
        session.screen(route, canvas).expect("a screen")
    };
    let all = screen(list);
    let mut tables = all.blocks.iter().filter_map(|placed| match &placed.block {
        Block::Table(table) => table.rows[0].go.clone(),
        _ => None,
    });
    let one = screen(&tables.next_back().expect("an invoice leads to itself"));
    assert!(one.blocks.len() > all.blocks.len());
    for said in [format!("{all:?}"), format!("{one:?}")] {
        assert!(said.contains("€120.00") && !said.contains("EUR\\u{a0}"), "{said}");
    }
}

#[test]
fn an_invoice_that_proves_itself_is_ready_at_once() {
    let desk = Desk::new();
    let lines = [
        "Acme AI Ltd",
        "Invoice no. A-18",
        "Invoice date 2026-09-03",
        "Subtotal EUR 100.00",
        "VAT 20% EUR 20.00",
        "Total EUR 120.00",
    ];
    let (_, preview) = window(&desk, &lines);
    assert_eq!(preview.status, PreviewStatus::Ready, "{}", preview.message);
    assert_eq!(field(&preview, "total").certainty, "certain");
}
