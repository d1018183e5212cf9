//! The charts, one file each, and the list of them. Each takes plain data and gives a [`Drawing`]; none reads a file,
//! runs a query or computes a metric.

mod bands;
mod budgets;
mod cash_flow;
mod connected_scatter;
mod forecast;
mod grid;
mod heat_map;
mod intervals;
mod kpi_series;
mod lorenz;
mod parallel_trend;
mod pareto;
mod price_ranges;
mod rank_range;
mod ratio_lines;
mod renewals;
mod roi_range;
mod spend_over_time;
mod tornado;
mod treemap;
mod usage_distribution;
mod utilisation;
mod variance_waterfall;

pub use bands::{Bands, Counted, TeamBands};
pub use budgets::{BudgetBar, Budgets};
pub use cash_flow::{CashFlow, Flow};
pub use connected_scatter::{ConnectedScatter, Path, Stop};
pub use forecast::{Forecast, ForecastStep, Likely};
pub use grid::{Grid, GridCell, GridRow};
pub use heat_map::{DaySeen, HeatMap};
pub use intervals::{Interval, Intervals, Parts};
pub use kpi_series::{KpiPoint, KpiSeries, NO_KPI};
pub use lorenz::Lorenz;
pub use parallel_trend::{ParallelTrend, TrendPoint};
pub use pareto::{Item, Pareto};
pub use price_ranges::{PriceRange, PriceRanges};
pub use rank_range::{RankRange, RankedTeam};
pub use ratio_lines::RatioLines;
pub use renewals::{Renewals, TermBar, Terms};
pub use roi_range::{RoiRange, Worth};
pub use spend_over_time::{Series, SpendOverTime, TimeColumn};
pub use tornado::{Driver, Tornado};
pub use treemap::{TreeGroup, Treemap};
pub use usage_distribution::{Bin, UsageDistribution};
pub use utilisation::{SeatUse, Utilisation};
pub use variance_waterfall::VarianceWaterfall;

use crate::samples::{self, Sample};
use crate::{Drawing, Options};

/// In place of an axis that would have no end.
const ALL_ZERO: &str = "Every amount in these days is zero, so there is nothing to draw.";

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
pub const CHARTS: &[ChartInfo] = &[
    ChartInfo {
        id: "spend-over-time",
        name: "Spend over time",
        question: "What did we spend, and on what?",
        sample: samples::spend_over_time,
    },
    ChartInfo {
        id: "variance-waterfall",
        name: "Variance waterfall",
        question: "Why did it change?",
        sample: samples::variance_waterfall,
    },
    ChartInfo {
        id: "pareto",
        name: "Pareto",
        question: "Who or what carries most of it?",
        sample: samples::pareto,
    },
    ChartInfo {
        id: "treemap",
        name: "Treemap",
        question: "What are the parts of it?",
        sample: samples::treemap,
    },
    ChartInfo {
        id: "intervals",
        name: "Ranges",
        question: "How far does each reach?",
        sample: samples::intervals,
    },
    ChartInfo {
        id: "ratio-lines",
        name: "Two ratios",
        question: "How do two ratios of one base move?",
        sample: samples::ratio_lines,
    },
    ChartInfo {
        id: "usage-distribution",
        name: "Usage distribution",
        question: "How is usage spread over people?",
        sample: samples::usage_distribution,
    },
    ChartInfo {
        id: "lorenz",
        name: "Lorenz curve",
        question: "How unequal is use?",
        sample: samples::lorenz,
    },
    ChartInfo {
        id: "bands",
        name: "Bands of use",
        question: "How many stand where?",
        sample: samples::bands,
    },
    ChartInfo {
        id: "adoption-grid",
        name: "Adoption grid",
        question: "Which teams use which tools?",
        sample: samples::adoption_grid,
    },
    ChartInfo {
        id: "cohort-grid",
        name: "Cohort grid",
        question: "Do people stay?",
        sample: samples::cohort_grid,
    },
    ChartInfo {
        id: "heat-map",
        name: "Calendar",
        question: "How regular is use?",
        sample: samples::heat_map,
    },
    ChartInfo {
        id: "utilisation",
        name: "Utilisation",
        question: "Which seats are bought, assigned, active?",
        sample: samples::utilisation,
    },
    ChartInfo {
        id: "renewals",
        name: "Renewal timeline",
        question: "When do contracts renew?",
        sample: samples::renewals,
    },
    ChartInfo {
        id: "price-ranges",
        name: "Price ranges",
        question: "What if another model did it?",
        sample: samples::price_ranges,
    },
    ChartInfo {
        id: "forecast",
        name: "Forecast",
        question: "What might this cost?",
        sample: samples::forecast,
    },
    ChartInfo {
        id: "budgets",
        name: "Budgets",
        question: "Does the budget last?",
        sample: samples::budgets,
    },
    ChartInfo {
        id: "kpi-series",
        name: "KPI",
        question: "Did the KPI move?",
        sample: samples::kpi_series,
    },
    ChartInfo {
        id: "connected-scatter",
        name: "Tokens against outcome",
        question: "Do tokens buy outcomes?",
        sample: samples::connected_scatter,
    },
    ChartInfo {
        id: "parallel-trend",
        name: "Parallel trend",
        question: "Did KPI and control move in step before?",
        sample: samples::parallel_trend,
    },
    ChartInfo {
        id: "rank-range",
        name: "Rank ranges",
        question: "Where do teams stand, as far as one can tell?",
        sample: samples::rank_range,
    },
    ChartInfo {
        id: "roi-range",
        name: "Return range",
        question: "Is it worth it?",
        sample: samples::roi_range,
    },
    ChartInfo {
        id: "tornado",
        name: "Tornado",
        question: "What drives the return?",
        sample: samples::tornado,
    },
    ChartInfo {
        id: "cash-flow",
        name: "Cash flow",
        question: "When does it pay back?",
        sample: samples::cash_flow,
    },
];
