//! One row an item: a bar from zero, a range, its middle, a point, whichever of them is known; what each of them is, the
//! caller says. Estimates are outlined. What is missing is said in words at its row, never drawn as nothing.

use crate::canvas::{Anchor, Area, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::font::{Weight, fit};
use crate::format::{Figure, Unit, decimal};
use crate::page::{Page, Rows, Sheet, TICK};
use crate::scale::Axis;

/// Items with their ranges.
#[derive(Clone, Debug)]
pub struct Intervals {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// What an item is, for the table's head: "Budget".
    pub item: String,
    /// What bar, range, middle and point are.
    pub words: Parts<&'static str>,
    /// Lines of others: name and figure.
    pub lines: Vec<(String, Figure)>,
    /// The end of a scale that is fixed, such as levels from 0 to 3: the axis reaches it, and figures stand on their bars.
    pub scale: Option<Figure>,
    /// In the order to draw.
    pub rows: Vec<Interval>,
    /// What is said where there is no row.
    pub nothing: String,
}

/// One of each part; an empty word is a part the chart does not have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts<T> {
    /// From zero.
    pub bar: T,
    /// From low to high.
    pub range: T,
    /// A line across.
    pub middle: T,
    /// A dot.
    pub point: T,
}

/// One item.
#[derive(Clone, Debug, Default)]
pub struct Interval {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// A second line under the name.
    pub second: String,
    /// From zero.
    pub bar: Option<Figure>,
    /// Low and high.
    pub range: Option<(Figure, Figure)>,
    /// Between them.
    pub middle: Option<Figure>,
    /// Beside them.
    pub point: Option<Figure>,
    /// Whether bar and range are estimates, which are outlined.
    pub is_estimate: bool,
    /// What is to be said of it: why a figure is missing.
    pub note: String,
}

impl Interval {
    fn figures(&self) -> impl Iterator<Item = Figure> {
        let ends = self.range.into_iter().flat_map(|(low, high)| [low, high]);
        ends.chain([self.bar, self.middle, self.point].into_iter().flatten())
    }
}

/// Room for the text at the right of a row.
const TEXT: f64 = 118.0;

impl Intervals {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        self.drawn(options, None)
    }

    /// Draws it; where every figure is zero, this sentence in the place of an empty axis. The table keeps them.
    pub fn draw_unless_zero(&self, options: &Options, sentence: &str) -> Drawing {
        self.drawn(options, Some(sentence))
    }

    fn drawn(&self, options: &Options, zero: Option<&str>) -> Drawing {
        let own = || self.rows.iter().flat_map(Interval::figures);
        let most = own().max().unwrap_or(Figure::ZERO) + own().max().unwrap_or(Figure::ZERO);
        let (near, far): (Vec<_>, Vec<_>) = self.lines.iter().partition(|(_, figure)| *figure <= most);
        let reach = || {
            let near = near.iter().map(|(_, figure)| *figure);
            own().chain(near).chain(self.scale)
        };
        let steps = (options.width / 130).clamp(2, 5) as usize;
        let axis = Axis::from_zero(reach(), &self.unit, steps).tight(reach());
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: self.remark(&far, options),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.rows.is_empty() {
            return sheet.empty(&self.nothing);
        }
        let is_zero = own().next().is_some() && own().all(|figure| figure == Figure::ZERO);
        if let Some(sentence) = zero.filter(|_| is_zero) {
            return sheet.empty(sentence);
        }
        let free = 24.0 + 14.0 * near.len() as f64;
        sheet.draw_rows(self.rows.len(), (28.0, free), |page| {
            self.plot(page, &axis, &near);
        })
    }

    /// What each part is, and which lines lie beyond the axis.
    fn remark(&self, far: &[&(String, Figure)], options: &Options) -> String {
        let Parts {
            bar,
            range,
            middle,
            point,
        } = self.words;
        let named = [("bar", bar), ("range", range), ("line", middle), ("dot", point)];
        let named: Vec<String> = named
            .iter()
            .filter(|(_, word)| !word.is_empty())
            .map(|(part, word)| format!("{part}: {word}"))
            .collect();
        let mut remark = model::capitalised(&named.join("; "));
        remark.push('.');
        if self
            .rows
            .iter()
            .any(|row| row.is_estimate && row.figures().next().is_some())
        {
            remark += " Outlined: an estimate.";
        }
        if !far.is_empty() {
            let text = |(name, figure): &&(String, Figure)| {
                format!("{name} {}", self.unit.full(*figure, &options.locale))
            };
            let far: Vec<String> = far.iter().map(text).collect();
            remark.push_str(" Beyond the axis: ");
            remark.push_str(&far.join("; "));
            remark.push('.');
        }
        remark
    }

    fn sentence(&self, options: &Options) -> String {
        let parts = self
            .rows
            .iter()
            .take(4)
            .map(|row| format!("{} {}", row.name, self.said(row, options)));
        format!("{}.", parts.collect::<Vec<_>>().join("; "))
    }

    /// Every part of a row in words.
    fn said(&self, row: &Interval, options: &Options) -> String {
        let full = |figure| self.unit.full(figure, &options.locale);
        let one =
            |word: &str, figure: Option<Figure>| figure.map(|figure| format!("{word} {}", full(figure)));
        let range = row
            .range
            .map(|(low, high)| format!("{} {} to {}", self.words.range, full(low), full(high)));
        let parts = [
            one(self.words.bar, row.bar),
            range,
            one(self.words.middle, row.middle),
            one(self.words.point, row.point),
            (!row.note.is_empty()).then(|| row.note.clone()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            "unknown".to_owned()
        } else {
            parts.join(" · ")
        }
    }

    fn table(&self, options: &Options) -> DataTable {
        let Parts {
            bar,
            range,
            middle,
            point,
        } = self.words;
        let (low, high) = (format!("{range}, low"), format!("{range}, high"));
        let heads = [
            (bar, bar),
            (range, &low),
            (range, &high),
            (middle, middle),
            (point, point),
        ];
        let has = |word: &str| !word.is_empty();
        let named = heads
            .iter()
            .filter(|(word, _)| has(word))
            .map(|(_, head)| model::capitalised(head));
        let columns = [self.item.clone()]
            .into_iter()
            .chain(named)
            .chain(["Remark".to_owned()]);
        let mut table = DataTable::ending_in_words(columns);
        for row in &self.rows {
            let cells = [
                (bar, row.bar),
                (range, row.range.map(|range| range.0)),
                (range, row.range.map(|range| range.1)),
                (middle, row.middle),
                (point, row.point),
            ];
            let figure = |figure: Option<Figure>| {
                figure.map_or_else(
                    || "unknown".to_owned(),
                    |figure| self.unit.full(figure, &options.locale),
                )
            };
            let cells = cells
                .into_iter()
                .filter(|(word, _)| has(word))
                .map(|(_, value)| figure(value));
            table.push(
                [row.name.clone()]
                    .into_iter()
                    .chain(cells)
                    .chain([row.note.clone()]),
            );
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, axis: &Axis, near: &[&(String, Figure)]) {
        let names = self
            .rows
            .iter()
            .map(|row| (row.name.as_str(), row.second.as_str()));
        let text = if page.area.w >= 420.0 { TEXT } else { 62.0 };
        let top = 2.0 + 14.0 * near.len() as f64;
        let rows = Rows::two_lined(page, names, 28.0, (top, text, 22.0));
        if self.rows.iter().any(|row| row.figures().next().is_some()) {
            page.bottom_axis(axis, rows.plot);
        }
        rows.rest(page, self.rows.len());
        rows.zero(page, axis.place(Figure::ZERO, rows.ends()));
        self.reference(page, (&rows, axis), near);
        for (at, row) in self.rows.iter().enumerate().take(rows.shown) {
            rows.name(page, at, (&row.name, &row.second));
            self.row(page, (&rows, axis), (at, row));
            if row.figures().next().is_none() {
                let note = if row.note.is_empty() { "unknown" } else { &row.note };
                let note = fit(note, TICK, Weight::Text, page.area.right() - rows.plot.x - 10.0);
                page.apart((rows.plot.x + 8.0, rows.centre(at) + 4.0), &note, Anchor::Start);
                continue;
            }
            if let Some(bar) = row.bar.filter(|_| self.scale.is_some()) {
                let area = rows.bar(
                    at,
                    (
                        axis.place(Figure::ZERO, rows.ends()),
                        axis.place(bar, rows.ends()),
                    ),
                    0.56,
                );
                let label = decimal(bar, 2, page.locale);
                page.within(area, &label, (page.theme.series(0), Weight::Strong));
                continue;
            }
            let label = Self::label(row, axis, page);
            let label = fit(&label, TICK, Weight::Strong, text - 10.0);
            page.value(
                (rows.plot.right() + 10.0, rows.centre(at) + 4.0),
                &label,
                Anchor::Start,
            );
        }
    }

    /// Dashed lines of others, each with its name above the rows.
    fn reference(&self, page: &mut Page<'_, '_>, (rows, axis): (&Rows, &Axis), near: &[&(String, Figure)]) {
        for (at, (name, figure)) in near.iter().enumerate() {
            let x = axis.place(*figure, rows.ends());
            let y = page.area.y + 11.0 + 14.0 * at as f64;
            let pen = Pen::dashed(page.theme.muted, 1.0, (4.0, 3.0));
            page.canvas.rule((x, y + 3.0), (x, rows.plot.bottom()), pen);
            let words = format!("{name} {}", self.unit.full(*figure, page.locale));
            let (left, right) = (x - page.area.x, page.area.right() - x);
            let room = left.max(right) - 6.0;
            let words = fit(&words, TICK, Weight::Text, room);
            let (x, anchor) = if right >= left {
                (x + 4.0, Anchor::Start)
            } else {
                (x - 4.0, Anchor::End)
            };
            page.tick((x, y), &words, anchor);
        }
    }

    /// The text beside a row: its range, else its bar, else what it has.
    fn label(row: &Interval, axis: &Axis, page: &Page<'_, '_>) -> String {
        let short = |figure| axis.magnitude.label(figure, page.locale);
        match (row.range, row.bar, row.middle, row.point) {
            (Some((low, high)), ..) if low != high => format!("{} to {}", short(low), short(high)),
            (Some((low, _)), ..) => short(low),
            (None, Some(bar), ..) => short(bar),
            (None, None, Some(one), _) | (None, None, None, Some(one)) => short(one),
            _ => String::new(),
        }
    }

    fn row(&self, page: &mut Page<'_, '_>, (rows, axis): (&Rows, &Axis), (at, row): (usize, &Interval)) {
        let place = |figure| axis.place(figure, rows.ends());
        let tag = |part: &str, word: &str, value: String| {
            let label = if word.is_empty() {
                row.name.clone()
            } else {
                format!("{}, {word}", row.name)
            };
            Tag::new(&format!("{}{part}", row.key), label, value)
        };
        let full = |figure| self.unit.full(figure, page.locale);
        if let Some(bar) = row.bar {
            let area = rows.bar(at, (place(Figure::ZERO), place(bar)), 0.56);
            let (value, colour) = (full(bar), page.theme.series(0));
            solid(
                page,
                (area, row.is_estimate),
                colour,
                tag("", self.words.bar, value),
            );
        }
        if let Some((low, high)) = row.range {
            let (left, right) = (place(low), place(high));
            let left = left.min(rows.ends().1 - 2.0);
            let area = rows.bar(at, (left, right.max(left + 2.0)), 0.36);
            let value = format!("{} to {}", full(low), full(high));
            let key = if row.bar.is_some() { "|range" } else { "" };
            let colour = page.theme.series(1);
            solid(
                page,
                (area, row.is_estimate),
                colour,
                tag(key, self.words.range, value),
            );
        }
        if let Some(middle) = row.middle {
            let (x, area) = (place(middle), rows.bar(at, (0.0, 1.0), 0.66));
            let value = full(middle);
            // A bar may be nearly as dark as the line.
            for (colour, wide) in [(page.theme.paper, 4.0), (page.theme.ink, 2.0)] {
                let pen = Pen::solid(colour, wide);
                page.canvas.rule((x, area.y), (x, area.bottom()), pen);
            }
            let hit = Area::between((x - 3.0, x + 3.0), (area.y, area.bottom()));
            page.canvas
                .region(hit.within(page.area), tag("|middle", self.words.middle, value));
        }
        if let Some(point) = row.point {
            let (value, colour) = (full(point), page.theme.series(3));
            page.canvas.point(
                (place(point), rows.centre(at)),
                (4.5, colour),
                tag("|point", self.words.point, value),
            );
        }
    }
}

/// A bar, outlined where it is an estimate.
fn solid(page: &mut Page<'_, '_>, (area, is_estimate): (Area, bool), colour: crate::theme::Rgb, tag: Tag) {
    if is_estimate {
        let pen = Pen::dashed(colour, 1.0, (3.0, 2.0));
        page.canvas
            .outlined_bar(area, (pen, page.theme.pale(colour)), tag);
    } else {
        page.canvas.bar(area, colour, tag);
    }
}
