//! The column paths of a plan as one tree: an object on the way to several cells is opened once, and members that no
//! path names are passed over unread.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::node::{Name, Raw, follow};
use super::path::{Column, Step};
use crate::row::Cell;

/// What is wanted of one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    /// Cells that the value itself gives, with the steps from here that are no names of members.
    cells: Vec<(usize, Vec<Step>)>,
    members: Vec<(String, Tree)>,
}

impl Tree {
    /// One tree for each level that a column may start from.
    pub(super) fn of_levels(columns: &[Column]) -> Vec<Self> {
        let levels = columns.iter().map(|column| column.up + 1).max().unwrap_or(0);
        let mut trees = vec![Self::default(); levels];
        for (at, column) in columns.iter().enumerate().filter(|(_, column)| !column.key) {
            trees[column.up].add(at, &column.steps);
        }
        trees
    }

    fn add(&mut self, at: usize, steps: &[Step]) {
        let Some((Step::Key(name), rest)) = steps.split_first() else {
            self.cells.push((at, steps.to_vec()));
            return;
        };
        let known = self.members.iter().position(|(key, _)| key == name);
        let place = known.unwrap_or_else(|| {
            self.members.push((name.clone(), Self::default()));
            self.members.len() - 1
        });
        self.members[place].1.add(at, rest);
    }

    /// Fills the cells of an object in one reading of its text. Where that is not to be had (a member is something else
    /// than an object, the text is no JSON), it is an error, and the cells mean nothing.
    pub(super) fn fill_at_once<'a>(&self, text: &'a str, cells: &mut [Cell<'a>]) -> serde_json::Result<()> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        Filling { tree: self, cells }.deserialize(&mut deserializer)?;
        deserializer.end()
    }

    fn blank(&self, cells: &mut [Cell<'_>]) {
        for (at, _) in &self.cells {
            cells[*at] = Cell::Empty;
        }
        for (_, tree) in &self.members {
            tree.blank(cells);
        }
    }

    /// Fills the cells that a value gives; the others stay as they are.
    pub(super) fn fill<'a>(&self, raw: Raw<'a>, cells: &mut [Cell<'a>]) {
        for (at, steps) in &self.cells {
            cells[*at] = follow(raw, steps);
        }
        if self.members.is_empty() || !raw.get().starts_with('{') {
            return;
        }
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        // An object whose keys are no text gives nothing, as it does elsewhere.
        let found = Wanted(&self.members)
            .deserialize(&mut deserializer)
            .unwrap_or_default();
        for (member, (_, tree)) in found.into_iter().zip(&self.members) {
            if let Some(member) = member {
                tree.fill(member, cells);
            }
        }
    }
}

/// Takes the members that are wanted, in the order of the tree; of several of one name the last.
struct Wanted<'t>(&'t [(String, Tree)]);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Vec<Option<&'de RawValue>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Vec<Option<&'de RawValue>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = vec![None; self.0.len()];
        while let Some(Name(name)) = map.next_key::<Name<'de>>()? {
            match self.0.iter().position(|(key, _)| *key == name) {
                Some(at) => found[at] = Some(map.next_value()?),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

/// Fills cells while their object is read.
struct Filling<'t, 'c, 'a> {
    tree: &'t Tree,
    cells: &'c mut [Cell<'a>],
}

impl<'de> DeserializeSeed<'de> for Filling<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.tree.cells.is_empty() {
            return deserializer.deserialize_map(self);
        }
        self.tree.fill(Raw::deserialize(deserializer)?, self.cells);
        Ok(())
    }
}

impl<'de> Visitor<'de> for Filling<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key::<Name<'de>>()? {
            let Some((_, tree)) = self.tree.members.iter().find(|(key, _)| *key == name) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            // Of several members of one name the last counts.
            tree.blank(self.cells);
            let cells = &mut *self.cells;
            map.next_value_seed(Filling { tree, cells })?;
        }
        Ok(())
    }
}
