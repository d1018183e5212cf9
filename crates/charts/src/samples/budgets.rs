//! The shared data sets as budgets.

use super::draw::{titles, usd};
use super::{Sample, scatter};
use crate::charts::{BudgetBar, Budgets};
use crate::{Drawing, Figure, Options};

pub(crate) fn budgets(sample: Sample, options: &Options) -> Drawing {
    let names = ["All AI", "Claude", "OpenAI", "Claims"];
    let budget = |at: usize| {
        let plan = 345_000 / (1 + at as i128 % 5) + scatter(at);
        let spent = sample.value(at, plan * (60 + 11 * (at as i128 % 5)) / 100);
        let left = plan * (31 - at as i128 % 7) / 100;
        BudgetBar {
            key: format!("budget-{at}"),
            name: sample.name(at, &names),
            plan: Figure::whole(plan),
            spent: Figure::whole(spent),
            committed: Figure::whole(left / 3),
            expected: [left * 8 / 10, left, left * 13 / 10].map(|more| Figure::whole(spent + more)),
            breach: if at.is_multiple_of(2) {
                "9 Nov".to_owned()
            } else {
                String::new()
            },
        }
    };
    Budgets {
        titles: titles(
            "Two of four budgets do not last the year",
            "Spent and expected against budget, 2026",
            "",
        ),
        unit: usd(),
        budgets: (0..sample.count(names.len())).map(budget).collect(),
        nothing: "No budget is known.".to_owned(),
    }
    .draw(options)
}
