//! Weekdays by name in the languages of most exports.

/// English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Finnish, Polish and Czech names.
const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "segunda",
    "terça",
    "quarta",
    "quinta",
    "sexta",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "måndag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "söndag",
    "mandag",
    "tirsdag",
    "lørdag",
    "søndag",
    "maanantai",
    "tiistai",
    "keskiviikko",
    "torstai",
    "perjantai",
    "lauantai",
    "sunnuntai",
    "poniedziałek",
    "wtorek",
    "środa",
    "czwartek",
    "piątek",
    "sobota",
    "niedziela",
    "pondělí",
    "úterý",
    "středa",
    "čtvrtek",
    "pátek",
    "neděle",
];

/// Short forms that are not how a name starts.
const SHORT: &[&str] = &["pn", "wt", "śr", "cz", "czw", "pt", "nd", "pon", "út", "čt", "pá"];

/// Whether a word is a weekday, or how one starts: `Mon`, `Thurs`, `Mi`.
pub(super) fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    let starts = |name: &&str| name.starts_with(&word);
    word.chars().count() >= 2 && (WEEKDAYS.iter().any(starts) || SHORT.contains(&&*word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_is_a_name_or_its_beginning_in_any_language() {
        for word in ["Mon", "thurs", "Mi", "Sa.", "lör", "śr", "domenica"] {
            assert!(is_weekday(word), "{word}");
        }
        for word in ["Printed", "as", "m", "on the", "Mondays", "page"] {
            assert!(!is_weekday(word), "{word}");
        }
    }
}
