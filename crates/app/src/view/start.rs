//! Before and around a book.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The start screen.
#[derive(Clone, Debug, Serialize, Type)]
pub struct StartView {
    /// Version of the program.
    pub version: String,
    /// Books opened before, newest first.
    pub recent: Vec<RecentBook>,
    /// The open book, if any.
    pub book: Option<BookBadge>,
}

/// A book opened before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RecentBook {
    /// Number to open it by.
    pub id: u32,
    /// Name.
    pub name: String,
    /// Where.
    pub path: String,
    /// `22 Nov 2026`.
    pub opened: String,
    /// Copies one can go back to, newest first.
    pub copies: Vec<BookCopy>,
}

/// A copy that the program made by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BookCopy {
    /// What to restore it by: `2026-11-23`.
    pub id: String,
    /// `23 Nov 2026`.
    pub label: String,
}

/// The open book, shown in the sidebar.
#[derive(Clone, Debug, Serialize, Type)]
pub struct BookBadge {
    /// Name.
    pub name: String,
    /// File name.
    pub file: String,
    /// Whole path.
    pub path: String,
    /// Whether it is the sample book.
    pub sample: bool,
    /// Whether it can only be read.
    pub read_only: bool,
    /// A fact a line: `all saved`, `last import 22 Nov 2026`, `copy of 23 Nov 2026`.
    pub status: String,
    /// What one should know of where the book lies; said once, else empty.
    pub caution: String,
}

/// Something was written for the user.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Saved {
    /// Where; empty if the user cancelled the dialog.
    pub path: String,
    /// One sentence.
    pub message: String,
}
