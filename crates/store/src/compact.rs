//! What nothing in the book leads to any more is forgotten, and its room given back: texts, names and problems of imports
//! that were undone. Figures stay as they are; an undone import cannot be undone again, so nothing is lost.

use std::collections::HashSet;

use rusqlite::Connection;

use crate::Book;
use crate::error::Result;
use crate::tables::TABLES;

/// What a book was relieved of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// Texts and names that nothing led to any more.
    pub forgotten: u64,
    /// Bytes of the file before.
    pub before: u64,
    /// Bytes of the file now.
    pub after: u64,
}

/// Columns of facts that are no words. One too few only means that a text is kept for nothing.
const NUMBERS: &[&str] = &[
    "day",
    "until",
    "billing_month",
    "billed",
    "list",
    "effective",
    "estimated",
    "covered",
    "quantity",
    "provisional",
    "tokens",
    "requests",
    "active_days",
    "automated",
    "last_active",
    "person",
    "starts",
    "ends",
    "notice",
    "issued",
    "who",
    "tags",
];
/// Words outside the facts.
const ELSEWHERE: &[(&str, &str)] = &[
    ("import", "source"),
    ("scope_claim", "source"),
    ("scope_claim", "scope"),
    ("scope_part", "scope"),
    ("hold", "provider"),
    ("hold", "currency"),
    ("alias", "source"),
    ("alias", "ext"),
    ("alias", "email"),
    ("identity", "source"),
    ("identity", "ext"),
    ("identity", "email"),
    ("identity", "name"),
];
/// Holds the highest number of a person that was forgotten, so that it is never given to somebody else.
const GONE: &str = "gone:";

impl Book {
    /// Forgets what nothing leads to any more and gives its room back.
    pub fn compact(&self) -> Result<Compacted> {
        let bytes = || std::fs::metadata(&self.path).map_or(0, |facts| facts.len());
        let before = bytes();
        let forgotten = self.write(forget)?;
        self.forget_roster();
        self.check_in_place()?;
        let vacuum = self.conn.execute_batch("VACUUM");
        vacuum.map_err(|error| self.named(error))?;
        self.settle();
        Ok(Compacted {
            forgotten,
            before,
            after: bytes(),
        })
    }
}

fn forget(conn: &Connection) -> Result<u64> {
    conn.execute_batch(
        "CREATE TEMP TABLE kept (id INTEGER PRIMARY KEY) STRICT;
         DELETE FROM problem WHERE import IN (SELECT id FROM import WHERE undone = 1)",
    )?;
    combinations(conn)?;
    keep(conn, with("who"))?;
    let mut forgotten = remove(conn, "identity")?;
    keep(conn, with("tags"))?;
    forgotten += remove(conn, "tag_set")?;
    forgotten += anchors(conn)?;
    let of_facts = kept_columns().filter(|(_, column)| !NUMBERS.contains(column));
    keep(conn, of_facts.chain(ELSEWHERE.iter().copied()))?;
    keep_tags(conn)?;
    forgotten += remove(conn, "word")?;
    conn.execute_batch("DROP TABLE kept")?;
    Ok(forgotten)
}

/// Takes away combinations that no row has any more: rows of undone imports had them.
fn combinations(conn: &Connection) -> Result<()> {
    for table in TABLES {
        for part in table.parts() {
            let used = format!("SELECT {} FROM {}", part.key, table.rows());
            let sql = format!("DELETE FROM {} WHERE id NOT IN ({used})", part.name);
            conn.execute(&sql, ())?;
        }
    }
    Ok(())
}

/// Every column of facts and scopes, where it is kept.
fn kept_columns() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLES.iter().flat_map(|table| {
        let own = table.own().into_iter().chain(["scope"]);
        let own = own.map(|column| (table.rows(), column));
        let parts = table.parts().iter();
        own.chain(parts.flat_map(|part| part.columns.iter().map(|column| (part.name, *column))))
    })
}

/// Every table that facts are kept in that has a column.
pub(crate) fn with(column: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    kept_columns().filter(move |(_, name)| *name == column)
}

fn keep<'c>(conn: &Connection, columns: impl Iterator<Item = (&'c str, &'c str)>) -> Result<()> {
    for (table, column) in columns {
        conn.execute_batch(&format!(
            "INSERT OR IGNORE INTO kept SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
        ))?;
    }
    Ok(())
}

/// The words that sets of tags are made of.
fn keep_tags(conn: &Connection) -> Result<()> {
    let mut query = conn.prepare("SELECT pairs FROM tag_set")?;
    let sets: Vec<String> = query.query_map((), |row| row.get(0))?.collect::<Result<_, _>>()?;
    let numbers = sets.iter().flat_map(|pairs| pairs.split([' ', ':']));
    let numbers: HashSet<i64> = numbers.filter_map(|number| number.parse().ok()).collect();
    let mut add = conn.prepare("INSERT OR IGNORE INTO kept VALUES (?1)")?;
    for number in numbers {
        add.execute([number])?;
    }
    Ok(())
}

/// Number 0 is the empty one and stays.
fn remove(conn: &Connection, table: &str) -> Result<u64> {
    let sql = format!("DELETE FROM {table} WHERE id <> 0 AND id NOT IN (SELECT id FROM kept)");
    let removed = conn.execute(&sql, ())? as u64;
    conn.execute("DELETE FROM kept", ())?;
    Ok(removed)
}

/// Marks of people whom no roster and no confirmed match has any more.
fn anchors(conn: &Connection) -> Result<u64> {
    let newest: i64 = conn.query_row("SELECT coalesce(max(person), 0) FROM anchor", (), |row| {
        row.get(0)
    })?;
    let sql = "DELETE FROM anchor WHERE text <> ?1
               AND person NOT IN (SELECT person FROM person UNION SELECT person FROM alias)";
    let removed = conn.execute(sql, [GONE])?;
    if removed > 0 {
        let sql = "INSERT INTO anchor (text, person) VALUES (?1, ?2)
                   ON CONFLICT (text) DO UPDATE SET person = excluded.person";
        conn.execute(sql, (GONE, newest))?;
    }
    Ok(removed as u64)
}
