//! What goes out as FOCUS comes back the same.

use serde_json::Value;

use crate::desk::Desk;

const FILES: [&str; 6] = [
    "openai-cost-csv/cost_2026.csv",
    "anthropic-cost-csv/cost_2026_08.csv",
    "github-ai-usage/mixed.csv",
    "cursor-usage/team-2026.csv",
    "azure-cost/ea_2024.csv",
    "aws-cur/legacy.csv",
];

fn name(file: &str) -> &str {
    file.rsplit('/').next().expect("a name")
}

/// All money of a book in all the detail that has a meaning outside it.
fn figures(desk: &Desk, book: &str) -> Vec<Value> {
    let by = "month,day,provider,service,sku,model,token-class,project,tool,category,cost-centre,invoice";
    let ask =
        |measure| desk.json(&format!("--book {book} spend --measure {measure} --by {by}"))["rows"].clone();
    ["billed", "list", "effective", "estimated"].map(ask).to_vec()
}

#[test]
fn a_book_exported_as_focus_and_read_into_another_gives_the_same_figures() {
    for (version, form) in [
        ("1.2", "csv"),
        ("1.2", "parquet"),
        ("1.4", "csv"),
        ("1.4", "parquet"),
    ] {
        let desk = Desk::new();
        for file in FILES {
            desk.fixture(file, name(file));
        }
        for file in FILES {
            desk.json(&format!("import {}", name(file)));
        }
        let before = figures(&desk, "book.counterfoil");
        let lines = desk.json(&format!(
            "export focus --names --version {version} -o charges.{form}"
        ));
        assert!(lines["lines"].as_u64() > Some(10));
        desk.json(&format!("--book again.counterfoil import charges.{form}"));
        assert_eq!(figures(&desk, "again.counterfoil"), before);
        desk.assert_whole("again.counterfoil");
    }
}

#[test]
fn an_export_that_cannot_be_written_says_so_and_leaves_nothing() {
    let desk = Desk::with_bill();
    desk.run("export focus -o missing/charges.csv")
        .assert_says(4, &["charges.csv", "could not be written"]);
    desk.run("export focus -o charges.xlsx")
        .assert_says(2, &[".csv or .parquet"]);
    desk.run("export parquet -o charges.csv")
        .assert_says(2, &[".parquet"]);
}

#[test]
fn plain_tables_hold_every_charge_and_every_line_of_usage_and_name_nobody_unasked() {
    let desk = Desk::new();
    desk.fixture("cursor-usage/team-2026.csv", "cursor.csv");
    let kept = desk.json("import cursor.csv")["imports"][0]["facts"].clone();
    for table in ["charge", "usage"] {
        let facts = if table == "charge" { "charges" } else { "usage" };
        for form in ["csv", "parquet"] {
            let made = desk.json(&format!("export {form} --table {facts} -o {facts}.{form}"));
            assert_eq!(made["lines"], kept[table], "{facts} {form}");
        }
        let text = std::fs::read_to_string(desk.path(&format!("{facts}.csv"))).expect("it was written");
        assert!(text.starts_with("from,to,"), "{text}");
        assert!(!text.contains('@'), "nobody is named: {text}");
        let sums = |form: &str| desk.json(&format!("inspect {facts}.{form}"))[0]["tables"][0]["rows"].clone();
        assert_eq!(sums("csv"), sums("parquet"));
    }
    desk.json("export csv --table usage --names -o named.csv");
    let named = std::fs::read_to_string(desk.path("named.csv")).expect("it was written");
    assert!(named.contains('@'));
}
