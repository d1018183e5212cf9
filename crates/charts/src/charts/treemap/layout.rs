//! Squarified areas: rows along the shorter side, each as long as it makes its worst part squarer. Geometry only.

use crate::canvas::Area;

/// One area for each size, in the order of the sizes, which fall. Their areas are to each other as the sizes are.
pub(super) fn squarify(sizes: &[f64], area: Area) -> Vec<Area> {
    let sum: f64 = sizes.iter().sum();
    if sum <= 0.0 {
        return Vec::new();
    }
    let scale = area.w * area.h / sum;
    let sizes: Vec<f64> = sizes.iter().map(|size| size * scale).collect();
    let (mut free, mut rest, mut placed) = (area, sizes.as_slice(), Vec::new());
    while !rest.is_empty() {
        let count = row_length(rest, free.w.min(free.h));
        let (row, others) = rest.split_at(count);
        free = lay(row, free, &mut placed);
        rest = others;
    }
    placed
}

/// How many of the sizes make the squarest row along a side.
fn row_length(sizes: &[f64], side: f64) -> usize {
    let mut best = worst(&sizes[..1], side);
    for count in 2..=sizes.len() {
        let next = worst(&sizes[..count], side);
        if next > best {
            return count - 1;
        }
        best = next;
    }
    sizes.len()
}

/// The largest ratio of sides in a row.
fn worst(row: &[f64], side: f64) -> f64 {
    let sum: f64 = row.iter().sum();
    let thick = sum / side.max(1e-9);
    let ratio = |size: &f64| {
        let long = size / thick.max(1e-9);
        (thick / long.max(1e-9)).max(long / thick.max(1e-9))
    };
    row.iter().map(ratio).fold(0.0, f64::max)
}

/// Lays a row along the shorter side of what is free; returns what is left.
fn lay(row: &[f64], free: Area, placed: &mut Vec<Area>) -> Area {
    let sum: f64 = row.iter().sum();
    let is_wide = free.w >= free.h;
    let side = if is_wide { free.h } else { free.w };
    let thick = sum / side.max(1e-9);
    let mut at = 0.0;
    for size in row {
        let long = size / thick.max(1e-9);
        placed.push(if is_wide {
            Area::new(free.x, free.y + at, thick, long)
        } else {
            Area::new(free.x + at, free.y, long, thick)
        });
        at += long;
    }
    if is_wide {
        Area::new(free.x + thick, free.y, (free.w - thick).max(0.0), free.h)
    } else {
        Area::new(free.x, free.y + thick, free.w, (free.h - thick).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_paper_comes_out_as_printed() {
        // 6 × 4, areas 6 6 4 3 2 2 1: two of 3 × 2 at the left, then 4 and 3 side by side.
        let areas = squarify(
            &[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0],
            Area::new(0.0, 0.0, 6.0, 4.0),
        );
        let near = |area: &Area, [x, y, w, h]: [f64; 4]| {
            let pairs = [(area.x, x), (area.y, y), (area.w, w), (area.h, h)];
            pairs.iter().all(|(a, b)| (a - b).abs() < 1e-9)
        };
        assert!(near(&areas[0], [0.0, 0.0, 3.0, 2.0]), "{:?}", areas[0]);
        assert!(near(&areas[1], [0.0, 2.0, 3.0, 2.0]), "{:?}", areas[1]);
        assert!(
            near(&areas[2], [3.0, 0.0, 12.0 / 7.0, 7.0 / 3.0]),
            "{:?}",
            areas[2]
        );
        assert!(
            near(&areas[3], [3.0 + 12.0 / 7.0, 0.0, 9.0 / 7.0, 7.0 / 3.0]),
            "{:?}",
            areas[3]
        );
    }

    #[test]
    fn areas_are_as_the_sizes_and_none_leaves_the_page_or_another() {
        let sizes: Vec<f64> = (0..40).map(|at| 900.0 / f64::from(at + 1)).collect();
        let page = Area::new(10.0, 20.0, 700.0, 260.0);
        let areas = squarify(&sizes, page);
        let scale = page.w * page.h / sizes.iter().sum::<f64>();
        for (area, size) in areas.iter().zip(&sizes) {
            assert!((area.w * area.h - size * scale).abs() < 1e-6);
            assert!(area.x >= 9.999 && area.right() <= 710.001 && area.bottom() <= 280.001);
        }
        let overlap = |a: &Area, b: &Area| {
            let wide = a.right().min(b.right()) - a.x.max(b.x);
            let high = a.bottom().min(b.bottom()) - a.y.max(b.y);
            wide > 1e-6 && high > 1e-6
        };
        for (at, one) in areas.iter().enumerate() {
            assert!(areas[at + 1..].iter().all(|other| !overlap(one, other)));
        }
        assert!(squarify(&[], page).is_empty());
    }
}
