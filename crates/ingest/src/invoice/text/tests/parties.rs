//! Names that are no seller or no buyer, and those that are.

use super::compose::{Mark, unembedded_pdf};
use super::pages::{TOTALS, page, rows, table, told};
use super::{invoice, read_pdf};

#[test]
fn a_long_number_of_a_house_is_no_postcode() {
    let seller = [
        "Notional Labs, Inc.",
        "2300 Harrison St",
        "San Francisco, CA 94110",
    ];
    let buyer = ["Ridgeway Foods Inc.", "12345 Research Blvd", "Austin, TX 78759"];
    let block = |top: f64, lines: [&'static str; 3]| {
        let tops = [top, top + 11.0, top + 22.0];
        tops.into_iter()
            .zip(lines)
            .map(|(top, line)| (40.0, top, 9.0, line))
            .collect::<Vec<_>>()
    };
    let all = [block(40.0, seller), block(120.0, buyer), rows(400.0, &TOTALS)].concat();
    let read = invoice(all);
    let names = [read.seller, read.buyer].map(|name| name.map(|name| name.value));
    assert_eq!(names, [seller[0], buyer[0]].map(|name| Some(name.to_owned())));
}

#[test]
fn whoever_is_named_in_a_line_does_not_bill() {
    let lines = table(
        200.0,
        &["Vendor", "Description", "Qty", "Amount"],
        &[
            &["OpenAI, LLC", "API usage at cost", "1", "$80.00"],
            &["Anthropic, PBC", "Claude Team", "1", "$20.00"],
        ],
    );
    let mut page = page(&[lines, rows(300.0, &TOTALS)]);
    page[0].3 = "Jane Doe · AI Consulting";
    assert_eq!(
        told(invoice(page).seller.as_ref()),
        "Jane Doe · AI Consulting Guess"
    );
}

#[test]
fn a_name_in_two_lines_is_whole_and_not_sure() {
    let mut page = page(&[rows(240.0, &TOTALS)]);
    page[0].3 = "Notional Cloud";
    page.push((40.0, 51.0, 9.0, "Labs, Inc."));
    assert_eq!(
        told(invoice(page).seller.as_ref()),
        "Notional Cloud Labs, Inc. Guess"
    );
}

#[test]
fn whoever_an_honour_is_paid_is_the_buyer() {
    for names in [["株式会社サンプル御中", ""], ["株式会社サンプル", "御中"]] {
        let page = [
            (40.0, 40.0, 10.0, names[0]),
            (180.0, 40.0, 10.0, names[1]),
            (40.0, 100.0, 10.0, "請求書番号 INV-77"),
            (300.0, 40.0, 10.0, "北風株式会社"),
            (40.0, 200.0, 10.0, "合計"),
            (240.0, 200.0, 10.0, "¥110,000"),
        ];
        let font = ("Japan1", "UniJIS-UCS2-H");
        let read = read_pdf(unembedded_pdf(&page, font), "", &[]).expect("text");
        assert_eq!(told(read.buyer.as_ref()), "株式会社サンプル Likely");
        assert!(!told(read.seller.as_ref()).contains("サンプル"));
    }
}

#[test]
fn a_vendor_that_is_written_to_or_only_mentioned_is_not_the_seller() {
    let from = |name: &'static str, more: &[Mark<'static>]| {
        let mut marks = page(&[rows(240.0, &TOTALS)]);
        marks[0].3 = name;
        marks.extend_from_slice(more);
        told(invoice(marks).seller.as_ref())
    };
    let written_to = [
        (40.0, 52.0, 9.0, "12 Mill Lane"),
        (40.0, 64.0, 9.0, "London EC2V 8AU"),
        (40.0, 120.0, 9.0, "OpenAI, LLC"),
        (40.0, 132.0, 9.0, "1455 3rd Street"),
        (40.0, 144.0, 9.0, "San Francisco, CA 94158"),
    ];
    let seller = from("Jane Doe", &written_to);
    assert!(
        !seller.ends_with("Certain") && !seller.ends_with("Likely"),
        "{seller}"
    );
    let listed = [
        (300.0, 40.0, 9.0, "Bill to"),
        (300.0, 52.0, 9.0, "Example AB"),
        (40.0, 400.0, 9.0, "Sub-processors:"),
        (40.0, 412.0, 9.0, "OpenAI, LLC"),
    ];
    let seller = from("Studio Nord", &listed);
    assert!(
        !seller.ends_with("Certain") && !seller.ends_with("Likely"),
        "{seller}"
    );
}
