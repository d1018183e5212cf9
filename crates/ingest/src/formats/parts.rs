//! The parts of a format document: signatures, versions, skips, notes, sums, blocks. Nothing but their shape.

use std::collections::BTreeMap;
use std::fmt;

use model::Severity;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::take::{Names, Take, When};
use crate::value::{DateOrder, NumberStyle};

/// Shape of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Rows and columns: delimited text or a sheet.
    Table,
    /// One JSON document (or several, or lines of them).
    Json,
    /// One JSON object per line.
    Jsonl,
    /// A table, or JSON whose paths are the names of its columns.
    Any,
}

/// How header names are read before they are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeaderStyle {
    /// Trimmed, lower case.
    #[default]
    Plain,
    /// The text of the last parentheses, where there are any: `Abonnement-GUID (SubscriptionGuid)`.
    LastParentheses,
    /// Without the text in brackets at the end: `Status [READ ONLY]`.
    WithoutBrackets,
    /// Else by its letters and digits alone: `billed_cost` and `Billed Cost` are `BilledCost`.
    Joined,
}

/// Decimal mark of a format's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decimals {
    /// `1,234.50`.
    Point,
    /// `1.234,50`.
    Comma,
}

impl From<Decimals> for NumberStyle {
    fn from(mark: Decimals) -> Self {
        match mark {
            Decimals::Point => Self::POINT,
            Decimals::Comma => Self::COMMA,
        }
    }
}

/// Order of day, month and year in a format's dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dates {
    /// Year first.
    Iso,
    /// Day first.
    Dmy,
    /// Month first.
    Mdy,
}

impl Decimals {
    /// Its name: `point`, `comma`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }
}

impl Dates {
    /// Its name: `iso`, `dmy`, `mdy`.
    pub fn id(self) -> &'static str {
        self.order().id()
    }

    /// The order that it names.
    pub(crate) fn order(self) -> DateOrder {
        match self {
            Self::Iso => DateOrder::Iso,
            Self::Dmy => DateOrder::Dmy,
            Self::Mdy => DateOrder::Mdy,
        }
    }
}

/// Which of several rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Which {
    /// The first in the file.
    First,
    /// The last in the file.
    Last,
    /// There is one only: a row that states another value than one before it is refused.
    Only,
}

/// What the name of a file must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameSays {
    /// The window that all rows are for.
    Window,
    /// The day the list was made.
    Day,
    /// The last of the 28 days that all rows are for.
    Last28,
}

/// How a session log repeats another: a fork starts with its parent's whole history under new times. Two lines are
/// the same if everything counted up to them is, within one family of sessions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct History {
    /// Lines that introduce a session.
    pub when: When,
    /// Its id there.
    pub session: String,
    /// The session it was forked from, or that started it; the first that is stated.
    pub forked_from: Names,
    /// What a line counts.
    pub last: Vec<String>,
    /// What was counted so far, column by column: where `last` is blank, differences of these.
    pub total: Vec<String>,
    /// What else a line counts and was counted so far, one after the other, by which no two lines are told apart.
    #[serde(default)]
    pub beside: Vec<[String; 2]>,
}

impl History {
    /// Every column it looks at.
    pub fn columns(&self) -> impl Iterator<Item = &String> {
        let beside = self.beside.iter().flatten();
        self.last.iter().chain(&self.total).chain(beside)
    }
}

/// A header signature.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Detect {
    /// Each must be there; of a list one.
    pub has: Vec<Names>,
    /// None may be there.
    pub lacks: Names,
    /// Of JSON: these lists are there and hold nothing, so that only what is around them tells.
    pub empty: Vec<String>,
    /// The header is these and nothing else.
    pub only: bool,
    /// The signature is weak: others could write such a header.
    pub weak: bool,
    /// The file name contains one of these.
    pub file: Vec<String>,
}

/// A wide table: which of its columns stay, and which are left out; every other becomes a row of its own, with its
/// heading as `@column` and its cell as `@value`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unpivot {
    /// Columns that every row keeps.
    pub keep: Vec<Names>,
    /// Columns that repeat others: totals.
    #[serde(default)]
    pub drop: Vec<Names>,
    /// Where some headings end in a currency, `Tokens($)` beside `Tokens(1K tokens)`, only those.
    #[serde(default)]
    pub of_money: bool,
}

/// By which members of an answer that comes in pages it is told that some are not here.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// Members that say that another page follows: `has_more`.
    #[serde(default)]
    pub more: Vec<String>,
    /// The one that counts the rows of all pages: `total_seats`.
    #[serde(default)]
    pub total: String,
}

/// A version of the export.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// What to call it.
    pub label: String,
    /// Tell-tale columns; one of each.
    #[serde(default)]
    pub has: Vec<Names>,
}

/// Rows that are no data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// Which.
    pub when: When,
    /// Why.
    pub reason: String,
}

/// Something to say about rows or the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Which rows; conditions on header and file name alone are said once.
    pub when: When,
    /// How bad.
    pub severity: Severity,
    /// What.
    pub what: String,
    /// What to do.
    #[serde(default)]
    pub hint: String,
}

/// Columns of money with their currency.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SumOf {
    /// Every one of these that is there.
    pub columns: Names,
    /// Their currency.
    pub currency: Take,
}

/// Fields and where they come from.
pub(crate) type Fields = BTreeMap<Field, Take>;

/// One fact of a row.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Only for rows where this holds.
    pub when: When,
    /// What it says.
    pub fields: Fields,
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Said;
        impl<'de> Visitor<'de> for Said {
            type Value = Block;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("fields of a fact")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Block, A::Error> {
                let mut block = Block::default();
                while let Some(key) = map.next_key::<String>()? {
                    if key == "when" {
                        block.when = map.next_value()?;
                    } else {
                        let name = serde::de::value::StrDeserializer::<A::Error>::new(&key);
                        let field = Field::deserialize(name).map_err(|e| A::Error::custom(e.to_string()))?;
                        block.fields.insert(field, map.next_value()?);
                    }
                }
                Ok(block)
            }
        }
        source.deserialize_map(Said)
    }
}
