//! Undo, in any order, against a book made from the remaining imports alone.

use model::{Fact, Key, Origin, Overlap};
use proptest::prelude::*;

use super::{Desk, charge, usage};
use crate::StoreError;
use crate::tables::TABLES;

/// One row of a made-up file.
#[derive(Clone, Debug)]
struct Line {
    key: u8,
    value: u8,
    scope: u8,
    is_usage: bool,
}

#[derive(Clone, Debug)]
enum Step {
    Import(u8, Vec<Line>),
    Undo(usize),
}

const CLASSES: [Overlap; 6] = [
    Overlap::Id,
    Overlap::Bucket,
    Overlap::Largest,
    Overlap::Snapshot,
    Overlap::Period,
    Overlap::Content,
];

fn line() -> impl Strategy<Value = Line> {
    (0..4u8, 0..3u8, 0..2u8, any::<bool>()).prop_map(|(key, value, scope, is_usage)| Line {
        key,
        value,
        scope,
        is_usage,
    })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..6u8, prop::collection::vec(line(), 0..7)).prop_map(|(class, lines)| Step::Import(class, lines)),
        2 => any::<usize>().prop_map(Step::Undo),
    ]
}

fn fact(overlap: Overlap, line: &Line, row: usize) -> Fact {
    // Where nothing but the cells is a key, equal keys have equal cells.
    let value = if overlap == Overlap::Content {
        line.key
    } else {
        line.value
    };
    let origin = Origin {
        table: 0,
        row: row as u64,
    };
    let scope = ["a", "b"][usize::from(line.scope)].to_owned();
    let on = ["2026-09-01", "2026-10-01", "2026-10-02"][usize::from(value) % 3];
    if line.is_usage {
        let who = format!("user {}", line.key);
        let fact = usage(line.key.into(), on, &who, value.into());
        return Fact::Usage(model::Usage {
            origin,
            scope,
            ..fact
        });
    }
    let on = if overlap == Overlap::Bucket {
        "2026-09-01"
    } else {
        on
    };
    let fact = charge(line.key.into(), on, i64::from(value) * 1_000_000_007 - 1);
    Fact::Charge(model::Charge {
        origin,
        scope,
        ..fact
    })
}

/// Gives words and identities the same numbers in every book.
fn primed() -> Desk {
    let mut desk = Desk::new();
    let mut facts = Vec::new();
    for (key, is_usage) in (0..4).flat_map(|key| [(key, true), (key, false)]) {
        let scope = key % 2;
        facts.push(fact(
            Overlap::Id,
            &Line {
                key,
                value: 0,
                scope,
                is_usage,
            },
            1,
        ));
    }
    for overlap in CLASSES {
        let (primer, _) = desk.import(overlap, "primer", &facts);
        desk.book.undo(primer.id).unwrap();
    }
    desk
}

fn run_import(desk: &mut Desk, number: usize, class: u8, lines: &[Line]) -> i64 {
    let overlap = CLASSES[usize::from(class)];
    let facts: Vec<Fact> = lines
        .iter()
        .enumerate()
        .map(|(row, line)| fact(overlap, line, row))
        .collect();
    desk.import(overlap, &format!("file {number}"), &facts).0.id
}

/// All that is shown, without the numbers that only tell when it came.
fn dump(desk: &Desk) -> Vec<String> {
    let mut lines = Vec::new();
    for table in TABLES {
        let sql = format!(
            "SELECT (SELECT source FROM import WHERE id = import), tab, line, scope, {} FROM {} WHERE live = 1",
            table.list(),
            table.name
        );
        let mut query = desk.book.conn.prepare(&sql).unwrap();
        let width = table.columns.len() + 4;
        let rows = query.query_map((), |row| {
            (0..width)
                .map(|at| row.get(at))
                .collect::<Result<Vec<Option<i64>>, _>>()
        });
        lines.extend(
            rows.unwrap()
                .map(|row| format!("{} {:?}", table.name, row.unwrap())),
        );
    }
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn undo_in_any_order_leaves_what_the_other_imports_alone_would_have_made(
        steps in prop::collection::vec(step(), 1..9),
    ) {
        let mut desk = primed();
        let mut live: Vec<(i64, usize, u8, Vec<Line>)> = Vec::new();
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Import(class, lines) => {
                    let id = run_import(&mut desk, number, class, &lines);
                    live.push((id, number, class, lines));
                }
                Step::Undo(at) if !live.is_empty() => {
                    let (id, ..) = live.remove(at % live.len());
                    desk.book.undo(id).unwrap();
                }
                Step::Undo(_) => {}
            }
        }
        let mut rebuilt = primed();
        for (_, number, class, lines) in &live {
            run_import(&mut rebuilt, *number, *class, lines);
        }
        prop_assert_eq!(dump(&desk), dump(&rebuilt));
        let doctor = desk.book.doctor().unwrap();
        prop_assert!(doctor.ok, "{:?}", doctor.checks);
    }
}

#[test]
fn undoing_twice_or_something_unknown_is_refused_with_its_cause() {
    let mut desk = Desk::new();
    let (import, _) = desk.import(Overlap::Id, "one", &[Fact::Charge(charge(1, "2026-09-01", 5))]);
    assert_eq!(desk.book.undo(import.id).unwrap().facts, 1);
    assert!(matches!(
        desk.book.undo(import.id),
        Err(StoreError::AlreadyUndone(_))
    ));
    assert!(matches!(desk.book.undo(99), Err(StoreError::UnknownImport(99))));
}

#[test]
fn an_undone_file_can_be_imported_again() {
    let mut desk = Desk::new();
    let facts = [Fact::Charge(charge(1, "2026-09-01", 5))];
    let (first, _) = desk.import(Overlap::Id, "one", &facts);
    desk.book.undo(first.id).unwrap();
    let (second, _) = desk.import(Overlap::Id, "one", &facts);
    assert!(
        second.id > first.id,
        "numbers in the journal are never used twice"
    );
    assert_eq!(Key(1).bytes().len(), 16);
}
