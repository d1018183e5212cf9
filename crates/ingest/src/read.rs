//! Reads a planned file from first to last row: facts to the sink, counts, control totals and problems to the report.
//! Holds no rows; the sink may store them or drop them (a preview).

use std::ops::ControlFlow;

use model::{Fact, FactCounts, Made, MeasureTotal, Outcome, Overlap, Period, Problem, RowCounts, Severity};
use thiserror::Error;

use crate::invoice::deliver;
use crate::plan::Planned;
use crate::run::Run;
use crate::source::{OpenError, Opened};
use crate::stated::Stated;
use crate::unpack::{Item, Since};
use crate::value::MoneyUnit;

/// Problems kept in detail; all are counted.
const MOST_PROBLEMS: usize = 10_000;
const FIRST_ROWS: usize = 20;

/// Why a sink does not take a fact.
pub type SinkError = Box<dyn std::error::Error + Send + Sync>;

/// Why a file could not be read to its end.
#[derive(Debug, Error)]
pub enum IngestError {
    /// Nobody knows what it is, or it must not be read.
    #[error("{0}")]
    NotReadable(String),
    /// The file cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The file is not as its beginning promised: read it again, all of it is then looked at first. What the sink was
    /// given does not count.
    #[error("the file is not as its beginning promised")]
    Again,
    /// The file is another than it was when it was looked at.
    #[error("it changed while it was read; import it again once it is written whole")]
    Changed,
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
    /// The sink failed.
    #[error(transparent)]
    Sink(SinkError),
}

/// How far reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows read.
    pub rows: u64,
    /// Rows there are, if known.
    pub of: Option<u64>,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct ReadReport {
    /// Rows.
    pub rows: RowCounts,
    /// Facts by kind.
    pub facts: FactCounts,
    /// Days covered.
    pub period: Option<Period>,
    /// The file's own text, summed exactly.
    pub totals: Vec<MeasureTotal>,
    /// What was odd, at most 10,000, of every cause.
    pub problems: Vec<Problem>,
    /// All problems: error, warning, info.
    pub problem_counts: [u64; 3],
    /// Columns whose numbers were taken as amounts in the unit they are written in.
    pub money_columns: Vec<String>,
    /// The line above its table that says that amounts are in thousands or another unit.
    pub unit_above: Option<(String, MoneyUnit)>,
    /// When it says that it was made.
    pub made: Made,
    /// The totals that the file itself states.
    pub stated: Vec<Stated>,
    /// SHA-256 of what was read.
    pub sha256: String,
    /// The first facts, for the preview.
    pub first_rows: Vec<Fact>,
}

impl ReadReport {
    /// Counts a fact and the days it is for.
    pub(crate) fn count(&mut self, fact: &Fact) {
        let facts = &mut self.facts;
        let (count, period) = match fact {
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
            Fact::Invoice(invoice) => (&mut facts.invoice, invoice.period()),
            Fact::Rate(rate) => (&mut facts.rate, rate.day.map(Period::day)),
        };
        *count += 1;
        if let Some(period) = period {
            self.period = Some(self.period.map_or(period, |all| all.hull(&period)));
        }
        if self.first_rows.len() < FIRST_ROWS {
            self.first_rows.push(fact.clone());
        }
    }

    /// Takes note of a problem.
    pub(crate) fn note(&mut self, problem: Problem) {
        self.problem_counts[match problem.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info => 2,
        }] += 1;
        self.problems.push(problem);
        if self.problems.len() >= 2 * MOST_PROBLEMS {
            self.keep_foremost();
        }
    }

    fn keep_foremost(&mut self) {
        self.problems = Problem::foremost(std::mem::take(&mut self.problems), MOST_PROBLEMS);
    }
}

/// Where the facts of a row go: it may take them out, and put back others that it needs no more, for their room.
pub type Sink<'s> = dyn FnMut(&mut Vec<Fact>) -> Result<Outcome, SinkError> + 's;
/// Who is told how far it is, and may stop it.
pub type Watch<'w> = dyn FnMut(Progress) -> ControlFlow<()> + 'w;

/// Reads a file as planned. May ask to be called [again](IngestError::Again), once.
pub fn read(
    item: &Item,
    plan: &Planned,
    sink: &mut Sink<'_>,
    progress: &mut Watch<'_>,
) -> Result<ReadReport, IngestError> {
    if let Some(reason) = plan.refused.as_ref().or(plan.needs_mapping.as_ref()) {
        return Err(IngestError::NotReadable(reason.clone()));
    }
    let mut report = read_as_planned(item, plan, sink, progress)?;
    report.keep_foremost();
    // Of a log that grows, what was read counts, and the rest when it is read again.
    let may_grow = matches!(plan.header.overlap, Overlap::Id | Overlap::Largest);
    let is_same = |item: &Item| match item.content.since() {
        Since::Same => true,
        Since::Longer => may_grow,
        Since::Other => false,
    };
    if !is_same(item) || !item.parts.iter().all(is_same) {
        return Err(IngestError::Changed);
    }
    report.sha256 = item.digest().map_err(OpenError::from)?;
    Ok(report)
}

fn read_as_planned(
    item: &Item,
    plan: &Planned,
    sink: &mut Sink<'_>,
    progress: &mut Watch<'_>,
) -> Result<ReadReport, IngestError> {
    if let Some((invoice, odd)) = plan.invoice.as_deref() {
        return deliver(invoice, odd, plan.choice.count_invoices, sink);
    }
    let Some(document) = &plan.document else {
        let reason = plan
            .refused
            .clone()
            .or_else(|| plan.needs_mapping.clone())
            .unwrap_or_default();
        return Err(IngestError::NotReadable(reason));
    };
    let mut opened = vec![opened(item, plan)?];
    for part in item.parts.iter().skip(1) {
        opened.push(Opened::open(part, &plan.choice)?);
    }
    Run::new(document, &opened, plan, sink, progress).all()
}

/// The file as planning left it, else opened anew.
fn opened(item: &Item, plan: &Planned) -> Result<Opened, OpenError> {
    let kept = plan.opened.take();
    kept.map_or_else(|| Opened::open(item, &plan.choice), Ok)
}
