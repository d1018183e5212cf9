//! Cells in place of a value: formulas that nobody worked out, and errors of a spreadsheet. A row is refused where a number
//! or a day would be taken from one; of other columns a warning says so.

use std::collections::{BTreeMap, BTreeSet};

use model::{Problem, Severity};

use crate::row::{Cell, Row};
use crate::sheet::is_error;

/// What is wrong with such a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lack {
    pub what: &'static str,
    pub hint: &'static str,
}

const FORMULA: Lack = Lack {
    what: "this is a formula without its value: the program that wrote the file did not work it out",
    hint: "open the file in Excel or LibreOffice and save it, then read it again",
};

const ERROR: Lack = Lack {
    what: "this is an error of a spreadsheet, no value",
    hint: "mend the formula and save the file again; if it stands for nothing, a mapping can say so: missing = [\"#n/a\"]",
};

/// Why a cell has no value although something is in it.
pub(crate) fn lack(cell: &Cell<'_>) -> Option<Lack> {
    match cell {
        Cell::Formula => Some(FORMULA),
        Cell::Error(_) => Some(ERROR),
        Cell::Text(text) if text.as_bytes().first() == Some(&b'#') => {
            is_error(text.trim_end()).then_some(ERROR)
        }
        _ => None,
    }
}

/// Such cells of some columns of a table: the first row of each, and how many there are.
#[derive(Debug, Default)]
pub(crate) struct Unvalued {
    places: BTreeSet<usize>,
    found: BTreeMap<usize, (u64, u64, Lack)>,
}

impl Unvalued {
    pub(crate) fn of(places: impl Iterator<Item = usize>) -> Self {
        Self {
            places: places.collect(),
            found: BTreeMap::new(),
        }
    }

    /// Looks at a row that is not refused.
    pub(crate) fn see(&mut self, row: &Row<'_>) {
        for place in &self.places {
            if let Some(lack) = row.cells.get(*place).and_then(lack) {
                let (_, count, _) = self.found.entry(*place).or_insert((row.number, 0, lack));
                *count += 1;
            }
        }
    }

    /// One warning a column.
    pub(crate) fn problems(&self, columns: &[String]) -> Vec<Problem> {
        let told = |(place, (row, count, lack)): (&usize, &(u64, u64, Lack))| {
            let what = match count {
                1 => format!("{}.", capital(lack.what)),
                more => format!("{}; there are {more} in this column.", capital(lack.what)),
            };
            let problem = Problem::new(Severity::Warning, what).row(*row).hint(lack.hint);
            problem.column(columns.get(*place).cloned().unwrap_or_default())
        };
        self.found.iter().map(told).collect()
    }
}

fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    first.to_uppercase() + rest
}
