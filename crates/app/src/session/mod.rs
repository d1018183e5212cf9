//! One person working with one book in a window: open, look, import, undo, save. Every method is one use case.

mod mapping;
mod waiting;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::JoinHandle;

use model::ImportId;
use store::Book;

use crate::copies::{self, Copies, synchronised_by};
use crate::import::Worker;
use crate::press::Press;
use crate::recent::Recent;
use crate::report::Template;
use crate::scope::Scope;
use crate::target::Target;
use crate::view::{
    BookBadge, CanvasSize, Choice, ImportResult, PaletteItem, Route, Saved, ScreenView, StartView, TableView,
};
use crate::{Error, Result, ask, clock, palette, preview, sample, save, scenario, screens};
use waiting::Waiting;

/// A window's state. Not shared between threads; the shell keeps it behind a lock.
pub struct Session {
    home: PathBuf,
    worker: Worker,
    book: Option<Book>,
    waiting: Vec<Waiting>,
    next: u32,
    cancel: Arc<AtomicBool>,
    /// Today's copy of the book in the making.
    copying: Option<JoinHandle<Result<()>>>,
}

impl Session {
    /// A session that keeps its list of books below `home`.
    pub fn new(home: PathBuf, worker: Worker) -> Self {
        Self {
            home,
            worker,
            book: None,
            waiting: Vec::new(),
            next: 1,
            cancel: Arc::default(),
            copying: None,
        }
    }

    /// The start screen.
    pub fn start(&self) -> StartView {
        StartView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            recent: Recent::read(&self.home).views(&self.home),
            book: self.book.as_ref().and_then(|book| self.badge(book).ok()),
        }
    }

    /// Opens a book; one that cannot be written is opened for reading.
    pub fn open_path(&mut self, path: &Path) -> Result<BookBadge> {
        let book = Book::open_as_can_be(path)?;
        self.take(book)
    }

    /// Opens a book of the recent list.
    pub fn open_recent(&mut self, id: u32) -> Result<BookBadge> {
        self.open_path(&self.recent_path(id)?)
    }

    /// Puts a copy in the place of a book of the recent list and opens it. The file that was there is kept aside.
    pub fn restore(&mut self, id: u32, copy: &str) -> Result<BookBadge> {
        let path = self.recent_path(id)?;
        let day = copy
            .parse()
            .map_err(|_| Error::asked(format!("`{copy}` is no copy"), "Copies are named by their day."))?;
        self.close()?;
        let aside = Copies::of(&self.home, &path).restore(day, clock::today())?;
        let badge = self.open_path(&path)?;
        let kept = aside.map(|aside| format!(" What was there before is kept as {}.", aside.display()));
        Ok(BookBadge {
            caution: format!(
                "This is the copy of {}.{}",
                screens::day(copy),
                kept.unwrap_or_default()
            ),
            ..badge
        })
    }

    fn recent_path(&self, id: u32) -> Result<PathBuf> {
        let path = Recent::read(&self.home).path(id);
        path.ok_or_else(|| Error::asked("That book is no longer in the list", "Open it by its file."))
    }

    /// Makes a new book, named after its file.
    pub fn new_at(&mut self, path: &Path) -> Result<BookBadge> {
        let path = path.with_extension("counterfoil");
        let name = path
            .file_stem()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        self.take(Book::create(&path, &name)?)
    }

    /// Opens the sample book, making it first where needed. It is a book of its own, apart from anybody's data.
    pub fn open_sample(&mut self) -> Result<BookBadge> {
        let path = self.home.join("sample.counterfoil");
        if !path.exists() {
            std::fs::create_dir_all(&self.home)
                .map_err(|error| Error::file(&self.home, "written", &error))?;
            sample::make(&path, &self.worker, &mut |_| ControlFlow::Continue(()))?;
        }
        self.open_path(&path)
    }

    /// Closes the book.
    pub fn close(&mut self) -> Result<StartView> {
        self.waiting.clear();
        let book = self.book.take();
        if let Some(copying) = self.copying.take() {
            // Whether it worked shows in the list of copies; the book itself is whole either way.
            let _ended = copying.join();
        }
        book.map_or(Ok(()), Book::close)?;
        Ok(self.start())
    }

    /// A checked copy of the book where the user wants it.
    pub fn save_copy(&self, to: &Path) -> Result<Saved> {
        copies::copy_to(self.book()?, to)?;
        Ok(Saved {
            path: to.to_string_lossy().into_owned(),
            message: format!("A copy of the book is in {}.", to.display()),
        })
    }

    fn take(&mut self, book: Book) -> Result<BookBadge> {
        self.close()?;
        let mut badge = self.badge(&book)?;
        let mut recent = Recent::read(&self.home).with(book.path(), &badge.name, clock::today());
        if let Some(service) = synchronised_by(book.path()).filter(|_| !recent.was_cautioned(book.path())) {
            recent = recent.cautioned();
            badge.caution = caution(service);
        }
        recent.write(&self.home)?;
        if !badge.sample && !badge.read_only {
            let copies = Copies::of(&self.home, book.path());
            self.copying = Some(std::thread::spawn(move || copies.keep(clock::today())));
        }
        self.book = Some(book);
        Ok(badge)
    }

    fn badge(&self, book: &Book) -> Result<BookBadge> {
        let info = book.info()?;
        let is_sample = sample::is_sample(book)?;
        let copy = Copies::of(&self.home, book.path())
            .days()
            .first()
            .map_or_else(String::new, |day| {
                format!("\ncopy of {}", screens::day(&day.to_string()))
            });
        let last = info.last_import.as_deref().map_or_else(
            || "nothing imported yet".to_owned(),
            |at| format!("all saved\nlast import {}", screens::day(at)),
        );
        Ok(BookBadge {
            name: info.name,
            file: info
                .path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            path: info.path.to_string_lossy().into_owned(),
            sample: is_sample,
            read_only: info.read_only,
            status: if info.read_only {
                "read only".to_owned()
            } else {
                format!("{last}{copy}")
            },
            caution: String::new(),
        })
    }

    fn book(&self) -> Result<&Book> {
        self.book.as_ref().ok_or(Error::NoBook)
    }

    /// A screen.
    pub fn screen(&self, route: &Route, canvas: CanvasSize) -> Result<ScreenView> {
        screens::screen(self.book()?, route, canvas)
    }

    /// Commands, screens and values that fit a text.
    pub fn palette(&self, text: &str, route: &Route) -> Result<Vec<PaletteItem>> {
        palette::items(self.book.as_ref(), text, route)
    }

    /// Values of a dimension that hold a text, for a new filter.
    pub fn dimension_values(&self, dimension: &str, text: &str) -> Result<Vec<Choice>> {
        const MOST: usize = 50;
        let values = self.book()?.values(&ask::dimension(dimension)?, text, MOST)?;
        let choice = |value: String| Choice {
            label: if value.is_empty() {
                "not stated".to_owned()
            } else {
                value.clone()
            },
            id: value,
            ..Choice::default()
        };
        Ok(values.into_iter().map(choice).collect())
    }

    /// What stops a commit from another thread.
    pub fn cancel_handle(&self) -> Arc<AtomicBool> {
        self.cancel.clone()
    }

    /// Does what the button of a row says: confirms who an identity is or a rule about keys, keeps a setting.
    pub fn confirm(&mut self, press: &str) -> Result<ImportResult> {
        let pressed = Press::parse(press)
            .ok_or_else(|| Error::asked(format!("`{press}` confirms nothing"), "Look at the list again."))?;
        Ok(preview::confirmed(pressed.run(self.book()?)?, Some(press)))
    }

    /// Takes one import back, or what was confirmed.
    pub fn undo(&mut self, import: &str) -> Result<ImportResult> {
        if let Some(pressed) = Press::parse(import) {
            return Ok(preview::confirmed(pressed.undo(self.book()?)?, None));
        }
        let id = numbered(import)?;
        let undone = self.book()?.undo(id)?;
        Ok(preview::undone(id, undone.facts, undone.restored))
    }

    /// The problems of one import.
    pub fn problems(&self, import: &str) -> Result<TableView> {
        screens::problems(self.book()?, numbered(import)?)
    }

    /// The problems of one import as a CSV file.
    pub fn problems_file(&self, import: &str, path: &Path) -> Result<Saved> {
        save::problems(self.book()?, numbered(import)?, Target::confirmed(path))
    }

    /// Bytes of a chart as a file: `svg` or `png`.
    pub fn chart_file(&self, route: &Route, key: &str, format: &str, path: &Path) -> Result<Saved> {
        save::chart(self.book()?, route, key, format, Target::confirmed(path))
    }

    /// The report that a route chooses, everything where it chooses nothing, as a file: `pdf`, `html` or `xlsx`.
    pub fn report_file(&self, route: &Route, format: &str, path: &Path) -> Result<Saved> {
        let template = Template::of_route(route)?;
        save::report(self.book()?, route, (&template, format), Target::confirmed(path))
    }

    /// The assumptions that a route shows as a scenario file.
    pub fn scenario_file(&self, route: &Route, path: &Path) -> Result<Saved> {
        scenario::file(&save::needed(Scope::of(self.book()?, route)?)?, path)
    }

    /// The figures of a chart as tab-separated text, for the clipboard.
    pub fn chart_text(&self, route: &Route, key: &str) -> Result<String> {
        save::chart_text(self.book()?, route, key)
    }

    /// Whether anything is open.
    pub fn has_book(&self) -> bool {
        self.book.is_some()
    }
}

fn caution(service: &str) -> String {
    format!(
        "This book lies in a folder of {service}. While it is open, such a folder can catch it half-written. \
         Save a copy in a folder of this computer and work there; put it back when it is closed."
    )
}

/// An import by its number.
fn numbered(import: &str) -> Result<ImportId> {
    import
        .parse()
        .map_err(|_| Error::asked(format!("`{import}` is no import"), "Imports are numbered."))
}
