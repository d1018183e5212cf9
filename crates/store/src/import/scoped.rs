//! Overlap by scope: `snapshot` and `period`. The newest import that delivers a scope replaces it as a whole.
//!
//! Rows of one file are all kept, twins too; the key only tells what of a re-delivery is identical. A scope may name
//! its window as `…FROM..TO…`; two windows of one family may be equal or apart, never overlap in part.

use model::{ImportId, Key, Outcome, Overlap, Period};
use rusqlite::{Connection, OptionalExtension};

use super::keyed::met;
use super::{Earlier, ImportTx};
use crate::error::{Result, StoreError};
use crate::rollup::Changes;
use crate::tables::{Encoded, Row, TABLES, Table};
use crate::version::versions;

impl ImportTx<'_> {
    pub(super) fn put_scoped(&mut self, key: Key, encoded: &Encoded, row: &Row) -> Result<Outcome> {
        self.claim(encoded.scope)?;
        let key = within_scope(key, encoded.scope);
        let lane = &self.lanes[encoded.kind as usize];
        let is_twin = lane.keys.contains_key(&key);
        let before = if lane.has_versions && !is_twin {
            let all = versions(&self.book.conn, lane.family, key)?;
            all.into_iter().rfind(|version| version.import != self.id)
        } else {
            None
        };
        let value = self.fingerprint(row);
        let id = self.insert(encoded, row, true)?;
        if !is_twin {
            self.remember(encoded.kind, key, (id, value), None)?;
        }
        let earlier = before.map(|version| Earlier {
            version,
            is_hidden: true,
        });
        Ok(met(earlier, value))
    }

    /// The first fact of a scope hides what earlier imports delivered for it.
    fn claim(&mut self, scope: i64) -> Result<()> {
        if !self.claimed.insert(scope) {
            return Ok(());
        }
        let conn = &self.book.conn;
        if self.overlap == Overlap::Snapshot {
            refuse_partial_overlap(conn, self.source, scope)?;
        }
        if let Some(owner) = owner(conn, self.source, scope)? {
            self.hidden += show_scope(conn, &mut self.changes, (owner, scope), false)?;
        }
        conn.execute(
            "INSERT INTO scope_claim (source, scope, import) VALUES (?1, ?2, ?3)",
            (self.source, scope, self.id),
        )?;
        Ok(())
    }
}

/// The same key in another scope is another fact.
fn within_scope(key: Key, scope: i64) -> Key {
    const SPREAD: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
    Key(key.0 ^ u128::from(scope as u64).wrapping_mul(SPREAD))
}

/// The newest live import that delivered a scope.
pub(crate) fn owner(conn: &Connection, source: i64, scope: i64) -> Result<Option<ImportId>> {
    let newest = "SELECT max(import) FROM scope_claim WHERE source = ?1 AND scope = ?2";
    Ok(conn.query_row(newest, (source, scope), |row| row.get(0))?)
}

/// Shows or hides all rows that one import delivered for one scope; returns how many.
pub(crate) fn show_scope(
    conn: &Connection,
    changes: &mut Changes,
    (import, scope): (ImportId, i64),
    live: bool,
) -> Result<u64> {
    let mut total = 0;
    for table in TABLES {
        let Some(range) = range(conn, import, table)? else {
            continue;
        };
        count_scope(conn, changes, table, (import, scope, range, live))?;
        let sql = format!(
            "UPDATE {} SET live = ?1 WHERE id BETWEEN ?2 AND ?3 AND scope = ?4 AND live <> ?1",
            table.name
        );
        total += conn.execute(&sql, (live, range.0, range.1, scope))? as u64;
    }
    Ok(total)
}

type Part = (ImportId, i64, (i64, i64), bool);

fn count_scope(
    conn: &Connection,
    changes: &mut Changes,
    table: &Table,
    (import, scope, (first, last), live): Part,
) -> Result<()> {
    let sql = format!(
        "SELECT {} FROM {} WHERE id BETWEEN ?1 AND ?2 AND scope = ?3 AND live <> ?4",
        table.list(),
        table.name
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query((first, last, scope, live))?;
    let mut values = Row::new();
    while let Some(row) = rows.next()? {
        values.clear();
        for at in 0..table.columns.len() {
            values.push(row.get(at)?);
        }
        changes.count(table.kind, import, &values, if live { 1 } else { -1 });
    }
    Ok(())
}

/// First and last row of an import in a table.
pub(crate) fn range(conn: &Connection, import: ImportId, table: &Table) -> Result<Option<(i64, i64)>> {
    let sql = "SELECT first, last FROM import_range WHERE import = ?1 AND kind = ?2";
    let found = conn
        .prepare_cached(sql)?
        .query_row((import, table.kind as i64), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found)
}

fn refuse_partial_overlap(conn: &Connection, source: i64, scope: i64) -> Result<()> {
    let text: String = conn.query_row("SELECT text FROM word WHERE id = ?1", [scope], |row| row.get(0))?;
    let Some((family, window)) = split_window(&text) else {
        return Ok(());
    };
    let mut query = conn.prepare_cached(
        "SELECT text, import FROM scope_claim JOIN word ON word.id = scope WHERE source = ?1 AND scope <> ?2",
    )?;
    let mut rows = query.query((source, scope))?;
    while let Some(row) = rows.next()? {
        let other: String = row.get(0)?;
        let clash = split_window(&other).filter(|(kin, days)| *kin == family && days.overlaps(&window));
        if let Some((_, days)) = clash {
            return Err(StoreError::WindowOverlap {
                window: spoken(window),
                other: spoken(days),
                import: row.get(1)?,
            });
        }
    }
    Ok(())
}

fn spoken(window: Period) -> String {
    format!("{} to {} (exclusive)", window.from, window.to)
}

/// A scope's text without its window `2026-09-01..2026-09-29`, and the window.
fn split_window(scope: &str) -> Option<(String, Period)> {
    let dots = scope.match_indices("..").find_map(|(at, _)| {
        let from = scope.get(at.checked_sub(10)?..at)?.parse().ok()?;
        let to = scope.get(at + 2..at + 12)?.parse().ok()?;
        Some((at, Period::new(from, to)))
    });
    dots.map(|(at, window)| (format!("{}|{}", &scope[..at - 10], &scope[at + 12..]), window))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_found_in_a_scope_and_leaves_the_family() {
        let (family, window) = split_window("org-a|2026-09-01..2026-09-29").expect("a window");
        assert_eq!((family.as_str(), window.days()), ("org-a||", 28));
        assert!(split_window("é..2026").is_none());
        assert!(split_window("2026-09").is_none());
    }
}
