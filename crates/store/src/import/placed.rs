//! An import at the place of an earlier one: what was delivered after that one still comes after.

use foldhash::{HashMap, HashSet};
use model::{ImportId, Key, Overlap};

use super::ImportTx;
use super::scoped::{owner, range, show_scopes};
use crate::error::Result;
use crate::tables::{Kind, TABLES, Table};
use crate::version::{Version, family, in_order, place, show, shown, versions};

impl ImportTx<'_> {
    /// Whether others in the book may come after it.
    pub(super) fn has_place(&self) -> bool {
        self.place.0 != self.id
    }

    /// Its own version of a key and those that come before it.
    pub(super) fn before_place(&self, all: Vec<Version>) -> Result<Vec<Version>> {
        let mut before = Vec::new();
        for version in all {
            if place(&self.book.conn, version.import)? <= self.place {
                before.push(version);
            }
        }
        Ok(before)
    }

    /// Shows what comes after it in its stead. All its keys must be written.
    pub(super) fn stand_behind(&mut self) -> Result<()> {
        match self.overlap {
            Overlap::Snapshot | Overlap::Period => self.give_scopes(),
            _ => TABLES.iter().try_for_each(|table| self.give_keys(table.kind)),
        }
    }

    fn give_scopes(&mut self) -> Result<()> {
        let conn = &self.book.conn;
        let mut owned: HashMap<ImportId, HashSet<i64>> = HashMap::default();
        for scope in self.scopes.claimed() {
            let last = owner(conn, self.source, scope)?;
            if let Some(last) = last.filter(|last| *last != self.id) {
                owned.entry(last).or_default().insert(scope);
            }
        }
        let extent = |table: &Table| range(conn, self.id, table);
        for scopes in owned.values() {
            let own = (self.id, scopes);
            show_scopes(conn, &mut self.changes, own, false, extent, &mut |_, _, _| {})?;
        }
        Ok(())
    }

    fn give_keys(&mut self, kind: Kind) -> Result<()> {
        let conn = &self.book.conn;
        let family = family(self.source, kind);
        let mut query = conn.prepare("SELECT key FROM version WHERE family = ?1 AND import = ?2")?;
        let mut rows = query.query((family, self.id))?;
        while let Some(row) = rows.next()? {
            let key = Key::from_bytes(row.get(0)?);
            let mut all = versions(conn, family, key)?;
            all.extend(self.book.unwritten.borrow().of(family, key));
            let all = in_order(conn, all)?;
            let last = shown(self.overlap, all.iter().copied());
            for version in &all {
                let is_shown = last.as_ref() == Some(version);
                show(conn, &mut self.changes, kind, version.id, is_shown)?;
            }
        }
        Ok(())
    }
}
