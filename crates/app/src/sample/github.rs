//! GitHub Copilot: the AI usage report (requests until May 2026, credits since) and the seat activity report.

use super::company::{Employee, people};
use super::{Dice, SampleDay, days, line, nanos};

/// The report reaches back to February 2026.
const FIRST_MONTH: u32 = 7;
/// From June 2026 a unit is an AI credit of one cent, before a premium request of four.
const CREDITS_SINCE: u32 = 11;
const MODELS: &[&str] = &["Claude Opus 5", "Claude Sonnet 4.5", "GPT-5"];

/// Who holds a seat: all engineers, and half of Finance and People, because somebody ordered by department.
pub(crate) fn holders() -> Vec<Employee> {
    people().into_iter().filter(holds_seat).collect()
}

fn holds_seat(person: &Employee) -> bool {
    match person.team().name {
        "Engineering" => true,
        "Finance" | "People" => person.number.is_multiple_of(2),
        _ => false,
    }
}

fn is_user(person: &Employee) -> bool {
    person.team().name == "Engineering" && person.bent >= 18
}

/// The AI usage report.
pub(crate) fn usage() -> String {
    let mut text = line(&[
        "date",
        "username",
        "product",
        "sku",
        "model",
        "quantity",
        "unit_type",
        "applied_cost_per_quantity",
        "gross_amount",
        "discount_amount",
        "net_amount",
        "total_monthly_quota",
        "organization",
        "repository",
        "cost_center_name",
    ]);
    let mut dice = Dice::of(30);
    let users: Vec<Employee> = holders().into_iter().filter(is_user).collect();
    for day in days().filter(|day| day.month >= FIRST_MONTH && !day.is_weekend) {
        for person in &users {
            if dice.percent(if person.bent >= 88 { 78 } else { 38 }) {
                text += &usage_line(day, person, &mut dice);
            }
        }
    }
    text
}

fn usage_line(day: SampleDay, person: &Employee, dice: &mut Dice) -> String {
    let in_credits = day.month >= CREDITS_SINCE;
    let quantity = if in_credits {
        dice.about(60)
    } else {
        dice.about(12)
    }
    .max(1);
    let price: u64 = if in_credits { 10_000_000 } else { 40_000_000 };
    let gross = quantity * price;
    // The pool covers the first part of every month.
    let is_covered = day.date.to_string()[8..] < *"19";
    let (discount, net) = if is_covered { (gross, 0) } else { (0, gross) };
    let (sku, unit, quota) = if in_credits {
        ("copilot_ai_credit", "ai-credits", "3900")
    } else {
        ("copilot_premium_request", "requests", "300")
    };
    let model = MODELS[dice.between(0, 2) as usize];
    line(&[
        &day.date.to_string(),
        &person.login(),
        "copilot",
        sku,
        model,
        &quantity.to_string(),
        unit,
        &nanos(price),
        &nanos(gross),
        &nanos(discount),
        &nanos(net),
        quota,
        "larkfield-eng",
        ["claims-api", "policy-core", "web"][person.number % 3],
        person.team().cost_centre,
    ])
}

/// The seat activity report of 1 November 2026.
pub(crate) fn seats() -> String {
    let mut text = line(&[
        "Report Time",
        "Login",
        "Last Authenticated At",
        "Last Activity At",
        "Last Surface Used",
    ]);
    let mut dice = Dice::of(31);
    for person in holders() {
        let day = format!(
            "2026-10-{:02}T{:02}:20:09Z",
            dice.between(5, 31),
            dice.between(8, 17)
        );
        let (seen, surface) = if is_user(&person) {
            (day.as_str(), "vscode/1.103.1/copilot-chat/0.30.2")
        } else {
            ("None", "None")
        };
        text += &line(&["2026-11-01T06:00:11Z", &person.login(), seen, seen, surface]);
    }
    text
}
