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

/// The month that a text is, without a year: `Jan`, `März`. Other words may begin like one: it takes several in a row to
/// know that they are months.
pub fn bare_month(text: &str) -> Option<u32> {
    month_named(text.trim().trim_end_matches('.'))
}

/// Whether so many texts are months without a year, each the one after the last.
pub fn are_bare_months<'t>(texts: impl IntoIterator<Item = &'t str>) -> bool {
    let months: Option<Vec<u32>> = texts.into_iter().map(bare_month).collect();
    let follow = |pair: &[u32]| pair[1] == pair[0] % 12 + 1;
    months.is_some_and(|months| months.len() >= FEWEST_MONTHS && months.windows(2).all(follow))
}

/// Fewer months in a row may be other words.
pub const FEWEST_MONTHS: usize = 3;

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
