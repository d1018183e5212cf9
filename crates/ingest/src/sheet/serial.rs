//! Excel's serial days to cells: the 1900 and 1904 systems, days, moments, times and durations.

use chrono::{NaiveDate, TimeDelta};

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
    Cell::Date(epoch.and_time(chrono::NaiveTime::MIN) + millis)
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
