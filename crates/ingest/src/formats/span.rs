//! The period of a row from what it says of it: start, exclusive end, last day, or one day.

use chrono::{Days, Months, NaiveDate, NaiveDateTime, NaiveTime};
use model::Period;

use super::field::Field;
use super::getter::{Length, Moment, moment};
use crate::value::DateValue;

/// Start, end and last day as far as the row says them.
#[derive(Clone, Debug, Default)]
pub(super) struct Span {
    from: Option<NaiveDateTime>,
    to: Option<NaiveDateTime>,
    last: Option<NaiveDate>,
    one_day: bool,
    whole_month: bool,
    /// How long the time is that its first day was said with.
    length: Length,
    /// In this file one day stands for its whole month.
    days_are_months: bool,
}

impl Span {
    /// A span of a file whose days are whole months, or not.
    pub(super) fn new(days_are_months: bool) -> Self {
        Self {
            days_are_months,
            ..Self::default()
        }
    }

    /// Takes one of the fields of a period.
    pub(super) fn set(&mut self, field: Field, moment: Option<Moment>) {
        let at = moment.map(|(at, _)| at);
        match field {
            Field::To => self.to = at,
            Field::Last => self.last = moment.map(|moment| after(moment) - Days::new(1)),
            Field::Month | Field::Day | Field::From if at.is_none() => {}
            _ => {
                self.from = at;
                self.length = moment.map(|(_, length)| length).unwrap_or_default();
                (self.one_day, self.whole_month) = (field == Field::Day, field == Field::Month);
            }
        }
    }

    /// The period, if there is a start; at least one day.
    pub(super) fn period(&self) -> Option<Period> {
        let at = self.from?;
        let (from, after) = (at.date(), after((at, self.length)));
        let is_longer = matches!(self.length, Length::Quarter | Length::Half);
        if is_longer && (self.whole_month || self.one_day) {
            return Some(Period::new(from, after));
        }
        if self.whole_month || (self.one_day && self.days_are_months) {
            return Some(Period::month(from));
        }
        if self.one_day {
            return Some(Period::new(from, after));
        }
        let to = self.end().unwrap_or(after);
        Some(Period::new(from, to.max(from + Days::new(1))))
    }

    /// The period, where its end is stated, too: by a last day, a month, or a first day that is a longer time.
    pub(super) fn bounded(&self) -> Option<Period> {
        let is_longer = self.whole_month || self.length != Length::Day;
        self.period().filter(|_| is_longer || self.end().is_some())
    }

    /// Whether it ends before it begins.
    pub(super) fn is_reversed(&self) -> bool {
        let from = self.from.filter(|_| !self.whole_month).map(|at| at.date());
        from.zip(self.end()).is_some_and(|(from, to)| to <= from)
    }

    /// The first day after it, as stated.
    fn end(&self) -> Option<NaiveDate> {
        let last = self.last.map(|last| last + Days::new(1));
        last.or(self.to.map(end_of))
    }
}

/// All days of a value that is a time.
pub(super) fn days_of(value: DateValue) -> Option<Period> {
    let moment = moment(value)?;
    Some(Period::new(moment.0.date(), after(moment)))
}

/// The first day after a time.
fn after((at, length): Moment) -> NaiveDate {
    let first = at.date();
    match length {
        Length::Day => first + Days::new(1),
        Length::Week => first + Days::new(7),
        Length::Month => Period::month(first).to,
        Length::Quarter => Period::month(first + Months::new(2)).to,
        Length::Half => Period::month(first + Months::new(5)).to,
    }
}

/// The first day after an instant's day, unless the instant is midnight.
fn end_of(at: NaiveDateTime) -> NaiveDate {
    if at.time() == NaiveTime::MIN {
        at.date()
    } else {
        at.date() + Days::new(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        (text.parse().expect(text), Length::Day)
    }

    #[test]
    fn a_month_or_week_is_as_long_as_it_is_whatever_field_it_stands_in() {
        let days = |field: Field, length: Length| {
            let mut span = Span::default();
            span.set(field, Some((at("2026-09-07T00:00:00").0, length)));
            span.period().map(|period| period.days())
        };
        assert_eq!(days(Field::Day, Length::Day), Some(1));
        assert_eq!(days(Field::Day, Length::Week), Some(7));
        let mut span = Span::default();
        let month = |text: &str| Some((at(text).0, Length::Month));
        // What is blank takes nothing away.
        span.set(Field::Day, Some(at("2026-09-07T00:00:00")));
        span.set(Field::From, None);
        assert_eq!(span.period().map(|period| period.days()), Some(1));
        span.set(Field::Day, month("2026-09-01T00:00:00"));
        assert_eq!(
            span.period(),
            Some(Period::month(at("2026-09-01T00:00:00").0.date()))
        );
        span.set(Field::Month, Some((at("2026-07-01T00:00:00").0, Length::Quarter)));
        assert_eq!(span.period().map(|period| period.days()), Some(92));
        span.set(Field::Day, Some((at("2026-07-01T00:00:00").0, Length::Half)));
        assert_eq!(span.period().map(|period| period.days()), Some(184));
        span.set(Field::From, month("2026-07-01T00:00:00"));
        span.set(Field::Last, month("2026-09-01T00:00:00"));
        assert_eq!(span.period().map(|period| period.days()), Some(92));
    }

    #[test]
    fn an_hour_counts_its_day_and_midnight_ends_the_day_before() {
        let mut span = Span::default();
        span.set(Field::From, Some(at("2026-09-01T22:00:00")));
        span.set(Field::To, Some(at("2026-09-01T23:00:00")));
        assert_eq!(span.period().map(|period| period.days()), Some(1));
        span.set(Field::To, Some(at("2026-10-01T00:00:00")));
        assert_eq!(
            span.period().map(|period| period.to.to_string()).as_deref(),
            Some("2026-10-01")
        );
        span.set(Field::Last, Some(at("2026-09-30T00:00:00")));
        assert_eq!(
            span.period().map(|period| period.to.to_string()).as_deref(),
            Some("2026-10-01")
        );
    }
}
