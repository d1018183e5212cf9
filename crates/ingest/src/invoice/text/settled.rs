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
    let totals = totals(sheet, style);
    let heads = heads(sheet);
    let rows: Vec<usize> = heads
        .iter()
        .flat_map(|head| rows(sheet, head, &totals, style))
        .collect();
    for at in rows {
        sheet.spots[at].hits.clear();
    }
}

/// A total with the piece of its label and the amounts on its line.
type Totals = Vec<(usize, Vec<i64>)>;

fn totals(sheet: &Sheet<'_>, style: Style) -> Totals {
    let announces = |hit: &Hit| {
        matches!(
            hit.role,
            Role::LineTotal | Role::Net | Role::Total | Role::Payable
        )
    };
    let labels = sheet.spots.iter().enumerate().filter(|(_, spot)| {
        let mut hits = spot.first_hits();
        hits.any(|hit| announces(hit) && is_bare(spot, hit))
    });
    labels
        .map(|(at, _)| {
            let line = std::iter::once(at).chain(sheet.right_of(at));
            let found = line.flat_map(|at| amounts(sheet.spots[at].text(), style.mark));
            (at, found.map(|money| micros(money.value)).collect())
        })
        .collect()
}

/// The pieces of the rows of a table, if they add up to a total below them.
fn rows(sheet: &Sheet<'_>, head: &Head, totals: &Totals, style: Style) -> Vec<usize> {
    let Some(heading) = head.description else {
        return Vec::new();
    };
    let entries = amounts_until(sheet, head, sheet.spots.len(), style);
    let is_row = |entry: &&Entry| {
        // A number may stand before the description.
        let mut first = sheet.line_of(entry.spot).take(2);
        first.any(|at| is_description(sheet, at, &sheet.spots[heading]))
    };
    let mut sum = 0_i64;
    let sums = entries.iter().take_while(is_row).map(|entry| {
        sum = sum.saturating_add(micros(entry.money.value));
        (entry.spot, sum)
    });
    let sums: Vec<(usize, i64)> = sums.collect();
    let adds_up = |(row, sum): &(usize, i64)| {
        let mut below = totals.iter().filter(|(at, _)| at > row);
        below.any(|(_, amounts)| amounts.contains(sum))
    };
    let last = sums.iter().skip(1).position(adds_up);
    let rows = &entries[..last.map_or(0, |last| last + 2)];
    rows.iter().flat_map(|entry| sheet.line_of(entry.spot)).collect()
}

/// Whether a row begins with a description under its heading, not with the bare label of a total.
fn is_description(sheet: &Sheet<'_>, at: usize, heading: &Spot<'_>) -> bool {
    let spot = &sheet.spots[at];
    let under = (spot.piece.left - heading.piece.left).abs() < COLUMN;
    let is_row = |hit: &Hit| {
        let is_carried = hit.role == Role::Carried;
        matches!(hit.role, Role::Allowance | Role::Charge) || !is_bare(spot, hit) && !is_carried
    };
    under && spot.first_hits().all(is_row)
}

/// Whether little stands behind the label of an amount.
pub(super) fn is_bare(spot: &Spot<'_>, hit: &Hit) -> bool {
    let behind = &spot.text()[hit.to..];
    let letters = behind.chars().filter(|letter| letter.is_alphabetic()).count();
    let tax = hit.role == Role::Tax && (letters <= SOME || behind.contains(['%', '(', '-', '–']));
    hit.role.is_amount() && (letters <= FEW || tax)
}
