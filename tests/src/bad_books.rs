//! Books that are no books, or not for this program: refused with a reason, untouched to the byte.

use rusqlite::Connection;

use crate::desk::{BOOK, Desk};

const COMMANDS: [&str; 5] = [
    "spend",
    "import bill.csv",
    "undo 1",
    "doctor",
    "report -o out.html",
];

/// Asserts that no command opens or changes this file.
fn assert_untouched(desk: &Desk, book: &str, words: &[&str]) {
    let before = desk.bytes(book);
    for command in COMMANDS {
        desk.run(&format!("--book {book} {command}"))
            .assert_says(4, words);
        assert!(desk.bytes(book) == before, "{command} changed {book}");
        for side in ["-wal", "-shm", "-journal"] {
            assert!(
                !desk.path(&format!("{book}{side}")).exists(),
                "{command} left {side}"
            );
        }
    }
    assert!(!desk.path("out.html").exists());
}

#[test]
fn text_and_pictures_are_no_books() {
    let desk = Desk::with_bill();
    desk.write("notes.counterfoil", "some notes\n");
    desk.write("picture.counterfoil", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    for name in ["notes.counterfoil", "picture.counterfoil"] {
        assert_untouched(&desk, name, &[name, "is not a Counterfoil book"]);
    }
}

#[test]
fn a_database_of_another_program_is_no_book() {
    let desk = Desk::with_bill();
    let other = Connection::open(desk.path("other.counterfoil")).expect("a database");
    other
        .execute_batch("CREATE TABLE moves (game TEXT); INSERT INTO moves VALUES ('e4')")
        .expect("a table");
    drop(other);
    assert_untouched(
        &desk,
        "other.counterfoil",
        &["other.counterfoil", "another program"],
    );
}

#[test]
fn a_newer_book_is_refused_with_the_version_that_wrote_it() {
    let desk = Desk::with_bill();
    let newer = Connection::open(desk.path(BOOK)).expect("the book");
    newer.pragma_update(None, "user_version", 99).expect("raised");
    newer
        .execute_batch("CREATE TABLE of_the_future (what TEXT)")
        .expect("a table");
    drop(newer);
    // SQLite leaves its side files to the last one who closes; this was it.
    assert_untouched(&desk, BOOK, &[BOOK, "newer", "99"]);
}

#[test]
fn a_book_cut_short_is_never_taken_for_a_whole_one() {
    let desk = Desk::with_bill();
    let whole = desk.bytes(BOOK);
    desk.write("cut.counterfoil", &whole[..whole.len() / 2]);
    let ran = desk.run("--book cut.counterfoil doctor");
    assert!(
        matches!(ran.status, Some(1 | 4)),
        "{:?}: {}{}",
        ran.status,
        ran.stdout,
        ran.stderr
    );
}

#[test]
fn a_book_that_is_not_there_is_named() {
    Desk::new()
        .run("--book nowhere.counterfoil spend")
        .assert_says(4, &["nowhere.counterfoil"]);
}
