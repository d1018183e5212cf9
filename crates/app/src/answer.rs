//! An answer of the book as the stable JSON document of the command line, and as lines for a terminal.

use metrics::Explanation;
use metrics::money::spend::spend;
use model::{Currency, Dimension, Exact, Group, Groups, Measure, Query, Total, capitalised};
use serde_json::{Map, Value, json};
use store::Book;

use crate::Result;
use crate::currency::{self, Conversion};
use crate::estimate::{self, Reach};
use crate::settings;
use crate::show::spans;

/// What `spend` adds up unless told otherwise.
pub const SPENT: Measure = Measure::Billed;
/// What `usage` adds up unless told otherwise.
pub const USED: Measure = Measure::Tokens;

/// An answer with what has to be said about it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The sums.
    pub groups: Groups,
    /// How far an estimate reaches.
    reach: Option<Reach>,
    /// What was converted.
    conversion: Option<Conversion>,
    /// Version of the settings in force.
    settings_version: i64,
    /// What there is to say about the question itself.
    pub(crate) of_question: Vec<String>,
}

/// The answer to a query, in one currency if that is asked for.
pub fn of(book: &Book, query: &Query, currency: Option<&str>) -> Result<Answer> {
    let (_, settings_version) = settings::of(book)?;
    let Some(code) = currency else {
        let (groups, reach) = estimate::groups(book, query)?;
        return Ok(Answer {
            groups,
            reach,
            conversion: None,
            settings_version,
            of_question: Vec::new(),
        });
    };
    let (groups, conversion, reach) = currency::converted(book, query, &Currency::new(code))?;
    Ok(Answer {
        groups,
        reach,
        conversion: Some(conversion),
        settings_version,
        of_question: Vec::new(),
    })
}

impl Answer {
    /// The JSON document: sums with coverage of the estimate, and every rate used.
    pub fn document(&self, id: &str) -> Value {
        let explanation = spend(&self.groups).explanation;
        let mut document = document(id, &self.groups, &explanation);
        document["explain"]["settings_version"] = self.settings_version.into();
        for (name, value) in self.inputs() {
            document["explain"]["inputs"][name] = value.into();
        }
        if let Some(conversion) = &self.conversion {
            document["explain"]["rates"] = conversion.document();
        }
        document["notes"] = self.notes(explanation.notes).into();
        document
    }

    fn inputs(&self) -> Vec<(String, String)> {
        let reach = self
            .reach
            .iter()
            .map(|reach| ("Tokens with an estimate".to_owned(), reach.text()));
        let rates = self.conversion.iter().flat_map(Conversion::inputs);
        reach.chain(rates).collect()
    }

    fn notes(&self, of_sums: Vec<String>) -> Vec<String> {
        let question = self.of_question.iter().cloned();
        let reach = self.reach.iter().flat_map(Reach::notes);
        let conversion = self.conversion.iter().flat_map(Conversion::notes);
        question.chain(of_sums).chain(reach).chain(conversion).collect()
    }

    /// The same as lines for a terminal.
    pub fn remarks(&self) -> Vec<String> {
        let inputs = self
            .inputs()
            .into_iter()
            .map(|(name, value)| format!("{name}: {value}"));
        inputs
            .chain(self.notes(spend(&self.groups).explanation.notes))
            .collect()
    }
}

/// The JSON document of `spend`, `usage` and plain sums.
fn document(id: &str, groups: &Groups, explanation: &Explanation) -> Value {
    let query = &groups.query;
    let measure = query.measure;
    json!({
        "metric": id,
        "measure": measure.id(),
        "unit": if measure.is_money() { "currency" } else { measure.id() },
        "period": query.period.map(|period| json!({"from": period.from, "to": period.to})),
        "columns": columns(&query.by, measure),
        "rows": groups.groups.iter().map(|group| row(group, &query.by, measure)).collect::<Vec<_>>(),
        "totals": totals(groups),
        "coverage": coverage(groups),
        "explain": explain(explanation, groups),
    })
}

fn columns(by: &[Dimension], measure: Measure) -> Vec<Value> {
    let column = |key: &str, label: &str, kind: &str| json!({"key": key, "label": label, "type": kind});
    let mut columns: Vec<Value> = by
        .iter()
        .map(|dimension| {
            let kind = if matches!(dimension, Dimension::Time(_)) {
                "day"
            } else {
                "text"
            };
            column(&dimension.to_string(), &dimension.label(), kind)
        })
        .collect();
    if measure.is_money() {
        columns.push(column("currency", "Currency", "text"));
    }
    let kind = if measure.is_money() { "money" } else { "number" };
    columns.push(column(measure.id(), &label(measure), kind));
    columns
}

/// The heading of a measure: `Active days`.
pub fn label(measure: Measure) -> String {
    capitalised(&measure.id().replace('-', " "))
}

fn row(group: &Group, by: &[Dimension], measure: Measure) -> Value {
    let mut row = Map::new();
    for (dimension, key) in by.iter().zip(&group.keys) {
        row.insert(dimension.to_string(), Value::from(key.clone()));
    }
    if measure.is_money() {
        row.insert("currency".to_owned(), Value::from(group.currency.code()));
    }
    row.insert(measure.id().to_owned(), value(measure, group));
    if group.without > 0 {
        row.insert("without".to_owned(), Value::from(group.without));
    }
    if group.provisional {
        row.insert("provisional".to_owned(), Value::from(true));
    }
    Value::Object(row)
}

/// Money and quantities with decimals as text, whole counts as numbers.
/// Nothing stated is `null`: it is not zero.
fn value(measure: Measure, group: &Group) -> Value {
    if is_silent(group) {
        return Value::Null;
    }
    let text = plain(measure, group.value, group);
    if measure.is_money() || measure.scale() > 0 {
        return Value::from(text);
    }
    i64::try_from(group.value.0).map_or_else(|_| Value::from(text), Value::from)
}

/// Whether no fact of the group states the measure.
fn is_silent(group: &Group) -> bool {
    group.facts == 0 && group.without > 0
}

fn plain(measure: Measure, total: Total, group: &Group) -> String {
    if is_silent(group) {
        return "not stated".to_owned();
    }
    if measure.is_money() {
        total.text(&group.currency)
    } else {
        Exact::new(total.0, measure.scale() as u8).to_string()
    }
}

/// Sums per currency. People and seats are not added over groups: one person may be in several.
fn totals(groups: &Groups) -> Vec<Value> {
    let measure = groups.query.measure;
    if matches!(measure, Measure::People | Measure::ActiveDays | Measure::Seats)
        && !groups.query.by.is_empty()
    {
        return Vec::new();
    }
    let mut totals: Vec<Group> = Vec::new();
    for group in &groups.groups {
        match totals.iter_mut().find(|total| total.currency == group.currency) {
            Some(total) => {
                total.value = total.value + group.value;
                total.facts += group.facts;
                total.without += group.without;
            }
            None => totals.push(group.clone()),
        }
    }
    totals.sort_by(|a, b| a.currency.cmp(&b.currency));
    totals
        .iter()
        .map(|total| {
            let mut row = Map::new();
            if measure.is_money() {
                row.insert("currency".to_owned(), Value::from(total.currency.code()));
            }
            row.insert(measure.id().to_owned(), value(measure, total));
            Value::Object(row)
        })
        .collect()
}

fn coverage(groups: &Groups) -> Value {
    let coverage = &groups.coverage;
    json!({"sources": coverage.sources, "from": coverage.from, "to": coverage.to, "unknown_people": coverage.unknown_people})
}

fn explain(explanation: &Explanation, groups: &Groups) -> Value {
    let inputs: Map<String, Value> = explanation
        .inputs
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(spans(value))))
        .collect();
    json!({
        "formula": spans(&explanation.formula),
        "inputs": inputs,
        "imports": groups.coverage.imports,
    })
}

/// The same as lines of a table for people: heading, rows, totals; figures right-aligned.
pub fn lines(groups: &Groups) -> Vec<String> {
    let measure = groups.query.measure;
    let mut table: Vec<Vec<String>> = vec![heading(groups)];
    for group in &groups.groups {
        let mut cells: Vec<String> = group.keys.iter().map(|key| shown(key)).collect();
        if measure.is_money() {
            cells.push(group.currency.code().to_owned());
        }
        cells.push(plain(measure, group.value, group));
        table.push(cells);
    }
    align(&table)
}

fn heading(groups: &Groups) -> Vec<String> {
    let measure = groups.query.measure;
    let currency = measure.is_money().then(|| "Currency".to_owned());
    groups
        .query
        .by
        .iter()
        .map(Dimension::label)
        .chain(currency)
        .chain([label(measure)])
        .collect()
}

fn shown(key: &str) -> String {
    if key.is_empty() {
        "(not stated)".to_owned()
    } else {
        key.to_owned()
    }
}

/// Pads cells to columns; the last column is right-aligned.
pub fn align(table: &[Vec<String>]) -> Vec<String> {
    let columns = table.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        table
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let pad = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(at, cell)| {
            let width = widths[at];
            if at + 1 == columns {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    table.iter().map(pad).collect()
}
