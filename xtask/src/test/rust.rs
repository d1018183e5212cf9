//! The workspace's own tests, read from what `cargo test` prints.

use super::Tally;
use crate::{build, setup};
use anyhow::Result;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use xshell::Shell;

/// Runs every test of the workspace, on after failures too.
pub(super) fn run(sh: &Shell) -> Result<Tally> {
    setup::for_build(sh)?;
    // The journeys start the real programs, which `cargo test` alone would not build.
    build::product(sh, false)?;
    let mut tests = Command::new("cargo")
        .args([
            "test",
            "--workspace",
            "--no-fail-fast",
            "--features",
            build::FEATURES,
        ])
        .current_dir(sh.current_dir())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (out, log) = (tests.stdout.take(), tests.stderr.take());
    let (out, log) = std::thread::scope(|scope| {
        let log = scope.spawn(|| echo(log, |line| eprintln!("{line}")));
        (
            echo(out, |line| println!("{line}")),
            log.join().expect("echoing does not panic"),
        )
    });
    Ok(count(&out, &log, tests.wait()?.success()))
}

/// Shows what a program prints as it prints it, and keeps it.
fn echo(stream: Option<impl Read>, show: impl Fn(&str)) -> Vec<String> {
    let lines = stream
        .into_iter()
        .flat_map(|stream| BufReader::new(stream).split(b'\n').map_while(Result::ok));
    lines
        .map(|line| String::from_utf8_lossy(&line).into_owned())
        .inspect(|line| show(line))
        .collect()
}

/// Adds up the `test result:` lines in `out`. A test program that `log` says was started but that ended
/// without such a line crashed; a failure of cargo that no test explains is one of compilation.
fn count(out: &[String], log: &[String], is_success: bool) -> Tally {
    let mut tally = Tally::default();
    let mut results = 0;
    for line in out {
        if let Some(result) = line.strip_prefix("test result: ") {
            results += 1;
            tally.passed += number_before(result, " passed");
            tally.failed += number_before(result, " failed");
        } else if let Some(name) = line
            .strip_prefix("test ")
            .and_then(|test| test.strip_suffix(" ... FAILED"))
        {
            tally.failures.push(name.to_owned());
        }
    }
    let is_start = |line: &&String| {
        ["Running ", "Doc-tests "]
            .iter()
            .any(|word| line.trim_start().starts_with(word))
    };
    for _ in results..log.iter().filter(is_start).count() {
        tally.fail("a test program ended without a result".to_owned());
    }
    if !is_success && tally.failed == 0 {
        tally.fail("cargo test failed before any test did".to_owned());
    }
    tally
}

fn number_before(text: &str, word: &str) -> usize {
    let before = text.split(word).next().unwrap_or_default();
    before
        .rsplit(' ')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::count;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_results_of_all_test_programs_are_added_up() {
        let out = "test a ... ok\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n\
                   test b::c ... FAILED\ntest result: FAILED. 30 passed; 1 failed; 0 ignored; 0 measured";
        let log = "     Running unittests src/lib.rs (x)\n   Doc-tests model";
        let tally = count(&lines(out), &lines(log), false);
        assert_eq!(
            (tally.passed, tally.failed, tally.failures),
            (32, 1, vec!["b::c".to_owned()])
        );
    }

    #[test]
    fn a_test_program_that_crashes_is_a_failure() {
        let out = "test result: ok. 2 passed; 0 failed; 0 ignored";
        let log = "     Running unittests src/lib.rs (x)\n     Running unittests src/lib.rs (y)";
        assert_eq!(count(&lines(out), &lines(log), false).failed, 1);
    }

    #[test]
    fn a_workspace_that_does_not_compile_is_a_failure() {
        assert_eq!(
            count(&[], &lines("error: could not compile `x`"), false).failed,
            1
        );
    }
}
