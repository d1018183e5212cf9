//! The currency of an invoice. Reads no amounts.

use std::collections::{BTreeMap, BTreeSet};

use model::Certainty;

use super::amount::{Money, amounts};
use super::beside::{Style, begins, is_short, labels, rest};
use super::found::Field;
use super::labels::Role;
use super::sheet::Sheet;
use super::signs::sign_at_start;
use super::sums::micros;
use crate::value::{currency_in, may_mean};

/// Words that a currency may be named in: `US Dollars (USD)`.
const CURRENCY_WORDS: usize = 3;

/// The currency: named, or the sign that stands beside the amounts. What stands beside the total, or in its label, counts
/// more than a name somewhere else.
pub(super) fn currency(
    sheet: &Sheet<'_>,
    style: Style,
    language: &str,
    total: Option<&'static str>,
) -> Option<Field<String>> {
    let named = named(sheet);
    let headed = headings(sheet, is_told_of);
    let differs = |named: &Field<String>| {
        total.is_some_and(|sign| !may_mean(sign, &named.value))
            || total.is_none() && !headed.is_empty() && !headed.contains(&named.value)
    };
    match named {
        Some(named) if !differs(&named) => Some(named),
        named => by_signs(sheet, style, language, total).or(named),
    }
}

/// The currency that a label names, no sentence.
fn named(sheet: &Sheet<'_>) -> Option<Field<String>> {
    labels(sheet, Role::Currency)
        .filter(|(at, hit)| begins(sheet, *at, hit))
        .find_map(|(at, hit)| {
            let behind = rest(sheet, at, hit).trim_start_matches([' ', ':']);
            let (code, spot) = if behind.is_empty() {
                sheet
                    .beside(at)
                    .find_map(|(next, _)| Some((code_of(sheet.spots[next].text())?, next)))?
            } else {
                let words = behind.split_whitespace().count();
                (code_of(behind).filter(|_| words <= CURRENCY_WORDS)?, at)
            };
            Some(Field::new(code, Certainty::Certain, Some(sheet.place(spot))))
        })
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

fn by_signs(
    sheet: &Sheet<'_>,
    style: Style,
    language: &str,
    total: Option<&'static str>,
) -> Option<Field<String>> {
    let printed = printed(sheet, style);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for sign in printed.iter().filter_map(|(_, money)| money.currency) {
        *counts.entry(sign).or_default() += 1;
    }
    // Without a sign beside the total, headings say more than signs elsewhere do.
    let (sign, most) = match total {
        Some(sign) => (sign, Certainty::Certain),
        None => match in_headings(sheet) {
            Some(headed) => return Some(headed),
            None => elsewhere(sheet, &printed)?,
        },
    };
    // A sign of several currencies is what a code says in a heading, beside a total or beside the same amount; in a
    // remark it says nothing.
    let named = headings(sheet, is_told_of);
    let all: BTreeSet<&str> = counts
        .keys()
        .copied()
        .chain(named.iter().map(String::as_str))
        .collect();
    let all: Vec<&str> = all
        .into_iter()
        .filter(|code| code.len() == 3 && may_mean(sign, code))
        .collect();
    let says = |code: &&str| {
        let mut beside = printed.iter().filter(|(_, money)| money.currency == Some(*code));
        named.iter().any(|named| named == code)
            || beside.any(|(at, money)| is_told(sheet, &printed, *at, money))
    };
    let codes: Vec<&str> = all.iter().copied().filter(says).collect();
    let doubted = all.iter().any(|code| !codes.contains(code) && *code != "USD");
    let alone = counts.len() == 1 || counts.len() == 2 && codes.len() == 1;
    let sure = if alone { most } else { most.min(Certainty::Likely) };
    let (code, confidence) = match (sign, &codes[..]) {
        ("$" | "¥" | "kr", [code]) => (*code, sure),
        ("$", _) if doubted || codes.len() > 1 || is_taxed_abroad(sheet) => ("USD", Certainty::Guess),
        ("$", _) => ("USD", Certainty::Likely),
        ("¥", _) => ("JPY", Certainty::Guess),
        ("kr", _) => {
            let crown = || {
                Some(Field::new(
                    crown_of(language)?.to_owned(),
                    Certainty::Likely,
                    None,
                ))
            };
            return in_headings(sheet).or_else(crown);
        }
        (code, _) => (code, sure),
    };
    Some(Field::new(code.to_owned(), confidence, None))
}

/// Whether a currency in its heading is that of the invoice.
fn is_told_of(role: Role) -> bool {
    role.is_column() || matches!(role, Role::Net | Role::Total | Role::Payable)
}

/// The sign that most amounts have, where no total has one: in a sentence, such as that of a reminder fee, it says little.
fn elsewhere(sheet: &Sheet<'_>, printed: &[(usize, Money)]) -> Option<(&'static str, Certainty)> {
    let mut counts: BTreeMap<(bool, &'static str), usize> = BTreeMap::new();
    for (at, money) in printed {
        if let Some(sign) = money.currency {
            *counts
                .entry((is_short(sheet.spots[*at].text()), sign))
                .or_default() += 1;
        }
    }
    let ((is_apart, sign), _) = counts
        .into_iter()
        .max_by_key(|((is_apart, _), count)| (*is_apart, *count))?;
    let most = if is_apart {
        Certainty::Likely
    } else {
        Certainty::Guess
    };
    Some((sign, most))
}

/// Taxes of countries whose own dollars are written with the bare sign.
const DOLLAR_TAXES: &[&str] = &["gst", "hst", "qst", "pst", "tps", "tvq"];

/// Whether such a tax is charged.
fn is_taxed_abroad(sheet: &Sheet<'_>) -> bool {
    labels(sheet, Role::Tax).any(|(at, _)| {
        let text = sheet.spots[at].text().to_lowercase();
        let mut words = text.split(|letter: char| !letter.is_alphanumeric());
        words.any(|word| DOLLAR_TAXES.contains(&word))
    })
}

/// Every amount with its piece.
fn printed(sheet: &Sheet<'_>, style: Style) -> Vec<(usize, Money)> {
    let all = sheet.texts().enumerate();
    all.flat_map(|(at, text)| {
        amounts(text, style.mark)
            .into_iter()
            .map(move |money| (at, money))
    })
    .collect()
}

/// Whether an amount with a code is a total, or is printed with a sign as well.
fn is_told(sheet: &Sheet<'_>, printed: &[(usize, Money)], at: usize, money: &Money) -> bool {
    let is_total =
        |other: usize| sheet.spots[other].begins(|role| matches!(role, Role::Total | Role::Payable));
    let same = |other: &Money| {
        let sign = other.currency.filter(|sign| Some(*sign) != money.currency);
        sign.is_some() && micros(other.value).abs() == micros(money.value).abs()
    };
    sheet.line_of(at).any(is_total) || printed.iter().any(|(_, other)| same(other))
}

/// The crown of the country that speaks a language.
fn crown_of(language: &str) -> Option<&'static str> {
    match language {
        "sv" => Some("SEK"),
        "da" => Some("DKK"),
        "no" => Some("NOK"),
        _ => None,
    }
}

/// `Preis/Einh €`, `Amount (USD)`: the currency in the headings of columns and totals.
fn in_headings(sheet: &Sheet<'_>) -> Option<Field<String>> {
    let named = headings(sheet, |role| role.is_amount() || role.is_column());
    let first = named.first()?;
    let confidence = if named.iter().all(|other| other == first) {
        Certainty::Likely
    } else {
        Certainty::Guess
    };
    Some(Field::new(first.clone(), confidence, None))
}

/// The currencies in headings and labels of these roles, not beside an amount.
fn headings(sheet: &Sheet<'_>, wanted: impl Fn(Role) -> bool) -> Vec<String> {
    let bare = |text: &str| !text.contains(|letter: char| letter.is_ascii_digit());
    let headings = sheet
        .spots
        .iter()
        .filter(|spot| bare(spot.text()) && spot.begins(&wanted));
    headings
        .filter_map(|spot| Some(currency_in(spot.text())?.code().to_owned()))
        .collect()
}
