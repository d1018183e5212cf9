//! One book from a terminal: the same use cases as the window's session, with stable JSON as the answer.

use std::path::Path;

use chrono::NaiveDate;
pub use model::Question;
use model::{Dimension, ImportStatus, Measure, Period, Problem, Severity};
pub use reports::focus::{FocusOptions, Version as FocusVersion};
use serde_json::{Value, json};
pub use store::NamingRule;

pub use crate::export::Export;
use store::{Book, StoreError};

use crate::answer::Answer;
use crate::ask::Ask;
use crate::beside::{self, Listing};
use crate::checks::{self, Check, Verdict};
use crate::documents::{self, Kind};
use crate::import::{FileReport, Followed};
use crate::initiative::Initiative;
use crate::own::{self, Own};
use crate::report::Template;
use crate::scenario::{self, Saved as SavedScenario};
use crate::scope::Scope;
use crate::view::{FilterView, Route, Saved, ThemeName};
use crate::{
    Error, Result, answer, drawn, export, guard, identity, initiative, invoices, models, names, prices,
    result, save, screens, settings,
};

/// An open book.
pub struct Shelf {
    book: Book,
}

impl Shelf {
    /// Opens a book; one that cannot be written is opened for reading.
    pub fn open(path: &Path) -> Result<Self> {
        let book = match Book::open(path) {
            Err(StoreError::ReadOnly(_)) => Book::open_read_only(path)?,
            other => other?,
        };
        Ok(Self { book })
    }

    /// Makes a book.
    pub fn create(path: &Path, name: &str) -> Result<Self> {
        Ok(Self {
            book: Book::create(path, name)?,
        })
    }

    /// Closes it, leaving one whole file.
    pub fn close(self) -> Result<()> {
        Ok(self.book.close()?)
    }

    /// The answer to a question; names only where they are asked for.
    pub fn ask(&self, ask: &Ask, default: Measure) -> Result<Answer> {
        let mut answer = answer::of(&self.book, &ask.query(default)?, ask.currency.as_deref())?;
        if !ask.names {
            names::hide(&self.book, &mut answer.groups)?;
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
        save::problems(&self.book, import, path)
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

    /// A checked copy.
    pub fn backup(&self, to: &Path) -> Result<()> {
        Ok(self.book.backup(to)?)
    }

    /// A list of what is kept beside the bills, by its name.
    pub fn listing(&self, name: &str) -> Result<Listing> {
        let list = beside::LISTS.iter().find(|(known, _)| *known == name);
        let (_, read) = list.ok_or_else(|| Error::asked(format!("There is no list `{name}`"), ""))?;
        read(&self.book)
    }

    /// Writes facts for other programs; answers how many.
    pub fn export(&self, ask: &Ask, what: Export, path: &Path) -> Result<(Saved, u64)> {
        let period = ask.query(Measure::Billed)?.period;
        export::export(&self.book, period, what, path)
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

    /// What days from one on would cost by everything imported so far, before and after; keeps it unless only asked.
    pub fn restate_prices(&self, from: NaiveDate, at: &str, dry_run: bool) -> Result<Listing> {
        prices::restate(&self.book, (from, at), dry_run)
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
        let info = self.book.info()?;
        let day = info.to.unwrap_or_default();
        Ok(json!({"seats": self.book.seats(day)?}))
    }

    /// Keeps a mapping file in the book, under the name it states. Gives the name.
    pub fn save_mapping(&self, path: &Path) -> Result<String> {
        let text = std::fs::read_to_string(path).map_err(|error| Error::file(path, "read", &error))?;
        own::save(&self.book, &text, None)
    }

    /// The mappings of the book, as JSON.
    pub fn mappings(&self) -> Result<Value> {
        let own = Own::read(Some(&self.book), &[])?;
        let entries = own.formats.iter().map(|own| {
            let document = &own.mapping.document;
            json!({"name": document.name, "id": document.id, "overlap": document.overlap, "export": document.export})
        });
        Ok(json!({"mappings": entries.collect::<Vec<_>>(), "faults": own.faults}))
    }

    /// The text of a mapping of the book.
    pub fn mapping(&self, name: &str) -> Result<String> {
        own::saved(&self.book, name)
    }

    /// Forgets a mapping of the book; what was imported by it stays.
    pub fn remove_mapping(&self, name: &str) -> Result<()> {
        own::remove(&self.book, name)
    }

    /// Documents of a kind: names and versions.
    pub fn documents(&self, kind: &Kind) -> Result<Value> {
        documents::list(&self.book, kind)
    }

    /// One document as it is kept.
    pub fn document(&self, kind: &Kind, name: &str) -> Result<Value> {
        documents::show(&self.book, kind, name)
    }

    /// Keeps a document from its file; says what the book has then.
    pub fn set_document(&self, kind: &Kind, file: &Path) -> Result<Value> {
        documents::set(&self.book, kind, file)?;
        documents::list(&self.book, kind)
    }

    /// Removes a document; its versions stay.
    pub fn remove_document(&self, kind: &Kind, name: &str) -> Result<Value> {
        documents::remove(&self.book, kind, name)?;
        documents::list(&self.book, kind)
    }

    /// Initiatives as they are kept.
    pub fn initiatives(&self) -> Result<Vec<Initiative>> {
        initiative::initiatives(&self.book)
    }

    /// Keeps an initiative, replacing the one of the same name.
    pub fn set_initiative(&self, initiative: &Initiative) -> Result<()> {
        let json = serde_json::to_value(initiative).expect("an initiative is plain data");
        self.book
            .put_json("initiative", &initiative.scenario.name, &json)?;
        Ok(())
    }

    /// Every setting with its value and default.
    pub fn settings(&self) -> Result<Value> {
        settings::list(&self.book)
    }

    /// Gives a setting a value, or its default; says what moves.
    pub fn set_setting(&self, key: &str, value: Option<&str>) -> Result<Vec<String>> {
        let said = value.unwrap_or("null");
        let moved = Scope::of(&self.book, &Route::default())?
            .filter(|_| value.is_some())
            .map(|scope| settings::effect(&scope, key, said))
            .transpose()?;
        settings::set(&self.book, key, value)?;
        Ok(moved.map_or_else(Vec::new, |moved| settings::effect_text(&moved)))
    }

    /// Saved scenarios.
    pub fn scenarios(&self) -> Result<Vec<SavedScenario>> {
        scenario::list(&self.book)
    }

    /// Keeps a scenario file as a saved scenario.
    pub fn save_scenario_file(&self, path: &Path) -> Result<SavedScenario> {
        let scenario = read_initiative(path)?.scenario;
        let text = std::fs::read_to_string(path).map_err(|error| Error::file(path, "read", &error))?;
        let of = toml::from_str::<SavedScenario>(&text)
            .map(|saved| saved.of)
            .unwrap_or_default();
        let saved = SavedScenario { of, scenario };
        scenario::keep(&self.book, &saved)?;
        Ok(saved)
    }

    /// Keeps a variant of an initiative or scenario, with assumptions set as `key=value`.
    pub fn save_variant(&self, of: &str, name: &str, set: &[String]) -> Result<SavedScenario> {
        let saved = scenario::variant(&self.book, of, name, set)?;
        scenario::keep(&self.book, &saved)?;
        Ok(saved)
    }

    /// Forgets a saved scenario.
    pub fn remove_scenario(&self, name: &str) -> Result<()> {
        scenario::remove(&self.book, name)
    }

    /// A saved scenario or an initiative as TOML.
    pub fn scenario_text(&self, name: &str) -> Result<String> {
        scenario::text(&self.book, name)
    }

    /// Two to four scenarios side by side.
    pub fn compare(&self, names: &[String]) -> Result<Value> {
        scenario::compare(&self.book, names)
    }

    /// The return of a scenario by its file or name.
    pub fn roi(&self, name: &str) -> Result<Value> {
        Ok(worth(&scenario::named(&self.book, name)?))
    }

    /// A metric by id.
    pub fn show(&self, metric: &str, ask: &Ask) -> Result<Value> {
        let route = self.route(ask)?;
        match metric {
            "spend" => self.answer(metric, ask, Measure::Billed),
            _ if ask.currency.is_some() => Err(Error::asked(
                format!("`--in` converts sums of money, and `{metric}` is more than a sum"),
                "Use it with spend, with usage --measure estimated, or with show spend.",
            )),
            _ => result::of(metric, &save::needed(Scope::of(&self.book, &route)?)?),
        }
    }

    /// What another model would have cost.
    pub fn reprice(&self, (from, to): (Option<&str>, Option<&str>), ask: &Ask) -> Result<Value> {
        let mut route = route(ask)?;
        let named = [(models::FROM, from), (models::TO, to)];
        route.inputs = named
            .into_iter()
            .filter_map(|(key, model)| Some((key.to_owned(), model?.to_owned())))
            .collect();
        result::of("repricing", &save::needed(Scope::of(&self.book, &route)?)?)
    }

    /// Every pilot.
    pub fn pilots(&self) -> Result<Vec<models::Pilot>> {
        models::pilots(&self.book)
    }

    /// Keeps a pilot, replacing the one of the same name.
    pub fn set_pilot(&self, pilot: &models::Pilot) -> Result<()> {
        models::set_pilot(&self.book, pilot)
    }

    /// Removes a pilot.
    pub fn remove_pilot(&self, name: &str) -> Result<()> {
        models::remove_pilot(&self.book, name)
    }

    /// Writes a chart.
    pub fn chart(&self, id: &str, ask: &Ask, look: &Look, path: &Path) -> Result<Saved> {
        let scope = save::needed(Scope::of(&self.book, &self.route(ask)?)?)?;
        let (width, height) = look.size;
        let options = screens::options(look.theme, width, height).titled();
        let drawing = drawn::draw(id, &scope, &options)?.drawing;
        save::write_chart(&drawing, &save::extension(path), path)
    }

    /// Writes a report by a template; the extension says which kind.
    pub fn report(&self, ask: &Ask, template: &Template, path: &Path) -> Result<Saved> {
        save::report(
            &self.book,
            &self.route(ask)?,
            (template, &save::extension(path)),
            path,
        )
    }

    /// The route of a question; an initiative that the book has not is said, not replaced by another.
    fn route(&self, ask: &Ask) -> Result<Route> {
        let all = initiative::initiatives(&self.book)?;
        let unknown = ask
            .initiative
            .as_ref()
            .filter(|name| !all.iter().any(|one| one.scenario.name == **name));
        unknown.map_or_else(
            || route(ask),
            |name| {
                Err(Error::asked(
                    format!("There is no initiative `{name}`"),
                    "`counterfoil initiatives` lists them.",
                ))
            },
        )
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

/// The route of a question.
fn route(ask: &Ask) -> Result<Route> {
    let query = ask.query(Measure::Billed)?;
    Ok(Route {
        from: ask.from.clone(),
        to: ask.to.clone(),
        measure: ask.measure.clone(),
        by: query
            .by
            .iter()
            .find(|dimension| !matches!(dimension, model::Dimension::Time(_)))
            .map(ToString::to_string),
        filters: query
            .filters
            .into_iter()
            .map(|filter| FilterView {
                dimension: filter.dimension.to_string(),
                values: filter.values,
            })
            .collect(),
        names: ask.names,
        item: ask.initiative.clone(),
        ..Route::default()
    })
}

/// What became of files, as `import --json` says it.
pub fn import_document(followed: &Followed) -> Value {
    json!({"imports": followed.reports.iter().map(import_entry).collect::<Vec<_>>(), "cancelled": followed.cancelled})
}

fn import_entry(report: &FileReport) -> Value {
    let totals = report.totals.iter().map(
        |total| json!({"currency": total.currency, "measure": total.measure.id(), "amount": total.amount}),
    );
    let [error, warning, info] = report.problem_counts;
    let mut entry = json!({
        "id": report.id,
        "file": report.file,
        "format": report.format,
        "reader_version": report.reader_version,
        "status": report.status,
        "rows": report.rows,
        "facts": report.facts,
        "period": report.period,
        "totals": totals.collect::<Vec<_>>(),
        "overlaps": report.overlaps,
        "problems": {"error": error, "warning": warning, "info": info},
    });
    if !report.questions.is_empty() {
        entry["questions"] = serde_json::to_value(&report.questions).expect("plain data");
    }
    if matches!(
        report.status,
        ImportStatus::DryRun | ImportStatus::NeedsAnswer | ImportStatus::Committed
    ) {
        entry["changes"] = report.changes.iter().map(change).collect();
    }
    if !report.message.is_empty() {
        entry["message"] = report.message.clone().into();
        entry["hint"] = report.hint.clone().into();
    }
    entry
}

/// A sum that an import changes; amounts as text, tokens as numbers in text.
fn change(change: &store::Change) -> Value {
    let text = |total: Option<model::Total>| {
        total.map(|total| {
            if change.measure.is_money() {
                total.text(&change.currency)
            } else {
                model::Exact::new(total.0, change.measure.scale() as u8).to_string()
            }
        })
    };
    json!({
        "month": change.month,
        "provider": change.provider,
        "currency": change.currency,
        "measure": change.measure.id(),
        "change": guard::kind(change),
        "before": text(change.before),
        "after": text(change.after),
        "closed": change.closed,
        "replaced": change.replaced,
    })
}

/// A problem as one line: `warning, row 42, Start date: …`.
pub fn problem_line(problem: &Problem) -> String {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let row = problem.place.row.map(|row| format!("row {row}"));
    let place = [
        Some(severity.to_owned()),
        problem.place.sheet.clone(),
        row,
        problem.place.column.clone(),
    ];
    let place = place
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let value = problem
        .value
        .as_ref()
        .map_or_else(String::new, |value| format!(" ({value})"));
    let hint = problem
        .hint
        .as_ref()
        .map_or_else(String::new, |hint| format!(" {hint}"));
    format!("{place}: {}{value}.{hint}", problem.what.trim_end_matches('.'))
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

/// A scenario file: TOML of a scenario, with `start` and `control` beside it if it is an initiative.
pub fn read_initiative(path: &Path) -> Result<Initiative> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::file(path, "read", &error))?;
    let table = |error: toml::de::Error| {
        Error::asked(
            format!("{}: {}", path.display(), error.message()),
            "See docs/scenario.md for the shape.",
        )
    };
    let whole: toml::Table = text.parse().map_err(table)?;
    if whole.contains_key("of") {
        let saved: SavedScenario = toml::from_str(&text).map_err(table)?;
        return Ok(Initiative {
            scenario: saved.scenario,
            start: None,
            control: String::new(),
        });
    }
    if whole.contains_key("scenario") {
        return toml::from_str(&text).map_err(table);
    }
    Ok(Initiative {
        scenario: toml::from_str(&text).map_err(table)?,
        start: None,
        control: String::new(),
    })
}
