//! Rules about how keys are named after their users. Only a rule that the user confirmed changes who is whom.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::resolve::Likeness;
use super::roster::RawIdentity;
use crate::book::Book;
use crate::error::Result;

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

/// The same, as rules.
pub(super) fn proposed() -> impl Iterator<Item = NamingRule> {
    PROPOSED.iter().map(|(source, pattern)| NamingRule {
        source: (*source).to_owned(),
        pattern: (*pattern).to_owned(),
    })
}

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

impl Book {
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
        let more: Vec<NamingRule> = proposed().filter(|rule| !rules.contains(rule)).collect();
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
