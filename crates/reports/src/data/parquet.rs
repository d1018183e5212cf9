//! Rows as Apache Parquet, without Arrow: texts as UTF-8, numbers as decimals of 38 digits, instants in microseconds
//! UTC. Rows are gathered to a row group and written column by column.

use std::io::{self, Write};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};
use model::Exact;
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{
    ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int32Type, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::{Heading, Kind};

/// Rows of one row group.
const GROUP: usize = 50_000;
/// Bytes of a decimal.
const WIDTH: i32 = 16;
const PRECISION: i32 = 38;
/// Decimals: as many as a stored amount has.
const SCALE: u32 = 9;

/// Writes rows.
pub(super) struct ParquetRows<W: Write + Send> {
    out: SerializedFileWriter<W>,
    chunks: Vec<Chunk>,
    rows: usize,
}

impl<W: Write + Send> ParquetRows<W> {
    pub(super) fn new(out: W, headings: &[Heading]) -> io::Result<Self> {
        let fields = headings.iter().map(field).collect::<Result<Vec<_>, _>>();
        let schema = Type::group_type_builder("schema").with_fields(fields.map_err(failed)?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(crate::WRITER.to_owned())
            .build();
        let schema = Arc::new(schema.build().map_err(failed)?);
        Ok(Self {
            out: SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(failed)?,
            chunks: headings.iter().map(Chunk::new).collect(),
            rows: 0,
        })
    }

    pub(super) fn put(&mut self, cells: impl Iterator<Item = Option<String>>) -> io::Result<()> {
        for (chunk, cell) in self.chunks.iter_mut().zip(cells) {
            chunk.push(cell)?;
        }
        self.rows += 1;
        if self.rows == GROUP {
            self.write_group()
        } else {
            Ok(())
        }
    }

    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.out.next_row_group().map_err(failed)?;
        for chunk in &mut self.chunks {
            let mut column = group
                .next_column()
                .map_err(failed)?
                .expect("as many columns as headings");
            chunk.write(&mut column).map_err(failed)?;
            column.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.rows = 0;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.out.close().map_err(failed)?;
        Ok(())
    }
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(cause) => io::Error::other(cause),
        },
        other => io::Error::other(other),
    }
}

fn field(heading: &Heading) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match heading.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Number => (
            Physical::FIXED_LEN_BYTE_ARRAY,
            Some(LogicalType::decimal(SCALE as i32, PRECISION)),
        ),
        Kind::Whole => (Physical::INT64, None),
        Kind::Instant => (
            Physical::INT64,
            Some(LogicalType::timestamp(true, TimeUnit::MICROS)),
        ),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
    };
    let repetition = if heading.is_required {
        Repetition::REQUIRED
    } else {
        Repetition::OPTIONAL
    };
    let mut field = Type::primitive_type_builder(heading.name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical);
    if heading.kind == Kind::Number {
        field = field
            .with_length(WIDTH)
            .with_precision(PRECISION)
            .with_scale(SCALE as i32);
    }
    Ok(Arc::new(field.build()?))
}

/// Cells of one column that wait to be written.
struct Chunk {
    heading: Heading,
    /// Per row, whether it has a value: 1 or 0.
    levels: Vec<i16>,
    values: Values,
}

enum Values {
    Texts(Vec<ByteArray>),
    Numbers(Vec<FixedLenByteArray>),
    Wholes(Vec<i64>),
    Days(Vec<i32>),
}

impl Chunk {
    fn new(heading: &Heading) -> Self {
        let values = match heading.kind {
            Kind::Text => Values::Texts(Vec::new()),
            Kind::Number => Values::Numbers(Vec::new()),
            Kind::Whole | Kind::Instant => Values::Wholes(Vec::new()),
            Kind::Day => Values::Days(Vec::new()),
        };
        Self {
            heading: *heading,
            levels: Vec::new(),
            values,
        }
    }

    fn push(&mut self, cell: Option<String>) -> io::Result<()> {
        self.levels.push(i16::from(cell.is_some()));
        match cell {
            Some(text) => self.push_value(text),
            None if self.heading.is_required => Err(self.odd("nothing")),
            None => Ok(()),
        }
    }

    fn push_value(&mut self, text: String) -> io::Result<()> {
        let is_instant = self.heading.kind == Kind::Instant;
        let odd = self.odd(&text);
        match &mut self.values {
            Values::Texts(values) => values.push(text.into_bytes().into()),
            Values::Numbers(values) => values.push(decimal(&text).ok_or(odd)?),
            Values::Wholes(values) if is_instant => values.push(micros(&text).ok_or(odd)?),
            Values::Wholes(values) => values.push(text.parse().map_err(|_| odd)?),
            Values::Days(values) => values.push(day(&text).ok_or(odd)?),
        }
        Ok(())
    }

    fn odd(&self, text: &str) -> io::Error {
        let Heading { name, kind, .. } = self.heading;
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("{name} cannot hold {text} as {kind:?}"),
        )
    }

    fn write(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let levels = std::mem::take(&mut self.levels);
        let levels = (!self.heading.is_required).then_some(levels.as_slice());
        match &mut self.values {
            Values::Texts(values) => {
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&std::mem::take(values), levels, None)
            }
            Values::Numbers(values) => {
                column
                    .typed::<FixedLenByteArrayType>()
                    .write_batch(&std::mem::take(values), levels, None)
            }
            Values::Wholes(values) => {
                column
                    .typed::<Int64Type>()
                    .write_batch(&std::mem::take(values), levels, None)
            }
            Values::Days(values) => {
                column
                    .typed::<Int32Type>()
                    .write_batch(&std::mem::take(values), levels, None)
            }
        }?;
        Ok(())
    }
}

fn decimal(text: &str) -> Option<FixedLenByteArray> {
    let (unscaled, lost) = Exact::parse(text)?.unscaled(SCALE)?;
    (!lost).then(|| ByteArray::from(unscaled.to_be_bytes().to_vec()).into())
}

fn micros(text: &str) -> Option<i64> {
    Some(DateTime::parse_from_rfc3339(text).ok()?.timestamp_micros())
}

fn day(text: &str) -> Option<i32> {
    let day: NaiveDate = text.parse().ok()?;
    i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).ok()
}
