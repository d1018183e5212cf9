//! Each person in a window: active, zero, unknown or not entitled.
//!
//! - **active**: somebody (no schedule, no agent) did something in the window, by usage or by a seat's last activity.
//!   A total of more days than a week counts where the larger part of its days lies; which week it is of is not known.
//! - **zero**: nothing was seen, and it would have been. A source that names people covers every working day of the
//!   window for each vendor that the person used in the history or holds a seat of; a seat also tells by a stated last
//!   activity before the window, in any list of it made at the end of the window or later.
//! - **not entitled**: every provider whose sources name people has a seat list, and the person is on none of them and
//!   was never seen.
//! - **unknown**: everything else. Zero is never assumed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use foldhash::HashMap;
use model::{Grain, Period, PersonActivity, PersonState, SeatSeen, Standing, WEEK, Watched};

use super::coverage::Source;
use super::matching::ByPerson;
use super::roster::RosterPerson;
use super::seats::HeldSeat;
use super::used::{has_cost, stated};
use super::words::{Words, sources};
use super::{Roster, Somebody};
use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::groups::is_human;
use crate::memo::Asked;

/// What usage and seats say of one person.
#[derive(Default)]
struct Trace {
    tokens: Option<i64>,
    requests: Option<i64>,
    days: BTreeSet<NaiveDate>,
    /// Active days stated for windows of several days inside the window.
    stated: u32,
    weeks: BTreeSet<NaiveDate>,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    is_active: bool,
    sources: BTreeSet<i64>,
    /// Totals of more days than a week.
    totals: Vec<Total>,
    /// Vendors that were used in the history.
    used: BTreeSet<i64>,
    seats: Vec<HeldSeat>,
    seen: Vec<SeatSeen>,
}

/// Vendors that usage names people with.
#[derive(Default)]
struct Vendors {
    names: BTreeMap<i64, String>,
    /// The sources that do so.
    sources: BTreeMap<String, BTreeSet<i64>>,
}

impl Book {
    /// Everybody on the roster in force at the end of a window, with active weeks over the history asked for. A book without a roster
    /// gives the identities themselves, with negative numbers; with one, strangers are in [`Book::matching`].
    pub fn people(&self, window: Period, history: Period) -> Result<Vec<PersonActivity>> {
        self.remembered(Asked::People(window, history), || {
            self.read_people(window, history)
        })
        .map_err(|error| self.named(error))
    }

    fn read_people(&self, window: Period, history: Period) -> Result<Vec<PersonActivity>> {
        let roster = self.roster()?;
        let everybody = self.everybody(&roster, window)?;
        let mut traces: ByPerson<Trace> = ByPerson::new();
        let vendors = self.trace_usage(&everybody, (window, history), &mut traces)?;
        let last_day = window.to - Days::new(1);
        let listed = self.trace_seats(&everybody, (window, history), &mut traces)?;
        let sources = self.sources()?;
        let covering: BTreeSet<i64> = sources
            .iter()
            .filter(|s| s.names_people && s.covers(window))
            .map(|s| s.number)
            .collect();
        let views = views(&sources, &vendors);
        let is_all_listed =
            !listed.is_empty() && vendors.sources.keys().all(|vendor| listed.contains(vendor));
        let is_covered = |vendor: &str| {
            let of = vendors.sources.get(vendor);
            of.is_some_and(|of| !of.is_disjoint(&covering))
        };
        let state = |trace: &Trace| {
            let tells = |seat: &HeldSeat| {
                let is_silent =
                    |seen: &SeatSeen| seat.is_of(seen) && seen.day < window.from && seen.listed >= last_day;
                is_covered(&seat.provider) || trace.seen.iter().any(is_silent)
            };
            let is_known = !trace.sources.is_disjoint(&covering) || !trace.seats.is_empty();
            if trace.is_active {
                PersonState::Active
            } else if is_known
                && !trace.is_blurred(window)
                && trace.used.iter().all(|vendor| is_covered(&vendors.names[vendor]))
                && trace.seats.iter().all(tells)
            {
                PersonState::Zero
            } else if is_all_listed && trace.seats.is_empty() && trace.sources.is_empty() {
                PersonState::NotEntitled
            } else {
                PersonState::Unknown
            }
        };
        Ok(everybody.people(&roster, |number| {
            let trace = traces.remove(&number).unwrap_or_default();
            let mut watched = trace.watched(&views, history);
            watched.extend(trace.silent(&vendors.names));
            let state = state(&trace);
            PersonActivity {
                watched,
                ..trace.into_activity(number, state)
            }
        }))
    }

    /// Follows the seats that people hold, and what every list says was seen of them; gives the vendors that have lists.
    fn trace_seats(
        &self,
        everybody: &Everybody,
        (window, history): (Period, Period),
        traces: &mut ByPerson<Trace>,
    ) -> Result<BTreeSet<String>> {
        let seats = self.held_seats(self.lists_until(window)?)?;
        let listed = seats.iter().map(|seat| seat.provider.clone()).collect();
        for seat in seats {
            if let Some(number) = everybody.number(seat.who) {
                traces.entry(number).or_default().seats.push(seat);
            }
        }
        for (who, seen) in self.seen_by_lists()? {
            if let Some(number) = everybody.number(who) {
                let trace = traces.entry(number).or_default();
                trace.see(seen.day, (window, history));
                trace.seen.push(seen);
            }
        }
        Ok(listed)
    }

    /// Follows every usage line that names somebody.
    fn trace_usage(
        &self,
        everybody: &Everybody,
        (window, history): (Period, Period),
        traces: &mut ByPerson<Trace>,
    ) -> Result<Vendors> {
        let of_import = sources(&self.conn)?;
        let sql = format!(
            "SELECT who, day, until, {}, {}, active_days, automated, {}, import, provider
             FROM usage_by_person WHERE who <> 0",
            stated("tokens"),
            stated("requests"),
            has_cost()
        );
        let mut query = self.conn.prepare_cached(&sql)?;
        let mut rows = query.query(())?;
        let mut providers: BTreeSet<(i64, i64)> = BTreeSet::new();
        let mut last = (0, 0, 0);
        while let Some(row) = rows.next()? {
            let Some(number) = everybody.number(row.get(0)?) else {
                continue;
            };
            let (import, provider): (i64, i64) = (row.get(8)?, row.get(9)?);
            // Lines come import by import, and within a day vendor by vendor.
            if (import, provider) != (last.0, last.1) {
                let source = of_import.get(&import).copied().unwrap_or_default();
                last = (import, provider, source);
                providers.insert((provider, source));
            }
            let trace = traces.entry(number).or_default();
            if trace.sources.last() != Some(&last.2) {
                trace.sources.insert(last.2);
            }
            let line = Line {
                from: days::day(row.get(1)?),
                days: (row.get::<_, i64>(2)? - row.get::<_, i64>(1)?).max(1),
                tokens: row.get(3)?,
                requests: row.get(4)?,
                stated: row.get(5)?,
                is_automated: row.get(6)?,
                has_cost: row.get(7)?,
            };
            if line.is_activity() && line.from.is_some_and(|day| history.contains(day)) {
                trace.used.insert(provider);
            }
            trace.add(&line, (window, history));
            trace.totals.extend(line.total(provider));
        }
        let (mut words, mut vendors) = (Words::new(&self.conn), Vendors::default());
        for (provider, source) in providers {
            let name = words.text(provider)?.to_string();
            vendors.sources.entry(name.clone()).or_default().insert(source);
            vendors.names.insert(provider, name);
        }
        Ok(vendors)
    }
}

/// What is told of more days than a week together: whether there was something.
struct Total {
    provider: i64,
    days: Period,
    is_active: bool,
}

/// What one source that names people sees of one vendor.
struct View<'v> {
    source: i64,
    provider: &'v str,
    stretches: &'v [Period],
    by_week: &'v [Period],
}

fn views<'v>(sources: &'v [Source], vendors: &'v Vendors) -> Vec<View<'v>> {
    let of = |(provider, numbers): (&'v String, &'v BTreeSet<i64>)| {
        let sources = sources.iter().filter(|source| numbers.contains(&source.number));
        sources.map(move |source| View {
            source: source.number,
            provider,
            stretches: &source.stretches,
            by_week: &source.by_week,
        })
    };
    vendors.sources.iter().flat_map(of).collect()
}

/// One line of usage.
struct Line {
    from: Option<NaiveDate>,
    days: i64,
    tokens: Option<i64>,
    requests: Option<i64>,
    stated: Option<i64>,
    is_automated: bool,
    has_cost: bool,
}

impl Line {
    fn total(&self, provider: i64) -> Option<Total> {
        let is_stated = self.has_cost
            || [self.tokens, self.requests, self.stated]
                .iter()
                .any(Option::is_some);
        let from = self
            .from
            .filter(|_| self.days > WEEK && is_stated && !self.is_automated)?;
        Some(Total {
            provider,
            days: Period::new(from, from + Days::new(self.days.unsigned_abs())),
            is_active: self.is_activity(),
        })
    }

    fn is_activity(&self) -> bool {
        let some = |value: Option<i64>| value.is_some_and(|value| value > 0);
        !self.is_automated && (some(self.tokens) || some(self.requests) || some(self.stated) || self.has_cost)
    }
}

impl Trace {
    fn add(&mut self, line: &Line, (window, history): (Period, Period)) {
        let Some(from) = line.from else { return };
        let counts = window.counts(from, line.days);
        if counts && !line.is_automated {
            add(&mut self.tokens, line.tokens);
            add(&mut self.requests, line.requests);
        }
        if !line.is_activity() {
            return;
        }
        if line.days == 1 {
            self.see(from, (window, history));
            return;
        }
        // Which days of a longer window were active is not known: it counts as a whole, where most of it lies.
        if line.days > WEEK {
            self.span(from);
        } else {
            self.note(from, history);
        }
        if counts {
            self.is_active = true;
            let stated = line.stated.unwrap_or(1).clamp(1, line.days);
            self.stated = self.stated.max(stated as u32);
        }
    }

    /// Activity on a known day.
    fn see(&mut self, day: NaiveDate, (window, history): (Period, Period)) {
        self.note(day, history);
        if window.contains(day) {
            self.is_active = true;
            self.days.insert(day);
        }
    }

    fn span(&mut self, day: NaiveDate) {
        self.first = Some(self.first.map_or(day, |first| first.min(day)));
        self.last = Some(self.last.map_or(day, |last| last.max(day)));
    }

    fn note(&mut self, day: NaiveDate, history: Period) {
        self.span(day);
        if history.contains(day) {
            self.weeks.insert(Grain::Week.start(day));
        }
    }

    /// What is watched of this person: by sources that named them, and by those of a vendor they hold a seat of. A vendor of
    /// which nothing reaches into the history was given up: it is asked about on its own days only.
    fn watched(&self, views: &[View<'_>], history: Period) -> Vec<Watched> {
        let knows = |view: &&View<'_>| {
            self.sources.contains(&view.source)
                || self.seats.iter().any(|seat| seat.provider == view.provider)
        };
        let mine: Vec<&View<'_>> = views.iter().filter(knows).collect();
        let end = |provider: &str| {
            let of = mine.iter().filter(|view| view.provider == provider);
            of.flat_map(|view| view.stretches).map(|days| days.to).max()
        };
        let all = mine.iter().flat_map(|view| {
            let until = end(view.provider).filter(|day| *day <= history.from);
            let totals = if view.by_week == view.stretches {
                &[]
            } else {
                view.stretches
            };
            let all = [(view.by_week, true), (totals, false)];
            all.into_iter().flat_map(move |(stretches, tells_weeks)| {
                stretches.iter().map(move |days| Watched {
                    provider: view.provider.to_owned(),
                    days: *days,
                    until,
                    tells_weeks,
                })
            })
        });
        all.collect()
    }

    /// Whether a total of which the window has the smaller part may hold what was done in it.
    fn is_blurred(&self, window: Period) -> bool {
        let of = |total: &Total| {
            total.days.overlaps(&window) && !window.counts(total.days.from, total.days.days())
        };
        self.totals.iter().any(|total| total.is_active && of(total))
    }

    /// Totals of nothing tell of each of their weeks that there was nothing.
    fn silent(&self, names: &BTreeMap<i64, String>) -> impl Iterator<Item = Watched> {
        let is_open = |total: &&Total| {
            let mut active = self.totals.iter().filter(|other| other.is_active);
            !total.is_active
                && !active.any(|other| other.provider == total.provider && other.days.overlaps(&total.days))
        };
        self.totals.iter().filter(is_open).map(|total| Watched {
            provider: names[&total.provider].clone(),
            days: total.days,
            until: None,
            tells_weeks: true,
        })
    }

    fn into_activity(self, person: i64, state: PersonState) -> PersonActivity {
        let products: BTreeSet<String> = self.seats.iter().map(|seat| seat.product.clone()).collect();
        PersonActivity {
            person,
            name: String::new(),
            team: String::new(),
            unit: String::new(),
            role: String::new(),
            state,
            tokens: self.tokens,
            requests: self.requests,
            active_weeks: self.weeks.into_iter().collect(),
            active_days: (self.days.len() as u32).max(self.stated),
            first_active: self.first,
            last_active: self.last,
            entitled_since: self.seats.iter().filter_map(|seat| seat.assigned).min(),
            products: products.into_iter().collect(),
            seen_by_seat: self.seen,
            standing: Standing::Here,
            starts: None,
            ends: None,
            watched: Vec::new(),
        }
    }
}

/// A sum of what is stated; nothing stated stays nothing.
pub(super) fn add(sum: &mut Option<i64>, value: Option<i64>) {
    if let Some(value) = value {
        *sum = Some(sum.unwrap_or(0).saturating_add(value));
    }
}

/// The people asked about: the roster in force on the last day of a window, without those who left before it, or all who are
/// named if there is none.
pub(super) struct Everybody {
    strangers: Option<BTreeMap<Somebody, i64>>,
    people: BTreeMap<i64, Arc<RosterPerson>>,
    /// The number of each identity that is asked about.
    numbers: HashMap<i64, i64>,
}

impl Book {
    pub(super) fn everybody(&self, roster: &Roster, window: Period) -> Result<Everybody> {
        let strangers = if roster.people.is_empty() {
            let seen = self.seen_identities(roster)?.iter().rev();
            let humans = seen.filter_map(|identity| Some((roster.who(*identity)?, -identity)));
            let humans = humans.filter(|(who, _)| is_human(who));
            Some(humans.map(|(who, number)| (who.clone(), number)).collect())
        } else {
            None
        };
        Ok(Everybody::of(roster, window, strangers))
    }
}

impl Everybody {
    fn of(roster: &Roster, window: Period, strangers: Option<BTreeMap<Somebody, i64>>) -> Self {
        let mut people = roster.listed(window.to - Days::new(1));
        people.retain(|_, person| person.last_day() >= window.from);
        let mut everybody = Self {
            strangers,
            people,
            numbers: HashMap::default(),
        };
        let asked = roster.identities.keys();
        let asked = asked.filter_map(|identity| Some((*identity, everybody.number_of(roster, *identity)?)));
        everybody.numbers = asked.collect();
        everybody
    }

    /// The number of an identity; `None` of those who are not asked about.
    pub(super) fn number(&self, identity: i64) -> Option<i64> {
        self.numbers.get(&identity).copied()
    }

    fn number_of(&self, roster: &Roster, identity: i64) -> Option<i64> {
        match roster.who(identity)? {
            Somebody::Person(person) => self.people.contains_key(person).then_some(*person),
            stranger => self.strangers.as_ref()?.get(stranger).copied(),
        }
    }

    fn people(&self, roster: &Roster, mut of: impl FnMut(i64) -> PersonActivity) -> Vec<PersonActivity> {
        if let Some(strangers) = &self.strangers {
            let named = strangers.iter().map(|(who, number)| PersonActivity {
                name: roster.label(who),
                ..of(*number)
            });
            return named.collect();
        }
        let named = self.people.iter().map(|(id, line)| PersonActivity {
            name: roster.label(&Somebody::Person(*id)),
            team: line.team.clone(),
            unit: line.unit.clone(),
            role: line.role.clone(),
            standing: Standing::parse(&line.state),
            starts: line.starts,
            ends: line.ends,
            ..of(*id)
        });
        named.collect()
    }
}
