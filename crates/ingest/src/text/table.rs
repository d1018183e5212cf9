//! A delimited text as tables: what they are called, where they start and end, which rows are no data; then their
//! rows, streamed. Reads the file once to look and once for the rows; keeps no rows.

use std::collections::HashMap;
use std::io::{self, Read};
use std::ops::{ControlFlow, Range};
use std::sync::OnceLock;

use model::Problem;

use super::aligned::Aligned;
use super::dialect::excel_hint;
use super::records::Lost;
use super::survey::Survey;
use super::{Dialect, Record, Records, TextEncoding, wrapped};
use crate::reading::{Delimiter, Reading};
use crate::row::{RowKind, TableInfo};
use crate::unpack::Content;
use crate::value::{DateSurvey, NumberSurvey};

/// How much of a large file is looked at before its rows are read.
const GLANCE: u64 = 4 << 20;
/// How much text the dialect is decided from.
const SAMPLE: u64 = 128 * 1024;

/// A total that the file itself states: a row that is no data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedTotal {
    /// Record number, from 1.
    pub row: u64,
    /// Its label: `Grand Total`.
    pub label: String,
    /// Its cells by column; read the amounts with the style of their column.
    pub cells: Vec<String>,
    /// Data rows of the table before it.
    pub rows_before: u64,
}

/// Of a text whose columns were aligned by blanks.
const TABS: Dialect = Dialect {
    delimiter: b'\t',
    quote: None,
    escape: None,
    skips_blanks: false,
};
const ALIGNED: &str = "Columns are aligned by blanks; they were told apart by where they stand.";
const WRAPPED: &str = "Each line stands in quotes as one cell; what is in them was read as the row.";

/// One table of a text file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextTable {
    /// Zero-based record of the first header line; `None` without a header.
    pub header_row: Option<u64>,
    /// Header lines.
    pub header_rows: u64,
    /// Column names, header lines joined; invented without a header.
    pub columns: Vec<String>,
    /// Text of the records before the header that belong to this table, blank ones included.
    pub preamble: Vec<Vec<String>>,
    /// Zero-based records behind the header, up to the next table.
    pub records: Range<u64>,
    /// Data rows.
    pub rows: u64,
    /// Data rows with more filled cells than there are columns: their cells may be shifted (an amount such as `1,500`
    /// written without quotes). No reader can repair them; each of the first is a problem with its line.
    pub overlong_rows: u64,
    /// Remarks behind the last data row.
    pub footer_rows: u64,
    /// Totals that the file states.
    pub stated_totals: Vec<StatedTotal>,
    /// What numbers each column has, over all data rows (columns of text are given up early).
    pub numbers: Vec<NumberSurvey>,
    /// What dates each column has, likewise.
    pub dates: Vec<DateSurvey>,
    /// Records that are neither data nor blank, by zero-based record.
    pub(super) kinds: HashMap<u64, RowKind>,
}

impl TextTable {
    /// What a record is for.
    pub fn kind(&self, record: &Record) -> RowKind {
        self.kind_at(record.number, || record.is_blank())
    }

    /// What the row of a number is.
    pub(crate) fn kind_at(&self, number: u64, is_blank: impl FnOnce() -> bool) -> RowKind {
        match self.kinds.get(&(number - 1)) {
            Some(kind) => *kind,
            None if is_blank() => RowKind::Blank,
            None => RowKind::Data,
        }
    }

    /// Where it is and what its columns are called.
    pub(crate) fn info(&self) -> TableInfo {
        TableInfo {
            name: String::new(),
            hidden: false,
            preamble_rows: self.preamble.len() as u64,
            header_row: self.header_row,
            header_rows: self.header_rows,
            footer_rows: self.footer_rows,
            columns: self.columns.clone(),
            preamble: self.preamble.clone(),
        }
    }
}

/// A text file, looked through once.
#[derive(Clone, Debug)]
pub struct TextFile {
    content: Content,
    /// Encoding.
    pub encoding: TextEncoding,
    /// Delimiter and quoting.
    pub dialect: Dialect,
    /// Its tables in the order of the file; none if it has no text.
    pub tables: Vec<TextTable>,
    /// What was odd, with line numbers.
    pub problems: Vec<Problem>,
    /// Records that could not be read at all.
    pub lost: Lost,
    /// What was detected, whatever is said.
    pub detected: Detected,
    /// How it was written otherwise than as a delimited text, if it was.
    pub(crate) rewritten: Option<&'static str>,
    /// The record that is said to be the header.
    header: Option<u64>,
    /// Set where only the beginning was looked at: what a reading of all rows found.
    glanced: Option<OnceLock<Found>>,
}

/// How a text seems to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    /// Encoding.
    pub encoding: TextEncoding,
    /// Delimiter and quoting.
    pub dialect: Dialect,
    /// Zero-based record of the first header line.
    pub header_row: Option<u64>,
}

/// What a reading of the whole file found.
#[derive(Clone, Debug)]
struct Found {
    tables: Vec<TextTable>,
    problems: Vec<Problem>,
    lost: Lost,
    /// Bytes of another encoding, or a second table.
    is_other: bool,
}

impl TextFile {
    /// Finds encoding, dialect and tables. Reads the file to its end.
    pub fn open(content: Content) -> io::Result<Self> {
        Self::open_as(content, &Reading::default())
    }

    /// The same where something is said of encoding, delimiter and header.
    pub fn open_as(content: Content, said: &Reading) -> io::Result<Self> {
        let encoding = TextEncoding::detect(&content)?;
        Self::surveyed(Self::dressed(content, encoding, said)?)
    }

    /// The file in the encoding and dialect that are said or detected, without tables.
    fn dressed(content: Content, detected: TextEncoding, said: &Reading) -> io::Result<Self> {
        let sample = |encoding: TextEncoding| -> io::Result<String> {
            let mut sample = Vec::new();
            encoding.reader(&content)?.take(SAMPLE).read_to_end(&mut sample)?;
            Ok(whole_lines(&sample))
        };
        let named = said.encoding.as_deref().and_then(TextEncoding::named);
        let encoding = named.map_or(detected, |named| named.with_mark(detected.bom));
        let text = sample(encoding)?;
        let seems = Dialect::detect(&text)?;
        let told = said
            .delimiter
            .map(|Delimiter(sign)| Dialect::with_delimiter(&text, sign));
        let columns = told.is_none().then(|| Aligned::find(&text)).flatten();
        if let Some(columns) = columns
            && let Some(delimited) = columns.delimited(encoding.reader(&content)?)?
        {
            let file = Self::written_anew(delimited.into(), (TABS, ALIGNED), detected, said.header_row);
            return Ok(file);
        }
        if told.is_none()
            && let Some(dialect) = wrapped::dialect(&text)?
            && let Some(bare) = wrapped::unwrapped(encoding.reader(&content)?)?
        {
            let file = Self::written_anew(bare.into(), (dialect, WRAPPED), detected, said.header_row);
            return Ok(file);
        }
        Ok(Self {
            content,
            encoding,
            dialect: told.unwrap_or(seems),
            tables: Vec::new(),
            problems: Vec::new(),
            lost: Lost::default(),
            detected: Detected {
                encoding: detected,
                dialect: seems,
                header_row: None,
            },
            rewritten: None,
            header: said.header_row,
            glanced: None,
        })
    }

    /// A text that was written anew in this dialect, and why.
    fn written_anew(
        content: Content,
        (dialect, why): (Dialect, &'static str),
        detected: TextEncoding,
        header: Option<u64>,
    ) -> Self {
        Self {
            content,
            encoding: TextEncoding::UTF_8,
            dialect,
            tables: Vec::new(),
            problems: Vec::new(),
            lost: Lost::default(),
            detected: Detected {
                encoding: detected,
                dialect,
                header_row: None,
            },
            rewritten: Some(why),
            header,
            glanced: None,
        }
    }

    /// Reads the file to its end and finds its tables.
    fn surveyed(mut self) -> io::Result<Self> {
        let records = Records::new(self.encoding.reader(&self.content)?, self.dialect);
        let mut survey = Survey::new(records).told(self.header);
        (self.tables, self.problems) = survey.run()?;
        self.lost = survey.records().take_lost();
        self.detected.header_row = survey.detected_header();
        Ok(self)
    }

    /// Looks at the beginning of a large file; a small one is opened as ever. Where the beginning does not promise
    /// one table, all is read. The rows are then judged while they are read; [`Self::as_promised`] tells whether the
    /// rest is like the beginning.
    pub(crate) fn glance(content: Content, said: &Reading) -> io::Result<Self> {
        let encoding = TextEncoding::detect_within(&content, GLANCE)?;
        let mut file = Self::dressed(content, encoding, said)?;
        let mut sample = Vec::new();
        let head = file.encoding.reader(&file.content)?;
        head.take(GLANCE).read_to_end(&mut sample)?;
        let end = memchr::memrchr2(b'\n', b'\r', &sample).filter(|_| sample.len() as u64 == GLANCE);
        let Some(end) = end else {
            return Self::open_as(file.content, said);
        };
        let mut survey = Survey::new(Records::new(&sample[..=end], file.dialect)).told(file.header);
        let (tables, _) = survey.run()?;
        if tables.len() != 1 {
            return Self::open_as(file.content, said);
        }
        file.detected.header_row = survey.detected_header();
        file.tables = tables;
        file.glanced = Some(OnceLock::new());
        Ok(file)
    }

    /// How much of the file its tables are known from, if only from its beginning.
    pub(crate) fn seen_bytes(&self) -> Option<u64> {
        self.glanced.is_some().then_some(GLANCE)
    }

    /// After reading the rows of a file that was only glanced at: its one table as it turned out and what was odd;
    /// `None` if it is not as its beginning promised.
    pub(crate) fn as_promised(&self) -> Option<(&TextTable, &[Problem])> {
        let found = self.glanced.as_ref()?.get()?;
        let [table] = &found.tables[..] else { return None };
        let shape = |table: &TextTable| (table.header_row, table.header_rows, table.records.start);
        let same = shape(table) == shape(&self.tables[0]) && table.columns == self.tables[0].columns;
        (same && !found.is_other).then_some((table, &found.problems))
    }

    /// Records that could not be read at all, once the rows were read.
    pub(crate) fn lost(&self) -> &Lost {
        let found = self.glanced.as_ref().and_then(OnceLock::get);
        found.map_or(&self.lost, |found| &found.lost)
    }

    /// Hands over the first records of the file, whatever they are.
    pub(crate) fn head(&self, most: usize, visit: &mut dyn FnMut(&Record)) -> io::Result<()> {
        let mut records = Records::new(self.encoding.reader(&self.content)?, self.dialect);
        for _ in 0..most {
            match records.read()? {
                Some(record) => visit(record),
                None => break,
            }
        }
        Ok(())
    }

    /// Hands over every record of a table behind its header, with what it is for.
    pub fn rows(
        &self,
        table: usize,
        visit: &mut dyn FnMut(&Record, RowKind) -> ControlFlow<()>,
    ) -> io::Result<()> {
        if let Some(place) = &self.glanced {
            return self.judge(place, visit);
        }
        let Some(table) = self.tables.get(table) else {
            return Ok(());
        };
        let mut records = Records::new(self.encoding.reader(&self.content)?, self.dialect);
        while let Some(record) = records.read()? {
            if record.number > table.records.end {
                break;
            }
            if record.number > table.records.start && visit(record, table.kind(record)).is_break() {
                break;
            }
        }
        Ok(())
    }
}

impl TextFile {
    /// Hands over the rows while they are judged.
    fn judge(
        &self,
        place: &OnceLock<Found>,
        visit: &mut dyn FnMut(&Record, RowKind) -> ControlFlow<()>,
    ) -> io::Result<()> {
        let records = Records::new(self.encoding.reader(&self.content)?, self.dialect);
        let mut visit = |record: &Record, kind| visit(record, kind);
        let mut survey = Survey::new(records).told(self.header).visited_by(&mut visit);
        let (tables, problems) = survey.run()?;
        let lost = survey.records().take_lost();
        let is_other = survey.records().input().is_malformed() || survey.another_follows();
        let found = Found {
            tables,
            problems,
            lost,
            is_other,
        };
        // A second reading finds what the first one found.
        let _same = place.set(found);
        Ok(())
    }
}

/// The sample without its last line, which may be cut off, unless it is the only one.
fn whole_lines(sample: &[u8]) -> String {
    let end = match memchr::memrchr2(b'\n', b'\r', sample) {
        Some(end) if sample.len() as u64 == SAMPLE => end + 1,
        _ => sample.len(),
    };
    String::from_utf8_lossy(&sample[..end]).into_owned()
}

/// Whether a record is the line by which a file tells Excel its delimiter.
pub(super) fn is_excel_hint(record: &Record) -> bool {
    record.number == 1 && record.len() <= 2 && excel_hint(&format!("{};", record.get(0))).is_some()
}
