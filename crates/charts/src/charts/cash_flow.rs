//! When does it pay back: the flow of each period as columns, their running sum as a line, payback marked.
//! It adds the flows; discounting and forecasting are the caller's.

use model::Period;

use crate::canvas::{Anchor, Area, Pen, Point, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::font::{Weight, width};
use crate::format::{self, Figure, Unit, signed};
use crate::page::{Page, Sheet, TICK};
use crate::scale::Axis;

/// Money in and out over time.
#[derive(Clone, Debug)]
pub struct CashFlow {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// Flows, oldest first.
    pub flows: Vec<Flow>,
}

/// What came in less what went out.
#[derive(Clone, Debug)]
pub struct Flow {
    /// When.
    pub period: Period,
    /// In less out.
    pub net: Figure,
    /// Whether it is still to come: drawn hatched and dashed.
    pub is_forecast: bool,
}

impl CashFlow {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let sums = self.running();
        let reach = self.flows.iter().map(|flow| flow.net).chain(sums.iter().copied());
        let axis = Axis::from_zero(reach, &self.unit, (options.height / 50).clamp(2, 5) as usize);
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: "Columns: each period; line: running sum.".to_owned(),
            alt: self.sentence(&sums, options),
            table: self.table(&sums, options),
        };
        if self.flows.is_empty() {
            return sheet.empty("No cash flow in this scenario.");
        }
        sheet.draw(|page| self.plot(page, &sums, &axis))
    }

    fn running(&self) -> Vec<Figure> {
        let mut sum = Figure::ZERO;
        let add = |flow: &Flow| {
            sum = sum + flow.net;
            sum
        };
        self.flows.iter().map(add).collect()
    }

    /// The first period from which the running sum stays at or above zero, if it was ever below.
    fn payback(sums: &[Figure]) -> Option<usize> {
        let below = sums.iter().rposition(|sum| sum.is_negative())?;
        (below + 1 < sums.len()).then_some(below + 1)
    }

    fn sentence(&self, sums: &[Figure], options: &Options) -> String {
        let Some(last) = sums.last() else {
            return String::new();
        };
        let payback = match Self::payback(sums) {
            Some(at) => format!(
                "paid back in {}",
                format::period(&self.flows[at].period, &options.locale)
            ),
            None if last.is_negative() => "not paid back in this time".to_owned(),
            None => "never below zero".to_owned(),
        };
        format!(
            "running sum ends at {}; {payback}.",
            signed(self.unit.full(*last, &options.locale))
        )
    }

    fn table(&self, sums: &[Figure], options: &Options) -> DataTable {
        let mut table = DataTable::with_columns(["Period", "Net", "Running sum"]);
        let full = |figure| self.unit.full(figure, &options.locale);
        for (flow, sum) in self.flows.iter().zip(sums) {
            let mark = if flow.is_forecast { " (forecast)" } else { "" };
            table.push([
                format::period(&flow.period, &options.locale) + mark,
                full(flow.net),
                full(*sum),
            ]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, sums: &[Figure], axis: &Axis) {
        page.area = page.area.inside(0.0, 8.0, 0.0, 0.0);
        let plot = page.value_axis(axis, 46.0);
        let step = plot.w / self.flows.len() as f64;
        let centres: Vec<f64> = (0..self.flows.len())
            .map(|at| plot.x + step * (at as f64 + 0.5))
            .collect();
        let place = |figure| axis.place(figure, (plot.bottom(), plot.y));
        self.columns(page, sums, (&centres, step, plot), place);
        page.zero_line(plot, axis);
        let line: Vec<Point> = centres
            .iter()
            .zip(sums)
            .map(|(x, sum)| (*x, place(*sum)))
            .collect();
        let known = self
            .flows
            .iter()
            .position(|flow| flow.is_forecast)
            .unwrap_or(line.len());
        page.canvas
            .stroke(&line[..known], Pen::solid(page.theme.ink, 2.0));
        page.canvas.stroke(
            &line[known.saturating_sub(1)..],
            Pen::dashed(page.theme.ink, 2.0, (5.0, 3.0)),
        );
        if let Some(at) = Self::payback(sums) {
            let name = format::period(&self.flows[at].period, page.locale);
            let x = line[at].0;
            page.canvas.rule(
                (x, plot.y),
                (x, plot.bottom()),
                Pen::dashed(page.theme.muted, 1.0, (2.0, 3.0)),
            );
            let text = format!("paid back {name}");
            let is_late = x + 12.0 + width(&text, TICK, Weight::Strong) > plot.right();
            let (aside, anchor) = if is_late {
                (-6.0, Anchor::End)
            } else {
                (6.0, Anchor::Start)
            };
            page.value((x + aside, plot.y + 9.0), &text, anchor);
        }
        let y = line[line.len() - 1].1;
        let text = signed(axis.magnitude.label(sums[sums.len() - 1], page.locale));
        page.value((plot.right() + 4.0, y + 4.0), &text, Anchor::Start);
        let locale = page.locale;
        page.column_names(&centres, plot.bottom(), |at, before| {
            let before = before.map(|before| self.flows[before].period);
            format::axis_label(self.flows[at].period, before, locale)
        });
    }

    /// One column a period with its mark; in a crowd, marks for runs of periods and no columns.
    fn columns(
        &self,
        page: &mut Page<'_, '_>,
        sums: &[Figure],
        (centres, step, plot): (&[f64], f64, Area),
        place: impl Fn(Figure) -> f64,
    ) {
        let run = self.flows.len().div_ceil(120);
        for at in (0..self.flows.len()).step_by(run) {
            let flow = &self.flows[at];
            let full = |figure| signed(self.unit.full(figure, page.locale));
            let value = format!("{} · running sum {}", full(flow.net), full(sums[at]));
            let name = format::period(&flow.period, page.locale);
            let tag = Tag::new(&format!("{}..{}", flow.period.from, flow.period.to), name, value);
            let half = (step * 0.3).clamp(0.5, 24.0);
            let area = Area::between(
                (centres[at] - half, centres[at] + half),
                (place(Figure::ZERO), place(flow.net)),
            );
            if run > 1 {
                let wide = step * run as f64;
                page.canvas
                    .region(Area::new(plot.x + step * at as f64, plot.y, wide, plot.h), tag);
            } else if flow.net != Figure::ZERO {
                let colour = if flow.net.is_negative() {
                    page.theme.bad
                } else {
                    page.theme.good
                };
                if flow.is_forecast {
                    page.canvas.hatched_bar(area, (colour, page.theme.paper), tag);
                } else {
                    page.canvas.bar(area, colour, tag);
                }
            }
        }
    }
}
