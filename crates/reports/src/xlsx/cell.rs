//! What a formatted text is to a spreadsheet: the number it shows and a number format that shows it the same way.
//! Only what our own formatting can have written becomes a number; anything else stays the text it is.

use charts::Locale;
use charts::format::{self, DateOrder, Figure, MINUS};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::ExcelDateTime;

/// One cell.
pub(super) enum Cell {
    /// A number and how it is shown.
    Number(f64, String),
    /// A day and how it is shown.
    Day(ExcelDateTime, &'static str),
    /// A text.
    Text(String),
}

/// Most characters a cell may hold.
const LONGEST: usize = 32_767;
/// Most characters before and after the digits of a figure: `USD `, ` active people`.
const AROUND: (usize, usize) = (5, 24);

impl Cell {
    /// A text that stays one.
    pub(super) fn text(text: &str) -> Self {
        let printable = text.chars().filter(|c| crate::text::is_printable(*c));
        Self::Text(printable.take(LONGEST).collect())
    }

    /// A figure as a number where it is one: `$1,902.44`, `62.3 %`, `+$262k`.
    pub(super) fn figure(text: &str, locale: &Locale) -> Self {
        number(text, locale).map_or_else(|| Self::text(text), |(value, shown)| Self::Number(value, shown))
    }

    /// A day as a day where our own formatting wrote it: `30 Sep 2026`.
    pub(super) fn day(text: &str, locale: &Locale) -> Self {
        day(text, locale).unwrap_or_else(|| Self::text(text))
    }

    /// A figure or a day where it is one.
    pub(super) fn value(text: &str, locale: &Locale) -> Self {
        day(text, locale).unwrap_or_else(|| Self::figure(text, locale))
    }
}

fn day(text: &str, locale: &Locale) -> Option<Cell> {
    const ISO: (&str, &str) = ("%Y-%m-%d", "yyyy-mm-dd");
    let (written, shown) = match locale.dates {
        DateOrder::DayFirst => ("%d %b %Y", "d mmm yyyy"),
        DateOrder::MonthFirst => ("%b %d, %Y", "mmm d, yyyy"),
        DateOrder::Iso => ISO,
    };
    let ours = NaiveDate::parse_from_str(text, written).ok();
    let ours = ours.filter(|day| format::date(*day, locale) == text);
    let iso = || {
        text.parse::<NaiveDate>()
            .ok()
            .filter(|day| day.to_string() == text)
    };
    let (day, shown) = ours
        .map(|day| (day, shown))
        .or_else(|| iso().map(|day| (day, ISO.1)))?;
    let year = u16::try_from(day.year()).ok()?;
    let excel = ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8).ok()?;
    Some(Cell::Day(excel, shown))
}

fn number(text: &str, locale: &Locale) -> Option<(f64, String)> {
    let text = text.trim();
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (before, digits, after) = (&text[..first], &text[first..last], &text[last..]);
    let plain = plain(digits, locale)?;
    let (sign, before) = signed(before)?;
    let (scale, after) = scaled(after)?;
    let is_around = before.chars().count() <= AROUND.0 && after.chars().count() <= AROUND.1;
    let percent = after.trim() == "%";
    let power = if percent { -2 } else { scale.0 };
    let minus = if sign == Some(MINUS) { "-" } else { "" };
    let value = format!("{minus}{plain}e{power}").parse().ok()?;
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let after = if percent { after.to_owned() } else { quoted(after) };
    let shown = format!("{}{}{}{after}", quoted(before), pattern(decimals), scale.1);
    let plus = if sign == Some('+') { "\"+\"" } else { "" };
    is_around.then(|| (value, format!("{plus}{shown};\"{MINUS}\"{shown};{shown}")))
}

/// Digits without grouping and with a point; `None` unless our formatting writes them exactly so.
fn plain(digits: &str, locale: &Locale) -> Option<String> {
    let plain: String = digits
        .chars()
        .filter(|c| *c != locale.group)
        .map(|c| if c == locale.decimal { '.' } else { c })
        .collect();
    let decimals = plain.split_once('.').map_or("", |(_, decimals)| decimals);
    let is_short = decimals.len() <= 9 && plain.len() <= 30;
    let nanos = format!("{}{:0<9}", plain.split('.').next()?, decimals).parse::<i128>();
    let figure = Figure::nanos(nanos.ok().filter(|_| is_short)?);
    (format::decimal(figure, decimals.len() as u32, locale) == digits).then_some(plain)
}

/// The sign, and what else stands before the digits.
fn signed(before: &str) -> Option<(Option<char>, &str)> {
    let sign = before.chars().next().filter(|c| [MINUS, '+'].contains(c));
    let rest = sign.map_or(before, |sign| &before[sign.len_utf8()..]);
    (!rest.contains([MINUS, '+', '-'])).then_some((sign, rest))
}

/// The power of ten of `k`, `M` or `B` with how a number format says it, and what else follows the digits.
fn scaled(after: &str) -> Option<((i32, &'static str), &str)> {
    const SCALES: [(&str, i32, &str); 3] = [("k", 3, ",\"k\""), ("M", 6, ",,\"M\""), ("B", 9, ",,,\"B\"")];
    let found = SCALES.iter().find_map(|(letter, power, shown)| {
        let rest = after.strip_prefix(letter)?;
        Some(((*power, *shown), rest))
    });
    let (scale, rest) = found.unwrap_or(((0, ""), after));
    let is_apart = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    is_apart.then_some((scale, rest))
}

fn pattern(decimals: usize) -> String {
    if decimals == 0 {
        return "#,##0".to_owned();
    }
    format!("#,##0.{}", "0".repeat(decimals))
}

/// A text inside a number format.
fn quoted(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("\"{}\"", text.replace(['"', '\\'], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_numbers_and_anything_else_is_not() {
        let english = Locale::default();
        let value = |text: &str| number(text, &english).map(|(value, _)| value);
        for (text, expected) in [
            ("$1,902.44", 1902.44),
            ("\u{2212}$4,000.00", -4000.0),
            ("+$262k", 262_000.0),
            ("USD\u{a0}15.4M", 15_400_000.0),
            ("62.3\u{a0}%", 0.623),
            ("\u{2212}0.50", -0.5),
            ("244", 244.0),
            ("3.5\u{a0}hours", 3.5),
            ("0", 0.0),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "fewer than 5",
            "P10 1 · P90 3",
            "0042",
            "1,2,3",
            "2026-09-01",
            "1 Sep 2026",
            "gpt-5",
            "=1+1",
            "5G",
            "12 of 40",
            "10–20",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
        assert_eq!(value("fewer than 5"), None, "a hidden cell is no number");
        let german = Locale::by_tag("de-DE");
        let written = number("\u{2212}1.234,50\u{a0}€", &german);
        assert_eq!(
            written,
            Some((
                -1234.5,
                "#,##0.00\"\u{a0}€\";\"−\"#,##0.00\"\u{a0}€\";#,##0.00\"\u{a0}€\"".to_owned()
            ))
        );
    }

    #[test]
    fn a_day_that_our_formatting_wrote_is_a_day_and_nothing_else() {
        let is_day = |text: &str, tag: &str| matches!(Cell::value(text, &Locale::by_tag(tag)), Cell::Day(..));
        for text in ["31 Oct 2026", "1 Sep 2026", "2026-10-31"] {
            assert!(is_day(text, "en-GB"), "{text}");
        }
        for text in [
            "Oct 2026",
            "01 Sep 2026",
            "31 Oct 2026 (provisional)",
            "1 Jan 1801",
        ] {
            assert!(!is_day(text, "en-GB"), "{text}");
        }
    }

    #[test]
    fn a_number_format_shows_what_the_text_showed() {
        let shown = |text: &str| {
            number(text, &Locale::default())
                .map(|(_, shown)| shown)
                .unwrap_or_default()
        };
        assert_eq!(
            shown("+$262k"),
            "\"+\"\"$\"#,##0,\"k\";\"−\"\"$\"#,##0,\"k\";\"$\"#,##0,\"k\""
        );
        assert_eq!(
            shown("62.3\u{a0}%"),
            "#,##0.0\u{a0}%;\"−\"#,##0.0\u{a0}%;#,##0.0\u{a0}%"
        );
    }
}
