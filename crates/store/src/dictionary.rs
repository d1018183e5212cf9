//! Texts, identities, tag sets and people as numbers of a book. Numbers are never reused.

use foldhash::HashSet;
use model::Person;
use rusqlite::{Connection, OptionalExtension, Params};

use crate::error::Result;
use crate::numbering::{Numbering, Source};

/// The numbers of a book; dies with its import, so that a rolled-back number is never used.
pub(crate) type Dictionary<'b> = Numbering<InBook<'b>>;

/// Finds numbers in a book, or adds them to it.
pub(crate) struct InBook<'b> {
    conn: &'b Connection,
    /// People with an employee number, once read.
    numbered: Option<HashSet<i64>>,
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
        Self::of(InBook { conn, numbered: None })
    }

    /// The number of a person: the same employee number is the same person in every roster, and so is the same e-mail or
    /// login, unless it is known of somebody with another employee number.
    pub(crate) fn person(&mut self, person: &Person) -> Result<i64> {
        let (anchors, conn) = (anchors(person), self.source.conn);
        let is_numbered = !person.employee.is_empty();
        let mut find = conn.prepare_cached("SELECT person FROM anchor WHERE text = ?1")?;
        let numbered = match &mut self.source.numbered {
            Some(numbered) => numbered,
            unread => unread.insert(numbered(conn)?),
        };
        let mut known: Option<i64> = None;
        for (place, anchor) in anchors.iter().enumerate() {
            let found: Option<i64> = find.query_row([anchor], |row| row.get(0)).optional()?;
            let is_sure = place == 0 || !is_numbered;
            known = known.or(found.filter(|person| is_sure || !numbered.contains(person)));
        }
        let next = "SELECT coalesce(max(person), 0) + 1 FROM anchor";
        let number = match known {
            Some(number) => number,
            None => conn.query_row(next, (), |row| row.get(0))?,
        };
        if is_numbered {
            numbered.insert(number);
        }
        let mut add =
            conn.prepare_cached("INSERT INTO anchor (text, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for anchor in &anchors {
            add.execute((anchor, number))?;
        }
        Ok(number)
    }
}

/// People with an employee number.
fn numbered(conn: &Connection) -> Result<HashSet<i64>> {
    let mut query =
        conn.prepare("SELECT person FROM anchor WHERE text >= 'employee:' AND text < 'employee;'")?;
    let people = query.query_map((), |row| row.get(0))?;
    Ok(people.collect::<std::result::Result<_, _>>()?)
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
