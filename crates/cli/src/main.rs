//! `counterfoil`: the product in a terminal. Arguments in, text or one JSON document out; every use case is `app`'s.

mod args;
mod book;
mod checks;
mod documents;
mod figures;
mod import;
mod inspect;
mod invoices;
mod mapping;
mod models;
mod output;
mod people;
mod prices;
mod reading;
mod roi;
mod save;
mod settings;

use std::process::ExitCode;

use app::import::{WORKER_ARGUMENT, limits, worker};
use app::interrupt;
use app::private::keep_private;
use args::{Cli, Command};
use clap::Parser;

fn main() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == WORKER_ARGUMENT)
    {
        worker::serve(&mut std::io::stdin(), &mut std::io::stdout());
        return ExitCode::SUCCESS;
    }
    limits::take_quotas_as_errors();
    interrupt::watch();
    keep_private();
    if let Some(argument) = std::env::args_os().find(|argument| argument.to_str().is_none()) {
        let what = format!("`{}` is no text in UTF-8", argument.display());
        let error = app::Error::asked(what, "Rename the file or folder, then try again.");
        return ExitCode::from(output::fail(&error.into()));
    }
    let cli = Cli::parse();
    match run(&cli) {
        Ok(status) => ExitCode::from(status),
        Err(error) => ExitCode::from(output::fail(&error)),
    }
}

fn run(cli: &Cli) -> anyhow::Result<u8> {
    match &cli.command {
        Command::Inspect(command) => command.run(cli),
        Command::Import(command) => command.run(cli),
        Command::Imports => book::imports(cli),
        Command::Undo { imports } => book::undo(cli, imports),
        Command::People(command) => command.run(cli),
        Command::Coverage(command) => command.run(cli),
        Command::Problems { import, csv } => book::problems(cli, *import, csv.as_deref()),
        Command::Formats => figures::formats(cli),
        Command::Mapping(action) => mapping::run(cli, action),
        Command::Metrics => figures::metrics(cli),
        Command::Spend(ask) => figures::spend(cli, ask),
        Command::Usage(ask) => figures::usage(cli, ask),
        Command::Show { metric, ask } => figures::show(cli, metric, ask),
        Command::Invoices { action } => invoices::run(cli, action.as_ref()),
        Command::Seats => book::seats(cli),
        Command::Kpis => book::kpis(cli),
        Command::Contracts(series) => book::series(cli, "contracts", series),
        Command::Headcount(series) => book::series(cli, "headcount", series),
        Command::Payroll(series) => book::series(cli, "payroll", series),
        Command::Budgets(series) => book::series(cli, "budgets", series),
        Command::Surveys(series) => book::series(cli, "surveys", series),
        Command::Rates(series) => book::series(cli, "rates", series),
        Command::Settings { action } => settings::edit(cli, action.as_ref()),
        Command::Checks { action } => checks::edit(cli, action.as_ref()),
        Command::Check => checks::run(cli),
        Command::Prices { action } => prices::run(cli, action.as_ref()),
        Command::Initiatives { action } => book::initiatives(cli, action.as_ref()),
        Command::Phases { action } => documents::run(cli, "phases", action.as_ref()),
        Command::Opportunities { action } => documents::run(cli, "opportunities", action.as_ref()),
        Command::Rubrics { action } => documents::run(cli, "rubrics", action.as_ref()),
        Command::Assessments { action } => documents::run(cli, "assessments", action.as_ref()),
        Command::Evidence { action } => documents::run(cli, "evidence", action.as_ref()),
        Command::Reprice(command) => command.run(cli),
        Command::Pilots { action } => models::pilots(cli, action.as_ref()),
        Command::Roi(command) => command.run(cli),
        Command::Chart(command) => command.run(cli),
        Command::Report(command) => command.run(cli),
        Command::Export { what } => what.run(cli),
        Command::Sample => save::sample(cli),
        Command::Doctor => book::doctor(cli),
        Command::Book { action } => book::book(cli, action),
        Command::Man => output::man(),
        Command::Completions { shell } => output::completions(*shell),
    }
}
