//! Pure functions from aggregated rows to named, explained results; scenarios and ROI.
//!
//! A metric sees what `app` asked the book for, never the book. It reads no clock, draws no unseeded randomness, formats for
//! nobody: texts in results are plain English with plain decimals.

pub mod exchange;
pub mod explain;
pub mod figure;
#[cfg(test)]
mod fixture;
pub mod licences;
pub mod models;
pub mod money;
pub mod people;
pub mod pricing;
pub mod registry;
pub mod roi;
mod rounding;
pub mod settings;
pub mod signals;
mod statistics;
mod words;

pub use explain::{Explanation, coverage_text};
pub use figure::{Figure, Rate};
pub use registry::{METRICS, MetricInfo, Need, metric, reference};
pub use settings::Settings;
