//! Cursor: the team's usage events, two lines a working day and person at most.

use super::company::{Employee, people};
use super::{Dice, SampleDay, days, line};

/// Cursor came in January 2026.
const FIRST_MONTH: u32 = 6;

/// The team export.
pub(crate) fn events() -> String {
    let mut text = line(&[
        "Date",
        "User",
        "Cloud Agent ID",
        "Automation ID",
        "Kind",
        "Model",
        "Max Mode",
        "Input (w/ Cache Write)",
        "Input (w/o Cache Write)",
        "Cache Read",
        "Output Tokens",
        "Total Tokens",
        "Cost",
    ]);
    let mut dice = Dice::of(40);
    let users: Vec<Employee> = people().into_iter().filter(is_user).collect();
    for day in days().filter(|day| day.month >= FIRST_MONTH && !day.is_weekend) {
        for person in users
            .iter()
            .filter(|person| person.since / 2 + FIRST_MONTH <= day.month)
        {
            if dice.percent(if person.bent >= 88 { 92 } else { 48 }) {
                text += &event(day, person, &mut dice);
            }
        }
    }
    text
}

fn is_user(person: &Employee) -> bool {
    person.team().name == "Engineering" && person.bent >= 34
}

fn event(day: SampleDay, person: &Employee, dice: &mut Dice) -> String {
    let heavy = if person.bent >= 92 { 9 } else { 1 };
    let fresh = dice.about(14_000 * heavy);
    let written = dice.about(60_000 * heavy);
    let read = dice.about(900_000 * heavy);
    let output = dice.about(16_000 * heavy);
    let is_on_demand = dice.percent(22);
    // Dollars per million: 5 fresh, 6.25 written, 0.5 read, 25 output; the fee is in the price.
    let cents = (fresh * 500 + written * 625 + read * 50 + output * 2_500) / 1_000_000;
    let (kind, cost) = if is_on_demand {
        ("On-Demand", format!("${}.{:02}", cents / 100, cents % 100))
    } else {
        ("Included", "Included".to_owned())
    };
    let instant = format!(
        "{}T{:02}:{:02}:{:02}.{:03}Z",
        day.date,
        dice.between(7, 17),
        dice.between(0, 59),
        dice.between(0, 59),
        person.number
    );
    let total = fresh + written + read + output;
    line(&[
        &instant,
        &person.email(),
        "",
        "",
        kind,
        if heavy > 1 {
            "claude-opus-5-thinking"
        } else {
            "gpt-5.3-codex"
        },
        if heavy > 1 { "Yes" } else { "No" },
        &written.to_string(),
        &fresh.to_string(),
        &read.to_string(),
        &output.to_string(),
        &total.to_string(),
        &cost,
    ])
}
