//! The parent side: starts the worker, follows it, ends it on cancel or silence, and goes on after a death.
//!
//! A file that kills its reader leaves nothing in the book and becomes one sentence. What was written with it and not yet
//! safe is read again, one file at a time.

use std::io::{BufRead, BufReader, Read, Write};
use std::mem;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use ingest::profile::Profile;
use model::ImportStatus;
use store::Book;

use super::event::{Event, FileReport, Request};
use super::unchanged;
use crate::Error;

/// How often a silent worker is looked at: cancel works within this time.
const TICK: Duration = Duration::from_millis(100);
/// A worker that says nothing for this long hangs.
const SILENCE: Duration = Duration::from_secs(90);
/// How much of the worker's last words is kept.
const LAST_WORDS: u64 = 8 * 1024;

/// The argument that makes a program of ours the worker.
pub const WORKER_ARGUMENT: &str = "--read-worker";

/// The program that reads foreign files.
#[derive(Clone, Debug)]
pub struct Worker {
    program: PathBuf,
}

impl Worker {
    /// This very program, started again.
    pub fn this_program() -> Result<Self, Error> {
        std::env::current_exe()
            .map(|program| Self { program })
            .map_err(|error| Error::NoWorker(error.to_string()))
    }

    /// Another program of ours (tests).
    pub fn at(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
        }
    }

    /// Imports, following every event. Breaking from `watch` cancels: what is committed stays, the file in work leaves no trace.
    pub fn run(
        &self,
        request: &Request,
        watch: &mut dyn FnMut(Option<&Event>) -> ControlFlow<()>,
    ) -> Result<Followed, Error> {
        let mut followed = Followed::default();
        if let Some(reports) = unchanged::all(request) {
            followed.reports = reports;
            return Ok(followed);
        }
        let mut request = request.clone();
        loop {
            match self.run_once(&request, &mut followed, watch)? {
                Ending::Finished => return Ok(followed),
                Ending::Cancelled => {
                    followed.cancelled = true;
                    return Ok(followed);
                }
                Ending::Again { from } => {
                    request.skip = from;
                    request.one_by_one = true;
                }
                Ending::Died { item, file, reason } => {
                    let report = match safe(&request, &followed, item, &file) {
                        Some(report) => report,
                        None => FileReport::of(item, file, ImportStatus::Refused).saying(reason, UNREAD),
                    };
                    followed.reports.push(report);
                    request.skip = item + 1;
                }
            }
        }
    }

    fn run_once(
        &self,
        request: &Request,
        followed: &mut Followed,
        watch: &mut dyn FnMut(Option<&Event>) -> ControlFlow<()>,
    ) -> Result<Ending, Error> {
        let mut child = self.start(request)?;
        let events = events_of(&mut child);
        let last_words = last_words_of(&mut child);
        let mut told = Told::default();
        let mut heard = Instant::now();
        let ending = loop {
            match events.recv_timeout(TICK) {
                Ok(event) => {
                    heard = Instant::now();
                    let is_stopped = watch(Some(&event)).is_break();
                    if let Err(error) = told.take(event, request, followed) {
                        end(&mut child);
                        return Err(error);
                    }
                    if told.is_over {
                        break Ending::Finished;
                    }
                    if is_stopped {
                        break Ending::Cancelled;
                    }
                }
                Err(RecvTimeoutError::Timeout) if watch(None).is_break() => break Ending::Cancelled,
                Err(RecvTimeoutError::Timeout) if heard.elapsed() < SILENCE => {}
                Err(RecvTimeoutError::Timeout) => {
                    break died(mem::take(&mut told.open), "took too long and was stopped");
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let status = child.wait().ok();
                    let words = last_words.recv_timeout(TICK).unwrap_or_default();
                    break died(mem::take(&mut told.open), cause(status, &words));
                }
            }
        };
        end(&mut child);
        match ending {
            Ending::Cancelled => told.rest(&events, request, followed),
            Ending::Died { item, .. } if item == usize::MAX => {
                Err(Error::NoWorker(last_words.recv_timeout(TICK).unwrap_or_else(
                    |_| "the reader ended before it began".to_owned(),
                )))
            }
            ending => Ok(ending),
        }
    }

    fn start(&self, request: &Request) -> Result<Child, Error> {
        let text = serde_json::to_vec(request).map_err(|_| {
            let what = "The name of a file or folder is no text in UTF-8";
            Error::asked(what, "Rename it, then try again.")
        })?;
        let failed = |error: std::io::Error| Error::NoWorker(error.to_string());
        let mut command = Command::new(&self.program);
        command
            .arg(WORKER_ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // Ctrl-C is this program's to answer, which then stops the worker.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(failed)?;
        // A worker that died at once shows in its events; writing to it may then fail.
        let _written = child.stdin.take().map(|mut input| input.write_all(&text));
        Ok(child)
    }
}

/// What a worker told of so far.
#[derive(Default)]
struct Told {
    /// Items in work.
    open: Vec<(usize, String)>,
    /// Items behind the last that was begun.
    left: Option<usize>,
    is_over: bool,
}

impl Told {
    fn take(&mut self, event: Event, request: &Request, followed: &mut Followed) -> Result<(), Error> {
        match event {
            Event::Start { item, of, file, .. } => {
                // One by one, and where tables are only looked through, the one before is done with.
                if request.one_by_one || request.profile.is_some() {
                    self.open.clear();
                }
                self.left = of.checked_sub(item + 1);
                self.open.push((item, file));
            }
            Event::Done(report) => {
                self.open.retain(|(item, _)| *item != report.item);
                followed.reports.push(*report);
            }
            Event::Profiled(profile) => followed.profile = Some(*profile),
            Event::Failed { code, message, hint } => return Err(Error::Worker { code, message, hint }),
            Event::End => self.is_over = true,
            Event::Progress { .. } => {}
        }
        Ok(())
    }

    /// What was done before the worker was stopped and is not yet told; where that is all, nothing was stopped.
    fn rest(
        mut self,
        events: &Receiver<Event>,
        request: &Request,
        followed: &mut Followed,
    ) -> Result<Ending, Error> {
        for event in events {
            self.take(event, request, followed)?;
        }
        self.open.retain(|(item, file)| {
            let report = safe(request, followed, *item, file);
            let is_open = report.is_none();
            followed.reports.extend(report);
            is_open
        });
        let is_all = self.is_over || (self.left == Some(0) && self.open.is_empty());
        Ok(if is_all {
            Ending::Finished
        } else {
            Ending::Cancelled
        })
    }
}

/// What became of all files.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    /// One report per finished file.
    pub reports: Vec<FileReport>,
    /// The table looked through, if that was asked.
    pub profile: Option<Profile>,
    /// Whether the user cancelled.
    pub cancelled: bool,
}

enum Ending {
    Finished,
    Cancelled,
    /// It died with files that were read and not yet safe, from this one on.
    Again {
        from: usize,
    },
    Died {
        item: usize,
        file: String,
        reason: String,
    },
}

const UNREAD: &str = "Nothing of it is in the book. Ask for the file in another format, or re-export it; or give it more memory.";

/// The report on a file whose reader died after all of it was safe in the book, before it could say so.
fn safe(request: &Request, followed: &Followed, item: usize, file: &str) -> Option<FileReport> {
    let book = Book::open_read_only(request.book.as_deref()?).ok()?;
    let is_told = |id| followed.reports.iter().any(|report| report.id == Some(id));
    let mut records = book.imports().ok()?.into_iter();
    let record = records.find(|record| {
        record.at == request.at
            && record.status == ImportStatus::Committed
            && record.header.file == file
            && !is_told(record.id)
    })?;
    Some(FileReport {
        id: Some(record.id),
        format_name: record.header.format.clone(),
        format: record.header.format,
        reader_version: record.header.reader_version,
        rows: record.rows,
        facts: record.facts,
        period: record.period,
        totals: record.totals,
        problem_counts: record.problems,
        ..FileReport::of(item, file, ImportStatus::Committed)
    })
}

/// Several files in work: it is not known which of them it was.
fn died(mut open: Vec<(usize, String)>, cause: &str) -> Ending {
    if let [(from, _), _, ..] = open.as_slice() {
        return Ending::Again { from: *from };
    }
    let (item, file) = open.pop().unwrap_or((usize::MAX, String::new()));
    let reason = format!("{file} could not be read: its reader {cause}.");
    Ending::Died { item, file, reason }
}

fn cause(status: Option<ExitStatus>, last_words: &str) -> &'static str {
    if last_words.contains("memory allocation") || last_words.contains("out of memory") {
        return "needed more memory than a file may take";
    }
    if last_words.contains("overflowed its stack") {
        return "met nesting without end";
    }
    match status {
        Some(status) if status.code().is_some() => "stopped on a fault in the file",
        _ => "was stopped by the system",
    }
}

fn events_of(child: &mut Child) -> Receiver<Event> {
    let (send, events) = mpsc::channel();
    let output = child.stdout.take().expect("the output is piped");
    thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        for event in lines.filter_map(|line| serde_json::from_str(&line).ok()) {
            if send.send(event).is_err() {
                return;
            }
        }
    });
    events
}

fn last_words_of(child: &mut Child) -> Receiver<String> {
    let (send, words) = mpsc::channel();
    let errors = child.stderr.take().expect("the errors are piped");
    thread::spawn(move || {
        let mut text = String::new();
        // Bytes that are no text say nothing about the cause.
        let _read = errors.take(LAST_WORDS).read_to_string(&mut text);
        let _sent = send.send(text);
    });
    words
}

/// Ends a worker that may have ended already.
fn end(child: &mut Child) {
    let _killed = child.kill();
    let _waited = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_was_done_before_a_stop_is_told_and_all_of_it_is_no_stop() {
        let rest = |told: &[Event], later: &[Event]| {
            let (mut followed, mut heard) = (Followed::default(), Told::default());
            let request = Request::default();
            for event in told {
                heard
                    .take(event.clone(), &request, &mut followed)
                    .expect("no failure");
            }
            let (send, events) = mpsc::channel();
            for event in later {
                send.send(event.clone()).expect("somebody listens");
            }
            drop(send);
            let ending = heard.rest(&events, &request, &mut followed).expect("no failure");
            (matches!(ending, Ending::Finished), followed.reports.len())
        };
        let done = || {
            Event::Done(Box::new(FileReport::of(
                0,
                "a".to_owned(),
                ImportStatus::Committed,
            )))
        };
        let first_of = |of| Event::Start {
            item: 0,
            of,
            file: "a".to_owned(),
            passed_over: false,
        };
        assert_eq!(rest(&[first_of(1)], &[done()]), (true, 1));
        assert_eq!(rest(&[first_of(1), done()], &[]), (true, 1));
        assert_eq!(rest(&[first_of(2), done()], &[]), (false, 1));
        assert_eq!(rest(&[first_of(1)], &[]), (false, 0));
        assert_eq!(rest(&[], &[]), (false, 0));
    }

    fn start(item: usize) -> Event {
        Event::Start {
            item,
            of: 3,
            file: format!("{item}.csv"),
            passed_over: false,
        }
    }

    fn done(item: usize) -> Event {
        let report = FileReport::of(item, format!("{item}.csv"), ImportStatus::Committed);
        Event::Done(Box::new(report))
    }

    fn program(folder: &std::path::Path, script: &str) -> PathBuf {
        let program = folder.join("reader");
        std::fs::write(&program, script).expect("it can be written");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
        program
    }

    /// A reader that dies of the second of three files, which it reads in one group.
    #[test]
    fn a_group_that_dies_is_read_again_file_by_file_and_only_one_is_lost() {
        let folder = tempfile::tempdir().expect("a folder");
        let say = |name: &str, events: &[Event]| {
            let lines = events
                .iter()
                .map(|event| serde_json::to_string(event).expect("plain data"));
            let text = lines.collect::<Vec<_>>().join("\n") + "\n";
            std::fs::write(folder.path().join(name), text).expect("it can be written");
        };
        say("group", &[start(0), start(1)]);
        say("alone", &[start(0), done(0), start(1)]);
        say("rest", &[start(2), done(2), Event::End]);
        let script = format!(
            "#!/bin/sh\ncd {}\ncase \"$(cat)\" in\n*'\"skip\":2'*) cat rest;;\n*'\"one_by_one\":true'*) cat alone; exit 1;;\n*) cat group; exit 1;;\nesac\n",
            folder.path().display()
        );
        let mut watch = |_: Option<&Event>| ControlFlow::Continue(());
        let followed = Worker::at(program(folder.path(), &script))
            .run(&Request::default(), &mut watch)
            .expect("it was followed");
        let told: Vec<_> = followed
            .reports
            .iter()
            .map(|one| (one.item, one.status))
            .collect();
        let expected = [
            (0, ImportStatus::Committed),
            (1, ImportStatus::Refused),
            (2, ImportStatus::Committed),
        ];
        assert_eq!(told, expected);
    }

    /// A reader that tells of no file that it is done with it, and dies each time.
    #[test]
    fn a_reader_that_dies_without_a_word_ends_all_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let lines = [start(0), start(1)].map(|event| serde_json::to_string(&event).expect("plain data"));
        let script = format!(
            "#!/bin/sh\ncase \"$(cat)\" in\n*'\"skip\":2'*) echo '{}';;\n*) echo '{}'; exit 1;;\nesac\n",
            serde_json::to_string(&Event::End).expect("plain data"),
            lines.join("\n")
        );
        let worker = Worker::at(program(folder.path(), &script));
        for profile in [None, Some(super::super::event::Look::default())] {
            let request = Request {
                profile,
                ..Request::default()
            };
            let followed = worker
                .run(&request, &mut |_| ControlFlow::Continue(()))
                .expect("it was followed");
            let told: Vec<usize> = followed.reports.iter().map(|one| one.item).collect();
            assert_eq!(told, [1]);
        }
    }

    /// A reader that is stopped by the system after the commit and before its report.
    #[test]
    fn a_file_that_is_safe_in_the_book_is_not_called_unread() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.counterfoil");
        let mut book = Book::create(&path, "A").expect("a book");
        let header = model::ImportHeader {
            file: "0.csv".to_owned(),
            ..model::ImportHeader::default()
        };
        let at = "2026-12-01T10:00:00Z";
        let import = book.import(&header, at).expect("it begins");
        import
            .finish(&store::ImportSummary::default())
            .expect("it is kept");
        book.close().expect("it closes");
        let say = |event| serde_json::to_string(&event).expect("plain data");
        let script = format!(
            "#!/bin/sh\ncase \"$(cat)\" in\n*'\"skip\":1'*) echo '{}'; echo '{}'; exit 1;;\n*) echo '{}'; exit 1;;\nesac\n",
            say(start(1)),
            say(Event::End),
            say(start(0)),
        );
        let request = Request {
            book: Some(path),
            at: at.to_owned(),
            ..Request::default()
        };
        let followed = Worker::at(program(folder.path(), &script))
            .run(&request, &mut |_| ControlFlow::Continue(()))
            .expect("it was followed");
        assert_eq!(followed.reports[0].status, ImportStatus::Committed);
        assert_eq!(followed.reports[0].id, Some(1));
    }
}
