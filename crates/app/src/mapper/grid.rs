//! The numbers of the rows that a profile keeps, side by side: whether columns add up or multiply. Knows no headings.

use ingest::profile::{ColumnProfile, Profile};
use ingest::value::{NumberStyle, NumberSurvey, NumberValue};

/// Fewer rows prove nothing.
const FEWEST_ROWS: usize = 2;
/// More columns of numbers are a wide table, in which some will add up by chance.
const MOST_COLUMNS: usize = 24;
/// Rows that are looked at before all others.
const FIRST_ROWS: usize = 200;
/// Of so many cells in a hundred something must hold.
const NEARLY_ALL: usize = 90;

/// Numbers by column and row; a column that does not mostly hold numbers has none.
#[derive(Debug)]
pub(crate) struct Grid {
    columns: Vec<Vec<Option<f64>>>,
    rows: usize,
}

impl Grid {
    /// The numbers of the rows that a profile keeps.
    pub(crate) fn of(profile: &Profile) -> Self {
        let mut survey = NumberSurvey::default();
        let holding = || profile.columns.iter().filter(|column| holds_numbers(column));
        holding().for_each(|column| survey.merge(&column.numbers));
        let style = survey.style();
        let rows: Vec<&Vec<String>> = profile.data().map(|row| &row.cells).collect();
        let column = |(place, column): (usize, &ColumnProfile)| {
            if !holds_numbers(column) {
                return Vec::new();
            }
            let cells = rows.iter().map(|cells| cells.get(place));
            cells.map(|cell| number(cell?, style)).collect()
        };
        Self {
            columns: profile.columns.iter().enumerate().map(column).collect(),
            rows: rows.len(),
        }
    }

    /// Places of the columns that hold numbers; none of a wide table.
    pub(crate) fn numeric(&self) -> Vec<usize> {
        let places = (0..self.columns.len()).filter(|place| !self.columns[*place].is_empty());
        let places: Vec<usize> = places.collect();
        if places.len() > MOST_COLUMNS {
            Vec::new()
        } else {
            places
        }
    }

    /// Whether `first` and `second` are `sum` in nearly all rows.
    pub(crate) fn add_up(&self, [first, second, sum]: [usize; 3]) -> bool {
        let fits = |[first, second, sum]: [f64; 3]| (first + second - sum).abs() < 0.0151;
        self.hold([first, second, sum], |[_, second, _]| second != 0.0, fits)
    }

    /// Whether `first` times `second` is `product` in nearly all rows, as far as rounded factors let it be.
    pub(crate) fn multiply(&self, [first, second, product]: [usize; 3]) -> bool {
        let tells = |[first, second, _]: [f64; 3]| {
            let is_trivial = |factor: f64| factor.abs() < f64::EPSILON || (factor - 1.0).abs() < f64::EPSILON;
            !is_trivial(first) && !is_trivial(second)
        };
        let fits = |[first, second, product]: [f64; 3]| {
            let rounded = 0.0051 * first.abs().max(second.abs()).max(1.0);
            let allowed = rounded.min(product.abs() * 0.05).max(0.0051);
            (first * second - product).abs() <= allowed
        };
        self.hold([first, second, product], tells, fits)
    }

    /// Whether `sum` without what stands in some columns, below zero or above, is `rest` in nearly all rows.
    pub(crate) fn take_off(&self, sum: usize, parts: &[usize], rest: usize) -> bool {
        let off = |row: usize| {
            parts
                .iter()
                .filter_map(|part| self.at(*part, row))
                .map(f64::abs)
                .sum::<f64>()
        };
        let rows = (0..self.rows).filter_map(|row| Some([self.at(sum, row)?, off(row), self.at(rest, row)?]));
        let rows: Vec<[f64; 3]> = rows.collect();
        let fits = |[sum, off, rest]: &&[f64; 3]| (sum.abs() - off - rest.abs()).abs() < 0.0151;
        rows.iter().filter(fits).count() * 100 >= rows.len() * NEARLY_ALL
            && rows.iter().any(|[_, off, _]| *off != 0.0)
    }

    /// Whether `sum` without `off`, below zero or above, and with `tax` is `all` in nearly all rows.
    pub(crate) fn take_off_and_tax(&self, [sum, off, tax, all]: [usize; 4]) -> bool {
        let number = |place, row| self.at(place, row);
        let rows = (0..self.rows).filter_map(|row| {
            let off = number(off, row).unwrap_or(0.0).abs();
            let left = number(sum, row)? - off + number(tax, row).unwrap_or(0.0);
            Some((off, (left - number(all, row)?).abs() < 0.0151))
        });
        let rows: Vec<(f64, bool)> = rows.collect();
        rows.len() >= FEWEST_ROWS
            && rows.iter().filter(|(_, fits)| *fits).count() * 100 >= rows.len() * NEARLY_ALL
            && rows.iter().any(|(off, fits)| *fits && *off != 0.0)
    }

    /// Whether one column repeats what another parts among rows that follow each other: `1000 600`, `1000 400`, `500 500`.
    pub(crate) fn shares(&self, whole: usize, part: usize) -> bool {
        let (mut left, mut of, mut rows, mut is_parted) = (0.0_f64, 0.0_f64, 0, false);
        for row in 0..self.rows {
            let (Some(all), Some(own)) = (self.at(whole, row), self.at(part, row)) else {
                return false;
            };
            if rows == 0 {
                (left, of) = (all, all);
            }
            left -= own;
            rows += 1;
            if (all - of).abs() > 0.0001 || own * of < 0.0 || left * of < -0.0151 {
                return false;
            }
            if left.abs() < 0.0151 {
                is_parted |= rows > 1;
                rows = 0;
            }
        }
        // The rows that are kept may end within a whole.
        is_parted
    }

    fn at_all(&self, places: [usize; 3], row: usize) -> Option<[f64; 3]> {
        let [a, b, c] = places.map(|place| self.at(place, row));
        Some([a?, b?, c?])
    }

    fn hold(
        &self,
        places: [usize; 3],
        tells: impl Fn([f64; 3]) -> bool,
        fits: impl Fn([f64; 3]) -> bool,
    ) -> bool {
        let rows = || (0..self.rows).filter_map(|row| self.at_all(places, row));
        // In a long table most columns are told by the first rows.
        let start: Vec<[f64; 3]> = rows().take(FIRST_ROWS).collect();
        let most = self.rows * (100 - NEARLY_ALL) / 100;
        if start.iter().filter(|row| !fits(**row)).count() > most {
            return false;
        }
        let rows: Vec<[f64; 3]> = rows().collect();
        let good = rows.iter().filter(|row| fits(**row)).count();
        rows.len() >= FEWEST_ROWS
            && good * 100 >= rows.len() * NEARLY_ALL
            && rows.iter().any(|row| tells(*row))
    }

    /// Whether each row has a number there that is not zero.
    pub(crate) fn is_full(&self, place: usize) -> bool {
        (0..self.rows).all(|row| self.at(place, row).is_some_and(|number| number != 0.0))
    }

    /// Whether each row fills exactly one of two columns, and either is filled; a zero fills nothing.
    pub(crate) fn take_turns(&self, first: usize, second: usize) -> bool {
        let is_filled = |place: usize, row: usize| self.at(place, row).is_some_and(|number| number != 0.0);
        let filled: Vec<(bool, bool)> = (0..self.rows)
            .map(|row| (is_filled(first, row), is_filled(second, row)))
            .collect();
        self.rows >= FEWEST_ROWS
            && filled.iter().all(|(first, second)| first != second)
            && filled.iter().any(|(first, _)| *first)
            && filled.iter().any(|(_, second)| *second)
    }

    /// Whether each row fills exactly one of some columns.
    pub(crate) fn fill_one(&self, places: &[usize]) -> bool {
        let is_filled = |place: &usize, row: usize| self.at(*place, row).is_some_and(|number| number != 0.0);
        let filled = |row: usize| places.iter().filter(|place| is_filled(place, row)).count();
        self.rows >= FEWEST_ROWS && (0..self.rows).all(|row| filled(row) == 1)
    }

    /// The column of some that is what the others come to in all rows.
    pub(crate) fn sum_of_others(&self, places: &[usize]) -> Option<usize> {
        let row_of = |row: usize| -> Vec<f64> {
            places
                .iter()
                .map(|place| self.at(*place, row).unwrap_or_default())
                .collect()
        };
        let is_sum = |at: usize| {
            let fits = |row: usize| {
                let numbers = row_of(row);
                (numbers.iter().sum::<f64>() - 2.0 * numbers[at]).abs() < 0.0151
            };
            self.rows >= FEWEST_ROWS && (0..self.rows).all(fits)
        };
        let at = (0..places.len())
            .filter(|_| places.len() > 2)
            .find(|at| is_sum(*at))?;
        Some(places[at])
    }

    /// Whether one column is what another comes to from row to row, in whichever direction the rows are sorted.
    pub(crate) fn runs(&self, amount: usize, balance: usize) -> bool {
        self.runs_by(balance, |row| self.at(amount, row))
    }

    /// Whether a column is what the amounts of its rows come to.
    pub(crate) fn runs_by(&self, balance: usize, amount: impl Fn(usize) -> Option<f64>) -> bool {
        let steps = |of: usize| {
            let of_row = |row: usize| {
                let (before, after) = (self.at(balance, row)?, self.at(balance, row + 1)?);
                let signed = if of == 0 { before - after } else { after - before };
                Some((signed - amount(row + of)?).abs() < 0.0151)
            };
            let steps: Vec<bool> = (0..self.rows.saturating_sub(1).min(FIRST_ROWS))
                .filter_map(of_row)
                .collect();
            let good = steps.iter().filter(|is_good| **is_good).count();
            good >= FEWEST_ROWS && good * 100 >= steps.len() * NEARLY_ALL
        };
        steps(0) || steps(1)
    }

    /// Whether two of some columns hold the same in all rows.
    pub(crate) fn are_alike(&self, places: &[usize]) -> bool {
        let mut pairs = places
            .iter()
            .flat_map(|first| places.iter().map(move |second| (first, second)));
        pairs.any(|(first, second)| first < second && self.columns[*first] == self.columns[*second])
    }

    /// Whether a column has no numbers.
    pub(crate) fn is_blank(&self, place: usize) -> bool {
        self.columns[place].is_empty()
    }

    /// Whether no number of a column is above zero, and one is below.
    pub(crate) fn is_below_zero(&self, place: usize) -> bool {
        let numbers = || self.columns[place].iter().flatten();
        numbers().all(|number| *number <= 0.0) && numbers().any(|number| *number < 0.0)
    }

    /// Rows that it has.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The number of a row.
    pub(crate) fn at(&self, place: usize, row: usize) -> Option<f64> {
        self.columns[place].get(row).copied().flatten()
    }
}

/// Whether a column mostly holds numbers.
fn holds_numbers(column: &ColumnProfile) -> bool {
    let numbers = column.numbers.numbers;
    numbers > 0 && (numbers + column.numbers.words) * 10 >= column.filled() * 8
}

fn number(text: &str, style: NumberStyle) -> Option<f64> {
    match style.read(text) {
        NumberValue::Exact(value, _) => value.decimal().to_string().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapper::fixture::profile;

    fn grid(text: &str) -> Grid {
        Grid::of(&profile(text))
    }

    #[test]
    fn factors_and_parts_are_found_in_whatever_way_numbers_are_written() {
        let table = grid("A;B;C;D;E\n2;10,50;21,00;5,25;26,25\n3;1.007,00;3.021,00;755,25;3.776,25\n");
        assert!(table.multiply([0, 1, 2]) && table.add_up([2, 3, 4]));
        assert!(!table.multiply([0, 2, 4]) && !table.add_up([1, 2, 4]));
    }

    #[test]
    fn a_rounded_factor_multiplies_still_and_ones_prove_nothing() {
        assert!(grid("A,B,C\n1000,0.13,125.40\n2000,0.13,250.80\n").multiply([0, 1, 2]));
        assert!(!grid("A,B,C\n1,0.13,0.13\n1,0.50,0.50\n").multiply([0, 1, 2]));
        assert!(!grid("A,B,C\n2,1.50,3.00\n").multiply([0, 1, 2]));
    }

    #[test]
    fn what_is_taken_off_may_be_in_several_columns_blank_and_below_zero() {
        let table = grid("A,B,C,D\n10.00,-2.00,,8.00\n20.00,,5.00,15.00\n");
        assert!(table.take_off(0, &[1, 2], 3));
        assert!(!table.take_off(0, &[1], 3) && !table.take_off(3, &[1, 2], 0));
    }

    #[test]
    fn columns_take_turns_where_each_row_fills_one_of_them() {
        assert!(grid("A,B\n20.00,\n,5.00\n").take_turns(0, 1));
        assert!(grid("A,B\n20.00,0.00\n0.00,5.00\n").take_turns(0, 1));
        assert!(!grid("A,B\n20.00,\n1.00,5.00\n").take_turns(0, 1));
        assert!(!grid("A,B\n20.00,\n1.00,\n").take_turns(0, 1));
    }

    #[test]
    fn a_column_is_below_zero_where_nothing_is_above() {
        let table = grid("A,B,C\n-20.00,0.00,1.00\n(5.00),0.00,-1.00\n");
        assert!(table.is_below_zero(0) && !table.is_below_zero(1) && !table.is_below_zero(2));
    }
}
