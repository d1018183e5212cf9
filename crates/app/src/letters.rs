//! Letters that the bundled font lacks, such as Chinese ones: which fonts of this computer draw them, and what nobody
//! draws. Where the bundled font has every letter, no other is looked for.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use charts::font::{self, Lent};
use fontdb::{Database, FaceInfo, Style};

/// Each is a file in memory; one or two hold what a book of one country needs.
const MOST_FONTS: usize = 4;
/// Letters that are named where they cannot be printed.
const FEW: usize = 8;

/// The fonts that draw what the bundled one lacks, and a sentence where letters are left.
pub(crate) fn lent(text: &str) -> (Vec<Lent>, String) {
    let lacking = font::lacking(text);
    if lacking.is_empty() {
        return (Vec::new(), String::new());
    }
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    chosen(&fonts, lacking)
}

fn chosen(fonts: &Database, mut lacking: BTreeSet<char>) -> (Vec<Lent>, String) {
    let mut faces: Vec<&FaceInfo> = fonts.faces().collect();
    // The same fonts are chosen however the computer lists them.
    faces.sort_by_key(|face| {
        let is_odd = (
            face.style != Style::Normal,
            face.monospaced,
            face.weight.0.abs_diff(400),
        );
        (is_odd, face.post_script_name.clone(), face.index)
    });
    let mut lent = Vec::new();
    while !lacking.is_empty() && lent.len() < MOST_FONTS {
        let drawn = |face: &&FaceInfo| {
            let drawn = fonts.with_face_data(face.id, |data, index| font::drawn_by(data, index, &lacking));
            drawn.unwrap_or_default()
        };
        let all = faces.iter().map(|face| (face.id, drawn(face)));
        let Some((id, drawn)) = all.min_by_key(|(_, drawn)| Reverse(drawn.len())) else {
            break;
        };
        let copy = |data: &[u8], index| Lent {
            data: data.to_vec(),
            index,
        };
        let Some(one) = fonts.with_face_data(id, copy).filter(|_| !drawn.is_empty()) else {
            break;
        };
        lent.push(one);
        lacking.retain(|letter| !drawn.contains(letter));
    }
    (lent, left(&lacking))
}

/// ` No font of this computer draws 株式会社: a box stands in the place of each.`
fn left(lacking: &BTreeSet<char>) -> String {
    if lacking.is_empty() {
        return String::new();
    }
    let first: String = lacking.iter().take(FEW).collect();
    let more = lacking.len().saturating_sub(FEW);
    let rest = if more > 0 {
        format!(" and {more} more letters")
    } else {
        String::new()
    };
    format!(" No font of this computer draws {first}{rest}: a box stands in the place of each.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_bundled_font_draws_asks_for_no_other() {
        let (fonts, said) = lent("Anthropic, Überraschung, Привет");
        assert!(fonts.is_empty() && said.is_empty());
    }

    #[test]
    fn letters_that_no_font_draws_are_named() {
        let mut fonts = Database::new();
        fonts.load_font_data(font::REGULAR.to_vec());
        let (lent, said) = chosen(&fonts, font::lacking("株式会社"));
        assert!(lent.is_empty());
        assert_eq!(
            said,
            " No font of this computer draws 会式株社: a box stands in the place of each."
        );
        let (lent, said) = chosen(&fonts, BTreeSet::from(['a', '株']));
        assert_eq!(lent.len(), 1);
        assert!(said.contains("draws 株:"), "{said}");
    }
}
