//! What would be the same money twice, or is left aside, within one workbook: sheets that repeat the rows of another, and
//! a second table beside the first. A sheet whose rows are all on another is not read; all of it is said.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::ops::ControlFlow;

use foldhash::fast::FixedState;
use model::{Problem, Severity};

use crate::feed::at_sheet;
use crate::row::{Cell, Row, RowKind, TableInfo};
use crate::source::{OpenError, Opened};
use crate::value::{DateStyle, DateValue, bare_month};

/// Sheets of one layout that are held against each other at most.
const MOST_SHEETS: usize = 200;

/// Words that tell a sheet from one that it is a version of.
const VERSIONS: &[&str] = &[
    "old", "older", "new", "alt", "neu", "copy", "kopie", "kopia", "copie", "copia", "backup", "bak",
    "previous", "prev", "gammal", "ny", "ancien", "oud", "archive", "archiv", "draft", "entwurf", "final",
    "v", "of", "rev",
];

/// The rows of a table: how often each is there, and how often one that is alike but for its numbers.
#[derive(Default)]
struct Rows {
    counts: HashMap<u64, u32>,
    bare: HashMap<u64, u32>,
    all: u64,
}

impl Rows {
    /// Of some columns.
    fn of(opened: &Opened, table: usize, columns: &[usize]) -> Result<Self, OpenError> {
        let mut rows = Self::default();
        opened.rows(table, &mut |row, kind| {
            if kind == RowKind::Data {
                *rows.counts.entry(hashed(row, columns, |_| true)).or_default() += 1;
                let is_said = |cell: &Cell<'_>| !matches!(cell, Cell::Number(_) | Cell::Money(..));
                *rows.bare.entry(hashed(row, columns, is_said)).or_default() += 1;
                rows.all += 1;
            }
            ControlFlow::Continue(())
        })?;
        Ok(rows)
    }

    /// How many of its rows another table has as well.
    fn shared(&self, other: &Self) -> u64 {
        shared(&self.counts, &other.counts)
    }

    /// Whether nearly all of its rows are in another table, but for their numbers.
    fn is_version(&self, other: &Self) -> bool {
        self.all > 1 && shared(&self.bare, &other.bare) * 5 >= self.all * 4
    }
}

fn shared(own: &HashMap<u64, u32>, other: &HashMap<u64, u32>) -> u64 {
    let both = own.iter().map(|(row, count)| (count, other.get(row)));
    both.map(|(count, other)| u64::from(*count.min(other.unwrap_or(&0))))
        .sum()
}

/// The cells of some columns of a row that are meant, as a number.
fn hashed(row: &Row<'_>, columns: &[usize], is_meant: impl Fn(&Cell<'_>) -> bool) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    let filled = columns
        .iter()
        .filter_map(|column| row.cells.get(*column))
        .enumerate();
    for (place, cell) in filled.filter(|(_, cell)| !cell.is_empty() && is_meant(cell)) {
        hasher.write_usize(place);
        hasher.write(cell.text().trim().as_bytes());
    }
    hasher.finish()
}

/// Whether two sheets are called alike but for a word or number of a version: `Costs`, `Costs (old)`, `Costs v2`.
fn are_versions(first: &str, second: &str) -> bool {
    let words = |name: &str| {
        let name = name.to_lowercase();
        let words = name.split(|letter: char| !letter.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (first, second) = (words(first), words(second));
    let is_one = |word: &&String| {
        let number = word.strip_prefix('v').unwrap_or("x");
        VERSIONS.contains(&word.as_str()) || number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut others = first.iter().filter(|word| !second.contains(word));
    let mut rest = second.iter().filter(|word| !first.contains(word));
    others.all(|word| is_one(&word)) && rest.all(|word| is_one(&word))
}

/// Sheets of one layout, and the columns that all of them have: one may have more, or another order.
struct Alike {
    columns: Vec<String>,
    places: Vec<usize>,
}

/// Columns without which two sheets are no copies of each other because one has some of the other's.
const FEWEST: usize = 3;

impl Alike {
    /// Whether a table is of this layout; then the columns that it shares.
    fn shares(&self, names: &[String]) -> Option<Vec<String>> {
        let (few, many) = if names.len() < self.columns.len() {
            (names, &self.columns[..])
        } else {
            (&self.columns[..], names)
        };
        let is_part = few.iter().all(|name| many.contains(name));
        (is_part && (few.len() == many.len() || few.len() >= FEWEST)).then(|| few.to_vec())
    }
}

/// The names of columns, those that occur again with a number.
fn names(opened: &Opened, table: usize) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let columns = opened.tables[table].columns.iter();
    let numbered = columns.map(|name| {
        let name = name.trim().to_lowercase();
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 || name.is_empty() {
            format!("{name} {times}")
        } else {
            name
        }
    });
    numbered.collect()
}

/// The tables that are read, by layout.
fn layouts(opened: &Opened, read: &[usize]) -> Vec<Alike> {
    let mut all: Vec<Alike> = Vec::new();
    for place in read.iter().filter(|_| opened.is_book() && read.len() > 1) {
        let names = names(opened, *place);
        let fits = |alike: &mut Alike| {
            let Some(columns) = alike.shares(&names) else {
                return false;
            };
            alike.columns = columns;
            alike.places.push(*place);
            true
        };
        if !all.iter_mut().any(fits) {
            all.push(Alike {
                columns: names,
                places: vec![*place],
            });
        }
    }
    all.retain(|alike| (2..=MOST_SHEETS).contains(&alike.places.len()));
    all
}

/// Of the tables that are read, those that repeat others, with what is said of them and whether they are left out.
pub(super) fn copies(opened: &Opened, read: &[usize]) -> Result<HashMap<usize, (Problem, bool)>, OpenError> {
    let mut said = HashMap::new();
    for alike in layouts(opened, read) {
        let rows = |place: &usize| {
            let names = names(opened, *place);
            let columns = alike.columns.iter();
            let columns = columns.filter_map(|column| names.iter().position(|name| name == column));
            Ok((*place, Rows::of(opened, *place, &columns.collect::<Vec<_>>())?))
        };
        let tables = alike.places.iter().map(rows);
        let mut tables: Vec<(usize, Rows)> = tables.collect::<Result<_, OpenError>>()?;
        // The longest counts; of equal ones the one that is seen, then the one that says most, then the first.
        tables.sort_by_key(|(place, rows)| {
            let table = &opened.tables[*place];
            (
                u64::MAX - rows.all,
                table.hidden,
                usize::MAX - table.columns.len(),
                *place,
            )
        });
        let mut kept: Vec<(usize, Rows)> = Vec::new();
        for (place, rows) in tables {
            let most = kept
                .iter()
                .map(|(other, theirs)| (rows.shared(theirs), *other))
                .max();
            let (shared, other) = most.unwrap_or_default();
            let is_copy = shared > 0 && shared == rows.all;
            let name = |place: usize| &opened.tables[place].name;
            let mut versions = kept
                .iter()
                .filter(|(other, _)| are_versions(name(place), name(*other)));
            if let Some((other, _)) = versions.find(|(_, theirs)| rows.is_version(theirs)) {
                said.insert(place, (is_version(opened, place, *other), false));
            }
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

fn is_version(opened: &Opened, place: usize, other: usize) -> Problem {
    let other = &opened.tables[other].name;
    let what =
        format!("The rows of this sheet are on the sheet `{other}` as well, with other numbers; both count.");
    let hint = "if it is another version of the same rows, delete the sheet and import the file again";
    let problem = Problem::new(Severity::Warning, what).hint(hint);
    at_sheet(problem, &opened.tables[place].name)
}

/// What is odd where sheets are called as months, and the one period that was given was taken for all of their rows.
pub(super) fn months(names: &[&str]) -> Option<Problem> {
    let is_month = |name: &&&str| {
        let read = DateStyle::default().read(name);
        bare_month(name).is_some()
            || matches!(
                read,
                DateValue::Month(_) | DateValue::Quarter(_) | DateValue::Half(_)
            )
    };
    let months: Vec<&str> = names.iter().filter(is_month).copied().collect();
    if months.len() < 2 || months.len() < names.len() {
        return None;
    }
    let what = format!(
        "The sheets are called as months ({}), but the period that was given was taken for all of their rows.",
        months.join(", ")
    );
    let hint = "import one sheet at a time with its own period (on the command line: --sheet and --period)";
    Some(Problem::new(Severity::Warning, what).hint(hint))
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

/// A hidden sheet whose rows count beside those of others.
pub(super) fn hidden(table: &TableInfo) -> Problem {
    let what = "This sheet is hidden; its rows count with those of the others.";
    let hint = "if it is an old one, delete it from the workbook, or say which sheet to read";
    at_sheet(Problem::new(Severity::Warning, what).hint(hint), &table.name)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_versions_of_each_other_by_a_word_of_their_names() {
        for (first, second) in [
            ("Costs", "Costs (old)"),
            ("Costs v1", "Costs v2"),
            ("Copy of AI", "AI"),
        ] {
            assert!(are_versions(first, second), "{first}, {second}");
        }
        for (first, second) in [
            ("Team A", "Team B"),
            ("Jan", "Feb"),
            ("Costs", "Costs EU"),
            ("2025", "2026"),
        ] {
            assert!(!are_versions(first, second), "{first}, {second}");
        }
    }

    #[test]
    fn sheets_called_as_months_are_said_where_all_are() {
        assert!(months(&["Jan", "Feb"]).is_some() && months(&["2026-01", "2026-02"]).is_some());
        assert!(months(&["Jan"]).is_none() && months(&["Jan", "Feb", "All"]).is_none());
    }
}
