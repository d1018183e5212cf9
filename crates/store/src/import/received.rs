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
        Kind::Seat | Kind::Person | Kind::Kpi => &[],
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

/// Sums by currency number and measure.
pub(super) struct Received {
    /// Per kind of fact: where its currency stands, and its amounts.
    columns: Vec<(usize, Vec<(usize, Measure)>)>,
    sums: Vec<(i64, Measure, i128, u64)>,
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
            columns: columns.into(),
            sums: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, kind: Kind, row: &Row) {
        let Some((currency, amounts)) = self.columns.get(kind as usize) else {
            return;
        };
        let currency = row[*currency].unwrap_or(0);
        let count = amounts.len();
        for at in 0..count {
            let (column, measure) = self.columns[kind as usize].1[at];
            let Some(amount) = row[column] else { continue };
            let slot = self.slot(currency, measure);
            self.sums[slot].2 += i128::from(amount);
            self.sums[slot].3 += 1;
        }
    }

    fn slot(&mut self, currency: i64, measure: Measure) -> usize {
        let known = self
            .sums
            .iter()
            .position(|sum| (sum.0, sum.1) == (currency, measure));
        known.unwrap_or_else(|| {
            self.sums.push((currency, measure, 0, 0));
            self.sums.len() - 1
        })
    }

    /// Both sides, once all rows are written.
    pub(super) fn control(&self, conn: &Connection, import: ImportId) -> Result<Vec<Control>> {
        let written = written(conn, import)?;
        let sums = self.sums.iter().map(|(currency, measure, received, rows)| {
            let stored = written.iter().find(|sum| (sum.0, sum.1) == (*currency, *measure));
            let code: String = conn.query_row("SELECT text FROM word WHERE id = ?1", [currency], |row| {
                row.get(0)
            })?;
            Ok(Control {
                currency: Currency::new(&code),
                measure: *measure,
                received: received.to_string(),
                stored: stored.map_or(0, |sum| sum.2).to_string(),
                rows: *rows,
            })
        });
        sums.collect()
    }
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
