//! The way of one import into one fact table: its rows as they are kept, and the keys it has brought. Decides nothing about
//! overlap.

use foldhash::{HashMap, HashMapExt};
use model::Key;
use rusqlite::Connection;

use super::combined::Combined;
use crate::book::Book;
use crate::bulk::Bulk;
use crate::error::Result;
use crate::pack::Meanings;
use crate::tables::split::MOST_COMBINED;
use crate::tables::{Kind, Row};
use crate::version::{self, Version, family};

/// The way into one fact table.
pub(super) struct Lane<'b> {
    pub(super) kind: Kind,
    pub(super) family: i64,
    rows: Bulk<'b, Option<i64>>,
    /// Where the values that rows keep themselves stand.
    own: Vec<usize>,
    /// The others, as numbers of combinations.
    combined: Vec<Combined<'b>>,
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
        // Without a number of its own a row gets the one behind the last, without a look at which there are.
        let columns = ["live", "import", "tab", "line", "scope"];
        let columns = [&columns, &table.kept()[..]].concat();
        let first = next(conn, table.rows())?;
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
            rows: Bulk::new(conn, table.rows(), &columns, "")?,
            own: table.positions(&table.own()),
            combined: Combined::all(book, table)?,
            first,
            next: first,
            keys: HashMap::new(),
            earlier: HashMap::new(),
            has_versions,
            has_written: false,
        })
    }

    /// Takes a row behind its common values; it can be read after [`Self::flush`].
    pub(super) fn write(&mut self, common: [i64; 5], row: &Row, meanings: &mut Meanings) -> Result<()> {
        let common = common.into_iter().map(Some);
        let Some(at_hand) = meanings.at_hand(self.kind) else {
            let kept = kept(&self.own, &mut self.combined, row)?;
            return self.rows.write(common.chain(kept));
        };
        let mut numbers = [None; MOST_COMBINED];
        for ((number, meant), combined) in numbers.iter_mut().zip(at_hand).zip(&mut self.combined) {
            if meant.number == 0 {
                meant.number = combined.number_of(&meant.values)?;
            }
            *number = Some(meant.number);
        }
        let numbers = numbers.into_iter().take(self.combined.len());
        let own = self.own.iter().map(|at| row[*at]);
        self.rows.write(common.chain(own).chain(numbers))
    }

    /// Overwrites the values of a row that is written.
    pub(super) fn overwrite(&mut self, book: &Book, id: i64, row: &Row) -> Result<()> {
        let kept = kept(&self.own, &mut self.combined, row)?;
        version::overwrite(&book.conn, self.kind, id, kept)
    }

    /// Writes the rows that wait.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.combined.iter_mut().try_for_each(Combined::flush)?;
        self.rows.flush()
    }

    /// Leaves what is known to the imports that follow, once this one is kept.
    pub(super) fn leave(&mut self, book: &Book) {
        for combined in &mut self.combined {
            combined.leave(book);
        }
    }
}

/// The number that the next row of a table gets.
pub(super) fn next(conn: &Connection, table: &str) -> Result<i64> {
    let next = format!("SELECT coalesce(max(id), 0) + 1 FROM {table}");
    Ok(conn.prepare_cached(&next)?.query_row((), |row| row.get(0))?)
}

/// The values of a row as they are kept.
fn kept<'r>(
    own: &'r [usize],
    combined: &'r mut [Combined<'_>],
    row: &'r Row,
) -> Result<impl Iterator<Item = Option<i64>>> {
    let mut numbers = [None; MOST_COMBINED];
    for (number, combined) in numbers.iter_mut().zip(&mut *combined) {
        *number = Some(combined.number(row)?);
    }
    let numbers = numbers.into_iter().take(combined.len());
    Ok(own.iter().map(|at| row[*at]).chain(numbers))
}
