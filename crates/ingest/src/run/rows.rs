//! What one row of a file becomes: facts, a row that was skipped or refused, what is odd about it.

use std::ops::ControlFlow;

use model::{Fact, KeyBuilder, Origin, Problem, Severity};

use super::Run;
use crate::feed::wrong_width;
use crate::formats::{Filled, Layout, fill, identify};
use crate::read::{IngestError, Progress};
use crate::row::{Row, RowKind};

/// Rows between two reports of progress.
const STEP: u64 = 1_000;

impl Run<'_, '_, '_> {
    pub(super) fn row(
        &mut self,
        layout: &Layout,
        place: usize,
        row: &Row<'_>,
        kind: RowKind,
    ) -> ControlFlow<()> {
        if kind == RowKind::Blank || kind == RowKind::Footer {
            self.unvalued.see(row);
            return ControlFlow::Continue(());
        }
        if self
            .plan
            .choice
            .most_rows
            .is_some_and(|most| self.report.rows.read >= most)
        {
            return ControlFlow::Break(());
        }
        if let Some(promise) = &mut self.promise {
            promise.see(row, kind);
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
        if let Some(reason) = self.no_data(layout, row, kind) {
            let said = self.opened.skipped();
            if said.is_none() && kind == RowKind::Total {
                self.ledger.total(layout, row);
            }
            return self.skip(said.as_deref().unwrap_or(reason), row.number);
        }
        if let Some(problem) = wrong_width(layout, row, self.opened.is_text()) {
            let refused = problem.severity == Severity::Error;
            self.problem(problem);
            if refused {
                self.report.rows.refused += 1;
                return ControlFlow::Continue(());
            }
        }
        if layout.derived.is_plain() {
            if let Some(problem) = layout.ids.damage(row) {
                self.report.rows.refused += 1;
                self.problem(problem.row(row.number));
                return ControlFlow::Continue(());
            }
            return self.counted(layout, row, |run| {
                run.data(layout, place, std::slice::from_ref(row))
            });
        }
        let headings = std::mem::take(&mut self.headings);
        let rows = layout.derived.rows(row, &headings);
        let flow = self.counted(layout, row, |run| run.data(layout, place, &rows));
        drop(rows);
        self.headings = headings;
        flow
    }

    /// Adds a row to what the file's own totals are held against, if it is taken.
    fn counted(
        &mut self,
        layout: &Layout,
        row: &Row<'_>,
        take: impl FnOnce(&mut Self) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let left_out = |run: &Self| run.report.rows.skipped + run.report.rows.refused;
        let before = left_out(self);
        let flow = take(self);
        if left_out(self) == before {
            self.ledger.add(layout, row);
            self.unvalued.see(row);
        }
        flow
    }

    /// Why a row is no data at first sight.
    fn no_data(&mut self, layout: &Layout, row: &Row<'_>, kind: RowKind) -> Option<&'static str> {
        let is_heading = !layout.derived.is_plain() && self.headings.see(row, kind);
        match kind {
            RowKind::Group => Some("A row above its group repeats the money of the rows below it."),
            RowKind::Total => Some("A total repeats the money of its rows."),
            RowKind::Heading => Some("A heading between rows is no data."),
            _ if is_heading => Some("A heading between rows is no data."),
            _ => None,
        }
    }

    fn skip(&mut self, reason: &str, row: u64) -> ControlFlow<()> {
        self.report.rows.skipped += 1;
        self.problem(Problem::new(Severity::Info, reason).row(row));
        ControlFlow::Continue(())
    }

    /// What one row of the file says: itself, or the rows it was turned into; all of it, or nothing.
    fn data(&mut self, layout: &Layout, place: usize, rows: &[Row<'_>]) -> ControlFlow<()> {
        let mut filled = self.filled.take().unwrap_or_default();
        filled.clear();
        let (mut has_any, mut reason) = (false, None);
        for row in rows {
            let key = self.identifier.row(layout, row);
            if let Some(why) = self.reason_to_skip(layout, row, key.as_deref()) {
                reason = Some(why);
                continue;
            }
            let origin = Origin {
                table: place as u16,
                row: row.number,
            };
            let before = (filled.facts.len(), filled.problems.len());
            fill(layout, row, origin, (&mut self.spent, &mut filled));
            if let Some(sides) = self.sides.as_mut().filter(|_| filled.facts.len() > before.0) {
                sides.see_line(layout, row);
            }
            if !layout.made.is_empty() {
                self.dated(layout, row, &filled.facts[before.0..]);
            }
            for problem in &mut filled.problems[before.1..] {
                layout.derived.bring_home(problem, row);
            }
            for (block, fact) in &mut filled.facts[before.0..] {
                identify(fact, *block, key.as_deref(), (layout, row));
                if let Fact::Price(price) = fact {
                    price.key = self.key_of(price);
                }
                let again = self.values.as_ref().and_then(|values| values.contradiction(fact));
                filled.problems.extend(again);
            }
            has_any = true;
        }
        let number = rows.first().map_or(0, |row| row.number);
        let flow = match reason.filter(|_| !has_any) {
            Some(reason) => {
                self.ruled_out += 1;
                self.skip(&reason, number)
            }
            None => self.take(&mut filled, number),
        };
        self.filled = Some(filled);
        flow
    }

    fn reason_to_skip(&self, layout: &Layout, row: &Row<'_>, key: Option<&KeyBuilder>) -> Option<String> {
        let mut skips = layout.skips.iter();
        if let Some((_, reason)) = skips.find(|(rule, _)| rule.holds(row, &layout.style)) {
            return Some(reason.clone());
        }
        self.winners.as_ref()?.reason(key?.key(), row)
    }

    fn take(&mut self, filled: &mut Filled, row: u64) -> ControlFlow<()> {
        let refused = filled.is_refused();
        for problem in filled.problems.drain(..) {
            self.problem(problem.row(row));
        }
        if refused {
            self.report.rows.refused += 1;
            return ControlFlow::Continue(());
        }
        if filled.facts.is_empty() {
            return self.skip("This row states nothing this format reads.", row);
        }
        for (currency, measure, exact) in &filled.moneys {
            self.totals.add(currency, *measure, *exact);
        }
        self.facts.clear();
        for (_, fact) in filled.facts.drain(..) {
            self.report.count(&fact);
            if let Some(sides) = &mut self.sides {
                sides.see(&fact);
            }
            if let Some(values) = &mut self.values {
                values.see(&fact);
            }
            self.facts.push(fact);
        }
        let became = match (self.sink)(&mut self.facts) {
            Ok(outcome) => outcome,
            Err(error) => {
                self.stopped = Some(IngestError::Sink(error));
                return ControlFlow::Break(());
            }
        };
        self.spent.append(&mut self.facts);
        self.report.rows.met(became);
        ControlFlow::Continue(())
    }
}
