//! What Larkfield keeps beside its bills: contracts, budgets, head count and payroll of units, surveys, prices and rates.

use super::company::{TEAMS, people};
use super::openai::uses_assistant;
use super::{Dice, MONTHS, days, line, month_start};

/// Terms of contracts: two were renewed on purpose, one renews by itself, one was let go.
pub(crate) fn contracts() -> String {
    let text = "Contract,Product,Provider,Seats,Unit price,Per,Currency,Start,Last day,Notice by,Minimum seats,Commitment,Auto renew,Decision,Owner
C-11,GitHub Copilot Business,GitHub,80,19.00,month,USD,2024-12-01,2025-11-30,2025-10-31,60,,yes,renew,Technology
C-11,GitHub Copilot Business,GitHub,120,19.00,month,USD,2025-12-01,2026-11-30,2026-10-31,90,,yes,,Technology
C-14,ChatGPT Enterprise,OpenAI,240,30.00,month,USD,2025-09-01,2026-08-31,2026-06-30,200,,no,renew,Operations
C-14,ChatGPT Enterprise,OpenAI,240,30.00,month,USD,2026-09-01,2027-08-31,2027-06-30,200,,no,,Operations
C-15,Cursor Teams,Cursor,60,40.00,month,USD,2026-01-01,2026-12-31,2026-11-30,40,,yes,,Technology
C-16,Microsoft 365 Copilot,Microsoft,90,28.10,month,EUR,2025-11-01,2026-10-31,2026-09-30,90,,yes,renew,Corporate
C-16,Microsoft 365 Copilot,Microsoft,60,29.50,month,EUR,2026-11-01,2027-10-31,2027-09-30,60,,yes,,Corporate
C-09,Drafting Assistant,Quillworks,35,24.00,month,USD,2025-02-01,2026-01-31,2025-12-31,35,,no,cancel,Corporate
C-17,Claude API commitment,Anthropic,,,,USD,2026-01-01,2026-12-31,2026-11-30,,110000.00,no,,Technology
";
    text.to_owned()
}

/// Budgets with their owners: one for all AI, two for vendors, one for a team.
pub(crate) fn budgets() -> String {
    let mut text = line(&[
        "Budget",
        "Owner",
        "Dimension",
        "Value",
        "From",
        "Last day",
        "Amount",
        "Currency",
    ]);
    let year = ["2026-01-01", "2026-12-31"];
    let mut budget = |name, owner, dimension, value, amount| {
        text += &line(&[name, owner, dimension, value, year[0], year[1], amount, "USD"]);
    };
    budget("All AI", "Finance", "", "", "345000");
    budget("Claude", "Technology", "provider", "Anthropic", "120000");
    budget("OpenAI", "Operations", "provider", "OpenAI", "168000");
    text
}

/// Average head count of each unit by month.
pub(crate) fn headcount() -> String {
    units(&["Unit", "Month", "Headcount"], |people, month| {
        // One person in forty joins a year; the decimal is those who came within the month.
        let tenths = people * 10 - people * u64::from(MONTHS - month) / 50;
        vec![format!("{}.{}", tenths / 10, tenths % 10)]
    })
}

/// Loaded payroll of each unit by month.
pub(crate) fn payroll() -> String {
    units(&["Unit", "Month", "Payroll", "Currency"], |people, month| {
        let cost = people * (5_900 + 18 * u64::from(month));
        vec![format!("{cost}.00"), "USD".to_owned()]
    })
}

/// A line for every unit and month.
fn units(head: &[&str], cells: impl Fn(u64, u32) -> Vec<String>) -> String {
    let mut text = line(head);
    for month in 0..MONTHS {
        for unit in ["Operations", "Technology", "Corporate"] {
            let people: usize = TEAMS
                .iter()
                .filter(|team| team.unit == unit)
                .map(|team| team.people)
                .sum();
            let day = month_start(month).format("%Y-%m").to_string();
            let own = cells(people as u64, month);
            let row: Vec<&str> = [unit, &day]
                .into_iter()
                .chain(own.iter().map(String::as_str))
                .collect();
            text += &line(&row);
        }
    }
    text
}

/// Two questions, asked twice: more people say yes than renew.
pub(crate) fn survey() -> String {
    let mut text = line(&["Date", "Question", "Team", "Answer", "Count"]);
    let asked = [("2026-03-31", [31, 22, 38, 17]), ("2026-09-30", [36, 25, 43, 21])];
    for (day, yes) in asked {
        for (team, yes) in ["Claims", "Underwriting", "Engineering", "Customer Service"]
            .iter()
            .zip(yes)
        {
            let no = yes / 3;
            for (answer, count) in [("yes", yes), ("no", no), ("not sure", 5)] {
                let question = "Does the assistant help you in your work?";
                text += &line(&[day, question, team, answer, &count.to_string()]);
            }
        }
    }
    text
}

/// Hours that a panel says it saves in a week, in March and in September; a few do not answer again.
pub(crate) fn panel() -> String {
    let mut text = line(&["Date", "Email", "Question", "Value"]);
    let mut dice = Dice::of(93);
    let asked = people()
        .into_iter()
        .filter(|person| person.number % 4 == 1 && uses_assistant(person));
    for person in asked {
        let quarters = dice.between(2, 14);
        let later = quarters * dice.between(95, 175) / 100;
        let answers = [("2026-03-31", quarters), ("2026-09-30", later)];
        let given = if dice.percent(88) { 2 } else { 1 };
        for (day, quarters) in &answers[..given] {
            let hours = format!("{}.{:02}", quarters / 4, quarters % 4 * 25);
            text += &line(&[day, &person.email(), "Hours saved in a week", &hours]);
        }
    }
    text
}

/// Model, vendor, first day, dollars per million of input, output, cache read, cache write.
const PRICES: &[(&str, &str, &str, [&str; 4])] = &[
    ("OpenAI", "gpt-5", "2025-07-01", ["1.25", "10", "0.125", ""]),
    ("OpenAI", "gpt-5", "2026-03-01", ["1.00", "8", "0.10", ""]),
    ("OpenAI", "gpt-5-mini", "2025-07-01", ["0.25", "2", "0.025", ""]),
    (
        "OpenAI",
        "gpt-5.3-codex",
        "2025-07-01",
        ["1.75", "14", "0.175", ""],
    ),
    ("OpenAI", "gpt-4.1", "2025-07-01", ["2", "8", "0.50", ""]),
    (
        "Anthropic",
        "claude-opus-5",
        "2025-07-01",
        ["5", "25", "0.50", "6.20"],
    ),
    (
        "Anthropic",
        "claude-sonnet-4-5",
        "2025-07-01",
        ["3", "15", "0.30", "3.75"],
    ),
    (
        "Anthropic",
        "claude-haiku-4-5",
        "2025-07-01",
        ["1", "5", "0.10", "1.20"],
    ),
];

/// The prices that held in the story of the sample; they are no vendor's list.
pub(crate) fn prices() -> String {
    let mut text = line(&[
        "Provider",
        "Model",
        "Class",
        "Price per million",
        "Currency",
        "From",
        "Source",
    ]);
    for (provider, model, from, amounts) in PRICES {
        let classes = ["input", "output", "cache-read", "cache-write"];
        for (class, amount) in classes
            .iter()
            .zip(amounts)
            .filter(|(_, amount)| !amount.is_empty())
        {
            text += &line(&[provider, model, class, amount, "USD", from, "sample prices"]);
        }
    }
    text
}

/// Dollars for a euro, once a week.
pub(crate) fn rates() -> String {
    let mut text = line(&["Date", "Base", "Quote", "Rate", "Source"]);
    for (week, day) in (0u32..).zip(days().step_by(7)) {
        let rate = 11_684 - 31 * (week % 5) + 2 * week;
        let rate = format!("{}.{:04}", rate / 10_000, rate % 10_000);
        text += &line(&[&day.date.to_string(), "EUR", "USD", &rate, "treasury"]);
    }
    text
}
