//! Pages that read well and wrongly: a stray code, the version of a product, a sum carried over, a second invoice.

use model::Certainty::{Certain, Guess, Likely};

use super::super::Field;
use super::compose::{Mark, pdf, unembedded_pdf};
use super::{exact, invoice, read_pdf};

/// Rows of a label and an amount from a height on.
pub(super) fn rows<'t>(top: f64, rows: &[(&'t str, &'t str)]) -> Vec<Mark<'t>> {
    let marks = rows.iter().enumerate().flat_map(|(at, (label, amount))| {
        let top = top + 15.0 * f64::from(u32::try_from(at).expect("few"));
        [(330.0, top, 9.0, *label), (500.0, top, 9.0, *amount)]
    });
    marks.collect()
}

/// A table of lines.
pub(super) fn table<'t>(top: f64, head: &[&'t str], lines: &[&[&'t str]]) -> Vec<Mark<'t>> {
    let all = std::iter::once(&head).chain(lines);
    let marks = all.enumerate().flat_map(|(row, cells)| {
        let top = top + 14.0 * f64::from(u32::try_from(row).expect("few"));
        let lefts = [40.0, 150.0, 400.0, 500.0];
        let cells = lefts.into_iter().zip(cells.iter().copied());
        cells
            .filter(|(_, cell)| !cell.is_empty())
            .map(move |(left, cell)| (left, top, 9.0, cell))
    });
    marks.collect()
}

const HEAD: [Mark<'static>; 2] = [
    (40.0, 40.0, 9.0, "Northwind Inference, Inc."),
    (40.0, 80.0, 9.0, "Invoice number: INV-77"),
];
pub(super) const TOTALS: [(&str, &str); 3] =
    [("Subtotal", "$100.00"), ("Tax", "$9.00"), ("Total", "$109.00")];

pub(super) fn page<'t>(more: &[Vec<Mark<'t>>]) -> Vec<Mark<'t>> {
    HEAD.into_iter().chain(more.iter().flatten().copied()).collect()
}

pub(super) fn told<T: std::fmt::Debug + Clone + ToString>(field: Option<&Field<T>>) -> String {
    field.map_or_else(String::new, |field| {
        format!("{} {:?}", field.value.to_string(), field.confidence)
    })
}

#[test]
fn two_invoices_in_one_file_are_not_made_into_one() {
    let one = |number, total| {
        let mut page = page(&[rows(240.0, &[("Total", total)])]);
        page[1].3 = number;
        page
    };
    let (first, second) = (
        one("Invoice number: INV-77", "$109.00"),
        one("Invoice number: INV-78", "$218.00"),
    );
    let read = |pages: &[Vec<Mark<'_>>]| read_pdf(pdf(pages), "", &[]).expect("text").not_invoice;
    let what = read(&[first.clone(), second]).expect("two");
    assert!(what.contains("INV-77 and INV-78"), "{what}");
    assert_eq!(read(&[first.clone(), first]), None);
}

#[test]
fn a_code_in_a_remark_is_not_the_currency() {
    for (remark, wanted) in [
        ("GST included in local currency: SGD 36.12", "USD Guess"),
        ("Minimum wire fee: 25.00 CAD", "USD Guess"),
        ("Amount due: 109.00 CAD", "CAD Certain"),
        ("You paid CAD 109.00", "CAD Certain"),
        ("Thank you", "USD Likely"),
    ] {
        let read = invoice(page(&[rows(240.0, &TOTALS), vec![(40.0, 400.0, 9.0, remark)]]));
        assert_eq!(told(read.currency.as_ref()), wanted, "{remark}");
    }
    let totals = [
        ("Total (USD)", "109.00"),
        ("Bank account", ""),
        ("Currency", "EUR"),
    ];
    let read = invoice(page(&[rows(240.0, &totals[..1]), rows(300.0, &totals[2..])]));
    assert_eq!(told(read.currency.as_ref()), "USD Likely");
}

#[test]
fn letters_of_a_font_outside_the_file_are_told_by_its_encoding() {
    for (font, heads) in [
        (("Japan1", "UniJIS-UCS2-H"), ["請求書番号", "合計"]),
        (("GB1", "UniGB-UCS2-H"), ["发票号码", "合计"]),
    ] {
        let page = [
            (40.0, 60.0, 10.0, heads[0]),
            (240.0, 60.0, 10.0, "INV-77"),
            (40.0, 200.0, 10.0, heads[1]),
            (240.0, 200.0, 10.0, "109.00"),
        ];
        let read = read_pdf(unembedded_pdf(&page, font), "", &[]).expect("text");
        let number = read.number.expect("a number").value;
        assert_eq!(
            (number.as_str(), read.payable.map(|field| field.value)),
            ("INV-77", Some(exact("109")))
        );
    }
}

#[test]
fn numbers_of_accounts_are_no_amounts_and_large_sums_are_read() {
    let account = "EUR 89370400440532013000";
    let lines = [
        &["Licence", "1", "100.00", "$100.00"][..],
        &["Paid into", "1", "", account],
        &["Paid into", "1", "", account],
    ];
    let totals = [
        ("Subtotal", "$100.00"),
        ("To account", account),
        ("From account", account),
        ("VAT 10%", "$10.00"),
        ("Total", "$110.00"),
    ];
    let head = ["Description", "Qty", "Unit price", "Amount"];
    let read = invoice(page(&[table(200.0, &head, &lines), rows(400.0, &totals)]));
    assert_eq!(read.payable.map(|field| field.value), Some(exact("110")));
    let millions = [
        ("Subtotal", "15,000,000,000"),
        ("VAT 10%", "1,500,000,000"),
        ("Total", "VND 16,500,000,000"),
    ];
    let read = invoice(page(&[rows(240.0, &millions)]));
    assert_eq!(read.payable.map(|field| field.value), Some(exact("16500000000")));
}

#[test]
fn ligatures_and_wide_letters_are_the_letters_they_stand_for() {
    let read = invoice(page(&[
        vec![
            (40.0, 60.0, 10.0, "Invoice number: ＩＮＶ－７７"),
            (40.0, 30.0, 12.0, "O\u{fb03}ce A\u{fb04}uent LLC"),
        ],
        rows(240.0, &[("Total", "$１０９.００")]),
    ]));
    let texts = [read.number, read.seller].map(|field| field.expect("read").value);
    assert_eq!(texts, ["INV-77", "Office Affluent LLC"]);
    assert_eq!(read.payable.map(|field| field.value), Some(exact("109")));
}

#[test]
fn a_heading_names_the_currency_of_bare_amounts_and_of_a_shared_sign() {
    let fee = "A reminder fee of EUR 5.00 is charged for every late payment";
    let read = |total: &'static str, sign: &str, remark: &'static str| {
        let amount = format!("{sign}109.00");
        let amount: &'static str = amount.leak();
        let read = invoice(page(&[
            rows(300.0, &[(total, amount)]),
            vec![(40.0, 400.0, 9.0, remark)],
        ]));
        told(read.currency.as_ref())
    };
    for (total, sign, remark, wanted) in [
        ("Total (SEK)", "", fee, "SEK Likely"),
        ("Total", "", fee, "EUR Guess"),
        ("Total CAD", "$", "Thank you", "CAD Certain"),
        ("Amount due (SGD)", "$", "Thank you", "SGD Certain"),
        (
            "Total",
            "$",
            "All prices are in Australian dollars (AUD).",
            "AUD Certain",
        ),
        ("Total", "$", fee, "USD Likely"),
    ] {
        assert_eq!(read(total, sign, remark), wanted, "{total} {sign} {remark}");
    }
    let taxed = [("Subtotal", "$100.00"), ("GST 5%", "$5.00"), ("Total", "$105.00")];
    let read = invoice(page(&[rows(240.0, &taxed)]));
    assert_eq!(told(read.currency.as_ref()), "USD Guess", "Canada or Australia");
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
fn sections_with_totals_of_their_own_make_what_is_printed_below() {
    let section = |top, amounts: [&'static str; 3]| {
        rows(
            top,
            &[
                ("Subtotal", amounts[0]),
                ("VAT 20%", amounts[1]),
                ("Total", amounts[2]),
            ],
        )
    };
    let sections = [
        section(200.0, ["$100.00", "$20.00", "$120.00"]),
        section(300.0, ["$200.00", "$40.00", "$240.00"]),
    ];
    for (owed, wanted) in [
        ("$360.00", ["300 Certain", "60 Certain", "360 Certain"]),
        ("$365.00", ["200 Guess", "40 Guess", "240 Guess"]),
    ] {
        let due = rows(400.0, &[("Amount due", owed)]);
        let read = invoice(page(&[sections.concat(), due]));
        let sums = [&read.net, &read.tax, &read.total].map(|sum| told(sum.as_ref()));
        assert_eq!(sums, wanted);
    }
}

#[test]
fn what_is_taken_off_below_the_tax_leaves_net_and_total_alone() {
    for (row, last, wanted) in [
        (
            ("Retainer applied", "-$50.00"),
            ("Total due", "$59.00"),
            ["100", "109", "59"],
        ),
        (
            ("Account credit", "-$50.00"),
            ("Total", "$59.00"),
            ["100", "109", "59"],
        ),
        (("IRPF 15%", "-$15.00"), ("Total", "$94.00"), ["100", "109", "94"]),
        (
            ("Rounding", "$0.37"),
            ("Amount due", "$109.37"),
            ["100", "109", "109.37"],
        ),
        (("Stamp", "$2.00"), ("Total", "$111.00"), ["100", "111", "111"]),
    ] {
        let read = invoice(page(&[rows(240.0, &[TOTALS[0], TOTALS[1], row, last])]));
        let sums = [&read.net, &read.total, &read.payable];
        let sums = sums.map(|sum| sum.as_ref().map(|sum| sum.value));
        assert_eq!(sums, wanted.map(|sum| Some(exact(sum))), "{row:?}");
        assert_eq!(read.net.map(|net| net.confidence), Some(Certain), "{row:?}");
    }
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
fn a_dash_that_closes_a_whole_amount_is_no_minus() {
    for (amount, wanted) in [
        ("¥118,800-", "118800"),
        ("1.280,-- EUR", "1280"),
        ("$118.80-", "-118.8"),
    ] {
        let read = invoice(page(&[rows(240.0, &[("Total", amount)])]));
        assert_eq!(read.total.map(|sum| sum.value), Some(exact(wanted)), "{amount}");
    }
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
fn sums_carried_over_balances_and_tables_of_tax_are_no_lines() {
    let head = ["Item", "Description", "Qty", "Amount"];
    let lines: [&[&str]; 2] = [&["1", "API", "1", "$80.00"], &["2", "Storage", "1", "$20.00"]];
    for extra in [
        vec![
            (40.0, 242.0, 9.0, "Carried forward"),
            (500.0, 242.0, 9.0, "$100.00"),
        ],
        vec![
            (330.0, 242.0, 9.0, "Previous balance"),
            (500.0, 242.0, 9.0, "$9.00"),
        ],
        table(
            256.0,
            &["Tax rate", "", "Net", "VAT"],
            &[&["9%", "", "$100.00", "$9.00"]],
        ),
    ] {
        let read = invoice(page(&[
            table(200.0, &head, &lines),
            extra.clone(),
            rows(300.0, &TOTALS),
        ]));
        let lines = read.lines.map(|lines| (lines.value.len(), lines.confidence));
        assert_eq!(lines, Some((2, Certain)), "{extra:?}");
    }
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

#[test]
fn a_number_before_what_is_bought_changes_nothing() {
    let lines = table(
        200.0,
        &["#", "Description", "Qty", "Amount"],
        &[
            &["1", "Storage", "1", "$80.00"],
            &["2", "Paid onboarding package", "1", "$20.00"],
        ],
    );
    let read = invoice(page(&[lines, rows(300.0, &TOTALS)]));
    assert_eq!(read.prepaid, None);
    assert_eq!(read.lines.map(|lines| lines.value.len()), Some(2));
}

#[test]
fn one_of_several_sections_is_no_certain_total() {
    let first = [("Subtotal", "$100.00"), ("Tax", "$25.00"), ("Total", "$125.00")];
    let second = [("Subtotal", "$200.00"), ("Tax", "$50.00"), ("Total", "$250.00")];
    let two = [rows(200.0, &first), rows(300.0, &second)];
    assert_eq!(told(invoice(page(&two)).total.as_ref()), "250 Guess");
    let whole = [
        rows(200.0, &first),
        rows(300.0, &second),
        rows(400.0, &[("Total", "$375.00")]),
    ];
    assert_eq!(told(invoice(page(&whole)).total.as_ref()), "375 Certain");
    let again = [rows(200.0, &first), rows(300.0, &first)];
    assert_eq!(told(invoice(page(&again)).total.as_ref()), "125 Certain");
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
fn three_decimals_are_those_of_a_dinar() {
    let totals = [("Subtotal", "KWD 250.500"), ("Total", "KWD 250.500")];
    assert_eq!(
        told(invoice(page(&[rows(240.0, &totals)])).total.as_ref()),
        "250.5 Certain"
    );
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

#[test]
fn a_currency_of_a_bank_account_is_not_that_of_the_columns() {
    let head: &[&str] = &["Description", "Quantity", "Price (USD)", "Amount (USD)"];
    let lines = table(200.0, head, &[&["Tokens", "1", "100.00", "100.00"]]);
    let totals = rows(
        260.0,
        &[("Subtotal", "100.00"), ("Tax", "9.00"), ("Total", "109.00")],
    );
    let bank = vec![
        (40.0, 400.0, 9.0, "Bank details"),
        (40.0, 412.0, 9.0, "Currency: EUR"),
    ];
    let read = invoice(page(&[lines, totals, bank]));
    assert_eq!(told(read.currency.as_ref()), "USD Likely");
}
