//! Answers a `Query` with groups. Picks a roll-up where one has all that is asked, else reads the facts.
//!
//! **Which day a fact counts on**: the first day of its period, for every grain, so that days add up to weeks and
//! months and an amount is never split. A charge without a period counts on the first day of its billing month.

mod decode;
mod distinct;
mod plan;
mod scan;
mod source;
mod turns;

use std::collections::BTreeSet;

use model::{Coverage, Currency, Dimension, Group, Groups, ImportId, Measure, Query, Total};

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::memo::Asked;
use crate::people::Somebody;
pub(crate) use decode::{Decoder, Slots, listed, pairs_of};
pub(crate) use distinct::{HUMAN, is_human, visit};
pub(crate) use plan::{Plan, word_numbers};
use scan::Sums;
pub(crate) use source::{columns, summed};

impl Book {
    /// Answers a question about money, quantities or people. Money is always split by currency.
    pub fn groups(&self, query: &Query) -> Result<Groups> {
        self.remembered(Asked::Groups(query.clone()), || self.read_groups(query))
            .map_err(|error| self.named(error))
    }

    fn read_groups(&self, query: &Query) -> Result<Groups> {
        let (mut groups, seen) = match query.measure {
            Measure::ActiveDays | Measure::People => distinct::activity(self, query),
            Measure::Seats => distinct::seats(self, query),
            _ => scan::sums(self, query),
        }?;
        groups.sort_unstable_by(|a, b| (&a.keys, &a.currency).cmp(&(&b.keys, &b.currency)));
        Ok(Groups {
            query: query.clone(),
            groups,
            coverage: Coverage {
                moved_people: self.people_moved(query)?,
                ..self.coverage_of(seen)?
            },
        })
    }

    /// People of whom rosters say different things in what an answer is by or filtered by.
    fn people_moved(&self, query: &Query) -> Result<u32> {
        let filters = query.filters.iter().map(|filter| &filter.dimension);
        let asked: Vec<Dimension> = query.by.iter().chain(filters).cloned().collect();
        Ok(self.roster()?.people_elsewhere(&asked))
    }

    fn coverage_of(&self, seen: Seen) -> Result<Coverage> {
        let mut sources = BTreeSet::new();
        for import in &seen.imports {
            let source = "SELECT source FROM import WHERE id = ?1";
            sources.insert(
                self.conn
                    .query_row(source, [import], |row| row.get::<_, i64>(0))?,
            );
        }
        Ok(Coverage {
            sources: sources.len() as u32,
            from: days::day(seen.from),
            to: days::day(seen.to),
            unknown_people: self.people_never_seen()?,
            moved_people: 0,
            imports: seen.imports.into_iter().collect(),
        })
    }

    /// People of the roster whom no identity of any source names.
    fn people_never_seen(&self) -> Result<u32> {
        let roster = self.roster()?;
        if roster.people.is_empty() {
            return Ok(0);
        }
        let named: BTreeSet<i64> = self
            .named_identities(&roster)?
            .iter()
            .filter_map(|identity| match roster.who(*identity)? {
                Somebody::Person(person) => roster.people.contains_key(person).then_some(*person),
                Somebody::Stranger(_) | Somebody::Thing(_) => None,
            })
            .collect();
        Ok((roster.people.len() - named.len()) as u32)
    }
}

/// What rows contributed to an answer.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    imports: BTreeSet<ImportId>,
    from: i64,
    to: i64,
}

impl Seen {
    /// Notes one contributing row.
    pub(crate) fn note(&mut self, import: ImportId, day: i64) {
        self.imports.insert(import);
        if day != 0 {
            self.from = if self.from == 0 { day } else { self.from.min(day) };
            self.to = self.to.max(day + 1);
        }
    }
}

/// One group of the answer.
fn group((keys, currency): (Vec<String>, String), measure: Measure, sums: &Sums) -> Group {
    let quantity = sums.uniform_quantity();
    Group {
        keys,
        currency: if measure.is_money() {
            Currency::new(&currency)
        } else {
            Currency::default()
        },
        value: Total(sums.value),
        quantity: quantity.map(|(quantity, _)| quantity),
        unit: quantity.map(|(_, unit)| unit.to_owned()).unwrap_or_default(),
        facts: sums.carrying as u64,
        without: (sums.facts - sums.carrying) as u64,
        provisional: sums.is_provisional,
    }
}
