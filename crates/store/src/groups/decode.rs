//! Raw numbers to the texts of an answer: words, days, people, teams, tags.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Category, Dimension, TokenClass};
use rusqlite::{Connection, OptionalExtension};

use super::plan::{Part, Plan};
use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::people::Roster;
use crate::spellings::Spellings;

/// Turns raw numbers into texts, remembering what it has looked up.
pub(crate) struct Decoder<'b> {
    book: &'b Book,
    conn: &'b Connection,
    pub(crate) roster: Arc<Roster>,
    words: HashMap<i64, String>,
    tags: HashMap<i64, Vec<(i64, i64)>>,
    spellings: Option<Arc<Spellings>>,
}

impl<'b> Decoder<'b> {
    pub(crate) fn new(book: &'b Book) -> Result<Self> {
        Ok(Self {
            book,
            conn: &book.conn,
            roster: book.roster()?,
            words: HashMap::new(),
            tags: HashMap::new(),
            spellings: None,
        })
    }

    /// The text of a word.
    pub(crate) fn word(&mut self, id: i64) -> Result<String> {
        if let Some(known) = self.words.get(&id) {
            return Ok(known.clone());
        }
        let sql = "SELECT text FROM word WHERE id = ?1";
        let text: Option<String> = self
            .conn
            .prepare_cached(sql)?
            .query_row([id], |row| row.get(0))
            .optional()?;
        Ok(self.words.entry(id).or_insert(text.unwrap_or_default()).clone())
    }

    /// The text of a dimension.
    fn text(&mut self, part: &Part, raw: &[i64]) -> Result<String> {
        let Some(value) = part.at.first().map(|at| raw[*at]) else {
            return Ok(String::new());
        };
        let roster = Arc::clone(&self.roster);
        let day = part.roster.unwrap_or_else(|at| raw[at]);
        Ok(match &part.dimension {
            Dimension::Time(grain) => {
                days::day(value).map_or(String::new(), |day| grain.start(day).to_string())
            }
            Dimension::Import => value.to_string(),
            Dimension::TokenClass => listed(TokenClass::ALL, value)
                .map_or("", TokenClass::id)
                .to_owned(),
            Dimension::Category => listed(Category::ALL, value).map_or("", Category::id).to_owned(),
            by @ (Dimension::Person | Dimension::Team | Dimension::Unit | Dimension::Role) => {
                roster.text(by, value, day)
            }
            by @ Dimension::CostCentre => {
                let own = if part.at.len() > 1 {
                    self.word(value)?
                } else {
                    String::new()
                };
                let who = raw[part.at[part.at.len() - 1]];
                if own.is_empty() {
                    roster.text(by, who, day)
                } else {
                    own
                }
            }
            Dimension::Tag(key) => self.tag(value, key)?,
            Dimension::Model => self.model(value)?,
            _ => self.word(value)?,
        })
    }

    fn model(&mut self, id: i64) -> Result<String> {
        let spellings = match &self.spellings {
            Some(known) => Arc::clone(known),
            None => Arc::clone(self.spellings.insert(self.book.spellings()?)),
        };
        Ok(spellings.shown(self.word(id)?))
    }

    fn tag(&mut self, set: i64, key: &str) -> Result<String> {
        if !self.tags.contains_key(&set) {
            let sql = "SELECT pairs FROM tag_set WHERE id = ?1";
            let pairs: Option<String> = self
                .conn
                .prepare_cached(sql)?
                .query_row([set], |row| row.get(0))
                .optional()?;
            self.tags
                .insert(set, pairs.as_deref().map(pairs_of).unwrap_or_default());
        }
        let pairs = self.tags[&set].clone();
        for (known, value) in pairs {
            if self.word(known)? == key {
                return self.word(value);
            }
        }
        Ok(String::new())
    }
}

/// What a stored ordinal stands for; `None` where a newer version wrote it.
pub(crate) fn listed<T: Copy>(all: &[T], at: i64) -> Option<T> {
    usize::try_from(at).ok().and_then(|at| all.get(at).copied())
}

/// `12:45 13:99`.
pub(crate) fn pairs_of(text: &str) -> Vec<(i64, i64)> {
    let pair = |pair: &str| {
        let (key, value) = pair.split_once(':')?;
        Some((key.parse().ok()?, value.parse().ok()?))
    };
    text.split(' ').filter_map(pair).collect()
}

/// The groups found so far: raw numbers are decoded once each.
pub(crate) struct Slots<'b> {
    pub(crate) decoder: Decoder<'b>,
    known: foldhash::HashMap<Vec<i64>, Option<usize>>,
    index: HashMap<(Vec<String>, String), usize>,
}

impl<'b> Slots<'b> {
    pub(crate) fn new(book: &'b Book) -> Result<Self> {
        Ok(Self {
            decoder: Decoder::new(book)?,
            known: foldhash::HashMap::default(),
            index: HashMap::new(),
        })
    }

    /// Raw numbers of another table mean other things.
    pub(crate) fn next_table(&mut self) {
        self.known.clear();
    }

    /// The group of a row's raw numbers; `None` if a filter drops it.
    pub(crate) fn slot(&mut self, plan: &Plan, raw: &[i64]) -> Result<Option<usize>> {
        if let Some(known) = self.known.get(raw) {
            return Ok(*known);
        }
        let slot = self.find(plan, raw)?;
        self.known.insert(raw.to_vec(), slot);
        Ok(slot)
    }

    /// The texts that a row's raw numbers are grouped by; `None` if a filter drops it.
    pub(crate) fn texts(&mut self, plan: &Plan, raw: &[i64]) -> Result<Option<Vec<String>>> {
        let mut texts = Vec::with_capacity(plan.parts.len());
        for part in &plan.parts {
            let text = self.decoder.text(part, raw)?;
            if part.only.as_ref().is_some_and(|only| !only.contains(&text)) {
                return Ok(None);
            }
            texts.push(text);
        }
        texts.truncate(plan.keys);
        Ok(Some(texts))
    }

    fn find(&mut self, plan: &Plan, raw: &[i64]) -> Result<Option<usize>> {
        let Some(texts) = self.texts(plan, raw)? else {
            return Ok(None);
        };
        let currency = plan.currency.map(|at| self.decoder.word(raw[at])).transpose()?;
        let next = self.index.len();
        Ok(Some(
            *self
                .index
                .entry((texts, currency.unwrap_or_default()))
                .or_insert(next),
        ))
    }

    /// The groups with their numbers.
    pub(crate) fn into_keys(self) -> impl Iterator<Item = ((Vec<String>, String), usize)> {
        self.index.into_iter()
    }
}
