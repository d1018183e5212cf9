//! Why it changed: from one total to the other, one signed step per cause. Lies down, so that long names fit.
//! A rise is "bad" (orange) unless the caller says that a rise is good; the sign says it as well.

use crate::canvas::{Anchor, Pen, Tag};
use crate::charts::Item;
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{Figure, Unit, signed};
use crate::page::{Page, Rows, Sheet};
use crate::scale::Axis;

const ROW: f64 = 19.0;

/// Two totals and what lies between.
#[derive(Clone, Debug)]
pub struct VarianceWaterfall {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// Where it starts: the previous period, the budget, the invoice.
    pub from: Item,
    /// Signed causes in the order to draw. What they leave unexplained between the totals is drawn as a step by itself.
    pub steps: Vec<Item>,
    /// Where it ends.
    pub to: Item,
    /// Whether more is better (hours saved) or worse (spend).
    pub is_rise_good: bool,
    /// Said where there is nothing to draw.
    pub empty: String,
}

impl VarianceWaterfall {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let axis = self.axis(&self.steps);
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: self.remark(options),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.steps.is_empty() && self.from.value == self.to.value {
            return sheet.empty(&self.empty);
        }
        let rows = self.all_steps(f64::INFINITY).len() + 2 - usize::from(self.is_close());
        sheet.draw_rows(rows, (ROW, 4.0), |page| self.plot(page))
    }

    /// Whether the steps would vanish beside the totals; then only the change is drawn, and the totals are said.
    fn is_close(&self) -> bool {
        let moved: Figure = self.steps.iter().map(|step| step.value.magnitude()).sum();
        let least = self.from.value.min(self.to.value);
        least > Figure::ZERO && (moved + self.open().magnitude()).position() < least.position() * 0.15
    }

    /// What stands left of the first step: nothing, or the earlier total.
    fn base(&self) -> Figure {
        if self.is_close() {
            self.from.value
        } else {
            Figure::ZERO
        }
    }

    fn remark(&self, options: &Options) -> String {
        let full = |item: &Item| format!("{} {}", item.name, self.unit.full(item.value, &options.locale));
        if self.is_close() {
            format!("{}, {}; drawn: the change.", full(&self.from), full(&self.to))
        } else {
            String::new()
        }
    }

    fn axis(&self, steps: &[Item]) -> Axis {
        let mut level = self.from.value - self.base();
        let levels = steps.iter().map(|step| {
            level = level + step.value;
            level
        });
        let ends = [self.from.value - self.base(), self.to.value - self.base()];
        let all: Vec<Figure> = levels.chain(ends).collect();
        Axis::from_zero(all.iter().copied(), &self.unit, 4).tight(all)
    }

    /// The steps that have room, the rest summed, and what no step explains.
    fn all_steps(&self, height: f64) -> Vec<Item> {
        let mut steps = self.steps.clone();
        let is_open = self.open() != Figure::ZERO;
        let room = ((height / ROW).floor() as usize)
            .saturating_sub(2 + usize::from(is_open))
            .clamp(1, 40);
        if steps.len() > room {
            let rest = steps.split_off(room - 1);
            steps.push(named(
                format!("{} smaller steps", rest.len()),
                rest.iter().map(|step| step.value).sum(),
            ));
        }
        if is_open {
            steps.push(named("unexplained".to_owned(), self.open()));
        }
        steps
    }

    /// What no step explains.
    fn open(&self) -> Figure {
        let explained: Figure = self.steps.iter().map(|step| step.value).sum();
        self.to.value - self.from.value - explained
    }

    fn sentence(&self, options: &Options) -> String {
        let full = |figure| self.unit.full(figure, &options.locale);
        format!(
            "waterfall from {} {} to {} {}, {}.",
            self.from.name,
            full(self.from.value),
            self.to.name,
            full(self.to.value),
            signed(full(self.to.value - self.from.value)),
        )
    }

    fn table(&self, options: &Options) -> DataTable {
        let mut table = DataTable::with_columns(["Step", "Change"]);
        let full = |figure| self.unit.full(figure, &options.locale);
        table.push([self.from.name.clone(), full(self.from.value)]);
        for step in &self.steps {
            table.push([step.name.clone(), signed(full(step.value))]);
        }
        if self.open() != Figure::ZERO {
            table.push(["unexplained".to_owned(), signed(full(self.open()))]);
        }
        table.push([self.to.name.clone(), full(self.to.value)]);
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>) {
        let steps = self.all_steps(page.area.h - 2.0);
        let axis = self.axis(&steps);
        let is_close = self.is_close();
        let change = Item {
            key: self.to.key.clone(),
            name: "Change".to_owned(),
            value: self.to.value - self.from.value,
        };
        let first = (!is_close).then_some(&self.from);
        let end = if is_close { &change } else { &self.to };
        let all: Vec<&Item> = first.into_iter().chain(&steps).chain([end]).collect();
        let names: Vec<&str> = all.iter().map(|item| item.name.as_str()).collect();
        let rows = Rows::new(page, &names, ROW, (2.0, 56.0, 0.0));
        let place = |figure| axis.place(figure, rows.ends());
        let last = all.len() - 1;
        let mut level = Figure::ZERO;
        let values: Vec<Figure> = all.iter().map(|item| item.value).collect();
        let texts = axis.magnitude.labels(&values, page.locale);
        for (row, item) in all.iter().enumerate().take(rows.shown) {
            let is_total = row == 0 && !is_close || row == last;
            let start = if is_total { Figure::ZERO } else { level };
            level = start + item.value;
            let ends = (place(start), place(level));
            rows.name(page, row, (&item.name, ""));
            let full = self.unit.full(item.value, page.locale);
            let value = if is_total && !is_close { full } else { signed(full) };
            let tag = Tag::new(&item.key, item.name.clone(), value);
            page.canvas.bar(
                rows.bar(row, ends, 0.7),
                self.colour(page, item, (row == 0 && !is_close, row == last)),
                tag,
            );
            let text = texts[row].clone();
            let text = if is_total && !is_close { text } else { signed(text) };
            page.value(
                (ends.0.max(ends.1) + 5.0, rows.centre(row) + 4.0),
                &text,
                Anchor::Start,
            );
            if row < last {
                let x = ends.1;
                let pen = Pen::solid(page.theme.control, 0.5);
                page.canvas.rule(
                    (x, rows.centre(row) + rows.height * 0.35),
                    (x, rows.centre(row + 1)),
                    pen,
                );
            }
        }
        rows.zero(page, place(Figure::ZERO));
    }

    fn colour(
        &self,
        page: &Page<'_, '_>,
        item: &Item,
        (is_first, is_last): (bool, bool),
    ) -> crate::theme::Rgb {
        match item.value.is_negative() {
            _ if is_first => page.theme.series(1),
            _ if is_last => page.theme.series(0),
            _ if item.name == "unexplained" => page.theme.other,
            falls if falls == self.is_rise_good => page.theme.bad,
            _ => page.theme.good,
        }
    }
}

fn named(name: String, value: Figure) -> Item {
    Item {
        key: name.replace(' ', "-"),
        name,
        value,
    }
}
