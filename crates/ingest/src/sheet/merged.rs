//! Merged cells: their text written into each of them, row by row.

use crate::row::{Cell, Row};

/// Regions that are followed; more only a machine makes, and each costs time in every row.
const MOST: usize = 10_000;

/// Cells merged into one; zero-based, all included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// First row.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// First column.
    pub left: u32,
    /// Last column.
    pub right: u32,
}

impl Region {
    /// Its first column where it goes down from so many rows on.
    pub(crate) fn down(self, behind: u64) -> Option<Self> {
        let is_down = self.bottom > self.top && u64::from(self.top) >= behind;
        is_down.then_some(Self {
            right: self.left,
            ..self
        })
    }
}

/// The regions of a sheet while its rows go by.
pub(crate) struct Merged {
    /// By first row, the last one first.
    ahead: Vec<Region>,
    open: Vec<(Region, Cell<'static>)>,
}

impl Merged {
    /// Regions in any order.
    pub(crate) fn new(mut ahead: Vec<Region>) -> Self {
        ahead.truncate(MOST);
        ahead.sort_unstable_by_key(|region| std::cmp::Reverse(region.top));
        Self {
            ahead,
            open: Vec::new(),
        }
    }

    /// Fills the empty cells of a row that belong to a region whose first cell is a text or a day.
    pub(crate) fn fill(&mut self, row: &mut Row<'_>) {
        let number = row.number - 1;
        while let Some(region) = self.ahead.pop_if(|region| u64::from(region.top) <= number) {
            if let (true, Some(cell @ (Cell::Text(_) | Cell::Date(_)))) = (
                u64::from(region.top) == number,
                row.cells.get(region.left as usize),
            ) {
                self.open.push((region, cell.clone().into_owned()));
            }
        }
        self.open.retain(|(region, _)| u64::from(region.bottom) >= number);
        for (region, first) in &self.open {
            let right = (region.right as usize).min(super::rows::COLUMNS as usize - 1);
            if row.cells.len() <= right {
                row.cells.resize(right + 1, Cell::Empty);
            }
            for cell in &mut row.cells[region.left as usize..=right] {
                if matches!(cell, Cell::Empty) {
                    *cell = first.clone();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_over_two_columns_names_both_and_a_number_stays_single() {
        let region = |left, right| Region {
            top: 0,
            bottom: 1,
            left,
            right,
        };
        let mut merged = Merged::new(vec![region(0, 1), region(2, 3)]);
        let mut first = Row {
            number: 1,
            cells: vec![Cell::Text("Cost".into()), Cell::Empty, Cell::Number("5".into())],
        };
        merged.fill(&mut first);
        assert_eq!(first.cells[1].text(), "Cost");
        assert_eq!(first.cells.len(), 3);
        let mut second = Row {
            number: 2,
            cells: Vec::new(),
        };
        merged.fill(&mut second);
        assert_eq!(
            second.cells.iter().map(Cell::text).collect::<Vec<_>>(),
            ["Cost", "Cost"]
        );
        let mut third = Row {
            number: 3,
            cells: Vec::new(),
        };
        merged.fill(&mut third);
        assert!(third.cells.is_empty());
    }
}
