//! What the button of a table's row does, and how it is taken back. Asks for nothing that the row does not show.

use store::{Book, RuleUse};

use crate::{Error, Result, identity, settings};

/// `identity-12-3` says that identity 12 is person 3, `rule-0` confirms a rule, `setting-KEY=VALUE` keeps a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Press {
    Identity(i64, i64),
    Rule(usize),
    Setting(String, String),
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
        }
        Ok(format!("Taken back. {}.", identity::rate(&book.matching()?)))
    }
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
        assert_eq!(Press::parse("identity-12"), None);
        assert_eq!(Press::parse("7"), None);
    }
}
