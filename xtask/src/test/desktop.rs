//! The desktop app, driven through `WebDriver` on a display and session bus of its own.
//! The journeys are `tests/desktop/*.test.mjs`; node's own runner runs them.

use super::Tally;
use crate::build::{self, Product};
use crate::root;
use crate::setup::{self, system::Purpose, tools};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use xshell::{Shell, cmd};

/// Builds the app, starts what drives it and runs the journeys one after the other.
pub(super) fn run(sh: &Shell) -> Result<Tally> {
    if !cfg!(target_os = "linux") {
        bail!("the desktop journeys run on Linux; elsewhere name the other stages: cargo xtask test rust ui");
    }
    setup::system::ensure(sh, Purpose::DesktopTest)?;
    setup::for_build(sh)?;
    let driver = tools::ensure(sh, &tools::TAURI_DRIVER)?;
    let product = build::product(sh, false)?;

    let home = root().join("target/desktop-test");
    sh.remove_path(&home)?;
    sh.create_dir(&home)?;
    let (stage, _running) = start_driver(&driver, &home)?;
    run_journeys(sh, &product, &home, &stage)
}

/// Where the journeys take place.
struct Stage {
    port: u16,
    display: String,
}

/// Starts a display, a session bus and the driver on them. Answers where that is, and what must stay alive, in the
/// order in which it is to end.
fn start_driver(driver: &Path, home: &Path) -> Result<(Stage, [Started; 3])> {
    let (display, screen) = Started::saying(Command::new("Xvfb").args(["-displayfd", "1"]).args(SCREEN))?;
    let (bus, address) =
        Started::saying(Command::new("dbus-daemon").args(["--session", "--nofork", "--print-address=1"]))?;
    let stage = Stage {
        port: free_port()?,
        display: format!(":{screen}"),
    };
    let driver = Started::new(
        Command::new(driver)
            .args([
                "--port",
                &stage.port.to_string(),
                "--native-port",
                &free_port()?.to_string(),
            ])
            .env("DISPLAY", &stage.display)
            .env("DBUS_SESSION_BUS_ADDRESS", address)
            .env_remove("WAYLAND_DISPLAY")
            // The app must neither see nor change the settings of whoever runs the tests.
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data")),
    )?;
    wait_for(stage.port)?;
    Ok((stage, [driver, bus, display]))
}

fn run_journeys(sh: &Shell, product: &Product, home: &Path, stage: &Stage) -> Result<Tally> {
    let report = home.join("journeys.tap");
    let status = cmd!(sh, "node --test --test-concurrency=1 --test-timeout=600000")
        .args([
            "--test-reporter=spec",
            "--test-reporter-destination=stdout",
            "--test-reporter=tap",
        ])
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(journeys(sh)?)
        .env("COUNTERFOIL_DRIVER_PORT", stage.port.to_string())
        .env("COUNTERFOIL_DISPLAY", &stage.display)
        .env("COUNTERFOIL_DESKTOP", &product.desktop)
        .env("COUNTERFOIL_CLI", &product.cli)
        .env("COUNTERFOIL_TEST_FOLDER", home)
        .run();
    let mut tally = count(&sh.read_file(report).context("the journeys left no report")?);
    if let (Err(error), 0) = (status, tally.failed) {
        tally.fail(error.to_string());
    }
    Ok(tally)
}

const SCREEN: &[&str] = &["-screen", "0", "1280x800x24", "-nolisten", "tcp"];

fn journeys(sh: &Shell) -> Result<Vec<PathBuf>> {
    let mut files = sh.read_dir(root().join("tests/desktop"))?;
    files.retain(|file| is_journey(file));
    Ok(files)
}

fn is_journey(file: &Path) -> bool {
    file.to_string_lossy().ends_with(".test.mjs")
}

/// A port nobody listens on. Another program could take it before it is used, which has not been worth more code.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Waits until the driver listens, which takes it a moment.
fn wait_for(port: u16) -> Result<()> {
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    bail!("tauri-driver does not listen on port {port}")
}

/// A program that runs beside the tests, and ends with all it started when this is dropped.
struct Started(Child);

impl Started {
    fn new(command: &mut Command) -> Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        Ok(Self(child))
    }

    /// Starts a program and waits for the first line it prints.
    fn saying(command: &mut Command) -> Result<(Self, String)> {
        let mut started = Self::new(command.stdout(Stdio::piped()))?;
        let mut line = String::new();
        BufReader::new(started.0.stdout.take().expect("stdout was just piped")).read_line(&mut line)?;
        if line.is_empty() {
            bail!("{} ended without a word", command.get_program().display());
        }
        Ok((started, line.trim_end().to_owned()))
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // The group, because the driver has children of its own; through the shell, which always knows `kill`.
        let stop = format!("kill -s TERM -- -{}", self.0.id());
        let stopped = Command::new("sh")
            .args(["-c", &stop])
            .status()
            .and_then(|_| self.0.wait());
        if let Err(error) = stopped {
            eprintln!("xtask: a program of the desktop tests may still run: {error}");
        }
    }
}

/// Reads the summary and the failed tests from a TAP report.
fn count(report: &str) -> Tally {
    let number = |what: &str| {
        let line = report
            .lines()
            .filter_map(|line| line.strip_prefix("# ")?.strip_prefix(what))
            .next_back();
        line.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
    };
    let failures = report
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("not ok "));
    Tally {
        passed: number("pass "),
        failed: number("fail ") + number("cancelled "),
        failures: failures.map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn the_summary_of_a_tap_report_is_read_and_cancelled_tests_count_as_failed() {
        let report = "TAP version 13\n# Subtest: opens\nnot ok 1 - opens\n1..3\n# tests 3\n# pass 1\n# fail 1\n# cancelled 1\n";
        let tally = count(report);
        assert_eq!((tally.passed, tally.failed), (1, 2));
        assert_eq!(tally.failures, ["1 - opens"]);
    }
}
