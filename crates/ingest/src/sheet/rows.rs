//! Sparse cells to dense rows: blank rows between used ones, each row from column A.

use std::ops::ControlFlow;

use crate::row::{Cell, Row};

/// What a reader hands its rows to.
pub(super) type Visit<'v> = dyn FnMut(Row<'_>) -> ControlFlow<()> + 'v;

/// Columns that a sheet of any kind can have.
pub(super) const COLUMNS: u32 = 16_384;
/// Rows that a sheet of any kind can have.
pub(super) const ROWS: u32 = 1_048_576;

/// Collects cells, hands over rows.
pub(super) struct Rows<'v, 'c> {
    visit: &'v mut Visit<'v>,
    number: u64,
    cells: Vec<Cell<'c>>,
}

impl<'v, 'c> Rows<'v, 'c> {
    /// Rows for a visitor.
    pub(super) fn new(visit: &'v mut Visit<'v>) -> Self {
        Self {
            visit,
            number: 0,
            cells: Vec::new(),
        }
    }

    /// Puts a cell at a zero-based place; rows come in ascending order. Breaks when the visitor does.
    pub(super) fn put(&mut self, (row, column): (u32, u32), cell: Cell<'c>) -> ControlFlow<()> {
        let nothing = matches!(&cell, Cell::Empty) || matches!(&cell, Cell::Text(text) if text.is_empty());
        if nothing || column >= COLUMNS || row >= ROWS {
            return ControlFlow::Continue(());
        }
        let (number, column) = (u64::from(row) + 1, column as usize);
        if self.number == 0 {
            self.number = number;
        } else if number != self.number {
            self.hand_over()?;
            while self.number + 1 < number {
                self.number += 1;
                self.hand_over()?;
            }
            self.number = number;
        }
        if column >= self.cells.len() {
            self.cells.resize(column + 1, Cell::Empty);
        }
        self.cells[column] = cell;
        ControlFlow::Continue(())
    }

    /// Hands over the last row.
    pub(super) fn finish(mut self) {
        if !self.cells.is_empty() {
            let _ = self.hand_over();
        }
    }

    fn hand_over(&mut self) -> ControlFlow<()> {
        let width = self.cells.len();
        let cells = std::mem::replace(&mut self.cells, Vec::with_capacity(width));
        (self.visit)(Row {
            number: self.number,
            cells,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_cells_cost_blank_rows_and_no_grid() {
        let mut seen = (0_u64, 0, 0);
        let mut visit = |row: Row<'_>| {
            seen = (seen.0 + 1, row.number, row.cells.len());
            ControlFlow::Continue(())
        };
        let mut rows = Rows::new(&mut visit);
        assert!(rows.put((2, 0), Cell::Bool(true)).is_continue());
        assert!(rows.put((ROWS - 1, COLUMNS - 1), Cell::Bool(true)).is_continue());
        assert!(rows.put((ROWS, 0), Cell::Bool(true)).is_continue());
        rows.finish();
        assert_eq!(seen, (u64::from(ROWS) - 2, u64::from(ROWS), COLUMNS as usize));
    }

    #[test]
    fn a_visitor_can_stop() {
        let mut visit = |_: Row<'_>| ControlFlow::Break(());
        let mut rows = Rows::new(&mut visit);
        assert!(rows.put((0, 0), Cell::Bool(true)).is_continue());
        assert!(rows.put((1, 0), Cell::Bool(true)).is_break());
    }
}
