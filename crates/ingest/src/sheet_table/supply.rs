//! The rows of a sheet as records, read on a thread of their own, so that they can be looked at ahead.

use std::io;
use std::mem;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::vec::IntoIter;

use model::Problem;

use crate::relay::reader;
use crate::row::{Cell, Row};
use crate::sheet::{Merged, Region, SheetError, Workbook};
use crate::text::{Judge, Record, Supply, Survey, TextTable};

/// Rows that travel together.
const ROWS: usize = 128;
/// Batches that wait at most.
const WAITING: usize = 8;

/// What was found in a sheet.
pub(super) struct Found {
    pub tables: Vec<TextTable>,
    pub problems: Vec<Problem>,
    /// The judge of the rows of the last table.
    pub judge: Judge,
    /// Whether there are rows that were not looked at.
    pub has_more: bool,
    pub seen: Seen,
}

/// What shows of the cells of a sheet but not of their texts, by column.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Formulas without a value.
    pub formulas: Vec<u64>,
    /// Whether nothing stands below something.
    pub gaps: Vec<bool>,
    filled: Vec<bool>,
}

impl Seen {
    fn see(&mut self, row: &Row<'_>) {
        let width = row.cells.len().max(self.filled.len());
        if width > self.filled.len() {
            self.formulas.resize(width, 0);
            self.gaps.resize(width, false);
            self.filled.resize(width, false);
        }
        for column in 0..width {
            let cell = row.cells.get(column).unwrap_or(&Cell::Empty);
            self.formulas[column] += u64::from(*cell == Cell::Formula);
            self.gaps[column] |= *cell == Cell::Empty && self.filled[column] && !row.cells.is_empty();
            self.filled[column] |= *cell != Cell::Empty;
        }
    }
}

/// Looks through the rows of a sheet, or through so many of them, with the texts of some merged cells in all of them.
pub(super) fn looked_through(
    book: &mut Workbook,
    (sheet, down): (usize, &[Region]),
    header: Option<u64>,
    most: Option<u64>,
) -> Result<Found, SheetError> {
    thread::scope(|scope| {
        let (send, batches) = sync_channel(WAITING);
        let reading = reader().spawn_scoped(scope, move || send_rows(book, (sheet, down), most, &send))?;
        let mut survey = Survey::new(SheetRecords::new(batches)).told(header);
        let (tables, problems) = survey.run()?;
        let judge = survey.into_judge();
        let (has_more, seen) = reading.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        Ok(Found {
            tables,
            problems,
            judge,
            has_more,
            seen,
        })
    })
}

/// Sends the rows of a sheet; whether there are more than were asked for, and what shows of their cells.
fn send_rows(
    book: &mut Workbook,
    (sheet, down): (usize, &[Region]),
    most: Option<u64>,
    send: &SyncSender<Vec<Record>>,
) -> Result<(bool, Seen), SheetError> {
    let (mut batch, mut rows, mut has_more) = (Vec::new(), 0, false);
    let (mut seen, mut merged) = (Seen::default(), Merged::new(down.to_vec()));
    book.rows(sheet, &mut |mut row| {
        if most == Some(rows) {
            has_more = true;
            return ControlFlow::Break(());
        }
        rows += 1;
        seen.see(&row);
        if !row.cells.is_empty() {
            merged.fill(&mut row);
        }
        batch.push(Record::of_row(&row));
        if batch.len() < ROWS {
            return ControlFlow::Continue(());
        }
        match send.send(mem::take(&mut batch)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    // Nobody may listen any more.
    let _sent = send.send(batch);
    Ok((has_more, seen))
}

/// Records out of batches.
struct SheetRecords {
    batches: Receiver<Vec<Record>>,
    batch: IntoIter<Record>,
    record: Record,
}

impl SheetRecords {
    fn new(batches: Receiver<Vec<Record>>) -> Self {
        Self {
            batches,
            batch: Vec::new().into_iter(),
            record: Record::default(),
        }
    }
}

impl Supply for SheetRecords {
    const IS_GRID: bool = true;

    fn read(&mut self) -> io::Result<Option<&Record>> {
        loop {
            if let Some(record) = self.batch.next() {
                self.record = record;
                return Ok(Some(&self.record));
            }
            match self.batches.recv() {
                Ok(batch) => self.batch = batch.into_iter(),
                Err(_) => return Ok(None),
            }
        }
    }

    fn number(&self) -> u64 {
        self.record.number
    }
}
