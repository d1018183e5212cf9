//! Texts, identities, tag sets and people as numbers, remembered while an import runs. Numbers are never reused.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use model::{Identity, Person, Tags};
use rusqlite::{Connection, OptionalExtension, Params};

use crate::error::Result;

/// More texts than this are looked up in the book again rather than remembered: memory stays bounded.
const REMEMBERED: usize = 500_000;

/// Sets of tags that are known by where they are.
const MOST_SHARED: usize = 8_192;

/// The numbers known so far; dies with its import, so that a rolled-back number is never used.
pub(crate) struct Dictionary<'b> {
    conn: &'b Connection,
    words: HashMap<String, i64>,
    identities: HashMap<[i64; 4], i64>,
    /// By a hash of keys and values as they came.
    tag_sets: HashMap<u128, i64>,
    /// Sets that rows share, by where they are; kept, so that nothing else ever is there.
    shared: HashMap<usize, (Tags, i64)>,
    buffer: Vec<u8>,
}

impl<'b> Dictionary<'b> {
    pub(crate) fn new(conn: &'b Connection) -> Self {
        Self {
            conn,
            words: HashMap::new(),
            identities: HashMap::new(),
            tag_sets: HashMap::new(),
            shared: HashMap::new(),
            buffer: Vec::new(),
        }
    }

    /// The number of a text; 0 for the empty one.
    pub(crate) fn word(&mut self, text: &str) -> Result<i64> {
        if text.is_empty() {
            return Ok(0);
        }
        if let Some(known) = self.words.get(text) {
            return Ok(*known);
        }
        let number = find_or_add(
            self.conn,
            "SELECT id FROM word WHERE text = ?1",
            "INSERT INTO word (text) VALUES (?1)",
            [text],
        )?;
        if self.words.len() >= REMEMBERED {
            self.words.clear();
        }
        self.words.insert(text.to_owned(), number);
        Ok(number)
    }

    /// The number of an identity; 0 for nobody.
    pub(crate) fn identity(&mut self, identity: &Identity) -> Result<i64> {
        if identity.is_empty() {
            return Ok(0);
        }
        let parts = [
            self.word(&identity.source)?,
            self.word(&identity.id)?,
            self.word(&identity.email.to_lowercase())?,
            self.word(&identity.name)?,
        ];
        if let Some(known) = self.identities.get(&parts) {
            return Ok(*known);
        }
        let number = find_or_add(
            self.conn,
            "SELECT id FROM identity WHERE source = ?1 AND ext = ?2 AND email = ?3 AND name = ?4",
            "INSERT INTO identity (source, ext, email, name) VALUES (?1, ?2, ?3, ?4)",
            parts,
        )?;
        if self.identities.len() >= REMEMBERED {
            self.identities.clear();
        }
        self.identities.insert(parts, number);
        Ok(number)
    }

    /// The number of a set of tags; their order does not matter.
    pub(crate) fn tags(&mut self, tags: &Tags) -> Result<i64> {
        if tags.is_empty() {
            return Ok(0);
        }
        let place = Arc::as_ptr(tags).addr();
        if let Some((_, known)) = self.shared.get(&place) {
            return Ok(*known);
        }
        let number = self.number_of(tags)?;
        if self.shared.len() < MOST_SHARED {
            self.shared.insert(place, (Arc::clone(tags), number));
        }
        Ok(number)
    }

    fn number_of(&mut self, tags: &[(String, String)]) -> Result<i64> {
        let hash = self.hash(tags);
        if let Some(known) = self.tag_sets.get(&hash) {
            return Ok(*known);
        }
        let mut pairs = Vec::with_capacity(tags.len());
        for (key, value) in tags {
            pairs.push((self.word(key)?, self.word(value)?));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let text: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("{key}:{value}"))
            .collect();
        let text = text.join(" ");
        let number = find_or_add(
            self.conn,
            "SELECT id FROM tag_set WHERE pairs = ?1",
            "INSERT INTO tag_set (pairs) VALUES (?1)",
            [&text],
        )?;
        if self.tag_sets.len() >= REMEMBERED {
            self.tag_sets.clear();
        }
        self.tag_sets.insert(hash, number);
        Ok(number)
    }

    fn hash(&mut self, tags: &[(String, String)]) -> u128 {
        self.buffer.clear();
        for text in tags.iter().flat_map(|(key, value)| [key, value]) {
            self.buffer.extend((text.len() as u64).to_le_bytes());
            self.buffer.extend(text.as_bytes());
        }
        xxhash_rust::xxh3::xxh3_128(&self.buffer)
    }

    /// The number of a person: the same employee number, e-mail or login is the same person in every roster.
    pub(crate) fn person(&mut self, person: &Person) -> Result<i64> {
        let anchors = anchors(person);
        let mut find = self
            .conn
            .prepare_cached("SELECT person FROM anchor WHERE text = ?1")?;
        let mut known = None;
        for anchor in &anchors {
            known = known.or(find.query_row([anchor], |row| row.get(0)).optional()?);
        }
        let number = match known {
            Some(number) => number,
            None => self
                .conn
                .query_row("SELECT coalesce(max(person), 0) + 1 FROM anchor", (), |row| {
                    row.get(0)
                })?,
        };
        let mut add = self
            .conn
            .prepare_cached("INSERT INTO anchor (text, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
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

fn find_or_add<P: Params + Clone>(conn: &Connection, find: &str, add: &str, values: P) -> Result<i64> {
    let known = conn
        .prepare_cached(find)?
        .query_row(values.clone(), |row| row.get(0))
        .optional()?;
    if let Some(number) = known {
        return Ok(number);
    }
    conn.prepare_cached(add)?.execute(values)?;
    Ok(conn.last_insert_rowid())
}
