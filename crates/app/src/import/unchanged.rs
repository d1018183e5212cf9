//! Files that are as they were when an import read them, by their size and time: a folder of logs that grew by one file
//! is not read as a whole again. Whoever doubts asks for `--reread`.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ingest::formats::Shape;
use ingest::{Choice, Item};
use model::{ImportId, ImportStatus};
use sha2::{Digest, Sha256};
use store::{Book, ReadBy, Stamp};

use super::event::{ChoiceText, FileReport, Request};
use super::said::choice;
use crate::Error;

/// A file that was changed just now may change again without another time.
const SETTLED: Duration = Duration::from_secs(2);

/// What is known of the files of one request.
pub(super) struct Unchanged {
    /// Nothing is passed over, and nothing noted, where the user said how to read, or nothing is written.
    is_on: bool,
    /// Shapes of files that the user has formats for, which are tried before those built in.
    own: Vec<Shape>,
    stamps: HashMap<PathBuf, Stamp>,
    known: HashMap<PathBuf, ReadBy>,
    noted: Vec<(Stamp, ImportId)>,
}

/// The reports on the files of a request, where every one of them is as it was: then nobody need read any. Opens none.
pub(super) fn all(request: &Request) -> Option<Vec<FileReport>> {
    let mut unchanged = Unchanged::of(request, &choice(request).ok()?);
    let is_whole = unchanged.is_on && request.skip == 0 && request.only.is_empty();
    let book = Book::open_read_only(request.book.as_deref().filter(|_| is_whole)?).ok()?;
    let mut pass = |path: &Path| unchanged.knows(&book, path);
    let items = book.at_once(|| ingest::passed_over(&request.paths, &mut pass))?;
    let reports = items.iter().enumerate();
    reports.map(|(at, item)| unchanged.report(at, item)).collect()
}

impl Unchanged {
    pub(super) fn of(request: &Request, choice: &Choice) -> Self {
        let is_look = request.dry_run || request.profile.is_some() || request.brief.is_some();
        Self {
            is_on: !is_look && !request.reread && request.choice == ChoiceText::default(),
            own: choice.own.iter().map(|mapping| mapping.document.kind).collect(),
            stamps: HashMap::new(),
            known: HashMap::new(),
            noted: Vec::new(),
        }
    }

    /// Whether a file need not be read. A book that cannot be asked knows none.
    pub(super) fn knows(&mut self, book: &Book, path: &Path) -> bool {
        let Some(stamp) = self.is_on.then(|| stamp(path)).flatten() else {
            return false;
        };
        self.stamps.insert(path.to_owned(), stamp);
        let found = book.read_by(stamp).ok().flatten();
        match found.filter(|found| self.is_current(found)) {
            Some(found) => self.known.insert(path.to_owned(), found).is_none(),
            None => false,
        }
    }

    /// Whether the import read it as it would be read today.
    fn is_current(&self, found: &ReadBy) -> bool {
        let header = &found.header;
        let is_built_in = header.mapping.is_none() && header.fixes.is_none();
        ingest::formats::by_id(&header.format).is_some_and(|format| {
            let is_same_reader = format.reader == header.reader_version;
            is_built_in
                && is_same_reader
                && format.stands_alone()
                && !self.own.iter().any(|own| meet(*own, format.kind))
        })
    }

    /// The report on a file that was passed over.
    pub(super) fn report(&self, at: usize, item: &Item) -> Option<FileReport> {
        let known = item.passed_over.then(|| self.known.get(&item.path)).flatten()?;
        let file = known.header.file.clone();
        let message = format!("{file}: already imported on {} as import {}.", known.at, known.id);
        let mut report = FileReport::of(at, file, ImportStatus::Unchanged).saying(message, "");
        report.id = Some(known.id);
        report.format.clone_from(&known.header.format);
        report.reader_version = known.header.reader_version;
        Some(report)
    }

    /// Takes note of a file that was read as a whole, by itself.
    pub(super) fn note(&mut self, item: &Item, report: &FileReport) {
        let was_read = matches!(report.status, ImportStatus::Committed | ImportStatus::Unchanged);
        let is_file = item.member.is_none() && item.parts.is_empty() && !item.passed_over;
        if let (true, Some(stamp), Some(id)) = (was_read && is_file, self.stamps.get(&item.path), report.id) {
            self.noted.push((*stamp, id));
        }
    }

    /// Keeps the notes with the book.
    pub(super) fn remember(&self, book: &Book) -> Result<(), Error> {
        Ok(book.remember_files(&self.noted)?)
    }
}

/// Whether two formats may be of the same files.
fn meet(a: Shape, b: Shape) -> bool {
    a == Shape::Any || b == Shape::Any || (a == Shape::Table) == (b == Shape::Table)
}

/// What the system says of a file; nothing if it is no file, or may still be written.
fn stamp(path: &Path) -> Option<Stamp> {
    let about = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
    let changed = about.modified().ok()?;
    let is_settled = SystemTime::now()
        .duration_since(changed)
        .is_ok_and(|age| age > SETTLED);
    let since = changed.duration_since(UNIX_EPOCH).ok()?;
    let place = std::path::absolute(path).ok()?;
    let digest = Sha256::digest(place.as_os_str().as_encoded_bytes());
    let mut number = [0; 8];
    number.copy_from_slice(&digest[..8]);
    is_settled.then_some(Stamp {
        place: i64::from_le_bytes(number),
        bytes: i64::try_from(about.len()).ok()?,
        changed: i64::try_from(since.as_nanos()).ok()?,
    })
}
