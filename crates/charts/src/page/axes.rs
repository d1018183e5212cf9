//! Axes: horizontal grid with ticks at the left, and the names under columns.

use super::{Page, TICK, widest};
use crate::canvas::{Anchor, Area, Point};
use crate::scale::Axis;

/// Height of the line of names under a plot.
const NAMES: f64 = 20.0;

impl Page<'_, '_> {
    /// Draws the value axis at the left of the page's area; returns the plot that is left. `right` stays free.
    pub(crate) fn value_axis(&mut self, axis: &Axis, right: f64) -> Area {
        let ticks = axis.ticks(self.locale);
        let room = widest(ticks.iter().map(|tick| tick.1.as_str()), TICK).ceil() + 8.0;
        let plot = self.area.inside(room, TICK / 2.0 + 2.0, right, NAMES);
        let every = (16.0 * ticks.len().saturating_sub(1) as f64 / plot.h)
            .ceil()
            .max(1.0) as usize;
        let zero = ticks.iter().position(|tick| tick.2).unwrap_or(0);
        let shown = ticks
            .into_iter()
            .enumerate()
            .filter(|(at, _)| at.abs_diff(zero).is_multiple_of(every));
        for (_, (share, text, is_zero)) in shown {
            let y = plot.bottom() - plot.h * share;
            if !is_zero {
                self.hairline((plot.x, y), (plot.right(), y));
            }
            self.tick((plot.x - 8.0, y + TICK * 0.36), &text, Anchor::End);
        }
        plot
    }

    /// The base line of a plot where its axis has zero (or at its foot).
    pub(crate) fn zero_line(&mut self, plot: Area, axis: &Axis) {
        let y = plot.bottom() - plot.h * axis.share(0.0);
        self.baseline((plot.x, y), (plot.right(), y));
    }

    /// Names under columns at the given centres, as many as fit. `name` gets the index and that of the last one shown.
    pub(crate) fn column_names(
        &mut self,
        centres: &[f64],
        bottom: f64,
        name: impl Fn(usize, Option<usize>) -> String,
    ) {
        let stride = stride(centres, &name);
        let mut shown = None;
        for at in (0..centres.len()).step_by(stride) {
            let text = name(at, shown);
            let half = crate::font::width(&text, TICK, crate::font::Weight::Text) / 2.0;
            let x = centres[at].clamp(
                self.area.x + half,
                (self.area.right() - half).max(self.area.x + half),
            );
            self.tick((x, bottom + 15.0), &text, Anchor::Middle);
            shown = Some(at);
        }
    }

    /// Vertical grid lines with their ticks below a plot.
    pub(crate) fn bottom_axis(&mut self, axis: &Axis, plot: Area) {
        let ticks = axis.ticks(self.locale);
        let room = plot.w / ticks.len().max(2) as f64;
        let every = if widest(ticks.iter().map(|tick| tick.1.as_str()), TICK) + 4.0 > room {
            2
        } else {
            1
        };
        for (at, (share, text, is_zero)) in ticks.into_iter().enumerate() {
            let x = plot.x + plot.w * share;
            if !is_zero {
                self.hairline((x, plot.y), (x, plot.bottom()));
            }
            if at % every == 0 {
                self.tick((x, plot.bottom() + 15.0), &text, Anchor::Middle);
            }
        }
    }

    /// A caption at the right foot of the page.
    pub(crate) fn caption(&mut self, text: &str) {
        let room = self.area.w;
        let text = crate::font::fit(text, TICK, crate::font::Weight::Text, room);
        let at: Point = (self.area.right(), self.area.bottom() - 2.0);
        self.tick(at, &text, Anchor::End);
    }
}

/// Every how many columns a name fits.
fn stride(centres: &[f64], name: &impl Fn(usize, Option<usize>) -> String) -> usize {
    let [first, .., last] = centres else { return 1 };
    // A few dozen tell the usual width; asking all of a thousand would tell the same.
    let some = (0..centres.len()).step_by(centres.len().div_ceil(40));
    let sample: Vec<String> = some.map(|at| name(at, at.checked_sub(1))).collect();
    let needed = widest(sample.iter().map(String::as_str), TICK) + 7.0;
    let step = (last - first) / (centres.len() - 1) as f64;
    (needed / step.max(0.01)).ceil().max(1.0) as usize
}
