//! Seats per product as bullets: bought outlined, assigned pale, active solid, with the idle money in words.

use crate::canvas::{Anchor, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{Figure, Unit, count, percent};
use crate::page::{Page, Rows, Sheet};
use crate::scale::Axis;

/// Seats and who uses them.
#[derive(Clone, Debug)]
pub struct Utilisation {
    /// The words around it.
    pub titles: Titles,
    /// Products in the order to draw.
    pub products: Vec<SeatUse>,
}

/// One product.
#[derive(Clone, Debug)]
pub struct SeatUse {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// Seats paid for, where known.
    pub bought: Option<u64>,
    /// Seats given to someone, where known.
    pub assigned: Option<u64>,
    /// People seen in the window; `None` where nothing tells, which is not zero.
    pub active: Option<u64>,
    /// What idle seats cost, formatted by the caller: "$5,400 idle a month". Empty where unknown.
    pub idle: String,
}

impl SeatUse {
    fn whole(&self) -> u64 {
        self.bought
            .or(self.assigned)
            .unwrap_or(0)
            .max(self.active.unwrap_or(0))
    }

    fn share(&self, options: &crate::Locale) -> String {
        self.active.map_or_else(
            || "unknown".to_owned(),
            |active| percent(Figure::ratio(active.into(), self.whole().into()), 0, options),
        )
    }
}

impl Utilisation {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let seats = Unit::Count("seats".to_owned());
        let products = self.products.iter();
        let tops = products.flat_map(|product| [product.whole(), product.assigned.unwrap_or(0)]);
        let tops: Vec<Figure> = tops.map(|top| Figure::whole(top.into())).collect();
        let axis = Axis::from_zero(tops.iter().copied(), &seats, 4).tight(tops);
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: "Outlined: bought; pale: assigned; solid: active.".to_owned(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.products.is_empty() {
            return sheet.empty("No seats are known. A seat or licence export brings them.");
        }
        sheet.draw_rows(self.products.len(), (27.0, 22.0), |page| self.plot(page, &axis))
    }

    fn sentence(&self, options: &Options) -> String {
        let parts = self.products.iter().take(4).map(|product| {
            format!(
                "{} {} of {}",
                product.name,
                product.active.map_or_else(
                    || "unknown".to_owned(),
                    |active| count(active.into(), &options.locale)
                ),
                count(product.whole().into(), &options.locale)
            )
        });
        format!(
            "active of bought seats: {}.",
            parts.collect::<Vec<_>>().join(", ")
        )
    }

    fn table(&self, options: &Options) -> DataTable {
        let mut table =
            DataTable::with_columns(["Product", "Bought", "Assigned", "Active", "Active share", "Idle"]);
        let number = |seats: u64| count(seats.into(), &options.locale);
        let known = |seats: Option<u64>| seats.map_or_else(|| "unknown".to_owned(), number);
        for product in &self.products {
            let share = product.share(&options.locale);
            table.push([
                product.name.clone(),
                known(product.bought),
                known(product.assigned),
                known(product.active),
                share,
                product.idle.clone(),
            ]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, axis: &Axis) {
        let names: Vec<&str> = self
            .products
            .iter()
            .map(|product| product.name.as_str())
            .collect();
        let words = if page.area.w >= 420.0 { 132.0 } else { 46.0 };
        let rows = Rows::new(page, &names, 27.0, (2.0, words, 20.0));
        page.bottom_axis(axis, rows.plot);
        for (row, product) in self.products.iter().enumerate().take(rows.shown) {
            rows.name(page, row, (&product.name, ""));
            bullet(page, &rows, (row, product), axis);
            let share = product.share(page.locale);
            let x = rows.plot.right() + 10.0;
            let y = rows.centre(row);
            if words < 100.0 || product.idle.is_empty() {
                page.value((x, y + 4.0), &share, Anchor::Start);
            } else {
                page.value((x, y - 2.0), &share, Anchor::Start);
                let idle = crate::font::fit(
                    &product.idle,
                    crate::page::TICK,
                    crate::font::Weight::Text,
                    words - 10.0,
                );
                page.tick((x, y + 11.0), &idle, Anchor::Start);
            }
        }
        rows.zero(page, axis.place(Figure::ZERO, rows.ends()));
        rows.rest(page, self.products.len());
    }
}

fn bullet(page: &mut Page<'_, '_>, rows: &Rows, (row, product): (usize, &SeatUse), axis: &Axis) {
    let place = |seats: u64| axis.place(Figure::whole(seats.into()), rows.ends());
    let zero = place(0);
    let number = |seats: u64| count(seats.into(), page.locale);
    let (bought, assigned, active) = (
        product.bought.map(number),
        product.assigned.map(number),
        product.active.filter(|active| *active > 0),
    );
    let solid = page.theme.series(0);
    if let (Some(seats), Some(text)) = (product.bought.filter(|seats| *seats > 0), bought) {
        let tag = Tag::new(
            &format!("{}|bought", product.key),
            format!("{}, bought", product.name),
            text,
        );
        let pen = Pen::solid(page.theme.control, 1.0);
        page.canvas.outlined_bar(
            rows.bar(row, (zero, place(seats)), 0.72),
            (pen, page.theme.paper),
            tag,
        );
    }
    if let (Some(seats), Some(text)) = (product.assigned.filter(|seats| *seats > 0), assigned) {
        let tag = Tag::new(
            &format!("{}|assigned", product.key),
            format!("{}, assigned", product.name),
            text,
        );
        let (pen, paper) = (Pen::solid(page.theme.series(1), 1.0), page.theme.pale(solid));
        page.canvas
            .outlined_bar(rows.bar(row, (zero, place(seats)), 0.52), (pen, paper), tag);
    }
    if let Some(people) = active {
        let share = product.share(page.locale);
        let tag = Tag::new(
            &format!("{}|active", product.key),
            format!("{}, active", product.name),
            format!("{}, {share}", number(people)),
        );
        page.canvas
            .bar(rows.bar(row, (zero, place(people)), 0.3), solid, tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_that_no_source_watches_is_unknown_and_not_at_zero() {
        let watched = SeatUse {
            key: "a".into(),
            name: "A".into(),
            bought: Some(90),
            assigned: None,
            active: Some(0),
            idle: String::new(),
        };
        let unknown = SeatUse {
            active: None,
            ..watched.clone()
        };
        let locale = crate::Locale::default();
        assert!(watched.share(&locale).starts_with('0'));
        assert_eq!(unknown.share(&locale), "unknown");
    }
}
