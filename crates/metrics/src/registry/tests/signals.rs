//! Odd inputs as daily series and budgets.

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::signals::daily::{Daily, daily};
use crate::signals::{Signals, anomalies::anomalies, budgets, forecast::forecast};

/// Runs a metric of signals; `None` for any other.
pub(super) fn run(id: &str, odd: &Odd) -> Option<Explanation> {
    let series = series(odd);
    let settings = Signals::default();
    Some(match id {
        "forecast" => forecast(&series, settings).explanation,
        "budgets" => standing(&series),
        "anomalies" => anomalies(&series, settings).explanation,
        _ => return None,
    })
}

/// The groups as charges of one provider, on the first days of their months.
fn series(odd: &Odd) -> Vec<Daily> {
    let groups = odd.groups.iter().map(|group| Group {
        keys: [&group.keys[0], "Acme", &group.keys[2], "1"]
            .map(str::to_owned)
            .to_vec(),
        ..group.clone()
    });
    let groups = answer(Measure::Billed, "day provider category import", groups.collect());
    daily(&groups, &HashMap::new())
}

fn standing(series: &[Daily]) -> Explanation {
    let budget = model::Budget {
        period: Some(Period::month(day("2026-09-01"))),
        amount: Some(model::Amount(1)),
        ..model::Budget::default()
    };
    let asked = budgets::Asked {
        budget: &budget,
        spend: &BTreeMap::new(),
        series: series.first(),
        contracts: &[],
    };
    budgets::budgets(&[asked], Signals::default()).explanation
}
