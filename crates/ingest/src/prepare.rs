//! What is done to a row before its cells are read: blank cells that mean "as above", and counts of a line from running
//! totals. Decides nothing about what a cell means.

use std::borrow::Cow;

use model::{Exact, ExactSum};

use crate::formats::{Layout, Telling};
use crate::row::{Cell, Row};

/// Prepares the rows of one pass.
pub(crate) struct Prepared<'l> {
    layout: &'l Layout,
    above: Vec<Option<String>>,
    totals: Vec<Option<Exact>>,
}

impl<'l> Prepared<'l> {
    pub(crate) fn new(layout: &'l Layout) -> Self {
        Self {
            layout,
            above: vec![None; layout.carry.len()],
            totals: Vec::new(),
        }
    }

    /// The row as it is read. One that is too long stays as it is: it will be refused.
    pub(crate) fn row<'r>(&mut self, row: &'r Row<'r>) -> Cow<'r, Row<'r>> {
        let layout = self.layout;
        let plain = layout.carry.is_empty() && layout.history.is_none();
        if plain || row.cells.len() > layout.derived.width {
            return Cow::Borrowed(row);
        }
        let mut row = row.clone();
        row.cells.resize(layout.derived.width, Cell::Empty);
        self.carry(&mut row);
        if let Some(history) = &layout.history {
            self.count(history, &mut row);
        }
        Cow::Owned(row)
    }

    fn carry(&mut self, row: &mut Row<'_>) {
        for (place, above) in self.layout.carry.iter().zip(&mut self.above) {
            let cell = &mut row.cells[*place];
            if !cell.is_empty() {
                *above = Some(cell.text().into_owned());
            } else if let Some(above) = above {
                *cell = Cell::Text(above.clone().into());
            }
        }
    }

    /// Fills what a line counts from what was counted so far, where it says only that.
    fn count(&mut self, history: &Telling, row: &mut Row<'_>) {
        let [last, total] = &history.all;
        let number = |row: &Row<'_>, place: &usize| Exact::parse(&row.cells[*place].text());
        let now: Vec<Option<Exact>> = total.iter().map(|place| number(row, place)).collect();
        if now.iter().all(Option::is_none) {
            return;
        }
        if last.iter().all(|place| row.cells[*place].is_empty()) {
            for (at, place) in last.iter().enumerate() {
                let before = self.totals.get(at).copied().flatten().unwrap_or_default();
                if let Some(risen) = now.get(at).copied().flatten().map(|now| risen(before, now)) {
                    row.cells[*place] = Cell::Number(risen.into());
                }
            }
        }
        self.totals = now;
    }
}

/// How much a running total rose; one that fell began anew.
fn risen(before: Exact, now: Exact) -> String {
    let mut difference = ExactSum::default();
    difference.add(now);
    difference.add(before.negated());
    let text = difference.to_string();
    if text.starts_with('-') {
        now.to_string()
    } else {
        text
    }
}
