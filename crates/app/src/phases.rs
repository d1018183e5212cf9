//! Declared phases of units and tools, and what the book says of each. Draws nothing.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use metrics::people::utilisation::{Seats, utilisation};
use metrics::roi::decoupling::Decoupling;
use metrics::roi::phase::{About, Declared, Phase, Phases, Signs, phases};
use model::PersonActivity;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Book;

use crate::once::once;
use crate::scope::Scope;
use crate::view::Tone;
use crate::{Result, adoption, documents, outcomes};

/// A file of phases.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    name: String,
    phase: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    unit: Option<String>,
    tool: Option<String>,
    phase: Phase,
    owner: String,
    from: Option<NaiveDate>,
    until: NaiveDate,
}

impl Entry {
    fn about(&self) -> std::result::Result<About, String> {
        match (&self.unit, &self.tool) {
            (Some(unit), None) if !unit.is_empty() => Ok(About::Unit(unit.clone())),
            (None, Some(tool)) if !tool.is_empty() => Ok(About::Tool(tool.clone())),
            _ => Err("each phase names one `unit` or one `tool`".to_owned()),
        }
    }

    fn check(&self) -> std::result::Result<(), String> {
        let name = self.about()?.name().to_owned();
        if self.owner.trim().is_empty() {
            return Err(format!("{name}: a phase has an `owner` who answers for it"));
        }
        if self.from.is_some_and(|from| from >= self.until) {
            return Err(format!("{name}: `until` lies after `from`"));
        }
        Ok(())
    }
}

/// Reads a file of phases; an owner and an end date are needed.
pub(crate) fn read(text: &str) -> std::result::Result<Value, String> {
    documents::checked(text, |document: &Document| {
        document.phase.iter().try_for_each(Entry::check)
    })
}

/// Every declared phase of the book.
pub(crate) fn declared(book: &Book) -> Result<Vec<Declared>> {
    let all: Vec<Document> = documents::all(book, "phases")?;
    let entries = all.into_iter().flat_map(|document| document.phase);
    let declared = entries.filter_map(|entry| {
        Some(Declared {
            about: entry.about().ok()?,
            phase: entry.phase,
            owner: entry.owner,
            from: entry.from,
            until: entry.until,
        })
    });
    Ok(declared.collect())
}

/// How a change of unit cost is meant in a phase: a rise is bad, but not while exploring.
pub(crate) fn cost_tone(phase: Option<Phase>, change: Option<f64>) -> Tone {
    match change {
        Some(change) if change > 0.0 && phase.is_none_or(Phase::marks_cost) => Tone::Bad,
        Some(change) if change < 0.0 => Tone::Good,
        _ => Tone::Neutral,
    }
}

/// Declared and suggested phases at the end of the period in force; computed once for all that a screen shows.
pub(crate) fn of<'s>(scope: &'s Scope<'_>) -> Result<&'s Phases> {
    once(&scope.once.phases, || look(scope))
}

fn look(scope: &Scope<'_>) -> Result<Phases> {
    let people = scope.people()?;
    let outcome = outcomes::decoupled(scope)?;
    let units: BTreeSet<&String> = people
        .iter()
        .map(|person| &person.unit)
        .filter(|unit| !unit.is_empty())
        .collect();
    let tools: BTreeSet<&String> = people.iter().flat_map(|person| &person.products).collect();
    let units = units.into_iter().map(|unit| About::Unit(unit.clone()));
    let tools = tools.into_iter().map(|tool| About::Tool(tool.clone()));
    let signs: Vec<Signs> = units
        .chain(tools)
        .map(|about| signs(scope, people, (about, outcome)))
        .collect::<Result<_>>()?;
    let day = scope.people_window().to;
    Ok(phases(
        &declared(scope.book)?,
        &signs,
        (day, scope.settings.phase),
    ))
}

fn signs(
    scope: &Scope<'_>,
    people: &[PersonActivity],
    (about, outcome): (About, &Decoupling),
) -> Result<Signs> {
    let (product, of): (Option<String>, Vec<PersonActivity>) = match &about {
        About::Unit(unit) => (
            None,
            people
                .iter()
                .filter(|person| person.unit == *unit)
                .cloned()
                .collect(),
        ),
        About::Tool(tool) => (
            Some(tool.clone()),
            people
                .iter()
                .filter(|person| person.products.contains(tool))
                .cloned()
                .collect(),
        ),
    };
    let seats = Seats {
        is_part: true,
        bought: None,
        price: None,
        ..adoption::seats(scope, product)?
    };
    let named = |team: &str| {
        outcome
            .links
            .iter()
            .find(|link| link.team == team && link.elasticity.is_some())
    };
    let unit = if matches!(about, About::Unit(_)) {
        named(about.name())
    } else {
        None
    };
    Ok(Signs {
        use_of: utilisation(&of, scope.person_days()?, &seats, &scope.settings),
        since: of
            .iter()
            .filter_map(|person| {
                [person.entitled_since, person.first_active]
                    .into_iter()
                    .flatten()
                    .min()
            })
            .min(),
        elasticity: unit.or_else(|| named("")).and_then(|link| link.elasticity),
        about,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rising_unit_cost_is_bad_but_not_while_exploring() {
        assert_eq!(cost_tone(Some(Phase::Explore), Some(0.4)), Tone::Neutral);
        assert_eq!(cost_tone(Some(Phase::Efficiency), Some(0.4)), Tone::Bad);
        assert_eq!(cost_tone(None, Some(0.4)), Tone::Bad);
        assert_eq!(cost_tone(Some(Phase::Explore), Some(-0.1)), Tone::Good);
    }

    #[test]
    fn a_phase_without_owner_end_or_name_is_refused() {
        for text in [
            "[[phase]]\nunit = \"Claims\"\nphase = \"explore\"\nowner = \"\"\nuntil = \"2026-12-31\"",
            "[[phase]]\nunit = \"Claims\"\nphase = \"explore\"\nowner = \"Operations\"",
            "[[phase]]\nphase = \"explore\"\nowner = \"Operations\"\nuntil = \"2026-12-31\"",
            "[[phase]]\nunit = \"A\"\ntool = \"B\"\nphase = \"explore\"\nowner = \"O\"\nuntil = \"2026-12-31\"",
            "[[phase]]\nunit = \"A\"\nphase = \"explore\"\nowner = \"O\"\nfrom = \"2027-01-01\"\nuntil = \"2026-12-31\"",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
