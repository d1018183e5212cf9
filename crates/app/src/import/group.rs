//! Small files share one commit: each stays all or nothing, and is reported once it is safe.
//!
//! Where a reader dies, the files of its open group are read again, one by one, so that only the one at fault is lost.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use ingest::Item;
use store::Book;

use super::event::{Event, FileReport, Request};
use super::worker::Tell;
use crate::Error;

/// So few files need no group.
const FEW: usize = 8;
/// A file above this is a group of its own.
const SMALL: u64 = 8 << 20;
/// So many files at most.
const MOST: usize = 4096;
/// A group is closed after this long, so that little is lost where something ends it.
const LONGEST: Duration = Duration::from_secs(3);

/// The open group and the reports on its files.
pub(super) struct Group {
    is_on: bool,
    since: Option<Instant>,
    waiting: Vec<FileReport>,
}

impl Group {
    pub(super) fn of(request: &Request, files: usize) -> Self {
        Self {
            is_on: files > FEW && !request.dry_run && !request.one_by_one,
            since: None,
            waiting: Vec::new(),
        }
    }

    /// Whether small files are read in groups.
    pub(super) fn is_on(&self) -> bool {
        self.is_on
    }

    /// Opens a group for a file, or closes the one that is open where the file belongs in none.
    pub(super) fn before(
        &mut self,
        book: Option<&Book>,
        item: &Item,
        tell: &mut Tell<'_>,
    ) -> Result<ControlFlow<()>, Error> {
        let Some(book) = book.filter(|_| self.is_on) else {
            return Ok(ControlFlow::Continue(()));
        };
        if item.bytes > SMALL {
            return self.close(Some(book), tell);
        }
        if self.since.is_none() {
            book.begin_group()?;
            self.since = Some(Instant::now());
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Takes the report on a file, and tells it where the file is safe.
    pub(super) fn after(
        &mut self,
        book: Option<&Book>,
        report: FileReport,
        tell: &mut Tell<'_>,
    ) -> Result<ControlFlow<()>, Error> {
        self.waiting.push(report);
        let is_full = self.waiting.len() >= MOST;
        match self.since {
            Some(since) if !is_full && since.elapsed() < LONGEST => Ok(ControlFlow::Continue(())),
            _ => self.close(book, tell),
        }
    }

    /// Commits, and tells what waited for it.
    pub(super) fn close(
        &mut self,
        book: Option<&Book>,
        tell: &mut Tell<'_>,
    ) -> Result<ControlFlow<()>, Error> {
        self.since = None;
        if let Some(book) = book {
            book.end_group()?;
        }
        let mut told = self
            .waiting
            .drain(..)
            .map(|report| tell(&Event::Done(Box::new(report))));
        let stopped = told.find(ControlFlow::is_break);
        drop(told);
        Ok(stopped.unwrap_or(ControlFlow::Continue(())))
    }
}
