//! What was read off the pages as an [`Invoice`] of the model, and what a person still has to confirm.

use model::{Certainty, Currency, Exact, Invoice, InvoiceLine, Syntax, TaxTotal};

use super::found::{Field, TextInvoice, TextLine};

impl From<TextInvoice> for Invoice {
    fn from(read: TextInvoice) -> Self {
        let mut invoice = Self {
            syntax: Syntax::Text,
            ..Self::default()
        };
        let mut take = Take(&mut invoice);
        take.heads(&read);
        take.totals(&read);
        if let Some(lines) = read.lines {
            invoice.confidence.insert("line_count".into(), lines.confidence);
            invoice.lines = lines.value.into_iter().enumerate().map(line).collect();
        }
        // A credit note that prints amounts below zero has said so already.
        let below_zero = |field: Option<Exact>| field.is_some_and(Exact::is_negative);
        invoice.is_credit_note =
            read.credit_note && !below_zero(invoice.totals.payable) && !below_zero(invoice.totals.with_tax);
        invoice
    }
}

struct Take<'i>(&'i mut Invoice);

impl Take<'_> {
    /// Notes how sure a field is and gives its value.
    fn value<T: Clone>(&mut self, name: &str, field: Option<&Field<T>>) -> Option<T> {
        let field = field?;
        self.0.confidence.insert(name.into(), field.confidence);
        Some(field.value.clone())
    }

    fn heads(&mut self, read: &TextInvoice) {
        self.0.number = self.value("number", read.number.as_ref()).unwrap_or_default();
        self.0.issue_date = self.value("issue_date", read.issue_date.as_ref());
        self.0.due_date = self.value("due_date", read.due_date.as_ref());
        let currency = self.value("currency", read.currency.as_ref());
        self.0.currency = currency.map(|code| Currency::new(&code)).unwrap_or_default();
        self.0.seller.name = self
            .value("seller_name", read.seller.as_ref())
            .unwrap_or_default();
        self.0.buyer.name = self.value("buyer_name", read.buyer.as_ref()).unwrap_or_default();
        self.0.order_reference = self
            .value("order_reference", read.order.as_ref())
            .unwrap_or_default();
        self.0.period_start = self.value("period_start", read.period_start.as_ref());
        self.0.period_end = self.value("period_end", read.period_end.as_ref());
    }

    fn totals(&mut self, read: &TextInvoice) {
        self.0.totals.lines = self.value("total_lines", read.line_total.as_ref());
        self.0.totals.without_tax = self.value("total_without_tax", read.net.as_ref());
        self.0.totals.tax = self.value("tax_total", read.tax.as_ref());
        self.0.totals.with_tax = self.value("total_with_tax", read.total.as_ref());
        self.0.totals.prepaid = self.value("prepaid", read.prepaid.as_ref());
        self.0.totals.payable = self.value("payable", read.payable.as_ref());
        self.0.totals.previous_balance = self.value("previous_balance", read.previous_balance.as_ref());
        let currency = self.0.currency.clone();
        let tax = self.0.totals.tax.map(|amount| TaxTotal { currency, amount });
        self.0.tax_totals.extend(tax);
    }
}

fn line((at, line): (usize, TextLine)) -> InvoiceLine {
    InvoiceLine {
        id: (at + 1).to_string(),
        description: line.description,
        quantity: line.quantity,
        net: Some(line.net),
        ..InvoiceLine::default()
    }
}

/// What must be sure before the invoice is kept, in the words of `inspect` and of people, and how sure.
const NEEDED: &[(&str, &str, Certainty)] = &[
    ("number", "invoice number", Certainty::Likely),
    ("issue_date", "day of issue", Certainty::Likely),
    ("seller_name", "seller", Certainty::Likely),
    ("currency", "currency", Certainty::Likely),
    // Nothing but arithmetic, or two labels that agree, makes a total certain.
    ("total_with_tax", "total", Certainty::Certain),
    ("payable", "amount to pay", Certainty::Likely),
];

/// What a person has to confirm before the invoice is kept; `None` if nothing.
pub(crate) fn doubt(invoice: &Invoice) -> Option<String> {
    let sure = |name: &str| invoice.confidence.get(name).copied();
    let (mut missing, mut unsure) = (Vec::new(), Vec::new());
    for (name, words, least) in NEEDED {
        match sure(name) {
            None => missing.push(*words),
            Some(certainty) if certainty < *least => unsure.push(*words),
            Some(_) => {}
        }
    }
    let parts = [("does not tell", missing), ("leaves doubt about", unsure)];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(verb, words)| format!("{verb} {}", list(&words)))
        .collect();
    (!parts.is_empty()).then(|| format!("the page {}", parts.join(" and ")))
}

/// `the seller, the currency and the total`.
fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("the {word}")).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
