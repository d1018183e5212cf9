//! Rows for other programs: a list of typed columns, written as CSV or as Apache Parquet. Opens no files and knows no
//! figures; what a column says is text, whose kind the column states.

mod nameless;
mod parquet;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};

use model::{as_text_cell, unmarked};

use self::nameless::Nameless;
use self::parquet::ParquetRows;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// A decimal number: `-1.25`.
    Number,
    /// A whole number.
    Whole,
    /// Midnight of a day, UTC: `2026-09-01T00:00:00Z`.
    Instant,
    /// A day: `2026-09-01`.
    Day,
}

/// What is known of a fact beside itself.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Name of the file it came from.
    pub file: &'a str,
    /// Whether its service is AI.
    pub is_ai: bool,
}

/// What a column says about a fact; `None` is null.
pub(crate) type Say<F> = fn(&F, &About<'_>) -> Option<String>;

/// The heading of a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heading {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Whether it is never null.
    pub(crate) is_required: bool,
}

/// One column.
pub(crate) struct Column<F> {
    pub(crate) heading: Heading,
    /// Whether it tells who.
    pub(crate) is_personal: bool,
    pub(crate) say: Say<F>,
}

impl<F> Column<F> {
    pub(crate) const fn new(name: &'static str, kind: Kind, say: Say<F>) -> Self {
        Self {
            heading: Heading {
                name,
                kind,
                is_required: false,
            },
            is_personal: false,
            say,
        }
    }

    pub(crate) const fn required(mut self) -> Self {
        self.heading.is_required = true;
        self
    }

    pub(crate) const fn personal(mut self) -> Self {
        self.is_personal = true;
        self
    }
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated text.
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// A text that no spreadsheet takes for a formula; only texts come from files of others. No spreadsheet takes anything of
/// Parquet for a formula: there only what looks marked is marked once more, so that reading gives it again.
fn safe(form: Form, cell: &str) -> Cow<'_, str> {
    if form == Form::Csv || unmarked(cell) != cell {
        as_text_cell(cell)
    } else {
        Cow::Borrowed(cell)
    }
}

/// Writes facts as rows.
pub struct Rows<F: 'static, W: Write + Send> {
    columns: Vec<&'static Column<F>>,
    out: Out<W>,
    form: Form,
    /// Takes e-mail addresses out of texts, where nobody may be named.
    nameless: Option<Nameless>,
    marked: u64,
}

enum Out<W: Write + Send> {
    Csv(Box<csv::Writer<W>>),
    Parquet(Box<ParquetRows<W>>),
}

impl<F, W: Write + Send> Rows<F, W> {
    pub(crate) fn new(out: W, form: Form, columns: Vec<&'static Column<F>>) -> io::Result<Self> {
        let headings: Vec<Heading> = columns.iter().map(|column| column.heading).collect();
        let out = match form {
            Form::Csv => {
                let mut out = csv::Writer::from_writer(out);
                out.write_record(headings.iter().map(|heading| heading.name))?;
                Out::Csv(Box::new(out))
            }
            Form::Parquet => Out::Parquet(Box::new(ParquetRows::new(out, &headings)?)),
        };
        Ok(Self {
            columns,
            out,
            form,
            nameless: None,
            marked: 0,
        })
    }

    /// Names nobody: no column of people, and no e-mail address in any text.
    pub(crate) fn naming(mut self, names: bool) -> Self {
        self.nameless = (!names).then(Nameless::default);
        self
    }

    /// Writes one fact.
    pub fn put(&mut self, fact: &F, about: &About<'_>) -> io::Result<()> {
        let (form, nameless, marked) = (self.form, &mut self.nameless, &mut self.marked);
        let cells = self.columns.iter().map(|column| {
            let cell = (column.say)(fact, about)?;
            if column.heading.kind != Kind::Text {
                return Some(cell);
            }
            let cell = match nameless {
                Some(nameless) => nameless.text(cell),
                None => cell,
            };
            let safe = match safe(form, &cell) {
                Cow::Owned(safe) => Some(safe),
                Cow::Borrowed(_) => None,
            };
            *marked += u64::from(safe.is_some() && form == Form::Csv);
            Some(safe.unwrap_or(cell))
        });
        match &mut self.out {
            Out::Csv(out) => {
                for cell in cells {
                    out.write_field(cell.unwrap_or_default())?;
                }
                Ok(out.write_record(None::<&[u8]>)?)
            }
            Out::Parquet(out) => out.put(cells),
        }
    }

    /// Ends the file; says how many texts got an apostrophe because they begin like a formula.
    pub fn finish(self) -> io::Result<u64> {
        match self.out {
            Out::Csv(mut out) => out.flush()?,
            Out::Parquet(out) => out.finish()?,
        }
        Ok(self.marked)
    }
}
