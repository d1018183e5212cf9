//! A document placed on the columns of one file, once per file: what then happens per row needs no names.

use std::rc::Rc;
use std::sync::Arc;

use chrono::NaiveDate;
use model::{Currency, Exact, Period, Problem};

use super::alike::{Alike, Part, Parts};
use super::cells::Style;
use super::damage::Ids;
use super::derive::Derived;
use super::document::Document;
use super::field::{FactKind, Field};
use super::getter::Getter;
use super::header::Header;
use super::parts::{Block, Dates, Decimals, History, Note};
use super::rule::Rule;
use super::scope::Scope;
use super::take::{Names, Take};
use super::undated::periods;
use crate::file_name::uuid;
use crate::row::{Cell, Row};
use crate::value::{DateOrder, DateStyle, DecimalMark, MoneyUnit, NumberStyle, Sign, unit_above};

/// What is known of a file besides its rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileFacts {
    /// Its name.
    pub name: String,
    /// The folders it is in, the nearest few.
    pub folders: Vec<String>,
    /// Style of numbers, if the file was surveyed.
    pub numbers: Option<NumberStyle>,
    /// Style of dates, if the file was surveyed.
    pub dates: Option<DateStyle>,
    /// Period that the user gave.
    pub period: Option<Period>,
    /// Columns of the table whose days a spreadsheet seems to have swapped where it could.
    pub swapped: Vec<usize>,
    /// Currency that the user gave.
    pub currency: Option<Currency>,
    /// What is written beside amounts, where that is one and the same in the whole table.
    pub sign: Option<Sign>,
    /// Lines above the table.
    pub preamble: Vec<Vec<String>>,
    /// The days of the file are whole months.
    pub whole_months: bool,
    /// Order of dates that the user gave.
    pub said_dates: Option<Dates>,
    /// Decimal mark that the user gave.
    pub said_decimal: Option<Decimals>,
    /// It is read by a mapping of the user's own.
    pub is_own: bool,
    /// The account that the user named.
    pub account: Option<String>,
    /// The day a list was made that does not say so in its rows.
    pub made: Option<NaiveDate>,
    /// The session that the file's family of sessions began with, where another file tells.
    pub family: String,
    /// The power of ten that amounts are written in.
    pub unit: i8,
}

impl FileFacts {
    /// An amount as written, in units of its currency; `None` if it gets too long.
    pub(super) fn in_units(&self, written: Exact) -> Option<Exact> {
        let places = self.unit.unsigned_abs();
        if self.unit < 0 {
            Some(written.shifted(places))
        } else {
            written.raised(places)
        }
    }
}

/// A block on its columns.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// What it makes.
    pub kind: FactKind,
    /// Its place among the document's blocks: part of the key.
    pub number: usize,
    /// For which rows.
    pub when: Rule,
    /// Whether these are the rows of the block before it.
    pub like_before: bool,
    /// Fields the file can fill; the currency first. Blocks that take a value in one way share who gets it, and so what it
    /// remembers of the row.
    pub fields: Vec<(Field, Rc<Getter>)>,
    /// How many of them say the currency, and whether any needs one.
    pub currencies: (usize, bool),
    /// How many are its own: the rest is the same in every block of usage, and taken once a row.
    pub own: usize,
    /// What its charges share with others.
    pub parts: Parts,
}

impl Placed {
    /// Where a field comes from.
    pub(crate) fn getter(&self, field: Field) -> Option<&Getter> {
        let found = self.fields.iter().find(|(own, _)| *own == field);
        found.map(|(_, getter)| &**getter)
    }
}

/// A [`History`] on its columns.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    /// What a line counts, and what was counted so far.
    pub counted: [Vec<usize>; 2],
    /// The same, with counts that tell no lines apart.
    pub all: [Vec<usize>; 2],
}

impl Telling {
    fn place(history: &History, header: &Header) -> Self {
        let places = |names: &[String]| names.iter().filter_map(|name| header.place(name)).collect();
        let counted: [Vec<usize>; 2] = [&history.last, &history.total].map(|names| places(names));
        let mut all = counted.clone();
        for (all, at) in all.iter_mut().zip(0..) {
            all.extend(history.beside.iter().filter_map(|pair| header.place(&pair[at])));
        }
        Self { counted, all }
    }
}

/// A column of a key, or several of which one says it.
#[derive(Clone, Debug)]
pub(crate) struct KeyColumn {
    /// Its name, whichever of them the file has.
    pub name: String,
    pub places: Vec<usize>,
    /// Whether it says when.
    pub is_day: bool,
}

impl KeyColumn {
    fn place(names: &Names, document: &Document, header: &Header) -> Self {
        let mut days = document.columns_of(Field::is_day);
        Self {
            name: names.0[0].to_lowercase(),
            places: header.places(names),
            is_day: days.any(|column| names.0.contains(column)),
        }
    }
}

/// A document on the columns of one file.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// The document.
    pub document: Arc<Document>,
    /// How cells are written.
    pub style: Style,
    /// The header.
    pub header: Header,
    /// Facts a row becomes.
    pub blocks: Vec<Placed>,
    /// Rows that are no data, with the reason.
    pub skips: Vec<(Rule, String)>,
    /// Notes on single rows.
    pub notes: Vec<(Rule, Note)>,
    /// Key columns.
    pub key: Vec<KeyColumn>,
    /// The columns in the order of their names, without running balances.
    pub by_name: Vec<(String, usize)>,
    /// Columns whose sum decides among rows of one key.
    pub keep_largest: Vec<usize>,
    /// Rows that count before others of their key.
    pub prefer: Option<Rule>,
    /// Columns whose blank cells mean: as above.
    pub carry: Vec<usize>,
    /// How a session log repeats another.
    pub history: Option<Telling>,
    /// Columns whose newest day dates the file.
    pub newest: Vec<usize>,
    /// Columns that say when a row was made.
    pub made: Vec<usize>,
    /// What a later file replaces, with the file's own words filled in.
    pub scope: Scope,
    /// Which charges are provisional.
    pub provisional: Option<Rule>,
    /// What becomes of the rows before they are read.
    pub derived: Derived,
    /// Columns that a spreadsheet may have damaged.
    pub ids: Ids,
    /// Columns that are called periods, where the period of the file was given.
    pub periods: Vec<usize>,
    /// What the user said.
    pub file: FileFacts,
}

impl Layout {
    /// Places a document on the header of a table.
    pub(crate) fn of_table(document: &Arc<Document>, columns: &[String], file: FileFacts) -> Self {
        let derived = Derived::new(document, columns).dated(file.period);
        let mut layout = Self::new(document, derived, file);
        if layout.file.said_dates.is_none() {
            let named = layout.file.swapped.iter().filter_map(|place| columns.get(*place));
            let kept = named.filter_map(|name| layout.header.written.iter().position(|own| own == name));
            layout.style.swapped = kept.collect();
        }
        layout
    }

    /// Places a document on the paths that it reads of a JSON file.
    pub(crate) fn of_json(document: &Arc<Document>, paths: &[String], file: FileFacts) -> Self {
        Self::new(document, Derived::plain(paths), file)
    }

    fn new(document: &Arc<Document>, derived: Derived, file: FileFacts) -> Self {
        let header = Header::new(&derived.columns, document.header)
            .below(&file.preamble)
            .in_folders(&file.folders);
        let rule = |when| Rule::place(when, &header, &file.name);
        let blocks = document.blocks().enumerate();
        let mut known = Vec::new();
        let blocks =
            blocks.map(|(number, (kind, block))| place((kind, number), block, (&header, &file), &mut known));
        let key = document
            .key
            .iter()
            .map(|names| KeyColumn::place(names, document, &header));
        let mut blocks: Vec<Placed> = blocks
            .filter(|block| !block.when.never() && !block.fields.is_empty())
            .collect();
        let provisional = document.provisional.as_ref().map(rule);
        arrange(&mut blocks, provisional.as_ref());
        Self {
            style: style(document, &file),
            ids: Ids::place(document, &blocks, &header),
            periods: file.period.map_or_else(Vec::new, |_| periods(&header)),
            blocks,
            skips: document
                .skip
                .iter()
                .map(|skip| (rule(&skip.when), skip.reason.clone()))
                .collect(),
            notes: document
                .note
                .iter()
                .map(|note| (rule(&note.when), note.clone()))
                .collect(),
            key: key.collect(),
            by_name: by_name(&header),
            keep_largest: document
                .keep_largest
                .iter()
                .flat_map(|names| header.places(names))
                .collect(),
            prefer: document.prefer.as_ref().map(rule),
            carry: header.places(&document.carry),
            history: document
                .history
                .as_ref()
                .map(|history| Telling::place(history, &header)),
            newest: header.places(&document.newest),
            made: header.places(&document.made),
            scope: Scope::new(&document.scope.replace("{uuid}", &uuid(&file.name)), |name| {
                header.place(name)
            }),
            provisional,
            document: Arc::clone(document),
            header,
            derived,
            file,
        }
    }

    /// How much a row states, to compare rows of one key: the sum of the columns that decide.
    pub(crate) fn size(&self, row: &Row<'_>) -> i64 {
        let cells = self.keep_largest.iter().filter_map(|place| row.cells.get(*place));
        cells
            .filter_map(|cell| self.style.numbers.read(&cell.text()).exact()?.micros())
            .sum()
    }

    /// Whether a row is no data.
    pub(crate) fn is_skipped(&self, row: &Row<'_>) -> bool {
        self.skips.iter().any(|(rule, _)| rule.holds(row, &self.style))
    }

    /// Whether rows say whose they are.
    pub(crate) fn names_accounts(&self) -> bool {
        let mut fields = self.blocks.iter().flat_map(|block| &block.fields);
        fields.any(|(field, _)| *field == Field::Account)
    }

    /// Columns that amounts come from as they are written, without a step that changes their unit.
    pub(crate) fn money_columns(&self) -> Vec<String> {
        let fields = self.blocks.iter().flat_map(|block| &block.fields);
        let money = fields.filter(|(field, _)| field.is_money());
        let mut columns: Vec<String> = money.filter_map(|(_, getter)| getter.unscaled_column()).collect();
        columns.sort();
        columns.dedup();
        columns
    }

    /// What is written above the table, if that says that amounts are in thousands or another unit.
    pub(crate) fn unit_above(&self) -> Option<(String, MoneyUnit)> {
        let mut cells = self.file.preamble.iter().flatten();
        cells.find_map(|cell| Some((cell.clone(), unit_above(cell)?)))
    }

    /// Where amounts of money stand in the table.
    pub(crate) fn money_places(&self) -> Vec<usize> {
        let fields = self.blocks.iter().flat_map(|block| &block.fields);
        let money = fields.filter(|(field, _)| field.is_money() || *field == Field::Amount);
        let own = money.flat_map(|(_, getter)| getter.places());
        own.filter(|place| *place < self.derived.width)
            .chain(self.derived.values())
            .collect()
    }

    /// Where the columns stand in the table that the format reads.
    pub(crate) fn read_places(&self) -> impl Iterator<Item = usize> + '_ {
        let names = self.document.columns();
        names.filter_map(|name| self.derived.own_place(name, &self.header))
    }

    /// The number of a cell, as the file writes them.
    pub(crate) fn number(&self, cell: &Cell<'_>) -> Option<Exact> {
        match cell {
            Cell::Number(text) | Cell::Money(text, _) => Exact::parse(text),
            Cell::Text(text) => self.style.numbers.read(text).exact(),
            _ => None,
        }
    }

    /// Whether the file shows another decimal mark than its format has.
    fn is_written_otherwise(&self) -> bool {
        let told = self.document.decimal.map(NumberStyle::from);
        let used = self.style.numbers;
        used.mark != DecimalMark::Ambiguous
            && self.file.said_decimal.is_none()
            && told.is_some_and(|told| told != used)
    }

    /// Columns of counts whose headings say that they are in thousands or millions.
    fn raised_columns(&self) -> Vec<Problem> {
        let fields = self.blocks.iter().flat_map(|block| &block.fields);
        let counts = fields.filter(|(field, _)| field.is_count());
        let mut columns: Vec<(&str, u8)> = counts.filter_map(|(_, getter)| getter.raised_column()).collect();
        columns.sort_unstable();
        columns.dedup();
        let remark = |(column, power): (&str, u8)| {
            let what = format!(
                "This column is read in units of 1{}, as its heading says.",
                "0".repeat(power.into())
            );
            Problem::new(model::Severity::Info, what).column(column)
        };
        columns.into_iter().map(remark).collect()
    }

    /// Columns that the user's own mapping names and the file has not, so that a field stays empty.
    fn idle_columns(&self) -> Vec<Problem> {
        let fields = self
            .document
            .blocks()
            .flat_map(|(_, block)| block.fields.values());
        let is_idle = |take: &&Take| Getter::place(take, &self.header, &self.file.name).is_none();
        let mut names: Vec<&String> = fields
            .filter(is_idle)
            .filter_map(|take| take.columns().next())
            .collect();
        names.sort_unstable();
        names.dedup();
        let told = |name: &String| {
            let what = format!("The mapping names a column {name}, which the file does not have.");
            Problem::new(model::Severity::Warning, what)
                .hint("if it has another name here, say so in the mapping")
        };
        names.into_iter().map(told).collect()
    }

    /// Whether its days are in another order than its format has.
    fn is_ordered_otherwise(&self) -> bool {
        let used = self.style.dates.order;
        matches!(used, DateOrder::Dmy | DateOrder::Mdy)
            && self.file.said_dates.is_none()
            && self.document.dates.is_some_and(|told| told.order() != used)
    }

    /// What there is to say about the file before its rows.
    pub(crate) fn remarks(&self) -> Vec<Problem> {
        let once = self.notes.iter().filter(|(rule, _)| rule.always());
        let mut remarks: Vec<Problem> = once.map(|(_, note)| say(note)).collect();
        if let Some(account) = self.file.account.as_ref().filter(|_| self.names_accounts()) {
            let what = format!("The file names its accounts; {account} stands only where a row names none.");
            remarks.push(Problem::new(model::Severity::Info, what));
        }
        remarks.extend(self.raised_columns());
        let lacking = self
            .document
            .expects
            .iter()
            .filter(|names| !self.header.has_any(names));
        remarks.extend(lacking.map(lacks));
        if self.file.is_own {
            remarks.extend(self.idle_columns());
        }
        let known = if self.file.is_own {
            "the mapping says"
        } else {
            "this export is known to write"
        };
        let otherwise = |what: &str| {
            let what = format!("{what} than {known}, and are read by theirs.");
            Problem::new(model::Severity::Info, what).hint("a spreadsheet may have saved it again")
        };
        let marks = self.is_written_otherwise();
        remarks.extend(marks.then(|| otherwise("Its numbers have another decimal mark")));
        let days = self.is_ordered_otherwise();
        remarks.extend(days.then(|| otherwise("Its days are in another order")));
        for (part, about) in &self.document.private {
            let names = self
                .header
                .written
                .iter()
                .filter(|name| name.to_lowercase().contains(part.as_str()));
            remarks.extend(names.map(|name| not_read(name, about)));
        }
        remarks
    }
}

/// A note as a problem.
pub(super) fn say(note: &Note) -> Problem {
    let problem = Problem::new(note.severity, note.what.clone());
    if note.hint.is_empty() {
        problem
    } else {
        problem.hint(note.hint.clone())
    }
}

fn lacks(names: &Names) -> Problem {
    let what = format!(
        "The file has no column {}, which this export always has: what stands there is missing here.",
        names.0[0]
    );
    Problem::new(model::Severity::Warning, what).hint("export the file again with all its columns")
}

fn not_read(name: &str, about: &str) -> Problem {
    let what = format!("This column is about {about} and was not read.");
    Problem::new(model::Severity::Info, what).column(name)
}

fn by_name(header: &Header) -> Vec<(String, usize)> {
    const BALANCES: &[&str] = &["balance", "running balance", "saldo", "solde", "kontostand"];
    let all = header.names.iter().cloned().zip(0..);
    let mut columns: Vec<(String, usize)> = all
        .filter(|(name, _)| !BALANCES.contains(&name.as_str()))
        .collect();
    columns.sort();
    columns
}

fn place(
    (kind, number): (FactKind, usize),
    block: &Block,
    (header, facts): (&Header, &FileFacts),
    known: &mut Vec<Rc<Getter>>,
) -> Placed {
    let file = &facts.name;
    let mut getter = |take: &Take| {
        if let Some(same) = known.iter().find(|known| known.is_of(take)) {
            return Some(Rc::clone(same));
        }
        known.push(Rc::new(Getter::place(take, header, file)?));
        known.last().map(Rc::clone)
    };
    let mut fields: Vec<(Field, Rc<Getter>)> = block
        .fields
        .iter()
        .filter_map(|(field, take)| {
            // A currency that is only assumed is not, where the user gave one.
            let is_said = *field == Field::Currency && facts.currency.is_some();
            let without = is_said.then(|| take.without_default());
            Some((*field, getter(without.as_ref().unwrap_or(take))?))
        })
        .collect();
    fields.sort_by_key(|(field, _)| *field != Field::Currency);
    let stated = fields.partition_point(|(field, _)| *field == Field::Currency);
    let has_amounts = fields.iter().any(|(field, _)| field.has_currency());
    Placed {
        currencies: (stated, has_amounts),
        kind,
        number,
        when: Rule::place(&block.when, header, file),
        like_before: false,
        own: fields.len(),
        fields,
        parts: Parts::default(),
    }
}

/// Finds out what blocks have in common, and charges with those of other rows.
fn arrange(blocks: &mut [Placed], provisional: Option<&Rule>) {
    share(blocks);
    for block in blocks.iter_mut().filter(|block| block.kind == FactKind::Charge) {
        block.parts = parts(&mut block.fields, provisional);
    }
    for at in 1..blocks.len() {
        blocks[at].like_before = blocks[at].when == blocks[at - 1].when;
    }
}

/// Puts the fields of a charge in the order of its parts; the currency stays first.
fn parts(fields: &mut [(Field, Rc<Getter>)], provisional: Option<&Rule>) -> Parts {
    fields.sort_by_key(|(field, _)| Part::of(*field));
    let end = |last: Part| fields.partition_point(|(field, _)| Part::of(*field) <= last);
    let ends = [end(Part::What), end(Part::Whose)];
    let getters = |from: usize, to: usize| fields[from..to].iter().map(|(_, getter)| &**getter);
    Parts {
        ends,
        what: Alike::read_by(getters(0, ends[0]), provisional.into_iter()),
        whose: Alike::read_by(getters(ends[0], ends[1]), None.into_iter()),
    }
}

/// Puts the fields that all blocks of usage take in one way behind those that are a block's own.
fn share(blocks: &mut [Placed]) {
    let is_usage = |block: &&Placed| block.kind == FactKind::Usage;
    let all: Vec<&Placed> = blocks.iter().filter(is_usage).collect();
    let [first, others @ ..] = all.as_slice() else {
        return;
    };
    let has = |block: &Placed, field: &(Field, Rc<Getter>)| {
        let mut fields = block.fields.iter();
        fields.any(|own| own.0 == field.0 && Rc::ptr_eq(&own.1, &field.1))
    };
    let same = first.fields.iter().filter(|field| {
        let is_alone = field.0 == Field::Currency || field.0 == Field::HourTokens || field.0.has_currency();
        !is_alone && !others.is_empty() && others.iter().all(|other| has(other, field))
    });
    let same: Vec<Field> = same.map(|(field, _)| *field).collect();
    for block in blocks.iter_mut().filter(|block| block.kind == FactKind::Usage) {
        block.fields.sort_by_key(|(field, _)| same.contains(field));
        block.own -= same.len();
    }
}

fn style(document: &Document, file: &FileFacts) -> Style {
    let order = |dates: Dates| DateStyle { order: dates.order() };
    let dates = file.said_dates.map(order).or(file.dates);
    let dates = dates.or(document.dates.map(order)).unwrap_or_default();
    let said = file.said_decimal.map(NumberStyle::from);
    let told = || document.decimal.map(NumberStyle::from);
    Style {
        numbers: said.or(file.numbers).or_else(told).unwrap_or_default(),
        dates,
        null: document.null.clone(),
        is_iso: document.dates == Some(Dates::Iso)
            && !file.is_own
            && !matches!(dates.order, DateOrder::Dmy | DateOrder::Mdy),
        swapped: Vec::new(),
    }
}
