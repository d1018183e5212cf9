//! Dates, period and currency of an invoice. Reads no amounts and no names.

use model::Certainty;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::amount::{amounts, sign_at_start};
use super::beside::{Beside, Side, Style, begins, dates, labels, rest};
use super::code::code_in;
use super::day::{Day, days};
use super::found::Field;
use super::labels::Role;
use super::sheet::Sheet;
use crate::value::currency_in;

/// The day of issue.
pub(super) fn issue_date(sheet: &Sheet<'_>, style: Style) -> Option<Field<NaiveDate>> {
    let mut found = dates(sheet, Role::IssueDate, style);
    found.extend(headed(sheet, style));
    best_day(sheet, &found).or_else(|| lone_date(sheet, style))
}

/// `Rechnung # RE-20170509/505 von 09.05.2017`: the day in the heading that has the number.
fn headed(sheet: &Sheet<'_>, style: Style) -> Vec<Beside<Vec<Day>>> {
    let headings = labels(sheet, Role::Number).filter(|(at, hit)| begins(sheet, *at, hit));
    let dated = headings.filter_map(|(at, hit)| {
        let behind = rest(sheet, at, hit);
        let (code, explicit) = code_in(behind)?;
        let tail = &behind[behind.find(&code)? + code.len()..];
        let mut value = days(tail, style.order);
        let mut spot = at;
        let words = tail.split_whitespace().count();
        if value.is_empty() && words <= 1 && tail.trim().chars().all(char::is_alphabetic) && words == 1 {
            // The day on the next line.
            spot = sheet.below(at)?;
            value = days(sheet.spots[spot].text(), style.order);
            value.retain(|day| day.from == 0);
        }
        let first = value.first()?;
        let close = spot != at || tail[..first.from].split_whitespace().count() <= 3;
        let mut hit = hit.clone();
        hit.strong |= explicit;
        close.then_some(Beside {
            value,
            spot,
            hit,
            label: at,
            side: Side::Same,
        })
    });
    dated.collect()
}

/// A date that stands alone near the top, where no word announces one.
fn lone_date(sheet: &Sheet<'_>, style: Style) -> Option<Field<NaiveDate>> {
    let alone = sheet
        .spots
        .iter()
        .enumerate()
        .filter(|(_, spot)| spot.page == 0)
        .find_map(|(at, spot)| {
            let found = days(spot.text(), style.order);
            let day = found.first()?;
            let rest = spot.text().len() - (day.to - day.from);
            (rest <= 2).then_some((at, *day))
        });
    alone.map(|(at, day)| Field::new(day.date, Certainty::Guess, Some(sheet.place(at))))
}

/// The day it is due.
pub(super) fn due_date(sheet: &Sheet<'_>, style: Style) -> Option<Field<NaiveDate>> {
    best_day(sheet, &dates(sheet, Role::DueDate, style))
}

/// The first of the strongest; certain if nothing disagrees and it can be read in one way only.
fn best_day(sheet: &Sheet<'_>, found: &[Beside<Vec<Day>>]) -> Option<Field<NaiveDate>> {
    let rank = |beside: &Beside<Vec<Day>>| (beside.hit.strong, beside.side, std::cmp::Reverse(beside.label));
    let best = found.iter().max_by_key(|beside| rank(beside))?;
    let day = best.value[0];
    let same = |beside: &&Beside<Vec<Day>>| beside.hit.strong == best.hit.strong;
    let agreed = found
        .iter()
        .filter(same)
        .all(|other| other.value[0].date == day.date);
    let confidence = match (day.sure, best.hit.strong, agreed) {
        (false, ..) | (true, false, false) => Certainty::Guess,
        (true, true, true) if best.side > Side::Below => Certainty::Certain,
        _ => Certainty::Likely,
    };
    Some(Field::new(day.date, confidence, Some(sheet.place(best.spot))))
}

/// First and last day billed.
pub(super) fn period(sheet: &Sheet<'_>, style: Style) -> Option<(Field<NaiveDate>, Field<NaiveDate>)> {
    let found = dates(sheet, Role::Period, style);
    let spans = found.iter().filter_map(|beside| {
        let text = sheet.spots[beside.spot].text();
        let (first, last) = match beside.value[..] {
            [first, last, ..] => (first, last),
            // `July 1 - July 31 , 2014`: the year stands once.
            [last] => (with_year_of(text, last, style)?, last),
            [] => return None,
        };
        (first.date <= last.date).then_some((beside, first, last))
    });
    let (beside, first, last) = spans.max_by_key(|(beside, ..)| (beside.hit.strong, beside.side))?;
    let sure = first.sure && last.sure && beside.side > Side::Below;
    let confidence = if sure {
        Certainty::Certain
    } else {
        Certainty::Likely
    };
    let spot = Some(sheet.place(beside.spot));
    Some((
        Field::new(first.date, confidence, spot),
        Field::new(last.date, confidence, spot),
    ))
}

/// The day before a dash that has no year of its own.
fn with_year_of(text: &str, last: Day, style: Style) -> Option<Day> {
    let year = last.date.year();
    let dash = text.find(['-', '–', '—'])?;
    let words: Vec<&str> = text[..dash].split_whitespace().rev().take(2).collect();
    let [second, first] = words[..] else { return None };
    let found = days(&format!("{first} {second} {year}"), style.order);
    found.first().copied()
}

/// The currency: named, or the sign that stands beside the amounts.
pub(super) fn currency(sheet: &Sheet<'_>, style: Style) -> Option<Field<String>> {
    for (at, hit) in labels(sheet, Role::Currency) {
        let behind = rest(sheet, at, hit).trim_start_matches([' ', ':']);
        let found = if behind.is_empty() {
            sheet
                .beside(at)
                .find_map(|(next, _)| Some((code_of(sheet.spots[next].text())?, next)))
        } else {
            code_of(behind).map(|code| (code, at))
        };
        if let Some((code, spot)) = found {
            return Some(Field::new(code, Certainty::Certain, Some(sheet.place(spot))));
        }
    }
    by_signs(sheet, style)
}

/// `EUR`, `€ (Euro)`, `US Dollars`.
fn code_of(text: &str) -> Option<String> {
    if text.to_lowercase().starts_with("us dollar") {
        return Some("USD".to_owned());
    }
    let known = sign_at_start(text).map(|(code, _)| code.to_owned());
    known
        .filter(|code| code.len() == 3)
        .or_else(|| Some(currency_in(text)?.code().to_owned()))
}

fn by_signs(sheet: &Sheet<'_>, style: Style) -> Option<Field<String>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in sheet.texts() {
        for money in amounts(text, style.mark) {
            if let Some(sign) = money.currency {
                *counts.entry(sign).or_default() += 1;
            }
        }
    }
    let codes: Vec<&str> = counts
        .keys()
        .copied()
        .filter(|sign| sign.len() == 3 && sign.is_ascii())
        .collect();
    let most = counts.iter().max_by_key(|(_, count)| **count);
    let Some((sign, _)) = most else {
        return in_headings(sheet);
    };
    let alone = counts.len() == 1;
    // A dollar is what a code on the same pages says, else most likely that of the United States.
    let (code, confidence) = match (*sign, &codes[..]) {
        ("$", [code]) if matches!(*code, "USD" | "CAD" | "AUD" | "NZD" | "SGD" | "HKD" | "MXN") => {
            (*code, Certainty::Certain)
        }
        ("$", _) => ("USD", Certainty::Likely),
        ("¥", _) => ("JPY", Certainty::Guess),
        ("kr", [code]) => (*code, Certainty::Certain),
        ("kr", _) => return in_headings(sheet),
        (code, _) if alone => (code, Certainty::Certain),
        (code, _) => (code, Certainty::Likely),
    };
    Some(Field::new(code.to_owned(), confidence, None))
}

/// `Preis/Einh €`, `Amount (USD)`: the currency in the headings of columns and totals.
fn in_headings(sheet: &Sheet<'_>) -> Option<Field<String>> {
    let headings = sheet
        .spots
        .iter()
        .filter(|spot| spot.begins(|role| role.is_amount() || role.is_column()));
    let named: Vec<String> = headings
        .filter_map(|spot| Some(currency_in(spot.text())?.code().to_owned()))
        .collect();
    let first = named.first()?;
    let confidence = if named.iter().all(|other| other == first) {
        Certainty::Likely
    } else {
        Certainty::Guess
    };
    Some(Field::new(first.clone(), confidence, None))
}
