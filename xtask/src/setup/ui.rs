//! The interface's packages and its build, each done only when something newer asks for it.

use crate::root;
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::Path;
use std::time::SystemTime;
use xshell::{PushDir, Shell, cmd};

/// The lowest Node.js that the interface's tools run on.
const NODE: (u32, u32) = (20, 19);
/// npm is a script on Windows, which is not found by its bare name.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Stands in the interface's folder until the answer is dropped.
pub(crate) fn enter(sh: &Shell) -> PushDir<'_> {
    sh.push_dir(root().join("ui"))
}

/// Checks Node.js and installs the npm packages when they are missing or older than the lock file.
pub(crate) fn ensure_packages(sh: &Shell) -> Result<()> {
    ensure_node(sh)?;
    let ui = root().join("ui");
    // npm writes this file last, so it also tells a finished installation from a broken one.
    if changed(&ui.join("node_modules/.package-lock.json")) < changed(&ui.join("package-lock.json")) {
        let _ui = enter(sh);
        cmd!(sh, "{NPM} ci --ignore-scripts --no-audit --no-fund").run()?;
    }
    Ok(())
}

/// Builds the interface when a source is newer than what was built last.
pub(crate) fn ensure_built(sh: &Shell) -> Result<()> {
    ensure_packages(sh)?;
    let ui = root().join("ui");
    if changed(&ui.join("dist/index.html")) < newest_source(&ui)? {
        let _ui = enter(sh);
        cmd!(sh, "{NPM} run build").run()?;
    }
    Ok(())
}

fn ensure_node(sh: &Shell) -> Result<()> {
    let (major, minor) = NODE;
    let Ok(version) = cmd!(sh, "node --version").quiet().read() else {
        bail!("Node.js is missing; install {major}.{minor} or later: https://nodejs.org/en/download");
    };
    let found = major_and_minor(&version).with_context(|| format!("`node --version` says {version:?}"))?;
    if found < NODE {
        bail!(
            "Node.js {version} is too old; install {major}.{minor} or later: https://nodejs.org/en/download"
        );
    }
    Ok(())
}

fn major_and_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// When a file was last written; `None`, which is before any time, if it is not there.
fn changed(file: &Path) -> Option<SystemTime> {
    file.metadata().and_then(|data| data.modified()).ok()
}

fn newest_source(folder: &Path) -> Result<Option<SystemTime>> {
    let mut newest = None;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_product =
            [Some(OsStr::new("node_modules")), Some(OsStr::new("dist"))].contains(&path.file_name());
        let time = match path.is_dir() {
            _ if is_product => None,
            true => newest_source(&path)?,
            false => changed(&path),
        };
        newest = newest.max(time);
    }
    Ok(newest)
}

#[cfg(test)]
mod tests {
    use super::major_and_minor;

    #[test]
    fn a_node_version_is_compared_by_number_and_not_by_text() {
        assert_eq!(major_and_minor("v20.19.0"), Some((20, 19)));
        assert!(major_and_minor("v20.9.1") < Some(super::NODE));
        assert!(major_and_minor("v100.0.0") > Some(super::NODE));
    }

    #[test]
    fn an_unreadable_node_version_is_no_version() {
        assert_eq!(major_and_minor("nightly"), None);
    }
}
