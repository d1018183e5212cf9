//! The charts, one file each, and the list of them. Each takes plain data and gives a [`Drawing`]; none reads a file,
//! runs a query or computes a metric.

mod spend_over_time;

pub use spend_over_time::{Series, SpendOverTime, TimeColumn};

use crate::samples::{self, Sample};
use crate::{Drawing, Options};

/// One kind of chart.
#[derive(Clone, Copy, Debug)]
pub struct ChartInfo {
    /// Stable name, kebab-case.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// The question it answers.
    pub question: &'static str,
    /// Draws it with one of the shared data sets: the gallery, and the tests that loop over this list.
    pub sample: fn(Sample, &Options) -> Drawing,
}

/// All charts.
pub const CHARTS: &[ChartInfo] = &[ChartInfo {
    id: "spend-over-time",
    name: "Spend over time",
    question: "What did we spend, and on what?",
    sample: samples::spend_over_time,
}];
