//! The power of ten that the heading of a column of counts says its numbers are in. Reads no cells.

pub(super) const MILLIONS: &[&str] = &[
    "million",
    "millions",
    "mio",
    "mln",
    "mn",
    "millionen",
    "miljoner",
    "miljoen",
    "millones",
    "milioni",
    "milhões",
];
pub(super) const THOUSANDS: &[&str] = &[
    "thousand",
    "thousands",
    "tausend",
    "tsd",
    "tusen",
    "duizend",
    "milliers",
    "000",
    "000s",
    "tusental",
    "tusinder",
    "migliaia",
    "milhares",
];
const BILLIONS: &[&str] = &[
    "billion",
    "billions",
    "bn",
    "mrd",
    "milliarden",
    "milliards",
    "miljarder",
];

/// The power of ten that the heading of a column of counts says; of single letters, those in parentheses behind tokens.
pub(crate) fn counted_in(heading: &str) -> u8 {
    let lower = heading.to_lowercase();
    let words = words(&lower);
    if words.contains(&"per") {
        return 0;
    }
    let letter = |letter: &str| {
        let inside = lower.contains(&format!("({letter})")) || lower.contains(&format!("[{letter}]"));
        inside && lower.contains("tok")
    };
    let says = |some: &[&str], short: &str| {
        let tokens = format!("{short}tok");
        let is_one = |word: &&str| some.contains(word) || *word == tokens;
        words.iter().any(is_one) || letter(short)
    };
    match () {
        () if says(MILLIONS, "m") => 6,
        () if says(THOUSANDS, "k") => 3,
        () if says(BILLIONS, "b") => 9,
        () => 0,
    }
}

fn words(lower: &str) -> Vec<&str> {
    lower.split(|letter: char| !letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_what_its_counts_are_in() {
        for (heading, power) in [
            ("Input tokens (M)", 6),
            ("Output tokens (thousands)", 3),
            ("Tokens [k]", 3),
            ("Tokens in Mio.", 6),
            ("Tokens ('000)", 3),
            ("tokens_billions", 9),
            ("Input MTok", 6),
            ("Input tokens", 0),
            ("Requests (M)", 0),
            ("Requests per million", 0),
            ("Tokens (model)", 0),
        ] {
            assert_eq!(counted_in(heading), power, "{heading}");
        }
    }
}
