//! The one place that draws. Each call that draws a figure records its mark in the same step, so that picture,
//! tooltip, focus and drill-down cannot drift. Everything goes through plotters; charts never see it.
//!
//! Charts speak CSS pixels. plotters knows whole pixels only, so the canvas is twice as large as the page and the
//! `viewBox` scales it down. The same calls give the same bytes.

mod area;
mod hatch;
mod stroke;

use std::fmt::Write as _;

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

pub(crate) use area::{Area, Point};
use area::{SCALE, pixel};

use crate::font::{self, Weight};
use crate::theme::Rgb;
use crate::{MOST_MARKS, Mark, Shape};

const IN_MEMORY: &str = "writing an SVG into memory cannot fail";

/// The shift plotters gives to texts that hang from their top.
const SHIFT: &str = " dy=\"0.76em\"";

/// What a mark says.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) value: String,
}

impl Tag {
    pub(crate) fn new(key: &str, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.to_owned(),
            label: label.into(),
            value: value.into(),
        }
    }
}

/// Where a text hangs on its point.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ink {
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) colour: Rgb,
    pub(crate) anchor: Anchor,
}

/// How a line looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pen {
    pub(crate) colour: Rgb,
    pub(crate) width: f64,
    /// Length of dash and gap in CSS pixels; `None` draws through.
    pub(crate) dash: Option<(f64, f64)>,
}

impl Pen {
    pub(crate) fn solid(colour: Rgb, width: f64) -> Self {
        Self {
            colour,
            width,
            dash: None,
        }
    }

    pub(crate) fn dashed(colour: Rgb, width: f64, dash: (f64, f64)) -> Self {
        Self {
            colour,
            width,
            dash: Some(dash),
        }
    }
}

/// A picture being drawn, with the marks drawn so far.
pub(crate) struct Canvas<'svg> {
    area: DrawingArea<SVGBackend<'svg>, Shift>,
    marks: Vec<Mark>,
    baselines: Vec<i32>,
}

/// Draws on a fresh page of CSS pixels; returns the SVG and its marks.
pub(crate) fn paint(width: u32, height: u32, draw: impl FnOnce(&mut Canvas<'_>)) -> (String, Vec<Mark>) {
    let mut svg = String::new();
    let (wide, high) = (width * SCALE, height * SCALE);
    let (marks, baselines) = {
        let area = SVGBackend::with_string(&mut svg, (wide, high)).into_drawing_area();
        let mut canvas = Canvas {
            area,
            marks: Vec::new(),
            baselines: Vec::new(),
        };
        draw(&mut canvas);
        canvas.area.present().expect(IN_MEMORY);
        (canvas.marks, canvas.baselines)
    };
    let drawn = format!("width=\"{wide}\" height=\"{high}\"");
    let shown = format!("width=\"{width}\" height=\"{height}\"");
    // plotters writes the pixel size it drew in and knows only one bold. A text cannot hold a bare quotation mark, so
    // neither replacement can touch one.
    let svg = svg
        .replacen(&drawn, &shown, 1)
        .replace("font-weight=\"bold\"", "font-weight=\"600\"");
    (on_baselines(&svg, &baselines), marks)
}

/// Puts each text on its own baseline. plotters shifts texts by `dy`, which readers apply to the first letter: in
/// right-to-left text that is the last one drawn, and the line breaks in two.
fn on_baselines(svg: &str, baselines: &[i32]) -> String {
    let (shifted, last) = svg.rsplit_once(SHIFT).unwrap_or(("", svg));
    let mut whole = String::with_capacity(svg.len());
    for (part, baseline) in shifted.split(SHIFT).zip(baselines) {
        let before = part.rfind(" y=\"").map_or(part, |at| &part[..at]);
        whole.push_str(before);
        _ = write!(whole, " y=\"{baseline}\"");
    }
    whole + last
}

fn filled(colour: Rgb) -> ShapeStyle {
    ShapeStyle::from(RGBColor(colour.0, colour.1, colour.2)).filled()
}

impl Canvas<'_> {
    /// A solid bar, column or segment, and its mark.
    pub(crate) fn bar(&mut self, area: Area, colour: Rgb, tag: Tag) {
        self.wash(area, colour);
        self.mark(tag, area.shape());
    }

    /// A bar in outline (plan, budget, weak evidence), and its mark. `paper` is what shows inside.
    pub(crate) fn outlined_bar(&mut self, area: Area, (pen, paper): (Pen, Rgb), tag: Tag) {
        self.wash(area, paper);
        self.stroke(&area.outline(), pen);
        self.mark(tag, area.shape());
    }

    /// A hatched bar (forecast, provisional, unknown), and its mark.
    pub(crate) fn hatched_bar(&mut self, area: Area, (colour, stripes): (Rgb, Rgb), tag: Tag) {
        self.bar(area, colour, tag);
        self.hatch(area, stripes);
    }

    /// One cell of a grid, and its mark.
    pub(crate) fn cell(&mut self, area: Area, colour: Rgb, tag: Tag) {
        self.bar(area, colour, tag);
    }

    /// A point, and its mark.
    pub(crate) fn point(&mut self, (x, y): Point, (radius, colour): (f64, Rgb), tag: Tag) {
        let (cx, cy, r) = (pixel(x), pixel(y), pixel(radius).max(1));
        self.area
            .draw(&Circle::new((cx, cy), r, filled(colour)))
            .expect(IN_MEMORY);
        self.mark(tag, Shape::Circle { cx, cy, r });
    }

    /// A mark for a part of the page without a shape of its own: one position of a dense line.
    pub(crate) fn region(&mut self, area: Area, tag: Tag) {
        self.mark(tag, area.path());
    }

    /// Fills an area: backgrounds and parts that are no figure of their own.
    pub(crate) fn wash(&mut self, area: Area, colour: Rgb) {
        self.area
            .draw(&Rectangle::new(area.corners(), filled(colour)))
            .expect(IN_MEMORY);
    }

    /// Stripes over what is there.
    pub(crate) fn hatch(&mut self, area: Area, colour: Rgb) {
        let style = ShapeStyle::from(RGBColor(colour.0, colour.1, colour.2).mix(0.6)).filled();
        for stripe in hatch::stripes(area) {
            self.area.draw(&Polygon::new(stripe, style)).expect(IN_MEMORY);
        }
    }

    /// Fills what lies inside the points: a band between two lines.
    pub(crate) fn band(&mut self, points: &[Point], colour: Rgb) {
        let corners: Vec<_> = points.iter().map(|(x, y)| (pixel(*x), pixel(*y))).collect();
        self.area
            .draw(&Polygon::new(corners, filled(colour)))
            .expect(IN_MEMORY);
    }

    /// A line through points.
    pub(crate) fn stroke(&mut self, points: &[Point], pen: Pen) {
        let Rgb(r, g, b) = pen.colour;
        let style = ShapeStyle::from(RGBColor(r, g, b)).stroke_width(pixel(pen.width).max(1) as u32);
        for piece in stroke::pieces(points, pen.dash) {
            self.area.draw(&PathElement::new(piece, style)).expect(IN_MEMORY);
        }
    }

    /// A straight line.
    pub(crate) fn rule(&mut self, from: Point, to: Point, pen: Pen) {
        self.stroke(&[from, to], pen);
    }

    /// One line of text; the point is on its baseline.
    pub(crate) fn text(&mut self, (x, y): Point, text: &str, ink: Ink) {
        let text = font::clean(text);
        if text.trim().is_empty() {
            return;
        }
        let size = ink.size * f64::from(SCALE);
        let style = match ink.weight {
            Weight::Text => FontStyle::Normal,
            Weight::Strong => FontStyle::Bold,
        };
        let hanging = match ink.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let colour = RGBColor(ink.colour.0, ink.colour.1, ink.colour.2);
        // plotters divides the size by 1.24; `Top` makes it write the shift that `on_baselines` takes away.
        let style = TextStyle::from((FontFamily::Name(font::FAMILY), size * 1.24, style))
            .color(&colour)
            .pos(Pos::new(hanging, VPos::Top));
        self.baselines.push(pixel(y));
        self.area
            .draw_text(&text, &style, (pixel(x), pixel(y)))
            .expect(IN_MEMORY);
    }

    fn mark(&mut self, tag: Tag, shape: Shape) {
        debug_assert!(
            self.marks.len() < MOST_MARKS,
            "a chart keeps its marks under the limit"
        );
        if self.marks.len() < MOST_MARKS {
            self.marks.push(Mark {
                key: tag.key,
                label: tag.label,
                value: tag.value,
                shape,
            });
        }
    }
}
