//! Rows sketched by the kinds of their cells, and what columns of them are.

use super::Record;
use super::kind::CellKind;

/// The share of typed cells from which a column is a column of numbers or dates.
const MOSTLY: f64 = 0.7;

/// One row, sketched.
pub(super) struct Sketch<'r> {
    pub record: &'r Record,
    pub kinds: Vec<CellKind>,
    pub filled: usize,
    /// Its fields; in a grid as many as the widest row has.
    pub width: usize,
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
    pub(super) fn all(records: &'r [Record], is_grid: bool) -> Vec<Self> {
        let mut rows: Vec<Self> = records.iter().map(Self::of).collect();
        let widest = rows.iter().map(|row| row.width).max().unwrap_or(0);
        if is_grid {
            for row in &mut rows {
                row.width = widest;
            }
        }
        rows
    }

    pub(super) fn kind(&self, column: usize) -> CellKind {
        self.kinds.get(column).copied().unwrap_or(CellKind::Empty)
    }

    pub(super) fn texts(&self) -> Vec<String> {
        self.record.iter().map(|text| text.trim().to_owned()).collect()
    }

    pub(super) fn typed(&self) -> usize {
        self.kinds.iter().filter(|kind| kind.is_typed()).count()
    }
}

/// Rows to judge columns by: those that are filled, up to the first blank one behind a few.
pub(super) fn body<'s, 'r>(rows: &'s [Sketch<'r>]) -> Vec<&'s Sketch<'r>> {
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
pub(super) fn body_of<'s, 'r>(header: &Sketch<'_>, rows: &'s [Sketch<'r>]) -> Vec<&'s Sketch<'r>> {
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

pub(super) fn is_typed(body: &[&Sketch<'_>], column: usize) -> bool {
    kind(body, column).is_typed()
}

pub(super) fn kind(body: &[&Sketch<'_>], column: usize) -> CellKind {
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
