//! Undo, in any order, against a book made from the remaining imports alone.

use model::{Currency, Fact, Key, Origin, Overlap, Period};
use proptest::prelude::*;

use super::{Desk, charge, day, header, usage};
use crate::tables::TABLES;
use crate::{Aside, ImportSummary, StoreError};

/// One row of a made-up file.
#[derive(Clone, Debug)]
struct Line {
    key: u8,
    value: u8,
    scope: u8,
    is_usage: bool,
}

/// What an answer sets aside: of this import or of one that came in before, which, from one day on.
type Held = Option<(bool, u8, u8, bool)>;

#[derive(Clone, Debug)]
enum Step {
    Import(u8, Vec<Line>, Held),
    Undo(usize),
    /// An earlier file read in another way, in its own place.
    Instead(usize, Vec<Line>),
}

/// An import that is live: its number in its book and in the test, what it brought, and whose charges it set aside.
#[derive(Clone, Debug)]
struct Brought {
    id: i64,
    number: usize,
    file: usize,
    class: u8,
    lines: Vec<Line>,
    held: Option<Hold>,
}

/// What an import sets aside: of itself or of another, on account of the other; which other, from which day on, usage or not.
type Hold = (bool, usize, u8, bool);

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
        3 => (0..6u8, prop::collection::vec(line(), 0..7), prop::option::of((any::<bool>(), any::<u8>(), 0..3u8, any::<bool>())))
            .prop_map(|(class, lines, held)| Step::Import(class, lines, held)),
        2 => any::<usize>().prop_map(Step::Undo),
        1 => (any::<usize>(), prop::collection::vec(line(), 0..7))
            .prop_map(|(at, lines)| Step::Instead(at, lines)),
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
    let on = DAYS[usize::from(value) % 3];
    if line.is_usage {
        let who = format!("user {}", line.key);
        let fact = usage(line.key.into(), on, &who, value.into());
        return Fact::Usage(Box::new(model::Usage {
            origin,
            scope,
            ..fact
        }));
    }
    let on = if overlap == Overlap::Bucket {
        "2026-09-01"
    } else {
        on
    };
    let fact = charge(line.key.into(), on, i64::from(value) * 1_000_000_007 - 1);
    Fact::Charge(Box::new(model::Charge {
        origin,
        scope,
        ..fact
    }))
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

const DAYS: [&str; 3] = ["2026-09-01", "2026-10-01", "2026-10-02"];

fn run_import(desk: &mut Desk, own: &mut Brought, before: &[Brought], instead: Option<i64>) {
    let overlap = CLASSES[usize::from(own.class)];
    let header = header(overlap, &format!("file {}", own.file));
    let at = "2026-11-22T10:00:00Z";
    let mut import = match instead {
        Some(earlier) => desk.book.import_instead(&header, at, earlier).unwrap(),
        None => desk.book.import(&header, at).unwrap(),
    };
    for (row, line) in own.lines.iter().enumerate() {
        import.put(&fact(overlap, line, row)).unwrap();
    }
    own.id = import.id();
    if let Some((is_own, number, from, usage)) = own.held {
        let other = before.iter().find(|one| one.number == number);
        let aside = other.map(|other| Aside {
            import: if is_own { own.id } else { other.id },
            by: if is_own { other.id } else { own.id },
            usage,
            provider: "OpenAI".into(),
            currency: Currency::new("USD"),
            period: Period::new(day(DAYS[usize::from(from)]), day("2026-11-01")),
        });
        import.set_aside(aside.as_slice()).unwrap();
    }
    let changes = import.changes().unwrap();
    let is_still = changes.iter().any(|change| change.before == change.after);
    assert!(!is_still, "{changes:?}");
    import.finish(&ImportSummary::default()).unwrap();
}

/// All that is shown, without the numbers that only tell when it came.
fn dump(desk: &Desk) -> Vec<String> {
    let mut lines = Vec::new();
    for table in TABLES {
        let sql = format!(
            "SELECT (SELECT source FROM import WHERE id = import), tab, line, scope, live, {} FROM {} WHERE live > 0",
            table.list(),
            table.name
        );
        let mut query = desk.book.conn.prepare(&sql).unwrap();
        let width = table.columns.len() + 5;
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
        let mut live: Vec<Brought> = Vec::new();
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Import(class, lines, held) => {
                    let held = held.filter(|_| !live.is_empty()).map(|(is_own, at, from, usage)| {
                        (is_own, live[usize::from(at) % live.len()].number, from, usage)
                    });
                    let mut own = Brought { id: 0, number, file: number, class, lines, held };
                    run_import(&mut desk, &mut own, &live, None);
                    live.push(own);
                }
                Step::Instead(at, lines) if !live.is_empty() => {
                    let at = at % live.len();
                    let earlier = &live[at];
                    let mut own = Brought { number, lines, held: None, ..earlier.clone() };
                    run_import(&mut desk, &mut own, &live, Some(earlier.id));
                    live[at] = own;
                }
                Step::Undo(at) if !live.is_empty() => {
                    desk.book.undo(live.remove(at % live.len()).id).unwrap();
                }
                Step::Undo(_) | Step::Instead(..) => {}
            }
        }
        let mut rebuilt = primed();
        let mut again: Vec<Brought> = Vec::new();
        for mut own in live {
            run_import(&mut rebuilt, &mut own, &again, None);
            again.push(own);
        }
        prop_assert_eq!(dump(&desk), dump(&rebuilt));
        let doctor = desk.book.doctor().unwrap();
        prop_assert!(doctor.ok, "{:?}", doctor.checks);
    }
}

#[test]
fn undoing_twice_or_something_unknown_is_refused_with_its_cause() {
    let mut desk = Desk::new();
    let (import, _) = desk.import(
        Overlap::Id,
        "one",
        &[Fact::Charge(Box::new(charge(1, "2026-09-01", 5)))],
    );
    assert_eq!(desk.book.undo(import.id).unwrap().facts, 1);
    assert!(matches!(
        desk.book.undo(import.id),
        Err(StoreError::AlreadyUndone(_))
    ));
    assert!(matches!(desk.book.undo(99), Err(StoreError::UnknownImport(99))));
}

#[test]
fn a_file_takes_the_place_of_its_own_import_and_says_what_that_changes() {
    let mut desk = Desk::new();
    let one = |billed| Fact::Charge(Box::new(charge(1, "2026-09-01", billed)));
    let (first, _) = desk.import(Overlap::Id, "one", &[one(5)]);
    let header = header(Overlap::Id, "one");
    let wrong = super::header(Overlap::Id, "two");
    let at = "2026-11-22T10:00:00Z";
    assert!(matches!(
        desk.book.import_instead(&wrong, at, first.id).map(|_| ()),
        Err(StoreError::AnotherFile { import: 1, .. })
    ));
    let mut import = desk.book.import_instead(&header, at, first.id).unwrap();
    import.put(&one(7)).unwrap();
    let changes = import.changes().unwrap();
    assert_eq!(changes.len(), 1);
    let sums = (changes[0].before, changes[0].after, changes[0].replaced);
    assert_eq!(sums, (Some(model::Total(5)), Some(model::Total(7)), true));
    import.abandon();
    let is_undone = |desk: &Desk| desk.book.imports().unwrap()[0].status == model::ImportStatus::Undone;
    assert!(!is_undone(&desk), "given up, nothing has changed");
    let mut import = desk.book.import_instead(&header, at, first.id).unwrap();
    import.put(&one(7)).unwrap();
    let second = import.finish(&ImportSummary::default()).unwrap();
    assert!(second.id > first.id && is_undone(&desk));
    assert!(desk.book.doctor().unwrap().ok);
}

#[test]
fn an_undone_file_can_be_imported_again() {
    let mut desk = Desk::new();
    let facts = [Fact::Charge(Box::new(charge(1, "2026-09-01", 5)))];
    let (first, _) = desk.import(Overlap::Id, "one", &facts);
    desk.book.undo(first.id).unwrap();
    let (second, _) = desk.import(Overlap::Id, "one", &facts);
    assert!(
        second.id > first.id,
        "numbers in the journal are never used twice"
    );
    assert_eq!(Key(1).bytes().len(), 16);
}
