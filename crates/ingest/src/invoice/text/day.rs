//! Days inside a line of text. The order of day and month is settled for the whole document; where nothing settles
//! it, a day is known to be unsure.

use chrono::{Datelike, NaiveDate};
use model::Certainty;

use super::aside::{Aside, is};
use super::orders::{Order, Orders};
use crate::value::{DateOrder, DateStyle, DateValue};

/// Words inside a date that say nothing.
const FILLERS: &[&str] = &["de", "of", "den", "the", "d.", "del"];
/// Before it nobody was billed for what this is about.
const FIRST_YEAR: i32 = 2015;
/// The most words a date has.
const LONGEST: usize = 6;

/// A day in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    /// Certain if it can be read in one way only, or in one that is firm; a guess where nothing says which way.
    pub(super) sure: Certainty,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Every day in a text.
pub(super) fn days(text: &str, orders: impl Into<Orders>) -> Vec<Day> {
    let (words, orders) = (words(text), orders.into());
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        match longest(text, &words[at..], orders) {
            Some((day, taken)) => {
                found.push(day);
                at += taken;
            }
            None => at += 1,
        }
    }
    found
}

/// What stands between words.
pub(super) fn is_between(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '(' | ')' | ':' | ';' | '|' | '：' | '（' | '）')
}

/// Bytes of each word.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let space = is_between(letter);
        match (start, space) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The date that begins with the first of the words, and how many it takes.
fn longest(text: &str, words: &[(usize, usize)], orders: Orders) -> Option<(Day, usize)> {
    let first = words.first()?;
    let words = &words[..words.len().min(LONGEST)];
    let end = words.iter().position(|word| is_break(&text[word.0..word.1]));
    let most = end.unwrap_or(words.len());
    (1..=most).rev().find_map(|taken| {
        let last = words[taken - 1];
        let end = first.0 + text[first.0..last.1].trim_end_matches(['.', ',']).len();
        let whole = &text[first.0..end];
        if let Some((date, sure)) = (taken == 1).then(|| year_first(whole, orders)).flatten() {
            let (from, to) = (first.0, end);
            return Some((Day { date, sure, from, to }, taken));
        }
        let one = (taken == 1).then(|| in_one_word(whole)).flatten();
        let plain = one.or_else(|| counted(whole)).or_else(|| plain(whole, taken))?;
        let day = read(&plain, orders.for_date(whole))?;
        Some((
            Day {
                date: day.0,
                sure: day.1,
                from: first.0,
                to: end,
            },
            taken,
        ))
    })
}

/// A dash or word between two days.
pub(super) fn is_break(word: &str) -> bool {
    matches!(word, "-" | "–" | "—") || word.starts_with(char::is_alphabetic) && is(Aside::Until, word)
}

/// A text that could be one whole date: three parts, of which at most one is a word.
fn plain(text: &str, words: usize) -> Option<String> {
    let parts: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '.' | ',' | '/' | '-'))
        .filter(|part| !part.is_empty() && !FILLERS.contains(&part.to_lowercase().as_str()))
        .collect();
    let [a, b, c] = parts[..] else { return None };
    let numbers = [a, b, c]
        .iter()
        .filter(|part| part.starts_with(|first: char| first.is_ascii_digit()))
        .count();
    let short = [a, b, c].iter().all(|part| part.chars().count() <= 12);
    if numbers < 2 || !short || (numbers == 3 && words > 1 && !spaced(text)) {
        return None;
    }
    let ordinal = |part: &str| part.trim_end_matches("er").to_owned();
    Some(format!("{} {} {}", ordinal(a), ordinal(b), c))
}

/// `26-09-14` where a short year goes first, or where the last part is a year in which no such invoice was written: a
/// guess then.
fn year_first(word: &str, orders: Orders) -> Option<(NaiveDate, Certainty)> {
    let parts: Vec<&str> = word.split('-').collect();
    let [year, month, day] = parts[..] else {
        return None;
    };
    let short = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().all(short) {
        return None;
    }
    let number = |text: &str| text.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(2000 + year.parse::<i32>().ok()?, number(month)?, number(day)?)?;
    let recent = |year: i32| year >= FIRST_YEAR;
    let other = recent(2000 + day.parse::<i32>().ok()?);
    let fits = recent(date.year()) && (orders.year_first || !other);
    let sure = if orders.year_first && !other {
        Certainty::Certain
    } else {
        Certainty::Guess
    };
    fits.then_some((date, sure))
}

/// `2026-09-17T10`, the hour of an instant, and `17SEP2026`.
fn in_one_word(word: &str) -> Option<String> {
    let is_day = |text: &&str| text.len() == 10 && !text.contains(char::is_alphabetic);
    if let Some((day, hour)) = word.split_once('T').filter(|(day, _)| is_day(day)) {
        return hour
            .starts_with(|first: char| first.is_ascii_digit())
            .then(|| plain(day, 1))?;
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let from = word.find(char::is_alphabetic)?;
    let to = word.rfind(char::is_alphabetic)? + 1;
    let (day, month, year) = (&word[..from], word.get(from..to)?, word.get(to..)?);
    let fits = digits(day)
        && day.len() <= 2
        && digits(year)
        && year.len() == 4
        && month.chars().all(char::is_alphabetic);
    fits.then(|| format!("{day} {month} {year}"))
}

/// `2026年9月17日` and `2026년 9월 17일`, blanks anywhere.
fn counted(text: &str) -> Option<String> {
    let text: String = text.split_whitespace().collect();
    let (year, rest) = text.split_once(['年', '년'])?;
    let (month, rest) = rest.split_once(['月', '월'])?;
    let day = rest.strip_suffix(['日', '일'])?;
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (year.len() == 4 && digits(year, 4) && digits(month, 2) && digits(day, 2))
        .then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

/// `20260917`, where nothing but a day can stand.
pub(super) fn compact(text: &str) -> Option<Day> {
    let text = text.trim();
    let whole = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let date = NaiveDate::parse_from_str(text, "%Y%m%d").ok()?;
    (whole && (1990..2100).contains(&date.year())).then_some(Day {
        date,
        sure: Certainty::Certain,
        from: 0,
        to: text.len(),
    })
}

/// `03. 08. 2014`: three numbers in several words are a date only with marks between them.
fn spaced(text: &str) -> bool {
    let mark = ['.', '/', '-']
        .into_iter()
        .find(|mark| text.matches(*mark).count() >= 2);
    mark.is_some_and(|mark| text.split(mark).all(|part| !part.trim().contains(' ')))
}

fn read(text: &str, order: Order) -> Option<(NaiveDate, Certainty)> {
    let sensible = |day: NaiveDate| (1990..2100).contains(&day.year()).then_some(day);
    let by = |order| DateStyle { order }.read(text);
    match by(order.order) {
        DateValue::Day(day) => {
            let is_one = order.firm || matches!(by(DateOrder::Ambiguous), DateValue::Day(_));
            let sure = if is_one {
                Certainty::Certain
            } else {
                Certainty::Likely
            };
            Some((sensible(day)?, sure))
        }
        DateValue::Ambiguous(day_first, month_first) => {
            Some((sensible(month_first).or(sensible(day_first))?, Certainty::Guess))
        }
        _ => None,
    }
}
