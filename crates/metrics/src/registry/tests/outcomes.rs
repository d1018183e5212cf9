//! Odd inputs for the metrics of outcomes.

use model::{Groups, Measure, Period};

use super::Odd;
use crate::Explanation;
use crate::fixture::{answer, day};
use crate::people::suppression::Privacy;
use crate::roi::decoupling::{Asked, DecouplingSettings, LinkedKpi, decoupling};

/// Runs one of them; `None` where the id is of another family.
pub(super) fn run(id: &str, odd: &Odd) -> Option<Explanation> {
    match id {
        "decoupling" => Some(decoupled(odd)),
        _ => None,
    }
}

fn decoupled(odd: &Odd) -> Explanation {
    let tokens = Groups {
        groups: odd.groups.clone(),
        ..answer(Measure::Tokens, "month team person", vec![])
    };
    let kpi = LinkedKpi {
        points: odd.kpi.clone(),
        ..LinkedKpi::default()
    };
    let asked = Asked {
        data: Period::month(day("2026-09-01")),
        privacy: Privacy::default(),
        settings: DecouplingSettings {
            ranking_live: Some(day("2026-07-03")),
            fewest_months: 0,
            ..DecouplingSettings::default()
        },
    };
    decoupling(&tokens, &[kpi], &asked).explanation
}
