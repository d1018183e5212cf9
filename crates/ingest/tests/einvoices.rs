//! Electronic invoices against real ones, where they lie beside the repository: six fields that book an invoice, the
//! official verdict of its total rules, and the fragments that each rule is tried on.
#![allow(clippy::print_stderr, reason = "a test says why it tests less")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ingest::{InspectOptions, inspect};
use model::Exact;
use serde_json::Value;

const TOTALS: [&str; 8] = [
    "BR-CO-10", "BR-CO-11", "BR-CO-12", "BR-CO-13", "BR-CO-14", "BR-CO-15", "BR-CO-16", "BR-CO-17",
];

fn corpus(name: &str) -> Option<(PathBuf, Vec<Value>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/corpora")
        .join(name);
    let Ok(text) = std::fs::read_to_string(folder.join("expected.json")) else {
        eprintln!("skipped: {} is not here", folder.display());
        return None;
    };
    Some((folder, serde_json::from_str(&text).expect("JSON")))
}

fn read(path: &Path) -> Value {
    let all = inspect(path, &InspectOptions::default());
    assert_eq!(all.len(), 1, "{}", path.display());
    serde_json::to_value(&all[0]).expect("JSON")
}

fn failing(found: &Value) -> BTreeSet<String> {
    let rules = found["invoice"]["rules"].as_array().into_iter().flatten();
    let failed = rules.filter(|rule| rule["ok"] == false);
    failed
        .map(|rule| rule["rule"].as_str().unwrap_or("").to_owned())
        .collect()
}

/// The fields of the invoice that are not as expected.
fn wrong(expected: &Value, found: &Value) -> Vec<String> {
    let amount = |value: &Value| value.as_str().and_then(Exact::parse);
    let day = |value: &Value| {
        value
            .as_str()
            .map(|text| text.chars().take(10).collect::<String>())
    };
    let invoice = &found["invoice"];
    let checks = [
        (
            "number",
            expected["number"].as_str().map(str::trim) == invoice["number"].as_str(),
        ),
        (
            "issue_date",
            day(&expected["issue_date"]) == day(&invoice["issue_date"]),
        ),
        (
            "currency",
            expected["currency"].as_str() == invoice["currency"].as_str(),
        ),
        ("line_count", expected["line_count"] == invoice["line_count"]),
        (
            "tax_total",
            amount(&expected["tax_total"]) == amount(&invoice["tax_total"]),
        ),
        (
            "payable",
            amount(&expected["payable"]) == amount(&invoice["payable"]),
        ),
    ];
    checks
        .iter()
        .filter(|(_, right)| !right)
        .map(|(name, _)| (*name).to_owned())
        .collect()
}

#[test]
fn real_invoices_are_read_and_others_refused() {
    for name in ["einvoice-xml", "einvoice-pdf"] {
        let Some((folder, entries)) = corpus(name) else {
            return;
        };
        for entry in entries {
            let file = entry["file"].as_str().expect("a name");
            let (found, expected) = (read(&folder.join(file)), &entry["expected"]);
            if expected.is_null() {
                let told = found["refused"].is_string() || found["invoice"]["syntax"] == "text";
                assert!(told, "{file}: {found:#}");
            } else {
                assert_eq!(wrong(expected, &found), Vec::<String>::new(), "{file}");
            }
        }
    }
}

#[test]
fn total_rules_fail_exactly_where_the_official_ones_do() {
    for name in ["einvoice-rules", "einvoice-xml"] {
        let Some((folder, entries)) = corpus(name) else {
            return;
        };
        for entry in entries
            .iter()
            .filter(|entry| entry["en16931_1_3_16"]["fatal"].is_array())
        {
            let verdict = &entry["en16931_1_3_16"];
            let official = ["fatal", "warning"]
                .into_iter()
                .flat_map(|level| verdict[level].as_array().into_iter().flatten());
            let official: BTreeSet<&str> = official
                .filter_map(Value::as_str)
                .filter(|rule| TOTALS.contains(rule))
                .collect();
            let file = entry["file"].as_str().expect("a name");
            let failed = failing(&read(&folder.join(file)));
            let ours: BTreeSet<&str> = failed
                .iter()
                .map(String::as_str)
                .filter(|rule| TOTALS.contains(rule))
                .collect();
            assert_eq!(ours, official, "{file}");
        }
    }
}

#[test]
fn every_fragment_fails_or_passes_its_rule() {
    let Some((folder, entries)) = corpus("einvoice-rules") else {
        return;
    };
    for entry in entries.iter().filter(|entry| entry["fragment"] == true) {
        let file = entry["file"].as_str().expect("a name");
        let failed = failing(&read(&folder.join(file)));
        let named = |key: &str| entry[key].as_array().cloned().unwrap_or_default();
        assert!(
            named("must_fail")
                .iter()
                .all(|rule| failed.contains(rule.as_str().unwrap_or(""))),
            "{file}"
        );
        assert!(
            !named("must_pass")
                .iter()
                .any(|rule| failed.contains(rule.as_str().unwrap_or(""))),
            "{file}"
        );
    }
}
