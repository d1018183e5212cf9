//! Days, months and periods as people write them. The month is always a word: never `03/04/26`.

use chrono::{Datelike, Days, NaiveDate};
use model::Period;

use super::{DateOrder, Locale};

/// `3 Mar 2026`, `Mar 3, 2026` or `2026-03-03`.
pub fn date(day: NaiveDate, locale: &Locale) -> String {
    let pattern = match locale.dates {
        DateOrder::DayFirst => "%-d %b %Y",
        DateOrder::MonthFirst => "%b %-d, %Y",
        DateOrder::Iso => "%Y-%m-%d",
    };
    day.format(pattern).to_string()
}

/// `Sep 2026`.
pub fn month(day: NaiveDate) -> String {
    day.format("%b %Y").to_string()
}

/// A period by its name where it has one (`Sep 2026`, `Q3 2026`, `2026`), else as a span.
pub fn period(period: &Period, locale: &Locale) -> String {
    let from = period.from;
    match (period.whole_months(), from.month()) {
        (Some(1), _) => month(from),
        (Some(3), 1 | 4 | 7 | 10) => format!("Q{} {}", from.month().div_ceil(3), from.year()),
        (Some(12), 1) => from.year().to_string(),
        _ => span(period, locale),
    }
}

/// First to last day, each part once where the order of the day allows: `3 – 9 Mar 2026`, `3 Mar – 9 Apr 2026`,
/// `30 Dec 2025 – 2 Jan 2026`; one day stays one day.
pub fn span(period: &Period, locale: &Locale) -> String {
    let (from, last) = (
        period.from,
        period.to.checked_sub_days(Days::new(1)).unwrap_or(period.to),
    );
    if last <= from {
        return date(from, locale);
    }
    let same_year = locale.dates == DateOrder::DayFirst && from.year() == last.year();
    let first = match (same_year, from.month() == last.month()) {
        (true, true) => from.format("%-d").to_string(),
        (true, false) => from.format("%-d %b").to_string(),
        (false, _) => date(from, locale),
    };
    format!("{first} – {}", date(last, locale))
}

/// What stands under a column: `Sep`, with the year where it changes (`Jan 26`); days and weeks as `3 Mar` or `1 Jan 26`.
pub(crate) fn axis_label(period: Period, previous: Option<Period>, locale: &Locale) -> String {
    let from = period.from;
    let is_new_year = previous.is_none_or(|before| before.from.year() != from.year());
    let pattern = match (period.whole_months(), is_new_year) {
        (Some(1), true) => "%b %y",
        (Some(1), false) => "%b",
        (Some(3), _) => return format!("Q{} {}", from.month().div_ceil(3), from.format("%y")),
        (Some(12), _) => "%Y",
        (_, is_named) => match (locale.dates == DateOrder::MonthFirst, is_named) {
            (true, false) => "%b %-d",
            (true, true) => "%b %-d, %y",
            (false, false) => "%-d %b",
            (false, true) => "%-d %b %y",
        },
    };
    from.format(pattern).to_string()
}
