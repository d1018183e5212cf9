//! A reader who subtracts: from tables of shown figures with gaps to the numbers in the gaps.

pub(crate) mod company;

use serde_json::Value;

/// Fewest people that may be told of.
const K: i64 = 5;

pub(crate) fn few(people: i64) -> bool {
    (1..K).contains(&people)
}

/// A count; what is hidden or not said is `None`.
pub(crate) fn cell(value: &Value) -> Option<i64> {
    value.as_i64()
}

/// Counts in a list or in an object.
pub(crate) fn parts(value: &Value) -> Vec<Option<i64>> {
    match value {
        Value::Array(all) => all.iter().map(cell).collect(),
        Value::Object(all) => all.values().map(cell).collect(),
        _ => Vec::new(),
    }
}

/// Above the line, below it only, and unknown.
pub(crate) fn rate_parts(rate: &Value) -> Vec<Option<i64>> {
    let (above, below) = (cell(&rate["numerator"]), cell(&rate["denominator"]));
    vec![
        above,
        above.zip(below).map(|(above, below)| below - above),
        cell(&rate["unknown"]),
    ]
}

/// Counts of people by group and part, with the sums that are shown anywhere.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Vec<Option<i64>>>,
    pub(crate) sizes: Vec<Option<i64>>,
    pub(crate) columns: Vec<Option<i64>>,
    pub(crate) total: Option<i64>,
    /// Whether sums of columns are figures of the whole book, which may be of few people.
    pub(crate) is_whole: bool,
}

impl Table {
    /// One group by itself.
    pub(crate) fn alone(parts: Vec<Option<i64>>, size: Option<i64>) -> Self {
        Self {
            columns: vec![None; parts.len()],
            rows: vec![parts],
            sizes: vec![size],
            total: None,
            is_whole: true,
        }
    }

    /// Rates of teams with that of all, and sizes from elsewhere.
    pub(crate) fn of_rates(
        teams: &[Value],
        (name, all): (&str, &Value),
        size: impl Fn(&Value) -> Option<i64>,
    ) -> Self {
        let columns = rate_parts(all);
        Self {
            rows: teams.iter().map(|row| rate_parts(&row[name])).collect(),
            sizes: teams.iter().map(|row| size(&row["team"])).collect(),
            total: columns.iter().copied().sum(),
            columns,
            is_whole: true,
        }
    }

    pub(crate) fn hidden(&self) -> usize {
        self.rows.iter().flatten().filter(|cell| cell.is_none()).count()
    }

    pub(crate) fn shown(&self) -> usize {
        self.rows.iter().flatten().count() - self.hidden()
    }

    /// A part of a group of few people that is shown or follows.
    pub(crate) fn attacked(&self) -> Option<String> {
        let is_few = |cell: &Option<i64>| cell.is_some_and(few);
        if self.rows.iter().flatten().any(is_few) || self.sizes.iter().any(is_few) {
            return Some("few people are shown".into());
        }
        if !self.is_whole && self.columns.iter().any(is_few) {
            return Some("a column of few people is shown".into());
        }
        self.left_over().or_else(|| self.solved())
    }

    /// What a shown sum leaves over for what is hidden of its line.
    fn left_over(&self) -> Option<String> {
        let over = |sum: Option<i64>, line: Vec<Option<i64>>| {
            let sum = sum?;
            let left = sum - line.iter().flatten().sum::<i64>();
            // All of a line is what its sum says already.
            (line.contains(&None) && few(left) && left < sum).then_some(left)
        };
        for (at, row) in self.rows.iter().enumerate() {
            if let Some(left) = over(self.sizes[at], row.clone()) {
                return Some(format!("{left} people are left over in row {at}"));
            }
        }
        if self.rows.len() < 2 {
            return None;
        }
        for (at, sum) in self.columns.iter().enumerate() {
            if let Some(left) = over(*sum, self.rows.iter().map(|row| row[at]).collect()) {
                return Some(format!("{left} people are left over in column {at}"));
            }
        }
        over(self.total, self.sizes.clone()).map(|left| format!("teams of {left} people are left over"))
    }

    /// Any hidden cell that all sums together leave one number, which is few people.
    fn solved(&self) -> Option<String> {
        let is_parted = self
            .rows
            .iter()
            .filter(|row| row.iter().any(|cell| *cell != Some(0)))
            .count()
            > 1;
        if !is_parted {
            return None;
        }
        let width = self.columns.len();
        let lines = (0..self.rows.len()).map(|row| {
            (
                self.sizes[row],
                (0..width).map(|at| (row, at)).collect::<Vec<_>>(),
            )
        });
        let columns = (0..width).map(|at| {
            (
                self.columns[at],
                (0..self.rows.len()).map(|row| (row, at)).collect(),
            )
        });
        let unknown: Vec<(usize, usize)> = (0..self.rows.len())
            .flat_map(|row| (0..width).map(move |at| (row, at)))
            .filter(|(row, at)| self.rows[*row][*at].is_none())
            .collect();
        let equation = |(sum, line): (Option<i64>, Vec<(usize, usize)>)| {
            let known: i64 = line.iter().filter_map(|(row, at)| self.rows[*row][*at]).sum();
            let mut factors: Vec<f64> = unknown
                .iter()
                .map(|at| f64::from(u8::from(line.contains(at))))
                .collect();
            factors.push((sum? - known) as f64);
            Some(factors)
        };
        let found = solve(lines.chain(columns).filter_map(equation).collect());
        let told = found.into_iter().find(|(_, value)| few(value.round() as i64));
        told.map(|(at, value)| format!("cell {:?} is {value}", unknown[at]))
    }
}

/// Unknowns that a system of equations leaves one value. The last of each row is the sum.
fn solve(mut rows: Vec<Vec<f64>>) -> Vec<(usize, f64)> {
    let width = rows.first().map_or(0, Vec::len).saturating_sub(1);
    let mut done = 0;
    for column in 0..width {
        let Some(pivot) = (done..rows.len()).find(|row| rows[*row][column].abs() > 1e-9) else {
            continue;
        };
        rows.swap(done, pivot);
        let by = rows[done][column];
        rows[done].iter_mut().for_each(|value| *value /= by);
        let pivot = rows[done].clone();
        for (at, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != done) {
            let times = row[column];
            debug_assert!(at != done);
            row.iter_mut()
                .zip(&pivot)
                .for_each(|(value, one)| *value -= times * one);
        }
        done += 1;
    }
    let single = |row: &Vec<f64>| {
        let mut factors = row[..width]
            .iter()
            .enumerate()
            .filter(|(_, factor)| factor.abs() > 1e-9);
        let (at, factor) = factors.next()?;
        factors.next().is_none().then(|| (at, row[width] / factor))
    };
    rows.iter().filter_map(single).collect()
}
