//! What the program says was spent is what the files' own text adds up to.

use std::fs;

use crate::desk::{Desk, beside, entries, entry, fixture, rows};
use crate::exact::{Columns, Sums, add, answered, column_sum, decimal};

const GITHUB: &str = "github-copilot/billing-credit-usage.real.pseudonymised.csv";
const AWS: &str = "aws/focus_converters/sample-anonymous-aws-export-dataset.csv";
const FOCUS: &str = "focus/focus_sample.csv";
const AZURE: &str = "azure/finops-toolkit/EA_ActualCost_Small.csv";
const OTHERS: [&str; 3] = [
    "openai-api/costs.example.json",
    "claude-code/ccusage/project-alpha.chat.jsonl",
    "claude-code/ccusage/project-beta.chat.jsonl",
];

/// Day, model and amount columns of the real tables.
const TABLES: [(&str, Columns); 4] = [
    (
        GITHUB,
        Columns {
            day: "date",
            model: "model",
            amount: "net_amount",
        },
    ),
    (
        AWS,
        Columns {
            day: "lineItem/UsageStartDate",
            model: "",
            amount: "lineItem/UnblendedCost",
        },
    ),
    (
        FOCUS,
        Columns {
            day: "ChargePeriodStart",
            model: "",
            amount: "BilledCost",
        },
    ),
    (
        AZURE,
        Columns {
            day: "Date",
            model: "",
            amount: "Cost",
        },
    ),
];

/// The real files in `mixed/`; `None`, aloud, where they are absent.
fn mixed_folder() -> Option<Desk> {
    let desk = Desk::new();
    for name in TABLES.iter().map(|(name, _)| *name).chain(OTHERS) {
        let path = beside(&format!("data/formats/{name}"))?;
        let file = path.file_name().expect("a file").to_string_lossy();
        desk.write(&format!("mixed/{file}"), fs::read(&path).expect("readable"));
    }
    Some(desk)
}

fn real(name: &str) -> String {
    let path = beside(&format!("data/formats/{name}")).expect("looked for before");
    fs::read_to_string(path).expect("readable")
}

#[test]
fn a_folder_of_real_exports_adds_up_to_its_own_text_by_month_and_model() {
    let Some(desk) = mixed_folder() else { return };
    let answer = desk.json("import mixed");
    assert_eq!(entries(&answer).len(), TABLES.len() + OTHERS.len());
    for entry in entries(&answer) {
        assert_eq!(entry["status"], "committed", "{entry:#}");
        rows(entry);
    }
    let mut expected = Sums::new();
    for (name, columns) in &TABLES {
        add(&mut expected, &real(name), columns);
    }
    expected.insert(("2024-11-01".to_owned(), String::new()), decimal("0.06"));
    assert_eq!(answered(&desk.json("spend --by month,model"), "billed"), expected);
    desk.assert_whole("book.counterfoil");
}

#[test]
fn list_prices_of_a_real_credit_report_add_up_though_nothing_was_billed() {
    let Some(path) = beside(&format!("data/formats/{GITHUB}")) else {
        return;
    };
    let desk = Desk::new();
    let text = fs::read_to_string(path).expect("readable");
    desk.write("github.csv", &text);
    let answer = desk.json("import github.csv");
    let stated = answer["imports"][0]["totals"]
        .as_array()
        .and_then(|totals| totals.iter().find(|total| total["measure"] == "list"))
        .expect("a control total");
    assert_eq!(
        decimal(stated["amount"].as_str().expect("text")),
        column_sum(&text, "gross_amount")
    );
    let mut expected = Sums::new();
    let columns = Columns {
        day: "date",
        model: "model",
        amount: "gross_amount",
    };
    add(&mut expected, &text, &columns);
    let spend = desk.json("spend --measure list --by month,model");
    assert_eq!(answered(&spend, "list"), expected);
}

#[test]
fn the_same_folder_again_changes_nothing() {
    let Some(desk) = mixed_folder() else { return };
    desk.json("import mixed");
    let before = desk.spend();
    let answer = desk.json("import mixed");
    for entry in entries(&answer) {
        assert_eq!(entry["status"], "unchanged", "{entry:#}");
    }
    assert_eq!(desk.spend(), before);
    desk.assert_whole("book.counterfoil");
}

#[test]
fn composed_bills_of_every_vendor_add_up_to_their_own_text() {
    let bills = [
        ("openai-cost-csv/cost_2026.csv", "amount_value"),
        ("anthropic-cost-csv/cost_2026_08.csv", "cost_usd"),
        ("anthropic-cost-csv/cost_2025.csv", "cost_usd"),
        ("oci-cost/cost.csv", "cost/myCost"),
        ("github-ai-usage/mixed.csv", "net_amount"),
        ("github-ai-usage/tokens.csv", "net_amount"),
    ];
    let desk = Desk::new();
    for (name, _) in bills {
        desk.fixture(name, &format!("bills/{}", name.replace('/', "_")));
    }
    let answer = desk.json("import bills");
    for (name, column) in bills {
        let entry = entry(&answer, &name.replace('/', "_"));
        rows(entry);
        let sum = column_sum(&fixture(name), column);
        let stated = entry["totals"]
            .as_array()
            .and_then(|totals| totals.iter().find(|total| total["measure"] == "billed"))
            .unwrap_or_else(|| panic!("{name}: no control total"));
        assert_eq!(decimal(stated["amount"].as_str().expect("text")), sum, "{name}");
        let kept = desk.json(&format!("spend --where import={}", entry["id"]));
        let off = decimal(kept["totals"][0]["billed"].as_str().expect("text")) - &sum;
        assert!(off.abs() <= decimal("0.00000001"), "{name} is off by {off}");
    }
}
