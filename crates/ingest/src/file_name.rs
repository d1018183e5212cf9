//! What a file's name says where its rows say nothing: the window it covers, the day it was made, whose it is.
//! Believes nothing else of a name. `archive.zip/folder/file.csv` is several: that of the file itself comes first.

use chrono::{Days, NaiveDate, NaiveDateTime};
use model::Period;

/// The two days in a name, the last one included: `spend-report-…-2026-08-01-to-2026-08-31.csv`.
pub(crate) fn window(name: &str) -> Option<Period> {
    span(&said_days(name))
}

fn span(days: &[NaiveDate]) -> Option<Period> {
    match days {
        [from, last] if from <= last => Some(Period::new(*from, *last + Days::new(1))),
        _ => None,
    }
}

/// The days in the file's own name; where that has none, those of the nearest folder or archive that has some, if they are
/// a window: one day says when an archive was made. The name of a `.gz` is that of the file.
fn said_days(name: &str) -> Vec<NaiveDate> {
    let mut names = name.rsplit(['/', '\\']);
    let own = days(names.next().unwrap_or_default());
    if !own.is_empty() {
        return own;
    }
    let outer = names.map(|name| (name, days(name)));
    let found = outer.into_iter().find(|(_, days)| !days.is_empty());
    let is_told =
        |(name, days): &(&str, Vec<NaiveDate>)| name.to_lowercase().ends_with(".gz") || span(days).is_some();
    found.filter(is_told).map_or(Vec::new(), |(_, days)| days)
}

/// The one day in a name, or the last of a window.
pub(crate) fn day(name: &str) -> Option<NaiveDate> {
    match said_days(name)[..] {
        [day] => Some(day),
        ref days => span(days).map(|window| window.to - Days::new(1)),
    }
}

/// When an export was made, by the folder of its run: `202610020412`, `20261002T041200Z`, `2026-10-02T04:12:00Z-…`.
pub(crate) fn run(folders: &[String]) -> Option<NaiveDateTime> {
    let written = |name: &String| {
        let digits = name.bytes().take_while(u8::is_ascii_digit).count();
        let as_is = |length: usize, form: &str| NaiveDateTime::parse_from_str(name.get(..length)?, form).ok();
        match digits {
            12 if name.len() == 12 => as_is(12, "%Y%m%d%H%M"),
            8 => as_is(15, "%Y%m%dT%H%M%S"),
            4 => as_is(19, "%Y-%m-%dT%H:%M:%S").or_else(|| as_is(19, "%Y-%m-%dT%H-%M-%S")),
            _ => None,
        }
    };
    folders.iter().rev().find_map(written)
}

/// The first id of the form `7d1e0000-0000-4000-8000-000000000001`, lower case, of the innermost name that has one; `""`
/// without one.
pub(crate) fn uuid(name: &str) -> String {
    let mut found = name.rsplit(['/', '\\']).map(uuid_in);
    found.find(|id| !id.is_empty()).unwrap_or_default()
}

fn uuid_in(name: &str) -> String {
    let is_uuid = |text: &[u8]| {
        let is_dash = |at| [8, 13, 18, 23].contains(&at);
        let fits = |(at, byte): (usize, &u8)| {
            if is_dash(at) {
                *byte == b'-'
            } else {
                byte.is_ascii_hexdigit()
            }
        };
        text.iter().enumerate().all(fits)
    };
    let found = name.as_bytes().windows(36).find(|text| is_uuid(text));
    found.map_or_else(String::new, |text| String::from_utf8_lossy(text).to_lowercase())
}

/// Every `2026-08-31` or `2026_08_31` that stands free of other digits.
fn days(name: &str) -> Vec<NaiveDate> {
    let bytes = name.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let starts = (0..bytes.len().saturating_sub(9))
        .filter(|at| !is_digit(at.checked_sub(1)) && !is_digit(Some(at + 10)));
    let day = |at: usize| {
        let text = name.get(at..at + 10)?.replace('_', "-");
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()
    };
    starts.filter_map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_needs_two_days_and_a_renamed_file_has_none() {
        let name = "spend-report-7D1E0000-0000-4000-8000-000000000001-2026-08-01-to-2026-08-31.csv";
        let found = window(name).expect("a window");
        assert_eq!(
            (found.from.to_string(), found.to.to_string()),
            ("2026-08-01".into(), "2026-09-01".into())
        );
        assert_eq!(uuid(name), "7d1e0000-0000-4000-8000-000000000001");
        assert_eq!(window("claude spend, downloaded 2026-09-02.csv"), None);
        assert_eq!(window("report-2026-08-31-to-2026-08-01.csv"), None);
        assert_eq!(
            (window("spend é.csv"), uuid("spend é.csv")),
            (None, String::new())
        );
    }

    #[test]
    fn the_folder_of_a_run_says_when_it_was_and_other_numbers_do_not() {
        let run = |name: &str| run(&["20260901-20260930".to_owned(), name.to_owned(), "x".to_owned()]);
        let found = |name: &str| run(name).map(|at| at.to_string());
        for name in [
            "202610020412",
            "20261002T041200Z",
            "2026-10-02T04:12:00.123Z-1f2e",
        ] {
            assert_eq!(found(name).as_deref(), Some("2026-10-02 04:12:00"), "{name}");
        }
        for name in [
            "123456789012",
            "2026-10-02",
            "20261002",
            "1234567890123",
            "20261002Té",
        ] {
            assert_eq!(found(name), None, "{name}");
        }
    }

    #[test]
    fn the_name_of_the_file_comes_before_that_of_its_archive() {
        let text = |name| window(name).map(|days| format!("{}..{}", days.from, days.to));
        let august = Some("2026-08-01..2026-09-01");
        for (name, days) in [
            ("export 2026-09-02.zip/spend-2026-08-01-to-2026-08-31.csv", august),
            (
                "spend-2026-08-01-to-2026-08-31.csv.gz/spend-2026-08-01-to-2026-08-31.csv",
                august,
            ),
            ("spend-2026-08-01-to-2026-08-31.zip/spend.csv", august),
            ("a 2026-09-02.zip/2026-08-01-2026-08-31/spend.csv", august),
            ("larkfield 2026-06-15.zip/spend downloaded 2026-09-02.csv", None),
            ("2026-08-01-2026-08-31.zip/spend downloaded 2026-09-02.csv", None),
            ("2026-08-01-2026-08-31.zip/from 2026-09-02/spend.csv", None),
        ] {
            assert_eq!(text(name).as_deref(), days, "{name}");
        }
        let text = |name| day(name).map(|day| day.to_string());
        assert_eq!(
            text("members-2026-09-01.csv.gz/members.csv").as_deref(),
            Some("2026-09-01")
        );
        assert_eq!(
            text("2026-06-15.zip/members-2026-09-01.csv").as_deref(),
            Some("2026-09-01")
        );
        assert_eq!(text("2026-06-15.zip/members.csv"), None);
        let (first, second) = (
            "7d1e0000-0000-4000-8000-000000000001",
            "7d1e0000-0000-4000-8000-000000000002",
        );
        assert_eq!(uuid(&format!("{first}.zip/spend-{second}.csv")), second);
        assert_eq!(uuid(&format!("{first}.zip/spend.csv")), first);
    }

    #[test]
    fn a_day_may_stand_alone_or_end_a_window() {
        let text = |name| day(name).map(|day| day.to_string());
        assert_eq!(text("seats_2026_09_01.json").as_deref(), Some("2026-09-01"));
        assert_eq!(
            text("members-2026-08-01-2026-08-31.csv").as_deref(),
            Some("2026-08-31")
        );
        assert_eq!(text("invoice 12026-09-013.csv"), None);
    }
}
