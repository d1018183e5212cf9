//! Scenarios saved under a name: what an initiative would be worth under other assumptions. Kept in the book, written as
//! TOML that a person can read and change. Computes no worth of its own.

mod beside;

pub(crate) use beside::{Beside, DESCRIBED, SHOWN, beside, keep_moved, moved, moves};

use std::collections::BTreeMap;
use std::path::Path;

use metrics::roi::scenario::Scenario;
use metrics::roi::worth::worth;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::Book;

use crate::initiative::{self, Initiative, SLIDERS, slider_scenario};
use crate::scope::Scope;
use crate::target::Target;
use crate::view::Saved as File;
use crate::{Error, Result, owned, result, shelf};

const KIND: &str = "scenario";

/// A scenario under a name of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Saved {
    /// The initiative it is a variant of.
    #[serde(default)]
    pub of: String,
    /// Its assumptions; its name is the saved one.
    pub scenario: Scenario,
}

/// Every saved scenario, by name.
pub fn list(book: &Book) -> Result<Vec<Saved>> {
    let names = book.list_json(KIND)?;
    let read = names.iter().map(|name| find(book, name));
    Ok(read.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The saved scenario of a name.
pub fn find(book: &Book, name: &str) -> Result<Option<Saved>> {
    let json = book.get_json(KIND, name)?.filter(|json| !json.is_null());
    let read = json.map(serde_json::from_value).transpose();
    read.map_err(|error| {
        Error::asked(
            format!("The scenario {name} cannot be read: {error}"),
            "Save it again.",
        )
    })
}

/// Keeps a scenario, replacing the one of the same name; the older version stays in the book's history.
pub fn keep(book: &Book, saved: &Saved) -> Result<()> {
    let name = saved.scenario.name.trim();
    if name.is_empty() {
        return Err(Error::asked(
            "A scenario needs a name",
            "Say what is different about it.",
        ));
    }
    if initiative::initiatives(book)?
        .iter()
        .any(|one| one.scenario.name == name)
    {
        return Err(Error::asked(
            format!("`{name}` is the name of an initiative"),
            "Give the scenario a name of its own.",
        ));
    }
    book.put_json(KIND, name, &json!(saved))?;
    Ok(())
}

/// Forgets a scenario.
pub fn remove(book: &Book, name: &str) -> Result<()> {
    if find(book, name)?.is_none() {
        return Err(unknown(name));
    }
    book.put_json(KIND, name, &Value::Null)?;
    Ok(())
}

fn unknown(name: &str) -> Error {
    Error::asked(
        format!("There is no file, no initiative and no saved scenario `{name}`"),
        "`counterfoil roi list` lists them.",
    )
}

/// A scenario by its file, the name of an initiative, or its own; monthly costs that name a filter are taken from the bills.
pub fn named(book: &Book, name: &str) -> Result<Initiative> {
    let path = Path::new(name);
    let mut found = if path.exists() {
        shelf::read_initiative(path)?
    } else {
        let all = initiative::initiatives(book)?;
        let saved = find(book, name)?;
        let of = saved.as_ref().map_or(name, |saved| &saved.of);
        let initiative = all.into_iter().find(|one| one.scenario.name == of);
        match (saved, initiative) {
            (Some(saved), initiative) => Initiative {
                scenario: saved.scenario,
                start: initiative.as_ref().and_then(|one| one.start),
                control: initiative.map(|one| one.control).unwrap_or_default(),
            },
            (None, Some(initiative)) => initiative,
            (None, None) => return Err(unknown(name)),
        }
    };
    owned::from_bills(book, &mut found)?;
    Ok(found)
}

/// A variant of an initiative or of another scenario, with assumptions set as `key=value`.
pub fn variant(book: &Book, of: &str, name: &str, set: &[String]) -> Result<Saved> {
    let base = base(book, of)?;
    let mut inputs = BTreeMap::new();
    for text in set {
        let (key, value) = assumption(text)?;
        inputs.insert(key, value);
    }
    let scenario = Scenario {
        name: name.to_owned(),
        ..slider_scenario(&base.scenario, &inputs)
    };
    Ok(Saved {
        of: base.of,
        scenario,
    })
}

/// `risk=0.3` taken apart, where there is such an assumption and it may be that.
fn assumption(text: &str) -> Result<(String, String)> {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    let slider = SLIDERS.iter().find(|slider| slider.key == key);
    let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
    let Some((slider, number)) = slider.zip(number) else {
        let keys: Vec<&str> = SLIDERS.iter().map(|slider| slider.key).collect();
        return Err(Error::asked(
            format!("`{text}` sets no assumption"),
            format!("Write KEY=NUMBER; keys: {}.", keys.join(", ")),
        ));
    };
    match slider.range_missed_by(number) {
        Some(range) => Err(Error::asked(
            format!("`{text}` is out of range"),
            format!("`{key}` is {range}."),
        )),
        None => Ok((key.to_owned(), value.to_owned())),
    }
}

/// A saved scenario, or an initiative as its own variant.
fn base(book: &Book, of: &str) -> Result<Saved> {
    if let Some(saved) = find(book, of)? {
        return Ok(saved);
    }
    let all = initiative::initiatives(book)?;
    let one = all
        .into_iter()
        .find(|one| one.scenario.name == of)
        .ok_or_else(|| unknown(of))?;
    Ok(Saved {
        of: of.to_owned(),
        scenario: one.scenario,
    })
}

/// The assumptions that a route shows, under a name.
pub(crate) fn of_route(scope: &Scope<'_>, name: &str) -> Result<Saved> {
    let (shown, _) = initiative::chosen(scope)?;
    let scenario = Scenario {
        name: name.to_owned(),
        ..shown.scenario.clone()
    };
    Ok(Saved {
        of: shown.scenario.name.clone(),
        scenario,
    })
}

/// A saved scenario, or else an initiative, as TOML.
pub fn text(book: &Book, name: &str) -> Result<String> {
    written(&base(book, name)?)
}

fn written(saved: &Saved) -> Result<String> {
    let body = toml::to_string(saved)
        .map_err(|error| Error::asked(format!("The scenario cannot be written: {error}"), ""))?;
    Ok(format!(
        "# A scenario of Counterfoil: docs/scenario.md says what every key means.\n{body}"
    ))
}

/// Writes the assumptions that a route shows as a TOML file.
pub(crate) fn file(scope: &Scope<'_>, path: &Path) -> Result<File> {
    let name = path
        .file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    Target::confirmed(path).write(written(&of_route(scope, &name)?)?.as_bytes())
}

/// Two to four scenarios side by side.
pub fn compare(book: &Book, names: &[String]) -> Result<Value> {
    if !(2..=4).contains(&names.len()) {
        return Err(Error::asked(
            "Compare two to four scenarios",
            "`counterfoil roi list` lists them.",
        ));
    }
    let rows = names.iter().map(|name| {
        let one = named(book, name)?;
        let mut row = result::worth(&worth(&one.scenario));
        row["assumptions"] = assumptions(&one.scenario);
        if let Some(row) = row.as_object_mut() {
            row.shift_remove("tornado");
        }
        Ok(row)
    });
    Ok(json!({"scenarios": rows.collect::<Result<Vec<_>>>()?}))
}

/// Low, middle and high of every assumption that a slider moves.
fn assumptions(scenario: &Scenario) -> Value {
    let mut scenario = scenario.clone();
    let entries = SLIDERS.iter().map(|slider| {
        let range = *(slider.of)(&mut scenario);
        (slider.key.to_owned(), json!([range.low, range.mid, range.high]))
    });
    Value::Object(entries.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests;
