//! The interface's tests, read from vitest's JSON report.

use super::Tally;
use crate::{root, setup};
use anyhow::{Context, Result};
use serde_json::Value;
use setup::ui::NPM;
use xshell::{Shell, cmd};

/// Runs vitest in `ui/`.
pub(super) fn run(sh: &Shell) -> Result<Tally> {
    setup::ui::ensure_packages(sh)?;
    let report = root().join("target/vitest.json");
    sh.remove_path(&report)?;
    let _ui = setup::ui::enter(sh);
    let report_to = format!("--outputFile.json={}", report.display());
    let status = cmd!(sh, "{NPM} test -- --reporter=default --reporter=json {report_to}").run();
    let report = sh.read_file(&report).context("vitest left no report")?;
    let mut tally = count(&serde_json::from_str(&report)?);
    if let (Err(error), 0) = (status, tally.failed) {
        tally.fail(error.to_string());
    }
    Ok(tally)
}

/// Adds up the report of all test files. A file that fails without a failed test could not be loaded.
fn count(report: &Value) -> Tally {
    let mut tally = Tally::default();
    for file in report["testResults"].as_array().into_iter().flatten() {
        let failed_before = tally.failed;
        for test in file["assertionResults"].as_array().into_iter().flatten() {
            match test["status"].as_str() {
                Some("passed") => tally.passed += 1,
                Some("failed") => tally.fail(test["fullName"].as_str().unwrap_or_default().to_owned()),
                _ => {}
            }
        }
        if file["status"] == "failed" && tally.failed == failed_before {
            tally.fail(format!("{} {}", file["name"], file["message"]));
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::count;
    use serde_json::json;

    #[test]
    fn tests_and_files_that_cannot_be_loaded_are_counted() {
        let report = json!({"testResults": [
            {"name": "a.ts", "status": "failed", "assertionResults": [
                {"status": "passed", "fullName": "one"}, {"status": "failed", "fullName": "two"}]},
            {"name": "b.ts", "status": "failed", "message": "no such module", "assertionResults": []},
        ]});
        let tally = count(&report);
        assert_eq!((tally.passed, tally.failed), (1, 2));
        assert_eq!(tally.failures[0], "two");
    }
}
