//! Suppression of a table of people with its totals: rows, columns and the whole are shown, so a hidden cell must not
//! follow from them.
//!
//! A cell of fewer than `k` people is hidden. Of the rest so much more is hidden that every hidden cell could be one
//! more or one less without any shown figure, or any word in place of a figure, becoming wrong: along a closed walk of
//! hidden cells that adds one here and takes one there. Zero is no secret and no cover, but in a table so small that
//! nothing else helps: there no cell says it.
//! Inputs: counts of distinct people that add up along rows and columns. Guards: it only ever hides.

use super::suppression::{Hidden, Privacy, Shown, check};

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

/// Hides what must not be shown of a table whose totals are shown too. Rows are of equal length.
pub fn suppress_table(cells: &[Vec<u32>], privacy: Privacy) -> ShownTable {
    let mut table = Extended::of(cells, privacy);
    table.protect();
    let mut rows = table.shown();
    let mut last = rows.pop().unwrap_or_default();
    let total = last.pop().unwrap_or(Shown::Value(0));
    let sums = rows
        .iter_mut()
        .map(|row| row.pop().unwrap_or(Shown::Value(0)))
        .collect();
    ShownTable {
        cells: rows,
        rows: sums,
        columns: last,
        total,
    }
}

type At = (usize, usize);

/// The table with its totals as a last row and a last column. Sums taken as negative, every line adds up to nothing.
struct Extended {
    people: Vec<Vec<u32>>,
    hidden: Vec<Vec<Option<Hidden>>>,
    minimum: u32,
    /// Whether zeros say `fewer than` too, so that the word no longer means at least one.
    is_zero_hidden: bool,
}

impl Extended {
    fn of(cells: &[Vec<u32>], privacy: Privacy) -> Self {
        let width = cells.first().map_or(0, Vec::len);
        let mut people: Vec<Vec<u32>> = cells.to_vec();
        people.push(
            (0..width)
                .map(|at| cells.iter().map(|row| row[at]).sum())
                .collect(),
        );
        for row in &mut people {
            row.push(row.iter().sum());
        }
        let alone = |row: &Vec<u32>| row.iter().map(|people| check(*people, None, privacy)).collect();
        Self {
            hidden: people.iter().map(alone).collect(),
            people,
            minimum: privacy.minimum,
            is_zero_hidden: false,
        }
    }

    fn size(&self) -> At {
        (self.people.len(), self.people[0].len())
    }

    fn all(&self) -> impl Iterator<Item = At> + use<> {
        let (rows, columns) = self.size();
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    fn is_sum(&self, (row, column): At) -> bool {
        let (rows, columns) = self.size();
        row + 1 == rows || column + 1 == columns
    }

    fn hide(&mut self, (row, column): At) {
        let word = match self.people[row][column] {
            0 => Hidden::FewerThan(self.minimum),
            _ => Hidden::Complementary,
        };
        let cell = &mut self.hidden[row][column];
        *cell = cell.or(Some(word));
    }

    /// What is safe once stays safe: hiding more only adds freedom.
    fn protect(&mut self) {
        let mut open: Vec<At> = self
            .all()
            .filter(|at| self.hidden[at.0][at.1].is_some())
            .collect();
        while let Some(at) = open.pop() {
            let walks = [true, false].map(|more| self.walk(at, more));
            let best = walks.into_iter().flatten().min_by_key(|walk| walk.0);
            let is_safe = best.is_some();
            let cover = best.map_or_else(|| self.next_to_go(), |walk| walk.1);
            let new: Vec<At> = cover
                .into_iter()
                .filter(|at| self.hidden[at.0][at.1].is_none())
                .collect();
            let is_stuck = !is_safe && new.is_empty();
            if !is_safe && !is_stuck {
                open.push(at);
            }
            for at in &new {
                self.hide(*at);
            }
            open.extend(new);
        }
    }

    /// What goes where no closed walk exists: the smallest shown cell; then every zero; then the smallest sum.
    fn next_to_go(&mut self) -> Vec<At> {
        let is_shown = |at: &At| self.hidden[at.0][at.1].is_none();
        let shown = self
            .all()
            .filter(is_shown)
            .map(|at| (self.is_sum(at), self.people[at.0][at.1], at));
        let (zeros, mut rest): (Vec<_>, Vec<_>) = shown.partition(|(_, people, _)| *people == 0);
        rest.sort_unstable();
        let is_sum = rest.first().is_none_or(|next| next.0);
        if is_sum && !self.is_zero_hidden {
            self.is_zero_hidden = true;
            if !zeros.is_empty() {
                return zeros.into_iter().map(|zero| zero.2).collect();
            }
        }
        rest.first().map(|next| next.2).into_iter().collect()
    }

    /// What it costs to let a cell grow or shrink by one: nothing where it is hidden and has room, else the people of a
    /// cell that must be hidden for it. `None` where its word forbids it.
    fn cost(&self, (row, column): At, grows: bool) -> Option<u64> {
        let (people, hidden) = (self.people[row][column], self.hidden[row][column]);
        let (least, most) = match hidden {
            Some(Hidden::FewerThan(k)) => (u32::from(!self.is_zero_hidden), k - 1),
            _ => (self.minimum, u32::MAX),
        };
        let is_open = hidden.is_some() || people > 0;
        let has_room = is_open && if grows { people < most } else { people > least };
        let sums_last = if self.is_sum((row, column)) { 1 << 32 } else { 0 };
        let price = if hidden.is_some() {
            0
        } else {
            1 + u64::from(people) + sums_last
        };
        has_room.then_some(price)
    }

    /// The cheapest closed walk through a cell that makes it one more (or one less): its cost and its other cells.
    fn walk(&self, cell: At, more: bool) -> Option<(u64, Vec<At>)> {
        // In terms of signed cells: sums count negative, and lines add up to nothing.
        let change = |at: At, adds: bool| self.cost(at, adds != self.is_one_sum(at));
        change(cell, more)?;
        let (rows, columns) = self.size();
        let mut best: Vec<Option<(u64, usize)>> = vec![None; rows + columns];
        let mut done = vec![false; rows + columns];
        best[rows + cell.1] = Some((0, usize::MAX));
        loop {
            let next = (0..best.len()).filter(|node| !done[*node] && best[*node].is_some());
            let node = next.min_by_key(|node| best[*node])?;
            let (spent, _) = best[node]?;
            done[node] = true;
            if node == cell.0 {
                return Some((spent, self.way(&best, node)));
            }
            let is_column = node >= rows;
            for other in if is_column { 0..rows } else { rows..rows + columns } {
                let at = if is_column {
                    (other, node - rows)
                } else {
                    (node, other - rows)
                };
                // A column takes back what the cell got; a row passes it on.
                if let Some(cost) = change(at, more != is_column).filter(|_| at != cell && !done[other]) {
                    let found = (spent + cost, node);
                    best[other] = Some(best[other].map_or(found, |known| known.min(found)));
                }
            }
        }
    }

    /// A sum of a row or of a column; the sum of all counts as a cell again.
    fn is_one_sum(&self, (row, column): At) -> bool {
        let (rows, columns) = self.size();
        (row + 1 == rows) != (column + 1 == columns)
    }

    fn way(&self, best: &[Option<(u64, usize)>], end: usize) -> Vec<At> {
        let rows = self.size().0;
        let mut node = end;
        let mut cells = Vec::new();
        while let Some((_, from)) = best[node].filter(|(_, from)| *from != usize::MAX) {
            cells.push(if from >= rows {
                (node, from - rows)
            } else {
                (from, node - rows)
            });
            node = from;
        }
        cells
    }

    fn shown(&self) -> Vec<Vec<Shown<u32>>> {
        let cell =
            |(people, hidden): (&u32, &Option<Hidden>)| hidden.map_or(Shown::Value(*people), Shown::Hidden);
        let rows = self.people.iter().zip(&self.hidden);
        rows.map(|(people, hidden)| people.iter().zip(hidden).map(cell).collect())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng, SeedableRng};

    use super::*;

    const SMALL: Privacy = Privacy {
        minimum: 3,
        dominance_percent: 70,
    };

    /// Where a zero is shown, `fewer than` means at least one.
    fn fits(people: i64, shown: &Shown<u32>, least: i64) -> bool {
        match shown {
            Shown::Value(value) => i64::from(*value) == people,
            Shown::Hidden(Hidden::FewerThan(k)) => least <= people && people < i64::from(*k),
            Shown::Hidden(_) => people >= i64::from(SMALL.minimum),
        }
    }

    /// All figures of a table with its totals, in one row.
    fn extended(cells: &[Vec<i64>]) -> Vec<i64> {
        let columns = (0..cells[0].len()).map(|at| cells.iter().map(|row| row[at]).sum::<i64>());
        let rows = cells.iter().map(|row| row.iter().sum::<i64>());
        let total: i64 = cells.iter().flatten().sum();
        let inner = cells.iter().flatten().copied();
        inner.chain(rows).chain(columns).chain([total]).collect()
    }

    fn published(table: &ShownTable) -> Vec<Shown<u32>> {
        let inner = table.cells.iter().flatten().cloned();
        let sums = table.rows.iter().chain(&table.columns).cloned();
        inner.chain(sums).chain([table.total.clone()]).collect()
    }

    /// Every table near the true one that says the same to a reader: each hidden figure must take two values in them.
    fn exposed(cells: &[Vec<u32>], table: &ShownTable) -> Option<usize> {
        let width = cells[0].len();
        let count = cells.len() * width;
        let published = published(table);
        let least = i64::from(published.contains(&Shown::Value(0)));
        let mut seen: Vec<std::collections::BTreeSet<i64>> =
            vec![std::collections::BTreeSet::new(); published.len()];
        for code in 0..3usize.pow(count as u32) {
            let step = |at: usize| (code / 3usize.pow(at as u32) % 3) as i64 - 1;
            let guess: Vec<Vec<i64>> = cells
                .iter()
                .enumerate()
                .map(|(row, people)| {
                    let cell = |(at, n): (usize, &u32)| i64::from(*n) + step(row * width + at);
                    people.iter().enumerate().map(cell).collect()
                })
                .collect();
            let figures = extended(&guess);
            if figures
                .iter()
                .zip(&published)
                .all(|(people, shown)| fits(*people, shown, least))
            {
                for (seen, people) in seen.iter_mut().zip(&figures) {
                    seen.insert(*people);
                }
            }
        }
        let is_found = |at: &usize| published[*at].value().is_none() && seen[*at].len() < 2;
        (0..published.len()).find(is_found)
    }

    #[test]
    fn no_hidden_cell_follows_from_totals_in_five_hundred_random_tables() {
        let mut dice = ChaCha8Rng::seed_from_u64(5);
        let (mut hidden, mut with_shown) = (0, 0);
        for _ in 0..500 {
            let (rows, columns) = (2 + dice.next_u32() as usize % 2, 2 + dice.next_u32() as usize % 2);
            let row = |dice: &mut ChaCha8Rng| (0..columns).map(|_| dice.next_u32() % 12).collect();
            let cells: Vec<Vec<u32>> = (0..rows).map(|_| row(&mut dice)).collect();
            let table = suppress_table(&cells, SMALL);
            assert_eq!(exposed(&cells, &table), None, "{cells:?} → {table:?}");
            let gone = table
                .cells
                .iter()
                .flatten()
                .filter(|cell| cell.value().is_none())
                .count();
            hidden += usize::from(gone > 0);
            with_shown += usize::from(gone > 0 && gone < rows * columns);
        }
        assert!(
            hidden > 200 && with_shown > 100,
            "{hidden} tables hide, {with_shown} still show something"
        );
    }

    #[test]
    fn the_check_of_the_test_finds_a_cell_that_was_left_open() {
        let cells = vec![vec![1, 9], vec![8, 9]];
        let mut table = suppress_table(&cells, SMALL);
        assert_eq!(exposed(&cells, &table), None);
        table.cells[1][0] = Shown::Value(8);
        assert_eq!(exposed(&cells, &table), Some(0));
    }

    #[test]
    fn a_small_cell_takes_a_rectangle_along_and_large_tables_keep_the_rest() {
        let cells = vec![vec![2, 20, 30], vec![12, 22, 32], vec![14, 24, 34]];
        let table = suppress_table(&cells, Privacy::default());
        let shown = |row: usize, column: usize| table.cells[row][column].value().copied();
        assert_eq!([shown(0, 0), shown(0, 1), shown(1, 0), shown(1, 1)], [None; 4]);
        assert_eq!(
            [shown(0, 2), shown(1, 2), shown(2, 2)],
            [Some(30), Some(32), Some(34)]
        );
        assert_eq!(table.total, Shown::Value(190));
    }

    #[test]
    fn nothing_and_nobody_are_no_secret() {
        assert_eq!(suppress_table(&[], SMALL).total, Shown::Value(0));
        let zero = suppress_table(&[vec![0, 9], vec![7, 0]], SMALL);
        assert!(zero.cells.iter().flatten().all(|cell| cell.value().is_some()));
        let alone = suppress_table(&[vec![2]], SMALL);
        assert_eq!(alone.total, Shown::Hidden(Hidden::FewerThan(3)));
    }
}
