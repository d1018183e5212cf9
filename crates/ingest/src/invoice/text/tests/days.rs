//! Days whose order only the whole page tells, or nothing does.

use super::compose::Mark;
use super::invoice;
use super::traps::{TOTALS, page, rows, table, told};

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
