//! Whether a column of days ends what another begins, and how: with the last day, or with the day after it.

use chrono::{Datelike, NaiveDate};
use ingest::profile::{ColumnProfile, Profile};

use super::guess::{MOSTLY, share};
use super::target::Holds;

/// How a column ends periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With the last day.
    Last,
    /// With the moment or the day after it.
    After,
}

/// How a column ends what another begins; `None` if a row ends before it begins, or none is known.
pub(super) fn end(profile: &Profile, from: usize, to: usize) -> Option<End> {
    let (first, second) = (&profile.columns[from], &profile.columns[to]);
    if share(Holds::Day, first) < MOSTLY || second.dates.dates == 0 || share(Holds::Day, second) < MOSTLY {
        return None;
    }
    let data = profile.data();
    let both = data.filter_map(|row| {
        Some((
            day(first, row.cells.get(from)?)?,
            day(second, row.cells.get(to)?)?,
        ))
    });
    let spans: Vec<(NaiveDate, NaiveDate)> = both.collect();
    if spans.is_empty() || spans.iter().any(|(from, to)| to < from) {
        return None;
    }
    let has_hours = first
        .values
        .iter()
        .chain(&second.values)
        .any(|text| has_hour(text));
    Some(if has_hours || is_after(&spans, second) {
        End::After
    } else {
        End::Last
    })
}

/// Whether days that have no hours are those after the last: where one is the first day of another row, or of a month.
fn is_after(spans: &[(NaiveDate, NaiveDate)], to: &ColumnProfile) -> bool {
    let is_whole_month = |(from, to): &(NaiveDate, NaiveDate)| from.day() == 1 && is_last_of_month(*to);
    if spans.iter().any(|(from, to)| from == to) || spans.iter().any(is_whole_month) {
        return false;
    }
    let begins = |day: NaiveDate| spans.iter().any(|(from, _)| *from == day);
    let is_midnight = |text: &String| text.contains(':');
    spans.iter().any(|(_, to)| begins(*to))
        || spans.iter().all(|(from, to)| from.day() == 1 && to.day() == 1)
        || (!to.values.is_empty() && to.values.iter().all(is_midnight))
}

fn is_last_of_month(day: NaiveDate) -> bool {
    day.succ_opt().is_some_and(|next| next.day() == 1)
}

fn day(column: &ColumnProfile, text: &str) -> Option<NaiveDate> {
    column.dates.style().read(text).day()
}

/// Whether a moment is at another time than midnight.
fn has_hour(text: &str) -> bool {
    let text = text
        .to_uppercase()
        .replace("12:00:00 AM", "0:00")
        .replace("12:00 AM", "0:00");
    let Some(at) = text.find(':') else {
        return false;
    };
    let before = text[..at].trim_end_matches(|letter: char| letter.is_ascii_digit());
    let hours = &text[before.len()..];
    hours
        .split(|letter: char| !letter.is_ascii_digit() && !":.".contains(letter))
        .next()
        .is_some_and(|time| time.chars().any(|letter| ('1'..='9').contains(&letter)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapper::fixture::profile;

    fn end_of(rows: &str) -> Option<End> {
        end(&profile(&format!("A,B,C\n{rows}")), 0, 1)
    }

    #[test]
    fn what_ends_where_another_row_begins_or_at_an_hour_is_the_day_after() {
        let days = "2026-10-30,2026-10-31,1\n2026-10-31,2026-11-01,2\n";
        assert_eq!(end_of(days), Some(End::After));
        let hours =
            "2026-10-30T22:00:00Z,2026-10-30T23:00:00Z,1\n2026-10-30T23:00:00Z,2026-10-31T00:00:00Z,2\n";
        assert_eq!(end_of(hours), Some(End::After));
        assert_eq!(
            end_of("2026-10-30T00:00:00Z,2026-10-31T00:00:00Z,1\n"),
            Some(End::After)
        );
        assert_eq!(
            end_of("2026-10-01,2026-11-01,1\n2026-10-01,2026-11-01,2\n"),
            Some(End::After)
        );
    }

    #[test]
    fn what_ends_with_a_month_or_on_its_first_day_is_the_last_day() {
        assert_eq!(
            end_of("2026-10-01,2026-10-31,1\n2026-10-31,2026-11-29,2\n"),
            Some(End::Last)
        );
        assert_eq!(
            end_of("2026-10-01 00:00:00,2026-10-31 00:00:00,1\n"),
            Some(End::Last)
        );
        assert_eq!(
            end_of("2026-10-30,2026-10-30,1\n2026-10-28,2026-10-30,2\n"),
            Some(End::Last)
        );
        assert_eq!(end_of("2026-10-04,2026-10-19,1\n"), Some(End::Last));
    }

    #[test]
    fn what_ends_before_it_begins_is_no_end() {
        assert_eq!(end_of("2026-10-04,2026-10-19,1\n2026-10-04,2026-10-03,1\n"), None);
        assert_eq!(end_of("2026-10-04,x,1\n"), None);
    }
}
