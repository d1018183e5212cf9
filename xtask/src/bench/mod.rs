//! `cargo xtask bench`: ours and its peers take turns on the same files; ratios count, not seconds.

mod contest;
mod focus;
mod logs;
mod measure;
mod peers;

use crate::root;
use anyhow::{Context, Result, bail};
use contest::Contest;
use xshell::{Shell, cmd};

/// Rows of W1; the other workloads follow in proportion.
const ROWS: u64 = 2_000_000;
const ROUNDS: usize = 3;

/// One workload.
struct Workload {
    name: &'static str,
    what: &'static str,
    run: fn(&Contest) -> Result<()>,
}

const WORKLOADS: &[Workload] = &[
    Workload {
        name: "w1",
        what: "FOCUS CSV into a new book; target 0.75 x DuckDB, 0.35 x sqlite3, 300 MB",
        run: Contest::w1,
    },
    Workload {
        name: "w2",
        what: "the same as a workbook, a seventh of the rows; target 1.2 x the bare reader, 0.8 x polars, 150 MB",
        run: Contest::w2,
    },
    Workload {
        name: "w3",
        what: "Claude Code logs, first and unchanged; target 0.5 x and 0.02 x ccusage",
        run: Contest::w3,
    },
    Workload {
        name: "w4",
        what: "a second file, half of it known; target 1.2 x W1",
        run: Contest::w4,
    },
    Workload {
        name: "w8",
        what: "rows per second of five times the rows against half of them; target 0.85",
        run: Contest::w8,
    },
];

/// Runs the workloads named, or all.
pub(crate) fn run(sh: &Shell, options: &[&str]) -> Result<bool> {
    let (mut rows, mut rounds, mut chosen) = (ROWS, ROUNDS, Vec::new());
    let mut options = options.iter();
    while let Some(option) = options.next() {
        let mut number = || options.next().and_then(|text| text.parse().ok());
        match *option {
            "--rows" => rows = number().context("--rows needs a number")?,
            "--rounds" => rounds = number().context("--rounds needs a number")? as usize,
            name => match WORKLOADS.iter().find(|workload| workload.name == name) {
                Some(workload) => chosen.push(workload),
                None => bail!("bench knows w1, w2, w3, w4, w8, --rows N and --rounds N, but not {name}"),
            },
        }
    }
    if chosen.is_empty() {
        chosen.extend(WORKLOADS);
    }
    cmd!(sh, "cargo build --release --package cli").run()?;
    cmd!(sh, "cargo build --release --package ingest --example cells").run()?;
    let folder = sh.create_dir(root().join("target/bench"))?;
    let contest = Contest { folder, rows, rounds };
    for workload in chosen {
        println!("\n{}: {}", workload.name.to_uppercase(), workload.what);
        (workload.run)(&contest)?;
    }
    Ok(true)
}
