//! Where the rows of one pass come from, and what is odd about a row before its cells are read.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::mem;

use chrono::NaiveDate;
use model::{Problem, Severity};

use crate::formats::Layout;
use crate::json::JsonPlan;
use crate::prepare::Prepared;
use crate::row::{Cell, Row, RowKind, TableInfo};
use crate::source::{OpenError, Opened, Visit};
use crate::value::NumberSurvey;

/// What rows that are kept for another visit may take, in bytes.
const MOST_KEPT: usize = 4 << 20;

/// Where rows come from.
pub(crate) enum Source {
    Table(usize),
    /// Plan, and texts of which a line must contain one.
    Json(JsonPlan, Vec<String>),
}

/// Rows, which may be visited several times.
pub(crate) struct Feed {
    source: Source,
    kept: RefCell<Option<Kept>>,
}

/// All rows of a small file as an earlier visit met them, and what was odd about lines.
#[derive(Default)]
struct Kept {
    rows: Vec<(Row<'static>, RowKind)>,
    lines: Vec<Problem>,
}

impl Feed {
    pub(crate) fn new(source: Source) -> Self {
        Self {
            source,
            kept: RefCell::default(),
        }
    }

    /// Visits the rows; gives what was odd about lines that are no rows.
    pub(crate) fn rows(
        &self,
        opened: &Opened,
        layout: &Layout,
        visit: &mut Visit<'_>,
    ) -> Result<Vec<Problem>, OpenError> {
        let mut prepared = Prepared::new(layout);
        let mut visit = |row: &Row<'_>, kind| visit(&prepared.row(row), kind);
        if let Some(kept) = &*self.kept.borrow() {
            // A visitor that breaks off has seen what it wanted.
            let _ = kept.rows.iter().try_for_each(|(row, kind)| visit(row, *kind));
            return Ok(kept.lines.clone());
        }
        self.read(opened, &mut visit)
    }

    /// Visits the rows where they will be visited again: those of a small file are kept, so that it is read once.
    pub(crate) fn rows_first(
        &self,
        opened: &Opened,
        layout: &Layout,
        visit: &mut Visit<'_>,
    ) -> Result<(), OpenError> {
        // What is mended says of each row why it does not count, while it is read.
        if self.kept.borrow().is_some() || !opened.mending.is_idle() {
            return self.rows(opened, layout, visit).map(drop);
        }
        let mut prepared = Prepared::new(layout);
        let (mut kept, mut room) = (Kept::default(), Some(MOST_KEPT));
        kept.lines = self.read(opened, &mut |row, kind| {
            room = room.and_then(|room| room.checked_sub(size(row)));
            match room {
                Some(_) => kept.rows.push((row.owned(), kind)),
                None => drop(mem::take(&mut kept.rows)),
            }
            let flow = visit(&prepared.row(row), kind);
            if flow.is_break() {
                room = None;
            }
            flow
        })?;
        self.kept.replace(room.map(|_| kept));
        Ok(())
    }

    fn read(&self, opened: &Opened, visit: &mut Visit<'_>) -> Result<Vec<Problem>, OpenError> {
        match &self.source {
            Source::Table(place) => opened.rows(*place, visit).map(|()| Vec::new()),
            Source::Json(plan, must) => {
                let must: Vec<&str> = must.iter().map(String::as_str).collect();
                opened.json_rows(plan, &must, visit)
            }
        }
    }
}

/// What a row takes, about.
fn size(row: &Row<'_>) -> usize {
    let text = |cell: &Cell<'_>| match cell {
        Cell::Text(text) | Cell::Number(text) | Cell::Money(text, _) | Cell::Error(text) => text.len(),
        _ => 0,
    };
    row.cells
        .iter()
        .map(|cell| size_of::<Cell<'_>>() + text(cell))
        .sum()
}

/// Says in which sheet, if there are several.
pub(crate) fn at_sheet(problem: Problem, sheet: &str) -> Problem {
    if sheet.is_empty() {
        problem
    } else {
        problem.sheet(sheet)
    }
}

/// A table that is not of the format.
pub(crate) fn left_out(sheet: &str) -> Problem {
    let what = "This table has other columns and was not read.";
    at_sheet(
        Problem::new(Severity::Warning, what).hint("import it with a mapping of its own if it matters"),
        sheet,
    )
}

/// Columns of numbers that are called like one which is read: only the first of them is.
pub(crate) fn called_alike(
    table: &TableInfo,
    numbers: Option<&[NumberSurvey]>,
    read: impl Iterator<Item = usize>,
) -> Vec<Problem> {
    let has_numbers =
        |place: &usize| numbers.is_none_or(|all| all.get(*place).is_some_and(|survey| survey.numbers > 0));
    let read: BTreeSet<usize> = read.filter(has_numbers).collect();
    let again = |place: &usize| {
        let name = &table.columns[*place];
        let mut others = (place + 1..table.columns.len()).filter(has_numbers);
        !name.is_empty() && others.any(|other| table.columns[other] == *name)
    };
    let alike = read
        .into_iter()
        .filter(|place| *place < table.columns.len())
        .filter(again);
    let told = alike.map(|place| {
        let what = "Several columns of numbers have this name; only the first was read.";
        let hint = "give each its own name, such as its month, and import the file again";
        let problem = Problem::new(Severity::Warning, what).column(table.columns[place].clone());
        at_sheet(problem.hint(hint), &table.name)
    });
    told.collect()
}

/// A row with more or fewer fields than the header.
pub(crate) fn wrong_width(layout: &Layout, row: &Row<'_>, is_text: bool) -> Option<Problem> {
    let want = layout.derived.width;
    if is_overlong(row, want) {
        return Some(overlong(row, want));
    }
    let short = is_text && row.cells.len() < want;
    let hint = "the missing fields at its end were read as blank";
    short.then(|| width_told(row, want, Severity::Warning).hint(hint))
}

/// Whether a row has filled cells beyond the header: their places mean nothing, so it cannot be read.
pub(crate) fn is_overlong(row: &Row<'_>, want: usize) -> bool {
    row.cells.iter().skip(want).any(|cell| !cell.is_empty())
}

/// Such a row as a problem.
pub(crate) fn overlong(row: &Row<'_>, want: usize) -> Problem {
    let hint = "a value may hold the separator without quotes around it";
    width_told(row, want, Severity::Error).hint(hint)
}

fn width_told(row: &Row<'_>, want: usize, severity: Severity) -> Problem {
    let have = row.cells.len();
    let what = format!("This row has {have} fields; the header has {want}.");
    Problem::new(severity, what).row(row.number)
}

/// How to say when a list was made.
const SAY_DAY: &str = "say that day when importing (on the command line: --period 2026-09-01)";

/// How a list was dated that does not say when it was made.
pub(crate) fn dated_by(day: Option<NaiveDate>) -> Problem {
    match day {
        Some(day) => {
            let what =
                format!("This list does not say when it was made; it is dated {day}, the newest day in it.");
            Problem::new(Severity::Info, what).hint(SAY_DAY)
        }
        None => Problem::new(Severity::Warning, "Nothing says when this list was made.").hint(SAY_DAY),
    }
}
