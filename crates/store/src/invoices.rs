//! Invoices of the book, and the sums of its charges that an invoice may bill. Which belongs to which is not decided here.

use chrono::NaiveDate;
use model::{Category, Currency, ImportId, Invoice, Total};
use rusqlite::OptionalExtension;

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::journal::from_json;
use crate::rollup::joined;

/// Format id under which invoices come in.
const FORMAT: &str = "invoice";

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
    /// Currency.
    pub currency: Currency,
    /// Invoice number that the charges state, if they were summed by it.
    pub invoice: String,
    /// First day of the billing month, if they were summed by it.
    pub month: Option<NaiveDate>,
    /// Sum of what was billed.
    pub sum: Total,
    /// Charges that carry an amount.
    pub rows: u64,
}

impl Book {
    /// Every invoice, newest first.
    pub fn invoices(&self) -> Result<Vec<StoredInvoice>> {
        self.read_invoices().map_err(|error| self.named(error))
    }

    fn read_invoices(&self) -> Result<Vec<StoredInvoice>> {
        let sql = "SELECT v.import, i.header, d.text, s.text FROM invoice v
                   JOIN import i ON i.id = v.import JOIN word d ON d.id = v.document JOIN word s ON s.id = v.scope
                   WHERE v.live = 1 ORDER BY v.issued DESC, v.id DESC";
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query(())?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (header, document, scope): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let mut invoice: Invoice = from_json(&document);
            invoice.identify();
            found.push(StoredInvoice {
                import: row.get(0)?,
                file: from_json::<model::ImportHeader>(&header).file,
                is_counted: self.counts(&scope)?,
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

    /// What charges say they were invoiced with, by invoice number.
    pub fn billed_by_number(&self) -> Result<Vec<BilledSum>> {
        let sql = "SELECT p.text, c.text, n.text, 0, sum(billed >> 32), sum(billed & 0xffffffff), count(*)
                   FROM charge JOIN import i ON i.id = charge.import JOIN word f ON f.id = i.source
                   JOIN word p ON p.id = provider JOIN word c ON c.id = currency JOIN word n ON n.id = invoice
                   WHERE live = 1 AND invoice <> 0 AND billed IS NOT NULL AND category <> ?1 AND f.text <> ?2
                   GROUP BY provider, currency, invoice";
        self.billed(sql)
    }

    /// What was billed, by billing month.
    pub fn billed_by_month(&self) -> Result<Vec<BilledSum>> {
        let sql = "SELECT p.text, c.text, '', month, sum(billed_hi), sum(billed_lo), sum(billed_n)
                   FROM charge_by_model r JOIN import i ON i.id = r.import JOIN word f ON f.id = i.source
                   JOIN word p ON p.id = provider JOIN word c ON c.id = currency
                   WHERE billed_n > 0 AND category <> ?1 AND f.text <> ?2
                   GROUP BY provider, currency, month";
        self.billed(sql)
    }

    fn billed(&self, sql: &str) -> Result<Vec<BilledSum>> {
        self.read_billed(sql).map_err(|error| self.named(error))
    }

    fn read_billed(&self, sql: &str) -> Result<Vec<BilledSum>> {
        let tax = Category::ALL
            .iter()
            .position(|category| *category == Category::Tax);
        let mut query = self.conn.prepare_cached(sql)?;
        let rows = query.query_map((tax.map(|at| at as i64), FORMAT), |row| {
            Ok(BilledSum {
                provider: row.get(0)?,
                currency: Currency::new(&row.get::<_, String>(1)?),
                invoice: row.get(2)?,
                month: days::day(row.get(3)?),
                sum: Total(joined(row.get(4)?, row.get(5)?)),
                rows: row.get::<_, i64>(6)? as u64,
            })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}
