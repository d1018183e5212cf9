//! Rows of groups above their members, as a pivot table has them: each is the sum of those below it, up to the next of
//! its level. All groups are of one depth. Knows amounts only.

use std::collections::{BTreeMap, HashMap};

/// Longer outlines are written by machines.
const MOST_ROWS: usize = 500;
/// Levels: groups of groups of rows.
const DEEPEST: usize = 4;
/// Members of some group: a row that repeats the one above it tells nothing.
const FEWEST: usize = 2;

/// The rows that stand for those below them. Rows are amounts by column, in millionths; `total` is what the table states
/// of some columns, without which there is no telling: things of one price make such rows by chance.
pub(super) fn heads(rows: &[Vec<i128>], total: &[Option<i128>]) -> Vec<usize> {
    if rows.len() > MOST_ROWS {
        return Vec::new();
    }
    let mut outline = Outline::of(rows);
    // Rows that make the total as they are need no other reading.
    if outline.is_all(total, 1) {
        return Vec::new();
    }
    let found = (2..=DEEPEST).find_map(|depth| {
        let groups = outline
            .is_all(total, depth)
            .then(|| outline.tiles(0, rows.len(), depth))??;
        let is_proven = groups.iter().any(|group| outline.members(*group) >= FEWEST);
        is_proven.then(|| outline.heads_in(0, rows.len(), depth))
    });
    found.unwrap_or_default()
}

/// Where a group starts and ends.
type Group = (usize, usize);

struct Outline {
    /// The sum of all rows before each, by column.
    sums: Vec<Vec<i128>>,
    ends: HashMap<(usize, usize), Vec<usize>>,
}

impl Outline {
    fn of(rows: &[Vec<i128>]) -> Self {
        let mut sums = vec![vec![0; rows.first().map_or(0, Vec::len)]];
        for row in rows {
            let next = sums[sums.len() - 1].iter().zip(row).map(|(sum, own)| sum + own);
            sums.push(next.collect());
        }
        let ends = HashMap::new();
        Self { sums, ends }
    }

    fn row(&self, row: usize) -> Vec<i128> {
        let (from, to) = (&self.sums[row], &self.sums[row + 1]);
        to.iter().zip(from).map(|(to, from)| to - from).collect()
    }

    /// Whether amounts, so many times, are what some rows make.
    fn is(&self, amounts: &[i128], times: usize, from: usize, to: usize) -> bool {
        let noise = (to - from) as i128;
        let sums = self.sums[to].iter().zip(&self.sums[from]);
        sums.zip(amounts)
            .all(|((to, from), amount)| (to - from - amount * times as i128).abs() <= noise)
    }

    /// Whether the amounts that a total states, so many times, are what all rows make.
    fn is_all(&self, total: &[Option<i128>], times: usize) -> bool {
        let all = self.sums[self.sums.len() - 1].iter().zip(total);
        let mut stated = all.filter_map(|(sum, total)| Some((sum, (*total)?)));
        let noise = self.sums.len() as i128;
        stated.clone().any(|(_, total)| total != 0)
            && stated.all(|(sum, total)| (sum - total * times as i128).abs() <= noise)
    }

    /// Rows of a group below its first that have an amount.
    fn members(&self, (from, to): Group) -> usize {
        (from + 1..to)
            .filter(|row| self.row(*row).iter().any(|amount| *amount != 0))
            .count()
    }

    /// Where a group of some depth that starts at a row can end.
    fn ends(&mut self, row: usize, depth: usize) -> Vec<usize> {
        if depth == 1 {
            return vec![row + 1];
        }
        if let Some(known) = self.ends.get(&(row, depth)) {
            return known.clone();
        }
        let own = self.row(row);
        let reached = self.reached(row + 1, self.sums.len() - 1, depth - 1);
        let is_sum = |to: &usize| *to > row + 1 && self.is(&own, depth - 1, row + 1, *to);
        let ends: Vec<usize> = reached.into_keys().filter(is_sum).collect();
        self.ends.insert((row, depth), ends.clone());
        ends
    }

    /// The rows up to which groups of some depth, one behind the other, can reach, each with where the last of them starts.
    fn reached(&mut self, from: usize, to: usize, depth: usize) -> BTreeMap<usize, usize> {
        let mut reached = BTreeMap::from([(from, from)]);
        let mut next = Some(from);
        while let Some(row) = next.filter(|row| *row < to) {
            for end in self.ends(row, depth) {
                reached.entry(end).or_insert(row);
            }
            next = reached.range(row + 1..).next().map(|(end, _)| *end);
        }
        reached
    }

    /// Groups of some depth that make up all rows of a range.
    fn tiles(&mut self, from: usize, to: usize, depth: usize) -> Option<Vec<Group>> {
        let reached = self.reached(from, to, depth);
        let mut groups = Vec::new();
        let mut end = to;
        while end > from {
            let start = *reached.get(&end)?;
            groups.push((start, end));
            end = start;
        }
        groups.reverse();
        Some(groups)
    }

    fn heads_in(&mut self, from: usize, to: usize, depth: usize) -> Vec<usize> {
        let mut heads = Vec::new();
        for (start, end) in self.tiles(from, to, depth).unwrap_or_default() {
            if depth > 1 {
                heads.push(start);
                heads.extend(self.heads_in(start + 1, end, depth - 1));
            }
        }
        heads
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: i128 = 1_000_000;

    fn of(amounts: &[i128], total: i128) -> Vec<usize> {
        let rows: Vec<Vec<i128>> = amounts.iter().map(|amount| vec![amount * UNIT]).collect();
        heads(&rows, &[Some(total * UNIT)])
    }

    #[test]
    fn a_row_above_its_members_is_their_sum() {
        assert_eq!(of(&[300, 100, 200, 50, 50], 350), [0, 3]);
    }

    #[test]
    fn groups_of_groups_are_found() {
        let amounts = [100, 60, 40, 20, 40, 40, 30, 30, 10, 20];
        assert_eq!(of(&amounts, 130), [0, 1, 4, 6, 7]);
    }

    #[test]
    fn rows_that_make_the_total_are_no_outline() {
        assert_eq!(of(&[300, 100, 200, 50, 50], 700), [0; 0]);
        assert_eq!(of(&[300, 100, 200, 50, 51], 350), [0; 0]);
        assert_eq!(of(&[300, 300, 50, 50], 350), [0; 0]);
        assert_eq!(of(&[], 0), [0; 0]);
    }

    #[test]
    fn every_column_must_add_up() {
        let rows = |last: i128| {
            let rows = [[30, 40], [10, 20], [20, last], [5, 5], [5, 5]];
            rows.map(|row| row.map(|amount| amount * UNIT).to_vec())
        };
        let total = [Some(35 * UNIT), Some(45 * UNIT)];
        assert_eq!(heads(&rows(20), &total), [0, 3]);
        assert_eq!(heads(&rows(20), &[None, total[1]]), [0, 3]);
        assert_eq!(heads(&rows(21), &total), [0; 0]);
    }
}
