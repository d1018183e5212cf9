use model::Currency;

use super::*;

fn usd() -> Currency {
    Currency::new("USD")
}

fn invoice(seller: &str, number: &str, net: &str, days: &[&str]) -> StoredInvoice {
    let day = |at: usize| days.get(at).and_then(|day| day.parse().ok());
    let mut invoice = Invoice {
        number: number.into(),
        issue_date: day(0),
        period_start: day(1),
        period_end: day(2),
        currency: usd(),
        ..Invoice::default()
    };
    invoice.seller.name = seller.into();
    invoice.totals.without_tax = Exact::parse(net);
    invoice.identify();
    StoredInvoice {
        import: 1,
        file: String::new(),
        invoice,
        is_counted: false,
    }
}

fn credit_note(mut stored: StoredInvoice) -> StoredInvoice {
    stored.invoice.is_credit_note = true;
    stored
}

fn sum((provider, issuer): (&str, &str), number: &str, month: &str, billed: i128) -> BilledSum {
    BilledSum {
        provider: provider.into(),
        issuer: issuer.into(),
        currency: usd(),
        invoice: number.into(),
        month: month.parse().ok(),
        sum: Total(billed * 1_000_000_000),
        rows: 3,
    }
}

/// What each invoice bills: `billed of stated`.
fn told(all: &[StoredInvoice], by_number: &[BilledSum], by_month: &[BilledSum]) -> Vec<String> {
    let said = |link: Option<Link>| {
        let text = |link: Link| format!("{} of {}", link.billed.text(&usd()), link.stated.text(&usd()));
        link.map_or_else(|| "nothing".to_owned(), text)
    };
    links(all, by_number, by_month).into_iter().map(said).collect()
}

const ACME: (&str, &str) = ("Acme", "Acme");
const SEPTEMBER: &[&str] = &["2026-10-02", "2026-09-01", "2026-09-30"];

#[test]
fn the_tolerance_is_that_of_focus() {
    assert_eq!(tolerance(40_000, &usd()).text(&usd()), "1");
    assert_eq!(tolerance(1_000_000, &usd()).text(&usd()), "5");
    let jpy = Currency::new("JPY");
    assert_eq!(tolerance(1, &jpy).text(&jpy), "100");
}

#[test]
fn all_charges_of_a_number_are_one_sum_whatever_their_vendor_and_month() {
    let by_number = [
        sum(ACME, "a-1", "2026-08-01", 60),
        sum(ACME, "A-1", "2026-09-01", 30),
        sum(("Bolt AI", "Acme"), "A-1", "2026-09-01", 10),
        sum(("Other", "Other"), "A-1", "2026-09-01", 70),
    ];
    let mine = invoice("Acme Cloud Ltd", "A-1", "100", SEPTEMBER);
    assert_eq!(told(&[mine], &by_number, &[]), ["100 of 100"]);
}

#[test]
fn one_number_of_two_issuers_is_two_invoices() {
    let both = [
        invoice("Acme Ltd", "7", "100", SEPTEMBER),
        invoice("Other Ltd", "7", "70", SEPTEMBER),
    ];
    for issuers in [["Acme", "Other"], ["", ""]] {
        let by_number = [
            sum(("Acme", issuers[0]), "7", "2026-09-01", 100),
            sum(("Other", issuers[1]), "7", "2026-09-01", 70),
        ];
        assert_eq!(told(&both, &by_number, &[]), ["100 of 100", "70 of 70"]);
    }
    let other = [sum(("Other", "Other"), "7", "2026-09-01", 70)];
    assert_eq!(
        told(&both[..1], &other, &[]),
        ["nothing"],
        "the number of somebody else"
    );
}

#[test]
fn a_month_is_billed_without_what_other_numbers_claim() {
    let all = [
        invoice("Acme Ltd", "A-1", "100", SEPTEMBER),
        invoice("Acme Ltd", "A-2", "20", SEPTEMBER),
    ];
    let by_number = [sum(ACME, "A-1", "2026-09-01", 100)];
    let month = BilledSum {
        rows: 5,
        ..sum(ACME, "", "2026-09-01", 120)
    };
    assert_eq!(told(&all, &by_number, &[month]), ["100 of 100", "20 of 20"]);
}

#[test]
fn invoices_that_share_months_are_held_against_their_sum_and_a_credit_note_against_none() {
    let all = [
        invoice("Acme Ltd", "A-1", "60", SEPTEMBER),
        credit_note(invoice("Acme Ltd", "C-1", "5", SEPTEMBER)),
        invoice("Acme Ltd", "A-2", "40", SEPTEMBER),
        invoice(
            "Acme Ltd",
            "Q-3",
            "200",
            &["2026-09-02", "2026-07-01", "2026-08-31"],
        ),
    ];
    let by_month = ["2026-07-01", "2026-08-01", "2026-09-01"].map(|month| sum(ACME, "", month, 100));
    assert_eq!(
        told(&all, &[], &by_month),
        ["100 of 100", "nothing", "100 of 100", "200 of 200"]
    );
    let found = links(&all, &[], &by_month);
    assert_eq!(
        found[0].as_ref().map(|link| link.invoices.clone()),
        Some(vec![0, 2])
    );
}

#[test]
fn an_invoice_without_a_period_bills_the_month_that_agrees_else_the_one_before() {
    let by_month = [
        sum(ACME, "", "2026-08-01", 50),
        sum(ACME, "", "2026-09-01", 33),
        sum(ACME, "", "2026-10-01", 8),
    ];
    let told_of = |net| {
        told(
            &[invoice("Acme Ltd", "A-1", net, &["2026-09-30"])],
            &[],
            &by_month,
        )
    };
    assert_eq!(told_of("33"), ["33 of 33"]);
    assert_eq!(told_of("50"), ["50 of 50"]);
    assert_eq!(told_of("90"), ["50 of 90"]);
    let nobody = invoice("", "A-1", "50", &["2026-09-30"]);
    assert_eq!(told(&[nobody], &[], &by_month), ["nothing"]);
}

#[test]
fn without_a_net_total_tax_is_taken_off() {
    let mut gross = invoice("Acme Ltd", "A-1", "0", SEPTEMBER);
    gross.invoice.totals.without_tax = None;
    gross.invoice.totals.with_tax = Exact::parse("119");
    gross.invoice.totals.tax = Exact::parse("19");
    let by_number = [sum(ACME, "A-1", "2026-09-01", 100)];
    assert_eq!(told(&[gross], &by_number, &[]), ["100 of 100"]);
}
