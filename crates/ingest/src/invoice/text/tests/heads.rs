//! Numbers, days, periods and names: what stands in the middle of a sentence counts less than what a label begins.

use model::Certainty::{Certain, Likely};

use super::compose::{Mark, turned_pdf};
use super::{invoice, main_fields, read_pdf};

/// A page with these lines under each other.
fn page<'t>(lines: &[&'t str]) -> Vec<Mark<'t>> {
    let mut top = 40.0;
    let lines = lines.iter().map(|line| {
        top += 14.0;
        (40.0, top, 10.0, *line)
    });
    lines
        .chain([(330.0, 400.0, 10.0, "Total"), (500.0, 400.0, 10.0, "$350.00")])
        .collect()
}

#[test]
fn a_day_of_another_document_is_not_the_day_of_issue() {
    for other in [
        "Next billing date: October 17, 2026",
        "Previous invoice date: August 17, 2026",
        "Interest is charged from the invoice date: October 1, 2026",
        "Storno zur Rechnung vom 01.08.2026",
    ] {
        let read = invoice(page(&["Invoice INV-77", "Date: September 17, 2026", other]));
        let day = read.issue_date.map(|day| day.value.to_string());
        assert_eq!(day.as_deref(), Some("2026-09-17"), "{other}");
    }
    let read = invoice(page(&["Invoice INV-77", "Last payment date: August 20, 2026"]));
    assert_eq!(read.due_date, None);
}

#[test]
fn a_number_of_several_words_is_taken_whole_and_groups_of_digits_are_not_certain() {
    for (line, number, confidence) in [
        ("Invoice number: INV 2025 001", "INV 2025 001", Certain),
        ("Invoice number: 2025 001", "2025 001", Likely),
        ("Invoice number: INV-2025-001", "INV-2025-001", Certain),
        ("Invoice number: 4711 of September 17, 2026", "4711", Certain),
    ] {
        let read = invoice(page(&[line]));
        let read = read.number.map(|number| (number.value, number.confidence));
        assert_eq!(read, Some((number.to_owned(), confidence)), "{line}");
    }
    let mut beside = page(&["Invoice number"]);
    beside.push((200.0, 54.0, 10.0, "RE 2025 0017"));
    assert_eq!(main_fields(&invoice(beside))[0], "RE 2025 0017");
}

#[test]
fn what_a_sentence_says_is_never_certain() {
    let read = invoice(page(&["Thank you. The invoice date is September 17, 2026."]));
    assert!(read.issue_date.is_some_and(|day| day.confidence < Certain));
    let read = invoice(page(&["Please quote invoice no. 5566 and customer no. 88"]));
    let number = read.number.map(|number| (number.value, number.confidence));
    assert_eq!(number, Some(("5566".to_owned(), Likely)));
}

#[test]
fn the_number_of_another_invoice_is_not_the_number() {
    for other in [
        "Correction of invoice number INV-70",
        "For invoice number INV-70 dated August 1, 2026",
        "This replaces invoice no. INV-70",
        "zu unserer Rechnung Nr. R-70 vom 01.08.2026",
        "Your last invoice number INV-70 was paid",
    ] {
        assert_eq!(invoice(page(&["Reference: 5566", other])).number, None, "{other}");
    }
}

#[test]
fn a_number_may_begin_with_a_word() {
    for number in [
        "A1B2C3D4-0007",
        "DE-2026-0042",
        "INVOICE-001",
        "RECHNUNG-100",
        "VAT-2026-7",
        "TO123",
        "EUR100234",
    ] {
        let line = format!("Invoice number: {number}");
        let pieces = [(40.0, 60.0, 10.0, "Invoice number"), (200.0, 60.0, 10.0, number)];
        for page in [page(&[&line]), [page(&[]), pieces.to_vec()].concat()] {
            let read = invoice(page)
                .number
                .map(|number| (number.value, number.confidence));
            assert_eq!(read, Some((number.to_owned(), Certain)));
        }
    }
}

#[test]
fn days_are_read_as_programs_and_people_write_them() {
    for day in [
        "Thursday, September 17, 2026",
        "2026-09-17T10:22:00Z",
        "20260917",
        "17SEP2026",
        "17 September 2026",
    ] {
        let mut page = page(&["Invoice INV-77"]);
        page.extend([(40.0, 90.0, 10.0, "Invoice date"), (200.0, 90.0, 10.0, day)]);
        let read = invoice(page)
            .issue_date
            .map(|day| (day.value.to_string(), day.confidence));
        assert_eq!(read, Some(("2026-09-17".to_owned(), Certain)), "{day}");
    }
    let due = invoice(page(&["Invoice INV-77", "Due Oct 17, 2026"])).due_date;
    assert_eq!(
        due.map(|day| day.value.to_string()).as_deref(),
        Some("2026-10-17")
    );
}

#[test]
fn the_day_without_a_discount_is_the_one_on_which_it_is_due() {
    for lines in [
        [
            "Zahlbar bis 01.10.2026 mit 2 % Skonto",
            "Zahlbar bis 17.10.2026 ohne Abzug",
        ],
        [
            "Zahlbar innerhalb 30 Tagen netto bis 17.10.2026, 3% Skonto innerhalb 10 Tagen",
            "Vielen Dank",
        ],
    ] {
        let due = invoice(page(&lines)).due_date.map(|day| day.value.to_string());
        assert_eq!(due.as_deref(), Some("2026-10-17"), "{lines:?}");
    }
}

#[test]
fn a_period_is_read_beside_its_label_and_that_of_another_bill_is_not() {
    let mut lines = page(&["Invoice INV-77"]);
    lines.extend([
        (40.0, 90.0, 10.0, "Billing period"),
        (200.0, 90.0, 10.0, "September 1 - September 30, 2026"),
    ]);
    let read = invoice(lines);
    let days = [read.period_start, read.period_end]
        .map(|day| day.map(|day| (day.value.to_string(), day.confidence)));
    let wanted = ["2026-09-01", "2026-09-30"].map(|day| Some((day.to_owned(), Certain)));
    assert_eq!(days, wanted);
    let next = invoice(page(&["Next billing period: October 1 - October 31, 2026"]));
    assert_eq!(next.period_start, None);
}

#[test]
fn a_vendor_in_a_row_or_a_sentence_does_not_bill() {
    let head = ["Softline Reselling Ltd", "Invoice number: INV-77"];
    for text in [
        "OpenAI, LLC ChatGPT Enterprise licences",
        "Use is subject to the terms of Microsoft Ireland Operations Limited. Microsoft Azure.",
    ] {
        let mut page = page(&head);
        page.push((40.0, 300.0, 10.0, text));
        let seller = invoice(page).seller.map(|seller| seller.value);
        assert_eq!(seller.as_deref(), Some("Softline Reselling Ltd"), "{text}");
    }
    // Both in the letterhead: whoever it is, it is not certain.
    let read = invoice(page(&[
        "Softline Reselling Ltd",
        "OpenAI, LLC",
        "Invoice number: INV-77",
    ]));
    assert!(read.seller.is_some_and(|seller| seller.confidence < Certain));
}

#[test]
fn the_currency_beside_the_total_counts_more_than_a_sentence() {
    for note in [
        "Amounts in EUR are for information only: EUR 324.07",
        "Equivalent in local currency (EUR) €324.07",
    ] {
        let read = invoice(page(&["Invoice number: INV-77", note])).currency;
        let currency = read.map(|currency| (currency.value, currency.confidence));
        assert_eq!(currency, Some(("USD".to_owned(), Likely)), "{note}");
    }
}

#[test]
fn a_page_that_lies_on_its_side_or_head_is_read_as_one_that_stands() {
    let page = page(&["Invoice number: INV-77", "Invoice date: September 17, 2026"]);
    let upright = main_fields(&invoice(page.clone()));
    for degrees in [90, 180, 270] {
        let read = read_pdf(turned_pdf(std::slice::from_ref(&page), degrees), "", &[]).expect("text");
        assert_eq!(main_fields(&read), upright, "{degrees}");
    }
}
