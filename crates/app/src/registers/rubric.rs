//! Rubrics and the judgements made against them. A level of 2 or more needs an artefact; counts are no evidence.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use metrics::people::rubric::{Assessed, LEVELS, Rater, Rubric, rubric};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Book;

use super::{Checked, Known, by_number, number};
use crate::scope::Scope;
use crate::{Result, documents, side_file};

/// A level from which on an artefact must show it.
const SHOWN_LEVEL: u32 = 2;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RubricFile {
    name: String,
    version: u32,
    dimension: Vec<Dimension>,
    requirement: Vec<Requirement>,
}

/// A dimension with what each level means, in the user's own words.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dimension {
    name: String,
    levels: [String; LEVELS],
}

/// What a role requires; an empty role is every role.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    #[serde(default)]
    role: String,
    #[serde(default)]
    seniority: String,
    levels: BTreeMap<String, u32>,
}

impl RubricFile {
    fn knows(&self, levels: &BTreeMap<String, u32>) -> Checked<()> {
        for (name, level) in levels {
            if !self.dimension.iter().any(|dimension| dimension.name == *name) {
                return Err(format!("`{name}` is no dimension of {}", self.name));
            }
            if *level as usize >= LEVELS {
                return Err(format!("{name}: levels run from 0 to 3"));
            }
        }
        Ok(())
    }

    /// What a role requires: its own line, else that of every seniority, else that of every role.
    fn required(&self, role: &str, seniority: &str) -> Option<&BTreeMap<String, u32>> {
        let wanted = [(role, seniority), (role, ""), ("", seniority), ("", "")];
        let line = |(role, seniority)| {
            let mut lines = self.requirement.iter();
            lines.find(|line| line.role == role && line.seniority == seniority)
        };
        wanted.into_iter().find_map(line).map(|line| &line.levels)
    }
}

/// Reads a rubric.
pub(crate) fn read_rubric(text: &str) -> Checked<Value> {
    documents::checked(text, |file: &RubricFile| {
        if file.name.trim().is_empty() {
            return Err("a rubric has a `name`".to_owned());
        }
        file.requirement
            .iter()
            .try_for_each(|line| file.knows(&line.levels))
    })
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AssessmentFile {
    #[serde(default)]
    name: String,
    rubric: String,
    version: u32,
    assessment: Vec<Assessment>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Assessment {
    person: String,
    day: NaiveDate,
    rater: Rater,
    #[serde(default)]
    seniority: String,
    levels: BTreeMap<String, u32>,
    #[serde(default)]
    evidence: Vec<Evidence>,
}

/// An artefact that shows a level.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Evidence {
    dimension: String,
    link: String,
    #[serde(default)]
    what: String,
}

impl Evidence {
    /// Counts of tokens or requests show how much, never how well.
    fn is_count(&self) -> bool {
        let text = format!("{} {}", self.link, self.what).to_lowercase();
        ["token", "request count", "number of requests", "usage count"]
            .iter()
            .any(|word| text.contains(word))
    }
}

impl Assessment {
    fn check(&self) -> Checked<()> {
        if let Some(count) = self.evidence.iter().find(|evidence| evidence.is_count()) {
            return Err(format!(
                "{}: counts of tokens or requests are no evidence; link what was made",
                count.dimension
            ));
        }
        let has_link = |name: &String| {
            self.evidence
                .iter()
                .any(|evidence| evidence.dimension == *name && !evidence.link.trim().is_empty())
        };
        let bare = self
            .levels
            .iter()
            .find(|(name, level)| **level >= SHOWN_LEVEL && !has_link(name));
        bare.map_or(Ok(()), |(name, level)| {
            Err(format!(
                "{name} at level {level} needs `evidence` with a link to what was made"
            ))
        })
    }
}

/// Reads assessments against the rubric and version that they name.
pub(crate) fn read_assessments(book: &Book, text: &str) -> Checked<Value> {
    let mut file: AssessmentFile = side_file::parsed(text)?;
    let rubric = pinned(book, &file.rubric, file.version).map_err(|error| error.to_string())?;
    let rubric = rubric.ok_or_else(|| {
        format!(
            "the book has no rubric `{}` of version {}; set it first",
            file.rubric, file.version
        )
    })?;
    let known = Known::of(book)?;
    for one in &mut file.assessment {
        one.check()?;
        rubric.knows(&one.levels)?;
        one.person = known.pseudonym(&one.person)?;
    }
    serde_json::to_value(&file).map_err(|error| error.to_string())
}

/// A rubric in the version that an assessment was made against, also where it has moved on since.
fn pinned(book: &Book, name: &str, version: u32) -> Result<Option<RubricFile>> {
    let history = book.json_history("rubrics", name)?.into_iter().rev();
    let files = history.filter_map(|(_, json)| serde_json::from_value::<RubricFile>(json?).ok());
    Ok(files.into_iter().find(|file| file.version == version))
}

/// Levels of everybody assessed, by team.
pub(crate) fn levels(scope: &Scope<'_>) -> Result<Rubric> {
    Ok(rubric(&assessed(scope)?, scope.settings.privacy))
}

pub(super) fn assessed(scope: &Scope<'_>) -> Result<Vec<Assessed>> {
    let people = by_number(scope)?;
    let files: Vec<AssessmentFile> = documents::all(scope.book, "assessments")?;
    let mut all = Vec::new();
    for file in files {
        let Some(rubric) = pinned(scope.book, &file.rubric, file.version)? else {
            continue;
        };
        let made = file.assessment.iter().filter_map(|one| {
            let person = people.get(&number(&one.person)?)?;
            let required = rubric.required(&person.role, &one.seniority)?;
            let level = |(name, required): (&String, &u32)| {
                (
                    name.clone(),
                    one.levels.get(name).copied().unwrap_or(0),
                    *required,
                )
            };
            Some(Assessed {
                person: person.person,
                team: person.team.clone(),
                day: one.day,
                rater: one.rater,
                levels: required.iter().map(level).collect(),
            })
        });
        all.extend(made);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assessment(level: u32, evidence: &[(&str, &str)]) -> Assessment {
        let evidence = evidence.iter().map(|(link, what)| Evidence {
            dimension: "building".to_owned(),
            link: (*link).to_owned(),
            what: (*what).to_owned(),
        });
        Assessment {
            person: "Person 1".to_owned(),
            day: "2026-09-30".parse().expect("a day"),
            rater: Rater::Manager,
            seniority: String::new(),
            levels: BTreeMap::from([("building".to_owned(), level)]),
            evidence: evidence.collect(),
        }
    }

    #[test]
    fn level_2_needs_a_link_and_counts_of_tokens_are_no_evidence() {
        assert!(assessment(1, &[]).check().is_ok());
        assert!(assessment(2, &[]).check().is_err());
        assert!(assessment(2, &[(" ", "a tool")]).check().is_err());
        assert!(
            assessment(2, &[("https://example.com/tool", "a tool the team uses")])
                .check()
                .is_ok()
        );
        let counted = assessment(
            2,
            &[("https://example.com/report", "4.1 million Tokens in September")],
        );
        assert!(counted.check().is_err_and(|what| what.contains("no evidence")));
    }

    #[test]
    fn a_rubric_with_an_unknown_dimension_or_level_is_refused() {
        let rubric = |levels: &str| {
            read_rubric(&format!(
                "name = \"F\"\nversion = 1\n[[dimension]]\nname = \"building\"\nlevels = [\"a\", \"b\", \"c\", \"d\"]\n[[requirement]]\nlevels = {{ {levels} }}"
            ))
        };
        assert!(rubric("building = 3").is_ok());
        assert!(rubric("building = 4").is_err() && rubric("painting = 1").is_err());
    }
}
