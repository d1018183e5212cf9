//! Where the header of a table is, from its first rows. Looks at shapes, never at vendors' names.

use super::Record;
use super::kind::CellKind;
use crate::total_words::is_label;

/// Header lines that are looked for at most.
const MOST_HEADER_LINES: usize = 5;
/// The share of typed cells from which a column is a column of numbers or dates.
const MOSTLY: f64 = 0.7;

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

/// One row, sketched.
struct Sketch<'r> {
    record: &'r Record,
    kinds: Vec<CellKind>,
    filled: usize,
    /// Its fields; in a grid as many as the widest row has.
    width: usize,
}

impl<'r> Sketch<'r> {
    fn of(record: &'r Record) -> Self {
        let kinds: Vec<CellKind> = record.iter().map(CellKind::of).collect();
        let filled = record.filled();
        Self {
            record,
            kinds,
            filled,
            width: record.len(),
        }
    }

    /// All rows, sketched.
    fn all(records: &'r [Record], is_grid: bool) -> Vec<Self> {
        let mut rows: Vec<Self> = records.iter().map(Self::of).collect();
        let widest = rows.iter().map(|row| row.width).max().unwrap_or(0);
        if is_grid {
            rows.iter_mut().for_each(|row| row.width = widest);
        }
        rows
    }

    fn kind(&self, column: usize) -> CellKind {
        self.kinds.get(column).copied().unwrap_or(CellKind::Empty)
    }

    fn texts(&self) -> Vec<String> {
        self.record.iter().map(|text| text.trim().to_owned()).collect()
    }

    fn typed(&self) -> usize {
        self.kinds.iter().filter(|kind| kind.is_typed()).count()
    }
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
    let is_preamble = |row: &Sketch<'_>| row.filled < filled && (row.filled <= 2 || row.typed() == 0);
    if !rows[start..blank].iter().all(is_preamble) {
        return None;
    }
    let next = blank + rows[blank..].iter().position(|row| row.filled > 0)?;
    behind_preamble(rows, next, filled).or_else(|| {
        let is_table = rows[next].filled * 2 > filled && header_lines(&rows[next..]) > 0;
        is_table.then_some(next)
    })
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

/// Rows to judge columns by: those that are filled, up to the first blank one behind a few.
fn body<'s, 'r>(rows: &'s [Sketch<'r>]) -> Vec<&'s Sketch<'r>> {
    let mut body = Vec::new();
    for row in rows {
        match row.filled {
            0 if body.len() >= 3 => break,
            0 => {}
            _ => body.push(row),
        }
    }
    body
}

/// The body below a header that is no part of it, however often it is repeated.
fn body_of<'s, 'r>(header: &Sketch<'_>, rows: &'s [Sketch<'r>]) -> Vec<&'s Sketch<'r>> {
    let is_other =
        |row: &&&Sketch<'_>| row.record.ends != header.record.ends || row.record.text != header.record.text;
    let body = body(rows);
    let others: Vec<_> = body.iter().filter(is_other).copied().collect();
    if header.filled < 2 || others.is_empty() {
        body
    } else {
        others
    }
}

/// How many of the first rows are header.
fn header_lines(rows: &[Sketch<'_>]) -> usize {
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

fn is_header(row: &Sketch<'_>, body: &[&Sketch<'_>]) -> bool {
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
fn names_values(row: &Sketch<'_>, body: &[&Sketch<'_>]) -> bool {
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

fn is_typed(body: &[&Sketch<'_>], column: usize) -> bool {
    kind(body, column).is_typed()
}

fn kind(body: &[&Sketch<'_>], column: usize) -> CellKind {
    let count = |wanted: CellKind| body.iter().filter(|row| row.kind(column) == wanted).count();
    let (numbers, dates, texts) = (
        count(CellKind::Number),
        count(CellKind::Date),
        count(CellKind::Text),
    );
    match numbers + dates {
        0 if texts == 0 => CellKind::Empty,
        typed if typed as f64 >= (typed + texts) as f64 * MOSTLY => {
            if dates > numbers {
                CellKind::Date
            } else {
                CellKind::Number
            }
        }
        _ => CellKind::Text,
    }
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
