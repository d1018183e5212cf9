//! Invoices of the book, and the sums of its charges that an invoice may bill. Which belongs to which is not decided here.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;
use model::{Category, Currency, Grain, ImportId, Invoice, Total};
use rusqlite::{OptionalExtension, Row};

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::journal::from_json;
use crate::rollup::joined;

/// Format id under which invoices come in.
const FORMAT: &str = "invoice";
/// Formats whose scopes begin with who issues the invoice: `{issuer} {account} {billing-month}`.
const WITH_ISSUER: &[&str] = &["focus", "focus-invoice-detail"];

/// An invoice as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredInvoice {
    /// The import that brought it.
    pub import: ImportId,
    /// Its file.
    pub file: String,
    /// What it says.
    pub invoice: Invoice,
    /// Whether its lines count as charges.
    pub is_counted: bool,
}

/// Charges of one vendor and currency, without tax and without those made of invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledSum {
    /// Vendor as the charges name it.
    pub provider: String,
    /// Who issues the invoice, where the charges were summed by number and say so.
    pub issuer: String,
    /// Currency.
    pub currency: Currency,
    /// Invoice number that the charges state, if they were summed by it.
    pub invoice: String,
    /// First day of the month that the charges begin in.
    pub month: Option<NaiveDate>,
    /// Sum of what was billed.
    pub sum: Total,
    /// Charges that carry an amount.
    pub rows: u64,
}

impl Book {
    /// Every invoice, newest first.
    pub fn invoices(&self) -> Result<Vec<StoredInvoice>> {
        self.read_invoices("").map_err(|error| self.named(error))
    }

    /// Those whose document has a text in it, such as an identifier of the issuer.
    pub fn invoices_with(&self, text: &str) -> Result<Vec<StoredInvoice>> {
        self.read_invoices(text).map_err(|error| self.named(error))
    }

    fn read_invoices(&self, text: &str) -> Result<Vec<StoredInvoice>> {
        let sql = "SELECT v.import, i.header, d.text, s.text FROM invoice v
                   JOIN import i ON i.id = v.import JOIN word d ON d.id = v.document JOIN word s ON s.id = v.scope
                   WHERE v.live = 1 AND instr(d.text, ?1) > 0 ORDER BY v.issued DESC, v.id DESC";
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query([text])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (header, document, scope): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let mut invoice: Invoice = from_json(&document);
            invoice.identify();
            let is_counted = self.counts(&scope)?;
            invoice.scope = scope;
            found.push(StoredInvoice {
                import: row.get(0)?,
                file: from_json::<model::ImportHeader>(&header).file,
                is_counted,
                invoice,
            });
        }
        Ok(found)
    }

    /// The invoice that is shown for a scope: the same issuer and number.
    pub fn invoice_of(&self, scope: &str) -> Result<Option<Invoice>> {
        let sql =
            "SELECT d.text FROM invoice v JOIN word d ON d.id = v.document JOIN word s ON s.id = v.scope
                   WHERE v.live = 1 AND s.text = ?1";
        let read = || -> Result<Option<String>> {
            Ok(self
                .conn
                .prepare_cached(sql)?
                .query_row([scope], |row| row.get(0))
                .optional()?)
        };
        let text = read().map_err(|error| self.named(error))?;
        Ok(text.map(|text| from_json(&text)))
    }

    /// Whether charges were made of the invoice of a scope.
    pub fn is_counted(&self, scope: &str) -> Result<bool> {
        self.counts(scope).map_err(|error| self.named(error))
    }

    fn counts(&self, scope: &str) -> Result<bool> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM scope_claim c JOIN word w ON w.id = c.scope WHERE w.text = ?1)";
        let charges = Invoice::charges_scope(scope);
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row([charges], |row| row.get(0))?)
    }

    /// What charges say they were invoiced with, by invoice number and month.
    pub fn billed_by_number(&self) -> Result<Vec<BilledSum>> {
        let sql = "SELECT p.text, c.text, hi, lo, n, day, v.text, f.text, a.text, s.text
                   FROM (SELECT provider, currency, invoice, scope, account, import, day, sum(billed >> 32) hi,
                         sum(billed & 0xffffffff) lo, count(*) n FROM charge
                         WHERE live = 1 AND invoice <> 0 AND billed IS NOT NULL AND category <> ?1
                         GROUP BY provider, currency, invoice, scope, account, import, day) r
                   JOIN import i ON i.id = r.import JOIN word f ON f.id = i.source JOIN word p ON p.id = provider
                   JOIN word c ON c.id = currency JOIN word v ON v.id = invoice JOIN word a ON a.id = account
                   JOIN word s ON s.id = r.scope
                   WHERE f.text <> ?2";
        let sums = self.billed(sql, |row, sum| {
            let (format, account, scope): (String, String, String) = (row.get(7)?, row.get(8)?, row.get(9)?);
            let issuer = WITH_ISSUER
                .contains(&format.as_str())
                .then(|| issuer(&scope, &account));
            Ok(BilledSum {
                invoice: row.get(6)?,
                issuer: issuer.flatten().unwrap_or_default().to_owned(),
                month: sum.month.map(|day| Grain::Month.start(day)),
                ..sum
            })
        })?;
        Ok(by_month(sums))
    }

    /// What was billed, by month.
    pub fn billed_by_month(&self) -> Result<Vec<BilledSum>> {
        let sql = "SELECT p.text, c.text, sum(billed_hi), sum(billed_lo), sum(billed_n), month
                   FROM charge_by_model r JOIN import i ON i.id = r.import JOIN word f ON f.id = i.source
                   JOIN word p ON p.id = provider JOIN word c ON c.id = currency
                   WHERE billed_n > 0 AND category <> ?1 AND f.text <> ?2
                   GROUP BY provider, currency, month";
        self.billed(sql, |_, sum| Ok(sum))
    }

    fn billed(
        &self,
        sql: &str,
        more: impl Fn(&Row<'_>, BilledSum) -> rusqlite::Result<BilledSum>,
    ) -> Result<Vec<BilledSum>> {
        self.read_billed(sql, more).map_err(|error| self.named(error))
    }

    fn read_billed(
        &self,
        sql: &str,
        more: impl Fn(&Row<'_>, BilledSum) -> rusqlite::Result<BilledSum>,
    ) -> Result<Vec<BilledSum>> {
        let tax = Category::ALL
            .iter()
            .position(|category| *category == Category::Tax);
        let mut query = self.conn.prepare_cached(sql)?;
        let rows = query.query_map((tax.map(|at| at as i64), FORMAT), |row| {
            let sum = BilledSum {
                provider: row.get(0)?,
                issuer: String::new(),
                currency: Currency::new(&row.get::<_, String>(1)?),
                invoice: String::new(),
                month: days::day(row.get(5)?),
                sum: Total(joined(row.get(2)?, row.get(3)?)),
                rows: row.get::<_, i64>(4)? as u64,
            };
            more(row, sum)
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}

/// What a scope says before account and month.
fn issuer<'s>(scope: &'s str, account: &str) -> Option<&'s str> {
    let (rest, day) = scope.rsplit_once(' ')?;
    day.parse::<NaiveDate>().ok()?;
    let issuer = rest.strip_suffix(account)?.strip_suffix(' ')?;
    (!issuer.is_empty()).then_some(issuer)
}

/// Sums of days as sums of their months.
fn by_month(sums: Vec<BilledSum>) -> Vec<BilledSum> {
    let mut months: BTreeMap<_, BilledSum> = BTreeMap::new();
    for day in sums {
        let place = (
            day.invoice.clone(),
            day.issuer.clone(),
            day.provider.clone(),
            day.currency.clone(),
            day.month,
        );
        match months.entry(place) {
            Entry::Vacant(free) => {
                free.insert(day);
            }
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                (known.sum, known.rows) = (known.sum + day.sum, known.rows + day.rows);
            }
        }
    }
    months.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::issuer;

    #[test]
    fn a_scope_tells_who_issues() {
        assert_eq!(issuer("Acme Cloud 1 2 2026-09-01", "1 2"), Some("Acme Cloud"));
        assert_eq!(issuer("Acme  2026-09-01", ""), Some("Acme"));
        assert_eq!(
            issuer("1111 2026-09-01", "1111"),
            None,
            "no issuer before the account"
        );
        assert_eq!(issuer("Acme 1 2026-09-01 billed", "1"), None);
    }
}
