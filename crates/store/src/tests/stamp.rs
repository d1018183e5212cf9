//! Files that need not be read again.

use model::{Fact, Overlap};

use super::{Desk, usage};
use crate::Stamp;

const STAMP: Stamp = Stamp {
    place: -7,
    bytes: 1200,
    changed: 1_700_000_000_000_000_000,
};

#[test]
fn a_file_of_the_same_size_and_time_is_known_by_its_import_until_that_is_undone() {
    let mut desk = Desk::new();
    let facts = [Fact::Usage(Box::new(usage(1, "2026-03-02", "ada", 10)))];
    let (finished, _) = desk.import(Overlap::Largest, "a", &facts);
    assert_eq!(desk.book.read_by(STAMP).unwrap(), None);
    desk.book.remember_files(&[(STAMP, finished.id)]).unwrap();
    let known = desk.book.read_by(STAMP).unwrap().unwrap();
    assert_eq!((known.id, &*known.header.sha256), (finished.id, "a"));
    let changed = Stamp { changed: 1, ..STAMP };
    assert_eq!(desk.book.read_by(changed).unwrap(), None);
    let longer = Stamp { bytes: 1201, ..STAMP };
    assert_eq!(desk.book.read_by(longer).unwrap(), None);
    desk.book.undo(finished.id).unwrap();
    assert_eq!(desk.book.read_by(STAMP).unwrap(), None);
}
