//! Cells and headers looked at without a `Take`: blanks, texts, sums, tags. Knows no fields.

use std::borrow::Cow;

use chrono::NaiveTime;
use model::Exact;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::damage::without_fraction;
use super::header::Header;
use super::take::Names;
use crate::row::{Cell, Row};
use crate::value::{DateStyle, DateValue, NumberStyle, currency_in};

/// How the cells of a file are written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Style {
    /// Numbers.
    pub numbers: NumberStyle,
    /// Dates.
    pub dates: DateStyle,
    /// Words that mean "nothing".
    pub null: Vec<String>,
    /// Whether the vendor always writes the year first.
    pub is_iso: bool,
    /// Columns whose days are half swapped.
    pub swapped: Vec<usize>,
}

impl Style {
    /// The day or moment that a cell of a key states, written in one way; digits alone are as a program wrote them.
    fn moment(&self, cell: &Cell<'_>, text: &str) -> Option<String> {
        let read = match cell {
            Cell::Date(at) => DateValue::Local(*at),
            _ if text.bytes().all(|byte| byte.is_ascii_digit()) => DateValue::Bad,
            _ => self.dates.read(text),
        };
        match read {
            DateValue::Instant(at) | DateValue::Local(at) if at.time() != NaiveTime::MIN => {
                Some(at.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string())
            }
            other => other.day().map(|day| day.to_string()),
        }
    }

    /// Whether a text that is trimmed says nothing.
    pub(super) fn is_nothing(&self, text: &str) -> bool {
        text.is_empty() || self.null.iter().any(|word| word == text)
    }
}

/// Whether a cell says nothing.
pub(crate) fn is_blank(cell: &Cell<'_>, style: &Style) -> bool {
    match cell {
        Cell::Text(text) => style.is_nothing(trim(text)),
        other => other.is_empty(),
    }
}

/// A text without blanks around it, which hardly any has.
pub(super) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [] | [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// A text whose letters are written in one way: `é` is one sign, not an e with an accent behind it, as files of a Mac have it.
pub(super) fn composed(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    Cow::Owned(text.nfc().collect())
}

pub(super) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
    }
}

pub(super) fn currency_of_header(header: &Header, name: &str) -> Option<String> {
    let starts = format!("{} (", name.to_lowercase());
    let found = header
        .names
        .iter()
        .position(|have| *have == name.to_lowercase() || have.starts_with(&starts))?;
    currency_in(&header.written[found]).map(|currency| currency.code().to_owned())
}

pub(super) fn tag_columns(header: &Header, start: &str) -> Vec<(usize, String)> {
    let tag = |(place, name): (usize, &String)| {
        let key = name.strip_prefix(start)?;
        Some((
            place,
            header.written[place][header.written[place].len() - key.len()..].to_owned(),
        ))
    };
    header.names.iter().enumerate().filter_map(tag).collect()
}

/// The members of a JSON object, or of a list of `{"key": …, "value": …}`.
pub(super) fn json_tags(text: &str) -> Vec<(String, String)> {
    if text.starts_with('[') {
        let pairs: Vec<Pair> = serde_json::from_str(text).unwrap_or_default();
        return pairs.into_iter().map(|pair| (pair.key, pair.value)).collect();
    }
    let whole = if text.starts_with('{') {
        text.to_owned()
    } else {
        format!("{{{text}}}")
    };
    let Ok(serde_json::Value::Object(map)) = serde_json::from_str(&whole) else {
        return Vec::new();
    };
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    map.into_iter().map(|(key, value)| (key, text(value))).collect()
}

#[derive(serde::Deserialize)]
struct Pair {
    key: String,
    value: String,
}

/// The first text of some columns that is not blank, for callers that only compare texts.
pub(super) fn text_at<'r>(row: &'r Row<'_>, places: &[usize], style: &Style) -> Cow<'r, str> {
    let cells = places.iter().filter_map(|place| row.cells.get(*place));
    let stated = cells.into_iter().find(|cell| !is_blank(cell, style));
    stated.map_or(Cow::Borrowed(""), id)
}

/// The text of a cell by which rows are known again.
pub(super) fn id<'r>(cell: &'r Cell<'_>) -> Cow<'r, str> {
    let text = composed(trimmed(cell.text()));
    match without_fraction(&text) {
        id if id.len() < text.len() => Cow::Owned(id.to_owned()),
        _ => text,
    }
}

/// What a cell of a key says: a day or moment in one way, an e-mail in small letters, anything else as it is.
pub(super) fn key_part<'r>(is_day: bool, cell: &'r Cell<'_>, style: &Style) -> Cow<'r, str> {
    let text = id(cell);
    let day = is_day.then(|| style.moment(cell, &text)).flatten();
    let email = || text.contains('@').then(|| text.to_lowercase());
    day.or_else(email).map_or(text, Cow::Owned)
}

/// Whether a text is a word, both in lower case, or the same number written otherwise: `0.00` is `0`, but `007` is an id.
pub(super) fn is_word(text: &str, word: &str, style: &Style) -> bool {
    text == word || Exact::parse(word).is_some_and(|number| is_number(text, number, style))
}

fn is_number(text: &str, number: Exact, style: &Style) -> bool {
    let is_padded = matches!(text.as_bytes(), [b'0', b'0'..=b'9', ..]);
    let read = || style.numbers.read(text).exact().or_else(|| Exact::parse(text));
    text.contains(|letter: char| letter.is_ascii_digit()) && !is_padded && read() == Some(number)
}

/// What a cell says, however it is written: `1,902.40` like the number 1902.4, `09/03/2026` like the day.
pub(super) fn canonical<'r>(cell: &'r Cell<'_>, style: &Style) -> Cow<'r, str> {
    let text = match cell {
        Cell::Text(_) | Cell::Number(_) | Cell::Money(..) => composed(trimmed(cell.text())),
        other => return other.text(),
    };
    let number = || style.numbers.read(&text).exact().map(|number| number.to_string());
    let day = || style.dates.read(&text).day().map(|day| day.to_string());
    number().or_else(day).map_or_else(|| text.clone(), Cow::Owned)
}

/// The exact sum of several columns as text, blank cells left out; `None` if one is no number.
pub(super) fn sum_at(row: &Row<'_>, places: &[usize], style: &Style) -> Option<String> {
    let mut sum = model::ExactSum::default();
    for cell in places.iter().filter_map(|place| row.cells.get(*place)) {
        if !is_blank(cell, style) {
            sum.add(style.numbers.read(&cell.text()).exact()?);
        }
    }
    Some(sum.to_string())
}

/// The first place of some names.
pub(super) fn first_place(header: &Header, names: &Names) -> Option<usize> {
    names.0.iter().find_map(|name| header.place(name))
}
