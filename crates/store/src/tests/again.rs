//! Months and lists that are delivered again as they were, against a book that keeps nothing of scopes and so looks at every
//! row: nobody can tell the two apart.

use std::collections::HashMap;

use model::{Currency, Fact, Overlap, Period};
use proptest::prelude::*;
use rusqlite::types::Value;

use super::{Desk, billed, charge, day, header, usage};
use crate::rollup::ROLLUPS;
use crate::{Aside, Change, Finished, ImportSummary, LeftOut};

/// One row of a made-up file: its scope and month, what it says, and whether it is a charge, its usage, or both.
#[derive(Clone, Copy, Debug)]
struct Line {
    scope: u8,
    month: u8,
    value: u8,
    facts: u8,
}

const BOTH: u8 = 2;

fn line(scope: u8, month: u8, value: u8) -> Line {
    Line {
        scope,
        month,
        value,
        facts: 0,
    }
}

fn facts(lines: &[Line]) -> Vec<Fact> {
    let rows = lines.iter().zip(2..).flat_map(|(line, row)| {
        let on = format!("2026-0{}-{:02}", line.month + 1, line.value % 3 + 1);
        let mut charge = charge(0, &on, i64::from(line.value));
        let mut usage = usage(0, &on, "ada", i64::from(line.value));
        (charge.origin.row, usage.origin.row) = (row, row);
        for scope in [&mut charge.scope, &mut usage.scope] {
            *scope = format!("acct-{}", line.scope);
        }
        let charge = (line.facts != 1).then(|| Fact::Charge(Box::new(charge)));
        let usage = (line.facts != 0).then(|| Fact::Usage(Box::new(usage)));
        charge.into_iter().chain(usage)
    });
    rows.collect()
}

/// What an import says of itself.
type Said = (Finished, Vec<LeftOut>, Vec<Change>);

/// Two books of the same deliveries: one that keeps what it needs to know scopes again, one that does not.
struct Two {
    kept: Desk,
    old: Desk,
}

impl Two {
    fn new() -> Self {
        Self {
            kept: Desk::new(),
            old: Desk::new(),
        }
    }

    /// Imports into both and says what the two say alike.
    fn import(&mut self, overlap: Overlap, name: &str, lines: &[Line]) -> Said {
        self.old.book.conn.execute("DELETE FROM scope_part", ()).unwrap();
        let said = deliver(&mut self.kept, overlap, name, lines);
        assert_eq!(said, deliver(&mut self.old, overlap, name, lines), "{name}");
        self.agree(name);
        said
    }

    fn undo(&self, import: i64) {
        let undone = self.kept.book.undo(import).unwrap();
        assert_eq!(undone, self.old.book.undo(import).unwrap());
        self.agree("undone");
    }

    /// Sets charges of the first import aside on account of another one.
    fn hold(&mut self, until: &str) {
        for desk in [&mut self.kept, &mut self.old] {
            let mut import = desk.book.import(&header(Overlap::Id, "other"), "now").unwrap();
            import
                .put(&Fact::Charge(Box::new(charge(9, "2026-01-01", 1))))
                .unwrap();
            let aside = Aside {
                import: 1,
                by: import.id(),
                usage: false,
                provider: "OpenAI".into(),
                currency: Currency::new("USD"),
                period: Period::new(day("2026-01-01"), day(until)),
            };
            import.set_aside(&[aside]).unwrap();
            import.finish(&ImportSummary::default()).unwrap();
        }
        self.agree("held");
    }

    fn agree(&self, when: &str) {
        let tables = ROLLUPS.iter().map(|rollup| rollup.name);
        for table in tables.chain(["charge_row", "usage_row", "seat", "scope_claim"]) {
            assert_eq!(all(&self.kept, table), all(&self.old, table), "{table}, {when}");
        }
        for desk in [&self.kept, &self.old] {
            let doctor = desk.book.doctor().unwrap();
            assert!(doctor.ok, "{when}: {:?}", doctor.checks);
        }
    }
}

fn deliver(desk: &mut Desk, overlap: Overlap, name: &str, lines: &[Line]) -> Said {
    let mut import = desk.book.import(&header(overlap, name), "now").unwrap();
    for fact in facts(lines) {
        import.put(&fact).unwrap();
    }
    let left_out = import.left_out().unwrap();
    let changes = import.changes().unwrap();
    (
        import.finish(&ImportSummary::default()).unwrap(),
        left_out,
        changes,
    )
}

fn all(desk: &Desk, table: &str) -> Vec<Vec<Value>> {
    let mut query = desk.book.conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = query.column_count();
    let rows = query.query_map((), |row| (0..columns).map(|at| row.get(at)).collect());
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// Rows of the roll-ups that an import has.
fn rolled_up(desk: &Desk, import: i64) -> i64 {
    let count = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table} WHERE import = ?1");
        desk.book
            .conn
            .query_row(&sql, [import], |row| row.get(0))
            .unwrap()
    };
    ROLLUPS.iter().map(|rollup| count(rollup.name)).sum()
}

/// Whoever looks at rows that were altered behind the book's back does not know them again.
#[test]
fn what_comes_again_as_it_was_is_taken_off_the_sums_without_a_look_at_its_rows() {
    let lines: Vec<Line> = (0..40).map(|value| line(value % 2, value % 3, value)).collect();
    for is_kept in [true, false] {
        let mut desk = Desk::new();
        deliver(&mut desk, Overlap::Period, "open", &lines);
        let conn = &desk.book.conn;
        conn.execute("UPDATE charge_row SET billed = billed + 1", ())
            .unwrap();
        if !is_kept {
            conn.execute("DELETE FROM scope_part", ()).unwrap();
        }
        let (finished, ..) = deliver(&mut desk, Overlap::Period, "again", &lines);
        assert_eq!((finished.hidden, rolled_up(&desk, 1)), (40, 0));
        assert_eq!(billed(&desk), (0..40).sum::<i128>());
        assert_eq!(finished.met.repeated, if is_kept { 40 } else { 0 });
    }
}

/// A month is not taken off the sums whole where another scope has a part in it that is new.
#[test]
fn a_month_that_is_shared_with_a_changed_scope_is_looked_at() {
    let mut two = Two::new();
    let first = [
        line(0, 0, 1),
        line(0, 1, 2),
        line(1, 1, 3),
        line(2, 2, 4),
        line(2, 2, 4),
    ];
    two.import(Overlap::Period, "open", &first);
    let mut second = first;
    second[2].value = 30;
    let (finished, left_out, changes) = two.import(Overlap::Period, "again", &second);
    assert_eq!(
        (finished.hidden, finished.met.repeated, finished.met.replaced),
        (5, 4, 1)
    );
    assert!(left_out.is_empty());
    assert_eq!(changes.len(), 1, "only one month has another sum: {changes:?}");
    let (finished, ..) = two.import(Overlap::Period, "third", &second);
    assert_eq!(
        (finished.hidden, finished.met.repeated, finished.met.replaced),
        (5, 5, 0)
    );
    two.undo(2);
    two.undo(3);
    two.undo(1);
    assert_eq!(billed(&two.kept), 0);
}

/// As many rows count in the month as come again; but they are others.
#[test]
fn what_is_set_aside_is_looked_at() {
    let mut two = Two::new();
    let mut lines = vec![line(0, 0, 0), line(0, 0, 1), line(1, 0, 2)];
    two.import(Overlap::Period, "open", &lines);
    two.hold("2026-01-02");
    lines[2].value = 5;
    let (finished, ..) = two.import(Overlap::Period, "again", &lines);
    assert_eq!((finished.hidden, finished.met.repeated), (3, 1));
    two.undo(3);
    two.undo(2);
    two.undo(1);
}

/// A scope of which nothing is kept is not left shown for that.
#[test]
fn where_not_all_is_kept_nothing_is_believed() {
    let mut desk = Desk::new();
    let lines = [line(0, 0, 1), line(1, 0, 2)];
    deliver(&mut desk, Overlap::Period, "open", &lines);
    let some = "DELETE FROM scope_part WHERE scope = (SELECT max(scope) FROM scope_part)";
    desk.book.conn.execute(some, ()).unwrap();
    let (finished, ..) = deliver(&mut desk, Overlap::Period, "again", &lines);
    assert_eq!((finished.hidden, finished.met.repeated, billed(&desk)), (2, 2, 3));
    assert!(desk.book.doctor().unwrap().ok);
}

#[test]
fn nothing_is_kept_of_an_import_that_was_undone() {
    let mut desk = Desk::new();
    deliver(&mut desk, Overlap::Period, "open", &[line(0, 0, 1)]);
    desk.book.undo(1).unwrap();
    assert!(all(&desk, "scope_part").is_empty());
}

/// What a later delivery does to one scope of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Turn {
    Same,
    Shuffled,
    Changed,
    More,
    Fewer,
    Absent,
}

fn turned(lines: &[Line], turns: [Turn; 3]) -> Vec<Line> {
    let mut by_scope: HashMap<u8, Vec<Line>> = HashMap::new();
    for line in lines {
        by_scope.entry(line.scope).or_default().push(*line);
    }
    let mut found = Vec::new();
    for (scope, turn) in (0..).zip(turns) {
        let mut own = by_scope.remove(&scope).unwrap_or_default();
        match turn {
            Turn::Same => {}
            Turn::Shuffled => own.reverse(),
            Turn::Changed => own.iter_mut().take(1).for_each(|line| line.value += 1),
            Turn::More => own.extend(own.first().copied()),
            Turn::Fewer => drop(own.pop()),
            Turn::Absent => own.clear(),
        }
        found.extend(own);
    }
    found
}

fn turn() -> impl Strategy<Value = Turn> {
    let same = Just(Turn::Same);
    let others = [
        Turn::Shuffled,
        Turn::Changed,
        Turn::More,
        Turn::Fewer,
        Turn::Absent,
    ];
    prop_oneof![3 => same, 2 => proptest::sample::select(others.to_vec())]
}

fn made_up() -> impl Strategy<Value = Line> {
    (0..3u8, 0..3u8, 0..9u8, 0..=BOTH).prop_map(|(scope, month, value, facts)| Line {
        scope,
        month,
        value,
        facts,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_book_that_looks_at_no_row_says_what_one_says_that_looks_at_all(
        lines in proptest::collection::vec(made_up(), 1..30),
        turns in (proptest::array::uniform3(turn()), proptest::array::uniform3(turn())),
        is_list in any::<bool>(),
        is_held in any::<bool>(),
        order in Just(vec![0, 1, 2]).prop_shuffle(),
    ) {
        let overlap = if is_list { Overlap::Snapshot } else { Overlap::Period };
        let mut two = Two::new();
        let mut imports = vec![two.import(overlap, "first", &lines).0.id];
        if is_held {
            two.hold("2026-02-02");
        }
        let second = turned(&lines, turns.0);
        imports.push(two.import(overlap, "second", &second).0.id);
        imports.push(two.import(overlap, "third", &turned(&second, turns.1)).0.id);
        for at in order {
            two.undo(imports[at]);
        }
    }
}
