//! Where records come from: a delimited text, or the rows of a sheet.

use std::io::{self, Read};

use model::Problem;

use super::{Record, Records};

/// Records one after the other.
pub(crate) trait Supply {
    /// Whether records are rows of a grid, cut off behind their last cell: their length then means nothing.
    const IS_GRID: bool;

    /// The next record, or `None` at the end.
    fn read(&mut self) -> io::Result<Option<&Record>>;

    /// The number of the record last read.
    fn number(&self) -> u64;

    /// What was odd so far.
    fn take_problems(&mut self) -> Vec<Problem> {
        Vec::new()
    }
}

impl<R: Read> Supply for Records<R> {
    const IS_GRID: bool = false;

    fn read(&mut self) -> io::Result<Option<&Record>> {
        Self::read(self)
    }

    fn number(&self) -> u64 {
        self.record().number
    }

    fn take_problems(&mut self) -> Vec<Problem> {
        Self::take_problems(self)
    }
}
