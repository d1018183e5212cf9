//! Excel's serial days to cells: the 1900 and 1904 systems, days, moments, times and durations.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::row::Cell;

/// One past the last day Excel knows, 9999-12-31, in the 1900 system.
const END: f64 = 2_958_466.0;
/// Days between the two systems' day zero.
const SYSTEMS_APART: f64 = 1462.0;

/// A number shown as a date: a moment, or a time of day below day one. What Excel cannot show stays a number.
pub(super) fn moment(serial: f64, is_1904: bool) -> Cell<'static> {
    let days = if is_1904 { serial + SYSTEMS_APART } else { serial };
    if (0.0..1.0).contains(&serial) {
        return Cell::Time(serial);
    }
    if !(0.0..END).contains(&days) {
        return number(serial);
    }
    // Excel counts a 29 February 1900 that never was: before it, the epoch is a day later.
    let epoch = NaiveDate::from_ymd_opt(1899, 12, if days < 60.0 { 31 } else { 30 }).expect("a day in 1899");
    let millis = TimeDelta::milliseconds((days * 86_400_000.0).round() as i64);
    Cell::Date(epoch.and_time(NaiveTime::MIN) + millis)
}

/// A number: the shortest text that gives back the same double.
pub(super) fn number(value: f64) -> Cell<'static> {
    let size = value.abs();
    let text = if size != 0.0 && !(1e-15..1e21).contains(&size) {
        format!("{value:E}")
    } else {
        value.to_string()
    };
    Cell::Number(text.into())
}

/// An ISO day or moment.
pub(super) fn iso(text: &str) -> Option<Cell<'static>> {
    let text = text.trim_end_matches('Z');
    let moment = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok();
    let day = || {
        Some(
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()?
                .and_time(NaiveTime::MIN),
        )
    };
    moment.or_else(day).map(Cell::Date)
}

/// An ISO duration of hours, minutes and seconds: `PT36H30M00S`.
pub(super) fn iso_duration(text: &str) -> Option<Cell<'static>> {
    let (sign, rest) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let mut seconds = 0.0;
    for part in rest.strip_prefix("PT")?.split_inclusive(['H', 'M', 'S']) {
        let (amount, unit) = part.split_at(part.len() - 1);
        seconds += amount.parse::<f64>().ok()?
            * match unit {
                "H" => 3600.0,
                "M" => 60.0,
                "S" => 1.0,
                _ => return None,
            };
    }
    Some(Cell::Time(sign * seconds / 86_400.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_date_systems_name_the_same_day() {
        assert_eq!(moment(46_086.5, false).text(), "2026-03-05T12:00:00");
        assert_eq!(moment(46_086.5 - 1462.0, true).text(), "2026-03-05T12:00:00");
        assert_eq!(moment(1.0, false).text(), "1900-01-01");
        assert_eq!(moment(61.0, false).text(), "1900-03-01");
    }

    #[test]
    fn what_excel_shows_as_hashes_stays_a_number() {
        assert_eq!(moment(-3.0, false).text(), "-3");
        assert_eq!(moment(3e6, false).text(), "3000000");
        assert_eq!(moment(f64::NAN, false).text(), "NaN");
    }

    #[test]
    fn a_number_is_the_shortest_text_of_its_double() {
        assert_eq!(
            [0.1 + 0.2, 20.52, -0.075, 1e21, 3e-5].map(|value| number(value).text().into_owned()),
            ["0.30000000000000004", "20.52", "-0.075", "1E21", "0.00003",]
        );
    }

    #[test]
    fn a_duration_is_read_and_nonsense_is_not() {
        assert_eq!(
            iso_duration("PT36H30M00S")
                .map(|cell| cell.text().into_owned())
                .as_deref(),
            Some("36:30:00")
        );
        assert!(iso_duration("P1D").is_none() && iso_duration("PTx").is_none());
    }
}
