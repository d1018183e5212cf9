//! Values of which there is one only: a second one that differs is no more of it. Adds up nothing.

use std::collections::HashMap;

use model::{Fact, Key, Problem, Severity};

use crate::formats::{Document, Which};

/// The rows that stated something, with what they stated.
#[derive(Default)]
pub(super) struct Values(HashMap<Key, (u64, i64)>);

impl Values {
    /// Nothing where rows of one key may differ.
    pub(super) fn of(document: &Document) -> Option<Self> {
        (document.one_per_key == Some(Which::Only)).then(Self::default)
    }

    /// What contradicts a row before it.
    pub(super) fn contradiction(&self, fact: &Fact) -> Option<Problem> {
        let Fact::Kpi(kpi) = fact else { return None };
        let (row, _) = self.0.get(&kpi.key).filter(|(_, value)| *value != kpi.value)?;
        let what = format!("Row {row} states another value of this series and day.");
        let problem = Problem::new(Severity::Error, what).column("value");
        Some(
            problem
                .hint("leave one of them out, or tell them apart by name or team; values are never added up"),
        )
    }

    /// Takes note of a row that counts.
    pub(super) fn see(&mut self, fact: &Fact) {
        if let Fact::Kpi(kpi) = fact {
            self.0.insert(kpi.key, (kpi.origin.row, kpi.value));
        }
    }
}
