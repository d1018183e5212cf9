//! `counterfoil reprice` and `counterfoil pilots`: what another model would have cost, and what stands behind it.

use std::path::PathBuf;

use app::models::read_pilot;
use app::shelf::Shelf;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::args::{Cli, Question};
use crate::output::{pretty, print};

/// What another model would have cost for the same tokens.
#[derive(Args)]
pub(crate) struct Reprice {
    /// Model in use; without it, the one with most tokens.
    #[arg(long, value_name = "MODEL")]
    from_model: Option<String>,
    /// The other; without it, the cheapest one in use.
    #[arg(long, value_name = "MODEL")]
    to_model: Option<String>,
    #[command(flatten)]
    ask: Question,
}

impl Reprice {
    pub(crate) fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        let models = (self.from_model.as_deref(), self.to_model.as_deref());
        let document = Shelf::open(&cli.book())?.reprice(models, &self.ask.ask())?;
        pretty(cli, &document)?;
        Ok(0)
    }
}

#[derive(Subcommand)]
pub(crate) enum PilotAction {
    /// Show them.
    List,
    /// Keep one, replacing that of the same name.
    Set {
        /// See docs/prices.md for its shape.
        file: PathBuf,
    },
    /// Remove one.
    Remove {
        /// Its name.
        name: String,
    },
}

/// Lists, sets and removes pilots.
pub(crate) fn pilots(cli: &Cli, action: Option<&PilotAction>) -> anyhow::Result<u8> {
    let shelf = Shelf::open(&cli.book())?;
    match action {
        Some(PilotAction::Set { file }) => shelf.set_pilot(&read_pilot(file)?)?,
        Some(PilotAction::Remove { name }) => shelf.remove_pilot(name)?,
        Some(PilotAction::List) | None => {}
    }
    let all = shelf.pilots()?;
    shelf.close()?;
    print(cli, &json!({"pilots": all}), || {
        let line = |pilot: &app::models::Pilot| {
            format!(
                "{}: {} to {}, {} pairs, {} and {} done well",
                pilot.name,
                pilot.from_model,
                pilot.to_model,
                pilot.pairs,
                pilot.success_from,
                pilot.success_to
            )
        };
        all.iter().map(line).collect()
    })?;
    Ok(0)
}
