//! A document placed on the columns of one file, once per file: what then happens per row needs no names.

mod placed;
mod remarks;

use std::sync::Arc;

use chrono::NaiveDate;
use model::{Currency, Exact, Period};

use super::cells::Style;
use super::damage::Ids;
use super::derive::Derived;
use super::document::Document;
use super::field::Field;
use super::header::Header;
use super::parts::{Dates, Decimals, History, Note};
use super::rule::Rule;
use super::scope::Scope;
use super::take::Names;
use super::undated::periods;
use crate::file_name::uuid;
use crate::row::{Cell, Row};
use crate::value::{DateOrder, DateStyle, MoneyUnit, NumberStyle, Sign, unit_above};

pub(crate) use placed::Placed;
use placed::{arrange, place};
pub(super) use remarks::say;

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
