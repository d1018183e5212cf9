//! A month that comes in several files is one delivery: as one file, as three, delivered again, and undone.

use crate::desk::{Desk, entries, entry, fixture, rows};

/// The bill of the fixture, cut into a file for each row.
fn cut(desk: &Desk, names: &[&str], change: impl Fn(&str) -> String) {
    let month = fixture("focus/focus-1.2.csv");
    let mut lines = month.lines();
    let header = lines.next().expect("a header");
    for (name, row) in names.iter().zip(lines) {
        desk.write(name, format!("{header}\n{}\n", change(row)));
    }
}

#[test]
fn a_month_in_three_parts_is_the_month_and_a_new_delivery_replaces_all_of_it() {
    let whole = Desk::new();
    whole.fixture("focus/focus-1.2.csv", "focus.csv");
    whole.json("import focus.csv");

    let desk = Desk::new();
    cut(
        &desk,
        &["a/focus-00001.csv", "a/focus-00002.csv", "a/focus-00003.csv"],
        str::to_owned,
    );
    desk.json("import a");
    assert_eq!(desk.spend(), whole.spend());
    let before = desk.spend();

    cut(&desk, &["b/focus-00001.csv", "b/focus-00002.csv"], |row| {
        row.replace("0.91022,0.91022", "2.5,2.5")
    });
    // What the third part had is missing, so that is asked.
    let asked = desk.run("--json import b").json();
    assert_eq!(entries(&asked)[0]["questions"][0]["id"], "part-1", "{asked:#}");
    desk.json("import b --answer part-1=replace");
    let totals = desk.json("spend")["totals"].clone();
    assert_eq!(
        totals.as_array().map(Vec::len),
        Some(1),
        "the third part is gone: {totals}"
    );
    assert_eq!(totals[0]["billed"], "2.4", "{totals}");
    desk.json("undo 2");
    assert_eq!(desk.spend(), before);
    desk.assert_whole("book.counterfoil");
}

#[test]
fn what_goes_with_a_delivery_is_no_failure() {
    let desk = Desk::new();
    cut(&desk, &["a/focus-00001.csv", "a/focus-00002.csv"], str::to_owned);
    desk.write(
        "a/manifest.json",
        r#"{"files": ["focus-00001.csv", "focus-00002.csv"]}"#,
    );
    desk.write("a/_SUCCESS", "");
    let report = desk.json("import a");
    assert_eq!(
        rows(entry(&report, "focus-00001.csv and 1 more"))[1],
        2,
        "{report:#}"
    );
}

#[test]
fn files_that_might_be_parts_are_not_taken_one_for_the_other_in_silence() {
    let desk = Desk::new();
    cut(&desk, &["x/left.csv", "x/right.csv"], str::to_owned);
    let ran = desk.run("--json import x");
    let report = ran.json();
    assert_eq!(rows(entry(&report, "left.csv"))[1], 1);
    let refused = entry(&report, "right.csv");
    assert_eq!(refused["status"], "refused", "{report}");
    assert!(
        refused["message"]
            .as_str()
            .is_some_and(|text| text.contains("same month")),
        "{refused}"
    );
}
