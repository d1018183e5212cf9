//! Texts from files, made safe to print: what shows no glyph or turns the reading direction is dropped.
//! It escapes nothing; each format does that where it writes.

/// Whether a character may be printed: no control characters but line break and tab, no direction overrides.
pub(crate) fn is_printable(character: char) -> bool {
    matches!(character, '\n' | '\t') || !model::is_hidden(character)
}
