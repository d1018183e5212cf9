//! Tables whose rows add up to a total below them: what is bought there may be called `Balance loader` or `Paid
//! support`, and announces no balance and no payment.

use super::amount::amounts;
use super::beside::Style;
use super::labels::{Hit, Role};
use super::rows::{Entry, Head, amounts_until, heads};
use super::sheet::{Sheet, Spot};
use super::sums::micros;

/// Letters behind the label of a total: a currency, `A`.
const FEW: usize = 3;
/// Letters behind the label of a tax, such as a country.
const SOME: usize = 9;
/// Left edges that differ by less than this are one column.
const COLUMN: f64 = 20.0;

/// Takes the labels out of the rows of such tables.
pub(super) fn settle(sheet: &mut Sheet<'_>, style: Style) {
    let heads = heads(sheet);
    let rows: Vec<usize> = heads.iter().flat_map(|head| rows(sheet, head, style)).collect();
    for at in rows {
        sheet.spots[at].hits.clear();
    }
}

/// The pieces of the rows of a table, if they add up and one of them looks like a total.
fn rows(sheet: &Sheet<'_>, head: &Head, style: Style) -> Vec<usize> {
    let Some(heading) = head.description else {
        return Vec::new();
    };
    let entries = amounts_until(sheet, head, sheet.spots.len(), style);
    let is_row = |entry: &&Entry| {
        let first = sheet.line_of(entry.spot).next();
        first.is_some_and(|first| is_description(sheet, first, &sheet.spots[heading]))
    };
    let count = entries.iter().take_while(is_row).count();
    let found = (2..=count).find(|count| {
        let sum = entries[..*count]
            .iter()
            .map(|entry| micros(entry.money.value))
            .sum();
        is_total_below(sheet, entries[*count - 1].spot, sum, style)
    });
    let rows = &entries[..found.unwrap_or_default()];
    rows.iter().flat_map(|entry| sheet.line_of(entry.spot)).collect()
}

/// Whether a row begins with a description under its heading, not with the bare label of a total.
fn is_description(sheet: &Sheet<'_>, at: usize, heading: &Spot<'_>) -> bool {
    let spot = &sheet.spots[at];
    let under = (spot.piece.left - heading.piece.left).abs() < COLUMN;
    under && !spot.first_hits().any(|hit| is_bare(spot, hit))
}

/// Whether little stands behind the label of an amount.
fn is_bare(spot: &Spot<'_>, hit: &Hit) -> bool {
    let behind = &spot.text()[hit.to..];
    let letters = behind.chars().filter(|letter| letter.is_alphabetic()).count();
    let tax = hit.role == Role::Tax && (letters <= SOME || behind.contains(['%', '(', '-', '–']));
    hit.role.is_amount() && (letters <= FEW || tax)
}

/// Whether the label of a total below a row announces an amount.
fn is_total_below(sheet: &Sheet<'_>, row: usize, sum: i64, style: Style) -> bool {
    let is_sum = |at: usize| {
        let found = amounts(sheet.spots[at].text(), style.mark);
        found.iter().any(|money| micros(money.value) == sum)
    };
    let totals = (row + 1..sheet.spots.len()).filter(|at| {
        let spot = &sheet.spots[*at];
        spot.first_hits().any(|hit| {
            matches!(
                hit.role,
                Role::LineTotal | Role::Net | Role::Total | Role::Payable
            ) && is_bare(spot, hit)
        })
    });
    totals
        .into_iter()
        .any(|at| std::iter::once(at).chain(sheet.right_of(at)).any(is_sum))
}
