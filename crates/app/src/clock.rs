//! The only place that asks what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate, Utc};

use crate::{Error, Result};

/// UTC now, to the second: `2026-11-22T10:31:00Z`.
pub fn now() -> String {
    instant().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Today, UTC.
pub fn today() -> NaiveDate {
    instant().date_naive()
}

/// The clock of the computer; one that is set before 1970 or after 9999 is taken for that end.
fn instant() -> DateTime<Utc> {
    at(SystemTime::now())
}

/// Refuses a clock that is set before 1970, which the library that writes workbooks asks by itself and dies of.
pub(crate) fn check_for_workbook() -> Result<()> {
    check(SystemTime::now())
}

fn check(time: SystemTime) -> Result<()> {
    if time < UNIX_EPOCH {
        let hint = "Set it right, or write PDF or HTML.";
        return Err(Error::asked(
            "The clock of this computer is set before 1970, so that no workbook can be written",
            hint,
        ));
    }
    Ok(())
}

fn at(time: SystemTime) -> DateTime<Utc> {
    const END_OF_9999: u64 = 253_402_300_799;
    let seconds = time
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs().min(END_OF_9999));
    DateTime::from_timestamp(seconds as i64, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_is_set_wrongly_is_no_reason_to_die() {
        let after = |seconds| at(UNIX_EPOCH + Duration::from_secs(seconds)).to_rfc3339();
        assert_eq!(after(1_796_000_000), "2026-11-30T00:53:20+00:00");
        assert_eq!(after(i64::MAX as u64 / 2), "9999-12-31T23:59:59+00:00");
        let before = UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(at(before).to_rfc3339(), "1970-01-01T00:00:00+00:00");
        assert!(check(before).unwrap_err().message().contains("before 1970"));
        assert!(check(UNIX_EPOCH).is_ok());
    }
}
