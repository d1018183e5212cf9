//! Idle seats: what is paid for seats that nobody uses, and what can be done about it when.
//!
//! `exposure = idle × seat price a month`; `reassignable = min(idle, people who use it without a seat)`;
//! `reducible = min(idle, seats − contract minimum)` at the next renewal, while notice can still be given.
//! Tiers: *certain* (holder left or disabled), *probable* (never used, past the grace days), *review* (used before, not
//! in the window). Inputs: seats with their use, contract terms, newest bills. Unit: seats and money a month.
//! Guards: unknown is not idle; tiers and lines are never summed; currencies apart; products of few holders hidden.

use chrono::{Days, NaiveDate};
use model::{Contract, Currency, Money, Period, PersonState, SeatHolder, SeatUse, Total};
use serde::Serialize;

use super::licence::{Licence, SeatPrice, name};
use crate::people::suppression::{Hidden, check};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Settings};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "idle-seats",
    area: "licences",
    name: "Idle seats",
    unit: "seats, currency a month",
    formula: "exposure = idle × price; reassignable = min(idle, unmet demand); reducible = min(idle, seats − minimum) at renewal",
    practice: "Licence utilisation",
    guard: "Unknown is not idle; certain, probable and review are never summed; currencies apart",
    needs: &[
        Need::Seats,
        Need::Contracts,
        Need::Money(&["month", "provider", "service", "category"]),
    ],
};

/// How sure one can be that a seat is idle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// The holder left, or the list calls the seat disabled.
    Certain,
    /// Never used within the history, and held for longer than the grace days.
    Probable,
    /// Used before the window, not in it.
    Review,
}

impl Tier {
    /// The surest first.
    pub const ALL: &[Self] = &[Self::Certain, Self::Probable, Self::Review];

    /// `never used`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Certain => "holder left or disabled",
            Self::Probable => "never used",
            Self::Review => "not used lately",
        }
    }
}

/// Idle seats of every product.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IdleSeats {
    /// Per product.
    pub products: Vec<IdleProduct>,
    /// Exposure per currency and tier over all shown products; tiers are not summed.
    pub exposures: Vec<(Tier, Money)>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One product.
#[derive(Clone, Debug, PartialEq)]
pub struct IdleProduct {
    /// Vendor.
    pub provider: String,
    /// Product.
    pub product: String,
    /// Seats paid for.
    pub bought: Option<u64>,
    /// Seats somebody holds; `None` where no list tells.
    pub assigned: Option<u64>,
    /// Paid for and given to nobody.
    pub unassigned: Option<u64>,
    /// Used in the window.
    pub active: u64,
    /// Nothing tells whether they are used.
    pub unknown: u64,
    /// Not used yet, within the grace days.
    pub new: u64,
    /// Price of a seat a month.
    pub price: Option<SeatPrice>,
    /// People who used it without a seat.
    pub without: u64,
    /// One entry a tier.
    pub tiers: Vec<IdleTier>,
    /// The next renewal, where a contract states it.
    pub renewal: Option<NextRenewal>,
    /// Why counts of seats must not be shown (they are zero).
    pub hidden: Option<Hidden>,
}

/// One tier of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleTier {
    /// Which.
    pub tier: Tier,
    /// Seats.
    pub idle: u64,
    /// What they cost a month.
    pub exposure: Option<Money>,
    /// Of them, seats somebody waits for.
    pub reassignable: u64,
    /// Of them, seats that can be dropped at the next renewal; `None` without a contract that ends.
    pub reducible: Option<u64>,
    /// What those cost a month.
    pub reducible_money: Option<Money>,
}

/// When seats can be dropped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextRenewal {
    /// Contract.
    pub contract: String,
    /// First day of the next term.
    pub on: NaiveDate,
    /// Last day for notice.
    pub notice: Option<NaiveDate>,
    /// Whether that day has passed.
    pub is_too_late: bool,
    /// Seats above the contract's minimum.
    pub droppable: u64,
    /// The minimum; `None` is not stated.
    pub minimum: Option<i64>,
}

/// When things are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Days3 {
    /// The window in which use counts.
    pub window: Period,
    /// How far back anything counts as use at all.
    pub history: Period,
    /// The book's last day, or the day asked for.
    pub today: NaiveDate,
}

/// Idle seats of products.
pub fn idle_seats(licences: &[Licence], days: Days3, settings: &Settings) -> IdleSeats {
    let products: Vec<IdleProduct> = licences.iter().map(|one| product(one, days, settings)).collect();
    let mut exposures: Vec<(Tier, Money)> = Vec::new();
    for tier in products.iter().flat_map(|product| &product.tiers) {
        let Some(money) = &tier.exposure else { continue };
        let same = exposures
            .iter_mut()
            .find(|(kind, sum)| *kind == tier.tier && sum.currency == money.currency);
        match same {
            Some((_, sum)) => sum.total = sum.total + money.total,
            None => exposures.push((tier.tier, money.clone())),
        }
    }
    exposures.sort_by(|a, b| (&a.1.currency, a.0).cmp(&(&b.1.currency, b.0)));
    let explanation = explain(&products, days, settings);
    IdleSeats {
        products,
        exposures,
        explanation,
    }
}

fn product(one: &Licence, days: Days3, settings: &Settings) -> IdleProduct {
    let assigned = one.seats.as_ref().map(|seats| seats.len() as u64);
    let hidden = check(assigned.unwrap_or(0) as u32, None, settings.privacy);
    let seats = one
        .seats
        .as_deref()
        .filter(|_| hidden.is_none())
        .unwrap_or_default();
    let tiers: Vec<Option<Tier>> = seats.iter().map(|seat| tier(seat, days, settings)).collect();
    let renewal = one
        .last_term
        .as_ref()
        .and_then(|term| next_renewal(term, days.today));
    let count = |is: &dyn Fn(&SeatUse, Option<Tier>) -> bool| {
        seats
            .iter()
            .zip(&tiers)
            .filter(|(seat, tier)| is(seat, **tier))
            .count() as u64
    };
    let of_tier = |kind: &Tier| {
        of_tier(
            one,
            (*kind, count(&|_, tier| tier == Some(*kind))),
            renewal.as_ref(),
        )
    };
    IdleProduct {
        provider: one.provider.clone(),
        product: one.product.clone(),
        bought: one.bought,
        assigned: assigned.filter(|_| hidden.is_none()),
        unassigned: one
            .bought
            .zip(assigned)
            .map(|(bought, held)| bought.saturating_sub(held))
            .filter(|_| hidden.is_none()),
        active: count(&|seat, tier| tier.is_none() && seat.state == PersonState::Active),
        unknown: count(&|seat, tier| tier.is_none() && is_unknown(seat)),
        new: count(&|seat, tier| tier.is_none() && seat.state == PersonState::Zero),
        price: one.price.clone(),
        without: if hidden.is_some() { 0 } else { one.without },
        tiers: if assigned.is_some() && hidden.is_none() {
            Tier::ALL.iter().map(of_tier).collect()
        } else {
            Vec::new()
        },
        renewal,
        hidden,
    }
}

/// What idle seats of a tier cost, and how many can be given on or dropped.
fn of_tier(one: &Licence, (tier, idle): (Tier, u64), renewal: Option<&NextRenewal>) -> IdleTier {
    let reducible = renewal.map(|next| idle.min(next.droppable));
    let cost = |seats: u64| {
        let price = &one.price.as_ref()?.monthly;
        let total = Total(price.total.0.saturating_mul(seats.into()));
        Some(Money::new(total, price.currency.clone()))
    };
    IdleTier {
        tier,
        idle,
        exposure: cost(idle),
        reassignable: idle.min(one.without),
        reducible,
        reducible_money: reducible.and_then(cost),
    }
}

fn is_unknown(seat: &SeatUse) -> bool {
    !matches!(seat.state, PersonState::Active | PersonState::Zero)
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

fn next_renewal(term: &Contract, today: NaiveDate) -> Option<NextRenewal> {
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

impl IdleSeats {
    /// The exposure of a tier in a currency.
    pub fn exposure(&self, tier: Tier, currency: &Currency) -> Option<&Money> {
        let found = self
            .exposures
            .iter()
            .find(|(kind, money)| *kind == tier && money.currency == *currency);
        found.map(|(_, money)| money)
    }

    /// The next renewal of all, with its product.
    pub fn next_renewal(&self) -> Option<(&IdleProduct, &NextRenewal)> {
        let renewals = self
            .products
            .iter()
            .filter_map(|one| Some((one, one.renewal.as_ref()?)));
        renewals.min_by_key(|(_, renewal)| renewal.on)
    }
}

fn explain(products: &[IdleProduct], days: Days3, settings: &Settings) -> Explanation {
    let step = |one: &IdleProduct, tier: &IdleTier| {
        let price = one.price.as_ref()?;
        let (unit, code) = (price.monthly.text(), price.monthly.currency.code());
        let money = tier.exposure.as_ref()?.text();
        Some(format!(
            "{}, {}: {} × {unit} = {money} {code}",
            one.product,
            tier.tier.text(),
            tier.idle
        ))
    };
    let steps = products.iter().flat_map(|one| {
        one.tiers
            .iter()
            .filter(|tier| tier.idle > 0)
            .filter_map(move |tier| step(one, tier))
    });
    let steps: Vec<String> = steps.collect();
    let count = |is: fn(&IdleProduct) -> bool| products.iter().filter(|one| is(one)).count();
    let (unlisted, unpriced) = (
        count(|one| one.assigned.is_none() && one.hidden.is_none()),
        count(|one| one.price.is_none()),
    );
    let unknown: u64 = products.iter().map(|one| one.unknown).sum();
    let formula = if steps.is_empty() {
        "no seat is known to be idle".to_owned()
    } else {
        steps.join("; ")
    };
    Explanation::new("Seats that nobody uses, and what they cost a month.", formula)
        .input("window", &format!("{} to {} (end exclusive)", days.window.from, days.window.to))
        .input("history from", &days.history.from)
        .input("grace days", &settings.windows.grace)
        .input("as of", &days.today)
        .covering(format!("{} products, {unlisted} without a list of seats; {unknown} seats of unknown use", products.len()))
        .guard("Unknown is not idle. Certain, probable and review are never summed, nor are exposure, reassignable and reducible.")
        .guard("Reducible: idle seats above the contract's minimum, at its next renewal, while notice can still be given.")
        .note("Unmet demand is who used the product in the window and holds no seat of its vendor.")
        .note_if(products.is_empty(), "No seats are known: a seat or licence export, contracts or bills of seats bring them.")
        .note_if(unpriced > 0, format!("{unpriced} products have no price: no contract in force and no bill of seats."))
        .note_if(
            products.iter().any(|one| one.renewal.as_ref().is_some_and(|next| next.minimum.is_none())),
            "Where a contract states no minimum, all its seats are taken to be droppable.",
        )
        .note_if(products.iter().any(|one| one.hidden.is_some()), format!("Products with fewer than {} holders are not shown.", settings.privacy.minimum))
}
