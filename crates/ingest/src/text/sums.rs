//! Totals by arithmetic: a row that hardly tells what it is, or is called a total, and whose every amount is the sum of
//! the rows before it; and one that is called a total and is the sum of other rows, which shows at the end of the table.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use model::Exact;

use super::Record;
use super::kind::CellKind;
use super::layout::Layout;
use super::outline;
use super::table::StatedTotal;
use crate::running::{Running, is_sum};
use crate::total_words::{is_certain, is_label};
use crate::value::{DecimalMark, NumberStyle, NumberValue};

/// Rows of which a sum is more than one of them again.
const LEAST_ROWS: u64 = 2;

const EITHER: NumberStyle = NumberStyle {
    mark: DecimalMark::Ambiguous,
};

/// Longer tables are written by machines, which call a total by its name or leave it out: nothing is added up for them.
const MOST_ROWS: u64 = 20_000;
/// Rows and columns of a table at whose end rows that are called a total are held against the others.
const MOST_KEPT: usize = 5_000;
const MOST_WIDE: usize = 100;
/// Such rows of a table.
const MOST_DOUBTFUL: usize = 200;
/// Rows above a last one that is their sum from which that is no chance.
const LEAST_ABOVE: usize = 3;

/// The sums of the columns of numbers so far, under both decimal marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    columns: Vec<Column>,
    /// Columns that are neither numbers nor days.
    texts: Vec<usize>,
    rows: u64,
    kept: Vec<Kept>,
    doubtful: Vec<Doubtful>,
    last: Record,
    /// Whether the end of what is looked through was there: no more rows are kept.
    is_closed: bool,
}

#[derive(Clone, Debug, Default)]
struct Column {
    place: usize,
    point: Running,
    comma: Running,
}

/// A row of data: its cells by their hash, and its amounts.
#[derive(Clone, Debug)]
struct Kept {
    number: u64,
    cells: Vec<u64>,
    amounts: Vec<Option<(Exact, Exact)>>,
}

/// A row of data that is called a total.
#[derive(Clone, Debug)]
pub(super) struct Doubtful {
    pub record: Record,
    pub label: usize,
}

impl Doubtful {
    fn name(&self) -> &str {
        self.record.get(self.label).trim()
    }
}

impl Sums {
    pub(super) fn of(layout: &Layout) -> Self {
        let places = |kind| (0..layout.kinds.len()).filter(move |place| layout.kinds[*place] == kind);
        let column = |place| Column {
            place,
            ..Column::default()
        };
        Self {
            columns: places(CellKind::Number).map(column).collect(),
            texts: places(CellKind::Text).collect(),
            ..Self::default()
        }
    }

    /// Adds a row of data, which may be called a total.
    pub(super) fn add(&mut self, record: &Record, label: Option<usize>) {
        if !self.are_kept() {
            return;
        }
        self.rows += 1;
        let amounts: Vec<_> = self
            .columns
            .iter()
            .map(|column| amounts(record.get(column.place)))
            .collect();
        for (column, amount) in self.columns.iter_mut().zip(&amounts) {
            if let Some((point, comma)) = amount {
                column.point.add(*point);
                column.comma.add(*comma);
            } else {
                column.point.pass();
                column.comma.pass();
            }
        }
        if let Some(label) = label.filter(|_| self.doubtful.len() < MOST_DOUBTFUL) {
            let record = record.clone();
            self.doubtful.push(Doubtful { record, label });
        }
        if !self.is_closed && self.kept.len() < MOST_KEPT && record.len() <= MOST_WIDE {
            self.kept.push(Kept {
                number: record.number,
                cells: record.iter().map(hash).collect(),
                amounts,
            });
        }
        self.last.clone_from(record);
    }

    /// Whether there is anything to hold a record against.
    pub(super) fn are_kept(&self) -> bool {
        self.rows < MOST_ROWS
    }

    /// Whether a cell is the one above it, which was looked at.
    pub(super) fn is_above(&self, place: usize, text: &str) -> bool {
        self.rows > 0 && self.last.get(place) == text
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
        self.agree(record, LEAST_ROWS, |_| false)
    }

    /// The same of a record that is called a total, where a number that is in the row before as well may be an id. Where
    /// another row that is called one is counted already, the end of the table tells.
    pub(super) fn are_called_by(&self, record: &Record, label: usize) -> bool {
        let least = if is_certain(record.get(label)) {
            1
        } else {
            LEAST_ROWS
        };
        self.doubtful.is_empty() && self.agree(record, least, |place| self.is_above(place, record.get(place)))
    }

    fn agree(&self, record: &Record, least: u64, is_id: impl Fn(usize) -> bool) -> bool {
        let (mut point, mut comma, mut any) = (true, true, false);
        for column in &self.columns {
            if record.is_empty_at(column.place) {
                continue;
            }
            let Some((with_point, with_comma)) = amounts(record.get(column.place)) else {
                return false;
            };
            let agrees = (
                column.point.agrees(with_point, least),
                column.comma.agrees(with_comma, least),
            );
            if agrees == (false, false) && is_id(column.place) {
                continue;
            }
            point &= agrees.0;
            comma &= agrees.1;
            any |= !with_point.is_zero();
        }
        any && (point || comma)
    }
}

/// What shows at the end of a table.
impl Sums {
    /// The rows that are called a total and turn out to be one: the sum of all rows that are not called so, and those before
    /// it; those before a total that agrees only without them; those that are the sum of the rows with the same cells,
    /// where all of that name are. `last` is the last total that the table states.
    pub(super) fn settled(&self, last: Option<(u64, &[String])>) -> Vec<Doubtful> {
        if self.doubtful.is_empty() || self.rows > self.kept.len() as u64 {
            return Vec::new();
        }
        let numbers: HashSet<u64> = self.doubtful.iter().map(|row| row.record.number).collect();
        let data: Vec<&Kept> = self
            .kept
            .iter()
            .filter(|row| !numbers.contains(&row.number))
            .collect();
        let mut until = 0;
        if let Some((row, cells)) = last {
            let before = |row: u64| data.iter().filter(move |kept| kept.number < row).copied();
            let all = self.kept.iter().filter(|kept| kept.number < row);
            let get = |place: usize| cells.get(place).map_or("", String::as_str);
            if !self.make(&all, &get) && self.make(&before(row), &get) {
                until = row;
            }
        }
        let is_all = |one: &&Doubtful| self.make(&data.iter().copied(), &|place| one.record.get(place));
        if data.len() as u64 >= LEAST_ROWS
            && let Some(grand) = self.doubtful.iter().rev().find(is_all)
        {
            until = until.max(grand.record.number);
        }
        let is_sum: Vec<bool> = self
            .doubtful
            .iter()
            .map(|one| self.is_sum_of(&data, one))
            .collect();
        let all_of = |name: &str| {
            let mut alike = self
                .doubtful
                .iter()
                .zip(&is_sum)
                .filter(|(other, _)| other.name() == name);
            alike.all(|(_, is_sum)| *is_sum)
        };
        let is_total = |one: &&Doubtful| one.record.number <= until || all_of(one.name());
        self.doubtful.iter().filter(is_total).cloned().collect()
    }

    /// Whether the amounts of a row are the sum of those that share cells with it.
    fn is_sum_of(&self, data: &[&Kept], one: &Doubtful) -> bool {
        let get = |place: usize| one.record.get(place);
        let is_amount = |place: usize| self.columns.iter().any(|column| column.place == place);
        let has = |row: &Kept, place: usize| row.cells.get(place) == Some(&hash(get(place)));
        let filled =
            (0..one.record.len()).filter(|place| *place != one.label && !one.record.is_empty_at(*place));
        let filled: Vec<usize> = filled.collect();
        let shares = |place: &usize| {
            let count = data.iter().filter(|row| has(row, *place)).count();
            count > 0 && count < data.len()
        };
        // By one cell, of which a day is none: things that cost the same are bought on one day.
        let by_one = filled
            .iter()
            .filter(|place| self.texts.contains(place) || is_amount(**place))
            .any(|place| {
                let same = data.iter().filter(|row| has(row, *place)).copied();
                shares(place) && same.clone().count() as u64 >= LEAST_ROWS && self.make(&same, &get)
            });
        let others: Vec<usize> = filled.into_iter().filter(|place| !is_amount(*place)).collect();
        let same = data
            .iter()
            .filter(|row| others.iter().all(|place| has(row, *place)))
            .copied();
        let is_told = others
            .iter()
            .any(|place| self.texts.contains(place) && shares(place));
        by_one || (is_told && same.clone().count() > 0 && self.make(&same, &get))
    }

    /// Whether some rows make the amounts of a row, where a number that they all have may be an id.
    fn make<'k, 't>(
        &self,
        rows: &(impl Iterator<Item = &'k Kept> + Clone),
        get: &dyn Fn(usize) -> &'t str,
    ) -> bool {
        let (mut point, mut comma, mut any) = (true, true, false);
        for (at, column) in self.columns.iter().enumerate() {
            let text = get(column.place);
            let Some((with_point, with_comma)) = amounts(text) else {
                continue;
            };
            let own = || rows.clone().filter_map(|row| row.amounts[at]);
            let agrees = (
                is_sum(with_point, own().map(|(point, _)| point)),
                is_sum(with_comma, own().map(|(_, comma)| comma)),
            );
            let is_id = || {
                rows.clone()
                    .all(|row| row.cells.get(column.place) == Some(&hash(text)))
            };
            if agrees == (false, false) && is_id() {
                continue;
            }
            point &= agrees.0;
            comma &= agrees.1;
            any |= !with_point.is_zero();
        }
        any && (point || comma)
    }

    /// Rows above the members of their groups, whose sum they are, by their numbers; `total` is the last one stated, below them
    /// all. Of the rows that are kept some turned out to be totals.
    pub(super) fn heads(&self, total: &StatedTotal, is_total: impl Fn(u64) -> bool) -> Vec<u64> {
        if self.rows > self.kept.len() as u64 || total.row < self.last.number {
            return Vec::new();
        }
        let kept: Vec<&Kept> = self.kept.iter().filter(|row| !is_total(row.number)).collect();
        let heads = |read: fn((Exact, Exact)) -> Exact| {
            let micros = |amount: (Exact, Exact)| read(amount).micros().map(i128::from);
            let row = |row: &Kept| {
                let amounts = row.amounts.iter();
                amounts.map(|amount| amount.map_or(Some(0), micros)).collect()
            };
            let rows: Option<Vec<Vec<i128>>> = kept.iter().map(|kept| row(kept)).collect();
            let cells = self.columns.iter().map(|column| total.cells.get(column.place));
            let total: Vec<Option<i128>> = cells.map(|cell| micros(amounts(cell?)?)).collect();
            outline::heads(&rows.unwrap_or_default(), &total)
        };
        let mut found = heads(|(point, _)| point);
        if found.is_empty() {
            found = heads(|(_, comma)| comma);
        }
        found.into_iter().map(|row| kept[row].number).collect()
    }

    /// Forgets the rows that were kept.
    pub(super) fn close(&mut self) {
        self.kept = Vec::new();
        self.is_closed = true;
    }

    /// Data rows before a row, of those that are kept.
    pub(super) fn rows_before(&self, number: u64) -> u64 {
        self.kept.iter().filter(|row| row.number < number).count() as u64
    }

    /// The last row of data.
    pub(super) fn last(&self) -> Option<&Record> {
        (self.rows > 0).then_some(&self.last)
    }

    /// Whether the last row is the sum of all rows above it, although nothing calls it one.
    pub(super) fn end_in_sum(&self) -> bool {
        let Some((last, above)) = self.kept.split_last() else {
            return false;
        };
        let is_all = self.rows == self.kept.len() as u64 && last.number == self.last.number;
        let counts = |row: &&Kept| row.amounts.iter().flatten().any(|(point, _)| !point.is_zero());
        is_all
            && above.iter().filter(counts).count() >= LEAST_ABOVE
            && self.make(&above.iter(), &|place| self.last.get(place))
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

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.trim().hash(&mut hasher);
    hasher.finish()
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
