//! Did the KPI move: the measured line against what was expected without the change, with its interval as a band.
//! It draws both; the expectation is the caller's.

use chrono::{Datelike, NaiveDate};
use model::Period;

use crate::canvas::{Anchor, Area, Pen, Point, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{self, Figure, Unit};
use crate::page::{Page, Sheet, spread};
use crate::scale::Axis;
use crate::theme::Rgb;

/// A KPI over time.
#[derive(Clone, Debug)]
pub struct KpiSeries {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// Points, oldest first.
    pub points: Vec<KpiPoint>,
    /// When the change began, and what it is called: "assistant live".
    pub change: Option<(NaiveDate, String)>,
    /// What is said where there are no points.
    pub nothing: &'static str,
}

/// One day of a KPI.
#[derive(Clone, Debug)]
pub struct KpiPoint {
    /// When.
    pub day: NaiveDate,
    /// What was measured.
    pub actual: Option<Figure>,
    /// What was expected without the change: the counterfactual.
    pub expected: Option<Figure>,
    /// The interval of the expectation.
    pub interval: Option<(Figure, Figure)>,
}

impl KpiPoint {
    /// A day of which nothing is known.
    pub(super) fn at(day: NaiveDate) -> Self {
        Self {
            day,
            actual: None,
            expected: None,
            interval: None,
        }
    }

    fn reach(&self) -> impl Iterator<Item = Figure> {
        let band = self.interval.map(|(low, high)| [low, high]);
        [self.actual, self.expected]
            .into_iter()
            .flatten()
            .chain(band.into_iter().flatten())
    }
}

impl KpiSeries {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let reach = self.points.iter().flat_map(KpiPoint::reach);
        let axis = Axis::around(reach, &self.unit, (options.height / 50).clamp(2, 5) as usize);
        let starts_at_zero = axis.low <= 0.0;
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: if starts_at_zero {
                String::new()
            } else {
                "The axis does not start at zero.".to_owned()
            },
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.points.iter().all(|point| point.actual.is_none()) {
            return sheet.empty(self.nothing);
        }
        sheet.draw(|page| self.plot(page, &axis))
    }

    fn sentence(&self, options: &Options) -> String {
        let last = self
            .points
            .iter()
            .rev()
            .find_map(|point| point.actual.map(|actual| (point, actual)));
        let Some((point, actual)) = last else {
            return String::new();
        };
        let full = |figure| self.unit.full(figure, &options.locale);
        let expected = point
            .expected
            .map(|expected| format!(", expected without the change {}", full(expected)));
        format!(
            "on {} {}{}.",
            format::date(point.day, &options.locale),
            full(actual),
            expected.unwrap_or_default()
        )
    }

    fn table(&self, options: &Options) -> DataTable {
        let name = match &self.unit {
            Unit::Count(name) | Unit::Quantity(name) if !name.is_empty() => format!(", {name}"),
            _ => String::new(),
        };
        let heads = ["Actual", "Expected", "Low", "High"].map(|head| format!("{head}{name}"));
        let mut table = DataTable::with_columns(["Day".to_owned()].into_iter().chain(heads));
        let figures = |point: &KpiPoint| {
            let [low, high] = [0, 1].map(|end| point.interval.map(|both| [both.0, both.1][end]));
            [point.actual, point.expected, low, high]
        };
        let decimals = [0, 1, 2, 3].map(|at| {
            let column = self.points.iter().filter_map(|point| figures(point)[at]);
            column.map(format::decimals).max().unwrap_or(0)
        });
        let cell = |(figure, decimals): (Option<Figure>, u32)| match (&self.unit, figure) {
            (_, None) => String::new(),
            (Unit::Money(_) | Unit::Share, Some(figure)) => self.unit.full(figure, &options.locale),
            (_, Some(figure)) => format::decimal(figure, decimals, &options.locale),
        };
        for point in &self.points {
            let cells = figures(point).into_iter().zip(decimals).map(cell);
            table.push(
                [format::date(point.day, &options.locale)]
                    .into_iter()
                    .chain(cells),
            );
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, axis: &Axis) {
        page.area = page.area.inside(0.0, 8.0, 0.0, 0.0);
        let plot = page.value_axis(axis, if page.area.w > 400.0 { 76.0 } else { 60.0 });
        let time = Time::new(&self.points, plot);
        let place = |figure| axis.place(figure, (plot.bottom(), plot.y));
        let (solid, second) = (page.theme.series(0), page.theme.muted);
        let band: Vec<(f64, f64, f64)> = self
            .points
            .iter()
            .filter_map(|point| {
                point
                    .interval
                    .map(|(low, high)| (time.x(point.day), place(low), place(high)))
            })
            .collect();
        let edge = band
            .iter()
            .map(|(x, low, _)| (*x, *low))
            .chain(band.iter().rev().map(|(x, _, high)| (*x, *high)));
        let edge: Vec<Point> = edge.collect();
        page.canvas.band(&edge, page.theme.hair);
        page.canvas.stroke(&edge, Pen::solid(page.theme.control, 0.5));
        page.baseline((plot.x, plot.bottom()), (plot.right(), plot.bottom()));
        self.change(page, plot, &time);
        let runs = |of: fn(&KpiPoint) -> Option<Figure>| -> Vec<Vec<Point>> {
            let at = |point: &KpiPoint| of(point).map(|figure| (time.x(point.day), place(figure)));
            let runs = self.points.split(|point| of(point).is_none());
            runs.filter(|run| !run.is_empty())
                .map(|run| run.iter().filter_map(at).collect())
                .collect()
        };
        let (actual, expected) = (runs(|point| point.actual), runs(|point| point.expected));
        for run in &expected {
            let pen = Pen::dashed(second, 1.5, (5.0, 3.0));
            page.canvas.stroke(run, pen);
        }
        for run in &actual {
            page.canvas.stroke(run, Pen::solid(solid, 2.0));
        }
        let last = |runs: &[Vec<Point>]| runs.last().and_then(|run| run.last()).map(|point| point.1);
        let named = [
            (last(&actual), "actual", solid),
            (last(&expected), "expected", second),
        ];
        ends(page, plot, named);
        self.marks(page, plot, (&time, &place));
        time.names(page, &self.points, plot);
    }

    fn change(&self, page: &mut Page<'_, '_>, plot: Area, time: &Time) {
        let Some((day, name)) = &self.change else { return };
        if !time.holds(*day) {
            return;
        }
        let x = time.x(*day);
        page.canvas.rule(
            (x, plot.y - 4.0),
            (x, plot.bottom()),
            Pen::dashed(page.theme.ink, 1.0, (2.0, 3.0)),
        );
        let is_late = x > plot.x + plot.w * 0.6;
        let room = if is_late { x - plot.x } else { plot.right() - x } - 8.0;
        let text = crate::font::fit(name, crate::page::TICK, crate::font::Weight::Text, room);
        let (aside, anchor) = if is_late {
            (-6.0, Anchor::End)
        } else {
            (6.0, Anchor::Start)
        };
        page.apart((x + aside, plot.y + 5.0), &text, anchor);
    }

    /// A point per measurement; in a crowd a band per run of days.
    fn marks(&self, page: &mut Page<'_, '_>, plot: Area, (time, place): (&Time, &dyn Fn(Figure) -> f64)) {
        let run = self.points.len().div_ceil(120);
        let is_crowded = plot.w / (self.points.len() as f64) < 7.0;
        for point in self.points.iter().step_by(run) {
            let Some(actual) = point.actual else { continue };
            let full = |figure| self.unit.full(figure, page.locale);
            let expected = point
                .expected
                .map(|expected| format!(" · expected {}", full(expected)));
            let value = format!("{}{}", full(actual), expected.unwrap_or_default());
            let tag = Tag::new(
                &point.day.to_string(),
                format::date(point.day, page.locale),
                value,
            );
            let x = time.x(point.day);
            if is_crowded {
                let half = plot.w / (self.points.len() / run).max(1) as f64 / 2.0;
                let area = Area::between((x - half, x + half), (plot.y, plot.bottom()));
                page.canvas.region(area.within(plot), tag);
            } else {
                page.canvas
                    .point((x, place(actual)), (2.5, page.theme.series(0)), tag);
            }
        }
    }
}

/// The lines' names at their ends.
pub(super) fn ends(page: &mut Page<'_, '_>, plot: Area, lines: [(Option<f64>, &str, Rgb); 2]) {
    let lines = lines.into_iter();
    let mut named: Vec<(f64, &str, Rgb)> = lines
        .filter_map(|(y, name, colour)| y.map(|y| (y, name, colour)))
        .collect();
    named.sort_by(|a, b| a.0.total_cmp(&b.0));
    let wanted: Vec<f64> = named.iter().map(|one| one.0).collect();
    for (y, (_, name, colour)) in spread(&wanted, 14.0, (plot.y, plot.bottom())).iter().zip(&named) {
        page.coloured((plot.right() + 8.0, y + 4.0), name, (*colour, Anchor::Start));
    }
}

/// What is said of a KPI without values.
pub const NO_KPI: &str = "No KPI has been imported for this period.";

/// A month that begins on this day at the latest is named at the left end of a chart.
const MOST_MISSING: u32 = 8;

/// Days across the plot.
pub(super) struct Time {
    first: NaiveDate,
    days: f64,
    plot: Area,
    is_long: bool,
}

impl Time {
    pub(super) fn new(points: &[KpiPoint], plot: Area) -> Self {
        let days = points.iter().map(|point| point.day);
        let first = days.clone().min().unwrap_or_default();
        let last = days.max().unwrap_or_default();
        let days = (last - first).num_days();
        Self {
            first,
            days: days.max(1) as f64,
            plot,
            is_long: days > 150,
        }
    }

    pub(super) fn holds(&self, day: NaiveDate) -> bool {
        (0.0..=self.days).contains(&((day - self.first).num_days() as f64))
    }

    pub(super) fn x(&self, day: NaiveDate) -> f64 {
        let inner = self.plot.inside(4.0, 0.0, 4.0, 0.0);
        inner.x + inner.w * ((day - self.first).num_days() as f64 / self.days).clamp(0.0, 1.0)
    }
    /// Days under the plot; over a long time one name per month.
    pub(super) fn names(&self, page: &mut Page<'_, '_>, points: &[KpiPoint], plot: Area) {
        let named = |day| {
            if self.is_long {
                Period::month(day)
            } else {
                Period::day(day)
            }
        };
        let mut shown: Vec<Period> = points.iter().map(|point| named(point.day)).collect();
        shown.dedup();
        // The rest of a month at the left end leaves no room for its name beside the next.
        let is_rest = self.is_long && self.first.day() > MOST_MISSING;
        if is_rest && shown.len() > 2 {
            shown.remove(0);
        }
        let centres: Vec<f64> = shown.iter().map(|period| self.x(period.from)).collect();
        let locale = page.locale;
        page.column_names(&centres, plot.bottom(), |at, before| {
            format::axis_label(shown[at], before.map(|before| shown[before]), locale)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Theme;

    #[test]
    fn figures_of_a_column_have_the_same_decimals_and_their_unit_in_its_heading() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 7, day).expect("a day");
        let point = |at, tenths: i128| KpiPoint {
            actual: Some(Figure::nanos(tenths * 100_000_000)),
            ..KpiPoint::at(day(at))
        };
        let series = KpiSeries {
            titles: Titles::new(String::new(), String::new(), Vec::new()),
            unit: Unit::Quantity("claims".to_owned()),
            points: vec![point(1, 41_596), point(2, 47_750)],
            change: None,
            nothing: NO_KPI,
        };
        let table = series.table(&Options::new(600, 300, Theme::light()));
        assert_eq!(table.columns[1].name, "Actual, claims");
        let actual: Vec<&str> = table.rows.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(actual, ["4,159.6", "4,775.0"]);
    }
}
