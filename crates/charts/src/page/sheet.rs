//! A finished chart: titles and notes around the plot, alternative text and table beside the picture.

use super::rows::MOST_AIR;
use super::{LABEL, Page, TICK};
use crate::canvas::{Anchor, Area, Canvas, Ink, Pen, paint};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::font::{Weight, fit, wrap};
use crate::theme::Rgb;

const HEADING: f64 = 15.0;
/// Room for the sentence of a chart that has nothing to show, without the air around it.
const EMPTY: f64 = 50.0;
/// Space around an exported chart.
const MARGIN: f64 = 16.0;

/// Everything about a chart but its plot.
pub(crate) struct Sheet<'s> {
    pub(crate) options: &'s Options,
    pub(crate) titles: &'s Titles,
    /// The unit of the axis: `thousand USD`; empty where nothing needs saying.
    pub(crate) unit: String,
    /// A sentence the chart adds to the subtitle.
    pub(crate) remark: String,
    /// What the chart shows, one sentence.
    pub(crate) alt: String,
    /// All figures.
    pub(crate) table: DataTable,
}

impl Sheet<'_> {
    /// Draws the plot between the titles.
    pub(crate) fn draw(self, plot: impl FnOnce(&mut Page<'_, '_>)) -> Drawing {
        let subtitle = self.titles.subtitle(&self.unit, &self.remark);
        let whole = crate::format::without_magnitude(&self.unit);
        let table_subtitle = self.titles.subtitle(whole, &self.remark);
        let Options { width, height, .. } = *self.options;
        let (svg, marks) = paint(width, height, |canvas| {
            let area = self.frame(canvas, &subtitle);
            plot(&mut Page {
                canvas,
                theme: &self.options.theme,
                locale: &self.options.locale,
                area,
            });
        });
        let heads = [self.titles.title.as_str(), &self.alt];
        let alt = heads
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(": ");
        Drawing {
            svg,
            width,
            height,
            marks,
            title: self.titles.title.clone(),
            subtitle,
            table_subtitle,
            alt,
            table: self.table,
        }
    }

    /// The same of rows that are each `least` high and leave `free` above and below: no higher than they need.
    pub(crate) fn draw_rows(
        self,
        rows: usize,
        (least, free): (f64, f64),
        plot: impl FnOnce(&mut Page<'_, '_>),
    ) -> Drawing {
        let (around, lowest) = if self.options.with_titles {
            let words = self.words(&self.titles.subtitle(&self.unit, &self.remark));
            (words.high(), LOW)
        } else {
            (4.0, 0)
        };
        let needed = rows as f64 * least * MOST_AIR + free + around;
        let options = Options {
            height: self.options.height.min(lowest.max(needed.ceil() as u32)),
            ..self.options.clone()
        };
        let options = &options;
        Sheet { options, ..self }.draw(plot)
    }

    /// The chart without anything to show: one calm sentence.
    pub(crate) fn empty(mut self, sentence: &str) -> Drawing {
        sentence.clone_into(&mut self.alt);
        self.unit.clear();
        self.draw_rows(1, (EMPTY, 0.0), |page| {
            let (area, theme) = (page.area, page.theme);
            page.canvas.rule(
                (area.x, area.bottom() - 20.0),
                (area.right(), area.bottom() - 20.0),
                Pen::solid(theme.hair, 1.0),
            );
            let lines = wrap(sentence, LABEL, Weight::Text, area.w - 16.0, 3);
            let (x, y) = area.middle();
            let top = y - (lines.len() as f64 - 1.0) * 9.0;
            for (at, line) in lines.iter().enumerate() {
                let ink = Ink {
                    size: LABEL,
                    weight: Weight::Text,
                    colour: theme.muted,
                    anchor: Anchor::Middle,
                };
                page.canvas.text((x, top + 18.0 * at as f64), line, ink);
            }
        })
    }

    /// Titles above and notes below where they are wanted; returns what is left.
    fn frame(&self, canvas: &mut Canvas<'_>, subtitle: &str) -> Area {
        let page = Area::new(
            0.0,
            0.0,
            f64::from(self.options.width),
            f64::from(self.options.height),
        );
        if !self.options.with_titles {
            return page.inside(2.0, 2.0, 2.0, 2.0);
        }
        let theme = &self.options.theme;
        canvas.wash(page, theme.paper);
        let inner = page.inside(MARGIN, MARGIN - 4.0, MARGIN, MARGIN - 4.0);
        let words = self.words(subtitle);
        let mut y = inner.y;
        for line in &words.title {
            y += TITLE_LINE;
            canvas.text((inner.x, y - 4.0), line, ink(HEADING, Weight::Strong, theme.ink));
        }
        for line in &words.subtitle {
            y += SUBTITLE_LINE;
            canvas.text((inner.x, y - 4.0), line, ink(LABEL, Weight::Text, theme.muted));
        }
        let foot = words.foot();
        for (at, note) in words.notes.iter().enumerate() {
            let baseline = inner.bottom() - foot + NOTE_LINE * (at as f64 + 1.0) + 3.0;
            let line = fit(note, TICK, Weight::Text, inner.w);
            canvas.text((inner.x, baseline), &line, ink(TICK, Weight::Text, theme.muted));
        }
        inner.inside(0.0, y - inner.y + 6.0, 0.0, foot)
    }

    /// The lines around the plot, as they fit the page.
    fn words(&self, subtitle: &str) -> Words<'_> {
        let room = f64::from(self.options.width) - 2.0 * MARGIN;
        let lines = if self.options.height < LOW { 1 } else { 2 };
        Words {
            title: wrap(&self.titles.title, HEADING, Weight::Strong, room, 2),
            subtitle: wrap(subtitle, LABEL, Weight::Text, room, lines),
            notes: &self.titles.notes[..self.titles.notes.len().min(4)],
        }
    }
}

/// A page lower than this has room for one line of subtitle.
const LOW: u32 = 240;
/// Heights of lines.
const TITLE_LINE: f64 = 20.0;
const SUBTITLE_LINE: f64 = 17.0;
const NOTE_LINE: f64 = 15.0;

/// What stands around the plot of an export.
struct Words<'a> {
    title: Vec<String>,
    subtitle: Vec<String>,
    notes: &'a [String],
}

impl Words<'_> {
    fn foot(&self) -> f64 {
        let gap = if self.notes.is_empty() { 0.0 } else { 6.0 };
        self.notes.len() as f64 * NOTE_LINE + gap
    }

    /// Height of everything but the plot.
    fn high(&self) -> f64 {
        let heads = self.title.len() as f64 * TITLE_LINE + self.subtitle.len() as f64 * SUBTITLE_LINE + 6.0;
        2.0 * (MARGIN - 4.0) + heads + self.foot()
    }
}

fn ink(size: f64, weight: Weight, colour: Rgb) -> Ink {
    Ink {
        size,
        weight,
        colour,
        anchor: Anchor::Start,
    }
}
