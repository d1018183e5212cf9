//! `counterfoil settings`: thresholds, windows and defaults, with a version.

use app::shelf::Shelf;
use serde_json::json;

use crate::args::{Cli, SettingsAction};
use crate::output::{print, text};

/// Lists, sets, resets.
pub(crate) fn edit(cli: &Cli, action: Option<&SettingsAction>) -> anyhow::Result<u8> {
    let shelf = Shelf::open(&cli.book())?;
    let moved = match action {
        None | Some(SettingsAction::List) => Vec::new(),
        Some(SettingsAction::Set { key, value }) => shelf.set_setting(key, Some(value))?,
        Some(SettingsAction::Reset { key }) => shelf.set_setting(key, None)?,
    };
    let mut document = shelf.settings()?;
    shelf.close()?;
    document["moved"] = json!(moved);
    print(cli, &document, || {
        let all = document["settings"].as_array().into_iter().flatten();
        let rows = all.map(|one| {
            let own = if one["value"] == one["default"] { "" } else { "own" };
            vec![text(&one["key"]), text(&one["value"]), own.to_owned()]
        });
        let mut lines = app::answer::align(&rows.collect::<Vec<_>>());
        lines.push(format!("settings version {}", document["version"]));
        lines.extend(moved.iter().cloned());
        lines
    })?;
    Ok(0)
}
