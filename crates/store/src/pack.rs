//! Facts as rows of numbers on their way to a book: made where files are read, without the book. Texts have numbers of the
//! pack's own, which the import turns into those of the book; so a text crosses between threads once, not once a row.

use model::{Fact, Key};

use crate::dictionary::Dictionary;
use crate::error::Result;
use crate::numbering::{Numbering, REMEMBERED, Source};
use crate::tables::{Encoded, Kind, Row, charge, place, usage};

/// Some facts in their order. Charges and usage, of which there are many, are rows; others travel as they are.
#[derive(Debug, Default)]
pub struct Pack {
    lines: Vec<Line>,
    values: Vec<Option<i64>>,
    facts: Vec<Fact>,
    new: New,
}

#[derive(Clone, Copy, Debug)]
enum Line {
    Row(Encoded, Key),
    Fact,
}

/// What got a number since the pack before.
#[derive(Debug, Default)]
struct New {
    /// Numbers begin anew with this pack.
    begins: bool,
    words: Vec<String>,
    identities: Vec<[i64; 4]>,
    tags: Vec<Vec<(i64, i64)>>,
}

/// A fact of a pack.
pub(crate) enum Packed<'p> {
    Row {
        encoded: Encoded,
        key: Key,
        values: &'p [Option<i64>],
    },
    Fact(&'p Fact),
}

impl Pack {
    fn clear(&mut self) {
        let Self {
            lines,
            values,
            facts,
            new,
        } = self;
        lines.clear();
        values.clear();
        facts.clear();
        *new = New::default();
    }

    /// Its facts, in their order.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Packed<'_>> {
        let (mut values, mut facts) = (&self.values[..], self.facts.iter());
        self.lines.iter().filter_map(move |line| match *line {
            Line::Fact => facts.next().map(Packed::Fact),
            Line::Row(encoded, key) => {
                let (own, rest) = values.split_at(encoded.kind.table().columns.len());
                values = rest;
                Some(Packed::Row {
                    encoded,
                    key,
                    values: own,
                })
            }
        })
    }
}

/// Makes packs, one after the other.
pub struct Packer {
    numbering: Numbering<Fresh>,
    pack: Pack,
    row: Row,
    /// Numbers after which they begin anew, before the book remembers too many of them.
    pub(crate) most: i64,
}

/// Gives numbers from one on.
#[derive(Default)]
struct Fresh {
    new: New,
    words: i64,
    identities: i64,
    tags: i64,
}

impl Source for Fresh {
    fn word(&mut self, text: &str) -> Result<i64> {
        self.new.words.push(text.to_owned());
        self.words += 1;
        Ok(self.words)
    }

    fn identity(&mut self, parts: [i64; 4]) -> Result<i64> {
        self.new.identities.push(parts);
        self.identities += 1;
        Ok(self.identities)
    }

    fn tags(&mut self, pairs: Vec<(i64, i64)>) -> Result<i64> {
        self.new.tags.push(pairs);
        self.tags += 1;
        Ok(self.tags)
    }
}

impl Default for Packer {
    fn default() -> Self {
        Self {
            numbering: Numbering::of(Fresh::default()),
            pack: Pack::default(),
            row: Row::new(),
            most: REMEMBERED as i64,
        }
    }
}

impl Packer {
    /// Adds a fact.
    pub fn add(&mut self, fact: &Fact) -> Result<()> {
        let Self {
            numbering, pack, row, ..
        } = self;
        row.clear();
        match fact {
            Fact::Charge(fact) => charge::encode(fact, numbering, row)?,
            Fact::Usage(fact) => usage::encode(fact, numbering, row)?,
            other => {
                pack.facts.push(other.clone());
                pack.lines.push(Line::Fact);
                return Ok(());
            }
        }
        let (kind, origin, scope) = place(fact);
        let scope = numbering.word(scope)?;
        pack.lines
            .push(Line::Row(Encoded { kind, origin, scope }, fact.key()));
        pack.values.extend_from_slice(row);
        Ok(())
    }

    /// Facts added since the last pack was taken.
    pub fn facts(&self) -> usize {
        self.pack.lines.len()
    }

    /// What was added; the next goes into the room of a pack that is done with.
    pub fn take(&mut self, mut spent: Pack) -> Pack {
        spent.clear();
        let mut pack = std::mem::replace(&mut self.pack, spent);
        let Fresh {
            new,
            words,
            identities,
            tags,
        } = &mut self.numbering.source;
        pack.new = std::mem::take(new);
        if *words.max(identities).max(tags) >= self.most {
            self.numbering = Numbering::of(Fresh::default());
            self.numbering.source.new.begins = true;
        }
        pack
    }
}

/// What the numbers of packs are in the book.
#[derive(Debug)]
pub(crate) struct Meanings {
    words: Vec<i64>,
    identities: Vec<i64>,
    tags: Vec<i64>,
    /// Columns of charges and of usage that hold such numbers.
    columns: [Vec<(usize, Of)>; 2],
}

/// What a number stands for.
#[derive(Clone, Copy, Debug)]
enum Of {
    Word,
    Identity,
    Tags,
}

impl Of {
    /// What the numbers of a column stand for, in a table with these columns of words.
    fn column(name: &str, words: &[&str]) -> Option<Self> {
        match name {
            "who" => Some(Self::Identity),
            "tags" => Some(Self::Tags),
            name => words.contains(&name).then_some(Self::Word),
        }
    }
}

impl Default for Meanings {
    fn default() -> Self {
        let tables = [(Kind::Charge, charge::WORDS), (Kind::Usage, usage::WORDS)];
        let columns = tables.map(|(kind, words)| {
            let columns = kind.table().columns.iter().enumerate();
            columns
                .filter_map(|(at, name)| Some((at, Of::column(name, words)?)))
                .collect()
        });
        Self {
            words: Vec::new(),
            identities: Vec::new(),
            tags: Vec::new(),
            columns,
        }
    }
}

impl Meanings {
    /// Learns what is new in a pack.
    pub(crate) fn learn(&mut self, pack: &Pack, book: &mut Dictionary<'_>) -> Result<()> {
        let new = &pack.new;
        if new.begins {
            *self = Self::default();
        }
        for text in &new.words {
            self.words.push(book.word(text)?);
        }
        for parts in &new.identities {
            let parts = parts.map(|part| meant(&self.words, part));
            self.identities.push(book.identity_of(parts)?);
        }
        for pairs in &new.tags {
            let pair = |(key, value): &(i64, i64)| (meant(&self.words, *key), meant(&self.words, *value));
            self.tags
                .push(book.source.tags(pairs.iter().map(pair).collect())?);
        }
        Ok(())
    }

    /// A row of a pack as one of the book.
    pub(crate) fn translate(&self, encoded: Encoded, values: &[Option<i64>], row: &mut Row) -> Encoded {
        row.clear();
        row.extend_from_slice(values);
        for (at, of) in &self.columns[encoded.kind as usize] {
            let known = match of {
                Of::Word => &self.words,
                Of::Identity => &self.identities,
                Of::Tags => &self.tags,
            };
            row[*at] = row[*at].map(|number| meant(known, number));
        }
        Encoded {
            scope: meant(&self.words, encoded.scope),
            ..encoded
        }
    }
}

/// What a number from one on means; nothing means the same everywhere.
fn meant(known: &[i64], number: i64) -> i64 {
    match number {
        0 => 0,
        number => known[number as usize - 1],
    }
}
