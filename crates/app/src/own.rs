//! Formats and mappings of the user's own: saved in the book, or laid as TOML files into a folder named `formats`
//! beside the book or in the program's own folder. Recognises nothing; what cannot be used is said, never in the way.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ingest::Mapping;
use serde_json::{Value, json};
use store::Book;

use crate::import::OwnText;
use crate::mapper::Draft;
use crate::{Error, Result, side_file};

/// Kind of the book's documents.
const KIND: &str = "mapping";
const FOLDER: &str = "formats";
const HELP: &str = "docs/mapping.md says what a mapping holds.";

/// A format or mapping of the user's own.
#[derive(Clone, Debug)]
pub struct OwnFormat {
    /// Where it is from: a path, or `saved in the book`.
    pub from: String,
    /// Its document.
    pub mapping: Mapping,
}

/// All of them, and what is wrong with those that cannot be used.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Those that can be used, one for each id: the book's first.
    pub formats: Vec<OwnFormat>,
    /// A sentence for each that cannot, with line and key.
    pub faults: Vec<String>,
}

/// Folders that are looked into: beside the book, and the program's own.
pub(crate) fn folders(book: Option<&Path>, home: Option<&Path>) -> Vec<PathBuf> {
    let beside = book.map(|book| book.parent().unwrap_or(Path::new("")));
    beside
        .into_iter()
        .chain(home)
        .map(|folder| folder.join(FOLDER))
        .collect()
}

impl Own {
    /// What is there for a book that may not exist yet; `home` is the program's own folder.
    pub fn at(book: &Path, home: Option<&Path>) -> Self {
        let folders = folders(Some(book), home);
        let open = book.exists().then(|| Book::open_read_only(book).ok()).flatten();
        // A book that cannot be opened has no mappings to offer; whoever needs the book itself says why.
        let read = Self::read(open.as_ref(), &folders).or_else(|_| Self::read(None, &folders));
        read.unwrap_or_default()
    }

    /// What the book and the folders hold.
    pub(crate) fn read(book: Option<&Book>, folders: &[PathBuf]) -> Result<Self> {
        let mut own = Self::default();
        for name in book.map_or(Ok(Vec::new()), |book| book.list_json(KIND))? {
            let kept = book
                .map_or(Ok(None), |book| book.get_json(KIND, &name))?
                .unwrap_or_default();
            own.add(&format!("mapping {name}"), "saved in the book", text_of(&kept));
        }
        for path in folders.iter().flat_map(|folder| documents(folder)) {
            let shown = path.display().to_string();
            match side_file::text(&path) {
                Ok(text) => own.add(&shown, &shown, &text),
                Err(error) => own.faults.push(error.message()),
            }
        }
        Ok(own)
    }

    fn add(&mut self, file: &str, from: &str, text: &str) {
        match Mapping::parse(file, text) {
            Ok(mapping) => {
                let id = &mapping.document.id;
                match self.formats.iter().find(|known| known.mapping.document.id == *id) {
                    None => self.formats.push(OwnFormat {
                        from: from.to_owned(),
                        mapping,
                    }),
                    Some(known) if known.mapping.text == mapping.text => {}
                    Some(known) => self.faults.push(format!(
                        "{file}: it is not used, because `{}` ({}) has its id `{id}`; give it an id of its own",
                        known.mapping.document.name, known.from
                    )),
                }
            }
            Err(error) => self.faults.push(format!("{error}")),
        }
    }

    /// Whether there is a format of an id, built in or one's own.
    pub fn has_format(&self, id: &str) -> bool {
        let own = self.formats.iter().map(|own| &own.mapping.document.id);
        let built_in = ingest::formats().iter().map(|format| &format.id);
        own.chain(built_in).any(|known| known == id)
    }

    /// As a choice takes them.
    pub fn mappings(&self) -> Arc<[Mapping]> {
        self.formats.iter().map(|own| own.mapping.clone()).collect()
    }

    /// As the worker takes them.
    pub fn texts(&self) -> Vec<OwnText> {
        let text = |own: &OwnFormat| OwnText {
            name: own.mapping.document.name.clone(),
            text: own.mapping.text.clone(),
        };
        self.formats.iter().map(text).collect()
    }
}

/// TOML files of a folder, by name; none where there is no such folder.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    paths
}

fn text_of(kept: &Value) -> &str {
    kept["toml"].as_str().unwrap_or_default()
}

/// Keeps a mapping in the book under its name, replacing the one of that name. Gives the name.
pub(crate) fn save(book: &Book, text: &str, draft: Option<&Draft>) -> Result<String> {
    let mapping =
        Mapping::parse("the mapping", text).map_err(|error| Error::asked(error.to_string(), HELP))?;
    let (name, id) = (mapping.document.name.clone(), &mapping.document.id);
    let clash = |what: String| {
        Error::asked(
            what,
            "Give it an id and a name of its own, or remove the other one first.",
        )
    };
    if let Some(format) = ingest::formats::by_id(id) {
        return Err(clash(format!(
            "The id `{id}` is that of the built-in format {}, which would no longer be recognised",
            format.name
        )));
    }
    for other in book.list_json(KIND)? {
        let text = saved(book, &other)?;
        let other_id = Mapping::parse(&other, &text).map(|other| other.document.id.clone());
        let is_same_id = other_id.as_ref().is_ok_and(|other| other == id);
        if (other == name) != is_same_id && other_id.is_ok() {
            return Err(clash(format!(
                "The book has the mapping `{other}` with the id `{}`; this one is `{name}` with the id `{id}`",
                other_id.unwrap_or_default()
            )));
        }
    }
    book.put_json(KIND, &name, &json!({"toml": text, "draft": draft}))?;
    Ok(name)
}

/// The text of a saved mapping.
pub(crate) fn saved(book: &Book, name: &str) -> Result<String> {
    let kept = book.get_json(KIND, name)?;
    let kept = kept.ok_or_else(|| unknown(name))?;
    Ok(text_of(&kept).to_owned())
}

/// What the mapper made a saved mapping from, if the mapper made it.
pub(crate) fn draft_of(book: &Book, name: &str) -> Result<Option<Draft>> {
    let kept = book.get_json(KIND, name)?.unwrap_or_default();
    Ok(serde_json::from_value(kept["draft"].clone()).ok())
}

/// Forgets a saved mapping; what was imported by it stays.
pub(crate) fn remove(book: &Book, name: &str) -> Result<()> {
    saved(book, name)?;
    Ok(book.remove_json(KIND, name)?)
}

fn unknown(name: &str) -> Error {
    Error::asked(
        format!("The book has no mapping `{name}`"),
        "`counterfoil mapping list` names those it has.",
    )
}
