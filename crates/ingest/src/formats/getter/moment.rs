//! Days and moments that a take finds in a row. Knows no fields.

use std::borrow::Cow;

use chrono::{NaiveDateTime, NaiveTime};
use model::Problem;

use super::Getter;
use crate::formats::cells::Style;
use crate::formats::damage::{self, is_local_date, is_scientific, is_whole_day};
use crate::formats::derive::COLUMN;
use crate::formats::steps::stepped;
use crate::row::{Cell, Row};
use crate::unvalued::lack;
use crate::value::{DateValue, around_bare_month, bare_month, plain_instant, two_ways};

/// When something was, and how long that is.
pub(crate) type Moment = (NaiveDateTime, Length);

/// How long the time is that a text says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Length {
    /// A day at most.
    #[default]
    Day,
    Week,
    Month,
    Quarter,
    Half,
}

/// The time of a value that is one, and how long it is.
pub(crate) fn moment(value: DateValue) -> Option<Moment> {
    let (day, length) = match value {
        DateValue::Day(day) => (day, Length::Day),
        DateValue::Week(day) => (day, Length::Week),
        DateValue::Month(day) => (day, Length::Month),
        DateValue::Quarter(day) => (day, Length::Quarter),
        DateValue::Half(day) => (day, Length::Half),
        DateValue::Instant(at) | DateValue::Local(at) => return Some((at, Length::Day)),
        DateValue::Ambiguous(..) | DateValue::Empty | DateValue::Bad => return None,
    };
    Some((day.and_time(NaiveTime::MIN), length))
}

/// What to do about a day that could be two.
const SAY_DATES: &str = "say which (on the command line: --dates dmy or mdy; in a mapping: dates)";

impl Getter {
    /// The instant; a day is its midnight.
    pub(crate) fn instant(
        &self,
        row: &Row<'_>,
        style: &Style,
    ) -> Result<Option<NaiveDateTime>, Box<Problem>> {
        Ok(self.moment(row, style)?.map(|(at, _)| at))
    }

    /// The instant, and how long the time is that begins with it.
    pub(crate) fn moment(&self, row: &Row<'_>, style: &Style) -> Result<Option<Moment>, Box<Problem>> {
        let (Cell::Text(text), true) = (self.cell(row, style), self.join.is_empty()) else {
            return self.read_moment(row, style);
        };
        if let (known, Some(at)) = &*self.recent.borrow()
            && known == text
        {
            return Ok(Some(*at));
        }
        let at = self.read_moment(row, style)?;
        let (known, told) = &mut *self.recent.borrow_mut();
        text.as_ref().clone_into(known);
        *told = at;
        Ok(at)
    }

    fn read_moment(&self, row: &Row<'_>, style: &Style) -> Result<Option<Moment>, Box<Problem>> {
        let cell = self.cell(row, style);
        if self.is_swapped(cell, style) {
            let problem = self.problem(&cell.text(), damage::SWAPPED);
            return Err(problem.hint(damage::SWAPPED_HINT).into());
        }
        let text = match cell {
            Cell::Date(at) => return Ok(Some((*at, Length::Day))),
            other if other.is_empty() => Cow::Borrowed(self.constant.as_deref().unwrap_or_default()),
            _ => stepped(&self.steps, self.raw(row, style)),
        };
        if !self.steps.missing.is_empty() && self.steps.missing.contains(&text.to_lowercase()) {
            return Ok(None);
        }
        if let Some(lack) = lack(cell) {
            return Err(self.lacking(cell, lack));
        }
        if let Some(at) = plain_instant(&text) {
            return Ok(Some((at, Length::Day)));
        }
        if is_scientific(&text) || (style.is_iso && is_local_date(&text)) {
            let what = "a spreadsheet rewrote this date, so what it was is not known";
            let hint = if is_scientific(&text) {
                damage::HINT
            } else {
                damage::SAY_DATES
            };
            return Err(self.problem(&text, what).hint(hint).into());
        }
        let value = style.dates.read(&text);
        if let Some(moment) = moment(value) {
            return Ok(Some(moment));
        }
        match value {
            DateValue::Empty => Ok(None),
            DateValue::Ambiguous(dmy, mdy) => Err(self
                .problem(&text, &two_ways(dmy, mdy))
                .hint(SAY_DATES)
                .into()),
            DateValue::Bad if style.dates.other().read(&text).day().is_some() => {
                let what = "this is no date in the order that the file is read with";
                Err(self.problem(&text, what).hint(SAY_DATES).into())
            }
            DateValue::Bad if self.has_bare_month(&text) => Err(self
                .problem(&text, "this month has no year")
                .hint("say which days the file is of, a year at most (on the command line: --period 2026-01-01..2027-01-01)")
                .into()),
            _ => Err(self.problem(&text, "this is no date")),
        }
    }

    /// Whether a cell is a day of a column whose days a spreadsheet swapped where it could.
    fn is_swapped(&self, cell: &Cell<'_>, style: &Style) -> bool {
        let is_one_of = |place: &usize| style.swapped.contains(place);
        !style.swapped.is_empty() && self.columns.iter().any(is_one_of) && is_whole_day(cell)
    }

    /// Whether a text is a month without a year, or a heading with one.
    fn has_bare_month(&self, text: &str) -> bool {
        bare_month(text).is_some() || (self.column == COLUMN && around_bare_month(text).is_some())
    }
}
