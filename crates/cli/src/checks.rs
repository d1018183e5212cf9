//! `counterfoil checks` and `counterfoil check`.

use app::checks::{self, Verdict};
use app::shelf::Shelf;

use crate::args::{ChecksAction, Cli};
use crate::output::print;

const CHECK_FAILED: u8 = 1;

/// Lists, sets, removes, reads.
pub(crate) fn edit(cli: &Cli, action: Option<&ChecksAction>) -> anyhow::Result<u8> {
    let shelf = Shelf::open(&cli.book())?;
    match action {
        None | Some(ChecksAction::List) => {}
        Some(ChecksAction::Set(set)) => shelf.set_checks(&[set.check()])?,
        Some(ChecksAction::Remove { name }) => shelf.remove_check(name)?,
        Some(ChecksAction::Import { file }) => shelf.set_checks(&checks::read(file)?)?,
    }
    let listing = shelf.checks()?;
    shelf.close()?;
    print(cli, &listing.document(), || listing.lines())?;
    Ok(0)
}

/// Runs them all.
pub(crate) fn run(cli: &Cli) -> anyhow::Result<u8> {
    let verdicts = Shelf::open(&cli.book())?.check()?;
    print(cli, &checks::document(&verdicts), || {
        if verdicts.is_empty() {
            return vec!["The book has no checks; docs/checks.md says how to set one.".to_owned()];
        }
        verdicts.iter().map(Verdict::line).collect()
    })?;
    let ok = verdicts.iter().all(|verdict| verdict.ok);
    Ok(if ok { 0 } else { CHECK_FAILED })
}
