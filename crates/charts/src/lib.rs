//! A result in, a drawing out: one SVG with its marks and its table, drawn with plotters, plus the theme and
//! the number formatting that screen, charts and reports share. No files, no window, no queries, no clock.

mod canvas;
pub mod charts;
mod drawing;
pub mod font;
pub mod format;
mod page;
mod png;
mod samples;
mod scale;
pub mod theme;

pub use charts::{CHARTS, ChartInfo};
pub use drawing::{Column, DataTable, Drawing, Mark, Options, Shape, Titles};
pub use format::{Figure, Locale, Unit};
pub use png::PngError;
pub use samples::Sample;
pub use theme::{Colours, Theme};

/// No chart offers more things to point at than this.
pub const MOST_MARKS: usize = 400;
