//! One pass over a file: row by row into facts, counted. Does not open files and does not judge formats.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use model::{Fact, Key, KeyBuilder, Origin, Outcome, Period, Problem, Severity};

use crate::feed::{Feed, at_sheet, left_out, wrong_width};
use crate::formats::{Document, FileFacts, Filled, Identifier, Layout, Shape, fill, identify};
use crate::json::JsonPlan;
use crate::plan::Planned;
use crate::read::{IngestError, Progress, ReadReport, Sink, Watch};
use crate::recognise::fits_table;
use crate::row::{Row, RowKind};
use crate::source::Opened;
use crate::survey::survey;
use crate::totals::Totals;

const FIRST_ROWS: usize = 20;
/// Rows between two reports of progress.
const STEP: u64 = 1_000;

/// One pass over a file.
pub(crate) struct Run<'a, 's, 'w> {
    document: &'a Arc<Document>,
    opened: &'a Opened,
    plan: &'a Planned,
    sink: &'a mut Sink<'s>,
    watch: &'a mut Watch<'w>,
    report: ReadReport,
    totals: Totals,
    identifier: Identifier,
    /// Rows that win among those of one key.
    winners: Option<HashMap<Key, u64>>,
    of: Option<u64>,
    stopped: Option<IngestError>,
}

impl<'a, 's, 'w> Run<'a, 's, 'w> {
    pub(crate) fn new(
        document: &'a Arc<Document>,
        opened: &'a Opened,
        plan: &'a Planned,
        sink: &'a mut Sink<'s>,
        watch: &'a mut Watch<'w>,
    ) -> Self {
        Self {
            document,
            opened,
            plan,
            sink,
            watch,
            report: ReadReport::default(),
            totals: Totals::default(),
            identifier: Identifier::default(),
            winners: None,
            of: None,
            stopped: None,
        }
    }

    /// Reads every table.
    pub(crate) fn all(mut self) -> Result<ReadReport, IngestError> {
        // Rows that are too long are refused below; a cell's text never reaches the journal unless its column is read.
        for problem in self
            .opened
            .problems
            .iter()
            .filter(|problem| problem.severity != Severity::Error)
        {
            self.problem(Problem {
                value: None,
                ..problem.clone()
            });
        }
        if self.document.kind == Shape::Table {
            self.tables()?;
        } else {
            self.json()?;
        }
        self.report.totals = self.totals.finish();
        if self
            .report
            .totals
            .iter()
            .any(|total| total.currency.code().is_empty())
        {
            let problem = Problem::new(
                Severity::Warning,
                "The file does not say which currency its amounts are in.",
            );
            self.problem(problem.hint("say it when importing: --currency USD"));
        }
        Ok(self.report)
    }

    fn tables(&mut self) -> Result<(), IngestError> {
        let told = self.plan.choice.mapping.is_some() || self.plan.choice.format.is_some();
        let only = self.opened.tables.len() == 1;
        for (place, table) in self.opened.tables.iter().enumerate() {
            if (told && only) || fits_table(self.document, &table.columns, &self.plan.header.file) {
                let file = survey(self.opened, place, self.document, self.file_facts())?;
                let layout = Layout::new(self.document, &table.columns, file);
                self.of = self.opened.row_count(place);
                self.table(&layout, place, &table.name, &Feed::Table(place))?;
            } else if !table.columns.is_empty() {
                self.problem(left_out(&table.name));
            }
        }
        Ok(())
    }

    fn json(&mut self) -> Result<(), IngestError> {
        let columns = self.document.every_column();
        let layout = Layout::new(self.document, &columns, self.file_facts());
        let must = self.document.line_contains.clone();
        let feed = Feed::Json(JsonPlan::new(&self.document.rows, &columns), must);
        self.table(&layout, 0, "", &feed)
    }

    fn file_facts(&self) -> FileFacts {
        FileFacts {
            name: self.plan.header.file.clone(),
            period: self.plan.choice.period,
            currency: self.plan.choice.currency.clone(),
            ..FileFacts::default()
        }
    }

    fn table(&mut self, layout: &Layout, place: usize, name: &str, feed: &Feed) -> Result<(), IngestError> {
        for remark in layout.remarks() {
            self.problem(at_sheet(remark, name));
        }
        self.winners = self.find_winners(layout, feed)?;
        let opened = self.opened;
        let lines = feed.rows(opened, &mut |row, kind| self.row(layout, place, row, kind))?;
        for problem in lines {
            self.report.rows.read += 1;
            self.report.rows.refused += 1;
            self.problem(Problem {
                severity: Severity::Error,
                value: None,
                ..problem
            });
        }
        self.stopped.take().map_or(Ok(()), Err)
    }

    /// The rows that count where a format writes several for one thing.
    fn find_winners(&self, layout: &Layout, feed: &Feed) -> Result<Option<HashMap<Key, u64>>, IngestError> {
        if layout.keep_largest.is_empty() {
            return Ok(None);
        }
        let mut best: HashMap<Key, (u64, i64)> = HashMap::new();
        let mut identifier = Identifier::default();
        feed.rows(self.opened, &mut |row, _| {
            let size = layout.size(row);
            let entry = best
                .entry(identifier.row(layout, row).key())
                .or_insert((row.number, size));
            if size > entry.1 {
                *entry = (row.number, size);
            }
            ControlFlow::Continue(())
        })?;
        Ok(Some(best.into_iter().map(|(key, (row, _))| (key, row)).collect()))
    }

    fn row(&mut self, layout: &Layout, place: usize, row: &Row<'_>, kind: RowKind) -> ControlFlow<()> {
        if kind == RowKind::Blank || kind == RowKind::Footer {
            return ControlFlow::Continue(());
        }
        self.report.rows.read += 1;
        if self.report.rows.read.is_multiple_of(STEP)
            && (self.watch)(Progress {
                rows: self.report.rows.read,
                of: self.of,
            })
            .is_break()
        {
            self.stopped = Some(IngestError::Cancelled);
            return ControlFlow::Break(());
        }
        let key = self.identifier.row(layout, row);
        if let Some(reason) = self.reason_to_skip(layout, row, kind, &key) {
            self.report.rows.skipped += 1;
            self.problem(Problem::new(Severity::Info, reason).row(row.number));
            return ControlFlow::Continue(());
        }
        if let Some(problem) = wrong_width(layout, row, self.opened.is_text()) {
            let refused = problem.severity == Severity::Error;
            self.problem(problem);
            if refused {
                self.report.rows.refused += 1;
                return ControlFlow::Continue(());
            }
        }
        let origin = Origin {
            table: place as u16,
            row: row.number,
        };
        self.take(layout, &key, fill(layout, row, origin), row.number)
    }

    fn reason_to_skip(
        &self,
        layout: &Layout,
        row: &Row<'_>,
        kind: RowKind,
        key: &KeyBuilder,
    ) -> Option<String> {
        match kind {
            RowKind::Total => return Some("A total repeats the money of its rows.".into()),
            RowKind::Heading => return Some("A heading between rows is no data.".into()),
            _ => {}
        }
        let skip = layout
            .skips
            .iter()
            .find(|(rule, _)| rule.holds(row, &layout.style));
        if let Some((_, reason)) = skip {
            return Some(reason.clone());
        }
        let winner = self.winners.as_ref()?.get(&key.key())?;
        (*winner != row.number).then(|| format!("Row {winner} states the same thing more completely."))
    }

    fn take(&mut self, layout: &Layout, key: &KeyBuilder, filled: Filled, row: u64) -> ControlFlow<()> {
        let (refused, nothing) = (filled.is_refused(), filled.facts.is_empty());
        for problem in filled.problems {
            self.problem(problem.row(row));
        }
        if refused || nothing {
            if refused {
                self.report.rows.refused += 1;
            } else {
                self.report.rows.skipped += 1;
                self.problem(
                    Problem::new(Severity::Info, "This row states nothing this format reads.").row(row),
                );
            }
            return ControlFlow::Continue(());
        }
        for (currency, measure, exact) in &filled.moneys {
            self.totals.add(currency, *measure, *exact);
        }
        let mut became = Outcome::Duplicate;
        for (block, mut fact) in filled.facts {
            identify(&mut fact, key, block, &layout.document.scope);
            match (self.sink)(&fact) {
                Ok(outcome) => became = became.max(outcome),
                Err(error) => {
                    self.stopped = Some(IngestError::Sink(error));
                    return ControlFlow::Break(());
                }
            }
            self.count(fact);
        }
        let rows = &mut self.report.rows;
        *match became {
            Outcome::Kept => &mut rows.kept,
            Outcome::Duplicate => &mut rows.duplicate,
            Outcome::Replaced => &mut rows.replaced,
        } += 1;
        ControlFlow::Continue(())
    }

    fn count(&mut self, fact: Fact) {
        let facts = &mut self.report.facts;
        let (count, period) = match &fact {
            Fact::Charge(charge) => (&mut facts.charge, charge.period),
            Fact::Usage(usage) => (&mut facts.usage, usage.period),
            Fact::Seat(seat) => (&mut facts.seat, seat.snapshot.map(Period::day)),
            Fact::Person(_) => (&mut facts.person, None),
            Fact::Kpi(kpi) => (&mut facts.kpi, kpi.day.map(Period::day)),
            Fact::Contract(term) => (&mut facts.contract, term.start.map(Period::day)),
            Fact::Headcount(count) => (&mut facts.headcount, count.month.map(Period::month)),
            Fact::Payroll(pay) => (&mut facts.payroll, pay.month.map(Period::month)),
            Fact::Budget(budget) => (&mut facts.budget, budget.period),
            Fact::Survey(answer) => (&mut facts.survey, answer.day.map(Period::day)),
            Fact::Price(price) => (&mut facts.price, price.from.map(Period::day)),
            Fact::Rate(rate) => (&mut facts.rate, rate.day.map(Period::day)),
            Fact::Invoice(invoice) => (&mut facts.invoice, invoice.period()),
        };
        *count += 1;
        if let Some(period) = period {
            self.report.period = Some(self.report.period.map_or(period, |all| all.hull(&period)));
        }
        if self.report.first_rows.len() < FIRST_ROWS {
            self.report.first_rows.push(fact);
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.report.note(problem);
    }
}
