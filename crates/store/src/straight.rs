//! How the first large file comes into a book that nobody else has open: its pages go straight into the book instead of
//! through a side file, where each would be written and summed twice. Nothing is in the book yet that a reader or a copy made
//! meanwhile could miss. All or nothing as ever: what the pages were before is in a journal until the end.

use rusqlite::Connection;

use crate::book::Book;
use crate::error::Result;

/// Bytes from which a file is large: for a small one, changing over costs more than it saves.
pub(crate) const LARGE: u64 = 64 << 20;

impl Book {
    /// Has what an import writes go straight into the book, where that is the first and large, and where nobody else has the
    /// book open.
    pub(crate) fn go_straight(&self, bytes: u64) -> Result<()> {
        if bytes < LARGE || self.is_grouping() || has_imports(&self.conn)? {
            return Ok(());
        }
        // Emptied at the end and then removed, so that it cannot come back when the power fails.
        let mode = journal(&self.conn, "TRUNCATE");
        self.is_straight.set(mode.is_ok_and(|mode| mode == "truncate"));
        Ok(())
    }

    /// Has everything go through the side file again, so that others can read while something is written.
    pub(crate) fn go_beside(&self) {
        if self.is_straight.replace(false) {
            // Whoever opens the book next does the same.
            let _later = journal(&self.conn, "DELETE").and_then(|_| journal(&self.conn, "WAL"));
        }
    }
}

fn has_imports(conn: &Connection) -> Result<bool> {
    Ok(conn.query_row("SELECT EXISTS (SELECT 1 FROM import)", (), |row| row.get(0))?)
}

/// Asks for a kind of journal; the answer is which one it is.
fn journal(conn: &Connection, kind: &str) -> Result<String> {
    Ok(conn.query_row(&format!("PRAGMA journal_mode = {kind}"), (), |row| row.get(0))?)
}
