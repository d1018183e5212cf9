//! Repository tasks: `cargo xtask <task>`. Sets up the machine, then runs, tests or checks the project.
//! Holds nothing the product needs.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a terminal program talks to the terminal"
)]

mod bench;
mod build;
mod check;
mod fuzz;
mod recompute;
mod run;
mod setup;
mod test;

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use xshell::Shell;

const HELP: &str = "\
cargo xtask run [--headless] [--release]   build the app and open it on the sample book;
                                           without a display: write its report and charts instead
cargo xtask test [rust] [ui] [desktop]     all tests, or only the named stages; ends with `N passed, N failed`
cargo xtask check [STAGE]...               formatting, lints, licences, layers, unused dependencies
cargo xtask bench [w1] … [w8] [--rows N] [--rounds N]
                                           large imports in turns with DuckDB, sqlite3, polars and ccusage
cargo xtask recompute [--books N] [--seed S] [--metric ID]…
                                           every metric once more in Python over random books; a difference fails
cargo xtask fuzz [TARGET]… [--runs N]      damaged files to every reader; stops at the first panic or hang

Each task first sets up what it needs: system packages, npm packages, the interface, pinned cargo tools.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let options: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("run") => in_repository(|sh| run::run(sh, &options)),
        Some("test") => in_repository(|sh| test::run(sh, &options)),
        Some("check") => in_repository(|sh| check::run(sh, &options)),
        Some("recompute") => in_repository(|sh| recompute::run(sh, &options)),
        Some("fuzz") => in_repository(|sh| fuzz::run(sh, &options)),
        Some("bench") => in_repository(|sh| bench::run(sh, &options)),
        Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            Ok(true)
        }
        _ => {
            eprintln!("{HELP}");
            Ok(false)
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a task in a shell that stands at the root of the repository.
fn in_repository(task: impl FnOnce(&Shell) -> Result<bool>) -> Result<bool> {
    let sh = Shell::new()?;
    sh.change_dir(root());
    task(&sh)
}

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the repository")
}

/// The folder of the product's binaries for a build profile: beside this program's own.
fn binaries(profile: &str) -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let target = own
        .ancestors()
        .nth(2)
        .context("xtask does not run from a target folder")?;
    Ok(target.join(profile))
}
