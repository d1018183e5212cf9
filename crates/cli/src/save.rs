//! Commands that write files: chart, report, sample.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use app::ask::Ask;
use app::import::{Event, Worker};
use app::report::Template;
use app::sample as company;
use app::save::{CHART_LONGEST, CHART_SIZE, CHART_SMALLEST};
use app::shelf::{FocusOptions, FocusVersion, Look, Shelf, Written};
use app::view::ThemeName;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use crate::args::{Cli, Question};
use crate::output::{print, remark};

/// Writes a chart.
#[derive(Args)]
#[command(
    after_help = format!("Charts: {}.", app::drawn::ids().join(", "))
)]
pub(crate) struct Chart {
    /// Its id.
    #[arg(value_name = "CHART")]
    id: String,
    /// Where to; `.svg` or `.png`.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[arg(long, value_enum, default_value = "light")]
    theme: Colours,
    /// CSS pixels, as 960x540.
    #[arg(long, value_name = "WxH", value_parser = size)]
    size: Option<(u32, u32)>,
    #[command(flatten)]
    question: Question,
}

#[derive(Clone, Copy, ValueEnum)]
enum Colours {
    Light,
    Dark,
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let parts = text
        .split_once('x')
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let size = parts.ok_or_else(|| "write it as WIDTHxHEIGHT, for example 960x540".to_owned())?;
    let ((least_width, least_height), most) = (CHART_SMALLEST, CHART_LONGEST);
    if (least_width..=most).contains(&size.0) && (least_height..=most).contains(&size.1) {
        return Ok(size);
    }
    Err(format!(
        "a chart is {least_width} to {most} wide and {least_height} to {most} high"
    ))
}

impl Chart {
    /// Runs it.
    pub(crate) fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        let theme = match self.theme {
            Colours::Light => ThemeName::Light,
            Colours::Dark => ThemeName::Dark,
        };
        let look = Look {
            theme,
            size: self.size.unwrap_or(CHART_SIZE),
        };
        let book = Shelf::open(&cli.book())?;
        let (saved, notes) = book.chart(&self.id, &self.question.ask(), &look, &self.output)?;
        let document = json!({"chart": self.id, "path": saved.path, "notes": notes});
        print(cli, &document, || vec![saved.message])?;
        for note in &notes {
            remark(cli, note);
        }
        Ok(0)
    }
}

/// Writes a report.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  counterfoil report -o q3.xlsx\n  counterfoil report -o board.pdf --template executive\n  counterfoil report -o roi.html --sections figures,roi --pseudonymise"
)]
pub(crate) struct Report {
    /// Where to; `.pdf`, `.html` or `.xlsx`.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// full, executive, finance, adoption or roi; or a TOML file with title, sections, pseudonymise and paper (a4, letter).
    #[arg(long, value_name = "T")]
    template: Option<String>,
    /// Only these sections; an unknown one lists them all.
    #[arg(long, value_name = "A,B")]
    sections: Option<String>,
    /// Number people even where names are asked for.
    #[arg(long)]
    pseudonymise: bool,
    #[command(flatten)]
    question: Question,
}

impl Report {
    /// Runs it.
    pub(crate) fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        let book = Shelf::open(&cli.book())?;
        let (saved, notes) = book.report(&self.question.ask(), &self.template()?, &self.output)?;
        let document = json!({"report": saved.path, "notes": notes});
        print(cli, &document, || vec![saved.message])?;
        for note in &notes {
            remark(cli, note);
        }
        Ok(0)
    }

    fn template(&self) -> app::Result<Template> {
        let named = self.template.as_deref().map(Template::named).transpose()?;
        let mut template = named.unwrap_or_default();
        if let Some(sections) = &self.sections {
            template = template.with_sections(sections)?;
        }
        template.pseudonymise |= self.pseudonymise;
        Ok(template)
    }
}

/// What can be written for other programs.
#[derive(Subcommand)]
pub(crate) enum Export {
    /// Charges in the vendor-neutral form FOCUS; `x_` columns hold what it has no column for.
    Focus {
        #[command(flatten)]
        to: Outlet,
        /// Version of FOCUS.
        #[arg(long, value_enum, default_value = "1.4")]
        version: Version,
    },
    /// Charges or usage as a plain table in CSV.
    Csv {
        #[command(flatten)]
        to: Outlet,
        /// Which facts.
        #[arg(long, value_enum, default_value = "charges")]
        table: Facts,
    },
    /// Charges or usage as a plain table in Apache Parquet.
    Parquet {
        #[command(flatten)]
        to: Outlet,
        /// Which facts.
        #[arg(long, value_enum, default_value = "charges")]
        table: Facts,
    },
}

/// Where to, and which days.
#[derive(Args)]
pub(crate) struct Outlet {
    /// Where to; `.csv` or `.parquet`.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// First day.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End, exclusive.
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Let identities of people go out.
    #[arg(long)]
    names: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Version {
    #[value(name = "1.2")]
    V1_2,
    #[value(name = "1.4")]
    V1_4,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Facts {
    Charges,
    Usage,
}

impl Export {
    /// Runs it.
    pub(crate) fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        let (Self::Focus { to, .. } | Self::Csv { to, .. } | Self::Parquet { to, .. }) = self;
        self.check_ending(&to.output)?;
        let ask = Ask {
            from: to.from.clone(),
            to: to.to.clone(),
            ..Ask::default()
        };
        let (saved, Written { lines, marked }) =
            Shelf::open(&cli.book())?.export(&ask, self.what(to.names), &to.output)?;
        let mut document =
            json!({"export": self.name(), "path": saved.path, "lines": lines, "marked": marked});
        if let Self::Focus { version, .. } = self {
            document["version"] = json!(focus(*version).id());
        }
        print(cli, &document, || {
            vec![format!("{}: {lines} rows", saved.message)]
        })?;
        if marked > 0 {
            let what =
                "begin like a formula and got a ' before them, so that a spreadsheet takes them for text.";
            remark(cli, &format!("{marked} cells {what}"));
        }
        Ok(0)
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Focus { .. } => "focus",
            Self::Csv { .. } => "csv",
            Self::Parquet { .. } => "parquet",
        }
    }

    fn what(&self, names: bool) -> app::shelf::Export {
        match self {
            Self::Focus { version, .. } => app::shelf::Export::Focus(FocusOptions {
                version: focus(*version),
                names,
            }),
            Self::Csv { table, .. } | Self::Parquet { table, .. } => match table {
                Facts::Charges => app::shelf::Export::Charges { names },
                Facts::Usage => app::shelf::Export::Usage { names },
            },
        }
    }

    /// `export csv` writes no Parquet.
    fn check_ending(&self, path: &Path) -> Result<(), app::Error> {
        let wanted = self.name();
        if wanted == "focus" || path.extension().is_some_and(|ending| ending == wanted) {
            return Ok(());
        }
        let what = format!("{} is no name of such a file", path.display());
        Err(app::Error::asked(what, format!("Let it end in .{wanted}.")))
    }
}

fn focus(version: Version) -> FocusVersion {
    match version {
        Version::V1_2 => FocusVersion::V1_2,
        Version::V1_4 => FocusVersion::V1_4,
    }
}

/// Writes the sample book; one that is there already is left alone.
pub(crate) fn sample(cli: &Cli) -> anyhow::Result<u8> {
    let path = cli
        .book
        .clone()
        .unwrap_or_else(|| PathBuf::from("sample.counterfoil"));
    if path.exists() {
        remark(cli, &format!("{} is there already.", path.display()));
        return Ok(0);
    }
    company::make(&path, &Worker::this_program()?, &mut |event| {
        if let Event::Start { file, .. } = event {
            remark(cli, &format!("reading {file}"));
        }
        ControlFlow::Continue(())
    })?;
    print(cli, &json!({"book": path}), || {
        vec![format!("Made the sample book {}.", path.display())]
    })?;
    Ok(0)
}
