//! The table that is being read: what each of its rows is, its totals, and what the columns' numbers and dates look
//! like. Holds no rows but remarks, of which what follows tells what they are.

use std::mem;
use std::ops::ControlFlow;

use model::{Problem, Severity};

use super::classify::Look;
use super::judge::Judge;
use super::layout::Layout;
use super::sums::Doubtful;
use super::{Record, StatedTotal, TextTable};
use crate::row::RowKind;
use crate::value::{DateSurvey, NumberSurvey};

/// Rows after which a column without numbers or dates is given up.
const PATIENCE: u64 = 300;
const MOST_OVERLONG: u64 = 100;

/// Who is handed the rows of the first table while it is surveyed.
pub(super) type Visit<'v> = dyn FnMut(&Record, RowKind) -> ControlFlow<()> + 'v;

/// The visitor of the first table, and how the visit ended.
struct Visitor<'v> {
    visit: &'v mut Visit<'v>,
    has_enough: bool,
    another_follows: bool,
}

impl Visitor<'_> {
    fn tell(&mut self, record: &Record, kind: RowKind) {
        self.has_enough |= (self.visit)(record, kind).is_break();
    }
}

/// A table and the rows of it so far.
#[derive(Default)]
pub(super) struct Body<'v> {
    pub table: TextTable,
    pub judge: Judge,
    pub problems: Vec<Problem>,
    visitor: Option<Visitor<'v>>,
    /// What was read last, by column.
    recent: Vec<Recent>,
    /// Remarks since the last data row or total: headings if data follows, a footer or the next table's title else.
    pub remarks: Vec<Record>,
}

impl<'v> Body<'v> {
    /// Hands the rows over as they are read.
    pub(super) fn visited_by(&mut self, visit: &'v mut Visit<'v>) {
        self.visitor = Some(Visitor {
            visit,
            has_enough: false,
            another_follows: false,
        });
    }

    /// Whether the visitor broke off.
    pub(super) fn has_enough(&self) -> bool {
        self.visitor.as_ref().is_some_and(|visitor| visitor.has_enough)
    }

    /// Whether another table follows the one that was visited.
    pub(super) fn another_follows(&self) -> bool {
        self.visitor
            .as_ref()
            .is_some_and(|visitor| visitor.another_follows)
    }

    /// Starts with the first row behind the header, which is at that zero-based record.
    pub(super) fn start(&mut self, layout: Layout, first: u64) {
        let columns = &layout.columns;
        self.table.records = first..first;
        self.table.header_rows = layout.header_rows as u64;
        self.table.columns.clone_from(columns);
        self.table.numbers = vec![NumberSurvey::default(); columns.len()];
        self.table.dates = vec![DateSurvey::default(); columns.len()];
        self.recent.clear();
        self.recent.resize_with(columns.len(), Recent::default);
        self.judge = Judge::of(layout);
    }

    /// Takes a row.
    pub(super) fn take(&mut self, record: &Record, look: Look) {
        self.table.records.end = record.number;
        self.judge.take(look);
        match look {
            Look::Blank => {}
            Look::Data => self.data(record),
            Look::Remark => self.remarks.push(record.clone()),
            Look::Header => {
                self.headings();
                self.heading(record);
            }
            Look::Total(label) => self.total(record, label),
        }
    }

    /// Takes a heading inside the table.
    pub(super) fn heading(&mut self, record: &Record) {
        self.table.records.end = record.number;
        self.table.kinds.insert(record.number - 1, RowKind::Heading);
        self.tell(record, RowKind::Heading);
    }

    /// Remarks before data are headings.
    fn headings(&mut self) {
        for remark in mem::take(&mut self.remarks) {
            self.table.kinds.insert(remark.number - 1, RowKind::Heading);
            self.tell(&remark, RowKind::Heading);
        }
    }

    fn data(&mut self, record: &Record) {
        if is_overlong(&self.table, record) {
            self.table.rows += 1;
            self.table.overlong_rows += 1;
            self.problems.extend(overlong(&self.table, record));
        } else {
            survey(&mut self.table, &mut self.recent, record);
            self.judge.add(record);
        }
        self.headings();
        self.tell(record, RowKind::Data);
    }

    fn total(&mut self, record: &Record, label: usize) {
        self.state(record, label, self.table.rows);
        self.tell(record, RowKind::Total);
    }

    /// Takes note of a total.
    fn state(&mut self, record: &Record, label: usize, rows_before: u64) {
        self.table.kinds.insert(record.number - 1, RowKind::Total);
        let total = StatedTotal {
            row: record.number,
            label: record.get(label).trim().to_owned(),
            cells: texts(record),
            rows_before,
        };
        let totals = &mut self.table.stated_totals;
        let place = totals.partition_point(|other| other.row < total.row);
        totals.insert(place, total);
    }

    /// Rows that are called a total and turn out to be one are no data, unless somebody was told already that they are.
    fn settle(&mut self) {
        let last = self.table.stated_totals.last();
        let last = last.map(|total| (total.row, &total.cells[..]));
        let found = self.judge.sums.settled(last);
        if found.is_empty() && self.judge.sums.end_in_sum() {
            self.problems.extend(
                self.judge
                    .sums
                    .last()
                    .map(|record| counts_as_row(record, NO_NAME)),
            );
        }
        for (before, Doubtful { record, label }) in (0..).zip(found) {
            if self.visitor.is_some() {
                self.problems.push(counts_as_row(
                    &record,
                    "This row is called a total and is the sum of others",
                ));
            } else {
                self.table.rows -= 1;
                let rows = self.judge.sums.rows_before(record.number);
                self.state(&record, label, rows.saturating_sub(before));
            }
        }
        self.leave_out_heads();
        self.judge.sums.close();
    }

    /// Rows that stand for the rows of their group below them are no data, unless somebody was told already that they are:
    /// then the total that the rows do not make says so.
    fn leave_out_heads(&mut self) {
        let Some(total) = self.table.stated_totals.last().filter(|_| self.visitor.is_none()) else {
            return;
        };
        let totals = &self.table.stated_totals;
        let is_total = |row| totals.iter().any(|total| total.row == row);
        for number in self.judge.sums.heads(total, is_total) {
            self.table.rows -= 1;
            self.table.kinds.insert(number - 1, RowKind::Group);
            let totals = self.table.stated_totals.iter_mut();
            for total in totals.filter(|total| total.row > number) {
                total.rows_before = total.rows_before.saturating_sub(1);
            }
        }
    }

    /// Hands a row over if somebody visits.
    fn tell(&mut self, record: &Record, kind: RowKind) {
        if let Some(visitor) = &mut self.visitor {
            visitor.tell(record, kind);
        }
    }

    /// The table as it is; whether somebody visited and has seen all.
    pub(super) fn finish(&mut self, another_follows: bool) -> (TextTable, bool) {
        self.settle();
        let mut table = mem::take(&mut self.table);
        for remark in &self.remarks {
            table.kinds.insert(remark.number - 1, RowKind::Footer);
            table.footer_rows += u64::from(!another_follows);
        }
        if let Some(visitor) = &mut self.visitor {
            visitor.another_follows = another_follows;
        }
        (table, self.visitor.is_some())
    }
}

fn is_overlong(table: &TextTable, record: &Record) -> bool {
    (table.columns.len()..record.len()).any(|place| !record.is_empty_at(place))
}

const NO_NAME: &str = "This last row is the sum of all rows above it";

/// A total, by its amounts, that counts as a row.
fn counts_as_row(record: &Record, what: &str) -> Problem {
    Problem::new(Severity::Warning, format!("{what}, but counts as a row.")).row(record.line).hint(
        "if it is a total, leave it out: a fix of this row with a reason to skip it, or the file without the row",
    )
}

/// A problem for each of the first rows that are too long.
fn overlong(table: &TextTable, record: &Record) -> Option<Problem> {
    let problem = Problem::new(
        Severity::Error,
        format!(
            "{} cells where the table has {} columns",
            record.len(),
            table.columns.len()
        ),
    );
    let hint = "a delimiter inside a cell without quotes (1,500?) shifts the cells behind it; export again with quotes";
    let value = record.iter().collect::<Vec<_>>().join(" | ");
    (table.overlong_rows <= MOST_OVERLONG).then(|| problem.row(record.line).value(&value).hint(hint))
}

pub(super) fn texts(record: &Record) -> Vec<String> {
    record.iter().map(|text| text.trim().to_owned()).collect()
}

/// What the date read last in a column adds to its survey: rows near each other are mostly of the same day.
#[derive(Default)]
struct Recent {
    text: String,
    adds: DateSurvey,
}

impl Recent {
    fn see(&mut self, text: &str, dates: &mut DateSurvey) {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.adds = DateSurvey::default();
            self.adds.see(text);
        }
        dates.merge(&self.adds);
    }
}

fn survey(table: &mut TextTable, recent: &mut [Recent], record: &Record) {
    table.rows += 1;
    let all = table.rows < PATIENCE;
    let columns = table.numbers.iter_mut().zip(&mut table.dates).zip(recent);
    for (column, ((numbers, dates), recent)) in columns.enumerate() {
        if all || numbers.is_open() {
            numbers.see(record.get(column));
        }
        if all || dates.is_open() {
            recent.see(record.get(column), dates);
        }
    }
}
