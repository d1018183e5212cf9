//! A file that nobody recognises is read once its columns are named, and not before.

use crate::desk::{Desk, rows};

const LEDGER: &str = "Buchung;Lieferant;Leistung;Betrag EUR
03.09.2026;Nordwind AI;Sprachmodell Gross;1.234,50
04.09.2026;Nordwind AI;Sprachmodell Klein;-12,25
";

const MAPPING: &str = r#"
id = "own-ledger"
name = "Own ledger"
vendor = "Own"
reader = 1
kind = "table"
overlap = "content"
export = "Accounting, list of a cost centre."
about = "One booking per row."
identity = "ledger"
dates = "dmy"
decimal = "comma"

[[detect]]
has = ["buchung", "lieferant", "betrag eur"]

[[sum]]
columns = "betrag eur"
currency = { value = "EUR" }

[[charge]]
from = "buchung"
provider = "lieferant"
model = "leistung"
currency = { value = "EUR" }
billed = "betrag eur"
"#;

fn desk() -> Desk {
    let desk = Desk::with_bill();
    desk.write("ledger.csv", LEDGER);
    desk.write("ledger.toml", MAPPING);
    desk
}

#[test]
fn an_unknown_file_asks_for_a_mapping_and_writes_nothing() {
    let desk = desk();
    let before = desk.bytes("book.counterfoil");
    let ran = desk.run("--json import ledger.csv");
    ran.assert_says(3, &["ledger.csv", "mapping"]);
    let entry = &ran.json()["imports"][0];
    assert_eq!(entry["status"], "needs-mapping");
    assert!(entry["id"].is_null());
    assert!(desk.bytes("book.counterfoil") == before, "the book is as it was");
}

#[test]
fn a_mapping_file_makes_an_unknown_file_readable() {
    let desk = desk();
    let answer = desk.json("import ledger.csv --mapping ledger.toml");
    let entry = &answer["imports"][0];
    assert_eq!(entry["format"], "own-ledger");
    assert_eq!(rows(entry), [2, 2, 0, 0, 0, 0]);
    let spend = desk.json("spend --by day,provider,model --where currency=EUR");
    let shown: Vec<_> = spend["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| [&row["day"], &row["provider"], &row["model"], &row["billed"]])
        .collect();
    assert_eq!(
        shown,
        [
            ["2026-09-03", "Nordwind AI", "Sprachmodell Gross", "1234.5"],
            ["2026-09-04", "Nordwind AI", "Sprachmodell Klein", "-12.25"],
        ]
    );
}

#[test]
fn a_dry_run_by_mapping_counts_and_writes_nothing() {
    let desk = desk();
    let before = desk.spend();
    let answer = desk.json("import ledger.csv --mapping ledger.toml --dry-run");
    let entry = &answer["imports"][0];
    assert_eq!(entry["status"], "dry-run");
    assert_eq!(entry["totals"][0]["amount"], "1222.25");
    assert_eq!(desk.spend(), before);
    assert_eq!(desk.json("imports")["imports"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_mapping_that_is_wrong_or_missing_is_a_mistake_of_usage() {
    let desk = desk();
    desk.write("wrong.toml", "id = 3\n");
    desk.run("import ledger.csv --mapping wrong.toml")
        .assert_says(2, &["mapping", "line 1"]);
    desk.run("import ledger.csv --mapping none.toml")
        .assert_says(2, &["none.toml"]);
}
