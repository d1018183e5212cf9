//! What the user said about a file, and formats of the user's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Currency, Period};

use crate::fixes::Fixes;
use crate::formats::{Document, DocumentError};
use crate::invoice::Confirmed;
use crate::reading::Reading;

/// What the user said about a file.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Read it as this format.
    pub format: Option<String>,
    /// Read it by this mapping.
    pub mapping: Option<Mapping>,
    /// What a person said about an invoice.
    pub confirmed: Option<Confirmed>,
    /// Formats and mappings of the user's own: they are tried before those that are built in.
    pub own: Arc<[Mapping]>,
    /// The period of a file that does not say one.
    pub period: Option<Period>,
    /// The currency of a file that does not say one.
    pub currency: Option<Currency>,
    /// Password of a workbook.
    pub password: Option<String>,
    /// How it is to be read, whatever it looks like.
    pub reading: Reading,
    /// No more rows than these are read: for a look, never for an import.
    pub most_rows: Option<u64>,
    /// What is said about single cells and rows.
    pub fixes: Fixes,
    /// Answers to questions about the file, by the question's id.
    pub answers: BTreeMap<String, String>,
    /// The power of ten that the file's amounts are written in: -2 for cents, 3 for thousands.
    pub unit: i8,
    /// Whether the lines of an invoice count as charges, too.
    pub count_invoices: bool,
}

impl Choice {
    /// Whether a document is a mapping of the user's own.
    pub(crate) fn is_own(&self, document: &Document) -> bool {
        let mut own = self.own.iter().chain(&self.mapping);
        own.any(|mapping| mapping.document.id == document.id)
    }
}

/// A mapping of the user: a format document with the text it was read from.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The document.
    pub document: Arc<Document>,
    /// Its text, for the journal.
    pub text: String,
}

impl Mapping {
    /// Reads a mapping; `file` is for messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, DocumentError> {
        let document = Arc::new(Document::parse(file, text)?);
        Ok(Self {
            document,
            text: text.to_owned(),
        })
    }
}

impl Choice {
    /// The user's own format of the id that is given.
    pub(super) fn own_format(&self) -> Option<&Mapping> {
        let id = self.format.as_ref()?;
        self.own.iter().find(|mapping| mapping.document.id == *id)
    }

    /// What was said about how the file is read and about its cells, as the journal keeps it.
    pub(super) fn said(&self) -> Option<String> {
        self.fixes.clone().as_read(self.reading.clone()).text()
    }

    /// The text of a document that is the user's own.
    pub(super) fn text_of(&self, document: &Arc<Document>) -> Option<&str> {
        let mut own = self.mapping.iter().chain(self.own.iter());
        let found = own.find(|mapping| Arc::ptr_eq(&mapping.document, document));
        found.map(|mapping| mapping.text.as_str())
    }
}
