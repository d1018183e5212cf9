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
            remark: if items.iter().any(|item| item.value.is_negative()) {
                "No cumulative shares: some items are below zero.".to_owned()
            } else {
                String::new()
            },
            alt: self.sentence(&items, total, options),
            table: self.table(&items, total, options),
        };
        if items.is_empty() {
            return sheet.empty("Nothing to rank in this period.");
        }
        if items.iter().all(|item| item.value == Figure::ZERO) {
            return sheet.empty(super::ALL_ZERO);
        }
        sheet.draw_rows(items.len(), (ROW, 20.0), |page| {
            self.plot(page, &fold(items, page.area.h), total);
        })
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

    fn plot(&self, page: &mut Page<'_, '_>, items: &[Item], total: Figure) {
        let values = || items.iter().map(|item| item.value);
        let axis = Axis::from_zero(values(), &self.unit, 4).tight(values());
        let has_shares = !values().any(Figure::is_negative);
        let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
        let panel = if page.area.w >= 460.0 && has_shares {
            page.area.w * 0.2
        } else {
            0.0
        };
        let rows = Rows::new(page, &names, ROW, (18.0, panel + 100.0, 0.0));
        let zero = axis.place(Figure::ZERO, rows.ends());
        let head = match (has_shares, panel > 0.0) {
            (true, true) => "cumulative share",
            (true, false) => "cum.",
            (false, _) => "",
        };
        page.tick((page.area.right(), page.area.y + 10.0), head, Anchor::End);
        let mut sum = Figure::ZERO;
        let mut line = Vec::new();
        let values: Vec<Figure> = items.iter().map(|item| item.value).collect();
        let texts = axis.magnitude.labels(&values, page.locale);
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
            let value = if has_shares {
                format!("{value} · cumulative {share}")
            } else {
                value
            };
            let tag = Tag::new(&item.key, item.name.clone(), value);
            page.canvas.bar(rows.bar(row, (zero, end), 0.68), colour, tag);
            let y = rows.centre(row);
            page.value((end.max(zero) + 5.0, y + 4.0), &texts[row], Anchor::Start);
            if has_shares {
                page.tick((page.area.right(), y + 4.0), &share, Anchor::End);
            }
            let left = page.area.right() - panel - 46.0;
            line.push((left + panel * sum.share_of(total).position().clamp(0.0, 1.0), y));
        }
        rows.zero(page, zero);
        if panel > 0.0 {
            cumulative(page, (page.area.right() - panel - 46.0, panel), &line);
        }
    }
}

/// The line of cumulative shares between 0 % and 100 %.
fn cumulative(page: &mut Page<'_, '_>, (left, wide): (f64, f64), line: &[(f64, f64)]) {
    let muted = page.theme.muted;
    let (Some(first), Some(last)) = (line.first(), line.last()) else {
        return;
    };
    for x in [left, left + wide] {
        page.hairline((x, first.1 - 8.0), (x, last.1 + 8.0));
    }
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
