//! The first reading of a file: finds its tables one after the other, judges every record, and gathers what the
//! columns' numbers and dates look like.

use std::io::{self, Read};
use std::mem;
use std::ops::ControlFlow;

use model::{Problem, Severity};

use super::classify::Look;
use super::feed::Feed;
use super::layout::Layout;
use super::records::Lost;
use super::table::is_excel_hint;
use super::{Record, Records, StatedTotal, TextTable};
use crate::row::RowKind;
use crate::value::{DateSurvey, NumberSurvey};

/// Rows from which the layout of a table is judged.
const HEAD: usize = 500;
/// Rows after which a column without numbers or dates is given up.
const PATIENCE: u64 = 300;
/// Rows that a header which is told can lie further down.
const MOST_TOLD: usize = 10_000;
const MOST_TABLES: usize = 200;
const MOST_PREAMBLE: usize = 200;
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

pub(super) struct Survey<'v, R> {
    feed: Feed<R>,
    visitor: Option<Visitor<'v>>,
    done: Vec<TextTable>,
    problems: Vec<Problem>,
    /// The table that is being read.
    table: TextTable,
    layout: Layout,
    /// What was read last, by column.
    recent: Vec<Recent>,
    /// Remarks since the last data row or total: headings if data follows, a footer or the next table's title else.
    remarks: Vec<Record>,
    /// Whether the record before was no data: a place where another table may start.
    is_break: bool,
    /// Whether the record before was a remark behind a break: the title of another table.
    is_titled: bool,
    /// The record that is said to be the header of the first table; 0 for none.
    told: Option<u64>,
    /// The record that was taken for it before that was said.
    detected: Option<u64>,
}

impl<'v, R: Read> Survey<'v, R> {
    pub(super) fn new(records: Records<R>) -> Self {
        Self {
            feed: Feed::new(records),
            visitor: None,
            done: Vec::new(),
            problems: Vec::new(),
            table: TextTable::default(),
            layout: Layout::default(),
            recent: Vec::new(),
            remarks: Vec::new(),
            is_break: false,
            is_titled: false,
            told: None,
            detected: None,
        }
    }

    /// Takes this record for the header of the first table, as a person counts; 0: it has none.
    pub(super) fn told(mut self, header: Option<u64>) -> Self {
        self.told = header;
        self
    }

    /// The zero-based record that looked like the header of the first table.
    pub(super) fn detected_header(&self) -> Option<u64> {
        self.detected
    }

    /// What was lost on the way: records that could not be read at all.
    pub(super) fn take_lost(&mut self) -> Lost {
        self.feed.records().take_lost()
    }

    /// Hands the rows of the first table over as they are read, and ends where another table follows it.
    pub(super) fn visited_by(mut self, visit: &'v mut Visit<'v>) -> Self {
        self.visitor = Some(Visitor {
            visit,
            has_enough: false,
            another_follows: false,
        });
        self
    }

    /// Whether another table follows the one that was visited.
    pub(super) fn another_follows(&self) -> bool {
        self.visitor
            .as_ref()
            .is_some_and(|visitor| visitor.another_follows)
    }

    /// The reader.
    pub(super) fn records(&mut self) -> &mut Records<R> {
        self.feed.records()
    }

    /// The tables, and what was odd.
    pub(super) fn run(&mut self) -> io::Result<(Vec<TextTable>, Vec<Problem>)> {
        if let Some(first) = self.feed.peek(1)?.first()
            && is_excel_hint(first)
        {
            let hint = texts(first);
            self.feed.next()?;
            self.table.preamble.push(hint);
        }
        while self.start()? {
            let another_follows = self.body()?;
            self.finish(another_follows);
            if let Some(visitor) = &mut self.visitor {
                visitor.another_follows = another_follows;
                break;
            }
        }
        self.problems.extend(self.feed.records().take_problems());
        Ok((mem::take(&mut self.done), mem::take(&mut self.problems)))
    }

    /// Passes preamble and header. Whether there was a table.
    fn start(&mut self) -> io::Result<bool> {
        let Some(layout) = self.layout()? else {
            return Ok(false);
        };
        let remarks = mem::take(&mut self.remarks);
        self.table.preamble.extend(remarks.iter().map(texts));
        self.layout = layout;
        for _ in 0..self.layout.preamble {
            if let Some(record) = self.feed.next()?
                && self.table.preamble.len() < MOST_PREAMBLE
            {
                self.table.preamble.push(texts(record));
            }
        }
        for line in 0..self.layout.header_rows {
            let number = self.feed.next()?.map_or(0, |record| record.number);
            if line == 0 {
                self.table.header_row = Some(number - 1);
            }
        }
        let first = self.feed.peek(1)?.first().map(|record| record.number - 1);
        let first = first.unwrap_or_else(|| self.feed.records().record().number);
        self.table.records = first..first;
        self.table.header_rows = self.layout.header_rows as u64;
        self.table.columns = self.layout.columns.clone();
        self.table.numbers = vec![NumberSurvey::default(); self.layout.columns.len()];
        self.table.dates = vec![DateSurvey::default(); self.layout.columns.len()];
        self.recent.clear();
        self.recent
            .resize_with(self.layout.columns.len(), Recent::default);
        (self.is_break, self.is_titled) = (false, false);
        Ok(true)
    }

    /// Where the next table starts: the first one as it is told, where it is.
    fn layout(&mut self) -> io::Result<Option<Layout>> {
        let told = self.told.take();
        let is_first = self.done.is_empty();
        let most = told.map_or(HEAD, |header| {
            HEAD + usize::try_from(header).unwrap_or(HEAD).min(MOST_TOLD)
        });
        let records = self.feed.peek(most)?;
        let found = Layout::find(&records[..records.len().min(HEAD)]);
        if is_first {
            let place = found
                .as_ref()
                .filter(|found| found.header_rows > 0)
                .map(|found| found.preamble);
            self.detected = place.and_then(|place| Some(records.get(place)?.number - 1));
        }
        let Some(header) = told else {
            return Ok(found);
        };
        if self.detected.is_some_and(|detected| detected + 1 == header) {
            return Ok(found);
        }
        let layout = Layout::told(records, header);
        if layout.is_none() {
            self.problems.push(
                Problem::new(
                    Severity::Warning,
                    format!("There is no row {header} that could name the columns."),
                )
                .hint("the header was looked for instead; say another row"),
            );
        }
        Ok(layout.or(found))
    }

    /// Reads the rows of the table. Whether another table follows.
    fn body(&mut self) -> io::Result<bool> {
        while !self.visitor.as_ref().is_some_and(|visitor| visitor.has_enough)
            && let Some(record) = self.feed.next()?
        {
            let look = self.layout.look(record);
            if self.is_break && look != Look::Blank && self.layout.is_header_like(record, self.is_titled) {
                let record = record.clone();
                if self.starts_table(&record)? {
                    self.feed.put_back(record);
                    return Ok(true);
                }
                self.table.records.end = record.number;
                self.table.kinds.insert(record.number - 1, RowKind::Heading);
                tell(&mut self.visitor, &record, RowKind::Heading);
                continue;
            }
            self.table.records.end = record.number;
            self.is_titled = look == Look::Remark && self.is_break;
            self.is_break = look != Look::Data;
            match look {
                Look::Blank => {}
                Look::Data => {
                    if is_overlong(&self.table, record) {
                        self.table.rows += 1;
                        self.table.overlong_rows += 1;
                        self.problems.extend(overlong(&self.table, record));
                    } else {
                        survey(&mut self.table, &mut self.recent, record);
                    }
                    for remark in self.remarks.drain(..) {
                        self.table.kinds.insert(remark.number - 1, RowKind::Heading);
                        tell(&mut self.visitor, &remark, RowKind::Heading);
                    }
                    tell(&mut self.visitor, record, RowKind::Data);
                }
                Look::Remark => self.remarks.push(record.clone()),
                Look::Total(label) => {
                    self.table.kinds.insert(record.number - 1, RowKind::Total);
                    let total = StatedTotal {
                        row: record.number,
                        label: record.get(label).trim().to_owned(),
                        cells: texts(record),
                        rows_before: self.table.rows,
                    };
                    self.table.stated_totals.push(total);
                    tell(&mut self.visitor, record, RowKind::Total);
                }
            }
        }
        Ok(false)
    }

    /// Whether a header-like record behind a break is the header of another table, and not a row without values.
    fn starts_table(&mut self, record: &Record) -> io::Result<bool> {
        if self.table.rows == 0 || self.done.len() >= MOST_TABLES {
            return Ok(false);
        }
        let mut rows = vec![record.clone()];
        rows.extend_from_slice(self.feed.peek(20)?);
        let next = Layout::find(&rows);
        Ok(next.is_some_and(|next| {
            next.preamble == 0 && next.header_rows > 0 && next.kinds.iter().any(|kind| kind.is_typed())
        }))
    }

    fn finish(&mut self, another_follows: bool) {
        let mut table = mem::take(&mut self.table);
        for remark in &self.remarks {
            table.kinds.insert(remark.number - 1, RowKind::Footer);
            table.footer_rows += u64::from(!another_follows);
        }
        self.done.push(table);
    }
}

/// Hands a row over if somebody visits.
fn tell(visitor: &mut Option<Visitor<'_>>, record: &Record, kind: RowKind) {
    if let Some(visitor) = visitor {
        visitor.tell(record, kind);
    }
}

fn is_overlong(table: &TextTable, record: &Record) -> bool {
    (table.columns.len()..record.len()).any(|place| !record.is_empty_at(place))
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

fn texts(record: &Record) -> Vec<String> {
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
        if all || numbers.numbers > 0 && numbers.numbers * 10 >= numbers.others {
            numbers.see(record.get(column));
        }
        if all || dates.dates > 0 && dates.dates * 10 >= dates.others {
            recent.see(record.get(column), dates);
        }
    }
}
