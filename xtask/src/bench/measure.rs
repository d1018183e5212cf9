//! How long a program and all it starts run, how much processor time they take, and how much memory they hold at
//! their peak where the system tells.

use anyhow::{Context, Result, ensure};
use std::fs::read_to_string;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One run of a program.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    pub(super) seconds: f64,
    /// Processor time; known where there is a bash to ask.
    pub(super) busy: Option<f64>,
    /// Known on Linux only.
    pub(super) peak_megabytes: Option<f64>,
    pub(super) output: String,
}

/// Runs a program to its end. Fails when the program does. `note` is a file to write times to.
pub(super) fn measure(command: &Command, note: &Path) -> Result<Measured> {
    let mut command = timed(command, note);
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut stdout = child.stdout.take().expect("stdout was just piped");
    let reader = std::thread::spawn(move || {
        let mut output = String::new();
        stdout.read_to_string(&mut output).map(|_| output)
    });
    let mut peak_megabytes: Option<f64> = None;
    let status = loop {
        // A mark only rises, so the last reading before the end is the peak but for a moment.
        if let Some(now) = peak(child.id()) {
            peak_megabytes = Some(peak_megabytes.map_or(now, |before| before.max(now)));
        }
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let seconds = start.elapsed().as_secs_f64();
    let output = reader
        .join()
        .expect("reading does not panic")
        .context("output is not UTF-8")?;
    ensure!(
        status.success(),
        "{} failed: {status}",
        command.get_program().display()
    );
    let busy = read_to_string(note).ok().map(|text| {
        text.split_whitespace()
            .filter_map(|part| part.parse::<f64>().ok())
            .sum()
    });
    Ok(Measured {
        seconds,
        busy,
        peak_megabytes,
        output,
    })
}

/// The command under the `time` of bash.
fn timed(command: &Command, note: &Path) -> Command {
    let script = r#"TIMEFORMAT="%U %S"; { time "$@" 2>&3; } 3>&2 2>"$0""#;
    let mut timed = Command::new("bash");
    timed
        .arg("-c")
        .arg(script)
        .arg(note)
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            timed.env(name, value);
        }
    }
    timed
}

/// The marks of a process and of all it started, added up.
fn peak(process: u32) -> Option<f64> {
    let status = read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let own = line.trim().strip_suffix(" kB")?.parse::<f64>().ok()? / 1024.0;
    let children = read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    let theirs: f64 = children
        .split_whitespace()
        .filter_map(|child| peak(child.parse().ok()?))
        .sum();
    Some(own + theirs)
}
