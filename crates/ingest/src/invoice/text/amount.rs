//! Amounts inside a line of text. The decimal mark is settled by the amount itself where its form allows only one,
//! else by the document.

use model::{Currency, Exact};

use super::signs::{sign_at_end, sign_at_start};
use super::sums::MOST;
use crate::value::{DecimalMark, NumberStyle, NumberValue};

/// An amount in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Money {
    pub(super) value: Exact,
    /// Currency written beside it.
    pub(super) currency: Option<&'static str>,
    /// Whether it has decimals like money, or a currency.
    pub(super) clear: bool,
    /// Bytes it takes.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Every amount in a text, percentages and parts of words left out.
pub(super) fn amounts(text: &str, style: DecimalMark) -> Vec<Money> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((from, to)) = next_number(text, at) {
        at = to;
        if let Some(money) = read(text, from, to, style) {
            at = money.to.max(to);
            found.push(money);
        }
    }
    found
}

/// What the numbers of a document look like: the mark that most of them can only have.
pub(super) fn mark_of<'t>(texts: impl Iterator<Item = &'t str>) -> DecimalMark {
    let (mut points, mut commas) = (0, 0);
    for text in texts {
        let mut at = 0;
        while let Some((from, to)) = next_number(text, at) {
            at = to;
            match own_mark(&text[from..to]) {
                Some(DecimalMark::Point) => points += 1,
                Some(DecimalMark::Comma) => commas += 1,
                _ => {}
            }
        }
    }
    match (points, commas) {
        (0, 0) => DecimalMark::Ambiguous,
        _ if points >= commas => DecimalMark::Point,
        _ => DecimalMark::Comma,
    }
}

/// Bytes of the next run of digits with marks between them.
fn next_number(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + text[from..].find(|letter: char| letter.is_ascii_digit())?;
    let mut end = start;
    let bytes = text.as_bytes();
    loop {
        while end < bytes.len() && bytes[end].is_ascii_digit() {
            end += 1;
        }
        let mut rest = text[end..].chars();
        let Some(mark) = rest.next().filter(|mark| is_mark(*mark)) else {
            break;
        };
        let behind = end + mark.len_utf8();
        let digits = text[behind..].bytes().take_while(u8::is_ascii_digit).count();
        // A space groups three digits behind at most three, or behind another group.
        let begun = end - start <= 3 || text[start..end].contains(mark);
        let grouped = !mark.is_whitespace() || (digits == 3 && begun);
        if digits == 0 || !grouped {
            break;
        }
        end = behind;
    }
    Some((start, end))
}

fn is_mark(letter: char) -> bool {
    matches!(
        letter,
        '.' | ',' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'
    )
}

/// The decimal mark that a number can only have.
fn own_mark(number: &str) -> Option<DecimalMark> {
    let last = number.rfind(['.', ','])?;
    let mark = if number.as_bytes()[last] == b'.' {
        DecimalMark::Point
    } else {
        DecimalMark::Comma
    };
    let other = if mark == DecimalMark::Point {
        DecimalMark::Comma
    } else {
        DecimalMark::Point
    };
    let digits = number.len() - last - 1;
    let same = number.matches(&number[last..=last]).count();
    let mixed = number[..last].contains(['.', ',', ' ', '\'', '\u{a0}', '\u{202f}', '\u{2019}']);
    match (same, digits) {
        (1, 3) if mixed => Some(mark),
        (1, 3) if number.starts_with('0') => Some(mark),
        (1, 3) => None,
        (1, _) => Some(mark),
        (_, 3) => Some(other),
        _ => None,
    }
}

/// Of money with one mark before three digits, `$1,350`, the mark that it does not have: few write three decimals.
fn grouped_by(number: &str) -> Option<DecimalMark> {
    let marks = [(',', DecimalMark::Point), ('.', DecimalMark::Comma)];
    let found = marks.into_iter().find(|(mark, _)| number.contains(*mark));
    found.map(|(_, other)| other)
}

/// `1.350,-` and `1.350,--`: the decimal mark where dashes stand for the decimals, and the bytes that all take.
fn bare_decimals(after: &str) -> Option<(DecimalMark, usize)> {
    let mark = match after.chars().next()? {
        ',' => DecimalMark::Comma,
        '.' => DecimalMark::Point,
        _ => return None,
    };
    let behind = after[1..].trim_start_matches(['-', '–', '—']);
    let taken = after.len() - behind.len();
    (taken > 1 && !behind.starts_with(char::is_alphanumeric)).then_some((mark, taken))
}

fn read(text: &str, from: usize, to: usize, style: DecimalMark) -> Option<Money> {
    let number = &text[from..to];
    let (before, after) = (&text[..from], &text[to..]);
    if is_part_of_word(before, after) || after.trim_start().starts_with('%') {
        return None;
    }
    let (start, negative_before, sign_before) = leading(before);
    let dash = bare_decimals(after).map_or(0, |(_, bytes)| bytes);
    let (more, dash_after, sign_after) = trailing(&after[dash..]);
    let code = |sign: &&str| sign.len() == 3 && sign.is_ascii();
    let currency = sign_after.filter(code).or(sign_before).or(sign_after);
    let whole = || {
        currency
            .filter(|_| style == DecimalMark::Ambiguous)
            .and_then(|code| match Currency::new(code).minor_digits() {
                // `KWD 250.500`.
                3 => Some(DecimalMark::Point),
                _ => grouped_by(number),
            })
    };
    let mark = own_mark(number)
        .or_else(|| bare_decimals(after).map(|(mark, _)| mark))
        .or_else(whole)
        .unwrap_or(style);
    let plain: String = number
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '\'' | '\u{2019}'))
        .collect();
    let NumberValue::Exact(value, _) = (NumberStyle { mark }).read(&plain) else {
        return None;
    };
    // The number of an account is none.
    value.micros().filter(|micros| micros.unsigned_abs() < MOST)?;
    // `¥118,800-` closes a whole amount and takes nothing away.
    let closes =
        matches!(currency, Some("¥" | "JPY")) && value.micros().is_some_and(|micros| micros % 1_000_000 == 0);
    let value = if negative_before ^ (dash_after && !closes) {
        value.negated()
    } else {
        value
    };
    let decimals = number.rfind(['.', ',']).map_or(0, |at| number.len() - at - 1);
    Some(Money {
        value,
        currency,
        clear: decimals == 2 || currency.is_some() || dash > 0,
        from: start,
        to: to + dash + more,
    })
}

/// `A123`, `2019-11-15`, `10.000.000-5`, `201/113/40209`.
fn is_part_of_word(before: &str, after: &str) -> bool {
    let joins =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '/' | '_' | '#' | '@' | ':' | '°');
    let last = before.chars().next_back().unwrap_or(' ');
    let next = after.chars().next().unwrap_or(' ');
    let glued_code = last.is_alphabetic() && sign_at_end(before).is_some();
    let glued_after = next.is_alphabetic() && sign_at_start(after).is_some();
    let hyphen = |letters: &str, forward: bool| {
        let mut letters: Box<dyn Iterator<Item = char>> = if forward {
            Box::new(letters.chars())
        } else {
            Box::new(letters.chars().rev())
        };
        letters.next() == Some('-') && letters.next().is_some_and(char::is_alphanumeric)
    };
    (joins(last) && !glued_code)
        || (joins(next) && !glued_after)
        || hyphen(before, false)
        || hyphen(after, true)
        || last == '.' && before.len() > 1
}

/// What stands before a number: where the amount begins, whether it is negative, its currency.
fn leading(before: &str) -> (usize, bool, Option<&'static str>) {
    let (mut start, mut negative, mut currency) = (before.len(), false, None);
    for _ in 0..3 {
        let rest = before[..start].trim_end();
        if let Some(end) = rest.strip_suffix(['-', '\u{2212}', '\u{2013}']) {
            // A hyphen behind a word is a dash, not a sign.
            let lone = end.is_empty() || end.ends_with(char::is_whitespace) || sign_at_end(end).is_some();
            if negative || !lone || (rest.len() < start && currency.is_none() && !end.trim().is_empty()) {
                break;
            }
            negative = true;
            start = end.len();
        } else if let Some(end) = rest.strip_suffix('(') {
            negative = true;
            start = end.len();
        } else if let Some((code, length)) = sign_at_end(rest).filter(|_| currency.is_none()) {
            currency = Some(code);
            start = rest.len() - length;
        } else {
            break;
        }
    }
    (start, negative, currency)
}

/// What stands behind a number: bytes taken, whether it is negative, its currency.
fn trailing(after: &str) -> (usize, bool, Option<&'static str>) {
    let trimmed = after.trim_start();
    let space = after.len() - trimmed.len();
    if let Some(rest) = trimmed
        .strip_prefix('-')
        .filter(|rest| space == 0 && !rest.starts_with(char::is_alphanumeric))
    {
        return (after.len() - rest.len(), true, None);
    }
    match sign_at_start(trimmed) {
        Some((code, length)) => {
            let rest = &trimmed[length..];
            let minus = rest.starts_with('-') && !rest[1..].starts_with(char::is_alphanumeric);
            (space + length + usize::from(minus), minus, Some(code))
        }
        None => (
            0,
            trimmed.starts_with("CR") && !trimmed[2..].starts_with(char::is_alphanumeric),
            None,
        ),
    }
}
