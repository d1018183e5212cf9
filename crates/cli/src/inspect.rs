//! `counterfoil inspect`: what files are and how they would be read, for people or as JSON.

use std::io::Write;
use std::path::PathBuf;

use app::import::Delimiter;
use app::inspect::{Choice, InspectOptions, Inspected, UsedFacts, cells, inspect};
use clap::Args;
use serde_json::Value;

use crate::args::Cli;
use crate::import::{NO_FILE, first_line};
use crate::output::{Plain, Stdout, complain, print};
use crate::reading::ReadAs;

/// An input could not be read or recognised.
const UNREADABLE: u8 = 3;

/// What a file is and how it would be read; needs no book.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  counterfoil inspect export.csv\n  counterfoil inspect --json --by model folder/\n  counterfoil inspect --cells Sheet1 book.xlsx > sheet1.csv"
)]
pub(crate) struct Inspect {
    /// Files and folders.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Split the amount column by the values of these columns.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    by: Vec<String>,
    /// Print this sheet as CSV.
    #[arg(long, value_name = "SHEET")]
    cells: Option<String>,
    #[command(flatten)]
    read_as: ReadAs,
    /// A file whose first line is the workbook's password.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Inspect {
    /// Runs it; the exit status.
    pub(crate) fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        let password = self.password_file.as_deref().map(first_line).transpose()?;
        if let Some(sheet) = &self.cells {
            return self.print_cells(sheet, password.as_deref());
        }
        let options = InspectOptions {
            by: self.by.clone(),
            choice: Choice {
                password,
                own: cli.own().mappings(),
                reading: self.read_as.reading()?,
                ..Choice::default()
            },
        };
        let files: Vec<Inspected> = self
            .paths
            .iter()
            .flat_map(|path| inspect(path, &options))
            .collect();
        if cli.json {
            let mut out = Stdout::new();
            serde_json::to_writer(&mut out, &files)?;
            writeln!(out)?;
            out.flush()?;
        } else {
            print(cli, &Value::Null, || files.iter().flat_map(describe).collect())?;
        }
        for (file, reason) in files
            .iter()
            .filter_map(|file| Some((file, file.refused.as_ref()?)))
        {
            if !cli.json {
                complain(&format!("{}: {reason}", file.file));
            }
        }
        if files.is_empty() {
            complain(NO_FILE);
        }
        let refused = files.is_empty() || files.iter().any(|file| file.refused.is_some());
        Ok(if refused { UNREADABLE } else { 0 })
    }

    fn print_cells(&self, sheet: &str, password: Option<&str>) -> anyhow::Result<u8> {
        let mut out = Plain::new();
        for path in &self.paths {
            let done = cells(path, sheet, password, &mut out);
            if out.is_left() {
                return Ok(0);
            }
            if let Err(reason) = done {
                complain(&format!("{}: {reason}", path.display()));
                return Ok(UNREADABLE);
            }
        }
        match out.flush() {
            Err(error) if !out.is_left() => Err(error.into()),
            _ => Ok(0),
        }
    }
}

fn refused(rows: u64) -> String {
    if rows == 0 {
        return String::new();
    }
    format!(", {rows} refused")
}

/// `header row 3, delimiter tab`.
fn told(used: &UsedFacts) -> String {
    let stated = [
        used.encoding.as_ref().map(|name| format!("encoding {name}")),
        used.delimiter.map(|sign| format!("delimiter {}", sign.name())),
        used.header_row.map(|row| format!("header row {}", row + 1)),
        used.no_header.then(|| "no header row".to_owned()),
        used.sheet.as_ref().map(|sheet| format!("sheet {sheet}")),
        used.dates.map(|dates| format!("dates {dates}")),
        used.decimal.map(|mark| format!("decimal {mark}")),
    ];
    stated.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn describe(file: &Inspected) -> Vec<String> {
    let version = file.format_version.as_deref().unwrap_or_default();
    let format = file.format.as_deref().unwrap_or("no format fits");
    let mut lines = vec![
        file.file.clone(),
        format!("  {} · {} bytes · {format} {version}", file.kind, file.bytes),
    ];
    lines.extend(file.why.iter().map(|why| format!("  {why}")));
    if let Some(text) = &file.text {
        let style = [
            Some(text.encoding.as_str()),
            text.decimal.as_deref(),
            text.dates.as_deref(),
        ];
        let style: Vec<&str> = style.into_iter().flatten().collect();
        let sign = Delimiter::parse(&text.delimiter).map_or_else(String::new, Delimiter::name);
        lines.push(format!("  detected: {}, {sign}", style.join(", ")));
    }
    if let Some(used) = &file.used {
        lines.push(format!("  read as told: {}", told(used)));
    }
    for table in file.tables.iter().flatten() {
        let sheet = if table.sheet.is_empty() {
            "table"
        } else {
            &table.sheet
        };
        lines.push(format!(
            "  {sheet}: {} rows, {} columns{}",
            table.rows,
            table.columns.len(),
            refused(table.refused_rows)
        ));
        for (column, sums) in &table.sums {
            let line = |(currency, amount)| format!("    {column}: {amount} {currency}");
            lines.extend(sums.iter().map(line));
        }
    }
    lines.extend(file.problems.iter().map(|problem| {
        let row = problem.place.row;
        let row = row.map_or(String::new(), |row| format!(" row {row}:"));
        format!("  !{row} {}", problem.what)
    }));
    lines
}
