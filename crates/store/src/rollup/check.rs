//! Whether the roll-ups say what the facts say: they are counted again and compared.

use rusqlite::Connection;

use super::{Changes, Groups, LONGEST, ROLLUPS, Rollup, joined};
use crate::error::Result;
use crate::tables::{Row, TABLES, Table};

/// Names of the roll-ups whose rows are not what the facts say.
pub(crate) fn disagreeing(conn: &Connection) -> Result<Vec<&'static str>> {
    let mut wrong = Vec::new();
    for rollup in ROLLUPS {
        let mut changes = Changes::new();
        changes
            .pending
            .retain(|pending| pending.rollup.name == rollup.name);
        for table in TABLES.iter().filter(|table| table.kind == rollup.kind) {
            take_all(conn, table, &mut changes)?;
        }
        if !is_equal(conn, rollup, &changes.pending[0].changes)? {
            wrong.push(rollup.name);
        }
    }
    Ok(wrong)
}

fn take_all(conn: &Connection, table: &Table, changes: &mut Changes) -> Result<()> {
    let mut query = conn.prepare(&format!(
        "SELECT import, {} FROM {} WHERE live = 1",
        table.list(),
        table.name
    ))?;
    let mut rows = query.query(())?;
    let mut values = Row::new();
    while let Some(row) = rows.next()? {
        values.clear();
        for at in 0..table.columns.len() {
            values.push(row.get(at + 1)?);
        }
        changes.count(table.kind, row.get(0)?, &values, 1);
    }
    Ok(())
}

fn is_equal(conn: &Connection, rollup: &Rollup, expected: &Groups) -> Result<bool> {
    let (keys, sums) = (rollup.key_columns(), rollup.sum_columns());
    let sql = format!(
        "SELECT {}, {} FROM {}",
        keys.join(", "),
        sums.join(", "),
        rollup.name
    );
    let mut query = conn.prepare(&sql)?;
    let mut rows = query.query(())?;
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        let mut key = [0; LONGEST];
        for (at, part) in key.iter_mut().enumerate().take(keys.len()) {
            *part = row.get(at)?;
        }
        let values = (keys.len()..keys.len() + sums.len())
            .map(|at| row.get(at))
            .collect::<Result<Vec<i64>, _>>()?;
        let same = expected.get(&key).is_some_and(|tally| {
            tally.facts == values[0]
                && values[1..]
                    .chunks(3)
                    .zip(&tally.sums)
                    .all(|(v, sum)| (joined(v[0], v[1]), v[2]) == *sum)
        });
        if !same {
            return Ok(false);
        }
        seen += 1;
    }
    Ok(seen == expected.all.len())
}
