//! A whole JSON or TOML document whose scalars keep the text of the file: no number passes a float.

use model::Exact;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use toml::de::{DeTable, DeValue};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    /// A number, text or word.
    Scalar(String),
    /// A list.
    List(Vec<Tree>),
    /// Members in the order of the file.
    Map(Vec<(String, Tree)>),
}

/// How deep a list may be nested.
const DEEPEST: usize = 32;

impl Tree {
    /// Reads JSON as the list of the documents in it, of which JSON lines are many, or TOML where the text is none.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim_start().starts_with(['{', '[']) {
            let roots = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
            let roots = roots.map(|raw| Self::json(raw.map_err(|error| error.to_string())?, DEEPEST));
            return Ok(Self::List(roots.collect::<Result<_, String>>()?));
        }
        let table = DeTable::parse(text).map_err(|error| error.message().to_owned())?;
        Ok(Self::table(table.get_ref()))
    }

    fn json(raw: &RawValue, depth: usize) -> Result<Self, String> {
        let depth = depth.checked_sub(1).ok_or("it is nested too deeply")?;
        let broken = |error: serde_json::Error| error.to_string();
        Ok(match raw.get().as_bytes().first() {
            Some(b'{') => {
                let Members(members) = serde_json::from_str(raw.get()).map_err(broken)?;
                let members = members
                    .into_iter()
                    .map(|(name, value)| Ok((name, Self::json(value, depth)?)));
                Self::Map(members.collect::<Result<_, String>>()?)
            }
            Some(b'[') => {
                let list: Vec<&RawValue> = serde_json::from_str(raw.get()).map_err(broken)?;
                Self::List(
                    list.into_iter()
                        .map(|value| Self::json(value, depth))
                        .collect::<Result<_, _>>()?,
                )
            }
            Some(b'"') => Self::Scalar(serde_json::from_str(raw.get()).unwrap_or_default()),
            Some(b'n') => Self::Scalar(String::new()),
            _ => Self::Scalar(raw.get().to_owned()),
        })
    }

    fn table(table: &DeTable<'_>) -> Self {
        let members = table.iter();
        Self::Map(
            members
                .map(|(name, value)| (name.get_ref().clone().into_owned(), Self::toml(value.get_ref())))
                .collect(),
        )
    }

    fn toml(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Scalar(text.clone().into_owned()),
            DeValue::Integer(number) => Self::Scalar(number.as_str().replace('_', "")),
            DeValue::Float(number) => Self::Scalar(number.as_str().replace('_', "")),
            DeValue::Boolean(yes) => Self::Scalar(yes.to_string()),
            DeValue::Datetime(at) => Self::Scalar(at.to_string()),
            DeValue::Array(list) => {
                Self::List(list.iter().map(|value| Self::toml(value.get_ref())).collect())
            }
            DeValue::Table(table) => Self::table(table),
        }
    }

    /// What is no list, wherever it is in lists.
    pub(crate) fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::List(list) => list.iter().flat_map(Self::leaves).collect(),
            leaf => vec![leaf],
        }
    }

    /// A member of a map.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.members()
            .iter()
            .rfind(|(own, _)| own == name)
            .map(|(_, value)| value)
    }

    /// A member of a member: `pay_as_you_go.request_token`.
    pub(crate) fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |tree, name| tree.get(name))
    }

    /// The members of a map.
    pub(crate) fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Map(members) => members,
            _ => &[],
        }
    }

    /// The elements of a list.
    pub(crate) fn elements(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            _ => &[],
        }
    }

    /// The text of a scalar, `""` for anything else.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Scalar(text) => text,
            _ => "",
        }
    }

    /// The text of a member, `""` if there is none.
    pub(crate) fn text_of(&self, name: &str) -> &str {
        self.get(name).map_or("", Self::text)
    }

    /// The number a scalar is.
    pub(crate) fn number(&self) -> Option<Exact> {
        Exact::parse(self.text())
    }
}

struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        source.deserialize_map(Each)
    }
}
