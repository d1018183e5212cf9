//! Invoices of the book, and what each bills, as they are listed and shown in full.

use std::collections::BTreeSet;

use charts::format::Currencies;
use chrono::NaiveDate;
use ingest::invoice::InvoiceFacts;
use model::{Currency, Exact, Invoice};
use serde_json::{Value, json};
use store::{Book, StoredInvoice};

use crate::guard::Named;
use crate::linked::{Link, links};
use crate::{Error, Result};

/// The invoices of a book with what could be linked to them.
pub(crate) struct Invoices {
    pub(crate) all: Vec<StoredInvoice>,
    /// How their money is written, in the list and in each: with its sign where the book and they have one currency.
    pub(crate) writing: Currencies,
    links: Vec<Option<Link>>,
}

impl Invoices {
    /// Reads them; without invoices nothing else is read.
    pub(crate) fn of(book: &Book) -> Result<Self> {
        let all = book.invoices()?;
        let links = if all.is_empty() {
            Vec::new()
        } else {
            links(&all, &book.billed_by_number()?, &book.billed_by_month()?)
        };
        let mut currencies: BTreeSet<Currency> = all.iter().map(|one| one.invoice.currency.clone()).collect();
        currencies.extend(book.currencies()?);
        let writing = match currencies.len() {
            0 | 1 => Currencies::One,
            _ => Currencies::Mixed,
        };
        Ok(Self { all, writing, links })
    }

    /// Each with what it bills.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&StoredInvoice, Option<&Link>)> {
        self.all.iter().zip(self.links.iter().map(Option::as_ref))
    }

    /// Those of a number, newest first.
    fn numbered(&self, number: &str) -> Vec<(&StoredInvoice, Option<&Link>)> {
        let same =
            |(stored, _): &(&StoredInvoice, _)| stored.invoice.number.eq_ignore_ascii_case(number.trim());
        self.each().filter(same).collect()
    }

    /// Numbers of the other invoices that bill the same charges.
    pub(crate) fn others(&self, stored: &StoredInvoice, link: &Link) -> Vec<&str> {
        let invoices = link.invoices.iter().map(|at| &self.all[*at].invoice);
        let others = invoices.filter(|other| other.scope != stored.invoice.scope);
        others.map(|other| other.number.as_str()).collect()
    }
}

/// A vendor's charges bear its name shorter than its invoices do, or another of its names.
pub(crate) fn is_issuer(invoice: &Invoice, provider: &str) -> bool {
    Named::of(&invoice.seller.name).issues_for(&Named::of(provider))
}

/// The list, as `invoices --json` says it.
pub(crate) fn document(book: &Book) -> Result<Value> {
    let invoices = Invoices::of(book)?;
    let entries = invoices.each().map(|one| entry(&invoices, one));
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
    let full = found.into_iter().map(|one| {
        let mut entry = entry(&invoices, one);
        let facts = InvoiceFacts::from(&one.0.invoice);
        entry["invoice"] = serde_json::to_value(facts).expect("facts are plain data");
        entry
    });
    Ok(json!({"invoices": full.collect::<Vec<_>>()}))
}

fn entry(invoices: &Invoices, (stored, link): (&StoredInvoice, Option<&Link>)) -> Value {
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
        "no_bill": Some(&invoice.no_bill).filter(|reason| !reason.is_empty()),
        "import": stored.import,
        "file": stored.file,
        "bills": link.map(|link| bills((link, invoices.others(stored, link)), &invoice.currency)).into_iter().collect::<Vec<_>>(),
    })
}

/// What an invoice bills; `with` are the invoices that bill the same charges with it, and `stated` is then their sum.
fn bills((link, with): (&Link, Vec<&str>), currency: &Currency) -> Value {
    let month = |month: &NaiveDate| month.format("%Y-%m").to_string();
    json!({
        "by": if link.months.is_empty() { "number" } else { "month" },
        "provider": link.vendors(),
        "month": link.months.first().map(month),
        "months": link.months.iter().map(month).collect::<Vec<_>>(),
        "with": with,
        "rows": link.rows,
        "billed": link.billed.text(currency),
        "stated": link.stated.text(currency),
        "difference": link.difference().text(currency),
        "tolerance": link.tolerance.text(currency),
        "agrees": link.agrees(),
    })
}
