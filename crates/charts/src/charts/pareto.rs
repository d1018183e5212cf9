//! Who carries most of it: sorted bars, and the cumulative share in a panel of its own beside them, so that no axis has
//! two meanings. What does not fit is one grey bar, summed.

use crate::canvas::{Anchor, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{Figure, Unit, percent};
use crate::page::{Page, Rows, Sheet};
use crate::scale::Axis;

/// Parts of a total.
#[derive(Clone, Debug)]
pub struct Pareto {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// What an item is, for the table's head: "Team".
    pub item: String,
    /// The parts in any order.
    pub items: Vec<Item>,
}

/// A named figure.
#[derive(Clone, Debug)]
pub struct Item {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// How much.
    pub value: Figure,
}

const ROW: f64 = 22.0;

impl Pareto {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let mut items = self.items.clone();
        items.sort_by_key(|item| std::cmp::Reverse(item.value));
        let total: Figure = items.iter().map(|item| item.value).sum();
        let axis = Axis::from_zero(items.iter().map(|item| item.value), &self.unit, 4);
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: String::new(),
            alt: self.sentence(&items, total, options),
            table: self.table(&items, total, options),
        };
        if items.is_empty() {
            return sheet.empty("Nothing to rank in this period.");
        }
        sheet.draw(|page| self.plot(page, fold(items, page.area.h), total))
    }

    fn sentence(&self, items: &[Item], total: Figure, options: &Options) -> String {
        let Some(first) = items.first() else {
            return String::new();
        };
        format!(
            "sorted bars of {} items; the largest is {} with {}, {} of the total.",
            items.len(),
            first.name,
            self.unit.full(first.value, &options.locale),
            percent(first.value.share_of(total), 0, &options.locale),
        )
    }

    fn table(&self, items: &[Item], total: Figure, options: &Options) -> DataTable {
        let head = if self.item.is_empty() { "Item" } else { &self.item };
        let mut table = DataTable::with_columns([head, "Value", "Share", "Cumulative"]);
        let mut sum = Figure::ZERO;
        for item in items {
            sum = sum + item.value;
            let share = |figure: Figure| percent(figure.share_of(total), 1, &options.locale);
            let value = self.unit.full(item.value, &options.locale);
            table.push([item.name.clone(), value, share(item.value), share(sum)]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, items: Vec<Item>, total: Figure) {
        let axis = Axis::from_zero(items.iter().map(|item| item.value), &self.unit, 4);
        let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
        let panel = if page.area.w >= 460.0 {
            page.area.w * 0.24
        } else {
            0.0
        };
        let rows = Rows::new(page, &names, ROW, (18.0, panel + 92.0, 0.0));
        let zero = axis.place(Figure::ZERO, rows.ends());
        let head = if panel > 0.0 { "cumulative share" } else { "cum." };
        page.tick((page.area.right(), page.area.y + 10.0), head, Anchor::End);
        let mut sum = Figure::ZERO;
        let mut line = Vec::new();
        for (row, item) in items.iter().enumerate() {
            sum = sum + item.value;
            rows.name(page, row, (&item.name, ""));
            let end = axis.place(item.value, rows.ends());
            let colour = if item.key == OTHERS {
                page.theme.other
            } else {
                page.theme.series(0)
            };
            let share = percent(sum.share_of(total), 0, page.locale);
            let value = self.unit.full(item.value, page.locale);
            let tag = Tag::new(
                &item.key,
                item.name.clone(),
                format!("{value} · cumulative {share}"),
            );
            page.canvas.bar(rows.bar(row, (zero, end), 0.68), colour, tag);
            let y = rows.centre(row);
            let text = axis.magnitude.label(item.value, page.locale);
            page.value((end.max(zero) + 5.0, y + 4.0), &text, Anchor::Start);
            page.tick((page.area.right(), y + 4.0), &share, Anchor::End);
            let left = page.area.right() - panel - 40.0;
            line.push((left + panel * sum.share_of(total).position().clamp(0.0, 1.0), y));
        }
        rows.zero(page, zero);
        if panel > 0.0 {
            cumulative(page, &line);
        }
    }
}

fn cumulative(page: &mut Page<'_, '_>, line: &[(f64, f64)]) {
    let muted = page.theme.muted;
    page.canvas.stroke(line, Pen::solid(muted, 1.5));
    for (x, y) in line {
        let dot = crate::canvas::Area::new(x - 2.0, y - 2.0, 4.0, 4.0);
        page.canvas.wash(dot, muted);
    }
}

const OTHERS: &str = "others";

/// The items that have room, and the rest as one.
fn fold(mut items: Vec<Item>, height: f64) -> Vec<Item> {
    let room = (((height - 18.0) / ROW).floor() as usize).clamp(2, 24);
    if items.len() > room {
        let rest = items.split_off(room - 1);
        items.push(Item {
            key: OTHERS.to_owned(),
            name: format!("{} others", rest.len()),
            value: rest.iter().map(|item| item.value).sum(),
        });
    }
    items
}
