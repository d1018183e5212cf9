//! Distribution: how use is spread over people, on a log scale with the zero bar apart.
//!
//! Bins of one, two, five (or one, three over more than four decades); `mean = Σx ÷ n`, median and P90 over the active.
//! Inputs: `PersonActivity` of one window. Unit: people per bin; tokens, requests or days for the statistics.
//! Guards: zero apart from unknown; never the mean without the median; bins of few people are joined with the next, so that
//! each holds `k` people or nobody; the mean is hidden when one person makes more than 70 %.

use model::PersonActivity;
use serde::Serialize;

use super::suppression::{Hidden, Privacy, Shown, check, largest_share, whole};
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
    guard: "Zero and unknown apart; the mean never without the median; a bin holds at least k people or nobody",
    needs: &[Need::People],
};

/// A histogram of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Distribution {
    /// What is counted.
    pub intensity: Intensity,
    /// People beside those in bins.
    pub beside: Shown<Beside>,
    /// Bins over people with more than zero, smallest first; empty when hidden.
    pub bins: Vec<Bin>,
    /// Statistics over people with more than zero; `None` when there are none or they are hidden.
    pub statistics: Option<Statistics>,
    /// Why bins or statistics are hidden.
    pub hidden: Option<Hidden>,
    /// `Half of 37 people with stated tokens used less than 1,200 tokens`-like sentence.
    pub finding: String,
    /// How it came about.
    pub explanation: Explanation,
}

/// People in no bin, and how many are in one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// People with more than zero.
    pub active: u32,
    /// People covered in the whole window and seen doing nothing.
    pub zero: u32,
    /// People no source covers.
    pub unknown: u32,
    /// Active people whose source does not tell the intensity.
    pub unmeasured: u32,
    /// People without the right to use anything; in no other count.
    pub not_entitled: u32,
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
    let is_open = matches!(hidden, None | Some(Hidden::Dominated));
    let shown: &[u64] = if is_open { values } else { &[] };
    let mut statistics = statistics(shown);
    if let (Some(Hidden::Dominated), Some(statistics)) = (hidden, &mut statistics) {
        statistics.mean = None;
    }
    let others = Beside {
        active: values.len() as u32,
        zero: counted.zero,
        unknown: counted.unknown,
        unmeasured: counted.unmeasured,
        not_entitled: counted.not_entitled,
    };
    let parts = [
        others.active,
        others.zero,
        others.unknown,
        others.unmeasured,
        others.not_entitled,
    ];
    let beside = if privacy.is_part && parts.iter().any(|people| privacy.is_few(*people)) {
        Shown::Hidden(Hidden::Protects(privacy.minimum))
    } else {
        whole(others, counted.people(), privacy)
    };
    Distribution {
        intensity,
        bins: joined(bins(shown), privacy),
        finding: finding(&beside, counted.active.is_empty(), statistics.as_ref(), intensity),
        explanation: explain(&beside, statistics.as_ref(), intensity, hidden)
            .covering(counted.text(intensity, privacy)),
        beside,
        statistics,
        hidden,
    }
}

/// `18 more are active; their tools state no tokens.`
pub fn not_stated(unmeasured: u32, intensity: Intensity) -> String {
    let are = if unmeasured == 1 { "is" } else { "are" };
    format!(
        "{unmeasured} more {are} active; their tools state no {}.",
        intensity.unit()
    )
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

/// Joins a bin of few people with those above it until together they are enough; what is left over joins those below.
fn joined(bins: Vec<Bin>, privacy: Privacy) -> Vec<Bin> {
    let mut joined: Vec<Bin> = Vec::new();
    let is_few = |bin: &Bin| privacy.is_few(bin.people);
    for bin in bins {
        match joined.last_mut().filter(|last| is_few(last)) {
            Some(last) => last.take(bin),
            None => joined.push(bin),
        }
    }
    while joined.len() > 1 && joined.last().is_some_and(is_few) {
        if let (Some(bin), Some(last)) = (joined.pop(), joined.last_mut()) {
            last.take(bin);
        }
    }
    joined
}

impl Bin {
    /// Takes the bin above it in.
    fn take(&mut self, above: Self) {
        self.to = above.to;
        self.people += above.people;
    }
}

fn finding(
    beside: &Shown<Beside>,
    is_nobody_active: bool,
    statistics: Option<&Statistics>,
    intensity: Intensity,
) -> String {
    match (statistics, beside.value()) {
        (Some(s), Some(beside)) => format!(
            "Half of {} people with stated {unit} used fewer than {} {unit}; {} used none",
            s.people,
            s.median.round(),
            beside.zero,
            unit = intensity.unit()
        ),
        (None, Some(beside)) if is_nobody_active => {
            format!("{} people used none, nobody was active", beside.zero)
        }
        _ => "Too few active people to show how use is spread".to_owned(),
    }
}

fn explain(
    beside: &Shown<Beside>,
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
    let unmeasured = beside.value().map_or(0, |beside| beside.unmeasured);
    let what = format!("People by {} in the window, on a log scale.", intensity.unit());
    Explanation::new(what, formula)
        .guard("Zero and unknown are bars of their own; the mean never stands without the median.")
        .guard("A bin of few people is joined with the next until they are the minimum.")
        .note_if(unmeasured > 0, not_stated(unmeasured, intensity))
        .note_if(
            hidden.is_some(),
            hidden.map_or_else(String::new, |hidden| format!("Some figures: {}.", hidden.text())),
        )
}
