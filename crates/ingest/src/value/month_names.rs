//! Months by name in the languages of most exports.

/// English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Nordic and Finnish month names by their first
/// letters.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "sty", "tammik"],
    &["feb", "fév", "fev", "lut", "helmik"],
    &["mar", "mär", "mrz", "maa", "mrt"],
    &["apr", "avr", "abr", "kwi", "huhtik"],
    &["may", "mai", "mei", "mag", "maj", "toukok"],
    &["jun", "juin", "giu", "cze", "kesäk"],
    &["jul", "juil", "lug", "lip", "heinäk"],
    &["aug", "aoû", "aou", "ago", "sie", "elok"],
    &["sep", "set", "wrz", "syysk"],
    &["oct", "okt", "ott", "out", "paź", "lokak"],
    &["nov", "lis", "marrask"],
    &["dec", "dez", "déc", "dic", "des", "gru", "jouluk"],
];

/// The month that a text is, without a year: `Jan`, `März`. Other words may begin like one: it takes several in a row to
/// know that they are months.
pub fn bare_month(text: &str) -> Option<u32> {
    month_named(text.trim().trim_end_matches('.'))
}

/// Whether so many texts are months without a year, each the one after the last, alone or between the same words.
pub fn are_bare_months<'t>(texts: impl IntoIterator<Item = &'t str>) -> bool {
    bare_months(texts).is_some()
}

/// Those months.
pub(crate) fn bare_months<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Vec<u32>> {
    let texts = texts.into_iter().map(split).collect::<Option<Vec<_>>>()?;
    let (before, _, after) = texts.first()?;
    let are_alike = texts.iter().all(|(own, _, rest)| own == before && rest == after);
    let months: Vec<u32> = texts.iter().map(|(_, month, _)| *month).collect();
    let follow = |pair: &[u32]| pair[1] == pair[0] % 12 + 1;
    (are_alike && months.len() >= FEWEST_MONTHS && months.windows(2).all(follow)).then_some(months)
}

/// The words before a month without a year, the month, and the words behind it.
fn split(text: &str) -> Option<(Vec<&str>, u32, Vec<&str>)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (at, month) = words
        .iter()
        .enumerate()
        .find_map(|(at, word)| Some((at, bare_month(word)?)))?;
    Some((words[..at].to_vec(), month, words[at + 1..].to_vec()))
}

/// What stands around a month without a year, as one text.
pub fn around_bare_month(text: &str) -> Option<String> {
    let (before, _, after) = split(text)?;
    Some(format!("{}|{}", before.join(" "), after.join(" ")))
}

/// Fewer months in a row may be other words.
pub const FEWEST_MONTHS: usize = 3;

/// The month that a name or its first letters mean, from 1.
pub(super) fn month_named(text: &str) -> Option<u32> {
    if text.chars().count() < 3 || !text.chars().all(char::is_alphabetic) {
        return None;
    }
    let name = text.to_lowercase();
    // The longest start: `marraskuu` is no March.
    let starts = MONTHS
        .iter()
        .enumerate()
        .flat_map(|(at, starts)| starts.iter().map(move |start| (at, start)));
    let found = starts.filter(|(_, start)| name.starts_with(*start));
    found
        .max_by_key(|(_, start)| start.len())
        .map(|(at, _)| at as u32 + 1)
}
