//! Files that are as they were are not read a second time, and are as soon as anything speaks for it.

use std::fs::File;
use std::time::{Duration, SystemTime};

use crate::desk::{Desk, entry, rows};

const LOG: &str = "logs/session.jsonl";

fn desk() -> (Desk, SystemTime) {
    let desk = Desk::new();
    desk.fixture("claude-code-log/session.jsonl", LOG);
    let then = SystemTime::now() - Duration::from_hours(1);
    date(&desk, then);
    (desk, then)
}

fn date(desk: &Desk, then: SystemTime) {
    let file = File::options()
        .append(true)
        .open(desk.path(LOG))
        .expect("the log");
    file.set_modified(then).expect("a file can be dated");
}

/// The same file with other tokens, in as many bytes.
fn change_in_place(desk: &Desk) {
    let text = String::from_utf8(desk.bytes(LOG)).expect("text");
    let other = text.replace("\"input_tokens\":12,", "\"input_tokens\":99,");
    assert!(other != text && other.len() == text.len());
    desk.write(LOG, other);
}

#[test]
fn a_log_of_the_same_size_and_time_is_known_unread_unless_it_shall_be_reread() {
    let (desk, then) = desk();
    assert!(rows(entry(&desk.json("import logs"), "session.jsonl"))[1] > 0);
    change_in_place(&desk);
    date(&desk, then);
    let again = desk.json("import logs");
    let known = entry(&again, "session.jsonl");
    assert_eq!(
        (&known["status"], &known["id"]),
        (&"unchanged".into(), &1.into()),
        "{known:#}"
    );
    let reread = desk.json("import logs --reread");
    assert_eq!(
        entry(&reread, "session.jsonl")["status"],
        "committed",
        "{reread:#}"
    );
    desk.assert_whole("book.counterfoil");
}

#[test]
fn another_time_or_an_undo_has_it_read() {
    let (desk, then) = desk();
    desk.json("import logs");
    change_in_place(&desk);
    date(&desk, then + Duration::from_secs(1));
    assert_eq!(
        entry(&desk.json("import logs"), "session.jsonl")["status"],
        "committed"
    );
    let before = desk.spend();
    desk.json("undo 2");
    assert_eq!(
        entry(&desk.json("import logs"), "session.jsonl")["status"],
        "committed"
    );
    assert_eq!(desk.spend(), before);
}

/// Charges of a table that is too large to be read for its hash alone.
fn large() -> String {
    const HEADER: &str = "BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeDescription,ProviderName,ServiceName,ResourceId,BilledCost,EffectiveCost,ListCost";
    let described = "Input tokens ".repeat(250);
    let row = |number: usize| {
        format!(
            "USD,2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,Usage,{described},OpenAI,OpenAI API,res-{number},1.25,1.25,1.25"
        )
    };
    let rows: Vec<String> = (0..3_000).map(row).collect();
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

#[test]
fn a_large_file_is_known_again_by_its_bytes_also_within_one_import() {
    let desk = Desk::new();
    let text = large();
    assert!(text.len() > 8 << 20);
    desk.write("a.csv", &text);
    desk.write("b.csv", &text);
    let both = desk.json("import a.csv b.csv");
    let status = |import: &serde_json::Value, file| entry(import, file)["status"].clone();
    assert_eq!(status(&both, "a.csv"), "committed", "{both:#}");
    assert_eq!(status(&both, "b.csv"), "unchanged", "{both:#}");
    let known = desk.json("imports")["imports"][0]["header"]["sha256"].clone();
    assert_eq!(desk.json("inspect a.csv")[0]["sha256"], known);
    assert_eq!(status(&desk.json("import b.csv"), "b.csv"), "unchanged");
    assert_eq!(desk.billed(), ["3750"]);
}
