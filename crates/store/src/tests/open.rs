//! Opening what is a book, what is none, and what cannot be written.

use std::fs;

use model::{Amount, Category, Covered, Fact, Measure, Overlap, Query, TokenClass, Usage};

use super::{Desk, charge, usage};
use crate::{Book, StoreError};

fn closed() -> (tempfile::TempDir, std::path::PathBuf) {
    let mut desk = Desk::new();
    desk.import(
        Overlap::Id,
        "one",
        &[Fact::Charge(Box::new(charge(1, "2026-09-01", 5)))],
    );
    let path = desk.path("acme.counterfoil");
    desk.book.close().unwrap();
    (desk.folder, path)
}

#[test]
fn a_closed_book_is_one_file_and_opens_again() {
    let (folder, path) = closed();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let book = Book::open(&path).unwrap();
    let info = book.info().unwrap();
    assert_eq!((info.name.as_str(), info.imports, info.facts), ("Acme", 1, 1));
}

#[test]
fn every_import_leaves_its_rows_in_the_book_file_itself() {
    let mut desk = Desk::new();
    desk.import(
        Overlap::Id,
        "one",
        &[Fact::Charge(Box::new(charge(1, "2026-09-01", 5)))],
    );
    let copy = desk.path("copy.counterfoil");
    fs::copy(desk.path("acme.counterfoil"), &copy).unwrap();
    let book = Book::open(&copy).unwrap();
    assert_eq!(book.info().unwrap().facts, 1);
}

#[cfg(unix)]
#[test]
fn a_book_that_was_replaced_meanwhile_is_not_written_to() {
    let mut desk = Desk::new();
    let path = desk.path("acme.counterfoil");
    let other = desk.path("other.counterfoil");
    Book::create(&other, "Other").unwrap().close().unwrap();
    let bytes = fs::read(&other).unwrap();
    let mut import = desk
        .book
        .import(&super::header(Overlap::Id, "one"), "now")
        .unwrap();
    import
        .put(&Fact::Charge(Box::new(charge(1, "2026-09-01", 5))))
        .unwrap();
    fs::rename(&other, &path).unwrap();
    let refused = import.finish(&crate::ImportSummary::default());
    assert!(matches!(refused, Err(StoreError::Replaced(_))), "{refused:?}");
    let written = desk.book.put_json("note", "n", &1.into());
    assert!(matches!(written, Err(StoreError::Replaced(_))), "{written:?}");
    assert_eq!(
        fs::read(&path).unwrap(),
        bytes,
        "the file that is there now stays"
    );
    fs::remove_file(&path).unwrap();
    assert!(matches!(desk.book.compact(), Err(StoreError::Replaced(_))));
}

#[test]
fn a_backup_leaves_files_beside_it_alone() {
    let desk = Desk::new();
    let target = desk.path("copy.counterfoil");
    let beside = desk.path("copy.counterfoil.1.part");
    fs::write(&beside, "mine").unwrap();
    fs::write(desk.path("copy.counterfoil.part"), "mine").unwrap();
    desk.book.backup(&target).unwrap();
    assert_eq!(fs::read(&beside).unwrap(), b"mine");
    assert_eq!(fs::read(desk.path("copy.counterfoil.part")).unwrap(), b"mine");
    assert!(Book::open(&target).is_ok());
    assert_eq!(
        fs::read_dir(desk.folder.path())
            .unwrap()
            .filter(|entry| {
                entry
                    .as_ref()
                    .unwrap()
                    .file_name()
                    .to_string_lossy()
                    .ends_with(".part")
            })
            .count(),
        2,
        "its own is gone"
    );
}

#[test]
fn what_is_no_book_is_refused_by_cause_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.counterfoil");
    for content in [
        &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
        b"date,amount\n2026-09-01,3\n",
        b"",
    ] {
        fs::write(&path, content).unwrap();
        for opened in [Book::open(&path), Book::open_read_only(&path)] {
            assert!(matches!(opened, Err(StoreError::NotABook { .. })), "{opened:?}");
        }
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    fs::remove_file(&path).unwrap();
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    assert!(matches!(Book::open(&path), Err(StoreError::NotABook { .. })));
    assert!(matches!(
        Book::open(folder.path()),
        Err(StoreError::NotABook { .. })
    ));
    assert!(matches!(
        Book::open(&folder.path().join("none")),
        Err(StoreError::NotFound(_))
    ));
    assert!(matches!(Book::create(&path, ""), Err(StoreError::Exists(_))));
}

#[test]
fn a_newer_book_is_refused_and_stays_the_same_to_the_byte() {
    let (_folder, path) = closed();
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA user_version = 99; ALTER TABLE charge_row ADD COLUMN later INTEGER")
        .unwrap();
    conn.close().unwrap();
    let before = fs::read(&path).unwrap();
    for opened in [Book::open(&path), Book::open_read_only(&path)] {
        assert!(
            matches!(opened, Err(StoreError::BookTooNew { version: 99, .. })),
            "{opened:?}"
        );
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_book_with_a_trigger_a_view_or_a_foreign_table_is_refused() {
    for trap in [
        "CREATE TRIGGER trap AFTER INSERT ON charge_row BEGIN DELETE FROM import; END",
        "CREATE VIEW trap AS SELECT 1",
        "CREATE TABLE trap (a)",
        "DROP VIEW usage; CREATE VIEW usage AS SELECT * FROM import",
    ] {
        let (_folder, path) = closed();
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.execute_batch(trap).unwrap();
        conn.close().unwrap();
        assert!(
            matches!(Book::open(&path), Err(StoreError::Hostile { .. })),
            "{trap}"
        );
    }
}

#[test]
fn a_path_that_looks_like_a_uri_is_only_a_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file:trap?mode=memory");
    Book::create(&path, "odd").unwrap().close().unwrap();
    assert!(path.exists());
    assert_eq!(Book::open(&path).unwrap().info().unwrap().name, "odd");
}

#[cfg(unix)]
#[test]
fn a_closed_book_opens_for_reading_in_a_folder_that_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = closed();
    let set = |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    set(0o555);
    if fs::write(folder.path().join("probe"), "").is_ok() {
        eprintln!("runs as a user whom permissions do not stop; only the plain way is tested");
    }
    let opened = Book::open_read_only(&path);
    set(0o755);
    assert_eq!(
        opened
            .unwrap()
            .groups(&Query::of(Measure::Billed))
            .unwrap()
            .groups
            .len(),
        1
    );
}

#[test]
fn an_unwritable_medium_is_read_through_the_immutable_way() {
    let (_folder, path) = closed();
    let conn = crate::book::open_immutable(&path).unwrap();
    let rows: i64 = conn
        .query_row("SELECT count(*) FROM charge", (), |row| row.get(0))
        .unwrap();
    assert_eq!(rows, 1);
}

#[test]
fn a_book_in_use_says_so() {
    let mut desk = Desk::new();
    let other = rusqlite::Connection::open(desk.path("acme.counterfoil")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    desk.book
        .conn
        .busy_timeout(std::time::Duration::from_millis(20))
        .unwrap();
    let refused = desk.book.import(&super::header(Overlap::Id, "x"), "now");
    assert!(matches!(refused.err(), Some(StoreError::Locked(_))));
}

#[test]
fn a_backup_is_whole_and_an_older_backup_stays_until_the_new_one_is() {
    let mut desk = Desk::new();
    desk.import(
        Overlap::Id,
        "one",
        &[Fact::Charge(Box::new(charge(1, "2026-09-01", 5)))],
    );
    let to = desk.path("copy.counterfoil");
    fs::write(&to, "an older copy").unwrap();
    desk.book.backup(&to).unwrap();
    assert_eq!(Book::open(&to).unwrap().info().unwrap().facts, 1);
    assert!(matches!(
        desk.book.backup(desk.book.path()),
        Err(StoreError::Exists(_))
    ));
}

#[test]
fn a_failed_migration_changes_nothing() {
    let desk = Desk::new();
    let mut migrations = crate::migrate::MIGRATIONS.to_vec();
    migrations.push("CREATE TABLE later (a INTEGER) STRICT; SELECT nonsense");
    assert!(crate::migrate::migrate(&desk.book.conn, &migrations).is_err());
    let ours = crate::migrate::MIGRATIONS.len() as i64;
    assert_eq!(crate::migrate::version(&desk.book.conn).unwrap(), ours);
    assert_eq!(
        crate::migrate::schema(&desk.book.conn).unwrap(),
        crate::migrate::expected_schema(ours).unwrap()
    );
}

#[test]
fn a_book_of_every_older_version_is_copied_and_brought_up_to_date() {
    let desk = Desk::new();
    for version in 1..crate::migrate::MIGRATIONS.len() {
        let path = desk.path(&format!("v{version}.counterfoil"));
        let conn = rusqlite::Connection::open(&path).unwrap();
        crate::migrate::migrate(&conn, &crate::migrate::MIGRATIONS[..version]).unwrap();
        conn.close().unwrap();
        let book = Book::open(&path).unwrap();
        assert_eq!(
            book.info().unwrap().version,
            crate::migrate::MIGRATIONS.len() as i64
        );
        assert!(book.doctor().unwrap().ok, "version {version}");
        assert!(path.with_extension(format!("backup-v{version}")).exists());
    }
}

/// Charges whose amounts are missing, zero, covered, negative or large.
fn odd_charges() -> impl Iterator<Item = Fact> {
    let amounts = [
        (None, Covered::No),
        (Some(0), Covered::Seat),
        (Some(0), Covered::No),
        (Some(-(1 << 40)), Covered::No),
        (Some(5), Covered::Seat),
    ];
    amounts
        .into_iter()
        .zip(100..)
        .flat_map(|((amount, covered), key)| {
            ["2026-09-01", "1969-12-31"]
                .into_iter()
                .zip(0..)
                .map(move |(on, number)| {
                    let mut billed = charge(key * 2 + number, on, 0);
                    (billed.billed, billed.quantity, billed.what_mut().covered) =
                        (amount.map(Amount), amount, covered);
                    billed.what_mut().category = if number == 0 {
                        Category::Tax
                    } else {
                        Category::Usage
                    };
                    Fact::Charge(Box::new(billed))
                })
        })
}

#[test]
fn a_roll_up_that_an_older_book_lacks_says_what_its_facts_say() {
    let mut desk = Desk::new();
    let lines = [
        ("a", -1, "2026-09-01"),
        ("a", 1 << 40, "2026-09-01"),
        ("", 7, "1969-12-31"),
        ("b", 9, "2026-10-31"),
    ];
    let facts = lines.iter().zip(0..).flat_map(|((who, tokens, day), key)| {
        let used = |class, number: u128| {
            Fact::Usage(Box::new(Usage {
                token_class: class,
                ..usage(key * 9 + number, day, who, *tokens)
            }))
        };
        TokenClass::ALL
            .iter()
            .zip(0..)
            .map(move |(class, number)| used(*class, number))
            .collect::<Vec<_>>()
    });
    desk.import(
        Overlap::Id,
        "used",
        &facts.chain(odd_charges()).collect::<Vec<_>>(),
    );
    let path = desk.book.path().to_owned();
    let first = crate::migrate::MIGRATIONS[0];
    let table = |name: &str| {
        let from = first.find(&format!("CREATE TABLE {name}")).unwrap();
        let to = from + first[from..].find(';').unwrap();
        &first[from..to]
    };
    let sums = ["tokens", "requests", "estimated"].map(|sum| format!("{sum}_hi, {sum}_lo, {sum}_n"));
    let older = format!(
        "DROP TABLE usage_by_person; DROP INDEX usage_by_who; ALTER TABLE survey DROP COLUMN value;
         ALTER TABLE survey DROP COLUMN who; ALTER TABLE import DROP COLUMN place; DROP TABLE charge_by_project; {};
         DROP TABLE charge_by_model; {};
         ALTER TABLE usage DROP COLUMN terms; ALTER TABLE seat DROP COLUMN account;
         ALTER TABLE usage_by_model RENAME TO newer; {};
         INSERT INTO usage_by_model SELECT import, month, day, provider, tool, model, token_class, project, currency,
         facts, {} FROM newer; DROP TABLE newer;
         PRAGMA user_version = 5",
        table("charge_by_project"),
        table("charge_by_model"),
        table("usage_by_model"),
        sums.join(", ")
    );
    super::widen(&desk.book.conn);
    desk.book.conn.execute_batch(&older).unwrap();
    let Desk { book, folder } = desk;
    drop(book);
    let book = Book::open(&path).unwrap();
    let doctor = book.doctor().unwrap();
    assert!(doctor.ok, "{:?}", doctor.checks);
    drop(folder);
}

#[test]
fn documents_keep_their_versions() {
    let desk = Desk::new();
    let (first, second) = (serde_json::json!({"a": 1}), serde_json::json!({"a": 2}));
    assert_eq!(desk.book.put_json("setting", "bands", &first).unwrap(), 1);
    assert_eq!(desk.book.put_json("setting", "bands", &first).unwrap(), 1);
    assert_eq!(desk.book.put_json("setting", "bands", &second).unwrap(), 2);
    desk.book.remove_json("setting", "bands").unwrap();
    assert_eq!(desk.book.get_json("setting", "bands").unwrap(), None);
    assert_eq!(desk.book.list_json("setting").unwrap(), Vec::<String>::new());
    assert_eq!(
        desk.book.json_history("setting", "bands").unwrap()[1],
        (2, Some(second))
    );
}

#[test]
fn usage_of_a_book_without_terms_is_standard() {
    let desk = Desk::new();
    let path = desk.path("v11.counterfoil");
    let conn = rusqlite::Connection::open(&path).unwrap();
    crate::migrate::migrate(&conn, &crate::migrate::MIGRATIONS[..11]).unwrap();
    conn.execute_batch(
        "INSERT INTO import (at, source, sha256, header, outcome, stored) VALUES ('', 0, '', '', '', '');
         INSERT INTO usage VALUES (1, 1, 1, 0, 2, 0, 20000, 20001, 0, 0, 0, 0, 1, 0, 7, NULL, NULL, 0, NULL, 0);
         INSERT INTO import_range VALUES (1, 1, 1, 1);
         INSERT INTO usage_by_model VALUES (1, 19997, 20000, 0, 0, 0, 1, 0, 0, 1, 0, 7, 1, 0, 0, 0, 0, 0, 0);",
    )
    .unwrap();
    conn.close().unwrap();
    let book = Book::open(&path).unwrap();
    let query = Query::of(Measure::Tokens).by(model::Dimension::Terms);
    let groups = book.groups(&query).unwrap().groups;
    assert_eq!((groups[0].keys[0].as_str(), groups[0].value.0), ("", 7));
    assert!(
        !crate::rollup::disagreeing(&book.conn)
            .unwrap()
            .contains(&"usage_by_model")
    );
}

#[test]
fn programs_that_open_an_older_book_at_once_all_find_it_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.counterfoil");
    let conn = rusqlite::Connection::open(&path).unwrap();
    crate::migrate::migrate(&conn, &crate::migrate::MIGRATIONS[..5]).unwrap();
    drop(conn);
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| Book::open(&path).map(|book| book.info().unwrap().imports)))
            .collect();
        for other in others {
            assert_eq!(other.join().unwrap().unwrap(), 0);
        }
    });
}

#[test]
fn only_a_book_without_anything_in_it_is_removed() {
    let (_folder, path) = closed();
    assert!(!Book::open(&path).unwrap().remove_unused().unwrap());
    assert_eq!(Book::open(&path).unwrap().info().unwrap().imports, 1);
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.counterfoil");
    assert!(Book::create(&empty, "Empty").unwrap().remove_unused().unwrap());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_backup_under_a_name_that_is_no_text_is_a_whole_book() {
    use std::os::unix::ffi::OsStrExt;
    let (folder, path) = closed();
    let to = folder
        .path()
        .join(std::ffi::OsStr::from_bytes(b"\xff.counterfoil"));
    Book::open(&path).unwrap().backup(&to).unwrap();
    assert_eq!(Book::open_read_only(&to).unwrap().info().unwrap().imports, 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn of_several_that_make_a_book_at_once_one_does_and_nothing_is_left_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.counterfoil");
    let create = || Book::create(&path, "Book").map(|book| book.close().unwrap());
    let made: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(create)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1, "{made:?}");
    let others = made.iter().filter_map(|made| made.as_ref().err());
    assert!(
        others
            .into_iter()
            .all(|error| matches!(error, StoreError::Exists(_))),
        "{made:?}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(Book::open(&path).unwrap().doctor().unwrap().ok);
}
