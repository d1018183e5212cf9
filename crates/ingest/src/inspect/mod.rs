//! `inspect`: what a file is and how it would be read, without a book. The shapes are the contract of
//! `counterfoil inspect --json`; a field that does not apply is absent.

mod amount;
mod table;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use model::Problem;
use serde::Serialize;

use crate::invoice::InvoiceFacts;
use crate::plan::{Choice, Confidence, PasswordState, plan_opened};
use crate::read::IngestError;
use crate::sheet::print_cells;
use crate::source::{OpenError, Opened};
use crate::text::TextFile;
use crate::unpack::{Item, Kind, Limits, open};
use crate::value::{DateSurvey, NumberSurvey};

/// What to look at besides the usual.
#[derive(Clone, Debug, Default)]
pub struct InspectOptions {
    /// Columns by whose values the amount column is split.
    pub by: Vec<String>,
    /// What the user says about the files.
    pub choice: Choice,
}

/// One file.
#[derive(Clone, Debug, Serialize)]
pub struct Inspected {
    /// Its name.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256, hex.
    pub sha256: String,
    /// What it is by content.
    pub kind: Kind,
    /// Format id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Version of the format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format_version: Option<String>,
    /// How sure the format is.
    pub confidence: Confidence,
    /// Why.
    pub why: Vec<String>,
    /// How a text file is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<TextFacts>,
    /// Its tables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tables: Option<Vec<TableFacts>>,
    /// The invoice that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoiceFacts>,
    /// Whether it is locked.
    pub password: PasswordState,
    /// What was odd.
    pub problems: Vec<Problem>,
    /// Why it cannot be read, in words.
    pub refused: Option<String>,
}

/// How a text file is written.
#[derive(Clone, Debug, Serialize)]
pub struct TextFacts {
    /// `utf-8`, `windows-1252` …
    pub encoding: String,
    /// Whether it starts with a byte order mark.
    pub bom: bool,
    /// Between fields.
    pub delimiter: String,
    /// Around fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Decimal mark, if its numbers tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// `iso`, `dmy`, `mdy`, `ambiguous`; absent without dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<String>,
}

/// One table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TableFacts {
    /// Sheet name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Rows before the header.
    pub preamble_rows: u64,
    /// Zero-based record of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// Remarks behind the table.
    pub footer_rows: u64,
    /// Column names.
    pub columns: Vec<String>,
    /// Data rows.
    pub rows: u64,
    /// The column whose sum is what the table is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_column: Option<String>,
    /// Exact sums by column and currency.
    pub sums: BTreeMap<String, BTreeMap<String, String>>,
    /// Amounts below zero.
    pub negatives: u64,
    /// Totals that the file states.
    pub stated_totals: Vec<StatedFacts>,
    /// The amount column by the values of other columns.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by: BTreeMap<String, Vec<Share>>,
}

/// A total that the file states.
#[derive(Clone, Debug, Serialize)]
pub struct StatedFacts {
    /// Row, from 1.
    pub row: u64,
    /// The amount stated.
    pub amount: String,
    /// Whether it is the sum of the rows.
    pub agrees: bool,
}

/// A part of the amount column.
#[derive(Clone, Debug, Serialize)]
pub struct Share {
    /// Value of the column split by.
    pub value: String,
    /// Currency.
    pub currency: String,
    /// Exact sum.
    pub amount: String,
}

/// Looks at every file under a path.
pub fn inspect(path: &Path, options: &InspectOptions) -> Vec<Inspected> {
    let items = open(&[PathBuf::from(path)], &Limits::default());
    let files = items.iter().flat_map(|item| match item.parts.as_slice() {
        [] => std::slice::from_ref(item),
        parts => parts,
    });
    files
        .filter(|item| item.ignored.is_none())
        .map(|item| inspect_item(item, options))
        .collect()
}

/// Prints a sheet as CSV.
pub fn cells(
    path: &Path,
    sheet: &str,
    password: Option<&str>,
    out: &mut dyn Write,
) -> Result<(), IngestError> {
    let items = open(&[PathBuf::from(path)], &Limits::default());
    let Some(item) = items.first() else {
        return Err(IngestError::NotReadable("there is no such file".into()));
    };
    if let Some(reason) = &item.refused {
        return Err(IngestError::NotReadable(reason.clone()));
    }
    Ok(print_cells(item, sheet, password, out).map_err(OpenError::from)?)
}

/// Looks at one item.
pub fn inspect_item(item: &Item, options: &InspectOptions) -> Inspected {
    let mut facts = Inspected {
        file: item.member.clone().unwrap_or_else(|| item.name.clone()),
        bytes: item.bytes,
        sha256: item.sha256.clone(),
        kind: item.kind,
        format: None,
        format_version: None,
        confidence: Confidence::None,
        why: Vec::new(),
        text: None,
        tables: None,
        invoice: None,
        password: PasswordState::None,
        problems: Vec::new(),
        refused: item.refused.clone(),
    };
    if facts.refused.is_none() {
        match Opened::open(item, &options.choice) {
            Ok(opened) => look(&mut facts, item, &opened, options),
            Err(error) => refuse(&mut facts, &error),
        }
    }
    facts
}

fn refuse(facts: &mut Inspected, error: &OpenError) {
    facts.password = error.into();
    facts.refused = Some(error.to_string());
}

fn look(facts: &mut Inspected, item: &Item, opened: &Opened, options: &InspectOptions) {
    let planned = plan_opened(item, &options.choice, opened);
    facts.password = opened.lock().into();
    facts.format = (!planned.format.is_empty()).then(|| planned.format.clone());
    facts.format_version = planned.version;
    facts.confidence = planned.confidence;
    facts.why = planned.why;
    facts.text = opened.text().map(text_facts);
    facts.problems.clone_from(&opened.problems);
    if let Some(invoice) = opened.invoice() {
        facts.invoice = Some(InvoiceFacts::from(invoice));
        return;
    }
    let document = planned.document.as_deref();
    let tables = (0..opened.tables.len()).map(|table| table::look(opened, table, document, &options.by));
    match tables.collect() {
        Ok(tables) => facts.tables = Some(tables),
        Err(error) => facts.refused = Some(error.to_string()),
    }
}

fn text_facts(file: &TextFile) -> TextFacts {
    let letter = |byte: u8| char::from(byte).to_string();
    let (mut numbers, mut dates) = (NumberSurvey::default(), DateSurvey::default());
    for table in &file.tables {
        table
            .numbers
            .iter()
            .filter(|column| column.others == 0)
            .for_each(|column| numbers.merge(column));
        table
            .dates
            .iter()
            .filter(|column| column.others == 0)
            .for_each(|column| dates.merge(column));
    }
    TextFacts {
        encoding: file.encoding.name(),
        bom: file.encoding.bom,
        delimiter: letter(file.dialect.delimiter),
        quote: file.dialect.quote.map(letter),
        decimal: numbers
            .is_telling()
            .then(|| amount::mark(numbers.style()).to_owned()),
        dates: (dates.dates > 0).then(|| dates.style().order.id().to_owned()),
    }
}
