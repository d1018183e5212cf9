//! One pass over a file: row by row into facts, counted. Does not open files and does not judge formats.

mod copies;
mod pages;
mod prices;
mod rows;
mod said;
mod shown;
mod sides;
mod values;

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use model::{Exact, Fact, Overlap, Problem, Severity};

use crate::feed::{Feed, Source, at_sheet, called_alike, left_out};
use crate::fixes::Mending;
use crate::formats::{Document, Field, FileFacts, Filled, Headings, Identifier, Layout};
use crate::json::Said;
use crate::plan::Planned;
use crate::read::{IngestError, ReadReport, Sink, Watch};
use crate::recognise::fits_table;
use crate::row::TableInfo;
use crate::source::Opened;
use crate::stated::Ledger;
use crate::survey::{Promise, survey};
use crate::text::TextFile;
use crate::totals::Totals;
use crate::unvalued::Unvalued;
use crate::winners::{Winners, winners};

/// One pass over a file.
pub(crate) struct Run<'a, 's, 'w> {
    document: &'a Arc<Document>,
    /// The file, or the parts of a delivery.
    parts: &'a [Opened],
    /// The one that is being read, and tables of those before it.
    opened: &'a Opened,
    before: usize,
    plan: &'a Planned,
    sink: &'a mut Sink<'s>,
    watch: &'a mut Watch<'w>,
    report: ReadReport,
    totals: Totals,
    identifier: Identifier,
    headings: Headings,
    /// Totals that the table states, where it states some.
    ledger: Ledger,
    /// Cells without a value in the columns of the table that are read.
    unvalued: Unvalued,
    /// Rows of the table that the format leaves out.
    ruled_out: u64,
    /// What the lines above the table say is to be paid.
    due: Option<(String, Exact)>,
    /// Currencies that number formats show.
    shown: Vec<shown::Told>,
    /// Of a ledger, whether it has both sides of its bookings.
    sides: Option<sides::Sides>,
    /// Of values of which there is one only, those that rows before stated.
    values: Option<values::Values>,
    /// What pages say of pages that are not here, and the day of a list in several.
    pages: Said,
    list_day: Option<NaiveDate>,
    /// Rows that win among those of one key.
    winners: Option<Winners>,
    of: Option<u64>,
    /// What is still to be seen of a table that was only glanced at.
    promise: Option<Promise>,
    /// Room for what a row becomes, and its facts on their way.
    filled: Option<Box<Filled>>,
    facts: Vec<Fact>,
    /// Facts that were given away and came back: their room is used again.
    spent: Vec<Fact>,
    stopped: Option<IngestError>,
}

impl<'a, 's, 'w> Run<'a, 's, 'w> {
    pub(crate) fn new(
        document: &'a Arc<Document>,
        parts: &'a [Opened],
        plan: &'a Planned,
        sink: &'a mut Sink<'s>,
        watch: &'a mut Watch<'w>,
    ) -> Self {
        Self {
            document,
            parts,
            opened: &parts[0],
            before: 0,
            plan,
            sink,
            watch,
            report: ReadReport {
                made: said::made(document, &parts[0]),
                ..ReadReport::default()
            },
            totals: Totals::default(),
            identifier: Identifier::default(),
            headings: Headings::default(),
            ledger: Ledger::default(),
            unvalued: Unvalued::default(),
            ruled_out: 0,
            due: None,
            shown: Vec::new(),
            sides: sides::Sides::of(document),
            values: values::Values::of(document),
            pages: Said::default(),
            list_day: None,
            winners: None,
            of: None,
            promise: None,
            filled: None,
            facts: Vec::new(),
            spent: Vec::new(),
            stopped: None,
        }
    }

    /// Reads every table of every part.
    pub(crate) fn all(mut self) -> Result<ReadReport, IngestError> {
        if let Some(shape) = self.document.list {
            self.list(shape)?;
            self.nothing();
            return Ok(self.report);
        }
        for part in self.parts {
            self.opened = part;
            self.oddities(&part.problems);
            if part.json().is_some() {
                self.json()?;
            } else {
                self.tables()?;
            }
            self.before += part.tables.len().max(1);
        }
        self.pages_left();
        self.idle_fixes();
        self.report.totals = self.totals.finish();
        self.contradicted();
        self.not_due();
        if let Some(problem) = self.sides.as_ref().and_then(sides::Sides::problem) {
            self.report.note(problem);
        }
        self.unsaid();
        self.unknown_currencies();
        self.nothing();
        Ok(self.report)
    }

    /// Rows that are too long are refused one by one; a cell's text never reaches the journal unless its column is read.
    fn oddities(&mut self, problems: &[Problem]) {
        for problem in problems
            .iter()
            .filter(|problem| problem.severity != Severity::Error)
        {
            self.problem(Problem {
                value: None,
                ..problem.clone()
            });
        }
    }

    /// A fix that no part of the file had any use for is said.
    fn idle_fixes(&mut self) {
        let parts = self.parts;
        for problem in Mending::idle(parts.iter().map(|part| &part.mending)) {
            self.report.note(problem);
        }
    }

    fn tables(&mut self) -> Result<(), IngestError> {
        let read = self.read_tables();
        let mut copies = copies::copies(self.opened, &read)?;
        if let Some(odd) = self.months_of_sheets(&read) {
            self.problem(odd);
        }
        for (place, table) in self.opened.tables.iter().enumerate() {
            if !read.contains(&place) {
                if !table.columns.is_empty() {
                    self.problem(left_out(&table.name));
                }
                continue;
            }
            let is_copy = copies.remove(&place).is_some_and(|(problem, is_copy)| {
                self.problem(problem);
                is_copy
            });
            if !is_copy {
                let is_among_others = read.len() > 1 && table.hidden;
                let hidden = is_among_others.then(|| copies::hidden(table));
                for odd in copies::beside(table).into_iter().chain(hidden) {
                    self.problem(odd);
                }
                self.one_table(place, table)?;
            }
        }
        self.lost();
        if read.is_empty() && self.parts.len() > 1 {
            let name = self.opened.name();
            return Err(IngestError::NotReadable(format!(
                "its part {name} has other columns than the first"
            )));
        }
        Ok(())
    }

    /// What is odd about sheets that are called as months, where the user said of which period their rows are.
    fn months_of_sheets(&self, read: &[usize]) -> Option<Problem> {
        let is_dated = self.document.columns_of(Field::is_day).next().is_some();
        let is_told = self.opened.is_book() && self.plan.choice.period.is_some() && !is_dated;
        let names: Vec<&str> = read
            .iter()
            .map(|place| &*self.opened.tables[*place].name)
            .collect();
        is_told.then(|| copies::months(&names)).flatten()
    }

    /// The tables that are of the format, or the only one where that is said.
    fn read_tables(&self) -> Vec<usize> {
        let told = self.plan.choice.mapping.is_some() || self.plan.choice.format.is_some();
        let tables = &self.opened.tables;
        let only = tables.iter().filter(|table| !table.columns.is_empty()).count() == 1;
        let is_read = |table: &TableInfo| {
            (told && only && !table.columns.is_empty())
                || fits_table(self.document, &table.columns, &self.plan.header.file)
        };
        (0..tables.len())
            .filter(|place| is_read(&tables[*place]))
            .collect()
    }

    fn one_table(&mut self, place: usize, table: &TableInfo) -> Result<(), IngestError> {
        let file = survey(self.opened, place, self.document, self.file_facts())?;
        let mut layout = Layout::of_table(self.document, &table.columns, file);
        self.show(&mut layout, place);
        self.due = said::due(&layout).filter(|_| self.opened.tables.len() == 1);
        for problem in called_alike(table, self.opened.numbers(place), layout.read_places()) {
            self.problem(problem);
        }
        self.of = self
            .opened
            .row_count(place)
            .map(|rows| self.report.rows.read + rows);
        self.promise = Promise::of(self.opened, place, self.document);
        self.unvalued = Unvalued::default();
        if self.opened.is_book() {
            self.unvalued = Unvalued::of(layout.read_places());
        }
        self.ledger = Ledger::default();
        if self.opened.may_state_totals(place) {
            self.ledger = Ledger::of(&layout);
        }
        let feed = Feed::new(Source::Table(place));
        self.ruled_out = 0;
        self.table(&layout, self.before + place, &table.name, &feed)?;
        for (stated, is_end) in std::mem::take(&mut self.ledger).finish() {
            // One between the rows may be of some that are not in one place, and one of rows that are left out on purpose is of more.
            let is_of_all = is_end && self.ruled_out == 0;
            if let Some(problem) = stated.disagrees().filter(|_| is_of_all) {
                self.problem(at_sheet(problem, &table.name));
            }
            self.report.stated.push(stated);
        }
        for problem in std::mem::take(&mut self.unvalued).problems(&table.columns) {
            self.problem(at_sheet(problem, &table.name));
        }
        self.keep_promise(&layout)
    }

    /// Records that nobody can read are rows that are refused.
    fn lost(&mut self) {
        let Some(lost) = self.opened.text().map(TextFile::lost) else {
            return;
        };
        self.report.rows.read += lost.count;
        self.report.rows.refused += lost.count;
        for problem in &lost.problems {
            self.problem(problem.clone());
        }
    }

    /// What was decided from the beginning of the table must hold for all of it.
    fn keep_promise(&mut self, layout: &Layout) -> Result<(), IngestError> {
        let Some(promise) = self.promise.take() else {
            return Ok(());
        };
        if !promise.is_kept(self.opened, self.document, &layout.file) {
            return Err(IngestError::Again);
        }
        if let Some((_, late)) = self.opened.text().and_then(TextFile::as_promised) {
            self.oddities(late);
        }
        Ok(())
    }

    fn json(&mut self) -> Result<(), IngestError> {
        self.is_of_answer()?;
        self.look_at_pages();
        let columns = self.json_columns();
        let layout = Layout::of_json(self.document, &columns, self.file_facts());
        let feed = self.json_feed(&columns);
        if let Some(problem) = self
            .opened
            .lost_parent()
            .filter(|_| self.document.history.is_some())
        {
            self.problem(problem);
        }
        self.table(&layout, self.before, "", &feed)
    }

    fn file_facts(&self) -> FileFacts {
        FileFacts {
            name: self.plan.header.file.clone(),
            folders: self.opened.folders(),
            period: self.plan.choice.period,
            currency: self.plan.choice.currency.clone(),
            said_dates: self.plan.choice.reading.dates,
            said_decimal: self.plan.choice.reading.decimal,
            is_own: self.plan.choice.is_own(self.document),
            account: self.plan.choice.reading.account.clone(),
            made: self.plan.made,
            family: self.opened.family().to_owned(),
            unit: self.plan.choice.unit,
            ..FileFacts::default()
        }
    }

    fn table(&mut self, layout: &Layout, place: usize, name: &str, feed: &Feed) -> Result<(), IngestError> {
        for remark in layout.remarks() {
            self.problem(at_sheet(remark, name));
        }
        self.headings = Headings::default();
        let money = layout.money_columns();
        if self.report.unit_above.is_none() && !money.is_empty() {
            self.report.unit_above = layout.unit_above();
        }
        let turned = layout.derived.unit_heading();
        let turned = turned.filter(|_| layout.file.is_own && !money.is_empty());
        self.report.money_columns.extend(turned.map(str::to_owned));
        self.report.money_columns.extend(money);
        let opened = self.opened;
        let mut dated = layout.clone();
        if layout.file.made.is_none() && !layout.newest.is_empty() {
            dated.file.made = self.list_day(layout, feed)?;
        }
        if layout.document.overlap == Overlap::Snapshot {
            let day = dated.file.made.map(|day| day.and_time(NaiveTime::MIN));
            self.report.made.whole = self.report.made.whole.max(day);
        }
        let layout = &dated;
        self.winners = winners(opened, layout, feed)?;
        let lines = feed.rows(opened, layout, &mut |row, kind| {
            self.row(layout, place, row, kind)
        })?;
        for problem in lines {
            if problem.severity != Severity::Error {
                self.problem(problem);
                continue;
            }
            self.report.rows.read += 1;
            if let Some(reason) = problem.place.row.and_then(|line| self.opened.skipped_line(line)) {
                self.report.rows.skipped += 1;
                self.problem(Problem::new(Severity::Info, reason).row(problem.place.row.unwrap_or(0)));
                continue;
            }
            self.report.rows.refused += 1;
            self.problem(Problem {
                severity: Severity::Error,
                value: None,
                ..problem
            });
        }
        self.stopped.take().map_or(Ok(()), Err)
    }

    fn problem(&mut self, mut problem: Problem) {
        if self.parts.len() > 1 && problem.place.sheet.is_none() {
            problem.place.sheet = Some(self.opened.name().to_owned());
        }
        self.report.note(problem);
    }
}
