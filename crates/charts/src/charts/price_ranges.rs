//! What if another model did it: per task the range of what it would have cost, a line at the middle, and what was paid as a
//! point. Drawn in outline: nothing here was billed.

use crate::canvas::{Anchor, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{Figure, Unit};
use crate::page::{Page, Rows, Sheet};
use crate::scale::Axis;

/// Tasks and what they would have cost.
#[derive(Clone, Debug)]
pub struct PriceRanges {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// In the order to draw.
    pub tasks: Vec<PriceRange>,
}

/// One task, or all.
#[derive(Clone, Debug)]
pub struct PriceRange {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// At the prices of the model in use.
    pub now: Figure,
    /// With the other model: low, middle, high.
    pub other: [Figure; 3],
}

impl PriceRanges {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let reach = || {
            self.tasks
                .iter()
                .flat_map(|one| one.other.into_iter().chain([one.now]))
        };
        let steps = (options.width / 130).clamp(2, 5) as usize;
        let axis = Axis::from_zero(reach(), &self.unit, steps).tight(reach());
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: "Bar: the other model, low to high, line at the middle; dot: the model in use."
                .to_owned(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.tasks.is_empty() {
            return sheet.empty("No model can be compared yet: usage by model and a price list bring it.");
        }
        sheet.draw_rows(self.tasks.len(), (28.0, 24.0), |page| self.plot(page, &axis))
    }

    fn sentence(&self, options: &Options) -> String {
        let full = |figure| self.unit.short(figure, &options.locale);
        let parts = self.tasks.iter().take(4).map(|one| {
            format!(
                "{} {} now, {} to {} with the other model",
                one.name,
                full(one.now),
                full(one.other[0]),
                full(one.other[2])
            )
        });
        format!("{}.", parts.collect::<Vec<_>>().join("; "))
    }

    fn table(&self, options: &Options) -> DataTable {
        let mut table = DataTable::with_columns(["Task", "Now", "Low", "Middle", "High"]);
        let full = |figure| self.unit.full(figure, &options.locale);
        for one in &self.tasks {
            let [low, mid, high] = one.other;
            table.push([one.name.clone(), full(one.now), full(low), full(mid), full(high)]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, axis: &Axis) {
        let names: Vec<&str> = self.tasks.iter().map(|one| one.name.as_str()).collect();
        let rows = Rows::new(page, &names, 28.0, (2.0, 56.0, 22.0));
        page.bottom_axis(axis, rows.plot);
        rows.rest(page, self.tasks.len());
        rows.zero(page, axis.place(Figure::ZERO, rows.ends()));
        for (row, one) in self.tasks.iter().enumerate().take(rows.shown) {
            rows.name(page, row, (&one.name, ""));
            self.range(page, (&rows, axis), (row, one));
        }
    }

    fn range(&self, page: &mut Page<'_, '_>, (rows, axis): (&Rows, &Axis), (row, one): (usize, &PriceRange)) {
        let place = |figure| axis.place(figure, rows.ends());
        let full = |figure| self.unit.full(figure, page.locale);
        let [low, mid, high] = one.other;
        let left = place(low).min(rows.ends().1 - 2.0);
        let area = rows.bar(row, (left, place(high).max(left + 2.0)), 0.42);
        let value = format!("low {} · middle {} · high {}", full(low), full(mid), full(high));
        let now = full(one.now);
        let tag = Tag::new(&one.key, format!("{}, the other model", one.name), value);
        let pen = Pen::dashed(page.theme.series(0), 1.0, (3.0, 2.0));
        page.canvas
            .outlined_bar(area, (pen, page.theme.pale(page.theme.series(1))), tag);
        let middle = place(mid);
        let pen = Pen::solid(page.theme.ink, 2.0);
        page.canvas
            .rule((middle, area.y - 3.0), (middle, area.bottom() + 3.0), pen);
        let tag = Tag::new(
            &format!("{}|now", one.key),
            format!("{}, the model in use", one.name),
            now,
        );
        page.canvas.point(
            (place(one.now), rows.centre(row)),
            (4.5, page.theme.series(3)),
            tag,
        );
        let (now, y) = (place(one.now), rows.centre(row) + 4.0);
        let label = |figure| axis.magnitude.label(figure, page.locale);
        let (middle, paid) = (label(mid), label(one.now));
        // The dot has its own figure; that of the bar is left out where the two would touch.
        if now < area.x - 4.0 || now > area.right() + 48.0 {
            page.value((area.right() + 6.0, y), &middle, Anchor::Start);
        }
        let beside = if now < area.x || now > area.right() {
            now + 8.0
        } else {
            area.right() + 6.0
        };
        if now >= area.x - 4.0 {
            page.tick((beside, y), &paid, Anchor::Start);
        }
    }
}
