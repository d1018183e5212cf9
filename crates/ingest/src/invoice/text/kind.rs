//! What kind of document it is, by its heading: a credit note, or no invoice at all. Reads no values.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::amount::amounts;
use super::beside::{Style, is_short};
use super::code::announces;
use super::fold::{Folded, key};
use super::labels::{File, Role};
use super::sheet::{Sheet, Spot};

/// Text this much larger than most of the page is a title.
const LARGE: f64 = 1.2;

/// A kind of document that bills nothing, with the words that head it per language.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct NoInvoice {
    what: String,
    words: BTreeMap<String, Vec<String>>,
}

/// Whether the heading, or the label of the number, says that it is a credit note. A row about another one does not,
/// nor does a word below the title of an invoice.
pub(super) fn is_credit_note(sheet: &Sheet<'_>, style: Style) -> bool {
    let is_credit = |spot: &Spot<'_>| spot.begins(|role| role == Role::CreditNote);
    headings(sheet, style)
        .filter(|(_, spot)| is_credit(spot))
        .any(|(_, spot)| {
            !headings(sheet, style).any(|(_, other)| other.piece.size > spot.piece.size && is_invoice(other))
        })
}

/// What it is instead of an invoice, in words, if its heading says so and no other heading calls it an invoice.
pub(super) fn not_invoice(sheet: &Sheet<'_>, style: Style) -> Option<String> {
    let body = body_size(sheet);
    let is_title = |spot: &Spot<'_>| spot.piece.size >= LARGE * body;
    let found = headings(sheet, style).filter_map(|(at, spot)| Some((at, spot, named(spot.text())?)));
    let (at, spot, kind) = found.min_by_key(|(_, spot, _)| !is_title(spot))?;
    let beaten = if is_title(spot) {
        let mut rivals = sheet
            .spots
            .iter()
            .filter(|other| other.piece.size >= spot.piece.size);
        rivals.any(|other| named(other.text()).is_none() && is_invoice(other))
    } else {
        let mut hits = sheet.spots.iter().flat_map(|other| &other.hits);
        sheet.line_of(at).count() > 1 || hits.any(|hit| hit.role == Role::Number)
    };
    (!beaten).then(|| format!("{}: its heading says `{}`", kind.what, spot.text().trim()))
}

/// Whether a piece begins with the word for an invoice or its number, or for a credit note.
fn is_invoice(spot: &Spot<'_>) -> bool {
    spot.begins(|role| matches!(role, Role::Number | Role::CreditNote))
}

/// The kind of document that a heading names.
fn named(heading: &str) -> Option<&'static NoInvoice> {
    let heading = heading.trim_start_matches(|letter: char| !letter.is_alphabetic());
    let folded = Folded::of(heading);
    File::built_in().no_invoice.iter().find(|kind| {
        let mut words = kind.words.values().flatten();
        words.any(|word| {
            let end = folded.matches(0, &key(word), heading);
            end.is_some_and(|end| is_heading_rest(&heading[end..]))
        })
    })
}

/// Whether nothing but a number, something in brackets or another such heading follows: no `Concept GmbH`.
fn is_heading_rest(rest: &str) -> bool {
    let is_plain = |word: &str| {
        !word.contains(char::is_alphabetic)
            || word.contains(|letter: char| letter.is_ascii_digit())
            || announces(word)
    };
    let (before, _) = rest.split_once('(').unwrap_or((rest, ""));
    let plain = before.split_whitespace().all(is_plain) && !before.trim_start().starts_with(':');
    plain || rest.trim_start().starts_with('/') && named(rest).is_some()
}

/// The size that most text of the first page has.
fn body_size(sheet: &Sheet<'_>) -> f64 {
    let first = sheet.spots.iter().filter(|spot| spot.page == 0);
    let mut sizes: Vec<f64> = first.map(|spot| spot.piece.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or_default()
}

/// Pieces that may head the document: above the totals or large, short, no amount on their line.
fn headings<'s, 'p>(sheet: &'s Sheet<'p>, style: Style) -> impl Iterator<Item = (usize, &'s Spot<'p>)> {
    let is_below = |spot: &Spot<'_>| spot.page > 0 || spot.begins(Role::is_amount);
    let end = sheet.spots.iter().position(is_below);
    let body = body_size(sheet);
    let money = move |at: usize| {
        let found = amounts(sheet.spots[at].text(), style.mark);
        found.iter().any(|money| money.clear)
    };
    sheet.spots.iter().enumerate().filter_map(move |(at, spot)| {
        let behind = spot.first_hits().next().map_or("", |hit| &spot.text()[hit.to..]);
        let high = end.is_none_or(|end| at < end) || spot.page == 0 && spot.piece.size >= LARGE * body;
        (high && is_short(behind) && !sheet.line_of(at).any(money)).then_some((at, spot))
    })
}
