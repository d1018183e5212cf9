//! The bundled family: Inter in two weights, digits of one width baked in. It measures text; it draws none.
//!
//! The files keep their real family name, so web view, resvg and Typst all resolve the same outlines.
//! Made from Inter 4.001 (SIL Open Font License, `fonts/LICENSE.txt`): Latin, Greek, Cyrillic, currency, arrows
//! and mathematics; tabular digits as the default digits, because an SVG cannot ask for them everywhere.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, GlyphId};

/// The family name.
pub const FAMILY: &str = "Inter";
/// Regular, weight 400.
pub const REGULAR: &[u8] = include_bytes!("../fonts/Inter-Regular.ttf");
/// `SemiBold`, weight 600.
pub const SEMIBOLD: &[u8] = include_bytes!("../fonts/Inter-SemiBold.ttf");

/// The two weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Text,
    /// 600.
    Strong,
}

fn face(weight: Weight) -> &'static FontRef<'static> {
    static FACES: OnceLock<[FontRef<'static>; 2]> = OnceLock::new();
    let faces = FACES.get_or_init(|| {
        [REGULAR, SEMIBOLD].map(|bytes| FontRef::try_from_slice(bytes).expect("the bundled fonts are valid"))
    });
    match weight {
        Weight::Text => &faces[0],
        Weight::Strong => &faces[1],
    }
}

/// A font that is not bundled, lent for letters that the bundled one lacks.
#[derive(Clone)]
pub struct Lent {
    /// The file.
    pub data: Vec<u8>,
    /// Which font of the file.
    pub index: u32,
}

/// What of a text the bundled family cannot draw. It is empty for most texts, and then no other font is looked for: the
/// same text gives the same bytes on every computer.
pub fn lacking(text: &str) -> BTreeSet<char> {
    let is_drawn = |letter: char| {
        let is_mark = matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}');
        !(letter.is_ascii() || letter.is_whitespace() || is_mark || model::is_hidden(letter))
    };
    let letters: BTreeSet<char> = text.chars().filter(|letter| is_drawn(*letter)).collect();
    let font = face(Weight::Text);
    letters
        .into_iter()
        .filter(|letter| font.glyph_id(*letter) == GlyphId(0))
        .collect()
}

/// Which of these letters a font draws; none if it is no font.
pub fn drawn_by(data: &[u8], index: u32, letters: &BTreeSet<char>) -> BTreeSet<char> {
    let Ok(font) = FontRef::try_from_slice_and_index(data, index) else {
        return BTreeSet::new();
    };
    letters
        .iter()
        .copied()
        .filter(|letter| font.glyph_id(*letter) != GlyphId(0))
        .collect()
}

/// The advance of one character in ems. Scripts the font lacks are estimated: another font will draw them.
fn advance(character: char, weight: Weight) -> f64 {
    let font = face(weight);
    let glyph = font.glyph_id(character);
    match (glyph, character) {
        (GlyphId(0), '\u{1100}'..='\u{11ff}' | '\u{2e80}'..) => 1.0,
        (GlyphId(0), _) => 0.6,
        _ => f64::from(font.h_advance_unscaled(glyph) / font.units_per_em().unwrap_or(2048.0)),
    }
}

/// The width of a line of text at a font size.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    text.chars()
        .map(|character| advance(character, weight))
        .sum::<f64>()
        * size
}

/// Text that is safe to draw: no control characters (they are no XML), no direction overrides, one line.
pub fn clean(text: &str) -> String {
    let kept = text.chars().filter_map(|character| match character {
        '\t' | '\n' | '\r' => Some(' '),
        character if model::is_hidden(character) => None,
        character => Some(character),
    });
    kept.take(4_000).collect()
}

/// The text, cut with an ellipsis where it is wider than `room`; empty where not even two letters fit.
pub fn fit(text: &str, size: f64, weight: Weight, room: f64) -> String {
    let text = clean(text);
    if width(&text, size, weight) <= room {
        return text;
    }
    let room = room - width("…", size, weight);
    let mut used = 0.0;
    let kept: String = text
        .chars()
        .take_while(|character| {
            used += advance(*character, weight) * size;
            used <= room
        })
        .collect();
    match kept.trim_end() {
        short if short.chars().count() < 2 => String::new(),
        short => format!("{short}…"),
    }
}

/// A name, cut in its middle where it is too long: long names of one kind begin alike, and some end alike.
pub fn fit_name(text: &str, size: f64, weight: Weight, room: f64) -> String {
    let text = clean(text);
    let letters: Vec<char> = text.chars().collect();
    let wide = |letters: &[char]| {
        letters
            .iter()
            .map(|letter| advance(*letter, weight) * size)
            .sum::<f64>()
    };
    let free = room - width("…", size, weight);
    let (mut head, mut tail) = (letters.len(), letters.len());
    while head > 0 && wide(&letters[..head]) > free * 0.6 {
        head -= 1;
    }
    let ends = free - wide(&letters[..head]);
    while tail > head && wide(&letters[tail - 1..]) <= ends {
        tail -= 1;
    }
    let (begin, end) = (&letters[..head], &letters[tail..]);
    if wide(&letters) <= room || head < MIDDLE || letters.len() - tail < MIDDLE {
        return fit(&text, size, weight, room);
    }
    let part = |letters: &[char]| letters.iter().collect::<String>();
    format!("{}…{}", part(begin).trim_end(), part(end).trim_start())
}

/// Letters that must be left on either side of a cut in the middle.
const MIDDLE: usize = 4;

/// The name in at most `lines` lines of at most `room`; the last is cut if it must be.
pub fn wrap(text: &str, size: f64, weight: Weight, room: f64, lines: usize) -> Vec<String> {
    let text = clean(text);
    let mut wrapped = vec![String::new()];
    for word in text.split_whitespace() {
        let is_last = wrapped.len() >= lines;
        let line = wrapped.last_mut().expect("there is always a line");
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if is_last || line.is_empty() || width(&longer, size, weight) <= room {
            *line = longer;
        } else {
            wrapped.push(word.to_owned());
        }
    }
    wrapped
        .iter()
        .map(|line| fit_name(line, size, weight, room))
        .filter(|line| !line.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_room_at_all_without_harm() {
        for room in [-5.0, 0.0, 1.0, 3.0] {
            for name in ["", "A", "Ab", "Claims handling of motor"] {
                assert!(fit_name(name, 11.0, Weight::Text, room).chars().count() < 3);
            }
        }
    }

    #[test]
    fn a_long_name_keeps_its_beginning_and_its_end() {
        let of = |end: &str| format!("Group Technology Cost Centre Northern Europe {end}");
        let fit = |text: &str, room| fit_name(text, 12.0, Weight::Text, room);
        let (first, second) = (fit(&of("Claims"), 140.0), fit(&of("Legal"), 140.0));
        assert!(
            first.starts_with("Group Tech") && first.ends_with("Claims"),
            "{first}"
        );
        assert_ne!(first, second);
        for text in [first, second, fit(&of("Claims"), 60.0)] {
            assert!(width(&text, 12.0, Weight::Text) <= 140.0, "{text}");
        }
        assert_eq!(fit("Claims", 140.0), "Claims");
        assert_eq!(
            fit("Claims and Legal", 40.0),
            super::fit("Claims and Legal", 12.0, Weight::Text, 40.0)
        );
    }

    #[test]
    fn letters_that_the_bundled_font_lacks_are_told_from_those_it_has() {
        assert!(lacking("Überraschung, Ελλάδα, Привет: 1.234,50\u{a0}€ → ▲\u{200d}\n").is_empty());
        let lacks = lacking("Acme 株式会社");
        assert_eq!(lacks.iter().collect::<String>(), "会式株社");
        assert!(drawn_by(REGULAR, 0, &lacks).is_empty() && drawn_by(b"no font", 0, &lacks).is_empty());
        assert_eq!(
            drawn_by(REGULAR, 0, &BTreeSet::from(['a', '株'])),
            BTreeSet::from(['a'])
        );
    }

    #[test]
    fn all_digits_have_one_width() {
        for weight in [Weight::Text, Weight::Strong] {
            let widths = ('0'..='9').map(|digit| advance(digit, weight));
            assert!(
                widths
                    .clone()
                    .all(|width| (width - advance('0', weight)).abs() < 1e-9)
            );
        }
    }

    #[test]
    fn text_is_cut_with_an_ellipsis_and_never_wider_than_its_room() {
        let cut = fit(
            "Claims triage assistant for the northern region",
            12.0,
            Weight::Text,
            90.0,
        );
        assert!(cut.ends_with('…'), "{cut}");
        assert!(width(&cut, 12.0, Weight::Text) <= 90.0);
        assert_eq!(fit("short", 12.0, Weight::Text, 90.0), "short");
        assert_eq!(fit("nothing fits", 12.0, Weight::Text, 8.0), "");
    }

    #[test]
    fn what_is_no_xml_or_turns_the_direction_is_dropped() {
        assert_eq!(clean("a\u{0}b\u{202e}c\nd\u{ffff}"), "abc d");
    }

    #[test]
    fn long_titles_wrap() {
        let lines = wrap("one two three four five six seven", 12.0, Weight::Text, 70.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
    }
}
