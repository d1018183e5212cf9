//! Files that were dropped and wait: previewed, told what the user says about each, imported or let go.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use ingest::profile::Profile;
use model::{ImportId, ImportStatus, Question};
use store::StoreError;

use super::{Session, numbered};
use crate::import::{ChoiceText, Event, FileReport, Followed, Look, Request};
use crate::mapper::Draft;
use crate::own::{self, Own};
use crate::view::{FileChange, ImportResult, PreviewView, ProgressView};
use crate::{Error, Result, checks, choice, clock, preview};

/// A previewed file that has not been imported yet.
pub(super) struct Waiting {
    pub(super) id: u32,
    /// What was dropped together: items are numbered within it.
    paths: Arc<[PathBuf]>,
    pub(super) report: FileReport,
    /// What the user said about it.
    pub(super) choice: ChoiceText,
    /// What the mapper knows of it, and what was decided there so far.
    pub(super) mapped: Option<(Profile, Draft)>,
}

/// Items that are read in one go.
#[derive(Clone)]
pub(super) struct Batch {
    paths: Arc<[PathBuf]>,
    /// Which of them; all if empty.
    only: Vec<usize>,
    pub(super) choice: ChoiceText,
}

/// How a batch is read.
#[derive(Clone, Copy, Default)]
pub(super) struct Mode {
    /// Nothing is kept.
    pub(super) dry_run: bool,
    /// Not even compared with what the book has.
    pub(super) apart: bool,
    /// Rows read at most.
    pub(super) brief: Option<u64>,
    /// Looked through for the mapper instead.
    pub(super) look: Option<Look>,
}

impl Session {
    /// Reads files without keeping anything, and says what each is. They wait until committed or discarded.
    pub fn preview_paths(&mut self, paths: &[PathBuf]) -> Result<Vec<PreviewView>> {
        self.wait_for(paths, &ChoiceText::default())
    }

    /// Reads the file of an import anew, to take its place: with the mapping and the answers of then, until other ones
    /// are given.
    pub fn correct(&mut self, import: &str, path: PathBuf) -> Result<Vec<PreviewView>> {
        let choice = self.as_before(numbered(import)?)?;
        self.wait_for(&[path], &choice)
    }

    fn wait_for(&mut self, paths: &[PathBuf], choice: &ChoiceText) -> Result<Vec<PreviewView>> {
        let batch = Batch {
            paths: paths.into(),
            only: Vec::new(),
            choice: choice.clone(),
        };
        for report in self.look(&batch)? {
            self.waiting.push(Waiting {
                id: self.next,
                paths: batch.paths.clone(),
                report,
                choice: choice.clone(),
                mapped: None,
            });
            self.next += 1;
        }
        Ok(self.pending())
    }

    /// What was said about the file of an import, to be read in its place.
    fn as_before(&self, import: ImportId) -> Result<ChoiceText> {
        let record = self.book()?.imports()?.into_iter().find(|one| one.id == import);
        let record = record.ok_or(StoreError::UnknownImport(import))?;
        let answer = |question: &Question| Some((question.id.clone(), question.chosen()?.id.clone()));
        Ok(ChoiceText {
            mapping: record.header.mapping,
            answers: record.answers.iter().filter_map(answer).collect(),
            instead: Some(import),
            ..ChoiceText::default()
        })
    }

    /// Says something about one file that waits, and reads that file again. The others stay as they are.
    pub fn choose(&mut self, id: u32, change: &FileChange) -> Result<Vec<PreviewView>> {
        let place = self.place(id)?;
        let waiting = &self.waiting[place];
        let anew = waiting.report.id.filter(|_| change.instead);
        let mut before = match anew {
            Some(import) => self.as_before(import)?,
            None => waiting.choice.clone(),
        };
        if choice::is_of_reading(change) {
            // From now on only what is said here holds, and nothing of an earlier import of the file.
            before.reading = waiting.report.reading.clone();
            before.fixes.get_or_insert_with(|| waiting.report.fixes.clone());
        }
        let mut said = choice::changed(&before, change)?;
        if change.fix.is_some() || change.unfix.is_some() {
            said.fixes = Some(preview::fixed(&waiting.report, change)?);
        }
        self.read_again(place, said)?;
        Ok(self.pending())
    }

    /// Reads one file that waits as is said now; what is said stays if that worked.
    pub(super) fn read_again(&mut self, place: usize, said: ChoiceText) -> Result<()> {
        let batch = Batch {
            choice: said,
            ..self.batch(place)
        };
        if let Some(report) = self.look(&batch)?.pop() {
            let waiting = &mut self.waiting[place];
            (waiting.report, waiting.choice) = (report, batch.choice);
        }
        Ok(())
    }

    /// Where a file waits.
    pub(super) fn place(&self, id: u32) -> Result<usize> {
        let place = self.waiting.iter().position(|waiting| waiting.id == id);
        place.ok_or_else(|| Error::asked("That file waits no more", "Drop it again."))
    }

    /// One file that waits, as it was last read.
    pub(super) fn batch(&self, place: usize) -> Batch {
        let waiting = &self.waiting[place];
        Batch {
            paths: waiting.paths.clone(),
            only: vec![waiting.report.item],
            choice: waiting.choice.clone(),
        }
    }

    fn look(&self, batch: &Batch) -> Result<Vec<FileReport>> {
        let mode = Mode {
            dry_run: true,
            ..Mode::default()
        };
        Ok(self.run(batch, mode, &mut |_| ControlFlow::Continue(()))?.reports)
    }

    /// The files that wait.
    pub fn pending(&self) -> Vec<PreviewView> {
        self.waiting
            .iter()
            .map(|waiting| preview::view(waiting.id, &waiting.report, &waiting.choice))
            .collect()
    }

    /// Lets files go.
    pub fn discard(&mut self, ids: &[u32]) {
        self.waiting.retain(|waiting| !ids.contains(&waiting.id));
    }

    /// Imports files that wait. What is committed before a cancel stays; the file in work leaves no trace.
    pub fn commit(&mut self, ids: &[u32], on_progress: &mut dyn FnMut(ProgressView)) -> Result<ImportResult> {
        self.book()?;
        self.cancel.store(false, Ordering::Relaxed);
        let mut all = Followed::default();
        for batch in self.batches(ids) {
            let mut told = preview::Progressing::new(on_progress).follow();
            let followed = self.run(&batch, Mode::default(), &mut told)?;
            self.settle(&batch, &followed.reports);
            all.reports.extend(followed.reports);
            all.cancelled |= followed.cancelled;
            if all.cancelled {
                break;
            }
        }
        let mut result = preview::result(&all, self.waiting.len());
        for sentence in checks::failing(self.book()?)? {
            result.summary = format!("{} {sentence}.", result.summary);
        }
        Ok(result)
    }

    /// Lets go what is in the book now; what was not taken waits on, and says why.
    fn settle(&mut self, batch: &Batch, reports: &[FileReport]) {
        let of = |waiting: &Waiting| {
            let is_of_batch = Arc::ptr_eq(&waiting.paths, &batch.paths) && waiting.choice == batch.choice;
            let mut own = reports.iter().filter(|report| report.item == waiting.report.item);
            own.next().filter(|_| is_of_batch)
        };
        self.waiting.retain_mut(|waiting| match of(waiting) {
            Some(report) if is_in_book(report) => false,
            Some(report) => {
                waiting.report = report.clone();
                true
            }
            None => true,
        });
        // What the book has already asks for nothing.
        self.waiting.retain(|waiting| !is_in_book(&waiting.report));
    }

    /// Waiting files by what they were dropped with and what was said about them.
    fn batches(&self, ids: &[u32]) -> Vec<Batch> {
        let mut batches: Vec<Batch> = Vec::new();
        for waiting in self.waiting.iter().filter(|waiting| ids.contains(&waiting.id)) {
            let item = waiting.report.item;
            let fits = |batch: &&mut Batch| {
                Arc::ptr_eq(&batch.paths, &waiting.paths) && batch.choice == waiting.choice
            };
            match batches.iter_mut().find(fits) {
                Some(batch) => batch.only.push(item),
                None => batches.push(Batch {
                    paths: waiting.paths.clone(),
                    only: vec![item],
                    choice: waiting.choice.clone(),
                }),
            }
        }
        batches
    }

    pub(super) fn run(
        &self,
        batch: &Batch,
        mode: Mode,
        watch: &mut dyn FnMut(&Event) -> ControlFlow<()>,
    ) -> Result<Followed> {
        let book = self.book()?.path().to_owned();
        let request = Request {
            book: (!mode.apart).then_some(book),
            paths: batch.paths.to_vec(),
            dry_run: mode.dry_run,
            choice: batch.choice.clone(),
            own: self.own()?.texts(),
            profile: mode.look,
            brief: mode.brief,
            only: batch.only.clone(),
            at: clock::now(),
            ..Request::default()
        };
        let cancel = &self.cancel;
        self.worker.run(&request, &mut |event| {
            if cancel.swap(false, Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            event.map_or(ControlFlow::Continue(()), &mut *watch)
        })
    }

    /// Formats and mappings of the user's own.
    pub(super) fn own(&self) -> Result<Own> {
        let book = self.book.as_ref();
        Own::read(book, &own::folders(book.map(store::Book::path), Some(&self.home)))
    }
}

fn is_in_book(report: &FileReport) -> bool {
    matches!(report.status, ImportStatus::Committed | ImportStatus::Unchanged)
}
