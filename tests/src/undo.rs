//! Taking an import back leaves exactly the book that never had it, in whatever order it is done.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::desk::{Desk, fixture};

const FILES: [&str; 3] = ["first.csv", "corrected.csv", "events.csv"];
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// Two files that meet in the same buckets, one apart.
fn desk() -> Desk {
    let desk = Desk::new();
    let first = fixture("openai-cost-csv/cost_2026.csv");
    desk.write(FILES[0], &first);
    desk.write(FILES[1], first.replace(",3.1,usd", ",4.1,usd"));
    desk.fixture("cursor-usage/team-2026.csv", FILES[2]);
    desk
}

/// Spend of a book that only ever had these files; key: a bit per file.
fn oracle(desk: &Desk, kept: usize) -> Value {
    let book = format!("only{kept}.counterfoil");
    desk.json(&format!("--book {book} book new"));
    let files = FILES.iter().enumerate().filter(|(at, _)| kept & (1 << at) != 0);
    for (_, file) in files {
        desk.json(&format!("--book {book} import {file}"));
    }
    figures(desk, &book)
}

fn figures(desk: &Desk, book: &str) -> Value {
    let spend = desk.json(&format!("--book {book} spend --by month,provider,model,person"));
    let usage = desk.json(&format!("--book {book} usage --by month,model,person"));
    Value::from_iter([("spend", spend["rows"].clone()), ("usage", usage["rows"].clone())])
}

#[test]
fn undo_in_any_order_leaves_the_book_that_never_had_the_file() {
    let desk = desk();
    let oracles: BTreeMap<usize, Value> = (0..7).map(|kept| (kept, oracle(&desk, kept))).collect();
    assert_ne!(oracles[&1], oracles[&2], "the correction shows");
    desk.json("import first.csv");
    desk.json("import corrected.csv");
    desk.json("import events.csv");
    let whole = desk.bytes("book.counterfoil");
    for order in ORDERS {
        desk.write("tried.counterfoil", &whole);
        let mut kept = 0b111;
        for file in order {
            desk.json(&format!("--book tried.counterfoil undo {}", file + 1));
            kept &= !(1 << file);
            assert_eq!(
                figures(&desk, "tried.counterfoil"),
                oracles[&kept],
                "order {order:?}, {kept:03b} left"
            );
        }
        desk.assert_whole("tried.counterfoil");
    }
}

#[test]
fn a_file_taken_back_can_be_read_again() {
    let desk = Desk::with_bill();
    let before = desk.spend();
    desk.json("undo 1");
    assert_eq!(desk.spend()["rows"], Value::Array(Vec::new()));
    let again = desk.json("import bill.csv");
    assert_eq!(again["imports"][0]["status"], "committed");
    assert_eq!(desk.spend(), before);
}

#[test]
fn an_import_is_taken_back_once_and_only_if_it_is_there() {
    let desk = Desk::with_bill();
    desk.json("undo 1");
    desk.run("undo 1")
        .assert_says(2, &["Import 1 has been undone already"]);
    desk.run("undo 99").assert_says(2, &["There is no import 99"]);
}
