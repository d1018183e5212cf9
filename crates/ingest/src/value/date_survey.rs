//! In which order the dates of a column have day and month: evidence gathered cell by cell. Reads no dates itself.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::date::{DateOrder, DateStyle, DateValue, Written};

/// Whether the day is parted by dots: whoever writes them puts the day first.
fn is_dotted(text: &str) -> bool {
    let day = text.trim().split([' ', 'T']).next();
    day.is_some_and(|day| day.contains('.'))
}

/// Whether the year is written first, with marks behind it: so are cells of dates, and no order of a country.
pub(crate) fn is_year_first(text: &str) -> bool {
    let digits = text.trim_start().bytes().take_while(u8::is_ascii_digit);
    digits.count() == 4
}

/// Months, or days up to the twelfth, as bits.
fn bit(number: u32) -> u16 {
    1 << number
}

fn is_plain(text: &str) -> bool {
    text.trim()
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Evidence for the order of day and month, gathered cell by cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateSurvey {
    /// Cells that are dates without doubt.
    pub dates: u64,
    /// Cells that are plain numbers and could be dates: epochs, `20260803`, `202608`, Excel serials.
    pub numbers: u64,
    /// Cells that are anything else but empty.
    pub others: u64,
    day_first: u64,
    month_first: u64,
    either: u64,
    /// Of those that could be both, the ones with dots; and dots with the month first without doubt.
    dotted: u64,
    dotted_month_first: u64,
    whole: Whole,
    /// Months of those that can be read in one order only.
    told_months: u16,
}

/// Days with the year first: those that would be days with day and month swapped, the others, and the days and months of the
/// former.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Whole {
    swappable: u64,
    others: u64,
    days: u16,
    months: u16,
}

impl Whole {
    fn see(&mut self, day: NaiveDate) {
        if day.day() > 12 {
            self.others += 1;
            return;
        }
        self.swappable += 1;
        self.days |= bit(day.day());
        self.months |= bit(day.month());
    }

    fn merge(&mut self, other: &Self) {
        self.swappable += other.swappable;
        self.others += other.others;
        self.days |= other.days;
        self.months |= other.months;
    }
}

impl DateSurvey {
    /// Looks at one cell.
    pub fn see(&mut self, text: &str) {
        match Written::of(text) {
            None => {}
            Some(Written::Fixed(DateValue::Bad)) => self.others += 1,
            Some(Written::Fixed(_)) if is_plain(text) => self.numbers += 1,
            Some(Written::Fixed(DateValue::Day(_) | DateValue::Local(_))) if !is_year_first(text) => {
                self.dates += 1;
            }
            Some(Written::Fixed(value @ (DateValue::Day(_) | DateValue::Local(_)))) => {
                self.dates += 1;
                value.day().into_iter().for_each(|day| self.whole.see(day));
            }
            Some(Written::Fixed(_)) => self.dates += 1,
            Some(Written::Open(first, second, _, _)) => {
                self.dates += 1;
                match (first > 12, second > 12) {
                    (true, true) => self.others += 1,
                    (true, false) => {
                        self.day_first += 1;
                        self.told_months |= bit(second);
                    }
                    (false, true) => {
                        self.month_first += 1;
                        self.told_months |= bit(first);
                        self.dotted_month_first += u64::from(is_dotted(text));
                    }
                    (false, false) if first != second && is_dotted(text) => self.dotted += 1,
                    (false, false) => self.either += u64::from(first != second),
                }
            }
        }
    }

    /// Looks at a cell of a sheet that is a day.
    pub(crate) fn see_whole(&mut self, day: NaiveDate) {
        self.whole.see(day);
    }

    /// Whether more cells may still tell: those seen so far are blank, or some of them dates.
    pub fn is_open(&self) -> bool {
        self.others == 0 || self.dates > 0 && self.dates * 10 >= self.others
    }

    /// Whether it is a column of dates, a few cells aside.
    pub fn is_mostly_dates(&self) -> bool {
        self.dates > self.others
    }

    /// Adds the evidence of another column.
    pub fn merge(&mut self, other: &Self) {
        self.dates += other.dates;
        self.numbers += other.numbers;
        self.others += other.others;
        self.day_first += other.day_first;
        self.month_first += other.month_first;
        self.either += other.either;
        self.dotted += other.dotted;
        self.dotted_month_first += other.dotted_month_first;
        self.whole.merge(&other.whole);
        self.told_months |= other.told_months;
    }

    /// Whether a spreadsheet of another country swapped day and month of those days that it could, and left the others as
    /// texts: all of one kind could be swapped and none of the other. Few are enough where the months say so, too.
    pub(crate) fn is_half_swapped(&self) -> bool {
        const FEW: u64 = 2;
        const MANY: u64 = 5;
        let texts = self.day_first + self.month_first;
        let is_parted =
            self.whole.others + self.open() == 0 && (self.day_first == 0 || self.month_first == 0);
        let among = |months: u16| months & !self.told_months == 0;
        let enough = match (among(self.whole.days), among(self.whole.months)) {
            (false, true) => return false,
            (true, false) => FEW,
            _ => MANY,
        };
        is_parted && self.is_mostly_dates() && self.whole.swappable.min(texts) >= enough
    }

    /// Dates that cannot be read in an order.
    pub fn unread(&self, order: DateOrder) -> u64 {
        match order {
            DateOrder::Dmy => self.month_first,
            DateOrder::Mdy => self.day_first,
            DateOrder::Iso | DateOrder::Ambiguous => 0,
        }
    }

    /// Dates that can be read day first and month first, differently.
    pub fn open(&self) -> u64 {
        self.either + self.dotted
    }

    /// Whether there are days that could be read in two orders and nothing that tells which.
    pub fn is_undecided(&self) -> bool {
        self.either > 0 && self.day_first + self.month_first + self.dotted == 0
    }

    /// The order that all dates have; ambiguous where nothing tells, or where they contradict each other.
    pub fn style(&self) -> DateStyle {
        let dots = if self.dotted_month_first == 0 {
            self.dotted
        } else {
            0
        };
        let order = match (self.day_first + dots, self.month_first) {
            (0, 0) if self.either == 0 => DateOrder::Iso,
            (0, 0) => DateOrder::Ambiguous,
            (_, 0) => DateOrder::Dmy,
            (0, _) => DateOrder::Mdy,
            _ => DateOrder::Ambiguous,
        };
        DateStyle { order }
    }
}
