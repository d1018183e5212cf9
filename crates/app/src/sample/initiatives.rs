//! The two initiatives of the sample: one pays off with a control to show for it, one does not.

use metrics::roi::evidence::{Evidence, Grade, Source};
use metrics::roi::scenario::{Benefit, Cost, CostKind, Range, Scenario, TimeUse};
use model::Currency;

use super::month_start;
use crate::initiative::Initiative;

/// The initiatives that come with the sample book.
pub(crate) fn initiatives() -> Vec<Initiative> {
    let first = |month| Some(month_start(month));
    vec![
        Initiative {
            scenario: claims_triage(),
            start: first(6),
            control: "Motor claims (control)".to_owned(),
        },
        Initiative {
            scenario: letter_drafting(),
            start: first(8),
            control: String::new(),
        },
    ]
}

fn claims_triage() -> Scenario {
    Scenario {
        name: "Claims triage assistant".to_owned(),
        benefit: Benefit {
            kpi: "Claims settled".to_owned(),
            unit: "claims".to_owned(),
            team: "Claims".to_owned(),
            gain: Range::new(380.0, 520.0, 610.0),
            gain_source: Source::MeasuredWithControl,
            unit_value: Range::new(38.0, 46.0, 55.0),
            unit_value_source: Source::Measured,
            attribution: Range::new(0.5, 0.7, 0.85),
            risk: Range::new(0.05, 0.1, 0.2),
            recapture: Range::point(1.0),
            is_hours: false,
            time_went_to: TimeUse::Throughput,
            ramp_months: 3,
        },
        currency: Currency::new("USD"),
        discount_rate: Range::point(0.1),
        horizon_months: 24,
        costs: vec![
            monthly(CostKind::Tokens, [3_600.0, 4_400.0, 6_200.0], Source::Measured),
            once(
                CostKind::Integration,
                [42_000.0, 55_000.0, 80_000.0],
                Source::Measured,
            ),
            once(CostKind::Training, [9_000.0, 12_000.0, 18_000.0], Source::Survey),
            monthly(CostKind::Review, [900.0, 1_400.0, 2_400.0], Source::Survey),
        ],
        evidence: Evidence {
            grade: Grade::A,
            reason: "Motor claims has no assistant and moved in step before January 2026.".to_owned(),
            is_realised: false,
        },
        seed: 20_260_101,
        flexibility: vec!["The same prompts could serve travel claims.".to_owned()],
    }
}

fn letter_drafting() -> Scenario {
    Scenario {
        name: "Letter drafting".to_owned(),
        benefit: Benefit {
            kpi: "Letters sent".to_owned(),
            unit: "hours".to_owned(),
            team: "Customer Service".to_owned(),
            gain: Range::new(40.0, 160.0, 320.0),
            gain_source: Source::Survey,
            unit_value: Range::new(34.0, 38.0, 44.0),
            unit_value_source: Source::Assumption,
            attribution: Range::new(0.4, 0.8, 1.0),
            risk: Range::new(0.1, 0.2, 0.3),
            recapture: Range::new(0.0, 0.25, 0.5),
            is_hours: true,
            time_went_to: TimeUse::Unknown,
            ramp_months: 4,
        },
        currency: Currency::new("USD"),
        discount_rate: Range::point(0.1),
        horizon_months: 24,
        costs: vec![
            monthly(CostKind::Tokens, [1_100.0, 1_500.0, 2_600.0], Source::Measured),
            once(
                CostKind::Integration,
                [18_000.0, 24_000.0, 36_000.0],
                Source::Measured,
            ),
            monthly(CostKind::Review, [800.0, 1_200.0, 2_000.0], Source::Assumption),
        ],
        evidence: Evidence {
            grade: Grade::C,
            reason: "Agents were asked how many minutes a letter takes; letters sent did not move."
                .to_owned(),
            is_realised: false,
        },
        seed: 20_260_301,
        flexibility: Vec::new(),
    }
}

fn monthly(kind: CostKind, [low, mid, high]: [f64; 3], source: Source) -> Cost {
    Cost {
        kind,
        once: Range::default(),
        monthly: Range::new(low, mid, high),
        source,
        billed: Vec::new(),
    }
}

fn once(kind: CostKind, [low, mid, high]: [f64; 3], source: Source) -> Cost {
    Cost {
        kind,
        once: Range::new(low, mid, high),
        monthly: Range::default(),
        source,
        billed: Vec::new(),
    }
}
