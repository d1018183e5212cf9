//! `cargo xtask fuzz`: damaged files through every reader, on a stable compiler. What it sends is in
//! `crates/ingest/examples/fuzz.rs`; what is done with it in `fuzz/targets.rs`, which cargo-fuzz uses too.

use anyhow::Result;
use xshell::{Shell, cmd};

/// Hands the targets and `--runs N`, `--from N` on. Checks of overflow are on.
pub(crate) fn run(sh: &Shell, options: &[&str]) -> Result<bool> {
    cmd!(
        sh,
        "cargo run --quiet --package ingest --example fuzz -- {options...}"
    )
    .run()?;
    Ok(true)
}
