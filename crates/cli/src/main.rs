//! `counterfoil`: the product in a terminal.

mod inspect;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Opens the bills and usage exports of AI and cloud vendors, offline.
#[derive(Parser)]
#[command(name = "counterfoil", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// What a file is and how it would be read; needs no book.
    Inspect(inspect::Inspect),
}

fn main() -> anyhow::Result<ExitCode> {
    let status = match Cli::parse().command {
        Command::Inspect(command) => command.run()?,
    };
    Ok(ExitCode::from(status))
}
