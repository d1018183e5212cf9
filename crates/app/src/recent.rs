//! The list of books opened before: one small JSON file in the program's own folder.

use std::path::{Path, PathBuf};

use charts::Locale;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::copies::Copies;
use crate::view::{BookCopy, RecentBook};
use crate::{Error, Result};

const MOST: usize = 8;

/// Books opened before, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Recent {
    books: Vec<Entry>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    name: String,
    path: PathBuf,
    opened: NaiveDate,
    /// Whether it was said that the folder is synchronised.
    #[serde(default)]
    cautioned: bool,
}

impl Recent {
    /// The list below a folder; a list that cannot be read is an empty one.
    pub(crate) fn read(home: &Path) -> Self {
        let text = std::fs::read(file(home)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// The list with a book in front.
    pub(crate) fn with(mut self, path: &Path, name: &str, opened: NaiveDate) -> Self {
        let cautioned = self.was_cautioned(path);
        self.books.retain(|entry| entry.path != path);
        self.books.insert(
            0,
            Entry {
                name: name.to_owned(),
                path: path.to_owned(),
                opened,
                cautioned,
            },
        );
        self.books.truncate(MOST);
        self
    }

    /// Whether something was said about where a book lies.
    pub(crate) fn was_cautioned(&self, path: &Path) -> bool {
        self.books
            .iter()
            .any(|entry| entry.path == path && entry.cautioned)
    }

    /// Remembers that it was said of the newest.
    pub(crate) fn cautioned(mut self) -> Self {
        if let Some(newest) = self.books.first_mut() {
            newest.cautioned = true;
        }
        self
    }

    /// Writes the list.
    pub(crate) fn write(&self, home: &Path) -> Result<()> {
        let text = serde_json::to_vec_pretty(self).expect("the list is plain data");
        let written = std::fs::create_dir_all(home).and_then(|()| std::fs::write(file(home), text));
        written.map_err(|error| Error::file(file(home), "written", &error))
    }

    /// The path of a number shown before.
    pub(crate) fn path(&self, id: u32) -> Option<PathBuf> {
        self.books.get(id as usize).map(|entry| entry.path.clone())
    }

    /// As the start screen shows it; a book that is gone is left out unless there are copies of it.
    pub(crate) fn views(&self, home: &Path) -> Vec<RecentBook> {
        let views = self.books.iter().enumerate().map(|(id, entry)| RecentBook {
            id: id as u32,
            name: entry.name.clone(),
            path: entry.path.to_string_lossy().into_owned(),
            opened: charts::format::date(entry.opened, &Locale::default()),
            copies: copies(home, &entry.path),
        });
        views
            .filter(|view| Path::new(&view.path).exists() || !view.copies.is_empty())
            .collect()
    }
}

fn copies(home: &Path, book: &Path) -> Vec<BookCopy> {
    let copy = |day: NaiveDate| BookCopy {
        id: day.to_string(),
        label: charts::format::date(day, &Locale::default()),
    };
    Copies::of(home, book).days().into_iter().map(copy).collect()
}

fn file(home: &Path) -> PathBuf {
    home.join("recent.json")
}
