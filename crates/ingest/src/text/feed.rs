//! Records with a bounded look ahead. Does not judge them.

use std::collections::VecDeque;
use std::io;

use super::Record;
use super::supply::Supply;

/// Bytes that a look ahead keeps at most.
const MOST_BYTES: usize = 4 << 20;

/// Reads records, some of them before their turn.
pub(super) struct Feed<S> {
    records: S,
    ahead: VecDeque<Record>,
    current: Option<Record>,
}

impl<S: Supply> Feed<S> {
    pub(super) fn new(records: S) -> Self {
        Self {
            records,
            ahead: VecDeque::new(),
            current: None,
        }
    }

    /// The next records, at most so many, without taking them.
    pub(super) fn peek(&mut self, most: usize) -> io::Result<&[Record]> {
        let mut bytes: usize = self.ahead.iter().map(Record::bytes).sum();
        while self.ahead.len() < most && bytes < MOST_BYTES {
            let Some(record) = self.records.read()? else {
                break;
            };
            bytes += record.bytes();
            self.ahead.push_back(record.clone());
        }
        Ok(self.ahead.make_contiguous())
    }

    /// Takes the next record.
    pub(super) fn next(&mut self) -> io::Result<Option<&Record>> {
        self.current = self.ahead.pop_front();
        if self.current.is_none() {
            return self.records.read();
        }
        Ok(self.current.as_ref())
    }

    /// Puts a record back before the next.
    pub(super) fn put_back(&mut self, record: Record) {
        self.ahead.push_front(record);
    }

    /// The reader.
    pub(super) fn records(&mut self) -> &mut S {
        &mut self.records
    }
}
