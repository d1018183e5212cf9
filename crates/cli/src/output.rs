//! Where text goes: answers to stdout, everything else to stderr.

use std::io::{self, BufWriter, Write};

use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::Value;

use crate::args::Cli;

/// Prints the JSON document, or lines for people.
pub(crate) fn print(cli: &Cli, document: &Value, lines: impl FnOnce() -> Vec<String>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if cli.json {
        serde_json::to_writer_pretty(&mut out, document)?;
        writeln!(out)?;
    } else {
        for line in lines() {
            writeln!(out, "{line}")?;
        }
    }
    Ok(out.flush()?)
}

/// A remark on stderr, unless the user wants quiet.
pub(crate) fn remark(cli: &Cli, text: &str) {
    if !cli.quiet {
        complain(text);
    }
}

/// A message on stderr.
#[allow(
    clippy::print_stderr,
    reason = "the terminal is this program's user interface"
)]
pub(crate) fn complain(text: &str) {
    eprintln!("{text}");
}

/// Says why it did not work; the exit status.
pub(crate) fn fail(error: &anyhow::Error) -> u8 {
    let Some(known) = error.downcast_ref::<app::Error>() else {
        // Whoever reads our output stopped reading; that is their right.
        let is_closed_pipe = kind_of(error) == Some(io::ErrorKind::BrokenPipe);
        if !is_closed_pipe {
            complain(&format!("{error:#}"));
        }
        return u8::from(!is_closed_pipe) * 2;
    };
    complain(format!("{} {}", known.message(), known.hint()).trim());
    known.exit_status()
}

/// What kind of reading or writing failed, also where JSON was written.
fn kind_of(error: &anyhow::Error) -> Option<io::ErrorKind> {
    let json = error.downcast_ref::<serde_json::Error>();
    json.and_then(serde_json::Error::io_error_kind)
        .or_else(|| error.downcast_ref::<io::Error>().map(io::Error::kind))
}

/// Completions on stdout.
pub(crate) fn completions(shell: Shell) -> u8 {
    clap_complete::generate(
        shell,
        &mut Cli::command(),
        "counterfoil",
        &mut io::stdout().lock(),
    );
    0
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
