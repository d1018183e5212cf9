//! The sum of a column as its rows go by, and what it was at each total: whether an amount is the sum of the rows since
//! one of them, or of all. Reads no cells.

use model::{Decimal, Exact, ExactSum};

/// Totals that are kept: the last ones.
const MOST_MARKS: usize = 64;
/// More digits than a spreadsheet shows: a sum of its doubles, whose last digits are noise.
const SHOWN_DIGITS: u64 = 15;
/// Digits that are left of such a sum when many rows went into it.
const SURE_DIGITS: u64 = 12;

/// The sum of a column so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Running {
    sum: ExactSum,
    rows: u64,
    /// The sum and rows at the totals so far.
    marks: Vec<(Decimal, u64)>,
}

impl Running {
    /// Adds the amount of a row.
    pub(crate) fn add(&mut self, amount: Exact) {
        self.sum.add(amount);
        self.rows += 1;
    }

    /// Passes a row without an amount.
    pub(crate) fn pass(&mut self) {
        self.rows += 1;
    }

    /// Takes notice of a total.
    pub(crate) fn mark(&mut self) {
        if self.marks.len() == MOST_MARKS {
            self.marks.remove(0);
        }
        self.marks.push((self.sum.decimal(), self.rows));
    }

    /// How many rows there were.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// The sum of all rows.
    pub(crate) fn sum(&self) -> &ExactSum {
        &self.sum
    }

    /// Whether an amount is the sum of all rows.
    pub(crate) fn is_all(&self, amount: Exact) -> bool {
        is_same(&amount.decimal(), &self.sum.decimal())
    }

    /// Whether an amount is the sum of at least so many rows since a total, or of all rows so far.
    pub(crate) fn agrees(&self, amount: Exact, least: u64) -> bool {
        let (amount, now) = (amount.decimal(), self.sum.decimal());
        let since =
            |(sum, rows): &(Decimal, u64)| self.rows - rows >= least && is_same(&amount, &(&now - sum));
        (self.rows >= least && is_same(&amount, &now)) || self.marks.iter().rev().any(since)
    }
}

/// Whether a stated amount is the sum of some others, of which there are some.
pub(crate) fn is_sum(stated: Exact, amounts: impl Iterator<Item = Exact>) -> bool {
    let (mut sum, mut any) = (ExactSum::default(), false);
    for amount in amounts {
        sum.add(amount);
        any = true;
    }
    any && is_same(&stated.decimal(), &sum.decimal())
}

/// Whether a stated amount is a sum, as far as doubles can tell where it is one.
fn is_same(stated: &Decimal, sum: &Decimal) -> bool {
    stated == sum
        || (stated.normalized().digits() > SHOWN_DIGITS
            && stated.with_prec(SURE_DIGITS) == sum.with_prec(SURE_DIGITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).expect(text)
    }

    #[test]
    fn a_total_is_of_all_rows_or_of_those_since_an_earlier_one() {
        let mut running = Running::default();
        for part in [["1", "2"], ["4", "5"]] {
            for amount in part {
                running.add(exact(amount));
            }
            running.mark();
        }
        for (amount, agrees) in [("12", true), ("9", true), ("3", false), ("5", false)] {
            assert_eq!(running.agrees(exact(amount), 2), agrees, "{amount}");
        }
        running.add(exact("7"));
        assert!(running.agrees(exact("7"), 1) && !running.agrees(exact("7"), 2));
        assert!(running.is_all(exact("19")) && !running.is_all(exact("7")));
    }

    #[test]
    fn a_sum_of_doubles_agrees_where_only_noise_differs() {
        let mut running = Running::default();
        running.add(exact("3268.9"));
        running.add(exact("0.05"));
        assert!(running.agrees(exact("3268.9500000000003"), 2));
        assert!(!running.agrees(exact("3268.95001"), 2));
        assert!(!running.agrees(exact("3268.9600000000003"), 2));
    }
}
