//! How facts meet the book: the six overlap classes, and one transaction each.

use model::{Amount, Currency, Fact, Key, Measure, MeasureTotal, Outcome, Overlap, Problem, Query, Severity};

use model::Covered::{No, Seat};

use super::{Desk, billed, charge, day, header, usage};
use crate::{Book, ImportSummary, StoreError};

fn facts(values: &[(u128, i64)]) -> Vec<Fact> {
    values
        .iter()
        .map(|(key, value)| Fact::Charge(Box::new(charge(*key, "2026-09-01", *value))))
        .collect()
}

#[test]
fn the_same_file_again_is_refused_and_says_when_it_came() {
    let mut desk = Desk::new();
    let (first, _) = desk.import(Overlap::Id, "same", &facts(&[(1, 5)]));
    let again = desk
        .book
        .import(&header(Overlap::Id, "same"), "2026-12-01T00:00:00Z");
    match again.err() {
        Some(StoreError::AlreadyImported { id, at }) => {
            assert_eq!((id, at.as_str()), (first.id, "2026-11-22T10:00:00Z"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_whose_hash_is_known_at_its_end_is_known_by_it_from_then_on() {
    let mut desk = Desk::new();
    let late = |desk: &mut Desk, facts: &[Fact]| {
        let unhashed = model::ImportHeader {
            bytes: 7,
            sha256: String::new(),
            ..header(Overlap::Id, "late")
        };
        let summary = ImportSummary {
            sha256: "late".into(),
            ..ImportSummary::default()
        };
        let mut import = desk.book.import(&unhashed, "now").unwrap();
        for fact in facts {
            import.put(fact).unwrap();
        }
        import.finish(&summary)
    };
    assert!(!desk.book.has_read(7).unwrap());
    let first = late(&mut desk, &facts(&[(1, 5)])).unwrap();
    assert!(desk.book.has_read(7).unwrap());
    assert_eq!(desk.book.imports().unwrap()[0].header.sha256, "late");

    let known = |error: Option<StoreError>| matches!(error, Some(StoreError::AlreadyImported { id, .. }) if id == first.id);
    assert!(known(desk.book.import(&header(Overlap::Id, "late"), "now").err()));
    assert!(known(late(&mut desk, &facts(&[(2, 5)])).err()));
    assert_eq!((billed(&desk), desk.book.imports().unwrap().len()), (5, 1));
}

#[test]
fn the_same_bytes_of_another_day_are_another_list() {
    let mut desk = Desk::new();
    let mut read = |said: &str, made: Option<&str>| {
        let header = model::ImportHeader {
            said: said.to_owned(),
            ..header(Overlap::Snapshot, "same")
        };
        let mut summary = ImportSummary::default();
        summary.made.whole = made.map(|made| day(made).into());
        let import = desk.book.import(&header, "2026-12-01T00:00:00Z").ok()?;
        Some(import.finish(&summary).unwrap().id)
    };
    // One that was read when the day was no part of the file yet is the same list of its day.
    assert!(read("", Some("2026-01-10")).is_some());
    assert_eq!(read("2026-01-10", Some("2026-01-10")), None);
    assert!(read("2026-03-10", Some("2026-03-10")).is_some());
    assert_eq!(read("2026-03-10", Some("2026-03-10")), None);
    assert_eq!(read("", None), None, "it says nothing of its own");
}

#[test]
fn an_import_that_is_dropped_leaves_nothing() {
    let mut desk = Desk::new();
    let mut import = desk.book.import(&header(Overlap::Id, "half"), "now").unwrap();
    import.put(&facts(&[(1, 5)])[0]).unwrap();
    drop(import);
    assert_eq!((billed(&desk), desk.book.imports().unwrap().len()), (0, 0));
    desk.import(Overlap::Id, "half", &facts(&[(1, 7)]));
    assert_eq!(billed(&desk), 7);
}

#[test]
fn a_later_row_with_the_same_id_replaces_and_an_identical_one_is_a_duplicate() {
    let mut desk = Desk::new();
    desk.import(Overlap::Id, "one", &facts(&[(1, 5), (2, 6)]));
    let (finished, outcomes) = desk.import(Overlap::Id, "two", &facts(&[(1, 5), (2, 8), (3, 1)]));
    assert_eq!(outcomes, [Outcome::Duplicate, Outcome::Replaced, Outcome::Kept]);
    assert_eq!((billed(&desk), finished.hidden), (5 + 8 + 1, 1));
}

#[test]
fn a_bucket_sums_within_its_file_and_replaces_earlier_files() {
    let mut desk = Desk::new();
    desk.import(Overlap::Bucket, "one", &facts(&[(1, 5), (1, 6), (2, 1)]));
    assert_eq!(billed(&desk), 12);
    desk.import(Overlap::Bucket, "two", &facts(&[(1, 20), (1, 1)]));
    assert_eq!(billed(&desk), 22);
    let (_, outcomes) = desk.import(Overlap::Bucket, "three", &facts(&[(1, 20), (1, 1)]));
    assert_eq!(outcomes[1], Outcome::Duplicate);
    assert_eq!(billed(&desk), 22);
}

#[test]
fn of_a_log_that_repeats_itself_the_fullest_and_then_the_earliest_line_counts_in_any_order() {
    let line = |on: &str, tokens: i64| [Fact::Usage(Box::new(usage(1, on, "ada", tokens)))];
    let files = [
        line("2026-09-03", 3),
        line("2026-09-05", 418),
        line("2026-09-04", 418),
    ];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut desk = Desk::new();
        for file in order {
            desk.import(Overlap::Largest, &format!("file {file}"), &files[file]);
        }
        let september = |from: &str, to: &str| {
            let query = Query {
                period: Some(model::Period::new(super::day(from), super::day(to))),
                ..Query::of(Measure::Tokens)
            };
            let groups = desk.book.groups(&query).unwrap();
            groups.groups.iter().map(|group| group.value.0).sum::<i128>()
        };
        assert_eq!(september("2026-09-01", "2026-10-01"), 418, "{order:?}");
        assert_eq!(september("2026-09-04", "2026-09-05"), 418, "{order:?}");
        desk.book
            .undo(1 + order.iter().position(|file| *file == 2).unwrap() as i64)
            .unwrap();
        assert_eq!(september("2026-09-05", "2026-09-06"), 418, "{order:?}");
    }
}

#[test]
fn true_twins_of_one_bucket_that_overflow_are_refused_with_their_row() {
    let mut desk = Desk::new();
    let mut import = desk.book.import(&header(Overlap::Bucket, "big"), "now").unwrap();
    let rows = facts(&[(1, i64::MAX), (1, 1)]);
    import.put(&rows[0]).unwrap();
    assert!(matches!(
        import.put(&rows[1]),
        Err(StoreError::TooLarge { row: 2 })
    ));
}

#[test]
fn a_re_export_of_keyless_rows_adds_only_what_is_new() {
    let mut desk = Desk::new();
    desk.import(Overlap::Content, "one", &facts(&[(1, 5), (2, 5)]));
    let (_, outcomes) = desk.import(Overlap::Content, "two", &facts(&[(2, 5), (3, 5)]));
    assert_eq!(outcomes, [Outcome::Duplicate, Outcome::Kept]);
    assert_eq!(billed(&desk), 15);
}

#[test]
fn names_that_look_like_sql_are_only_names() {
    let mut desk = Desk::new();
    let before = crate::migrate::schema(&desk.book.conn).unwrap();
    let odd = [
        "'; DROP TABLE charge; --",
        "\"x\" OR 1=1",
        "NUL\0inside",
        "🧾 select",
        "$(rm)",
        "a\u{202e}b",
    ];
    let named = |(key, name): (usize, &&str)| {
        let tags = vec![((*name).to_owned(), (*name).to_owned())];
        Fact::Charge(Box::new({
            let mut one = charge(key as u128, "2026-09-01", 1);
            one.what_mut().model = (*name).into();
            one.whose_mut().tags = tags.into();
            one
        }))
    };
    let facts: Vec<Fact> = odd.iter().enumerate().map(named).collect();
    desk.import(Overlap::Id, odd[0], &facts);
    for name in odd {
        let query = Query::of(Measure::Billed)
            .by(model::Dimension::Tag(name.into()))
            .only(model::Dimension::Model, &[name]);
        let groups = desk.book.groups(&query).unwrap().groups;
        assert_eq!(
            (groups.len(), groups[0].keys[0].as_str(), groups[0].value.0),
            (1, name, 1)
        );
    }
    assert_eq!(crate::migrate::schema(&desk.book.conn).unwrap(), before);
}

#[test]
fn the_journal_tells_counts_problems_and_totals() {
    let mut desk = Desk::new();
    let mut import = desk
        .book
        .import(&header(Overlap::Id, "one"), "2026-11-22T10:00:00Z")
        .unwrap();
    import.put(&facts(&[(1, 2_500_000_000)])[0]).unwrap();
    let total = MeasureTotal {
        currency: Currency::new("USD"),
        measure: Measure::Billed,
        amount: "2.5000000004".into(),
        rows: 1,
    };
    let problem = Problem::new(Severity::Warning, "odd").row(7);
    let summary = ImportSummary {
        totals: vec![total.clone()],
        problems: vec![problem.clone()],
        problem_counts: [0, 1, 0],
        ..ImportSummary::default()
    };
    let id = import.finish(&summary).unwrap().id;
    let record = &desk.book.imports().unwrap()[0];
    assert_eq!(
        (record.id, &record.totals[0], record.problems),
        (id, &total, [0, 1, 0])
    );
    assert_eq!(desk.book.problems(id).unwrap(), [problem]);
    assert!(desk.book.doctor().unwrap().ok);
}

#[test]
fn the_doctor_sees_a_changed_amount_that_sqlite_cannot_see() {
    let mut desk = Desk::new();
    desk.import(Overlap::Id, "one", &facts(&[(1, 5)]));
    desk.book
        .conn
        .execute("UPDATE charge_row SET billed = 6", ())
        .unwrap();
    let doctor = desk.book.doctor().unwrap();
    let failed: Vec<_> = doctor
        .checks
        .iter()
        .filter(|check| !check.ok)
        .map(|check| check.name)
        .collect();
    assert_eq!(failed, ["stored-totals", "roll-ups"]);
}

#[test]
fn the_doctor_sees_numbers_that_lead_nowhere() {
    for change in [
        "charge_whose SET tags = -21",
        "charge_whose SET who = 99",
        "charge_what SET sku = 999",
        "charge_row SET what = 99",
    ] {
        let mut desk = Desk::new();
        desk.import(Overlap::Id, "one", &facts(&[(1, 5)]));
        desk.book.conn.execute(&format!("UPDATE {change}"), ()).unwrap();
        let doctor = desk.book.doctor().unwrap();
        let references = doctor.checks.iter().find(|check| check.name == "references");
        assert!(references.is_some_and(|check| !check.ok), "{change}");
    }
}

#[test]
fn the_doctor_sees_a_file_whose_total_is_not_what_the_book_received() {
    let mut desk = Desk::new();
    let mut import = desk.book.import(&header(Overlap::Id, "one"), "now").unwrap();
    import.put(&facts(&[(1, 5)])[0]).unwrap();
    let currency = Currency::new("USD");
    let totals = vec![MeasureTotal {
        currency,
        measure: Measure::Billed,
        amount: "3.5".into(),
        rows: 1,
    }];
    import
        .finish(&ImportSummary {
            totals,
            ..ImportSummary::default()
        })
        .unwrap();
    assert!(!desk.book.doctor().unwrap().ok);
}

#[test]
fn missing_zero_and_covered_stay_apart() {
    let mut desk = Desk::new();
    let with = |key, billed: Option<i64>, covered| {
        Fact::Charge(Box::new({
            let mut one = charge(key, "2026-09-01", 0);
            one.billed = billed.map(Amount);
            one.what_mut().covered = covered;
            one
        }))
    };
    let rows = [
        with(1, Some(0), No),
        with(2, None, No),
        with(3, None, Seat),
        with(4, Some(0), Seat),
    ];
    desk.import(Overlap::Id, "one", &rows);
    let group = &desk.book.groups(&Query::of(Measure::Billed)).unwrap().groups[0];
    assert_eq!((group.facts, group.without), (1, 3));
}

#[test]
fn in_a_group_each_import_is_all_or_nothing_and_the_group_is_kept_at_its_end() {
    let mut desk = Desk::new();
    desk.book.begin_group().unwrap();
    desk.import(
        Overlap::Id,
        "a",
        &[Fact::Charge(Box::new(charge(1, "2026-09-01", 7)))],
    );
    let mut dropped = desk
        .book
        .import(&header(Overlap::Id, "b"), "2026-11-22T10:00:00Z")
        .unwrap();
    dropped
        .put(&Fact::Charge(Box::new(charge(2, "2026-09-01", 50))))
        .unwrap();
    drop(dropped);
    desk.import(
        Overlap::Id,
        "c",
        &[Fact::Charge(Box::new(charge(3, "2026-09-01", 9)))],
    );
    let other = Book::open_read_only(desk.book.path()).unwrap();
    assert_eq!(
        other.imports().unwrap().len(),
        0,
        "not safe yet, so not there for others"
    );
    desk.book.end_group().unwrap();
    let names = |book: &Book| -> Vec<String> {
        let all = book.imports().unwrap();
        all.into_iter().map(|one| one.header.file).collect()
    };
    assert_eq!(names(&other), names(&desk.book));
    assert_eq!(names(&other).len(), 2, "{:?}", names(&other));
    let doctor = desk.book.doctor().unwrap();
    assert!(doctor.ok, "{:?}", doctor.checks);
    // Outside of a group an import is safe by itself again.
    desk.import(
        Overlap::Id,
        "d",
        &[Fact::Charge(Box::new(charge(4, "2026-09-01", 1)))],
    );
    assert_eq!(other.imports().unwrap().len(), 3);
}

#[test]
fn a_group_that_is_not_ended_leaves_nothing() {
    let mut desk = Desk::new();
    desk.book.begin_group().unwrap();
    desk.import(
        Overlap::Id,
        "a",
        &[Fact::Charge(Box::new(charge(1, "2026-09-01", 7)))],
    );
    let Desk { book, folder } = desk;
    let path = book.path().to_owned();
    drop(book);
    let book = Book::open(&path).unwrap();
    assert!(book.imports().unwrap().is_empty());
    drop(folder);
}

/// Versions of a group are written at its end; until then a later file must meet them all the same.
#[test]
fn files_of_a_group_that_bring_the_same_keys_meet_as_they_do_without_one() {
    let meet = |in_group: bool| {
        let mut desk = Desk::new();
        if in_group {
            desk.book.begin_group().unwrap();
        }
        let (_, first) = desk.import(Overlap::Id, "a", &facts(&[(1, 7), (2, 8)]));
        let mut dropped = desk.book.import(&header(Overlap::Id, "dropped"), "now").unwrap();
        for fact in facts(&[(2, 50), (3, 60)]) {
            dropped.put(&fact).unwrap();
        }
        dropped.met().unwrap();
        drop(dropped);
        let (newer, second) = desk.import(Overlap::Id, "b", &facts(&[(3, 4), (2, 9), (3, 5)]));
        let (_, third) = desk.import(Overlap::Id, "c", &facts(&[(1, 7), (3, 5), (4, 1)]));
        desk.book.end_group().unwrap();
        let before = billed(&desk);
        let undone = desk.book.undo(newer.id).unwrap();
        let doctor = desk.book.doctor().unwrap();
        assert!(doctor.ok, "{:?}", doctor.checks);
        (first, second, third, before, undone, billed(&desk))
    };
    let grouped = meet(true);
    assert_eq!(grouped, meet(false));
    assert_eq!((grouped.3, grouped.5), (7 + 9 + 5 + 1, 7 + 8 + 5 + 1));
}

#[test]
fn usage_is_told_apart_by_its_terms_and_stays_what_it_was_without() {
    let mut desk = Desk::new();
    let of = |key, terms: &str| {
        let terms = model::Terms::parse(terms);
        Fact::Usage(Box::new(model::Usage {
            terms,
            ..usage(key, "2026-09-01", "ada", 10)
        }))
    };
    desk.import(Overlap::Id, "one", &[of(1, ""), of(2, "batch"), of(3, "batch")]);
    let by = Query::of(Measure::Tokens).by(model::Dimension::Terms);
    let counted = |desk: &Desk, query: &Query| -> Vec<(String, i128)> {
        let groups = desk.book.groups(query).unwrap().groups.into_iter();
        groups
            .map(|mut group| (group.keys.remove(0), group.value.0))
            .collect()
    };
    assert_eq!(counted(&desk, &by), [(String::new(), 10), ("batch".into(), 20)]);
    let of_ada = by.clone().only(model::Dimension::Person, &["ada"]);
    assert_eq!(counted(&desk, &of_ada), counted(&desk, &by));
    let only = by.clone().only(model::Dimension::Terms, &["batch"]);
    assert_eq!(counted(&desk, &only), [("batch".into(), 20)]);
    let (_, outcomes) = desk.import(Overlap::Id, "two", &[of(1, ""), of(2, "batch"), of(3, "flex")]);
    assert_eq!(
        outcomes,
        [Outcome::Duplicate, Outcome::Duplicate, Outcome::Replaced]
    );
    assert_eq!(
        counted(&desk, &by),
        [(String::new(), 10), ("batch".into(), 10), ("flex".into(), 10)]
    );
    assert!(desk.book.doctor().unwrap().ok);
    let fingerprint = |key: u128| -> i64 {
        let sql = "SELECT value FROM version WHERE key = ?1";
        let conn = &desk.book.conn;
        conn.query_row(sql, [Key(key).bytes()], |row| row.get(0)).unwrap()
    };
    // The values of a book of before there were terms.
    let row: Vec<Option<i64>> = desk
        .book
        .conn
        .query_row("SELECT * FROM usage WHERE id = 1", (), |row| {
            (6..20).map(|at| row.get(at)).collect()
        })
        .unwrap();
    let bytes: Vec<u8> = row
        .iter()
        .flat_map(|value| {
            let number = value.unwrap_or(0).to_le_bytes();
            std::iter::once(u8::from(value.is_some())).chain(number)
        })
        .collect();
    assert_eq!(fingerprint(1), xxhash_rust::xxh3::xxh3_64(&bytes) as i64);
}
