//! What is suggested, declared and over.

use super::*;
use crate::fixture::{day, person};
use crate::people::utilisation::{Seats, utilisation};
use chrono::Days;
use model::{Grain, PersonActivity};

const TODAY: &str = "2026-10-01";

fn tool() -> About {
    About::Tool("Assistant".into())
}

fn declared(phase: Phase, from: &str, until: &str) -> Declared {
    Declared {
        about: tool(),
        phase,
        owner: "Technology".into(),
        from: Some(day(from)),
        until: day(until),
    }
}

/// Ten people of whom so many are active every week.
fn signs(active: usize, since: &str, elasticity: Option<f64>) -> Signs {
    let monday = Grain::Week.start(day(TODAY));
    let weeks: Vec<NaiveDate> = (1..=12).map(|back| monday - Days::new(7 * back)).collect();
    let one = |number: usize| PersonActivity {
        active_weeks: if number < active {
            weeks.clone()
        } else {
            Vec::new()
        },
        ..person(number as i64, Some(i64::from(number < active)))
    };
    let people: Vec<PersonActivity> = (0..10).map(one).collect();
    let seats = Seats {
        product: None,
        provider: None,
        is_part: false,
        bought: None,
        price: None,
        until: day(TODAY),
    };
    Signs {
        about: tool(),
        use_of: utilisation(&people, &[], &seats, &crate::Settings::default()),
        since: Some(day(since)),
        elasticity,
    }
}

fn suggestion(signs: &Signs) -> Option<Phase> {
    suggested(signs, day(TODAY), PhaseSettings::default()).0
}

#[test]
fn the_suggestion_follows_tenure_weekly_use_and_elasticity() {
    assert_eq!(
        suggestion(&signs(9, "2026-07-04", Some(0.3))),
        Some(Phase::Explore),
        "89 days"
    );
    assert_eq!(
        suggestion(&signs(9, "2026-07-03", Some(0.3))),
        Some(Phase::Efficiency),
        "90 days"
    );
    assert_eq!(
        suggestion(&signs(3, "2025-01-01", Some(0.3))),
        Some(Phase::Explore),
        "30 % weekly use"
    );
    assert_eq!(
        suggestion(&signs(5, "2025-01-01", Some(0.3))),
        Some(Phase::Transition),
        "50 %"
    );
    assert_eq!(
        suggestion(&signs(6, "2025-01-01", Some(1.0))),
        Some(Phase::Transition),
        "ε is 1"
    );
    assert_eq!(
        suggestion(&signs(6, "2025-01-01", None)),
        Some(Phase::Transition),
        "ε is not known"
    );
}

#[test]
fn a_phase_past_its_end_is_over_and_says_so() {
    let all = [declared(Phase::Explore, "2026-01-01", "2026-10-01")];
    assert_eq!(phase_of(&all, &tool(), day("2026-09-30")), Some(Phase::Explore));
    assert_eq!(phase_of(&all, &tool(), day(TODAY)), None);
    let made = phases(
        &all,
        &[signs(5, "2025-01-01", None)],
        (day(TODAY), PhaseSettings::default()),
    );
    assert!(made.rows[0].is_over && made.rows[0].declared.is_none());
    assert!(
        made.explanation
            .notes
            .iter()
            .any(|note| note.contains("not extended: Assistant"))
    );
}

#[test]
fn the_phase_declared_last_holds_and_one_without_use_is_listed_too() {
    let all = [
        declared(Phase::Explore, "2026-01-01", "2026-12-01"),
        declared(Phase::Efficiency, "2026-09-01", "2027-01-01"),
    ];
    assert_eq!(phase_of(&all, &tool(), day(TODAY)), Some(Phase::Efficiency));
    assert_eq!(phase_of(&all, &About::Unit("Assistant".into()), day(TODAY)), None);
    let made = phases(&all, &[], (day(TODAY), PhaseSettings::default()));
    assert_eq!((made.rows.len(), made.rows[0].suggested), (1, None));
}
