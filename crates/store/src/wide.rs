//! Rows of a fact table as they are read, from the narrow rows they are kept in: each combination is looked up once. For
//! visits of very many rows; whoever asks for a few asks the view. Changes nothing.

use foldhash::HashMap;
use rusqlite::{CachedStatement, Connection, OptionalExtension};

use crate::error::Result;
use crate::tables::split::{Combination, Part, WIDEST};
use crate::tables::{Row, Table};

/// Combinations that are remembered at most.
const MOST: usize = if cfg!(test) { 2 } else { 100_000 };

/// Visits the rows for which a condition on the common columns holds, with their scope.
pub(crate) fn each_row(
    conn: &Connection,
    (table, which): (&Table, &str),
    range: (i64, i64),
    visit: &mut dyn FnMut(i64, &Row),
) -> Result<()> {
    let (kept, own) = (table.kept().join(", "), table.positions(&table.own()));
    let mut query = conn.prepare(&format!(
        "SELECT scope, {kept} FROM {} WHERE {which}",
        table.rows()
    ))?;
    let parts = table.parts().iter();
    let mut parts = parts
        .map(|part| Looked::new(conn, table, part))
        .collect::<Result<Vec<_>>>()?;
    let mut rows = query.query(range)?;
    let mut values: Row = vec![None; table.columns.len()];
    while let Some(row) = rows.next()? {
        let mut column = 1;
        for at in &own {
            values[*at] = row.get(column)?;
            column += 1;
        }
        for part in &mut parts {
            part.fill(row.get(column)?, &mut values)?;
            column += 1;
        }
        visit(row.get(0)?, &values);
    }
    Ok(())
}

/// Combinations of one part of a table, by their numbers.
struct Looked<'c> {
    /// Where its columns stand in a row.
    at: Vec<usize>,
    query: CachedStatement<'c>,
    known: HashMap<i64, Combination>,
}

impl<'c> Looked<'c> {
    fn new(conn: &'c Connection, table: &Table, part: &Part) -> Result<Self> {
        let sql = format!(
            "SELECT {} FROM {} WHERE id = ?1",
            part.columns.join(", "),
            part.name
        );
        Ok(Self {
            at: table.positions(part.columns),
            query: conn.prepare_cached(&sql)?,
            known: HashMap::default(),
        })
    }

    fn fill(&mut self, number: i64, row: &mut Row) -> Result<()> {
        let values = match self.known.get(&number) {
            Some(known) => Some(*known),
            None => self.look_up(number)?,
        };
        for (place, at) in self.at.iter().enumerate() {
            row[*at] = values.map(|values| values[place]);
        }
        Ok(())
    }

    /// Nothing is where a damaged book has none, as in the view.
    fn look_up(&mut self, number: i64) -> Result<Option<Combination>> {
        let columns = self.at.len();
        let values = self.query.query_row([number], |row| {
            let mut values = [0; WIDEST];
            for (at, value) in values.iter_mut().enumerate().take(columns) {
                *value = row.get(at)?;
            }
            Ok(values)
        });
        let values = values.optional()?;
        if self.known.len() >= MOST {
            self.known.clear();
        }
        self.known.extend(values.map(|values| (number, values)));
        Ok(values)
    }
}
