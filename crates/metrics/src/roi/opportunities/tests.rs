//! The register worked by hand.

use super::*;
use crate::fixture::day;

fn item() -> Opportunity {
    let exact = |text: &str| Exact::parse(text).expect("an amount");
    Opportunity {
        name: "Letters".into(),
        requester: "Claims".into(),
        scored_by: "Finance".into(),
        currency: Currency::new("EUR"),
        forecast: Forecast {
            p10: exact("12000"),
            p50: exact("30000"),
            p90: exact("55000"),
        },
        success: 0.6,
        effort_cost: exact("9000"),
        times_a_month: 400.0,
        minutes: 12.0,
        people: 3,
        realised: Some(exact("21000")),
        state: State::Live,
        idea: day("2026-01-10"),
        live: Some(day("2026-03-11")),
        measured: Some(day("2026-07-01")),
        units: vec!["Claims".into(), "Letters".into(), "Claims".into()],
        ..Opportunity::default()
    }
}

#[test]
fn priority_realisation_cycle_and_reuse_are_as_defined() {
    let made = opportunities(&[item()], day("2026-08-01"));
    let row = &made.rows[0];
    assert!((row.priority - 0.8).abs() < 1e-12, "12000 · 0.6 ÷ 9000");
    assert_eq!((row.realisation, row.cycle, row.reuse), (Some(0.7), Some(60), 2));
    assert!((row.hours_a_month - 240.0).abs() < 1e-9);
    assert_eq!(row.review, None);
}

#[test]
fn ninety_days_live_without_a_measurement_is_reviewed_and_a_new_item_is_not() {
    let review = |on: &str| opportunities(&[item()], day(on)).rows[0].review.clone();
    assert_eq!(review("2026-09-28"), None);
    assert_eq!(
        review("2026-09-29").as_deref(),
        Some("live and not measured for 90 days")
    );
    let new = Opportunity {
        measured: None,
        realised: None,
        live: Some(day("2026-09-01")),
        ..item()
    };
    assert_eq!(opportunities(&[new], day("2026-09-29")).rows[0].review, None);
}

#[test]
fn a_requester_does_not_score_its_own_item() {
    assert_eq!(item().check(), Ok(()));
    let own = Opportunity {
        scored_by: " claims ".into(),
        ..item()
    };
    assert!(own.check().is_err_and(|what| what.contains("its own requester")));
    let unmeasured = Opportunity {
        measured: None,
        ..item()
    };
    assert!(unmeasured.check().is_err());
}
