//! Words around a label that change what it announces. The words are data: `aside` in `invoices/labels.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::fold::plain;
use super::labels::File;

/// Words before a label that are looked at.
const NEAR: usize = 2;

/// What a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Aside {
    /// Before a label: it is about another document or another day.
    Other,
    /// Before the label of a number or a day: the sentence is about a document, perhaps not this one.
    About,
    /// Before a tax: the label begins after it.
    Lead,
    /// Before or behind a tax: it is part of the total.
    Included,
    /// Before an amount: what a tax is taken from.
    Basis,
    /// Beside a day: until then a discount is given.
    Early,
    /// Between two days.
    Until,
    /// Heads a document about a payment that was made.
    Receipt,
}

/// Whether a word does so.
pub(super) fn is(aside: Aside, word: &str) -> bool {
    static WORDS: OnceLock<BTreeMap<Aside, BTreeSet<String>>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let all = File::built_in().aside.iter();
        all.map(|(aside, languages)| {
            let words = languages.values().flatten();
            (*aside, words.map(|word| plain(word)).collect())
        })
        .collect()
    });
    words
        .get(&aside)
        .is_some_and(|words| words.contains(&plain(word)))
}

/// Whether one of the words just before a label does one of these.
pub(super) fn is_behind(before: &str, asides: &[Aside]) -> bool {
    let near = before.split_whitespace().rev().take(NEAR);
    near.into_iter()
        .any(|word| asides.iter().any(|aside| is(*aside, word)))
}

/// Whether nothing but a rate and words that lead in stand before a tax: `zzgl. 19 %`, `of which 20%`.
pub(super) fn is_lead(before: &str) -> bool {
    let is_rate = |word: &str| !word.contains(char::is_alphabetic);
    before
        .split_whitespace()
        .all(|word| is_rate(word) || is(Aside::Lead, word) || is(Aside::Included, word))
}
