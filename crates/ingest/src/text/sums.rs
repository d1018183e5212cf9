//! Totals by arithmetic: a row that hardly tells what it is, and whose every amount is the sum of the rows before it,
//! states a total, whatever it is called.

use model::Exact;

use super::Record;
use super::kind::CellKind;
use super::layout::Layout;
use crate::running::Running;
use crate::total_words::is_label;
use crate::value::{DecimalMark, NumberStyle, NumberValue};

/// Rows of which a sum is more than one of them again.
const LEAST_ROWS: u64 = 2;

const EITHER: NumberStyle = NumberStyle {
    mark: DecimalMark::Ambiguous,
};

/// Longer tables are written by machines, which call a total by its name or leave it out: nothing is added up for them.
const MOST_ROWS: u64 = 20_000;

/// The sums of the columns of numbers so far, under both decimal marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    columns: Vec<Column>,
    rows: u64,
}

#[derive(Clone, Debug, Default)]
struct Column {
    place: usize,
    point: Running,
    comma: Running,
}

impl Sums {
    pub(super) fn of(layout: &Layout) -> Self {
        let places = (0..layout.kinds.len()).filter(|place| layout.kinds[*place] == CellKind::Number);
        let column = |place| Column {
            place,
            ..Column::default()
        };
        Self {
            columns: places.map(column).collect(),
            rows: 0,
        }
    }

    /// Adds a row of data.
    pub(super) fn add(&mut self, record: &Record) {
        if !self.are_kept() {
            return;
        }
        self.rows += 1;
        for column in &mut self.columns {
            if let Some((point, comma)) = amounts(record.get(column.place)) {
                column.point.add(point);
                column.comma.add(comma);
            } else {
                column.point.pass();
                column.comma.pass();
            }
        }
    }

    /// Whether there is anything to hold a record against.
    pub(super) fn are_kept(&self) -> bool {
        self.rows < MOST_ROWS
    }

    /// Takes notice of a total.
    pub(super) fn mark(&mut self) {
        for column in &mut self.columns {
            column.point.mark();
            column.comma.mark();
        }
    }

    /// Whether every amount of a record is the sum of the rows so far, or since an earlier total.
    pub(super) fn are_stated_by(&self, record: &Record) -> bool {
        let (mut point, mut comma, mut any) = (true, true, false);
        for column in &self.columns {
            if record.is_empty_at(column.place) {
                continue;
            }
            let Some((with_point, with_comma)) = amounts(record.get(column.place)) else {
                return false;
            };
            point &= column.point.agrees(with_point, LEAST_ROWS);
            comma &= column.comma.agrees(with_comma, LEAST_ROWS);
            any |= !with_point.is_zero();
        }
        any && (point || comma)
    }
}

impl Layout {
    /// The place of the label of a record that could be a total by what is missing in it, or by its label where only
    /// that column tells rows apart.
    pub(super) fn total_place(&self, record: &Record) -> Option<usize> {
        let (mut all, mut missing, mut filled) = (0, 0, None);
        for column in self.telling() {
            all += 1;
            if record.is_empty_at(column) {
                missing += 1;
            } else {
                filled = filled.or(Some(column));
            }
        }
        let is_bare = missing > 0 && missing * 2 >= all;
        let is_named = || all == 1 && filled.is_some_and(|column| is_label(record.get(column)));
        (is_bare || is_named()).then(|| filled.unwrap_or(0))
    }
}

/// The amount of a cell with a decimal point and with a decimal comma.
fn amounts(text: &str) -> Option<(Exact, Exact)> {
    if let Some(exact) = plain(text) {
        return Some((exact, exact));
    }
    match EITHER.read(text) {
        NumberValue::Exact(value, _) => Some((value, value)),
        NumberValue::Ambiguous(point, comma) => Some((point, comma)),
        _ => None,
    }
}

/// The fast way for what either mark reads alike: a point with anything but three digits behind it, or none.
fn plain(text: &str) -> Option<Exact> {
    let fraction = text.find('.').map(|point| text.len() - point - 1);
    (fraction != Some(3)).then(|| Exact::parse(text)).flatten()
}
