//! Overlap by key: `id`, `bucket`, `largest` and `content`. One row per key and import; the newest value is shown, of
//! `largest` the one that states most.
//!
//! Which row is shown is settled only when the keys are written, because later rows of the same file may still change
//! the value.

use std::collections::BTreeMap;

use model::{ImportId, Key, Outcome, Overlap};

use super::lane::Earlier;
use super::{ImportTx, MOST_KEYS};
use crate::error::{Result, StoreError};
use crate::tables::{Encoded, Kind, Row};
use crate::version::{LIVE, Stored, Version, Writer, read, show, shown, takes_over, versions};

/// What is known of a key: this import's row and fingerprint, and what was shown before.
#[derive(Clone, Copy, Default)]
struct Known {
    own: Option<(i64, i64)>,
    earlier: Option<Earlier>,
}

impl ImportTx<'_> {
    pub(super) fn put_keyed(&mut self, key: Key, encoded: &Encoded, row: &mut Row) -> Result<Outcome> {
        let known = self.known(key, encoded.kind)?;
        let Some((id, own)) = known.own else {
            let value = match known.earlier {
                Some(earlier) if self.repeats_by_key() => earlier.version.value,
                _ => self.fingerprint(encoded.kind, row),
            };
            let id = self.insert(encoded, row, known.earlier.is_none())?;
            self.remember(encoded.kind, key, (id, value), known.earlier)?;
            let outcome = met(self.overlap, known.earlier, value);
            if let Some(earlier) = known.earlier.filter(|_| outcome == Outcome::Duplicate) {
                *self
                    .repeats
                    .entry((earlier.version.import, encoded.kind))
                    .or_default() += 1;
            }
            return Ok(outcome);
        };
        match self.overlap {
            Overlap::Bucket => self.add_stored(id, encoded, row)?,
            Overlap::Id | Overlap::Largest => {}
            _ => return Ok(Outcome::Duplicate),
        }
        let value = self.fingerprint(encoded.kind, row);
        if self.overlap != Overlap::Bucket && !takes_over(self.overlap, own, value) {
            return Ok(Outcome::Duplicate);
        }
        self.rewrite(id, encoded.kind, row)?;
        self.remember(encoded.kind, key, (id, value), known.earlier)?;
        Ok(match (self.overlap, known.earlier) {
            (Overlap::Bucket, earlier) => met(self.overlap, earlier, value),
            _ => Outcome::Replaced,
        })
    }

    /// Whether nothing but its cells identifies a row, so that one with the same key is the same row, unless it is read anew
    /// or stands in for it.
    fn repeats_by_key(&self) -> bool {
        self.overlap == Overlap::Content && self.before.is_none() && self.stands_in.is_none()
    }

    fn known(&self, key: Key, kind: Kind) -> Result<Known> {
        let lane = &self.lanes[kind as usize];
        if let Some(own) = lane.keys.get(&key) {
            let earlier = lane.earlier.get(&key).copied();
            return Ok(Known {
                own: Some(*own),
                earlier,
            });
        }
        if !lane.has_versions || !self.book.may_have(lane.family, key) {
            return Ok(Known::default());
        }
        let mut all = versions(&self.book.conn, lane.family, key)?;
        all.extend(self.book.unwritten.borrow().of(lane.family, key));
        if self.has_place() {
            all = self.before_place(all)?;
        }
        let own = all.iter().rfind(|version| version.import == self.id).copied();
        let before = shown(
            self.overlap,
            all.into_iter().filter(|version| version.import != self.id),
        );
        Ok(Known {
            own: own.map(|version| (version.id, version.value)),
            earlier: before.map(|version| Earlier {
                version,
                is_hidden: own.is_some_and(|own| takes_over(self.overlap, version.value, own.value)),
            }),
        })
    }

    /// Remembers a key of this import; when there are too many, they are written and settled.
    pub(super) fn remember(
        &mut self,
        kind: Kind,
        key: Key,
        own: (i64, i64),
        earlier: Option<Earlier>,
    ) -> Result<()> {
        let lane = &mut self.lanes[kind as usize];
        lane.keys.insert(key, own);
        if let Some(earlier) = earlier {
            lane.earlier.insert(key, earlier);
        }
        if lane.keys.len() >= MOST_KEYS {
            self.write_keys(kind)?;
        }
        Ok(())
    }

    /// Adds the stored row of the same bucket to a new one.
    fn add_stored(&mut self, id: i64, encoded: &Encoded, row: &mut Row) -> Result<()> {
        self.lanes[encoded.kind as usize].flush()?;
        let stored = read(&self.book.conn, encoded.kind, id)?.expect("this import wrote the row");
        let table = encoded.kind.table();
        for at in table.positions(table.additive) {
            row[at] = match (stored.row[at], row[at]) {
                (Some(a), Some(b)) => {
                    let sum = a.checked_add(b);
                    Some(sum.ok_or(StoreError::TooLarge {
                        row: encoded.origin.row,
                    })?)
                }
                (a, b) => a.or(b),
            };
        }
        Ok(())
    }

    fn rewrite(&mut self, id: i64, kind: Kind, row: &Row) -> Result<()> {
        self.lanes[kind as usize].flush()?;
        let stored = read(&self.book.conn, kind, id)?.expect("this import wrote the row");
        self.lanes[kind as usize].overwrite(self.book, id, row)?;
        self.received.wrote(kind, &stored.row, -1);
        self.received.wrote(kind, row, 1);
        if stored.state == LIVE {
            self.changes.count(kind, self.id, &stored.row, -1);
            self.changes.count(kind, self.id, row, 1);
        }
        Ok(())
    }

    /// Writes the remembered keys in order, or leaves that to the end of the group, and settles which rows are shown.
    pub(super) fn write_keys(&mut self, kind: Kind) -> Result<()> {
        let (book, import, may_wait) = (self.book, self.id, !self.has_place());
        let lane = &mut self.lanes[kind as usize];
        lane.flush()?;
        let keys = std::mem::take(&mut lane.keys).into_iter();
        let mut keys: Vec<_> = keys
            .map(|(key, (id, value))| (key, Version { import, id, value }))
            .collect();
        keys.sort_unstable_by_key(|(key, _)| *key);
        lane.has_versions |= !keys.is_empty();
        book.know_keys(lane.family, keys.iter().map(|(key, _)| *key));
        for (key, version) in &keys {
            let Some(earlier) = lane.earlier.remove(key) else {
                continue;
            };
            let hide = takes_over(self.overlap, earlier.version.value, version.value);
            if hide && self.overlap == Overlap::Bucket {
                let day = day_of(kind, read(&book.conn, kind, version.id)?.as_ref());
                note(&mut self.displaced, earlier.version.import, day);
            }
            if hide != earlier.is_hidden {
                show(&book.conn, &mut self.changes, kind, earlier.version.id, !hide)?;
                show(&book.conn, &mut self.changes, kind, version.id, hide)?;
                self.hidden = self.hidden.saturating_add_signed(if hide { 1 } else { -1 });
            }
        }
        if let Some(mut later) = book
            .later()
            .filter(|_| may_wait && !lane.has_written && !keys.is_empty())
        {
            later.put(lane.family, keys);
            return Ok(());
        }
        let mut writer = if lane.has_written {
            Writer::latest(&book.conn)?
        } else {
            Writer::first(&book.conn)?
        };
        lane.has_written |= !keys.is_empty();
        for (key, version) in keys {
            writer.write(lane.family, key, version)?;
        }
        writer.finish()
    }
}

/// How many rows of an earlier import stand in this one, too.
pub(super) type Repeats = BTreeMap<(ImportId, Kind), u64>;

/// First and last day of the rows of an earlier import that no longer count.
pub(super) type Displaced = BTreeMap<ImportId, (i64, i64)>;

fn note(displaced: &mut Displaced, import: ImportId, day: Option<i64>) {
    let Some(day) = day else { return };
    let days = displaced.entry(import).or_insert((day, day));
    *days = (days.0.min(day), days.1.max(day));
}

/// The day of a charge or a usage line.
fn day_of(kind: Kind, stored: Option<&Stored>) -> Option<i64> {
    let has_days = matches!(kind, Kind::Charge | Kind::Usage);
    stored.filter(|_| has_days)?.row[kind.table().column("day")]
}

/// How a value met what was shown before.
pub(super) fn met(overlap: Overlap, earlier: Option<Earlier>, value: i64) -> Outcome {
    match earlier {
        None => Outcome::Kept,
        Some(earlier) if takes_over(overlap, earlier.version.value, value) => Outcome::Replaced,
        Some(_) => Outcome::Duplicate,
    }
}
