//! The JSON that scripts rely on: its keys, its filters, and currencies that are never added.

use std::process::Stdio;

use serde_json::Value;

use crate::desk::{Desk, fixture};

fn assert_keys(value: &Value, keys: &[&str]) {
    let object = value.as_object().unwrap_or_else(|| panic!("no object: {value}"));
    for key in keys {
        assert!(object.contains_key(*key), "`{key}` is missing: {value:#}");
    }
}

/// Two vendors, two currencies, two months.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.fixture("focus/focus-1.2.csv", "focus.csv");
    desk.fixture("openai-cost-csv/cost_2026.csv", "openai.csv");
    desk.fixture("anthropic-cost-csv/cost_2025.csv", "anthropic.csv");
    desk.json("import focus.csv openai.csv anthropic.csv");
    desk
}

fn column(answer: &Value, key: &str) -> Vec<String> {
    let rows = answer["rows"].as_array().expect("rows");
    rows.iter()
        .map(|row| row[key].as_str().expect("text").to_owned())
        .collect()
}

#[test]
fn an_import_answers_with_every_key_of_the_contract() {
    let desk = Desk::new();
    desk.fixture("focus/focus-1.2.csv", "focus.csv");
    let entry = desk.json("import --dry-run focus.csv")["imports"][0].clone();
    assert!(!desk.path("book.counterfoil").exists(), "a dry run makes no book");
    assert_eq!(entry["status"], "dry-run");
    let keys = [
        "id",
        "file",
        "format",
        "reader_version",
        "status",
        "rows",
        "facts",
        "period",
        "totals",
        "overlaps",
        "problems",
    ];
    assert_keys(&entry, &keys);
    assert_keys(
        &entry["rows"],
        &["read", "kept", "duplicate", "replaced", "skipped", "refused"],
    );
    assert_keys(
        &entry["facts"],
        &["charge", "usage", "seat", "invoice", "person", "kpi"],
    );
    assert_keys(&entry["problems"], &["error", "warning", "info"]);
    assert_eq!(entry["period"]["from"], "2026-09-01");
    assert_eq!(entry["period"]["to"], "2026-10-01", "ends are exclusive");
    for total in entry["totals"].as_array().expect("totals") {
        assert_keys(total, &["currency", "measure", "amount"]);
        assert!(total["amount"].is_string(), "money is text: {total}");
    }
}

#[test]
fn spend_answers_with_every_key_of_the_contract() {
    let desk = desk();
    let spend = desk.json("spend --by month,model");
    let keys = [
        "metric", "measure", "unit", "period", "columns", "rows", "totals", "coverage", "explain", "notes",
    ];
    assert_keys(&spend, &keys);
    assert_keys(&spend["coverage"], &["sources", "from", "to", "unknown_people"]);
    assert_keys(
        &spend["explain"],
        &["formula", "inputs", "settings_version", "imports"],
    );
    let shown: Vec<_> = spend["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .map(|column| (column["key"].as_str(), column["type"].as_str()))
        .collect();
    let expected = [
        ("month", "day"),
        ("model", "text"),
        ("currency", "text"),
        ("billed", "money"),
    ];
    assert_eq!(shown, expected.map(|(key, kind)| (Some(key), Some(kind))));
    for row in spend["rows"].as_array().expect("rows") {
        assert_keys(row, &["month", "model", "currency", "billed"]);
        assert!(row["billed"].is_string(), "money is text: {row}");
    }
}

#[test]
fn inspect_answers_with_every_key_of_the_contract_and_an_array() {
    let desk = desk();
    let files = desk.json("inspect focus.csv openai.csv --by ChargeCategory");
    assert_eq!(files.as_array().map(Vec::len), Some(2));
    let keys = [
        "file",
        "bytes",
        "sha256",
        "kind",
        "format",
        "format_version",
        "confidence",
        "why",
        "text",
        "tables",
        "password",
        "problems",
        "refused",
    ];
    assert_keys(&files[0], &keys);
    assert_keys(
        &files[0]["text"],
        &["encoding", "bom", "delimiter", "quote", "decimal", "dates"],
    );
    let table = &files[0]["tables"][0];
    let keys = [
        "hidden",
        "preamble_rows",
        "header_row",
        "footer_rows",
        "columns",
        "rows",
        "amount_column",
        "sums",
        "negatives",
        "stated_totals",
        "by",
    ];
    assert_keys(table, &keys);
    assert_eq!(table["sums"]["BilledCost"]["USD"], "0.81022");
    assert_eq!(table["sums"]["BilledCost"]["EUR"], "10000");
    let by = table["by"]["ChargeCategory"].as_array().expect("a list");
    assert!(
        by.contains(&serde_json::json!({"value": "Credit", "currency": "USD", "amount": "-0.1"})),
        "{by:?}"
    );
    assert!(files[0]["refused"].is_null());
}

#[test]
fn currencies_are_never_added() {
    let spend = desk().json("spend");
    let totals = spend["totals"].as_array().expect("totals");
    let shown: Vec<_> = totals
        .iter()
        .map(|total| [&total["currency"], &total["billed"]])
        .collect();
    assert_eq!(shown, [["EUR", "10000"], ["USD", "5.57847"]]);
    let notes = spend["notes"].to_string();
    assert!(notes.contains("no total across them"), "{notes}");
}

#[test]
fn filters_narrow_and_alternatives_of_one_dimension_add_up() {
    let desk = desk();
    let aws = desk.json("spend --by provider --where provider=AWS --where currency=USD");
    assert_eq!(column(&aws, "provider"), ["AWS"]);
    assert_eq!(column(&aws, "billed"), ["0.81022"]);
    let two = desk.json("spend --by provider --where provider=OpenAI --where provider=Anthropic");
    assert_eq!(two["totals"][0]["billed"], "4.76825");
    let none = desk.json("spend --where provider=Nobody");
    assert_eq!(none["rows"], Value::Array(Vec::new()));
}

#[test]
fn a_period_starts_with_its_first_day_and_ends_before_its_last() {
    let desk = desk();
    let spent = |span: &str| desk.json(&format!("spend --where currency=USD --by day {span}"));
    assert_eq!(
        column(&spent("--from 2025-11-01 --to 2025-11-02"), "day"),
        ["2025-11-01"]
    );
    assert_eq!(
        column(&spent("--from 2025-11-02 --to 2026-09-01"), "day"),
        [] as [&str; 0]
    );
    assert_eq!(column(&spent("--from 2026-09"), "day"), ["2026-09-01"]);
    assert_eq!(column(&spent("--to 2026-01"), "day"), ["2025-11-01"]);
}

#[test]
fn mistakes_of_usage_exit_with_2_and_say_what_would_be_right() {
    let desk = desk();
    for (line, words) in [
        ("frobnicate", "frobnicate"),
        ("spend --by modle", "`modle` is no dimension"),
        ("spend --measure love", "love"),
        ("spend --where provider", "dimension=value"),
        ("spend --from 1/9/2026", "YYYY-MM-DD"),
        ("spend --from 2026-10-01 --to 2026-09-01", "exclusive"),
        ("show nothing", "`nothing` is no metric"),
        ("import openai.csv --period september", "FROM..TO"),
    ] {
        desk.run(line).assert_says(2, &[words]);
    }
}

#[test]
fn the_book_can_come_from_the_environment_and_a_copy_is_a_whole_book() {
    let desk = desk();
    desk.json("book backup copy.counterfoil");
    let mut command = desk.command("--json spend");
    command.env("COUNTERFOIL_BOOK", "copy.counterfoil");
    let copied = crate::desk::Ran::of("spend", &mut command).json();
    assert_eq!(copied, desk.json("spend"));
    desk.assert_whole("copy.counterfoil");
    let bill = fixture("focus/focus-1.2.csv");
    assert!(bill.contains("EUR"), "the fixture has two currencies");
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let desk = Desk::new();
    let mut child = desk
        .command("--json metrics")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}
