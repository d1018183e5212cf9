//! `counterfoil mapping`: make one, keep it in the book, hand it to a colleague.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use app::clock;
use app::import::{ChoiceText, Look, Request, Worker};
use app::shelf::Shelf;
use clap::Subcommand;
use serde_json::json;

use crate::args::Cli;
use crate::output::{print, print_file};
use crate::reading::ReadAs;

const UNREADABLE: u8 = 3;

/// Mappings: what the columns of a table mean.
#[derive(Subcommand)]
pub(crate) enum Mapping {
    /// Print the mapping that is proposed for a file, to be edited.
    Draft {
        /// A table nobody knows.
        file: PathBuf,
        /// Place of the table in the file, from 0; without it, the largest.
        #[arg(long, value_name = "N")]
        table: Option<usize>,
        /// A file whose first line is the password of a workbook.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        #[command(flatten)]
        read_as: Box<ReadAs>,
    },
    /// Keep a mapping in the book; files of its layout are then recognised.
    Save {
        /// A mapping file (TOML).
        file: PathBuf,
    },
    /// The mappings of the book.
    List,
    /// Print a mapping of the book, or write it to a file.
    Export {
        /// Its name.
        name: String,
        /// Where to.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Forget a mapping; what was imported by it stays.
    Remove {
        /// Its name.
        name: String,
    },
}

/// Runs it; the exit status.
pub(crate) fn run(cli: &Cli, action: &Mapping) -> anyhow::Result<u8> {
    match action {
        Mapping::Draft {
            file,
            table,
            password_file,
            read_as,
        } => {
            let choice = ChoiceText {
                password: password_file
                    .as_deref()
                    .map(crate::import::first_line)
                    .transpose()?,
                reading: read_as.reading()?,
                ..ChoiceText::default()
            };
            draft(cli, file, *table, choice)
        }
        Mapping::Save { file } => {
            let shelf = Shelf::open(&cli.book())?;
            let name = shelf.save_mapping(file)?;
            shelf.close()?;
            said(
                cli,
                &name,
                format!("The book keeps the mapping {name}. Files of its layout are now recognised."),
            )
        }
        Mapping::List => {
            let document = Shelf::open(&cli.book())?.mappings()?;
            print(cli, &document, || {
                let lines = document["mappings"].as_array().into_iter().flatten();
                lines
                    .filter_map(|one| one["name"].as_str().map(str::to_owned))
                    .collect()
            })?;
            Ok(0)
        }
        Mapping::Export { name, output } => export(cli, name, output.as_deref()),
        Mapping::Remove { name } => {
            let shelf = Shelf::open(&cli.book())?;
            shelf.remove_mapping(name)?;
            shelf.close()?;
            said(
                cli,
                name,
                format!("The mapping {name} is forgotten. What was imported by it stays."),
            )
        }
    }
}

fn said(cli: &Cli, name: &str, sentence: String) -> anyhow::Result<u8> {
    print(cli, &json!({"mapping": name}), || vec![sentence])?;
    Ok(0)
}

fn export(cli: &Cli, name: &str, output: Option<&Path>) -> anyhow::Result<u8> {
    let shelf = Shelf::open(&cli.book())?;
    if let Some(path) = output {
        let saved = shelf.mapping_file(name, path)?;
        return said(
            cli,
            name,
            format!("The mapping {name} is saved as {}.", saved.path),
        );
    }
    let text = shelf.mapping(name)?;
    print_file(cli, &json!({"mapping": name, "toml": text}), &text)?;
    Ok(0)
}

fn draft(cli: &Cli, file: &Path, table: Option<usize>, choice: ChoiceText) -> anyhow::Result<u8> {
    if !file.exists() {
        return Err(app::Error::unread(file, "there is no such file").into());
    }
    let reading = choice.reading.clone();
    let request = Request {
        paths: vec![file.to_owned()],
        dry_run: true,
        choice,
        profile: Some(Look { table }),
        at: clock::now(),
        ..Request::default()
    };
    let followed = Worker::this_program()?.run(&request, &mut |_| ControlFlow::Continue(()))?;
    let Some(profile) = followed.profile else {
        let reason = followed
            .reports
            .first()
            .map_or("there is no such file", |report| report.message.as_str());
        crate::output::complain(&format!("{}: {reason}", file.display()));
        return Ok(UNREADABLE);
    };
    let text = app::mapper::proposed(&profile, &reading);
    print_file(cli, &json!({"file": profile.file, "toml": text}), &text)?;
    Ok(0)
}
