//! What the commands share: the session behind its lock, what cancels it, and the files that were dropped.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::import::Worker;
use app::session::Session;
use app::view::PreviewView;

/// State of the one window.
pub(crate) struct Desk {
    session: Mutex<Session>,
    cancel: Arc<AtomicBool>,
    /// Dropped on the window or given when it was started, and not looked at yet.
    dropped: Mutex<Vec<PathBuf>>,
}

impl Desk {
    /// A desk that keeps its list of books below `home`.
    pub(crate) fn new(home: PathBuf, given: Vec<PathBuf>) -> Result<Self, app::Error> {
        let session = Session::new(home, Worker::this_program()?);
        Ok(Self {
            cancel: session.cancel_handle(),
            session: Mutex::new(session),
            dropped: Mutex::new(given),
        })
    }

    /// The session, for this caller alone. A panic of another command leaves it usable: the book has transactions.
    pub(crate) fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the import under way, which holds the session.
    pub(crate) fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    /// Keeps files until they are looked at.
    pub(crate) fn drop_paths(&self, paths: Vec<PathBuf>) {
        self.dropped
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(paths);
    }

    /// Opens a dropped book and previews other dropped files, which go on waiting while no book is open.
    pub(crate) fn look(&self) -> Result<Vec<PreviewView>, app::Error> {
        let mut session = self.session();
        let mut dropped = self.dropped.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = dropped
            .iter()
            .position(|path| path.extension() == Some(OsStr::new("counterfoil")))
        {
            session.open_path(&dropped.remove(at))?;
        }
        if dropped.is_empty() {
            return Ok(session.pending());
        }
        if !session.has_book() {
            return Err(app::Error::NoBook);
        }
        session.preview_paths(&std::mem::take(&mut *dropped))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk(given: &[&str]) -> (tempfile::TempDir, Desk) {
        let home = tempfile::tempdir().expect("a folder can be made");
        let given = given.iter().map(|name| home.path().join(name)).collect();
        let desk = Desk::new(home.path().to_owned(), given).expect("this program has a path");
        (home, desk)
    }

    #[test]
    fn files_wait_while_no_book_is_open() {
        let (_home, desk) = desk(&["bill.csv"]);
        assert_eq!(desk.look().expect_err("no book").code(), "no-book");
        assert_eq!(desk.look().expect_err("still waiting").code(), "no-book");
    }

    #[test]
    fn a_dropped_book_is_opened() {
        let (home, desk) = desk(&[]);
        let path = home.path().join("a.counterfoil");
        desk.session().new_at(&path).expect("a new book");
        desk.session().close().expect("closed");
        desk.drop_paths(vec![path]);
        assert!(desk.look().expect("opened").is_empty());
        assert!(desk.session().has_book());
    }
}
