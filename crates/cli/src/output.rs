//! Where text goes: answers to stdout, everything else to stderr.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use app::shelf::{is_hidden, with_marks};
use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::Value;

use crate::args::Cli;

/// Stdout, gathered. A reader that has left is an ordinary end: what is written from then on goes nowhere.
pub(crate) struct Stdout {
    out: BufWriter<StdoutLock<'static>>,
    is_left: bool,
}

impl Stdout {
    pub(crate) fn new() -> Self {
        Self {
            out: BufWriter::new(io::stdout().lock()),
            is_left: false,
        }
    }

    fn unless_left<T>(&mut self, done: io::Result<T>, instead: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_left = true;
                Ok(instead)
            }
            done => done,
        }
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.unless_left(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.unless_left(done, ())
    }
}

/// Prints the JSON document, or lines for people. What would move a terminal's cursor is shown as a sign.
pub(crate) fn print(cli: &Cli, document: &Value, lines: impl FnOnce() -> Vec<String>) -> anyhow::Result<()> {
    if cli.json {
        return print_json(document);
    }
    print_lines(lines())
}

/// Prints lines for people.
pub(crate) fn print_lines(lines: impl IntoIterator<Item = String>) -> anyhow::Result<()> {
    let mut out = Stdout::new();
    for line in lines {
        writeln!(out, "{}", with_marks(&line))?;
    }
    Ok(out.flush()?)
}

/// What a terminal would obey or what turns the reading direction is written as `\u202e`, which programs read as it was. It
/// stands in texts only: all else is plain signs and line breaks.
pub(crate) fn print_json(document: &Value) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(document)?;
    let mut out = Stdout::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|sign| sign != '\n' && is_hidden(sign)) {
        let (before, from) = rest.split_at(at);
        let mut signs = from.chars();
        let hidden = signs.next().map_or(0, u32::from);
        write!(out, "{before}\\u{hidden:04x}")?;
        rest = signs.as_str();
    }
    writeln!(out, "{rest}")?;
    Ok(out.flush()?)
}

/// Prints a text of several lines that is a file of its own: byte for byte into a file, with signs on a terminal.
pub(crate) fn print_file(cli: &Cli, document: &Value, text: &str) -> anyhow::Result<()> {
    if cli.json {
        return print_json(document);
    }
    let mut out = Plain::new();
    match writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()) {
        Err(_) if out.is_left() => Ok(()),
        done => Ok(done?),
    }
}

/// Nested results read best as JSON, for people as well.
pub(crate) fn pretty(cli: &Cli, document: &Value) -> anyhow::Result<()> {
    print(cli, document, || {
        format!("{document:#}").lines().map(str::to_owned).collect()
    })
}

/// Stdout for contents of files: as they are, but for a terminal, where signs stand for what would move its cursor.
/// A reader that has left is an error here, so that what is long ends.
pub(crate) struct Plain {
    out: Stdout,
    is_terminal: bool,
    line: Vec<u8>,
}

impl Plain {
    pub(crate) fn new() -> Self {
        Self {
            out: Stdout::new(),
            is_terminal: io::stdout().is_terminal(),
            line: Vec::new(),
        }
    }

    /// Whether nobody reads any more what is written.
    pub(crate) fn is_left(&self) -> bool {
        self.out.is_left
    }

    fn put_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.out
            .write_all(with_marks(&String::from_utf8_lossy(&line)).as_bytes())
    }
}

impl Write for Plain {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_left() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if !self.is_terminal {
            return self.out.write(bytes);
        }
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let Some(end) = part.strip_suffix(b"\n") else {
                self.line.extend(part);
                continue;
            };
            self.line.extend(end);
            self.put_line()?;
            self.out.write_all(b"\n")?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.put_line()?;
        self.out.flush()
    }
}

/// A remark on stderr, unless the user wants quiet.
pub(crate) fn remark(cli: &Cli, text: &str) {
    if !cli.quiet {
        complain(text);
    }
}

/// A message on stderr. What follows a line break in it is indented, so that nothing in a file's name poses as a message.
pub(crate) fn complain(text: &str) {
    let lines: Vec<_> = text.lines().map(with_marks).collect();
    tell(&format!("{}\n", lines.join("\n    ")));
}

/// Writes to stderr as it is. Where nobody can be told, the exit status still tells.
pub(crate) fn tell(text: &str) {
    let _untold = io::stderr().write_all(text.as_bytes());
}

/// Says why it did not work; the exit status.
pub(crate) fn fail(error: &anyhow::Error) -> u8 {
    let Some(known) = error.downcast_ref::<app::Error>() else {
        // Files that are named are read and written by `app`: this is the standard output.
        let is_output = error
            .chain()
            .any(|cause| cause.is::<io::Error>() || cause.is::<serde_json::Error>());
        if is_output {
            complain(&format!(
                "{error:#}: the answer could not be written in full. What the command did to the book stands."
            ));
            return 4;
        }
        complain(&format!("{error:#}"));
        return 2;
    };
    complain(format!("{} {}", known.message(), known.hint()).trim());
    known.exit_status()
}

/// Completions on stdout.
pub(crate) fn completions(shell: Shell) -> anyhow::Result<u8> {
    // Into memory first: the generator takes no error of a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "counterfoil", &mut script);
    let mut out = Stdout::new();
    out.write_all(&script)?;
    out.flush()?;
    Ok(0)
}

/// The manual page on stdout, in the form of `man`.
pub(crate) fn man() -> anyhow::Result<u8> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    let mut out = Stdout::new();
    out.write_all(&page)?;
    out.flush()?;
    Ok(0)
}

/// One line for each of a list.
pub(crate) fn each(list: &Value, line: impl Fn(&Value) -> String) -> Vec<String> {
    list.as_array().into_iter().flatten().map(line).collect()
}

/// A JSON value without quotes.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(
        || {
            if value.is_null() {
                String::new()
            } else {
                value.to_string()
            }
        },
        str::to_owned,
    )
}
