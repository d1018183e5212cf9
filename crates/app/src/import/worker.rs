//! The child side: reads foreign files inside limits and writes each as a whole or not at all.
//!
//! It may die on a hostile file at any moment; then the book has all of the files that it has told of and nothing of this one.

use std::borrow::Cow;
use std::io::{BufWriter, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use ingest::{Choice, Fixes, IngestError, Item, Kind, Limits, Planned, ReadReport};
use model::{Fact, ImportStatus, Outcome, Problem};
use store::Book;

use super::ahead::{Ahead, Begun, Turn, Turns};
use super::event::{Event, FileReport, Request};
use super::group::Group;
use super::limits::{keep_to_limits, take_quotas_as_errors};
use super::said::choice;
use super::unchanged::Unchanged;
use super::{rows, weigh};
use crate::Error;

/// Progress is told this often.
const BEAT: Duration = Duration::from_millis(100);
/// Of a large text no more than this is looked at when only a look is asked.
const BRIEF_BYTES: u64 = 4 << 20;
/// Problems that travel with a report; the book keeps them all.
const SHOWN_PROBLEMS: usize = 500;

/// The whole life of a worker: one request in, events out.
pub fn serve(input: &mut dyn Read, output: &mut dyn Write) {
    let mut text = String::new();
    let request: Option<Request> = input
        .read_to_string(&mut text)
        .ok()
        .and_then(|_| serde_json::from_str(&text).ok());
    let mut output = BufWriter::new(output);
    let mut tell = |event: &Event| {
        let line = serde_json::to_string(event).expect("events are plain data");
        // Nobody listens any more: the parent is gone, and so are we at the next progress.
        let mut told = writeln!(output, "{line}");
        if !event.can_wait() {
            told = told.and_then(|()| output.flush());
        }
        if told.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    let Some(request) = request else {
        return;
    };
    keep_to_limits(&request.paths);
    #[cfg(target_os = "linux")]
    // A kernel that cannot fence only loses this guard.
    let _fenced = super::fence::close(&request.paths, request.book.as_deref());
    take_quotas_as_errors();
    let ended = match Job::open(&request) {
        Ok(mut job) => job.run(&mut tell).and_then(|()| job.close()),
        Err(error) => Err(error),
    };
    let _told = match ended {
        Ok(()) => tell(&Event::End),
        Err(error) => tell(&Event::Failed {
            code: error.code().to_owned(),
            message: error.message(),
            hint: error.hint(),
        }),
    };
}

struct Job<'r> {
    request: &'r Request,
    choice: Choice,
    book: Option<Book>,
    done: weigh::Done,
}

pub(super) type Tell<'t> = dyn FnMut(&Event) -> ControlFlow<()> + 't;

impl<'r> Job<'r> {
    fn open(request: &'r Request) -> Result<Self, Error> {
        let scratch = (request.book.is_none() && request.dry_run && request.brief.is_none())
            .then(scratch_book)
            .flatten();
        let book = match scratch {
            Some(book) => Some(book),
            None => request.book.as_deref().map(open_book).transpose()?,
        };
        Ok(Self {
            request,
            choice: choice(request)?,
            book,
            done: weigh::Done::default(),
        })
    }

    fn close(self: &mut Job<'r>) -> Result<(), Error> {
        let Some(book) = self.book.take() else {
            return Ok(());
        };
        let path = book.path().to_owned();
        book.close()?;
        if self.request.book.is_none() {
            // One that stays is empty, and in the folder for what may be thrown away.
            let _removed = std::fs::remove_file(path);
        }
        Ok(())
    }

    fn run(&mut self, tell: &mut Tell<'_>) -> Result<(), Error> {
        let mut unchanged = Unchanged::of(self.request, &self.choice);
        let book = self.book.as_ref();
        let mut pass = |path: &Path| book.is_some_and(|book| unchanged.knows(book, path));
        let items = ingest::open_but(&self.request.paths, &Limits::default(), &mut pass);
        let mut group = Group::of(self.request, items.len());
        let ended = self.each(&items, (&mut unchanged, &mut group), tell);
        // What was read before an error is kept, and told.
        let closed = group.close(self.book.as_ref(), tell);
        ended?;
        // Nobody who listens no more needs to be told to stop.
        let _told = closed?;
        self.book.as_ref().map_or(Ok(()), |book| unchanged.remember(book))
    }

    fn each(
        &mut self,
        items: &[Item],
        (unchanged, group): (&mut Unchanged, &mut Group),
        tell: &mut Tell<'_>,
    ) -> Result<(), Error> {
        let request = self.request;
        let is_wanted = |at: &usize| request.only.is_empty() || request.only.contains(at);
        let wanted: Vec<usize> = (request.skip..items.len()).filter(is_wanted).collect();
        let choice = self.choice.clone();
        thread::scope(|scope| {
            let ahead = group
                .is_on()
                .then(|| Ahead::start(scope, items, &choice))
                .flatten();
            let mut turns = Turns::of(items, wanted, ahead);
            while let Some(turn) = turns.next(tell) {
                if self.turn(turn, (unchanged, group), tell)?.is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    fn turn(
        &mut self,
        Turn { at, item, begun }: Turn<'_>,
        (unchanged, group): (&mut Unchanged, &mut Group),
        tell: &mut Tell<'_>,
    ) -> Result<ControlFlow<()>, Error> {
        if let Some(look) = self.request.profile {
            self.look_through(at, item, look.table, tell)?;
            return Ok(ControlFlow::Continue(()));
        }
        if group.before(self.book.as_ref(), item, tell)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let report = match unchanged.report(at, item) {
            Some(report) => report,
            None if self.request.brief.is_some() => self.one(at, &head(item), None, tell)?,
            None => self.one(at, item, begun, tell)?,
        };
        unchanged.note(item, &report);
        group.after(self.book.as_ref(), report, tell)
    }

    /// Tells what a table holds; a file without one has nothing to tell.
    fn look_through(
        &self,
        at: usize,
        item: &Item,
        table: Option<usize>,
        tell: &mut Tell<'_>,
    ) -> Result<(), Error> {
        let looked = ingest::profile::profile(item, &self.choice, table, &mut beat(tell));
        let mut profile = looked
            .map_err(|error| Error::asked(format!("{} cannot be mapped: {error}", item.name), MAPPABLE))?;
        profile.item = at;
        // Nobody who listens no more needs to be told to stop.
        let _told = tell(&Event::Profiled(Box::new(profile)));
        Ok(())
    }

    /// What the user said, and where nothing was said about cells, what was said about this file before.
    fn said(&self, item: &Item) -> Result<Cow<'_, Choice>, Error> {
        let Some(book) = self.book.as_ref().filter(|_| self.request.choice.fixes.is_none()) else {
            return Ok(Cow::Borrowed(&self.choice));
        };
        let before = book
            .fixes_of(&item.sha256)?
            .and_then(|text| Fixes::parse(&text).ok());
        Ok(before.map_or(Cow::Borrowed(&self.choice), |fixes| {
            Cow::Owned(Choice {
                reading: self.choice.reading.clone().or(fixes.reading.clone()),
                fixes,
                ..self.choice.clone()
            })
        }))
    }

    /// The file with its hash, where the book may know it by that. That of a large text which cannot be known is taken while
    /// it is read.
    fn known<'i>(&self, item: &'i Item) -> Result<Cow<'i, Item>, Error> {
        let book = self.book.as_ref().filter(|_| item.sha256.is_empty());
        let has_read = book.map_or(Ok(false), |book| book.has_read(item.bytes))?;
        Ok(if has_read {
            Cow::Owned(item.clone().hashed())
        } else {
            Cow::Borrowed(item)
        })
    }

    fn one(
        &mut self,
        at: usize,
        item: &Item,
        begun: Option<Begun>,
        tell: &mut Tell<'_>,
    ) -> Result<FileReport, Error> {
        let item = self.known(item)?;
        let (plan, rows) = match (&item, self.said(&item)?, begun) {
            (Cow::Borrowed(_), Cow::Borrowed(_), Some(begun)) => (begun.plan, begun.rows),
            (_, said, _) => (ingest::plan(&item, &said), None),
        };
        let item = &*item;
        let mut report = about(at, &plan);
        report.is_beside = item.ignored.is_some();
        if self.request.dry_run {
            report.page = super::page::look(item, &plan);
        }
        if let Some(reason) = &plan.refused {
            return Ok(report.saying(sentence(&plan, reason), ""));
        }
        if let Some(reason) = &plan.needs_mapping {
            let mut report = FileReport {
                status: ImportStatus::NeedsMapping,
                ..report
            };
            look_at(&mut report, (item, &plan), self.request);
            let hint = match &*plan.hint {
                "" if plan.invoice.is_some() => INVOICE_HINT,
                "" => MAPPING_HINT,
                hint => hint,
            };
            return Ok(report.saying(sentence(&plan, reason), hint));
        }
        let Some(book) = self.book.as_mut() else {
            let mut report = read_only(item, &plan, report, tell);
            look_at(&mut report, (item, &plan), self.request);
            return Ok(report);
        };
        let into = (book, &mut self.done);
        let report = weigh::into_book(into, self.request, ((item, &plan), rows), report, tell)?;
        let kept = report.id.filter(|_| report.status == ImportStatus::Committed);
        self.done.imports.extend(kept);
        Ok(report)
    }
}

/// What a mapping is for.
pub(crate) const MAPPABLE: &str = "Map a table: CSV, a sheet, or a list of records in JSON.";
const INVOICE_HINT: &str = "Compare the page and confirm the fields (on the command line: an [invoice] table, given with --mapping).";
const MAPPING_HINT: &str = "Say what its columns mean, or which format it is (on the command line: --mapping with what `counterfoil mapping draft` proposes, or --format ID).";

pub(super) fn sentence(plan: &Planned, reason: &str) -> String {
    let reason = reason.trim_end_matches('.');
    format!("{}: {reason}.", plan.header.file)
}

/// An empty book that a dry run asks what a file would change, where there is none yet. Without one less is said.
fn scratch_book() -> Option<Book> {
    let name = format!("counterfoil-dry-run-{}.counterfoil", std::process::id());
    Book::create(&std::env::temp_dir().join(name), "dry run").ok()
}

fn open_book(path: &Path) -> Result<Book, Error> {
    Ok(Book::open(path)?)
}

fn about(at: usize, plan: &Planned) -> FileReport {
    let mut report = FileReport::of(at, plan.header.file.clone(), ImportStatus::Refused);
    report.format.clone_from(&plan.format);
    report.format_name.clone_from(&plan.name);
    report.reader_version = plan.header.reader_version;
    report.confidence = format!("{:?}", plan.confidence).to_lowercase();
    report.why.clone_from(&plan.why);
    report.lock = plan.lock;
    report.fixes = plan.choice.fixes.list().to_vec();
    report.reading = plan.choice.reading.clone();
    report.detected = plan
        .version
        .iter()
        .map(|version| ("Version".to_owned(), version.clone()))
        .collect();
    report
}

/// A large text cut off after a line: enough for a look.
fn head(item: &Item) -> Item {
    let mut item = item.clone();
    if item.kind != Kind::Csv || item.bytes <= BRIEF_BYTES {
        return item;
    }
    let mut bytes = Vec::new();
    let read = item
        .content
        .stream()
        .and_then(|stream| stream.take(BRIEF_BYTES).read_to_end(&mut bytes));
    if read.is_ok()
        && let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n')
    {
        bytes.truncate(end + 1);
        item.content = bytes.into();
    }
    item
}

/// What was detected, where somebody looks at it.
pub(super) fn look_at(report: &mut FileReport, (item, plan): (&Item, &Planned), request: &Request) {
    if request.dry_run {
        super::detected::tell(report, item, &plan.choice);
    }
}

pub(super) fn shown_name(item: &Item) -> String {
    item.member.clone().unwrap_or_else(|| item.name.clone())
}

fn read_only(item: &Item, plan: &Planned, report: FileReport, tell: &mut Tell<'_>) -> FileReport {
    let mut nowhere = |_: &mut Vec<Fact>| Ok(Outcome::Kept);
    let mut read = ingest::read(item, plan, &mut nowhere, &mut beat(tell));
    if let Err(IngestError::Again) = read {
        read = ingest::read(item, plan, &mut nowhere, &mut beat(tell));
    }
    match read {
        Ok(read) => FileReport {
            status: ImportStatus::DryRun,
            ..filled(report, &read)
        },
        Err(error) => report.saying(sentence(plan, &error.to_string()), ""),
    }
}

pub(super) fn beat<'t>(tell: &'t mut Tell<'_>) -> impl FnMut(ingest::Progress) -> ControlFlow<()> + 't {
    let mut last = Instant::now();
    move |progress| {
        if last.elapsed() < BEAT {
            return ControlFlow::Continue(());
        }
        last = Instant::now();
        let fraction = progress
            .of
            .map_or(0.0, |of| (progress.rows as f64 / of.max(1) as f64).min(1.0));
        tell(&Event::Progress {
            rows: progress.rows,
            fraction,
        })
    }
}

pub(super) fn filled(mut report: FileReport, read: &ReadReport) -> FileReport {
    report.rows = read.rows;
    report.facts = read.facts;
    report.period = read.period;
    report.totals.clone_from(&read.totals);
    report.stated.clone_from(&read.stated);
    report.problem_counts = read.problem_counts;
    report.problems = Problem::foremost(read.problems.clone(), SHOWN_PROBLEMS);
    report.sample = read.first_rows.iter().map(rows::shown).collect();
    report
}
