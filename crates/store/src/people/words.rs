//! Texts of numbers that many rows share, looked up once each.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::Connection;

use crate::error::Result;

pub(super) struct Words<'b> {
    conn: &'b Connection,
    known: BTreeMap<i64, Arc<str>>,
}

impl<'b> Words<'b> {
    pub(super) fn new(conn: &'b Connection) -> Self {
        Self {
            conn,
            known: BTreeMap::new(),
        }
    }

    /// The text of a number.
    pub(super) fn text(&mut self, number: i64) -> Result<&Arc<str>> {
        if !self.known.contains_key(&number) {
            let mut find = self.conn.prepare_cached("SELECT text FROM word WHERE id = ?1")?;
            let text: String = find.query_row([number], |row| row.get(0))?;
            let text = text.into();
            self.known.insert(number, text);
        }
        Ok(&self.known[&number])
    }
}

/// The source of every import.
pub(super) fn sources(conn: &Connection) -> Result<BTreeMap<i64, i64>> {
    let mut query = conn.prepare_cached("SELECT id, source FROM import")?;
    let found = query.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<std::result::Result<_, _>>()?)
}
