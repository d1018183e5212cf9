//! Civil days and periods. Ends are exclusive everywhere.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days of the longest line that tells in which week something was done.
pub const WEEK: i64 = 7;

/// Days from `from` up to, but not including, `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: NaiveDate,
}

/// Monday to Friday. No calendar of holidays is known.
pub fn is_working_day(day: NaiveDate) -> bool {
    day.weekday().num_days_from_monday() < 5
}

impl Period {
    /// A period; an end before the start becomes an empty period.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            from,
            to: to.max(from),
        }
    }

    /// One civil day.
    pub fn day(day: NaiveDate) -> Self {
        Self {
            from: day,
            to: day + Days::new(1),
        }
    }

    /// The calendar month that holds a day.
    pub fn month(day: NaiveDate) -> Self {
        let from = Grain::Month.start(day);
        Self {
            from,
            to: from + Months::new(1),
        }
    }

    /// Number of days.
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days()
    }

    /// Whether the period has no day.
    pub fn is_empty(&self) -> bool {
        self.to <= self.from
    }

    /// Whether a day lies inside.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }

    /// Whether two periods share a day.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// Whether what is told of so many days from one on counts in it as a whole: on its first day; of a total of more days
    /// than a week where the larger part of it lies.
    pub fn counts(&self, from: NaiveDate, days: i64) -> bool {
        if days <= WEEK {
            return self.contains(from);
        }
        let until = from + Days::new(days.unsigned_abs());
        2 * (until.min(self.to) - from.max(self.from)).num_days() > days
    }

    /// The smallest period that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            from: self.from.min(other.from),
            to: self.to.max(other.to),
        }
    }

    /// The period of equal length just before; whole months give whole months.
    #[must_use]
    pub fn previous(&self) -> Self {
        match self.whole_months() {
            Some(months) => Self {
                from: self.from - Months::new(months),
                to: self.from,
            },
            None => Self {
                from: self.from - Days::new(self.days().unsigned_abs()),
                to: self.from,
            },
        }
    }

    /// Its days from Monday to Friday. No calendar of holidays is known.
    pub fn working_days(self) -> impl DoubleEndedIterator<Item = NaiveDate> {
        let days = (0..self.days().max(0).unsigned_abs()).map(move |at| self.from + Days::new(at));
        days.filter(|day| is_working_day(*day))
    }

    /// The calendar months that it touches, each whole.
    pub fn months(self) -> impl Iterator<Item = Self> {
        let months = std::iter::successors(Some(Self::month(self.from)), |month| Some(Self::month(month.to)));
        months.take_while(move |month| month.from < self.to)
    }

    /// How many whole calendar months the period is, if it is exactly that.
    pub fn whole_months(&self) -> Option<u32> {
        let months =
            (self.to.year() - self.from.year()) * 12 + self.to.month() as i32 - self.from.month() as i32;
        (self.from.day() == 1 && self.to.day() == 1 && months > 0).then_some(months as u32)
    }
}

/// Calendar grains. Weeks are ISO weeks, starting on Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grain {
    /// Civil day.
    Day,
    /// ISO week.
    Week,
    /// Calendar month.
    Month,
    /// Calendar quarter.
    Quarter,
    /// Calendar year.
    Year,
}

impl Grain {
    /// The first day of the grain that holds a day.
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let first =
            |month| NaiveDate::from_ymd_opt(day.year(), month, 1).expect("the first of a month exists");
        match self {
            Self::Day => day,
            Self::Week => day - Days::new(u64::from(day.weekday().num_days_from_monday())),
            Self::Month => first(day.month()),
            Self::Quarter => first((day.month() - 1) / 3 * 3 + 1),
            Self::Year => first(1),
        }
    }

    /// The first day of the next one.
    pub fn next(self, day: NaiveDate) -> NaiveDate {
        let start = self.start(day);
        match self {
            Self::Day => start + Days::new(1),
            Self::Week => start + Days::new(7),
            Self::Month => start + Months::new(1),
            Self::Quarter => start + Months::new(3),
            Self::Year => start + Months::new(12),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn whole_months_are_compared_with_whole_months() {
        let march = Period::new(day("2026-03-01"), day("2026-04-01"));
        assert_eq!(
            march.previous(),
            Period::new(day("2026-02-01"), day("2026-03-01"))
        );
        let ten_days = Period::new(day("2026-03-11"), day("2026-03-21"));
        assert_eq!(
            ten_days.previous(),
            Period::new(day("2026-03-01"), day("2026-03-11"))
        );
    }

    #[test]
    fn grains_start_where_calendars_say() {
        assert_eq!(Grain::Week.start(day("2026-11-22")), day("2026-11-16"));
        assert_eq!(Grain::Quarter.start(day("2026-11-22")), day("2026-10-01"));
        assert_eq!(Grain::Quarter.next(day("2026-11-22")), day("2027-01-01"));
    }
}
