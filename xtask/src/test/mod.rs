//! `cargo xtask test`: every runner's tests added up. A stage that cannot run counts as a failure, never as a skip.

mod desktop;
mod rust;
mod ui;

use anyhow::{Result, bail};
use xshell::Shell;

/// What one runner found.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    /// The failed tests by name, or what kept a stage from running.
    failures: Vec<String>,
}

impl Tally {
    /// Counts one failure that no runner counted.
    fn fail(&mut self, what: String) {
        self.failed += 1;
        self.failures.push(what);
    }
}

struct Stage {
    name: &'static str,
    run: fn(&Shell) -> Result<Tally>,
}

const STAGES: &[Stage] = &[
    Stage {
        name: "rust",
        run: rust::run,
    },
    Stage {
        name: "ui",
        run: ui::run,
    },
    Stage {
        name: "desktop",
        run: desktop::run,
    },
];

/// Runs the named stages, or all; the last line printed is `N passed, N failed`.
pub(crate) fn run(sh: &Shell, names: &[&str]) -> Result<bool> {
    if let Some(unknown) = names
        .iter()
        .find(|name| STAGES.iter().all(|stage| stage.name != **name))
    {
        bail!("there is no test stage {unknown}");
    }
    let mut total = Tally::default();
    for stage in STAGES
        .iter()
        .filter(|stage| names.is_empty() || names.contains(&stage.name))
    {
        println!("\n== {} ==", stage.name);
        let tally = (stage.run)(sh)
            .and_then(must_not_be_empty)
            .unwrap_or_else(|error| {
                let mut none = Tally::default();
                none.fail(format!("could not run: {error:#}"));
                none
            });
        println!("{}: {} passed, {} failed", stage.name, tally.passed, tally.failed);
        total.passed += tally.passed;
        total.failed += tally.failed;
        total.failures.extend(
            tally
                .failures
                .iter()
                .map(|failure| format!("{}: {failure}", stage.name)),
        );
    }
    for failure in &total.failures {
        println!("FAILED {failure}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(total.failed == 0)
}

fn must_not_be_empty(tally: Tally) -> Result<Tally> {
    if tally.passed + tally.failed == 0 {
        bail!("no test ran");
    }
    Ok(tally)
}
