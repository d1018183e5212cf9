//! How long a program runs, and how much memory it holds at its peak where the system tells.

use anyhow::{Context, Result, ensure};
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One run of a program.
pub(super) struct Measured {
    pub(super) seconds: f64,
    /// Known on Linux only.
    pub(super) peak_megabytes: Option<f64>,
    pub(super) output: String,
}

/// Runs a program to its end. Fails when the program does.
pub(super) fn measure(command: &mut Command) -> Result<Measured> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut stdout = child.stdout.take().expect("stdout was just piped");
    let reader = std::thread::spawn(move || {
        let mut output = String::new();
        stdout.read_to_string(&mut output).map(|_| output)
    });
    let mut peak_megabytes = None;
    let status = loop {
        // The mark only rises, so the last reading before the end is the peak but for a moment.
        peak_megabytes = peak(child.id()).or(peak_megabytes);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
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
    Ok(Measured {
        seconds,
        peak_megabytes,
        output,
    })
}

fn peak(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim()
        .strip_suffix(" kB")?
        .parse::<f64>()
        .ok()
        .map(|kilobytes| kilobytes / 1024.0)
}
