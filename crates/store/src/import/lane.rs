//! The way of one import into one fact table: its rows, and the keys it has brought. Decides nothing about overlap.

use foldhash::{HashMap, HashMapExt};
use model::Key;

use crate::book::Book;
use crate::bulk::Bulk;
use crate::error::Result;
use crate::tables::Kind;
use crate::version::{Version, family};

/// The way into one fact table.
pub(super) struct Lane<'b> {
    pub(super) kind: Kind,
    pub(super) family: i64,
    rows: Bulk<'b, Option<i64>>,
    pub(super) first: i64,
    pub(super) next: i64,
    /// Keys of this import not yet in the version table: row and fingerprint.
    pub(super) keys: HashMap<Key, (i64, i64)>,
    /// For those of them that earlier imports know too: what is shown so far.
    pub(super) earlier: HashMap<Key, Earlier>,
    /// Whether the version table may know keys of this family.
    pub(super) has_versions: bool,
    /// Whether keys of this import were written already, which later ones of it may take the place of.
    pub(super) has_written: bool,
}

/// The version that was shown before this import, and whether it has been hidden already.
#[derive(Clone, Copy)]
pub(super) struct Earlier {
    pub(super) version: Version,
    pub(super) is_hidden: bool,
}

impl<'b> Lane<'b> {
    /// The way into a table, for an import of a source.
    pub(super) fn new(book: &'b Book, source: i64, kind: Kind) -> Result<Self> {
        let conn = &book.conn;
        let table = kind.table();
        let columns = ["id", "live", "import", "tab", "line", "scope"];
        let columns = [&columns, table.columns].concat();
        let next = format!("SELECT coalesce(max(id), 0) + 1 FROM {}", table.name);
        let first = conn.prepare_cached(&next)?.query_row((), |row| row.get(0))?;
        let family = family(source, kind);
        let known = "SELECT EXISTS (SELECT 1 FROM version WHERE family = ?1)";
        let has_versions: bool = conn
            .prepare_cached(known)?
            .query_row([family], |row| row.get(0))?;
        let has_versions = has_versions || book.unwritten.borrow().has(family);
        if !has_versions {
            book.begin_keys(family);
        }
        Ok(Self {
            kind,
            family,
            rows: Bulk::new(conn, table.name, &columns, "")?,
            first,
            next: first,
            keys: HashMap::new(),
            earlier: HashMap::new(),
            has_versions,
            has_written: false,
        })
    }

    /// Takes a row; it can be read after [`Self::flush`].
    pub(super) fn write(&mut self, values: impl Iterator<Item = Option<i64>>) -> Result<()> {
        self.rows.write(values)
    }

    /// Writes the rows that wait.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.rows.flush()
    }
}
