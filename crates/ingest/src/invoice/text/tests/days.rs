//! Days whose order only the whole page tells, or nothing does.

use model::Certainty::{Guess, Likely};

use super::compose::Mark;
use super::invoice;
use super::pages::{TOTALS, page, rows, table, told};

/// What is read of a page with labels of days, each with its day, and a line.
fn read(days: &[&str], described: &str) -> [String; 2] {
    let heights = (0..).map(|at| 100.0 + 15.0 * f64::from(at));
    let days: Vec<Mark<'_>> = heights
        .zip(days)
        .map(|(top, day)| (40.0, top, 9.0, *day))
        .collect();
    let head: &[&str] = &["Description", "Quantity", "Price", "Amount"];
    let lines = table(200.0, head, &[&[described, "1", "$100.00", "$100.00"]]);
    let read = invoice(page(&[days, lines, rows(300.0, &TOTALS)]));
    [told(read.issue_date.as_ref()), told(read.due_date.as_ref())]
}

#[test]
fn a_date_in_the_description_of_an_article_is_no_proof_of_an_order() {
    let days = ["Invoice date: 05/04/2026", "Due date: 05/05/2026"];
    let [issued, due] = read(&days, "Office licence (03/25/2026 - 04/24/2026)");
    assert_eq!([&*issued, &*due], ["2026-05-04 Likely", "2026-05-05 Certain"]);
    let days = ["Invoice date: 05/04/2026", "Due date: 05/25/2026"];
    assert_eq!(
        read(&days, "Office licence"),
        ["2026-05-04 Certain", "2026-05-25 Certain"]
    );
    assert_eq!(
        read(&days, "Office licence (25/03/2026 - 24/04/2026)"),
        ["2026-05-04 Certain", "2026-05-25 Certain"]
    );
}

#[test]
fn nothing_is_due_before_it_was_issued() {
    let days = ["Invoice date: 03/04/2026", "Due date: 04/03/2026"];
    assert_eq!(read(&days, "Tokens"), ["2026-03-04 Likely", "2026-04-03 Likely"]);
    let days = ["Invoice date: 04/03/2026", "Due date: 03/04/2026"];
    assert_eq!(read(&days, "Tokens"), ["2026-03-04 Likely", "2026-04-03 Likely"]);
    let days = ["Invoice date: 03/04/2026", "Due date: 05/04/2026"];
    assert_eq!(read(&days, "Tokens"), ["2026-03-04 Guess", "2026-05-04 Guess"]);
}

#[test]
fn two_languages_leave_the_order_open() {
    let days = [
        "Date de facture / Invoice date: 03/04/2026",
        "Date d'échéance / Due date: 04/03/2026",
    ];
    assert_eq!(read(&days, "Jetons"), ["2026-03-04 Likely", "2026-04-03 Likely"]);
    let days = ["Invoice date: 04.05.2026", "Due date: 04.06.2026"];
    assert_eq!(read(&days, "Tokens"), ["2026-05-04 Likely", "2026-06-04 Likely"]);
}

#[test]
fn a_receipt_is_dated_by_its_payment() {
    let mut marks = page(&[rows(240.0, &TOTALS)]);
    marks.push((300.0, 40.0, 14.0, "Receipt"));
    marks.push((40.0, 100.0, 9.0, "Date paid April 3, 2026"));
    assert_eq!(
        told(invoice(marks.clone()).issue_date.as_ref()),
        "2026-04-03 Likely"
    );
    marks.retain(|mark| mark.3 != "Receipt");
    let read = invoice(marks);
    assert_eq!(
        [told(read.issue_date.as_ref()), told(read.due_date.as_ref())],
        ["", ""]
    );
}

#[test]
fn what_another_mark_separates_does_not_set_the_order_of_days() {
    for (line, wanted) in [
        ("Redis 7.2.11 and Python 3.11.12", "2026-09-04 Guess"),
        ("Your order of 13.08.2026", "2026-09-04 Guess"),
        ("Delivered 13/08/2026", "2026-04-09 Certain"),
        ("Delivered 08/13/2026", "2026-09-04 Certain"),
    ] {
        let lines = [
            (40.0, 95.0, 9.0, "Invoice date: 09/04/2026"),
            (40.0, 110.0, 9.0, line),
        ];
        let read = invoice(page(&[lines.to_vec()]));
        let day = read.issue_date.as_ref();
        assert_eq!(told(day), wanted, "{line}");
    }
    let short = |label, day| vec![(40.0, 95.0, 9.0, label), (200.0, 95.0, 9.0, day)];
    let mut swedish = page(&[short("Fakturadatum", "26-09-14")]);
    swedish[1].3 = "Fakturanummer: 77";
    let read = invoice(swedish);
    assert_eq!(told(read.issue_date.as_ref()), "2026-09-14 Certain");
    let read = invoice(page(&[short("Invoice date", "14-09-26")]));
    assert_eq!(told(read.issue_date.as_ref()), "2026-09-14 Certain");
}

#[test]
fn the_day_of_a_payment_is_due_only_where_nothing_was_paid() {
    let day = vec![(40.0, 95.0, 9.0, "Payment date: September 15, 2026")];
    let read = invoice(page(&[day.clone(), rows(240.0, &TOTALS)]));
    assert_eq!(told(read.due_date.as_ref()), "2026-09-15 Likely");
    let paid = rows(300.0, &[("Amount paid", "$109.00")]);
    let title = vec![(40.0, 60.0, 18.0, "Receipt")];
    for more in [paid, title] {
        let read = invoice(page(&[day.clone(), rows(240.0, &TOTALS), more]));
        assert_eq!(read.due_date, None);
    }
}

#[test]
fn of_two_days_in_a_sentence_about_a_discount_the_later_is_due() {
    for line in [
        "Zahlbar bis zum 24.09.2026 mit 2 % Skonto oder bis zum 14.10.2026 ohne Abzug.",
        "Zahlbar bis 24.09.2026 abzüglich 2 % Skonto (116,62 €), bis 14.10.2026 netto.",
        "Zahlbar bis zum 14.10.2026 ohne Abzug, bei Zahlung bis zum 24.09.2026 2% Skonto.",
    ] {
        let read = invoice(page(&[vec![(40.0, 95.0, 9.0, line)]]));
        let day = read.due_date.map(|day| day.value.to_string());
        assert_eq!(day.as_deref(), Some("2026-10-14"), "{line}");
    }
    let read = invoice(page(&[vec![(
        40.0,
        95.0,
        9.0,
        "Zahlbar bis 24.09.2026 mit 2 % Skonto",
    )]]));
    assert!(read.due_date.is_some_and(|day| day.confidence <= Likely));
}

#[test]
fn the_column_of_days_and_a_fused_line_of_days_are_told_apart() {
    let lines = table(
        200.0,
        &["Date", "Description", "Qty", "Amount"],
        &[
            &["Aug 1, 2026", "API", "1", "$80.00"],
            &["Aug 9, 2026", "Storage", "1", "$20.00"],
        ],
    );
    let read = invoice(page(&[lines, rows(300.0, &TOTALS)]));
    assert!(read.issue_date.is_none_or(|day| day.confidence == Guess));
    let fused = vec![
        (40.0, 95.0, 9.0, "Date"),
        (91.0, 95.0, 9.0, "Pay by"),
        (40.0, 106.0, 9.0, "1 April 2026 1 May 2026"),
    ];
    let read = invoice(page(&[fused, rows(240.0, &TOTALS)]));
    let days = [read.issue_date, read.due_date].map(|day| day.map(|day| day.value.to_string()));
    assert_eq!(days, ["2026-04-01", "2026-05-01"].map(|day| Some(day.to_owned())));
}

#[test]
fn numbers_with_a_slash_may_look_like_days() {
    let issued = (40.0, 110.0, 9.0, "Data wystawienia: 14.09.2026");
    for (line, number) in [
        ("Fatura n.º FT 2026/47", "FT 2026/47"),
        ("Fatura nº FT A/47", "FT A/47"),
        ("Faktura nr 12/09/2026", "12/09/2026"),
        ("Faktura VAT nr FV 12/09/2026", "FV 12/09/2026"),
        ("Rechnungsnummer / Invoice number: W-1", "W-1"),
    ] {
        let mut page = page(&[vec![issued]]);
        page[1].3 = line;
        let read = invoice(page).number.map(|number| number.value);
        assert_eq!(read.as_deref(), Some(number), "{line}");
    }
    let mut page = page(&[vec![(200.0, 80.0, 9.0, "W-1")]]);
    page[1].3 = "Rechnungsnummer / Invoice number";
    assert_eq!(told(invoice(page).number.as_ref()), "W-1 Certain");
}
