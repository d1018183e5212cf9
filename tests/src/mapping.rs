//! A file that nobody recognises is read once its columns are named, and not before.

use crate::desk::{Desk, rows};

const LEDGER: &str = "Buchung;Lieferant;Leistung;Betrag EUR
03.09.2026;Nordwind AI;Sprachmodell Gross;1.234,50
04.09.2026;Nordwind AI;Sprachmodell Klein;-12,25
";

pub(crate) const MAPPING: &str = r#"
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
        .assert_says(3, &["none.toml"]);
}

#[test]
fn a_saved_mapping_is_found_again_by_the_layout_of_the_file_until_it_is_removed() {
    let desk = desk();
    desk.write("ledger.toml", MAPPING.replace("Own ledger", "Own-ledger"));
    assert_eq!(desk.json("mapping save ledger.toml")["mapping"], "Own-ledger");
    assert_eq!(desk.json("mapping list")["mappings"][0]["name"], "Own-ledger");
    let entry = desk.json("import ledger.csv")["imports"][0].clone();
    assert_eq!(entry["format"], "own-ledger");
    assert_eq!(entry["totals"][0]["amount"], "1222.25");
    desk.json("mapping export Own-ledger -o colleague.toml");
    assert_eq!(desk.bytes("colleague.toml"), desk.bytes("ledger.toml"));
    desk.json("mapping remove Own-ledger");
    desk.write("october.csv", LEDGER.replace(".09.", ".10."));
    desk.run("import october.csv").assert_says(3, &["mapping"]);
    desk.run("mapping export Own-ledger")
        .assert_says(2, &["no mapping `Own-ledger`"]);
}

#[test]
fn a_format_in_the_folder_beside_the_book_is_no_different_from_a_built_in_one() {
    let desk = desk();
    desk.write("formats/ledger.toml", MAPPING);
    desk.write("formats/broken.toml", "id = \"x\"\nname = 3\n");
    let formats = desk.run("formats");
    formats.assert_says(0, &["own-ledger", "broken.toml", "line 2"]);
    let ran = desk.run("--json import ledger.csv");
    ran.assert_says(0, &["broken.toml"]);
    assert_eq!(ran.json()["imports"][0]["format"], "own-ledger");
}

#[test]
fn a_drafted_mapping_can_be_used_as_it_is() {
    let desk = desk();
    // A day above 12 says which number is the day.
    desk.write("ledger.csv", LEDGER.replace("04.09.", "24.09."));
    let draft = desk.run("mapping draft ledger.csv");
    draft.assert_says(
        0,
        &[
            "day = \"Buchung\"",
            "provider = \"Lieferant\"",
            "billed = \"Betrag EUR\"",
        ],
    );
    desk.write("drafted.toml", draft.stdout);
    let entry = &desk.json("import ledger.csv --mapping drafted.toml --dry-run")["imports"][0];
    assert_eq!(entry["totals"][0]["amount"], "1222.25");
    assert_eq!(entry["totals"][0]["currency"], "EUR");
}

#[test]
fn problems_are_saved_with_their_reason() {
    // A word in a column of amounts may be what another column was meant to hold: it stays out of the book.
    for (cell, kept) in [("12-25x", "12-25x"), ("see note", "")] {
        let desk = desk();
        desk.write("ledger.csv", LEDGER.replace("-12,25", cell));
        desk.json("import ledger.csv --mapping ledger.toml");
        desk.json("problems 2 --csv odd.csv");
        let text = String::from_utf8(desk.bytes("odd.csv")).expect("text");
        let row = format!("ledger.csv,,3,Betrag EUR,{kept},error,this is no number,");
        assert!(text.contains(&row), "{text}");
    }
}

#[test]
fn months_without_a_year_take_it_from_the_days_that_are_said() {
    let desk = Desk::new();
    desk.write("wide.csv", "Vendor;Nov;Dez;Jan\nOpenAI;10,50;20;30\n");
    let draft = desk.run("mapping draft wide.csv");
    desk.write("wide.toml", &draft.stdout);
    let without = desk.json("import wide.csv --mapping wide.toml --currency EUR");
    assert_eq!(rows(&without["imports"][0]), [1, 0, 0, 0, 0, 1]);
    desk.run("undo 1").assert_says(0, &[]);
    let told = "--period 2025-07-01..2026-07-01";
    desk.json(&format!(
        "import wide.csv --mapping wide.toml --currency EUR {told}"
    ));
    let spent = desk.json("spend --by month");
    let months: Vec<_> = spent["rows"].as_array().expect("rows").iter().collect();
    let said = |row: &serde_json::Value| (row["month"].to_string(), row["billed"].to_string());
    assert_eq!(
        months.into_iter().map(said).collect::<Vec<_>>(),
        [("2025-11-01", "10.5"), ("2025-12-01", "20"), ("2026-01-01", "30")]
            .map(|(month, billed)| (format!("\"{month}\""), format!("\"{billed}\"")))
    );
}

#[test]
fn a_mapping_whose_amounts_are_in_no_column_of_the_file_is_refused() {
    let desk = desk();
    for wrong in ["betragg eur", "{ first = [\"betragg\", \"summe\"] }"] {
        let quoted = if wrong.starts_with('{') {
            wrong.to_owned()
        } else {
            format!("\"{wrong}\"")
        };
        let text = MAPPING.replace("billed = \"betrag eur\"", &format!("billed = {quoted}"));
        desk.write("wrong.toml", text);
        desk.run("import ledger.csv --mapping wrong.toml")
            .assert_says(3, &["`betragg", "Betrag EUR"]);
    }
    let scoped = MAPPING.replace(
        "overlap = \"content\"",
        "overlap = \"period\"\nscope = \"{acount} {billing-month}\"",
    );
    desk.write("scoped.toml", scoped);
    desk.run("import ledger.csv --mapping scoped.toml --dry-run")
        .assert_says(2, &["`acount`"]);
}

#[test]
fn two_mappings_of_one_id_or_one_name_are_said() {
    let desk = desk();
    desk.json("mapping save ledger.toml");
    desk.write("other.toml", MAPPING.replace("own-ledger", "other-ledger"));
    desk.run("mapping save other.toml")
        .assert_says(2, &["Own ledger", "own-ledger", "other-ledger"]);
    desk.write("other.toml", MAPPING.replace("Own ledger", "Another"));
    desk.run("mapping save other.toml")
        .assert_says(2, &["Own ledger"]);
    desk.write("other.toml", MAPPING.replace("own-ledger", "openai-cost-csv"));
    desk.run("mapping save other.toml")
        .assert_says(2, &["openai-cost-csv"]);
    desk.write("formats/a.toml", MAPPING);
    assert!(
        !desk.run("formats").stderr.contains("a.toml"),
        "the same text twice"
    );
    desk.write("formats/a.toml", MAPPING.replace("reader = 1", "reader = 2"));
    desk.run("--book book.counterfoil formats")
        .assert_says(0, &["a.toml", "Own ledger", "own-ledger"]);
}

#[test]
fn a_new_reader_of_an_own_mapping_offers_to_restate() {
    let desk = desk();
    desk.json("import ledger.csv --mapping ledger.toml");
    let newer = MAPPING.replace("reader = 1", "reader = 2");
    let newer = newer.replace("billed = \"betrag eur\"", "list = \"betrag eur\"");
    desk.write("newer.toml", newer);
    let ran = desk.run("--json import ledger.csv --mapping newer.toml");
    let question = &ran.json()["imports"][0]["questions"][0];
    assert_eq!(question["id"], "restate-2", "{}", ran.stdout);
    desk.json("import ledger.csv --mapping newer.toml --answer restate=restate");
}

#[test]
fn json_that_nobody_knows_is_mapped_like_a_table_and_the_next_file_is_known() {
    let desk = Desk::with_bill();
    let page = |day: &str| {
        format!(
            r#"{{"total":99,"buckets":[{{"start":"{day}T00:00:00Z","total_cost":"4.00","lines":[
                {{"cost":{{"value":"1.25","currency":"eur"}},"model":"large","team":"Claims"}},
                {{"cost":{{"value":"2.75","currency":"eur"}},"model":"small","team":null}}]}}]}}"#
        )
    };
    desk.write("gateway.json", page("2026-09-03"));
    desk.write("next.json", page("2026-09-04"));
    let drafted = desk.run("mapping draft gateway.json");
    drafted.assert_says(0, &["rows = \"buckets[].lines[]\"", "from = \"^start\""]);
    desk.write("gateway.toml", &drafted.stdout);
    desk.run("mapping save gateway.toml")
        .assert_says(0, &["keeps the mapping"]);
    for file in ["gateway.json", "next.json"] {
        let entry = &desk.json(&format!("import {file}"))["imports"][0];
        assert_eq!(rows(entry), [2, 2, 0, 0, 0, 0], "{entry}");
    }
    let spend = desk.json("spend --by day,model --where currency=EUR");
    let shown: Vec<_> = spend["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| [&row["day"], &row["model"], &row["billed"]])
        .collect();
    let (third, fourth) = ("2026-09-03", "2026-09-04");
    assert_eq!(
        shown,
        [
            [third, "large", "1.25"],
            [third, "small", "2.75"],
            [fourth, "large", "1.25"],
            [fourth, "small", "2.75"]
        ]
    );
}
