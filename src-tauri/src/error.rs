//! What a command answers when it could not do its work. The window switches on `code` and shows the rest.

use serde::Serialize;
use specta::Type;

/// Why a command failed.
#[derive(Debug, Serialize, Type)]
pub(crate) struct CommandError {
    /// Where the window does something about it: `no-book`, `read-only`; else `error`.
    code: String,
    /// What happened, and that nothing was lost.
    message: String,
    /// The next step; empty if the message says it.
    hint: String,
}

impl From<app::Error> for CommandError {
    fn from(error: app::Error) -> Self {
        Self {
            code: error.code().to_owned(),
            message: error.message(),
            hint: error.hint(),
        }
    }
}

/// What commands answer.
pub(crate) type Answer<T> = Result<T, CommandError>;
