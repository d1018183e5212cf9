//! One JSON value, opened level by level. Scalars stay the text of the file.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use memchr::memmem;
use model::{Exact, ExactSum};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::row::Cell;

use super::path::Step;

/// A value that is not opened yet.
pub(super) type Raw<'a> = &'a RawValue;

/// The members of an object in the order of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Members<'a>(pub Vec<(Cow<'a, str>, Raw<'a>)>);

/// A key: borrowed where it has no escapes.
#[derive(Deserialize)]
pub(super) struct Name<'a>(#[serde(borrow)] pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), raw)) = map.next_entry()? {
                    members.push((name, raw));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

impl<'a> Members<'a> {
    /// Opens an object; anything else has no members.
    pub(super) fn of(raw: Raw<'a>) -> Self {
        if raw.get().starts_with('{') {
            serde_json::from_str(raw.get()).unwrap_or_default()
        } else {
            Self::default()
        }
    }

    /// A member by name; of several the last, as most readers do.
    pub(super) fn get(&self, name: &str) -> Option<Raw<'a>> {
        self.0.iter().rfind(|(key, _)| key == name).map(|(_, raw)| *raw)
    }
}

/// A value that says nothing.
pub(super) fn nothing() -> Raw<'static> {
    static NULL: LazyLock<Box<RawValue>> =
        LazyLock::new(|| RawValue::from_string("null".to_owned()).expect("null is JSON"));
    &NULL
}

/// Opens a list; anything else has no elements.
pub(super) fn elements(raw: Raw<'_>) -> Vec<Raw<'_>> {
    if raw.get().starts_with('[') {
        serde_json::from_str(raw.get()).unwrap_or_default()
    } else {
        Vec::new()
    }
}

/// A scalar as a cell; lists and objects as their JSON text.
pub(super) fn cell(raw: Raw<'_>) -> Cell<'_> {
    let text = raw.get();
    match text.as_bytes().first() {
        None | Some(b'n') => Cell::Empty,
        Some(b't') => Cell::Bool(true),
        Some(b'f') => Cell::Bool(false),
        Some(b'"') => match serde_json::from_str::<Name<'_>>(text) {
            Ok(Name(text)) if text.is_empty() => Cell::Empty,
            Ok(Name(text)) => Cell::Text(text),
            // A lone surrogate is no text; show what the file has.
            Err(_) => Cell::Text(Cow::Borrowed(text.trim_matches('"'))),
        },
        Some(b'{' | b'[') => Cell::Text(Cow::Borrowed(text)),
        Some(_) => Cell::Number(Cow::Borrowed(text)),
    }
}

/// Follows steps from a value.
pub(super) fn follow<'a>(raw: Raw<'a>, steps: &[Step]) -> Cell<'a> {
    let Some((step, rest)) = steps.split_first() else {
        return cell(raw);
    };
    match step {
        Step::Key(name) => Members::of(raw)
            .get(name)
            .map_or(Cell::Empty, |member| follow(member, rest)),
        Step::Each | Step::EachOrNone => {
            joined(elements(raw).into_iter().map(|element| follow(element, rest)))
        }
        Step::Members | Step::MembersOrNone => joined(
            Members::of(raw)
                .0
                .into_iter()
                .map(|(_, member)| follow(member, rest)),
        ),
        Step::Where(name, text) => of_kind(raw, (name, text), rest),
        // Only rows are looked for inside texts.
        Step::Text => Cell::Empty,
    }
}

/// What the elements of one kind say: the sum of numbers; a text that all share stands once.
fn of_kind<'a>(raw: Raw<'a>, (name, text): (&str, &str), rest: &[Step]) -> Cell<'a> {
    // Hardly any list has one: those are not opened.
    if memmem::find(raw.get().as_bytes(), text.as_bytes()).is_none() {
        return Cell::Empty;
    }
    let is_one = |element: &Raw<'a>| {
        let member = Members::of(element).get(name);
        member.is_some_and(|member| cell(member).text() == text)
    };
    let elements = elements(raw).into_iter().filter(is_one);
    let mut cells: Vec<Cell<'a>> = elements.map(|element| follow(element, rest)).collect();
    if let [Cell::Text(first), others @ ..] = cells.as_slice()
        && others.iter().all(|other| other.text() == *first)
    {
        cells.truncate(1);
    }
    joined(cells.into_iter())
}

/// Several cells as one: the exact sum if all are numbers, or texts that are amounts (`bq` writes every number as text),
/// else their texts.
fn joined<'a>(cells: impl Iterator<Item = Cell<'a>>) -> Cell<'a> {
    let cells: Vec<Cell<'a>> = cells.filter(|cell| !cell.is_empty()).collect();
    let mut sum = ExactSum::default();
    // A list of whole numbers as texts may as well be one of ids.
    let is_amount = |text: &str| text.contains('.') || text.starts_with('-');
    let has_amount = cells.iter().any(|cell| match cell {
        Cell::Number(_) => true,
        other => is_amount(&other.text()),
    });
    let all_numbers = has_amount
        && cells.iter().all(|cell| match cell {
            Cell::Number(text) | Cell::Text(text) => Exact::parse(text).map(|value| sum.add(value)).is_some(),
            _ => false,
        });
    match (cells.is_empty(), all_numbers) {
        (true, _) => Cell::Empty,
        (_, true) => Cell::Number(Cow::Owned(sum.to_string())),
        _ => Cell::Text(Cow::Owned(
            cells.iter().map(Cell::text).collect::<Vec<_>>().join(", "),
        )),
    }
}
