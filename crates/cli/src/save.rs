//! Commands that write files: chart, report, sample.

use std::ops::ControlFlow;
use std::path::PathBuf;

use app::import::{Event, Worker};
use app::sample as company;
use app::save::CHART_SIZE;
use app::shelf::{Look, Shelf};
use app::view::ThemeName;
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::args::{Cli, Question};
use crate::output::{print, remark};

/// Writes a chart.
#[derive(Args)]
#[command(
    after_help = "Charts: spend-over-time, pareto, variance-waterfall, usage-distribution, lorenz, utilisation, roi, tornado, cash-flow, kpi."
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
    parts.ok_or_else(|| "write it as WIDTHxHEIGHT, for example 960x540".to_owned())
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
        let saved = Shelf::open(&cli.book())?.chart(&self.id, &self.question.ask(), &look, &self.output)?;
        print(cli, &json!({"chart": self.id, "path": saved.path}), || {
            vec![saved.message]
        })?;
        Ok(0)
    }
}

/// Writes a report.
#[derive(Args)]
pub(crate) struct Report {
    /// Where to; `.pdf` or `.html`.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    question: Question,
}

impl Report {
    /// Runs it.
    pub(crate) fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        let saved = Shelf::open(&cli.book())?.report(&self.question.ask(), &self.output)?;
        print(cli, &json!({"report": saved.path}), || vec![saved.message])?;
        Ok(0)
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
