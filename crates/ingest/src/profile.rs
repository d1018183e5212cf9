//! What a mapper needs to know of a table: what each column holds over all its rows, and what its rows look like.
//! Proposes nothing and knows no format.

mod sample;

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::json::{JsonPlan, Shape};
use crate::plan::Choice;
use crate::read::{IngestError, Progress, Watch};
use crate::row::{Cell, Row, RowKind};
use crate::source::Opened;
use crate::unpack::{Item, Kind};
use crate::value::{
    DateOrder, DateStyle, DateSurvey, DateValue, DecimalMark, NumberStyle, NumberSurvey, NumberValue, Sign,
    currency_in, currency_named,
};

pub use sample::TO_CARD;

use sample::Sample;

/// Rows shown of the start of a table; of its end and of what is no data, as many again.
const SHOWN_ROWS: usize = 30;
/// Rows that are no data shown at most.
const SHOWN_ASIDE: usize = 20;
/// Different values kept of a column.
const KEPT_VALUES: usize = 24;
/// Letters kept of a cell that is shown.
const KEPT_LETTERS: usize = 80;
/// Letters kept of a cell that rules look at.
const READ_LETTERS: usize = 400;
/// Rows after which a column without a single date is not looked at for dates any more.
const PATIENCE: u64 = 1_000;
/// Rows between two reports of progress.
const STEP: u64 = 1_000;

/// One table, looked through.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Profile {
    /// Place of the file among all items.
    pub item: usize,
    /// Its name.
    pub file: String,
    /// Tables of the file that have columns: place and name.
    pub tables: Vec<(usize, String)>,
    /// The table looked through.
    pub table: usize,
    /// Zero-based record of the header, if there is one.
    pub header_row: Option<u64>,
    /// Data rows.
    pub rows: u64,
    /// Of JSON, where its rows are.
    #[serde(default)]
    pub json: Option<JsonRows>,
    /// Its columns.
    pub columns: Vec<ColumnProfile>,
    /// Rows as a person sees them in the file: preamble, header, the first data, and what is no data.
    pub shown: Vec<ShownRow>,
    /// Data rows that rules look at, in their order: the first ones and those that are unlike them.
    pub sample: Vec<ShownRow>,
}

impl Profile {
    /// The data rows that rules look at.
    pub fn data(&self) -> impl Iterator<Item = &ShownRow> {
        self.sample.iter()
    }
}

/// Where the rows of a JSON file are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JsonRows {
    /// Path of their list; empty where there is none.
    pub path: String,
    /// Whether each line is a value of its own.
    pub is_lines: bool,
    /// The columns from the root, in their order.
    pub from_root: Vec<String>,
}

/// One column over all data rows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ColumnProfile {
    /// Its heading.
    pub name: String,
    /// Blank cells.
    pub empty: u64,
    /// Its numbers.
    pub numbers: NumberSurvey,
    /// Its dates.
    pub dates: DateSurvey,
    /// Cells that are a currency code and nothing else.
    pub currencies: u64,
    /// Cells that are an e-mail address.
    pub emails: u64,
    /// A currency written in its heading or beside all its numbers.
    pub currency: Option<String>,
    /// The first different values, and whether there are more.
    pub values: Vec<String>,
    /// Whether it has more different values than are kept.
    pub has_more: bool,
    /// A cell whose decimal mark is open.
    pub open_number: Option<String>,
    /// A cell whose day and month are open.
    pub open_date: Option<String>,
}

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownRow {
    /// As a person counts, from 1.
    pub number: u64,
    /// What it is.
    pub kind: ShownKind,
    /// Its cells.
    pub cells: Vec<String>,
}

/// What a row of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShownKind {
    /// Before the header.
    Preamble,
    /// The names of the columns.
    Header,
    /// Data.
    Data,
    /// A total of other rows.
    Total,
    /// A heading between rows.
    Heading,
    /// The sum of the rows of a group, above them.
    Group,
    /// A remark behind the table.
    Footer,
}

/// Looks through a table of an item: the one named, or the one with the most cells.
pub fn profile(
    item: &Item,
    choice: &Choice,
    table: Option<usize>,
    watch: &mut Watch<'_>,
) -> Result<Profile, IngestError> {
    let opened = Opened::open(item, choice)?;
    let mut profile = match opened.json() {
        Some(shape) => of_json(item, shape)?,
        None => of_table(&opened, table)?,
    };
    profile.file.clone_from(&item.name);
    look(&mut profile, &opened, watch)?;
    profile.columns.iter_mut().for_each(ColumnProfile::finish);
    name_blank(&mut profile.columns);
    let shown = opened.shown_currencies(profile.table);
    for (column, shown) in profile.columns.iter_mut().zip(shown) {
        let code = shown.map(|shown| shown.currency.code().to_owned());
        column.currency = column.currency.take().or(code);
    }
    Ok(profile)
}

/// The table named, or the one with the most cells, without its rows.
fn of_table(opened: &Opened, table: Option<usize>) -> Result<Profile, IngestError> {
    let tables: Vec<(usize, String)> = opened
        .tables
        .iter()
        .enumerate()
        .filter(|(_, table)| !table.columns.is_empty())
        .map(|(place, table)| (place, table.name.clone()))
        .collect();
    let first = || {
        tables
            .iter()
            .map(|(place, _)| *place)
            .max_by_key(|place| size(opened, *place))
    };
    let known = table.filter(|table| tables.iter().any(|(place, _)| place == table));
    let table = known.or_else(first);
    let table = table.ok_or_else(|| nothing("table"))?;
    Ok(blank(opened, table, tables))
}

fn nothing(looked_for: &str) -> IngestError {
    IngestError::NotReadable(format!("there is no {looked_for} in it to map"))
}

/// The list of records of a JSON file, without its rows: the paths of members are its headings.
fn of_json(item: &Item, shape: &Shape) -> Result<Profile, IngestError> {
    let records = shape.records().ok_or_else(|| nothing("list of records"))?;
    let header = ShownRow {
        number: 0,
        kind: ShownKind::Header,
        cells: records.members.clone(),
    };
    Ok(Profile {
        item: 0,
        file: String::new(),
        tables: vec![(0, String::new())],
        table: 0,
        header_row: Some(0),
        rows: 0,
        columns: records.members.iter().map(|name| column(name)).collect(),
        json: Some(JsonRows {
            from_root: records
                .members
                .iter()
                .map(|member| records.from_root(member))
                .collect(),
            is_lines: shape.lines || item.kind == Kind::Jsonl,
            path: records.path,
        }),
        shown: vec![header],
        sample: Vec::new(),
    })
}

fn column(name: &str) -> ColumnProfile {
    ColumnProfile {
        currency: currency_in(name).map(|currency| currency.code().to_owned()),
        name: name.to_owned(),
        ..ColumnProfile::default()
    }
}

/// Columns without a heading are named by their place, if they hold anything.
fn name_blank(columns: &mut [ColumnProfile]) {
    for (place, column) in columns.iter_mut().enumerate() {
        if column.name.trim().is_empty() && column.filled() > 0 {
            column.name = format!("Column {}", place + 1);
        }
    }
}

fn size(opened: &Opened, place: usize) -> u64 {
    let columns = opened.tables[place].columns.len() as u64;
    // Of equal ones the first counts.
    (opened.row_count(place).unwrap_or(1) * columns) * 1_000 + 999 - (place as u64).min(999)
}

fn blank(opened: &Opened, table: usize, tables: Vec<(usize, String)>) -> Profile {
    let info = &opened.tables[table];
    let before = info.header_row.unwrap_or(info.preamble_rows);
    let first = before.saturating_sub(info.preamble.len() as u64);
    let preamble = info.preamble.iter().enumerate().map(|(at, cells)| ShownRow {
        number: first + at as u64 + 1,
        kind: ShownKind::Preamble,
        cells: cells.iter().map(|cell| short(cell, KEPT_LETTERS)).collect(),
    });
    let header = info.header_row.map(|row| ShownRow {
        number: row + 1,
        kind: ShownKind::Header,
        cells: info.columns.clone(),
    });
    Profile {
        item: 0,
        file: String::new(),
        tables,
        table,
        header_row: info.header_row,
        rows: 0,
        columns: info.columns.iter().map(|name| column(name)).collect(),
        json: None,
        shown: preamble
            .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
            .chain(header)
            .collect(),
        sample: Vec::new(),
    }
}

fn look(profile: &mut Profile, opened: &Opened, watch: &mut Watch<'_>) -> Result<(), IngestError> {
    let (mut first, mut aside, mut cancelled) = (0, 0, false);
    let mut sample = Sample::default();
    let of = opened.row_count(profile.table);
    let table = profile.table;
    let plan = profile.json.as_ref().map(|json| {
        let members: Vec<&str> = profile
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        JsonPlan::new(&[&json.path], &members)
    });
    let mut see = |row: &Row<'_>, kind| {
        let (kind, shown, most) = match kind {
            RowKind::Blank => return ControlFlow::Continue(()),
            RowKind::Data => (ShownKind::Data, &mut first, SHOWN_ROWS),
            RowKind::Total => (ShownKind::Total, &mut aside, SHOWN_ASIDE),
            RowKind::Heading => (ShownKind::Heading, &mut aside, SHOWN_ASIDE),
            RowKind::Group => (ShownKind::Group, &mut aside, SHOWN_ASIDE),
            RowKind::Footer => (ShownKind::Footer, &mut aside, SHOWN_ASIDE),
        };
        *shown += 1;
        if *shown <= most {
            profile.shown.push(shown_row(row, kind, KEPT_LETTERS));
        }
        if kind != ShownKind::Data {
            return ControlFlow::Continue(());
        }
        profile.rows += 1;
        let mut is_new = false;
        for (place, column) in profile.columns.iter_mut().enumerate() {
            is_new |= column.see(row.cells.get(place).unwrap_or(&Cell::Empty), profile.rows);
        }
        if sample.keeps(row, is_new) {
            profile.sample.push(shown_row(row, kind, READ_LETTERS));
        }
        let rows = profile.rows;
        cancelled = rows.is_multiple_of(STEP) && watch(Progress { rows, of }).is_break();
        if cancelled {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    match plan {
        Some(plan) => drop(opened.json_rows(&plan, &[], &mut see)?),
        None => opened.rows(table, &mut see)?,
    }
    if cancelled {
        Err(IngestError::Cancelled)
    } else {
        Ok(())
    }
}

fn shown_row(row: &Row<'_>, kind: ShownKind, letters: usize) -> ShownRow {
    ShownRow {
        number: row.number,
        kind,
        cells: row
            .cells
            .iter()
            .map(|cell| short(&cell.text(), letters))
            .collect(),
    }
}

fn short(text: &str, letters: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(letters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl ColumnProfile {
    /// Counts a cell; whether its value is the first of its kind that is kept.
    fn see(&mut self, cell: &Cell<'_>, row: u64) -> bool {
        if cell.is_empty() {
            self.empty += 1;
            return false;
        }
        let text = cell.text();
        let text = text.trim();
        self.see_typed(cell, text, row);
        if text.is_empty() {
            return false;
        }
        self.emails += u64::from(is_email(text));
        self.currencies += u64::from(currency_named(text).is_some());
        if self.has_more {
            return false;
        }
        let value = short(text, KEPT_LETTERS);
        let is_new = !self.values.contains(&value);
        if is_new && self.values.len() < KEPT_VALUES {
            self.values.push(value);
        } else {
            self.has_more = is_new;
        }
        is_new
    }

    fn see_typed(&mut self, cell: &Cell<'_>, text: &str, row: u64) {
        match cell {
            Cell::Date(_) => self.numbers.others += 1,
            Cell::Time(_) | Cell::Bool(_) | Cell::Error(_) => {
                self.numbers.others += 1;
                self.dates.others += 1;
                return;
            }
            // What it comes to is not known; the heading tells.
            Cell::Formula => {
                self.numbers.numbers += 1;
                self.dates.numbers += 1;
                return;
            }
            Cell::Number(number) => self.numbers.count(number),
            _ => self.numbers.see(text),
        }
        if row < PATIENCE || self.dates.dates + self.dates.numbers > 0 {
            self.dates.see(text);
        } else {
            self.dates.others += 1;
        }
        let open = NumberStyle {
            mark: DecimalMark::Ambiguous,
        };
        if self.open_number.is_none()
            && matches!(cell, Cell::Text(_))
            && matches!(open.read(text), NumberValue::Ambiguous(..))
        {
            self.open_number = Some(text.to_owned());
        }
        let open = DateStyle {
            order: DateOrder::Ambiguous,
        };
        if self.open_date.is_none() && matches!(open.read(text), DateValue::Ambiguous(..)) {
            self.open_date = Some(text.to_owned());
        }
    }

    /// A currency that stands beside all kept numbers is the column's.
    fn finish(&mut self) {
        if self.currency.is_some() || self.numbers.numbers == 0 {
            return;
        }
        let open = NumberStyle {
            mark: DecimalMark::Ambiguous,
        };
        let mut beside = self.values.iter().filter_map(|text| match open.read(text) {
            NumberValue::Exact(_, sign) => Some(sign.and_then(Sign::code)),
            _ => NumberStyle::COMMA.read(text).exact().map(|_| None),
        });
        let first = beside.next().flatten();
        self.currency = first
            .filter(|first| beside.all(|other| other == Some(*first)))
            .map(str::to_owned);
    }

    /// Cells that are not blank.
    pub fn filled(&self) -> u64 {
        self.numbers.numbers + self.numbers.words + self.numbers.others
    }
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace) && !host.contains('@')
}
