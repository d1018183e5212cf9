//! Two ratios of the same base over time: the first solid, the second dashed, both named at their ends. From zero, so that
//! their sizes compare. A day without a figure is a gap.

use chrono::NaiveDate;

use super::kpi_series::{KpiPoint, Time, ends};
use crate::canvas::{Pen, Point, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{self, Figure, Unit};
use crate::page::{Page, Sheet};
use crate::scale::Axis;

/// Two ratios.
#[derive(Clone, Debug)]
pub struct RatioLines {
    /// The words around it.
    pub titles: Titles,
    /// What both are called.
    pub names: [String; 2],
    /// First day of each month with both ratios, oldest first.
    pub points: Vec<(NaiveDate, [Option<Figure>; 2])>,
    /// What is said where there is no figure.
    pub nothing: String,
}

impl RatioLines {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let reach = || self.points.iter().flat_map(|(_, values)| *values).flatten();
        let axis = Axis::from_zero(reach(), &Unit::Share, (options.height / 50).clamp(2, 5) as usize);
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: String::new(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if reach().next().is_none() {
            return sheet.empty(&self.nothing);
        }
        sheet.draw(|page| self.plot(page, &axis))
    }

    fn said(figure: Figure, options: &Options) -> String {
        format::percent(figure, 2, &options.locale)
    }

    fn sentence(&self, options: &Options) -> String {
        let last = |line: usize| {
            let known = self
                .points
                .iter()
                .rev()
                .find_map(|(day, values)| Some((*day, values[line]?)));
            known.map(|(day, figure)| {
                format!(
                    "{} {} in {}",
                    self.names[line],
                    Self::said(figure, options),
                    format::month(day)
                )
            })
        };
        let parts: Vec<String> = [last(0), last(1)].into_iter().flatten().collect();
        format!("two ratios over time; at the end {}.", parts.join(", "))
    }

    fn table(&self, options: &Options) -> DataTable {
        let [first, second] = &self.names;
        let mut table = DataTable::with_columns(["Month", first.as_str(), second.as_str()]);
        let cell = |figure: Option<Figure>| {
            figure.map_or_else(|| "unknown".to_owned(), |figure| Self::said(figure, options))
        };
        for (day, [first, second]) in &self.points {
            table.push([format::month(*day), cell(*first), cell(*second)]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, axis: &Axis) {
        page.area = page.area.inside(0.0, 8.0, 0.0, 0.0);
        let plot = page.value_axis(axis, if page.area.w > 400.0 { 92.0 } else { 64.0 });
        let days: Vec<KpiPoint> = self.points.iter().map(|(day, _)| KpiPoint::at(*day)).collect();
        let time = Time::new(&days, plot);
        let place = |figure| axis.place(figure, (plot.bottom(), plot.y));
        page.zero_line(plot, axis);
        let colours = [page.theme.series(0), page.theme.series(3)];
        let pens = [
            Pen::solid(colours[0], 2.0),
            Pen::dashed(colours[1], 2.0, (5.0, 3.0)),
        ];
        let mut last = [None; 2];
        for line in [1, 0] {
            for run in self.points.split(|(_, values)| values[line].is_none()) {
                let run: Vec<Point> = run
                    .iter()
                    .filter_map(|(day, values)| Some((time.x(*day), place(values[line]?))))
                    .collect();
                last[line] = run.last().map(|point| point.1).or(last[line]);
                page.canvas.stroke(&run, pens[line]);
            }
        }
        for (day, values) in self.points.iter().step_by(self.points.len().div_ceil(120).max(1)) {
            for line in [0, 1] {
                let Some(figure) = values[line] else { continue };
                let tag = Tag::new(
                    &format!("{day}|{line}"),
                    format!("{}, {}", format::month(*day), self.names[line]),
                    format::percent(figure, 2, page.locale),
                );
                page.canvas
                    .point((time.x(*day), place(figure)), (2.5, colours[line]), tag);
            }
        }
        let [first, second] = &self.names;
        ends(
            page,
            plot,
            [(last[0], first, colours[0]), (last[1], second, colours[1])],
        );
        time.names(page, &days, plot);
    }
}
