//! A problem: user data is odd. Collected and shown, never an error, never a panic.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong (a total row was skipped).
    Info,
    /// Read, but look at it.
    Warning,
    /// The row could not be used.
    Error,
}

/// Where it is. Rows and columns as a person counts them: the first line of a file is row 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Sheet or archive member, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row or line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Column name as the file writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// So many places of a cause are kept before more of a worse one are.
const FIRST_PLACES: usize = 5;

/// Something odd in user data.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The value found, shortened to 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong, one sentence.
    pub what: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(severity: Severity, what: impl Into<String>) -> Self {
        Self {
            severity,
            place: Place::default(),
            value: None,
            what: what.into(),
            hint: None,
        }
    }

    /// Says in which row.
    #[must_use]
    pub fn row(mut self, row: u64) -> Self {
        self.place.row = Some(row);
        self
    }

    /// Says in which column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.place.column = Some(column.into());
        self
    }

    /// Says in which sheet.
    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<String>) -> Self {
        self.place.sheet = Some(sheet.into());
        self
    }

    /// Shows the value found.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        self.value = Some(value.chars().take(200).collect());
        self
    }

    /// Of many problems so many, as they stood: the first of every cause, then the first places of each, then the worst.
    #[must_use]
    pub fn foremost(problems: Vec<Self>, most: usize) -> Vec<Self> {
        if problems.len() <= most {
            return problems;
        }
        let mut seen: HashMap<(Severity, &str, Option<&str>), usize> = HashMap::new();
        let mut ranks: Vec<_> = problems
            .iter()
            .enumerate()
            .map(|(at, problem)| {
                let count = seen
                    .entry((problem.severity, &problem.what, problem.hint.as_deref()))
                    .or_default();
                *count += 1;
                let tier = usize::from(*count > 1) + usize::from(*count > FIRST_PLACES);
                (tier, Reverse(problem.severity), at)
            })
            .collect();
        ranks.sort_unstable();
        let mut kept = vec![false; problems.len()];
        ranks.iter().take(most).for_each(|(.., at)| kept[*at] = true);
        let both = problems.into_iter().zip(kept);
        both.filter_map(|(problem, is_kept)| is_kept.then_some(problem))
            .collect()
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_problems_no_cause_is_missing_and_the_worst_come_first() {
        let many = |severity, what: &str, rows: std::ops::Range<u64>| {
            let what = what.to_owned();
            rows.map(move |row| Problem::new(severity, what.clone()).row(row))
        };
        let notes = many(Severity::Info, "a total", 0..900);
        let warnings = many(Severity::Warning, "odd", 900..940);
        let errors = many(Severity::Error, "no number", 940..980);
        let late = many(Severity::Info, "late", 980..990);
        let all: Vec<Problem> = notes.chain(warnings).chain(errors).chain(late).collect();
        let kept = Problem::foremost(all.clone(), 100);
        let rows = |what: &str| {
            let of_cause = kept.iter().filter(|problem| problem.what == what);
            of_cause
                .filter_map(|problem| problem.place.row)
                .collect::<Vec<u64>>()
        };
        assert_eq!(kept.len(), 100);
        assert_eq!((rows("odd").len(), rows("no number").len()), (40, 40));
        assert_eq!(rows("late"), [980, 981, 982, 983, 984]);
        assert_eq!(rows("a total"), (0..15).collect::<Vec<u64>>());
        assert!(kept.is_sorted_by_key(|problem| problem.place.row));
        // Where there is room for little, every cause still has one.
        let few = Problem::foremost(all, 4);
        assert_eq!(
            few.iter()
                .filter_map(|problem| problem.place.row)
                .collect::<Vec<_>>(),
            [0, 900, 940, 980]
        );
    }
}
