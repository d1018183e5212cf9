//! What drives the result: per assumption, the result at its low and at its high, widest first, around the base case.

use crate::canvas::{Anchor, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{Figure, Unit};
use crate::page::{Page, Rows, Sheet};
use crate::scale::Axis;

/// A base case and what moves it.
#[derive(Clone, Debug)]
pub struct Tornado {
    /// The words around it.
    pub titles: Titles,
    /// What the result is.
    pub unit: Unit,
    /// The result with every assumption at its base.
    pub base: Figure,
    /// The assumptions in any order.
    pub drivers: Vec<Driver>,
}

/// One assumption.
#[derive(Clone, Debug)]
pub struct Driver {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// The assumption's low and high as text: "40 %", "80 %".
    pub range: (String, String),
    /// The result at the assumption's low.
    pub at_low: Figure,
    /// The result at the assumption's high.
    pub at_high: Figure,
}

impl Driver {
    fn swing(&self) -> Figure {
        (self.at_high - self.at_low).magnitude()
    }
}

impl Tornado {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let mut drivers = self.drivers.clone();
        drivers.sort_by_key(|driver| std::cmp::Reverse(driver.swing()));
        let ends = drivers.iter().flat_map(|driver| [driver.at_low, driver.at_high]);
        let reach: Vec<Figure> = ends.chain([self.base]).collect();
        // A tornado measures distance from its base, so its axis need not hold zero.
        let steps = (options.width / 130).clamp(2, 5) as usize;
        let axis = Axis::around(reach.iter().copied(), &self.unit, steps).tight(reach);
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: "Strong: at the high assumption; soft: at the low.".to_owned(),
            alt: self.sentence(&drivers, options),
            table: self.table(&drivers, options),
        };
        if drivers.is_empty() {
            return sheet.empty("This scenario has no assumption to vary.");
        }
        sheet.draw_rows(drivers.len(), (26.0, 40.0), |page| {
            self.plot(page, &drivers, &axis);
        })
    }

    fn sentence(&self, drivers: &[Driver], options: &Options) -> String {
        let Some(first) = drivers.first() else {
            return String::new();
        };
        let full = |figure| self.unit.full(figure, &options.locale);
        format!(
            "tornado around {}; {} matters most, from {} to {}.",
            full(self.base),
            first.name,
            full(first.at_low),
            full(first.at_high)
        )
    }

    fn table(&self, drivers: &[Driver], options: &Options) -> DataTable {
        let mut table =
            DataTable::with_columns(["Assumption", "Low", "Result at low", "High", "Result at high"]);
        let full = |figure| self.unit.full(figure, &options.locale);
        for driver in drivers {
            let (low, high) = driver.range.clone();
            table.push([
                driver.name.clone(),
                low,
                full(driver.at_low),
                high,
                full(driver.at_high),
            ]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, drivers: &[Driver], axis: &Axis) {
        let names: Vec<&str> = drivers.iter().map(|driver| driver.name.as_str()).collect();
        let rows = Rows::new(page, &names, 26.0, (18.0, 44.0, 22.0));
        // Room for the assumption's text at the left end of the longest bar.
        let indent = 44.0_f64.min(rows.plot.w * 0.15);
        let ends = (rows.plot.x + indent, rows.plot.right());
        let plot = rows.plot.inside(indent, 0.0, 0.0, 0.0);
        page.bottom_axis(axis, plot);
        let base = axis.place(self.base, ends);
        for (row, driver) in drivers.iter().enumerate().take(rows.shown) {
            rows.name(page, row, (&driver.name, ""));
            let solid = page.theme.series(0);
            let soft = page.theme.series(1);
            let sides = [
                (driver.at_low, &driver.range.0, soft, "low"),
                (driver.at_high, &driver.range.1, solid, "high"),
            ];
            for (figure, assumption, colour, side) in sides {
                let end = axis.place(figure, ends);
                let tag = Tag::new(
                    &format!("{}|{side}", driver.key),
                    format!("{} at {assumption}", driver.name),
                    self.unit.full(figure, page.locale),
                );
                page.canvas.bar(rows.bar(row, (base, end), 0.6), colour, tag);
            }
            sides_text(page, (rows.centre(row) + 4.0, axis, ends), driver);
        }
        rows.rest(page, drivers.len());
        let pen = Pen::solid(page.theme.ink, 1.5);
        page.canvas
            .rule((base, rows.plot.y - 4.0), (base, rows.plot.bottom()), pen);
        let text = format!("base {}", self.unit.short(self.base, page.locale));
        page.value((base, page.area.y + 10.0), &text, Anchor::Middle);
    }
}

/// The assumption's values at the ends of its bar.
fn sides_text(page: &mut Page<'_, '_>, (y, axis, ends): (f64, &Axis, (f64, f64)), driver: &Driver) {
    let (low, high) = (axis.place(driver.at_low, ends), axis.place(driver.at_high, ends));
    let fit = |text: &str| crate::font::fit(text, crate::page::TICK, crate::font::Weight::Text, 42.0);
    let (left, right) = if driver.at_low <= driver.at_high {
        (&driver.range.0, &driver.range.1)
    } else {
        (&driver.range.1, &driver.range.0)
    };
    page.tick((low.min(high) - 5.0, y), &fit(left), Anchor::End);
    page.tick((low.max(high) + 5.0, y), &fit(right), Anchor::Start);
}
