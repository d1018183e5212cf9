//! `counterfoil prices`: the price book from a terminal.

use app::ask;
use app::clock;
use app::shelf::Shelf;

use crate::args::{Cli, PricesAction};
use crate::output::print;

/// Lists, shows, imports, restates.
pub(crate) fn run(cli: &Cli, action: Option<&PricesAction>) -> anyhow::Result<u8> {
    if let Some(PricesAction::Import(import)) = action {
        return import.run(cli);
    }
    let shelf = Shelf::open(&cli.book())?;
    let listing = match action {
        Some(PricesAction::Show { model, provider, on }) => {
            let day = on.as_deref().map_or(Ok(clock::today()), ask::day)?;
            shelf.prices_of(provider, model, day)?
        }
        Some(PricesAction::Missing) => shelf.prices_missing()?,
        Some(PricesAction::Restate { from, dry_run, undo }) => {
            shelf.restate_prices((ask::day(from)?, &clock::now()), (*undo, *dry_run))?
        }
        _ => shelf.price_lists()?,
    };
    shelf.close()?;
    print(cli, &listing.document(), || listing.lines())?;
    Ok(0)
}
