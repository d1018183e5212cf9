//! The book's settings: every threshold, window and default with a version. A change is a new version; every result
//! prints the one it was made with. Computes no metric.

use metrics::people::suppression::Privacy;
use metrics::registry::MetricInfo;
use metrics::{METRICS, Settings};
use serde_json::{Map, Value, json};
use store::Book;

use crate::scope::Scope;
use crate::{Error, Result, result};

/// Kind and name of the document that holds what differs from the defaults.
const KIND: &str = "settings";
const NAME: &str = "settings";
/// The setting that has a floor.
const MINIMUM: &str = "privacy.minimum";
const HELP: &str = "`counterfoil settings` lists every setting with its value.";

/// Settings in force, and their version: 1 is the defaults, each change adds one.
pub fn of(book: &Book) -> Result<(Settings, i64)> {
    let version = 1 + book.json_version(KIND, NAME)?;
    let stated = stated(book)?;
    let mut settings = settings(&stated)?;
    // A book may come from elsewhere, or from before there was a least minimum.
    settings.privacy.minimum = settings.privacy.minimum.max(Privacy::FLOOR);
    Ok((settings, version))
}

/// Every setting as `group.name` with its value, and whether it is the default's.
pub fn list(book: &Book) -> Result<Value> {
    let (settings, version) = of(book)?;
    let defaults = flat(&json!(Settings::default()));
    let rows = flat(&json!(settings)).into_iter().map(|(key, value)| {
        let default = defaults.get(&key).cloned().unwrap_or_default();
        json!({"key": key, "value": value, "default": default})
    });
    Ok(json!({"version": version, "settings": rows.collect::<Vec<_>>()}))
}

/// Gives a setting a value; `None` goes back to the default. Nothing is kept that the metrics could not read.
pub fn set(book: &Book, key: &str, value: Option<&str>) -> Result<i64> {
    let mut stated = stated(book)?;
    let defaults = flat(&json!(Settings::default()));
    if !defaults.contains_key(key) {
        return Err(Error::asked(format!("`{key}` is no setting"), HELP));
    }
    match value {
        Some(text) => stated.insert(key.to_owned(), read(text)),
        None => stated.remove(key),
    };
    check(&stated, key)?;
    book.put_json(KIND, NAME, &Value::Object(stated))?;
    Ok(of(book)?.1)
}

/// Fails where settings of which this one was changed cannot be used.
fn check(stated: &Map<String, Value>, key: &str) -> Result<Settings> {
    let mut read = settings(stated)?;
    if key != MINIMUM {
        read.privacy.minimum = read.privacy.minimum.max(Privacy::FLOOR);
    }
    read.check().map_err(|what| Error::asked(what, HELP))?;
    Ok(read)
}

/// The least and the most that a numeric setting may be, in steps from its default, none of them below zero.
pub fn bounds(book: &Book, key: &str, (default, step): (f64, f64), most: u32) -> Result<(f64, f64)> {
    let stated = stated(book)?;
    let value = |steps: f64| default + steps * step;
    let can = |steps: f64| {
        let number = value(steps);
        let whole = step.fract() == 0.0 && number.fract() == 0.0;
        let number = if whole {
            json!(number as i64)
        } else {
            json!(number)
        };
        let mut stated = stated.clone();
        stated.insert(key.to_owned(), number);
        check(&stated, key).is_ok()
    };
    // What may be lies in one piece around the default: halve until its end is found.
    let end = |mut far: f64, towards: f64| {
        let mut near = 0.0;
        if can(far * towards) {
            return value(far * towards);
        }
        while far - near > 1.0 {
            let middle = f64::midpoint(near, far).floor();
            if can(middle * towards) {
                near = middle;
            } else {
                far = middle;
            }
        }
        value(near * towards)
    };
    let down = (default / step).floor().min(f64::from(most));
    Ok((end(down, -1.0), end(f64::from(most), 1.0)))
}

/// Gives a setting the value it had before its last change.
pub(crate) fn back(book: &Book, key: &str) -> Result<i64> {
    let history = book.json_history(KIND, NAME)?;
    let value = |at: usize| {
        let stated = history.get(at).and_then(|(_, json)| json.as_ref());
        stated.and_then(|json| json.get(key)).map(Value::to_string)
    };
    let now = value(history.len().saturating_sub(1));
    let before = (0..history.len()).rev().map(value).find(|value| *value != now);
    set(book, key, before.flatten().as_deref())
}

/// A metric that would come out differently.
pub struct Moved {
    /// Its name.
    pub metric: &'static str,
    /// Rows that would differ, be gone or be new.
    pub rows: usize,
    /// Rows it has now.
    pub of: usize,
}

/// Metrics of people over windows of days.
const OF_PEOPLE: &[&str] = &[
    "distribution",
    "concentration",
    "utilisation",
    "non-adopters",
    "review-flags",
    "team-ranking",
    "rubric",
    "diagnosis",
    "idle-seats",
    "bands",
    "streaks",
    "cohorts",
    "adoption-grid",
    "regularity",
    "capacity",
    "phase",
    "budget-waste",
];
/// Metrics that hide few people besides.
const OF_GROUPS: &[&str] = &[
    "revealed-preference",
    "decoupling",
    "unit-cost",
    "spend-per-employee",
    "spend-to-payroll",
];

/// Metrics whose rows a group of settings may move; a test holds it against what moves.
const READERS: &[(&str, &[&str])] = &[
    ("privacy", OF_PEOPLE),
    ("privacy", OF_GROUPS),
    ("windows", OF_PEOPLE),
    ("review", &["review-flags", "team-ranking"]),
    ("ranking", &["team-ranking"]),
    ("decoupling", &["decoupling", "phase"]),
    ("value-premium", &["value-premium"]),
    ("phase", &["phase"]),
    ("bands", &["bands"]),
    ("utilisation", &["utilisation", "phase"]),
    ("streaks", &["streaks"]),
    (
        "signals",
        &[
            "forecast",
            "budgets",
            "anomalies",
            "budget-waste",
            "reconciliation",
        ],
    ),
    ("preference", &["revealed-preference"]),
    ("repricing", &["repricing"]),
    ("per-employee", &["spend-per-employee"]),
    ("payroll", &["spend-to-payroll"]),
];

/// What a change would move on the book's newest period; fails where the value cannot be used. Only metrics that read the
/// group of the setting are computed.
pub fn effect(scope: &Scope<'_>, key: &str, value: &str) -> Result<Vec<Moved>> {
    let mut stated = stated(scope.book)?;
    stated.insert(key.to_owned(), read(value));
    let changed = check(&stated, key)?;
    let after = scope.with_settings(changed)?;
    let group = key.split('.').next().unwrap_or_default();
    let reads = |id: &str| {
        READERS
            .iter()
            .any(|(name, ids)| *name == group && ids.contains(&id))
    };
    let moved = METRICS
        .iter()
        .filter(|metric| reads(metric.id))
        .map(|metric| moved(metric, scope, &after));
    let moved: Vec<Moved> = moved.collect::<Result<_>>()?;
    Ok(moved.into_iter().filter(|moved| moved.rows > 0).collect())
}

/// How many rows of a metric differ between two scopes.
fn moved(metric: &MetricInfo, before: &Scope<'_>, after: &Scope<'_>) -> Result<Moved> {
    let (before, after) = (result::rows(metric.id, before)?, result::rows(metric.id, after)?);
    let differ = |ours: &[Value], theirs: &[Value]| ours.iter().filter(|row| !theirs.contains(row)).count();
    Ok(Moved {
        metric: metric.name,
        rows: differ(&before, &after).max(differ(&after, &before)),
        of: before.len(),
    })
}

/// What a change moves, in words.
pub fn effect_text(moved: &[Moved]) -> Vec<String> {
    if moved.is_empty() {
        return vec!["No figure of the newest period moves.".to_owned()];
    }
    let line = |moved: &Moved| format!("{}: {} of {} rows move", moved.metric, moved.rows, moved.of);
    moved.iter().map(line).collect()
}

fn stated(book: &Book) -> Result<Map<String, Value>> {
    let json = book.get_json(KIND, NAME)?;
    Ok(json
        .and_then(|json| json.as_object().cloned())
        .unwrap_or_default())
}

/// The defaults with the stated values in their places.
fn settings(stated: &Map<String, Value>) -> Result<Settings> {
    let mut all = json!(Settings::default());
    for (key, value) in stated {
        let place = format!("/{}", key.replace('.', "/"));
        // A setting that a newer version knew is kept in the book and not used here.
        if let Some(place) = all.pointer_mut(&place) {
            *place = value.clone();
        }
    }
    serde_json::from_value(all)
        .map_err(|error| Error::asked(format!("The settings cannot be used: {error}"), HELP))
}

/// A number where it reads as one, else a word.
fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// Nested groups as `group.name`; a list is one value.
fn flat(json: &Value) -> Map<String, Value> {
    let mut all = Map::new();
    let mut open: Vec<(String, &Value)> = vec![(String::new(), json)];
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Object(group) => open.extend(group.iter().rev().map(|(key, value)| {
                let dot = if path.is_empty() { "" } else { "." };
                (format!("{path}{dot}{key}"), value)
            })),
            value => drop(all.insert(path, value.clone())),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_group_of_settings_has_its_readers() {
        let all = flat(&json!(Settings::default()));
        let groups: BTreeSet<&str> = all.keys().filter_map(|key| key.split('.').next()).collect();
        let known: BTreeSet<&str> = READERS.iter().map(|(group, _)| *group).collect();
        assert_eq!(groups, known);
        let ids = READERS.iter().flat_map(|(_, ids)| *ids);
        ids.for_each(|id| assert!(metrics::metric(id).is_some(), "{id}"));
    }

    #[test]
    fn a_setting_ends_where_it_would_be_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let book = Book::create(&folder.path().join("s.counterfoil"), "S").expect("a book");
        let bounds = |key, default, most| bounds(&book, key, (default, 1.0), most).expect("bounds");
        assert_eq!(bounds("privacy.minimum", 5.0, 15), (5.0, 20.0));
        assert_eq!(bounds("privacy.dominance-percent", 70.0, 210), (50.0, 100.0));
    }

    #[test]
    fn a_change_is_a_version_and_what_cannot_be_used_is_not_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let book = Book::create(&folder.path().join("s.counterfoil"), "S").expect("a book");
        assert_eq!(of(&book).expect("defaults"), (Settings::default(), 1));
        assert_eq!(set(&book, "privacy.minimum", Some("8")).expect("set"), 2);
        assert_eq!(of(&book).expect("set").0.privacy.minimum, 8);
        for (key, value) in [
            ("privacy.minimum", "many"),
            ("privacy.minimum", "0"),
            ("privacy.k", "8"),
        ] {
            assert!(set(&book, key, Some(value)).is_err(), "{key} {value}");
        }
        assert_eq!(set(&book, "privacy.minimum", Some("9")).expect("set"), 3);
        assert_eq!(back(&book, "privacy.minimum").expect("back"), 4);
        assert_eq!(of(&book).expect("back").0.privacy.minimum, 8);
        assert_eq!(set(&book, "privacy.minimum", None).expect("default again"), 5);
        assert_eq!(of(&book).expect("defaults").0, Settings::default());
    }
}
