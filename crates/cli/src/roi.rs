//! What an initiative is worth: one scenario, and scenarios saved in the book, listed, written, compared.

use std::path::{Path, PathBuf};

use app::scenario::Saved;
use app::shelf::{self, Shelf, read_initiative};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::args::Cli;
use crate::output::{pretty, print, print_file};

/// The return of a scenario.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  counterfoil roi claims-triage.toml\n  counterfoil roi save Cautious --of 'Claims triage assistant' --set attribution=0.4 --set risk=0.3\n  counterfoil roi compare 'Claims triage assistant' Cautious\n  counterfoil roi show Cautious -o cautious.toml"
)]
pub(crate) struct Roi {
    /// A TOML file, or the name of an initiative or of a saved scenario.
    scenario: Option<String>,
    #[command(subcommand)]
    action: Option<RoiAction>,
}

#[derive(Subcommand)]
enum RoiAction {
    /// Initiatives and saved scenarios.
    List,
    /// One of them as a TOML file.
    Show {
        /// Its name.
        name: String,
        /// Where to; without it, on the screen.
        #[arg(short, long, value_name = "FILE.toml")]
        output: Option<PathBuf>,
    },
    /// Keep a scenario, replacing the one of the same name.
    Save(Save),
    /// Forget a saved scenario.
    Remove {
        /// Its name.
        name: String,
    },
    /// Two to four side by side.
    Compare {
        /// Names or files.
        #[arg(required = true, num_args = 2..=4)]
        names: Vec<String>,
    },
}

#[derive(Args)]
struct Save {
    /// What to call it; or a scenario file, which names itself.
    name: String,
    /// The initiative or scenario it is a variant of.
    #[arg(long, value_name = "NAME")]
    of: Option<String>,
    /// An assumption that differs: gain, value, attribution, recapture, risk or discount.
    #[arg(long = "set", value_name = "KEY=NUMBER", requires = "of")]
    set: Vec<String>,
}

impl Roi {
    /// Runs it.
    pub(crate) fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        match (&self.scenario, &self.action) {
            (_, Some(action)) => action.run(cli),
            (scenario, None) => worth(cli, scenario.as_deref().unwrap_or_default()),
        }
    }
}

/// A file that states all it needs is computed without a book.
fn worth(cli: &Cli, scenario: &str) -> anyhow::Result<u8> {
    let path = Path::new(scenario);
    let document = if path.exists() && !cli.book().exists() {
        shelf::worth(&read_initiative(path)?)
    } else {
        Shelf::open(&cli.book())?.roi(scenario)?
    };
    pretty(cli, &document)?;
    Ok(0)
}

impl RoiAction {
    fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        let book = Shelf::open(&cli.book())?;
        match self {
            Self::List => list(cli, &book),
            Self::Show { name, output } => show(cli, &book, name, output.as_deref()),
            Self::Save(save) => {
                let kept = save.run(&book)?;
                book.close()?;
                print(
                    cli,
                    &json!({"scenario": kept.scenario.name, "of": kept.of}),
                    || vec![format!("Saved {}.", kept.scenario.name)],
                )?;
                Ok(0)
            }
            Self::Remove { name } => {
                book.remove_scenario(name)?;
                book.close()?;
                print(cli, &json!({"removed": name}), || {
                    vec![format!("Removed {name}.")]
                })?;
                Ok(0)
            }
            Self::Compare { names } => compare(cli, &book.compare(names)?),
        }
    }
}

impl Save {
    fn run(&self, book: &Shelf) -> app::Result<Saved> {
        match &self.of {
            Some(of) => book.save_variant(of, &self.name, &self.set),
            None => book.save_scenario_file(Path::new(&self.name)),
        }
    }
}

fn list(cli: &Cli, book: &Shelf) -> anyhow::Result<u8> {
    let initiatives = book
        .initiatives()?
        .into_iter()
        .map(|one| json!({"name": one.scenario.name, "of": null}));
    let saved = book
        .scenarios()?
        .into_iter()
        .map(|one| json!({"name": one.scenario.name, "of": one.of}));
    let all: Vec<Value> = initiatives.chain(saved).collect();
    print(cli, &json!({"scenarios": all}), || {
        let line = |one: &Value| match one["of"].as_str() {
            Some(of) if !of.is_empty() => format!("{} (of {of})", text(&one["name"])),
            _ => text(&one["name"]),
        };
        all.iter().map(line).collect()
    })?;
    Ok(0)
}

fn show(cli: &Cli, book: &Shelf, name: &str, output: Option<&Path>) -> anyhow::Result<u8> {
    if let Some(path) = output {
        let saved = book.scenario_file(name, path)?;
        print(cli, &json!({"path": path}), || vec![saved.message])?;
    } else {
        let toml = book.scenario_text(name)?;
        print_file(cli, &json!({"toml": toml}), &toml)?;
    }
    Ok(0)
}

/// One column a scenario, one line a figure.
fn compare(cli: &Cli, document: &Value) -> anyhow::Result<u8> {
    const FIGURES: &[(&str, &str)] = &[
        ("P10", "/simulation/p10"),
        ("P50", "/simulation/p50"),
        ("P90", "/simulation/p90"),
        ("Chance that it pays", "/simulation/chance_positive"),
        ("NPV", "/npv"),
        ("Costs", "/costs"),
        ("Payback, months", "/payback_months"),
        ("Currency", "/currency"),
        ("Evidence", "/evidence"),
        ("Gain a month", "/assumptions/gain/1"),
        ("Worth of one unit", "/assumptions/value/1"),
        ("Attribution", "/assumptions/attribution/1"),
        ("Risk", "/assumptions/risk/1"),
    ];
    print(cli, document, || {
        let all: Vec<&Value> = document["scenarios"].as_array().into_iter().flatten().collect();
        let line = |name: &str, cells: Vec<String>| {
            cells
                .into_iter()
                .fold(format!("{name:<22}"), |line, cell| format!("{line}{cell:>26}"))
        };
        let cell = |one: &Value, at: &str| one.pointer(at).map(text).unwrap_or_default();
        let head = line("", all.iter().map(|one| text(&one["name"])).collect());
        let rows = FIGURES
            .iter()
            .map(|(name, at)| line(name, all.iter().map(|one| cell(one, at)).collect()));
        std::iter::once(head).chain(rows).collect()
    })?;
    Ok(0)
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_owned(),
        Value::Number(number) => number.as_f64().map_or_else(String::new, |number| {
            format!("{}", (number * 1000.0).round() / 1000.0)
        }),
        other => other.to_string(),
    }
}
