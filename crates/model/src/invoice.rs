//! An invoice or credit note as its issuer wrote it: header, parties, lines, tax, totals, and what the checks say.
//!
//! Amounts are the exact decimals of the document, never rounded; what it does not state is `None`. Signs are the
//! document's own: a credit note usually states positive amounts (see [`Invoice::sign`]). It is a document, not a
//! charge: nothing of it is spend unless someone asks for that.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Currency, Exact, Key, KeyBuilder, Origin, Period, company_words};

/// How sure a reader is of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Plausible; a person has to confirm it.
    Guess,
    /// Read from a clear place, proven by nothing else.
    Likely,
    /// Stated by structured data, or proven by arithmetic.
    Certain,
}

/// How the document is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Syntax {
    /// UBL 2.1 Invoice or `CreditNote`.
    Ubl,
    /// UN/CEFACT Cross Industry Invoice, also `ZUGFeRD` 1.0.
    Cii,
    /// The text of a page.
    #[default]
    Text,
}

/// Who sells or buys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    /// Registered name.
    pub name: String,
    /// VAT identifier.
    pub vat_id: String,
    /// Other tax number.
    pub tax_id: String,
    /// Identifier that the issuer or a register gives.
    pub id: String,
    /// Legal registration number.
    pub registration: String,
}

impl Party {
    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An allowance (takes off) or a charge (puts on), of a line or of the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Adjustment {
    /// Whether it puts on.
    pub is_charge: bool,
    /// Whether it is freight that the document states apart from its charges.
    pub is_freight: bool,
    /// How much.
    pub amount: Option<Exact>,
    /// Why, in words.
    pub reason: String,
    /// Why, as a code.
    pub reason_code: String,
    /// Tax category: `S`, `Z`, `AE` …
    pub category: String,
    /// Tax rate in per cent.
    pub rate: Option<Exact>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvoiceLine {
    /// Number of the line.
    pub id: String,
    /// The line that this one details; empty for a line of its own.
    pub parent: String,
    /// Whether it is a heading or a detail whose money is in other lines.
    pub is_informative: bool,
    /// What is sold.
    pub description: String,
    /// How many.
    pub quantity: Option<Exact>,
    /// Unit code of the quantity.
    pub unit: String,
    /// Net price of `base_quantity` units.
    pub unit_price: Option<Exact>,
    /// Units that the price is for; 1 unless stated.
    pub base_quantity: Option<Exact>,
    /// Net amount.
    pub net: Option<Exact>,
    /// What was taken off or put on.
    pub adjustments: Vec<Adjustment>,
    /// Tax category.
    pub category: String,
    /// Tax rate in per cent.
    pub rate: Option<Exact>,
    /// First day that is billed.
    pub start: Option<NaiveDate>,
    /// Last day that is billed.
    pub end: Option<NaiveDate>,
}

/// Tax of one category and rate, in the currency of the invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvoiceTax {
    /// Category: `S`, `Z`, `AE` …
    pub category: String,
    /// Rate in per cent.
    pub rate: Option<Exact>,
    /// What is taxed.
    pub basis: Option<Exact>,
    /// The tax.
    pub amount: Option<Exact>,
}

/// A stated total of tax in one currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTotal {
    /// Currency; empty if not stated.
    pub currency: Currency,
    /// The tax.
    pub amount: Exact,
}

/// The document's totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvoiceTotals {
    /// Sum of the lines (BT-106).
    pub lines: Option<Exact>,
    /// Allowances of the document (BT-107).
    pub allowances: Option<Exact>,
    /// Charges of the document (BT-108).
    pub charges: Option<Exact>,
    /// Without tax (BT-109).
    pub without_tax: Option<Exact>,
    /// Tax in the currency of the invoice (BT-110).
    pub tax: Option<Exact>,
    /// With tax (BT-112).
    pub with_tax: Option<Exact>,
    /// Paid already (BT-113).
    pub prepaid: Option<Exact>,
    /// Rounding (BT-114).
    pub rounding: Option<Exact>,
    /// To be paid (BT-115).
    pub payable: Option<Exact>,
    /// Carried over from earlier invoices.
    pub previous_balance: Option<Exact>,
}

/// What one rule says of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleResult {
    /// The rule's id: `BR-CO-15`.
    pub rule: String,
    /// Whether it holds.
    pub ok: bool,
    /// What was compared, in words.
    pub what: String,
}

/// One invoice or credit note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Invoice {
    /// File position.
    #[serde(skip)]
    pub origin: Origin,
    /// Overlap key: issuer and number.
    #[serde(skip)]
    pub key: Key,
    /// What a later file replaces as a whole.
    #[serde(skip)]
    pub scope: String,
    /// How it is written.
    pub syntax: Syntax,
    /// Profile that it claims to follow.
    pub profile: String,
    /// Number.
    pub number: String,
    /// Day of issue.
    pub issue_date: Option<NaiveDate>,
    /// Day of payment.
    pub due_date: Option<NaiveDate>,
    /// Type code: `380` invoice, `381` credit note …
    pub type_code: String,
    /// Whether it is a credit note by its kind.
    pub is_credit_note: bool,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Currency in which tax is accounted, if another.
    pub tax_currency: Currency,
    /// The buyer's reference.
    pub buyer_reference: String,
    /// The buyer's order.
    pub order_reference: String,
    /// Earlier invoices that it is about.
    pub preceding: Vec<String>,
    /// Terms of payment.
    pub payment_terms: String,
    /// First day that is billed.
    pub period_start: Option<NaiveDate>,
    /// Last day that is billed.
    pub period_end: Option<NaiveDate>,
    /// Day on which tax falls due.
    pub tax_point: Option<NaiveDate>,
    /// What that day depends on, as a code.
    pub tax_point_code: String,
    /// Who issues it.
    pub seller: Party,
    /// Who represents the seller towards the tax office.
    pub tax_representative: Party,
    /// Who is billed.
    pub buyer: Party,
    /// Lines, in the order of the document.
    pub lines: Vec<InvoiceLine>,
    /// Allowances and charges of the whole document.
    pub adjustments: Vec<Adjustment>,
    /// Tax by category and rate.
    pub taxes: Vec<InvoiceTax>,
    /// Every total of tax, in any currency.
    pub tax_totals: Vec<TaxTotal>,
    /// Totals.
    pub totals: InvoiceTotals,
    /// Rules that were checked.
    pub rules: Vec<RuleResult>,
    /// How sure each field is, by the name that `inspect` gives it.
    pub confidence: BTreeMap<String, Certainty>,
    /// Why it asks for no money, or may not: its lines never count as charges. Empty for a bill.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub no_bill: String,
}

impl Invoice {
    /// 1, or −1 for a credit note, whose amounts lower what is owed.
    pub fn sign(&self) -> i8 {
        if self.is_credit_note { -1 } else { 1 }
    }

    /// An amount of it with the sign of a credit note.
    pub fn signed(&self, amount: Exact) -> Exact {
        if self.sign() < 0 { amount.negated() } else { amount }
    }

    /// Who issued it, comparable across documents: the name without case, accents and legal form, else an identifier.
    pub fn issuer_key(&self) -> String {
        let seller = &self.seller;
        let name = company_words(&seller.name).concat();
        let identifiers = [&seller.vat_id, &seller.tax_id, &seller.id].map(|text| plain(text));
        let mut known = std::iter::once(name).chain(identifiers);
        known.find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Sets key and scope from issuer, number and kind.
    pub fn identify(&mut self) {
        self.identify_as(&self.issuer_key());
    }

    /// Likewise, where the issuer's name is that of another company too, or an earlier document has another name for it.
    pub fn identify_as(&mut self, issuer: &str) {
        let number = number_key(&self.number);
        let kind = if self.is_credit_note { "credit|" } else { "" };
        self.key = KeyBuilder::new().part(issuer).part(kind).part(&number).key();
        self.scope = format!("invoice|{kind}{issuer}|{number}");
    }

    /// Whether both state the VAT identifier of their issuer, and if so, whether it is the same.
    pub fn has_same_vat(&self, other: &Self) -> Option<bool> {
        let [own, theirs] = [self, other].map(|invoice| plain(&invoice.seller.vat_id));
        (!own.is_empty() && !theirs.is_empty()).then(|| own == theirs)
    }

    /// Whether both have one number, however it is set, and are of one kind.
    pub fn has_same_number(&self, other: &Self) -> bool {
        self.is_credit_note == other.is_credit_note && number_key(&self.number) == number_key(&other.number)
    }

    /// Who issued it, where the name alone does not tell.
    pub fn issuer_by_vat(&self) -> String {
        format!("{}|{}", self.issuer_key(), plain(&self.seller.vat_id))
    }

    /// The days it bills: its period, else that of its lines, else the day of issue.
    pub fn period(&self) -> Option<Period> {
        let line_start = self.lines.iter().filter_map(|line| line.start).min();
        let line_end = self.lines.iter().filter_map(|line| line.end).max();
        let start = self.period_start.or(line_start);
        let end = self.period_end.or(line_end);
        let (from, last) = (start.or(end), end.or(start));
        let period = from.zip(last).filter(|(from, last)| from <= last);
        let period = period.and_then(|(from, last)| Some(Period::new(from, last.succ_opt()?)));
        period.or_else(|| self.issue_date.map(Period::day))
    }

    /// The scope of the charges that are made of the invoice of a scope.
    pub fn charges_scope(scope: &str) -> String {
        format!("charges of {scope}")
    }

    /// Whether another reading of the same invoice states the same totals.
    pub fn has_same_totals(&self, other: &Self) -> bool {
        let of = |invoice: &Self| {
            let totals = &invoice.totals;
            (
                invoice.is_credit_note,
                invoice.currency.clone(),
                totals.without_tax,
                totals.tax,
                totals.with_tax,
                totals.payable,
            )
        };
        of(self) == of(other)
    }

    /// Rules that do not hold.
    pub fn failed_rules(&self) -> impl Iterator<Item = &RuleResult> {
        self.rules.iter().filter(|rule| !rule.ok)
    }
}

/// A number as it is compared: letters and digits, parted only where digits would run together, so that `2026-1-11` is not
/// `2026-11-1`, but `RE-17` is `RE17`.
fn number_key(number: &str) -> String {
    let mut key = String::new();
    let parts = number.split(|letter: char| !letter.is_alphanumeric());
    for part in parts.filter(|part| !part.is_empty()) {
        let runs_on = key.ends_with(|last: char| last.is_ascii_digit())
            && part.starts_with(|next: char| next.is_ascii_digit());
        key.extend(runs_on.then_some('-'));
        key.extend(part.chars().flat_map(char::to_lowercase));
    }
    key
}

/// Letters and digits in lower case.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoice(seller: &str, number: &str) -> Invoice {
        let mut invoice = Invoice {
            number: number.into(),
            ..Invoice::default()
        };
        invoice.seller.name = seller.into();
        invoice.identify();
        invoice
    }

    #[test]
    fn an_issuer_is_the_same_however_its_name_is_set() {
        let one = invoice("Lieferant GmbH", "RE-2026/17");
        assert_eq!(one.key, invoice("LIEFERANT  GmbH.", "RE-2026/17").key);
        assert_ne!(one.key, invoice("Lieferant GmbH", "RE-2026/18").key);
        assert_eq!(one.key, invoice("Lieferant", "RE 2026-17").key);
        assert_ne!(one.key, invoice("Lieferung GmbH", "RE-2026/17").key);
        assert_ne!(invoice("A", "2026-1-11").key, invoice("A", "2026-11-1").key);
    }

    #[test]
    fn a_credit_note_does_not_take_the_place_of_the_invoice_of_its_number() {
        let one = invoice("Lieferant GmbH", "55");
        let mut credit = Invoice {
            is_credit_note: true,
            ..one.clone()
        };
        credit.identify();
        assert_ne!((&one.key, &one.scope), (&credit.key, &credit.scope));
        assert!(!one.has_same_number(&credit));
    }

    #[test]
    fn an_invoice_without_a_period_bills_the_day_of_issue() {
        let mut one = invoice("A", "1");
        assert_eq!(one.period(), None);
        one.issue_date = "2026-03-05".parse().ok();
        assert_eq!(one.period().map(|period| period.days()), Some(1));
        one.period_start = "2026-02-01".parse().ok();
        one.period_end = "2026-02-28".parse().ok();
        assert_eq!(one.period().map(|period| period.days()), Some(28));
    }
}
