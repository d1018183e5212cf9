//! Texts without e-mail addresses: each becomes `person-1`, `person-2`, the same wherever it stands in a file.

use std::collections::HashMap;

/// The addresses met, with their numbers.
#[derive(Debug, Default)]
pub(super) struct Nameless(HashMap<String, usize>);

impl Nameless {
    /// The text with a number for each address.
    pub(super) fn text(&mut self, text: String) -> String {
        if !text.contains('@') {
            return text;
        }
        let (mut out, mut rest) = (String::with_capacity(text.len()), text.as_str());
        // In the text of JSON, a letter behind a backslash is no letter.
        let is_json = text.starts_with(['{', '[']);
        while let Some((from, to)) = address(rest, is_json) {
            let next = self.0.len() + 1;
            let number = self.0.entry(rest[from..to].to_lowercase()).or_insert(next);
            out.push_str(&rest[..from]);
            out.push_str("person-");
            out.push_str(&number.to_string());
            rest = &rest[to..];
        }
        out + rest
    }
}

/// Where the first address of a text begins and ends.
fn address(text: &str, is_json: bool) -> Option<(usize, usize)> {
    let is_local = |sign: char| sign.is_alphanumeric() || "._%+-".contains(sign);
    let is_domain = |sign: char| sign.is_alphanumeric() || ".-".contains(sign);
    text.match_indices('@').find_map(|(at, _)| {
        let start = text[..at].trim_end_matches(is_local).len();
        let escaped = is_json && text[..start].ends_with('\\');
        let start = start + if escaped { escape(&text[start..at]) } else { 0 };
        let after = &text[at + 1..];
        let domain = after.len() - after.trim_start_matches(is_domain).len();
        let domain = after[..domain].trim_end_matches(['.', '-']);
        (start < at && domain.contains('.')).then_some((start, at + 1 + domain.len()))
    })
}

/// How long an escape of JSON is, behind its backslash.
fn escape(text: &str) -> usize {
    let letters = if text.starts_with('u') { 5 } else { 1 };
    text.char_indices().nth(letters).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_becomes_the_same_number_and_nothing_else_changes() {
        let mut nameless = Nameless::default();
        let mut said = |text: &str| nameless.text(text.to_owned());
        let tags = r#"{"mail":"Ana.Ruiz+x@example.co.uk","owner":"bo@example.com"}"#;
        assert_eq!(said(tags), r#"{"mail":"person-1","owner":"person-2"}"#);
        assert_eq!(said(r#"{"a":"to\nbo@example.com"}"#), r#"{"a":"to\nperson-2"}"#);
        assert_eq!(said("of ANA.RUIZ+X@example.co.uk."), "of person-1.");
        for plain in ["@SUM(A1)", "a@b", "gpt-5@2026", "name@ example.com", "Jürgen"] {
            assert_eq!(said(plain), plain);
        }
        assert_eq!(said("Jürgen@müller.de, bo@example.com"), "person-3, person-2");
    }
}
