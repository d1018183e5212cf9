//! Counts of distinct things: active days, people, seats. These cannot be added up and so are read from the facts.

use std::collections::{HashMap, HashSet};

use model::{Group, Measure, Query};

use super::scan::{Answer, Sums};
use super::{Plan, Seen, Slots, group};
use crate::book::Book;
use crate::error::Result;
use crate::people::{Somebody, human_by_day};
use crate::rollup::USAGE_BY_PERSON;
use crate::tables::Kind;

/// SQL condition: a person, not a schedule, did something.
pub(crate) const HUMAN: &str = "live = 1 AND automated = 0 AND who <> 0
     AND (tokens > 0 OR requests > 0 OR active_days > 0 OR estimated > 0)";

/// What is distinct in one group.
#[derive(Default)]
struct Found {
    facts: i64,
    people: HashSet<Somebody>,
    days: HashSet<(Somebody, i64)>,
    /// Active days that a source states for a window of several days.
    windows: HashMap<(Somebody, i64, i64), i64>,
}

/// Active days per person, or people with activity. A window of several days counts the days its source states,
/// at least one; keys and other non-people never count.
pub(super) fn activity(book: &Book, query: &Query) -> Result<Answer> {
    let plan = Plan::new(book, Kind::Usage, query)?;
    let (table, human, facts) = if plan.is_in(&USAGE_BY_PERSON) {
        (USAGE_BY_PERSON.name, human_by_day(), "facts")
    } else {
        ("usage", HUMAN.to_owned(), "1")
    };
    let sql = format!(
        "SELECT {}import, day, until, who, active_days, {facts} FROM {table} WHERE {}",
        plan.selection(),
        plan.conditions(&human)
    );
    let (mut slots, mut found, mut seen) = (Slots::new(book)?, Vec::<Found>::new(), Seen::default());
    let roster = book.roster()?;
    visit(book, &plan, &sql, &mut |raw, row| {
        let base = raw.len();
        let (import, day, until): (i64, i64, i64) = (row.get(base)?, row.get(base + 1)?, row.get(base + 2)?);
        let Some(who) = roster.who(row.get(base + 3)?).filter(|who| is_human(who)) else {
            return Ok(true);
        };
        let Some(slot) = slots.slot(&plan, raw)? else {
            return Ok(true);
        };
        seen.note(import, day);
        grow(&mut found, slot);
        found[slot].facts += row.get::<_, i64>(base + 5)?;
        found[slot].note(who, (day, until), row.get(base + 4)?);
        Ok(true)
    })?;
    let count = |found: &Found| match query.measure {
        Measure::People => found.people.len() as i128,
        _ => found.days.len() as i128 + found.windows.values().map(|days| i128::from(*days)).sum::<i128>(),
    };
    Ok((finish(slots, query, &found, count), seen))
}

impl Found {
    fn note(&mut self, who: &Somebody, (day, until): (i64, i64), stated: Option<i64>) {
        self.people.insert(who.clone());
        if until > day + 1 {
            let days = self.windows.entry((who.clone(), day, until)).or_insert(1);
            *days = stated.unwrap_or(1).clamp(*days, until - day);
        } else if day != 0 {
            self.days.insert((who.clone(), day));
        }
    }
}

/// Whether somebody can be a person: keys and service accounts are not.
pub(crate) fn is_human(who: &Somebody) -> bool {
    !matches!(who, Somebody::Thing(_))
}

/// Seats in the newest snapshot of each product and account within each group's time.
pub(super) fn seats(book: &Book, query: &Query) -> Result<Answer> {
    let plan = Plan::new(book, Kind::Seat, query)?;
    let sql = format!(
        "SELECT {}import, day, provider, product, account, who FROM seat WHERE {}",
        plan.selection(),
        plan.conditions("live = 1")
    );
    let mut slots = Slots::new(book)?;
    let (mut found, mut seen) = (Vec::<Found>::new(), Seen::default());
    let mut rows_of: HashMap<(usize, [i64; 3]), (i64, Vec<i64>)> = HashMap::new();
    visit(book, &plan, &sql, &mut |raw, row| {
        let base = raw.len();
        let Some(slot) = slots.slot(&plan, raw)? else {
            return Ok(true);
        };
        let day: i64 = row.get(base + 1)?;
        seen.note(row.get(base)?, day);
        grow(&mut found, slot);
        let of = [row.get(base + 2)?, row.get(base + 3)?, row.get(base + 4)?];
        let newest = rows_of.entry((slot, of)).or_default();
        if day > newest.0 {
            *newest = (day, Vec::new());
        }
        if day == newest.0 {
            newest.1.push(row.get(base + 5)?);
        }
        Ok(true)
    })?;
    let mut counts = vec![0_i128; found.len()];
    for ((slot, ..), (_, holders)) in rows_of {
        found[slot].facts += holders.len() as i64;
        let unassigned = holders.iter().filter(|who| **who == 0).count();
        let assigned: HashSet<&i64> = holders.iter().filter(|who| **who != 0).collect();
        counts[slot] += (unassigned + assigned.len()) as i128;
    }
    let groups = slots.into_keys().map(|(keys, slot)| {
        let facts = found[slot].facts;
        group(keys, query.measure, &Sums::counted(counts[slot], facts))
    });
    Ok((groups.collect(), seen))
}

fn grow(found: &mut Vec<Found>, slot: usize) {
    while found.len() <= slot {
        found.push(Found::default());
    }
}

fn finish(slots: Slots<'_>, query: &Query, found: &[Found], count: impl Fn(&Found) -> i128) -> Vec<Group> {
    let groups = slots.into_keys().filter_map(|(keys, slot)| {
        let found = found.get(slot)?;
        Some(group(
            keys,
            query.measure,
            &Sums::counted(count(found), found.facts),
        ))
    });
    groups.collect()
}

type Visit<'a> = dyn FnMut(&[i64], &rusqlite::Row<'_>) -> Result<bool> + 'a;

/// Hands over every row with its raw columns until one says `false`.
pub(crate) fn visit(book: &Book, plan: &Plan, sql: &str, each: &mut Visit<'_>) -> Result<()> {
    let mut query = book.conn.prepare_cached(sql)?;
    let mut rows = query.query(())?;
    let mut raw = vec![0; plan.columns.len()];
    while let Some(row) = rows.next()? {
        for (at, value) in raw.iter_mut().enumerate() {
            *value = row.get(at)?;
        }
        if !each(&raw, row)? {
            break;
        }
    }
    Ok(())
}
