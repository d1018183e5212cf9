//! Whole copies of a book: written beside the target, checked, synced, then renamed. Never a plain file copy.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use crate::Book;
use crate::book::side_file;
use crate::error::{Result, StoreError};

/// Whether whoever started this program wants it to stop, asked while SQL runs.
static STOPS: OnceLock<fn() -> bool> = OnceLock::new();
/// So many steps of SQLite are between two times that it is asked.
const STEPS: i32 = 10_000;

/// From now on every copy, migration and question of books that are opened stops where this says so, and leaves nothing
/// half behind.
pub fn stop_when(asked: fn() -> bool) {
    let _known = STOPS.set(asked);
}

/// Lets what a connection does be stopped.
pub(crate) fn listen(conn: &mut Connection) -> Result<()> {
    match STOPS.get() {
        Some(asked) => Ok(conn.progress_handler(STEPS, Some(*asked))?),
        None => Ok(()),
    }
}

impl Book {
    /// Writes a whole copy of the book to `to`, replacing an older copy only when the new one is complete.
    pub fn backup(&self, to: &Path) -> Result<()> {
        let to = std::path::absolute(to).map_err(|error| disk(to, &error))?;
        if to == self.path {
            return Err(StoreError::Exists(to));
        }
        copy_to(&self.conn, &to).map_err(|error| error.at(&to))
    }
}

/// The same for a bare connection. `to` must be absolute.
pub(crate) fn copy_to(conn: &Connection, to: &Path) -> Result<()> {
    let temporary = fresh(to)?;
    let whole = write_checked(conn, &temporary)
        .and_then(|()| std::fs::rename(&temporary, to).map_err(|error| disk(to, &error)));
    if whole.is_err() {
        remove_if_there(&temporary)?;
        return whole;
    }
    sync_folder(to)
}

/// An empty file of our own beside the target, under a name that nothing had.
pub(crate) fn fresh(to: &Path) -> Result<PathBuf> {
    let mut number = 1;
    loop {
        let name = side_file(to, &format!(".{number}.part"));
        match File::options().write(true).create_new(true).open(&name) {
            Ok(_) => return Ok(name),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(disk(to, &error)),
        }
    }
}

/// Gives a whole file the name that it is for, which no other may have by now.
pub(crate) fn give_name(part: &Path, path: &Path) -> Result<()> {
    let taken = || StoreError::Exists(path.to_owned());
    match std::fs::hard_link(part, path) {
        Ok(()) => remove_if_there(part)?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Err(taken()),
        // A disk that knows no links.
        Err(_) if path.exists() => return Err(taken()),
        Err(_) => std::fs::rename(part, path).map_err(|error| disk(path, &error))?,
    }
    sync_folder(path)
}

fn write_checked(conn: &Connection, temporary: &Path) -> Result<()> {
    // A name need not be text.
    let name = ToSqlOutput::Borrowed(ValueRef::Text(temporary.as_os_str().as_encoded_bytes()));
    conn.execute("VACUUM INTO ?1", [name])
        .map_err(|error| StoreError::from(error).at(temporary))?;
    let copy = Connection::open_with_flags(temporary, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mut verdict: String = copy.query_row("PRAGMA quick_check(1)", (), |row| row.get(0))?;
    if application(&copy)? != application(conn)? {
        "the copy is not a book".clone_into(&mut verdict);
    }
    drop(copy);
    if verdict != "ok" {
        let path = temporary.to_owned();
        return Err(StoreError::Damaged {
            path,
            detail: verdict,
        });
    }
    let synced = File::options()
        .write(true)
        .open(temporary)
        .and_then(|file| file.sync_all());
    synced.map_err(|error| disk(temporary, &error))
}

fn application(conn: &Connection) -> Result<i64> {
    Ok(conn.pragma_query_value(None, "application_id", |row| row.get(0))?)
}

fn remove_if_there(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(disk(path, &error)),
        _ => Ok(()),
    }
}

/// Makes the new name itself durable; where folders cannot be opened (Windows) there is nothing to do.
fn sync_folder(of: &Path) -> Result<()> {
    let Some(Ok(folder)) = of.parent().map(File::open) else {
        return Ok(());
    };
    folder.sync_all().map_err(|error| disk(of, &error))
}

pub(crate) fn disk(path: &Path, error: &std::io::Error) -> StoreError {
    use std::io::ErrorKind;
    let owned = path.to_owned();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::FileTooLarge | ErrorKind::QuotaExceeded => {
            StoreError::DiskFull(owned)
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly(owned),
        _ => StoreError::Disk {
            path: owned,
            detail: error.to_string(),
        },
    }
}
