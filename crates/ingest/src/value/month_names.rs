//! Months by name in the languages of most exports.

/// English, German, French, Spanish, Italian, Dutch month names by their first letters.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrz", "maa", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
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
