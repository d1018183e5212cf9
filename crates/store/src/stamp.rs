//! Files by what the system says of them, so that one that is as it was need not be read to know it. Opens no files.

use model::{ImportHeader, ImportId};
use rusqlite::OptionalExtension;

use crate::book::Book;
use crate::error::Result;
use crate::journal::from_json;

/// A file as the system describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// A number made of its path.
    pub place: i64,
    /// Its size.
    pub bytes: i64,
    /// When it was last changed, in nanoseconds since 1970.
    pub changed: i64,
}

/// The live import that read a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBy {
    /// Its number.
    pub id: ImportId,
    /// When it was, UTC.
    pub at: String,
    /// What it was.
    pub header: ImportHeader,
}

impl Book {
    /// The live import that read the file when it was as it is now.
    pub fn read_by(&self, stamp: Stamp) -> Result<Option<ReadBy>> {
        let sql = "SELECT import.id, at, header FROM stamp JOIN import ON import.id = stamp.import
                   WHERE stamp.place = ?1 AND bytes = ?2 AND changed = ?3 AND undone = 0";
        let found = self.conn.prepare_cached(sql).and_then(|mut query| {
            let key = (stamp.place, stamp.bytes, stamp.changed);
            query
                .query_row(key, |row| {
                    Ok(ReadBy {
                        id: row.get(0)?,
                        at: row.get(1)?,
                        header: from_json(&row.get::<_, String>(2)?),
                    })
                })
                .optional()
        });
        found.map_err(|error| self.named(error))
    }

    /// Remembers which import read which file.
    pub fn remember_files(&self, files: &[(Stamp, ImportId)]) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        self.write(|conn| {
            let sql = "INSERT OR REPLACE INTO stamp (place, bytes, changed, import) VALUES (?1, ?2, ?3, ?4)";
            let mut put = conn.prepare_cached(sql)?;
            for (stamp, import) in files {
                put.execute((stamp.place, stamp.bytes, stamp.changed, import))?;
            }
            Ok(())
        })
    }
}
