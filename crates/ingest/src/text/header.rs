//! Whether rows are a header: names over values, however many lines. Looks at shapes, never at vendors' names.

use super::kind::CellKind;
use super::sketch::{Sketch, body, body_of, is_typed, kind};

/// Header lines that are looked for at most.
const MOST_HEADER_LINES: usize = 5;
/// How many of the first rows are header.
pub(super) fn header_lines(rows: &[Sketch<'_>]) -> usize {
    if !is_header(&rows[0], &body_of(&rows[0], &rows[1..])) {
        return lines_over_values(rows);
    }
    let mut lines = 1;
    while lines < MOST_HEADER_LINES
        && lines + 1 < rows.len()
        && continues_header(rows, lines, &body(&rows[lines + 1..]))
    {
        lines += 1;
    }
    lines
}

/// Several lines of text over a few rows of values, of which there are not enough to tell numbers and dates from text
/// together with those lines.
fn lines_over_values(rows: &[Sketch<'_>]) -> usize {
    let is_line = |row: &&Sketch<'_>| row.filled >= 2 && row.typed() == 0;
    let lines = rows.iter().take(MOST_HEADER_LINES).take_while(is_line).count();
    if lines < 2 || lines == rows.len() {
        return 0;
    }
    let body = body(&rows[lines..]);
    let is_over = |column: usize| is_typed(&body, column) && rows[0].kind(column) == CellKind::Text;
    let continues = (1..lines).all(|line| continues_header(rows, line, &body));
    if continues && (0..rows[0].kinds.len()).any(is_over) {
        lines
    } else {
        0
    }
}

pub(super) fn is_header(row: &Sketch<'_>, body: &[&Sketch<'_>]) -> bool {
    let (mut unlike, mut alike) = (0, 0);
    for column in 0..row.kinds.len() {
        if is_typed(body, column) {
            // A day over numbers is a name: the months of a wide table.
            let is_name = match row.kind(column) {
                CellKind::Text => true,
                CellKind::Date => kind(body, column) == CellKind::Number,
                _ => false,
            };
            unlike += usize::from(is_name);
            alike += usize::from(row.kind(column).is_typed() && !is_name);
        }
    }
    match (row.typed(), unlike, alike) {
        (0, _, _) => unlike > 0 || body.is_empty() || names_columns(row, body),
        (typed, _, _) if body.is_empty() && typed == row.filled => false,
        (_, _, 0) => true,
        _ => unlike > alike || counts_up(row) || names_years(row, body),
    }
}

/// Whether a row of text over columns of text reads like names: distinct, short, and not among the values below.
fn names_columns(row: &Sketch<'_>, body: &[&Sketch<'_>]) -> bool {
    let mut seen = std::collections::HashSet::new();
    let names: Vec<(usize, &str)> = row.record.iter().map(str::trim).enumerate().collect();
    let filled = names.iter().filter(|(_, name)| !name.is_empty());
    let distinct = filled
        .clone()
        .all(|(_, name)| seen.insert(*name) && name.chars().count() <= 80);
    let is_value =
        |(column, name): &(usize, &str)| body.iter().any(|row| row.record.get(*column).trim() == *name);
    distinct && !filled.clone().any(is_value)
}

/// Years or ordinals as column names: `Country, 2012, 2013, 2014`.
fn counts_up(row: &Sketch<'_>) -> bool {
    let numbers: Vec<i64> = row
        .record
        .iter()
        .filter_map(|text| text.trim().parse().ok())
        .collect();
    let steps = numbers
        .windows(2)
        .all(|pair| pair[1] - pair[0] == 1 || pair[0] - pair[1] == 1);
    numbers.len() >= 2 && numbers.len() == row.typed() && steps
}

/// Years as column names, whatever is between them, over numbers that are none: `Country, 2010, 2020`.
fn names_years(row: &Sketch<'_>, body: &[&Sketch<'_>]) -> bool {
    let year = |row: &Sketch<'_>, column: usize| {
        let year = row.record.get(column).trim().parse::<u16>().ok();
        year.filter(|year| (1900..=2100).contains(year))
    };
    let columns: Vec<usize> = (0..row.kinds.len())
        .filter(|column| row.kind(*column).is_typed())
        .collect();
    let years: Vec<u16> = columns.iter().filter_map(|column| year(row, *column)).collect();
    let ascend = years.windows(2).all(|pair| pair[0] < pair[1]);
    let descend = years.windows(2).all(|pair| pair[0] > pair[1]);
    let below = |row: &&Sketch<'_>| {
        columns
            .iter()
            .filter(|column| year(row, **column).is_some())
            .count()
    };
    let below: usize = body.iter().map(below).sum();
    years.len() >= 2
        && years.len() == columns.len()
        && (ascend || descend)
        && below * 2 < body.len() * columns.len()
}

/// Whether a row with gaps names at least every other column of numbers and dates.
pub(super) fn names_values(row: &Sketch<'_>, body: &[&Sketch<'_>]) -> bool {
    let typed: Vec<usize> = (0..widest(body))
        .filter(|column| is_typed(body, *column))
        .collect();
    let named = typed
        .iter()
        .filter(|column| row.kind(**column) == CellKind::Text)
        .count();
    let width = body.iter().map(|row| row.width).max().unwrap_or(0);
    row.filled >= 2 && row.typed() == 0 && row.width >= width && named > 0 && named * 2 >= typed.len()
}

fn widest(body: &[&Sketch<'_>]) -> usize {
    body.iter().map(|row| row.kinds.len()).max().unwrap_or(0)
}

/// Whether another header line follows: no values, and either text where values belong or names that were missing.
fn continues_header(rows: &[Sketch<'_>], line: usize, body: &[&Sketch<'_>]) -> bool {
    let (above, row) = (&rows[line - 1], &rows[line]);
    if row.filled == 0 || row.typed() > 0 || body.is_empty() {
        return false;
    }
    let width = row.kinds.len();
    let typed = (0..width.max(above.kinds.len())).filter(|column| is_typed(body, *column));
    let over_values = typed
        .clone()
        .filter(|column| row.kind(*column) == CellKind::Text)
        .count();
    let fills_gap = (0..width).any(|column| {
        row.kind(column) == CellKind::Text && above.record.is_empty_at(column) && is_typed(body, column)
    });
    // A single text at the left margin is a heading of the rows below.
    let is_heading = row.filled == 1 && !row.record.is_empty_at(0);
    typed.count() > 0 && (fills_gap || (over_values > 0 && !is_heading))
}
