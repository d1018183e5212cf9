//! What a file is, by its content: every format scores the header or the JSON shape, and only a clear winner counts.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::formats::{Derived, Detect, Document, Field, Header, Shape, by_id, formats};
use crate::inspect::names_money;
use crate::plan::{Confidence, Mapping};
use crate::source::Opened;

/// What recognition found.
#[derive(Clone, Debug)]
pub(crate) struct Recognised {
    /// The format, if there is a candidate.
    pub document: Option<Arc<Document>>,
    /// Version of the export.
    pub version: Option<String>,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in sentences.
    pub why: Vec<String>,
    /// Why it is not read, if it is not.
    pub reason: String,
}

/// How well a format fits.
struct Fit {
    document: Arc<Document>,
    /// Signature columns found.
    found: Vec<String>,
    missing: Vec<String>,
    /// A column of money in a table that others could write, too, of which the format would read none.
    money: Option<String>,
    is_weak: bool,
    /// Columns of the file that the format knows.
    explained: usize,
    version: Option<String>,
    /// Whether the user made it.
    is_own: bool,
}

impl Fit {
    /// Whether nothing is missing and nothing speaks against it.
    fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.money.is_none()
    }
}

/// Recognises an opened file; `file` is its name. The user's own formats come before the built-in ones.
pub(crate) fn recognise(opened: &Opened, file: &str, own: &[Mapping]) -> Recognised {
    if let Some(list) = crate::prices::sniff(&opened.head()).and_then(by_id) {
        return public_list(list);
    }
    let found = by_columns(opened, file, own);
    if found.confidence < Confidence::Certain && opened.look_further() {
        return by_columns(opened, file, own);
    }
    found
}

fn by_columns(opened: &Opened, file: &str, own: &[Mapping]) -> Recognised {
    let own_fits = own
        .iter()
        .filter_map(|mapping| fit(&mapping.document, opened, file));
    let own_fits = own_fits.map(|fit| Fit { is_own: true, ..fit });
    let replaced = |document: &Document| own.iter().any(|mapping| mapping.document.id == document.id);
    let built_in = formats()
        .iter()
        .filter(|document| document.list.is_none() && !replaced(document));
    let mut fits: Vec<Fit> = own_fits
        .chain(built_in.filter_map(|document| fit(document, opened, file)))
        .collect();
    fits.sort_by_key(|fit| {
        (
            !fit.is_whole(),
            fit.is_weak,
            !fit.is_own,
            usize::MAX - fit.explained,
        )
    });
    let mut fits = fits.into_iter();
    let Some(best) = fits.next() else {
        return unknown(opened);
    };
    let rival = fits.next();
    if !best.is_whole() {
        return guess(best);
    }
    let close = |rival: &Fit| {
        rival.is_whole()
            && (rival.is_weak, rival.is_own) == (best.is_weak, best.is_own)
            && rival.explained + 2 > best.explained
    };
    match rival.filter(close) {
        Some(rival) => ambiguous(&best, &rival),
        None => sure(best),
    }
}

fn public_list(document: Arc<Document>) -> Recognised {
    Recognised {
        why: vec![format!(
            "its first entries are written as in the list of {}",
            document.vendor
        )],
        document: Some(document),
        version: None,
        confidence: Confidence::Certain,
        reason: String::new(),
    }
}

/// Places a format that the user named.
pub(crate) fn as_told(document: &Arc<Document>, opened: &Opened, file: &str) -> Result<Recognised, String> {
    let fit = fit(document, opened, file);
    let places = |columns: &Vec<String>| {
        let header = Header::new(columns, document.header);
        let derived = Derived::new(document, columns);
        document.columns().any(|name| header.place(name).is_some()) || !derived.is_plain()
    };
    let is_table = opened.json().is_none() && matches!(document.kind, Shape::Table | Shape::Any);
    if is_table && !opened.tables.iter().any(|table| places(&table.columns)) {
        return Err(format!("the file has none of the columns of `{}`", document.id));
    }
    Ok(Recognised {
        document: Some(Arc::clone(document)),
        version: fit.and_then(|fit| fit.version),
        confidence: Confidence::Certain,
        why: vec!["You said so.".into()],
        reason: String::new(),
    })
}

/// Whether a document fits an opened file.
pub(crate) fn fits(document: &Arc<Document>, opened: &Opened, file: &str) -> bool {
    fit(document, opened, file).is_some_and(|fit| fit.is_whole())
}

/// Whether a table is one of a format.
pub(crate) fn fits_table(document: &Document, columns: &[String], file: &str) -> bool {
    let header = Header::new(columns, document.header);
    document
        .detect
        .iter()
        .any(|detect| match_header(detect, &header, file).is_some_and(|(_, missing)| missing.is_empty()))
}

fn fit(document: &Arc<Document>, opened: &Opened, file: &str) -> Option<Fit> {
    match (document.kind, opened.json()) {
        (Shape::Json | Shape::Jsonl | Shape::Any, Some(shape)) => fit_json(document, shape, file),
        (Shape::Table | Shape::Any, None) => {
            let tables = opened.tables.iter().filter(|table| !table.columns.is_empty());
            let fits = tables.filter_map(|table| fit_table(document, &table.columns, file));
            fits.min_by_key(|fit| (!fit.is_whole(), usize::MAX - fit.explained))
        }
        _ => None,
    }
}

fn fit_table(document: &Arc<Document>, columns: &[String], file: &str) -> Option<Fit> {
    let header = Header::new(columns, document.header);
    let matches = document
        .detect
        .iter()
        .filter_map(|detect| Some((detect, match_header(detect, &header, file)?)));
    let (detect, (found, missing)) = matches.min_by_key(|(_, (_, missing))| missing.len())?;
    let known: BTreeSet<usize> = document.columns().filter_map(|name| header.place(name)).collect();
    Some(Fit {
        explained: known.len(),
        version: version(document, |names| header.has_any(names)),
        money: detect
            .weak
            .then(|| money_beside(document, &header, &known))
            .flatten(),
        document: Arc::clone(document),
        is_weak: detect.weak,
        found,
        missing,
        is_own: false,
    })
}

/// A column of money, where the format knows none and has not said that it leaves that one alone.
fn money_beside(document: &Document, header: &Header, known: &BTreeSet<usize>) -> Option<String> {
    let of_money = |field: Field| field.is_money() || field == Field::Amount;
    if document.columns_of(of_money).next().is_some() {
        return None;
    }
    let mut others = header.names.iter().enumerate().filter(|(place, name)| {
        let is_private = document.private.keys().any(|part| name.contains(part));
        !known.contains(place) && !is_private
    });
    let found = others.find(|(place, _)| names_money(&header.written[*place]));
    found.map(|(place, _)| header.written[place].clone())
}

/// Names found and missing; `None` if less than two thirds are there or something speaks against it.
fn match_header(detect: &Detect, header: &Header, file: &str) -> Option<(Vec<String>, Vec<String>)> {
    let against = header.has_any(&detect.lacks)
        || (detect.only && header.names.len() != detect.has.len())
        || !is_named(detect, file);
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for names in &detect.has {
        match header.first(names) {
            Some(name) => found.push(name.to_owned()),
            None => missing.push(names.0.join(" or ")),
        }
    }
    let enough = missing.is_empty() || (found.len() >= 3 && found.len() >= 2 * missing.len());
    (!against && !found.is_empty() && enough).then_some((found, missing))
}

fn fit_json(document: &Arc<Document>, shape: &crate::json::Shape, file: &str) -> Option<Fit> {
    let has = |names: &crate::formats::Names| names.0.iter().find(|name| shape.has(name)).cloned();
    let fits = document.detect.iter().find_map(|detect| {
        let found: Option<Vec<String>> = detect.has.iter().map(has).collect();
        found
            .filter(|_| has(&detect.lacks).is_none() && is_named(detect, file))
            .filter(|_| detect.empty.iter().all(|list| shape.is_empty_list(list)))
            .map(|found| (detect, found))
    });
    let (detect, found) = fits?;
    Some(Fit {
        // What is around rows that are not there tells less than any row.
        explained: if detect.empty.is_empty() { found.len() } else { 0 },
        version: version(document, |names| has(names).is_some()),
        document: Arc::clone(document),
        is_weak: detect.weak,
        found,
        missing: Vec::new(),
        money: None,
        is_own: false,
    })
}

fn is_named(detect: &Detect, file: &str) -> bool {
    let file = file.to_lowercase();
    detect.file.is_empty() || detect.file.iter().any(|part| file.contains(&part.to_lowercase()))
}

fn version(document: &Document, has: impl Fn(&crate::formats::Names) -> bool) -> Option<String> {
    let found = document
        .version
        .iter()
        .find(|version| version.has.iter().all(&has));
    found.map(|version| version.label.clone())
}

fn sure(fit: Fit) -> Recognised {
    if let Some(reason) = &fit.document.unconfirmed {
        return Recognised {
            reason: format!(
                "{reason} Say that it is {}, if it is, or map its columns (on the command line: --format {0}).",
                fit.document.id
            ),
            why: vec![format!("columns {}", fit.found.join(", ")), reason.clone()],
            document: Some(fit.document),
            version: None,
            confidence: Confidence::Guess,
        };
    }
    let mut why = Vec::new();
    if fit.is_own {
        why.push(format!("by your mapping {}", fit.document.name));
    }
    why.push(format!("columns {}", fit.found.join(", ")));
    if let Some(version) = &fit.version {
        why.push(format!("version {version} by its columns"));
    }
    Recognised {
        confidence: if fit.is_weak {
            Confidence::Likely
        } else {
            Confidence::Certain
        },
        document: Some(fit.document),
        version: fit.version,
        why,
        reason: String::new(),
    }
}

fn guess(fit: Fit) -> Recognised {
    if let Some(money) = fit.money.filter(|_| fit.missing.is_empty()) {
        let name = &fit.document.name;
        return Recognised {
            reason: format!("It looks like {name}, but {money} holds money, which that does not read."),
            why: vec![
                format!("columns {}", fit.found.join(", ")),
                format!("but also {money}"),
            ],
            document: Some(fit.document),
            version: None,
            confidence: Confidence::Guess,
        };
    }
    let missing = fit.missing.join(", ");
    Recognised {
        why: vec![
            format!("columns {}", fit.found.join(", ")),
            format!("but not {missing}"),
        ],
        reason: format!("It looks like {} but has no column {missing}.", fit.document.name),
        document: Some(fit.document),
        version: None,
        confidence: Confidence::Guess,
    }
}

fn ambiguous(best: &Fit, rival: &Fit) -> Recognised {
    let which = format!(
        "say which (on the command line: --format {} or --format {})",
        best.document.id, rival.document.id
    );
    let reason = match &best.document.unconfirmed {
        Some(open) if rival.document.unconfirmed.as_ref() == Some(open) => {
            format!("{open} Find out, then {which}.")
        }
        _ => format!(
            "It could be {} or {}; {which}.",
            best.document.name, rival.document.name
        ),
    };
    Recognised {
        document: None,
        version: None,
        confidence: Confidence::None,
        why: vec![reason.clone()],
        reason,
    }
}

fn unknown(opened: &Opened) -> Recognised {
    let columns = opened.widest_header();
    let why = if columns.is_empty() {
        "no table was found".to_owned()
    } else {
        let some: Vec<&str> = columns.iter().take(12).map(String::as_str).collect();
        format!("no format has the columns {}", some.join(", "))
    };
    Recognised {
        document: None,
        version: None,
        confidence: Confidence::None,
        reason: "No format fits this file; map its columns.".into(),
        why: vec![why],
    }
}
