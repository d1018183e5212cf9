//! Seats: who holds which product in its newest snapshot, and how many of them are used.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use model::{Period, SeatSeen};
use serde::Serialize;

use super::Somebody;
use super::used::{human_by_day, placed_in};
use crate::book::Book;
use crate::days;
use crate::error::Result;

/// Seats of one product in its newest snapshot, of each organisation where lists name them, and of each account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeatCount {
    /// Vendor.
    pub provider: String,
    /// Product.
    pub product: String,
    /// Day of the snapshot, the newest of several.
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
    pub(crate) account: i64,
    /// Whose list it is: what its scope names beside the days.
    pub(crate) list: String,
    pub(crate) who: i64,
    pub(crate) snapshot: NaiveDate,
    pub(crate) assigned: Option<NaiveDate>,
    pub(crate) last_active: Option<NaiveDate>,
    pub(crate) state: String,
}

impl HeldSeat {
    /// Whether it is the seat of which a list states a last activity.
    pub(crate) fn is_of(&self, seen: &SeatSeen) -> bool {
        (&*self.provider, &*self.product, self.account, &*self.list) == seen.seat()
    }
}

impl Book {
    /// Seats per product in its newest snapshot on or before a day, else in its first.
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
            // Listed twice (two teams, two organisations) is still one seat, but not in two accounts.
            if who.is_some_and(|who| !counted.insert((key, seat.account, who.clone()))) {
                continue;
            }
            count.assigned += 1;
            count.snapshot = count.snapshot.max(seat.snapshot);
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

    /// Every seat in the lists of its product that count on a day.
    pub(crate) fn held_seats(&self, at: NaiveDate) -> Result<Vec<HeldSeat>> {
        let lists = self.lists(days::number(at))?;
        if lists.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT v.text, p.text, account, o.text, who, day, assigned, last_active, s.text FROM seat
             JOIN word v ON v.id = provider JOIN word p ON p.id = product JOIN word o ON o.id = scope
             JOIN word s ON s.id = state
             WHERE live = 1 AND (provider, product, account, day, import) IN (VALUES {}) ORDER BY seat.id",
            lists.join(", ")
        );
        let mut query = self.conn.prepare(&sql)?;
        let rows = query.query_map((), |row| {
            Ok(HeldSeat {
                provider: row.get(0)?,
                product: row.get(1)?,
                account: row.get(2)?,
                list: organisation(&row.get::<_, String>(3)?),
                who: row.get(4)?,
                snapshot: days::day(row.get(5)?).unwrap_or_default(),
                assigned: row.get::<_, Option<i64>>(6)?.and_then(days::day),
                last_active: row.get::<_, Option<i64>>(7)?.and_then(days::day),
                state: row.get(8)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Up to when lists count for a window: its end; at the end of all charges and usage without limit, as a list is often
    /// made after the last of them.
    pub(crate) fn lists_until(&self, window: Period) -> Result<NaiveDate> {
        let is_last = self.days()?.is_none_or(|days| days.to <= window.to);
        Ok(if is_last { NaiveDate::MAX } else { window.to })
    }

    /// Every last activity that a list states, by identity: of older lists too, and of seats that were taken back since.
    pub(crate) fn seen_by_lists(&self) -> Result<Vec<(i64, SeatSeen)>> {
        let sql = "SELECT who, v.text, p.text, account, o.text, last_active, day FROM seat
             JOIN word v ON v.id = provider JOIN word p ON p.id = product JOIN word o ON o.id = scope
             WHERE live = 1 AND last_active IS NOT NULL";
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query(())?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (day, listed) = (days::day(row.get(5)?), days::day(row.get(6)?));
            if let Some((day, listed)) = day.zip(listed) {
                let seen = SeatSeen {
                    provider: row.get(1)?,
                    product: row.get(2)?,
                    account: row.get(3)?,
                    list: organisation(&row.get::<_, String>(4)?),
                    day,
                    listed,
                };
                found.push((row.get(0)?, seen));
            }
        }
        Ok(found)
    }

    /// The lists that count on a day: of each product the newest on or before it, and older ones of organisations that no
    /// newer list has. A product that is listed only later counts as in its first lists.
    fn lists(&self, at: i64) -> Result<Vec<String>> {
        let sql =
            "SELECT DISTINCT provider, product, account, day, import, text FROM seat JOIN word ON word.id = scope
                   WHERE live = 1 ORDER BY provider, product, day DESC";
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query(())?;
        let mut products: BTreeMap<(i64, i64), Vec<List>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let lists = products.entry((row.get(0)?, row.get(1)?)).or_default();
            let list = (row.get(2)?, row.get(3)?, row.get(4)?);
            lists.push((list, organisation(&row.get::<_, String>(5)?)));
        }
        let mut found = Vec::new();
        for ((provider, product), mut lists) in products {
            let first = lists.last().map_or(at, |((_, day, _), _)| *day);
            lists.retain(|((_, day, _), _)| *day <= at.max(first));
            found.extend(counting(&lists).into_iter().map(|(account, day, import)| {
                format!("({provider}, {product}, {account}, {day}, {import})")
            }));
        }
        Ok(found)
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
             WHERE {} AND {} >= ?1 AND day < ?2",
            human_by_day(),
            placed_in(Period::new(from, to))
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

/// The account of a list, its day and its import; and what its scope names.
type List = ((i64, i64, i64), String);

/// The lists, the newest first, of which no newer one of the account has an organisation too.
fn counting(lists: &[List]) -> BTreeSet<(i64, i64, i64)> {
    let is_part = |a: &str, b: &str| {
        a.strip_prefix(b)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let is_newer = |((account, day, _), whose): &List, ((own, of_day, _), of): &List| {
        let is_same = whose == of || (account == own && (is_part(whose, of) || is_part(of, whose)));
        day > of_day && is_same
    };
    let is_over = |list: &&List| lists.iter().any(|other| is_newer(other, list));
    let replaced: BTreeSet<_> = lists.iter().filter(is_over).map(|(list, _)| *list).collect();
    let all = lists.iter().map(|(list, _)| *list);
    all.filter(|list| !replaced.contains(list)).collect()
}

/// What a scope names beside its days: the product, and the organisation where it says so.
fn organisation(scope: &str) -> String {
    let is_day = |word: &&str| word.get(..10).is_some_and(|day| day.parse::<NaiveDate>().is_ok());
    let words: Vec<&str> = scope.split_whitespace().filter(|word| !is_day(word)).collect();
    words.join(" ")
}
