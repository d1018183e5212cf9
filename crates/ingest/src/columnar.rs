//! Apache Parquet as one table: rows streamed from one row group after the other, decimals as their digits, nested
//! groups as columns with a point in their name, maps and lists as JSON text. Knows no format.

use std::any::Any;
use std::cell::Cell as Flag;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use bytes::Bytes;
use chrono::{DateTime, Days, NaiveDate};
use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit};
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row as Record};
use parquet::schema::types::Type;

use crate::row::{Cell, Row, RowKind, TableInfo};
use crate::source::{OpenError, Visit};
use crate::unpack::{Content, Limits, Source};

/// The most that one column of one row group may unpack to.
const MOST_CHUNK: i64 = 1 << 30;
const MOST_COLUMNS: usize = 4_000;
/// Levels of groups, lists and maps.
const DEEPEST: usize = 16;

/// An opened Parquet file.
#[derive(Debug)]
pub(crate) struct ParquetFile {
    content: Content,
    columns: Vec<String>,
    nodes: Vec<Node>,
    /// Rows that its footer states.
    pub(crate) rows: u64,
}

/// What a field of a record becomes.
#[derive(Debug)]
enum Node {
    /// One cell.
    Leaf,
    /// One cell, of whole numbers that are nanoseconds since 1970.
    Nanos,
    /// The cells of its fields.
    Group(Vec<Node>),
}

impl Node {
    fn width(&self) -> usize {
        match self {
            Self::Group(nodes) => nodes.iter().map(Self::width).sum(),
            _ => 1,
        }
    }
}

impl ParquetFile {
    /// Reads the footer.
    pub(crate) fn open(content: &Content) -> Result<Self, OpenError> {
        guarded(|| {
            let reader = reader(content)?;
            let metadata = reader.metadata();
            let mut columns = Vec::new();
            let nodes = nodes(metadata.file_metadata().schema(), "", &mut columns, 0)?;
            let mut chunks = metadata.row_groups().iter().flat_map(RowGroupMetaData::columns);
            if let Some(chunk) = chunks.find(|chunk| !(0..=MOST_CHUNK).contains(&chunk.uncompressed_size())) {
                let bytes = chunk.uncompressed_size();
                return Err(damaged(&format!(
                    "a part of it says that it unpacks to {bytes} bytes"
                )));
            }
            let rows = u64::try_from(metadata.file_metadata().num_rows());
            Ok(Self {
                content: content.clone(),
                columns,
                nodes,
                rows: rows.map_err(|_| damaged("it says that it has fewer than no rows"))?,
            })
        })
    }

    /// Its table.
    pub(crate) fn table(&self) -> TableInfo {
        TableInfo {
            columns: self.columns.clone(),
            ..TableInfo::default()
        }
    }

    /// Visits the rows.
    pub(crate) fn rows(&self, visit: &mut Visit<'_>) -> Result<(), OpenError> {
        let reader = guarded(|| reader(&self.content))?;
        let mut number = 0;
        for at in 0..reader.num_row_groups() {
            let group = guarded(|| reader.get_row_group(at).map_err(unreadable))?;
            guarded(|| dictionaries(&*group))?;
            let mut rows = guarded(|| RowIter::from_row_group(None, &*group).map_err(unreadable))?;
            while let Some(cells) = guarded(|| self.next(&mut rows))? {
                number += 1;
                if visit(&Row { number, cells }, RowKind::Data).is_break() {
                    return Ok(());
                }
            }
        }
        if number == self.rows {
            return Ok(());
        }
        Err(damaged(&format!("it has {number} rows and says {}", self.rows)))
    }

    fn next(&self, rows: &mut RowIter<'_>) -> Result<Option<Vec<Cell<'static>>>, OpenError> {
        let Some(record) = rows.next() else {
            return Ok(None);
        };
        let mut cells = Vec::with_capacity(self.columns.len());
        put(&self.nodes, &record.map_err(unreadable)?, &mut cells);
        Ok(Some(cells))
    }
}

fn put(nodes: &[Node], record: &Record, cells: &mut Vec<Cell<'static>>) {
    for (node, (_, field)) in nodes.iter().zip(record.get_column_iter()) {
        match (node, field) {
            (Node::Group(nodes), Field::Group(record)) => put(nodes, record, cells),
            (Node::Group(_), _) => cells.extend((0..node.width()).map(|_| Cell::Empty)),
            (Node::Nanos, Field::Long(nanos)) => {
                cells.push(Cell::Date(DateTime::from_timestamp_nanos(*nanos).naive_utc()));
            }
            (_, field) => cells.push(cell(field)),
        }
    }
}

/// What the fields of a group become, and the names of their columns: `service.id`.
fn nodes(group: &Type, path: &str, columns: &mut Vec<String>, depth: usize) -> Result<Vec<Node>, OpenError> {
    if depth > DEEPEST || columns.len() > MOST_COLUMNS {
        return Err(damaged("its columns are nested too deep, or too many"));
    }
    let node = |field: &std::sync::Arc<Type>| {
        let about = field.get_basic_info();
        let name = if path.is_empty() {
            about.name().to_owned()
        } else {
            format!("{path}.{}", about.name())
        };
        let is_group = field.is_group()
            && about.logical_type_ref().is_none()
            && about.converted_type() == ConvertedType::NONE
            && about.repetition() != Repetition::REPEATED;
        if is_group {
            return Ok(Node::Group(nodes(field, &name, columns, depth + 1)?));
        }
        columns.push(name);
        let is_nanos = matches!(about.logical_type_ref(), Some(LogicalType::Timestamp(time)) if time.unit == TimeUnit::NANOS);
        Ok(if is_nanos { Node::Nanos } else { Node::Leaf })
    };
    group.get_fields().iter().map(node).collect()
}

fn reader(content: &Content) -> Result<Box<dyn FileReader>, OpenError> {
    Ok(match content.source(Limits::default().memory)? {
        Source::File(file, _) => Box::new(SerializedFileReader::new(file.into_inner()).map_err(unreadable)?),
        Source::Memory(bytes) => {
            let bytes = Bytes::from_owner(bytes.into_inner());
            Box::new(SerializedFileReader::new(bytes).map_err(unreadable)?)
        }
    })
}

/// Refuses dictionaries that say they have more values than bytes: the library makes room for as many as they say.
fn dictionaries(group: &dyn RowGroupReader) -> Result<(), OpenError> {
    for column in 0..group.num_columns() {
        let mut pages = group.get_column_page_reader(column).map_err(unreadable)?;
        let first = pages.peek_next_page().map_err(unreadable)?;
        if !first.is_some_and(|page| page.is_dict) {
            continue;
        }
        let Some(page) = pages.get_next_page().map_err(unreadable)? else {
            continue;
        };
        let (bytes, said) = (page.buffer().len(), page.num_values());
        if said as usize > bytes {
            return Err(damaged(&format!(
                "a dictionary of {bytes} bytes says that it has {said} values"
            )));
        }
    }
    Ok(())
}

fn damaged(what: &str) -> OpenError {
    OpenError::NoTables(format!("the Parquet file is damaged: {what}"))
}

/// How the library begins what it says of a way of compressing that was left out.
const NOT_BUILT_IN: &str = "Disabled feature at compile time";

fn unreadable(error: ParquetError) -> OpenError {
    match error {
        ParquetError::NYI(what) => {
            OpenError::NoTables(format!("the Parquet file uses what is not read: {what}"))
        }
        ParquetError::General(what) if what.starts_with(NOT_BUILT_IN) => OpenError::NoTables(format!(
            "the Parquet file is compressed with {}, which is not read; write it with Snappy, Gzip or Zstandard",
            what[NOT_BUILT_IN.len()..].trim_matches([':', ' '])
        )),
        ParquetError::General(what) | ParquetError::EOF(what) => damaged(&what),
        other => damaged(&other.to_string()),
    }
}

thread_local! {
    /// Whether the library is at work, whose panics are about the file.
    static AT_WORK: Flag<bool> = const { Flag::new(false) };
}

/// Calls into the library, which panics at some damaged files.
fn guarded<T>(work: impl FnOnce() -> Result<T, OpenError>) -> Result<T, OpenError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !AT_WORK.get() {
                usual(panic);
            }
        }));
    });
    AT_WORK.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    AT_WORK.set(false);
    done.unwrap_or_else(|panic| Err(damaged(said(&*panic))))
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("its parts contradict one another")
}

/// A field as a cell.
fn cell(field: &Field) -> Cell<'static> {
    let number = |text: String| Cell::Number(text.into());
    match field {
        Field::Null => Cell::Empty,
        Field::Bool(value) => Cell::Bool(*value),
        Field::Str(text) if text.is_empty() => Cell::Empty,
        Field::Str(text) => Cell::Text(text.clone().into()),
        Field::Bytes(bytes) => Cell::Text(String::from_utf8_lossy(bytes.data()).into_owned().into()),
        Field::Date(days) => day(*days).map_or(Cell::Empty, |day| Cell::Date(day.into())),
        Field::TimestampMillis(millis) => instant(DateTime::from_timestamp_millis(*millis)),
        Field::TimestampMicros(micros) => instant(DateTime::from_timestamp_micros(*micros)),
        Field::Float(value) if !value.is_finite() => Cell::Text(value.to_string().into()),
        Field::Double(value) if !value.is_finite() => Cell::Text(value.to_string().into()),
        Field::Float(value) => number(value.to_string()),
        Field::Double(value) => number(value.to_string()),
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => {
            let mut text = String::new();
            json(field, &mut text, 0);
            Cell::Text(text.into())
        }
        Field::TimeMillis(_) | Field::TimeMicros(_) => Cell::Text(field.to_string().into()),
        other => number(other.to_string().trim_end_matches('.').to_owned()),
    }
}

fn day(days: i32) -> Option<NaiveDate> {
    let start = NaiveDate::default();
    let away = Days::new(u64::from(days.unsigned_abs()));
    if days < 0 {
        start.checked_sub_days(away)
    } else {
        start.checked_add_days(away)
    }
}

fn instant(at: Option<DateTime<chrono::Utc>>) -> Cell<'static> {
    at.map_or(Cell::Empty, |at| Cell::Date(at.naive_utc()))
}

/// A field as JSON text; numbers keep their digits.
fn json(field: &Field, out: &mut String, depth: usize) {
    if depth > DEEPEST {
        return out.push_str("null");
    }
    match field {
        Field::Group(record) => {
            let members = record
                .get_column_iter()
                .map(|(name, field)| (name.clone(), field));
            object(members, out, depth);
        }
        Field::MapInternal(map) => {
            let members = map
                .entries()
                .iter()
                .map(|(key, value)| (cell(key).text().into_owned(), value));
            object(members, out, depth);
        }
        Field::ListInternal(list) => {
            out.push('[');
            for (at, field) in list.elements().iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                json(field, out, depth + 1);
            }
            out.push(']');
        }
        field => match cell(field) {
            Cell::Empty => out.push_str(if matches!(field, Field::Str(_)) {
                "\"\""
            } else {
                "null"
            }),
            Cell::Number(text) => out.push_str(&text),
            Cell::Bool(value) => out.push_str(if value { "true" } else { "false" }),
            other => quoted(&other.text(), out),
        },
    }
}

fn object<'f>(members: impl Iterator<Item = (String, &'f Field)>, out: &mut String, depth: usize) {
    out.push('{');
    for (at, (name, field)) in members.enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        quoted(&name, out);
        out.push(':');
        json(field, out, depth + 1);
    }
    out.push('}');
}

fn quoted(text: &str, out: &mut String) {
    write!(out, "{}", serde_json::Value::from(text)).expect("a string takes everything");
}
