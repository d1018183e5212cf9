//! Documents of the user's own: TOML files in, JSON in the book, every version kept. One visible list of kinds, each with
//! what it refuses. Computes nothing. Shapes and examples: docs/documents.md.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::Book;

use crate::{Error, Result, phases, registers, side_file};

const HELP: &str = "See docs/documents.md for its shape.";

/// One kind of document.
pub struct Kind {
    /// Its command, and its kind in the book.
    pub id: &'static str,
    /// Reads and checks a file; gives what is kept.
    read: fn(&Book, &str) -> std::result::Result<Value, String>,
}

/// Every kind.
pub const KINDS: &[Kind] = &[
    Kind {
        id: "phases",
        read: |_, text| phases::read(text),
    },
    Kind {
        id: "opportunities",
        read: |_, text| registers::read_register(text),
    },
    Kind {
        id: "rubrics",
        read: |_, text| registers::read_rubric(text),
    },
    Kind {
        id: "assessments",
        read: registers::read_assessments,
    },
    Kind {
        id: "evidence",
        read: registers::read_evidence,
    },
];

/// The kind of an id.
pub fn kind(id: &str) -> Result<&'static Kind> {
    let known = || KINDS.iter().map(|kind| kind.id).collect::<Vec<_>>().join(", ");
    let found = KINDS.iter().find(|kind| kind.id == id);
    found.ok_or_else(|| {
        Error::asked(
            format!("`{id}` is no kind of document"),
            format!("Known: {}.", known()),
        )
    })
}

/// Names and versions of the documents of a kind.
pub(crate) fn list(book: &Book, kind: &Kind) -> Result<Value> {
    let names = book.list_json(kind.id)?.into_iter();
    let rows = names.map(|name| Ok(json!({"version": book.json_version(kind.id, &name)?, "name": name})));
    Ok(json!({kind.id: rows.collect::<Result<Vec<_>>>()?}))
}

/// One document as it is kept.
pub(crate) fn show(book: &Book, kind: &Kind, name: &str) -> Result<Value> {
    let found = book.get_json(kind.id, name)?;
    found.ok_or_else(|| {
        Error::asked(
            format!("There is no `{name}` among the {}", kind.id),
            format!("`counterfoil {}` lists them.", kind.id),
        )
    })
}

/// Keeps a file under its name, replacing what had it; says the version.
pub(crate) fn set(book: &Book, kind: &Kind, path: &Path) -> Result<i64> {
    let text = side_file::text(path)?;
    let refused = |what: String| Error::asked(format!("{}: {what}", path.display()), HELP);
    let json = (kind.read)(book, &text).map_err(refused)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    keep(book, kind, (&stem, &json))
}

/// Keeps the text of a document that the program itself wrote.
pub(crate) fn put(book: &Book, kind: &Kind, text: &str) -> Result<i64> {
    let json = (kind.read)(book, text).map_err(|what| Error::asked(what, HELP))?;
    keep(book, kind, (kind.id, &json))
}

fn keep(book: &Book, kind: &Kind, (otherwise, json): (&str, &Value)) -> Result<i64> {
    let name = json["name"].as_str().filter(|name| !name.is_empty());
    Ok(book.put_json(kind.id, name.unwrap_or(otherwise), json)?)
}

/// Removes one; its versions stay.
pub(crate) fn remove(book: &Book, kind: &Kind, name: &str) -> Result<()> {
    show(book, kind, name)?;
    Ok(book.remove_json(kind.id, name)?)
}

/// All documents of a kind.
pub(crate) fn all<T: DeserializeOwned>(book: &Book, id: &str) -> Result<Vec<T>> {
    let read = book.list_json(id)?.into_iter().map(|name| {
        let json = book.get_json(id, &name)?.unwrap_or_default();
        let refused = |error| {
            Error::asked(
                format!("`{name}` of {id} cannot be read: {error}"),
                "Set it again from its file.",
            )
        };
        serde_json::from_value(json).map_err(refused)
    });
    read.collect()
}

/// TOML of a shape, checked, as it is kept.
pub(crate) fn checked<T: DeserializeOwned + Serialize>(
    text: &str,
    check: impl FnOnce(&T) -> std::result::Result<(), String>,
) -> std::result::Result<Value, String> {
    let document: T = side_file::parsed(text)?;
    check(&document)?;
    serde_json::to_value(&document).map_err(|error| error.to_string())
}
