//! Which groups and parts have room on the map; what has none is one part, summed. Draws nothing.

use std::borrow::Cow;

use super::{TreeGroup, positive};
use crate::canvas::Area;
use crate::format::Figure;

/// Groups that keep a colour of their own.
const MOST_GROUPS: usize = 7;
/// Parts of one group.
const MOST_PARTS: usize = 24;
/// Smallest area of a part, in square CSS pixels.
const SMALLEST: f64 = 150.0;

/// A group as it is drawn; its key is empty where it stands for several.
pub(super) struct Folded<'t> {
    pub(super) key: &'t str,
    pub(super) name: Cow<'t, str>,
    pub(super) cells: Vec<Cell<'t>>,
}

/// A part as it is drawn.
pub(super) struct Cell<'t> {
    pub(super) key: &'t str,
    pub(super) name: Cow<'t, str>,
    pub(super) value: Figure,
    /// Whether it stands for several.
    pub(super) is_rest: bool,
}

impl Folded<'_> {
    pub(super) fn total(&self) -> Figure {
        self.cells.iter().map(|cell| cell.value).sum()
    }
}

/// Groups and parts by size, the smallest of each joined.
pub(super) fn fold(groups: &[TreeGroup], map: Area) -> Vec<Folded<'_>> {
    let total: f64 = groups.iter().map(|group| positive(group).position()).sum();
    let scale = map.w * map.h / total.max(1e-9);
    let mut known: Vec<&TreeGroup> = groups
        .iter()
        .filter(|group| positive(group) > Figure::ZERO)
        .collect();
    known.sort_by_key(|group| std::cmp::Reverse(positive(group)));
    let has_room = |group: &&&TreeGroup| positive(group).position() * scale >= SMALLEST * 2.0;
    let fits = known.iter().take_while(has_room).count().max(1);
    let keep = if known.len() <= MOST_GROUPS.min(fits) {
        known.len()
    } else {
        fits.min(MOST_GROUPS - 1)
    };
    let (own, rest) = known.split_at(keep);
    let mut folded: Vec<Folded<'_>> = own
        .iter()
        .map(|group| Folded {
            key: &group.key,
            name: Cow::Borrowed(&group.name),
            cells: cells(group, scale),
        })
        .collect();
    if !rest.is_empty() {
        let cells = rest.iter().map(|group| Cell {
            key: &group.key,
            name: Cow::Borrowed(group.name.as_str()),
            value: positive(group),
            is_rest: false,
        });
        folded.push(Folded {
            key: "",
            name: Cow::Owned(format!("{} others", rest.len())),
            cells: joined(cells.collect(), scale),
        });
    }
    folded.sort_by_key(|group| std::cmp::Reverse(group.total()));
    folded
}

fn cells(group: &TreeGroup, scale: f64) -> Vec<Cell<'_>> {
    let drawn = group.parts.iter().filter(|part| part.value > Figure::ZERO);
    let cells = drawn.map(|part| Cell {
        key: &part.key,
        name: Cow::Borrowed(part.name.as_str()),
        value: part.value,
        is_rest: false,
    });
    joined(cells.collect(), scale)
}

/// Falling, with those too small or too many as one at their place.
fn joined(mut cells: Vec<Cell<'_>>, scale: f64) -> Vec<Cell<'_>> {
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.value));
    let fits = cells
        .iter()
        .take_while(|cell| cell.value.position() * scale >= SMALLEST)
        .count()
        .min(MOST_PARTS);
    if cells.len() > fits + 1 || (fits < cells.len() && fits == 0) {
        let rest = cells.split_off(fits);
        cells.push(Cell {
            key: "others",
            name: Cow::Owned(format!("{} others", rest.len())),
            value: rest.iter().map(|cell| cell.value).sum(),
            is_rest: true,
        });
        cells.sort_by_key(|cell| std::cmp::Reverse(cell.value));
    }
    cells
}
