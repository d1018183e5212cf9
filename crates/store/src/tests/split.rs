//! Rows that are kept narrow say what wide ones said: after a migration, a rewrite, an undo, a rollback.

use model::{Amount, Dimension, Fact, Measure, Origin, Outcome, Overlap, Query, TokenClass, Usage};
use rusqlite::types::Value;

use super::{Desk, billed, charge, header, usage, widen};
use crate::{Book, ImportSummary};

/// A charge of one of several combinations.
fn one_of(key: u128, combination: u64) -> Fact {
    let of = |name: &str| format!("{name} {combination}");
    Fact::Charge(Box::new({
        let mut one = charge(key, "2026-09-01", 5);
        one.origin = Origin {
            table: 0,
            row: key as u64 + 2,
        };
        one.effective = combination.is_multiple_of(2).then_some(Amount(3));
        one.what_mut().service = of("service");
        one.what_mut().sku = of("sku");
        one.whose_mut().project = of("project");
        one.whose_mut().tags = [(of("key"), of("value"))].into_iter().collect();
        one
    }))
}

fn used(key: u128, model: &str, tokens: i64) -> Fact {
    Fact::Usage(Box::new(Usage {
        model: model.into(),
        token_class: TokenClass::Output,
        ..usage(key, "2026-09-01", "ada", tokens)
    }))
}

fn count(book: &Book, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    book.conn.query_row(&sql, (), |row| row.get(0)).unwrap()
}

/// Everything that a fact table is read as.
fn rows(book: &Book, table: &str) -> Vec<Vec<Value>> {
    let sql = format!("SELECT * FROM {table} ORDER BY id");
    let mut query = book.conn.prepare(&sql).unwrap();
    let width = query.column_count();
    let rows = query.query_map((), |row| (0..width).map(|at| row.get(at)).collect());
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn is_sound(book: &Book) {
    let doctor = book.doctor().unwrap();
    assert!(doctor.ok, "{:?}", doctor.checks);
}

fn by(desk: &Desk, measure: Measure, dimension: Dimension) -> Vec<(String, i128)> {
    let groups = desk.book.groups(&Query::of(measure).by(dimension)).unwrap();
    let groups = groups.groups.into_iter();
    groups
        .map(|group| (group.keys.join("|"), group.value.0))
        .collect()
}

#[test]
fn a_book_of_wide_rows_is_migrated_with_all_it_says() {
    let mut desk = Desk::new();
    let facts: Vec<Fact> = (0..90)
        .map(|key| one_of(key, key as u64 % 30))
        .chain((100..140).map(|key| used(key, &format!("m{}", key % 3), key as i64)))
        .collect();
    desk.import(Overlap::Id, "one", &facts);
    desk.import(
        Overlap::Id,
        "two",
        &[one_of(3, 7), one_of(900, 8), used(101, "m9", 4)],
    );
    desk.import(Overlap::Id, "three", &[one_of(901, 9)]);
    desk.book.undo(3).unwrap();
    let all = |book: &Book| ["charge", "usage"].map(|table| rows(book, table));
    let before = all(&desk.book);
    widen(&desk.book.conn);
    let Desk { book, folder } = desk;
    assert_eq!(all(&book), before, "the way back changes nothing");
    let path = book.path().to_owned();
    book.close().unwrap();
    let book = Book::open(&path).unwrap();
    assert_eq!(all(&book), before);
    assert_eq!((before[0].len(), before[1].len()), (92, 41));
    // Not that of the import that was undone.
    let combinations = ["charge_what", "charge_whose", "usage_what"].map(|table| count(&book, table));
    assert_eq!(combinations, [30, 30, 4]);
    is_sound(&book);
    let mut desk = Desk { book, folder };
    desk.import(Overlap::Id, "three", &[one_of(901, 9), used(102, "m1", 1)]);
    is_sound(&desk.book);
    desk.book.undo(4).unwrap();
    assert_eq!(all(&desk.book), before);
    is_sound(&desk.book);
}

#[test]
fn a_row_that_is_written_again_takes_its_new_combination() {
    let mut desk = Desk::new();
    let (_, outcomes) = desk.import(
        Overlap::Largest,
        "usage",
        &[used(1, "small", 10), used(1, "large", 20), used(2, "small", 5)],
    );
    assert_eq!(outcomes, [Outcome::Kept, Outcome::Replaced, Outcome::Kept]);
    let models = by(&desk, Measure::Tokens, Dimension::Model);
    assert_eq!(models, [("large".into(), 20), ("small".into(), 5)]);
    desk.import(
        Overlap::Bucket,
        "charges",
        &[one_of(1, 1), one_of(1, 1), one_of(2, 2)],
    );
    let skus = by(&desk, Measure::Billed, Dimension::Sku);
    assert_eq!(skus, [("sku 1".into(), 10), ("sku 2".into(), 5)]);
    desk.import(
        Overlap::Bucket,
        "charges again",
        &[one_of(1, 3), one_of(1, 4), one_of(2, 2)],
    );
    let skus = by(&desk, Measure::Billed, Dimension::Sku);
    assert_eq!(skus, [("sku 2".into(), 5), ("sku 4".into(), 10)]);
    is_sound(&desk.book);
    desk.book.undo(3).unwrap();
    let projects = by(&desk, Measure::Billed, Dimension::Project);
    assert_eq!(projects, [("project 1".into(), 10), ("project 2".into(), 5)]);
    is_sound(&desk.book);
}

#[test]
fn rows_that_are_visited_as_a_whole_say_what_their_view_says() {
    let mut desk = Desk::new();
    let charges: Vec<Fact> = (0..9).map(|key| one_of(key, key as u64 % 4)).collect();
    desk.import(Overlap::Id, "charges", &charges);
    desk.import(
        Overlap::Id,
        "usage",
        &[used(1, "small", 10), used(2, "large", 20), used(3, "small", 5)],
    );
    for table in crate::tables::TABLES {
        let sql = format!(
            "SELECT scope, {} FROM {} WHERE id BETWEEN 2 AND 8",
            table.list(),
            table.name
        );
        let mut query = desk.book.conn.prepare(&sql).unwrap();
        let read = |row: &rusqlite::Row<'_>| (0..=table.columns.len()).map(|at| row.get(at)).collect();
        let shown: Vec<Vec<Option<i64>>> = query
            .query_map((), read)
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let mut visited = Vec::new();
        let mut visit = |scope, row: &crate::tables::Row| {
            visited.push([&[Some(scope)], row.as_slice()].concat());
        };
        crate::wide::each_row(
            &desk.book.conn,
            (table, "id BETWEEN ?1 AND ?2"),
            (2, 8),
            &mut visit,
        )
        .unwrap();
        assert_eq!(visited, shown, "{}", table.name);
        let is_filled = matches!(table.name, "charge" | "usage");
        assert_eq!(shown.is_empty(), !is_filled, "{}", table.name);
    }
}

#[test]
fn imports_share_combinations_as_far_as_they_are_remembered() {
    let mut desk = Desk::new();
    for file in 0..4 {
        let facts: Vec<Fact> = (0..9)
            .map(|key| one_of(file * 100 + key, key as u64 % 3))
            .collect();
        desk.import(Overlap::Id, &format!("file {file}"), &facts);
    }
    assert_eq!(count(&desk.book, "charge_what"), 3);
    assert_eq!(count(&desk.book, "charge_whose"), 3);
    // More than are remembered: some are there twice, and nothing else changes.
    let facts: Vec<Fact> = (0..120).map(|key| one_of(1_000 + key, key as u64 % 30)).collect();
    desk.import(Overlap::Snapshot, "many", &facts);
    assert!(count(&desk.book, "charge_what") > 30);
    assert_eq!(by(&desk, Measure::Billed, Dimension::Sku).len(), 30);
    assert_eq!(billed(&desk), (36 + 120) * 5);
    is_sound(&desk.book);
}

#[test]
fn combinations_of_an_import_that_was_given_up_are_not_taken_for_written() {
    let mut desk = Desk::new();
    desk.book.begin_group().unwrap();
    desk.import(Overlap::Id, "one", &[one_of(1, 1)]);
    let mut given_up = desk.book.import(&header(Overlap::Id, "two"), "now").unwrap();
    given_up.put(&one_of(2, 2)).unwrap();
    given_up.abandon();
    desk.import(Overlap::Id, "three", &[one_of(3, 1), one_of(4, 2), one_of(5, 3)]);
    desk.book.end_group().unwrap();
    let expected = [1, 2, 3].map(|at| (format!("sku {at}"), if at == 1 { 10 } else { 5 }));
    assert_eq!(by(&desk, Measure::Billed, Dimension::Sku), expected);
    is_sound(&desk.book);

    let mut given_up = desk.book.import(&header(Overlap::Id, "four"), "now").unwrap();
    given_up.put(&one_of(6, 6)).unwrap();
    given_up.left_out().unwrap();
    drop(given_up);
    let mut import = desk.book.import(&header(Overlap::Id, "five"), "now").unwrap();
    import.put(&one_of(7, 6)).unwrap();
    import.finish(&ImportSummary::default()).unwrap();
    assert!(by(&desk, Measure::Billed, Dimension::Sku).contains(&("sku 6".into(), 5)));
    is_sound(&desk.book);
}

#[test]
fn a_compacted_book_keeps_the_combinations_of_its_rows_and_their_words() {
    let mut desk = Desk::new();
    desk.import(Overlap::Id, "one", &[one_of(1, 1), used(9, "m1", 4)]);
    desk.import(Overlap::Id, "two", &[one_of(2, 2), used(10, "m2", 4)]);
    desk.book.undo(2).unwrap();
    let said = |book: &Book| ["charge", "usage"].map(|table| rows(book, table));
    let before = said(&desk.book);
    // A service, a SKU, a project, a tag's key and value, the model; the set of tags.
    assert_eq!(desk.book.compact().unwrap().forgotten, 7);
    assert_eq!(said(&desk.book), before);
    let combinations = ["charge_what", "charge_whose", "usage_what"].map(|table| count(&desk.book, table));
    assert_eq!(combinations, [1, 1, 1]);
    is_sound(&desk.book);
    // What was forgotten comes anew.
    desk.import(Overlap::Id, "two", &[one_of(2, 2), used(10, "m2", 4)]);
    let models = by(&desk, Measure::Tokens, Dimension::Model);
    assert_eq!(models, [("m1".into(), 4), ("m2".into(), 4)]);
    is_sound(&desk.book);
}

#[test]
fn the_doctor_sees_a_row_whose_combination_is_lost() {
    let mut desk = Desk::new();
    desk.import(Overlap::Id, "one", &[one_of(1, 1), used(9, "m1", 4)]);
    is_sound(&desk.book);
    desk.book.conn.execute("DELETE FROM charge_whose", ()).unwrap();
    let checks = desk.book.doctor().unwrap().checks;
    let found = checks.iter().find(|check| check.name == "references").unwrap();
    assert_eq!(found.detail, "a row of `charge_row` points nowhere");
}
