//! Currencies in headings, remarks and beside accounts.

use super::invoice;
use super::pages::{TOTALS, page, rows, table, told};

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
fn three_decimals_are_those_of_a_dinar() {
    let totals = [("Subtotal", "KWD 250.500"), ("Total", "KWD 250.500")];
    assert_eq!(
        told(invoice(page(&[rows(240.0, &totals)])).total.as_ref()),
        "250.5 Certain"
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
