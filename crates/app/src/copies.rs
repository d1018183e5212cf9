//! Copies of books that the program keeps by itself, in its own folder: one a day, the newest seven. A restore puts the
//! present file aside first, so that it can be taken back. Knows nothing of what is in a book.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use model::KeyBuilder;
use store::Book;

use crate::target::{check_ordinary, refused};
use crate::{Error, Result};

/// How many copies of one book are kept.
const KEPT: usize = 7;
const BOOK: &str = "counterfoil";

/// The copies of one book.
#[derive(Clone, Debug)]
pub(crate) struct Copies {
    book: PathBuf,
    folder: PathBuf,
}

impl Copies {
    /// The copies of the book at a path, kept below `home`.
    pub(crate) fn of(home: &Path, book: &Path) -> Self {
        let place = KeyBuilder::new().part(&book.to_string_lossy()).key().0;
        let name = book.file_stem().unwrap_or_default().to_string_lossy();
        Self {
            book: book.to_owned(),
            folder: home.join("copies").join(format!("{name}-{place:032x}")),
        }
    }

    /// The days of which there is a copy, newest first.
    pub(crate) fn days(&self) -> Vec<NaiveDate> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut days: Vec<NaiveDate> = entries
            .filter_map(|entry| entry.path().file_stem()?.to_str()?.parse().ok())
            .collect();
        days.sort_unstable_by(|a, b| b.cmp(a));
        days
    }

    /// Makes today's copy unless there is one or nothing has changed since the newest, and lets the oldest go.
    pub(crate) fn keep(&self, today: NaiveDate) -> Result<()> {
        let days = self.days();
        if days
            .first()
            .is_some_and(|newest| *newest >= today || self.is_unchanged_since(*newest))
        {
            return Ok(());
        }
        std::fs::create_dir_all(&self.folder)
            .map_err(|error| Error::file(&self.folder, "written", &error))?;
        Book::open_read_only(&self.book)?.backup(&self.file(today))?;
        for old in days.into_iter().skip(KEPT - 1) {
            let old = self.file(old);
            std::fs::remove_file(&old).map_err(|error| Error::file(&old, "removed", &error))?;
        }
        Ok(())
    }

    /// Puts the copy of a day in the place of the book. Answers where the file that was there is now, if there was one.
    pub(crate) fn restore(&self, day: NaiveDate, today: NaiveDate) -> Result<Option<PathBuf>> {
        restore(&self.file(day), &self.book, today)
    }

    fn file(&self, day: NaiveDate) -> PathBuf {
        self.folder.join(format!("{day}.{BOOK}"))
    }

    fn is_unchanged_since(&self, day: NaiveDate) -> bool {
        let changed = |path: &Path| std::fs::metadata(path).and_then(|facts| facts.modified());
        match (changed(&self.book), changed(&self.file(day))) {
            (Ok(book), Ok(copy)) => book <= copy,
            _ => false,
        }
    }
}

/// Puts a copy in the place of a book: what is there, with the files beside it, is moved aside once the copy was read whole
/// and written beside it. Answers where it is now, if anything was there.
pub(crate) fn restore(copy: &Path, book: &Path, today: NaiveDate) -> Result<Option<PathBuf>> {
    check_ordinary(book).map_err(|what| refused(book, what))?;
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    if real(copy).is_some_and(|copy| real(book) == Some(copy)) {
        return Err(refused(book, "is the book itself"));
    }
    let new = with_suffix(book, &format!(".{}.part", std::process::id()));
    Book::open_read_only(copy)?.backup(&new)?;
    let placed = move_aside(book, today).and_then(|aside| {
        let done = std::fs::rename(&new, book).map_err(|error| Error::file(book, "written", &error));
        if let (Err(_), Some(aside)) = (&done, &aside) {
            // Where not even that works, the message of what failed first is the one that helps.
            let _back = rename_all(aside, book);
        }
        done.map(|()| aside)
    });
    if placed.is_err() {
        let _removed = std::fs::remove_file(&new);
    }
    placed
}

/// Moves a book away with the files beside it; all of them or none.
fn move_aside(book: &Path, today: NaiveDate) -> Result<Option<PathBuf>> {
    if !SIDES.iter().any(|side| with_suffix(book, side).exists()) {
        return Ok(None);
    }
    let aside = aside(book, today);
    let moved = rename_all(book, &aside);
    if moved.is_err() {
        let _back = rename_all(&aside, book);
    }
    moved.map(|()| Some(aside))
}

/// A book and what SQLite keeps beside it, which must not meet another book.
const SIDES: &[&str] = &["", "-wal", "-shm", "-journal"];

fn rename_all(book: &Path, to: &Path) -> Result<()> {
    let sides = SIDES
        .iter()
        .map(|side| (with_suffix(book, side), with_suffix(to, side)));
    for (from, to) in sides.filter(|(from, _)| from.exists()) {
        std::fs::rename(&from, to).map_err(|error| Error::file(&from, "moved aside", &error))?;
    }
    Ok(())
}

/// `client.before-2026-11-24.counterfoil`, numbered where that exists.
fn aside(book: &Path, today: NaiveDate) -> PathBuf {
    let named = |more: String| book.with_extension(format!("before-{today}{more}.{BOOK}"));
    let numbered = (2..).map(|number| named(format!("-{number}")));
    let mut all = std::iter::once(named(String::new())).chain(numbered);
    all.find(|path| !path.exists()).expect("some number is free")
}

/// Writes a checked copy where the user wants it; replaces an earlier copy of the same book and nothing else.
pub(crate) fn copy_to(book: &Book, to: &Path) -> Result<()> {
    check_ordinary(to).map_err(|what| refused(to, what))?;
    if to.exists() && !is_earlier(book, to) {
        return Err(refused(to, "is no earlier copy of this book"));
    }
    Ok(book.backup(to)?)
}

/// Whether a file is another book with the same name, of whose imports this one has every single one.
fn is_earlier(book: &Book, other: &Path) -> bool {
    let facts = |book: &Book| -> store::Result<(String, Vec<_>)> {
        let imports = book.imports()?.into_iter();
        let each = imports.map(|import| (import.id, import.at, import.header.sha256));
        Ok((book.info()?.name, each.collect()))
    };
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    if real(other) == real(book.path()) {
        return false;
    }
    let other = Book::open_read_only(other).and_then(|other| facts(&other));
    match (facts(book), other) {
        (Ok((name, all)), Ok((its_name, its_own))) => {
            name == its_name && its_own.iter().all(|import| all.contains(import))
        }
        _ => false,
    }
}

/// A path with more behind its name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The service that copies a folder to other machines, by the folder's name; such a service can tear a book apart.
pub(crate) fn synchronised_by(book: &Path) -> Option<&'static str> {
    const SERVICES: &[(&str, &str)] = &[
        ("onedrive", "OneDrive"),
        ("dropbox", "Dropbox"),
        ("google drive", "Google Drive"),
        ("googledrive", "Google Drive"),
        ("icloud", "iCloud"),
        ("mobile documents", "iCloud"),
        ("nextcloud", "Nextcloud"),
        ("owncloud", "ownCloud"),
        ("syncthing", "Syncthing"),
        ("box sync", "Box"),
        ("sharepoint", "SharePoint"),
    ];
    let text = book.to_string_lossy();
    if text.starts_with(r"\\") {
        return Some("a network drive");
    }
    let folders: Vec<String> = book
        .ancestors()
        .skip(1)
        .filter_map(|folder| Some(folder.file_name()?.to_string_lossy().to_lowercase()))
        .collect();
    let found = SERVICES
        .iter()
        .find(|(word, _)| folders.iter().any(|folder| folder.starts_with(word)));
    found.map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, number).unwrap()
    }

    fn book(folder: &Path, name: &str) -> PathBuf {
        let path = folder.join("client.counterfoil");
        Book::create(&path, name).unwrap().close().unwrap();
        path
    }

    fn change(path: &Path, number: u32) {
        let book = Book::open(path).unwrap();
        book.put_json("note", "n", &number.into()).unwrap();
        book.close().unwrap();
    }

    #[test]
    fn the_newest_seven_days_are_kept_and_a_day_without_change_needs_no_copy() {
        let folder = tempfile::tempdir().unwrap();
        let path = book(folder.path(), "Client");
        let copies = Copies::of(folder.path(), &path);
        for number in 1..=9 {
            change(&path, number);
            copies.keep(day(number)).unwrap();
            copies.keep(day(number)).unwrap();
        }
        copies.keep(day(10)).unwrap();
        assert_eq!(copies.days(), (3..=9).rev().map(day).collect::<Vec<_>>());
    }

    #[test]
    fn a_damaged_book_is_put_aside_and_its_copy_takes_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = book(folder.path(), "Client");
        let copies = Copies::of(folder.path(), &path);
        copies.keep(day(1)).unwrap();
        std::fs::write(&path, b"not a database any more").unwrap();
        assert!(Book::open(&path).is_err());
        let aside = copies.restore(day(1), day(2)).unwrap().unwrap();
        assert_eq!(std::fs::read(aside).unwrap(), b"not a database any more");
        assert_eq!(Book::open(&path).unwrap().info().unwrap().name, "Client");
        copies.restore(day(1), day(2)).unwrap();
        let kept = std::fs::read_dir(folder.path()).unwrap().flatten();
        let kept = kept.filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.contains("before-2026-11-02") && name.ends_with(".counterfoil")
        });
        assert_eq!(kept.count(), 2, "both files that were there are kept");
    }

    #[test]
    fn a_file_that_is_no_copy_moves_nothing_and_what_lay_beside_the_book_meets_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let path = book(folder.path(), "Client");
        Book::open(&path).unwrap().backup(&at("copy")).unwrap();
        let before = std::fs::read(&path).unwrap();
        std::fs::write(at("bill.pdf"), "%PDF").unwrap();
        for other in [at("bill.pdf"), at("none"), path.clone()] {
            assert!(restore(&other, &path, day(2)).is_err(), "{}", other.display());
            assert_eq!(std::fs::read(&path).unwrap(), before);
        }
        std::fs::write(at("client.counterfoil-wal"), "of another life").unwrap();
        let aside = restore(&at("copy"), &path, day(2)).unwrap().unwrap();
        assert_eq!(std::fs::read(&aside).unwrap(), before);
        assert!(with_suffix(&aside, "-wal").exists() && !at("client.counterfoil-wal").exists());
        assert_eq!(Book::open(&path).unwrap().info().unwrap().name, "Client");
        let parts = std::fs::read_dir(folder.path()).unwrap().flatten();
        assert!(
            parts
                .filter(|entry| entry.path().extension().is_some_and(|end| end == "part"))
                .count()
                == 0
        );
    }

    #[test]
    fn a_copy_replaces_an_earlier_copy_of_the_book_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let path = book(folder.path(), "Client");
        Book::create(&at("other"), "Other").unwrap().close().unwrap();
        std::fs::write(at("bill.pdf"), "%PDF").unwrap();
        let book = Book::open(&path).unwrap();
        for other in [
            at("other"),
            at("bill.pdf"),
            path.clone(),
            folder.path().to_owned(),
        ] {
            let said = copy_to(&book, &other).unwrap_err().message();
            assert!(said.contains("is left as it is"), "{said}");
        }
        copy_to(&book, &at("copy")).unwrap();
        copy_to(&book, &at("copy")).unwrap();
        assert_eq!(std::fs::read(at("bill.pdf")).unwrap(), b"%PDF");
        assert_eq!(Book::open(&at("other")).unwrap().info().unwrap().name, "Other");
    }

    #[test]
    fn folders_of_synchronising_services_are_known() {
        assert_eq!(
            synchronised_by(Path::new("/home/a/OneDrive - Firm/x.counterfoil")),
            Some("OneDrive")
        );
        assert_eq!(
            synchronised_by(Path::new(r"\\server\books\x.counterfoil")),
            Some("a network drive")
        );
        assert_eq!(
            synchronised_by(Path::new("/home/a/books/dropbox.counterfoil")),
            None
        );
    }
}
