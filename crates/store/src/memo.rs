//! Answers kept while nothing is written: a slider asks the same of a book again and again, and so do the charts of one
//! screen. Any write, by this connection or another, makes the book forget them all; an import under way asks anew.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use foldhash::HashMap;
use model::{Period, Query};

use crate::book::Book;
use crate::error::StoreError;

/// Answers that are kept at most.
const MOST: usize = 256;

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Asked {
    Groups(Query),
    People(Period, Period),
    Days(Period, bool),
    SeatUses(Period, Period),
    Sources,
    Currencies,
    Spellings,
    NewestImport,
    Info,
    Covered,
    /// What somebody else computed from the book alone.
    Own(String),
}

/// The answers, and what SQLite had counted of changes when they were given.
#[derive(Default)]
pub(crate) struct Memo {
    stamp: (i64, u64),
    kept: HashMap<Asked, Arc<dyn Any + Send + Sync>>,
}

impl fmt::Debug for Memo {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Memo of {}", self.kept.len())
    }
}

impl Book {
    /// What was computed before under a name, if nothing was written since; else what it comes to now. The name must say
    /// all that it depends on beside the book.
    pub fn keep<T: Any + Clone + Send + Sync, E: From<StoreError>>(
        &self,
        name: String,
        compute: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.remembered(Asked::Own(name), compute)
    }

    /// What was answered before, if nothing was written since; else the answer now.
    pub(crate) fn remembered<T: Any + Clone + Send + Sync, E: From<StoreError>>(
        &self,
        asked: Asked,
        answer: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        if !self.conn.is_autocommit() {
            return answer();
        }
        let version = self
            .conn
            .pragma_query_value(None, "data_version", |row| row.get(0));
        let stamp = (version.map_err(StoreError::from)?, self.conn.total_changes());
        if let Some(known) = self.memo.borrow_mut().answer(stamp, &asked) {
            return Ok(known);
        }
        let found = answer()?;
        self.memo.borrow_mut().kept.insert(asked, Arc::new(found.clone()));
        Ok(found)
    }
}

impl Memo {
    fn answer<T: Any + Clone>(&mut self, stamp: (i64, u64), asked: &Asked) -> Option<T> {
        if self.stamp != stamp || self.kept.len() >= MOST {
            self.kept.clear();
            self.stamp = stamp;
        }
        self.kept.get(asked)?.downcast_ref::<T>().cloned()
    }
}
