//! Invoices that bill again what another one bills: the exact duplicates of budget waste.
//!
//! Two invoices say the same where issuer, currency, billed days (the day of issue where none are stated), net total and every
//! line (text, quantity, amount) are the same under different numbers. `again = net × (invoices − 1) − credit notes that
//! name one of them`, not below zero. Inputs: the invoices of the book. Unit: their currency, without tax. Guards: another
//! day, quantity or amount is another bill; the same number is the same document, which a book has once; an invoice
//! without lines says too little.

use std::collections::BTreeMap;

use model::{Currency, Exact, Invoice, Period, Total};

/// What is billed more than once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledTwice {
    /// Who bills it.
    pub issuer: String,
    /// Numbers of the invoices, in order.
    pub numbers: Vec<String>,
    /// Days billed.
    pub period: Option<Period>,
    /// Currency.
    pub currency: Currency,
    /// What is billed again, less what was credited.
    pub again: Total,
}

/// Everything that is billed more than once, by issuer and first number.
pub fn billed_twice(invoices: &[Invoice]) -> Vec<BilledTwice> {
    let mut said: BTreeMap<String, Vec<&Invoice>> = BTreeMap::new();
    let bills = invoices
        .iter()
        .filter(|one| !one.is_credit_note && !one.lines.is_empty());
    for invoice in bills {
        said.entry(content(invoice)).or_default().push(invoice);
    }
    let again = said.into_values().filter(|same| same.len() > 1);
    let mut found: Vec<BilledTwice> = again.filter_map(|same| twice(&same, invoices)).collect();
    found.sort_by(|a, b| (&a.issuer, &a.numbers).cmp(&(&b.issuer, &b.numbers)));
    found
}

/// All that two invoices must have in common, as one text.
fn content(invoice: &Invoice) -> String {
    let text = |exact: Option<Exact>| exact.map(|exact| exact.to_string());
    let lines = invoice
        .lines
        .iter()
        .map(|line| (line.description.trim(), text(line.quantity), text(line.net)));
    let (lines, issuer, net) = (lines.collect::<Vec<_>>(), invoice.issuer_key(), net(invoice));
    format!(
        "{issuer:?} {:?} {:?} {net:?} {lines:?}",
        invoice.currency,
        invoice.period()
    )
}

fn twice(same: &[&Invoice], invoices: &[Invoice]) -> Option<BilledTwice> {
    let first = same[0];
    let mut numbers: Vec<String> = same.iter().map(|one| one.number.clone()).collect();
    numbers.sort();
    let issuer = first.issuer_key();
    let credits = invoices.iter().filter(|one| {
        one.is_credit_note
            && one.currency == first.currency
            && one.preceding.iter().any(|number| numbers.contains(number))
            && one.issuer_key() == issuer
    });
    let credited: i128 = credits.filter_map(net).map(|total| total.0.abs()).sum();
    let again = net(first)?.0 * (same.len() as i128 - 1) - credited;
    Some(BilledTwice {
        issuer: first.seller.name.clone(),
        numbers,
        period: first.period(),
        currency: first.currency.clone(),
        again: Total(again.max(0)),
    })
}

/// What an invoice states without tax, else with it; nothing where it states neither.
fn net(invoice: &Invoice) -> Option<Total> {
    let stated: Exact = invoice.totals.without_tax.or(invoice.totals.with_tax)?;
    let (amount, _) = stated.amount(&invoice.currency)?;
    Some(amount.into())
}

#[cfg(test)]
mod tests {
    use model::{InvoiceLine, InvoiceTotals};

    use super::*;
    use crate::fixture::day;

    fn exact(text: &str) -> Option<Exact> {
        Exact::parse(text)
    }

    fn invoice(number: &str, net: &str, from: &str) -> Invoice {
        let mut invoice = Invoice {
            number: number.into(),
            currency: Currency::new("USD"),
            issue_date: Some(day("2026-10-02")),
            period_start: Some(day(from)),
            totals: InvoiceTotals {
                without_tax: exact(net),
                ..InvoiceTotals::default()
            },
            lines: vec![InvoiceLine {
                description: "Seats".into(),
                quantity: exact("40"),
                net: exact(net),
                ..InvoiceLine::default()
            }],
            ..Invoice::default()
        };
        invoice.seller.name = "Acme Ltd".into();
        invoice
    }

    fn credit(number: &str, net: &str, of: &str) -> Invoice {
        Invoice {
            is_credit_note: true,
            preceding: vec![of.into()],
            ..invoice(number, net, "2026-09-01")
        }
    }

    #[test]
    fn the_same_bill_under_another_number_is_billed_twice() {
        let found = billed_twice(&[
            invoice("B", "800.00", "2026-09-01"),
            invoice("A", "800", "2026-09-01"),
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].numbers, ["A", "B"]);
        assert_eq!(found[0].again.text(&found[0].currency), "800");
    }

    #[test]
    fn another_month_amount_or_issuer_is_another_bill() {
        let mut other = invoice("D", "800.00", "2026-09-01");
        other.seller.name = "Apex Ltd".into();
        let all = [
            invoice("A", "800.00", "2026-09-01"),
            invoice("B", "800.00", "2026-08-01"),
            invoice("C", "801.00", "2026-09-01"),
            other,
        ];
        assert_eq!(billed_twice(&all), []);
    }

    #[test]
    fn what_was_credited_is_not_billed_again() {
        let all = [
            invoice("A", "800.00", "2026-09-01"),
            invoice("B", "800.00", "2026-09-01"),
            credit("C", "300.00", "B"),
            credit("D", "900.00", "Z"),
        ];
        assert_eq!(billed_twice(&all)[0].again.text(&Currency::new("USD")), "500");
    }
}
