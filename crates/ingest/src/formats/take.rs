//! Where the value of a field comes from: a column, a constant, and small explicit steps between. Reads no cells.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// Column names: one, or several of which the first that has a value counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(pub Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Names;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column name or a list of them")
            }
            fn visit_str<E>(self, text: &str) -> Result<Names, E> {
                Ok(Names(vec![text.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Names, A::Error> {
                let names = Vec::<String>::deserialize(SeqAccessDeserializer::new(list))?;
                Ok(Names(names))
            }
        }
        source.deserialize_any(OneOrMany)
    }
}

/// How a field gets its value. Written `"column"`, `["first", "second"]` or as a table of steps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, rename_all = "kebab-case", default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a key of its own in a document"
)]
pub struct Take {
    /// Columns; the first that is there and not blank.
    pub column: Names,
    /// The same for every row.
    pub value: Option<String>,
    /// Every column whose name starts so, as tags.
    pub starting: Names,
    /// The currency sign in the header of these columns.
    pub header: Names,
    /// What a line above the table says behind one of these labels: `Invoice number,5123`.
    pub preamble: Names,
    /// Of several takes the first that gives a text, or a number.
    pub first: Vec<Take>,
    /// Columns added to the number.
    pub plus: Names,
    /// Columns taken off the number.
    pub minus: Names,
    /// A column that the number is multiplied by.
    pub times: Names,
    /// A column of percents that are taken off the product.
    pub off: Names,
    /// Columns whose texts follow, joined by hyphens: year and month.
    pub join: Names,
    /// A member of the JSON object that the cell holds.
    pub json: Option<String>,
    /// Keeps what is before the last of these; nothing if there is none.
    pub before_last: Option<String>,
    /// Keeps what is after the last of these; nothing if there is none.
    pub after_last: Option<String>,
    /// Takes a prefix off.
    pub strip: Option<String>,
    /// Takes off the apostrophe that our own exports put before a text that begins like a formula.
    pub marked: bool,
    /// Words to words, compared without case; what is not listed stays.
    pub map: BTreeMap<String, String>,
    /// The first `[parts, word]` whose parts, joined by `&`, all occur in the text gives the word; none gives nothing.
    pub find: Vec<[String; 2]>,
    /// The first `[start, word]` with which the text begins gives the word; none gives nothing.
    pub begins: Vec<[String; 2]>,
    /// Likewise, with the words of a list that comes with the product: `payees`.
    pub known: Option<String>,
    /// The AI model that the text names; none gives nothing.
    pub model: bool,
    /// The currency that the text names by sign or code; none gives nothing.
    pub sign: bool,
    /// A name as it is spoken: `Ruiz, Ana (1001)` is `Ana Ruiz`.
    pub spoken: bool,
    /// Decimal places the number is moved to the right of the point: cents are 2.
    pub shift: u8,
    /// A number below zero is nothing.
    pub positive: bool,
    /// Words that mean: covered by a seat, no amount.
    pub covered: Vec<String>,
    /// Words that mean: not stated.
    pub missing: Vec<String>,
    /// Where everything else gives nothing.
    pub default: Option<String>,
    /// Only for files of which this holds (header and file name), and for rows.
    pub only: When,
}

impl Take {
    /// Words and parts are compared in lower case.
    fn lowered(mut self) -> Self {
        self.starting.0 = self.starting.0.iter().map(|start| start.to_lowercase()).collect();
        self.map = self
            .map
            .into_iter()
            .map(|(word, to)| (word.to_lowercase(), to))
            .collect();
        for pairs in [&mut self.find, &mut self.begins] {
            for [part, _] in pairs {
                *part = part.to_lowercase();
            }
        }
        for words in [&mut self.covered, &mut self.missing] {
            *words = words.iter().map(|word| word.to_lowercase()).collect();
        }
        self
    }

    /// The same without what it gives where nothing else does.
    pub(super) fn without_default(&self) -> Self {
        Self {
            default: None,
            first: self.first.iter().map(Self::without_default).collect(),
            ..self.clone()
        }
    }

    /// Every column the value may come from.
    pub fn columns(&self) -> impl Iterator<Item = &String> {
        let own = [
            &self.column,
            &self.header,
            &self.plus,
            &self.minus,
            &self.times,
            &self.off,
            &self.join,
        ];
        let own = own.into_iter().flat_map(|names| &names.0);
        let others = self
            .first
            .iter()
            .flat_map(|take| take.columns().collect::<Vec<_>>());
        let decide = self.only.0.iter().flat_map(Condition::columns);
        own.chain(others).chain(decide)
    }

    /// Whether a text is meant as it stands.
    pub(super) fn is_plain(&self) -> bool {
        let cuts = [&self.json, &self.before_last, &self.after_last, &self.strip];
        !self.is_slow()
            && !self.spoken
            && !self.marked
            && self.map.is_empty()
            && self.begins.is_empty()
            && cuts.iter().all(|cut| cut.is_none())
    }

    /// Whether a number is meant as it stands.
    pub(super) fn is_plain_number(&self) -> bool {
        let others = [&self.plus, &self.minus, &self.times, &self.off];
        self.shift == 0
            && !self.positive
            && self.covered.is_empty()
            && self.missing.is_empty()
            && others.iter().all(|names| names.0.is_empty())
    }

    /// Whether its steps take a text apart letter by letter.
    pub(super) fn is_slow(&self) -> bool {
        self.model || !self.find.is_empty() || self.known.is_some() || self.json.is_some() || self.sign
    }

    /// The lists of words it uses.
    pub fn lists(&self) -> impl Iterator<Item = &String> {
        let others = self.first.iter().flat_map(|take| &take.known);
        self.known.iter().chain(others)
    }
}

impl<'de> Deserialize<'de> for Take {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct AnyForm;
        impl<'de> Visitor<'de> for AnyForm {
            type Value = Take;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column name, a list of column names, or a table such as { value = \"…\" }")
            }
            fn visit_str<E>(self, text: &str) -> Result<Take, E> {
                Ok(Take {
                    column: Names(vec![text.to_owned()]),
                    ..Take::default()
                })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Take, A::Error> {
                let column = Names::deserialize(SeqAccessDeserializer::new(list))?;
                Ok(Take {
                    column,
                    ..Take::default()
                })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Take, A::Error> {
                Take::deserialize(MapAccessDeserializer::new(map)).map(Take::lowered)
            }
        }
        source.deserialize_any(AnyForm)
    }
}

/// A test of a row, of the header or of the file name. Everything stated must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Condition {
    /// The column looked at: the first of these that is not blank.
    pub column: Names,
    /// Its text is one of these, without case.
    pub is: Vec<String>,
    /// Its text is none of these.
    pub not: Vec<String>,
    /// Its text starts with one of these.
    pub starts: Vec<String>,
    /// Its text starts with none of these.
    pub not_starts: Vec<String>,
    /// Its text contains one of these.
    pub contains: Vec<String>,
    /// Its text contains none of these.
    pub without: Vec<String>,
    /// A list of words, none of which it names.
    pub known_not: Option<String>,
    /// Whether it is blank.
    pub blank: Option<bool>,
    /// The number in the column is above zero and no more than this.
    pub most: Option<u32>,
    /// The sum of these columns …
    pub sum: Names,
    /// … is this column.
    pub equals: Names,
    /// Turns `sum = equals` round.
    pub differs: bool,
    /// One of these columns is in the header.
    pub has: Names,
    /// None of these columns is in the header.
    pub lacks: Names,
    /// The file name contains one of these.
    pub file: Vec<String>,
    /// The file name contains none of these.
    pub file_not: Vec<String>,
    /// Or a folder that the file is in does, but for blanks and punctuation.
    pub folder: Vec<String>,
    /// None is.
    pub folder_not: Vec<String>,
}

impl Condition {
    /// Every column it looks at.
    pub fn columns(&self) -> impl Iterator<Item = &String> {
        [&self.column, &self.sum, &self.equals]
            .into_iter()
            .flat_map(|names| &names.0)
    }
}

/// One condition or several that must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When(pub Vec<Condition>);

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = When;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a condition such as { column = \"…\", is = [\"…\"] } or a list of them")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<When, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(When)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<When, A::Error> {
                Condition::deserialize(MapAccessDeserializer::new(map)).map(|one| When(vec![one]))
            }
        }
        source.deserialize_any(OneOrMany)
    }
}
