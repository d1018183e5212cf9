//! Axes: round steps, positions of values, powers of ten. Geometry only; figures keep their own exact text.

use crate::format::{Figure, Locale, Magnitude, Unit};

/// A linear axis with round ticks.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    pub(crate) low: f64,
    pub(crate) high: f64,
    step: f64,
    pub(crate) magnitude: Magnitude,
}

impl Axis {
    /// An axis from zero (bars start there) that covers all figures, with at most about `most` steps.
    pub(crate) fn from_zero(figures: impl IntoIterator<Item = Figure>, unit: &Unit, most: usize) -> Self {
        let (low, high) = figures.into_iter().fold((0f64, 0f64), |(low, high), figure| {
            let position = figure.position();
            (low.min(position), high.max(position))
        });
        Self::covering((low, high), unit, most)
    }

    /// An axis over the figures alone, for lines: it need not start at zero.
    pub(crate) fn around(figures: impl IntoIterator<Item = Figure>, unit: &Unit, most: usize) -> Self {
        let positions: Vec<f64> = figures.into_iter().map(Figure::position).collect();
        let low = positions.iter().copied().fold(f64::INFINITY, f64::min);
        let high = positions.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        match (low.is_finite(), low > 0.0 && low < 0.6 * high) {
            (false, _) => Self::covering((0.0, 1.0), unit, most),
            (true, true) => Self::covering((0.0, high), unit, most),
            (true, false) => Self::covering((low, high), unit, most),
        }
    }

    fn covering((low, high): (f64, f64), unit: &Unit, most: usize) -> Self {
        let high = if high > low {
            high
        } else {
            low + low.abs().max(1.0)
        };
        let step = round_step((high - low) / most.max(1) as f64, unit);
        let (low, high) = (
            (low / step + 1e-9).floor() * step,
            (high / step - 1e-9).ceil() * step,
        );
        let longest = low.abs().max(high.abs());
        Self {
            low,
            high,
            step,
            magnitude: Magnitude::of(unit, longest, step),
        }
    }

    /// The same axis ending at the data, for bars that carry their figures: ticks need not be its ends.
    pub(crate) fn tight(mut self, figures: impl IntoIterator<Item = Figure>) -> Self {
        let positions = figures.into_iter().map(Figure::position);
        let (low, high) = positions.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), position| {
            (low.min(position), high.max(position))
        });
        // What held zero keeps it: a bar starts there.
        let (low, high) = if self.low <= 0.0 && self.high >= 0.0 {
            (low.min(0.0), high.max(0.0))
        } else {
            (low, high)
        };
        if low < high {
            (self.low, self.high) = (low, high);
        }
        self
    }

    /// Where a value lies: 0 at the low end, 1 at the high end.
    pub(crate) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The position of a value across `start..end` (which may run upwards).
    pub(crate) fn place(&self, figure: Figure, (start, end): (f64, f64)) -> f64 {
        start + (end - start) * self.share(figure.position())
    }

    /// The ticks: position as a share, text, and whether it is zero.
    pub(crate) fn ticks(&self, locale: &Locale) -> Vec<(f64, String, bool)> {
        let first = (self.low / self.step - 1e-6).ceil();
        let count = ((self.high / self.step + 1e-6).floor() - first).max(0.0) as usize;
        let values = (0..=count.min(50)).map(|at| self.step * (first + at as f64));
        values
            .map(|value| {
                let is_zero = value.abs() < self.step / 1e3;
                let value = if is_zero { 0.0 } else { value };
                (self.share(value), self.magnitude.tick(value, locale), is_zero)
            })
            .collect()
    }
}

/// The smallest of 1, 2, 2.5 or 5 times a power of ten that is not under `least`. Whole things keep whole steps.
fn round_step(least: f64, unit: &Unit) -> f64 {
    let power = 10f64.powf(least.max(1e-9).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= least * 0.999);
    let step = step.unwrap_or(power * 10.0);
    match unit {
        Unit::Count(_) if step < 1.0 => 1.0,
        Unit::Count(_) if step < 3.0 => step.ceil(),
        _ => step,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(top: i128, unit: &Unit) -> Vec<String> {
        let axis = Axis::from_zero([Figure::whole(top)], unit, 4);
        axis.ticks(&Locale::default())
            .into_iter()
            .map(|tick| tick.1)
            .collect()
    }

    #[test]
    fn ticks_are_round_and_in_the_unit_of_the_subtitle() {
        let usd = Unit::Money(model::Currency::new("USD"));
        assert_eq!(labels(143_218, &usd), ["0", "50", "100", "150"]);
        assert_eq!(labels(9_300_000, &usd), ["0.0", "2.5", "5.0", "7.5", "10.0"]);
        assert_eq!(labels(3, &Unit::Count("people".into())), ["0", "1", "2", "3"]);
    }

    #[test]
    fn labels_side_by_side_differ_where_their_figures_do() {
        let usd = Unit::Money(model::Currency::new("USD"));
        let said = |figures: &[i128]| {
            let figures: Vec<Figure> = figures
                .iter()
                .map(|cents| Figure::nanos(cents * 10_000_000))
                .collect();
            let axis = Axis::from_zero(figures.iter().copied(), &usd, 4);
            axis.magnitude.labels(&figures, &Locale::default())
        };
        assert_eq!(said(&[3_244_000, 3_241_000, 2_000_000]), ["32.44", "32.41", "20"]);
        assert_eq!(said(&[3_244_000, 2_000_000, 3_241_000]), ["32", "20", "32"]);
        assert_eq!(
            said(&[1_250, 1_300, 1_300, 800]),
            ["12.50", "13.00", "13.00", "8.00"]
        );
        assert_eq!(said(&[2_789, 22_700, 7_121]), ["28", "227", "71"]);
    }

    #[test]
    fn nothing_at_all_still_has_an_axis() {
        assert_eq!(labels(0, &Unit::Share).len(), 5);
    }

    #[test]
    fn zero_is_a_tick_when_figures_go_below_it() {
        let axis = Axis::from_zero([Figure::whole(-405), Figure::whole(1110)], &Unit::Share, 4);
        assert!(axis.ticks(&Locale::default()).iter().any(|tick| tick.2));
    }
}
