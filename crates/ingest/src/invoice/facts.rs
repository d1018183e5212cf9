//! An invoice as `inspect --json` shows it. The shape is a contract; a field that the invoice does not state is absent.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{Certainty, Exact, Invoice, InvoiceLine, InvoiceTax, RuleResult, Syntax};
use serde::Serialize;

/// The invoice.
#[derive(Clone, Debug, Default, Serialize)]
pub struct InvoiceFacts {
    /// `ubl`, `cii`, `text`.
    pub syntax: Syntax,
    /// Texts and days by name.
    #[serde(flatten)]
    pub texts: BTreeMap<&'static str, String>,
    /// How many lines.
    pub line_count: usize,
    /// Totals by name.
    #[serde(flatten)]
    pub totals: BTreeMap<&'static str, Exact>,
    /// Whether it is a credit note.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub credit_note: bool,
    /// Tax by category and rate.
    pub tax_breakdown: Vec<TaxFacts>,
    /// Lines.
    pub lines: Vec<LineFacts>,
    /// Rules that were checked.
    pub rules: Vec<RuleResult>,
    /// How sure each field is.
    pub confidence: BTreeMap<String, Certainty>,
}

/// Tax of one category and rate.
#[derive(Clone, Debug, Serialize)]
pub struct TaxFacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Exact>,
}

/// One line.
#[derive(Clone, Debug, Serialize)]
pub struct LineFacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_price: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_quantity: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    net: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<Exact>,
}

impl From<&Invoice> for InvoiceFacts {
    fn from(invoice: &Invoice) -> Self {
        Self {
            syntax: invoice.syntax,
            texts: texts(invoice)
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .collect(),
            line_count: invoice.lines.len(),
            totals: totals(invoice)
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)))
                .collect(),
            credit_note: invoice.is_credit_note,
            tax_breakdown: invoice.taxes.iter().map(TaxFacts::from).collect(),
            lines: invoice.lines.iter().map(LineFacts::from).collect(),
            rules: invoice.rules.clone(),
            confidence: invoice.confidence.clone(),
        }
    }
}

impl From<&InvoiceTax> for TaxFacts {
    fn from(tax: &InvoiceTax) -> Self {
        Self {
            category: stated_text(&tax.category),
            rate: tax.rate,
            basis: tax.basis,
            amount: tax.amount,
        }
    }
}

impl From<&InvoiceLine> for LineFacts {
    fn from(line: &InvoiceLine) -> Self {
        Self {
            id: stated_text(&line.id),
            description: stated_text(&line.description),
            quantity: line.quantity,
            unit: stated_text(&line.unit),
            unit_price: line.unit_price,
            base_quantity: line.base_quantity,
            net: line.net,
            category: stated_text(&line.category),
            rate: line.rate,
        }
    }
}

/// Names of the fields that an invoice states.
pub(crate) fn stated(invoice: &Invoice) -> Vec<&'static str> {
    let texts = texts(invoice).into_iter().filter(|(_, text)| !text.is_empty());
    let totals = totals(invoice).into_iter().filter(|(_, value)| value.is_some());
    let names = texts.map(|(name, _)| name).chain(totals.map(|(name, _)| name));
    names.chain(["line_count"]).collect()
}

fn stated_text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn texts(invoice: &Invoice) -> Vec<(&'static str, String)> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        ("profile", invoice.profile.clone()),
        ("number", invoice.number.clone()),
        ("issue_date", day(invoice.issue_date)),
        ("due_date", day(invoice.due_date)),
        ("type_code", invoice.type_code.clone()),
        ("currency", invoice.currency.code().to_owned()),
        ("tax_currency", invoice.tax_currency.code().to_owned()),
        ("buyer_reference", invoice.buyer_reference.clone()),
        ("order_reference", invoice.order_reference.clone()),
        ("period_start", day(invoice.period_start)),
        ("period_end", day(invoice.period_end)),
        ("seller_name", invoice.seller.name.clone()),
        ("seller_vat_id", invoice.seller.vat_id.clone()),
        ("buyer_name", invoice.buyer.name.clone()),
    ]
}

fn totals(invoice: &Invoice) -> Vec<(&'static str, Option<Exact>)> {
    let totals = &invoice.totals;
    vec![
        ("total_lines", totals.lines),
        ("allowance_total", totals.allowances),
        ("charge_total", totals.charges),
        ("total_without_tax", totals.without_tax),
        ("tax_total", totals.tax),
        ("total_with_tax", totals.with_tax),
        ("prepaid", totals.prepaid),
        ("rounding", totals.rounding),
        ("payable", totals.payable),
        ("previous_balance", totals.previous_balance),
    ]
}
