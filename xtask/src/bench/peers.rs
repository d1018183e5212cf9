//! The programs ours is measured against, fetched by their package names into a folder of their own. One that cannot be
//! had is named and left out.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::setup::system::program;

/// Reads a CSV file into a table of a new database.
pub(super) const DUCKDB: &str = "\
import duckdb, sys
duckdb.connect(sys.argv[2]).execute('create table t as select * from read_csv(?)', [sys.argv[1]])";
/// Reads a workbook into a data frame.
pub(super) const POLARS: &str = "\
import polars, sys
print(polars.read_excel(sys.argv[1], engine='calamine').height)";

/// A Python with some packages, in a folder below `folder`.
pub(super) fn python(folder: &Path, packages: &[&str]) -> Option<PathBuf> {
    let own = folder.join("python");
    let python = own.join("bin/python");
    if !python.is_file() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&own))?;
    }
    let missing = packages
        .iter()
        .filter(|name| run(Command::new(&python).args(["-c", &format!("import {name}")])).is_none());
    let missing: Vec<&&str> = missing.collect();
    if !missing.is_empty() {
        let install = ["-m", "pip", "install", "--quiet"];
        let installed = run(Command::new(&python).args(install).args(&missing));
        if installed.is_none() {
            println!("left out: {} cannot be installed", packages.join(" and "));
            return None;
        }
    }
    Some(python)
}

/// The command of an npm package whose program is in a package of its own for every system.
pub(super) fn node(folder: &Path, package: &str) -> Option<PathBuf> {
    let command = folder.join("node_modules/.bin").join(package);
    let works = || run(Command::new(&command).arg("--version"));
    if works().is_none() {
        // npm leaves such packages out where it is told to leave out what is optional.
        for name in [package.to_owned(), format!("@{package}/{package}-{}", system())] {
            let mut install = Command::new("npm");
            install.args(["install", "--silent", "--prefix"]).arg(folder);
            run(install.arg(name));
        }
    }
    if works().is_none() {
        println!("left out: {package} cannot be installed");
        return None;
    }
    Some(command)
}

/// This system as npm calls it: `linux-x64`.
fn system() -> String {
    let word = |word: &'static str| match word {
        "macos" => "darwin",
        "windows" => "win32",
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{}-{}", word(std::env::consts::OS), word(std::env::consts::ARCH))
}

/// The sqlite3 shell.
pub(super) fn sqlite() -> Option<PathBuf> {
    let found = program("sqlite3");
    if found.is_none() {
        println!("left out: the sqlite3 shell is not installed");
    }
    found
}

fn run(command: &mut Command) -> Option<()> {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.ok().filter(std::process::ExitStatus::success).map(|_| ())
}
