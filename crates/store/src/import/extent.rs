//! Where in a fact table the rows of each scope of an earlier import lie, so that a few scopes can be hidden without
//! visiting all its rows. Changes nothing.

use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashSet};
use model::ImportId;
use rusqlite::Connection;

use super::scoped::range;
use crate::error::Result;
use crate::tables::{TABLES, Table};

/// First and last row.
type Range = (i64, i64);

/// What is known of the earlier imports that were looked at.
#[derive(Default)]
pub(super) struct Extents(HashMap<ImportId, Extent>);

/// Where the scopes of an import lie, table by table, and how many rows may still be visited.
struct Extent {
    tables: Vec<HashMap<i64, Range>>,
    left: i64,
}

impl Extents {
    /// Takes over where the scopes of an import lie, table by table.
    pub(super) fn know(&mut self, import: ImportId, tables: Vec<HashMap<i64, Range>>) {
        let ends = |scopes: &HashMap<i64, Range>| {
            let all = scopes.values().copied();
            all.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
        };
        let rows = tables.iter().filter_map(ends);
        let left = rows.map(|(first, last)| last - first + 1).sum();
        self.0.insert(import, Extent { tables, left });
    }

    /// Whether the rows of some scopes lie close enough together to be visited for them alone. All such visits of an
    /// import together come to no more than all its rows.
    pub(super) fn afford(
        &mut self,
        conn: &Connection,
        import: ImportId,
        scopes: &HashSet<i64>,
    ) -> Result<bool> {
        let extent = match self.0.entry(import) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Extent::read(conn, import)?),
        };
        let ranges = TABLES.iter().filter_map(|table| extent.of(table, scopes));
        let cost: i64 = ranges.map(|(first, last)| last - first + 1).sum();
        let is_affordable = cost <= extent.left;
        extent.left -= if is_affordable { cost } else { 0 };
        Ok(is_affordable)
    }

    /// Where the rows of some scopes lie in a table.
    pub(super) fn of(
        &self,
        conn: &Connection,
        import: ImportId,
        table: &Table,
        scopes: &HashSet<i64>,
    ) -> Result<Option<Range>> {
        match self.0.get(&import) {
            Some(extent) => Ok(extent.of(table, scopes)),
            None => range(conn, import, table),
        }
    }
}

impl Extent {
    fn read(conn: &Connection, import: ImportId) -> Result<Self> {
        let (mut tables, mut left) = (Vec::new(), 0);
        for table in TABLES {
            let mut scopes: HashMap<i64, Range> = HashMap::default();
            if let Some((first, last)) = range(conn, import, table)? {
                let sql = format!(
                    "SELECT id, scope FROM {} WHERE id BETWEEN ?1 AND ?2",
                    table.rows()
                );
                let mut query = conn.prepare(&sql)?;
                let mut rows = query.query((first, last))?;
                while let Some(row) = rows.next()? {
                    let id = row.get(0)?;
                    scopes.entry(row.get(1)?).or_insert((id, id)).1 = id;
                }
                left += last - first + 1;
            }
            tables.push(scopes);
        }
        Ok(Self { tables, left })
    }

    fn of(&self, table: &Table, scopes: &HashSet<i64>) -> Option<Range> {
        let all = &self.tables[table.kind as usize];
        let ranges = scopes.iter().filter_map(|scope| all.get(scope).copied());
        ranges.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
    }
}
