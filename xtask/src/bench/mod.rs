//! `cargo xtask bench`: ours and a peer take turns on the same file; ratios count, not seconds.
//! So far one workload: W1, a large FOCUS-like CSV into a new book.

mod focus;
mod measure;

use crate::setup::system::program;
use crate::{binaries, root};
use anyhow::{Context, Result, bail, ensure};
use measure::{Measured, measure};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;
use xshell::{Shell, cmd};

const ROUNDS: usize = 3;
const ROWS: u64 = 2_000_000;

/// Runs W1 with the number of rows in `--rows N`, or two million.
pub(crate) fn run(sh: &Shell, options: &[&str]) -> Result<bool> {
    let rows = match options {
        [] => ROWS,
        ["--rows", number] => number.parse().context("--rows needs a number")?,
        _ => bail!("bench knows only --rows N"),
    };
    cmd!(sh, "cargo build --release --package cli").run()?;
    let folder = sh.create_dir(root().join("target/bench"))?;
    let file = folder.join(format!("focus-{rows}.csv"));
    if !file.exists() {
        println!("Writing {}", file.display());
        focus::write(&file, rows)?;
    }
    let contest = Contest { folder, file, rows };
    let (mut ours, mut peers) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(contest.counterfoil()?);
        peers.extend(contest.sqlite()?);
    }
    let ours = report("counterfoil import", &ours);
    if peers.is_empty() {
        println!("no ratio: the sqlite3 shell is not installed");
    } else {
        println!("ratio {:.2}", ours / report("sqlite3 .import", &peers));
    }
    Ok(true)
}

struct Contest {
    folder: PathBuf,
    file: PathBuf,
    rows: u64,
}

impl Contest {
    /// Imports the file into a new book, and makes sure that every row arrived.
    fn counterfoil(&self) -> Result<Measured> {
        let mut import = Command::new(binaries("release")?.join("counterfoil"));
        import
            .arg("--book")
            .arg(self.new_file("w1.counterfoil")?)
            .args(["--json", "import"])
            .arg(&self.file);
        let measured = measure(&mut import)?;
        let answer: Value =
            serde_json::from_str(&measured.output).context("import --json answers with JSON")?;
        let kept = &answer["imports"][0]["rows"]["kept"];
        ensure!(*kept == self.rows, "{kept} of {} rows were kept", self.rows);
        Ok(measured)
    }

    /// The same file into a plain table, if the sqlite3 shell is there.
    fn sqlite(&self) -> Result<Option<Measured>> {
        let Some(sqlite) = program("sqlite3") else {
            return Ok(None);
        };
        let mut import = Command::new(sqlite);
        import.arg(self.new_file("w1.sqlite")?).arg(".mode csv");
        import.arg(format!(".import '{}' charges", self.file.display()));
        Ok(Some(measure(&mut import)?))
    }

    fn new_file(&self, name: &str) -> Result<PathBuf> {
        let file = self.folder.join(name);
        for leftover in ["", "-wal", "-shm"] {
            let leftover = PathBuf::from(format!("{}{leftover}", file.display()));
            if leftover.exists() {
                std::fs::remove_file(leftover)?;
            }
        }
        Ok(file)
    }
}

/// Prints the medians, and answers the one of the time in seconds.
fn report(name: &str, runs: &[Measured]) -> f64 {
    let seconds = median(runs.iter().map(|run| run.seconds).collect());
    let megabytes = median(runs.iter().filter_map(|run| run.peak_megabytes).collect());
    println!(
        "{name:20} {seconds:7.2} s {megabytes:6.0} MB peak, median of {}",
        runs.len()
    );
    seconds
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
