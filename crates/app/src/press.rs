//! What the button of a table's row does, and how it is taken back. Asks for nothing that the row does not show.

use std::collections::BTreeMap;

use store::{Book, RuleUse};

use crate::{Error, Result, identity, initiative, scenario, settings};

/// `identity-12-3` says that identity 12 is person 3, `rule-0` confirms a rule, `setting-KEY=VALUE` keeps a setting,
/// `scenario-0-gain=520&risk=0.2` keeps what the sliders of the first initiative show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Press {
    Identity(i64, i64),
    Rule(usize),
    Setting(String, String),
    Scenario(usize, BTreeMap<String, String>),
}

impl Press {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('-')?;
        match kind {
            "identity" => {
                let (number, person) = rest.split_once('-')?;
                Some(Self::Identity(number.parse().ok()?, person.parse().ok()?))
            }
            "rule" => Some(Self::Rule(rest.parse().ok()?)),
            "setting" => {
                let (key, value) = rest.split_once('=')?;
                Some(Self::Setting(key.to_owned(), value.to_owned()))
            }
            "scenario" => {
                let (at, inputs) = rest.split_once('-')?;
                let pairs = inputs.split('&').map(|pair| pair.split_once('='));
                let inputs = pairs.map(|pair| pair.map(|(key, value)| (key.to_owned(), value.to_owned())));
                Some(Self::Scenario(at.parse().ok()?, inputs.collect::<Option<_>>()?))
            }
            _ => None,
        }
    }

    /// Does it; says what became of it.
    pub(crate) fn run(&self, book: &Book) -> Result<String> {
        match self {
            Self::Identity(number, person) => book.confirm_identity(*number, Some(*person))?,
            Self::Rule(at) => book.confirm_rule(&rule(book, *at)?.rule, true)?,
            Self::Setting(key, value) => {
                let version = settings::set(book, key, Some(value))?;
                return Ok(format!("{key} is now {value}; settings version {version}."));
            }
            Self::Scenario(at, inputs) => {
                let name = scenario::keep_moved(book, &initiative_at(book, *at)?, inputs)?;
                return Ok(format!("Saved the scenario “{name}”."));
            }
        }
        Ok(format!("Confirmed. {}.", identity::rate(&book.matching()?)))
    }

    /// Takes it back.
    pub(crate) fn undo(&self, book: &Book) -> Result<String> {
        match self {
            Self::Identity(number, _) => book.confirm_identity(*number, None)?,
            Self::Rule(at) => book.confirm_rule(&rule(book, *at)?.rule, false)?,
            Self::Setting(key, _) => {
                let version = settings::back(book, key)?;
                return Ok(format!("Taken back; settings version {version}."));
            }
            Self::Scenario(_, inputs) => {
                scenario::remove(book, &scenario::moves(inputs))?;
                return Ok("The scenario is no longer saved.".to_owned());
            }
        }
        Ok(format!("Taken back. {}.", identity::rate(&book.matching()?)))
    }
}

fn initiative_at(book: &Book, at: usize) -> Result<String> {
    let all = initiative::initiatives(book)?;
    let found = all.into_iter().nth(at).map(|one| one.scenario.name);
    found.ok_or_else(|| Error::asked("That initiative is gone", "Look at the list again."))
}

/// Confirmed rules come first, so the place of a rule moves: rules are told apart by their text.
fn rule(book: &Book, at: usize) -> Result<RuleUse> {
    let rules = identity::sorted(book.naming_rules()?);
    let rule = rules.into_iter().nth(at);
    rule.ok_or_else(|| Error::asked("That rule is gone", "Look at the list again."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_says_what_it_does() {
        assert_eq!(Press::parse("identity-12-3"), Some(Press::Identity(12, 3)));
        assert_eq!(Press::parse("rule-0"), Some(Press::Rule(0)));
        let setting = Press::Setting("windows.days".to_owned(), "56".to_owned());
        assert_eq!(Press::parse("setting-windows.days=56"), Some(setting));
        let moved = BTreeMap::from(
            [("gain", "520"), ("risk", "0.2")].map(|(key, value)| (key.to_owned(), value.to_owned())),
        );
        assert_eq!(
            Press::parse("scenario-0-gain=520&risk=0.2"),
            Some(Press::Scenario(0, moved))
        );
        assert_eq!(Press::parse("identity-12"), None);
        assert_eq!(Press::parse("7"), None);
    }
}
