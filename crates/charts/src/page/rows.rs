//! Charts that lie down: one row per item, the name at the left, a bar at the right.

use super::{LABEL, Page, TICK, widest};
use crate::canvas::{Anchor, Area, Pen};
use crate::format::count;

/// More rows than this are not read; the rest is in the table.
const MOST_ROWS: usize = 60;

/// Rows closer than this run together.
const TIGHTEST: f64 = 20.0;

/// Rows are at most so many times as high as they need to be.
pub(crate) const MOST_AIR: f64 = 1.9;

/// Between the names of two rows.
const APART: f64 = 5.0;

/// A second line needs rows this high.
const TWO_LINES: f64 = 28.0;

/// How rows share the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    /// Where the bars go; names stand left of it.
    pub(crate) plot: Area,
    /// Height of a row.
    pub(crate) height: f64,
    /// How many rows are drawn.
    pub(crate) shown: usize,
    names: f64,
}

impl Rows {
    /// The rows for these names, each about `least` high, leaving `(top, right, bottom)` free around the bars.
    pub(crate) fn new(page: &Page<'_, '_>, names: &[&str], least: f64, free: (f64, f64, f64)) -> Self {
        Self::two_lined(page, names.iter().map(|name| (*name, "")), least, free)
    }

    /// The same with a second, smaller line under each name that has one.
    pub(crate) fn two_lined<'n>(
        page: &Page<'_, '_>,
        names: impl ExactSizeIterator<Item = (&'n str, &'n str)> + Clone,
        least: f64,
        (top, right, bottom): (f64, f64, f64),
    ) -> Self {
        let room = (page.area.h - top - bottom).max(least);
        // A tight page keeps as many rows as can be read rather than all the air between them.
        let is_tight = names.len() as f64 * least > room;
        let least = if is_tight { least.min(TIGHTEST) } else { least };
        let fits = ((room / least).floor() as usize).clamp(1, MOST_ROWS);
        let (shown, room) = if names.len() > fits {
            (
                (((room - 16.0) / least).floor() as usize).clamp(1, MOST_ROWS),
                room - 16.0,
            )
        } else {
            (names.len(), room)
        };
        let height = (room / shown.max(1) as f64).min(least * MOST_AIR);
        let drawn = names.take(shown);
        let first = widest(drawn.clone().map(|(name, _)| name), LABEL);
        let second = widest(drawn.map(|(_, second)| second), TICK);
        let wide = if height < TWO_LINES {
            first
        } else {
            first.max(second)
        };
        let wide = (wide.ceil() + 12.0).min(page.area.w * 0.36);
        let plot = page.area.inside(wide, top, right, 0.0);
        Self {
            plot: Area {
                h: height * shown as f64,
                ..plot
            },
            height,
            shown,
            names: wide,
        }
    }

    /// The middle of a row.
    pub(crate) fn centre(&self, row: usize) -> f64 {
        self.plot.y + self.height * (row as f64 + 0.5)
    }

    /// The bar of a row between two positions, as a share of the row's height.
    pub(crate) fn bar(&self, row: usize, (from, to): (f64, f64), share: f64) -> Area {
        let half = (self.height * share / 2.0).min(11.0);
        let centre = self.centre(row);
        Area::between((from, to), (centre - half, centre + half))
    }

    /// Left and right end of the bars.
    pub(crate) fn ends(&self) -> (f64, f64) {
        (self.plot.x, self.plot.right())
    }

    /// Writes the name of a row, with a second line where there is one and room for it.
    pub(crate) fn name(&self, page: &mut Page<'_, '_>, row: usize, (name, second): (&str, &str)) {
        let y = self.centre(row);
        let x = page.area.x;
        let room = self.names - 12.0;
        if second.is_empty() {
            return page.wrapped((x, y + 4.0), name, (page.theme.ink, room, self.height - APART));
        }
        if self.height < TWO_LINES {
            return page.name((x, y + 4.0), name, (Anchor::Start, room));
        }
        page.name((x, y - 2.0), name, (Anchor::Start, room));
        let second = crate::font::fit(second, TICK, crate::font::Weight::Text, room);
        page.tick((x, y + 11.5), &second, Anchor::Start);
    }

    /// Says how many rows are only in the table.
    pub(crate) fn rest(&self, page: &mut Page<'_, '_>, all: usize) {
        if all > self.shown {
            let text = format!("{} more in table", count((all - self.shown) as i128, page.locale));
            page.tick((page.area.x, self.plot.bottom() + 13.0), &text, Anchor::Start);
        }
    }

    /// The zero line through all rows.
    pub(crate) fn zero(&self, page: &mut Page<'_, '_>, x: f64) {
        let pen = Pen::solid(page.theme.ink, 1.0);
        page.canvas.rule((x, self.plot.y), (x, self.plot.bottom()), pen);
    }
}
