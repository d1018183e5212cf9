//! Concentration: how unequally use is spread.
//!
//! `G = Σ(2i−n−1)·x_i ÷ (n·Σx)` over values in rising order, small-sample corrected by `n/(n−1)`; Lorenz curve; share of the
//! top tenth (rounded up to whole people). Inputs: `PersonActivity` of one window. Unit: 0 (equal) to 1 (one person).
//! Guards: shown twice, active only and all eligible; shown by the rule of `people/suppression.rs`: the steps of the curve and
//! the top tenth are of `k` people or more; hidden where one person makes most; a fact to explain, not a fault.

use model::PersonActivity;
use serde::Serialize;

use super::suppression::{Hidden, Privacy, Shown, check, largest_share, whole_count};
use super::{Counted, Intensity};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, figure::percent};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "concentration",
    area: "people",
    name: "Concentration",
    unit: "0 to 1",
    formula: "G = Σ(2i−n−1)x_i ÷ (nΣx), × n/(n−1) for small n",
    practice: "Low spend per employee as a red flag",
    guard: "Shown with and without people at zero; a fact to explain, not a fault",
    needs: &[Need::People],
};

/// Concentration, both ways.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Concentration {
    /// What is counted.
    pub intensity: Intensity,
    /// Over people with more than zero.
    pub active: Option<Inequality>,
    /// Over active and zero people alike.
    pub eligible: Option<Inequality>,
    /// People no source covers or tells the intensity of; in neither.
    pub unknown: Shown<u32>,
    /// Why there is nothing to show.
    pub hidden: Option<Hidden>,
    /// `The top 10 % of 37 people with stated tokens make 71 % of tokens`.
    pub finding: String,
    /// How it came about.
    pub explanation: Explanation,
}

/// Inequality of one group of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inequality {
    /// People.
    pub people: u32,
    /// Gini coefficient.
    pub gini: f64,
    /// Corrected by `n/(n−1)`.
    pub gini_corrected: f64,
    /// Fraction that the top tenth makes; `None` where that is few people.
    pub top_tenth_share: Option<f64>,
    /// How many people the top tenth is.
    pub top_tenth_people: u32,
    /// Lorenz curve from (0, 0) to (1, 1): fraction of people, fraction of use; in steps of `k` people or more, at most 101
    /// points.
    pub lorenz: Vec<(f64, f64)>,
}

const LORENZ_POINTS: usize = 100;

/// How unequally use is spread.
pub fn concentration(people: &[PersonActivity], intensity: Intensity, privacy: Privacy) -> Concentration {
    let counted = Counted::of(people, intensity);
    let active = &counted.active;
    let hidden = check(active.len() as u32, largest_share(active), privacy);
    let shown = |values: &[u64]| hidden.is_none().then(|| inequality(values, privacy)).flatten();
    let mut everybody = vec![0; counted.zero as usize];
    everybody.extend(&counted.active);
    let (active, eligible) = (shown(&counted.active), shown(&everybody));
    Concentration {
        intensity,
        unknown: whole_count(counted.unknown + counted.unmeasured, counted.people(), privacy),
        finding: active
            .as_ref()
            .map_or_else(String::new, |active| finding(active, intensity)),
        explanation: explain(active.as_ref(), eligible.as_ref(), hidden)
            .covering(counted.text(intensity, privacy)),
        active,
        eligible,
        hidden,
    }
}

/// Gini and Lorenz of values in rising order; `None` when they sum to nothing.
fn inequality(values: &[u64], privacy: Privacy) -> Option<Inequality> {
    let n = values.len();
    let sum: u128 = values.iter().map(|value| u128::from(*value)).sum();
    if sum == 0 {
        return None;
    }
    let weight = |rank: usize| 2.0 * rank as f64 - n as f64 - 1.0;
    let weighted: f64 = (1..)
        .zip(values)
        .map(|(rank, value)| weight(rank) * *value as f64)
        .sum();
    let gini = weighted / (n as f64 * sum as f64);
    let top = n.div_ceil(10);
    let top_sum: u128 = values[n - top..].iter().map(|value| u128::from(*value)).sum();
    Some(Inequality {
        people: n as u32,
        gini,
        gini_corrected: if n > 1 {
            gini * n as f64 / (n - 1) as f64
        } else {
            0.0
        },
        top_tenth_share: (!privacy.is_few(top as u64)).then(|| top_sum as f64 / sum as f64),
        top_tenth_people: top as u32,
        lorenz: lorenz(values, sum, privacy.minimum),
    })
}

fn lorenz(values: &[u64], sum: u128, least: u32) -> Vec<(f64, f64)> {
    let n = values.len();
    let running = values.iter().scan(0u128, |running, value| {
        *running += u128::from(*value);
        Some(*running)
    });
    let cumulative: Vec<u128> = std::iter::once(0).chain(running).collect();
    let steps = (n / least.max(1) as usize).clamp(1, LORENZ_POINTS);
    let point = |step: usize| {
        let people = step * n / steps;
        (people as f64 / n as f64, cumulative[people] as f64 / sum as f64)
    };
    (0..=steps).map(point).collect()
}

fn finding(active: &Inequality, intensity: Intensity) -> String {
    let (people, unit) = (active.people, intensity.unit());
    active.top_tenth_share.map_or_else(
        || {
            format!(
                "The {unit} of {people} people with stated {unit} are spread with a Gini of {:.2}",
                active.gini
            )
        },
        |share| {
            format!(
                "The top 10 % of {people} people with stated {unit} make {} % of them",
                percent(share)
            )
        },
    )
}

fn explain(
    active: Option<&Inequality>,
    eligible: Option<&Inequality>,
    hidden: Option<Hidden>,
) -> Explanation {
    let text = |name: &str, of: Option<&Inequality>| {
        of.map(|i| {
            format!(
                "{name}: G = {:.2} ({:.2} corrected), n = {}",
                i.gini, i.gini_corrected, i.people
            )
        })
    };
    let steps = [text("active only", active), text("all eligible", eligible)];
    let formula = steps.into_iter().flatten().collect::<Vec<_>>().join("; ");
    Explanation::new(
        "How unequally use is spread: 0 is equal, 1 is one person.",
        formula,
    )
    .guard("Shown with and without the people at zero; a high value is a fact to explain, not a fault.")
    .note_if(
        hidden.is_some(),
        hidden.map_or_else(String::new, |hidden| format!("Active people: {}.", hidden.text())),
    )
    .note_if(
        active.is_some_and(|active| active.top_tenth_share.is_none()),
        "The top tenth is too few people to be shown.",
    )
}
