//! The first reading of a file: finds its tables one after the other, judges every record, and gathers what the
//! columns' numbers and dates look like.

use std::io;
use std::mem;

use model::{Problem, Severity};

use super::body::{Body, Visit, texts};
use super::feed::Feed;
use super::judge::Judge;
use super::layout::Layout;
use super::supply::Supply;
use super::table::is_excel_hint;
use super::{Record, TextTable};

/// Rows from which the layout of a table is judged.
const HEAD: usize = 500;
/// Rows that a header which is told can lie further down.
const MOST_TOLD: usize = 10_000;
const MOST_TABLES: usize = 200;
const MOST_PREAMBLE: usize = 200;

pub(crate) struct Survey<'v, S> {
    feed: Feed<S>,
    done: Vec<TextTable>,
    /// The table that is being read.
    body: Body<'v>,
    /// The record that is said to be the header of the first table; 0 for none.
    told: Option<u64>,
    /// The record that was taken for it before that was said.
    detected: Option<u64>,
}

impl<'v, S: Supply> Survey<'v, S> {
    pub(crate) fn new(records: S) -> Self {
        Self {
            feed: Feed::new(records),
            done: Vec::new(),
            body: Body::default(),
            told: None,
            detected: None,
        }
    }

    /// Takes this record for the header of the first table, as a person counts; 0: it has none.
    pub(crate) fn told(mut self, header: Option<u64>) -> Self {
        self.told = header;
        self
    }

    /// The zero-based record that looked like the header of the first table.
    pub(super) fn detected_header(&self) -> Option<u64> {
        self.detected
    }

    /// Hands the rows of the first table over as they are read, and ends where another table follows it.
    pub(super) fn visited_by(mut self, visit: &'v mut Visit<'v>) -> Self {
        self.body.visited_by(visit);
        self
    }

    /// Whether another table follows the one that was visited.
    pub(super) fn another_follows(&self) -> bool {
        self.body.another_follows()
    }

    /// The judge of the rows of the last table, as it is at their end.
    pub(crate) fn into_judge(self) -> Judge {
        self.body.judge
    }

    /// The reader.
    pub(crate) fn records(&mut self) -> &mut S {
        self.feed.records()
    }

    /// The tables, and what was odd.
    pub(crate) fn run(&mut self) -> io::Result<(Vec<TextTable>, Vec<Problem>)> {
        if let Some(first) = self.feed.peek(1)?.first()
            && is_excel_hint(first)
        {
            let hint = texts(first);
            self.feed.next()?;
            self.body.table.preamble.push(hint);
        }
        while self.start()? {
            let another_follows = self.rows()?;
            let (table, is_visited) = self.body.finish(another_follows);
            self.done.push(table);
            if is_visited {
                break;
            }
        }
        let mut problems = mem::take(&mut self.body.problems);
        problems.extend(self.feed.records().take_problems());
        Ok((mem::take(&mut self.done), problems))
    }

    /// Passes preamble and header. Whether there was a table.
    fn start(&mut self) -> io::Result<bool> {
        let Some(layout) = self.layout()? else {
            return Ok(false);
        };
        let table = &mut self.body.table;
        table
            .preamble
            .extend(mem::take(&mut self.body.remarks).iter().map(texts));
        for _ in 0..layout.preamble {
            if let Some(record) = self.feed.next()?
                && table.preamble.len() < MOST_PREAMBLE
            {
                table.preamble.push(texts(record));
            }
        }
        for line in 0..layout.header_rows {
            let number = self.feed.next()?.map_or(0, |record| record.number);
            if line == 0 {
                table.header_row = Some(number - 1);
            }
        }
        let first = self.feed.peek(1)?.first().map(|record| record.number - 1);
        let first = first.unwrap_or_else(|| self.feed.records().number());
        self.body.start(layout, first);
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
        let found = Layout::find(&records[..records.len().min(HEAD)], S::IS_GRID);
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
        let layout = Layout::told(records, header, S::IS_GRID);
        if layout.is_none() {
            self.body.problems.push(
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
    fn rows(&mut self) -> io::Result<bool> {
        while !self.body.has_enough()
            && let Some(record) = self.feed.next()?
        {
            let look = self.body.judge.look(record);
            if !self.body.judge.may_end_before(record, look) {
                self.body.take(record, look);
                continue;
            }
            let record = record.clone();
            if self.starts_table(&record)? {
                self.feed.put_back(record);
                return Ok(true);
            }
            self.body.heading(&record);
        }
        Ok(false)
    }

    /// Whether a header-like record behind a break is the header of another table, and not a row without values.
    fn starts_table(&mut self, record: &Record) -> io::Result<bool> {
        if self.body.table.rows == 0 || self.done.len() >= MOST_TABLES {
            return Ok(false);
        }
        let mut rows = vec![record.clone()];
        rows.extend_from_slice(self.feed.peek(20)?);
        let next = Layout::find(&rows, S::IS_GRID);
        Ok(next.is_some_and(|next| {
            next.preamble == 0 && next.header_rows > 0 && next.kinds.iter().any(|kind| kind.is_typed())
        }))
    }
}
