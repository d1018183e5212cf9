//! Control totals: the file's own decimals, summed exactly by currency and measure.

use model::{Currency, Exact, ExactSum, Measure, MeasureTotal};

/// Sums in the order they were met; there are few.
#[derive(Debug, Default)]
pub(crate) struct Totals(Vec<(Currency, Measure, ExactSum, u64)>);

impl Totals {
    /// Adds one amount.
    pub(crate) fn add(&mut self, currency: &Currency, measure: Measure, exact: Exact) {
        let known = self
            .0
            .iter()
            .position(|(c, m, ..)| c == currency && *m == measure);
        let place = known.unwrap_or_else(|| {
            self.0.push((currency.clone(), measure, ExactSum::default(), 0));
            self.0.len() - 1
        });
        let (_, _, sum, rows) = &mut self.0[place];
        sum.add(exact);
        *rows += 1;
    }

    /// The totals in order of currency and measure.
    pub(crate) fn finish(&mut self) -> Vec<MeasureTotal> {
        self.0.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        let total = |(currency, measure, sum, rows): &(Currency, Measure, ExactSum, u64)| MeasureTotal {
            currency: currency.clone(),
            measure: *measure,
            amount: sum.to_string(),
            rows: *rows,
        };
        self.0.iter().map(total).collect()
    }
}
