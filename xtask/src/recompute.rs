//! `cargo xtask recompute`: every metric once more in Python, independently, over random books. The program's figures
//! are held against those of `tests/recompute`, which never sees its code.

use anyhow::Result;
use std::process::Command;
use xshell::{Shell, cmd};

use crate::{build, setup};

const ENVIRONMENT: &str = "target/tools/recompute";
const REQUIREMENTS: &str = "tests/recompute/requirements.txt";

/// Prepares Python, builds the product and hands `--books N`, `--seed S`, `--metric ID` on.
pub(crate) fn run(sh: &Shell, options: &[&str]) -> Result<bool> {
    let python = format!("{ENVIRONMENT}/bin/python");
    if !sh.path_exists(&python) {
        cmd!(sh, "python3 -m venv {ENVIRONMENT}").run()?;
    }
    cmd!(
        sh,
        "{python} -m pip install --quiet --disable-pip-version-check --requirement {REQUIREMENTS}"
    )
    .run()?;
    setup::for_build(sh)?;
    let counterfoil = build::product(sh, false)?.cli;
    let compared = cmd!(sh, "{python} tests/recompute --binary {counterfoil} {options...}").ignore_status();
    let done = Command::from(compared.quiet()).status()?;
    Ok(done.success())
}
