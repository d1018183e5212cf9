//! Places on the page in CSS pixels, and how they land on the canvas' whole pixels.

use crate::Shape;

/// Canvas pixels per CSS pixel.
pub(crate) const SCALE: u32 = 2;

/// A place on the page.
pub(crate) type Point = (f64, f64);

/// The canvas pixel of a CSS length.
pub(crate) fn pixel(length: f64) -> i32 {
    (length * f64::from(SCALE)).round() as i32
}

/// An upright rectangle on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) w: f64,
    pub(crate) h: f64,
}

impl Area {
    pub(crate) fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// Between two positions across and two down, in any order; at least one canvas pixel each way.
    pub(crate) fn between((x0, x1): (f64, f64), (y0, y1): (f64, f64)) -> Self {
        let least = 1.0 / f64::from(SCALE);
        Self {
            x: x0.min(x1),
            y: y0.min(y1),
            w: (x1 - x0).abs().max(least),
            h: (y1 - y0).abs().max(least),
        }
    }

    pub(crate) fn right(&self) -> f64 {
        self.x + self.w
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.y + self.h
    }

    pub(crate) fn middle(&self) -> Point {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Without a margin on each side: left, top, right, bottom.
    pub(crate) fn inside(&self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self {
            x: self.x + left,
            y: self.y + top,
            w: (self.w - left - right).max(1.0),
            h: (self.h - top - bottom).max(1.0),
        }
    }

    /// The part of it inside another.
    pub(crate) fn within(&self, other: Self) -> Self {
        let (left, right) = (self.x.max(other.x), self.right().min(other.right()));
        let (top, bottom) = (self.y.max(other.y), self.bottom().min(other.bottom()));
        Self::between((left, right.max(left)), (top, bottom.max(top)))
    }

    /// Upper left and lower right on the canvas.
    pub(super) fn corners(&self) -> [(i32, i32); 2] {
        [
            (pixel(self.x), pixel(self.y)),
            (pixel(self.right()), pixel(self.bottom())),
        ]
    }

    pub(super) fn outline(&self) -> [Point; 5] {
        let (x0, y0, x1, y1) = (self.x, self.y, self.right(), self.bottom());
        [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    }

    pub(super) fn shape(&self) -> Shape {
        let [(x, y), (x1, y1)] = self.corners();
        Shape::Rect {
            x,
            y,
            w: x1 - x,
            h: y1 - y,
        }
    }

    pub(super) fn path(&self) -> Shape {
        let [(x, y), (x1, y1)] = self.corners();
        Shape::Path {
            d: format!("M{x} {y}H{x1}V{y1}H{x}Z"),
        }
    }
}
