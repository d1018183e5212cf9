//! `cargo xtask check`: everything that can be said about the sources without running them.

mod layers;

use crate::build::FEATURES;
use crate::root;
use crate::setup::{self, tools, ui::NPM};
use anyhow::{Result, bail};
use std::path::Path;
use xshell::{Shell, cmd};

/// How a stage ended, when it could be started at all.
enum Outcome {
    Passed,
    /// Not checked, and why.
    Skipped(&'static str),
}

type Stage = (&'static str, fn(&Shell) -> Result<Outcome>);

const STAGES: [Stage; 9] = [
    ("rustfmt", rustfmt),
    ("layers", |sh| layers::check(sh).map(|()| Outcome::Passed)),
    ("machete", machete),
    ("deny", |sh| deny(sh, &["bans", "licenses", "sources"])),
    ("advisories", advisories),
    ("svelte-check", |sh| npm_run(sh, "check")),
    ("eslint", |sh| npm_run(sh, "lint")),
    ("prettier", |sh| npm_run(sh, "format")),
    ("clippy", clippy),
];

/// Runs the named stages, or all, on after failures too, and sums up.
pub(crate) fn run(sh: &Shell, names: &[&str]) -> Result<bool> {
    if let Some(unknown) = names
        .iter()
        .find(|name| STAGES.iter().all(|stage| stage.0 != **name))
    {
        bail!(
            "there is no check {unknown}; there are {}",
            STAGES.map(|stage| stage.0).join(", ")
        );
    }
    let outcomes: Vec<_> = STAGES
        .iter()
        .filter(|stage| names.is_empty() || names.contains(&stage.0))
        .map(|(name, stage)| {
            println!("\n== {name} ==");
            (name, stage(sh))
        })
        .collect();
    println!();
    for (name, outcome) in &outcomes {
        match outcome {
            Ok(Outcome::Passed) => println!("ok       {name}"),
            Ok(Outcome::Skipped(why)) => println!("SKIPPED  {name}: {why}"),
            Err(error) => println!("FAILED   {name}: {error:#}"),
        }
    }
    Ok(outcomes.iter().all(|(_, outcome)| outcome.is_ok()))
}

fn rustfmt(sh: &Shell) -> Result<Outcome> {
    cmd!(sh, "cargo fmt --all --check").run()?;
    Ok(Outcome::Passed)
}

fn clippy(sh: &Shell) -> Result<Outcome> {
    setup::for_build(sh)?;
    cmd!(
        sh,
        "cargo clippy --workspace --all-targets --features {FEATURES} -- -D warnings"
    )
    .run()?;
    Ok(Outcome::Passed)
}

fn machete(sh: &Shell) -> Result<Outcome> {
    let machete = tools::ensure(sh, &tools::CARGO_MACHETE)?;
    cmd!(sh, "{machete} --skip-target-dir").run()?;
    Ok(Outcome::Passed)
}

fn deny(sh: &Shell, checks: &[&str]) -> Result<Outcome> {
    let deny = tools::ensure(sh, &tools::CARGO_DENY)?;
    cmd!(sh, "{deny} check --hide-inclusion-graph {checks...}").run()?;
    Ok(Outcome::Passed)
}

/// Known vulnerabilities; needs the public database, fetched now or cached before.
fn advisories(sh: &Shell) -> Result<Outcome> {
    let deny = tools::ensure(sh, &tools::CARGO_DENY)?;
    let is_fetched = cmd!(sh, "{deny} fetch db").run().is_ok();
    if !is_fetched && !has_folder(&root().join("target/advisory-db")) {
        return Ok(Outcome::Skipped(
            "the advisory database can neither be fetched nor is it cached",
        ));
    }
    cmd!(sh, "{deny} --offline check advisories").run()?;
    Ok(Outcome::Passed)
}

fn has_folder(folder: &Path) -> bool {
    folder
        .read_dir()
        .is_ok_and(|entries| entries.flatten().any(|entry| entry.path().is_dir()))
}

/// Runs one of the interface's scripts; what they do stands in `ui/package.json`.
fn npm_run(sh: &Shell, script: &str) -> Result<Outcome> {
    setup::ui::ensure_packages(sh)?;
    let _ui = setup::ui::enter(sh);
    cmd!(sh, "{NPM} run {script}").run()?;
    Ok(Outcome::Passed)
}
