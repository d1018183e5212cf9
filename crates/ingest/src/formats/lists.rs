//! Lists of words that come with the product as data: `payees`. Decides nothing about a row.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct List {
    words: Vec<[String; 2]>,
}

static PAYEES: LazyLock<List> = LazyLock::new(|| {
    toml::from_str(include_str!("../../lists/payees.toml")).expect("a test reads every list")
});

/// Names of the lists.
pub(super) const LISTS: &[&str] = &["payees"];

/// What a list says of a text; `""` if nothing.
pub(super) fn word(list: &str, text: &str) -> &'static str {
    if list == "payees" { payee(text) } else { "" }
}

/// Which AI or cloud vendor a payee, a merchant or a description names; `""` if none that is known.
pub fn payee(text: &str) -> &'static str {
    let text = text.to_lowercase();
    let found = PAYEES.words.iter().find(|[part, _]| names(&text, part));
    found.map_or("", |[_, word]| word)
}

/// What statements write behind a name without a blank: `OPENAICHATGPT`, `MISTRALAI`.
const TAILS: &[&str] = &[
    "ai",
    "api",
    "app",
    "chat",
    "chatgpt",
    "claude",
    "cloud",
    "code",
    "com",
    "copilot",
    "corp",
    "credits",
    "gmbh",
    "hq",
    "inc",
    "io",
    "labs",
    "llc",
    "ltd",
    "org",
    "pbc",
    "plus",
    "pro",
    "subscription",
    "team",
    "web",
];

/// Whether a part occurs as whole words, or before such tails or figures.
fn names(text: &str, part: &str) -> bool {
    text.match_indices(part).any(|(at, _)| {
        let starts = !text[..at].ends_with(char::is_alphanumeric);
        starts && is_tail(&text[at + part.len()..])
    })
}

/// Whether what is left of a word only adds to the name before it, perhaps cut off.
fn is_tail(rest: &str) -> bool {
    let word = rest
        .split(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or("");
    let is_cut = |tail: &&str| word.len() > 1 && tail.starts_with(word);
    word.is_empty()
        || TAILS.iter().any(is_cut)
        || TAILS
            .iter()
            .any(|tail| word.strip_prefix(tail).is_some_and(is_tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payees_are_known_by_their_words() {
        for (text, payee_is) in [
            ("OPENAI *CHATGPT SUBSCR", "OpenAI"),
            ("OpenAI, LLC", "OpenAI"),
            ("ANTHROPIC", "Anthropic"),
            ("CURSOR, AI POWERED IDE", "Cursor"),
            ("Precursor GmbH", ""),
            ("GITHUB, INC.", "GitHub"),
            ("AWS EMEA SARL", "AWS"),
            ("Laws of Physics Ltd", ""),
            ("GOOGLE*ADS9384", ""),
            ("OPENAICHATGPT", "OpenAI"),
            ("ANTHROPICSUBSC", "Anthropic"),
            ("CURSORAI12345", "Cursor"),
            ("Coherent Corp", ""),
            ("DeepLearning.AI", ""),
            ("Notional interest", ""),
            ("Replicated Inc", ""),
            ("GOOGLE *CLOUD 8G2K", "Google"),
            ("Google Cloud EMEA", "Google"),
            ("Stationery & Co", ""),
        ] {
            assert_eq!(payee(text), payee_is, "{text}");
        }
        assert!(LISTS.iter().all(|list| !word(list, "OpenAI").is_empty()));
    }
}
