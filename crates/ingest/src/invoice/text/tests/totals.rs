//! Totals and the rows around them.

use model::Certainty::{Certain, Likely};
use model::Exact;

use super::super::Field;
use super::compose::Mark;
use super::{exact, invoice};

/// Labels with their amounts under each other, from 240 points below the top.
fn page<'t>(rows: &[(&'t str, &'t str)]) -> Vec<Mark<'t>> {
    let mut page = vec![
        (40.0, 40.0, 9.0, "Northwind Inference, Inc."),
        (40.0, 80.0, 9.0, "Invoice number: INV-77"),
    ];
    for (at, (label, amount)) in rows.iter().enumerate() {
        let top = 240.0 + 15.0 * f64::from(u32::try_from(at).expect("few"));
        page.extend([(330.0, top, 9.0, *label), (500.0, top, 9.0, *amount)]);
    }
    page
}

/// An amount and how sure it is.
fn told(field: Option<Field<Exact>>) -> String {
    field.map_or_else(String::new, |field| {
        format!("{} {:?}", field.value, field.confidence)
    })
}

fn sure(amount: &str) -> String {
    format!("{amount} Certain")
}

#[test]
fn discounts_and_fees_below_a_subtotal_are_not_the_tax() {
    let rows = [
        ("Subtotal", "$300.00"),
        ("Discount", "-$50.00"),
        ("Processing fee", "$9.00"),
        ("Tax", "$25.00"),
        ("Total", "$284.00"),
    ];
    let read = invoice(page(&rows));
    assert_eq!(
        (told(read.net), told(read.tax), told(read.total)),
        (sure("259"), sure("25"), sure("284"))
    );
    // Subtotal and total alone would make a tax below zero of it.
    let read = invoice(page(&[
        ("Subtotal", "$300.00"),
        ("Discount", "-$50.00"),
        ("Tax", "$25.00"),
        ("Total", "$275.00"),
    ]));
    assert_eq!((told(read.net), told(read.tax)), (sure("250"), sure("25")));
    // No tax at all.
    let read = invoice(page(&[
        ("Subtotal", "$300.00"),
        ("Discount", "$50.00"),
        ("Total", "$250.00"),
    ]));
    assert_eq!((told(read.net), told(read.tax)), (sure("250"), String::new()));
}

#[test]
fn a_tax_may_stand_behind_its_rate_and_its_basis_is_no_tax() {
    for label in [
        "zzgl. 19 % USt.",
        "+ 19 % MwSt",
        "19% MwSt. auf 500,00 €",
        "20% TVA",
        "25% moms",
        "UK VAT (20%)",
        "Value added tax (VAT) 20%",
    ] {
        let read = invoice(page(&[
            ("Netto", "500,00 €"),
            (label, "95,00 €"),
            ("Gesamtbetrag", "595,00 €"),
        ]));
        assert_eq!(
            (told(read.net), told(read.tax)),
            (sure("500"), sure("95")),
            "{label}"
        );
    }
}

#[test]
fn a_tax_inside_the_total_is_taken_off_it_and_never_certain() {
    for label in [
        "of which VAT (20%)",
        "VAT included (20%)",
        "Includes 20% VAT",
        "davon MwSt. 20 %",
        "enthaltene MwSt. 20 %",
        "dont TVA 20 %",
        "waarvan btw 20%",
    ] {
        for rows in [
            vec![("Total", "€120.00"), (label, "€20.00")],
            vec![("Subtotal", "€120.00"), ("Total", "€120.00"), (label, "€20.00")],
        ] {
            let read = invoice(page(&rows));
            assert_eq!(told(read.net), "100 Likely", "{label}");
            assert_eq!(told(read.tax), "20 Likely", "{label}");
        }
    }
}

#[test]
fn a_total_in_a_sentence_is_the_first_amount_behind_its_word() {
    let mut page = page(&[]);
    page.push((
        40.0,
        240.0,
        9.0,
        "The total amount of $385.00 (including $35.00 tax) was charged to your card.",
    ));
    assert_eq!(told(invoice(page).total), "385 Likely");
}

#[test]
fn an_amount_of_the_block_to_the_right_belongs_to_its_own_words() {
    let mut page = page(&[("Total", "$350.00"), ("Amount due", "$350.00")]);
    for mark in &mut page[2..] {
        mark.0 -= 290.0;
    }
    page.extend([
        (330.0, 240.0, 9.0, "Usage limit"),
        (500.0, 240.0, 9.0, "$10,000.00"),
    ]);
    let read = invoice(page);
    assert_eq!((told(read.total), told(read.payable)), (sure("350"), sure("350")));
}

#[test]
fn what_is_bought_may_be_called_like_a_total() {
    let mut page = page(&[("Subtotal", "$350.00"), ("Tax", "$35.00"), ("Total", "$385.00")]);
    let rows = [
        (150.0, ["Description", "Qty", "Amount"]),
        (165.0, ["Paid support", "1", "$100.00"]),
        (180.0, ["Balance loader", "1", "$250.00"]),
    ];
    for (top, cells) in rows {
        page.extend([
            (40.0, top, 9.0, cells[0]),
            (400.0, top, 9.0, cells[1]),
            (500.0, top, 9.0, cells[2]),
        ]);
    }
    let read = invoice(page.clone());
    assert_eq!(
        (read.payable.map(|sum| sum.value), read.prepaid),
        (Some(exact("385")), None)
    );
    let lines = read.lines.expect("lines");
    assert_eq!((lines.value.len(), lines.confidence), (2, Certain));
    // A row without an amount: how many lines there are is a matter of taste.
    page.extend([
        (40.0, 195.0, 9.0, "Free seats"),
        (400.0, 195.0, 9.0, "5"),
        (500.0, 195.0, 9.0, "Included"),
    ]);
    assert_eq!(invoice(page).lines.map(|lines| lines.confidence), Some(Likely));
}

#[test]
fn whole_amounts_and_many_currencies_are_money() {
    for (amount, currency, value) in [
        ("$1,350", "USD", "1350"),
        ("¥135,000", "JPY", "135000"),
        ("€ 1.350,-", "EUR", "1350"),
        ("C$350.00", "CAD", "350"),
        ("NT$1,350", "TWD", "1350"),
        ("1 350 000 Ft", "HUF", "1350000"),
        ("IDR 1.350.000", "IDR", "1350000"),
        ("SAR 1,350.00", "SAR", "1350"),
    ] {
        let read = invoice(page(&[("Total", amount)]));
        assert_eq!(read.total.map(|sum| sum.value), Some(exact(value)), "{amount}");
        assert_eq!(
            read.currency.map(|code| code.value).as_deref(),
            Some(currency),
            "{amount}"
        );
    }
    for (words, code) in [
        (["Fakturadatum 2026-09-17", "Totalt", "Moms"], "SEK"),
        (
            ["Fakturadato 2026-09-17", "I alt", "Forfaldsdato 2026-10-17"],
            "DKK",
        ),
        (
            ["Fakturadato 2026-09-17", "Totalt", "Forfallsdato 2026-10-17"],
            "NOK",
        ),
    ] {
        let mut page = page(&[(words[1], "1 250,00 kr")]);
        page.extend([(40.0, 95.0, 9.0, words[0]), (40.0, 110.0, 9.0, words[2])]);
        assert_eq!(
            invoice(page).currency.map(|code| code.value).as_deref(),
            Some(code),
            "{words:?}"
        );
    }
}

#[test]
fn addresses_of_many_countries_name_the_buyer() {
    for town in [
        "London EC2V 8AU",
        "San Francisco, CA 94104",
        "111 43 Stockholm",
        "1100-048 Lisboa",
        "00-850 Warszawa",
        "Toronto, ON M5X 1A9",
        "Dublin D02 X285",
    ] {
        let mut page = page(&[("Total", "$1.00")]);
        page.extend([
            (40.0, 110.0, 9.0, "Example Holding"),
            (40.0, 121.0, 9.0, "1 Main Street"),
            (40.0, 132.0, 9.0, town),
        ]);
        let buyer = invoice(page).buyer.map(|buyer| buyer.value);
        assert_eq!(buyer.as_deref(), Some("Example Holding"), "{town}");
    }
}

#[test]
fn the_heading_of_a_column_is_no_name() {
    let mut page = page(&[("Total", "$350.00")]);
    page.extend([
        (40.0, 110.0, 9.0, "Bill to:"),
        (40.0, 121.0, 9.0, "Example Holding Ltd"),
        (40.0, 132.0, 9.0, "London"),
    ]);
    page.extend([
        (40.0, 150.0, 9.0, "Name"),
        (300.0, 150.0, 9.0, "Qty"),
        (500.0, 150.0, 9.0, "Amount"),
    ]);
    assert_eq!(
        invoice(page).buyer.map(|buyer| buyer.value).as_deref(),
        Some("Example Holding Ltd")
    );
}
