//! The totals that a file itself states, held against the rows that were read: column by column, in the file's own
//! numbers. Decides nothing; a difference may have its reason in rows that were skipped or refused.

use model::{Exact, ExactSum, Problem, Severity};
use serde::{Deserialize, Serialize};

use crate::formats::Layout;
use crate::row::Row;
use crate::running::Running;
use crate::total_words::is_balance;

/// The amounts that amounts of a column of turned cells come from.
const TURNED: &str = "@value";

/// The last total that a file states of a column of amounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// Its row, as a person counts.
    pub row: u64,
    /// Its label: `Grand total`.
    pub label: String,
    /// The column by its heading; `@value` for all that were turned into rows.
    pub column: String,
    /// What it says.
    pub stated: Exact,
    /// What the rows make that were read.
    pub read: Exact,
}

impl Stated {
    /// A total that the rows do not make, as a problem.
    pub(crate) fn disagrees(&self) -> Option<Problem> {
        let Self {
            stated, read, label, ..
        } = self;
        let what = format!("The file states {stated} ({label}), but the rows that were read make {read}.");
        let hint =
            "rows may have been refused or left out, may be missing, or one that counts is a total itself";
        let problem = Problem::new(Severity::Warning, what).row(self.row).hint(hint);
        (stated != read).then(|| problem.column(self.column.clone()))
    }
}

/// One column of amounts.
#[derive(Clone, Debug)]
struct Column {
    name: String,
    places: Vec<usize>,
    running: Running,
    last: Option<Last>,
}

/// The last total of a column.
#[derive(Clone, Debug)]
struct Last {
    row: u64,
    label: String,
    stated: Exact,
    /// Whether it is the sum of the rows so far, or since an earlier total.
    agrees: bool,
    /// Amounts before it.
    rows: u64,
}

/// The columns of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(Vec<Column>);

impl Ledger {
    /// For the columns that a format takes amounts from as they are written.
    pub(crate) fn of(layout: &Layout) -> Self {
        let column = |name: String| {
            let places = match name.as_str() {
                TURNED => layout.derived.values().collect(),
                name => layout
                    .derived
                    .own_place(name, &layout.header)
                    .into_iter()
                    .collect(),
            };
            Column {
                name,
                places,
                running: Running::default(),
                last: None,
            }
        };
        let columns = layout.money_columns().into_iter().map(column);
        Self(columns.filter(|column| !column.places.is_empty()).collect())
    }

    /// Adds a row that was taken.
    pub(crate) fn add(&mut self, layout: &Layout, row: &Row<'_>) {
        for column in &mut self.0 {
            for amount in amounts(layout, row, &column.places) {
                column.running.add(amount);
            }
        }
    }

    /// Takes notice of a row that states a total.
    pub(crate) fn total(&mut self, layout: &Layout, row: &Row<'_>) {
        // What is on an account is no sum of the rows.
        if row.cells.iter().any(|cell| is_balance(&cell.text())) {
            return;
        }
        let label = row.cells.iter().find(|cell| !cell.is_empty());
        let label = label.map_or_else(String::new, |cell| cell.text().trim().to_owned());
        for column in &mut self.0 {
            let mut sum = ExactSum::default();
            let mut is_stated = false;
            for amount in amounts(layout, row, &column.places) {
                is_stated = true;
                sum.add(amount);
            }
            if let Some(stated) = exact(&sum).filter(|_| is_stated) {
                column.last = Some(Last {
                    row: row.number,
                    label: label.clone(),
                    stated,
                    agrees: column.running.agrees(stated, 0),
                    rows: column.running.rows(),
                });
                column.running.mark();
            }
        }
    }

    /// The last total of each column, against the sum it agrees with: of all rows, or of its part; of all where neither
    /// does. Also whether no amount follows it.
    pub(crate) fn finish(self) -> impl Iterator<Item = (Stated, bool)> {
        self.0.into_iter().filter_map(|column| {
            let last = column.last?;
            let all = exact(column.running.sum())?;
            let agrees = last.agrees || column.running.is_all(last.stated);
            let is_end = last.rows == column.running.rows();
            let stated = Stated {
                row: last.row,
                label: last.label,
                column: column.name,
                stated: last.stated,
                read: if agrees { last.stated } else { all },
            };
            Some((stated, is_end))
        })
    }
}

fn amounts<'r>(
    layout: &'r Layout,
    row: &'r Row<'_>,
    places: &'r [usize],
) -> impl Iterator<Item = Exact> + 'r {
    let cells = places.iter().filter_map(|place| row.cells.get(*place));
    cells.filter_map(|cell| layout.number(cell))
}

fn exact(sum: &ExactSum) -> Option<Exact> {
    Exact::parse(&sum.to_string())
}
