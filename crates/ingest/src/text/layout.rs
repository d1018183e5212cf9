//! Where a table and its header are, from its first rows.

use std::collections::HashSet;

use super::Record;
use super::header::{header_lines, is_header, names_values};
use super::kind::CellKind;
use super::sketch::{Sketch, body, body_of, is_typed, kind};
use crate::total_words::is_label;

/// What the first rows of a table look like.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// Rows before the header, or before the data without one.
    pub preamble: usize,
    /// Header lines; 0 without a header.
    pub header_rows: usize,
    pub columns: Vec<String>,
    /// The cells of each header line.
    pub lines: Vec<Vec<String>>,
    /// Which columns are numbers or dates, by place.
    pub kinds: Vec<CellKind>,
    /// Columns that are nearly always filled.
    pub keys: Vec<bool>,
    /// How many cells of a row are usually filled.
    pub filled: usize,
}

impl Layout {
    /// The layout of a table that starts somewhere in these rows; `None` if all are blank.
    pub(super) fn find(records: &[Record], is_grid: bool) -> Option<Self> {
        let rows = Sketch::all(records, is_grid);
        let filled = usual_filled(rows.iter())?;
        let mut start = first_table_row(&rows, filled)?;
        start = behind_preamble(&rows, start, filled).unwrap_or(start);
        let mut lines = header_lines(&rows[start..]);
        if lines == 0 && start > 0 && names_values(&rows[start - 1], &body(&rows[start..])) {
            (start, lines) = (start - 1, 1);
        }
        if lines == 1
            && let Some(band) = band(&rows, start)
        {
            let mut layout = Self::at(&rows, start - 1, 2);
            for (column, name) in layout.columns.iter_mut().enumerate() {
                let own = rows[start].record.get(column).trim();
                let mut whole = band.get(column).cloned().unwrap_or_default();
                join(&mut whole, own);
                if !whole.is_empty() {
                    *name = whole;
                }
            }
            return Some(layout);
        }
        Some(Self::at(&rows, start, lines))
    }

    /// The layout of a table whose header is told: the record of that number, or none where that is 0. `None` if there
    /// is no such record.
    pub(super) fn told(records: &[Record], header: u64, is_grid: bool) -> Option<Self> {
        let rows = Sketch::all(records, is_grid);
        if header == 0 {
            let start = first_table_row(&rows, usual_filled(rows.iter())?)?;
            return Some(Self::at(&rows, start, 0));
        }
        let start = records.iter().position(|record| record.number == header)?;
        (rows[start].filled > 0).then(|| Self::at(&rows, start, 1))
    }

    /// The layout of a table with its first row and so many lines of header.
    fn at(rows: &[Sketch<'_>], start: usize, header_rows: usize) -> Self {
        let body = body_of(&rows[start], &rows[start + header_rows..]);
        let columns = columns(&rows[start..start + header_rows], &body);
        let regular = regular(&body);
        let filled = usual_filled(rows.iter()).unwrap_or(0);
        let width = columns.len();
        Self {
            preamble: start,
            header_rows,
            lines: rows[start..start + header_rows]
                .iter()
                .map(Sketch::texts)
                .collect(),
            kinds: (0..width).map(|column| kind(&body, column)).collect(),
            keys: (0..width).map(|column| is_key(&regular, column)).collect(),
            filled: usual_filled(regular.iter().copied()).unwrap_or(filled),
            columns,
        }
    }
}

/// The row above a header that tells names apart which stand there more than once: `2026-09 | | 2026-10` over
/// `Cost | Tokens | Cost | Tokens`. Each of its cells is said over all columns of that kind up to the next.
fn band(rows: &[Sketch<'_>], start: usize) -> Option<Vec<String>> {
    let above = rows.get(start.checked_sub(1)?)?.texts();
    let names = rows[start].texts();
    let is_again =
        |name: &String| !name.is_empty() && names.iter().filter(|other| *other == name).count() > 1;
    let mut band = vec![String::new(); names.len()];
    let mut told = HashSet::new();
    let mut last = "";
    for (column, name) in names.iter().enumerate() {
        let own = above.get(column).map_or("", String::as_str);
        if !own.is_empty() {
            last = own;
        }
        if is_again(name) {
            if last.is_empty() || !told.insert((last, name)) {
                return None;
            }
            last.clone_into(&mut band[column]);
        } else {
            own.clone_into(&mut band[column]);
        }
    }
    let is_within = above.iter().skip(names.len()).all(String::is_empty);
    (told.len() > 1 && is_within).then_some(band)
}

/// The filled cells of a usual row, wide rows weighing more, so that a long preamble does not count as usual.
fn usual_filled<'s, 'r: 's>(rows: impl Iterator<Item = &'s Sketch<'r>>) -> Option<usize> {
    let mut filled: Vec<usize> = rows.map(|row| row.filled).filter(|filled| *filled > 0).collect();
    filled.sort_unstable();
    let half = filled.iter().sum::<usize>().div_ceil(2);
    let mut passed = 0;
    filled.into_iter().find(|filled| {
        passed += filled;
        passed >= half
    })
}

fn first_table_row(rows: &[Sketch<'_>], filled: usize) -> Option<usize> {
    let width = usual_width(rows)?;
    let fits = |place: usize| {
        let row = &rows[place];
        let enough = row.filled * 2 > filled && row.filled >= filled.min(2);
        enough && (row.width == width || row.filled * 5 >= filled * 4) || starts_narrower(rows, place)
    };
    let mut start = (0..rows.len())
        .find(|place| fits(*place))
        .or_else(|| rows.iter().position(|row| row.filled > 0))?;
    // A title with a comma or two: what follows it is the header.
    while start + 2 < rows.len() && rows[start].width != width && {
        let next = &rows[start + 1];
        next.width == width && next.typed() == 0 && is_header(next, &body(&rows[start + 2..]))
    } {
        start += 1;
    }
    Some(start)
}

/// The header behind blocks of names and values that end with a blank row and are narrower than the table.
fn behind_preamble(rows: &[Sketch<'_>], start: usize, filled: usize) -> Option<usize> {
    let blank = start + rows[start..].iter().position(|row| row.filled == 0)?;
    let next = blank + rows[blank..].iter().position(|row| row.filled > 0)?;
    // A table of a row or two is narrower than usual where many pairs stand above it.
    let is_short = is_of_pairs(&rows[start..blank]) && is_of_values(&rows[next..]);
    let usual = if is_short { rows[next].filled } else { filled };
    let is_preamble = |row: &Sketch<'_>| row.filled < usual && (row.filled <= 2 || row.typed() == 0);
    if !rows[start..blank].iter().all(is_preamble) {
        return None;
    }
    behind_preamble(rows, next, filled).or_else(|| {
        let is_table = rows[next].filled * 2 > usual && header_lines(&rows[next..]) > 0;
        is_table.then_some(next)
    })
}

/// Whether rows are names and values, and no column of values under names.
fn is_of_pairs(rows: &[Sketch<'_>]) -> bool {
    let below = body(rows.get(1..).unwrap_or_default());
    rows.iter().all(|row| row.filled <= 2)
        && !below.is_empty()
        && !(0..2).any(|column| is_typed(&below, column))
}

/// Whether rows are names of more than two columns over values.
fn is_of_values(rows: &[Sketch<'_>]) -> bool {
    let Some((names, below)) = rows.split_first() else {
        return false;
    };
    let (below, width) = (body(below), names.kinds.len());
    names.filled > 2 && names.typed() == 0 && (0..width).any(|column| is_typed(&below, column))
}

/// Rows of the body that are neither headings nor totals: what a usual row looks like.
fn regular<'s, 'r>(body: &[&'s Sketch<'r>]) -> Vec<&'s Sketch<'r>> {
    let most = body.iter().map(|row| row.filled).max().unwrap_or(0);
    let is_full = |row: &Sketch<'_>| most > 2 && row.filled == most;
    let is_regular =
        |row: &&&Sketch<'_>| row.filled > 1 && (is_full(row) || !row.record.iter().any(is_label));
    let rows: Vec<_> = body.iter().filter(is_regular).copied().collect();
    if rows.is_empty() { body.to_vec() } else { rows }
}

fn usual_width(rows: &[Sketch<'_>]) -> Option<usize> {
    let mut widths = std::collections::HashMap::<usize, usize>::new();
    for row in rows.iter().filter(|row| row.filled > 0) {
        *widths.entry(row.width).or_default() += 1;
    }
    Some(
        widths
            .into_iter()
            .max_by_key(|(width, count)| (*count, *width))?
            .0,
    )
}

/// Whether a table of its own, narrower than what follows further down, starts here.
fn starts_narrower(rows: &[Sketch<'_>], place: usize) -> bool {
    let width = rows[place].width;
    let alike = rows[place..]
        .iter()
        .take(20)
        .filter(|row| row.width.abs_diff(width) <= 1);
    width >= 4 && rows[place].filled * 4 >= width * 3 && alike.count() == 20
}

fn is_key(body: &[&Sketch<'_>], column: usize) -> bool {
    let filled = body.iter().filter(|row| !row.record.is_empty_at(column)).count();
    // Of a few rows one may be a total.
    let few = (2..5).contains(&body.len()) && filled + 1 == body.len();
    !body.is_empty() && (few || filled * 10 >= body.len() * 8)
}

/// Column names: the header's cells, of several lines joined; `Column 3` where there is none but data.
fn columns(header: &[Sketch<'_>], body: &[&Sketch<'_>]) -> Vec<String> {
    let width = header.iter().map(|row| row.record.len()).max().unwrap_or(0);
    let mut names = vec![String::new(); width.max(used_width(body, width))];
    for line in header {
        for (column, name) in names.iter_mut().enumerate() {
            join(name, line.record.get(column).trim());
        }
    }
    for (column, name) in names
        .iter_mut()
        .enumerate()
        .filter(|(column, _)| header.is_empty() || *column >= width)
    {
        *name = format!("Column {}", column + 1);
    }
    names
}

/// Columns up to the last that a fifth of the rows fill; without a header, that rows usually have.
fn used_width(body: &[&Sketch<'_>], named: usize) -> usize {
    let mut widths: Vec<usize> = body.iter().map(|row| row.record.len()).collect();
    widths.sort_unstable();
    let usual = widths.get(widths.len() / 2).copied().unwrap_or(0);
    let is_used = |column: usize| {
        let filled = body.iter().filter(|row| !row.record.is_empty_at(column));
        filled.count() * 5 >= body.len()
    };
    if named == 0 {
        return usual;
    }
    (named..usual)
        .rev()
        .find(|column| is_used(*column))
        .map_or(named, |column| column + 1)
}

fn join(name: &mut String, text: &str) {
    if !name.is_empty() && !text.is_empty() {
        name.push(' ');
    }
    name.push_str(text);
}
