//! How many seats of a product are in which state, before anything is hidden.

use chrono::{Days, NaiveDate};
use model::{Contract, Money, PersonState, SeatHolder, SeatUse, Total};

use super::super::licence::{Licence, name};
use super::{Days3, NextRenewal, Tier};
use crate::Settings;

/// Seats of a product: idle by tier, then active, of unknown use, and new.
pub(super) struct Counted<'l> {
    pub(super) licence: &'l Licence,
    pub(super) parts: [u32; 6],
}

impl<'l> Counted<'l> {
    pub(super) fn of(licence: &'l Licence, days: Days3, settings: &Settings) -> Self {
        let mut parts = [0; 6];
        for seat in licence.seats.as_deref().unwrap_or_default() {
            let at = match (tier(seat, days, settings), seat.state) {
                (Some(tier), _) => tier as usize,
                (None, PersonState::Active) => 3,
                (None, PersonState::Zero) => 5,
                (None, _) => 4,
            };
            parts[at] += 1;
        }
        Self { licence, parts }
    }

    /// Seats somebody holds.
    pub(super) fn held(&self) -> u64 {
        self.parts.iter().map(|seats| u64::from(*seats)).sum()
    }

    pub(super) fn unknown(&self) -> u32 {
        self.parts[4]
    }
}

/// What seats of a product cost a month.
pub(super) fn cost(licence: &Licence, seats: u64) -> Option<Money> {
    let price = &licence.price.as_ref()?.monthly;
    let total = Total(price.total.0.saturating_mul(seats.into()));
    Some(Money::new(total, price.currency.clone()))
}

/// Whether a seat is idle, and how surely. Unknown is not idle.
fn tier(seat: &SeatUse, days: Days3, settings: &Settings) -> Option<Tier> {
    if seat.holder == SeatHolder::Gone {
        return Some(Tier::Certain);
    }
    if seat.state != PersonState::Zero {
        return None;
    }
    if seat.last_active.is_some_and(|day| day >= days.history.from) {
        return Some(Tier::Review);
    }
    let latest = days.window.to - Days::new(settings.windows.grace.into());
    seat.since
        .is_none_or(|since| since <= latest)
        .then_some(Tier::Probable)
}

pub(super) fn next_renewal(term: &Contract, today: NaiveDate) -> Option<NextRenewal> {
    let on = term.end.filter(|end| *end > today)?;
    let is_too_late = term.notice.is_some_and(|notice| notice < today);
    let above = term.seats.unwrap_or(0).saturating_sub(term.minimum.unwrap_or(0));
    Some(NextRenewal {
        contract: name(term).to_owned(),
        on,
        notice: term.notice,
        is_too_late,
        droppable: if is_too_late {
            0
        } else {
            above.max(0).unsigned_abs()
        },
        minimum: term.minimum,
    })
}
