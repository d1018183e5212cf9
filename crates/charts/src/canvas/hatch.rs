//! Diagonal stripes, cut exactly to their rectangle.

use super::area::Area;

/// Distance between stripes and their thickness along the edge, in canvas pixels.
const PITCH: i32 = 13;
const THICK: i32 = 4;

/// Stripes rising to the right: polygons in canvas pixels. At most a few hundred, wider apart in a large area.
pub(super) fn stripes(area: Area) -> Vec<Vec<(i32, i32)>> {
    let [(x0, y0), (x1, y1)] = area.corners();
    let pitch = PITCH.max((x1 - x0 + y1 - y0) / 200);
    // A point lies in the stripe `c` where `c <= x + y < c + THICK`; stripes of all bars continue each other.
    let first = (x0 + y0 - THICK).div_euclid(pitch) * pitch;
    let starts = (0..).map(|at| first + at * pitch).take_while(|c| *c < x1 + y1);
    let cut = starts.map(|c| between((x0, y0, x1, y1), c, c + THICK));
    cut.filter(|stripe| stripe.len() > 2).collect()
}

/// The part of a rectangle where `low <= x + y <= high`.
fn between((x0, y0, x1, y1): (i32, i32, i32, i32), low: i32, high: i32) -> Vec<(i32, i32)> {
    let corners = vec![(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
    let above = clip(&corners, |(x, y)| x + y - low);
    clip(&above, |(x, y)| high - x - y)
}

/// Keeps the side of a polygon where `side` is not negative. All edges here are upright, level or diagonal, so that
/// cuts fall on whole pixels.
fn clip(polygon: &[(i32, i32)], side: impl Fn((i32, i32)) -> i32) -> Vec<(i32, i32)> {
    let mut kept = Vec::with_capacity(polygon.len() + 2);
    for (at, &to) in polygon.iter().enumerate() {
        let from = polygon[(at + polygon.len() - 1) % polygon.len()];
        let (before, after) = (side(from), side(to));
        if (before < 0) != (after < 0) && before != 0 && after != 0 {
            let along = |a: i32, b: i32| a + (b - a) * before / (before - after);
            kept.push((along(from.0, to.0), along(from.1, to.1)));
        }
        if after >= 0 {
            kept.push(to);
        }
    }
    kept.dedup();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_stay_inside_their_rectangle() {
        let area = Area::new(10.0, 20.0, 33.0, 47.5);
        let [(x0, y0), (x1, y1)] = area.corners();
        let stripes = stripes(area);
        assert!(stripes.len() > 5);
        for (x, y) in stripes.into_iter().flatten() {
            assert!((x0..=x1).contains(&x) && (y0..=y1).contains(&y), "{x},{y}");
        }
    }
}
