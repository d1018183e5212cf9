//! The picture of spend over time: columns, budget line, totals and names. It is given sums and adds none.

use model::Period;

use super::Series;
use crate::MOST_MARKS;
use crate::canvas::{Anchor, Area, Pen, Tag};
use crate::font::{Weight, width, wrap};
use crate::format::{self, Figure, Locale, Unit};
use crate::page::{LABEL, LINE, Page, TICK, spread, widest};
use crate::scale::Axis;

/// Least distance between two names at the right.
const NAME_GAP: f64 = 14.0;

/// A column as drawn: one or more periods.
pub(super) struct Drawn {
    pub(super) period: Period,
    pub(super) name: String,
    pub(super) is_provisional: bool,
    pub(super) budget: Option<Figure>,
    pub(super) parts: Vec<Figure>,
}

impl Drawn {
    fn total(&self) -> Figure {
        self.parts.iter().copied().sum()
    }

    fn above(&self) -> Figure {
        self.parts
            .iter()
            .copied()
            .filter(|part| !part.is_negative())
            .sum()
    }

    fn below(&self) -> Figure {
        self.parts.iter().copied().filter(|part| part.is_negative()).sum()
    }
}

/// What the axis must hold.
pub(super) fn extremes(columns: &[Drawn]) -> impl Iterator<Item = Figure> + '_ {
    columns
        .iter()
        .flat_map(|column| [column.above(), column.below(), column.budget.unwrap_or_default()])
}

/// The plot.
pub(super) struct Stack<'s> {
    pub(super) unit: &'s Unit,
    pub(super) columns: &'s [Drawn],
    pub(super) series: &'s [Series],
    pub(super) colours: &'s [usize],
    pub(super) axis: &'s Axis,
    pub(super) planned: &'s str,
}

impl Stack<'_> {
    /// Draws it.
    pub(super) fn draw(&self, page: &mut Page<'_, '_>) {
        let names = widest(self.series.iter().map(|one| one.name.as_str()), LABEL).ceil() + 10.0;
        let right = names.min(page.area.w * 0.26).max(24.0);
        let top = page.area.y;
        page.area = Area {
            y: top + 10.0,
            h: page.area.h - 10.0,
            ..page.area
        };
        let plot = page.value_axis(self.axis, right);
        let step = plot.w / self.columns.len() as f64;
        let centres: Vec<f64> = (0..self.columns.len())
            .map(|at| plot.x + step * (at as f64 + 0.5))
            .collect();
        for (column, centre) in self.columns.iter().zip(&centres) {
            self.column(page, column, (*centre, (step * 0.68).clamp(1.0, 72.0), plot));
        }
        page.zero_line(plot, self.axis);
        self.budget(page, plot, step);
        self.totals(page, &centres, plot);
        let locale = page.locale;
        page.column_names(&centres, plot.bottom(), |at, before| {
            let before = before.map(|before| self.columns[before].period);
            format::axis_label(self.columns[at].period, before, locale)
        });
        self.names(page, plot, right);
    }

    /// One column: positive parts upwards, negative ones downwards, a gap of paper between them.
    fn column(&self, page: &mut Page<'_, '_>, column: &Drawn, (centre, wide, plot): (f64, f64, Area)) {
        let has_marks = self.columns.len() * self.series.len() <= MOST_MARKS;
        let (mut above, mut below) = (Figure::ZERO, Figure::ZERO);
        let sides = (centre - wide / 2.0, centre + wide / 2.0);
        let place = |figure| self.axis.place(figure, (plot.bottom(), plot.y));
        for (at, part) in column
            .parts
            .iter()
            .enumerate()
            .filter(|(_, part)| **part != Figure::ZERO)
        {
            let from = if part.is_negative() {
                &mut below
            } else {
                &mut above
            };
            let (start, end) = (place(*from), place(*from + *part));
            *from = *from + *part;
            let gap = if (start - end).abs() > 3.0 { 0.5 } else { 0.0 };
            let area = Area::between(sides, (start.min(end) + gap, start.max(end)));
            let colour = page.theme.series(self.colours[at]);
            if has_marks {
                page.canvas.bar(area, colour, self.tag(column, at, page.locale));
            } else {
                page.canvas.wash(area, colour);
            }
        }
        let whole = Area::between(sides, (place(above), place(below)));
        if column.is_provisional && above != below {
            page.canvas.hatch(whole, page.theme.paper);
        }
        if !has_marks {
            let value = self.unit.full(column.total(), page.locale);
            page.canvas
                .region(whole, Tag::new(&key(column.period), column.name.clone(), value));
        }
    }

    fn tag(&self, column: &Drawn, series: usize, locale: &Locale) -> Tag {
        let one = &self.series[series];
        let mark = if column.is_provisional {
            ", provisional"
        } else {
            ""
        };
        Tag::new(
            &format!("{}|{}", key(column.period), one.key),
            format!("{}, {}{mark}", one.name, column.name),
            self.unit.full(column.parts[series], locale),
        )
    }

    /// The budget as a dotted step, named once above its second column.
    fn budget(&self, page: &mut Page<'_, '_>, plot: Area, step: f64) {
        let mut line = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let Some(budget) = column.budget else { continue };
            let y = self.axis.place(budget, (plot.bottom(), plot.y));
            let x = plot.x + step * at as f64;
            line.extend([(x, y), (x + step, y)]);
        }
        let Some(&(x, y)) = line.first() else { return };
        page.canvas
            .stroke(&line, Pen::dashed(page.theme.ink, 1.2, (2.0, 3.0)));
        let above = self
            .columns
            .iter()
            .take(3)
            .map(Drawn::above)
            .max()
            .unwrap_or_default();
        let clear = y.min(self.axis.place(above, (plot.bottom(), plot.y)));
        page.tick((x + step * 1.5, clear - 8.0), self.planned, Anchor::Middle);
    }

    /// Totals: over every column where they fit, else over the first and the last two.
    fn totals(&self, page: &mut Page<'_, '_>, centres: &[f64], plot: Area) {
        let last = centres.len() - 1;
        let totals: Vec<Figure> = self.columns.iter().map(Drawn::total).collect();
        let short = |at: usize| self.axis.magnitude.label(totals[at], page.locale);
        let step = plot.w / centres.len() as f64;
        let fits = |text: &String| width(text, TICK, Weight::Strong) + 6.0 <= step;
        let all = centres.len() <= 8 && (0..=last).all(|at| fits(&short(at)));
        let is_end = |at: &usize| {
            centres.len() <= 40 && (*at == last || ((*at == 0 || at + 1 == last) && fits(&short(*at))))
        };
        let shown: Vec<usize> = (0..=last).filter(|at| all || is_end(at)).collect();
        let side_by_side: Vec<Figure> = shown.iter().map(|at| totals[*at]).collect();
        let texts = self.axis.magnitude.labels(&side_by_side, page.locale);
        for (at, text) in shown.into_iter().zip(texts) {
            let text = if fits(&text) { text } else { short(at) };
            let y = self.axis.place(self.columns[at].above(), (plot.bottom(), plot.y));
            page.value((centres[at], y - 6.0), &text, Anchor::Middle);
        }
    }

    /// How far apart names stand: as far as the longest needs to be read in whole, if there is room.
    fn name_gap(&self, high: f64, room: f64) -> f64 {
        let lines = |one: &Series| wrap(&one.name, LABEL, Weight::Text, room, 3).len();
        let longest = self.series.iter().map(lines).max().unwrap_or(1);
        let between = |lines: usize| if lines > 1 { 4.0 } else { 0.0 };
        let gap = |lines: usize| NAME_GAP + LINE * (lines as f64 - 1.0) + between(lines);
        let fitting = (1..=longest).rev().map(gap);
        let mut fitting = fitting.filter(|gap| gap * self.series.len() as f64 <= high);
        fitting.next().unwrap_or(NAME_GAP)
    }

    /// The names of the series beside their part of the last column.
    fn names(&self, page: &mut Page<'_, '_>, plot: Area, right: f64) {
        let last = &self.columns[self.columns.len() - 1];
        let mut sum = Figure::ZERO;
        let mut wanted = Vec::new();
        for part in &last.parts {
            let part = (*part).max(Figure::ZERO);
            let (start, end) = (sum.position(), (sum + part).position());
            sum = sum + part;
            let middle = self.axis.share(f64::midpoint(start, end));
            wanted.push(plot.bottom() - plot.h * middle);
        }
        // A window may draw letters a little wider than the font states.
        let room = (right - 8.0) * 0.97;
        let gap = self.name_gap(plot.h, room);
        let fitting = (plot.h / gap).floor().max(1.0) as usize;
        let shown = wanted.len().min(fitting);
        // Labels run from the base upwards; `spread` wants them downwards.
        let downwards: Vec<f64> = wanted[..shown].iter().rev().copied().collect();
        let places = spread(&downwards, gap, (plot.y + 4.0, plot.bottom() - 4.0));
        for (at, y) in places.iter().rev().enumerate() {
            let (name, colour) = (&self.series[at].name, page.theme.series(self.colours[at]));
            let place = (plot.right() + 8.0, y + 4.0);
            page.wrapped(place, name, (colour, room, gap));
        }
    }
}

/// The days of a column as a key: `2026-09-01..2026-10-01`, the second day not included.
fn key(period: Period) -> String {
    format!("{}..{}", period.from, period.to)
}
