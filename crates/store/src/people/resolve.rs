//! Who the identities that fit nobody may be: whom they resemble. It suggests; only what the user confirms changes
//! who is whom.

use std::collections::HashMap;

use rusqlite::OptionalExtension;
use serde::Serialize;

use super::kind::IdentityKind;
use super::matching::Unmatched;
use super::naming;
use super::roster::{RawIdentity, Roster, Somebody, address};
use crate::book::Book;
use crate::error::Result;

/// Somebody of the roster whom an identity resembles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// Number in the book.
    pub person: i64,
    /// Their label; hidden where names are.
    pub label: String,
    /// Why.
    pub why: String,
}

/// An identity that fits nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unresolved {
    /// Its number in the book.
    pub number: i64,
    /// As its source writes it.
    #[serde(flatten)]
    pub identity: Unmatched,
    /// What it is.
    pub kind: IdentityKind,
    /// Whom it resembles, if exactly one person.
    pub suggestion: Option<Suggestion>,
}

/// People by texts that resemble them: letters and digits of logins, names and the names of e-mail addresses.
pub(super) struct Likeness(HashMap<String, Option<i64>>);

impl Likeness {
    pub(super) fn of(roster: &Roster) -> Self {
        let mut found: HashMap<String, Option<i64>> = HashMap::new();
        for (person, line) in &roster.people {
            let local = line.email.split('@').next().unwrap_or_default();
            for text in line
                .logins
                .iter()
                .map(String::as_str)
                .chain([local, line.name.as_str()])
            {
                let text = plain(text);
                if text.len() > 1 {
                    let entry = found.entry(text).or_insert(Some(*person));
                    *entry = entry.filter(|known| known == person);
                }
            }
        }
        Self(found)
    }

    /// The one person that a text resembles.
    pub(super) fn person(&self, text: &str) -> Option<i64> {
        self.0.get(&plain(text)).copied().flatten()
    }
}

/// Letters and digits in lower case.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What an alias calls an identity: as [`RawIdentity::own_text`].
const OWN_TEXT: &str = "CASE WHEN ext = 0 AND email = 0 THEN name ELSE ext END";

impl Book {
    /// Every identity that fits nobody, with what it is and whom it resembles.
    pub fn unresolved(&self) -> Result<Vec<Unresolved>> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        let likeness = Likeness::of(&roster);
        let named = self
            .named_identities(&roster)
            .map_err(|error| self.named(error))?;
        let strangers = roster.identities.iter().filter(|(number, _)| {
            let who = roster.who(**number).filter(|_| named.contains(number));
            who.is_some_and(|who| !matches!(who, Somebody::Person(_)))
        });
        let mut found: Vec<Unresolved> = strangers
            .map(|(number, raw)| {
                let kind = IdentityKind::of(raw);
                let person = (kind != IdentityKind::Service)
                    .then(|| alike(&likeness, raw))
                    .flatten();
                Unresolved {
                    number: *number,
                    identity: Unmatched::of(raw),
                    kind,
                    suggestion: person.map(|(person, why)| Suggestion {
                        person,
                        label: roster.label(&Somebody::Person(person)),
                        why: why.to_owned(),
                    }),
                }
            })
            .collect();
        found.sort_by(|a, b| (a.kind, &a.identity).cmp(&(b.kind, &b.identity)));
        Ok(found)
    }

    /// Confirms that an identity is a person, or takes that back. E-mail and login still go first.
    pub fn confirm_identity(&self, number: i64, person: Option<i64>) -> Result<()> {
        self.write(|conn| {
            let key = format!("SELECT source, {OWN_TEXT}, email FROM identity WHERE id = ?1");
            let forget = format!("DELETE FROM alias WHERE (source, ext, email) = ({key})");
            conn.execute(&forget, [number])?;
            if let Some(person) = person {
                let add = format!(
                    "INSERT INTO alias (source, ext, email, person)
                     SELECT source, {OWN_TEXT}, email, ?2 FROM identity WHERE id = ?1"
                );
                conn.execute(&add, (number, person))?;
            }
            Ok(())
        })?;
        self.forget_roster();
        Ok(())
    }

    /// Numbers of the identities that a source calls so: by id, e-mail or name.
    pub fn identities_called(&self, source: &str, text: &str) -> Result<Vec<i64>> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        let is_called = |raw: &RawIdentity| {
            raw.source == source
                && [&raw.ext, &raw.email, &raw.name]
                    .iter()
                    .any(|own| own.to_lowercase() == text.to_lowercase())
        };
        let found = roster
            .identities
            .iter()
            .filter(|(_, raw)| !text.is_empty() && is_called(raw));
        Ok(found.map(|(number, _)| *number).collect())
    }

    /// The number of a person of the roster by employee number, e-mail or login.
    pub fn person_called(&self, text: &str) -> Result<Option<i64>> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        let find = || -> Result<Option<i64>> {
            let mut query = self
                .conn
                .prepare_cached("SELECT person FROM anchor WHERE text = ?1")?;
            for kind in ["employee", "email", "login"] {
                let anchor = format!("{kind}:{}", text.to_lowercase());
                let found = query.query_row([anchor], |row| row.get(0)).optional()?;
                if found.is_some_and(|person| roster.knows(person)) {
                    return Ok(found);
                }
            }
            Ok(None)
        };
        find().map_err(|error| self.named(error))
    }
}

/// Whom an identity resembles, and why.
fn alike(likeness: &Likeness, raw: &RawIdentity) -> Option<(i64, &'static str)> {
    let local = address(raw).split('@').next().unwrap_or_default();
    let by_rule = naming::proposed().find_map(|rule| likeness.person(rule.user(raw)?));
    let tried = [
        (likeness.person(local), "the same name before the @"),
        (by_rule, "the key is named after this user"),
        (
            likeness.person(&raw.ext),
            "the id resembles the login or e-mail name",
        ),
        (likeness.person(&raw.name), "the same name"),
    ];
    tried.into_iter().find_map(|(person, why)| Some((person?, why)))
}
