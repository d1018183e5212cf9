//! What might this cost: history as a line, the forecast dashed with its P10 to P90 fan, the budget as a dotted step.
//! The forecast is the caller's; uncertainty is drawn, never hidden in a single line.

use model::Period;

use crate::canvas::{Anchor, Area, Pen, Point, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{self, Figure, Unit};
use crate::page::{Page, Sheet, spread};
use crate::scale::Axis;

/// History and what may follow.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// Periods, oldest first: history, then forecast.
    pub steps: Vec<ForecastStep>,
}

/// One period.
#[derive(Clone, Debug)]
pub struct ForecastStep {
    /// When.
    pub period: Period,
    /// What it was or may be.
    pub value: Likely,
    /// What was planned.
    pub budget: Option<Figure>,
}

/// A figure that is known, or three that bracket it.
#[derive(Clone, Copy, Debug)]
pub enum Likely {
    /// It happened.
    Actual(Figure),
    /// P10, P50 and P90.
    Range([Figure; 3]),
}

impl Likely {
    /// The range; an actual figure is a range without width.
    fn range(self) -> [Figure; 3] {
        match self {
            Self::Actual(figure) => [figure; 3],
            Self::Range(range) => range,
        }
    }

    fn is_forecast(self) -> bool {
        matches!(self, Self::Range(_))
    }
}

impl Forecast {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let reach = self
            .steps
            .iter()
            .flat_map(|step| step.value.range().into_iter().chain(step.budget));
        let axis = Axis::from_zero(reach, &self.unit, (options.height / 50).clamp(2, 5) as usize);
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: self.remark(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.steps.is_empty() {
            return sheet.empty("There is no history to forecast from yet.");
        }
        let mut figures = self.steps.iter().flat_map(|step| step.value.range());
        if figures.all(|figure| figure == Figure::ZERO) {
            return sheet.empty(super::ALL_ZERO);
        }
        sheet.draw(|page| self.plot(page, &axis))
    }

    fn remark(&self) -> String {
        let has_budget = self.steps.iter().any(|step| step.budget.is_some());
        let budget = if has_budget { "; dotted: budget" } else { "" };
        format!("Band: P10 to P90; dashed: P50{budget}.")
    }

    fn sentence(&self, options: &Options) -> String {
        let Some(last) = self.steps.last() else {
            return String::new();
        };
        let name = format::period(&last.period, &options.locale);
        format!(
            "line with a fan, ending in {name} at {}.",
            self.said(last.value, &options.locale)
        )
    }

    fn said(&self, value: Likely, locale: &crate::Locale) -> String {
        let full = |figure| self.unit.full(figure, locale);
        match value {
            Likely::Actual(figure) => full(figure),
            Likely::Range([low, middle, high]) => {
                format!("P50 {}, P10 {}, P90 {}", full(middle), full(low), full(high))
            }
        }
    }

    fn table(&self, options: &Options) -> DataTable {
        let mut table = DataTable::with_columns(["Period", "Actual", "P10", "P50", "P90", "Budget"]);
        let full = |figure| self.unit.full(figure, &options.locale);
        for step in &self.steps {
            let name = format::period(&step.period, &options.locale);
            let budget = step.budget.map(full).unwrap_or_default();
            let empty = String::new;
            match step.value {
                Likely::Actual(actual) => table.push([name, full(actual), empty(), empty(), empty(), budget]),
                Likely::Range([low, middle, high]) => {
                    table.push([name, empty(), full(low), full(middle), full(high), budget]);
                }
            }
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, axis: &Axis) {
        page.area = page.area.inside(0.0, 8.0, 0.0, 0.0);
        let plot = page.value_axis(axis, 62.0);
        let step = plot.w / self.steps.len() as f64;
        let centre = |at: usize| plot.x + step * (at as f64 + 0.5);
        let place = |figure| axis.place(figure, (plot.bottom(), plot.y));
        let line = |which: usize| -> Vec<Point> {
            let steps = self.steps.iter().enumerate();
            steps
                .map(|(at, one)| (centre(at), place(one.value.range()[which])))
                .collect()
        };
        let [low, middle, high] = [0, 1, 2].map(line);
        let first = self.steps.iter().position(|one| one.value.is_forecast());
        let known = first.unwrap_or(self.steps.len());
        let open = known.saturating_sub(1);
        if first.is_some() {
            let fan: Vec<Point> = low[open..]
                .iter()
                .chain(high[open..].iter().rev())
                .copied()
                .collect();
            page.canvas.band(&fan, page.theme.pale(page.theme.series(0)));
            for edge in [&low, &high] {
                page.canvas
                    .stroke(&edge[open..], Pen::solid(page.theme.series(1), 1.0));
            }
        }
        page.zero_line(plot, axis);
        self.budget(page, (plot, step), place);
        let colour = page.theme.series(0);
        page.canvas
            .stroke(&middle[open..], Pen::dashed(colour, 2.0, (5.0, 3.0)));
        page.canvas.stroke(&middle[..known], Pen::solid(colour, 2.0));
        self.marks(page, (plot, step), &middle);
        self.ends(page, plot, (axis, place));
        let centres: Vec<f64> = (0..self.steps.len()).map(centre).collect();
        let locale = page.locale;
        page.column_names(&centres, plot.bottom(), |at, before| {
            let before = before.map(|before| self.steps[before].period);
            format::axis_label(self.steps[at].period, before, locale)
        });
    }

    fn budget(&self, page: &mut Page<'_, '_>, (plot, step): (Area, f64), place: impl Fn(Figure) -> f64) {
        let mut line = Vec::new();
        for (at, one) in self.steps.iter().enumerate() {
            let Some(budget) = one.budget else { continue };
            let x = plot.x + step * at as f64;
            line.extend([(x, place(budget)), (x + step, place(budget))]);
        }
        let pen = Pen::dashed(page.theme.ink, 1.2, (2.0, 3.0));
        page.canvas.stroke(&line, pen);
    }

    /// A point per period; in a crowd a band per run of periods.
    fn marks(&self, page: &mut Page<'_, '_>, (plot, step): (Area, f64), middle: &[Point]) {
        let run = self.steps.len().div_ceil(120);
        for at in (0..self.steps.len()).step_by(run) {
            let one = &self.steps[at];
            let name = format::period(&one.period, page.locale);
            let key = format!("{}..{}", one.period.from, one.period.to);
            let tag = Tag::new(&key, name, self.said(one.value, page.locale));
            if step < 7.0 {
                let band = Area::new(plot.x + step * at as f64, plot.y, step * run as f64, plot.h);
                page.canvas.region(band.within(plot), tag);
            } else {
                page.canvas.point(middle[at], (2.5, page.theme.series(0)), tag);
            }
        }
    }

    /// The last figures, named at the right.
    fn ends(&self, page: &mut Page<'_, '_>, plot: Area, (axis, place): (&Axis, impl Fn(Figure) -> f64)) {
        let last = &self.steps[self.steps.len() - 1];
        let [low, middle, high] = last.value.range();
        let text = |name: &str, figure| format!("{name}{}", axis.magnitude.label(figure, page.locale));
        let mut ends = vec![(
            middle,
            text(if last.value.is_forecast() { "P50: " } else { "" }, middle),
        )];
        if last.value.is_forecast() {
            ends.extend([(high, text("P90: ", high)), (low, text("P10: ", low))]);
        }
        ends.extend(last.budget.map(|budget| (budget, "budget".to_owned())));
        ends.sort_by_key(|end| std::cmp::Reverse(end.0));
        let wanted: Vec<f64> = ends.iter().map(|end| place(end.0)).collect();
        for (y, (_, text)) in spread(&wanted, 13.0, (plot.y, plot.bottom())).iter().zip(&ends) {
            let at = (plot.right() + 8.0, y + 4.0);
            let is_main = text.starts_with("P50") || !last.value.is_forecast() && text != "budget";
            if is_main {
                page.value(at, text, Anchor::Start);
            } else {
                page.tick(at, text, Anchor::Start);
            }
        }
    }
}
