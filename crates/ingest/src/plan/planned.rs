//! A plan: what a file is, how sure that is, and how it will be read. Decides nothing.

use std::fmt;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use model::{ImportHeader, Invoice, Problem};
use serde::{Deserialize, Serialize};

use super::Choice;
use crate::formats::Document;
use crate::pdf::PdfError;
use crate::sheet::{Lock, SheetError};
use crate::source::{OpenError, Opened};
use crate::unpack::Item;

/// How sure recognition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Nothing fits.
    None,
    /// Something fits partly; not read without the user's word.
    Guess,
    /// The header fits, but others could write such a header.
    Likely,
    /// The header fits and nothing else does.
    Certain,
}

/// Whether a workbook is locked, and how it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PasswordState {
    /// It is not locked.
    #[default]
    None,
    /// It needs its password, or another than the one given.
    Needed,
    /// Opened with the password that Excel tries by itself.
    Default,
    /// Opened with the password given.
    Opened,
}

impl From<Lock> for PasswordState {
    fn from(lock: Lock) -> Self {
        match lock {
            Lock::None => Self::None,
            Lock::Default => Self::Default,
            Lock::Opened => Self::Opened,
        }
    }
}

impl From<&OpenError> for PasswordState {
    fn from(error: &OpenError) -> Self {
        match error {
            OpenError::Sheet(SheetError::NeedsPassword | SheetError::WrongPassword)
            | OpenError::Pdf(PdfError::Locked) => Self::Needed,
            _ => Self::None,
        }
    }
}

/// What a file is and how it will be read.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Format id, `""` if none.
    pub format: String,
    /// Format name for people.
    pub name: String,
    /// Version of the export: `1.2`.
    pub version: Option<String>,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in sentences.
    pub why: Vec<String>,
    /// What the book is told before the facts.
    pub header: ImportHeader,
    /// Why a mapping or a choice is needed; then nothing is read.
    pub needs_mapping: Option<String>,
    /// What to do about that, where it is not a mapping.
    pub hint: String,
    /// Why the file cannot be read at all.
    pub refused: Option<String>,
    /// What became of the lock of a workbook.
    pub lock: PasswordState,
    /// Columns of the table looked at, for the mapper.
    pub columns: Vec<String>,
    /// The invoice that was read off pages, with what a person said.
    pub page: Option<Box<Invoice>>,
    /// The invoice that it is, with what was odd about it.
    pub invoice: Option<Box<(Invoice, Vec<Problem>)>>,
    pub(crate) document: Option<Arc<Document>>,
    /// What the user said.
    pub choice: Choice,
    /// The day a list was made, by the user or the file's name.
    pub(crate) made: Option<NaiveDate>,
    /// The file as it was opened to look at it, for the one who reads it first.
    pub(crate) opened: Kept,
}

/// A file kept open between looking and reading.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<Option<Opened>>>);

impl Kept {
    pub(super) fn put(&self, opened: Opened) {
        if let Ok(mut place) = self.0.lock() {
            *place = Some(opened);
        }
    }

    /// The file, once.
    pub(crate) fn take(&self) -> Option<Opened> {
        self.0.lock().ok()?.take()
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

impl Planned {
    /// The same plan for amounts written in another unit: -2 for cents, 3 for thousands.
    #[must_use]
    pub fn in_unit(&self, unit: i8) -> Self {
        let mut plan = self.clone();
        plan.choice.unit = unit;
        plan
    }

    /// The same plan for an invoice whose issuer is known by this.
    #[must_use]
    pub fn of_issuer(&self, issuer: &str) -> Self {
        let mut plan = self.clone();
        if let Some(invoice) = &mut plan.invoice {
            invoice.0.identify_as(issuer);
        }
        plan
    }

    /// The same plan for a file of an account that the user named.
    #[must_use]
    pub fn of_account(&self, account: &str) -> Self {
        let mut plan = self.clone();
        plan.choice.reading.account = Some(account.to_owned());
        plan.header.fixes = plan.choice.said();
        plan
    }

    /// The format that the file is read by.
    pub fn document(&self) -> Option<&Document> {
        self.document.as_deref()
    }

    /// The password that the user gave; empty without one.
    pub fn password(&self) -> &str {
        self.choice.password.as_deref().unwrap_or_default()
    }

    /// Counts the lines of the invoice as charges, too, if it is one.
    #[must_use]
    pub fn counting(mut self, count: bool) -> Self {
        self.choice.count_invoices |= count;
        self
    }
}

/// A plan of which nothing is decided yet.
pub(super) fn blank(item: &Item, choice: &Choice) -> Planned {
    let header = ImportHeader {
        file: shown_name(item),
        bytes: item.bytes,
        sha256: item.sha256.clone(),
        fixes: choice.said(),
        ..ImportHeader::default()
    };
    Planned {
        format: String::new(),
        name: String::new(),
        version: None,
        confidence: Confidence::None,
        why: Vec::new(),
        header,
        needs_mapping: None,
        hint: String::new(),
        refused: None,
        lock: PasswordState::None,
        columns: Vec::new(),
        page: None,
        invoice: None,
        document: None,
        choice: choice.clone(),
        opened: Kept::default(),
        made: None,
    }
}

/// `archive.zip/member.csv`, or the file's name.
pub(super) fn shown_name(item: &Item) -> String {
    let file = item
        .path
        .file_name()
        .unwrap_or(item.path.as_os_str())
        .to_string_lossy();
    let name = match &item.member {
        Some(member) => format!("{file}/{member}"),
        None => file.into_owned(),
    };
    match item.parts.len() {
        0 => name,
        parts => format!("{name} and {} more", parts - 1),
    }
}
