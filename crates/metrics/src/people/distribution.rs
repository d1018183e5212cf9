//! Distribution: how use is spread over people, on a log scale with the zero bar apart.
//!
//! Bins of one, two, five (or one, three over more than four decades); `mean = Σx ÷ n`, median and P90 over the active.
//! Inputs: `PersonActivity` of one window. Unit: people per bin; tokens, requests or days for the statistics.
//! Guards: zero apart from unknown; never the mean without the median; the outer bins are widened until they hold `k`
//! people; mean and total are hidden when one person makes more than 70 %.

use model::PersonActivity;
use serde::Serialize;

use super::suppression::{Hidden, Privacy, check, largest_share};
use super::{Counted, Intensity};
use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "distribution",
    area: "people",
    name: "Distribution",
    unit: "people",
    formula: "people per log-scale bin; mean, median, P90 of the active",
    practice: "Zero-token signal",
    guard: "Zero and unknown apart; the mean never without the median; outer bins hold at least k people",
    needs: &[Need::People],
};

/// A histogram of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Distribution {
    /// What is counted.
    pub intensity: Intensity,
    /// People covered in the whole window and seen doing nothing.
    pub zero: u32,
    /// People no source covers.
    pub unknown: u32,
    /// Active people whose source does not tell the intensity.
    pub unmeasured: u32,
    /// People without the right to use anything; in no other count.
    pub not_entitled: u32,
    /// Bins over people with more than zero, smallest first; empty when hidden.
    pub bins: Vec<Bin>,
    /// Statistics over people with more than zero; `None` when there are none or they are hidden.
    pub statistics: Option<Statistics>,
    /// Why bins or statistics are hidden.
    pub hidden: Option<Hidden>,
    /// `Half of 37 active people used less than 1,200 tokens`-like sentence.
    pub finding: String,
    /// How it came about.
    pub explanation: Explanation,
}

/// One bar: `from ≤ x < to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bin {
    /// Smallest value inside.
    pub from: u64,
    /// First value outside.
    pub to: u64,
    /// People inside.
    pub people: u32,
}

/// Over people with more than zero, in the unit of the intensity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Statistics {
    /// People.
    pub people: u32,
    /// Arithmetic mean; never shown without the median. `None` when one person dominates.
    pub mean: Option<f64>,
    /// Half use less.
    pub median: f64,
    /// Nine tenths use less.
    pub p90: f64,
}

/// How use is spread over people.
pub fn distribution(people: &[PersonActivity], intensity: Intensity, privacy: Privacy) -> Distribution {
    let counted = Counted::of(people, intensity);
    let values = &counted.active;
    let hidden = check(values.len() as u32, largest_share(values), privacy);
    let is_too_few = matches!(hidden, Some(Hidden::FewerThan(_)));
    let shown: &[u64] = if is_too_few { &[] } else { values };
    let mut statistics = statistics(shown);
    if let (Some(Hidden::Dominated), Some(statistics)) = (hidden, &mut statistics) {
        statistics.mean = None;
    }
    Distribution {
        intensity,
        zero: counted.zero,
        unknown: counted.unknown,
        unmeasured: counted.unmeasured,
        not_entitled: counted.not_entitled,
        bins: widened(bins(shown), privacy.minimum),
        finding: finding(&counted, statistics.as_ref(), intensity),
        explanation: explain(&counted, statistics.as_ref(), intensity, hidden),
        statistics,
        hidden,
    }
}

/// The value below which the fraction `p` lies, interpolated between neighbours; values are rising.
pub fn quantile(values: &[u64], p: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let place = p.clamp(0.0, 1.0) * last as f64;
    let (below, above) = (
        values[place as usize] as f64,
        values[(place as usize + 1).min(last)] as f64,
    );
    Some(below + (above - below) * place.fract())
}

fn statistics(values: &[u64]) -> Option<Statistics> {
    let sum: u128 = values.iter().map(|value| u128::from(*value)).sum();
    Some(Statistics {
        people: values.len() as u32,
        mean: Some(sum as f64 / values.len() as f64),
        median: quantile(values, 0.5)?,
        p90: quantile(values, 0.9)?,
    })
}

/// Log-scale bins from the one that holds the smallest value to the one that holds the largest.
fn bins(values: &[u64]) -> Vec<Bin> {
    let (Some(smallest), Some(largest)) = (values.first(), values.last()) else {
        return Vec::new();
    };
    let steps: &[u64] = if largest / smallest > 10_000 {
        &[1, 3]
    } else {
        &[1, 2, 5]
    };
    let edges: Vec<u64> = (0..20)
        .flat_map(|decade| {
            steps
                .iter()
                .filter_map(move |step| step.checked_mul(10u64.pow(decade)))
        })
        .chain([u64::MAX])
        .collect();
    let bin = |pair: &[u64]| Bin {
        from: pair[0],
        to: pair[1],
        people: (values.partition_point(|v| *v < pair[1]) - values.partition_point(|v| *v < pair[0])) as u32,
    };
    let is_in_range = |bin: &Bin| bin.to > *smallest && bin.from <= *largest;
    edges.windows(2).map(bin).filter(is_in_range).collect()
}

/// Widens the outer bins until each holds `minimum` people, so that the extremes name nobody.
fn widened(mut bins: Vec<Bin>, minimum: u32) -> Vec<Bin> {
    while bins.len() > 1 && bins[bins.len() - 1].people < minimum {
        let last = bins.pop().expect("there is more than one bin");
        let before = bins.len() - 1;
        bins[before].to = last.to;
        bins[before].people += last.people;
    }
    while bins.len() > 1 && bins[0].people < minimum {
        let first = bins.remove(0);
        bins[0].from = first.from;
        bins[0].people += first.people;
    }
    bins
}

fn finding(counted: &Counted, statistics: Option<&Statistics>, intensity: Intensity) -> String {
    match statistics {
        Some(s) => format!(
            "Half of {} active people used fewer than {} {}; {} used none",
            s.people,
            s.median.round(),
            intensity.unit(),
            counted.zero
        ),
        None if counted.active.is_empty() => format!("{} people used none, nobody was active", counted.zero),
        None => "Too few active people to show how use is spread".to_owned(),
    }
}

fn explain(
    counted: &Counted,
    statistics: Option<&Statistics>,
    intensity: Intensity,
    hidden: Option<Hidden>,
) -> Explanation {
    let formula = statistics.map_or_else(String::new, |s| {
        let mean = s
            .mean
            .map_or_else(|| "hidden".to_owned(), |mean| format!("{mean:.1}"));
        format!(
            "n = {}; mean {mean}, median {:.1}, P90 {:.1} {}",
            s.people,
            s.median,
            s.p90,
            intensity.unit()
        )
    });
    let what = format!("People by {} in the window, on a log scale.", intensity.unit());
    Explanation::new(what, formula)
        .covering(counted.text())
        .guard("Zero and unknown are bars of their own; the mean never stands without the median.")
        .guard("Outer bins are widened until they hold the minimum number of people.")
        .note_if(
            counted.unmeasured > 0,
            format!(
                "{} active people without stated {}.",
                counted.unmeasured,
                intensity.unit()
            ),
        )
        .note_if(
            hidden.is_some(),
            hidden.map_or_else(String::new, |hidden| format!("Some figures: {}.", hidden.text())),
        )
}
