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

/// Months by their whole names, and other short forms of them.
const NAMES: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "sept",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "jänner",
    "februar",
    "märz",
    "mär",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "janv",
    "février",
    "févr",
    "mars",
    "avril",
    "juillet",
    "juil",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "januari",
    "februari",
    "maart",
    "augustus",
    "augusti",
    "janeiro",
    "fevereiro",
    "março",
    "maio",
    "junho",
    "julho",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
    "marts",
    "maj",
    "desember",
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
];

/// The month that a text is, without a year: `Jan`, `März`. Other words may begin like one: it takes several in a row to
/// know that they are months.
pub fn bare_month(text: &str) -> Option<u32> {
    month_named(text.trim().trim_end_matches('.'))
}

/// Whether a text is a month without a year and cannot be another word: a whole name, or its first letters alone.
pub fn is_plain_month(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    MONTHS.iter().any(|starts| starts.contains(&text.as_str())) || NAMES.contains(&text.as_str())
}

/// Whether so many texts are months without a year, alone or between the same words: each the one after the last, or, of
/// names that are no other words, each later than the last.
pub fn are_bare_months<'t>(texts: impl IntoIterator<Item = &'t str>) -> bool {
    bare_months(texts).is_some()
}

/// Those months.
pub(crate) fn bare_months<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Vec<u32>> {
    let texts = texts.into_iter().map(split).collect::<Option<Vec<_>>>()?;
    let (before, _, after) = texts.first()?;
    let are_alike = texts.iter().all(|(own, _, rest)| own == before && rest == after);
    let months = texts
        .iter()
        .map(|(_, word, _)| bare_month(word))
        .collect::<Option<Vec<u32>>>()?;
    let follow = |pair: &[u32]| pair[1] == pair[0] % 12 + 1;
    let are_plain = texts.iter().all(|(_, word, _)| is_plain_month(word));
    let fit = months.windows(2).all(follow) || (are_plain && do_rise(&months));
    (are_alike && months.len() >= FEWEST_MONTHS && fit).then_some(months)
}

/// Whether months only rise within a year, which may begin with any of them.
fn do_rise(months: &[u32]) -> bool {
    let falls = months.windows(2).filter(|pair| pair[1] <= pair[0]).count();
    falls == 0 || (falls == 1 && months.last() < months.first())
}

/// The words before a month without a year, the month, and the words behind it.
fn split(text: &str) -> Option<(Vec<&str>, &str, Vec<&str>)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|word| bare_month(word).is_some())?;
    Some((words[..at].to_vec(), words[at], words[at + 1..].to_vec()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_without_a_year_may_leave_some_out_but_only_rise() {
        let months = |text: &str| bare_months(text.split('|'));
        assert_eq!(months("Jan|Feb|Mar|May"), Some(vec![1, 2, 3, 5]));
        assert_eq!(months("Apr Cost|May Cost|Jan Cost"), Some(vec![4, 5, 1]));
        assert_eq!(months("März|April|Juli|Okt."), Some(vec![3, 4, 7, 10]));
        for other in [
            "Mar|Feb|Jan",
            "Jan|Feb|Jan",
            "Jan|Feb",
            "Apr|Jan|May",
            "Marketing|Mail|Sales",
            "Marketing|Junior|Sept",
        ] {
            assert_eq!(months(other), None, "{other}");
        }
    }
}
