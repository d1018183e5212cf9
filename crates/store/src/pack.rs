//! Facts as rows of numbers on their way to a book: made where files are read, without the book. Texts, and what repeats in
//! combination, have numbers of the pack's own, which the import turns into those of the book; so each crosses between threads
//! once, not once a row.

use foldhash::HashMap;
use model::{Charge, Fact, Key, Usage, What, Whose};

use crate::dictionary::Dictionary;
use crate::digest::digest;
use crate::error::Result;
use crate::numbering::{Numbering, REMEMBERED, Shared, Source};
use crate::tables::split::{Combination, MOST_COMBINED, combination, places};
use crate::tables::{Encoded, Kind, Row, charge, place, usage};

/// Some facts in their order. Charges and usage, of which there are many, are rows; others travel as they are.
#[derive(Debug, Default)]
pub struct Pack {
    lines: Vec<Line>,
    /// What each row keeps itself, and the numbers of its combinations.
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
    /// With the table and its part that they are of.
    combinations: Vec<(Kind, usize, Combination)>,
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

/// How many values of a row travel: its own, and a number for each combination.
fn width(kind: Kind) -> usize {
    let places = places(kind);
    places.own.len() + places.parts.len()
}

/// About what a combination weighs, and at most what a fact that travels as it is does, in bytes.
const COMBINATION: usize = 512;
const FACT: usize = 8192;

impl Pack {
    /// About how many bytes it holds beside the numbers of its rows.
    pub fn weight(&self) -> usize {
        let words: usize = self.new.words.iter().map(String::len).sum();
        words + self.new.combinations.len() * COMBINATION + self.facts.len() * FACT
    }

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
                let (own, rest) = values.split_at(width(encoded.kind));
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
    known: Known,
    pack: Pack,
    row: Row,
    /// Numbers after which they begin anew, before the book remembers too many of them.
    pub(crate) most: usize,
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

/// Combinations after which numbers begin anew: each is held as a whole until then.
const MOST_COMBINATIONS: usize = 100_000;
/// The numbers of combinations.
#[derive(Default)]
struct Known {
    combinations: Combinations,
    what: Shared<What>,
    whose: Shared<Whose>,
}

/// By table, part and hash.
#[derive(Default)]
struct Combinations([[HashMap<u128, i64>; MOST_COMBINED]; 2]);

impl Combinations {
    fn number(&mut self, kind: Kind, part: usize, values: Combination, new: &mut New) -> i64 {
        let numbers = &mut self.0[kind as usize][part];
        let next = numbers.len() as i64 + 1;
        let number = *numbers.entry(digest(&values)).or_insert(next);
        if number == next {
            new.combinations.push((kind, part, values));
        }
        number
    }

    fn most(&self) -> usize {
        self.0.iter().flatten().map(HashMap::len).max().unwrap_or(0)
    }
}

impl Default for Packer {
    fn default() -> Self {
        Self {
            numbering: Numbering::of(Fresh::default()),
            known: Known::default(),
            pack: Pack::default(),
            row: Row::new(),
            most: REMEMBERED,
        }
    }
}

impl Packer {
    /// Adds a fact.
    pub fn add(&mut self, fact: &Fact) -> Result<()> {
        match fact {
            Fact::Charge(fact) => self.charge(fact)?,
            Fact::Usage(fact) => self.usage(fact)?,
            other => {
                self.pack.facts.push(other.clone());
                self.pack.lines.push(Line::Fact);
                return Ok(());
            }
        }
        let (kind, origin, scope) = place(fact);
        let scope = self.numbering.word(scope)?;
        let encoded = Encoded { kind, origin, scope };
        self.pack.lines.push(Line::Row(encoded, fact.key()));
        Ok(())
    }

    fn charge(&mut self, fact: &Charge) -> Result<()> {
        let words = &mut self.numbering;
        let Known {
            combinations,
            what,
            whose,
        } = &mut self.known;
        let what = what.number(&fact.what, || {
            let values = charge::what(&fact.what, words)?;
            Ok(combinations.number(Kind::Charge, 0, values, &mut words.source.new))
        })?;
        let whose = whose.number(&fact.whose, || {
            let values = charge::whose(&fact.whose, words)?;
            Ok(combinations.number(Kind::Charge, 1, values, &mut words.source.new))
        })?;
        self.pack.values.extend(charge::own(fact));
        self.pack.values.extend([Some(what), Some(whose)]);
        Ok(())
    }

    fn usage(&mut self, fact: &Usage) -> Result<()> {
        let (words, row, places) = (&mut self.numbering, &mut self.row, places(Kind::Usage));
        row.clear();
        usage::encode(fact, words, row)?;
        self.pack.values.extend(places.own.iter().map(|at| row[*at]));
        for (part, at) in places.parts.iter().enumerate() {
            let new = &mut words.source.new;
            let combinations = &mut self.known.combinations;
            let number = combinations.number(Kind::Usage, part, combination(row, at), new);
            self.pack.values.push(Some(number));
        }
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
        let numbers = *words.max(identities).max(tags) as usize;
        if numbers >= self.most || self.known.combinations.most() >= self.most.min(MOST_COMBINATIONS) {
            self.numbering = Numbering::of(Fresh::default());
            self.known = Known::default();
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
    combinations: [[Vec<Meant>; MOST_COMBINED]; 2],
    /// Columns that hold such numbers: of what rows of charges and of usage keep themselves, and of their combinations.
    own: [Vec<(usize, Of)>; 2],
    parts: [[Vec<(usize, Of)>; MOST_COMBINED]; 2],
    /// The combinations of the row at hand.
    at_hand: Option<[usize; MOST_COMBINED]>,
}

/// A combination in the book's numbers.
#[derive(Debug)]
pub(crate) struct Meant {
    pub(crate) values: Combination,
    /// Its own number there; 0 as long as no row of it was written.
    pub(crate) number: i64,
}

/// What a number stands for.
#[derive(Clone, Copy, Debug)]
enum Of {
    Word,
    Identity,
    Tags,
}

impl Of {
    /// What the numbers of some columns stand for, in a table with these columns of words.
    fn columns<'c>(names: impl IntoIterator<Item = &'c &'static str>, words: &[&str]) -> Vec<(usize, Self)> {
        let names = names.into_iter().enumerate();
        names
            .filter_map(|(at, name)| Some((at, Self::column(name, words)?)))
            .collect()
    }

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
        let parts = tables.map(|(kind, words)| {
            let mut parts = kind.table().parts().iter();
            [(); MOST_COMBINED].map(|()| {
                let columns = parts.next().map_or(&[][..], |part| part.columns);
                Of::columns(columns, words)
            })
        });
        Self {
            words: Vec::new(),
            identities: Vec::new(),
            tags: Vec::new(),
            combinations: Default::default(),
            own: tables.map(|(kind, words)| Of::columns(&kind.table().own(), words)),
            parts,
            at_hand: None,
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
        for (kind, part, values) in &new.combinations {
            let mut values = *values;
            for (at, of) in &self.parts[*kind as usize][*part] {
                values[*at] = meant(self.numbers(*of), values[*at]);
            }
            let meant = Meant { values, number: 0 };
            self.combinations[*kind as usize][*part].push(meant);
        }
        Ok(())
    }

    fn numbers(&self, of: Of) -> &[i64] {
        match of {
            Of::Word => &self.words,
            Of::Identity => &self.identities,
            Of::Tags => &self.tags,
        }
    }

    /// Takes a row of a pack at hand, as one of the book.
    pub(crate) fn take_up(&mut self, encoded: Encoded, values: &[Option<i64>], row: &mut Row) -> Encoded {
        let (table, places) = (encoded.kind as usize, places(encoded.kind));
        let (own, numbers) = values.split_at(places.own.len());
        let mut at_hand = [0; MOST_COMBINED];
        for (at, number) in at_hand.iter_mut().zip(numbers) {
            *at = number.map_or(0, |number| number as usize - 1);
        }
        let parts = self.combinations[table].iter().zip(at_hand);
        let parts = parts.filter_map(|(known, at)| Some(&known.get(at)?.values));
        places.row(own, parts, row);
        for (at, of) in &self.own[table] {
            let at = places.own[*at];
            row[at] = row[at].map(|number| meant(self.numbers(*of), number));
        }
        self.at_hand = Some(at_hand);
        Encoded {
            scope: meant(&self.words, encoded.scope),
            ..encoded
        }
    }

    /// No row is at hand: the next is no row of a pack.
    pub(crate) fn lay_down(&mut self) {
        self.at_hand = None;
    }

    /// The combinations of the row at hand, which is of a table.
    pub(crate) fn at_hand(&mut self, kind: Kind) -> Option<impl Iterator<Item = &mut Meant>> {
        let known = self.combinations.get_mut(kind as usize)?.iter_mut();
        let parts = known.zip(self.at_hand?);
        Some(parts.filter_map(|(known, at)| known.get_mut(at)))
    }
}

/// What a number from one on means; nothing means the same everywhere.
fn meant(known: &[i64], number: i64) -> i64 {
    match number {
        0 => 0,
        number => known[number as usize - 1],
    }
}
