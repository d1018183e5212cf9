//! What a file is and how it will be read, decided before a row becomes a fact. Writes nothing.

mod choice;
mod needed;
mod planned;

pub use choice::{Choice, Mapping};
pub use planned::{Confidence, PasswordState, Planned};

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use model::{Invoice, Overlap, Period, Problem, Syntax};

use self::planned::{blank, shown_name};
use crate::file_name;
use crate::formats::{Block, Document, FactKind, Field, Header, NameSays, Names};
use crate::invoice;
use crate::reading::Reading;
use crate::recognise::{self, Recognised};
use crate::source::{OpenError, Opened};
use crate::unpack::Item;

/// Recognises a file. Never fails: what cannot be read says why.
pub fn plan(item: &Item, choice: &Choice) -> Planned {
    let mut planned = blank(item, choice);
    if let Some(reason) = item.refused.as_ref().or(item.ignored.as_ref()) {
        planned.refused = Some(reason.clone());
        return planned;
    }
    match open_as_told(item, choice, Opened::glance) {
        Ok((opened, reading)) => {
            planned.choice.reading = reading;
            planned.lock = opened.lock().into();
            decide(&mut planned, &opened, item);
            name_prices(&mut planned, item);
            planned.opened.put(opened);
        }
        Err(reason) => {
            planned.lock = (&reason).into();
            planned.refused = Some(reason.to_string());
        }
    }
    planned
}

/// Opens a file as it is told to be read: by the user, by the mapping in force, else by the first of the user's own
/// formats that says how its files are read and fits when it is read so. Gives how that was.
pub(crate) fn open_as_told(
    item: &Item,
    choice: &Choice,
    open: impl Fn(&Item, &Choice) -> Result<Opened, OpenError>,
) -> Result<(Opened, Reading), OpenError> {
    let open = |reading: Reading| {
        let choice = Choice {
            reading: reading.clone(),
            ..choice.clone()
        };
        Ok((open(item, &choice)?, reading))
    };
    let given = choice.mapping.as_ref().or_else(|| choice.own_format());
    if let Some(mapping) = given {
        return open(choice.reading.clone().or(mapping.document.reading()));
    }
    if choice.format.is_none() && !choice.reading.is_of_layout() {
        let own = choice.own.iter().map(|mapping| &mapping.document);
        for document in own.filter(|document| document.reading().is_of_layout()) {
            if let Ok(opened) = open(choice.reading.clone().or(document.reading()))
                && recognise::fits(document, &opened.0, &shown_name(item))
            {
                return Ok(opened);
            }
        }
    }
    open(choice.reading.clone())
}

/// Prices are known by the file that states them, so its hash must be.
fn name_prices(planned: &mut Planned, item: &Item) {
    if planned
        .document()
        .is_some_and(|document| !document.price.is_empty())
    {
        match item.digest() {
            Ok(sha256) => planned.header.sha256 = sha256,
            Err(error) => planned.refused = Some(format!("it cannot be read: {error}")),
        }
    }
}

/// Recognises a file that is open already.
pub(crate) fn plan_opened(item: &Item, choice: &Choice, opened: &Opened) -> Planned {
    let mut planned = blank(item, choice);
    decide(&mut planned, opened, item);
    planned
}

fn decide(planned: &mut Planned, opened: &Opened, item: &Item) {
    if let Some(invoice) = opened.invoice() {
        return accept_invoice(planned, invoice.clone(), &opened.problems);
    }
    let file = shown_name(item);
    let found = match (&planned.choice.mapping, &planned.choice.format) {
        (Some(mapping), _) => recognise::as_told(&mapping.document, opened, &file),
        (None, Some(id)) => match document_of(id, &planned.choice.own) {
            Some(document) => recognise::as_told(&document, opened, &file),
            None => Err(format!(
                "there is no format `{id}`; `counterfoil formats` lists them"
            )),
        },
        (None, None) => Ok(recognise::recognise(opened, &file, &planned.choice.own)),
    };
    match found {
        Ok(found) => {
            accept(planned, found);
            let is_own = planned.header.mapping.is_some();
            let why_not = |document: &Arc<Document>| {
                forbidden(document, opened, &file)
                    .or_else(|| incomplete(document, item))
                    .or_else(|| without_amount(document))
                    .or_else(|| needed::lacking(document, opened, is_own))
            };
            let nothing = || opened.json()?.nothing().map(str::to_owned);
            planned.refused = planned.document.as_ref().map_or_else(nothing, why_not);
            planned.header.keys = planned
                .document
                .as_ref()
                .map_or_else(Vec::new, |document| keys(document, opened, &file));
        }
        Err(reason) => planned.needs_mapping = Some(reason),
    }
    if planned.columns.is_empty() {
        planned.columns = opened.widest_header();
    }
}

/// Why the document says that such a file must not be read.
fn forbidden(document: &Document, opened: &Opened, file: &str) -> Option<String> {
    let tables = opened
        .tables
        .iter()
        .filter(|table| recognise::fits_table(document, &table.columns, file));
    tables
        .into_iter()
        .find_map(|table| document.refuses(&table.columns, file).map(str::to_owned))
}

/// Columns that tell the rows of buckets apart: those of the header, and of JSON what is mostly stated. An export with one
/// more tells every row of the other anew.
fn keys(document: &Document, opened: &Opened, file: &str) -> Vec<String> {
    if document.overlap != Overlap::Bucket {
        return Vec::new();
    }
    opened.look_further();
    let tables = opened.tables.iter();
    let tables = tables.filter(|table| recognise::fits_table(document, &table.columns, file));
    let headers: Vec<Header> = tables
        .map(|table| Header::new(&table.columns, document.header))
        .collect();
    let is_there = |names: &&Names| match opened.json() {
        Some(shape) => names.0.iter().any(|name| shape.is_stated(last(name))),
        None => headers.iter().any(|header| header.has_any(names)),
    };
    let there = document.key.iter().filter(is_there);
    there.map(|names| names.0[0].clone()).collect()
}

/// The member that a path ends with.
fn last(path: &str) -> &str {
    let name = path.rsplit('.').next().unwrap_or(path);
    name.trim_start_matches('^')
}

/// Why a delivery of which parts are missing must not replace a month.
fn incomplete(document: &Document, item: &Item) -> Option<String> {
    let missing = item
        .missing
        .as_ref()
        .filter(|_| document.overlap == Overlap::Period)?;
    Some(format!(
        "{missing}; a month is read from all its parts together: import the folder"
    ))
}

/// Why a mapping whose charges have no amount says nothing of money.
fn without_amount(document: &Document) -> Option<String> {
    let has_amount = |block: &Block| block.fields.keys().any(|field| field.is_money());
    let is_empty = !document.charge.is_empty() && !document.charge.iter().any(has_amount);
    is_empty.then(|| {
        "the mapping does not say which column holds the amount; add `billed = \"column\"` to [[charge]]"
            .to_owned()
    })
}

/// An invoice is read as what it is; a later one of the same issuer and number replaces it as a whole.
fn accept_invoice(planned: &mut Planned, mut invoice: Invoice, odd: &[Problem]) {
    invoice::FORMAT.clone_into(&mut planned.format);
    "Invoice".clone_into(&mut planned.name);
    planned.confidence = Confidence::Certain;
    planned.why = vec![invoice::why(&invoice)];
    planned.header.format.clone_from(&planned.format);
    planned.header.reader_version = invoice::READER;
    planned.header.overlap = Overlap::Period;
    if invoice.syntax == Syntax::Text {
        accept_page(planned, &mut invoice);
    }
    planned.invoice = Some(Box::new((invoice, odd.to_vec())));
}

/// What was read off a page is kept only if nothing that matters is in doubt, or a person said what it is.
fn accept_page(planned: &mut Planned, invoice: &mut Invoice) {
    if let Some(said) = &planned.choice.confirmed {
        said.apply(invoice);
        planned.header.mapping = Some(said.text().to_owned());
    }
    planned.needs_mapping = invoice::doubt(invoice);
    planned.why.extend(planned.needs_mapping.clone());
    planned.confidence = match planned.needs_mapping {
        None => Confidence::Likely,
        Some(_) => Confidence::Guess,
    };
    planned.page = Some(Box::new(invoice.clone()));
}

/// The format of that id: the user's own, else the built-in one.
fn document_of(id: &str, own: &[Mapping]) -> Option<Arc<Document>> {
    let own = own
        .iter()
        .map(|mapping| &mapping.document)
        .find(|document| document.id == id);
    own.cloned().or_else(|| crate::formats::by_id(id))
}

fn accept(planned: &mut Planned, found: Recognised) {
    planned.confidence = found.confidence;
    planned.why = found.why;
    planned.version = found.version;
    let Some(document) = found.document else {
        planned.needs_mapping = Some(found.reason);
        return;
    };
    planned.format.clone_from(&document.id);
    planned.name.clone_from(&document.name);
    planned.header.format.clone_from(&document.id);
    planned.header.reader_version = document.reader;
    planned.header.overlap = document.overlap;
    planned.header.mapping = planned.choice.text_of(&document).map(str::to_owned);
    if found.confidence < Confidence::Likely {
        planned.needs_mapping = Some(found.reason);
        return;
    }
    if document.overlap == Overlap::Largest {
        // The folders of session logs are named after clients and people.
        let parts: Vec<&str> = planned.header.file.split(['/', '\\']).collect();
        if let [archive, .., file] = parts[..] {
            planned.header.file = format!("{archive}/{file}");
        }
    }
    let is_dated = is_dated(planned, document.name_says);
    if document.blocks().all(|(kind, _)| kind == FactKind::Person) {
        planned.made = in_force_from(planned);
    }
    if is_dated {
        planned.header.said = said_by_name(planned, &document);
        planned.document = Some(document);
    }
}

/// What is part of the file although it stands in its name, or was said by the user: the days, and whose it is.
fn said_by_name(planned: &Planned, document: &Document) -> String {
    let days = planned
        .choice
        .period
        .map(|days| format!("{}..{}", days.from, days.to));
    let made = planned.made.map(|day| day.to_string());
    let days = if document.name_says.is_some() {
        days.or(made)
    } else {
        made.filter(|_| is_list_of_a_day(document))
    };
    let id = document
        .scope
        .contains("{uuid}")
        .then(|| file_name::uuid(&planned.header.file));
    let said = [days, id].into_iter().flatten().filter(|said| !said.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

/// Whether what it lists is of one day, of which its rows say nothing: people, seats.
fn is_list_of_a_day(document: &Document) -> bool {
    let is_list = |(kind, block): (FactKind, &Block)| match kind {
        FactKind::Person => true,
        FactKind::Seat => !block.fields.contains_key(&Field::Snapshot),
        _ => false,
    };
    document.overlap == Overlap::Snapshot && document.blocks().any(is_list)
}

/// The day from which on a roster is in force: the first that the user says, else the file's name.
fn in_force_from(planned: &Planned) -> Option<NaiveDate> {
    let window = planned
        .choice
        .period
        .or_else(|| file_name::window(&planned.header.file));
    window.map(|window| window.from).or(planned.made)
}

/// Takes from the file's name what its rows do not say, unless the user did; without either, asks.
fn is_dated(planned: &mut Planned, name_says: Option<NameSays>) -> bool {
    let told = planned.choice.period;
    let file = &planned.header.file;
    let last = |period: Period| period.to - Days::new(1);
    planned.made = told.map(last).or_else(|| file_name::day(file));
    let window = match name_says {
        Some(NameSays::Window) => told.or_else(|| file_name::window(file)),
        Some(NameSays::Last28) => {
            let window = |day: NaiveDate| Period::new(day - Days::new(27), day + Days::new(1));
            told.filter(|told| told.days() > 1).or(planned.made.map(window))
        }
        Some(NameSays::Day) if planned.made.is_none() => None,
        _ => return true,
    };
    planned.choice.period = window.or(told);
    if name_says == Some(NameSays::Day) || window.is_none() {
        let (what, how) = match name_says {
            Some(NameSays::Window) => ("which days it is for", "--period 2026-08-01..2026-09-01"),
            _ => ("the day it was made", "--period 2026-09-01"),
        };
        planned.needs_mapping = Some(format!(
            "Its rows do not say {what}, and its name does not either."
        ));
        planned.hint = format!("Say it when importing (on the command line: {how}).");
        return false;
    }
    true
}
