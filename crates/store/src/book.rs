//! The document: create, open, close, and the guards around it. Does not know what the tables mean.

use std::cell::{Cell, RefCell, RefMut};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::backup::disk;
use crate::error::{Result, StoreError};
use crate::import::unwritten::Unwritten;
use crate::known::Known;
use crate::memo::Memo;
use crate::migrate::{APPLICATION_ID, MIGRATIONS, expected_schema, is_newest, migrate, schema, version};
use crate::people::Roster;

/// SQLite before this can damage a book when two connections write and checkpoint at once.
const SAFE_SQLITE: i32 = 3_051_003;
const BUSY: Duration = Duration::from_secs(5);

/// An open book: one file, one client.
#[derive(Debug)]
pub struct Book {
    pub(crate) conn: Connection,
    pub(crate) path: PathBuf,
    /// Which file that was when it was opened.
    file: Option<FileId>,
    read_only: bool,
    /// Whether it is read only for want of room.
    is_full: bool,
    pub(crate) roster: RefCell<Option<(i64, Arc<Roster>)>>,
    pub(crate) known: RefCell<Known>,
    pub(crate) memo: RefCell<Memo>,
    /// Whether a group of imports is open, which is written as one.
    is_grouping: Cell<bool>,
    /// Whether what is written goes straight into the file.
    pub(crate) is_straight: Cell<bool>,
    /// What the imports of a group leave to its end.
    pub(crate) unwritten: RefCell<Unwritten>,
}

impl Book {
    /// Makes a new book; refuses to overwrite anything. It has its name only once it is whole, so that nobody finds half of one.
    pub fn create(path: &Path, name: &str) -> Result<Self> {
        let path = plain_path(path)?;
        if path.exists() {
            return Err(StoreError::Exists(path));
        }
        let part = crate::backup::fresh(&path)?;
        let made = make_at(&part, name).and_then(|()| crate::backup::give_name(&part, &path));
        made.map_err(|error| {
            remove_half_made(&part);
            error.at(&path)
        })?;
        Self::open(&path)
    }

    /// Opens a book for reading and writing. An older one is copied beside itself and brought up to date.
    pub fn open(path: &Path) -> Result<Self> {
        let path = plain_path(path)?;
        let conn = open_checked(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|error| error.at(&path))?;
        if conn.is_readonly("main")? {
            return Err(StoreError::ReadOnly(path));
        }
        let ready = bring_up_to_date(&conn, &path).and_then(|()| prepare_for_writing(&conn));
        ready.map_err(|error| error.at(&path))?;
        Ok(Self::around(conn, path, false))
    }

    /// Opens a book for reading and writing, one that cannot be written for reading only.
    pub fn open_as_can_be(path: &Path) -> Result<Self> {
        match Self::open(path) {
            Err(StoreError::ReadOnly(_)) => Self::open_read_only(path),
            Err(StoreError::DiskFull(_)) => {
                let mut book = Self::open_read_only(path)?;
                book.is_full = true;
                Ok(book)
            }
            other => other,
        }
    }

    /// Opens a book for reading only; works in folders and on media that cannot be written.
    pub fn open_read_only(path: &Path) -> Result<Self> {
        let path = plain_path(path)?;
        let conn = match open_checked(&path, OpenFlags::SQLITE_OPEN_READ_ONLY) {
            Err(StoreError::Database(error)) if cannot_open(&error) && is_whole(&path) => {
                open_immutable(&path)
            }
            other => other,
        }
        .map_err(|error| error.at(&path))?;
        if version(&conn)? < MIGRATIONS.len() as i64 {
            return Err(StoreError::NeedsMigration { path });
        }
        Ok(Self::around(conn, path, true))
    }

    fn around(conn: Connection, path: PathBuf, read_only: bool) -> Self {
        conn.set_prepared_statement_cache_capacity(128);
        Self {
            conn,
            file: file_id(&path),
            path,
            read_only,
            is_full: false,
            roster: RefCell::new(None),
            known: RefCell::default(),
            memo: RefCell::default(),
            is_grouping: Cell::new(false),
            is_straight: Cell::new(false),
            unwritten: RefCell::default(),
        }
    }

    /// Where the book is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the book was opened for reading only.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Removes a book in which there is nothing: neither an import nor anything else that somebody wrote. Whether it is gone.
    pub fn remove_unused(self) -> Result<bool> {
        // Who waits for the book meanwhile finds that it is gone.
        self.conn
            .execute_batch("BEGIN EXCLUSIVE")
            .map_err(|error| self.named(error))?;
        let used =
            "SELECT EXISTS (SELECT 1 FROM import) OR EXISTS (SELECT 1 FROM document WHERE kind <> 'book')";
        let is_used: bool = self
            .conn
            .query_row(used, (), |row| row.get(0))
            .map_err(|error| self.named(error))?;
        roll_back(&self.conn);
        let path = self.path.clone();
        self.close()?;
        if !is_used {
            std::fs::remove_file(&path).map_err(|error| disk(&path, &error))?;
        }
        Ok(!is_used)
    }

    /// Closes the book, leaving one whole file without side files where the disk has room for it.
    pub fn close(self) -> Result<()> {
        self.settle();
        let path = self.path;
        self.conn
            .close()
            .map_err(|(_, error)| StoreError::from(error).at(&path))
    }

    /// Moves everything committed from the side file into the book. What is committed stands whatever comes of this:
    /// where a reader elsewhere or a full disk prevents it, it is safe in the side file until the next time.
    pub(crate) fn settle(&self) {
        if self.read_only || self.is_grouping.get() {
            return;
        }
        self.go_beside();
        let _later = self
            .conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()));
    }

    /// Asks many things of the book as it is at one moment, which costs less than asking each for itself.
    pub fn at_once<T>(&self, ask: impl FnOnce() -> T) -> T {
        let is_held = self.conn.execute_batch("BEGIN").is_ok();
        let answer = ask();
        if is_held {
            roll_back(&self.conn);
        }
        answer
    }

    /// Begins a group: the imports that follow are each all or nothing as ever, but safe only when the group ends. Pages
    /// that several small files change are written once so.
    pub fn begin_group(&self) -> Result<()> {
        self.conn
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(|error| self.named(error))?;
        self.is_grouping.set(true);
        Ok(())
    }

    /// Keeps everything since [`Book::begin_group`]; after an error nothing of it is in the book.
    pub fn end_group(&self) -> Result<()> {
        if !self.is_grouping.replace(false) {
            return Ok(());
        }
        let commit = || Ok(self.conn.execute_batch("COMMIT")?);
        let written = self.write_versions().and_then(|()| self.check_in_place());
        if let Err(error) = written.and_then(|()| commit()) {
            roll_back(&self.conn);
            self.unwritten.take();
            self.forget_known();
            self.forget_roster();
            return Err(self.named(error));
        }
        self.settle();
        Ok(())
    }

    pub(crate) fn is_grouping(&self) -> bool {
        self.is_grouping.get()
    }

    /// Where versions wait, in a group.
    pub(crate) fn later(&self) -> Option<RefMut<'_, Unwritten>> {
        self.is_grouping.get().then(|| self.unwritten.borrow_mut())
    }

    /// Writes versions that waited.
    pub(crate) fn write_versions(&self) -> Result<()> {
        self.unwritten.borrow_mut().write(&self.conn)
    }

    /// Begins what one import writes.
    pub(crate) fn begin_import(&self) -> Result<()> {
        let begin = if self.is_grouping.get() {
            "SAVEPOINT import"
        } else {
            "BEGIN IMMEDIATE"
        };
        self.conn.execute_batch(begin).map_err(|error| self.named(error))
    }

    /// Keeps it.
    pub(crate) fn keep_import(&self) -> Result<()> {
        let keep = if self.is_grouping.get() {
            "RELEASE import"
        } else {
            self.check_in_place()?;
            "COMMIT"
        };
        Ok(self.conn.execute_batch(keep)?)
    }

    /// Leaves the book as it was before it.
    pub(crate) fn drop_import(&self) {
        self.forget_numbers();
        if !self.is_grouping.get() || self.conn.is_autocommit() {
            self.unwritten.take();
            roll_back(&self.conn);
            return self.go_beside();
        }
        // If even this fails, ending the group or closing the connection discards it.
        let undone = self.conn.execute_batch("ROLLBACK TO import; RELEASE import");
        undone.unwrap_or_default();
    }

    /// Refuses to go on where the path leads to another file than the one that was opened: what is written would go into a
    /// file that nobody finds.
    pub(crate) fn check_in_place(&self) -> Result<()> {
        if self.file.is_some() && file_id(&self.path) != self.file {
            return Err(StoreError::Replaced(self.path.clone()));
        }
        Ok(())
    }

    /// Gives a database error the name of its cause.
    pub(crate) fn named(&self, error: impl Into<StoreError>) -> StoreError {
        match error.into().at(&self.path) {
            StoreError::ReadOnly(path) if self.is_full => StoreError::DiskFull(path),
            error => error,
        }
    }

    /// Runs something in one write transaction: all or nothing.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let all = || {
            self.conn.execute_batch("BEGIN IMMEDIATE")?;
            match change(&self.conn).and_then(|value| {
                self.check_in_place()?;
                self.conn.execute_batch("COMMIT")?;
                Ok(value)
            }) {
                Ok(value) => Ok(value),
                Err(error) => {
                    roll_back(&self.conn);
                    Err(error)
                }
            }
        };
        self.forget_known();
        let value = all().map_err(|error| self.named(error))?;
        self.settle();
        Ok(value)
    }
}

/// What tells a file from another of the same name.
type FileId = (u64, u64);

/// Device and number of a file; `None` where a system tells no such thing. There an open file cannot be replaced.
#[cfg(unix)]
fn file_id(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    let facts = std::fs::metadata(path).ok()?;
    Some((facts.dev(), facts.ino()))
}

#[cfg(not(unix))]
fn file_id(_: &Path) -> Option<FileId> {
    None
}

/// Rolls back what is open. After some errors SQLite has done so by itself.
pub(crate) fn roll_back(conn: &Connection) {
    if !conn.is_autocommit() {
        // If even this fails, closing the connection discards the transaction.
        conn.execute_batch("ROLLBACK").unwrap_or_default();
    }
}

/// An absolute path, which SQLite can never take for a `file:` URI.
fn plain_path(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|error| StoreError::Disk {
        path: path.to_owned(),
        detail: error.to_string(),
    })
}

/// Makes an empty file a book.
fn make_at(part: &Path, name: &str) -> Result<()> {
    let conn = connect(part, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.pragma_update(None, "page_size", 8192)?;
    prepare_for_writing(&conn)?;
    migrate(&conn, MIGRATIONS)?;
    allow_views(&conn)?;
    let book = Book::around(conn, part.to_owned(), false);
    book.put_json("book", "name", &serde_json::Value::from(name))?;
    book.close()
}

/// Takes away what was begun of a book that was not there before.
fn remove_half_made(path: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        // What cannot be removed was not made, or the error about to be told names the same folder.
        let _removed = std::fs::remove_file(side_file(path, suffix));
    }
}

/// `book.counterfoil-wal` and the like.
pub(crate) fn side_file(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Whether a book cannot be read in the usual way because nothing can be written beside it.
fn cannot_open(error: &rusqlite::Error) -> bool {
    use rusqlite::{ErrorCode, ffi};
    let code = error.sqlite_error().map_or(0, |error| error.extended_code);
    let is_beside = [
        ffi::SQLITE_IOERR_SHMSIZE,
        ffi::SQLITE_IOERR_SHMOPEN,
        ffi::SQLITE_IOERR_SHMMAP,
    ];
    let kinds = [ErrorCode::CannotOpen, ErrorCode::ReadOnly, ErrorCode::DiskFull];
    is_beside.contains(&code)
        || error
            .sqlite_error_code()
            .is_some_and(|kind| kinds.contains(&kind))
}

/// Whether all of a book is in its own file, and nothing there that is to be taken back.
fn is_whole(path: &Path) -> bool {
    let length = |suffix| std::fs::metadata(side_file(path, suffix)).map_or(0, |about| about.len());
    length("-wal") == 0 && length("-journal") == 0
}

/// A connection with every guard on.
fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    if rusqlite::version_number() < SAFE_SQLITE {
        return Err(StoreError::UnsafeSqlite(rusqlite::version().to_owned()));
    }
    let mut conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    crate::backup::listen(&mut conn)?;
    conn.busy_timeout(BUSY)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    // Plans never depend on bound values, so no statement is planned again in the middle of an import.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536",
    )?;
    Ok(conn)
}

/// Lets the views of a book be read, once they are known to be ours.
fn allow_views(conn: &Connection) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, true)?;
    Ok(())
}

fn open_checked(path: &Path, flags: OpenFlags) -> Result<Connection> {
    if !path.exists() {
        return Err(StoreError::NotFound(path.to_owned()));
    }
    if path.is_dir() {
        return Err(not_a_book(path, "it is a folder"));
    }
    let conn = connect(path, flags)?;
    check_identity(&conn, path)?;
    allow_views(&conn)?;
    Ok(conn)
}

/// For a WAL-mode file in a folder that cannot be written. Only safe while nobody writes, hence the missing `-wal`.
pub(crate) fn open_immutable(path: &Path) -> Result<Connection> {
    let text = path.to_string_lossy().replace('\\', "/");
    let escaped: String = text.bytes().map(escape).collect();
    let slash = if escaped.starts_with('/') { "" } else { "/" };
    let uri = PathBuf::from(format!("file:{slash}{escaped}?immutable=1"));
    let conn = connect(
        &uri,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
    )?;
    check_identity(&conn, path)?;
    allow_views(&conn)?;
    Ok(conn)
}

fn escape(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"/._-:".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

fn not_a_book(path: &Path, what: &str) -> StoreError {
    StoreError::NotABook {
        path: path.to_owned(),
        what: what.to_owned(),
    }
}

/// Refuses everything that is not an honest book of a version we know, before anything is written.
fn check_identity(conn: &Connection, path: &Path) -> Result<()> {
    let id: i64 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id != APPLICATION_ID {
        let is_empty = std::fs::metadata(path).is_ok_and(|about| about.len() == 0);
        let what = if is_empty {
            "it is empty. Delete the file, and the next import makes a book of that name"
        } else {
            "another program made this file"
        };
        return Err(not_a_book(path, what));
    }
    let (version, ours) = (version(conn)?, MIGRATIONS.len() as i64);
    if version > ours {
        let path = path.to_owned();
        return Err(StoreError::BookTooNew { path, version, ours });
    }
    if version < 1 {
        return Err(not_a_book(path, "it was never finished"));
    }
    let found = schema(conn)?;
    if version == ours && is_newest(&found) {
        return Ok(());
    }
    let expected = expected_schema(version)?;
    let Some(odd) = found.iter().find(|entry| !expected.contains(entry)) else {
        return if found.len() == expected.len() {
            Ok(())
        } else {
            let path = path.to_owned();
            let detail = "tables are missing".to_owned();
            Err(StoreError::Damaged { path, detail })
        };
    };
    Err(StoreError::Hostile {
        path: path.to_owned(),
        what: format!("the {} `{}`", odd.0, odd.1.chars().take(60).collect::<String>()),
    })
}

fn bring_up_to_date(conn: &Connection, path: &Path) -> Result<()> {
    let version = version(conn)?;
    if version == MIGRATIONS.len() as i64 {
        return Ok(());
    }
    crate::backup::copy_to(conn, &backup_name(path, version))?;
    migrate(conn, MIGRATIONS)
}

/// `name.backup-v1`, and `name.backup-v1-2` if that exists.
fn backup_name(path: &Path, version: i64) -> PathBuf {
    let plain = path.with_extension(format!("backup-v{version}"));
    let numbered = (2..).map(|number| path.with_extension(format!("backup-v{version}-{number}")));
    std::iter::once(plain)
        .chain(numbered)
        .find(|name| !name.exists())
        .expect("some number is free")
}

fn prepare_for_writing(conn: &Connection) -> Result<()> {
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", (), |row| row.get(0))?;
    debug_assert_eq!(mode, "wal");
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
         PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON",
    )?;
    Ok(())
}
