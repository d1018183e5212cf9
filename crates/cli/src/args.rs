//! What one can type.

use std::path::PathBuf;

use app::ask::Ask;
use app::checks::Check;
use app::own::Own;
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::documents::DocumentAction;
use crate::import::Import;
use crate::inspect::Inspect;
use crate::mapping::Mapping;
use crate::models::{PilotAction, Reprice};
use crate::output::complain;
use crate::people::{Coverage, People};
use crate::roi::Roi;
use crate::save::{Chart, Export, Report};

/// Opens the bills and usage exports of AI and cloud vendors, offline.
#[derive(Parser)]
#[command(
    name = "counterfoil",
    version,
    after_help = "Exit status: 0 done, 1 a check failed or rows were refused under --strict, 2 usage, 3 an input could not be read, 4 the book could not be opened or written or the answer not be printed, 130 cancelled."
)]
pub(crate) struct Cli {
    /// The book; without it, book.counterfoil in this folder.
    #[arg(long, global = true, value_name = "FILE", env = "COUNTERFOIL_BOOK")]
    pub(crate) book: Option<PathBuf>,
    /// One JSON document on stdout.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// No progress and no remarks.
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Cli {
    /// Formats and mappings of the user's own; each that cannot be used is said once.
    pub(crate) fn own(&self) -> Own {
        let own = Own::at(&self.book(), home().as_deref());
        if !self.quiet {
            for fault in &own.faults {
                complain(fault);
            }
        }
        own
    }

    /// The book in force.
    pub(crate) fn book(&self) -> PathBuf {
        self.book
            .clone()
            .unwrap_or_else(|| PathBuf::from("book.counterfoil"))
    }
}

/// The program's own folder, which the window uses too.
fn home() -> Option<PathBuf> {
    dirs::data_dir().map(|folder| folder.join("org.counterfoil.desktop"))
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read files into the book; a book that is not there is made.
    Import(Import),
    /// What a file is and how it would be read; needs no book.
    Inspect(Inspect),
    /// The journal of imports.
    Imports,
    /// Take imports back, in any order; all of them or none.
    Undo {
        /// Their numbers.
        #[arg(required = true)]
        imports: Vec<i64>,
    },
    /// Everybody on the roster, and who is whom.
    People(People),
    /// Which sources can see which days, and how many people.
    Coverage(Coverage),
    /// Rows of an import that were refused or odd.
    Problems {
        /// Its number.
        import: i64,
        /// Write them to this CSV file, the reason beside each place.
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
    },
    /// Every format that can be read.
    Formats,
    /// Mappings: what the columns of a table mean.
    #[command(subcommand)]
    Mapping(Mapping),
    /// What was spent.
    Spend(Question),
    /// What was used.
    Usage(Question),
    /// Every metric.
    Metrics,
    /// One metric with its explanation.
    Show {
        /// Its id; `counterfoil metrics` lists them.
        metric: String,
        #[command(flatten)]
        ask: Question,
    },
    /// Invoices: list them, or show one.
    Invoices {
        #[command(subcommand)]
        action: Option<InvoiceAction>,
    },
    /// Seats per product.
    Seats,
    /// KPI series.
    Kpis,
    /// Contract terms, with seats, prices, notice days and decisions.
    Contracts(Series),
    /// Head counts of units by month.
    Headcount(Series),
    /// Loaded pay of units by month; never per person.
    Payroll(Series),
    /// Budgets.
    Budgets(Series),
    /// Answers to surveys, counted.
    Surveys(Series),
    /// Exchange rates.
    Rates(Series),
    /// Saved checks: list, set, remove, read from a file.
    Checks {
        #[command(subcommand)]
        action: Option<ChecksAction>,
    },
    /// Thresholds, windows and defaults of the metrics, with a version.
    Settings {
        #[command(subcommand)]
        action: Option<SettingsAction>,
    },
    /// Run the saved checks; exits with 1 when one fails.
    Check,
    /// The price book: lists, prices of a model, usage without a price, restating.
    Prices {
        #[command(subcommand)]
        action: Option<PricesAction>,
    },
    /// Initiatives: list them, or set one from a scenario file.
    Initiatives {
        #[command(subcommand)]
        action: Option<InitiativeAction>,
    },
    /// Declared phases of units and tools.
    Phases {
        #[command(subcommand)]
        action: Option<DocumentAction>,
    },
    /// The opportunity register.
    Opportunities {
        #[command(subcommand)]
        action: Option<DocumentAction>,
    },
    /// Rubrics: what a role requires.
    Rubrics {
        #[command(subcommand)]
        action: Option<DocumentAction>,
    },
    /// Judgements against a rubric, with evidence.
    Assessments {
        #[command(subcommand)]
        action: Option<DocumentAction>,
    },
    /// Evidence of access, skill and will.
    Evidence {
        #[command(subcommand)]
        action: Option<DocumentAction>,
    },
    /// What another model would have cost for the same tokens: low, middle, high.
    Reprice(Reprice),
    /// Pilots: the same tasks done by two models.
    Pilots {
        #[command(subcommand)]
        action: Option<PilotAction>,
    },
    /// The return of a scenario file, of an initiative or of a saved scenario; and those saved.
    Roi(Roi),
    /// Write a chart.
    Chart(Chart),
    /// Write a report.
    Report(Report),
    /// Write charges or usage for other programs.
    Export {
        #[command(subcommand)]
        what: Export,
    },
    /// Write the sample book.
    Sample,
    /// Check the integrity of the book.
    Doctor,
    /// Make, describe, copy or compact a book.
    Book {
        #[command(subcommand)]
        action: BookAction,
    },
    /// The manual page, for `man -l -`.
    Man,
    /// Completions for a shell.
    Completions {
        /// Which shell.
        shell: Shell,
    },
}

/// A list that comes from files.
#[derive(Args)]
pub(crate) struct Series {
    #[command(subcommand)]
    pub(crate) action: Option<SeriesAction>,
}

#[derive(Subcommand)]
pub(crate) enum SeriesAction {
    /// Show what the book has.
    List,
    /// Read files into the book.
    Import(Box<Import>),
}

#[derive(Subcommand)]
pub(crate) enum SettingsAction {
    /// Show them.
    List,
    /// Give one a value; says which figures move.
    Set {
        /// As the list names it: `privacy.minimum`.
        key: String,
        /// A number, a word, or JSON.
        value: String,
    },
    /// Go back to the default.
    Reset {
        /// As the list names it.
        key: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum ChecksAction {
    /// Show them.
    List,
    /// Keep one, replacing that of the same name.
    Set(Box<SetCheck>),
    /// Remove one.
    Remove {
        /// Its name.
        name: String,
    },
    /// Read checks from a TOML file.
    Import {
        /// See docs/checks.md for its shape.
        file: PathBuf,
    },
}

/// A check on the command line.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  counterfoil checks set 'OpenAI September' --total 1902.44 --currency USD --where provider=OpenAI --from 2026-09-01 --to 2026-10-01\n  counterfoil checks set 'OpenAI files' --no-gap openai-cost-csv --from 2026-01-01 --to 2026-10-01"
)]
pub(crate) struct SetCheck {
    /// What to call it.
    name: String,
    /// The sum must be this.
    #[arg(long, value_name = "AMOUNT")]
    total: Option<String>,
    /// Only lines of this invoice.
    #[arg(long, value_name = "NUMBER")]
    invoice: Option<String>,
    /// Files of this format must cover every day.
    #[arg(long, value_name = "FORMAT")]
    no_gap: Option<String>,
    /// How far the sum may be off; 0.01 unless stated.
    #[arg(long, value_name = "AMOUNT")]
    tolerance: Option<String>,
    /// Currency of the sum.
    #[arg(long, value_name = "CCY")]
    currency: Option<String>,
    /// What is added up: billed unless stated.
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// Only these; repeat for several.
    #[arg(long = "where", value_name = "DIM=VALUE")]
    filters: Vec<String>,
    /// First day.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End, exclusive.
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
}

impl SetCheck {
    /// As `app` takes it.
    pub(crate) fn check(&self) -> Check {
        Check {
            name: self.name.clone(),
            total: self.total.clone(),
            invoice: self.invoice.clone(),
            no_gap: self.no_gap.clone(),
            tolerance: self.tolerance.clone(),
            currency: self.currency.clone(),
            measure: self.measure.clone(),
            r#where: self.filters.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
        }
    }
}

#[derive(Subcommand)]
pub(crate) enum PricesAction {
    /// The lists the book has, with what was restated.
    List,
    /// The prices of a model in force on a day.
    Show {
        /// The model, in any spelling.
        model: String,
        /// Who sells it; without it, who makes it.
        #[arg(long, default_value = "")]
        provider: String,
        /// The day; without it, today.
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
    },
    /// Read price lists into the book.
    Import(Box<Import>),
    /// Usage without a price, and why.
    Missing,
    /// Price days from one on by everything imported so far; shows before and after.
    Restate {
        /// First day.
        #[arg(long, value_name = "DAY")]
        from: String,
        /// Only show.
        #[arg(long)]
        dry_run: bool,
        /// Take back what was last restated from that day on.
        #[arg(long)]
        undo: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum InvoiceAction {
    /// One invoice with lines, tax, checks and what it bills.
    Show {
        /// Its number.
        number: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum InitiativeAction {
    /// Keep an initiative, replacing the one of the same name.
    Set {
        /// Scenario file.
        file: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum BookAction {
    /// Make an empty book.
    New {
        /// Name of the client.
        #[arg(long)]
        name: Option<String>,
    },
    /// What is in the book.
    Info,
    /// A checked copy in one file.
    Backup {
        /// Where to.
        to: PathBuf,
    },
    /// Put such a copy in the place of the book; what is there is kept beside it.
    Restore {
        /// The copy.
        from: PathBuf,
    },
    /// Forget names and texts of undone imports for good, and give their room back.
    Compact,
}

/// A question to the book.
#[derive(Args, Clone)]
pub(crate) struct Question {
    /// Dimensions: day week month quarter year provider service sku model token-class terms account project person
    /// team unit role cost-centre tool category invoice currency import tag:KEY.
    #[arg(long, value_name = "DIMS")]
    by: Vec<String>,
    /// billed list effective estimated tokens requests active-days people seats.
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// First day.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End, exclusive.
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// day week month quarter year.
    #[arg(long)]
    grain: Option<String>,
    /// Keep only these; repeat for alternatives.
    #[arg(long = "where", value_name = "DIM=VALUE")]
    filters: Vec<String>,
    /// Convert money to this currency, each day at its own rate.
    #[arg(long = "in", value_name = "CCY")]
    currency: Option<String>,
    /// Name people; without it they are numbered.
    #[arg(long)]
    names: bool,
    /// Which initiative, for metrics and charts about one; without it, the first.
    #[arg(long, value_name = "NAME")]
    initiative: Option<String>,
}

impl Question {
    /// As `app` takes it.
    pub(crate) fn ask(&self) -> Ask {
        Ask {
            measure: self.measure.clone(),
            by: self.by.clone(),
            grain: self.grain.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            filters: self.filters.clone(),
            names: self.names,
            currency: self.currency.clone(),
            initiative: self.initiative.clone(),
        }
    }
}
