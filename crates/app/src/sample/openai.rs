//! OpenAI: the dashboard's cost export (by project and line item) and the activity export (by person).

use super::company::{Employee, people};
use super::{Dice, SampleDay, days, line, nanos};

const MIDNIGHT: chrono::NaiveTime = chrono::NaiveTime::MIN;
const ORGANISATION: &str = "org-Larkfield1";

/// Project id, name, input tokens a working day at the start, monthly growth in percent.
const PROJECTS: &[(&str, &str, u64, u64)] = &[
    ("proj_claims", "Claims triage", 38_000_000, 9),
    ("proj_assist", "Staff assistant", 26_000_000, 7),
    ("proj_letters", "Letter drafting", 14_000_000, 4),
    ("proj_search", "Policy search", 9_000_000, 3),
];

/// Model, input and output price in billionths of a dollar per token before and after March 2026.
struct Price {
    model: &'static str,
    share: u64,
    input: [u64; 2],
    output: [u64; 2],
}

const MODELS: &[Price] = &[
    Price {
        model: "gpt-5",
        share: 62,
        input: [1_250, 1_000],
        output: [10_000, 8_000],
    },
    Price {
        model: "gpt-5-mini",
        share: 38,
        input: [250, 250],
        output: [2_000, 2_000],
    },
];

fn epoch(day: SampleDay) -> i64 {
    day.date.and_time(MIDNIGHT).and_utc().timestamp()
}

/// The cost export, grouped by project and line item.
pub(crate) fn costs() -> String {
    let mut text = line(&[
        "start_time",
        "end_time",
        "start_time_iso",
        "end_time_iso",
        "amount_value",
        "amount_currency",
        "quantity",
        "quantity_unit",
        "line_item",
        "user_id",
        "api_key_id",
        "project_id",
        "organization_id",
        "project_name",
        "organization_name",
        "user_email",
        "api_source",
    ]);
    let mut dice = Dice::of(10);
    for day in days() {
        for project in PROJECTS {
            for price in MODELS {
                text += &day_of_model(day, project, price, &mut dice);
            }
        }
    }
    text
}

fn day_of_model(day: SampleDay, project: &(&str, &str, u64, u64), price: &Price, dice: &mut Dice) -> String {
    let &(id, name, start, growth) = project;
    let base = start * price.share / 100 * (100 + growth * u64::from(day.month)) / 100;
    let input = if day.is_weekend {
        dice.about(base / 12)
    } else {
        dice.between(base * 8 / 10, base * 12 / 10)
    };
    let output = input * dice.between(14, 22) / 100;
    let era = usize::from(day.month >= 8);
    let kinds = [
        ("input", input, price.input[era]),
        ("output", output, price.output[era]),
    ];
    let rows = kinds.map(|(kind, tokens, rate)| {
        let (start, end) = (epoch(day), epoch(day) + 86_400);
        let iso = format!("{}T00:00:00", day.date);
        let next = format!("{}T00:00:00", day.date.succ_opt().unwrap_or(day.date));
        line(&[
            &start.to_string(),
            &end.to_string(),
            &iso,
            &next,
            &nanos(tokens * rate),
            "usd",
            &tokens.to_string(),
            "tokens",
            &format!("{}, {kind}", price.model),
            "",
            "",
            id,
            ORGANISATION,
            name,
            super::NAME,
            "",
            "",
        ])
    });
    rows.concat()
}

/// The activity export, grouped by person.
pub(crate) fn activity() -> String {
    let mut text = line(&[
        "start_time",
        "end_time",
        "start_time_iso",
        "end_time_iso",
        "project_id",
        "num_model_requests",
        "user_id",
        "api_key_id",
        "model",
        "batch",
        "service_tier",
        "input_tokens",
        "output_tokens",
        "input_cached_tokens",
        "input_uncached_tokens",
        "user_email",
    ]);
    let mut dice = Dice::of(11);
    let users: Vec<Employee> = people().into_iter().filter(uses_assistant).collect();
    for day in days().filter(|day| !day.is_weekend) {
        for person in users.iter().filter(|person| person.since <= day.month) {
            if dice.percent(chance(person, day)) {
                text += &day_of_person(day, person, &mut dice);
            }
        }
    }
    text
}

/// Engineers work in their editors; those nobody sees work elsewhere.
pub(crate) fn uses_assistant(person: &Employee) -> bool {
    person.team().name != "Engineering" && !person.is_unseen() && person.bent >= 12
}

/// Chance in percent of using it on a working day.
fn chance(person: &Employee, day: SampleDay) -> u64 {
    match person.bent {
        // Tried it for two months, then stopped.
        ..22 if day.month > person.since + 1 => 0,
        88.. => (person.team().habit * 2).min(90),
        _ => person.team().habit,
    }
}

fn day_of_person(day: SampleDay, person: &Employee, dice: &mut Dice) -> String {
    let (requests, input) = volume(day, person, dice);
    let (cached, output) = (input / 10 * 3, input * dice.between(12, 25) / 100);
    let (start, end) = (epoch(day), epoch(day) + 86_400);
    line(&[
        &start.to_string(),
        &end.to_string(),
        &format!("{}T00:00:00+00:00", day.date),
        &format!("{}T00:00:00+00:00", day.date.succ_opt().unwrap_or(day.date)),
        "proj_assist",
        &format!("{requests}.0"),
        &person.user_id(),
        "",
        if person.bent.is_multiple_of(4) {
            "gpt-5"
        } else {
            "gpt-5-mini"
        },
        "FALSE",
        "default",
        &format!("{input}.0"),
        &format!("{output}.0"),
        &format!("{cached}.0"),
        &format!("{}.0", input - cached),
        &person.email(),
    ])
}

/// Requests and input tokens of one day. Marketing ran a leaderboard from June 2026: the same large prompt, over and over.
fn volume(day: SampleDay, person: &Employee, dice: &mut Dice) -> (u64, u64) {
    if person.team().name == "Marketing" && day.month >= 11 && person.bent.is_multiple_of(2) {
        let requests = dice.between(220, 260);
        return (requests, requests * 9_000);
    }
    let heavy = if person.bent >= 88 { 6 } else { 1 };
    let requests = dice.about(9 * heavy).max(1);
    (requests, requests * dice.between(1_200, 4_800))
}
