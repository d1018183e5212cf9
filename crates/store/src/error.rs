//! Why an operation on a book could not happen: one cause, one plain sentence, what to do next.

use std::path::{Path, PathBuf};

use model::ImportId;
use rusqlite::ffi;
use thiserror::Error;

/// Why the book could not be opened, read or written. The text is for people and says what to do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such file.
    #[error("There is no book at {0}. Check the name, or make a new book there.")]
    NotFound(PathBuf),
    /// A new book would overwrite something.
    #[error("{0} exists already. Choose another name, or open it instead.")]
    Exists(PathBuf),
    /// The file is something else.
    #[error(
        "{path} is not a Counterfoil book: {what}. To read bills or exports, import them into a book instead."
    )]
    NotABook {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        what: String,
    },
    /// Written by a newer program; left untouched.
    #[error(
        "{path} was written by a newer Counterfoil (book version {version}; this program knows {ours}). Nothing was changed. Update Counterfoil to open it."
    )]
    BookTooNew {
        /// The file.
        path: PathBuf,
        /// Version of the book.
        version: i64,
        /// The newest version this program knows.
        ours: i64,
    },
    /// An older book in a place that cannot be written, so it cannot be brought up to date.
    #[error(
        "{path} was written by an older Counterfoil and must be brought up to date first, but it cannot be written here. Copy it to a folder of your own and open the copy."
    )]
    NeedsMigration {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else is writing.
    #[error("{0} is in use by another program. Close it there, or wait a moment and try again.")]
    Locked(PathBuf),
    /// Another file stands where the book was when it was opened, or none.
    #[error(
        "{0} was moved, deleted or replaced by another file while it was open, so nothing was written. Open the book again, or put it back where it was."
    )]
    Replaced(PathBuf),
    /// File or folder cannot be written.
    #[error("{0} can only be read, not changed. Save a copy in a folder of your own and work there.")]
    ReadOnly(PathBuf),
    /// No room, or a size limit.
    #[error(
        "{0} could not be written: the disk is full or a size limit was reached. Nothing was changed. Free some space and try again."
    )]
    DiskFull(PathBuf),
    /// The disk or the system fails.
    #[error(
        "{path} could not be read or written: {detail}. Nothing half-done was kept. Check the drive and try again."
    )]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The content contradicts itself.
    #[error(
        "{path} is damaged: {detail}. Keep it, with the files {path}-wal and {path}-shm if they are there, in another folder, and put the newest backup in its place: a backup beside those files would be damaged, too."
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// Holds things no book holds (triggers, views, foreign tables).
    #[error(
        "{path} holds something that no Counterfoil book holds: {what}. It was not opened, because it could be a trap. Ask whoever sent it for a fresh copy."
    )]
    Hostile {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The same file, read by the same format, is in the book.
    #[error("This file is in the book already: import {id} of {at}. Nothing was changed.")]
    AlreadyImported {
        /// The live import.
        id: ImportId,
        /// When it came in.
        at: String,
    },
    /// Two windows share some days but are not the same window, so adding both would count days twice.
    #[error(
        "This file covers {window}, which overlaps {other} of import {import} only in part; both together would count days twice. Undo import {import}, or export exactly the same days again."
    )]
    WindowOverlap {
        /// Window of the new file.
        window: String,
        /// Window in the book.
        other: String,
        /// The import that brought it.
        import: ImportId,
    },
    /// A sum within one bucket leaves the range of 64 bits.
    #[error(
        "Row {row} cannot be added to others of the same key: the sum is too large to store. Check the unit of its column."
    )]
    TooLarge {
        /// Row in the file.
        row: u64,
    },
    /// No such import.
    #[error("There is no import {0} in this book. `imports` lists them.")]
    UnknownImport(ImportId),
    /// Only the same file can take the place of an import.
    #[error("Import {import} read another file, {file}. Choose that file, or import this one by itself.")]
    AnotherFile {
        /// The import.
        import: ImportId,
        /// Its file.
        file: String,
    },
    /// Undone before.
    #[error("Import {0} has been undone already.")]
    AlreadyUndone(ImportId),
    /// The `SQLite` inside is too old to be safe.
    #[error("This program was built with SQLite {0}, which can damage books. Install an official build.")]
    UnsafeSqlite(String),
    /// Anything else the database says; a bug of ours.
    #[error("The book could not answer: {0}. Please report this.")]
    Database(#[source] rusqlite::Error),
}

/// What store functions return.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl StoreError {
    /// Names the cause behind a database error, now that the file is known.
    pub(crate) fn at(self, path: &Path) -> Self {
        let Self::Database(error) = self else { return self };
        let Some(code) = error.sqlite_error().map(|found| found.extended_code) else {
            return Self::Database(error);
        };
        let path = path.to_owned();
        let has_folder = path
            .parent()
            .is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir());
        let detail = if has_folder {
            error.to_string()
        } else {
            "there is no such folder".to_owned()
        };
        match code & 0xff {
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Self::Locked(path),
            ffi::SQLITE_READONLY | ffi::SQLITE_PERM | ffi::SQLITE_AUTH => Self::ReadOnly(path),
            ffi::SQLITE_FULL => Self::DiskFull(path),
            ffi::SQLITE_IOERR if is_out_of_room(code) => Self::DiskFull(path),
            ffi::SQLITE_IOERR | ffi::SQLITE_CANTOPEN | ffi::SQLITE_NOMEM => Self::Disk { path, detail },
            ffi::SQLITE_CORRUPT => Self::Damaged { path, detail },
            ffi::SQLITE_NOTADB => Self::NotABook {
                path,
                what: "it is not an SQLite file".to_owned(),
            },
            _ => Self::Database(error),
        }
    }
}

/// A size limit (SIGXFSZ ignored, EFBIG) arrives as a failed write, not as "full".
fn is_out_of_room(code: i32) -> bool {
    [
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_TRUNCATE,
        ffi::SQLITE_IOERR_SHMSIZE,
    ]
    .contains(&code)
}
