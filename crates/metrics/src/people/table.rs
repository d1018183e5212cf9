//! Suppression of counts of people in groups with parts: teams by band, teams by active, zero and unknown.
//!
//! The second rule of `people/suppression.rs` in a table whose sums are shown:
//!
//! - a group of few people goes entirely, with the next smallest until `k` people are gone together; so does a column whose
//!   sum is a group of few people, and every cell of a column of which the whole book has few;
//! - a cell of few people goes;
//! - while a hidden cell could be no other number (it lies on no closed walk of hidden cells that adds one here and takes one
//!   there), the rectangle with it goes that hides the fewest people more, else the smallest shown cell beside it;
//! - then, while in any row or column the hidden cells hold few people together, its smallest shown cell goes, and so on.
//!
//! Inputs: counts of distinct people that add up along rows and columns. Guards: it only ever hides.

use std::collections::VecDeque;

use super::suppression::{Hidden, Privacy, Shown, joined};

/// What a reader sees of the sums of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Totals {
    /// They are figures about the whole book, and shown however small.
    Whole,
    /// They are groups themselves: a band, a tool.
    Groups,
    /// Nothing shows them.
    Unseen,
}

/// A table after suppression.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownTable {
    /// Cells by row and column.
    pub cells: Vec<Vec<Shown<u32>>>,
    /// Sum of each row.
    pub rows: Vec<Shown<u32>>,
    /// Sum of each column.
    pub columns: Vec<Shown<u32>>,
    /// Sum of all.
    pub total: Shown<u32>,
}

/// Hides what must not be shown of a table whose sums are shown too. Rows are of equal length.
pub fn suppress_table(cells: &[Vec<u32>], totals: Totals, privacy: Privacy) -> ShownTable {
    let mut table = Extended::of(cells, totals, privacy);
    table.protect();
    let mut rows = table.shown();
    let mut columns = rows.pop().unwrap_or_default();
    let total = columns.pop().unwrap_or(Shown::Value(0));
    let sums = rows
        .iter_mut()
        .map(|row| row.pop().unwrap_or(Shown::Value(0)))
        .collect();
    ShownTable {
        cells: rows,
        rows: sums,
        columns,
        total,
    }
}

type At = (usize, usize);

/// The table with its sums as a last row and a last column. Sums taken as negative, every line adds up to nothing.
struct Extended {
    people: Vec<Vec<u32>>,
    hidden: Vec<Vec<bool>>,
    totals: Totals,
    privacy: Privacy,
}

impl Extended {
    fn of(cells: &[Vec<u32>], totals: Totals, privacy: Privacy) -> Self {
        let width = cells.first().map_or(0, Vec::len);
        let mut people: Vec<Vec<u32>> = cells.to_vec();
        let sum = |at: usize| cells.iter().map(|row| row[at]).sum();
        people.push((0..width).map(sum).collect());
        for row in &mut people {
            row.push(row.iter().sum());
        }
        Self {
            hidden: vec![vec![false; width + 1]; people.len()],
            people,
            totals,
            privacy,
        }
    }

    /// Rows and columns without their sums.
    fn inner(&self) -> At {
        (self.people.len() - 1, self.people[0].len() - 1)
    }

    fn inner_cells(&self) -> impl Iterator<Item = At> + use<> {
        let (rows, columns) = self.inner();
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    fn people(&self, (row, column): At) -> u32 {
        self.people[row][column]
    }

    fn is_hidden(&self, (row, column): At) -> bool {
        self.hidden[row][column]
    }

    fn hide(&mut self, at: impl IntoIterator<Item = At>) {
        at.into_iter()
            .for_each(|(row, column)| self.hidden[row][column] = true);
    }

    fn protect(&mut self) {
        let (rows, columns) = self.inner();
        if self.privacy.is_few(self.people[rows][columns]) {
            self.hidden = vec![vec![true; columns + 1]; rows + 1];
            return;
        }
        self.hide_lines();
        let few: Vec<At> = self
            .inner_cells()
            .filter(|at| self.privacy.is_few(self.people(*at)))
            .collect();
        self.hide(few);
        while let Some(next) = self.fixed_cell().or_else(|| Some(vec![self.short_line()?])) {
            self.hide(next);
        }
    }

    /// Whole rows and columns of few people.
    fn hide_lines(&mut self) {
        let (rows, columns) = self.inner();
        let sizes: Vec<u32> = (0..rows).map(|row| self.people[row][columns]).collect();
        let gone = joined(&sizes, vec![false; rows], self.privacy);
        for row in (0..rows).filter(|row| gone[*row]) {
            self.hide((0..=columns).map(|column| (row, column)));
        }
        let sums = self.people[rows][..columns].to_vec();
        let is_few = |sum: &u32| self.privacy.is_few(*sum);
        let gone: Vec<bool> = match self.totals {
            Totals::Whole => sums.iter().map(is_few).collect(),
            Totals::Groups => joined(&sums, vec![false; columns], self.privacy),
            Totals::Unseen => vec![false; columns],
        };
        let last = if self.totals == Totals::Groups {
            rows + 1
        } else {
            rows
        };
        for column in (0..columns).filter(|column| gone[*column]) {
            self.hide((0..last).map(|row| (row, column)));
        }
        if self.totals == Totals::Unseen {
            self.hide((0..=columns).map(|column| (rows, column)));
        }
    }

    /// The cells of each row and column whose sum is shown.
    fn lines(&self) -> Vec<Vec<At>> {
        let (rows, columns) = self.inner();
        let by_row = (0..rows)
            .filter(|row| !self.hidden[*row][columns])
            .map(|row| (0..columns).map(|column| (row, column)).collect());
        let by_column = (0..columns)
            .filter(|column| !self.hidden[rows][*column])
            .map(|column| (0..rows).map(|row| (row, column)).collect());
        by_row.chain(by_column).collect()
    }

    /// The smallest shown cell of a line whose hidden cells are few people together.
    fn short_line(&self) -> Option<At> {
        self.lines().into_iter().find_map(|line| {
            let gone = line.iter().filter(|at| self.is_hidden(**at));
            let people: u64 = gone.map(|at| u64::from(self.people(*at))).sum();
            self.privacy
                .is_few(people)
                .then(|| self.smallest(&line, false))
                .flatten()
        })
    }

    /// What goes for the first hidden cell that could be no other number.
    fn fixed_cell(&self) -> Option<Vec<At>> {
        let fixed = self.inner_cells().filter(|at| {
            self.is_hidden(*at)
                && self.people(*at) > 0
                && !self.could_be(*at, true)
                && !self.could_be(*at, false)
        });
        let (rows, columns) = self.inner();
        let beside = |(row, column): At| {
            let lines = [
                (0..columns).map(|at| (row, at)).collect::<Vec<At>>(),
                (0..rows).map(|at| (at, column)).collect(),
            ];
            let some = |with_zero| lines.iter().find_map(|line| self.smallest(line, with_zero));
            some(false).or_else(|| some(true)).map(|at| vec![at])
        };
        fixed
            .into_iter()
            .find_map(|at| self.rectangle(at).or_else(|| beside(at)))
    }

    /// The rectangle with a cell in which it could change that hides the fewest people more; sums are in it where they are
    /// hidden.
    fn rectangle(&self, cell: At) -> Option<Vec<At>> {
        let (rows, columns) = self.inner();
        let others = (0..=rows).flat_map(|row| (0..=columns).map(move |column| (row, column)));
        let others = others.filter(|(row, column)| *row != cell.0 && *column != cell.1);
        let corners = |far: At| [(cell.0, far.1), (far.0, cell.1), far];
        let is_sum = |at: &At| at.0 == rows || at.1 == columns;
        let is_usable = |far: &At| {
            let [beside, below, far] = corners(*far);
            let moves = |adds: bool| {
                self.could_add(cell, adds)
                    && self.could_add(beside, !adds)
                    && self.could_add(below, !adds)
                    && self.could_add(far, adds)
            };
            [beside, below, far]
                .iter()
                .all(|at| !is_sum(at) || self.is_hidden(*at))
                && (moves(true) || moves(false))
        };
        let new = |far: At| corners(far).into_iter().filter(|at| !self.is_hidden(*at));
        let best = others
            .filter(is_usable)
            .min_by_key(|far| new(*far).map(|at| u64::from(self.people(at))).sum::<u64>())?;
        let new: Vec<At> = new(best).collect();
        (!new.is_empty()).then_some(new)
    }

    fn smallest(&self, line: &[At], with_zero: bool) -> Option<At> {
        let shown = line
            .iter()
            .filter(|at| !self.is_hidden(**at) && (with_zero || self.people(**at) > 0));
        shown.copied().min_by_key(|at| self.people(*at))
    }

    /// Whether a figure can be one more or one less, its word aside.
    fn could_add(&self, at: At, adds: bool) -> bool {
        // In terms of signed cells: sums count negative, and lines add up to nothing.
        let (rows, columns) = self.inner();
        let is_one_sum = (at.0 == rows) != (at.1 == columns);
        adds != is_one_sum || self.people(at) > 0
    }

    /// The same of a figure that is not shown.
    fn has_room(&self, at: At, adds: bool) -> bool {
        self.is_hidden(at) && self.could_add(at, adds)
    }

    /// Whether a hidden cell lies on a closed walk that makes it one more (or one less) and every sum what it was.
    fn could_be(&self, cell: At, more: bool) -> bool {
        let (rows, columns) = (self.people.len(), self.people[0].len());
        let mut seen = vec![false; rows + columns];
        let mut open = VecDeque::from([rows + cell.1]);
        if !self.has_room(cell, more) {
            return false;
        }
        while let Some(node) = open.pop_front() {
            if node == cell.0 {
                return true;
            }
            let is_column = node >= rows;
            for other in if is_column { 0..rows } else { rows..rows + columns } {
                let at = if is_column {
                    (other, node - rows)
                } else {
                    (node, other - rows)
                };
                // A column takes back what the cell got; a row passes it on.
                if at != cell && !seen[other] && self.has_room(at, more != is_column) {
                    seen[other] = true;
                    open.push_back(other);
                }
            }
        }
        false
    }

    fn shown(&self) -> Vec<Vec<Shown<u32>>> {
        let (rows, columns) = self.inner();
        let k = self.privacy.minimum;
        let is_whole = self.privacy.is_few(self.people[rows][columns]);
        let cell = |(people, hidden): (&u32, &bool)| match (*hidden, is_whole) {
            (false, _) => Shown::Value(*people),
            (true, true) => Shown::Hidden(Hidden::FewerThan(k)),
            (true, false) => Shown::Hidden(Hidden::Protects(k)),
        };
        let rows = self.people.iter().zip(&self.hidden);
        rows.map(|(people, hidden)| people.iter().zip(hidden).map(cell).collect())
            .collect()
    }
}

#[cfg(test)]
mod tests;
