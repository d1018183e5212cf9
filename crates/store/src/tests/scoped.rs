//! Months and windows that are delivered again as a whole.

use model::{Fact, Overlap};

use super::{Desk, billed, charge, header, usage};
use crate::{Met, StoreError};

#[test]
fn a_re_delivered_month_replaces_the_whole_month() {
    let mut desk = Desk::new();
    let month = |values: &[(u128, i64)]| -> Vec<Fact> {
        let in_scope = |(key, value): &(u128, i64)| {
            let mut charge = charge(*key, "2026-09-01", *value);
            charge.scope = "acct|2026-09".into();
            charge.origin.row = *key as u64;
            Fact::Charge(Box::new(charge))
        };
        values.iter().map(in_scope).collect()
    };
    desk.import(Overlap::Period, "open", &month(&[(1, 5), (2, 6), (3, 7)]));
    let (finished, _) = desk.import(Overlap::Period, "closed", &month(&[(1, 5), (2, 9)]));
    let Met { repeated, replaced } = finished.met;
    assert_eq!((repeated, replaced, finished.hidden), (1, 1, 3));
    assert_eq!(billed(&desk), 14);
}

#[test]
fn a_re_delivered_month_knows_its_rows_again_in_whatever_order_they_come() {
    let mut desk = Desk::new();
    let month = |values: &[i64]| -> Vec<Fact> {
        let row = |(row, value): (usize, &i64)| {
            let mut charge = charge(0, "2026-09-01", *value);
            charge.scope = "acct|2026-09".into();
            charge.origin.row = row as u64 + 2;
            Fact::Charge(Box::new(charge))
        };
        values.iter().enumerate().map(row).collect()
    };
    desk.import(Overlap::Period, "open", &month(&[5, 5, 6, 7]));
    let (finished, _) = desk.import(Overlap::Period, "closed", &month(&[9, 8, 7, 5, 5, 5]));
    let Met { repeated, replaced } = finished.met;
    assert_eq!(
        (repeated, replaced, finished.hidden),
        (3, 1, 4),
        "the 7 and two of the 5 came again, and only the 6 gave way"
    );
    assert_eq!(billed(&desk), 9 + 8 + 7 + 5 + 5 + 5);
}

/// A row that becomes a charge and its usage is one the book has only where both are the same.
#[test]
fn a_row_of_several_facts_repeats_another_only_as_a_whole() {
    let mut desk = Desk::new();
    let month = |tokens: [i64; 2]| -> Vec<Fact> {
        let rows = tokens.iter().zip(2..).flat_map(|(tokens, row)| {
            let mut charge = charge(0, "2026-09-01", 5);
            let mut usage = usage(0, "2026-09-01", "ada", *tokens);
            (charge.origin.row, usage.origin.row) = (row, row);
            for scope in [&mut charge.scope, &mut usage.scope] {
                *scope = "acct|2026-09".into();
            }
            [Fact::Charge(Box::new(charge)), Fact::Usage(Box::new(usage))]
        });
        rows.collect()
    };
    desk.import(Overlap::Period, "open", &month([1, 2]));
    let (finished, _) = desk.import(Overlap::Period, "closed", &month([1, 3]));
    let Met { repeated, replaced } = finished.met;
    assert_eq!((repeated, replaced, finished.hidden), (1, 1, 4));
    assert_eq!(billed(&desk), 10);
}

#[test]
fn windows_that_overlap_in_part_are_refused_and_equal_ones_replace() {
    let mut desk = Desk::new();
    let window = |scope: &str| {
        vec![Fact::Usage(Box::new(model::Usage {
            scope: scope.into(),
            ..usage(1, "2026-09-01", "ada", 3)
        }))]
    };
    desk.import(Overlap::Snapshot, "one", &window("org|2026-09-01..2026-09-29"));
    desk.import(
        Overlap::Snapshot,
        "same window",
        &window("org|2026-09-01..2026-09-29"),
    );
    desk.import(
        Overlap::Snapshot,
        "next window",
        &window("org|2026-09-29..2026-10-27"),
    );
    desk.import(
        Overlap::Snapshot,
        "other org",
        &window("lab|2026-09-08..2026-10-06"),
    );
    let mut import = desk
        .book
        .import(&header(Overlap::Snapshot, "partly"), "now")
        .unwrap();
    let refused = import.put(&window("org|2026-09-08..2026-10-06")[0]);
    assert!(matches!(refused, Err(StoreError::WindowOverlap { .. })));
}

/// Earlier rows are hidden while a file is read or at its end, whatever lies together; nobody can tell which it was.
#[test]
fn months_that_lie_together_or_apart_are_replaced_alike() {
    let row = |number: i64, month: i64, billed: i64| {
        let mut charge = charge(0, &format!("2026-0{month}-01"), billed);
        charge.scope = format!("acct-{}|2026-0{month}", number % 2);
        charge.origin.row = (month * 100 + number) as u64;
        Fact::Charge(Box::new(charge))
    };
    // Three months of 40 rows; of those of the two last that come again every tenth says something new.
    let file = |months: [i64; 2], is_new: bool, is_apart: bool| -> Vec<Fact> {
        let mut rows: Vec<_> = (months[0]..=months[1])
            .flat_map(|month| (0..40).map(move |number| (number, month)))
            .collect();
        if is_apart {
            rows.sort_unstable();
        }
        let each = |(number, month): (i64, i64)| {
            let adds = if is_new && number % 10 == 0 { 1_000 } else { 0 };
            row(number, month, number + adds)
        };
        rows.into_iter().map(each).collect()
    };
    for (was_apart, is_apart) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut desk = Desk::new();
        desk.import(Overlap::Period, "open", &file([1, 3], false, was_apart));
        let (finished, _) = desk.import(Overlap::Period, "closed", &file([2, 3], true, is_apart));
        let Met { repeated, replaced } = finished.met;
        assert_eq!((repeated, replaced, finished.hidden), (72, 8, 80));
        assert_eq!(billed(&desk), 3 * (39 * 40 / 2) + 8 * 1_000);
        assert!(desk.book.doctor().unwrap().ok);
    }
}
