//! Dates as files write them → civil days. The order of day and month is decided for a whole column or file; where
//! all days are at most 12 it stays ambiguous and both readings are given.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::month_names::month_named;
use super::weekday_names::is_weekday;

/// The order of the parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// Year first.
    #[default]
    Iso,
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
    /// Day or month first; nothing tells.
    Ambiguous,
}

impl DateOrder {
    /// `iso`, `dmy`, `mdy`, `ambiguous`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Iso => "iso",
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateValue {
    /// A civil day.
    Day(NaiveDate),
    /// An instant in UTC.
    Instant(NaiveDateTime),
    /// A day and time without an offset.
    Local(NaiveDateTime),
    /// A week, by its Monday.
    Week(NaiveDate),
    /// A month, by its first day.
    Month(NaiveDate),
    /// A quarter, by its first day.
    Quarter(NaiveDate),
    /// Half a year, by its first day.
    Half(NaiveDate),
    /// Either of two days: day first, and month first.
    Ambiguous(NaiveDate, NaiveDate),
    /// Nothing.
    Empty,
    /// No date.
    Bad,
}

impl DateValue {
    /// The civil day: UTC for instants, as written for local times, the first for weeks and months; none for quarters and halves.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) | Self::Week(day) | Self::Month(day) => Some(day),
            Self::Instant(at) | Self::Local(at) => Some(at.date()),
            _ => None,
        }
    }
}

/// How the dates of a column or file are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DateStyle {
    /// The order of day and month where both are numbers.
    pub order: DateOrder,
}

impl DateStyle {
    /// With day and month the other way round.
    pub(crate) fn other(self) -> Self {
        let order = match self.order {
            DateOrder::Dmy => DateOrder::Mdy,
            DateOrder::Mdy => DateOrder::Dmy,
            same => same,
        };
        Self { order }
    }

    /// Reads a cell of a date column.
    pub fn read(self, text: &str) -> DateValue {
        match Written::of(text) {
            None => DateValue::Empty,
            Some(written) => written.value(self.order),
        }
    }
}

/// A date taken apart.
pub(super) enum Written {
    Fixed(DateValue),
    /// Two numbers and a year, with a time of day.
    Open(u32, u32, i32, Option<NaiveTime>),
}

impl Written {
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if let Some(plain) = plain(text.as_bytes()) {
            return Some(Self::Fixed(plain));
        }
        if text.len() > 50 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return Some(Self::Fixed(DateValue::Bad));
        }
        let fixed = number(text)
            .or_else(|| instant(text))
            .or_else(|| day_and_time(text));
        Some(fixed.unwrap_or(Self::Fixed(DateValue::Bad)))
    }

    fn value(self, order: DateOrder) -> DateValue {
        let (first, second, year, time) = match self {
            Self::Fixed(value) => return value,
            Self::Open(first, second, year, time) => (first, second, year, time),
        };
        let dmy = NaiveDate::from_ymd_opt(year, second, first);
        let mdy = NaiveDate::from_ymd_opt(year, first, second);
        let day = match (order, dmy, mdy) {
            (DateOrder::Dmy, day, _)
            | (DateOrder::Mdy, _, day)
            | (_, day @ Some(_), None)
            | (_, None, day) => day,
            (_, Some(dmy), Some(mdy)) if dmy == mdy => Some(dmy),
            (_, Some(dmy), Some(mdy)) => return DateValue::Ambiguous(dmy, mdy),
        };
        day.map_or(DateValue::Bad, |day| timed(day, time))
    }
}

/// The instant of a text as programs write them; `None` of any other, which may be one as well.
pub(crate) fn plain_instant(text: &str) -> Option<NaiveDateTime> {
    match plain(text.as_bytes())? {
        DateValue::Day(day) => Some(day.and_time(NaiveTime::MIN)),
        DateValue::Instant(at) => Some(at),
        _ => None,
    }
}

/// The instant of a text that nobody wrote in an order of their own: `2026-08-03 14:05:00.123456 UTC`.
pub(crate) fn any_instant(text: &str) -> Option<NaiveDateTime> {
    match DateStyle::default().read(text) {
        DateValue::Day(day) => Some(day.and_time(NaiveTime::MIN)),
        DateValue::Instant(at) | DateValue::Local(at) => Some(at),
        _ => None,
    }
}

/// The fast way for what programs write: `2026-08-03`, `2026-08-03T14:05:00Z` and the same with milliseconds.
fn plain(text: &[u8]) -> Option<DateValue> {
    let number = |from: usize, length: usize| {
        text.get(from..from + length)?.iter().try_fold(0, |sum, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'))
        })
    };
    if !matches!(text.len(), 10 | 20 | 24) || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(number(0, 4)? as i32, number(5, 2)?, number(8, 2)?)?;
    if text.len() == 10 {
        return Some(DateValue::Day(day));
    }
    let milliseconds = match text.len() {
        24 if text[19] == b'.' => number(20, 3)?,
        24 => return None,
        _ => 0,
    };
    if (text[10], text[13], text[16], text[text.len() - 1]) != (b'T', b':', b':', b'Z') {
        return None;
    }
    let (hours, minutes, seconds) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    Some(DateValue::Instant(day.and_hms_milli_opt(
        hours,
        minutes,
        seconds,
        milliseconds,
    )?))
}

fn timed(day: NaiveDate, time: Option<NaiveTime>) -> DateValue {
    time.map_or(DateValue::Day(day), |time| DateValue::Local(day.and_time(time)))
}

/// Epoch seconds, milliseconds, microseconds or nanoseconds, `YYYYMMDD`, `YYYYMM`, a year, or an Excel serial.
fn number(text: &str) -> Option<Written> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.len();
    if digits == 0
        || !whole
            .bytes()
            .chain(fraction.bytes())
            .all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let value: i64 = whole.parse().ok()?;
    if digits <= 2 && fraction.len() == 4 {
        // `09.2026`.
        return None;
    }
    if digits == 4 && fraction.len() == 2 {
        // `2026.09`.
        let first = month(value * 100 + fraction.parse::<i64>().ok()?);
        return Some(Written::Fixed(first.unwrap_or(DateValue::Bad)));
    }
    let found = match digits {
        5 if (20_000..80_000).contains(&value) => serial(value, fraction),
        6 => month(value),
        8 => day_number(value).map(DateValue::Day),
        9 | 10 => epoch(value, 1),
        12 | 13 => epoch(value, 1_000),
        15 | 16 => epoch(value, 1_000_000),
        18 | 19 => epoch(value, 1_000_000_000),
        _ => None,
    };
    Some(Written::Fixed(found.unwrap_or(DateValue::Bad)))
}

fn epoch(value: i64, per_second: i64) -> Option<DateValue> {
    let nanos = (value % per_second) * (1_000_000_000 / per_second);
    DateTime::from_timestamp(value / per_second, nanos as u32).map(|at| DateValue::Instant(at.naive_utc()))
}

/// Days since 30 December 1899, with the fraction as time of day.
fn serial(days: i64, fraction: &str) -> Option<DateValue> {
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days as u64))?;
    if fraction.bytes().all(|byte| byte == b'0') {
        return Some(DateValue::Day(day));
    }
    let share: f64 = format!("0.{fraction}").parse().ok()?;
    let seconds = ((share * 86_400.0).round() as u32).min(86_399);
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?;
    Some(DateValue::Local(day.and_time(time)))
}

fn month(value: i64) -> Option<DateValue> {
    let first = NaiveDate::from_ymd_opt((value / 100) as i32, (value % 100) as u32, 1)?;
    (1990..2100)
        .contains(&(value / 100))
        .then_some(DateValue::Month(first))
}

fn day_number(value: i64) -> Option<NaiveDate> {
    let day = NaiveDate::from_ymd_opt(
        (value / 10_000) as i32,
        (value / 100 % 100) as u32,
        (value % 100) as u32,
    )?;
    (1900..2200).contains(&(value / 10_000)).then_some(day)
}

/// A timestamp with an offset.
fn instant(text: &str) -> Option<Written> {
    if text.len() < 17 || !text.starts_with(|first: char| first.is_ascii_digit()) || !text.contains(':') {
        return None;
    }
    let plain = text.strip_suffix(" UTC").map(|local| format!("{local}Z"));
    let text = plain.as_deref().unwrap_or(text);
    let at = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%#z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f %#z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M%#z"))
        .ok()?;
    Some(Written::Fixed(DateValue::Instant(
        DateTime::<FixedOffset>::naive_utc(&at),
    )))
}

/// What stands between day, month and year; in East Asia that names them.
const BETWEEN: [char; 12] = [
    '-', '/', '.', ' ', ',', '\u{a0}', '年', '月', '日', '년', '월', '일',
];

fn day_and_time(text: &str) -> Option<Written> {
    let (date, time) = split_time(text)?;
    let parts: Vec<&str> = date
        .split(BETWEEN)
        .map(|part| part.trim_start_matches(['\'', '’', '‘']))
        .filter(|part| !part.is_empty() && !matches!(*part, "de" | "of"))
        .collect();
    let part = || part_of_year(&parts).or_else(|| part_of_short_year(&parts));
    if let Some(part) = time.is_none().then(part).flatten() {
        return Some(Written::Fixed(part));
    }
    match parts[..] {
        [a, b, c] => three_parts(a, b, c, time),
        // `7,2026` is a number.
        [a, b] if time.is_none() && !(date.contains(',') && is_number(a) && is_number(b)) => two_parts(a, b),
        // `Mon, 3 Aug 2026`.
        [weekday, a, b, c] if is_weekday(weekday) => three_parts(a, b, c, time),
        _ => None,
    }
}

/// Cuts a time of day off the end: `3/8/2026 14:05:00`, `2026-08-03T14:05`, `Aug 3, 2026, 2:05 PM`.
fn split_time(text: &str) -> Option<(&str, Option<NaiveTime>)> {
    let Some(colon) = text.find(':') else {
        return Some((text, None));
    };
    let cut = text[..colon].rfind([' ', 'T', 't', '\u{a0}'])?;
    let separator = text[cut..].chars().next().map_or(1, char::len_utf8);
    let time = text[cut + separator..].trim().replace('\u{202f}', " ");
    let formats = [
        "%H:%M:%S%.f",
        "%H:%M",
        "%I:%M:%S %p",
        "%I:%M %p",
        "%I:%M:%S%p",
        "%I:%M%p",
    ];
    let time = formats
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(&time, format).ok())?;
    Some((text[..cut].trim_end_matches([' ', ',']), Some(time)))
}

fn three_parts(a: &str, b: &str, c: &str, time: Option<NaiveTime>) -> Option<Written> {
    let day = |year: Option<i32>, month: Option<u32>, day: Option<u32>| {
        let day = NaiveDate::from_ymd_opt(year?, month?, day?)?;
        Some(Written::Fixed(timed(day, time)))
    };
    if a.len() == 4 && is_number(a) {
        return day(a.parse().ok(), month_of(b), day_of(c));
    }
    if let Some(month) = month_named(a) {
        return day(year_of(c), Some(month), day_of(b));
    }
    if let Some(month) = month_named(b) {
        return day(year_of(c), Some(month), day_of(a));
    }
    Some(Written::Open(day_of(a)?, day_of(b)?, year_of(c)?, time))
}

/// `Sep 2026`, `Sep '26`, `2026-09`, `09/2026`.
fn two_parts(a: &str, b: &str) -> Option<Written> {
    let (year, month) = if a.len() == 4 && is_number(a) {
        (a, b)
    } else {
        (b, a)
    };
    let whole_year = is_year(year) || month_named(month).is_some();
    let first = NaiveDate::from_ymd_opt(year_of(year).filter(|_| whole_year)?, month_of(month)?, 1)?;
    Some(Written::Fixed(DateValue::Month(first)))
}

/// Letters before or behind the number of a week or quarter.
const WEEKS: &[&str] = &["w", "wk", "week", "kw", "cw", "vecka", "uke", "uge"];
const QUARTERS: &[&str] = &[
    "q",
    "qtr",
    "quarter",
    "quartal",
    "kvartal",
    "trimestre",
    "kwartaal",
];

const HALVES: &[&str] = &[
    "h", "hy", "half", "hj", "halbjahr", "halvår", "semestre", "semester",
];

/// A quarter or a half of a year of two digits: `1H26`, `Q3 '26`.
fn part_of_short_year(parts: &[&str]) -> Option<DateValue> {
    let (part, year) = match *parts {
        [one] if one.starts_with(|first: char| first.is_ascii_digit()) => one.split_at_checked(2)?,
        [part, year] => (part, year),
        _ => return None,
    };
    let is_short = year.len() == 2 && !is_number(part);
    let named = part_named(year_of(year).filter(|_| is_short)?, part)?;
    matches!(named, DateValue::Quarter(_) | DateValue::Half(_)).then_some(named)
}

/// A week, a quarter or a half of a year of four digits: `W36 2026`, `KW 36/2026`, `Q3 2026`, `2026Q3`, `H1 2026`; `2026M09`.
fn part_of_year(parts: &[&str]) -> Option<DateValue> {
    let (year, rest) = match *parts {
        [one] => one.split_at_checked(4)?,
        [year, number] if is_year(year) => (year, number),
        [number, year] => (year, number),
        [year, a, b] | [a, b, year] if is_year(year) && is_number(a) != is_number(b) => {
            return part_named(year_of(year)?, &format!("{a}{b}"));
        }
        _ => return None,
    };
    if !is_year(year) {
        return None;
    }
    let month = rest
        .strip_prefix(['M', 'm'])
        .filter(|number| parts.len() == 1 && number.len() == 2);
    if let Some(number) = month {
        return NaiveDate::from_ymd_opt(year_of(year)?, day_of(number)?, 1).map(DateValue::Month);
    }
    part_named(year_of(year)?, rest)
}

/// `W36`, `36kw`, `Q3`, `H1`.
fn part_named(year: i32, text: &str) -> Option<DateValue> {
    let lower = text.to_lowercase();
    let digits = lower.trim_matches(char::is_alphabetic);
    let number: u32 = is_number(digits).then(|| digits.parse().ok()).flatten()?;
    let word = lower.replacen(digits, "", 1);
    if QUARTERS.contains(&word.as_str()) && (1..=4).contains(&number) && digits.len() == 1 {
        return NaiveDate::from_ymd_opt(year, number * 3 - 2, 1).map(DateValue::Quarter);
    }
    if HALVES.contains(&word.as_str()) && (1..=2).contains(&number) && digits.len() == 1 {
        return NaiveDate::from_ymd_opt(year, number * 6 - 5, 1).map(DateValue::Half);
    }
    let is_week = WEEKS.contains(&word.as_str()) && digits.len() <= 2;
    let monday = NaiveDate::from_isoywd_opt(year, number, Weekday::Mon);
    monday.filter(|_| is_week).map(DateValue::Week)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20")) && is_number(text)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One or two digits, or an ordinal: `3rd`, `1er`.
fn day_of(text: &str) -> Option<u32> {
    const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "º", "°"];
    let ordinal = ORDINALS.iter().find_map(|ending| text.strip_suffix(ending));
    let digits = ordinal.unwrap_or(text);
    (is_number(digits) && digits.len() <= 2)
        .then(|| digits.parse().ok())
        .flatten()
}

fn month_of(text: &str) -> Option<u32> {
    day_of(text).or_else(|| month_named(text))
}

/// Two digits are 1970 to 2069.
fn year_of(text: &str) -> Option<i32> {
    let year: i32 = is_number(text).then(|| text.parse().ok()).flatten()?;
    match text.len() {
        4 => Some(year),
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}
