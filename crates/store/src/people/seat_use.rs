//! What is known of the use of each seat: used, not used, or not known, and whether its holder is gone.
//!
//! A seat is *zero* only where something would have seen its use: a source that names people of its vendor and covers
//! the window, or a last activity that its list states and that lies before. Everything else is *unknown*. Says nothing
//! about who holds it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use model::{Period, PersonState, SeatHolder, SeatUse, SeatsSeen};

use super::history::NEWEST;
use super::seats::HeldSeat;
use super::used::{human_by_day, is_blurred_in, placed_in};
use super::words::{Words, sources};
use super::{Roster, Somebody};
use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::groups::is_human;
use crate::memo::Asked;

/// Words by which lists call a seat whose holder cannot use it.
const GONE: &[&str] = &[
    "disabled",
    "suspended",
    "deactivated",
    "deprovisioned",
    "deleted",
    "removed",
    "revoked",
    "left",
    "former",
];

/// Usage of one vendor: who used it last when, with which tools, and which sources tell.
#[derive(Default)]
struct Used {
    last: BTreeMap<Somebody, NaiveDate>,
    tools: BTreeMap<String, BTreeSet<Somebody>>,
    sources: BTreeSet<i64>,
    /// People of whom a total that mostly lies outside the window may hold what was done in it.
    blurred: BTreeSet<Somebody>,
}

impl Book {
    /// The newest list of every product on or before the window's end, seat by seat; at the end of all charges and usage
    /// the newest of all, as a list is often made after the last of them.
    pub fn seat_uses(&self, window: Period, history: Period) -> Result<SeatsSeen> {
        self.remembered(Asked::SeatUses(window, history), || {
            self.read_seat_uses(window, history)
        })
        .map_err(|error| self.named(error))
    }

    fn read_seat_uses(&self, window: Period, history: Period) -> Result<SeatsSeen> {
        let (roster, held) = (self.roster()?, self.held_seats(self.lists_until(window)?)?);
        if held.is_empty() {
            return Ok(SeatsSeen::default());
        }
        let (used, firsts) = (self.used(&roster, window, history)?, self.first_listed()?);
        let sources = self.sources()?;
        let covering: BTreeSet<i64> = sources
            .iter()
            .filter(|source| source.names_people && source.covers(window))
            .map(|source| source.number)
            .collect();
        let watched = |provider: &str| {
            used.get(provider)
                .is_some_and(|used| !used.sources.is_disjoint(&covering))
        };
        let (mut seats, mut counted) = (Vec::new(), BTreeSet::new());
        let mut holders: BTreeMap<String, BTreeSet<Somebody>> = BTreeMap::new();
        for seat in held {
            let who = roster.who(seat.who);
            // Listed twice (two teams, two organisations) is still one seat, but not in two accounts.
            if let Some(who) = who {
                holders
                    .entry(seat.provider.clone())
                    .or_default()
                    .insert(who.clone());
                if !counted.insert((seat.product.clone(), seat.account, who.clone())) {
                    continue;
                }
            }
            let by_usage = who.and_then(|who| used.get(&seat.provider)?.last.get(who).copied());
            let is_blurred = used
                .get(&seat.provider)
                .zip(who)
                .is_some_and(|(used, who)| used.blurred.contains(who));
            let is_watched = watched(&seat.provider) && !is_blurred;
            let last = by_usage.max(seat.last_active.filter(|day| *day < window.to));
            seats.push(SeatUse {
                state: state(&seat, last, (window, is_watched)),
                holder: holder(&roster, &seat, window.to),
                since: seat.assigned.or_else(|| firsts.since(&seat)),
                last_active: last,
                snapshot: seat.snapshot,
                provider: seat.provider,
                product: seat.product,
            });
        }
        Ok(SeatsSeen {
            seats,
            without: without(&used, &holders),
        })
    }

    /// Usage by people within the history; tools only within the window.
    fn used(&self, roster: &Roster, window: Period, history: Period) -> Result<BTreeMap<String, Used>> {
        let sql = format!(
            "SELECT provider, tool, import, who, max({}), max({}) FROM usage_by_person
             WHERE {} AND day >= ?1 AND day < ?2 GROUP BY 1, 2, 3, 4",
            placed_in(window),
            is_blurred_in(window),
            human_by_day()
        );
        let mut query = self.conn.prepare_cached(&sql)?;
        let mut rows = query.query((days::number(history.from), days::number(window.to)))?;
        let (mut words, of_import) = (Words::new(&self.conn), sources(&self.conn)?);
        let mut found: BTreeMap<String, Used> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let who = roster.who(row.get(3)?).filter(|who| is_human(who));
            let Some((who, day)) = who.zip(days::day(row.get(4)?)) else {
                continue;
            };
            let used = found.entry(words.text(row.get(0)?)?.to_string()).or_default();
            used.sources.extend(of_import.get(&row.get(2)?));
            let last = used.last.entry(who.clone()).or_insert(day);
            *last = day.max(*last);
            if row.get(5)? {
                used.blurred.insert(who.clone());
            }
            if window.contains(day) {
                let tool = words.text(row.get(1)?)?.to_string();
                used.tools.entry(tool).or_default().insert(who.clone());
            }
        }
        Ok(found)
    }

    /// When each seat was first listed, and when each product was.
    fn first_listed(&self) -> Result<FirstListed> {
        let sql = "SELECT p.text, who, min(day) FROM seat JOIN word p ON p.id = product WHERE live = 1 GROUP BY 1, 2";
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query(())?;
        let mut first = FirstListed::default();
        while let Some(row) = rows.next()? {
            let Some(day) = days::day(row.get(2)?) else {
                continue;
            };
            let product: String = row.get(0)?;
            let earliest = first.products.entry(product.clone()).or_insert(day);
            *earliest = day.min(*earliest);
            first.seats.insert((product, row.get(1)?), day);
        }
        Ok(first)
    }
}

/// First days of listing, by product and holder, and by product.
#[derive(Default)]
struct FirstListed {
    seats: BTreeMap<(String, i64), NaiveDate>,
    products: BTreeMap<String, NaiveDate>,
}

impl FirstListed {
    /// The first list with the seat, where an earlier list did not have it.
    fn since(&self, seat: &HeldSeat) -> Option<NaiveDate> {
        let first = *self.seats.get(&(seat.product.clone(), seat.who))?;
        (first > *self.products.get(&seat.product)?).then_some(first)
    }
}

fn state(seat: &HeldSeat, last: Option<NaiveDate>, (window, is_watched): (Period, bool)) -> PersonState {
    let is_stated =
        seat.last_active.is_some_and(|day| day < window.from) && seat.snapshot >= window.to - Days::new(1);
    match last {
        Some(day) if day >= window.from => PersonState::Active,
        _ if is_stated || (is_watched && seat.who != 0) => PersonState::Zero,
        _ => PersonState::Unknown,
    }
}

fn holder(roster: &Roster, seat: &HeldSeat, at: NaiveDate) -> SeatHolder {
    let has_left = roster
        .person(seat.who, NEWEST)
        .is_some_and(|person| person.last_day() < at);
    let is_disabled = GONE.iter().any(|word| seat.state.eq_ignore_ascii_case(word));
    if has_left || is_disabled {
        SeatHolder::Gone
    } else {
        SeatHolder::Present
    }
}

/// People by vendor and tool who hold no seat of that vendor.
fn without(
    used: &BTreeMap<String, Used>,
    holders: &BTreeMap<String, BTreeSet<Somebody>>,
) -> Vec<(String, String, u32)> {
    let of_vendor = used.iter().flat_map(|(provider, used)| {
        let holders = holders.get(provider);
        let lacks = move |who: &&Somebody| !holders.is_some_and(|holders| holders.contains(*who));
        used.tools.iter().map(move |(tool, people)| {
            (
                provider.clone(),
                tool.clone(),
                people.iter().filter(lacks).count() as u32,
            )
        })
    });
    of_vendor.filter(|(_, _, people)| *people > 0).collect()
}
