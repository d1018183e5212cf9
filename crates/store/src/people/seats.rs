//! Seats: who holds which product in its newest snapshot, and how many of them are used.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::Somebody;
use super::used::human_by_day;
use crate::book::Book;
use crate::days;
use crate::error::Result;

/// Seats of one product in its newest snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeatCount {
    /// Vendor.
    pub provider: String,
    /// Product.
    pub product: String,
    /// Day of the snapshot.
    pub snapshot: NaiveDate,
    /// Seats listed in it.
    pub assigned: u32,
    /// Of those, seats that name somebody.
    pub named: u32,
    /// Of those, holders seen active in the 28 days before the day asked for: by the vendor's own last activity or
    /// by usage of the same provider.
    pub active_28: u32,
    /// Holders of whom neither says anything.
    pub unknown: u32,
}

/// One seat in the newest snapshot of its product.
#[derive(Clone, Debug)]
pub(crate) struct HeldSeat {
    pub(crate) provider: String,
    pub(crate) product: String,
    pub(crate) who: i64,
    pub(crate) snapshot: NaiveDate,
    pub(crate) assigned: Option<NaiveDate>,
    pub(crate) last_active: Option<NaiveDate>,
    pub(crate) state: String,
}

impl Book {
    /// Seats per product in its newest snapshot on or before a day.
    pub fn seats(&self, at: NaiveDate) -> Result<Vec<SeatCount>> {
        self.count_seats(at).map_err(|error| self.named(error))
    }

    fn count_seats(&self, at: NaiveDate) -> Result<Vec<SeatCount>> {
        let roster = self.roster()?;
        let since = at - Days::new(28);
        let used = self.active_by_provider(since, at)?;
        let mut counts: BTreeMap<(String, String), SeatCount> = BTreeMap::new();
        let mut counted = BTreeSet::new();
        for seat in self.held_seats(at)? {
            let key = (seat.provider.clone(), seat.product.clone());
            let count = counts.entry(key.clone()).or_insert_with(|| SeatCount {
                provider: seat.provider.clone(),
                product: seat.product.clone(),
                snapshot: seat.snapshot,
                assigned: 0,
                named: 0,
                active_28: 0,
                unknown: 0,
            });
            let who = roster.who(seat.who);
            // Listed twice (two teams, two organisations) is still one seat.
            if who.is_some_and(|who| !counted.insert((key, who.clone()))) {
                continue;
            }
            count.assigned += 1;
            let Some(who) = who else { continue };
            count.named += 1;
            let seen = used
                .get(&seat.provider)
                .is_some_and(|people| people.contains(who));
            if seen || seat.last_active.is_some_and(|day| since <= day && day < at) {
                count.active_28 += 1;
            } else if seat.last_active.is_none() && !used.contains_key(&seat.provider) {
                count.unknown += 1;
            }
        }
        Ok(counts.into_values().collect())
    }

    /// Every seat in the newest snapshot of its product before or on a day.
    pub(crate) fn held_seats(&self, at: NaiveDate) -> Result<Vec<HeldSeat>> {
        let sql = "SELECT v.text, p.text, who, day, assigned, last_active, s.text FROM seat
                   JOIN word v ON v.id = provider JOIN word p ON p.id = product JOIN word s ON s.id = state
                   WHERE live = 1 AND (provider, product, day) IN
                   (SELECT provider, product, max(day) FROM seat WHERE live = 1 AND day <= ?1 GROUP BY 1, 2)
                   ORDER BY seat.id";
        let mut query = self.conn.prepare_cached(sql)?;
        let rows = query.query_map([days::number(at)], |row| {
            Ok(HeldSeat {
                provider: row.get(0)?,
                product: row.get(1)?,
                who: row.get(2)?,
                snapshot: days::day(row.get(3)?).unwrap_or_default(),
                assigned: row.get::<_, Option<i64>>(4)?.and_then(days::day),
                last_active: row.get::<_, Option<i64>>(5)?.and_then(days::day),
                state: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Who was active by provider; providers whose usage names nobody in those days are absent.
    fn active_by_provider(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<BTreeMap<String, BTreeSet<Somebody>>> {
        let roster = self.roster()?;
        let sql = format!(
            "SELECT DISTINCT text, who FROM usage_by_person JOIN word ON word.id = provider
             WHERE {} AND day >= ?1 AND day < ?2",
            human_by_day()
        );
        let mut query = self.conn.prepare_cached(&sql)?;
        let mut rows = query.query((days::number(from), days::number(to)))?;
        let mut active: BTreeMap<String, BTreeSet<Somebody>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            if let Some(who) = roster.who(row.get(1)?) {
                active.entry(row.get(0)?).or_default().insert(who.clone());
            }
        }
        Ok(active)
    }
}
