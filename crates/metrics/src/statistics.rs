//! Small statistics over plain numbers: median, quantile, mean ranks, Spearman, and seeded resampling. Knows no metric.

use model::Total;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::rounding::scale_half_even;

/// The quantile `p` (0 to 1) with straight lines between values; `None` of nothing.
pub(crate) fn quantile(values: &[f64], p: f64) -> Option<f64> {
    let mut rising = values.to_vec();
    rising.sort_by(f64::total_cmp);
    let at = p.clamp(0.0, 1.0) * rising.len().checked_sub(1)? as f64;
    let (low, high) = (rising[at.floor() as usize], rising[at.ceil() as usize]);
    Some(low + (high - low) * at.fract())
}

/// The middle value.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The middle amount; of an even number the mean of the two in the middle, rounded half-even. `None` of nothing.
pub(crate) fn median_total(values: &[Total]) -> Option<Total> {
    scale_half_even(twice_median(values)?, 1, 2).map(Total)
}

/// Twice the middle amount, which is whole.
pub(crate) fn twice_median(values: &[Total]) -> Option<i128> {
    let mut rising: Vec<i128> = values.iter().map(|value| value.0).collect();
    rising.sort_unstable();
    let last = rising.len().checked_sub(1)?;
    Some(rising[last / 2] + rising[rising.len() / 2])
}

/// Rank of each value from 1; equal values share the mean of their ranks.
pub(crate) fn ranks(values: &[f64]) -> Vec<f64> {
    let rank = |value: &f64| {
        let below = values
            .iter()
            .filter(|other| other.total_cmp(value).is_lt())
            .count();
        let equal = values
            .iter()
            .filter(|other| other.total_cmp(value).is_eq())
            .count();
        below as f64 + f64::midpoint(equal as f64, 1.0)
    };
    values.iter().map(rank).collect()
}

/// Spearman's rank correlation; `None` where one side does not move or there are fewer than two pairs.
pub(crate) fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let (x, y) = (ranks(&x), ranks(&y));
    let middle = f64::midpoint(pairs.len() as f64, 1.0);
    let product =
        |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| (a - middle) * (b - middle)).sum() };
    let spread = (product(&x, &x) * product(&y, &y)).sqrt();
    (spread > 0.0).then(|| product(&x, &y) / spread)
}

/// Draws with replacement, the same for the same seed.
pub(crate) struct Resample(ChaCha12Rng);

impl Resample {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(ChaCha12Rng::seed_from_u64(seed))
    }

    /// As many of the items as there are, each drawn from all of them.
    pub(crate) fn of<'i, T>(&mut self, items: &'i [T]) -> Vec<&'i T> {
        let count = items.len() as u128;
        let mut one = |_| {
            let at = (u128::from(self.0.next_u64()) * count) >> 64;
            &items[at as usize]
        };
        (0..items.len()).map(&mut one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_of_ties_are_their_mean_and_spearman_uses_them() {
        assert_eq!(ranks(&[10.0, 20.0, 20.0, 5.0]), [2.0, 3.5, 3.5, 1.0]);
        let up = [(1.0, 10.0), (2.0, 100.0), (3.0, 1_000.0)];
        assert_eq!(spearman(&up), Some(1.0));
        // Ranks x 1 2 3 4 5, y 2 1 4 3 5: 1 − 6·4 ÷ (5·24) = 0.8.
        let mixed = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0), (5.0, 5.0)];
        assert!((spearman(&mixed).expect("moves") - 0.8).abs() < 1e-12);
        assert_eq!(spearman(&[(1.0, 2.0), (2.0, 2.0)]), None);
        assert_eq!(spearman(&[]), None);
    }

    #[test]
    fn quantiles_lie_between_values_and_resampling_repeats() {
        assert_eq!(quantile(&[4.0, 1.0, 3.0, 2.0], 0.5), Some(2.5));
        assert_eq!(median(&[]), None);
        let middle = |values: &[i128]| median_total(&values.iter().copied().map(Total).collect::<Vec<_>>());
        assert_eq!(middle(&[9, 1, 5]), Some(Total(5)));
        assert_eq!(
            (middle(&[4, 1]), middle(&[6, 1])),
            (Some(Total(2)), Some(Total(4))),
            "halves go to the even one"
        );
        assert_eq!((middle(&[-3]), middle(&[])), (Some(Total(-3)), None));
        let items = [1, 2, 3, 4, 5];
        let draw = |seed| -> Vec<i32> { Resample::seeded(seed).of(&items).into_iter().copied().collect() };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert!(Resample::seeded(1).of::<u8>(&[]).is_empty());
    }
}
