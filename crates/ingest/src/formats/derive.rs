//! Columns that a table does not have but its document asks for: a wide table turned into rows (`@column`, `@value`),
//! the heading a row stands under (`@heading`), and parts of cells that hold JSON (`credits[].amount`). Changes no cell
//! that is there.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use model::{Period, Problem};

use super::document::Document;
use super::header::{Header, matches, normal};
use crate::json::Part;
use crate::row::{Cell, Row, RowKind};
use crate::value::{bare_months, currency_in, money_unit};

/// The heading of a turned column, and its cell.
pub(super) const COLUMN: &str = "@column";
const VALUE: &str = "@value";
/// The heading that a row stands under.
const HEADING: &str = "@heading";

/// What is made of the rows of one table.
#[derive(Clone, Debug)]
pub(crate) struct Derived {
    /// Columns of the rows it makes.
    pub columns: Vec<String>,
    /// Columns of the table itself.
    pub width: usize,
    has_heading: bool,
    parts: Vec<(usize, Part)>,
    turned: Option<Turned>,
}

/// A wide table: columns that stay, and columns that become rows.
#[derive(Clone, Debug)]
struct Turned {
    keep: Vec<usize>,
    columns: Vec<(usize, String)>,
    /// What the headings mean, where they are months without a year and the user said which days the file is of.
    months: Vec<String>,
}

impl Derived {
    /// What a document asks of a table with these columns.
    pub(crate) fn new(document: &Document, columns: &[String]) -> Self {
        let header = Header::new(columns, document.header);
        let asked = document.every_column();
        let parts: Vec<(String, usize, Part)> = asked.iter().filter_map(|name| part(name, &header)).collect();
        let turned = turned(document, &header);
        let mut all: Vec<String> = match &turned {
            Some(turned) => {
                let kept = turned.keep.iter().map(|place| columns[*place].clone());
                kept.chain([COLUMN.into(), VALUE.into()]).collect()
            }
            None => columns.to_vec(),
        };
        let has_heading = asked.iter().any(|name| name == HEADING);
        all.extend(has_heading.then(|| HEADING.to_owned()));
        all.extend(parts.iter().map(|(name, ..)| name.clone()));
        Self {
            columns: all,
            width: columns.len(),
            has_heading,
            parts: parts.into_iter().map(|(_, place, part)| (place, part)).collect(),
            turned,
        }
    }

    /// Months without a year get that of the days the user gave for the file.
    pub(crate) fn dated(mut self, period: Option<Period>) -> Self {
        if let (Some(turned), Some(period)) = (&mut self.turned, period) {
            let headings = || turned.columns.iter().map(|(_, heading)| heading.as_str());
            let months = bare_months(headings()).unwrap_or_default();
            let firsts = months.into_iter().map(|month| first_within(month, period));
            turned.months = firsts.collect::<Option<_>>().unwrap_or_default();
        }
        self
    }

    /// Nothing but the columns themselves.
    pub(crate) fn plain(columns: &[String]) -> Self {
        Self {
            columns: columns.to_vec(),
            width: columns.len(),
            has_heading: false,
            parts: Vec::new(),
            turned: None,
        }
    }

    /// Columns of the table whose cells `@value` has.
    pub(crate) fn values(&self) -> impl Iterator<Item = usize> {
        self.turned
            .iter()
            .flat_map(|turned| turned.columns.iter().map(|(place, _)| *place))
    }

    /// The heading of the first turned column, if all say that their money is in thousands or another unit.
    pub(crate) fn unit_heading(&self) -> Option<&str> {
        let columns = &self.turned.as_ref()?.columns;
        let are_said = columns.iter().all(|(_, heading)| money_unit(heading).is_some());
        columns
            .first()
            .filter(|_| are_said)
            .map(|(_, heading)| heading.as_str())
    }

    /// Where a column of the table itself stands, as long as no columns were turned.
    pub(crate) fn own_place(&self, name: &str, header: &Header) -> Option<usize> {
        let place = header.place(name).filter(|place| *place < self.width);
        place.filter(|_| self.turned.is_none())
    }

    /// The rows of a row of the table: one, or one for each turned column that is filled.
    pub(crate) fn rows<'r>(&'r self, row: &'r Row<'r>, headings: &'r Headings) -> Vec<Row<'r>> {
        let cell = |place: usize| row.cells.get(place).cloned().unwrap_or(Cell::Empty);
        let row_of = |mut cells: Vec<Cell<'r>>| {
            cells.extend(self.has_heading.then(|| text(headings.last())));
            cells.extend(
                self.parts
                    .iter()
                    .map(|(place, part)| part_of(row.cells.get(*place), part)),
            );
            Row {
                number: row.number,
                cells,
            }
        };
        let Some(turned) = &self.turned else {
            return vec![row_of((0..self.width).map(cell).collect())];
        };
        let columns = turned.columns.iter().enumerate();
        let filled = columns.filter(|(_, (place, _))| !cell(*place).is_empty());
        let turn = |(at, (place, heading)): (usize, &'r (usize, String))| {
            let kept = turned.keep.iter().map(|place| cell(*place));
            let heading = turned.months.get(at).unwrap_or(heading);
            row_of(kept.chain([text(heading), cell(*place)]).collect())
        };
        filled.map(turn).collect()
    }

    /// Puts a problem at the column that the file has: a turned one by its heading. A heading that cannot be read is of a column
    /// that should not have been turned.
    pub(crate) fn bring_home(&self, problem: &mut Problem, row: &Row<'_>) {
        if self.turned.is_some() && problem.place.column.as_deref() == Some(COLUMN) {
            problem.place.column.clone_from(&problem.value);
            let hint = "if this heading is none of those that become rows, list the column under `keep` or `drop` in [unpivot]";
            problem.hint.get_or_insert_with(|| hint.to_owned());
        }
        if let Some(turned) = &self.turned
            && problem.place.column.as_deref() == Some(VALUE)
        {
            let said = row
                .cells
                .get(turned.keep.len())
                .map(|cell| cell.text().into_owned());
            let month = turned
                .months
                .iter()
                .position(|month| said.as_ref() == Some(month));
            problem.place.column = month.map(|at| turned.columns[at].1.clone()).or(said);
        }
    }

    /// Whether rows stay as they are.
    pub(crate) fn is_plain(&self) -> bool {
        self.turned.is_none() && self.parts.is_empty() && !self.has_heading
    }
}

/// `2026-03`: the only March of some days.
fn first_within(month: u32, period: Period) -> Option<String> {
    let years = period.from.year()..=period.to.year();
    let firsts = years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, 1));
    let mut within = firsts.filter(|first| (period.from..period.to).contains(first));
    let found = within.next()?;
    within.next().is_none().then(|| found.format("%Y-%m").to_string())
}

fn text(text: &str) -> Cell<'_> {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(Cow::Borrowed(text))
    }
}

/// `credits[].amount` where the table has a column `credits` and none of the whole name.
fn part(name: &str, header: &Header) -> Option<(String, usize, Part)> {
    if name.starts_with(['^', '@']) || header.place(name).is_some() {
        return None;
    }
    let at = name.find(['[', '.'])?;
    let place = header.place(&name[..at])?;
    Some((
        name.to_owned(),
        place,
        Part::new(name[at..].trim_start_matches('.')),
    ))
}

fn part_of<'r>(cell: Option<&Cell<'r>>, part: &Part) -> Cell<'r> {
    match cell {
        Some(Cell::Text(text)) => part.of(text),
        _ => Cell::Empty,
    }
}

fn turned(document: &Document, header: &Header) -> Option<Turned> {
    let unpivot = document.unpivot.as_ref()?;
    let keep: Vec<usize> = unpivot
        .keep
        .iter()
        .flat_map(|names| header.places(names))
        .collect();
    let is_dropped = |name: &String| {
        let patterns = unpivot.drop.iter().flat_map(|names| &names.0);
        patterns
            .into_iter()
            .any(|pattern| matches(name, &normal(pattern, document.header)))
    };
    let columns = header.names.iter().enumerate();
    let columns = columns.filter(|(place, name)| {
        // A column without a heading says nothing of what its cells are.
        !keep.contains(place) && !is_dropped(name) && !header.written[*place].trim().is_empty()
    });
    let mut columns: Vec<(usize, String)> = columns
        .map(|(place, _)| (place, header.written[place].clone()))
        .collect();
    if unpivot.of_money && columns.iter().any(|(_, heading)| ends_in_currency(heading)) {
        columns.retain(|(_, heading)| ends_in_currency(heading));
    }
    Some(Turned {
        keep,
        columns,
        months: Vec::new(),
    })
}

/// Whether a heading ends in a currency in brackets.
fn ends_in_currency(heading: &str) -> bool {
    let inner = heading
        .trim_end()
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    inner.is_some_and(|(_, unit)| currency_in(unit).is_some())
}

/// Headings of the columns that a document turns into rows, of a table with these columns.
pub fn turned_columns(document: &Document, columns: &[String]) -> Vec<String> {
    let turned = turned(document, &Header::new(columns, document.header));
    let columns = turned.map_or_else(Vec::new, |turned| turned.columns);
    columns.into_iter().map(|(_, heading)| heading).collect()
}

/// The headings that rows stand under, the innermost last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headings(Vec<String>);

impl Headings {
    /// Takes notice of a row. Whether it is a heading: a text alone at the left margin, or with the sum of its group.
    pub(crate) fn see(&mut self, row: &Row<'_>, kind: RowKind) -> bool {
        let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        let Some((place, first)) = filled.next() else {
            return false;
        };
        let (text, alone) = (first.text(), kind == RowKind::Group || filled.next().is_none());
        let text = text.trim();
        if let Some(ended) = text.to_lowercase().strip_prefix("total") {
            let ended = ended.trim_start().trim_start_matches("for ").trim();
            let named = |heading: &String| ended.starts_with(&heading.to_lowercase());
            if let Some(at) = self.0.iter().rposition(named) {
                self.0.truncate(at);
            }
            return false;
        }
        let is_heading = alone && place < 2 && kind != RowKind::Total && matches!(first, Cell::Text(_));
        if is_heading {
            self.0.push(text.to_owned());
        }
        is_heading
    }

    fn last(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }
}
