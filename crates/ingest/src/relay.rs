//! Rows of a large table, taken apart on a thread of their own and handed over in batches, so that two things go on at
//! once: taking the file apart, and reading what its rows mean. Few batches wait, so that memory stays bounded.

use std::io;
use std::mem;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use chrono::NaiveDateTime;

use crate::row::{Cell, Row, RowKind};
use crate::source::Visit;
use crate::text::Record;
use crate::value::Sign;

/// Rows, and bytes of their text, that travel together.
const ROWS: usize = 128;
const BYTES: usize = 128 << 10;
/// Batches that wait at most.
const WAITING: usize = 32;
const STACK: usize = 8 << 20;

/// A thread that may read files: with as much room as a program's first thread has.
pub fn reader() -> thread::Builder {
    thread::Builder::new().stack_size(STACK)
}

/// Reads rows on another thread and visits them on this one. Where the visitor breaks off, reading ends soon.
pub(crate) fn relay<E: From<io::Error> + Send>(
    read: impl FnOnce(&mut Outbox) -> Result<(), E> + Send,
    visit: &mut Visit<'_>,
) -> Result<(), E> {
    let (send, batches) = sync_channel(WAITING);
    let (give_back, spent) = channel::<Batch>();
    thread::scope(|scope| {
        let gather = move || {
            let mut outbox = Outbox {
                batch: Batch::default(),
                send,
                spent,
            };
            let ended = read(&mut outbox);
            // Nobody may listen any more.
            let _sent = outbox.send.send(outbox.batch);
            ended
        };
        let reader = reader().spawn_scoped(scope, gather)?;
        for mut batch in batches {
            if batch.visit(visit).is_break() {
                break;
            }
            batch.clear();
            // The reader may have ended.
            let _given = give_back.send(batch);
        }
        reader.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// Where the reader puts its rows.
pub(crate) struct Outbox {
    batch: Batch,
    send: SyncSender<Batch>,
    /// Batches that were visited, whose room is used again.
    spent: Receiver<Batch>,
}

impl Outbox {
    /// Takes a row.
    pub(crate) fn row(&mut self, row: &Row<'_>, kind: RowKind) -> ControlFlow<()> {
        self.batch.push(row, kind);
        self.passed_on()
    }

    /// Takes a record of a text.
    pub(crate) fn record(&mut self, record: &Record, kind: RowKind) -> ControlFlow<()> {
        self.batch.push_record(record, kind);
        self.passed_on()
    }

    fn passed_on(&mut self) -> ControlFlow<()> {
        if !self.batch.is_full() {
            return ControlFlow::Continue(());
        }
        let full = mem::replace(&mut self.batch, self.spent.try_recv().unwrap_or_default());
        match self.send.send(full) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Some rows: their texts one behind the other, their cells likewise.
#[derive(Default)]
struct Batch {
    text: String,
    cells: Vec<Packed>,
    /// Where the texts of records end.
    ends: Vec<usize>,
    rows: Vec<Line>,
}

struct Line {
    number: u64,
    kind: RowKind,
    /// Where its cells end, and its texts if it is a record.
    cells: usize,
    texts: usize,
}

/// A cell whose text, if it has one, ends at this place of the batch's text.
enum Packed {
    Empty,
    Text(usize),
    Number(usize),
    Money(usize, Sign),
    Error(usize),
    Date(NaiveDateTime),
    Time(f64),
    Bool(bool),
    Formula,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.rows.len() >= ROWS || self.text.len() >= BYTES
    }

    fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.ends.clear();
        self.rows.clear();
    }

    fn push(&mut self, row: &Row<'_>, kind: RowKind) {
        for cell in &row.cells {
            let mut end = |text: &str| {
                self.text.push_str(text);
                self.text.len()
            };
            self.cells.push(match cell {
                Cell::Empty => Packed::Empty,
                Cell::Text(text) => Packed::Text(end(text)),
                Cell::Number(text) => Packed::Number(end(text)),
                Cell::Money(text, sign) => Packed::Money(end(text), *sign),
                Cell::Error(text) => Packed::Error(end(text)),
                Cell::Date(at) => Packed::Date(*at),
                Cell::Time(days) => Packed::Time(*days),
                Cell::Bool(value) => Packed::Bool(*value),
                Cell::Formula => Packed::Formula,
            });
        }
        self.end_line(row.number, kind);
    }

    /// All text of a record at once: most rows are of texts.
    fn push_record(&mut self, record: &Record, kind: RowKind) {
        let begin = self.text.len();
        self.text.push_str(record.text());
        self.ends.extend(record.ends().iter().map(|end| begin + end));
        self.end_line(record.number, kind);
    }

    fn end_line(&mut self, number: u64, kind: RowKind) {
        let (cells, texts) = (self.cells.len(), self.ends.len());
        self.rows.push(Line {
            number,
            kind,
            cells,
            texts,
        });
    }

    fn visit(&self, visit: &mut Visit<'_>) -> ControlFlow<()> {
        let (mut from, mut cells, mut texts) = (0, 0, 0);
        let mut row = Row {
            number: 0,
            cells: Vec::new(),
        };
        for line in &self.rows {
            row.number = line.number;
            row.cells.clear();
            let mut text = |end: usize| &self.text[mem::replace(&mut from, end)..end];
            let cells = &self.cells[mem::replace(&mut cells, line.cells)..line.cells];
            row.cells.extend(cells.iter().map(|cell| match cell {
                Packed::Empty => Cell::Empty,
                Packed::Text(end) => Cell::Text(text(*end).into()),
                Packed::Number(end) => Cell::Number(text(*end).into()),
                Packed::Money(end, sign) => Cell::Money(text(*end).into(), *sign),
                Packed::Error(end) => Cell::Error(text(*end).into()),
                Packed::Date(at) => Cell::Date(*at),
                Packed::Time(days) => Cell::Time(*days),
                Packed::Bool(value) => Cell::Bool(*value),
                Packed::Formula => Cell::Formula,
            }));
            let ends = &self.ends[mem::replace(&mut texts, line.texts)..line.texts];
            row.cells.extend(ends.iter().map(|end| Cell::of_text(text(*end))));
            visit(&row, line.kind)?;
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64) -> Row<'static> {
        let text = format!("é{number}");
        Row {
            number,
            cells: vec![
                Cell::Text(text.into()),
                Cell::Empty,
                Cell::Number(number.to_string().into()),
                Cell::Date(NaiveDateTime::default()),
                Cell::Time(0.5),
                Cell::Bool(true),
                Cell::Error("#N/A".into()),
                Cell::Formula,
            ],
        }
    }

    fn give(rows: u64) -> impl FnOnce(&mut Outbox) -> io::Result<()> + Send {
        move |outbox| {
            let kind = |number: u64| {
                if number.is_multiple_of(7) {
                    RowKind::Total
                } else {
                    RowKind::Data
                }
            };
            // One that breaks off is done.
            let _ = (1..=rows).try_for_each(|number| outbox.row(&row(number), kind(number)));
            Ok(())
        }
    }

    #[test]
    fn every_row_arrives_as_it_was_in_its_place() {
        for rows in [0, 1, ROWS as u64, 1_000] {
            let mut arrived = 0;
            relay(give(rows), &mut |found, kind| {
                arrived += 1;
                assert_eq!(*found, row(arrived));
                assert_eq!(kind == RowKind::Total, arrived.is_multiple_of(7));
                ControlFlow::Continue(())
            })
            .expect("it can be read");
            assert_eq!(arrived, rows);
        }
    }

    #[test]
    fn the_record_of_a_text_arrives_as_its_row() {
        let texts = ["é1", "", "", "last"].map(|text| Cell::Text(text.into()));
        let records = [&texts[..], &texts[1..2], &texts[3..]].map(|cells| {
            Record::of_row(&Row {
                number: 1,
                cells: cells.to_vec(),
            })
        });
        let read = |outbox: &mut Outbox| {
            for record in &records {
                let _ = outbox.record(record, RowKind::Data);
            }
            io::Result::Ok(())
        };
        let mut arrived = Vec::new();
        relay(read, &mut |row, _| {
            arrived.push(row.owned());
            ControlFlow::Continue(())
        })
        .expect("it can be read");
        let cells = |row: &Row<'_>| row.cells.iter().map(|cell| cell.text().into_owned()).collect();
        let arrived: Vec<Vec<String>> = arrived.iter().map(cells).collect();
        assert_eq!(arrived, [vec!["é1", "", "", "last"], vec![""], vec!["last"]]);
    }

    #[test]
    fn a_visitor_that_breaks_off_ends_the_reading() {
        let mut arrived = 0;
        relay(give(u64::MAX), &mut |_, _| {
            arrived += 1;
            if arrived == 200 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .expect("it can be read");
        assert_eq!(arrived, 200);
    }

    #[test]
    fn an_error_of_the_reader_comes_after_the_rows_before_it() {
        let mut arrived = 0;
        let read = |outbox: &mut Outbox| {
            let _ = outbox.row(&row(1), RowKind::Data);
            Err(io::Error::other("cut off"))
        };
        let read = relay(read, &mut |_, _| {
            arrived += 1;
            ControlFlow::Continue(())
        });
        assert_eq!(read.expect_err("it fails").to_string(), "cut off");
        assert_eq!(arrived, 1);
    }
}
