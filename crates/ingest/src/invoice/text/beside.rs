//! The value beside a label: behind it in the same piece, to its right, or below. Types decide what is a value.

use super::amount::{Money, amounts};
use super::aside::{self, Aside};
use super::day::{Day, compact, days};
use super::labels::{Hit, Role};
use super::orders::Orders;
use super::sheet::Sheet;
use crate::value::DecimalMark;

/// Where a value stands, seen from its label; nearer is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Below,
    Right,
    Same,
}

/// A value beside a label.
#[derive(Clone, Debug)]
pub(super) struct Beside<T> {
    pub(super) value: T,
    /// Piece it stands in.
    pub(super) spot: usize,
    /// Label that announces it.
    pub(super) hit: Hit,
    /// Piece of the label.
    pub(super) label: usize,
    /// Whether the label stands out in its piece.
    pub(super) first: bool,
    pub(super) side: Side,
}

/// How this document writes numbers and dates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) mark: DecimalMark,
    pub(super) order: Orders,
}

/// Every label with a role that a value may follow, with its piece.
pub(super) fn labels<'s>(sheet: &'s Sheet<'_>, role: Role) -> impl Iterator<Item = (usize, &'s Hit)> {
    sheet.spots.iter().enumerate().flat_map(move |(at, spot)| {
        spot.hits
            .iter()
            .filter(move |hit| hit.role == role)
            .map(move |hit| (at, hit))
    })
}

/// The text behind a label in its piece, up to the next label of another kind that begins a value. The same label in
/// a second language belongs to it: `Rechnungsnummer / Invoice number`.
pub(super) fn rest<'s>(sheet: &'s Sheet<'_>, at: usize, hit: &Hit) -> &'s str {
    let spot = &sheet.spots[at];
    let again = spot.hits.iter().find(|next| {
        next.role == hit.role && next.from == hit.to && spot.text()[hit.to..].trim_start().starts_with('/')
    });
    let hit = again.unwrap_or(hit);
    let next = spot
        .hits
        .iter()
        .filter(|next| next.from >= hit.to && next.strong && !next.role.is_column());
    let end = next
        .filter(|next| spot.text()[next.to..].trim_start().starts_with(':'))
        .map(|next| next.from)
        .min();
    &spot.text()[hit.to..end.unwrap_or(spot.text().len())]
}

/// Whether a label begins its piece; inside a sentence it counts less.
pub(super) fn begins(sheet: &Sheet<'_>, at: usize, hit: &Hit) -> bool {
    sheet.spots[at].leads(hit) || hit.role == Role::Tax && is_led_in(sheet, at, hit)
}

/// `zzgl. 19 % USt.`, `of which 20% VAT`: a tax behind its rate, not in a row of a table.
fn is_led_in(sheet: &Sheet<'_>, at: usize, hit: &Hit) -> bool {
    let left = sheet.line_of(at).take_while(|other| *other < at).last();
    let is_row = left.is_some_and(|left| !sheet.spots[left].text().contains([',', '.']));
    !is_row && aside::is_lead(&sheet.spots[at].text()[..hit.from])
}

/// The amounts that labels of a role announce.
pub(super) fn money(sheet: &Sheet<'_>, role: Role, style: Style) -> Vec<Beside<Money>> {
    let mut found = Vec::new();
    for (at, hit) in labels(sheet, role) {
        let beside = |value, spot, side| Beside {
            value,
            spot,
            hit: hit.clone(),
            label: at,
            first: begins(sheet, at, hit),
            side,
        };
        let behind = rest(sheet, at, hit);
        let mut own = amounts(behind, style.mark);
        own.retain(|money| role != Role::Tax || !is_basis(behind, money));
        let value = if begins(sheet, at, hit) {
            own.last()
        } else {
            own.first().filter(|first| is_next(behind, first.from))
        };
        found.extend(value.map(|value| beside(*value, at, Side::Same)));
        if !begins(sheet, at, hit) || !is_short(behind) {
            continue;
        }
        let right = money_right(sheet, at, style.mark);
        if let Some((spot, last)) = right.last() {
            found.push(beside(*last, *spot, Side::Right));
        } else if let Some((spot, last)) = money_below(sheet, at, style.mark).filter(|_| own.is_empty()) {
            found.push(beside(last, spot, Side::Below));
        }
    }
    found
}

/// `19% on $1,000.00`: what a tax is taken from, not the tax.
fn is_basis(text: &str, money: &Money) -> bool {
    let word = text[..money.from].split_whitespace().next_back();
    word.is_some_and(|word| aside::is(Aside::Basis, word))
}

/// Whether a value follows its label at once: nothing but signs and a word or two between.
fn is_next(behind: &str, from: usize) -> bool {
    behind[..from]
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count()
        <= 3
}

/// Whether what follows a label in its piece is no sentence.
pub(super) fn is_short(behind: &str) -> bool {
    behind
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count()
        <= 5
}

/// Amounts to the right, up to the next label of an amount or, once there is an amount, the next words.
fn money_right(sheet: &Sheet<'_>, at: usize, mark: DecimalMark) -> Vec<(usize, Money)> {
    let mut found: Vec<(usize, Money)> = Vec::new();
    for next in sheet.right_of(at) {
        let text = sheet.spots[next].text();
        let own = amounts(text, mark);
        let is_next_block = found.iter().any(|(_, money)| money.clear) && has_words(text, &own);
        if is_next_block || sheet.spots[next].begins(Role::is_amount) {
            break;
        }
        found.extend(own.into_iter().map(|money| (next, money)));
    }
    if found.iter().any(|(_, money)| money.clear) {
        found.retain(|(_, money)| money.clear);
    }
    found
}

/// Whether a text holds words besides its amounts; a unit or a currency is none.
fn has_words(text: &str, own: &[Money]) -> bool {
    let is_apart = |(at, _): &(usize, char)| own.iter().all(|money| !(money.from..money.to).contains(at));
    let letters = text.char_indices().filter(is_apart);
    letters.filter(|(_, letter)| letter.is_alphabetic()).count() > 3
}

/// The last amount of the column below.
fn money_below(sheet: &Sheet<'_>, at: usize, mark: DecimalMark) -> Option<(usize, Money)> {
    let column = sheet.column_below(at).map_while(|next| {
        let found = amounts(sheet.spots[next].text(), mark);
        let only = found.len() == 1 && !sheet.spots[next].begins(Role::is_amount);
        only.then(|| (next, found[0]))
    });
    column.last()
}

/// The days that labels of a role announce.
pub(super) fn dates(sheet: &Sheet<'_>, role: Role, style: Style) -> Vec<Beside<Vec<Day>>> {
    let mut found = Vec::new();
    for (at, hit) in labels(sheet, role).filter(|(at, hit)| !sheet.spots[*at].is_elsewhere(hit)) {
        let beside = |value, spot, side| Beside {
            value,
            spot,
            hit: hit.clone(),
            label: at,
            first: sheet.spots[at].stands_out(hit),
            side,
        };
        let behind = rest(sheet, at, hit);
        let own = days(behind, style.order);
        if let Some(first) = own.first() {
            if is_close(behind, first.from) && (hit.strong || begins(sheet, at, hit)) {
                found.push(beside(own, at, Side::Same));
            }
            continue;
        }
        if !begins(sheet, at, hit) || !is_short(behind) {
            continue;
        }
        let in_piece = |next: &usize| {
            let text = sheet.spots[*next].text();
            let mut found = days(text, style.order);
            found.extend(compact(text).filter(|_| found.is_empty()));
            found
                .first()
                .is_some_and(|day| day.from <= 4 || is_weekday(&text[..day.from]))
                .then_some((*next, found))
        };
        let near = sheet.beside(at).find_map(|(next, right)| {
            Some((in_piece(&next)?, if right { Side::Right } else { Side::Below }))
        });
        if let Some(((spot, mut days), side)) = near {
            if side == Side::Below {
                first_under(sheet, at, spot, &mut days);
            }
            found.push(beside(days, spot, side));
        }
    }
    found
}

/// Of several days in a piece, where narrow gaps fused columns, puts the one under the label first.
fn first_under(sheet: &Sheet<'_>, label: usize, spot: usize, days: &mut [Day]) {
    let piece = sheet.spots[spot].piece;
    let width = (piece.right - piece.left) / piece.text.len().max(1) as f64;
    let place = |byte: usize| piece.left + width * byte as f64;
    let head = sheet.spots[label].piece;
    let far = |day: &Day| {
        let (left, right) = (place(day.from) - head.left, place(day.to) - head.right);
        left.abs().min(right.abs())
    };
    days.sort_by(|one, other| far(one).total_cmp(&far(other)));
}

/// Whether one word with a comma stands before a date: `Thursday, September 17, 2026`.
fn is_weekday(before: &str) -> bool {
    let word = before.trim().trim_end_matches([',', '.']);
    before.trim().len() > word.len() && word.chars().all(char::is_alphabetic)
}

/// Whether a date follows its label within a few words.
fn is_close(behind: &str, from: usize) -> bool {
    behind[..from]
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count()
        <= 2
}
