//! Words of findings: names of values, dimensions and periods in plain English.

use chrono::Datelike;
use model::{Dimension, Grain, Period};

/// The values of a group as one name: `claude-opus · output`; `not stated` where the facts say nothing.
pub(crate) fn name_of(keys: &[String]) -> String {
    let said: Vec<&str> = keys
        .iter()
        .map(String::as_str)
        .filter(|key| !key.is_empty())
        .collect();
    if said.is_empty() {
        "not stated".to_owned()
    } else {
        said.join(" · ")
    }
}

/// `Once`, `3 times`.
pub(crate) fn times(count: usize) -> String {
    if count == 1 {
        "Once".to_owned()
    } else {
        format!("{count} times")
    }
}

/// `models`, `token classes`, `people`.
pub(crate) fn plural(dimension: &Dimension) -> String {
    let word = dimension.label().to_lowercase();
    match dimension {
        Dimension::Person => "people".to_owned(),
        Dimension::Tag(_) => "tag values".to_owned(),
        _ if word.ends_with('s') => format!("{word}es"),
        _ => match word.strip_suffix('y').filter(|stem| !stem.ends_with('a')) {
            Some(stem) => format!("{stem}ies"),
            None => format!("{word}s"),
        },
    }
}

/// `September 2026`, `Q3 2026`, `2026`, `week of 14 Sep 2026`, `14 Sep 2026`.
pub(crate) fn period_label(grain: Grain, period: Period) -> String {
    let day = period.from;
    match grain {
        Grain::Day => day.format("%-d %b %Y").to_string(),
        Grain::Week => format!("week of {}", day.format("%-d %b %Y")),
        Grain::Month => day.format("%B %Y").to_string(),
        Grain::Quarter => format!("Q{} {}", day.month0() / 3 + 1, day.year()),
        Grain::Year => day.year().to_string(),
    }
}

/// `September's rise`, `the rise in Q3 2026`, `the rise on 14 Sep 2026`.
pub(crate) fn movement(word: &str, grain: Grain, period: Period) -> String {
    let label = period_label(grain, period);
    match grain {
        Grain::Month => format!("{}'s {word}", period.from.format("%B")),
        Grain::Day => format!("the {word} on {label}"),
        Grain::Week => format!("the {word} in the {label}"),
        Grain::Quarter | Grain::Year => format!("the {word} in {label}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_periods_read_as_english() {
        let words: Vec<String> = ["model", "token-class", "category", "person", "day"]
            .iter()
            .map(|id| plural(&id.parse().unwrap()))
            .collect();
        assert_eq!(words, ["models", "token classes", "categories", "people", "days"]);
        let july = Period::month("2026-07-14".parse().unwrap());
        assert_eq!(movement("fall", Grain::Month, july), "July's fall");
        assert_eq!(movement("rise", Grain::Quarter, july), "the rise in Q3 2026");
        assert_eq!(name_of(&[String::new(), String::new()]), "not stated");
    }
}
