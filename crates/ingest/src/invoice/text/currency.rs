//! The currency of an invoice. Reads no amounts.

use std::collections::BTreeMap;

use model::Certainty;

use super::amount::amounts;
use super::beside::{Style, begins, labels, rest};
use super::found::Field;
use super::labels::Role;
use super::sheet::Sheet;
use super::signs::sign_at_start;
use crate::value::{currency_in, may_mean};

/// Words that a currency may be named in: `US Dollars (USD)`.
const CURRENCY_WORDS: usize = 3;

/// The currency: named, or the sign that stands beside the amounts. What stands beside the total counts more than a
/// name somewhere else.
pub(super) fn currency(
    sheet: &Sheet<'_>,
    style: Style,
    language: &str,
    total: Option<&'static str>,
) -> Option<Field<String>> {
    let named = named(sheet);
    let clash = total.is_some_and(|sign| named.as_ref().is_some_and(|named| !may_mean(sign, &named.value)));
    match named {
        Some(named) if !clash => Some(named),
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
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in sheet.texts() {
        for money in amounts(text, style.mark) {
            if let Some(sign) = money.currency {
                *counts.entry(sign).or_default() += 1;
            }
        }
    }
    let most = counts.iter().max_by_key(|(_, count)| **count);
    let Some(sign) = total.or(most.map(|(sign, _)| *sign)) else {
        return in_headings(sheet);
    };
    // A sign of several currencies is what a code on the same pages says.
    let codes: Vec<&str> = counts
        .keys()
        .copied()
        .filter(|code| code.len() == 3 && may_mean(sign, code))
        .collect();
    let alone = counts.len() == 1 || counts.len() == 2 && codes.len() == 1;
    let (code, confidence) = match (sign, &codes[..]) {
        ("$" | "¥" | "kr", [code]) => (
            *code,
            if alone {
                Certainty::Certain
            } else {
                Certainty::Likely
            },
        ),
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
        (code, _) if alone => (code, Certainty::Certain),
        (code, _) => (code, Certainty::Likely),
    };
    Some(Field::new(code.to_owned(), confidence, None))
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
