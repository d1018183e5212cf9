//! What people keep beside the figures: the opportunity register, a rubric with its assessments, and evidence of access,
//! skill and will. Files name people by e-mail, login or pseudonym; the book keeps the pseudonym only.

mod rubric;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use metrics::people::diagnosis::{Diagnosis, Item, Sign, diagnosis};
use metrics::people::rubric::{Assessed, LEVELS, Rater};
use metrics::roi::opportunities::{Opportunity, Register, opportunities};
use model::PersonActivity;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Book;

use crate::scope::Scope;
use crate::{Result, documents, side_file};

use rubric::assessed;
pub(crate) use rubric::{levels, read_assessments, read_rubric};

type Checked<T> = std::result::Result<T, String>;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterFile {
    #[serde(default)]
    name: String,
    opportunity: Vec<Opportunity>,
}

/// Reads a register; what is wrong with an item is said.
pub(crate) fn read_register(text: &str) -> Checked<Value> {
    documents::checked(text, |file: &RegisterFile| {
        let names: BTreeSet<&String> = file.opportunity.iter().map(|item| &item.name).collect();
        if names.len() < file.opportunity.len() {
            return Err("two items have the same name".to_owned());
        }
        file.opportunity.iter().try_for_each(Opportunity::check)
    })
}

/// The register at the end of the period in force.
pub(crate) fn register(scope: &Scope<'_>) -> Result<Register> {
    let files: Vec<RegisterFile> = documents::all(scope.book, "opportunities")?;
    let items: Vec<Opportunity> = files.into_iter().flat_map(|file| file.opportunity).collect();
    Ok(opportunities(&items, scope.people_window().to))
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceFile {
    #[serde(default)]
    name: String,
    item: Vec<EvidenceItem>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceItem {
    person: String,
    sign: Sign,
    score: f64,
    day: NaiveDate,
}

/// Reads evidence of access, skill and will.
pub(crate) fn read_evidence(book: &Book, text: &str) -> Checked<Value> {
    let mut file: EvidenceFile = side_file::parsed(text)?;
    let known = Known::of(book)?;
    for item in &mut file.item {
        if !(0.0..=100.0).contains(&item.score) {
            return Err("a `score` lies between 0 and 100".to_owned());
        }
        item.person = known.pseudonym(&item.person)?;
    }
    serde_json::to_value(&file).map_err(|error| error.to_string())
}

/// Where the evidence points, by team: what files state, with seats and the last levels of the rubric.
pub(crate) fn diagnosed(scope: &Scope<'_>) -> Result<Diagnosis> {
    let people = by_number(scope)?;
    let day = scope.people_window().to;
    let files: Vec<EvidenceFile> = documents::all(scope.book, "evidence")?;
    let stated = files.into_iter().flat_map(|file| file.item).filter_map(|item| {
        let person = people.get(&number(&item.person)?)?;
        Some(of(person, item.sign, (item.score, item.day)))
    });
    let mut items: Vec<Item> = stated.collect();
    let known: BTreeSet<i64> = items.iter().map(|item| item.person).collect();
    let holders = people
        .values()
        .filter(|person| known.contains(&person.person) && !person.products.is_empty());
    items.extend(holders.map(|person| of(person, Sign::Seat, (100.0, day))));
    let level = |one: &Assessed| 100.0 * f64::from(one.level()) / (LEVELS - 1) as f64;
    let judged = last_judged(assessed(scope)?);
    items.extend(
        judged
            .iter()
            .filter(|one| known.contains(&one.person))
            .filter_map(|one| Some(of(people.get(&one.person)?, Sign::Rubric, (level(one), one.day)))),
    );
    Ok(diagnosis(&items, day, scope.settings.privacy))
}

/// The last judgement of each person that is not their own, by a manager before one by a peer: one item, however often
/// somebody was judged.
fn last_judged(all: Vec<Assessed>) -> Vec<Assessed> {
    let mut last: BTreeMap<i64, Assessed> = BTreeMap::new();
    for one in all.into_iter().filter(|one| one.rater != Rater::Own) {
        let rank = |of: &Assessed| (of.rater == Rater::Manager, of.day);
        let is_later = last
            .get(&one.person)
            .is_none_or(|known| rank(&one) >= rank(known));
        if is_later {
            last.insert(one.person, one);
        }
    }
    last.into_values().collect()
}

fn of(person: &PersonActivity, sign: Sign, (score, day): (f64, NaiveDate)) -> Item {
    Item {
        person: person.person,
        team: person.team.clone(),
        sign,
        score,
        day,
    }
}

fn by_number<'s>(scope: &'s Scope<'_>) -> Result<BTreeMap<i64, &'s PersonActivity>> {
    Ok(scope
        .people()?
        .iter()
        .map(|person| (person.person, person))
        .collect())
}

/// Who is on the roster, read once for a file.
struct Known<'b> {
    book: &'b Book,
    people: BTreeSet<i64>,
}

impl<'b> Known<'b> {
    fn of(book: &'b Book) -> Checked<Self> {
        let entries = book.roster_entries().map_err(|error| error.to_string())?;
        let people = entries.into_iter().map(|entry| entry.person).collect();
        Ok(Self { book, people })
    }

    /// `Person 12` of an e-mail, login or pseudonym; refused where the roster has nobody of it.
    fn pseudonym(&self, text: &str) -> Checked<String> {
        let found = match number(text) {
            Some(number) => Some(number).filter(|number| self.people.contains(number)),
            None => self.book.person_called(text).map_err(|error| error.to_string())?,
        };
        found.map_or_else(
            || Err(format!("nobody on the roster is called `{text}`")),
            |number| Ok(format!("Person {number}")),
        )
    }
}

fn number(pseudonym: &str) -> Option<i64> {
    pseudonym.strip_prefix("Person ")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_often_somebody_is_judged_the_last_level_is_one_item() {
        let judged = |person, day: &str, rater| Assessed {
            person,
            team: "Claims".to_owned(),
            day: day.parse().expect("a day"),
            rater,
            levels: Vec::new(),
        };
        let all = vec![
            judged(1, "2026-03-01", Rater::Manager),
            judged(1, "2026-06-01", Rater::Manager),
            judged(1, "2026-09-01", Rater::Peer),
            judged(2, "2026-09-01", Rater::Own),
            judged(3, "2026-09-01", Rater::Peer),
        ];
        let last: Vec<(i64, String)> = last_judged(all)
            .into_iter()
            .map(|one| (one.person, one.day.to_string()))
            .collect();
        assert_eq!(last, [(1, "2026-06-01".to_owned()), (3, "2026-09-01".to_owned())]);
    }

    #[test]
    fn somebody_who_is_not_on_the_roster_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let book = Book::create(&folder.path().join("r.counterfoil"), "R").expect("a book");
        let text =
            "[[item]]\nperson = \"ada@example.com\"\nsign = \"survey\"\nscore = 80\nday = \"2026-09-30\"";
        assert!(read_evidence(&book, text).is_err_and(|what| what.contains("ada@example.com")));
    }
}
