//! The small explicit steps of a `Take` from the text of a cell to the text that is meant. Knows no columns.

use std::borrow::Cow;

use super::cells::{json_tags, trimmed};
use super::lists;
use super::take::Take;
use crate::value::{currency_in, model_in};

/// The text after all steps; `""` for nothing.
pub(super) fn stepped<'r>(steps: &'r Take, raw: Cow<'r, str>) -> Cow<'r, str> {
    let mut text = cut(steps, trimmed(raw));
    if steps.spoken {
        text = spoken(&text).into();
    }
    if !steps.map.is_empty()
        && let Some(word) = steps.map.get(&text.to_lowercase())
    {
        text = Cow::Borrowed(word);
    }
    if text.is_empty() {
        return text;
    }
    if !steps.find.is_empty() {
        text = Cow::Borrowed(found(&steps.find, &text));
    }
    if !steps.begins.is_empty() {
        let begun = steps.begins.iter().find(|[start, _]| begins(&text, start));
        text = Cow::Borrowed(begun.map_or("", |[_, word]| word.as_str()));
    }
    if let Some(list) = &steps.known {
        text = Cow::Borrowed(lists::word(list, &text));
    }
    if steps.model {
        text = model_in(&text).unwrap_or_default().into();
    }
    if steps.sign {
        text = currency_in(&text)
            .map_or(String::new(), |currency| currency.code().to_owned())
            .into();
    }
    text
}

/// The part of the text that is meant.
fn cut<'r>(steps: &'r Take, mut text: Cow<'r, str>) -> Cow<'r, str> {
    if let Some(member) = &steps.json {
        let tags = json_tags(&text);
        let found = tags.into_iter().find(|(key, _)| key == member);
        text = found.map_or(Cow::Borrowed(""), |(_, value)| value.into());
    }
    if let Some(mark) = &steps.before_last {
        let before = text.rfind(mark.as_str()).map_or("", |at| text[..at].trim());
        text = before.to_owned().into();
    }
    if let Some(mark) = &steps.after_last {
        let after = text
            .rfind(mark.as_str())
            .map_or("", |at| text[at + mark.len()..].trim());
        text = after.to_owned().into();
    }
    if steps.marked && model::unmarked(&text) != text {
        text = text[1..].to_owned().into();
    }
    let prefix = steps.strip.as_deref();
    if let Some(rest) = prefix.and_then(|prefix| text.strip_prefix(prefix)) {
        text = rest.to_owned().into();
    }
    text
}

/// Whether a text begins with one in lower case, however it is written itself.
fn begins(text: &str, start: &str) -> bool {
    match text.get(..start.len()) {
        Some(own) if own.is_ascii() => own.eq_ignore_ascii_case(start),
        _ => text.to_lowercase().starts_with(start),
    }
}

/// The word of the first `[parts, word]` whose parts all occur.
fn found<'f>(find: &'f [[String; 2]], text: &str) -> &'f str {
    let lower = text.to_lowercase();
    let found = find
        .iter()
        .find(|[part, _]| part.split('&').all(|part| lower.contains(part)));
    found.map_or("", |[_, word]| word.as_str())
}

/// `Ruiz, Ana (1001)` as it is spoken: `Ana Ruiz`.
fn spoken(name: &str) -> String {
    let name = match name.rfind('(') {
        Some(open) if name.ends_with(')') => name[..open].trim(),
        _ => name,
    };
    match name.split_once(',') {
        Some((last, first)) if !first.trim().is_empty() && !first.contains(',') => {
            format!("{} {}", first.trim(), last.trim())
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_turned_round_and_lose_their_number() {
        for (written, meant) in [
            ("Ruiz, Ana (1001)", "Ana Ruiz"),
            ("Ana Ruiz (1001)", "Ana Ruiz"),
            ("Ana Ruiz", "Ana Ruiz"),
            ("Ruiz,", "Ruiz,"),
            ("Ruiz, Ana, PhD", "Ruiz, Ana, PhD"),
        ] {
            assert_eq!(spoken(written), meant);
        }
    }
}
