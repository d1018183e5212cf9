//! Parts of a hierarchy on two levels: an area for each part, squarified (Bruls, Huizing, van Wijk 2000), the parts of a
//! group side by side under its name. Only what is above zero has an area; credits and zeros are summed below the map and
//! said. Parts too small to point at are one grey part, summed; the table has all of them.

mod fold;
mod layout;

use crate::canvas::{Anchor, Area, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::font::Weight;
use crate::format::{Figure, Unit, percent};
use crate::page::{Page, Sheet};
use crate::theme::{Colours, Rgb};

use super::Item;
use fold::{Cell, Folded, fold};
use layout::squarify;

/// A total, its groups, and their parts.
#[derive(Clone, Debug)]
pub struct Treemap {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// What a group is and what a part is, for the table's heads: "Provider", "Model".
    pub heads: (String, String),
    /// Groups in any order.
    pub groups: Vec<TreeGroup>,
    /// Which colours they have.
    pub colours: Colours,
}

/// One group.
#[derive(Clone, Debug)]
pub struct TreeGroup {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// Its parts in any order.
    pub parts: Vec<Item>,
}

/// Height of the line that names a group.
const HEAD: f64 = 17.0;
/// Height of the line that says what is below zero.
const FOOT: f64 = 20.0;
/// A group smaller than this has no room for its name.
const NAMED: (f64, f64) = (54.0, 44.0);

impl Treemap {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let parts = || self.groups.iter().flat_map(|group| &group.parts);
        let drawn: Figure = parts()
            .map(|part| part.value)
            .filter(|value| !value.is_negative())
            .sum();
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: String::new(),
            remark: "Area: share of what is above zero.".to_owned(),
            alt: self.sentence(drawn, options),
            table: self.table(drawn, options),
        };
        if drawn == Figure::ZERO {
            return sheet.empty(if parts().next().is_some() {
                "Nothing is above zero in this period, so there is no area to draw. The table has every figure."
            } else {
                "Nothing was spent in this period."
            });
        }
        sheet.draw(|page| self.plot(page, drawn))
    }

    fn sentence(&self, drawn: Figure, options: &Options) -> String {
        let mut sums: Vec<(&str, Figure)> = self
            .groups
            .iter()
            .map(|group| (group.name.as_str(), positive(group)))
            .collect();
        sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
        let first = sums
            .iter()
            .take(3)
            .map(|(name, sum)| format!("{name} {}", percent(sum.share_of(drawn), 0, &options.locale)));
        let first: Vec<String> = first.collect();
        format!(
            "areas of {} groups; the largest: {}.",
            sums.len(),
            first.join(", ")
        )
    }

    fn table(&self, drawn: Figure, options: &Options) -> DataTable {
        let heads = [&self.heads.0, &self.heads.1].map(String::as_str);
        let mut table = DataTable::with_columns([heads[0], heads[1], "Value", "Share of what is drawn"]);
        table.columns[1].is_numeric = false;
        for group in &self.groups {
            for part in &group.parts {
                let share = if part.value.is_negative() {
                    "not drawn".to_owned()
                } else {
                    percent(part.value.share_of(drawn), 1, &options.locale)
                };
                let value = self.unit.full(part.value, &options.locale);
                table.push([group.name.clone(), part.name.clone(), value, share]);
            }
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, drawn: Figure) {
        let below: Vec<&Item> = self
            .groups
            .iter()
            .flat_map(|group| &group.parts)
            .filter(|part| part.value.is_negative())
            .collect();
        let foot = if below.is_empty() { 0.0 } else { FOOT };
        let map = page.area.inside(0.0, 0.0, 0.0, foot);
        let folded = fold(&self.groups, map);
        let sizes: Vec<f64> = folded.iter().map(|group| group.total().position()).collect();
        let keys: Vec<&str> = folded.iter().map(|group| group.key).collect();
        let colours = self.colours.of(&keys);
        for (at, (group, area)) in folded.iter().zip(squarify(&sizes, map)).enumerate() {
            let colour = if group.key.is_empty() {
                page.theme.other
            } else {
                page.theme.series(colours[at])
            };
            self.group(page, (group, drawn), (area, colour));
        }
        if !below.is_empty() {
            self.below(page, &below);
        }
    }

    /// Name and parts of one group.
    fn group(
        &self,
        page: &mut Page<'_, '_>,
        (group, drawn): (&Folded<'_>, Figure),
        (area, colour): (Area, Rgb),
    ) {
        let area = area.inside(1.0, 1.0, 1.0, 1.0);
        let is_named = area.w >= NAMED.0 && area.h >= NAMED.1;
        let head = if is_named { HEAD } else { 0.0 };
        let share = percent(group.total().share_of(drawn), 0, page.locale);
        if is_named {
            let at = (area.x + 1.0, area.y + 12.0);
            // The name is cut before its share is.
            let tail = format!(" {share}");
            let room = area.w - 4.0 - crate::font::width(&tail, crate::page::LABEL, Weight::Text);
            let name = crate::font::fit_name(&group.name, crate::page::LABEL, Weight::Text, room);
            page.name(
                at,
                format!("{name}{tail}").trim_start(),
                (Anchor::Start, area.w - 4.0),
            );
            let line = Area { h: head, ..area };
            let value = format!("{} · {share}", self.unit.full(group.total(), page.locale));
            let key = if group.key.is_empty() { "others" } else { group.key };
            page.canvas.region(line, Tag::new(key, group.name.clone(), value));
        }
        let inner = area.inside(0.0, head, 0.0, 0.0);
        let sizes: Vec<f64> = group.cells.iter().map(|cell| cell.value.position()).collect();
        for (at, (cell, place)) in group.cells.iter().zip(squarify(&sizes, inner)).enumerate() {
            // The parts of a group fall from its colour towards the paper, so that neighbours differ in greyscale too.
            let strength = 0.92 - 0.5 * (at as f64 / group.cells.len().max(2) as f64);
            let tone = if cell.is_rest {
                page.theme.other
            } else {
                colour.over(page.theme.paper, strength)
            };
            self.cell(page, (group, cell, drawn), (place, tone));
        }
    }

    fn cell(
        &self,
        page: &mut Page<'_, '_>,
        (group, cell, drawn): (&Folded<'_>, &Cell<'_>, Figure),
        (place, tone): (Area, Rgb),
    ) {
        let place = place.inside(0.5, 0.5, 0.5, 0.5);
        let share = percent(cell.value.share_of(drawn), 1, page.locale);
        let value = format!("{} · {share}", self.unit.full(cell.value, page.locale));
        let label = format!("{}, {}", group.name, cell.name);
        let group_key = if group.key.is_empty() { "others" } else { group.key };
        let tag = Tag::new(&format!("{group_key}|{}", cell.key), label, value);
        page.canvas.cell(place, tone, tag);
        page.inside(place, 0, &cell.name, (tone, Weight::Text));
        if place.h >= 34.0 {
            let short = self.unit.short(cell.value, page.locale);
            page.figure_inside(place, 1, &short, tone);
        }
    }

    /// What has no area, as one line under the map.
    fn below(&self, page: &mut Page<'_, '_>, parts: &[&Item]) {
        let sum: Figure = parts.iter().map(|part| part.value).sum();
        let value = self.unit.full(sum, page.locale);
        let words = if parts.len() == 1 {
            format!("Below zero, not drawn: {} {value}", parts[0].name)
        } else {
            format!("Below zero, not drawn: {} parts, {value}", parts.len())
        };
        let line = Area {
            y: page.area.bottom() - FOOT,
            h: FOOT,
            ..page.area
        };
        let names: Vec<&str> = parts.iter().take(8).map(|part| part.name.as_str()).collect();
        let room = crate::font::fit(&words, crate::page::TICK, Weight::Text, line.w - 4.0);
        page.tick((line.x + 1.0, line.bottom() - 5.0), &room, Anchor::Start);
        page.canvas.region(
            line,
            Tag::new("below-zero", format!("Below zero: {}", names.join(", ")), value),
        );
    }
}

fn positive(group: &TreeGroup) -> Figure {
    let values = group.parts.iter().map(|part| part.value);
    values.filter(|value| !value.is_negative()).sum()
}
