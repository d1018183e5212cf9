//! What a user has decided about a table so far. Plain data: the window sends it, the book keeps it.

use std::collections::BTreeMap;

use ingest::profile::Profile;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::guess::{self, Guess};
use super::target::{self, RowKind, row_kind};

/// A mapping in the making.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// What the mapping is called; empty while it is for this file alone.
    pub name: String,
    /// Place of the table in its file.
    pub table: u32,
    /// What a row is: `charge`, `usage`, `seat`, `person`, `kpi`. Empty: proposed.
    pub kind: String,
    /// What each column becomes, by its place; empty text: it is not imported. No columns at all: proposed.
    pub targets: Vec<String>,
    /// What is the same for every row, by target.
    pub fixed: BTreeMap<String, String>,
    /// `iso`, `dmy`, `mdy`; empty: as the file has it.
    pub dates: String,
    /// `point`, `comma`; empty: as the file has it.
    pub decimal: String,
    /// `content` or `period`: how a later file meets an earlier one.
    pub overlap: String,
}

impl Draft {
    /// The draft with everything proposed that it leaves open.
    pub(crate) fn completed(mut self, profile: &Profile) -> Self {
        self.table = u32::try_from(profile.table).unwrap_or(0);
        if self.kind.is_empty() {
            guess::likeliest_kind(profile).id.clone_into(&mut self.kind);
        }
        if self.targets.is_empty() {
            let proposed = guess::propose(self.row_kind(), profile);
            self.targets = proposed.iter().map(|guess| id(guess.as_ref())).collect();
        }
        self.targets.resize(profile.columns.len(), String::new());
        let kind = self.row_kind();
        for target in &mut self.targets {
            if target::target(kind, target).is_none() {
                target.clear();
            }
        }
        self.fixed
            .retain(|target, value| kind.fixed.contains(&target.as_str()) && !value.is_empty());
        if kind.fixed.contains(&"currency")
            && !self.has("currency")
            && let Some(currency) = guess::currency(profile, &self.targets)
        {
            self.fixed.insert("currency".to_owned(), currency);
        }
        if !["content", "period"].contains(&self.overlap.as_str()) {
            "content".clone_into(&mut self.overlap);
        }
        self
    }

    /// What a row is.
    pub(crate) fn row_kind(&self) -> &'static RowKind {
        row_kind(&self.kind)
    }

    /// Whether a column or a fixed value gives a target.
    pub(crate) fn has(&self, target: &str) -> bool {
        self.fixed.contains_key(target) || self.place(target).is_some()
    }

    /// The column that gives a target.
    pub(crate) fn place(&self, target: &str) -> Option<usize> {
        self.targets.iter().position(|given| given == target)
    }
}

fn id(guess: Option<&Guess>) -> String {
    guess.map_or_else(String::new, |guess| guess.target.id.to_owned())
}
