//! What imports ask of the book again and again, kept from one file to the next, so that each of a thousand small files
//! does not count the whole book anew. Holds what is committed, nothing of an import under way; forgotten as soon as
//! anything else writes.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use model::{ImportId, Key};
use rusqlite::Connection;

use crate::book::Book;
use crate::error::Result;
use crate::evidence::{DayMoney, Shape, read_days};
use crate::import::combined::Numbers;
use crate::rollup::{Move, Moved, Place};

/// Of which import, vendor and currency, and whether of its usage.
pub(crate) type ShapeOf = (ImportId, bool, Arc<str>, String);

/// What is remembered of a book.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// What SQLite counts up when another connection writes.
    version: i64,
    /// What the charges and the usage of each import come to by day.
    days: [Days; 2],
    /// By what facts are told apart.
    pub(crate) shapes: HashMap<ShapeOf, Arc<Shape>>,
    /// What the book holds by month, vendor and currency.
    pub(crate) sums: Option<BTreeMap<Place, Move>>,
    keys: Keys,
    /// Numbers of combinations, by their table, while no import has taken them.
    numbers: HashMap<&'static str, Numbers>,
}

/// Every key of some families, and perhaps more: a key that is not among them is not in the book.
#[derive(Debug, Default)]
struct Keys(HashMap<i64, HashSet<u64>>);

/// Of a family with more keys than this the book is asked for each.
const MOST_KEYS: usize = 3_600_000;

impl Keys {
    /// From here on knows a family of which the book has no key yet.
    fn begin(&mut self, family: i64) {
        self.0.entry(family).or_default();
    }

    fn add(&mut self, family: i64, key: Key) {
        if let Some(keys) = self.0.get_mut(&family) {
            keys.insert(key.0 as u64);
            if keys.len() > MOST_KEYS {
                self.0.remove(&family);
            }
        }
    }

    fn may_have(&self, family: i64, key: Key) -> bool {
        self.0
            .get(&family)
            .is_none_or(|keys| keys.contains(&(key.0 as u64)))
    }
}

#[derive(Debug, Default)]
struct Days {
    /// First and last of the days that are remembered.
    window: Option<(i64, i64)>,
    by_import: BTreeMap<ImportId, Vec<Arc<DayMoney>>>,
    /// Imports since, not yet looked at.
    new: Vec<ImportId>,
}

impl Days {
    fn load(&mut self, conn: &Connection, is_usage: bool, (from, to): (i64, i64)) -> Result<()> {
        let covered = self.window.filter(|window| window.0 <= from && to <= window.1);
        let rows = if covered.is_some() {
            let mut rows = Vec::new();
            for import in std::mem::take(&mut self.new) {
                rows.extend(read_days(
                    conn,
                    is_usage,
                    "import = ?1 AND ?1 = ?2",
                    (import, import),
                )?);
            }
            rows
        } else {
            let (first, last) = self.window.unwrap_or((from, to));
            let window = (first.min(from), last.max(to));
            *self = Self {
                window: Some(window),
                ..Self::default()
            };
            read_days(conn, is_usage, "day BETWEEN ?1 AND ?2", window)?
        };
        for day in rows {
            self.by_import.entry(day.import).or_default().push(Arc::new(day));
        }
        Ok(())
    }
}

impl Known {
    /// Days of committed imports that are wanted, all of some and more; `own` is the import under way, which is left out.
    pub(crate) fn days(
        &mut self,
        conn: &Connection,
        (is_usage, own): (bool, ImportId),
        days: (i64, i64),
        is_wanted: &dyn Fn(ImportId) -> bool,
    ) -> Result<impl Iterator<Item = &Arc<DayMoney>>> {
        let known = &mut self.days[usize::from(is_usage)];
        known.load(conn, is_usage, days)?;
        known.by_import.remove(&own);
        let wanted = known.by_import.iter().filter(|(import, _)| is_wanted(**import));
        Ok(wanted.flat_map(|(_, days)| days))
    }

    fn take(&mut self, import: ImportId, moved: &Moved) {
        for days in &mut self.days {
            days.by_import.remove(&import);
            days.new.push(import);
        }
        if let Some(sums) = &mut self.sums {
            for (place, by) in &moved.places {
                sums.entry(*place).or_default().add(by, 1);
            }
        }
    }
}

impl Book {
    /// Forgets what another connection may have changed.
    pub(crate) fn check_known(&self) -> Result<()> {
        let version = self
            .conn
            .pragma_query_value(None, "data_version", |row| row.get(0))?;
        let mut known = self.known.borrow_mut();
        if known.version != version {
            *known = Known {
                version,
                ..Known::default()
            };
        }
        Ok(())
    }

    /// Forgets everything but keys, of which knowing too many does no harm.
    pub(crate) fn forget_known(&self) {
        let mut known = self.known.borrow_mut();
        let keys = mem::take(&mut known.keys);
        *known = Known {
            version: known.version,
            keys,
            ..Known::default()
        };
    }

    /// Remembers the keys of a family from here on; the book has none of them yet.
    pub(crate) fn begin_keys(&self, family: i64) {
        self.known.borrow_mut().keys.begin(family);
    }

    /// Remembers keys that are written.
    pub(crate) fn know_keys(&self, family: i64, keys: impl Iterator<Item = Key>) {
        let mut known = self.known.borrow_mut();
        keys.for_each(|key| known.keys.add(family, key));
    }

    /// Whether a key may be in the book.
    pub(crate) fn may_have(&self, family: i64, key: Key) -> bool {
        self.known.borrow().keys.may_have(family, key)
    }

    /// The combinations that a table is known to have; they are forgotten here until they are left again.
    pub(crate) fn take_numbers(&self, table: &str) -> Numbers {
        self.known.borrow_mut().numbers.remove(table).unwrap_or_default()
    }

    /// Remembers combinations of a table that are in the book.
    pub(crate) fn leave_numbers(&self, table: &'static str, numbers: Numbers) {
        self.known.borrow_mut().numbers.insert(table, numbers);
    }

    /// Forgets combinations that may be in the book no more.
    pub(crate) fn forget_numbers(&self) {
        self.known.borrow_mut().numbers.clear();
    }

    /// Adds an import that was committed and changed nothing of any other.
    pub(crate) fn know(&self, import: ImportId, moved: &Moved) {
        self.known.borrow_mut().take(import, moved);
    }
}
