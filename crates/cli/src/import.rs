//! `counterfoil import`: files into the book, through the worker.

use std::cmp::Reverse;
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use app::import::{self, ChoiceText, Event, FileReport, Fixes, Followed, Reading, Request, Worker};
use app::interrupt::{self, Careful};
use app::own::Own;
use app::shelf::Question;
use app::shelf::{Shelf, import_document, problem_line, with_marks};
use app::{ask, clock, side_file};
use clap::Args;

use crate::args::Cli;
use crate::output;
use crate::reading::ReadAs;

const REFUSED_ROWS: u8 = 1;
const UNREADABLE: u8 = 3;
const CANCELLED: u8 = 130;
const SHOWN_PROBLEMS: usize = 5;

/// Reads files into the book.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  counterfoil import bills/\n  counterfoil --book client.counterfoil import --dry-run cost.csv\n  counterfoil import ledger.csv --mapping ledger.toml --currency EUR"
)]
pub(crate) struct Import {
    /// Files, folders, archives.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    pass: Pass,
    /// Read as this format whatever the file looks like.
    #[arg(long, value_name = "ID")]
    format: Option<String>,
    /// Read by this mapping.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Period of files that state none.
    #[arg(long, value_name = "FROM..TO")]
    period: Option<String>,
    /// Currency of files that state none.
    #[arg(long, value_name = "CCY")]
    currency: Option<String>,
    #[command(flatten)]
    read_as: ReadAs,
    /// What to read in place of odd cells, and rows to skip with a reason: TOML or CSV (docs/mapping.md).
    #[arg(long, value_name = "FILE")]
    fixes: Option<PathBuf>,
    /// A file whose first line is the password of a workbook.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Answer a question about the files; repeat for more. What is asked is said when it is asked.
    #[arg(long = "answer", value_name = "ID=CHOICE")]
    answers: Vec<String>,
    /// Count the lines of invoices as charges, too: for vendors of whom there is no other file.
    #[arg(long)]
    count_invoices: bool,
    /// Exit with 1 if any row was refused.
    #[arg(long)]
    strict: bool,
}

/// What is read, and whether anything is written.
#[derive(Args)]
struct Pass {
    /// Read everything, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Read files anew whose size and time are as they were when they were read.
    #[arg(long)]
    reread: bool,
    /// Read the file of an import once more, in its place.
    #[arg(long, value_name = "IMPORT")]
    instead: Option<i64>,
}

impl Import {
    /// Runs it; the exit status.
    pub(crate) fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        let book = cli.book();
        let own = cli.own();
        self.check_format(&own)?;
        let choice = self.choice()?;
        // Whoever interrupts it gets what came in so far, and no empty book.
        let _careful = Careful::begin();
        let is_new = !book.exists() && !self.pass.dry_run && make(&book)?;
        if !is_new && book.exists() {
            // An older one is copied and brought up to date here, where that can be stopped.
            drop(Shelf::open(&book)?);
        }
        let request = Request {
            book: book.exists().then(|| book.clone()),
            paths: self.paths.clone(),
            dry_run: self.pass.dry_run,
            choice,
            own: own.texts(),
            reread: self.pass.reread,
            at: clock::now(),
            ..Request::default()
        };
        let mut progress = Progress::new(cli);
        let followed = Worker::this_program()
            .and_then(|worker| worker.run(&request, &mut |event| progress.follow(event)));
        progress.end();
        let came_in = |followed: &Followed| followed.reports.iter().any(FileReport::came_in);
        if is_new && followed.as_ref().is_ok_and(came_in) {
            output::remark(cli, &format!("Made the book {}.", book.display()));
        } else if is_new {
            // Nothing came in: the empty book that was made for it goes again.
            Shelf::open(&book)?.remove_unused()?;
        }
        let followed = followed?;
        if !followed.cancelled {
            // All is done: whoever asked meanwhile is told what.
            interrupt::take();
        }
        if followed.reports.is_empty() && !followed.cancelled {
            output::complain(NO_FILE);
        }
        for id in self.unasked(&followed)? {
            output::remark(cli, &format!("--answer {id}: no file was asked that."));
        }
        let failing = failing(&book, &followed)?;
        if cli.json {
            let mut document = import_document(&followed);
            if !failing.is_empty() {
                document["failing_checks"] = failing.into();
            }
            output::print_json(&document)?;
        } else {
            let checks = failing.iter().map(|sentence| format!("  ! warning: {sentence}."));
            output::print_lines(followed.reports.iter().flat_map(lines).chain(checks))?;
        }
        Ok(self.status(&followed))
    }

    /// A format that nobody has is a slip of the pen, not a file that cannot be read.
    fn check_format(&self, own: &Own) -> app::Result<()> {
        match &self.format {
            Some(id) if !own.has_format(id) => Err(app::Error::asked(
                format!("There is no format `{id}`"),
                "`counterfoil formats` lists them.",
            )),
            _ => Ok(()),
        }
    }

    fn choice(&self) -> anyhow::Result<ChoiceText> {
        let fixes = self.fixes.as_deref().map(fixes_of).transpose()?;
        let kept = fixes
            .as_ref()
            .map_or_else(Reading::default, |fixes| fixes.reading.clone());
        Ok(ChoiceText {
            format: self.format.clone(),
            mapping: self.mapping.as_deref().map(side_file::text).transpose()?,
            period: self.period.as_deref().map(ask::span).transpose()?,
            currency: self.currency.as_deref().map(import::currency).transpose()?,
            password: self.password_file.as_deref().map(first_line).transpose()?,
            reading: self.read_as.reading()?.or(kept),
            fixes: fixes.map(|fixes| fixes.list().to_vec()),
            answers: self
                .answers
                .iter()
                .map(|answer| answered(answer))
                .collect::<anyhow::Result<_>>()?,
            count_invoices: self.count_invoices,
            instead: self.pass.instead,
        })
    }

    /// Answers to questions that no file was asked.
    fn unasked(&self, followed: &Followed) -> anyhow::Result<Vec<String>> {
        let mut ids = Vec::new();
        for answer in &self.answers {
            let (id, _) = answered(answer)?;
            let mut asked = followed.reports.iter().flat_map(|report| &report.questions);
            if !asked.any(|question| question.id == id || question.kind() == id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    fn status(&self, followed: &Followed) -> u8 {
        let refused_rows: u64 = followed.reports.iter().map(|report| report.rows.refused).sum();
        match () {
            () if followed.cancelled => CANCELLED,
            () if followed.reports.is_empty() || followed.reports.iter().any(FileReport::is_unreadable) => {
                UNREADABLE
            }
            () if self.strict && refused_rows > 0 => REFUSED_ROWS,
            () => 0,
        }
    }
}

/// Nothing but empty folders was named.
pub(crate) const NO_FILE: &str = "There is no file to read there. Name a file, or a folder that holds some.";

/// Saved checks that fail now that something came in.
fn failing(book: &Path, followed: &Followed) -> anyhow::Result<Vec<String>> {
    if !followed.reports.iter().any(FileReport::came_in) {
        return Ok(Vec::new());
    }
    match Shelf::open(book) {
        // What came in stays, and is told.
        Err(app::Error::Stopped) => Ok(Vec::new()),
        shelf => Ok(shelf?.failing_checks()?),
    }
}

fn fixes_of(path: &Path) -> anyhow::Result<Fixes> {
    Ok(app::import::fixes(&side_file::text(path)?)?)
}

/// The first line of a file that was named: a password.
pub(crate) fn first_line(path: &Path) -> anyhow::Result<String> {
    Ok(side_file::text(path)?
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned())
}

/// `unit=cents` taken apart.
fn answered(text: &str) -> anyhow::Result<(String, String)> {
    let parts = text
        .split_once('=')
        .filter(|(id, choice)| !id.is_empty() && !choice.is_empty());
    let (id, choice) =
        parts.ok_or_else(|| anyhow::anyhow!("`{text}` is no answer. Write it as --answer unit=cents."))?;
    Ok((id.trim().to_owned(), choice.trim().to_owned()))
}

/// Makes a book named after its file; whether it was not made by another program meanwhile.
fn make(book: &Path) -> anyhow::Result<bool> {
    let name = book
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    match Shelf::create(book, &name) {
        Ok(shelf) => shelf.close()?,
        Err(_) if book.exists() => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    Ok(true)
}

/// A report for people.
fn lines(report: &FileReport) -> Vec<String> {
    let mut lines = Vec::new();
    if report.message.is_empty() {
        let rows = &report.rows;
        lines.push(format!("{}: {}", report.file, report.format_name));
        lines.push(format!(
            "  {} {}: {} new, {} already there, {} replaced, {} skipped, {} refused",
            rows.read,
            if rows.read == 1 { "row" } else { "rows" },
            rows.kept,
            rows.duplicate,
            rows.replaced,
            rows.skipped,
            rows.refused
        ));
    } else {
        lines.push(format!("{} {}", report.message, report.hint).trim().to_owned());
    }
    lines.extend(report.overlaps.iter().map(|overlap| format!("  {overlap}.")));
    for total in &report.totals {
        lines.push(format!(
            "  {} {} {}",
            total.measure.id(),
            total.amount,
            total.currency
        ));
    }
    for question in &report.questions {
        lines.extend(question_lines(question));
    }
    let mut worst: Vec<_> = report.problems.iter().collect();
    worst.sort_by_key(|problem| Reverse(problem.severity));
    let worst = worst.into_iter().take(SHOWN_PROBLEMS);
    lines.extend(worst.map(|problem| format!("  ! {}", problem_line(problem))));
    let more = report
        .problem_counts
        .iter()
        .sum::<u64>()
        .saturating_sub(SHOWN_PROBLEMS as u64);
    if more > 0 {
        let where_to = report
            .id
            .map_or_else(String::new, |id| format!(": counterfoil problems {id}"));
        lines.push(format!("  ! and {more} more{where_to}"));
    }
    lines
}

/// A question with how to answer it, or with the answer.
fn question_lines(question: &Question) -> Vec<String> {
    if let Some(chosen) = question.chosen() {
        return vec![format!("  ? {} {}.", question.sentence, chosen.label)];
    }
    let mut lines = vec![format!("  ? {}", question.sentence)];
    lines.extend(question.why.iter().map(|why| format!("      {why}")));
    for choice in &question.choices {
        lines.push(format!("    --answer {}={}", question.id, choice.id));
        lines.push(format!("      {}. {}", choice.label, choice.effect));
    }
    lines
}

/// One line that is written over, on a terminal only.
struct Progress {
    is_shown: bool,
    file: String,
}

impl Progress {
    fn new(cli: &Cli) -> Self {
        Self {
            is_shown: !cli.quiet && !cli.json && std::io::stderr().is_terminal(),
            file: String::new(),
        }
    }

    fn follow(&mut self, event: Option<&Event>) -> ControlFlow<()> {
        if interrupt::take() {
            return ControlFlow::Break(());
        }
        match event {
            Some(Event::Start { file, item, of, .. }) => self.file = format!("[{} of {of}] {file}", item + 1),
            Some(Event::Progress { rows, fraction }) if self.is_shown => {
                let file = with_marks(&self.file);
                output::tell(&format!("\r\x1b[K{file} {rows} rows, {:.0} %", fraction * 100.0));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn end(&self) {
        if self.is_shown {
            output::tell("\r\x1b[K");
        }
    }
}
