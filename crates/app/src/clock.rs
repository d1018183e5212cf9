//! The only place that asks what time it is.

use chrono::{DateTime, NaiveDate, Utc};

/// UTC now, to the second: `2026-11-22T10:31:00Z`.
pub fn now() -> String {
    instant().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Today, UTC.
pub fn today() -> NaiveDate {
    instant().date_naive()
}

fn instant() -> DateTime<Utc> {
    Utc::now()
}
