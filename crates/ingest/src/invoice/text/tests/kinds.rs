//! What kind of document a heading makes of a page.

use super::compose::{Mark, pdf};
use super::{invoice, read_pdf};

/// A page with a heading, three totals and more texts.
fn page<'t>(heading: Mark<'t>, more: &[Mark<'t>]) -> Vec<Mark<'t>> {
    let mut page = vec![
        (40.0, 40.0, 9.0, "Northwind Inference, Inc."),
        heading,
        (40.0, 110.0, 9.0, "Date"),
        (150.0, 110.0, 9.0, "September 17, 2026"),
        (330.0, 240.0, 9.0, "Subtotal"),
        (500.0, 240.0, 9.0, "$350.00"),
        (330.0, 255.0, 9.0, "Tax"),
        (500.0, 255.0, 9.0, "$35.00"),
        (330.0, 270.0, 9.0, "Total"),
        (500.0, 270.0, 9.0, "$385.00"),
    ];
    page.extend(more);
    page
}

#[test]
fn a_heading_or_the_label_of_the_number_makes_a_credit_note() {
    for heading in [
        "Credit Note CN-9",
        "Credit note no. CN-9",
        "CREDIT NOTE # CN-9",
        "Credit memo number: CN-9",
        "Tax credit note CN-9",
        "Adjustment note CN-9",
        "Refund note CN-9",
        "Gutschrift Nr. CN-9",
        "Rechnungskorrektur Nr. CN-9",
        "Korrekturrechnung CN-9",
        "Rechnungsgutschrift CN-9",
        "Storno-Rechnung CN-9",
        "Avoir n° CN-9",
        "Factura rectificativa nº CN-9",
        "Nota di credito n. CN-9",
        "Creditnota nr. CN-9",
        "Kreditfaktura nr CN-9",
    ] {
        let read = invoice(page((40.0, 80.0, 9.0, heading), &[]));
        assert!(read.credit_note, "{heading}");
        assert_eq!(
            read.number.map(|number| number.value).as_deref(),
            Some("CN-9"),
            "{heading}"
        );
    }
}

#[test]
fn a_row_a_total_or_a_footnote_about_a_credit_note_makes_none() {
    let heading = (40.0, 80.0, 14.0, "Invoice INV-77");
    let row = |text: &'static str, top: f64| [(40.0, top, 9.0, text), (500.0, top, 9.0, "-$20.00")];
    for more in [
        row("Credit note CN-12 (August outage)", 195.0).to_vec(),
        row("Gutschrift aus Juli", 195.0).to_vec(),
        row("Credit memo applied", 285.0).to_vec(),
        row("Abono", 285.0).to_vec(),
        vec![(40.0, 700.0, 9.0, "Credit note policy: see example.com/terms")],
    ] {
        let read = invoice(page(heading, &more));
        assert!(!read.credit_note, "{more:?}");
    }
}

#[test]
fn a_credit_note_named_below_the_title_of_an_invoice_is_another_one() {
    let title = (40.0, 80.0, 14.0, "Invoice INV-77");
    let read = invoice(page(title, &[(300.0, 95.0, 9.0, "Credit note no. CN-12")]));
    assert!(!read.credit_note);
}

/// Why a page is no invoice.
fn refused(page: Vec<Mark<'_>>) -> Option<String> {
    read_pdf(pdf(&[page]), "", &[]).expect("text").not_invoice
}

#[test]
fn the_heading_of_another_document_says_what_it_is() {
    for (heading, what) in [
        ("Quote", "quotation"),
        ("QUOTATION Q-118", "quotation"),
        ("Angebot Nr. 118", "quotation"),
        ("Order confirmation", "order"),
        ("Auftragsbestätigung", "order"),
        ("PRO FORMA INVOICE", "pro forma"),
        ("Proforma-Rechnung", "pro forma"),
        ("Statement of account", "statement"),
        ("Kontoauszug / Mahnung", "statement"),
        ("Payment reminder", "reminder"),
        ("1. Mahnung", "reminder"),
        ("Draft invoice", "draft"),
        ("Upcoming invoice (preview)", "draft"),
        ("Lieferschein", "delivery"),
        ("Remittance advice", "payment"),
        ("Usage report", "report"),
    ] {
        let number = [(40.0, 95.0, 9.0, "Invoice number: Q-118")];
        let why = refused(page((40.0, 80.0, 16.0, heading), &number));
        let says = |why: &String| why.contains(what) && why.contains(heading);
        assert!(why.as_ref().is_some_and(says), "{heading}: {why:?}");
    }
}

#[test]
fn an_invoice_that_mentions_another_document_is_an_invoice() {
    let title = (40.0, 80.0, 16.0, "Invoice");
    for (size, text) in [
        (9.0, "Quote"),
        (9.0, "Bestellung"),
        (9.0, "Order confirmation: 4711"),
        (9.0, "Delivery note 17"),
        (16.0, "Statement"),
        (20.0, "Concept GmbH"),
        (20.0, "Draft House Ltd"),
    ] {
        assert_eq!(refused(page(title, &[(300.0, 60.0, size, text)])), None, "{text}");
    }
    for heading in ["Receipt", "Tax invoice", "Rechnung", "Credit note"] {
        assert_eq!(refused(page((40.0, 80.0, 16.0, heading), &[])), None, "{heading}");
    }
}
