//! `inspect`: what a file is and how it would be read, without a book. The shapes are the contract of
//! `counterfoil inspect --json`; a field that does not apply is absent.

mod amount;
pub mod beside;
mod money_words;
mod sums;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use model::Problem;
use serde::Serialize;

use crate::formats::Dates;
use crate::invoice::InvoiceFacts;
use crate::plan::{Choice, Confidence, PasswordState, open_as_told, plan_opened};
use crate::read::IngestError;
use crate::reading::{Delimiter, Reading};
use crate::sheet::print_cells;
use crate::source::{OpenError, Opened};
use crate::text::TextFile;
use crate::unpack::{Item, Kind, Limits, open};
use crate::value::{DateSurvey, NumberStyle, NumberSurvey};
pub(crate) use money_words::names_money;

/// First rows of a table that are shown to choose its header from.
const HEAD_ROWS: usize = 12;

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
    /// How a text file seems to be written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<TextFacts>,
    /// What is said of how it is read, and holds in place of what was detected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used: Option<UsedFacts>,
    /// The first rows of the table looked at, as a person counts them: for choosing the one that names the columns.
    #[serde(skip)]
    pub head: Vec<(u64, Vec<String>)>,
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
    /// Zero-based record that looked like the header, where another is said to be it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
}

/// What is said of how a file is read; a field of which nothing is said is absent.
#[derive(Clone, Debug, Serialize)]
pub struct UsedFacts {
    /// Encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Between fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    /// The row that names the columns, zero-based; absent where it is said that there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// Whether it is said that no row names the columns.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_header: bool,
    /// The one sheet that is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// `iso`, `dmy`, `mdy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<&'static str>,
    /// `.`, `,`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<&'static str>,
}

impl From<&Reading> for UsedFacts {
    fn from(said: &Reading) -> Self {
        Self {
            encoding: said.encoding.clone(),
            delimiter: said.delimiter,
            header_row: said.header_row.and_then(|row| row.checked_sub(1)),
            no_header: said.header_row == Some(0),
            sheet: said.sheet.clone(),
            dates: said.dates.map(Dates::id),
            decimal: said.decimal.map(|mark| amount::mark(mark.into())),
        }
    }
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
    /// Rows that cannot be read: they have cells beyond the header, or are longer than any row may be.
    #[serde(skip_serializing_if = "is_zero")]
    pub refused_rows: u64,
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

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(count: &u64) -> bool {
    *count == 0
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
        sha256: String::new(),
        kind: item.kind,
        format: None,
        format_version: None,
        confidence: Confidence::None,
        why: Vec::new(),
        text: None,
        used: None,
        head: Vec::new(),
        tables: None,
        invoice: None,
        password: PasswordState::None,
        problems: Vec::new(),
        refused: item.refused.clone(),
    };
    if facts.refused.is_none() {
        match open_as_told(item, &options.choice, Opened::open) {
            Ok((opened, reading)) => {
                let choice = Choice {
                    reading,
                    ..options.choice.clone()
                };
                look(&mut facts, item, &opened, (&choice, &options.by));
            }
            Err(error) => refuse(&mut facts, &error),
        }
    }
    match item.digest() {
        Ok(sha256) => facts.sha256 = sha256,
        Err(error) => refuse(&mut facts, &error.into()),
    }
    facts
}

fn refuse(facts: &mut Inspected, error: &OpenError) {
    facts.password = error.into();
    facts.refused = Some(error.to_string());
}

fn look(facts: &mut Inspected, item: &Item, opened: &Opened, (choice, by): (&Choice, &[String])) {
    let planned = plan_opened(item, choice, opened);
    facts.used = (!choice.reading.is_silent()).then(|| UsedFacts::from(&choice.reading));
    facts.head = opened.first_rows(HEAD_ROWS);
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
    let asked = table::Asked {
        document,
        by,
        is_own: document.is_some_and(|document| choice.is_own(document)),
        numbers: choice.reading.decimal.map(NumberStyle::from),
    };
    let tables = (0..opened.tables.len()).map(|table| table::look(opened, table, &asked));
    match tables.collect::<Result<Vec<_>, _>>() {
        Ok(tables) => {
            facts
                .problems
                .extend(tables.iter().flat_map(|(_, problems)| problems.iter().cloned()));
            facts.tables = Some(tables.into_iter().map(|(table, _)| table).collect());
            lost(facts, opened);
        }
        Err(error) => facts.refused = Some(error.to_string()),
    }
}

/// Records that nobody can read are refused rows of the first table.
fn lost(facts: &mut Inspected, opened: &Opened) {
    let Some(lost) = opened.text().map(TextFile::lost) else {
        return;
    };
    facts.problems.extend(lost.problems.iter().cloned());
    if let Some(first) = facts.tables.as_mut().and_then(|tables| tables.first_mut()) {
        first.refused_rows += lost.count;
    }
}

fn text_facts(file: &TextFile) -> TextFacts {
    let letter = |byte: u8| char::from(byte).to_string();
    let (mut numbers, mut dates) = (NumberSurvey::default(), DateSurvey::default());
    for table in &file.tables {
        table
            .numbers
            .iter()
            .filter(|column| column.is_mostly_numbers())
            .for_each(|column| numbers.merge(column));
        table
            .dates
            .iter()
            .filter(|column| column.is_mostly_dates())
            .for_each(|column| dates.merge(column));
    }
    TextFacts {
        encoding: file.detected.encoding.name(),
        bom: file.detected.encoding.bom,
        delimiter: letter(file.detected.dialect.delimiter),
        quote: file.dialect.quote.map(letter),
        header_row: file.detected.header_row.filter(|row| {
            file.tables
                .first()
                .is_some_and(|table| table.header_row != Some(*row))
        }),
        decimal: numbers
            .is_telling()
            .then(|| amount::mark(numbers.style()).to_owned()),
        dates: (dates.dates > 0).then(|| dates.style().order.id().to_owned()),
    }
}
