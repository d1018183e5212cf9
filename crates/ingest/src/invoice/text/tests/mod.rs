//! Invoices composed here as pages of text, in the layouts that vendors use.

pub(in crate::invoice) mod compose;
mod currencies;
mod days;
mod heads;
mod kinds;
mod languages;
mod pages;
mod parties;
mod totals;
mod traps;

use model::Certainty::{Certain, Likely};
use model::Exact;

use super::{Template, TextInvoice, read_pdf, template::TEMPLATES};
use crate::pdf::PdfError;
use compose::{Mark, pdf, stripe};

fn invoice(page: Vec<Mark<'_>>) -> TextInvoice {
    read_pdf(pdf(&[page]), "", &[]).expect("an invoice")
}

fn exact(text: &str) -> Exact {
    Exact::parse(text).expect(text)
}

/// What is checked of most invoices: number, issue date, due date, net, tax, total, payable, lines.
fn main_fields(invoice: &TextInvoice) -> [String; 8] {
    let text = |field: &Option<super::Field<String>>| field.as_ref().map(|field| field.value.clone());
    let day =
        |field: &Option<super::Field<chrono::NaiveDate>>| field.as_ref().map(|field| field.value.to_string());
    let money = |field: &Option<super::Field<Exact>>| field.as_ref().map(|field| field.value.to_string());
    [
        text(&invoice.number),
        day(&invoice.issue_date),
        day(&invoice.due_date),
        money(&invoice.net),
        money(&invoice.tax),
        money(&invoice.total),
        money(&invoice.payable),
        invoice.lines.as_ref().map(|lines| lines.value.len().to_string()),
    ]
    .map(Option::unwrap_or_default)
}

#[test]
fn an_invoice_in_the_layout_of_stripe_is_read_and_proven() {
    let tax = Some(("VAT – Germany (19% on $1,000.00)", "$190.00"));
    let read = invoice(stripe(tax, ["$1,000.00", "$1,190.00", "$1,190.00 USD"]));
    let expected = [
        "D4F21C8A-0007",
        "2026-09-03",
        "2026-09-17",
        "1000",
        "190",
        "1190",
        "1190",
        "2",
    ];
    assert_eq!(main_fields(&read), expected);
    assert_eq!(read.template.as_deref(), Some("openai"));
    assert_eq!(
        read.seller.as_ref().map(|seller| seller.value.as_str()),
        Some("OpenAI, LLC")
    );
    assert_eq!(
        read.buyer.as_ref().map(|buyer| buyer.value.as_str()),
        Some("Larkfield Systems GmbH")
    );
    assert_eq!(
        read.currency
            .as_ref()
            .map(|currency| (currency.value.as_str(), currency.confidence)),
        Some(("USD", Certain))
    );
    for sum in [&read.net, &read.tax, &read.total, &read.payable] {
        assert_eq!(sum.as_ref().map(|sum| sum.confidence), Some(Certain));
    }
    let lines = read.lines.expect("lines");
    assert_eq!(lines.confidence, Certain);
    assert_eq!(lines.value[0].description, "ChatGPT Team Subscription (per seat)");
    assert_eq!(lines.value[0].quantity, Some(exact("30")));
    assert_eq!(lines.value[1].net, exact("100"));
}

#[test]
fn amounts_that_do_not_add_up_are_never_certain() {
    let tax = Some(("VAT – Germany (19% on $1,000.00)", "$190.00"));
    for totals in [
        ["$1,000.00", "$1,180.00", "$1,190.00 USD"],
        ["$1,010.00", "$1,190.00", "$1,180.00 USD"],
        ["$1,000.00", "$1,190.00", "$1,180.00 USD"],
    ] {
        let read = invoice(stripe(tax, totals));
        let payable = read.payable.expect("it is printed");
        assert!(payable.confidence < Certain, "{totals:?} gave {payable:?}");
    }
}

#[test]
fn what_was_paid_and_what_was_owed_count_into_the_amount_to_pay() {
    let mut page = stripe(None, ["$1,000.00", "$1,000.00", "$1,250.00 USD"]);
    page.push((330.0, 438.0, 9.0, "Previous balance"));
    page.push((520.0, 438.0, 9.0, "$250.00"));
    let read = invoice(page.clone());
    assert_eq!(
        read.payable.map(|sum| (sum.value, sum.confidence)),
        Some((exact("1250"), Certain))
    );
    assert_eq!(read.previous_balance.map(|sum| sum.value), Some(exact("250")));
    // A payment that the amount to pay does not reflect: which of the two is right, nobody can say.
    page.push((330.0, 452.0, 9.0, "Amount paid"));
    page.push((520.0, 452.0, 9.0, "$100.00"));
    let read = invoice(page);
    assert!(read.payable.is_some_and(|sum| sum.confidence < Certain));
}

#[test]
fn a_day_that_can_be_read_in_two_ways_is_not_certain() {
    let page = |day| {
        vec![
            (40.0, 80.0, 10.0, "Invoice date:"),
            (200.0, 80.0, 10.0, day),
            (40.0, 100.0, 10.0, "Total $5.00"),
        ]
    };
    assert!(
        invoice(page("03/04/2026"))
            .issue_date
            .is_some_and(|day| day.confidence < Likely)
    );
    assert_eq!(
        invoice(page("03/14/2026"))
            .issue_date
            .map(|day| (day.value.to_string(), day.confidence)),
        Some(("2026-03-14".into(), Certain))
    );
}

#[test]
fn a_page_without_an_amount_gives_none() {
    let read = invoice(vec![(
        40.0,
        80.0,
        10.0,
        "Dear customer, the invoice follows by post. Call 030 1234567.",
    )]);
    let sums = [
        read.net,
        read.tax,
        read.total,
        read.payable,
        read.prepaid,
        read.previous_balance,
    ];
    assert!(sums.iter().all(Option::is_none), "{sums:?}");
    assert!(read.lines.is_none() && read.number.is_none() && read.issue_date.is_none());
}

#[test]
fn a_picture_a_cut_file_and_nonsense_say_so() {
    let whole = pdf(&[stripe(None, ["$1.00", "$1.00", "$1.00"])]);
    assert_eq!(read_pdf(pdf(&[Vec::new()]), "", &[]), Err(PdfError::Picture));
    assert_eq!(read_pdf(whole[..200].to_vec(), "", &[]), Err(PdfError::Damaged));
    assert_eq!(
        read_pdf(b"%PDF-1.4\nnothing".to_vec(), "", &[]),
        Err(PdfError::Damaged)
    );
    let deep = [b"%PDF-1.4\n1 0 obj\n".to_vec(), b"[ ".repeat(100_000)].concat();
    assert_eq!(read_pdf(deep, "", &[]), Err(PdfError::Damaged));
    for length in (0..whole.len()).step_by(97) {
        drop(read_pdf(whole[..length].to_vec(), "", &[]));
    }
}

#[test]
fn every_template_parses_has_its_own_id_and_finds_its_own_words() {
    let mut ids: Vec<String> = Vec::new();
    for text in TEMPLATES {
        let template = Template::parse(text).expect("a template");
        let words = template.detect[0].join(" ");
        let page = vec![(40.0, 60.0, 10.0, words.as_str())];
        let read = invoice(page);
        assert_eq!(read.template.as_deref(), Some(template.id.as_str()));
        assert!(
            template
                .id
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        );
        assert!(!ids.contains(&template.id));
        ids.push(template.id);
    }
    assert!(ids.is_sorted());
}

#[test]
fn a_template_of_the_user_goes_before_the_built_in_ones() {
    let own = r#"
        id = "own"
        provider = "Acme AI"
        detect = [["openai, llc"]]
        [strong.number]
        en = ["paper id"]
    "#;
    let own = Template::parse(own).expect("a template");
    let mut page = stripe(None, ["$1,000.00", "$1,000.00", "$1,000.00 USD"]);
    page.retain(|mark| mark.3 != "Invoice number" && mark.3 != "D4F21C8A-0007");
    page.push((300.0, 80.0, 9.0, "Paper ID: Z-9"));
    let read = read_pdf(pdf(&[page]), "", &[own]).expect("an invoice");
    assert_eq!(read.template.as_deref(), Some("own"));
    assert_eq!(read.number.map(|number| number.value).as_deref(), Some("Z-9"));
}

#[test]
fn lines_go_on_over_pages() {
    let rows = |from: usize, top: f64| {
        (0..8).flat_map(move |row| {
            let top = top + 15.0 * row as f64;
            let name: &'static str = [
                "Tokens in",
                "Tokens out",
                "Cache",
                "Images",
                "Audio",
                "Search",
                "Files",
                "Batch",
            ][row];
            [
                (40.0, top, 9.0, name),
                (300.0, top, 9.0, "2"),
                (500.0, top, 9.0, if from == 0 { "10,00 €" } else { "5,00 €" }),
            ]
        })
    };
    let head = |top| {
        [
            (40.0, top, 9.0, "Beschreibung"),
            (300.0, top, 9.0, "Menge"),
            (500.0, top, 9.0, "Betrag"),
        ]
    };
    let first: Vec<Mark<'_>> = head(600.0).into_iter().chain(rows(0, 620.0)).collect();
    let totals = [
        (40.0, 300.0, 9.0, "Nettobetrag"),
        (500.0, 300.0, 9.0, "120,00 €"),
        (40.0, 315.0, 9.0, "MwSt 19%"),
        (500.0, 315.0, 9.0, "22,80 €"),
        (40.0, 330.0, 9.0, "Gesamtbetrag"),
        (500.0, 330.0, 9.0, "142,80 €"),
    ];
    let second: Vec<Mark<'_>> = head(60.0)
        .into_iter()
        .chain(rows(1, 80.0))
        .chain(totals)
        .collect();
    let read = read_pdf(pdf(&[first, second]), "", &[]).expect("an invoice");
    assert_eq!(
        read.total.map(|sum| (sum.value, sum.confidence)),
        Some((exact("142.8"), Certain))
    );
    let lines = read.lines.expect("lines");
    assert_eq!((lines.value.len(), lines.confidence), (16, Certain));
}
