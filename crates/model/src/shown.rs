//! Characters of foreign texts that show nothing themselves but change what is shown around them: they move the cursor
//! of a terminal, end a line or turn the reading direction.

use std::borrow::Cow;

/// Whether a character is such a one. Line break and tab are, too; who can print them asks for them before.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fffe}'..='\u{ffff}'
        )
}

/// The text with a sign in the place of each: `␛` for escape, `␊` for a line break, `�` for the others.
pub fn with_marks(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let marked = |character: char| {
        if is_hidden(character) {
            mark(character)
        } else {
            character
        }
    };
    Cow::Owned(text.chars().map(marked).collect())
}

fn mark(character: char) -> char {
    let picture = match u32::from(character) {
        code @ ..0x20 => 0x2400 + code,
        0x7f => 0x2421,
        _ => 0xfffd,
    };
    char::from_u32(picture).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_cursor_or_direction_is_seen_and_all_else_stays() {
        assert_eq!(
            with_marks("a\u{1b}[2J\u{1b}]0;x\u{7}\nb\u{202e}c\u{9b}d\u{7f}"),
            "a␛[2J␛]0;x␇␊b\u{fffd}c\u{fffd}d␡"
        );
        for plain in ["", "Müller – 漢字 👩\u{200d}💻", "a b"] {
            assert!(matches!(with_marks(plain), Cow::Borrowed(text) if text == plain));
        }
    }
}
