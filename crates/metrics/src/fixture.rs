//! Small composed answers for the tests of this crate.

use chrono::NaiveDate;
use model::{
    Coverage, Currency, Dimension, Group, Groups, Measure, Period, PersonActivity, PersonDay, PersonState,
    Query, Standing, Total, Watched,
};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Dollars (or any nine-decimal currency) as stored.
pub(crate) fn units(whole: i128) -> Total {
    Total(whole * 1_000_000_000)
}

pub(crate) fn group(keys: &[&str], currency: &str, value: Total) -> Group {
    Group {
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        currency: Currency::new(currency),
        value,
        quantity: None,
        unit: String::new(),
        facts: 1,
        without: 0,
        provisional: false,
    }
}

/// A group of money with a quantity in whole units.
pub(crate) fn priced(keys: &[&str], value: i128, quantity: i128) -> Group {
    Group {
        quantity: Some(quantity * 1_000_000),
        unit: "seats".into(),
        ..group(keys, "EUR", units(value))
    }
}

pub(crate) fn answer(measure: Measure, by: &str, groups: Vec<Group>) -> Groups {
    let by = by.split_whitespace().map(|id| id.parse::<Dimension>().expect(id));
    Groups {
        query: by.fold(Query::of(measure), Query::by),
        groups,
        coverage: Coverage {
            sources: 1,
            from: Some(day("2026-07-01")),
            to: Some(day("2026-10-01")),
            ..Coverage::default()
        },
    }
}

/// A person entitled long ago; `None` tokens is unknown, zero is zero.
pub(crate) fn person(number: i64, tokens: Option<i64>) -> PersonActivity {
    let state = match tokens {
        None => PersonState::Unknown,
        Some(0) => PersonState::Zero,
        Some(_) => PersonState::Active,
    };
    PersonActivity {
        person: number,
        name: String::new(),
        team: "Sales".into(),
        unit: String::new(),
        role: String::new(),
        state,
        tokens,
        requests: None,
        active_weeks: Vec::new(),
        active_days: u32::from(state == PersonState::Active) * 3,
        first_active: None,
        last_active: None,
        entitled_since: Some(day("2026-01-01")),
        products: vec!["Assistant".into()],
        seen_by_seat: Vec::new(),
        standing: Standing::Here,
        starts: None,
        ends: None,
        watched: watched(state),
    }
}

/// A person of known state is watched all the time.
fn watched(state: PersonState) -> Vec<Watched> {
    let days = Period::new(day("2020-01-01"), day("2030-01-01"));
    let always = Watched {
        provider: "Vendor".into(),
        days,
        until: None,
        tells_weeks: true,
    };
    (state != PersonState::Unknown)
        .then_some(always)
        .into_iter()
        .collect()
}

/// Some requests of a person on a day with a tool.
pub(crate) fn on(person: i64, day: chrono::NaiveDate, tool: &str, requests: i64) -> PersonDay {
    PersonDay {
        person,
        day,
        days: 1,
        tool: tool.into(),
        provider: "Vendor".into(),
        requests: Some(requests * 1_000_000),
        tokens: Some(requests * 1_000),
        lines: 1,
        ..PersonDay::default()
    }
}

pub(crate) fn people(tokens: &[i64]) -> Vec<PersonActivity> {
    (1..)
        .zip(tokens)
        .map(|(number, n)| person(number, Some(*n)))
        .collect()
}
