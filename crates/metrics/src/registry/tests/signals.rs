//! Odd inputs as daily series and budgets.

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::signals::budget_waste::{PaidForNothing, budget_waste};
use crate::signals::daily::{Daily, daily};
use crate::signals::reconciliation::{ModelUse, Stated, reconciliation};
use crate::signals::{Signals, anomalies::anomalies, budgets, forecast::forecast};

/// Runs a metric of signals; `None` for any other.
pub(super) fn run(id: &str, odd: &Odd) -> Option<Explanation> {
    let series = series(odd);
    let settings = Signals::default();
    Some(match id {
        "forecast" => forecast(&series, settings).explanation,
        "budgets" => with_budget(&series, |held| budgets::budgets(held, settings).explanation),
        "budget-waste" => with_budget(&series, |held| {
            let parts = (vec![PaidForNothing::default()], Vec::new());
            budget_waste(held, parts, day("2026-10-01")).explanation
        }),
        "reconciliation" => reconciliation(vec![stated(odd)], settings).explanation,
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

/// Each group as a model that is billed.
fn stated(odd: &Odd) -> Stated {
    let model = |group: &Group| ModelUse {
        model: group.keys[1].clone(),
        billed: group.value,
        tokens: group.quantity,
        priced: group.quantity.map(Total),
    };
    Stated {
        models: odd.groups.iter().map(model).collect(),
        total: odd.groups.iter().map(|group| group.value).sum(),
        ..Stated::default()
    }
}

fn with_budget(series: &[Daily], run: impl Fn(&budgets::Held<'_>) -> Explanation) -> Explanation {
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
    run(&asked.into())
}
