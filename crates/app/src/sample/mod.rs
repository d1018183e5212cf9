//! The sample book: a believable company made by code, written as the very files its vendors would export,
//! then imported like anybody's files. Same bytes on every machine.
//!
//! Larkfield Mutual, an insurer: about 300 people in nine teams, July 2025 to October 2026, six vendors. It tells:
//! seats bought above use, people never seen, a price cut in March 2026, a runaway agent in August 2026, one team that
//! games a leaderboard from June 2026, and two initiatives, one that pays off and one that does not.

mod anthropic;
mod cloud;
mod company;
mod conduct;
mod cursor;
mod github;
pub(crate) mod initiatives;
mod invoice;
mod kpis;
mod openai;
mod seats;
mod terms;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate, Weekday};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::import::{Event, Request, Worker};
use crate::interrupt::{Careful, is_asked};
use crate::target::{check_ordinary, is_of_database, refused};
use crate::{Error, Result, documents};
pub use company::NAME;
use model::ImportStatus;
use store::Book;

/// First day of the sample.
pub(crate) const FIRST: (i32, u32) = (2025, 7);
/// Months of the sample.
pub(crate) const MONTHS: u32 = 16;

/// When the sample says it was imported: fixed, so that the book is the same everywhere.
const IMPORTED_AT: &str = "2026-11-02T08:00:00Z";

/// Makes the text of one file.
type Maker = fn() -> String;

/// Every file of the sample, by name and maker, in the order they are imported.
const FILES: &[(&str, Maker)] = &[
    ("people/larkfield-people.csv", company::roster),
    ("openai/cost_2025-07-01_2026-10-31.csv", openai::costs),
    (
        "openai/completions_usage_2025-07-01_2026-10-31.csv",
        openai::activity,
    ),
    ("anthropic/claude_api_cost_2025_07.csv", anthropic::costs),
    (
        "anthropic/claude_api_tokens_2025_07.csv",
        anthropic::tokens_export,
    ),
    ("github/ai-usage-report.csv", github::usage),
    ("github/copilot-activity-report.csv", github::seats),
    ("cursor/team-usage-events.csv", cursor::events),
    ("azure/larkfield-actual-cost.csv", cloud::azure),
    ("aws/larkfield-cur.csv", cloud::aws),
    ("finance/seat-invoices-focus.csv", seats::invoices),
    ("finance/anthropic-invoice-2026-09.xml", invoice::invoice),
    ("finance/contracts.csv", terms::contracts),
    ("finance/budgets.csv", terms::budgets),
    ("finance/headcount.csv", terms::headcount),
    ("finance/payroll.csv", terms::payroll),
    ("finance/prices.csv", terms::prices),
    ("finance/exchange-rates.csv", terms::rates),
    ("kpis/operations-kpis.csv", kpis::series),
    ("people/assistant-survey.csv", terms::survey),
    ("people/hours-panel.csv", terms::panel),
];

/// Makes the sample book: writes the files, imports them like anybody's, and adds the initiatives.
pub fn make(path: &Path, worker: &Worker, watch: &mut dyn FnMut(&Event) -> ControlFlow<()>) -> Result<()> {
    let folder = path.with_extension("files");
    let paths = write_files(&folder)?;
    let part = path.with_extension("part");
    check_ordinary(&part).map_err(|what| refused(&part, what))?;
    if part.exists() && !is_of_database(&part) {
        return Err(refused(&part, "is there already"));
    }
    // What an interrupted attempt left is made anew.
    let _removed = std::fs::remove_file(&part);
    Book::create(&part, NAME)?.close()?;
    let request = Request {
        book: Some(part.clone()),
        paths,
        at: IMPORTED_AT.to_owned(),
        ..Request::default()
    };
    let careful = Careful::begin();
    let followed = worker.run(&request, &mut |event| match event {
        _ if is_asked() => ControlFlow::Break(()),
        None => ControlFlow::Continue(()),
        Some(event) => watch(event),
    })?;
    if careful.not_stopped().is_err() || followed.cancelled {
        let _removed = std::fs::remove_file(&part);
        return Err(Error::Stopped);
    }
    if let Some(failed) = followed
        .reports
        .iter()
        .find(|report| report.status != ImportStatus::Committed || report.rows.refused > 0)
    {
        return Err(Error::asked(
            format!("The sample could not be made. {}", failed.message),
            "Please report this.",
        ));
    }
    finish(&part)?;
    std::fs::rename(&part, path).map_err(|error| Error::file(path, "written", &error))
}

/// Whether a book is the sample.
pub(crate) fn is_sample(book: &Book) -> Result<bool> {
    Ok(book.get_json("book", "sample")?.is_some())
}

/// What no file carries: the mark of the sample and its initiatives.
fn finish(path: &Path) -> Result<()> {
    let book = Book::open(path)?;
    book.put_json("book", "sample", &true.into())?;
    for initiative in initiatives::initiatives() {
        let json = serde_json::to_value(&initiative).expect("an initiative is plain data");
        book.put_json("initiative", &initiative.scenario.name, &json)?;
    }
    for (kind, text) in conduct::documents() {
        documents::put(&book, documents::kind(kind)?, &text)?;
    }
    Ok(book.close()?)
}

/// Writes the files of the sample company below a folder, and says where, in import order. A file of somebody else that
/// has such a name is left as it is, and then nothing is written.
pub fn write_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let files = FILES.iter().map(|(name, make)| (folder.join(name), make()));
    let files: Vec<(PathBuf, String)> = files.collect();
    if let Some((path, _)) = files.iter().find(|(path, text)| is_another(path, text)) {
        return Err(refused(path, "is there already and is no file of the sample"));
    }
    let write = |(path, text): (PathBuf, String)| {
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(|error| Error::file(parent, "written", &error))?;
        std::fs::write(&path, text).map_err(|error| Error::file(&path, "written", &error))?;
        Ok(path)
    };
    files.into_iter().map(write).collect()
}

/// Whether something else than such a file is there; what an interrupted attempt left of it is no other file.
fn is_another(path: &Path, text: &str) -> bool {
    path.exists() && !std::fs::read(path).is_ok_and(|there| text.as_bytes().starts_with(&there))
}

/// Draws that repeat: each file has a stream of its own, so a change in one leaves the others alone.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn of(stream: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(0x1a2b_f1e1_d000 + stream))
    }

    /// A whole number from `low` to `high`, both possible.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0.random_range(low..=high)
    }

    /// Whether something of so many percent happens.
    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.between(1, 100) <= chance
    }

    /// A number about `middle`, long-tailed: the product of three draws, between about a tenth and six times.
    pub(crate) fn about(&mut self, middle: u64) -> u64 {
        let draw = (0..3).fold(1u128, |product, _| product * u128::from(self.between(45, 180)));
        (u128::from(middle) * draw / 1_000_000) as u64
    }
}

/// A day with its position in the sample.
#[derive(Clone, Copy)]
pub(crate) struct SampleDay {
    pub(crate) date: NaiveDate,
    /// Months since the start.
    pub(crate) month: u32,
    pub(crate) is_weekend: bool,
}

/// First day of the `month`-th month of the sample.
pub(crate) fn month_start(month: u32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(FIRST.0, FIRST.1, 1).expect("a real day");
    first + chrono::Months::new(month)
}

/// Every day of the sample.
pub(crate) fn days() -> impl Iterator<Item = SampleDay> {
    let end = month_start(MONTHS);
    month_start(0)
        .iter_days()
        .take_while(move |day| *day < end)
        .map(|date| SampleDay {
            date,
            month: (date.year() - FIRST.0) as u32 * 12 + date.month() - FIRST.1,
            is_weekend: matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        })
}

/// Text of so many billionths: exact dollars.
pub(crate) fn nanos(value: u64) -> String {
    model::Exact::new(i128::from(value), 9).to_string()
}

/// One line of CSV; quotes where needed.
pub(crate) fn line(cells: &[&str]) -> String {
    let quoted = cells.iter().map(|cell| {
        if cell.contains([',', '"', '\n']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            (*cell).to_owned()
        }
    });
    quoted.collect::<Vec<_>>().join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_the_same_on_every_run() {
        for (name, make) in FILES {
            assert_eq!(make(), make(), "{name}");
            assert!(make().lines().count() > 3, "{name} has rows");
        }
    }

    #[test]
    fn a_file_of_somebody_else_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path()).unwrap();
        write_files(folder.path()).unwrap();
        let (first, own) = (folder.path().join(FILES[0].0), folder.path().join(FILES[1].0));
        std::fs::write(&own, "my own").unwrap();
        std::fs::remove_file(&first).unwrap();
        let said = write_files(folder.path()).unwrap_err().message();
        assert!(said.contains(FILES[1].0), "{said}");
        assert!(std::fs::read(own).unwrap() == b"my own" && !first.exists());
    }

    #[test]
    fn the_sample_has_sixteen_months() {
        assert_eq!(
            days().last().map(|day| (day.date.to_string(), day.month)),
            Some(("2026-10-31".to_owned(), 15))
        );
    }
}
