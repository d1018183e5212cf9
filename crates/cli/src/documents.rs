//! Documents of the user's own: list, show, set from a file, remove. One shape for every kind.

use std::path::PathBuf;

use app::documents;
use app::shelf::Shelf;
use clap::Subcommand;

use crate::args::Cli;
use crate::output::pretty;

#[derive(Subcommand)]
pub(crate) enum DocumentAction {
    /// Names and versions of what the book has.
    List,
    /// One as it is kept.
    Show {
        /// Its name.
        name: String,
    },
    /// Keep a TOML file, replacing what has its name; docs/documents.md has an example.
    Set {
        /// The file.
        file: PathBuf,
    },
    /// Remove one; its versions stay.
    Remove {
        /// Its name.
        name: String,
    },
}

/// Does it to documents of a kind.
pub(crate) fn run(cli: &Cli, kind: &str, action: Option<&DocumentAction>) -> anyhow::Result<u8> {
    let kind = documents::kind(kind)?;
    let shelf = Shelf::open(&cli.book())?;
    let document = match action {
        None | Some(DocumentAction::List) => shelf.documents(kind)?,
        Some(DocumentAction::Show { name }) => shelf.document(kind, name)?,
        Some(DocumentAction::Set { file }) => shelf.set_document(kind, file)?,
        Some(DocumentAction::Remove { name }) => shelf.remove_document(kind, name)?,
    };
    shelf.close()?;
    pretty(cli, &document)?;
    Ok(0)
}
