//! A longer export of the same thing adds what is new in it and nothing twice.

use crate::desk::{Desk, entry, fixture, rows};

#[test]
fn events_without_an_id_are_told_apart_from_true_twins() {
    let desk = Desk::new();
    let first = fixture("cursor-usage/team-2026.csv");
    desk.write("first.csv", &first);
    let twin = first.lines().nth(1).expect("a row");
    let new = twin
        .replace(",Included,", ",On-Demand,")
        .replace(",Included", ",$2.25");
    desk.write("longer.csv", format!("{}\n{twin}\n{new}\n", first.trim_end()));

    let [read, kept, ..] = rows(entry(&desk.json("import first.csv"), "first.csv"));
    assert_eq!((read, kept), (5, 4), "one row has an unquoted comma");
    let before = desk.json("spend");
    let [read, again, duplicate, replaced, _, refused] =
        rows(entry(&desk.json("import longer.csv"), "longer.csv"));
    assert_eq!((read, again, duplicate, replaced, refused), (7, 2, kept, 0, 1));
    assert_eq!(before["totals"][0]["billed"], "1.5");
    assert_eq!(desk.json("spend")["totals"][0]["billed"], "3.75");
    desk.assert_whole("book.counterfoil");
}

#[test]
fn a_bucket_delivered_again_replaces_what_changed_and_adds_what_is_new() {
    let desk = Desk::new();
    let first = fixture("openai-cost-csv/cost_2026.csv");
    desk.write("first.csv", &first);
    let new = first
        .lines()
        .nth(1)
        .expect("a row")
        .replace("1788307200", "1788393600")
        .replace("1788220800", "1788307200")
        .replace("2026-09-02", "2026-09-03")
        .replace("2026-09-01", "2026-09-02")
        .replace("0.418250000000000000000000000001", "0.5");
    let corrected = first.replace(",3.1,usd", ",4.1,usd");
    desk.write("longer.csv", format!("{}\n{new}\n", corrected.trim_end()));

    desk.json("import first.csv");
    assert_eq!(desk.json("spend")["totals"][0]["billed"], "3.51825");
    let counts = rows(entry(&desk.json("import longer.csv"), "longer.csv"));
    assert_eq!(counts, [4, 1, 1, 1, 1, 0], "new, same, corrected, empty day");
    assert_eq!(desk.json("spend")["totals"][0]["billed"], "5.01825");
    desk.assert_whole("book.counterfoil");
}

#[test]
fn a_month_delivered_again_replaces_the_whole_month_of_that_account() {
    let desk = Desk::new();
    let month = fixture("focus/focus-1.2.csv");
    desk.write("early.csv", &month);
    desk.write("final.csv", month.replace("0.91022,0.91022", "2.5,2.5"));
    desk.json("import early.csv");
    let before = desk.spend();
    desk.json("import final.csv");
    let totals = desk.json("spend")["totals"].clone();
    assert_eq!(totals[1]["billed"], "2.4", "{totals}");
    desk.json("undo 2");
    assert_eq!(desk.spend(), before);
}
