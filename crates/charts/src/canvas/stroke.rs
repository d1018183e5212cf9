//! Lines cut into dashes: plotters' own dashes are not exact, and an SVG attribute cannot be reached through it.

use super::area::{Point, pixel};

/// The pieces of a line in canvas pixels; a line without dashes is one piece.
pub(super) fn pieces(points: &[Point], dash: Option<(f64, f64)>) -> Vec<Vec<(i32, i32)>> {
    let whole = |part: &[Point]| part.iter().map(|(x, y)| (pixel(*x), pixel(*y))).collect();
    match dash {
        None => vec![whole(points)],
        Some((on, off)) => dashes(points, on.max(0.5), off.max(0.5))
            .iter()
            .map(|part| whole(part))
            .collect(),
    }
}

fn dashes(points: &[Point], on: f64, off: f64) -> Vec<Vec<Point>> {
    let mut parts = Vec::new();
    let mut left = on;
    let mut is_drawn = true;
    let mut part: Vec<Point> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = (to.0 - from.0).hypot(to.1 - from.1);
        while length > left {
            let share = left / length;
            from = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            length -= left;
            if is_drawn {
                part.push(from);
                parts.push(std::mem::take(&mut part));
            }
            is_drawn = !is_drawn;
            left = if is_drawn { on } else { off };
            part = vec![from];
        }
        left -= length;
        if is_drawn {
            part.push(to);
        }
    }
    if is_drawn && part.len() > 1 {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_follow_the_corner() {
        let parts = dashes(&[(0.0, 0.0), (5.0, 0.0), (5.0, 5.0)], 4.0, 2.0);
        assert_eq!(
            parts,
            vec![vec![(0.0, 0.0), (4.0, 0.0)], vec![(5.0, 1.0), (5.0, 5.0)]]
        );
    }
}
