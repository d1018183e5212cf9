//! What a file is and how it will be read, decided before a row becomes a fact. Writes nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use chrono::{Days, NaiveDate};
use model::{Currency, ImportHeader, Invoice, Overlap, Period, Problem, Syntax};
use serde::{Deserialize, Serialize};

use crate::file_name;
use crate::fixes::Fixes;
use crate::formats::{Document, NameSays};
use crate::invoice::{self, Confirmed};
use crate::pdf::PdfError;
use crate::reading::Reading;
use crate::recognise::{self, Recognised};
use crate::sheet::{Lock, SheetError};
use crate::source::{OpenError, Opened};
use crate::unpack::Item;

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
    pub fn parse(file: &str, text: &str) -> Result<Self, crate::formats::DocumentError> {
        let document = Arc::new(Document::parse(file, text)?);
        Ok(Self {
            document,
            text: text.to_owned(),
        })
    }
}

impl Choice {
    /// The user's own format of the id that is given.
    fn own_format(&self) -> Option<&Mapping> {
        let id = self.format.as_ref()?;
        self.own.iter().find(|mapping| mapping.document.id == *id)
    }

    /// What was said about how the file is read and about its cells, as the journal keeps it.
    fn said(&self) -> Option<String> {
        self.fixes.clone().as_read(self.reading.clone()).text()
    }

    /// The text of a document that is the user's own.
    fn text_of(&self, document: &Arc<Document>) -> Option<&str> {
        let mut own = self.mapping.iter().chain(self.own.iter());
        let found = own.find(|mapping| Arc::ptr_eq(&mapping.document, document));
        found.map(|mapping| mapping.text.as_str())
    }
}

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
    fn put(&self, opened: Opened) {
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

    /// The format that the file is read by.
    pub fn document(&self) -> Option<&Document> {
        self.document.as_deref()
    }

    /// The password that the user gave; empty without one.
    pub fn password(&self) -> &str {
        self.choice.password.as_deref().unwrap_or_default()
    }
}

/// Recognises a file. Never fails: what cannot be read says why.
pub fn plan(item: &Item, choice: &Choice) -> Planned {
    let mut planned = blank(item, choice);
    if let Some(reason) = item.refused.as_ref().or(item.ignored.as_ref()) {
        planned.refused = Some(reason.clone());
        return planned;
    }
    match open_as_told(item, choice, Opened::glance) {
        Ok((opened, reading)) => {
            planned.choice.reading = reading;
            planned.lock = opened.lock().into();
            decide(&mut planned, &opened, item);
            planned.opened.put(opened);
        }
        Err(reason) => {
            planned.lock = (&reason).into();
            planned.refused = Some(reason.to_string());
        }
    }
    planned
}

/// Opens a file as it is told to be read: by the user, by the mapping in force, else by the first of the user's own
/// formats that says how its files are read and fits when it is read so. Gives how that was.
pub(crate) fn open_as_told(
    item: &Item,
    choice: &Choice,
    open: impl Fn(&Item, &Choice) -> Result<Opened, OpenError>,
) -> Result<(Opened, Reading), OpenError> {
    let open = |reading: Reading| {
        let choice = Choice {
            reading: reading.clone(),
            ..choice.clone()
        };
        Ok((open(item, &choice)?, reading))
    };
    let given = choice.mapping.as_ref().or_else(|| choice.own_format());
    if let Some(mapping) = given {
        return open(choice.reading.clone().or(mapping.document.reading()));
    }
    if choice.format.is_none() && !choice.reading.is_of_layout() {
        let own = choice.own.iter().map(|mapping| &mapping.document);
        for document in own.filter(|document| document.reading().is_of_layout()) {
            if let Ok(opened) = open(choice.reading.clone().or(document.reading()))
                && recognise::fits(document, &opened.0, &shown_name(item))
            {
                return Ok(opened);
            }
        }
    }
    open(choice.reading.clone())
}

/// Recognises a file that is open already.
pub(crate) fn plan_opened(item: &Item, choice: &Choice, opened: &Opened) -> Planned {
    let mut planned = blank(item, choice);
    decide(&mut planned, opened, item);
    planned
}

fn blank(item: &Item, choice: &Choice) -> Planned {
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
fn shown_name(item: &Item) -> String {
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

fn decide(planned: &mut Planned, opened: &Opened, item: &Item) {
    if let Some(invoice) = opened.invoice() {
        return accept_invoice(planned, invoice.clone(), &opened.problems);
    }
    let file = shown_name(item);
    let found = match (&planned.choice.mapping, &planned.choice.format) {
        (Some(mapping), _) => recognise::as_told(&mapping.document, opened, &file),
        (None, Some(id)) => match document_of(id, &planned.choice.own) {
            Some(document) => recognise::as_told(&document, opened, &file),
            None => Err(format!(
                "there is no format `{id}`; `counterfoil formats` lists them"
            )),
        },
        (None, None) => Ok(recognise::recognise(opened, &file, &planned.choice.own)),
    };
    match found {
        Ok(found) => {
            accept(planned, found);
            let why_not = |document: &Arc<Document>| {
                forbidden(document, opened, &file).or_else(|| incomplete(document, item))
            };
            planned.refused = planned.document.as_ref().and_then(why_not);
        }
        Err(reason) => planned.needs_mapping = Some(reason),
    }
    if planned.columns.is_empty() {
        planned.columns = opened.widest_header();
    }
}

/// Why the document says that such a file must not be read.
fn forbidden(document: &Document, opened: &Opened, file: &str) -> Option<String> {
    let tables = opened
        .tables
        .iter()
        .filter(|table| recognise::fits_table(document, &table.columns, file));
    tables
        .into_iter()
        .find_map(|table| document.refuses(&table.columns, file).map(str::to_owned))
}

/// Why a delivery of which parts are missing must not replace a month.
fn incomplete(document: &Document, item: &Item) -> Option<String> {
    let missing = item
        .missing
        .as_ref()
        .filter(|_| document.overlap == Overlap::Period)?;
    Some(format!(
        "{missing}; a month is read from all its parts together: import the folder"
    ))
}

/// An invoice is read as what it is; a later one of the same issuer and number replaces it as a whole.
fn accept_invoice(planned: &mut Planned, mut invoice: Invoice, odd: &[Problem]) {
    invoice::FORMAT.clone_into(&mut planned.format);
    "Invoice".clone_into(&mut planned.name);
    planned.confidence = Confidence::Certain;
    planned.why = vec![invoice::why(&invoice)];
    planned.header.format.clone_from(&planned.format);
    planned.header.reader_version = invoice::READER;
    planned.header.overlap = Overlap::Period;
    if invoice.syntax == Syntax::Text {
        accept_page(planned, &mut invoice);
    }
    planned.invoice = Some(Box::new((invoice, odd.to_vec())));
}

/// What was read off a page is kept only if nothing that matters is in doubt, or a person said what it is.
fn accept_page(planned: &mut Planned, invoice: &mut Invoice) {
    if let Some(said) = &planned.choice.confirmed {
        said.apply(invoice);
        planned.header.mapping = Some(said.text().to_owned());
    }
    planned.needs_mapping = invoice::doubt(invoice);
    planned.why.extend(planned.needs_mapping.clone());
    planned.confidence = match planned.needs_mapping {
        None => Confidence::Likely,
        Some(_) => Confidence::Guess,
    };
    planned.page = Some(Box::new(invoice.clone()));
}

/// The format of that id: the user's own, else the built-in one.
fn document_of(id: &str, own: &[Mapping]) -> Option<Arc<Document>> {
    let own = own
        .iter()
        .map(|mapping| &mapping.document)
        .find(|document| document.id == id);
    own.cloned().or_else(|| crate::formats::by_id(id))
}

impl Planned {
    /// Counts the lines of the invoice as charges, too, if it is one.
    #[must_use]
    pub fn counting(mut self, count: bool) -> Self {
        self.choice.count_invoices |= count;
        self
    }
}

fn accept(planned: &mut Planned, found: Recognised) {
    planned.confidence = found.confidence;
    planned.why = found.why;
    planned.version = found.version;
    let Some(document) = found.document else {
        planned.needs_mapping = Some(found.reason);
        return;
    };
    planned.format.clone_from(&document.id);
    planned.name.clone_from(&document.name);
    planned.header.format.clone_from(&document.id);
    planned.header.reader_version = document.reader;
    planned.header.overlap = document.overlap;
    planned.header.mapping = planned.choice.text_of(&document).map(str::to_owned);
    if found.confidence < Confidence::Likely {
        planned.needs_mapping = Some(found.reason);
        return;
    }
    if is_dated(planned, document.name_says) {
        planned.document = Some(document);
    }
}

/// Takes from the file's name what its rows do not say, unless the user did; without either, asks.
fn is_dated(planned: &mut Planned, name_says: Option<NameSays>) -> bool {
    let told = planned.choice.period;
    let file = &planned.header.file;
    let last = |period: Period| period.to - Days::new(1);
    planned.made = told.map(last).or_else(|| file_name::day(file));
    let window = match name_says {
        Some(NameSays::Window) => told.or_else(|| file_name::window(file)),
        Some(NameSays::Last28) => {
            let window = |day: NaiveDate| Period::new(day - Days::new(27), day + Days::new(1));
            told.filter(|told| told.days() > 1).or(planned.made.map(window))
        }
        Some(NameSays::Day) if planned.made.is_none() => None,
        _ => return true,
    };
    planned.choice.period = window.or(told);
    if name_says == Some(NameSays::Day) || window.is_none() {
        let (what, how) = match name_says {
            Some(NameSays::Window) => ("which days it is for", "--period 2026-08-01..2026-08-31"),
            _ => ("the day it was made", "--period 2026-09-01"),
        };
        planned.needs_mapping = Some(format!(
            "Its rows do not say {what}, and its name does not either."
        ));
        planned.hint = format!("Say it: {how}.");
        return false;
    }
    true
}
