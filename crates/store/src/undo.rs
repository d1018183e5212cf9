//! Undo of one import, in any order: afterwards the book shows what the remaining imports alone would have made.

use foldhash::{HashMap, HashSet};
use model::{ImportId, Key, Overlap};
use rusqlite::{Connection, OptionalExtension};

use crate::book::Book;
use crate::error::{Result, StoreError};
use crate::hold;
use crate::import::scoped::{owner, range, show_scopes};
use crate::rollup::Changes;
use crate::tables::{Kind, TABLES, Table};
use crate::version::{Version, family, show, shown, versions};

/// What an undo did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Facts of the import that are gone.
    pub facts: u64,
    /// Older facts that are shown again.
    pub restored: u64,
}

impl Book {
    /// Takes an import back, whatever came after it. The journal keeps its line.
    pub fn undo(&self, import: ImportId) -> Result<Undone> {
        let undone = self.undo_all(&[import])?;
        Ok(undone[0])
    }

    /// Takes several imports back: all of them or none.
    pub fn undo_all(&self, imports: &[ImportId]) -> Result<Vec<Undone>> {
        let undone = self.write(|conn| {
            let undone = imports
                .iter()
                .map(|import| undo(conn, &mut Changes::new(), *import));
            undone.collect()
        })?;
        self.forget_roster();
        Ok(undone)
    }
}

/// Takes one import back within a transaction; what that moves is added to `changes`.
pub(crate) fn undo(conn: &Connection, changes: &mut Changes, import: ImportId) -> Result<Undone> {
    let (source, overlap) = live_import(conn, import)?;
    hold::release(conn, changes, import)?;
    let restored = match overlap {
        Overlap::Snapshot | Overlap::Period => restore_scopes(conn, changes, source, import)?,
        _ => restore_keys(conn, changes, (source, overlap), import)?,
    };
    changes.write(conn)?;
    changes.forget(conn, import)?;
    let facts = delete_rows(conn, import)?;
    for table in TABLES {
        conn.execute(
            "DELETE FROM version WHERE family = ?1 AND import = ?2",
            (family(source, table.kind), import),
        )?;
    }
    conn.execute("UPDATE import SET undone = 1 WHERE id = ?1", [import])?;
    Ok(Undone { facts, restored })
}

fn live_import(conn: &Connection, import: ImportId) -> Result<(i64, Overlap)> {
    let sql = "SELECT source, header, undone FROM import WHERE id = ?1";
    let found: Option<(i64, String, bool)> = conn
        .query_row(sql, [import], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (source, header, is_undone) = found.ok_or(StoreError::UnknownImport(import))?;
    if is_undone {
        return Err(StoreError::AlreadyUndone(import));
    }
    Ok((
        source,
        crate::journal::from_json::<model::ImportHeader>(&header).overlap,
    ))
}

/// Gives each scope that the import owns back to the newest import that delivered it before.
fn restore_scopes(conn: &Connection, changes: &mut Changes, source: i64, import: ImportId) -> Result<u64> {
    let mut query = conn.prepare("SELECT scope FROM scope_claim WHERE source = ?1 AND import = ?2")?;
    let scopes: Vec<i64> = query
        .query_map((source, import), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut heirs: HashMap<ImportId, HashSet<i64>> = HashMap::default();
    for scope in scopes {
        let is_owner = owner(conn, source, scope)? == Some(import);
        conn.execute(
            "DELETE FROM scope_claim WHERE source = ?1 AND scope = ?2 AND import = ?3",
            (source, scope, import),
        )?;
        if let Some(heir) = owner(conn, source, scope)?.filter(|_| is_owner) {
            heirs.entry(heir).or_default().insert(scope);
        }
    }
    conn.execute("DELETE FROM scope_part WHERE import = ?1", [import])?;
    let mut restored = 0;
    for (heir, scopes) in heirs {
        let extent = |table: &Table| range(conn, heir, table);
        restored += show_scopes(conn, changes, (heir, &scopes), true, extent, &mut |_, _, _| {})?;
    }
    Ok(restored)
}

fn restore_keys(
    conn: &Connection,
    changes: &mut Changes,
    (source, overlap): (i64, Overlap),
    import: ImportId,
) -> Result<u64> {
    let mut restored = 0;
    for table in TABLES {
        let family = family(source, table.kind);
        let mut query = conn.prepare("SELECT key FROM version WHERE family = ?1 AND import = ?2")?;
        let mut rows = query.query((family, import))?;
        while let Some(row) = rows.next()? {
            let all = versions(conn, family, Key::from_bytes(row.get(0)?))?;
            let before = shown(overlap, all.iter().copied());
            let after = shown(
                overlap,
                all.into_iter().filter(|version| version.import != import),
            );
            restored += restore(conn, changes, table.kind, (before, after, import))?;
        }
    }
    Ok(restored)
}

/// Shows what remains of a key where something else was shown.
fn restore(
    conn: &Connection,
    changes: &mut Changes,
    kind: Kind,
    (before, after, import): (Option<Version>, Option<Version>, ImportId),
) -> Result<u64> {
    if before == after {
        return Ok(0);
    }
    if let Some(gone) = before.filter(|version| version.import != import) {
        show(conn, changes, kind, gone.id, false)?;
    }
    match after {
        Some(heir) => Ok(u64::from(show(conn, changes, kind, heir.id, true)?)),
        None => Ok(0),
    }
}

fn delete_rows(conn: &Connection, import: ImportId) -> Result<u64> {
    let mut deleted = 0;
    for table in TABLES {
        let Some((first, last)) = range(conn, import, table)? else {
            continue;
        };
        let sql = format!("DELETE FROM {} WHERE id BETWEEN ?1 AND ?2", table.rows());
        deleted += conn.execute(&sql, (first, last))? as u64;
    }
    conn.execute("DELETE FROM import_range WHERE import = ?1", [import])?;
    Ok(deleted)
}
