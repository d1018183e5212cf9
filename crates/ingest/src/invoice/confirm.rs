//! What a person says about an invoice whose page leaves doubt: the `[invoice]` table of a mapping. Said fields are
//! certain; the others stay as they were read.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{Certainty, Currency, Exact, Invoice, Problem, Severity, TaxTotal};
use serde::Deserialize;

use crate::value::{DecimalMark, NumberStyle, NumberValue};

/// Fields by the names that `[invoice]` gives them; days as `2026-09-03`, amounts as text: `"1234.50"`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Confirmed {
    number: Option<String>,
    issue_date: Option<NaiveDate>,
    due_date: Option<NaiveDate>,
    currency: Option<String>,
    seller: Option<String>,
    buyer: Option<String>,
    order: Option<String>,
    period_start: Option<NaiveDate>,
    period_end: Option<NaiveDate>,
    previous_balance: Option<Exact>,
    net: Option<Exact>,
    tax: Option<Exact>,
    total: Option<Exact>,
    prepaid: Option<Exact>,
    payable: Option<Exact>,
    #[serde(skip)]
    text: String,
}

/// What can be said: the key, the name that `inspect` gives the field, and its name for people.
pub const FIELDS: &[(&str, &str, &str)] = &[
    ("number", "number", "Invoice number"),
    ("issue-date", "issue_date", "Date of issue"),
    ("due-date", "due_date", "Due"),
    ("seller", "seller_name", "Seller"),
    ("buyer", "buyer_name", "Buyer"),
    ("order", "order_reference", "Order"),
    ("period-start", "period_start", "Period from"),
    ("period-end", "period_end", "Period to"),
    ("currency", "currency", "Currency"),
    ("net", "total_without_tax", "Total without tax"),
    ("tax", "tax_total", "Tax"),
    ("total", "total_with_tax", "Total"),
    ("prepaid", "prepaid", "Paid already"),
    ("previous-balance", "previous_balance", "Owed from before"),
    ("payable", "payable", "Amount to pay"),
];
/// What rounding to five cents takes at most, in cents.
const MOST_ROUNDED: i128 = 2;
/// The keys that are amounts.
const AMOUNTS: &[&str] = &["net", "tax", "total", "prepaid", "previous-balance", "payable"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    invoice: Confirmed,
}

impl Confirmed {
    /// Reads a document; `None` if it has no `[invoice]` table and so is a mapping of columns.
    pub fn parse(text: &str) -> Option<Result<Self, String>> {
        let mut table: toml::Table = text.parse().ok()?;
        let said = table.get_mut("invoice")?.as_table_mut()?;
        // A day may stand without quotation marks.
        for (_, value) in said.iter_mut() {
            if let toml::Value::Datetime(day) = value {
                *value = toml::Value::String(day.to_string());
            }
        }
        let file: Result<File, _> = table.try_into();
        let said = file.map(|file| Self {
            text: text.to_owned(),
            ..file.invoice
        });
        Some(said.map_err(|error| error.to_string()))
    }

    /// The document for what a person typed, by key; blank fields are left out.
    pub fn written(typed: &BTreeMap<String, String>) -> Result<String, String> {
        let mut said = toml::Table::new();
        for (key, text) in typed.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let mut text = text.trim().to_owned();
            if AMOUNTS.contains(&key.as_str()) {
                let open = NumberStyle {
                    mark: DecimalMark::Ambiguous,
                };
                let NumberValue::Exact(value, _) = open.read(&text) else {
                    return Err(format!("`{text}` is no amount that can be read in one way only"));
                };
                text = value.to_string();
            }
            said.insert(key.clone(), text.into());
        }
        let document = toml::Table::from_iter([("invoice".to_owned(), said.into())]).to_string();
        match Self::parse(&document) {
            Some(Err(error)) => Err(error),
            _ => Ok(document),
        }
    }

    /// The document as it was written, for the journal.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts what was said into the invoice.
    pub(crate) fn apply(&self, invoice: &mut Invoice) {
        let mut said = Said(invoice);
        said.text("number", self.number.as_ref(), |invoice| &mut invoice.number);
        said.text("seller_name", self.seller.as_ref(), |invoice| {
            &mut invoice.seller.name
        });
        said.text("buyer_name", self.buyer.as_ref(), |invoice| {
            &mut invoice.buyer.name
        });
        said.text("order_reference", self.order.as_ref(), |invoice| {
            &mut invoice.order_reference
        });
        said.some("issue_date", self.issue_date, |invoice| &mut invoice.issue_date);
        said.some("due_date", self.due_date, |invoice| &mut invoice.due_date);
        said.some("period_start", self.period_start, |invoice| {
            &mut invoice.period_start
        });
        said.some("period_end", self.period_end, |invoice| &mut invoice.period_end);
        said.some("previous_balance", self.previous_balance, |invoice| {
            &mut invoice.totals.previous_balance
        });
        said.some("total_without_tax", self.net, |invoice| {
            &mut invoice.totals.without_tax
        });
        said.some("tax_total", self.tax, |invoice| &mut invoice.totals.tax);
        said.some("total_with_tax", self.total, |invoice| {
            &mut invoice.totals.with_tax
        });
        said.some("prepaid", self.prepaid, |invoice| &mut invoice.totals.prepaid);
        said.some("payable", self.payable, |invoice| &mut invoice.totals.payable);
        if let Some(code) = &self.currency {
            invoice.currency = Currency::new(code);
            invoice.confidence.insert("currency".into(), Certainty::Certain);
        }
        let (currency, tax) = (invoice.currency.clone(), invoice.totals.tax);
        invoice.tax_totals = tax
            .map(|amount| TaxTotal { currency, amount })
            .into_iter()
            .collect();
        invoice.identify();
    }
}

struct Said<'i>(&'i mut Invoice);

impl Said<'_> {
    fn text(&mut self, name: &str, said: Option<&String>, field: impl Fn(&mut Invoice) -> &mut String) {
        if let Some(text) = said {
            text.trim().clone_into(field(self.0));
            self.0.confidence.insert(name.into(), Certainty::Certain);
        }
    }

    fn some<T>(&mut self, name: &str, said: Option<T>, field: impl Fn(&mut Invoice) -> &mut Option<T>) {
        if said.is_some() {
            *field(self.0) = said;
            self.0.confidence.insert(name.into(), Certainty::Certain);
        }
    }
}

/// Totals that do not add up, in words. Nothing is changed for it: the invoice says what it says.
pub(crate) fn sums_off(invoice: &Invoice) -> Option<Problem> {
    let totals = &invoice.totals;
    let [net, tax, all] = [totals.without_tax, totals.tax, totals.with_tax];
    let (net, tax, all) = (net?.decimal(), tax?.decimal(), all?.decimal());
    let apart = &net + &tax - &all;
    (apart.abs() > Exact::new(MOST_ROUNDED, 2).decimal()).then(|| {
        let what = format!("The total without tax {net} and the tax {tax} do not make the total {all}.");
        Problem::new(Severity::Warning, what)
            .hint("compare the page; correct the fields if they were misread")
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use model::{Certainty, Fact, Outcome};

    use super::{AMOUNTS, Confirmed, FIELDS};
    use crate::invoice::text::tests::compose::pdf;
    use crate::{Choice, Confidence, Limits, plan, read};

    /// A seller and a total in doubt.
    fn page() -> Vec<u8> {
        pdf(&[vec![
            (40.0, 60.0, 10.0, "Invoice no. A-17"),
            (40.0, 75.0, 10.0, "Invoice date 2026-09-03"),
            (40.0, 90.0, 10.0, "Total"),
            (300.0, 90.0, 10.0, "EUR 120.00"),
        ]])
    }

    fn choice(said: &str) -> Choice {
        let confirmed = Confirmed::parse(said).expect("an invoice table").expect("fields");
        Choice {
            confirmed: Some(confirmed),
            ..Choice::default()
        }
    }

    #[test]
    fn a_page_in_doubt_waits_for_a_person_and_is_kept_as_confirmed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("invoice.pdf");
        fs::write(&path, page()).expect("written");
        let items = crate::open(&[path], &Limits::default());
        let plain = plan(&items[0], &Choice::default());
        assert!(
            plain
                .needs_mapping
                .as_deref()
                .is_some_and(|why| why.contains("seller") && why.contains("total"))
        );
        assert_eq!(plain.confidence, Confidence::Guess);

        let said = choice("[invoice]\nseller = \"Acme AI\"\ntotal = \"120.00\"\ndue-date = 2026-10-03\n");
        let planned = plan(&items[0], &said);
        assert_eq!(planned.needs_mapping, None);
        let mut kept = Vec::new();
        let mut sink = |row: &mut Vec<Fact>| {
            kept.append(row);
            Ok(Outcome::Kept)
        };
        let report = read(&items[0], &planned, &mut sink, &mut |_| {
            std::ops::ControlFlow::Continue(())
        })
        .expect("read");
        assert_eq!(report.rows.kept, 1);
        let [Fact::Invoice(invoice)] = &kept[..] else {
            panic!("{kept:?}")
        };
        assert_eq!(invoice.seller.name, "Acme AI");
        assert_eq!(
            invoice.due_date.map(|day| day.to_string()).as_deref(),
            Some("2026-10-03")
        );
        assert_eq!(
            invoice.totals.with_tax.map(|total| total.to_string()).as_deref(),
            Some("120")
        );
        assert_eq!(invoice.confidence.get("seller_name"), Some(&Certainty::Certain));
        assert_eq!(invoice.confidence.get("number"), Some(&Certainty::Certain));
    }

    #[test]
    fn what_is_typed_into_the_fields_becomes_the_document() {
        let typed = |key: &str, text: &str| BTreeMap::from([(key.to_owned(), text.to_owned())]);
        for (key, ..) in FIELDS {
            let text = match *key {
                "issue-date" | "due-date" | "period-start" | "period-end" => "2026-09-03",
                key if AMOUNTS.contains(&key) => "1.234,50 €",
                _ => "X 1",
            };
            let document = Confirmed::written(&typed(key, text)).expect("a document");
            assert!(
                Confirmed::parse(&document).is_some_and(|said| said.is_ok()),
                "{document}"
            );
        }
        assert_eq!(
            Confirmed::written(&typed("total", "1.234,50")),
            Ok("[invoice]\ntotal = \"1234.5\"\n".into())
        );
        for (key, text) in [("total", "1.234"), ("issue-date", "soon"), ("colour", "red")] {
            assert!(Confirmed::written(&typed(key, text)).is_err(), "{key}");
        }
    }

    #[test]
    fn a_mapping_of_columns_is_no_confirmation_and_an_unknown_field_is_named() {
        assert_eq!(Confirmed::parse("id = \"ledger\""), None);
        let wrong = Confirmed::parse("[invoice]\nsupplier = \"Acme\"").expect("an invoice table");
        assert!(wrong.is_err_and(|error| error.contains("supplier")));
        let float = Confirmed::parse("[invoice]\ntotal = 12.5").expect("an invoice table");
        assert!(float.is_err());
    }
}
