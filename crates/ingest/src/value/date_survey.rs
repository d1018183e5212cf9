//! In which order the dates of a column have day and month: evidence gathered cell by cell. Reads no dates itself.

use serde::{Deserialize, Serialize};

use super::date::{DateOrder, DateStyle, DateValue, Written};

/// Whether the day is parted by dots: whoever writes them puts the day first.
fn is_dotted(text: &str) -> bool {
    let day = text.trim().split([' ', 'T']).next();
    day.is_some_and(|day| day.contains('.'))
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
}

impl DateSurvey {
    /// Looks at one cell.
    pub fn see(&mut self, text: &str) {
        match Written::of(text) {
            None => {}
            Some(Written::Fixed(DateValue::Bad)) => self.others += 1,
            Some(Written::Fixed(_)) if is_plain(text) => self.numbers += 1,
            Some(Written::Fixed(_)) => self.dates += 1,
            Some(Written::Open(first, second, _, _)) => {
                self.dates += 1;
                match (first > 12, second > 12) {
                    (true, true) => self.others += 1,
                    (true, false) => self.day_first += 1,
                    (false, true) => {
                        self.month_first += 1;
                        self.dotted_month_first += u64::from(is_dotted(text));
                    }
                    (false, false) if first != second && is_dotted(text) => self.dotted += 1,
                    (false, false) => self.either += u64::from(first != second),
                }
            }
        }
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
