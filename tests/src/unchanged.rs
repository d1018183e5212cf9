//! Logs that are as they were are not read a second time, and are as soon as anything speaks for it.

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
