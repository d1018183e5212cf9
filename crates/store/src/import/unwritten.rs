//! Versions that the files of an open group brought, written in one go when it ends: keys are spread over the whole
//! table, so its pages are then changed once a group instead of once a file.

use std::mem;

use model::{ImportId, Key};
use rusqlite::Connection;

use crate::error::Result;
use crate::version::{Version, Writer};

/// What each import brought for each family, sorted by key.
#[derive(Debug, Default)]
pub(crate) struct Unwritten(Vec<Run>);

#[derive(Debug)]
struct Run {
    family: i64,
    versions: Vec<(Key, Version)>,
}

impl Unwritten {
    /// Adds what an import brought for a family, sorted by key.
    pub(crate) fn put(&mut self, family: i64, versions: Vec<(Key, Version)>) {
        self.0.push(Run { family, versions });
    }

    /// The versions of a key, oldest import first.
    pub(crate) fn of(&self, family: i64, key: Key) -> impl Iterator<Item = Version> {
        let runs = self.0.iter().filter(move |run| run.family == family);
        runs.filter_map(move |run| {
            let at = run.versions.binary_search_by_key(&key, |(own, _)| *own).ok()?;
            Some(run.versions[at].1)
        })
    }

    /// Whether there are any of a family.
    pub(crate) fn has(&self, family: i64) -> bool {
        self.0.iter().any(|run| run.family == family)
    }

    /// Forgets those of an import that is given up.
    pub(crate) fn give_up(&mut self, import: ImportId) {
        let is_its = |run: &Run| {
            run.versions
                .first()
                .is_some_and(|(_, first)| first.import == import)
        };
        self.0.retain(|run| !is_its(run));
    }

    /// Writes all, in the order of the table.
    pub(crate) fn write(&mut self, conn: &Connection) -> Result<()> {
        let runs = mem::take(&mut self.0).into_iter();
        let mut all: Vec<(i64, Key, Version)> = runs
            .flat_map(|run| {
                let versions = run.versions.into_iter();
                versions.map(move |(key, version)| (run.family, key, version))
            })
            .collect();
        // Sorted runs are merged. Of several versions of one import the last counts.
        let place = |(family, key, version): &(i64, Key, Version)| (*family, *key, version.import);
        all.sort_by_key(place);
        let mut writer = Writer::first(conn)?;
        for (at, (family, key, version)) in all.iter().enumerate() {
            if all.get(at + 1).map(place) != Some((*family, *key, version.import)) {
                writer.write(*family, *key, *version)?;
            }
        }
        writer.finish()
    }
}
