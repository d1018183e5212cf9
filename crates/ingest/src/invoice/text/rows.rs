//! Lines of an invoice: the amounts of one column under headings, or the run of amounts above the totals that adds
//! up to them. A sum that does not come out is said to be a guess.

use model::{Certainty, Exact};

use super::amount::{Money, amounts};
use super::beside::Style;
use super::fold::plain;
use super::found::{Field, TextLine};
use super::labels::Role;
use super::settled::is_bare;
use super::sheet::{Sheet, Spot};
use super::sums::{Sums, micros, sum};
use super::template::LineRule;
use crate::value::{NumberStyle, NumberValue};

/// Right edges that differ by less than this are one column.
const EDGE: f64 = 4.0;

/// One amount that may be a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) spot: usize,
    pub(super) money: Money,
}

/// Headings of a table of lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Piece that heads the amounts, if one does.
    amount: Option<usize>,
    pub(super) description: Option<usize>,
    pub(super) quantity: Option<usize>,
    /// Last piece of the heading line.
    pub(super) to: usize,
}

/// The lines.
pub(super) fn lines(
    sheet: &Sheet<'_>,
    style: Style,
    sums: &Sums,
    rule: &LineRule,
) -> Option<Field<Vec<TextLine>>> {
    let heads = heads(sheet);
    let tables: Vec<(Head, Vec<Entry>)> = heads
        .iter()
        .map(|head| (*head, column(sheet, head, style)))
        .filter(|(_, entries)| !entries.is_empty())
        .collect();
    let joined: Vec<Entry> = tables
        .iter()
        .flat_map(|(_, entries)| entries.iter().copied())
        .collect();
    let first = tables.first();
    let own = tables.iter().map(|(head, entries)| (head, entries));
    let candidates = own.chain(first.map(|(head, _)| (head, &joined)));
    let fitting = candidates.filter_map(|(head, entries)| {
        let sure = adds_up(entries, sums)?;
        let most = if has_rows_without(sheet, head, entries, style) {
            Certainty::Likely
        } else {
            Certainty::Certain
        };
        Some((head, entries, sure.min(most)))
    });
    let fitting: Vec<_> = fitting.collect();
    // The first of the surest.
    if let Some((head, entries, sure)) = fitting.iter().rev().max_by_key(|(.., sure)| *sure) {
        return Some(told(sheet, Some(head), entries, *sure));
    }
    if let Some(entries) = run(sheet, style, sums, rule) {
        return Some(told(
            sheet,
            first.map(|(head, _)| head),
            &entries,
            Certainty::Likely,
        ));
    }
    first.map(|(head, entries)| told(sheet, Some(head), entries, Certainty::Guess))
}

impl Head {
    /// Whether a piece is one of the headings.
    pub(super) fn has(&self, sheet: &Sheet<'_>, at: usize) -> bool {
        sheet.line_of(self.to).any(|heading| heading == at)
    }
}

/// Whether a piece stands in a table of lines.
pub(super) fn is_in_table(sheet: &Sheet<'_>, at: usize, style: Style) -> bool {
    heads(sheet).iter().any(|head| {
        let last = column(sheet, head, style).last().map(|entry| entry.spot);
        last.is_some_and(|last| (head.to + 1..=last).contains(&at))
    })
}

/// Lines of headings: at least three, of which one is about amounts or prices.
pub(super) fn heads(sheet: &Sheet<'_>) -> Vec<Head> {
    let mut heads = Vec::new();
    let mut at = 0;
    while at < sheet.spots.len() {
        let line: Vec<usize> = sheet.line_of(at).collect();
        at = line[line.len() - 1] + 1;
        let named = |role: Role| {
            line.iter()
                .copied()
                .rev()
                .find(|spot| sheet.spots[*spot].begins(|other| other == role))
        };
        let count = line
            .iter()
            .filter(|spot| is_heading(&sheet.spots[**spot]))
            .count();
        let amount = named(Role::ColumnAmount);
        let description = line
            .iter()
            .copied()
            .find(|spot| sheet.spots[*spot].begins(|role| role == Role::ColumnDescription));
        let telling = description.is_some() || named(Role::ColumnQuantity).is_some();
        let money = amount.is_some() || named(Role::ColumnPrice).is_some();
        if telling && money && (count >= 3 || count == 2 && line.len() == 2) {
            heads.push(Head {
                amount,
                description,
                quantity: named(Role::ColumnQuantity),
                to: at - 1,
            });
        }
    }
    heads
}

fn is_heading(spot: &Spot<'_>) -> bool {
    spot.begins(Role::is_column) && !spot.text().chars().any(|letter| letter.is_ascii_digit())
}

/// The amounts of the table below its headings, up to the totals, without sums carried over and balances.
fn column(sheet: &Sheet<'_>, head: &Head, style: Style) -> Vec<Entry> {
    let mut entries = amounts_until(sheet, head, table_end(sheet, head, style), style);
    let no_line = |at: usize| {
        let spot = &sheet.spots[at];
        spot.begins(|role| role == Role::Carried)
            || spot.first_hits().any(|hit| {
                matches!(hit.role, Role::PreviousBalance | Role::Prepaid | Role::Tax) && is_bare(spot, hit)
            })
    };
    entries.retain(|entry| !sheet.line_of(entry.spot).any(no_line));
    entries
}

/// The piece that ends a table: a total, or the headings of another table below the first amount.
fn table_end(sheet: &Sheet<'_>, head: &Head, style: Style) -> usize {
    let mut amount = false;
    (head.to + 1..sheet.spots.len())
        .find(|at| {
            let end = ends(sheet, *at, style) || amount && is_headings(sheet, *at);
            amount |= only(sheet, *at, style).is_some();
            end
        })
        .unwrap_or(sheet.spots.len())
}

/// Whether a line begins with this piece that has no figures and at least three words, most of which head columns or
/// totals.
fn is_headings(sheet: &Sheet<'_>, at: usize) -> bool {
    let line: Vec<&Spot<'_>> = sheet.line_of(at).map(|at| &sheet.spots[at]).collect();
    let names =
        |spot: &&&Spot<'_>| spot.begins(|role| role.is_column() || role.is_amount() || role == Role::Other);
    let bare = |spot: &&Spot<'_>| !spot.text().contains(|letter: char| letter.is_ascii_digit());
    let is_first = sheet.line_of(at).next() == Some(at);
    is_first && line.len() >= 3 && line.iter().all(bare) && 2 * line.iter().filter(names).count() > line.len()
}

/// The amounts of a table below its headings and before a piece.
pub(super) fn amounts_until(sheet: &Sheet<'_>, head: &Head, end: usize, style: Style) -> Vec<Entry> {
    let all: Vec<Entry> = (head.to + 1..end)
        .filter_map(|at| {
            Some(Entry {
                spot: at,
                money: only(sheet, at, style)?,
            })
        })
        .collect();
    let under = |entry: &&Entry| {
        head.amount.is_some_and(|amount| {
            let (heading, piece) = (&sheet.spots[amount], sheet.spots[entry.spot].piece);
            heading.is_over(piece) || (heading.piece.right - piece.right).abs() < EDGE
        })
    };
    let found: Vec<Entry> = all.iter().filter(under).copied().collect();
    if found.is_empty() {
        rightmost(sheet, &all)
    } else {
        aligned(sheet, &found)
    }
}

/// Whether the table has a row with a quantity and no amount: `Free seats   5   included`.
fn has_rows_without(sheet: &Sheet<'_>, head: &Head, entries: &[Entry], style: Style) -> bool {
    let line = |at: usize| (sheet.spots[at].page, sheet.spots[at].line);
    let counted = |at: &usize| {
        let piece = sheet.spots[*at].piece;
        let heading = head.quantity.map(|quantity| &sheet.spots[quantity]);
        heading
            .is_some_and(|heading| heading.is_over(piece) || (heading.piece.right - piece.right).abs() < EDGE)
            && piece.text.trim().bytes().all(|byte| byte.is_ascii_digit())
    };
    (head.to + 1..table_end(sheet, head, style))
        .filter(counted)
        .any(|at| entries.iter().all(|entry| line(entry.spot) != line(at)))
}

/// The amount of a piece that holds nothing else but perhaps a unit.
fn only(sheet: &Sheet<'_>, at: usize, style: Style) -> Option<Money> {
    let text = sheet.spots[at].text();
    let found = amounts(text, style.mark);
    let last = *found.last()?;
    let behind = text[last.to..].trim();
    let before = text[..last.from].trim();
    let words = before.chars().filter(|letter| letter.is_alphabetic()).count();
    (last.clear && behind.len() <= 2 && words <= 4).then_some(last)
}

/// Of amounts under a wide heading those at the right edge that most of them share.
fn aligned(sheet: &Sheet<'_>, found: &[Entry]) -> Vec<Entry> {
    let edge = |entry: &Entry| sheet.spots[entry.spot].piece.right;
    let near = |one: &Entry, other: &Entry| (edge(one) - edge(other)).abs() < EDGE * 3.0;
    let best = found
        .iter()
        .max_by_key(|one| found.iter().filter(|other| near(one, other)).count());
    best.map_or_else(Vec::new, |best| {
        found.iter().filter(|other| near(best, other)).copied().collect()
    })
}

/// The column of amounts that is furthest to the right.
fn rightmost(sheet: &Sheet<'_>, all: &[Entry]) -> Vec<Entry> {
    let edge = |entry: &Entry| sheet.spots[entry.spot].piece.right;
    let most = all.iter().map(edge).fold(0.0, f64::max);
    all.iter()
        .filter(|entry| most - edge(entry) < EDGE)
        .copied()
        .collect()
}

/// Whether a piece ends the table: a total with its amount, or the heading of the next part.
fn ends(sheet: &Sheet<'_>, at: usize, style: Style) -> bool {
    let spot = &sheet.spots[at];
    if spot.hits.iter().any(|hit| hit.role == Role::Carried) {
        return false;
    }
    let mut hits = spot.first_hits();
    hits.any(|hit| match hit.role {
        Role::Section => spot.text()[hit.to..].split_whitespace().count() <= 2,
        Role::Net | Role::Tax | Role::Total | Role::Payable | Role::LineTotal => {
            let behind = &spot.text()[hit.to..];
            let letters = behind.chars().filter(|letter| letter.is_alphabetic()).count();
            let here = !amounts(behind, style.mark).is_empty();
            let right = || {
                sheet
                    .right_of(at)
                    .any(|next| !amounts(sheet.spots[next].text(), style.mark).is_empty())
            };
            letters <= 12 && (here || right())
        }
        _ => false,
    })
}

/// How surely entries are the lines: whether they add up to a total that is known, by less than half a cent for each if
/// they were rounded. With the tax in them, something else may be; what stands between their own sum and the net may be
/// lines as well.
fn adds_up(entries: &[Entry], sums: &Sums) -> Option<Certainty> {
    let sum = sum(entries.iter().map(|entry| micros(entry.money.value)));
    let slack = 5_000 * entries.len() as i64;
    let is = |field: &Option<Field<Exact>>| {
        field.as_ref().is_some_and(|field| {
            let off = micros(field.value).saturating_sub(sum).saturating_abs();
            off == 0 || (entries.len() > 2 && off <= slack)
        })
    };
    let taxed = sums.tax.as_ref().is_some_and(|tax| !tax.value.is_zero());
    let (net, own, total) = (is(&sums.net), is(&sums.line_total), is(&sums.total));
    let doubted = if own { sums.net.is_some() } else { taxed };
    let most = if doubted && !net {
        Certainty::Likely
    } else {
        Certainty::Certain
    };
    (net || own || total).then_some(most)
}

/// The run of amounts with one right edge above the totals that adds up to them.
fn run(sheet: &Sheet<'_>, style: Style, sums: &Sums, rule: &LineRule) -> Option<Vec<Entry>> {
    let is = |at: usize, words: &[String]| {
        let text = plain(sheet.spots[at].text());
        words.iter().any(|word| text.starts_with(&plain(word)))
    };
    let from = (0..sheet.spots.len()).find(|at| is(*at, &rule.after));
    let (from, to) = match from {
        Some(from) => (from + 1, sheet.spots.len()),
        None => (0, sums.first?),
    };
    let labelled = |at: usize| sheet.line_of(at).any(|spot| is(spot, &rule.skip));
    let all: Vec<Entry> = (from..to)
        .filter(|at| !labelled(*at))
        .filter_map(|at| {
            Some(Entry {
                spot: at,
                money: only(sheet, at, style)?,
            })
        })
        .collect();
    let all = rightmost(sheet, &all);
    // The longest run that adds up.
    (1..=all.len()).rev().find_map(|length| {
        let fits = all
            .windows(length)
            .rev()
            .find(|run| adds_up(run, sums).is_some())?;
        Some(fits.to_vec())
    })
}

fn told(
    sheet: &Sheet<'_>,
    head: Option<&Head>,
    entries: &[Entry],
    confidence: Certainty,
) -> Field<Vec<TextLine>> {
    let lines = entries.iter().map(|entry| TextLine {
        description: description(sheet, head, entry),
        quantity: head.and_then(|head| quantity(sheet, head, entry)),
        net: entry.money.value,
    });
    let place = entries.first().map(|entry| sheet.place(entry.spot));
    Field::new(lines.collect(), confidence, place)
}

/// The text in the column of descriptions on the line of an amount, or on the nearest line above.
fn description(sheet: &Sheet<'_>, head: Option<&Head>, entry: &Entry) -> String {
    let heading = head.and_then(|head| head.description).map(|at| &sheet.spots[at]);
    let spot = &sheet.spots[entry.spot];
    let fits = |at: &usize| {
        let other = &sheet.spots[*at];
        let under = heading.is_none_or(|heading| {
            heading.is_over(other.piece) || (heading.piece.left - other.piece.left).abs() < 20.0
        });
        under
            && *at != entry.spot
            && other
                .text()
                .chars()
                .filter(|letter| letter.is_alphabetic())
                .count()
                >= 2
    };
    let own = sheet.line_of(entry.spot).find(fits);
    let above = || {
        let near = |at: &usize| {
            let other = &sheet.spots[*at];
            other.page == spot.page && spot.piece.base - other.piece.base < 2.0 * spot.piece.size
        };
        (0..entry.spot).rev().take_while(near).find(fits)
    };
    own.or_else(above)
        .map_or_else(String::new, |at| sheet.spots[at].text().to_owned())
}

/// The number in the column of quantities on the line of an amount.
fn quantity(sheet: &Sheet<'_>, head: &Head, entry: &Entry) -> Option<Exact> {
    let heading = &sheet.spots[head.quantity?];
    let cell = sheet.line_of(entry.spot).find(|at| {
        let piece = sheet.spots[*at].piece;
        *at != entry.spot && (heading.is_over(piece) || (heading.piece.right - piece.right).abs() < EDGE)
    })?;
    let number = sheet.spots[cell].text().split_whitespace().next()?;
    let mark = super::amount::mark_of([number].into_iter());
    match (NumberStyle { mark }).read(number) {
        NumberValue::Exact(value, _) => Some(value),
        _ => None,
    }
}
