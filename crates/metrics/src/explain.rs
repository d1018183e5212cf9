//! What every result carries: how its figure came about, in words and numbers. Draws and formats nothing.

use std::fmt::Display;

use model::Coverage;
use serde::Serialize;

use crate::Rate;
use crate::people::suppression::Shown;

/// How a figure came about. Texts are plain English; amounts are plain decimals with their currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// What the figure is, one sentence.
    pub what: String,
    /// The formula with the actual numbers.
    pub formula: String,
    /// Named inputs and their values.
    pub inputs: Vec<(String, String)>,
    /// What stands above the line of a rate.
    pub numerator: Option<String>,
    /// What stands below it.
    pub denominator: Option<String>,
    /// Whether the two are a ratio of unlike things, of which the one is no part of the other.
    #[serde(skip)]
    pub is_ratio: bool,
    /// What the figure rests on: sources, days, people nothing is known of.
    pub coverage: String,
    /// What the metric refuses to do, or checks before it speaks.
    pub guards: Vec<String>,
    /// What one should know before using this very figure.
    pub notes: Vec<String>,
}

impl Explanation {
    /// An explanation with its sentence and formula.
    pub fn new(what: impl Into<String>, formula: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            formula: formula.into(),
            ..Self::default()
        }
    }

    /// Adds a named input.
    #[must_use]
    pub fn input(mut self, name: impl Into<String>, value: &dyn Display) -> Self {
        self.inputs.push((name.into(), value.to_string()));
        self
    }

    /// States numerator and denominator.
    #[must_use]
    pub fn rate(mut self, numerator: &dyn Display, denominator: &dyn Display) -> Self {
        self.numerator = Some(numerator.to_string());
        self.denominator = Some(denominator.to_string());
        self
    }

    /// States both sides of a ratio that is no share: benefits over costs.
    #[must_use]
    pub fn ratio(mut self, above: &dyn Display, below: &dyn Display) -> Self {
        self.is_ratio = true;
        self.rate(above, below)
    }

    /// States numerator and denominator of a rate of people, and how many are known; only what may be shown.
    #[must_use]
    pub fn shown_rate(self, rate: &Shown<Rate>) -> Self {
        match rate {
            Shown::Value(rate) => self.rate(&rate.numerator, &rate.denominator).covering(format!(
                "{} people known, {} unknown",
                rate.denominator, rate.unknown
            )),
            Shown::Hidden(why) => self.covering(format!("People known: {}", why.text())),
        }
    }

    /// Adds a guard.
    #[must_use]
    pub fn guard(mut self, guard: impl Into<String>) -> Self {
        self.guards.push(guard.into());
        self
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a note only where it applies.
    #[must_use]
    pub fn note_if(self, applies: bool, note: impl Into<String>) -> Self {
        if applies { self.note(note) } else { self }
    }

    /// Says what the answer rests on.
    #[must_use]
    pub fn covered_by(mut self, coverage: &Coverage) -> Self {
        self.coverage = coverage_text(coverage);
        self.notes.extend(moved(coverage.moved_people));
        self
    }

    /// Says it in words.
    #[must_use]
    pub fn covering(mut self, text: impl Into<String>) -> Self {
        self.coverage = text.into();
        self
    }
}

/// Says of how many people the rosters have different teams, units, roles or cost centres; `None` where of nobody.
fn moved(people: u32) -> Option<String> {
    let who = match people {
        0 => return None,
        1 => "1 person".to_owned(),
        people => format!("{people} people"),
    };
    Some(format!(
        "Rosters differ about {who}: each day counts as the roster in force on it says."
    ))
}

/// `3 sources, 2026-07-01 to 2026-10-01 (end exclusive), 4 people unknown`.
pub fn coverage_text(coverage: &Coverage) -> String {
    let days = match (coverage.from, coverage.to) {
        (Some(from), Some(to)) => format!(", {from} to {to} (end exclusive)"),
        _ => ", no days".to_owned(),
    };
    let unknown = match coverage.unknown_people {
        0 => String::new(),
        people => format!(", {people} people unknown"),
    };
    let sources = coverage.sources;
    format!(
        "{sources} {}{days}{unknown}",
        if sources == 1 { "source" } else { "sources" }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_names_sources_days_and_the_unknown() {
        let coverage = Coverage {
            sources: 1,
            from: "2026-07-01".parse().ok(),
            to: "2026-10-01".parse().ok(),
            unknown_people: 4,
            moved_people: 0,
            imports: vec![7],
        };
        assert_eq!(
            coverage_text(&coverage),
            "1 source, 2026-07-01 to 2026-10-01 (end exclusive), 4 people unknown"
        );
        assert_eq!(coverage_text(&Coverage::default()), "0 sources, no days");
    }

    #[test]
    fn who_moved_is_said_and_not_who_stayed() {
        assert_eq!(moved(0), None);
        let said = moved(2).expect("two moved");
        assert!(said.starts_with("Rosters differ about 2 people:"), "{said}");
        assert!(moved(1).expect("one moved").contains("about 1 person:"));
    }
}
