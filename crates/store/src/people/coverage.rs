//! What each source could see: the days its files cover, and whether it names people.

use std::collections::BTreeMap;

use model::{Period, SourceCoverage, is_working_day};

use super::used;
use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::memo::Asked;
use crate::rollup::end_of_import;
use crate::tables::Kind;

/// One source with every stretch of days that its live imports cover, joined where they touch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    pub(crate) number: i64,
    pub(crate) name: String,
    pub(crate) names_people: bool,
    pub(crate) stretches: Vec<Period>,
    /// Those of imports that tell in which week something was done, which a total of a month does not.
    pub(crate) by_week: Vec<Period>,
}

impl Source {
    /// Whether the source saw every working day of a window: exports that list only days with activity end on a
    /// Friday, and a silent weekend at either end proves nothing.
    pub(crate) fn covers(&self, window: Period) -> bool {
        let mut working = window
            .from
            .iter_days()
            .take_while(|day| *day < window.to)
            .filter(|day| is_working_day(*day));
        let (first, last) = (working.next(), working.last());
        let (Some(first), Some(last)) = (first, last.or(first)) else {
            return self
                .stretches
                .iter()
                .any(|days| days.from <= window.from && window.to <= days.to);
        };
        self.stretches
            .iter()
            .any(|days| days.contains(first) && days.contains(last))
    }
}

impl Book {
    /// What each source could see: one entry per unbroken stretch of days.
    pub fn coverage(&self) -> Result<Vec<SourceCoverage>> {
        let sources = self.sources().map_err(|error| self.named(error))?;
        let entries = sources.into_iter().flat_map(|source| {
            let stretches = source.stretches.into_iter();
            stretches.map(move |period| SourceCoverage {
                source: source.name.clone(),
                period,
                names_people: source.names_people,
            })
        });
        Ok(entries.collect())
    }

    /// Every source of live imports but lists of prices and rates, which see nobody. An import covers the period it states, else the days of its facts.
    pub(crate) fn sources(&self) -> Result<Vec<Source>> {
        self.remembered(Asked::Sources, || self.read_sources())
    }

    fn read_sources(&self) -> Result<Vec<Source>> {
        let sql = format!(
            "SELECT source, text, coalesce(period_from, {}), coalesce(period_to, {} + 1), EXISTS
             (SELECT 1 FROM usage_by_person used WHERE used.import = import.id AND {})
             FROM import JOIN word ON word.id = source WHERE undone = 0 AND NOT EXISTS
             (SELECT 1 FROM import_range list WHERE list.import = import.id AND list.kind IN ({}, {})) ORDER BY text, 3",
            end_of_import("min"),
            end_of_import("max"),
            used::is_total(),
            Kind::Price as i64,
            Kind::Rate as i64
        );
        let mut query = self.conn.prepare_cached(&sql)?;
        let mut rows = query.query(())?;
        let mut sources: BTreeMap<i64, Source> = BTreeMap::new();
        let personal = self.personal_sources()?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let source = sources.entry(number).or_default();
            source.number = number;
            source.name = row.get(1)?;
            source.names_people = personal.contains(&number);
            let (from, to): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
            if let Some((from, to)) = from.and_then(days::day).zip(to.and_then(days::day)) {
                let days = Period::new(from, to);
                join(&mut source.stretches, days);
                let is_total: bool = row.get(4)?;
                if !is_total {
                    join(&mut source.by_week, days);
                }
            }
        }
        Ok(sources.into_values().collect())
    }

    fn personal_sources(&self) -> Result<Vec<i64>> {
        let sql = "SELECT DISTINCT source FROM import WHERE undone = 0 AND EXISTS
                   (SELECT 1 FROM usage_by_person used WHERE used.import = import.id AND who <> 0)";
        let mut query = self.conn.prepare_cached(sql)?;
        let found = query.query_map((), |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

/// Adds a stretch to stretches that come in order of their first day.
fn join(stretches: &mut Vec<Period>, next: Period) {
    match stretches.last_mut().filter(|last| next.from <= last.to) {
        Some(last) => *last = last.hull(&next),
        None => stretches.push(next),
    }
}
