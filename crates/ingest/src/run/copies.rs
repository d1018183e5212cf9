//! What would be the same money twice, or is left aside, within one workbook: sheets that repeat the rows of another, and
//! a second table beside the first. A sheet whose rows are all on another is not read; all of it is said.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::ops::ControlFlow;

use foldhash::fast::FixedState;
use model::{Problem, Severity};

use crate::feed::at_sheet;
use crate::row::{RowKind, TableInfo};
use crate::source::{OpenError, Opened};

/// Sheets of one layout that are held against each other at most.
const MOST_SHEETS: usize = 200;

/// The rows of a table: how often each is there.
#[derive(Default)]
struct Rows {
    counts: HashMap<u64, u32>,
    all: u64,
}

impl Rows {
    fn of(opened: &Opened, table: usize) -> Result<Self, OpenError> {
        let mut rows = Self::default();
        opened.rows(table, &mut |row, kind| {
            if kind == RowKind::Data {
                let mut hasher = FixedState::default().build_hasher();
                let filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
                for (place, cell) in filled {
                    hasher.write_usize(place);
                    hasher.write(cell.text().trim().as_bytes());
                }
                *rows.counts.entry(hasher.finish()).or_default() += 1;
                rows.all += 1;
            }
            ControlFlow::Continue(())
        })?;
        Ok(rows)
    }

    /// How many of its rows another table has as well.
    fn shared(&self, other: &Self) -> u64 {
        let both = self
            .counts
            .iter()
            .map(|(row, count)| (count, other.counts.get(row)));
        both.map(|(count, other)| u64::from(*count.min(other.unwrap_or(&0))))
            .sum()
    }
}

/// Of the tables that are read, those that repeat others, with what is said of them and whether they are left out.
pub(super) fn copies(opened: &Opened, read: &[usize]) -> Result<HashMap<usize, (Problem, bool)>, OpenError> {
    let mut alike: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    for place in read.iter().filter(|_| opened.is_book() && read.len() > 1) {
        let columns = opened.tables[*place].columns.iter();
        let names = columns.map(|name| name.trim().to_lowercase()).collect();
        alike.entry(names).or_default().push(*place);
    }
    let mut said = HashMap::new();
    for places in alike
        .into_values()
        .filter(|places| (2..=MOST_SHEETS).contains(&places.len()))
    {
        let rows = |place: &usize| Ok((*place, Rows::of(opened, *place)?));
        let mut tables: Vec<(usize, Rows)> = places.iter().map(rows).collect::<Result<_, OpenError>>()?;
        // The longest counts; of equal ones the one that is seen, then the first.
        tables.sort_by_key(|(place, rows)| (u64::MAX - rows.all, opened.tables[*place].hidden, *place));
        let mut kept: Vec<(usize, Rows)> = Vec::new();
        for (place, rows) in tables {
            let most = kept
                .iter()
                .map(|(other, theirs)| (rows.shared(theirs), *other))
                .max();
            let (shared, other) = most.unwrap_or_default();
            let is_copy = shared > 0 && shared == rows.all;
            if shared > 0 && shared * 2 >= rows.all {
                said.insert(
                    place,
                    (repeats(opened, place, (other, shared, rows.all)), is_copy),
                );
            }
            if !is_copy {
                kept.push((place, rows));
            }
        }
    }
    Ok(said)
}

fn repeats(opened: &Opened, place: usize, (other, shared, all): (usize, u64, u64)) -> Problem {
    let other = &opened.tables[other].name;
    let (what, hint) = if shared == all {
        let what = format!(
            "All {all} rows of this sheet are on the sheet `{other}` as well; this one was not read."
        );
        (
            what,
            "if both count, save the sheet as a file of its own and import that too",
        )
    } else {
        let what = format!(
            "{shared} of the {all} rows of this sheet are on the sheet `{other}` as well; both count."
        );
        (
            what,
            "if it is an older copy, delete the sheet and import the file again",
        )
    };
    at_sheet(
        Problem::new(Severity::Warning, what).hint(hint),
        &opened.tables[place].name,
    )
}

/// A second table beside the first, behind a column without a name; its columns have names of the first.
pub(super) fn beside(table: &TableInfo) -> Option<Problem> {
    let names: Vec<String> = table
        .columns
        .iter()
        .map(|name| name.trim().to_lowercase())
        .collect();
    let gaps = names.iter().enumerate().filter(|(_, name)| name.is_empty());
    let again = |gap: &usize| {
        let (first, second) = names.split_at(*gap);
        let again = second
            .iter()
            .filter(|name| !name.is_empty() && first.contains(name));
        again.count() >= 2
    };
    let gap = gaps.map(|(gap, _)| gap).find(again)?;
    let first = table.columns[gap..].iter().find(|name| !name.trim().is_empty())?;
    let what = "A second table stands beside the first and was not read.";
    let problem = Problem::new(Severity::Warning, what).column(first.clone());
    let hint = "move it below the first or to a sheet of its own and import the file again";
    Some(at_sheet(problem.hint(hint), &table.name))
}
