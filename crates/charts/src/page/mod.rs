//! What all charts share around their plot: titles, notes, axes, labels, the empty state. No chart of its own.

mod axes;
mod labels;
mod rows;
mod sheet;

pub(crate) use labels::spread;
pub(crate) use rows::Rows;
pub(crate) use sheet::Sheet;

use crate::canvas::{Anchor, Area, Canvas, Ink, Pen, Point};
use crate::font::{self, Weight};
use crate::format::Locale;
use crate::theme::{Rgb, Theme};

/// Size of ticks and captions in CSS pixels.
pub(crate) const TICK: f64 = 11.0;
/// Size of names and values in CSS pixels.
pub(crate) const LABEL: f64 = 12.0;
/// From one line of a name to the next.
pub(crate) const LINE: f64 = 13.0;

/// A chart being drawn: the canvas with the theme, the locale, and the area that is left for the plot.
pub(crate) struct Page<'page, 'svg> {
    pub(crate) canvas: &'page mut Canvas<'svg>,
    pub(crate) theme: &'page Theme,
    pub(crate) locale: &'page Locale,
    pub(crate) area: Area,
}

impl Page<'_, '_> {
    /// Second text: ticks and captions.
    pub(crate) fn tick(&mut self, at: Point, text: &str, anchor: Anchor) {
        self.write(at, text, (TICK, Weight::Text, self.theme.muted, anchor));
    }

    /// Second text over lines: it stands on a patch of paper, so that none of them crosses it.
    pub(crate) fn apart(&mut self, (x, y): Point, text: &str, anchor: Anchor) {
        let wide = font::width(text, TICK, Weight::Text);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - wide / 2.0,
            Anchor::End => x - wide,
        };
        let patch = Area::new(left - 3.0, y - TICK, wide + 6.0, TICK + 4.0);
        self.canvas.wash(patch.within(self.area), self.theme.paper);
        self.tick((x, y), text, anchor);
    }

    /// A figure beside its mark.
    pub(crate) fn value(&mut self, at: Point, text: &str, anchor: Anchor) {
        self.write(at, text, (TICK, Weight::Strong, self.theme.ink, anchor));
    }

    /// A name, cut to its room.
    pub(crate) fn name(&mut self, at: Point, text: &str, (anchor, room): (Anchor, f64)) {
        let text = font::fit_name(text, LABEL, Weight::Text, room);
        self.write(at, &text, (LABEL, Weight::Text, self.theme.ink, anchor));
    }

    /// A text in the colour of what it names.
    pub(crate) fn coloured(&mut self, at: Point, text: &str, (colour, anchor): (Rgb, Anchor)) {
        self.write(
            at,
            text,
            (LABEL, Weight::Text, self.theme.as_text(colour), anchor),
        );
    }

    /// A name around one place, of as many lines as are `high`, in the colour of what it names.
    pub(crate) fn wrapped(&mut self, (x, y): Point, text: &str, (colour, room, high): (Rgb, f64, f64)) {
        let most = (high / LINE).floor().clamp(1.0, 3.0) as usize;
        let lines = font::wrap(text, LABEL, Weight::Text, room, most);
        let top = y - LINE / 2.0 * (lines.len() as f64 - 1.0);
        for (at, line) in lines.iter().enumerate() {
            self.coloured((x, top + LINE * at as f64), line, (colour, Anchor::Start));
        }
    }

    /// A text in the middle of a coloured area, in the ink that is read best on it; nothing where there is no room.
    pub(crate) fn within(&mut self, area: Area, text: &str, (on, weight): (Rgb, Weight)) {
        const AROUND: f64 = 4.0;
        if area.w < font::width(text, TICK, weight) + AROUND || area.h < TICK {
            return;
        }
        let (x, y) = area.middle();
        let colour = self.theme.text_on(on);
        self.write((x, y + 4.0), text, (TICK, weight, colour, Anchor::Middle));
    }

    /// A line of text in the upper left of a coloured area, cut to its room, in the ink that is read best on it; nothing
    /// where not even a few letters fit.
    pub(crate) fn inside(&mut self, area: Area, line: usize, text: &str, (on, weight): (Rgb, Weight)) {
        const LEAST: f64 = 26.0;
        let (room, y) = (area.w - 8.0, area.y + 13.0 + 13.0 * line as f64);
        if room < LEAST || y + 3.0 > area.bottom() {
            return;
        }
        let colour = self.theme.text_on(on);
        let text = font::fit_name(text, TICK, weight, room);
        self.write((area.x + 4.0, y), &text, (TICK, weight, colour, Anchor::Start));
    }

    /// A figure inside an area, whole or not at all: part of a figure is another one.
    pub(crate) fn figure_inside(&mut self, area: Area, line: usize, text: &str, on: Rgb) {
        if font::width(text, TICK, Weight::Strong) <= area.w - 8.0 {
            self.inside(area, line, text, (on, Weight::Strong));
        }
    }

    fn write(&mut self, at: Point, text: &str, (size, weight, colour, anchor): (f64, Weight, Rgb, Anchor)) {
        let ink = Ink {
            size,
            weight,
            colour,
            anchor,
        };
        self.canvas.text(at, text, ink);
    }

    /// A hairline of the grid.
    pub(crate) fn hairline(&mut self, from: Point, to: Point) {
        self.canvas.rule(from, to, Pen::solid(self.theme.hair, 1.0));
    }

    /// A base line or zero line.
    pub(crate) fn baseline(&mut self, from: Point, to: Point) {
        self.canvas.rule(from, to, Pen::solid(self.theme.ink, 1.0));
    }
}

/// The width of the widest text.
pub(crate) fn widest<'t>(texts: impl IntoIterator<Item = &'t str>, size: f64) -> f64 {
    texts
        .into_iter()
        .map(|text| font::width(text, size, Weight::Text))
        .fold(0.0, f64::max)
}
