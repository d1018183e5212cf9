//! Makes a fresh clone ready: system packages, npm packages, cargo tools. Asks what is there before it adds anything.
//! The Rust version needs no code here: cargo refuses to build this very program below `rust-version`.

pub(crate) mod system;
pub(crate) mod tools;
pub(crate) mod ui;

use anyhow::Result;
use xshell::Shell;

/// What compiling the whole workspace needs: the system's packages, and the interface built to be embedded.
pub(crate) fn for_build(sh: &Shell) -> Result<()> {
    system::ensure(sh, system::Purpose::Build)?;
    ui::ensure_built(sh)
}
