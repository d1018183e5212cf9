//! Sums computed from the text of files, by means that share nothing with the program: its own CSV reader and
//! arbitrary decimals.

use std::collections::BTreeMap;

use bigdecimal::{BigDecimal, RoundingMode, Zero};
use serde_json::Value;

/// Amount by month and model.
pub(crate) type Sums = BTreeMap<(String, String), BigDecimal>;
/// One record by column name.
pub(crate) type Record = BTreeMap<String, String>;

/// Which columns of a file say what.
pub(crate) struct Columns {
    pub(crate) day: &'static str,
    /// Empty where the file knows no model.
    pub(crate) model: &'static str,
    pub(crate) amount: &'static str,
}

/// Adds a file up. Each amount is rounded half-even to 9 decimals first: the scale at which money is kept.
pub(crate) fn add(sums: &mut Sums, text: &str, columns: &Columns) {
    for record in records(text) {
        let month = month(&record[columns.day]);
        let model = record.get(columns.model).cloned().unwrap_or_default();
        let amount = decimal(&record[columns.amount]).with_scale_round(9, RoundingMode::HalfEven);
        *sums.entry((month, model)).or_insert_with(BigDecimal::zero) += amount;
    }
}

/// The sum of a column exactly as its text has it.
pub(crate) fn column_sum(text: &str, column: &str) -> BigDecimal {
    records(text).iter().map(|record| decimal(&record[column])).sum()
}

/// The rows of `spend --by month,model --json`.
pub(crate) fn answered(spend: &Value, measure: &str) -> Sums {
    let rows = spend["rows"].as_array().expect("rows");
    let mut sums = Sums::new();
    for row in rows {
        let text = |key: &str| row[key].as_str().expect("text").to_owned();
        let before = sums.insert((text("month"), text("model")), decimal(&text(measure)));
        assert!(before.is_none(), "one row per group: {row}");
    }
    sums
}

pub(crate) fn decimal(text: &str) -> BigDecimal {
    let text = text.trim();
    if text.is_empty() {
        return BigDecimal::zero();
    }
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// First day of the month of `2026-09-03…` or `09/03/2026`.
fn month(day: &str) -> String {
    match day.split('/').collect::<Vec<_>>()[..] {
        [month, _, year] => format!("{}-{month:0>2}-01", &year[..4]),
        _ => format!("{}-01", &day[..7]),
    }
}

/// Records of RFC 4180 text with a header.
pub(crate) fn records(text: &str) -> Vec<Record> {
    let mut lines = fields(text.trim_start_matches('\u{feff}')).into_iter();
    let header = lines.next().expect("a header");
    lines
        .map(|line| header.iter().cloned().zip(line).collect())
        .collect()
}

fn fields(text: &str) -> Vec<Vec<String>> {
    let mut lines = vec![vec![String::new()]];
    let mut is_quoted = false;
    for letter in text.chars() {
        let line = lines.last_mut().expect("never empty");
        match letter {
            // A doubled quote closes and opens again, and leaves one behind.
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => line.push(String::new()),
            '\n' if !is_quoted => lines.push(vec![String::new()]),
            '\r' if !is_quoted => {}
            _ => line.last_mut().expect("never empty").push(letter),
        }
    }
    lines.retain(|line| line.len() > 1);
    lines
}
