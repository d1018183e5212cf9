//! A pilot: the same tasks done by two models, and how many each did well. What makes a saving more than a potential one.
//!
//! Computes nothing from usage; says whether enough pairs stand behind it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One pilot, as a file of the user's own states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Pilot {
    /// What to call it.
    pub name: String,
    /// Model in use.
    pub from_model: String,
    /// Model that may take its place.
    pub to_model: String,
    /// Kind of task, as usage names it (project or tool); empty is every task.
    #[serde(default)]
    pub task: String,
    /// Tasks done by both.
    pub pairs: u32,
    /// Of them, done well by the model in use.
    pub success_from: u32,
    /// Of them, done well by the other.
    pub success_to: u32,
    /// Day it was finished.
    pub day: Option<NaiveDate>,
    /// Day from which the other model is used.
    pub switched: Option<NaiveDate>,
    /// Where the pairs and how they were judged can be read.
    #[serde(default)]
    pub source: String,
}

impl Pilot {
    /// What is wrong with it, in words.
    pub fn check(&self) -> Result<(), String> {
        let refused = [
            (self.name.trim().is_empty(), "a pilot has a name"),
            (
                self.from_model.is_empty() || self.to_model.is_empty(),
                "a pilot names from-model and to-model",
            ),
            (self.pairs == 0, "a pilot has pairs: tasks done by both models"),
            (
                self.success_from > self.pairs || self.success_to > self.pairs,
                "no model did more tasks well than there were pairs",
            ),
        ];
        let fault = refused.iter().find(|(is_wrong, _)| *is_wrong);
        fault.map_or(Ok(()), |(_, what)| Err((*what).to_owned()))
    }

    /// Shares done well: in use, the other.
    pub fn success(&self) -> (f64, f64) {
        let share = |well: u32| f64::from(well) / f64::from(self.pairs.max(1));
        (share(self.success_from), share(self.success_to))
    }
}
