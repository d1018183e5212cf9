//! Did both move in step before: a KPI and its control as indices, 100 being their mean before the start. The gap that
//! opens after the start is the gain; a gap before it is none. The indices are the caller's.

use chrono::NaiveDate;

use super::kpi_series::{KpiPoint, Time, ends};
use crate::canvas::{Pen, Point, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{self, Figure, Unit};
use crate::page::{Page, Sheet};
use crate::scale::Axis;

/// Two courses and the day they may part.
#[derive(Clone, Debug)]
pub struct ParallelTrend {
    /// The words around it.
    pub titles: Titles,
    /// What the KPI's line and the control's are called.
    pub names: (String, String),
    /// Points, oldest first.
    pub points: Vec<TrendPoint>,
    /// First day of the initiative.
    pub start: NaiveDate,
}

/// One day.
#[derive(Clone, Debug)]
pub struct TrendPoint {
    /// When.
    pub day: NaiveDate,
    /// The KPI, as an index.
    pub kpi: Option<Figure>,
    /// The control, as an index.
    pub control: Option<Figure>,
}

impl ParallelTrend {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let reach = self
            .points
            .iter()
            .flat_map(|point| [point.kpi, point.control])
            .flatten();
        let axis = Axis::around(reach, &unit(), (options.height / 50).clamp(2, 5) as usize);
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: "index".to_owned(),
            remark: "100 is each line's mean before the start. The axis does not start at zero.".to_owned(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.points.iter().all(|point| point.control.is_none()) {
            return sheet.empty("There is no control to compare with.");
        }
        sheet.draw(|page| self.plot(page, &axis))
    }

    fn sentence(&self, options: &Options) -> String {
        let last = self
            .points
            .iter()
            .rev()
            .find_map(|point| point.kpi.zip(point.control));
        last.map_or_else(String::new, |(kpi, control)| {
            format!(
                "at the end {} stands at {} and {} at {}.",
                self.names.0,
                said(kpi, options),
                self.names.1,
                said(control, options)
            )
        })
    }

    fn table(&self, options: &Options) -> DataTable {
        let mut table = DataTable::with_columns(["Day", self.names.0.as_str(), self.names.1.as_str()]);
        let cell = |figure: Option<Figure>| figure.map(|figure| said(figure, options)).unwrap_or_default();
        for point in &self.points {
            table.push([
                format::date(point.day, &options.locale),
                cell(point.kpi),
                cell(point.control),
            ]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, axis: &Axis) {
        page.area = page.area.inside(0.0, 8.0, 0.0, 0.0);
        let plot = page.value_axis(axis, if page.area.w > 400.0 { 76.0 } else { 60.0 });
        let days: Vec<KpiPoint> = self.points.iter().map(|point| KpiPoint::at(point.day)).collect();
        let time = Time::new(&days, plot);
        let place = |figure| axis.place(figure, (plot.bottom(), plot.y));
        page.baseline((plot.x, plot.bottom()), (plot.right(), plot.bottom()));
        if time.holds(self.start) {
            let x = time.x(self.start);
            let pen = Pen::dashed(page.theme.ink, 1.0, (2.0, 3.0));
            page.canvas.rule((x, plot.y - 4.0), (x, plot.bottom()), pen);
            page.apart((x + 6.0, plot.y + 5.0), "start", crate::canvas::Anchor::Start);
        }
        let line = |of: fn(&TrendPoint) -> Option<Figure>| -> Vec<Point> {
            let points = self
                .points
                .iter()
                .filter_map(|point| Some((time.x(point.day), place(of(point)?))));
            points.collect()
        };
        let (kpi, control) = (line(|point| point.kpi), line(|point| point.control));
        let (solid, second) = (page.theme.series(0), page.theme.muted);
        page.canvas.stroke(&control, Pen::dashed(second, 1.5, (5.0, 3.0)));
        page.canvas.stroke(&kpi, Pen::solid(solid, 2.0));
        self.marks(page, &time, &place);
        let last = |line: &[Point]| line.last().map(|point| point.1);
        ends(
            page,
            plot,
            [(last(&kpi), "KPI", solid), (last(&control), "control", second)],
        );
        time.names(page, &days, plot);
    }

    fn marks(&self, page: &mut Page<'_, '_>, time: &Time, place: &dyn Fn(Figure) -> f64) {
        for point in self.points.iter().step_by(self.points.len().div_ceil(120)) {
            let Some(kpi) = point.kpi else { continue };
            let text = |figure| format::decimal(figure, 1, page.locale);
            let control = point
                .control
                .map(|control| format!(" · {} {}", self.names.1, text(control)));
            let value = format!("{} {}{}", self.names.0, text(kpi), control.unwrap_or_default());
            let tag = Tag::new(
                &point.day.to_string(),
                format::date(point.day, page.locale),
                value,
            );
            page.canvas
                .point((time.x(point.day), place(kpi)), (2.5, page.theme.series(0)), tag);
        }
    }
}

fn unit() -> Unit {
    Unit::Quantity(String::new())
}

fn said(figure: Figure, options: &Options) -> String {
    format::decimal(figure, 1, &options.locale)
}
