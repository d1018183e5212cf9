//! Do tokens buy outcomes: one line per team through its periods, tokens across and outcome up, both indexed.
//! The dotted line is where both grow alike; it computes no index.

use crate::canvas::{Anchor, Area, Pen, Point, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::font::{Weight, wrap};
use crate::format::{Figure, Unit, plain};
use crate::page::{LABEL, Page, Sheet, spread, widest};
use crate::scale::Axis;
use crate::theme::MOST_SERIES;

/// Teams on their way.
#[derive(Clone, Debug)]
pub struct ConnectedScatter {
    /// The words around it.
    pub titles: Titles,
    /// What goes across and what goes up: `Tokens`, `Outcome`.
    pub axes: (String, String),
    /// In the order to draw; those beyond seven are in the table only.
    pub paths: Vec<Path>,
}

/// One team.
#[derive(Clone, Debug)]
pub struct Path {
    /// For drill-down.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Oldest first.
    pub stops: Vec<Stop>,
}

/// One team in one period.
#[derive(Clone, Debug)]
pub struct Stop {
    /// `Q3 2026`.
    pub label: String,
    /// How far to the right, 100 at the start.
    pub across: Figure,
    /// How far up, 100 at the start.
    pub up: Figure,
}

impl ConnectedScatter {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: String::new(),
            remark: "Dotted: both grow alike.".to_owned(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.shown().next().is_none() {
            return sheet.empty("No team has two periods with both.");
        }
        sheet.draw(|page| self.plot(page, options))
    }

    fn shown(&self) -> impl Iterator<Item = &Path> {
        let shown = self.paths.iter().filter(|path| path.stops.len() > 1);
        shown.take(MOST_SERIES)
    }

    fn sentence(&self, options: &Options) -> String {
        let ends = self.shown().filter_map(|path| {
            let last = path.stops.last()?;
            let number = |figure| plain(figure, &options.locale);
            Some(format!(
                "{} {} by {}",
                path.name,
                number(last.across),
                number(last.up)
            ))
        });
        let ends: Vec<String> = ends.take(4).collect();
        format!(
            "{} and {} at the end, from 100: {}.",
            self.axes.0,
            self.axes.1.to_lowercase(),
            ends.join(", ")
        )
    }

    fn table(&self, options: &Options) -> DataTable {
        let mut table = DataTable::with_columns(["Team", "Period", &self.axes.0, &self.axes.1]);
        let number = |figure| plain(figure, &options.locale);
        for (path, stop) in self
            .paths
            .iter()
            .flat_map(|path| path.stops.iter().map(move |stop| (path, stop)))
        {
            table.push([
                path.name.clone(),
                stop.label.clone(),
                number(stop.across),
                number(stop.up),
            ]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, options: &Options) {
        let unit = Unit::Quantity(String::new());
        let all = || self.shown().flat_map(|path| &path.stops);
        let up = Axis::around(
            all().map(|stop| stop.up),
            &unit,
            (options.height / 60).clamp(2, 5) as usize,
        );
        let across = Axis::around(
            all().map(|stop| stop.across),
            &unit,
            (options.width / 120).clamp(2, 6) as usize,
        );
        let names = widest(self.shown().map(|path| path.name.as_str()), LABEL) + 18.0;
        let room = names.min(page.area.w * 0.3);
        page.tick((page.area.x, page.area.y + 9.0), &self.axes.1, Anchor::Start);
        page.area = page.area.inside(0.0, 14.0, 0.0, 16.0);
        let plot = page.value_axis(&up, room);
        page.bottom_axis(&across, plot);
        page.tick((plot.right(), plot.bottom() + 29.0), &self.axes.0, Anchor::End);
        page.baseline((plot.x, plot.bottom()), (plot.right(), plot.bottom()));
        alike(page, plot, (&across, &up));
        let place = |stop: &Stop| {
            let x = across.place(stop.across, (plot.x, plot.right()));
            (x, up.place(stop.up, (plot.bottom(), plot.y)))
        };
        for (at, path) in self.shown().enumerate() {
            path.draw(page, at, &place);
        }
        self.names(page, (plot, room), &place);
    }

    /// Each name at the height where its line ends, right of the plot.
    fn names(&self, page: &mut Page<'_, '_>, (plot, room): (Area, f64), place: &dyn Fn(&Stop) -> Point) {
        let ends = self.shown().enumerate();
        let mut ends: Vec<(f64, usize, &str)> = ends
            .filter_map(|(at, path)| Some((place(path.stops.last()?).1, at, path.name.as_str())))
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let wanted: Vec<f64> = ends.iter().map(|end| end.0).collect();
        let lines = |name| wrap(name, LABEL, Weight::Text, room - 12.0, 2);
        let most = ends.iter().map(|end| lines(end.2).len()).max().unwrap_or(1);
        let gap = 14.0 * most as f64;
        for (y, (_, at, name)) in spread(&wanted, gap, (plot.y, plot.bottom())).iter().zip(&ends) {
            let colour = page.theme.series(*at);
            for (line, text) in lines(name).iter().enumerate() {
                let y = y + 4.0 + 13.0 * line as f64;
                page.coloured((plot.right() + 10.0, y), text, (colour, Anchor::Start));
            }
        }
    }
}

impl Path {
    fn draw(&self, page: &mut Page<'_, '_>, at: usize, place: &dyn Fn(&Stop) -> Point) {
        // A thousand points are a line: its marks stay where a finger can tell them apart.
        const MOST_POINTS: usize = 60;
        let colour = page.theme.series(at);
        let points: Vec<Point> = self.stops.iter().map(place).collect();
        page.canvas.stroke(&points, Pen::solid(colour, 1.5));
        let last = points.len() - 1;
        let every = points.len().div_ceil(MOST_POINTS);
        for (index, (point, stop)) in points.iter().zip(&self.stops).enumerate() {
            if index % every != 0 && index != last {
                continue;
            }
            let number = |figure| plain(figure, page.locale);
            let value = format!("{} across · {} up", number(stop.across), number(stop.up));
            let tag = Tag::new(
                &format!("{}/{}", self.key, index),
                format!("{}, {}", self.name, stop.label),
                value,
            );
            let radius = if index == last { 4.5 } else { 2.5 };
            page.canvas.point(*point, (radius, colour), tag);
        }
    }
}

/// The line on which both have grown alike, as far as it runs through the plot.
fn alike(page: &mut Page<'_, '_>, plot: Area, (across, up): (&Axis, &Axis)) {
    let (low, high) = (across.low.max(up.low), across.high.min(up.high));
    if low >= high {
        return;
    }
    let at = |value: f64| {
        (
            plot.x + plot.w * across.share(value),
            plot.bottom() - plot.h * up.share(value),
        )
    };
    let pen = Pen::dashed(page.theme.muted, 1.0, (1.5, 3.0));
    page.canvas.rule(at(low), at(high), pen);
}
