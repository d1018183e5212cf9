//! Texts from files, made safe to print: what shows no glyph or turns the reading direction is dropped.
//! It escapes nothing; each format does that where it writes.

/// Whether a character may be printed: no control characters but the line break, no direction overrides.
pub(crate) fn is_printable(character: char) -> bool {
    match character {
        '\n' | '\t' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        character => !character.is_control(),
    }
}
