//! Non-adopters: eligible people with complete coverage and no use: who needs access or help.
//!
//! `zero rate = zero ÷ (active + zero)` of the eligible; split *never used* (nothing in the history) and *dormant*
//! (something before the window); *touch-only* = one active day, printed beside.
//! Inputs: `PersonActivity`, window and history. Unit: fraction, and people.
//! Guards: eligible only: entitled for 28 days before the window's end, present on 10 working days of it, not exempt;
//! unknown is never listed; no ranking; groups through suppression.

use std::collections::BTreeMap;

use model::{Period, PersonActivity, PersonState};
use serde::Serialize;

use super::eligible::{Outside, expected};
use super::suppression::{Cell, Privacy, ShownCell, suppress};
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
    guard: "Nobody is listed whom no source covers; not a ranking",
    needs: &[Need::People],
};

/// Who does not use it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NonAdopters {
    /// Zero over active and zero, of the eligible.
    pub zero_rate: Rate,
    /// Nothing in the history: onboard or reclaim.
    pub never_used: u32,
    /// Used before the window, not in it: a conversation.
    pub dormant: u32,
    /// One active day in the window.
    pub touch_only: u32,
    /// Of whom use is not expected; in no rate and not listed.
    pub outside: Outside,
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
    let (eligible, outside) = (expected.eligible, expected.outside);
    let listed: Vec<NonAdopter> = eligible
        .iter()
        .filter_map(|person| listed(person, history))
        .collect();
    let count = |kind| listed.iter().filter(|person| person.kind == kind).count() as u32;
    let (never_used, dormant, touch_only) = (
        count(NonUse::NeverUsed),
        count(NonUse::Dormant),
        count(NonUse::TouchOnly),
    );
    let zero_rate = zero_rate(&eligible);
    let explanation = explain(zero_rate, window, history)
        .input("never used", &never_used)
        .input("dormant", &dormant)
        .input("one active day only", &touch_only)
        .note_if(
            outside != Outside::default(),
            format!(
                "Outside: {} ({} days of entitlement, {} working days of presence).",
                outside.text(),
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
        teams: teams(&eligible, settings.privacy),
        listed,
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

fn teams(people: &[&PersonActivity], privacy: Privacy) -> Vec<ShownCell<Rate>> {
    let mut teams: BTreeMap<&str, Vec<&PersonActivity>> = BTreeMap::new();
    for person in people {
        teams.entry(&person.team).or_default().push(person);
    }
    let cell = |(team, people): (&str, Vec<&PersonActivity>)| Cell {
        keys: vec![team.to_owned()],
        people: people.len() as u32,
        largest_share: None,
        value: zero_rate(&people),
    };
    suppress(teams.into_iter().map(cell).collect(), privacy)
}

fn explain(rate: Rate, window: Period, history: Period) -> Explanation {
    Explanation::new(
        "Eligible people with complete coverage and no use in the window: who needs access or help.",
        format!("zero ÷ (active + zero) = {}", rate.text()),
    )
    .rate(&rate.numerator, &rate.denominator)
    .input(
        "window",
        &format!("{} to {} (end exclusive)", window.from, window.to),
    )
    .input("history from", &history.from)
    .covering(format!(
        "{} people known, {} unknown",
        rate.denominator, rate.unknown
    ))
    .guard("Nobody is listed whom no source covers, who is new, away, or exempt.")
    .guard("Not a ranking and not a measure of performance.")
}
