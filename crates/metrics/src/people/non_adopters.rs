//! Non-adopters: eligible people with complete coverage and no use: who needs access or help.
//!
//! `zero rate = zero ÷ (active + zero)` of the eligible; split *never used* (nothing in the history) and *dormant*
//! (something before the window); *touch-only* = one active day, printed beside.
//! Inputs: `PersonActivity`, window and history. Unit: fraction, and people.
//! Guards: eligible only: entitled for 28 days before the window's end, present on 10 working days of it, not exempt;
//! unknown is never listed; no ranking; shown by the rule of `people/suppression.rs`.

use std::collections::BTreeMap;

use model::{Period, PersonActivity, PersonState};
use serde::Serialize;

use super::eligible::{Outside, expected};
use super::rates::rates_by_team;
use super::suppression::{Shown, ShownCell, whole_count};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Rate, Settings};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "non-adopters",
    area: "people",
    name: "Non-adopters",
    unit: "people",
    formula: "zero ÷ (active + zero) of the eligible; never used, dormant, one day only",
    practice: "Zero-token signal",
    guard: "Nobody is listed whom no source covers; not a ranking; small groups hidden, above the line and below it",
    needs: &[Need::People],
};

/// Who does not use it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NonAdopters {
    /// Zero over active and zero, of the eligible.
    pub zero_rate: Shown<Rate>,
    /// Nothing in the history: onboard or reclaim.
    pub never_used: Shown<u32>,
    /// Used before the window, not in it: a conversation.
    pub dormant: Shown<u32>,
    /// One active day in the window.
    pub touch_only: Shown<u32>,
    /// Of whom use is not expected; in no rate and not listed.
    pub outside: Shown<Outside>,
    /// In the order of the roster; names are empty when hidden.
    pub listed: Vec<NonAdopter>,
    /// Zero rate per team.
    pub teams: Vec<ShownCell<Rate>>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NonAdopter {
    /// Person number in the book.
    pub person: i64,
    /// Name to show; empty when names are hidden.
    pub name: String,
    /// Team.
    pub team: String,
    /// Which kind.
    pub kind: NonUse,
}

/// Kinds of not using.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NonUse {
    /// Nothing in the history.
    NeverUsed,
    /// Something before the window.
    Dormant,
    /// One active day in the window.
    TouchOnly,
}

/// Who is entitled, covered, and does not use it in the window; `history` reaches further back.
pub fn non_adopters(
    people: &[PersonActivity],
    window: Period,
    history: Period,
    settings: &Settings,
) -> NonAdopters {
    let rules = settings.windows;
    let expected = expected(people, window, &rules);
    let outside = expected.shown_outside(settings.privacy);
    let mut by_team: BTreeMap<&str, Vec<&PersonActivity>> = BTreeMap::new();
    for person in &expected.eligible {
        by_team.entry(&person.team).or_default().push(person);
    }
    let rates = by_team.iter().map(|(team, people)| (*team, zero_rate(people)));
    let (teams, zero_rate) = rates_by_team(rates, settings.privacy);
    let listed: Vec<NonAdopter> = expected
        .eligible
        .iter()
        .filter_map(|person| listed(person, history))
        .collect();
    let known = zero_rate.value().map(|rate| rate.denominator);
    let count = |kind| {
        let people = listed.iter().filter(|person| person.kind == kind).count() as u32;
        let shown = whole_count(people, known.unwrap_or_default(), settings.privacy);
        zero_rate.hidden().map_or(shown, Shown::Hidden)
    };
    let (never_used, dormant, touch_only) = (
        count(NonUse::NeverUsed),
        count(NonUse::Dormant),
        count(NonUse::TouchOnly),
    );
    let text = |people: &Shown<u32>| people.text(u32::to_string);
    let explanation = explain(&zero_rate, window, history)
        .input("never used", &text(&never_used))
        .input("dormant", &text(&dormant))
        .input("one active day only", &text(&touch_only))
        .note_if(
            outside != Shown::Value(Outside::default()),
            format!(
                "Outside: {} ({} days of entitlement, {} working days of presence).",
                outside.text(Outside::text),
                rules.grace,
                rules.present
            ),
        );
    NonAdopters {
        zero_rate,
        never_used,
        dormant,
        touch_only,
        outside,
        listed,
        teams,
        explanation,
    }
}

fn zero_rate(people: &[&PersonActivity]) -> Rate {
    let count = |state| people.iter().filter(|person| person.state == state).count() as u64;
    let zero = count(PersonState::Zero);
    Rate::new(
        zero,
        zero + count(PersonState::Active),
        count(PersonState::Unknown),
    )
}

fn listed(person: &PersonActivity, history: Period) -> Option<NonAdopter> {
    let was_active = person.last_active.is_some_and(|day| day >= history.from);
    let kind = match person.state {
        PersonState::Zero if was_active => NonUse::Dormant,
        PersonState::Zero => NonUse::NeverUsed,
        PersonState::Active if person.active_days == 1 => NonUse::TouchOnly,
        _ => return None,
    };
    Some(NonAdopter {
        person: person.person,
        name: person.name.clone(),
        team: person.team.clone(),
        kind,
    })
}

fn explain(rate: &Shown<Rate>, window: Period, history: Period) -> Explanation {
    let explanation = Explanation::new(
        "Eligible people with complete coverage and no use in the window: who needs access or help.",
        format!("zero ÷ (active + zero) = {}", rate.text(Rate::text)),
    )
    .shown_rate(rate)
    .input(
        "window",
        &format!("{} to {} (end exclusive)", window.from, window.to),
    )
    .input("history from", &history.from);
    explanation
        .guard("Nobody is listed whom no source covers, who is new, away, or exempt.")
        .guard("Not a ranking and not a measure of performance.")
}
