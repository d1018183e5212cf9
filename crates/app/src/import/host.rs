//! The parent side: starts the worker, follows it, ends it on cancel or silence, and goes on after a death.
//!
//! A file that kills its reader leaves the book untouched (one transaction per file) and becomes one sentence.

use std::io::{BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use ingest::profile::Profile;
use model::ImportStatus;

use super::event::{Event, FileReport, Request};
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
        let mut request = request.clone();
        loop {
            match self.run_once(&request, &mut followed, watch)? {
                Ending::Finished => return Ok(followed),
                Ending::Cancelled => {
                    followed.cancelled = true;
                    return Ok(followed);
                }
                Ending::Died { item, file, reason } => {
                    let report = FileReport::of(item, file, ImportStatus::Refused).saying(
                        reason,
                        "Nothing of it is in the book. Ask for the file in another format, or re-export it.",
                    );
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
        let mut at = None;
        let mut heard = Instant::now();
        let ending = loop {
            match events.recv_timeout(TICK) {
                Ok(event) => {
                    heard = Instant::now();
                    if watch(Some(&event)).is_break() {
                        break Ending::Cancelled;
                    }
                    match event {
                        Event::Start { item, file, .. } => at = Some((item, file)),
                        Event::Done(report) => {
                            at = None;
                            followed.reports.push(*report);
                        }
                        Event::Profiled(profile) => followed.profile = Some(*profile),
                        Event::Failed { code, message, hint } => {
                            end(&mut child);
                            return Err(Error::Worker { code, message, hint });
                        }
                        Event::End => break Ending::Finished,
                        Event::Progress { .. } => {}
                    }
                }
                Err(RecvTimeoutError::Timeout) if watch(None).is_break() => break Ending::Cancelled,
                Err(RecvTimeoutError::Timeout) if heard.elapsed() < SILENCE => {}
                Err(RecvTimeoutError::Timeout) => break died(at, "took too long and was stopped"),
                Err(RecvTimeoutError::Disconnected) => {
                    let status = child.wait().ok();
                    let words = last_words.recv_timeout(TICK).unwrap_or_default();
                    break died(at, cause(status, &words));
                }
            }
        };
        end(&mut child);
        match ending {
            Ending::Died { item, .. } if item == usize::MAX => {
                Err(Error::NoWorker(last_words.recv_timeout(TICK).unwrap_or_else(
                    |_| "the reader ended before it began".to_owned(),
                )))
            }
            ending => Ok(ending),
        }
    }

    fn start(&self, request: &Request) -> Result<Child, Error> {
        let failed = |error: std::io::Error| Error::NoWorker(error.to_string());
        let mut child = Command::new(&self.program)
            .arg(WORKER_ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let text = serde_json::to_vec(request).expect("a request is plain data");
        // A worker that died at once shows in its events; writing to it may then fail.
        let _written = child.stdin.take().map(|mut input| input.write_all(&text));
        Ok(child)
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
    Died {
        item: usize,
        file: String,
        reason: String,
    },
}

fn died(at: Option<(usize, String)>, cause: &str) -> Ending {
    let (item, file) = at.unwrap_or((usize::MAX, String::new()));
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
