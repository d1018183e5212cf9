//! The journal: what came in, from where, how much, with which problems.

use std::collections::BTreeMap;

use model::{
    FactCounts, ImportHeader, ImportId, ImportRecord, ImportStatus, Made, MeasureTotal, Period, Problem,
    Question, RowCounts,
};
use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::days;
use crate::error::{Result, StoreError};
use crate::import::ImportSummary;

/// The imports of files with the bytes of `?1`; what a name says of them stands behind a hyphen.
pub(crate) const WITH_BYTES: &str =
    "import INDEXED BY import_digest WHERE sha256 >= ?1 AND sha256 < ?1 || '.' AND ?1 <> ''";

/// The counted part of a record, kept as JSON.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) rows: RowCounts,
    pub(crate) facts: FactCounts,
    pub(crate) totals: Vec<MeasureTotal>,
    pub(crate) problems: [u64; 3],
    #[serde(default)]
    pub(crate) answers: Vec<Question>,
    #[serde(default, skip_serializing_if = "Made::is_unsaid")]
    pub(crate) made: Made,
}

impl Counts {
    pub(crate) fn of(summary: &ImportSummary) -> Self {
        Self {
            rows: summary.rows,
            facts: summary.facts,
            totals: summary.totals.clone(),
            problems: summary.problem_counts,
            answers: summary.answers.clone(),
            made: summary.made.clone(),
        }
    }
}

const RECORD: &str = "SELECT id, at, undone, header, outcome, period_from, period_to FROM import";

impl Book {
    /// Every import, undone ones too, oldest first.
    pub fn imports(&self) -> Result<Vec<ImportRecord>> {
        let mut records = self.imports_since(0)?;
        for (import, total) in self.not_counted()? {
            let record = records.iter_mut().find(|record| record.id == import);
            if let Some(record) = record {
                record.not_counted.push(total);
            }
        }
        Ok(records)
    }

    /// Every import after one, undone ones too, oldest first; without what of them is not counted.
    pub fn imports_since(&self, last: ImportId) -> Result<Vec<ImportRecord>> {
        let read = self
            .conn
            .prepare_cached(&format!("{RECORD} WHERE id > ?1 ORDER BY id"))
            .and_then(|mut query| query.query_map([last], record)?.collect());
        read.map_err(|error| self.named(error))
    }

    /// Of every import its place in the order of deliveries, and when what stands there first came in: both stay where a
    /// file is read anew.
    pub fn places(&self) -> Result<BTreeMap<ImportId, (ImportId, String)>> {
        let sql = "SELECT i.id, first.id, first.at FROM import i JOIN import first ON first.id = coalesce(i.place, i.id)";
        let read = self.conn.prepare_cached(sql).and_then(|mut query| {
            let places = query.query_map((), |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
            places.collect()
        });
        read.map_err(|error| self.named(error))
    }

    /// What was said about the cells and rows of a file when it was last read, whether or not that was undone.
    pub fn fixes_of(&self, sha256: &str) -> Result<Option<String>> {
        let sql = format!("SELECT header FROM {WITH_BYTES} ORDER BY id DESC LIMIT 1");
        let found = self.conn.prepare_cached(&sql);
        let header: rusqlite::Result<Option<String>> =
            found.and_then(|mut query| query.query_row([sha256], |row| row.get(0)).optional());
        let header = header.map_err(|error| self.named(error))?;
        Ok(header.and_then(|header| from_json::<ImportHeader>(&header).fixes))
    }

    /// Whether a file of so many bytes was ever read: without one, no file of that size is known.
    pub fn has_read(&self, bytes: u64) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM import WHERE header ->> 'bytes' = ?1)";
        let read = self.conn.prepare_cached(sql);
        let found = read.and_then(|mut query| query.query_row([bytes as i64], |row| row.get(0)));
        found.map_err(|error| self.named(error))
    }

    /// The problems of one import, in the order they were found.
    pub fn problems(&self, import: ImportId) -> Result<Vec<Problem>> {
        let exists = "SELECT EXISTS (SELECT 1 FROM import WHERE id = ?1)";
        let is_known: bool = self
            .conn
            .query_row(exists, [import], |row| row.get(0))
            .map_err(|error| self.named(error))?;
        if !is_known {
            return Err(StoreError::UnknownImport(import));
        }
        let sql = "SELECT problem FROM problem WHERE import = ?1 ORDER BY number";
        let texts: rusqlite::Result<Vec<String>> = self.conn.prepare_cached(sql).and_then(|mut query| {
            let texts = query.query_map([import], |row| row.get(0))?;
            texts.collect()
        });
        let texts = texts.map_err(|error| self.named(error))?;
        Ok(texts
            .iter()
            .filter_map(|text| serde_json::from_str(text).ok())
            .collect())
    }
}

fn record(row: &Row<'_>) -> rusqlite::Result<ImportRecord> {
    let header: ImportHeader = from_json(&row.get::<_, String>(3)?);
    let counts: Counts = from_json(&row.get::<_, String>(4)?);
    let period = days::day(row.get::<_, Option<i64>>(5)?.unwrap_or(0))
        .zip(days::day(row.get::<_, Option<i64>>(6)?.unwrap_or(0)));
    let is_undone: bool = row.get(2)?;
    Ok(ImportRecord {
        id: row.get(0)?,
        header,
        at: row.get(1)?,
        status: if is_undone {
            ImportStatus::Undone
        } else {
            ImportStatus::Committed
        },
        rows: counts.rows,
        facts: counts.facts,
        period: period.map(|(from, to)| Period::new(from, to)),
        totals: counts.totals,
        problems: counts.problems,
        answers: counts.answers,
        made: counts.made,
        not_counted: Vec::new(),
    })
}

/// Our own JSON; what a damaged book holds instead reads as empty rather than stopping the journal.
pub(crate) fn from_json<T: Default + serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}
