//! What an import was given, summed exactly, so that the book can be held against the file for ever after.

use model::{Currency, ImportId, Measure};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::tables::{Kind, Row};

/// Money columns of a table with the measure they hold.
pub(crate) fn money_columns(kind: Kind) -> &'static [(&'static str, Measure)] {
    match kind {
        Kind::Charge => &[
            ("billed", Measure::Billed),
            ("list", Measure::List),
            ("effective", Measure::Effective),
            ("estimated", Measure::Estimated),
        ],
        Kind::Usage => &[("estimated", Measure::Estimated)],
        _ => &[],
    }
}

/// The stored side of a control total: integers at the scale of the currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Control {
    pub(crate) currency: Currency,
    pub(crate) measure: Measure,
    /// Sum of every amount the import was given.
    pub(crate) received: String,
    /// Sum of the amounts in the rows it wrote.
    pub(crate) stored: String,
    /// Amounts given.
    pub(crate) rows: u64,
}

/// Sums by currency number and measure: what was given, and what the rows written hold.
pub(super) struct Received {
    /// Per kind of fact: where its currency stands, and its amounts.
    columns: [(usize, Vec<(usize, Measure)>); 2],
    sums: Vec<Sum>,
}

struct Sum {
    currency: i64,
    measure: Measure,
    received: i128,
    stored: i128,
    rows: u64,
}

impl Received {
    pub(super) fn new() -> Self {
        let columns = [Kind::Charge, Kind::Usage].map(|kind| {
            let table = kind.table();
            let amounts = money_columns(kind)
                .iter()
                .map(|(name, measure)| (table.column(name), *measure));
            (table.column("currency"), amounts.collect())
        });
        Self {
            columns,
            sums: Vec::new(),
        }
    }

    /// A fact was given.
    pub(super) fn add(&mut self, kind: Kind, row: &Row) {
        self.each(kind, row, |sum, amount| {
            sum.received += amount;
            sum.rows += 1;
        });
    }

    /// A row was written (`sign` 1) or overwritten (-1).
    pub(super) fn wrote(&mut self, kind: Kind, row: &Row, sign: i128) {
        self.each(kind, row, |sum, amount| sum.stored += amount * sign);
    }

    fn each(&mut self, kind: Kind, row: &Row, change: impl Fn(&mut Sum, i128)) {
        let Some((currency, amounts)) = self.columns.get(kind as usize) else {
            return;
        };
        let currency = row[*currency].unwrap_or(0);
        for (column, measure) in amounts {
            if let Some(amount) = row[*column] {
                change(slot(&mut self.sums, currency, *measure), i128::from(amount));
            }
        }
    }

    /// Both sides, once all rows are written.
    pub(super) fn control(&self, conn: &Connection) -> Result<Vec<Control>> {
        let sums = self.sums.iter().map(|sum| {
            let code: String =
                conn.query_row("SELECT text FROM word WHERE id = ?1", [sum.currency], |row| {
                    row.get(0)
                })?;
            Ok(Control {
                currency: Currency::new(&code),
                measure: sum.measure,
                received: sum.received.to_string(),
                stored: sum.stored.to_string(),
                rows: sum.rows,
            })
        });
        sums.collect()
    }
}

/// The sum of a currency and measure; there are few.
fn slot(sums: &mut Vec<Sum>, currency: i64, measure: Measure) -> &mut Sum {
    let known = sums
        .iter()
        .position(|sum| (sum.currency, sum.measure) == (currency, measure));
    let at = known.unwrap_or(sums.len());
    if known.is_none() {
        sums.push(Sum {
            currency,
            measure,
            received: 0,
            stored: 0,
            rows: 0,
        });
    }
    &mut sums[at]
}

/// Sums of the rows an import wrote, shown or hidden, by currency number and measure.
pub(crate) fn written(conn: &Connection, import: ImportId) -> Result<Vec<(i64, Measure, i128)>> {
    let mut sums: Vec<(i64, Measure, i128)> = Vec::new();
    for kind in [Kind::Charge, Kind::Usage] {
        let table = kind.table();
        let Some((first, last)) = super::scoped::range(conn, import, table)? else {
            continue;
        };
        for (name, measure) in money_columns(kind) {
            let sql = format!(
                "SELECT currency, sum({name} >> 32), sum({name} & 0xffffffff) FROM {}
                 WHERE id BETWEEN ?1 AND ?2 AND {name} IS NOT NULL GROUP BY currency",
                table.name
            );
            let mut query = conn.prepare(&sql)?;
            let mut rows = query.query((first, last))?;
            while let Some(row) = rows.next()? {
                let (currency, sum) = (row.get(0)?, crate::rollup::joined(row.get(1)?, row.get(2)?));
                match sums
                    .iter_mut()
                    .find(|known| (known.0, known.1) == (currency, *measure))
                {
                    Some(known) => known.2 += sum,
                    None => sums.push((currency, *measure, sum)),
                }
            }
        }
    }
    Ok(sums)
}
