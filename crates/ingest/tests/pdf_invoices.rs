//! The real and derived invoices of the shared data, where they are present: how much is read, and whether what is
//! called certain is right.

use std::fs;
use std::path::{Path, PathBuf};

use ingest::{InspectOptions, inspect};
use serde_json::Value;

/// Name in `expected.json`, name in `inspect`.
const FIELDS: &[(&str, &str)] = &[
    ("invoice_number", "number"),
    ("invoice_date", "issue_date"),
    ("due_date", "due_date"),
    ("currency", "currency"),
    ("seller", "seller_name"),
    ("customer", "buyer_name"),
    ("line_count", "line_count"),
    ("net_total", "total_without_tax"),
    ("tax_total", "tax_total"),
    ("total", "total_with_tax"),
    ("amount_due", "payable"),
];

#[derive(Debug, Default)]
struct Score {
    given: usize,
    right: usize,
    certain: usize,
    wrongly_certain: Vec<String>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/corpora/pdf-invoices")
}

fn same(wanted: &Value, found: &Value) -> bool {
    let text = |value: &Value| {
        value.as_str().map(|text| {
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase()
        })
    };
    match (text(wanted), text(found)) {
        (Some(wanted), Some(found)) => {
            let number = |text: &str| model::Exact::parse(text);
            let last = wanted.split(' ').count();
            wanted == found
                || number(&wanted).is_some_and(|wanted| number(&found).is_some_and(|found| found == wanted))
                // Of a name in several lines the last may stand alone.
                || (last > 1 && wanted.ends_with(&found) && found.contains(' '))
        }
        _ => wanted == found,
    }
}

fn judge(folder: &Path, entry: &Value, score: &mut Score) {
    let file = entry["file"].as_str().expect("a name");
    let read = inspect(&folder.join(file), &InspectOptions::default());
    let read = serde_json::to_value(&read[0]).expect("JSON");
    for (wanted, name) in FIELDS {
        let Some(wanted) = entry["fields"].get(wanted) else {
            continue;
        };
        let found = &read["invoice"][name];
        let right = same(wanted, found);
        score.given += 1;
        score.right += usize::from(right);
        if read["invoice"]["confidence"][name] == "certain" {
            score.certain += 1;
            if !right {
                score
                    .wrongly_certain
                    .push(format!("{file}: {name} {found}, not {wanted}"));
            }
        }
    }
}

#[test]
fn what_is_certain_is_right_and_most_is_read() {
    let folder = corpus();
    let Ok(expected) = fs::read_to_string(folder.join("expected.json")) else {
        println!("skipped: {} is not here", folder.display());
        return;
    };
    let expected: Vec<Value> = serde_json::from_str(&expected).expect("JSON");
    let mut score = Score::default();
    for entry in &expected {
        judge(&folder, entry, &mut score);
    }
    println!("{score:?}");
    assert!(
        score.right * 100 >= score.given * 90,
        "{} of {}",
        score.right,
        score.given
    );
    assert!(
        score.certain * 100 >= score.given * 60,
        "{} certain of {}",
        score.certain,
        score.given
    );
    assert!(score.wrongly_certain.is_empty(), "{:?}", score.wrongly_certain);
}
