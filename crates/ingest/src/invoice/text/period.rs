//! The period billed: two days with a word or dash between them, of which the first may lack its year and the second
//! its month, or whole months.

use chrono::{Datelike, Months, NaiveDate};
use model::Certainty;

use super::beside::{Side, Style, labels, rest};
use super::day::{Day, days, is_break};
use super::found::Field;
use super::labels::{Hit, Role};
use super::orders::Orders;
use super::sheet::Sheet;
use crate::value::{DateOrder, bare_month};

/// Pieces of a line that are taken together.
const MOST_PIECES: usize = 4;
/// Words before a dash that are looked at.
const MOST_WORDS: usize = 4;

/// A period as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    first: NaiveDate,
    last: NaiveDate,
    /// As that of its days.
    sure: Certainty,
}

/// First and last day billed.
pub(super) fn period(sheet: &Sheet<'_>, style: Style) -> Option<(Field<NaiveDate>, Field<NaiveDate>)> {
    let found = labels(sheet, Role::Period)
        .filter(|(at, hit)| !sheet.spots[*at].is_elsewhere(hit))
        .filter_map(|(at, hit)| {
            let (span, spot, side) = beside(sheet, at, hit, style.order)?;
            Some((span, spot, side, sheet.spots[at].stands_out(hit), hit.strong))
        });
    let (span, spot, side, first, _) =
        found.max_by_key(|(_, _, side, first, strong)| (*first, *strong, *side))?;
    let confidence = if span.sure == Certainty::Certain && first && side > Side::Below {
        Certainty::Certain
    } else {
        Certainty::Likely
    };
    let place = Some(sheet.place(spot));
    Some((
        Field::new(span.first, confidence, place),
        Field::new(span.last, confidence, place),
    ))
}

/// The period behind a label, to its right in one piece or several, or below.
fn beside(sheet: &Sheet<'_>, at: usize, hit: &Hit, order: Orders) -> Option<(Span, usize, Side)> {
    if let Some(found) = span(rest(sheet, at, hit), order) {
        return Some((found, at, Side::Same));
    }
    if !sheet.spots[at].stands_out(hit) {
        return None;
    }
    let line: Vec<&str> = sheet
        .right_of(at)
        .take(MOST_PIECES)
        .map(|next| sheet.spots[next].text())
        .collect();
    let right = (1..=line.len()).find_map(|count| span(&line[..count].join(" "), order));
    if let (Some(found), Some(next)) = (right, sheet.right_of(at).next()) {
        return Some((found, next, Side::Right));
    }
    sheet
        .beside(at)
        .find_map(|(next, _)| Some((span(sheet.spots[next].text(), order)?, next, Side::Below)))
}

/// The period that a text begins with. A day that could be two is the one that the other day of the period allows.
fn span(text: &str, order: Orders) -> Option<Span> {
    let read = read(text, order)?;
    if read.sure > Certainty::Guess {
        return Some(read);
    }
    let orders = [DateOrder::Dmy, DateOrder::Mdy];
    let mut found = orders
        .into_iter()
        .filter_map(|order| self::read(text, order.into()).filter(|span| span.sure > Certainty::Guess));
    match (found.next(), found.next()) {
        (Some(one), None) => Some(one),
        _ => Some(read),
    }
}

fn read(text: &str, order: Orders) -> Option<Span> {
    let words = words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let found = (0..words.len())
        .filter(|at| is_break(words[*at]))
        .take(2)
        .find_map(|at| between(&words[..at], &words[at + 1..], order));
    quarter(text)
        .or(found)
        .or_else(|| two_days(text, order))
        .or_else(|| {
            let first = first_month(&words)?;
            Some(whole_months(first, first))
        })
        .filter(|span| span.first <= span.last)
}

/// `Q3 2026` and `2026-08`, alone.
fn quarter(text: &str) -> Option<Span> {
    let text = text.trim_matches([' ', ':', '(', ')', '.']);
    let part = |name: &str, year: &str| {
        let number: u32 = name.strip_prefix(['Q', 'q'])?.parse().ok()?;
        let first = NaiveDate::from_ymd_opt(calendar_year(year)?, 3 * number.checked_sub(1)? + 1, 1)?;
        Some(whole_months(first, first.checked_add_months(Months::new(2))?))
    };
    let (one, other) = text.split_once([' ', '/', '-'])?;
    let month = || {
        let fits = other.len() == 2 && text.contains('-');
        let first = NaiveDate::from_ymd_opt(calendar_year(one)?, other.parse().ok()?, 1)?;
        fits.then(|| whole_months(first, first))
    };
    part(one, other).or_else(|| part(other, one)).or_else(month)
}

fn calendar_year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| (1990..2100).contains(year))
}

/// `01/08/2026 31/08/2026`.
fn two_days(text: &str, order: Orders) -> Option<Span> {
    match days(text, order)[..] {
        [first, last, ..] if first.from <= 4 => Some(Span {
            first: first.date,
            last: last.date,
            sure: first.sure.min(last.sure),
        }),
        _ => None,
    }
}

/// The words of a text, dashes between two days as words of their own.
fn words(text: &str) -> Vec<String> {
    let mut spread = String::new();
    for word in text.split([' ', '\u{a0}', ':', '(', ')', ';', '|']) {
        let lone = word.matches('-').count() == 1;
        for letter in word.chars() {
            match letter {
                '–' | '—' => spread.push_str(" – "),
                '-' if lone => spread.push_str(" - "),
                _ => spread.push(letter),
            }
        }
        spread.push(' ');
    }
    spread.split_whitespace().map(str::to_owned).collect()
}

/// The period whose first day ends `before` and whose last day begins `after`.
fn between(before: &[&str], after: &[&str], order: Orders) -> Option<Span> {
    if before.len() > MOST_WORDS + 1 {
        return None;
    }
    let near = &before[before.len().saturating_sub(MOST_WORDS)..];
    let (left, right) = (near.join(" "), after.join(" "));
    let last = days(&right, order).first().copied().filter(|day| day.from <= 4);
    let Some(last) = last else {
        return days_of_month(near, after, order).or_else(|| months(near, after));
    };
    let first = days(&left, order)
        .last()
        .copied()
        .or_else(|| with_year_of(near, last, order))
        .or_else(|| with_month_of(near, last))?;
    Some(Span {
        first: first.date,
        last: last.date,
        sure: first.sure.min(last.sure),
    })
}

/// `July 1` or `01.08.` before a day with a year: of the same year, or of the one before.
fn with_year_of(words: &[&str], last: Day, order: Orders) -> Option<Day> {
    let end = words.last()?;
    let read = |year: i32| {
        let alone = end.trim_end_matches(['.', '/']);
        let whole = match alone.find(['.', '/']) {
            Some(at) => format!("{alone}{}{year}", &alone[at..=at]),
            None => format!("{} {alone} {year}", words.get(words.len().checked_sub(2)?)?),
        };
        days(&whole, order).first().copied()
    };
    let same = read(last.date.year())?;
    if same.date <= last.date {
        return Some(same);
    }
    read(last.date.year() - 1)
}

/// `1` before `31 August 2026`.
fn with_month_of(words: &[&str], last: Day) -> Option<Day> {
    let date = last.date.with_day(number(words.last()?)?)?;
    Some(Day { date, ..last })
}

fn number(word: &str) -> Option<u32> {
    word.trim_end_matches(['.', ',']).parse().ok()
}

/// `August 1` and `31, 2026`.
fn days_of_month(before: &[&str], after: &[&str], order: Orders) -> Option<Span> {
    let [.., month, day] = before else { return None };
    bare_month(month)?;
    let last = days(&format!("{month} {}", after.join(" ")), order)
        .first()
        .copied()?;
    let first = last.date.with_day(number(day)?)?;
    Some(Span {
        first,
        last: last.date,
        sure: last.sure,
    })
}

/// `July 2026` and `August 2026`, or `July` and `August 2026`.
fn months(before: &[&str], after: &[&str]) -> Option<Span> {
    let last = first_month(after)?;
    let first = match before {
        [.., name, year] if month(&[name, year]).is_some() => month(&[name, year]),
        [.., name] => {
            let year = last.year();
            let same = month(&[name]).or_else(|| NaiveDate::from_ymd_opt(year, bare_month(name)?, 1))?;
            if same <= last {
                Some(same)
            } else {
                same.with_year(year - 1)
            }
        }
        [] => None,
    };
    Some(whole_months(first?, last))
}

/// The month that words begin with.
fn first_month(words: &[&str]) -> Option<NaiveDate> {
    let of = |count: usize| words.get(..count).and_then(month);
    of(2).or_else(|| of(1))
}

/// The first day of `August 2026`, `08/2026` or `2026-08`.
fn month(words: &[&str]) -> Option<NaiveDate> {
    let year = calendar_year;
    match words {
        [name, last] => {
            NaiveDate::from_ymd_opt(year(last.trim_end_matches([',', '.']))?, bare_month(name)?, 1)
        }
        [one] => {
            let (month, last) = one.trim_end_matches([',', '.']).split_once(['/', '.'])?;
            NaiveDate::from_ymd_opt(year(last)?, month.parse().ok()?, 1)
        }
        _ => None,
    }
}

/// From the first day of a month to the last of another.
fn whole_months(first: NaiveDate, last: NaiveDate) -> Span {
    let next = last.checked_add_months(Months::new(1));
    Span {
        first,
        last: next.and_then(|next| next.pred_opt()).unwrap_or(last),
        sure: Certainty::Certain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_year_may_stand_for_both_days_and_a_month_for_all_of_its_days() {
        for (text, wanted) in [
            ("September 1 - September 30, 2026", "2026-09-01 2026-09-30"),
            (": Sep 1 – Sep 30, 2026", "2026-09-01 2026-09-30"),
            ("1 Aug - 31 Aug 2026", "2026-08-01 2026-08-31"),
            ("Aug 1 to Aug 31, 2026", "2026-08-01 2026-08-31"),
            ("August 1–31, 2026", "2026-08-01 2026-08-31"),
            ("1–31 August 2026", "2026-08-01 2026-08-31"),
            ("01.08.-31.08.2026", "2026-08-01 2026-08-31"),
            ("01.08. bis 31.08.2026", "2026-08-01 2026-08-31"),
            ("08/14/2026-09/13/2026", "2026-08-14 2026-09-13"),
            ("2026-08-01 to 2026-08-31", "2026-08-01 2026-08-31"),
            ("08/01/2026-08/31/2026", "2026-08-01 2026-08-31"),
            ("du 14/08/2026 au 31/08/2026", "2026-08-14 2026-08-31"),
            ("December 17 – January 16, 2026", "2025-12-17 2026-01-16"),
            ("Dec 17, 2025 – Jan 16, 2026", "2025-12-17 2026-01-16"),
            ("August 2026", "2026-08-01 2026-08-31"),
            ("02/2028", "2028-02-01 2028-02-29"),
            ("November – January 2026", "2025-11-01 2026-01-31"),
            ("Q3 2026", "2026-07-01 2026-09-30"),
            (": 2026/Q1", "2026-01-01 2026-03-31"),
            ("2026-02", "2026-02-01 2026-02-28"),
        ] {
            let read =
                span(text, DateOrder::Ambiguous.into()).map(|span| format!("{} {}", span.first, span.last));
            assert_eq!(read.as_deref(), Some(wanted), "{text}");
        }
        for text in [
            "30 days",
            "September 30, 2026",
            "31.08.2026 - 01.08.2026",
            "monthly - 2026",
        ] {
            assert_eq!(span(text, DateOrder::Dmy.into()), None, "{text}");
        }
    }
}
