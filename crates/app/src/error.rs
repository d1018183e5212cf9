//! What can go wrong in a use case: what happened, what to do, and a code where the window does something about it.

use std::path::PathBuf;

use store::StoreError;
use thiserror::Error as ThisError;

/// Why a use case could not happen.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// The book.
    #[error("{0}")]
    Book(#[from] StoreError),
    /// No book is open.
    #[error("No book is open. Open one, or make a new one.")]
    NoBook,
    /// The reading process could not be started.
    #[error("Files cannot be read now: {0}. Restart Counterfoil; if it stays so, reinstall it.")]
    NoWorker(String),
    /// The reading process says the book cannot be used.
    #[error("{message}")]
    Worker {
        /// Code of the worker's own error.
        code: String,
        /// What happened.
        message: String,
        /// What to do.
        hint: String,
    },
    /// Text of the user that means nothing here.
    #[error("{what}. {hint}")]
    Asked {
        /// What is wrong with it.
        what: String,
        /// What would be right.
        hint: String,
    },
    /// A file of ours could not be written or read.
    #[error("{path} could not be {verb}: {detail}. Check the folder and its free space, then try again.")]
    File {
        /// Which file.
        path: PathBuf,
        /// `written`, `read`.
        verb: &'static str,
        /// What the system says.
        detail: String,
    },
    /// A file that was named could not be read.
    #[error(
        "{path} could not be read: {detail}. Check its name and whether you may read it, then try again."
    )]
    Unread {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// The user wanted it to stop.
    #[error("Stopped before it was done; nothing half is left behind.")]
    Stopped,
    /// A report could not be laid out: a bug of ours.
    #[error("The report could not be made: {0}. Please report this.")]
    Report(String),
}

/// What use cases return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The user asked for something that does not exist.
    pub fn asked(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Asked {
            what: what.into(),
            hint: hint.into(),
        }
    }

    /// A file of ours failed.
    pub fn file(path: impl Into<PathBuf>, verb: &'static str, error: &std::io::Error) -> Self {
        Self::File {
            path: path.into(),
            verb,
            detail: error.to_string(),
        }
    }

    /// A file that was named could not be read.
    pub fn unread(path: impl Into<PathBuf>, detail: impl Into<String>) -> Self {
        Self::Unread {
            path: path.into(),
            detail: detail.into(),
        }
    }

    /// A code where the window does something: `no-book`, `too-new`, `read-only`, `locked`; else `error`.
    pub fn code(&self) -> &str {
        match self {
            Self::NoBook => "no-book",
            Self::Book(StoreError::BookTooNew { .. }) => "too-new",
            Self::Book(StoreError::ReadOnly(_)) => "read-only",
            Self::Book(StoreError::Locked(_)) => "locked",
            Self::Book(StoreError::Damaged { .. }) => "damaged",
            Self::Worker { code, .. } => code,
            Self::Asked { .. } | Self::Book(StoreError::UnknownImport(_) | StoreError::AlreadyUndone(_)) => {
                "asked"
            }
            _ => "error",
        }
    }

    /// What happened, in one or two sentences.
    pub fn message(&self) -> String {
        self.to_string()
    }

    /// What to do, where the message does not say.
    pub fn hint(&self) -> String {
        match self {
            Self::Worker { hint, .. } => hint.clone(),
            _ => String::new(),
        }
    }

    /// Exit status of the command line: 2 usage, 3 unreadable input, 4 the book, 130 stopped.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Asked { .. } | Self::Book(StoreError::UnknownImport(_) | StoreError::AlreadyUndone(_)) => 2,
            Self::NoWorker(_) | Self::Unread { .. } => 3,
            Self::Stopped => 130,
            Self::Worker { code, .. } if code == "asked" => 2,
            _ => 4,
        }
    }
}
