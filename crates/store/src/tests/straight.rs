//! The first large file of a book: what it leaves, what it takes back, and whom it lets read meanwhile.

use std::fs;

use model::{Fact, ImportHeader, Overlap};
use rusqlite::Connection;

use super::{Desk, billed, charge, header};
use crate::book::side_file;
use crate::straight::LARGE;
use crate::{Book, ImportSummary, ImportTx};

/// Days of charges that fill the small cache of a test many times.
const FACTS: u128 = 20_000;

fn large(sha256: &str) -> ImportHeader {
    ImportHeader {
        bytes: LARGE,
        ..header(Overlap::Id, sha256)
    }
}

fn begun<'b>(book: &'b mut Book, header: &ImportHeader) -> ImportTx<'b> {
    book.conn.execute_batch("PRAGMA cache_size = 10").unwrap();
    let mut import = book.import(header, "2026-11-22T10:00:00Z").unwrap();
    for key in 1..=FACTS {
        let fact = Fact::Charge(Box::new(charge(key, "2026-09-01", 5)));
        import.put(&fact).unwrap();
    }
    import
}

fn mode(conn: &Connection) -> String {
    conn.query_row("PRAGMA journal_mode", (), |row| row.get(0))
        .unwrap()
}

#[test]
fn it_goes_straight_into_the_book_and_the_next_one_through_the_side_file() {
    let mut desk = Desk::new();
    let journal = side_file(&desk.path("acme.counterfoil"), "-journal");
    let import = begun(&mut desk.book, &large("one"));
    assert_eq!(mode(&import.book().conn), "truncate");
    assert!(journal.exists());
    import.finish(&ImportSummary::default()).unwrap();
    assert_eq!((mode(&desk.book.conn).as_str(), journal.exists()), ("wal", false));
    assert_eq!(billed(&desk), FACTS as i128 * 5);
    let second = desk.book.import(&large("two"), "2026-11-23T10:00:00Z").unwrap();
    assert_eq!(mode(&second.book().conn), "wal");
}

#[test]
fn one_that_is_dropped_leaves_an_empty_book_that_others_can_read_while_it_is_written() {
    let mut desk = Desk::new();
    drop(begun(&mut desk.book, &large("one")));
    assert_eq!(mode(&desk.book.conn), "wal");
    assert_eq!(desk.book.info().unwrap().facts, 0);
    assert!(desk.book.doctor().unwrap().ok);
}

#[test]
fn one_that_was_cut_off_is_taken_back_by_whoever_opens_the_book_next_and_never_read_in_half() {
    let mut desk = Desk::new();
    let (path, copy) = (desk.path("acme.counterfoil"), desk.path("copy.counterfoil"));
    let empty = fs::metadata(&path).unwrap().len();
    let import = begun(&mut desk.book, &large("one"));
    for suffix in ["", "-journal"] {
        fs::copy(side_file(&path, suffix), side_file(&copy, suffix)).unwrap();
    }
    let begun = fs::metadata(&copy).unwrap().len();
    assert!(begun > empty + 100_000, "rows are in the file already");
    drop(import);
    assert!(Book::open_read_only(&copy).is_err());
    let book = Book::open(&copy).unwrap();
    assert_eq!(book.info().unwrap().facts, 0);
    assert!(book.doctor().unwrap().ok);
    assert_eq!(
        (mode(&book.conn).as_str(), side_file(&copy, "-journal").exists()),
        ("wal", false)
    );
}

#[test]
fn where_somebody_has_the_book_open_they_read_on() {
    let mut desk = Desk::new();
    let reader = Book::open_read_only(&desk.path("acme.counterfoil")).unwrap();
    assert_eq!(reader.info().unwrap().facts, 0);
    let import = begun(&mut desk.book, &large("one"));
    assert_eq!(mode(&import.book().conn), "wal");
    assert_eq!(reader.info().unwrap().facts, 0);
    import.finish(&ImportSummary::default()).unwrap();
    assert_eq!(reader.info().unwrap().facts, FACTS as u64);
}
