//! One file and the book: read it into a transaction, ask what must be asked, and keep it or give it up.

use ingest::{IngestError, Item, Planned, ReadReport};
use model::{ImportId, ImportStatus, Made, Overlap, Problem, Question};
use store::{Book, ImportSummary, ImportTx, StoreError};

use super::event::{ChoiceText, FileReport, Request};
use super::meeting::{self, Meeting};
use super::pipe::{self, Stream};
use super::worker::{Tell, beat, filled, look_at, sentence};
use crate::{Error, guard};

const PART: &str = "another file of this import has brought the same month of the same account, and this one has none of \
                    its rows";
const PART_HINT: &str = "If they are parts of one delivery, name them part-1, part-2 and so on, or put the delivery's \
                         manifest beside them; if one takes the place of the other, import it by itself.";

type File<'f> = (&'f Item, &'f Planned);

/// Reads a file into the book, or only as far as a rolled-back transaction shows what would happen. Where an answer
/// says that its amounts are in another unit, or that it corrects an earlier file, it is read again so.
pub(super) fn into_book(
    (book, done): (&mut Book, &mut Done),
    request: &Request,
    (file, rows): (File<'_>, Option<Stream>),
    report: FileReport,
    tell: &mut Tell<'_>,
) -> Result<FileReport, Error> {
    let placed = meeting::placed(book, file.1)?;
    let (file, rows) = match &placed {
        Some(plan) => ((file.0, plan), None),
        None => (file, rows),
    };
    let meeting = Meeting::of(book, file.1)?;
    let is_counted = meeting.as_ref().is_some_and(|meeting| meeting.is_counted);
    // A file that takes its own place meets nobody.
    let meeting = meeting.filter(|_| request.choice.instead.is_none());
    if let Some(known) = meeting.as_ref().and_then(Meeting::needless) {
        let report = FileReport {
            status: ImportStatus::Unchanged,
            ..report
        };
        return Ok(report.saying(sentence(file.1, &known), ""));
    }
    let (plan, rows) = match guard::account_answered(file.1, &request.choice) {
        Some(account) => (file.1.of_account(account), None),
        None => (file.1.clone(), rows),
    };
    let plan = &plan.counting(is_counted);
    let report = FileReport {
        reading: plan.choice.reading.clone(),
        ..report
    };
    let file = (file.0, plan);
    let meeting = meeting.as_ref();
    let (mut rows, mut settled) = (rows, Vec::new());
    loop {
        let plan = plan.in_unit(guard::unit(&settled));
        let mut pass = Pass {
            request,
            file: (file.0, &plan),
            rows: rows.take(),
            settled: &settled,
            done: &mut *done,
            meeting,
        };
        match pass.run(book, report.clone(), tell)? {
            Ended::Report(report) => return Ok(*report),
            Ended::Again(more) => settled = more,
        }
    }
}

/// What one request did before, and what it knows of the book.
#[derive(Default)]
pub(super) struct Done {
    /// Its imports.
    pub(super) imports: Vec<ImportId>,
    files: guard::Files,
}

/// One reading of a file.
struct Pass<'a> {
    request: &'a Request,
    file: File<'a>,
    /// Its rows, where they are on their way already.
    rows: Option<Stream>,
    /// What was asked and answered before, for which it is read again.
    settled: &'a [Question],
    /// Imports of this request before.
    done: &'a mut Done,
    /// The invoice of the same issuer and number that the book has.
    meeting: Option<&'a Meeting>,
}

enum Ended {
    Report(Box<FileReport>),
    /// It must be read again, now that this is settled.
    Again(Vec<Question>),
}

impl Pass<'_> {
    fn begin<'b>(&self, book: &'b mut Book) -> Result<ImportTx<'b>, StoreError> {
        let (header, at) = (&self.file.1.header, &self.request.at);
        let mut import = match self.request.choice.instead {
            Some(earlier) => book.import_instead(header, at, earlier),
            None => book.import(header, at),
        }?;
        if !guard::corrected(self.settled).is_empty() {
            import.correcting();
        }
        Ok(import)
    }

    fn run(&mut self, book: &mut Book, report: FileReport, tell: &mut Tell<'_>) -> Result<Ended, Error> {
        let (item, plan) = self.file;
        let mut import = match self.begin(book) {
            Ok(import) => import,
            Err(error @ StoreError::AlreadyImported { id, .. }) => {
                let hint = if self.request.choice == ChoiceText::default() {
                    String::new()
                } else {
                    format!(
                        " To read it in another way, let it take that import's place (on the command line: `--instead {id}`)."
                    )
                };
                let message = format!("{}: {error}{hint}", plan.header.file);
                return Ok(unchanged(report, id, message));
            }
            Err(error @ StoreError::AnotherFile { .. }) => {
                let report = report.saying(sentence(plan, &error.to_string()), "");
                return Ok(Ended::Report(Box::new(report)));
            }
            Err(error) => return Err(error.into()),
        };
        let mut read = match self.rows.take() {
            Some(rows) => rows.write_into(&mut import, &mut beat(tell)),
            None => pipe::read_into(&mut import, item, plan, &mut beat(tell)),
        };
        if let Err(IngestError::Again) = read {
            import.abandon();
            import = self.begin(book)?;
            read = pipe::read_into(&mut import, item, plan, &mut beat(tell));
        }
        let mut read = match read {
            Ok(read) => read,
            Err(error) => return Ok(Ended::Report(Box::new(not_read(error, plan, report)?))),
        };
        let may_be_part =
            plan.invoice.is_none() && read.rows.duplicate == 0 && plan.header.overlap == Overlap::Period;
        if may_be_part && self.is_of_one_run(&import, &read.made)? {
            let report = report.saying(sentence(plan, PART), PART_HINT);
            return Ok(Ended::Report(Box::new(report)));
        }
        meeting::tell((import.book(), plan), self.meeting, &mut read)?;
        for earlier in guard::corrected(self.settled) {
            if let Some(days) = read.period {
                import.correct(earlier, days)?;
            }
        }
        let mut report = filled(report, &read);
        report.overlaps.extend(self.meeting.map(Meeting::sentence));
        self.weigh(import, report, read)
    }

    /// Whether another file of this request brought what this one would take the place of, and nothing says that they were
    /// made at different times.
    fn is_of_one_run(&self, import: &ImportTx<'_>, made: &Made) -> Result<bool, StoreError> {
        let imports = &self.done.imports;
        for from in import.takes_from().filter(|from| imports.contains(from)) {
            let records = import.book().imports_since(from - 1)?;
            let both = records
                .first()
                .and_then(|record| record.made.whole.zip(made.whole));
            if both.is_none_or(|(earlier, own)| earlier == own) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Asks, and keeps or gives up what was read.
    fn weigh(
        &mut self,
        mut import: ImportTx<'_>,
        mut report: FileReport,
        mut read: ReadReport,
    ) -> Result<Ended, Error> {
        let plan = self.file.1;
        let asked = guard::ask(
            (&mut import, &mut self.done.files),
            (plan, &read),
            &self.request.choice,
            self.settled,
        )?;
        if let Some(settled) = asked.settles(self.settled) {
            return Ok(Ended::Again(settled));
        }
        asked.apply(&mut import)?;
        report.changes = import.changes()?;
        if let Some((earlier, _)) = import.read_before().filter(|_| report.changes.is_empty()) {
            let message = format!(
                "{}: this file is import {earlier}; a newer reader reads it alike.",
                plan.header.file
            );
            return Ok(unchanged(report, earlier, message));
        }
        let is_open = asked.is_open();
        report.questions = asked.questions;
        let notices = guard::restated(&report.changes, &self.request.at).into_iter();
        let notices: Vec<Problem> = notices.chain(asked.notices).collect();
        if is_open {
            report.status = ImportStatus::NeedsAnswer;
            let message = format!(
                "{}: a question about it must be answered first.",
                plan.header.file
            );
            return Ok(Ended::Report(Box::new(
                report.saying(message, "Nothing of it is in the book."),
            )));
        }
        for problem in notices.into_iter().rev() {
            read.problem_counts[1] += 1;
            read.problems.insert(0, problem);
        }
        report = filled(report, &read);
        if self.request.dry_run {
            import.abandon();
            report.status = ImportStatus::DryRun;
            look_at(&mut report, self.file, self.request);
        } else {
            match import.finish(&summary(read, &report.questions)) {
                Ok(finished) => report.id = Some(finished.id),
                // Another program was faster.
                Err(error @ StoreError::AlreadyImported { id, .. }) => {
                    return Ok(unchanged(report, id, format!("{}: {error}", plan.header.file)));
                }
                Err(error) => return Err(error.into()),
            }
            report.status = ImportStatus::Committed;
        }
        Ok(Ended::Report(Box::new(report)))
    }
}

fn unchanged(report: FileReport, id: i64, message: String) -> Ended {
    let report = FileReport {
        status: ImportStatus::Unchanged,
        id: Some(id),
        ..report
    };
    Ended::Report(Box::new(report.saying(message, "")))
}

/// A file that cannot be read is refused; a book that cannot be written ends the whole import.
fn not_read(error: IngestError, plan: &Planned, report: FileReport) -> Result<FileReport, Error> {
    let refused = |text: &str| Ok(report.saying(sentence(plan, text), "Nothing of it is in the book."));
    match error {
        IngestError::Sink(error) => match error.downcast::<StoreError>() {
            Ok(error)
                if matches!(
                    *error,
                    StoreError::WindowOverlap { .. } | StoreError::TooLarge { .. }
                ) =>
            {
                refused(&error.to_string())
            }
            Ok(error) => Err((*error).into()),
            Err(error) => refused(&error.to_string()),
        },
        other => refused(&other.to_string()),
    }
}

fn summary(read: ReadReport, answers: &[Question]) -> ImportSummary {
    ImportSummary {
        rows: read.rows,
        facts: read.facts,
        period: read.period,
        totals: read.totals,
        problems: super::kept::kept(read.problems),
        problem_counts: read.problem_counts,
        answers: answers.to_vec(),
        made: read.made,
        sha256: read.sha256,
    }
}
