//! The rows behind a figure, and the values that a dimension has.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::{Currency, Dimension, ImportId, Measure, Query, Total};
use serde::Serialize;

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::groups::{HUMAN, Plan, Slots, columns, summed, visit};
use crate::journal::from_json;
use crate::rollup::ROLLUPS;
use crate::spellings::folded;
use crate::tables::Kind;

/// One stored fact behind a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactRow {
    /// `charge`, `usage` or `seat`.
    pub kind: &'static str,
    /// The import that brought it.
    pub import: ImportId,
    /// Its file.
    pub file: String,
    /// Index of the table (sheet) in the file.
    pub table: u16,
    /// Row in the file, from 1.
    pub row: u64,
    /// Day it counts on.
    pub day: Option<NaiveDate>,
    /// One text per dimension of [`FactRow::DIMENSIONS`].
    pub values: Vec<String>,
    /// Currency of the amount.
    pub currency: Currency,
    /// The measure asked for, at its scale; `None` where the fact does not carry it.
    pub amount: Option<Total>,
}

impl FactRow {
    /// What [`FactRow::values`] hold, in order.
    pub const DIMENSIONS: &[Dimension] = &[
        Dimension::Provider,
        Dimension::Service,
        Dimension::Sku,
        Dimension::Model,
        Dimension::TokenClass,
        Dimension::Tool,
        Dimension::Account,
        Dimension::Project,
        Dimension::Person,
        Dimension::Category,
        Dimension::Invoice,
    ];
}

impl Book {
    /// The facts behind a figure, in the order they came in. To open one group, filter by its keys.
    pub fn facts(&self, query: &Query, limit: usize, offset: usize) -> Result<Vec<FactRow>> {
        self.read_facts(query, limit, offset)
            .map_err(|error| self.named(error))
    }

    fn read_facts(&self, query: &Query, limit: usize, offset: usize) -> Result<Vec<FactRow>> {
        let (mut found, mut skip) = (Vec::new(), offset);
        for (kind, measure, condition) in behind(query.measure) {
            let sql = |plan: &Plan| {
                let currency = if kind == Kind::Seat { "0" } else { "currency" };
                format!(
                    "SELECT {}import, tab, line, day, {currency}, {measure} FROM {} WHERE {} ORDER BY id",
                    plan.selection(),
                    kind.table().name,
                    plan.conditions(condition)
                )
            };
            let shown = Query {
                by: FactRow::DIMENSIONS.to_vec(),
                ..query.clone()
            };
            let plan = Plan::new(self, kind, &shown)?;
            let mut slots = Slots::new(self)?;
            visit(self, &plan, &sql(&plan), &mut |raw, row| {
                let Some(values) = slots.texts(&plan, raw)? else {
                    return Ok(true);
                };
                if skip > 0 {
                    skip -= 1;
                    return Ok(true);
                }
                if found.len() >= limit {
                    return Ok(false);
                }
                let at = raw.len();
                let amount: Option<i64> = row.get(at + 5)?;
                found.push(FactRow {
                    kind: kind.table().name,
                    import: row.get(at)?,
                    file: String::new(),
                    table: row.get(at + 1)?,
                    row: row.get::<_, i64>(at + 2)? as u64,
                    day: days::day(row.get(at + 3)?),
                    values,
                    currency: Currency::new(&slots.decoder.word(row.get(at + 4)?)?),
                    amount: amount.map(|amount| Total(amount.into())),
                });
                Ok(true)
            })?;
        }
        for row in &mut found {
            row.file = self.file_of(row.import)?;
        }
        Ok(found)
    }

    fn file_of(&self, import: ImportId) -> Result<String> {
        let mut query = self
            .conn
            .prepare_cached("SELECT header FROM import WHERE id = ?1")?;
        let header: String = query.query_row([import], |row| row.get(0))?;
        Ok(from_json::<model::ImportHeader>(&header).file)
    }

    /// Values of a dimension that contain a text (any case), sorted; "" is left out.
    pub fn values(&self, dimension: &Dimension, needle: &str, limit: usize) -> Result<Vec<String>> {
        let found = self.read_values(dimension).map_err(|error| self.named(error))?;
        let needle = folded(needle);
        let fits = |text: &String| !text.is_empty() && folded(text).contains(&needle);
        Ok(found.into_iter().filter(fits).take(limit).collect())
    }

    fn read_values(&self, dimension: &Dimension) -> Result<BTreeSet<String>> {
        let query = Query::of(Measure::Tokens).by(dimension.clone());
        let mut values = BTreeSet::new();
        for kind in [Kind::Charge, Kind::Usage, Kind::Seat] {
            if columns(kind, dimension).is_empty() {
                continue;
            }
            let plan = Plan::new(self, kind, &query)?;
            // A tag that no line has is made from no column.
            if plan.selection().is_empty() {
                continue;
            }
            let rollup = ROLLUPS.iter().find(|rollup| plan.is_in(rollup));
            let from = rollup.map_or_else(
                || format!("{} WHERE live = 1", kind.table().name),
                |rollup| rollup.name.to_owned(),
            );
            let mut slots = Slots::new(self)?;
            visit(
                self,
                &plan,
                &format!(
                    "SELECT DISTINCT {} FROM {from}",
                    plan.selection().trim_end_matches(", ")
                ),
                &mut |raw, _| {
                    slots.slot(&plan, raw)?;
                    Ok(true)
                },
            )?;
            values.extend(slots.into_keys().filter_map(|((mut keys, _), _)| keys.pop()));
        }
        Ok(values)
    }
}

/// Tables behind a measure, the column that carries it and which rows count.
fn behind(measure: Measure) -> Vec<(Kind, &'static str, &'static str)> {
    match measure {
        Measure::ActiveDays => vec![(Kind::Usage, "active_days", HUMAN)],
        Measure::People => vec![(Kind::Usage, "NULL", HUMAN)],
        Measure::Seats => vec![(Kind::Seat, "1", "live = 1")],
        Measure::Estimated => vec![
            (Kind::Charge, "estimated", "live = 1 AND estimated IS NOT NULL"),
            (Kind::Usage, "estimated", "live = 1 AND estimated IS NOT NULL"),
        ],
        _ => summed(measure)
            .iter()
            .map(|(kind, column)| (*kind, *column, "live = 1"))
            .collect(),
    }
}
