//! Months by name in the languages of most exports.

/// English, German, French, Spanish, Italian, Dutch, Portuguese, Polish and Nordic month names by their first letters.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "sty"],
    &["feb", "fév", "fev", "lut"],
    &["mar", "mär", "mrz", "maa", "mrt"],
    &["apr", "avr", "abr", "kwi"],
    &["may", "mai", "mei", "mag", "maj"],
    &["jun", "juin", "giu", "cze"],
    &["jul", "juil", "lug", "lip"],
    &["aug", "aoû", "aou", "ago", "sie"],
    &["sep", "set", "wrz"],
    &["oct", "okt", "ott", "out", "paź"],
    &["nov", "lis"],
    &["dec", "dez", "déc", "dic", "des", "gru"],
];

/// The month that a name or its first letters mean, from 1.
pub(super) fn month_named(text: &str) -> Option<u32> {
    if text.chars().count() < 3 || !text.chars().all(char::is_alphabetic) {
        return None;
    }
    let name = text.to_lowercase();
    let found = MONTHS
        .iter()
        .position(|starts| starts.iter().any(|start| name.starts_with(start)));
    found.map(|at| at as u32 + 1)
}
