//! The parts of a format document: signatures, versions, skips, notes, sums, blocks. Nothing but their shape.

use std::collections::BTreeMap;
use std::fmt;

use model::Severity;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use super::field::Field;
use super::take::{Names, Take, When};

/// A header signature.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Detect {
    /// Each must be there; of a list one.
    pub has: Vec<Names>,
    /// None may be there.
    pub lacks: Names,
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
#[serde(deny_unknown_fields)]
pub struct Unpivot {
    /// Columns that every row keeps.
    pub keep: Vec<Names>,
    /// Columns that repeat others: totals.
    #[serde(default)]
    pub drop: Vec<Names>,
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

/// One fact of a row.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Only for rows where this holds.
    pub when: When,
    /// Fields and where they come from.
    pub fields: BTreeMap<Field, Take>,
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
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
        source.deserialize_map(Fields)
    }
}
