use super::*;
use crate::formats::Decimals;

fn looked_at(text: &str, reading: Reading) -> Inspected {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bill.csv");
    std::fs::write(&path, text).expect("a file");
    let choice = Choice {
        reading,
        ..Choice::default()
    };
    let options = InspectOptions {
        choice,
        ..InspectOptions::default()
    };
    inspect(&path, &options).remove(0)
}

fn table(found: &Inspected) -> &TableFacts {
    &found.tables.as_ref().expect("tables")[0]
}

#[test]
fn a_row_with_cells_beyond_the_header_is_refused_and_in_no_sum() {
    let text = "Date,Item,Cost\n2026-09-01,Seats,500\n2026-09-02,Seats,1,500\n2026-09-03,Seats,700\n";
    let found = looked_at(text, Reading::default());
    assert_eq!((table(&found).rows, table(&found).refused_rows), (2, 1));
    assert_eq!(table(&found).sums["Cost"][""], "1200");
    assert_eq!(found.problems[0].place.row, Some(3));
}

#[test]
fn a_record_that_is_longer_than_any_may_be_is_counted_as_refused() {
    let long = format!(
        "Date,Item,Cost\n2026-09-01,a,1\n2026-09-02,\"{},2\n2026-09-03,b,3\n",
        "x".repeat(2 << 20)
    );
    let found = looked_at(&long, Reading::default());
    assert_eq!((table(&found).rows, table(&found).refused_rows), (2, 1));
    assert!(
        found.problems.iter().any(|problem| problem.place.row == Some(3)),
        "{:?}",
        found.problems
    );
}

#[test]
fn what_is_told_is_shown_beside_what_was_detected_and_holds() {
    let reading = Reading {
        header_row: Some(2),
        decimal: Some(Decimals::Comma),
        ..Reading::default()
    };
    let found = looked_at("a;b\nDate;Cost\n2026-09-01;1.500\n2026-09-02;2.500\n", reading);
    let used = found.used.as_ref().expect("something is told");
    assert_eq!(
        (used.header_row, used.decimal, used.encoding.as_deref()),
        (Some(1), Some(","), None)
    );
    assert_eq!(table(&found).sums["Cost"][""], "4000");
    assert!(looked_at("a;b\n1;2\n", Reading::default()).used.is_none());
}
