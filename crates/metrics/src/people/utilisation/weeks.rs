//! Who holds a seat in which week, and whether it was used: by any tool, or by those of the product. Counts, shows nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{Grain, Period, PersonActivity, PersonDay, SeatSeen};

use super::Seats;
use crate::Rate;
use crate::licences::licence::likeness;
use crate::people::doing::{by_person, full_weeks};

/// A seat holder, week by week.
pub(super) struct Holder {
    /// Whether the seat was held from the first day of the week.
    pub(super) is_assigned: Vec<bool>,
    /// Whether it was used; `None` is not known.
    pub(super) weeks: Vec<Option<bool>>,
}

/// All of them.
pub(super) struct Holders {
    pub(super) mondays: Vec<NaiveDate>,
    pub(super) all: Vec<Holder>,
    /// Tools of the product; `None` of any product.
    pub(super) tools: Option<Vec<String>>,
}

impl Holders {
    /// Active over known of those who held a seat in a week.
    pub(super) fn rate(&self, week: usize) -> Rate {
        let assigned = self.all.iter().filter(|holder| holder.is_assigned[week]);
        rate_of(assigned.map(|holder| holder.weeks[week]))
    }
}

/// A rate of answers; `None` is unknown.
pub(super) fn rate_of(all: impl IntoIterator<Item = Option<bool>>) -> Rate {
    all.into_iter().fold(Rate::default(), |rate, one| {
        Rate::new(
            rate.numerator + u64::from(one == Some(true)),
            rate.denominator + u64::from(one.is_some()),
            rate.unknown + u64::from(one.is_none()),
        )
    })
}

/// The last full weeks of people who hold a seat.
pub(super) fn holders(people: &[&PersonActivity], days: &[PersonDay], seats: &Seats, count: u32) -> Holders {
    let weeks = full_weeks(seats.until, count.into());
    let own = seats
        .product
        .as_ref()
        .map(|product| Own::of(product, days, seats));
    let holder = |person: &&PersonActivity| Holder {
        is_assigned: weeks
            .iter()
            .map(|week| person.entitled_since.is_none_or(|since| since <= week.from))
            .collect(),
        weeks: weeks
            .iter()
            .map(|week| {
                own.as_ref()
                    .map_or_else(|| by_any(person, *week), |own| own.by(person, *week))
            })
            .collect(),
    };
    Holders {
        all: people.iter().map(holder).collect(),
        mondays: weeks.iter().map(|week| week.from).collect(),
        tools: own.map(|own| own.tools.into_iter().map(str::to_owned).collect()),
    }
}

fn by_any(person: &PersonActivity, week: Period) -> Option<bool> {
    let is_active = person.active_weeks.contains(&week.from);
    let seen = &person.seen_by_seat;
    // Of a seat that several lists have, one of them is enough.
    let tells = |seat: &SeatSeen| {
        seen.iter()
            .any(|other| other.seat() == seat.seat() && other.is_silent_in(week))
    };
    let by_lists = || person.watched.is_empty() && seen.iter().all(tells);
    let is_listed = !seen.is_empty();
    (is_active || person.is_watched(week, None) || (is_listed && by_lists())).then_some(is_active)
}

/// What tells of the use of one product.
struct Own<'o> {
    product: &'o str,
    provider: Option<&'o str>,
    tools: BTreeSet<&'o str>,
    /// Mondays with activity in these tools.
    active: BTreeMap<i64, BTreeSet<NaiveDate>>,
}

impl<'o> Own<'o> {
    fn of(product: &'o str, days: &'o [PersonDay], seats: &'o Seats) -> Self {
        let provider = seats.provider.as_deref();
        let is_vendors = |line: &PersonDay| provider.is_some_and(|provider| *line.provider == *provider);
        let of_vendor = days.iter().filter(|line| is_vendors(line));
        let mut tools: BTreeSet<&str> = of_vendor.map(|line| &*line.tool).collect();
        tools.retain(|tool| likeness(product, tool).is_some());
        let is_own = |line: &PersonDay| is_vendors(line) && tools.contains(&*line.tool);
        let mondays = |lines: Vec<&PersonDay>| -> BTreeSet<NaiveDate> {
            let own = lines.into_iter().filter(|line| is_own(line) && line.tells_week());
            own.map(|line| Grain::Week.start(line.day)).collect()
        };
        let active = by_person(days).into_iter();
        Self {
            product,
            provider,
            active: active.map(|(person, lines)| (person, mondays(lines))).collect(),
            tools,
        }
    }

    /// Active by its own tools or by its list; zero where either would have seen it.
    fn by(&self, person: &PersonActivity, week: Period) -> Option<bool> {
        let by_tool = self.active.get(&person.person);
        let listed = || {
            person
                .seen_by_seat
                .iter()
                .filter(|seat| seat.product == self.product)
        };
        if by_tool.is_some_and(|weeks| weeks.contains(&week.from))
            || listed().any(|seat| week.contains(seat.day))
        {
            return Some(true);
        }
        // The list states the last activity: after it there was none.
        let is_silent = listed().any(|seat| seat.is_silent_in(week));
        let is_watched = !self.tools.is_empty() && person.is_watched(week, self.provider);
        (is_silent || is_watched).then_some(false)
    }
}
