//! Days as they are stored: days since 1970-01-01. Number 0 means that the file does not say.

use chrono::NaiveDate;

/// The stored number of a day.
pub(crate) fn number(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days()
}

/// The stored number of a day that may be missing.
pub(crate) fn or_unstated(day: Option<NaiveDate>) -> i64 {
    day.map_or(0, number)
}

/// The day of a stored number; `None` for "not stated" and for numbers outside the calendar.
pub(crate) fn day(number: i64) -> Option<NaiveDate> {
    let from_common_era = i32::try_from(number.checked_add(719_163)?).ok()?;
    NaiveDate::from_num_days_from_ce_opt(from_common_era).filter(|_| number != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_survives_its_number_and_no_day_stays_no_day() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        assert_eq!(day(number(today)), Some(today));
        assert_eq!(number(today), 20_779);
        assert_eq!(day(0), None);
        assert_eq!(day(i64::MAX), None);
    }
}
