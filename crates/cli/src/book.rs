//! Commands about the book itself: journal, undo, problems, doctor, info, backup, what the user keeps in it.

use std::path::Path;

use app::shelf::{Shelf, problem_line, read_initiative, worth};
use serde_json::{Value, json};

use crate::args::{BookAction, Cli, InitiativeAction, Series, SeriesAction};
use crate::output::{each, print, remark, text};

const CHECK_FAILED: u8 = 1;

/// The journal.
pub(crate) fn imports(cli: &Cli) -> anyhow::Result<u8> {
    let document = Shelf::open(&cli.book())?.imports()?;
    print(cli, &document, || {
        let imports = document["imports"].as_array().into_iter().flatten();
        imports.flat_map(import_lines).collect()
    })?;
    Ok(0)
}

fn import_lines(import: &Value) -> Vec<String> {
    let line = format!(
        "{:>4}  {}  {}  {} rows  {} reader {}  {}",
        text(&import["id"]),
        text(&import["at"]),
        text(&import["header"]["file"]),
        text(&import["rows"]["read"]),
        text(&import["header"]["format"]),
        text(&import["header"]["reader_version"]),
        text(&import["status"]),
    );
    std::iter::once(line).chain(answered(import)).collect()
}

/// What was answered about an import, and what of it does not count.
fn answered(import: &Value) -> Vec<String> {
    let answers = each(&import["answers"], |question| {
        format!("      {}: {}", text(&question["id"]), text(&question["answer"]))
    });
    let held = each(&import["not_counted"], |total| {
        format!(
            "      not counted: {} {} {}",
            text(&total["measure"]),
            text(&total["amount"]),
            text(&total["currency"])
        )
    });
    answers.into_iter().chain(held).collect()
}

/// Takes imports back, in the order given.
pub(crate) fn undo(cli: &Cli, imports: &[i64]) -> anyhow::Result<u8> {
    let shelf = Shelf::open(&cli.book())?;
    let undone = shelf.undo(imports)?;
    shelf.close()?;
    let document = match undone.as_slice() {
        [one] => one.clone(),
        _ => json!({"undone": undone}),
    };
    print(cli, &document, || {
        let line = |one: &Value| {
            format!(
                "Import {} is undone: {} rows taken out, {} brought back.",
                one["import"], one["facts"], one["restored"]
            )
        };
        undone.iter().map(line).collect()
    })?;
    remark(
        cli,
        "Names and texts that only it had stay in the file until `counterfoil book compact`.",
    );
    Ok(0)
}

/// Rows that were refused or odd.
pub(crate) fn problems(cli: &Cli, import: i64, csv: Option<&Path>) -> anyhow::Result<u8> {
    let shelf = Shelf::open(&cli.book())?;
    let problems = shelf.problems(import)?;
    if let Some(path) = csv {
        let saved = shelf.problems_file(import, path)?;
        print(cli, &json!({"import": import, "csv": path}), || {
            vec![saved.message]
        })?;
        return Ok(0);
    }
    print(cli, &json!({"import": import, "problems": problems}), || {
        problems.iter().map(problem_line).collect()
    })?;
    Ok(0)
}

/// Seats per product.
pub(crate) fn seats(cli: &Cli) -> anyhow::Result<u8> {
    let document = Shelf::open(&cli.book())?.seats()?;
    print(cli, &document, || {
        let lines = each(&document["seats"], seat_line);
        if lines.is_empty() {
            return vec!["The book has no lists of seats.".to_owned()];
        }
        lines
    })?;
    Ok(0)
}

fn seat_line(seat: &Value) -> String {
    let day = seat["snapshot"].as_str().unwrap_or("the list states no day");
    let (named, unknown) = (&seat["named"], &seat["unknown"]);
    let active = match unknown.as_u64() {
        Some(1..) if named == unknown => "nothing tells of their use".to_owned(),
        Some(seats @ 1..) => format!("{} active in 28 days, {seats} of unknown use", seat["active_28"]),
        _ => format!("{} active in 28 days", seat["active_28"]),
    };
    format!(
        "{}: {} assigned, {active} ({day})",
        text(&seat["product"]),
        seat["assigned"]
    )
}

/// A list of what is kept beside the bills, or files for it.
pub(crate) fn series(cli: &Cli, name: &str, series: &Series) -> anyhow::Result<u8> {
    if let Some(SeriesAction::Import(import)) = &series.action {
        return import.run(cli);
    }
    let listing = Shelf::open(&cli.book())?.listing(name)?;
    print(cli, &listing.document(), || listing.lines())?;
    Ok(0)
}

/// KPI series.
pub(crate) fn kpis(cli: &Cli) -> anyhow::Result<u8> {
    let document = Shelf::open(&cli.book())?.kpis()?;
    print(cli, &document, || {
        each(&document["kpis"], |series| {
            let points = series["points"].as_array().map_or(0, Vec::len);
            format!(
                "{} ({}) {}: {points} points",
                text(&series["name"]),
                text(&series["unit"]),
                text(&series["team"])
            )
        })
    })?;
    Ok(0)
}

/// Initiatives.
pub(crate) fn initiatives(cli: &Cli, action: Option<&InitiativeAction>) -> anyhow::Result<u8> {
    let shelf = Shelf::open(&cli.book())?;
    if let Some(InitiativeAction::Set { file }) = action {
        let initiative = read_initiative(file)?;
        shelf.set_initiative(&initiative)?;
    }
    let all = shelf.initiatives()?;
    shelf.close()?;
    let document = json!({"initiatives": all.iter().map(worth).collect::<Vec<_>>()});
    print(cli, &document, || {
        each(&document["initiatives"], |one| {
            format!(
                "{}: NPV {} {}, evidence {}",
                text(&one["name"]),
                text(&one["npv"]),
                text(&one["currency"]),
                text(&one["evidence"])
            )
        })
    })?;
    Ok(0)
}

/// Integrity.
pub(crate) fn doctor(cli: &Cli) -> anyhow::Result<u8> {
    let (ok, document) = Shelf::open(&cli.book())?.doctor()?;
    print(cli, &document, || {
        each(&document["checks"], |check| {
            format!(
                "{} {}: {}",
                if check["ok"] == true { "ok   " } else { "WRONG" },
                text(&check["name"]),
                text(&check["detail"])
            )
        })
    })?;
    Ok(if ok { 0 } else { CHECK_FAILED })
}

/// Make, describe, copy.
pub(crate) fn book(cli: &Cli, action: &BookAction) -> anyhow::Result<u8> {
    let path = cli.book();
    match action {
        BookAction::New { name } => {
            let stem = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            Shelf::create(&path, name.as_deref().unwrap_or(&stem))?.close()?;
            print(cli, &json!({"book": path}), || {
                vec![format!("Made {}.", path.display())]
            })?;
        }
        BookAction::Info => {
            let document = Shelf::open(&path)?.info()?;
            print(cli, &document, || fields(&document))?;
        }
        BookAction::Compact => {
            let shelf = Shelf::open(&path)?;
            let document = shelf.compact()?;
            shelf.close()?;
            print(cli, &document, || {
                vec![format!(
                    "Forgot {} texts that nothing leads to any more: {} bytes before, {} now. Copies made before still hold them.",
                    document["forgotten"], document["bytes_before"], document["bytes_after"]
                )]
            })?;
        }
        BookAction::Backup { to } => {
            Shelf::open(&path)?.backup(to)?;
            print(cli, &json!({"backup": to}), || {
                vec![format!("Saved a checked copy as {}.", to.display())]
            })?;
        }
        BookAction::Restore { from } => {
            let kept = Shelf::restore(from, &path)?;
            print(
                cli,
                &json!({"book": path, "restored": from, "kept": kept}),
                || {
                    let kept = kept
                        .iter()
                        .map(|kept| format!("What was there is kept as {}.", kept.display()));
                    std::iter::once(format!("{} is the copy {} now.", path.display(), from.display()))
                        .chain(kept)
                        .collect()
                },
            )?;
        }
    }
    Ok(0)
}

fn fields(object: &Value) -> Vec<String> {
    object
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| format!("{key}: {}", text(value)))
        .collect()
}
