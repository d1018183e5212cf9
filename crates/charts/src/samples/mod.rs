//! The data sets every chart must survive: nothing, one point, a typical case, a thousand, negatives, awkward names.
//! For the gallery and the tests that loop over [`crate::CHARTS`]; nothing here is a user's figure.

mod bought;
mod budgets;
mod draw;
mod outcome;
mod parts;
mod people;
mod worth;

pub(crate) use bought::{price_ranges, renewals};
pub(crate) use budgets::budgets;
pub(crate) use draw::{
    heat_map, lorenz, pareto, spend_over_time, usage_distribution, utilisation, variance_waterfall,
};
pub(crate) use outcome::{connected_scatter, rank_range};
pub(crate) use parts::{intervals, ratio_lines, treemap};
pub(crate) use people::{adoption_grid, bands, cohort_grid};
pub(crate) use worth::{cash_flow, forecast, kpi_series, parallel_trend, roi_range, tornado};

/// A shared data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// No data.
    Empty,
    /// One point.
    One,
    /// What a real book looks like.
    Typical,
    /// A thousand points.
    Thousand,
    /// Figures below zero.
    Negative,
    /// Very long, right-to-left, hostile and East Asian names.
    Names,
}

impl Sample {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Empty,
        Self::One,
        Self::Typical,
        Self::Thousand,
        Self::Negative,
        Self::Names,
    ];

    /// How many points: 0, 1, `typical`, 1000.
    fn count(self, typical: usize) -> usize {
        match self {
            Self::Empty => 0,
            Self::One => 1,
            Self::Thousand => 1_000,
            Self::Typical | Self::Negative | Self::Names => typical,
        }
    }

    /// The n-th name: one of the typical ones, or an awkward one.
    fn name(self, at: usize, typical: &[&str]) -> String {
        match (self, typical.get(at)) {
            (Self::Names, _) => AWKWARD[at % AWKWARD.len()].to_owned(),
            (_, Some(name)) => (*name).to_owned(),
            _ => format!("Item {}", at + 1),
        }
    }

    /// The n-th value, below zero now and then in [`Sample::Negative`].
    fn value(self, at: usize, size: i128) -> i128 {
        let sign = if self == Self::Negative && at % 3 == 1 {
            -1
        } else {
            1
        };
        sign * size
    }
}

const AWKWARD: [&str; 6] = [
    "Gemeinsame Abteilung für Schadenregulierung, Rückversicherung und Kundenbetreuung Nordwest",
    "قسم المطالبات والخدمات",
    "<script>alert(\"1\")</script> & 'co'",
    "理赔与客户服务部门",
    "a\u{0}b\u{202e}gnp.exe",
    "מחלקת תביעות 2026 (north)",
];

/// A repeatable number from 0 to 999, spread well enough for pictures.
fn scatter(at: usize) -> i128 {
    ((at as u64 + 1)
        .wrapping_mul(6_364_136_223_846_793_005)
        .rotate_left(17)
        % 1_000)
        .into()
}
