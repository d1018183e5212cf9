//! One book from a terminal: the same use cases as the window's session, with stable JSON as the answer.

mod kept;
mod notes;
mod seats;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use model::{Dimension, Measure, Period, Problem};
pub use model::{Question, is_hidden, with_marks};
pub use reports::focus::{FocusOptions, Version as FocusVersion};
use serde_json::{Value, json};
pub use store::NamingRule;

pub use crate::export::{Export, Written};
pub use crate::import::document::{import_document, problem_line};
pub use crate::initiative::read_initiative;
use store::Book;

use crate::answer::Answer;
use crate::ask::Ask;
use crate::beside::{self, Listing};
use crate::checks::{self, Check, Verdict};
use crate::initiative::Initiative;
use crate::interrupt::Careful;
use crate::own::Own;
use crate::report::Template;
use crate::scope::Scope;
use crate::target::Target;
use crate::view::{Route, Saved, ThemeName};
use crate::{
    Error, Result, answer, clock, copies, drawn, export, few, identity, initiative, invoices, models, names,
    prices, result, save, screens,
};

/// An open book.
pub struct Shelf {
    book: Book,
}

impl Shelf {
    /// Opens a book; one that cannot be written is opened for reading.
    pub fn open(path: &Path) -> Result<Self> {
        // An older book is copied and brought up to date first.
        let careful = Careful::begin();
        let book = Book::open_as_can_be(path);
        careful.not_stopped()?;
        Ok(Self { book: book? })
    }

    /// Makes a book.
    pub fn create(path: &Path, name: &str) -> Result<Self> {
        Ok(Self {
            book: Book::create(path, name)?,
        })
    }

    /// Removes a book that was made for files of which none came in, unless somebody else wrote to it meanwhile.
    pub fn remove_unused(self) -> Result<bool> {
        Ok(self.book.remove_unused()?)
    }

    /// Closes it, leaving one whole file.
    pub fn close(self) -> Result<()> {
        Ok(self.book.close()?)
    }

    /// The answer to a question; names only where they are asked for.
    pub fn ask(&self, ask: &Ask, default: Measure) -> Result<Answer> {
        let query = ask.query(default)?;
        if !ask.names {
            few::check(&self.book, &query.filters, query.period)?;
        }
        let mut answer = answer::of(&self.book, &query, ask.currency.as_deref())?;
        answer.of_question = notes::unknown_values(&self.book, &query)?;
        if !ask.names {
            names::hide(&self.book, &mut answer.groups)?;
            few::check_counts(&self.book, &answer.groups)?;
            let joined = few::join(&self.book, &mut answer.groups)?;
            answer.of_question.extend(joined);
        }
        Ok(answer)
    }

    /// The answer as its JSON document.
    pub fn answer(&self, id: &str, ask: &Ask, default: Measure) -> Result<Value> {
        let answer = self.ask(ask, default)?;
        let mut document = answer.document(id);
        if id == "usage" || answer.groups.query.by.contains(&Dimension::Person) {
            document["coverage"]["matching"] = identity::rate_json(&self.book.matching()?);
        }
        Ok(document)
    }

    /// The journal, oldest first.
    pub fn imports(&self) -> Result<Value> {
        Ok(json!({"imports": self.book.imports()?}))
    }

    /// Takes imports back: all of them or none.
    pub fn undo(&self, imports: &[i64]) -> Result<Vec<Value>> {
        let twice = imports
            .iter()
            .enumerate()
            .find(|(at, import)| imports[..*at].contains(import));
        if let Some((_, import)) = twice {
            return Err(Error::asked(
                format!("Import {import} is named twice"),
                "Name each once.",
            ));
        }
        let undone = self.book.undo_all(imports)?;
        let said = imports.iter().zip(undone).map(|(import, undone)| {
            json!({"import": import, "status": "undone", "facts": undone.facts, "restored": undone.restored})
        });
        Ok(said.collect())
    }

    /// Everybody on the roster.
    pub fn people(&self, names: bool) -> Result<Value> {
        identity::people(&self.book, names)
    }

    /// Identities that fit nobody.
    pub fn unmatched(&self, names: bool) -> Result<Value> {
        identity::unmatched(&self.book, names)
    }

    /// Says whom an identity is, or takes that back.
    pub fn match_person(&self, identity: &str, person: Option<&str>) -> Result<Value> {
        identity::confirm(&self.book, identity, person)
    }

    /// Rules about how keys are named.
    pub fn rules(&self) -> Result<Value> {
        identity::rules(&self.book)
    }

    /// Confirms such a rule, or takes it back.
    pub fn set_rule(&self, rule: &NamingRule, is_confirmed: bool) -> Result<Value> {
        identity::set_rule(&self.book, rule, is_confirmed)
    }

    /// Which sources can see which days.
    pub fn coverage(&self, period: Option<Period>) -> Result<Value> {
        identity::coverage(&self.book, period)
    }

    /// The problems of an import.
    pub fn problems(&self, import: i64) -> Result<Vec<Problem>> {
        Ok(self.book.problems(import)?)
    }

    /// Writes the problems of an import as CSV, the reason beside each place.
    pub fn problems_file(&self, import: i64, path: &Path) -> Result<Saved> {
        save::problems(&self.book, import, Target::new(path))
    }

    /// Integrity: every check with its verdict.
    pub fn doctor(&self) -> Result<(bool, Value)> {
        let doctor = self.book.doctor()?;
        Ok((doctor.ok, json!({"ok": doctor.ok, "checks": doctor.checks})))
    }

    /// The book at a glance.
    pub fn info(&self) -> Result<Value> {
        let info = self.book.info()?;
        let matching = self.book.matching()?;
        let mut value = serde_json::to_value(&info).expect("plain data");
        value["matched_identities"] = matching.matched.into();
        value["unmatched_identities"] = matching.unmatched.len().into();
        Ok(value)
    }

    /// Forgets what nothing leads to any more and gives its room back.
    pub fn compact(&self) -> Result<Value> {
        let made = self.book.compact()?;
        Ok(json!({"forgotten": made.forgotten, "bytes_before": made.before, "bytes_after": made.after}))
    }

    /// A checked copy.
    pub fn backup(&self, to: &Path) -> Result<()> {
        Careful::begin().ended(copies::copy_to(&self.book, to))
    }

    /// Puts a checked copy in the place of a book. Answers where what was there is kept, if anything was.
    pub fn restore(copy: &Path, book: &Path) -> Result<Option<PathBuf>> {
        Careful::begin().ended(copies::restore(copy, book, clock::today()))
    }

    /// A list of what is kept beside the bills, by its name.
    pub fn listing(&self, name: &str) -> Result<Listing> {
        let list = beside::LISTS.iter().find(|(known, _)| *known == name);
        let (_, read) = list.ok_or_else(|| Error::asked(format!("There is no list `{name}`"), ""))?;
        read(&self.book)
    }

    /// Writes facts for other programs; answers what.
    pub fn export(&self, ask: &Ask, what: Export, path: &Path) -> Result<(Saved, Written)> {
        let period = ask.query(Measure::Billed)?.period;
        export::export(&self.book, period, what, Target::new(path))
    }

    /// The saved checks.
    pub fn checks(&self) -> Result<Listing> {
        checks::listing(&self.book)
    }

    /// Keeps checks, each replacing the one of the same name.
    pub fn set_checks(&self, all: &[Check]) -> Result<()> {
        all.iter().try_for_each(|check| checks::set(&self.book, check))
    }

    /// Removes a check.
    pub fn remove_check(&self, name: &str) -> Result<()> {
        checks::remove(&self.book, name)
    }

    /// The checks that fail, as sentences.
    pub fn failing_checks(&self) -> Result<Vec<String>> {
        checks::failing(&self.book)
    }

    /// What every check finds.
    pub fn check(&self) -> Result<Vec<Verdict>> {
        checks::run(&self.book)
    }

    /// The price lists of the book.
    pub fn price_lists(&self) -> Result<Listing> {
        prices::lists(&self.book)
    }

    /// The prices of a model in force on a day.
    pub fn prices_of(&self, provider: &str, model: &str, day: NaiveDate) -> Result<Listing> {
        prices::of_model(&self.book, (provider, model), day)
    }

    /// Usage without a price.
    pub fn prices_missing(&self) -> Result<Listing> {
        prices::missing(&self.book)
    }

    /// What days from one on would cost by everything imported so far, before and after, or (`takes_back`) without the last
    /// such word; keeps it unless only asked (`dry_run`).
    pub fn restate_prices(
        &self,
        (from, at): (NaiveDate, &str),
        (takes_back, dry_run): (bool, bool),
    ) -> Result<Listing> {
        prices::restate(&self.book, (from, at), (takes_back, dry_run))
    }

    /// Invoices with their checks and what they bill.
    pub fn invoices(&self) -> Result<Value> {
        invoices::document(&self.book)
    }

    /// The invoices of a number in full.
    pub fn invoice(&self, number: &str) -> Result<Value> {
        invoices::shown(&self.book, number)
    }

    /// KPI series.
    pub fn kpis(&self) -> Result<Value> {
        let series = self.book.kpis()?.into_iter().map(|series| {
            let points = series.points.iter().map(|(day, value)| json!({"day": day, "value": model::Exact::new((*value).into(), 6).to_string()}));
            json!({"name": series.name, "team": series.team, "unit": series.unit, "points": points.collect::<Vec<_>>()})
        });
        Ok(json!({"kpis": series.collect::<Vec<_>>()}))
    }

    /// Seats per product.
    pub fn seats(&self) -> Result<Value> {
        seats::document(&self.book)
    }

    /// A metric by id.
    pub fn show(&self, metric: &str, ask: &Ask) -> Result<Value> {
        let route = self.route(ask)?;
        match metric {
            "spend" => self.answer(metric, ask, Measure::Billed),
            _ => self.result(metric, ask, &route),
        }
    }

    /// A metric under a route, with what there is to say about the question.
    fn result(&self, metric: &str, ask: &Ask, route: &Route) -> Result<Value> {
        notes::check_unconverted(metric, ask)?;
        let mut document = result::of(metric, &save::needed(Scope::of(&self.book, route)?)?)?;
        let mut notes = notes::unknown_values(&self.book, &ask.query(Measure::Billed)?)?;
        notes.extend(notes::unused(metric, ask, result::takes(metric)?, false)?);
        if let Some(list) = document["notes"].as_array_mut() {
            list.extend(notes.into_iter().map(Value::from));
        }
        Ok(document)
    }

    /// What another model would have cost.
    pub fn reprice(&self, (from, to): (Option<&str>, Option<&str>), ask: &Ask) -> Result<Value> {
        let mut route = ask.route()?;
        let named = [(models::FROM, from), (models::TO, to)];
        route.inputs = named
            .into_iter()
            .filter_map(|(key, model)| Some((key.to_owned(), model?.to_owned())))
            .collect();
        self.result("repricing", ask, &route)
    }

    /// Writes a chart; with what there is to say about the question.
    pub fn chart(&self, id: &str, ask: &Ask, look: &Look, path: &Path) -> Result<(Saved, Vec<String>)> {
        notes::check_unconverted(id, ask)?;
        let (kind, to) = (save::extension(path), Target::new(path).private_if(ask.names));
        save::check_chart(&kind, to)?;
        let scope = save::needed(Scope::of(&self.book, &self.route(ask)?)?)?;
        let (width, height) = look.size;
        let options = screens::options(look.theme, width, height).titled();
        let drawing = drawn::draw(id, &scope, &options)?.drawing;
        let mut said = notes::unknown_values(&self.book, &ask.query(Measure::Billed)?)?;
        said.extend(notes::unused(id, ask, drawn::takes(id)?, drawn::is_measured(id))?);
        Ok((save::write_chart(&drawing, &kind, to)?, said))
    }

    /// Writes a report by a template; the extension says which kind. With what there is to say about the question.
    pub fn report(&self, ask: &Ask, template: &Template, path: &Path) -> Result<(Saved, Vec<String>)> {
        notes::check_unconverted("report", ask)?;
        let mut said = notes::unknown_values(&self.book, &ask.query(Measure::Billed)?)?;
        said.extend(notes::unused_by_report(ask));
        let kind = save::extension(path);
        let saved = save::report(
            &self.book,
            &self.route(ask)?,
            (template, &kind),
            Target::new(path),
        )?;
        Ok((saved, said))
    }

    /// The route of a question; an initiative that the book has not is said, not replaced by another.
    fn route(&self, ask: &Ask) -> Result<Route> {
        if let Some(name) = &ask.initiative {
            let all = initiative::initiatives(&self.book)?;
            if !all.iter().any(|one| one.scenario.name == *name) {
                return Err(Error::asked(
                    format!("There is no initiative `{name}`"),
                    "`counterfoil initiatives` lists them.",
                ));
            }
        }
        ask.route()
    }
}

/// How a chart file looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Light or dark.
    pub theme: ThemeName,
    /// CSS pixels.
    pub size: (u32, u32),
}

/// Every format that can be read, as JSON: built in, in the folders, and saved in the book.
pub fn formats(own: &Own) -> Value {
    let entry = |format: &ingest::formats::Document, from: &str| {
        json!({"id": format.id, "name": format.name, "vendor": format.vendor, "reader_version": format.reader,
            "overlap": format.overlap, "export": format.export, "from": from})
    };
    let replaced = |id: &str| own.formats.iter().any(|own| own.mapping.document.id == id);
    let built_in = ingest::formats().iter().filter(|format| !replaced(&format.id));
    let own_entries = own
        .formats
        .iter()
        .map(|own| entry(&own.mapping.document, &own.from));
    let all: Vec<Value> = own_entries
        .chain(built_in.map(|format| entry(format, "built in")))
        .collect();
    json!({"formats": all, "faults": own.faults})
}

/// Every metric, as JSON.
pub fn metrics() -> Value {
    let metrics = metrics::METRICS.iter().map(|metric| json!({"id": metric.id, "name": metric.name, "unit": metric.unit, "formula": metric.formula, "guard": metric.guard}));
    json!({"metrics": metrics.collect::<Vec<_>>()})
}

/// The ROI of an initiative or a bare scenario, as JSON.
pub fn worth(initiative: &Initiative) -> Value {
    result::worth(&metrics::roi::worth::worth(&initiative.scenario))
}
