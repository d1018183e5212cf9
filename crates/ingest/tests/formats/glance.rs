//! Large files are judged by their beginning first; whatever comes later, the facts are those of a careful reading.

use std::fmt::Write;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use ingest::{Choice, IngestError, Mapping, ReadReport};
use model::{Fact, Outcome};

use crate::item;

const MAPPING: &str = r#"
id = "ledger"
name = "Ledger"
vendor = "Larkfield"
reader = 1
kind = "table"
overlap = "content"
export = "Ledger, postings, CSV."

[[detect]]
has = ["posted", "supplier", "amount"]

[[charge]]
day = "posted"
provider = "supplier"
sku = "text"
currency = { value = "EUR" }
billed = "amount"
"#;

/// Facts and report of a reading that begins with a glance, and whether it had to begin again.
fn read(path: &Path) -> (Vec<Fact>, ReadReport, bool) {
    let item = item(path);
    let choice = Choice {
        mapping: Some(Mapping::parse("ledger.toml", MAPPING).expect("a mapping")),
        ..Choice::default()
    };
    let plan = ingest::plan(&item, &choice);
    let mut again = false;
    loop {
        let mut facts = Vec::new();
        let mut sink = |row: &mut Vec<Fact>| {
            facts.append(row);
            Ok(Outcome::Kept)
        };
        match ingest::read(&item, &plan, &mut sink, &mut |_| ControlFlow::Continue(())) {
            Ok(report) => return (facts, report, again),
            Err(IngestError::Again) if !again => again = true,
            Err(error) => panic!("{error}"),
        }
    }
}

/// More than is glanced at, then an end.
fn large(end: &[u8]) -> Vec<u8> {
    let mut text = String::from("Posted,Supplier,Text,Amount\n");
    let filler = "x".repeat(300);
    for row in 0..16_000 {
        writeln!(
            text,
            "2026-09-{:02},OpenAI,{row} {filler},{}.5",
            row % 28 + 1,
            row % 900
        )
        .expect("a string");
    }
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(end);
    bytes
}

fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    (folder, path)
}

#[test]
fn an_end_like_the_beginning_is_read_once_and_totals_and_footers_stay_out() {
    let end = b"2026-09-30,OpenAI,late,2.25\n,,Total,99\nPrinted by nobody\n";
    let (_folder, path) = written("large.csv", &large(end));
    let (facts, report, again) = read(&path);
    assert!(!again);
    assert_eq!(
        (facts.len(), report.rows.read, report.rows.skipped),
        (16_001, 16_002, 1)
    );
    assert!(matches!(facts.last(), Some(Fact::Charge(charge)) if charge.what.sku == "late"));
}

#[test]
fn an_end_that_decides_otherwise_is_noticed_and_all_is_read_again() {
    let comma = |row: usize| format!("2026-09-30,OpenAI,late,\"{row},5\"\n");
    let commas: String = (0..40_000).map(comma).collect();
    let other_table = "\nTeam,Start,Seats,Amount\nred,2026-09-01,3,1.5\nblue,2026-09-01,4,2.5\n";
    for (end, late) in [
        (commas.as_bytes(), "39999.5"),
        ("2026-09-30,OpenAI,caf\u{e9} late,2\n".as_bytes(), ""),
        (b"2026-09-30,OpenAI,caf\xe9 late,2\n".as_slice(), ""),
        (other_table.as_bytes(), ""),
    ] {
        let (_folder, path) = written("large.csv", &large(end));
        let (facts, report, again) = read(&path);
        let is_plain = end.ends_with("caf\u{e9} late,2\n".as_bytes());
        assert_eq!(again, !is_plain, "{}", String::from_utf8_lossy(end));
        assert!(report.rows.read >= 16_000);
        if end.starts_with(b"2026-09-30,OpenAI,caf") {
            assert!(
                matches!(facts.last(), Some(Fact::Charge(charge)) if charge.what.sku == "caf\u{e9} late")
            );
        }
        assert!(
            late.is_empty() || report.totals.iter().any(|total| total.amount.len() > 5),
            "{late}"
        );
    }
}
