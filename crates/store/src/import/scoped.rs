//! Overlap by scope: `snapshot` and `period`. The newest import that delivers a scope replaces it as a whole.
//!
//! Rows of one file are all kept, twins too. Which of them a re-delivery repeats is told by their values, whatever
//! their order. A scope may name its window as `…FROM..TO…`; two windows of one family may be equal or apart, never
//! overlap in part.

use foldhash::{HashMap, HashSet};
use model::{ImportId, Outcome, Overlap, Period};
use rusqlite::{Connection, OptionalExtension};

use super::ImportTx;
use crate::error::{Result, StoreError};
use crate::hold;
use crate::rollup::Changes;
use crate::tables::{Encoded, Kind, Row, TABLES, Table};
use crate::version::fingerprint;

/// The scopes of this import, and what earlier imports delivered for them.
#[derive(Default)]
pub(super) struct Scopes {
    /// Who delivered each claimed scope before.
    claimed: HashMap<i64, Option<ImportId>>,
    /// Earlier imports whose rows are in `shown` and `left`.
    read: HashSet<ImportId>,
    /// How often a row of these values is shown.
    shown: HashMap<(i64, i64), u32>,
    /// Rows of a scope that nothing of this import repeats so far: of earlier imports, and of this one.
    left: HashMap<i64, (u64, u64)>,
    /// The row that was counted last.
    last: Option<(i64, u16, u64)>,
}

impl Scopes {
    /// Who delivered the claimed scopes before.
    pub(super) fn owners(&self) -> impl Iterator<Item = ImportId> {
        self.claimed.values().flatten().copied()
    }

    /// Rows counted as kept that take the place of earlier ones.
    pub(super) fn replaced(&self) -> u64 {
        self.left.values().map(|(before, now)| before.min(now)).sum()
    }
}

impl ImportTx<'_> {
    /// A row that is not the same as an earlier one counts as kept here; how many of these replace something is known
    /// only in the end.
    pub(super) fn put_scoped(&mut self, encoded: &Encoded, row: &Row) -> Result<Outcome> {
        self.claim(encoded.scope)?;
        self.insert(encoded, row, true)?;
        let scope = encoded.scope;
        if self.scopes.claimed[&scope].is_none() {
            return Ok(Outcome::Kept);
        }
        let value = value_in(encoded.kind, row, &mut self.buffer);
        let left = self.scopes.left.entry(scope).or_default();
        if let Some(count @ 1..) = self.scopes.shown.get_mut(&(scope, value)) {
            *count -= 1;
            left.0 = left.0.saturating_sub(1);
            return Ok(Outcome::Duplicate);
        }
        let row = (scope, encoded.origin.table, encoded.origin.row);
        if self.scopes.last.replace(row) != Some(row) {
            left.1 += 1;
        }
        Ok(Outcome::Kept)
    }

    /// The first fact of a scope takes it over from the import that delivered it before.
    fn claim(&mut self, scope: i64) -> Result<()> {
        if self.scopes.claimed.contains_key(&scope) {
            return Ok(());
        }
        let conn = &self.book.conn;
        if self.overlap == Overlap::Snapshot {
            refuse_partial_overlap(conn, self.source, scope)?;
        }
        let owner = owner(conn, self.source, scope)?;
        self.scopes.claimed.insert(scope, owner);
        if let Some(owner) = owner.filter(|owner| self.scopes.read.insert(*owner)) {
            self.scopes.read_shown(conn, owner, &mut self.buffer)?;
        }
        conn.execute(
            "INSERT INTO scope_claim (source, scope, import) VALUES (?1, ?2, ?3)",
            (self.source, scope, self.id),
        )?;
        Ok(())
    }

    /// Hides what earlier imports delivered for the scopes of this one.
    pub(super) fn hide_replaced(&mut self) -> Result<()> {
        let mut owned: HashMap<ImportId, HashSet<i64>> = HashMap::default();
        for (scope, owner) in &mut self.scopes.claimed {
            if let Some(owner) = owner.take() {
                owned.entry(owner).or_default().insert(*scope);
            }
        }
        for (owner, scopes) in owned {
            self.hidden += show_scopes(&self.book.conn, &mut self.changes, (owner, &scopes), false)?;
        }
        Ok(())
    }
}

impl Scopes {
    /// Remembers what one import shows: values by scope.
    fn read_shown(&mut self, conn: &Connection, import: ImportId, buffer: &mut Vec<u8>) -> Result<()> {
        for table in TABLES {
            let Some(range) = range(conn, import, table)? else {
                continue;
            };
            each_row(conn, table, (range, true), &mut |scope, row| {
                *self
                    .shown
                    .entry((scope, value_in(table.kind, row, buffer)))
                    .or_default() += 1;
                self.left.entry(scope).or_default().0 += 1;
            })?;
        }
        Ok(())
    }
}

/// A fingerprint of a row among the rows of all tables.
fn value_in(kind: Kind, row: &Row, buffer: &mut Vec<u8>) -> i64 {
    fingerprint(kind, row, buffer) ^ kind as i64
}

/// Visits the counted or hidden rows in a range with their scope.
fn each_row(
    conn: &Connection,
    table: &Table,
    ((first, last), live): ((i64, i64), bool),
    visit: &mut dyn FnMut(i64, &Row),
) -> Result<()> {
    let sql = format!(
        "SELECT scope, {} FROM {} WHERE id BETWEEN ?1 AND ?2 AND live = ?3",
        table.list(),
        table.name
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query((first, last, live))?;
    let mut values = Row::new();
    while let Some(row) = rows.next()? {
        values.clear();
        for at in 0..table.columns.len() {
            values.push(row.get(at + 1)?);
        }
        visit(row.get(0)?, &values);
    }
    Ok(())
}

/// The newest live import that delivered a scope.
pub(crate) fn owner(conn: &Connection, source: i64, scope: i64) -> Result<Option<ImportId>> {
    let newest = "SELECT max(import) FROM scope_claim WHERE source = ?1 AND scope = ?2";
    Ok(conn.query_row(newest, (source, scope), |row| row.get(0))?)
}

/// Shows or hides all rows that one import delivered for some scopes; returns how many.
pub(crate) fn show_scopes(
    conn: &Connection,
    changes: &mut Changes,
    (import, scopes): (ImportId, &HashSet<i64>),
    live: bool,
) -> Result<u64> {
    let mut total = 0;
    let all: Vec<String> = scopes.iter().map(i64::to_string).collect();
    for table in TABLES {
        let Some(range) = range(conn, import, table)? else {
            continue;
        };
        each_row(conn, table, (range, !live), &mut |scope, row| {
            if scopes.contains(&scope) {
                changes.count(table.kind, import, row, if live { 1 } else { -1 });
            }
        })?;
        for some in all.chunks(MOST_LISTED) {
            let sql = format!(
                "UPDATE {} SET live = ?1 WHERE id BETWEEN ?2 AND ?3 AND (live = 0) = ?1 AND scope IN ({})",
                table.name,
                some.join(", ")
            );
            total += conn.execute(&sql, (live, range.0, range.1))? as u64;
        }
    }
    if live {
        hold::settle(conn, changes, import)?;
    }
    Ok(total)
}

/// Numbers that one statement lists.
const MOST_LISTED: usize = 10_000;

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
