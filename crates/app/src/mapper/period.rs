//! Days that are said in other ways than one in a cell: two days in one cell, a month with words around it as a
//! heading, a quarter. Proposes nothing.

use ingest::value::{DateOrder, DateStyle, DateValue};

/// What stands between two days. Of some that fit the first counts.
const BETWEEN: &[&str] = &[
    " - ", " – ", " — ", " to ", " bis ", " till ", " au ", " tot ", " t/m ", " al ", " til ", "–", "/",
    "..", "-",
];
/// Words of a month have so many parts at most: `Sep 2026`, `1 Sep 2026`.
const MOST_PARTS: usize = 3;

const STYLE: DateStyle = DateStyle {
    order: DateOrder::Dmy,
};
/// The order of days in other headings: which it is, all of them tell.
const OTHER: DateStyle = DateStyle {
    order: DateOrder::Mdy,
};

/// What stands between the two days of every one of some texts.
pub(crate) fn between(texts: &[String]) -> Option<&'static str> {
    texts.first()?;
    let splits = |mark: &str| texts.iter().all(|text| days(text, mark).is_some());
    BETWEEN.iter().copied().find(|mark| splits(mark))
}

/// The two days of a text, as written.
pub(crate) fn days<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let is_day = |text: &str| {
        let open = DateStyle {
            order: DateOrder::Ambiguous,
        };
        matches!(open.read(text), DateValue::Day(_) | DateValue::Ambiguous(..))
    };
    let (from, last) = text.rsplit_once(mark)?;
    (is_day(from) && is_day(last)).then_some((from, last))
}

/// Whether a heading is a month or a day.
pub(crate) fn is_month(heading: &str) -> bool {
    let is_number = heading.trim().bytes().all(|byte| byte.is_ascii_digit());
    let is_day = |style: DateStyle| style.read(heading).day().is_some();
    is_whole_month(heading) || (!is_number && (is_day(STYLE) || is_day(OTHER)))
}

/// Whether a text is a month and no day of it.
pub(crate) fn is_whole_month(text: &str) -> bool {
    matches!(STYLE.read(text), DateValue::Month(_))
}

/// How headings say a month or a quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Said {
    /// And nothing else.
    #[default]
    Alone,
    /// Between words: what ends those before it, and what begins those behind it.
    Among(String, String),
    /// It is a quarter.
    Quarter,
}

impl Said {
    /// How a heading says it, if it does.
    pub(crate) fn of(heading: &str) -> Option<Self> {
        if is_month(heading) {
            return Some(Self::Alone);
        }
        if quarter(heading).is_some() {
            return Some(Self::Quarter);
        }
        let (before, after) = around(heading)?;
        // What stands in parentheses may differ: `(EUR)`, `(USD)`.
        let after = if after.starts_with(" (") { " (" } else { after };
        Some(Self::Among(before.to_owned(), after.to_owned()))
    }

    /// How all of some headings say it, if it is the same way.
    pub(crate) fn of_all<'t>(mut headings: impl Iterator<Item = &'t str>) -> Option<Self> {
        let first = Self::of(headings.next()?)?;
        headings
            .all(|heading| Self::of(heading).as_ref() == Some(&first))
            .then_some(first)
    }

    /// The month of a heading, without the words around it.
    pub(crate) fn meant<'t>(&self, heading: &'t str) -> &'t str {
        let Self::Among(before, after) = self else {
            return heading;
        };
        let end = if after.is_empty() {
            None
        } else {
            heading.rfind(after.as_str())
        };
        let text = &heading[..end.unwrap_or(heading.len())];
        let start = if before.is_empty() {
            None
        } else {
            text.rfind(before.as_str())
        };
        text[start.map_or(0, |at| at + before.len())..].trim()
    }
}

/// What stands before and behind the month in a heading.
fn around(heading: &str) -> Option<(&str, &str)> {
    let parts: Vec<&str> = heading.split_whitespace().collect();
    let place = |part: &str| part.as_ptr() as usize - heading.as_ptr() as usize;
    let longest_first = (1..=MOST_PARTS.min(parts.len())).rev();
    let runs = longest_first.flat_map(|length| parts.windows(length));
    runs.map(|run| {
        let last = run[run.len() - 1];
        (place(run[0]), place(last) + last.len())
    })
    .find(|(from, to)| is_month(&heading[*from..*to]))
    .map(|(from, to)| (&heading[..from], &heading[to..]))
}

/// Year and quarter of a heading that says nothing else: `Q1 2026`, `2026-Q1`, `1. Quartal 2026`.
fn quarter(heading: &str) -> Option<(u32, u32)> {
    const WORDS: &[&str] = &[
        "q",
        "quarter",
        "quartal",
        "kvartal",
        "trimestre",
        "kwartaal",
        "kv",
        "k",
        "t",
    ];
    let lower = heading.to_lowercase();
    let parts: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let is_year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let year = parts.iter().find(|part| is_year(part))?.parse().ok()?;
    let rest: String = parts.into_iter().filter(|part| !is_year(part)).collect();
    let digit = rest.find(|letter: char| letter.is_ascii_digit())?;
    let quarter = rest[digit..=digit].parse().ok()?;
    let word = format!("{}{}", &rest[..digit], &rest[digit + 1..]);
    ((1..=4).contains(&quarter) && WORDS.contains(&word.as_str())).then_some((year, quarter))
}

/// The headings of all quarters of the year that a heading is of, written as it is.
pub(crate) fn quarters_like(heading: &str) -> Vec<String> {
    let Some((year, _)) = quarter(heading) else {
        return Vec::new();
    };
    let digits = || {
        heading
            .char_indices()
            .filter(|(_, letter)| letter.is_ascii_digit())
    };
    let other = |number: u32| {
        let mut all = digits().map(|(at, _)| format!("{}{number}{}", &heading[..at], &heading[at + 1..]));
        all.find(|other| quarter(other) == Some((year, number)))
    };
    (1..=4).filter_map(other).collect()
}

/// First and last day of the quarter that a heading says.
pub(crate) fn quarter_days(heading: &str) -> Option<(String, String)> {
    let (year, quarter) = quarter(heading)?;
    let first = quarter * 3 - 2;
    let last = if quarter == 1 || quarter == 4 { 31 } else { 30 };
    Some((
        format!("{year}-{first:02}-01"),
        format!("{year}-{:02}-{last}", first + 2),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_days_in_a_cell_are_parted_by_what_stands_between_them() {
        let mark = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            between(&texts)
        };
        assert_eq!(
            mark(&["01.01.2026 - 31.01.2026", "01.02.2026 - 28.02.2026"]),
            Some(" - ")
        );
        assert_eq!(mark(&["2026-01-01/2026-01-31"]), Some("/"));
        assert_eq!(mark(&["01.01.2026-31.01.2026"]), Some("-"));
        assert_eq!(mark(&["1 Jan 2026 to 31 Jan 2026"]), Some(" to "));
        // One day, months, and a day without its year are no such thing.
        for other in [
            "2026-01-01",
            "Jan 2026 - Mar 2026",
            "01.01. - 31.01.2026",
            "01/02/2026",
            "",
        ] {
            assert_eq!(mark(&[other]), None, "{other}");
        }
        assert_eq!(mark(&[]), None);
    }

    #[test]
    fn a_month_is_found_between_words() {
        for (heading, meant) in [
            ("January 2026 (EUR)", "January 2026"),
            ("Jan 2026 Cost", "Jan 2026"),
            ("Cost Jan 2026", "Jan 2026"),
            ("Cost Jan 2026 (EUR)", "Jan 2026"),
            ("2026-01 amount", "2026-01"),
            ("Jan 2026", "Jan 2026"),
            ("202601", "202601"),
            ("01.2026", "01.2026"),
        ] {
            let said = Said::of(heading).expect(heading);
            assert_eq!(said.meant(heading), meant, "{heading}");
        }
        for heading in ["Cost", "2026", "202613", "Total 2026", "May", "Jan"] {
            assert_eq!(Said::of(heading), None, "{heading}");
        }
    }

    #[test]
    fn headings_say_a_month_in_the_same_way_or_not() {
        let all = |headings: &[&str]| Said::of_all(headings.iter().copied());
        let among = |before: &str, after: &str| Some(Said::Among(before.to_owned(), after.to_owned()));
        assert_eq!(all(&["Jan 2026 (EUR)", "Feb 2026 (USD)"]), among("", " ("));
        assert_eq!(all(&["Jan 2026 Cost", "Feb 2026 Cost"]), among("", " Cost"));
        assert_eq!(all(&["Jan 2026 Cost", "Jan 2026 Hours"]), None);
        assert_eq!(all(&["Jan 2026", "2026-02"]), Some(Said::Alone));
        assert_eq!(all(&["Q1 2026", "Q2 2026"]), Some(Said::Quarter));
    }

    #[test]
    fn quarters_have_a_first_and_a_last_day() {
        for heading in [
            "Q2 2026",
            "2026 Q2",
            "2026-Q2",
            "2. Quartal 2026",
            "Kvartal 2 2026",
            "T2 2026",
            "2Q 2026",
        ] {
            let days = quarter_days(heading).expect(heading);
            assert_eq!(
                days,
                ("2026-04-01".to_owned(), "2026-06-30".to_owned()),
                "{heading}"
            );
        }
        assert_eq!(
            quarters_like("2. Quartal 2026")[2..],
            ["3. Quartal 2026", "4. Quartal 2026"]
        );
        assert_eq!(
            quarters_like("2022 Q2"),
            ["2022 Q1", "2022 Q2", "2022 Q3", "2022 Q4"]
        );
        for heading in ["Q5 2026", "Q2", "2026", "Queue 2 2026", "Q2 2026 Cost"] {
            assert_eq!(quarter_days(heading), None, "{heading}");
        }
    }
}
