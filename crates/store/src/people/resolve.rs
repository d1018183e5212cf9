//! Who the identities that fit nobody may be: what kind they are, whom they resemble, and rules about how keys are
//! named. It suggests; only what the user confirms changes who is whom.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::matching::Unmatched;
use super::roster::{RawIdentity, Roster, Somebody, address};
use crate::book::Book;
use crate::error::Result;

/// What an identity is as far as its text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// Somebody.
    Person,
    /// Somebody who left: the source shows a bare number.
    Former,
    /// A key, perhaps shared by several people.
    Key,
    /// A service, a robot, a schedule: never a person.
    Service,
}

impl IdentityKind {
    /// Whether it may be a person by itself.
    pub(crate) fn is_human(self) -> bool {
        matches!(self, Self::Person | Self::Former)
    }

    /// What identity it is. Only plain signs count; a guess would make people of robots or robots of people.
    pub(crate) fn of(identity: &RawIdentity) -> Self {
        const SERVICES: &[&str] = &[
            "svc-", "svc_", "service-", "service_", "ci-", "bot-", "noreply", "no-reply",
        ];
        const PARTS: &[&str] = &[
            "[bot]",
            "service account",
            "serviceaccount",
            "gserviceaccount",
            "automation",
        ];
        const KEYS: &[&str] = &[
            "key ",
            "key_",
            "key-",
            "apikey",
            "api_key",
            "sk-",
            "claude_code_key_",
        ];
        let text = address(identity);
        let text = if text.is_empty() { &identity.ext } else { text }.to_lowercase();
        let local = text.split('@').next().unwrap_or_default();
        let is_service = SERVICES.iter().any(|start| local.starts_with(start))
            || PARTS.iter().any(|part| text.contains(part))
            || local.ends_with("-bot")
            || local.ends_with("_bot");
        let is_key = KEYS.iter().any(|start| text.starts_with(start))
            || (identity.source == "anthropic" && !text.contains('@') && !text.starts_with("user"));
        if is_service {
            Self::Service
        } else if is_key {
            Self::Key
        } else if identity.source == "cursor" && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Former
        } else {
            Self::Person
        }
    }
}

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

/// How keys of a source are named after their users: `claude_code_key_{user}_*`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamingRule {
    /// Name space it holds for; all if empty.
    pub source: String,
    /// `{user}` stands for a login or the name of an e-mail address, `*` for anything.
    pub pattern: String,
}

/// A rule with what it would match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleUse {
    /// The rule.
    #[serde(flatten)]
    pub rule: NamingRule,
    /// Whether the user confirmed it.
    pub confirmed: bool,
    /// Identities that are named so.
    pub identities: u32,
    /// Of those, identities that it makes a person of the roster.
    pub people: u32,
}

/// Rules that vendors' own tools follow.
const PROPOSED: &[(&str, &str)] = &[("anthropic", "claude_code_key_{user}_*")];

impl NamingRule {
    fn name(&self) -> String {
        format!("{} {}", self.source, self.pattern).trim().to_owned()
    }

    /// The user that an identity is named after.
    pub(super) fn user<'t>(&self, identity: &'t RawIdentity) -> Option<&'t str> {
        let (before, after) = self.pattern.split_once("{user}")?;
        if !self.source.is_empty() && self.source != identity.source {
            return None;
        }
        [&identity.ext, &identity.name].into_iter().find_map(|text| {
            let rest = text.strip_prefix(before)?;
            let user = match after.strip_suffix('*') {
                Some("") | None if after.is_empty() => rest,
                Some(mark) => &rest[..rest.rfind(mark)?],
                None => rest.strip_suffix(after)?,
            };
            (!user.is_empty()).then_some(user)
        })
    }
}

/// Rules that the user confirmed.
pub(super) fn confirmed(conn: &Connection) -> Result<Vec<NamingRule>> {
    let sql = "SELECT json FROM document AS d WHERE kind = 'naming-rule' AND json IS NOT NULL AND version =
               (SELECT max(version) FROM document WHERE kind = d.kind AND name = d.name) ORDER BY name";
    let mut query = conn.prepare_cached(sql)?;
    let texts = query.query_map((), |row| row.get::<_, String>(0))?;
    let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
    Ok(texts
        .iter()
        .filter_map(|text| serde_json::from_str(text).ok())
        .collect())
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
                if text.len() > 2 {
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

impl Book {
    /// Every identity that fits nobody, with what it is and whom it resembles.
    pub fn unresolved(&self) -> Result<Vec<Unresolved>> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        let likeness = Likeness::of(&roster);
        let strangers = roster.identities.iter().filter(|(number, _)| {
            roster
                .who(**number)
                .is_some_and(|who| !matches!(who, Somebody::Person(_)))
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
            conn.execute(
                "DELETE FROM alias WHERE (source, ext, email) = (SELECT source, ext, email FROM identity WHERE id = ?1)",
                [number],
            )?;
            if let Some(person) = person {
                conn.execute(
                    "INSERT INTO alias (source, ext, email, person)
                     SELECT source, ext, email, ?2 FROM identity WHERE id = ?1",
                    (number, person),
                )?;
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
                    .any(|own| own.eq_ignore_ascii_case(text))
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
                if found.is_some_and(|person| roster.people.contains_key(&person)) {
                    return Ok(found);
                }
            }
            Ok(None)
        };
        find().map_err(|error| self.named(error))
    }

    /// Confirms a naming rule, or takes it back.
    pub fn confirm_rule(&self, rule: &NamingRule, is_confirmed: bool) -> Result<()> {
        if is_confirmed {
            let json = json!({"source": rule.source, "pattern": rule.pattern});
            self.put_json("naming-rule", &rule.name(), &json)?;
        } else {
            self.remove_json("naming-rule", &rule.name())?;
        }
        self.forget_roster();
        Ok(())
    }

    /// Every rule that is confirmed, and every one that vendors follow and that would match something.
    pub fn naming_rules(&self) -> Result<Vec<RuleUse>> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        let mut rules = confirmed(&self.conn).map_err(|error| self.named(error))?;
        let confirmed = rules.len();
        let proposed = PROPOSED.iter().map(|(source, pattern)| NamingRule {
            source: (*source).to_owned(),
            pattern: (*pattern).to_owned(),
        });
        let more: Vec<NamingRule> = proposed.filter(|rule| !rules.contains(rule)).collect();
        rules.extend(more);
        let likeness = Likeness::of(&roster);
        let uses = rules.into_iter().enumerate().map(|(at, rule)| {
            let users = roster.identities.values().filter_map(|raw| rule.user(raw));
            let known: Vec<Option<i64>> = users.map(|user| likeness.person(user)).collect();
            RuleUse {
                rule,
                confirmed: at < confirmed,
                identities: known.len() as u32,
                people: known.iter().flatten().count() as u32,
            }
        });
        Ok(uses
            .filter(|rule| rule.confirmed || rule.identities > 0)
            .collect())
    }
}

/// Whom an identity resembles, and why.
fn alike(likeness: &Likeness, raw: &RawIdentity) -> Option<(i64, &'static str)> {
    let local = address(raw).split('@').next().unwrap_or_default();
    let by_rule = PROPOSED.iter().find_map(|(source, pattern)| {
        let rule = NamingRule {
            source: (*source).to_owned(),
            pattern: (*pattern).to_owned(),
        };
        likeness.person(rule.user(raw)?)
    });
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

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(source: &str, ext: &str) -> RawIdentity {
        RawIdentity {
            source: source.into(),
            ext: ext.into(),
            ..RawIdentity::default()
        }
    }

    #[test]
    fn keys_services_and_former_members_are_told_from_people() {
        let kind = |source: &str, ext: &str| IdentityKind::of(&raw(source, ext));
        assert_eq!(kind("cursor", "nils@example.com"), IdentityKind::Person);
        assert_eq!(kind("cursor", "184402"), IdentityKind::Former);
        assert_eq!(kind("github", "184402"), IdentityKind::Person);
        assert_eq!(kind("github", "dependabot[bot]"), IdentityKind::Service);
        assert_eq!(kind("openai", "svc-claims@example.com"), IdentityKind::Service);
        assert_eq!(kind("openai", "key_4kd"), IdentityKind::Key);
        assert_eq!(
            kind("anthropic", "claude_code_key_nils.berg_xkqd"),
            IdentityKind::Key
        );
        assert_eq!(kind("github", "robotham"), IdentityKind::Person);
    }

    #[test]
    fn a_rule_finds_the_user_in_a_key() {
        let user = |pattern: &str, text: &str| {
            let rule = NamingRule {
                source: String::new(),
                pattern: pattern.into(),
            };
            rule.user(&raw("anthropic", text)).map(str::to_owned)
        };
        assert_eq!(
            user("claude_code_key_{user}_*", "claude_code_key_nils_berg_xkqd").as_deref(),
            Some("nils_berg")
        );
        assert_eq!(user("team-{user}", "team-ada").as_deref(), Some("ada"));
        assert_eq!(user("{user}-prod", "ada-prod").as_deref(), Some("ada"));
        assert_eq!(user("claude_code_key_{user}_*", "claims-bot"), None);
        assert_eq!(user("no user in it", "no user in it"), None);
    }
}
