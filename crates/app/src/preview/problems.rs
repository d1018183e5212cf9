//! What is odd in a file, grouped by cause, and what fixes a cell, a row or a whole group. Reads no file.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ingest::Fix;
use ingest::value::TWO_WAYS;
use model::{Problem, Severity};

use crate::import::FileReport;
use crate::view::{FileChange, FixChange, ProblemGroup};
use crate::{Error, Result};

const EXAMPLES: usize = 5;
/// Longer values were cut off, so that a cell cannot be known by them.
const WHOLE_VALUE: usize = 200;

/// Problems of one cause.
type Group<'p> = Vec<&'p Problem>;

fn groups(problems: &[Problem]) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<(Reverse<Severity>, &str, &str), Group<'_>> = BTreeMap::new();
    for problem in problems {
        let hint = problem.hint.as_deref().unwrap_or("");
        let key = (Reverse(problem.severity), cause(problem).0, hint);
        groups.entry(key).or_default().push(problem);
    }
    groups.into_values().collect()
}

/// What is wrong, without what only one cell has: that stands beside its place.
fn cause(problem: &Problem) -> (&str, Option<&str>) {
    match problem.what.strip_prefix(TWO_WAYS) {
        Some(both) => ("this can be read in two ways", Some(both)),
        None => (&problem.what, None),
    }
}

/// The groups, errors first; only rows of tables can be fixed.
pub(super) fn view(report: &FileReport, is_table: bool) -> Vec<ProblemGroup> {
    let group = |problems: Group<'_>| {
        let first = problems[0];
        let has_row = is_table && first.severity != Severity::Info && first.place.row.is_some();
        ProblemGroup {
            severity: format!("{:?}", first.severity).to_lowercase(),
            what: cause(first).0.to_owned(),
            hint: first.hint.clone().unwrap_or_default(),
            count: problems.len() as u32,
            examples: examples(&problems).map(place).collect(),
            can_skip: has_row,
            can_fix: has_row && first.place.column.is_some(),
        }
    };
    groups(&report.problems).into_iter().map(group).collect()
}

fn examples<'p>(problems: &[&'p Problem]) -> impl Iterator<Item = &'p Problem> {
    let placed = problems
        .iter()
        .copied()
        .filter(|problem| !place(problem).is_empty());
    placed.take(EXAMPLES)
}

/// Everything said about the cells and rows of a file, with a change.
pub(crate) fn fixed(report: &FileReport, change: &FileChange) -> Result<Vec<Fix>> {
    let mut fixes = report.fixes.clone();
    if let Some(at) = change.unfix.map(|at| at as usize).filter(|at| *at < fixes.len()) {
        fixes.remove(at);
    }
    if let Some(change) = &change.fix {
        for fix in wanted(report, change)? {
            put(&mut fixes, fix);
        }
    }
    ingest::Fixes::of(fixes.clone())
        .map_err(|error| Error::asked(error, "Give a value, or a reason to skip the row."))?;
    Ok(fixes)
}

/// Adds a fix. What it calls the cell's value may be what an earlier fix put there: then it takes that one's place.
fn put(fixes: &mut Vec<Fix>, mut fix: Fix) {
    let earlier = fixes.iter().position(|known| {
        let is_here = known.row.is_none() || known.row == fix.row;
        (&known.sheet, &known.column) == (&fix.sheet, &fix.column) && is_here && known.value == fix.was
    });
    if let Some(at) = earlier {
        fix.was.clone_from(&fixes[at].was);
        if fixes[at].row == fix.row {
            fixes.remove(at);
        }
    }
    if !fixes.contains(&fix) {
        fixes.push(fix);
    }
}

fn wanted(report: &FileReport, change: &FixChange) -> Result<Vec<Fix>> {
    let gone = || Error::asked("That problem is not there any more", "Look at the list again.");
    let groups = groups(&report.problems);
    let group = groups.get(change.group as usize).ok_or_else(gone)?;
    let Some(example) = change.example else {
        return Ok(group.iter().map(|problem| fix(problem, change, true)).collect());
    };
    let problem = examples(group).nth(example as usize).ok_or_else(gone)?;
    Ok(vec![fix(problem, change, false)])
}

/// What was said, about one problem. For a whole group it is about every cell that holds the same, so that rows beyond
/// the problems that were listed are fixed, too.
fn fix(problem: &Problem, change: &FixChange, is_for_all: bool) -> Fix {
    let held = problem.value.clone();
    let was = held.filter(|value| !value.is_empty() && value.chars().count() < WHOLE_VALUE);
    let column = problem.place.column.clone();
    let by_value = is_for_all && was.is_some() && column.is_some();
    Fix {
        sheet: problem.place.sheet.clone(),
        row: problem.place.row.filter(|_| !by_value),
        was: was.filter(|_| column.is_some()),
        column,
        value: change.value.clone(),
        skip: change.skip.clone(),
    }
}

/// `Usage, row 42, Start date: 13/25/2026`.
fn place(problem: &Problem) -> String {
    let row = problem.place.row.map(|row| format!("row {row}"));
    let parts = [problem.place.sheet.clone(), row, problem.place.column.clone()];
    let place = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    match (&problem.value, cause(problem).1) {
        (Some(value), Some(both)) if !value.is_empty() => format!("{place}: {value} ({both})"),
        (Some(value), None) if !value.is_empty() => format!("{place}: {value}"),
        _ => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_can_be_read_two_ways_are_one_group_each_with_its_readings() {
        let cell = |row, value, both: &str| {
            let problem = Problem::new(Severity::Error, format!("this could be {both}"));
            problem
                .row(row)
                .column("Date")
                .value(value)
                .hint("Say the order.")
        };
        let problems = [
            cell(2, "02/06/2026", "2026-06-02 or 2026-02-06"),
            cell(3, "03/11/2026", "2026-11-03 or 2026-03-11"),
            Problem::new(Severity::Error, "this is no date").row(4).value("x"),
        ];
        let groups = groups(&problems);
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(cause(groups[0][1]).0, "this can be read in two ways");
        assert_eq!(
            place(groups[0][1]),
            "row 3, Date: 03/11/2026 (2026-11-03 or 2026-03-11)"
        );
        assert_eq!(place(groups[1][0]), "row 4: x");
    }
}
