//! Texts, identities, tag sets and people as numbers of a book. Numbers are never reused.

use model::Person;
use rusqlite::{Connection, OptionalExtension, Params};

use crate::error::Result;
use crate::numbering::{Numbering, Source};

/// The numbers of a book; dies with its import, so that a rolled-back number is never used.
pub(crate) type Dictionary<'b> = Numbering<InBook<'b>>;

/// Finds numbers in a book, or adds them to it.
pub(crate) struct InBook<'b> {
    conn: &'b Connection,
}

impl Source for InBook<'_> {
    fn word(&mut self, text: &str) -> Result<i64> {
        self.find_or_add(
            "SELECT id FROM word WHERE text = ?1",
            "INSERT INTO word (text) VALUES (?1)",
            [text],
        )
    }

    fn identity(&mut self, parts: [i64; 4]) -> Result<i64> {
        self.find_or_add(
            "SELECT id FROM identity WHERE source = ?1 AND ext = ?2 AND email = ?3 AND name = ?4",
            "INSERT INTO identity (source, ext, email, name) VALUES (?1, ?2, ?3, ?4)",
            parts,
        )
    }

    fn tags(&mut self, mut pairs: Vec<(i64, i64)>) -> Result<i64> {
        pairs.sort_unstable();
        pairs.dedup();
        let text: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("{key}:{value}"))
            .collect();
        self.find_or_add(
            "SELECT id FROM tag_set WHERE pairs = ?1",
            "INSERT INTO tag_set (pairs) VALUES (?1)",
            [&text.join(" ")],
        )
    }
}

impl InBook<'_> {
    fn find_or_add<P: Params + Clone>(&self, find: &str, add: &str, values: P) -> Result<i64> {
        let known = self
            .conn
            .prepare_cached(find)?
            .query_row(values.clone(), |row| row.get(0))
            .optional()?;
        if let Some(number) = known {
            return Ok(number);
        }
        self.conn.prepare_cached(add)?.execute(values)?;
        Ok(self.conn.last_insert_rowid())
    }
}

impl<'b> Dictionary<'b> {
    pub(crate) fn new(conn: &'b Connection) -> Self {
        Self::of(InBook { conn })
    }

    /// The number of a person: the same employee number, e-mail or login is the same person in every roster.
    pub(crate) fn person(&mut self, person: &Person) -> Result<i64> {
        let (anchors, conn) = (anchors(person), self.source.conn);
        let mut find = conn.prepare_cached("SELECT person FROM anchor WHERE text = ?1")?;
        let mut known = None;
        for anchor in &anchors {
            known = known.or(find.query_row([anchor], |row| row.get(0)).optional()?);
        }
        let next = "SELECT coalesce(max(person), 0) + 1 FROM anchor";
        let number = match known {
            Some(number) => number,
            None => conn.query_row(next, (), |row| row.get(0))?,
        };
        let mut add =
            conn.prepare_cached("INSERT INTO anchor (text, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for anchor in &anchors {
            add.execute((anchor, number))?;
        }
        Ok(number)
    }
}

/// What tells people apart, the surest first. A name counts only where there is nothing else.
fn anchors(person: &Person) -> Vec<String> {
    let logins = person.logins.iter().map(|login| ("login", login.as_str()));
    let stated: Vec<String> = [
        ("employee", person.employee.as_str()),
        ("email", person.email.as_str()),
    ]
    .into_iter()
    .chain(logins)
    .filter(|(_, text)| !text.is_empty())
    .map(|(kind, text)| format!("{kind}:{}", text.to_lowercase()))
    .collect();
    if stated.is_empty() {
        vec![format!("name:{}", person.name)]
    } else {
        stated
    }
}
