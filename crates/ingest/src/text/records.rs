//! Bytes of UTF-8 → records, streamed, in a known dialect. Reads like Python's `csv` (a quote only opens at the
//! start of a field; blank lines are records without fields), but recovers from a quote that never closes.
//! Does not know what a record means.

use std::io::{self, Read};
use std::mem;

use memchr::{memchr, memchr2, memchr3};
use model::{Problem, Severity};

use super::cut::{can_cut, cut};
use super::{Dialect, Record};

/// The longest record that is read; what is longer is refused with its line.
pub(super) const LONGEST: usize = 1 << 20;
/// More fields than a spreadsheet has columns.
pub(super) const MOST_FIELDS: usize = 16_384;
const BUFFER: usize = 256 * 1024;
const MOST_PROBLEMS: usize = 1_000;

/// Where a field ends.
enum End {
    /// At this offset stands a delimiter.
    Delimiter(usize),
    /// At this offset the line ends.
    Line(usize),
    /// The text ends.
    Text(usize),
}

/// Why a record cannot be read as it stands.
enum Fault {
    Io(io::Error),
    /// The quote that opened does not close within [`LONGEST`] bytes or before the end of the text.
    Unclosed,
    TooLong,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads records one after the other.
pub struct Records<R> {
    input: R,
    dialect: Dialect,
    buffer: Vec<u8>,
    /// Where the next record starts in the buffer.
    start: usize,
    filled: usize,
    ended: bool,
    line: u64,
    record: Record,
    problems: Vec<Problem>,
    lost: Lost,
}

/// Records that could not be read at all: how many, and the first of them with their lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lost {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub problems: Vec<Problem>,
}

impl<R: Read> Records<R> {
    /// Records of a text in UTF-8.
    pub fn new(input: R, dialect: Dialect) -> Self {
        Self {
            input,
            dialect,
            buffer: vec![0; BUFFER],
            start: 0,
            filled: 0,
            ended: false,
            line: 1,
            record: Record::default(),
            problems: Vec::new(),
            lost: Lost::default(),
        }
    }

    /// What was lost so far.
    pub fn take_lost(&mut self) -> Lost {
        mem::take(&mut self.lost)
    }

    /// What was odd so far, with line numbers.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        mem::take(&mut self.problems)
    }

    /// What is read from.
    pub(super) fn input(&self) -> &R {
        &self.input
    }

    /// The record last read.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The next record, or `None` at the end.
    pub fn read(&mut self) -> io::Result<Option<&Record>> {
        loop {
            if self.start == self.filled && !self.fill()? {
                return Ok(None);
            }
            self.record.number += 1;
            self.record.line = self.line;
            if self.whole() {
                return Ok(Some(&self.record));
            }
            match self.split(self.dialect.quote) {
                Ok(()) => return Ok(Some(&self.record)),
                Err(Fault::Io(error)) => return Err(error),
                Err(Fault::TooLong) => self.skip_line()?,
                Err(Fault::Unclosed) => {
                    self.note(
                        "a quote opens here and never closes",
                        "the line was read without it",
                    );
                    match self.split(None) {
                        Ok(()) => return Ok(Some(&self.record)),
                        Err(Fault::Io(error)) => return Err(error),
                        Err(_) => self.skip_line()?,
                    }
                }
            }
        }
    }

    /// Splits the record that starts at `start` and moves behind it, if it is there as a whole and nothing about it is
    /// unusual: the same as [`Self::split`], faster.
    fn whole(&mut self) -> bool {
        if !can_cut(self.dialect) {
            return false;
        }
        let mut bytes = mem::take(&mut self.record.text).into_bytes();
        bytes.clear();
        self.record.ends.clear();
        let window = &self.buffer[self.start..self.filled];
        let Some((length, lines)) = cut(window, self.dialect, &mut bytes, &mut self.record.ends) else {
            return false;
        };
        self.finish(bytes);
        self.line += lines;
        self.start += length;
        true
    }

    /// Splits the record that starts at `start` and moves behind it.
    fn split(&mut self, quote: Option<u8>) -> Result<(), Fault> {
        let mut bytes = mem::take(&mut self.record.text).into_bytes();
        bytes.clear();
        self.record.ends.clear();
        let mut at = 0;
        let end = loop {
            let end = self.field(at, quote, &mut bytes)?;
            let (End::Delimiter(stop) | End::Line(stop) | End::Text(stop)) = end;
            self.record.ends.push(bytes.len());
            if self.record.ends.len() > MOST_FIELDS || stop > LONGEST {
                return Err(Fault::TooLong);
            }
            match end {
                End::Delimiter(stop) => at = stop + 1,
                End::Line(_) | End::Text(_) => break end,
            }
        };
        self.finish(bytes);
        self.leave(&end)?;
        Ok(())
    }

    fn finish(&mut self, mut bytes: Vec<u8>) {
        if memchr(0, &bytes).is_some() {
            self.note("zero bytes in a line", "they were read as blanks");
            bytes
                .iter_mut()
                .filter(|byte| **byte == 0)
                .for_each(|byte| *byte = b' ');
        }
        if bytes.is_empty() && self.record.ends.len() == 1 {
            self.record.ends.clear();
        }
        // Decoding writes UTF-8 and fields are cut at ASCII; what still is none loses its letters, not its places.
        self.record.text = String::from_utf8(bytes).unwrap_or_else(|error| {
            let plain = error
                .as_bytes()
                .iter()
                .map(|byte| if byte.is_ascii() { *byte } else { b'?' });
            plain.map(char::from).collect()
        });
    }

    /// Moves behind the record and counts its lines.
    fn leave(&mut self, end: &End) -> io::Result<()> {
        let next = match *end {
            End::Line(stop) => stop + self.line_end(stop)?,
            End::Delimiter(stop) | End::Text(stop) => stop,
        };
        let passed = &self.buffer[self.start..self.start + next];
        let feeds = memchr::memchr_iter(b'\n', passed).count();
        let is_return = matches!(end, End::Line(_)) && !passed.ends_with(b"\n");
        self.line += (feeds + usize::from(is_return)) as u64;
        self.start += next;
        Ok(())
    }

    /// Length of the line end at an offset: `\r\n` is two.
    fn line_end(&mut self, at: usize) -> io::Result<usize> {
        let feed_follows = self.byte(at)? == Some(b'\r') && self.byte(at + 1)? == Some(b'\n');
        Ok(1 + usize::from(feed_follows))
    }

    /// Copies the field that starts at an offset.
    fn field(&mut self, at: usize, quote: Option<u8>, bytes: &mut Vec<u8>) -> Result<End, Fault> {
        let mut at = at;
        if quote.is_some() && self.dialect.skips_blanks {
            let mut ahead = at;
            while self.byte(ahead)? == Some(b' ') && ahead < LONGEST {
                ahead += 1;
            }
            at = if self.byte(ahead)? == quote { ahead } else { at };
        }
        if let Some(quote) = quote
            && self.byte(at)? == Some(quote)
        {
            at = self.quoted(at + 1, quote, bytes)?;
        }
        let end = self.find_end(at)?;
        let (End::Delimiter(stop) | End::Line(stop) | End::Text(stop)) = end;
        bytes.extend_from_slice(&self.buffer[self.start + at..self.start + stop]);
        Ok(end)
    }

    /// Copies what stands between quotes, from behind the opening one; gives the offset behind the closing one.
    fn quoted(&mut self, at: usize, quote: u8, bytes: &mut Vec<u8>) -> Result<usize, Fault> {
        let escape = self.dialect.escape.unwrap_or(quote);
        let mut from = at;
        loop {
            let found = self.find(from, |bytes| memchr2(quote, escape, bytes))?;
            let stop = found.ok_or(Fault::Unclosed)?;
            bytes.extend_from_slice(&self.buffer[self.start + from..self.start + stop]);
            let (byte, next) = (self.byte(stop)?, self.byte(stop + 1)?);
            let doubled = escape != quote && byte == Some(escape) && next == Some(escape);
            let escapes = doubled || next == Some(quote);
            match (escapes, next) {
                (true, Some(next)) => bytes.push(next),
                _ if byte == Some(quote) => return Ok(stop + 1),
                _ => bytes.extend(byte),
            }
            from = stop + 1 + usize::from(escapes);
        }
    }

    fn find_end(&mut self, at: usize) -> Result<End, Fault> {
        let delimiter = self.dialect.delimiter;
        match self.find(at, |bytes| memchr3(delimiter, b'\n', b'\r', bytes))? {
            Some(stop) if self.buffer[self.start + stop] == delimiter => Ok(End::Delimiter(stop)),
            Some(stop) => Ok(End::Line(stop)),
            None if self.ended => Ok(End::Text(self.filled - self.start)),
            None => Err(Fault::TooLong),
        }
    }

    /// Searches from an offset on, reading more as needed, up to [`LONGEST`].
    fn find(&mut self, at: usize, search: impl Fn(&[u8]) -> Option<usize>) -> io::Result<Option<usize>> {
        let mut from = at;
        loop {
            let window = &self.buffer[(self.start + from).min(self.filled)..self.filled];
            if let Some(found) = search(window) {
                return Ok(Some(from + found));
            }
            from += window.len();
            if from > LONGEST || !self.fill()? {
                return Ok(None);
            }
        }
    }

    fn byte(&mut self, at: usize) -> io::Result<Option<u8>> {
        while self.start + at >= self.filled {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(Some(self.buffer[self.start + at]))
    }

    /// Reads more behind what is there; moves the current record to the front of the buffer when it must.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.start > 0 && self.buffer.len() - self.filled < BUFFER / 8 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.start = 0;
        }
        if self.filled == self.buffer.len() {
            self.buffer.resize(self.filled * 2, 0);
        }
        let read = self.input.read(&mut self.buffer[self.filled..])?;
        self.filled += read;
        self.ended = read == 0;
        Ok(read > 0)
    }

    /// Passes over a line that is too long without keeping it.
    fn skip_line(&mut self) -> io::Result<()> {
        self.lose();
        loop {
            let window = &self.buffer[self.start..self.filled];
            if let Some(stop) = memchr2(b'\n', b'\r', window) {
                self.start += stop;
                let length = self.line_end(0)?;
                self.start += length;
                self.line += 1;
                return Ok(());
            }
            self.start = self.filled;
            if !self.fill()? {
                return Ok(());
            }
        }
    }

    /// Counts the record at hand as one that nobody can read.
    fn lose(&mut self) {
        self.lost.count += 1;
        if self.lost.problems.len() < MOST_PROBLEMS {
            let what = "a line of more than 1 MB or 16,384 fields";
            let problem = Problem::new(Severity::Error, what).row(self.record.line);
            let hint = "it was not read; look for a quote that opens there and never closes";
            self.lost.problems.push(problem.hint(hint));
        }
    }

    fn note(&mut self, what: &str, hint: &str) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(
                Problem::new(Severity::Warning, what)
                    .row(self.record.line)
                    .hint(hint),
            );
        }
    }
}
