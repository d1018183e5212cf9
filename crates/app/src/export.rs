//! The facts of a book for other programs, as a FOCUS data set or as plain tables: one file, CSV or Parquet by its
//! name, written beside its target and renamed.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use model::{Charge, Dimension, Measure, Period, Query, Usage, What};
use reports::focus::{FocusOptions, service};
use reports::{About, Form, Rows, focus, plain};
use store::Book;

use crate::interrupt::is_asked;
use crate::target::Target;
use crate::view::Saved;
use crate::{Error, Result};

/// Vendors that sell nothing but AI.
const AI_VENDORS: &[&str] = &["OpenAI", "Anthropic", "Cursor"];

/// What is written.
#[derive(Clone, Copy, Debug)]
pub enum Export {
    /// Charges as FOCUS.
    Focus(FocusOptions),
    /// Charges, one column for each thing known of them.
    Charges {
        /// Whether identities of people go out.
        names: bool,
    },
    /// Usage, likewise.
    Usage {
        /// Whether identities of people go out.
        names: bool,
    },
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows.
    pub lines: u64,
    /// Texts that begin like a formula and got an apostrophe.
    pub marked: u64,
}

/// Writes the facts of a period, or all; what was written comes with the message.
pub(crate) fn export(
    book: &Book,
    period: Option<Period>,
    what: Export,
    to: Target<'_>,
) -> Result<(Saved, Written)> {
    let form = form(to.path())?;
    let failed = |error| Error::file(to.path(), "written", &error);
    to.check(&start(form, what).map_err(failed)?)?;
    let writing = Writing {
        book,
        period,
        sources: Sources::of(book)?,
    };
    let mut count = Written::default();
    let saved = to.private_if(true).whole(|file| {
        let out = BufWriter::new(file);
        let written = match what {
            Export::Focus(options) => writing.charges(focus::rows(out, form, options)),
            Export::Charges { names } => writing.charges(plain::charges(out, form, names)),
            Export::Usage { names } => writing.usage(plain::usage(out, form, names)),
        };
        count = written?.map_err(failed)?;
        Ok(())
    })?;
    Ok((saved, count))
}

/// How the file begins: the headings of a CSV, by which an earlier one of ours is known.
fn start(form: Form, what: Export) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    if form == Form::Csv {
        match what {
            Export::Focus(options) => focus::rows(&mut start, form, options)?.finish()?,
            Export::Charges { names } => plain::charges(&mut start, form, names)?.finish()?,
            Export::Usage { names } => plain::usage(&mut start, form, names)?.finish()?,
        };
    }
    Ok(start)
}

struct Writing<'b> {
    book: &'b Book,
    period: Option<Period>,
    sources: Sources,
}

impl Writing<'_> {
    fn charges<W: Write + Send>(&self, rows: io::Result<Rows<Charge, W>>) -> Result<io::Result<Written>> {
        let put = |rows: &mut Rows<_, W>, import, charge: &Charge| {
            rows.put(charge, &self.sources.about(import, &service(charge)))
        };
        each(rows, put, |give| self.book.each_charge(self.period, give))
    }

    fn usage<W: Write + Send>(&self, rows: io::Result<Rows<Usage, W>>) -> Result<io::Result<Written>> {
        let put =
            |rows: &mut Rows<_, W>, import, usage: &Usage| rows.put(usage, &self.sources.about(import, ""));
        each(rows, put, |give| self.book.each_usage(self.period, give))
    }
}

/// Gives a fact, with the import that brought it.
type Give<'g, F> = &'g mut dyn FnMut(i64, &F) -> io::Result<()>;

/// Writes what is given, and counts it.
fn each<F, W: Write + Send>(
    rows: io::Result<Rows<F, W>>,
    put: impl Fn(&mut Rows<F, W>, i64, &F) -> io::Result<()>,
    all: impl FnOnce(Give<'_, F>) -> store::Result<io::Result<()>>,
) -> Result<io::Result<Written>> {
    let mut rows = match rows {
        Ok(rows) => rows,
        Err(error) => return Ok(Err(error)),
    };
    let mut lines = 0;
    let done = all(&mut |import, fact| {
        lines += 1;
        if is_asked() {
            return Err(io::Error::other("it was stopped"));
        }
        put(&mut rows, import, fact)
    })?;
    let marked = done.and_then(|()| rows.finish());
    Ok(marked.map(|marked| Written { lines, marked }))
}

fn form(path: &Path) -> Result<Form> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => Ok(Form::Csv),
        Some("parquet") => Ok(Form::Parquet),
        _ => {
            let what = format!("{} is no name of a CSV or Parquet file", path.display());
            Err(Error::asked(what, "Let it end in .csv or .parquet."))
        }
    }
}

/// What is known about where facts come from.
struct Sources {
    /// Names of the files behind the imports.
    files: HashMap<i64, String>,
    /// Services that are AI.
    ai: HashSet<String>,
}

impl Sources {
    fn of(book: &Book) -> Result<Self> {
        let imports = book.imports()?.into_iter();
        Ok(Self {
            files: imports.map(|import| (import.id, import.header.file)).collect(),
            ai: ai_services(book)?,
        })
    }

    fn about(&self, import: i64, service: &str) -> About<'_> {
        About {
            file: self.files.get(&import).map_or("", String::as_str),
            is_ai: self.ai.contains(service),
        }
    }
}

/// Services of which any charge names a model, and all of some vendors: a service is AI in all of its lines or in none.
fn ai_services(book: &Book) -> Result<HashSet<String>> {
    let by = [Dimension::Provider, Dimension::Service, Dimension::Model];
    let query = Query {
        by: by.to_vec(),
        ..Query::of(Measure::Billed)
    };
    let groups = book.groups(&query)?.groups.into_iter();
    let ai = groups.filter(|group| !group.keys[2].is_empty() || AI_VENDORS.contains(&group.keys[0].as_str()));
    Ok(ai
        .map(|group| {
            service(&Charge {
                what: What {
                    provider: group.keys[0].clone(),
                    service: group.keys[1].clone(),
                    ..What::default()
                }
                .into(),
                ..Charge::default()
            })
        })
        .collect())
}
