//! The power of ten that a heading, or a line above a table, says its numbers are in: thousands, millions. Reads no cells.

use super::currency::currency_in;

const MILLIONS: &[&str] = &[
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
    "mtok",
];
const THOUSANDS: &[&str] = &[
    "thousand",
    "thousands",
    "tausend",
    "tsd",
    "tusen",
    "duizend",
    "milliers",
    "000",
    "000s",
    "ktok",
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
    let says = |some: &[&str], short: &str| words.iter().any(|word| some.contains(word)) || letter(short);
    match () {
        () if says(MILLIONS, "m") => 6,
        () if says(THOUSANDS, "k") => 3,
        () if says(BILLIONS, "b") => 9,
        () => 0,
    }
}

/// The word of a line above a table that says its money is in thousands: `USD thousands`, `in Tausend`.
pub(crate) fn thousands_above(line: &str) -> Option<&'static str> {
    const SHORT: &[&str] = &[
        "teur", "keur", "kusd", "tusd", "tsek", "tkr", "tchf", "kchf", "k€", "t€", "k$",
    ];
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric() && !"€$".contains(letter))
        .collect();
    let find = |some: &'static [&'static str]| some.iter().copied().find(|word| words.contains(word));
    let is_of_money = || currency_in(line).is_some() || words.contains(&"in");
    find(SHORT).or_else(|| find(THOUSANDS).filter(|_| is_of_money()))
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
            ("Input tokens", 0),
            ("Requests (M)", 0),
            ("Requests per million", 0),
            ("Tokens (model)", 0),
        ] {
            assert_eq!(counted_in(heading), power, "{heading}");
        }
    }

    #[test]
    fn a_line_above_a_table_says_that_money_is_in_thousands() {
        for line in [
            "AI spend, USD thousands",
            "Beträge in TEUR",
            "Alle Werte in Tausend",
            "EUR '000",
        ] {
            assert!(thousands_above(line).is_some(), "{line}");
        }
        for line in ["AI spend, USD", "Thousand Oaks Ltd", "Kosten 2026", "1,000 seats"] {
            assert_eq!(thousands_above(line), None, "{line}");
        }
    }
}
