//! The combinations of values that rows of a table share: numbered as they come, written beside the rows. One that was
//! forgotten is written again under another number, which changes nothing but the room it takes.

use foldhash::HashMap;

use super::lane::next;
use crate::book::Book;
use crate::bulk::Bulk;
use crate::digest::digest;
use crate::error::Result;
use crate::tables::split::{Combination, Part, combination};
use crate::tables::{Row, Table};

/// Numbers of the combinations that are remembered.
pub(crate) type Numbers = HashMap<u128, i64>;

/// Combinations that are remembered at most. Just under the size at which the table would double.
const MOST: usize = if cfg!(test) { 20 } else { 229_000 };

/// The way of one import into one table of combinations.
pub(super) struct Combined<'b> {
    part: &'static Part,
    /// Where its columns stand in a row.
    at: Vec<usize>,
    rows: Bulk<'b, i64>,
    numbers: Numbers,
    next: i64,
}

impl<'b> Combined<'b> {
    /// The ways into all that a table is kept in beside its rows.
    pub(super) fn all(book: &'b Book, table: &Table) -> Result<Vec<Self>> {
        let parts = table.parts().iter();
        parts.map(|part| Self::new(book, table, part)).collect()
    }

    fn new(book: &'b Book, table: &Table, part: &'static Part) -> Result<Self> {
        let columns = [&["id"], part.columns].concat();
        Ok(Self {
            part,
            at: table.positions(part.columns),
            rows: Bulk::new(&book.conn, part.name, &columns, "")?,
            numbers: book.take_numbers(part.name),
            next: next(&book.conn, part.name)?,
        })
    }

    /// The number of a row's combination, which can be read after [`Self::flush`].
    pub(super) fn number(&mut self, row: &Row) -> Result<i64> {
        self.number_of(&combination(row, &self.at))
    }

    /// The number of a combination, likewise.
    pub(super) fn number_of(&mut self, values: &Combination) -> Result<i64> {
        let hash = digest(values);
        if let Some(known) = self.numbers.get(&hash) {
            return Ok(*known);
        }
        let number = self.next;
        self.next += 1;
        let stated = values[..self.at.len()].iter().copied();
        self.rows.write(std::iter::once(number).chain(stated))?;
        if self.numbers.len() >= MOST {
            self.numbers.clear();
        }
        self.numbers.insert(hash, number);
        Ok(number)
    }

    /// Writes what waits.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.rows.flush()
    }

    /// Leaves the numbers to the imports that follow, once this one is kept.
    pub(super) fn leave(&mut self, book: &Book) {
        book.leave_numbers(self.part.name, std::mem::take(&mut self.numbers));
    }
}
