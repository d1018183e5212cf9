//! The workloads: makes their files, lets ours and the peers take turns, prints medians and ratios.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::measure::{Measured, measure};
use super::{focus, logs, peers};
use crate::binaries;

/// How the names of our own turns begin; one that fails ends the contest, a peer's is left out.
const OURS: &str = "counterfoil";
/// Replies per megabyte of the logs are fixed; this many files go with two million rows.
const LOGS_PER_ROW: u64 = 2_000;

pub(super) struct Contest {
    pub(super) folder: PathBuf,
    pub(super) rows: u64,
    pub(super) rounds: usize,
}

/// Who takes part, and one turn of it.
type Turn<'a> = (&'static str, Box<dyn FnMut() -> Result<Measured> + 'a>);

impl Contest {
    pub(super) fn w1(&self) -> Result<()> {
        let file = self.focus("w1", 0..self.rows)?;
        let mut turns: Vec<Turn<'_>> = vec![(
            "counterfoil",
            Box::new(|| self.import(&self.fresh("w1.counterfoil")?, &file, Some(self.rows))),
        )];
        if let Some(python) = peers::python(&self.folder, &["duckdb"]) {
            let file = &file;
            let run = move || self.python(&python, peers::DUCKDB, &[file, &self.fresh("w1.duckdb")?]);
            turns.push(("duckdb", Box::new(run)));
        }
        if let Some(sqlite) = peers::sqlite() {
            let file = &file;
            turns.push((
                "sqlite3 .import",
                Box::new(move || {
                    let mut import = Command::new(&sqlite);
                    import.arg(self.fresh("w1.sqlite")?).arg(".mode csv");
                    import.arg(format!(".import '{}' charges", file.display()));
                    self.measure(&import)
                }),
            ));
        }
        self.compete(turns)
    }

    pub(super) fn w2(&self) -> Result<()> {
        let rows = (self.rows * 3 / 20).min(1_000_000);
        let file = self.folder.join(format!("w2-{rows}.xlsx"));
        if !file.exists() {
            focus::write_workbook(&file, rows as u32)?;
        }
        let file = &file;
        let mut turns: Vec<Turn<'_>> = vec![
            (
                "counterfoil",
                Box::new(move || self.import(&self.fresh("w2.counterfoil")?, file, Some(rows))),
            ),
            (
                "the bare reader",
                Box::new(move || {
                    self.measure(Command::new(binaries("release")?.join("examples/cells")).arg(file))
                }),
            ),
        ];
        if let Some(python) = peers::python(&self.folder, &["polars", "fastexcel"]) {
            turns.push((
                "polars, fastexcel",
                Box::new(move || self.python(&python, peers::POLARS, &[file])),
            ));
        }
        self.compete(turns)
    }

    pub(super) fn w3(&self) -> Result<()> {
        let files = (self.rows / LOGS_PER_ROW).max(1);
        let folder = &self.folder.join(format!("w3-{files}"));
        if !folder.exists() {
            logs::write(folder, files)?;
        }
        let book = self.folder.join("w3.counterfoil");
        let (first, again) = (book.clone(), book);
        let mut turns: Vec<Turn<'_>> = vec![
            (
                "counterfoil",
                Box::new(move || {
                    remove(&first)?;
                    self.import(&first, folder, None)
                }),
            ),
            (
                "counterfoil, again",
                Box::new(move || self.import(&again, folder, None)),
            ),
        ];
        if let Some(ccusage) = peers::node(&self.folder, "ccusage") {
            turns.push((
                "ccusage",
                Box::new(move || {
                    let mut command = Command::new(&ccusage);
                    command
                        .args(["monthly", "--offline", "--json"])
                        .env("CLAUDE_CONFIG_DIR", folder);
                    self.measure(&command)
                }),
            ));
        }
        self.compete(turns)
    }

    pub(super) fn w4(&self) -> Result<()> {
        let file = &self.focus("w1", 0..self.rows)?;
        let second = &self.focus("w4", self.rows / 2..self.rows / 2 * 3)?;
        let book = self.folder.join("w4.counterfoil");
        let (first, again) = (book.clone(), book);
        self.compete(vec![
            (
                "counterfoil, half known",
                Box::new(move || {
                    remove(&first)?;
                    self.import(&first, file, None)?;
                    self.import(&first, second, None)
                }),
            ),
            (
                "counterfoil, all new",
                Box::new(move || {
                    remove(&again)?;
                    self.import(&again, file, None)
                }),
            ),
        ])
    }

    pub(super) fn w8(&self) -> Result<()> {
        let (small, large) = (self.rows / 2, self.rows * 5);
        let few = &self.focus("w8", 0..small)?;
        let many = &self.focus("w8", 0..large)?;
        let mut rates = Vec::new();
        for (file, rows) in [(few, small), (many, large)] {
            let run = self.import(&self.fresh("w8.counterfoil")?, file, Some(rows))?;
            show(&format!("{rows} rows"), std::slice::from_ref(&run), None);
            rates.push(rows as f64 / run.busy.unwrap_or(run.seconds));
        }
        println!(
            "  rows per second of processor time, many against few: {:.2}",
            rates[1] / rates[0]
        );
        Ok(())
    }

    /// Takes turns, then says how each did against the first.
    fn compete(&self, mut turns: Vec<Turn<'_>>) -> Result<()> {
        let mut runs: Vec<Vec<Measured>> = turns.iter().map(|_| Vec::new()).collect();
        for _ in 0..self.rounds {
            let mut at = 0;
            while let Some((name, turn)) = turns.get_mut(at) {
                match turn() {
                    Ok(run) => {
                        runs[at].push(run);
                        at += 1;
                    }
                    Err(error) if !name.starts_with(OURS) => {
                        println!("  left out: {name}: {error:#}");
                        drop(turns.remove(at));
                        runs.remove(at);
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        println!(
            "  {:24} {:>9} {:>11} {:>9} {:>7} {:>11}",
            "", "seconds", "processor", "peak MB", "ratio", "processor"
        );
        for ((name, _), own) in turns.iter().zip(&runs) {
            show(name, own, Some(&runs[0]));
        }
        println!(
            "  medians of {}; ratio: the first line against this one",
            self.rounds
        );
        Ok(())
    }

    /// The rows of the W1 year, written once.
    fn focus(&self, name: &str, rows: Range<u64>) -> Result<PathBuf> {
        let file = self
            .folder
            .join(format!("{name}-{}-{}.csv", rows.start, rows.end));
        if !file.exists() {
            let per_year = if name == "w8" { rows.end } else { self.rows };
            focus::write(&file, rows, per_year)?;
        }
        Ok(file)
    }

    /// Imports into a book, and makes sure that every row arrived.
    fn import(&self, book: &Path, file: &Path, rows: Option<u64>) -> Result<Measured> {
        let mut import = Command::new(binaries("release")?.join("counterfoil"));
        import
            .arg("--book")
            .arg(book)
            .args(["--json", "import"])
            .arg(file);
        let measured = self.measure(&import)?;
        let answer: Value =
            serde_json::from_str(&measured.output).context("import --json answers with JSON")?;
        if let Some(rows) = rows {
            let kept = &answer["imports"][0]["rows"]["kept"];
            ensure!(*kept == rows, "{kept} of {rows} rows were kept");
        }
        Ok(measured)
    }

    fn python(&self, python: &Path, script: &str, arguments: &[&Path]) -> Result<Measured> {
        self.measure(Command::new(python).args(["-c", script]).args(arguments))
    }

    fn measure(&self, command: &Command) -> Result<Measured> {
        measure(command, &self.folder.join("time.txt"))
    }

    /// A name that nothing has.
    fn fresh(&self, name: &str) -> Result<PathBuf> {
        let file = self.folder.join(name);
        remove(&file)?;
        Ok(file)
    }
}

fn remove(file: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm", ".wal"] {
        let leftover = PathBuf::from(format!("{}{suffix}", file.display()));
        if leftover.exists() {
            fs::remove_file(leftover)?;
        }
    }
    Ok(())
}

fn show(name: &str, runs: &[Measured], first: Option<&[Measured]>) {
    let seconds = |runs: &[Measured]| median(runs.iter().map(|run| run.seconds));
    let busy = |runs: &[Measured]| median(runs.iter().filter_map(|run| run.busy));
    let ratio = |of: &dyn Fn(&[Measured]) -> f64| first.map_or(f64::NAN, |first| of(first) / of(runs));
    println!(
        "  {name:24} {:9.2} {:11.2} {:9.0} {:7.2} {:11.2}",
        seconds(runs),
        busy(runs),
        median(runs.iter().filter_map(|run| run.peak_megabytes)),
        ratio(&seconds),
        ratio(&busy),
    );
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
