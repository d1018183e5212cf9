//! Pages that read well and wrongly: a stray code, the version of a product, a sum carried over, a second invoice.

use model::Certainty::Certain;

use super::compose::{Mark, pdf, unembedded_pdf};
use super::pages::{TOTALS, page, rows, table, told};
use super::{exact, invoice, read_pdf};

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
