//! Invoices of the book, and what each bills: charges that state its number, or else those of its vendor in its months.
//! Compares exactly, with the tolerance of FOCUS 1.4; concludes nothing where nothing fits.

use chrono::{Datelike, Months, NaiveDate};
use ingest::invoice::InvoiceFacts;
use model::{Currency, Exact, Grain, Invoice, Total};
use serde_json::{Value, json};
use store::{BilledSum, Book, StoredInvoice};

use crate::{Error, Result};

/// Charges that an invoice seems to bill.
pub(crate) struct Link {
    /// Vendor as the charges name it.
    pub(crate) provider: String,
    /// Month of the charges, where the number did not tell.
    pub(crate) month: Option<NaiveDate>,
    /// What they add up to, without tax.
    pub(crate) billed: Total,
    /// How many charges.
    pub(crate) rows: u64,
    /// What the invoice says, without tax and with the sign of a credit.
    pub(crate) stated: Total,
    /// Stated less billed.
    pub(crate) difference: Total,
    /// By how much the two may differ.
    pub(crate) tolerance: Total,
}

impl Link {
    /// Whether the charges are what the invoice says.
    pub(crate) fn agrees(&self) -> bool {
        self.difference.0.abs() <= self.tolerance.0
    }
}

/// The invoices of a book with what could be linked to them.
pub(crate) struct Invoices {
    pub(crate) all: Vec<StoredInvoice>,
    by_number: Vec<BilledSum>,
    by_month: Vec<BilledSum>,
}

impl Invoices {
    /// Reads them; without invoices nothing else is read.
    pub(crate) fn of(book: &Book) -> Result<Self> {
        let all = book.invoices()?;
        let some = !all.is_empty();
        Ok(Self {
            by_number: if some {
                book.billed_by_number()?
            } else {
                Vec::new()
            },
            by_month: if some { book.billed_by_month()? } else { Vec::new() },
            all,
        })
    }

    /// Those of a number, newest first.
    pub(crate) fn numbered(&self, number: &str) -> Vec<&StoredInvoice> {
        let same = |stored: &&StoredInvoice| stored.invoice.number.eq_ignore_ascii_case(number.trim());
        self.all.iter().filter(same).collect()
    }

    /// What an invoice bills: by its number, else by vendor and month.
    pub(crate) fn links(&self, invoice: &Invoice) -> Vec<Link> {
        let ours = |sum: &&BilledSum| sum.currency == invoice.currency;
        let named = self
            .by_number
            .iter()
            .filter(ours)
            .filter(|sum| sum.invoice == invoice.number);
        let mut links: Vec<Link> = named.filter_map(|sum| link(invoice, sum)).collect();
        if links.is_empty() {
            let months = months(invoice);
            let near = self
                .by_month
                .iter()
                .filter(ours)
                .filter(|sum| is_issuer(invoice, &sum.provider));
            let near = near.filter(|sum| sum.month.is_some_and(|month| months.contains(&month)));
            links = near.filter_map(|sum| link(invoice, sum)).collect();
        }
        links
    }
}

/// A vendor's charges bear its name shorter than its invoices do: `OpenAI`, `OpenAI Ireland Ltd`.
pub(crate) fn is_issuer(invoice: &Invoice, provider: &str) -> bool {
    const SHORTEST: usize = 3;
    let plain = |text: &str| {
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let (issuer, provider) = (plain(&invoice.seller.name), plain(provider));
    provider.chars().count() >= SHORTEST && issuer.starts_with(&provider)
}

/// The months that it states; an invoice that states none bills its own month or the one before.
fn months(invoice: &Invoice) -> Vec<NaiveDate> {
    let Some(period) = invoice.period() else {
        return Vec::new();
    };
    let (mut month, mut months) = (Grain::Month.start(period.from), Vec::new());
    if period.days() == 1 {
        months.extend(month.checked_sub_months(Months::new(1)));
    }
    while month < period.to && months.len() < 24 {
        months.push(month);
        let Some(next) = month.checked_add_months(Months::new(1)) else {
            break;
        };
        month = next;
    }
    months
}

fn link(invoice: &Invoice, sum: &BilledSum) -> Option<Link> {
    let stated = stated(invoice)?;
    Some(Link {
        provider: sum.provider.clone(),
        month: sum.month,
        billed: sum.sum,
        rows: sum.rows,
        stated,
        difference: Total(stated.0 - sum.sum.0),
        tolerance: tolerance(sum.rows, &invoice.currency),
    })
}

/// What the invoice says without tax, at the scale of its currency.
fn stated(invoice: &Invoice) -> Option<Total> {
    let net = invoice.totals.without_tax.or(invoice.totals.with_tax)?;
    let total = total(net, &invoice.currency)?;
    Some(Total(total.0 * i128::from(invoice.sign())))
}

/// An exact amount at the scale of its currency; nothing if it is too large.
pub(crate) fn total(exact: Exact, currency: &Currency) -> Option<Total> {
    exact.amount(currency).map(|(amount, _)| amount.into())
}

/// FOCUS 1.4: the larger of 100 subunits and half a subunit times the root of the rows.
fn tolerance(rows: u64, currency: &Currency) -> Total {
    let subunit = 10i128.pow(currency.scale() - currency.minor_digits());
    let by_rows = (i128::from(rows) * subunit * subunit / 4).isqrt();
    Total(by_rows.max(100 * subunit))
}

/// The list, as `invoices --json` says it.
pub(crate) fn document(book: &Book) -> Result<Value> {
    let invoices = Invoices::of(book)?;
    let entries = invoices.all.iter().map(|stored| entry(&invoices, stored));
    Ok(json!({"invoices": entries.collect::<Vec<_>>()}))
}

/// The invoices of one number in full.
pub(crate) fn shown(book: &Book, number: &str) -> Result<Value> {
    let invoices = Invoices::of(book)?;
    let found = invoices.numbered(number);
    if found.is_empty() {
        return Err(Error::asked(
            format!("There is no invoice {number} in the book"),
            "`counterfoil invoices` lists them.",
        ));
    }
    let full = found.into_iter().map(|stored| {
        let mut entry = entry(&invoices, stored);
        entry["invoice"] =
            serde_json::to_value(InvoiceFacts::from(&stored.invoice)).expect("facts are plain data");
        entry
    });
    Ok(json!({"invoices": full.collect::<Vec<_>>()}))
}

fn entry(invoices: &Invoices, stored: &StoredInvoice) -> Value {
    let invoice = &stored.invoice;
    let text = |amount: Option<Exact>| amount.map(|amount| amount.to_string());
    let failed: Vec<&str> = invoice.failed_rules().map(|rule| rule.rule.as_str()).collect();
    json!({
        "number": invoice.number,
        "issuer": invoice.seller.name,
        "kind": if invoice.is_credit_note { "credit-note" } else { "invoice" },
        "issue_date": invoice.issue_date,
        "due_date": invoice.due_date,
        "currency": invoice.currency,
        "total_without_tax": text(invoice.totals.without_tax),
        "tax_total": text(invoice.totals.tax),
        "total_with_tax": text(invoice.totals.with_tax),
        "payable": text(invoice.totals.payable),
        "checks": {"checked": invoice.rules.len(), "failed": failed},
        "counted": stored.is_counted,
        "import": stored.import,
        "file": stored.file,
        "bills": invoices.links(invoice).iter().map(|link| bills(link, &invoice.currency)).collect::<Vec<_>>(),
    })
}

fn bills(link: &Link, currency: &Currency) -> Value {
    let month = link
        .month
        .map(|month| format!("{:04}-{:02}", month.year(), month.month()));
    json!({
        "by": if link.month.is_some() { "month" } else { "number" },
        "provider": link.provider,
        "month": month,
        "rows": link.rows,
        "billed": link.billed.text(currency),
        "stated": link.stated.text(currency),
        "difference": link.difference.text(currency),
        "tolerance": link.tolerance.text(currency),
        "agrees": link.agrees(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoice(seller: &str, issued: &str) -> Invoice {
        let mut invoice = Invoice {
            number: "A-1".into(),
            issue_date: issued.parse().ok(),
            currency: Currency::new("USD"),
            ..Invoice::default()
        };
        invoice.seller.name = seller.into();
        invoice.totals.without_tax = Exact::parse("100.00");
        invoice
    }

    fn sum(provider: &str, number: &str, month: Option<&str>, billed: i128) -> BilledSum {
        BilledSum {
            provider: provider.into(),
            currency: Currency::new("USD"),
            invoice: number.into(),
            month: month.and_then(|month| month.parse().ok()),
            sum: Total(billed * 1_000_000_000),
            rows: 3,
        }
    }

    #[test]
    fn the_tolerance_is_that_of_focus() {
        let usd = Currency::new("USD");
        assert_eq!(tolerance(40_000, &usd).text(&usd), "1");
        assert_eq!(tolerance(1_000_000, &usd).text(&usd), "5");
        assert_eq!(
            tolerance(1, &Currency::new("JPY")).text(&Currency::new("JPY")),
            "100"
        );
    }

    #[test]
    fn the_number_links_before_vendor_and_month_do() {
        let invoices = Invoices {
            all: Vec::new(),
            by_number: vec![sum("Acme", "A-1", None, 99), sum("Acme", "A-2", None, 7)],
            by_month: vec![
                sum("OpenAI", "", Some("2026-09-01"), 90),
                sum("OpenAI", "", Some("2026-07-01"), 1),
            ],
        };
        let links = invoices.links(&invoice("OpenAI, LLC", "2026-10-01"));
        assert_eq!(links.len(), 1);
        assert!(
            links[0].month.is_none() && links[0].agrees(),
            "one dollar apart is within the tolerance"
        );
        let other = Invoice {
            number: "B-9".into(),
            ..invoice("OpenAI, LLC", "2026-10-01")
        };
        let links = invoices.links(&other);
        assert_eq!(links.len(), 1, "the month before, and not July");
        assert_eq!(links[0].difference.text(&Currency::new("USD")), "10");
        assert!(!links[0].agrees());
        assert!(
            invoices
                .links(&Invoice {
                    seller: model::Party::default(),
                    ..other
                })
                .is_empty()
        );
    }
}
