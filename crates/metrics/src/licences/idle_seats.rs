//! Idle seats: what is paid for seats that nobody uses, and what can be done about it when.
//!
//! `exposure = idle × seat price a month`; `reassignable = min(idle, people who use it without a seat)`;
//! `reducible = min(idle, seats − contract minimum)` at the next renewal, while notice can still be given.
//! Tiers: *certain* (holder left or disabled), *probable* (never used, past the grace days), *review* (used before, not
//! in the window). Inputs: seats with their use, contract terms, newest bills. Unit: seats and money a month.
//! Guards: unknown is not idle; tiers and lines are never summed; currencies apart; shown by the rule of
//! `people/suppression.rs`, a product being a group.

mod counted;
mod exposures;

use chrono::NaiveDate;
use model::{Currency, Money, Period, Total};
use serde::Serialize;

use super::licence::{Licence, SeatPrice};
use crate::people::suppression::{Hidden, Shown, whole};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Settings};
use counted::{Counted, next_renewal};
use exposures::{exposures, hidden_products};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "idle-seats",
    area: "licences",
    name: "Idle seats",
    unit: "seats, currency a month",
    formula: "exposure = idle × price; reassignable = min(idle, unmet demand); reducible = min(idle, seats − minimum) at renewal",
    practice: "Licence utilisation",
    guard: "Unknown is not idle; certain, probable and review are never summed; currencies apart; small groups hidden",
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
    /// Exposure per currency and tier over all products, hidden ones too; tiers are not summed.
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
    pub active: Shown<u64>,
    /// Nothing tells whether they are used.
    pub unknown: Shown<u64>,
    /// Not used yet, within the grace days.
    pub new: Shown<u64>,
    /// Price of a seat a month.
    pub price: Option<SeatPrice>,
    /// People who used it without a seat.
    pub without: Shown<u64>,
    /// One entry a tier.
    pub tiers: Vec<IdleTier>,
    /// The next renewal, where a contract states it.
    pub renewal: Option<NextRenewal>,
    /// Why no count of its seats is shown.
    pub hidden: Option<Hidden>,
}

/// One tier of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleTier {
    /// Which.
    pub tier: Tier,
    /// Seats.
    pub idle: Shown<u64>,
    /// What they cost a month; `None` where there is no price, or their number is hidden.
    pub exposure: Option<Money>,
    /// Of them, seats somebody waits for.
    pub reassignable: Shown<u64>,
    /// Of them, seats that can be dropped at the next renewal; `None` without a contract that ends.
    pub reducible: Option<Shown<u64>>,
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
    let counted: Vec<Counted<'_>> = licences
        .iter()
        .map(|one| Counted::of(one, days, settings))
        .collect();
    let shown = hidden_products(&counted, settings.privacy);
    let products: Vec<IdleProduct> = counted
        .iter()
        .zip(&shown)
        .map(|(one, (parts, size))| product(one, (parts, size), (days.today, settings)))
        .collect();
    let held: u64 = counted.iter().map(Counted::held).sum();
    let unknown: u64 = counted.iter().map(|one| u64::from(one.unknown())).sum();
    let unknown = whole(unknown, held, settings.privacy).text(u64::to_string);
    let explanation = explain(&products, days, (unknown, settings));
    IdleSeats {
        exposures: exposures(&counted, &products, settings.privacy),
        products,
        explanation,
    }
}

fn product(
    counted: &Counted<'_>,
    (parts, size): (&[Shown<u64>], &Shown<u64>),
    (today, settings): (NaiveDate, &Settings),
) -> IdleProduct {
    let one = counted.licence;
    let assigned = one.seats.as_ref().and(size.value()).copied();
    let renewal = one.last_term.as_ref().and_then(|term| next_renewal(term, today));
    let few = settings.privacy.is_few(one.without);
    let without = if few || size.value().is_none() {
        Shown::Hidden(Hidden::Protects(settings.privacy.minimum))
    } else {
        Shown::Value(one.without)
    };
    let tiers = Tier::ALL.iter().zip(parts);
    let tiers = tiers.map(|(kind, idle)| of_tier(one, (*kind, idle), (&without, renewal.as_ref())));
    let [active, unknown, new] = [3, 4, 5].map(|at: usize| parts[at].clone());
    IdleProduct {
        provider: one.provider.clone(),
        product: one.product.clone(),
        bought: one.bought,
        assigned,
        unassigned: one
            .bought
            .zip(assigned)
            .map(|(bought, held)| bought.saturating_sub(held)),
        active,
        unknown,
        new,
        price: one.price.clone(),
        tiers: if assigned.is_some() {
            tiers.collect()
        } else {
            Vec::new()
        },
        without,
        renewal,
        hidden: size.hidden(),
    }
}

/// What idle seats of a tier cost, and how many can be given on or dropped.
fn of_tier(
    one: &Licence,
    (tier, idle): (Tier, &Shown<u64>),
    (without, renewal): (&Shown<u64>, Option<&NextRenewal>),
) -> IdleTier {
    let reducible = renewal.map(|next| idle.clone().map(|idle| idle.min(next.droppable)));
    let cost = |seats: &Shown<u64>| counted::cost(one, *seats.value()?);
    let reassignable = match (idle, without) {
        (Shown::Value(idle), Shown::Value(without)) => Shown::Value(*idle.min(without)),
        // Of no idle seat none can be given on.
        (Shown::Value(0), Shown::Hidden(_)) => Shown::Value(0),
        (Shown::Hidden(why), _) | (_, Shown::Hidden(why)) => Shown::Hidden(*why),
    };
    IdleTier {
        tier,
        exposure: cost(idle),
        idle: idle.clone(),
        reassignable,
        reducible_money: reducible.as_ref().and_then(cost),
        reducible,
    }
}

impl IdleProduct {
    /// What seats that are bought and assigned to nobody cost a month.
    pub fn unassigned_cost(&self) -> Option<Money> {
        let (seats, price) = (self.unassigned?, &self.price.as_ref()?.monthly);
        let total = Total(price.total.0.saturating_mul(seats.into()));
        Some(Money::new(total, price.currency.clone()))
    }
}

impl IdleSeats {
    /// Seats that are bought and assigned to nobody, with what they cost a month: a currency each, over the products that
    /// show both. They are idle by no tier: nobody holds them.
    pub fn unassigned(&self) -> Vec<(u64, Money)> {
        let mut sums: Vec<(u64, Money)> = Vec::new();
        for (seats, cost) in self
            .products
            .iter()
            .filter_map(|one| one.unassigned.zip(one.unassigned_cost()))
        {
            match sums.iter_mut().find(|(_, sum)| sum.currency == cost.currency) {
                Some((all, sum)) => {
                    *all += seats;
                    sum.total = sum.total + cost.total;
                }
                None => sums.push((seats, cost)),
            }
        }
        sums
    }

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

fn explain(products: &[IdleProduct], days: Days3, (unknown, settings): (String, &Settings)) -> Explanation {
    let step = |one: &IdleProduct, tier: &IdleTier| {
        let price = one.price.as_ref()?;
        let (unit, code) = (price.monthly.text(), price.monthly.currency.code());
        let money = tier.exposure.as_ref()?.text();
        Some(format!(
            "{}, {}: {} × {unit} = {money} {code}",
            one.product,
            tier.tier.text(),
            tier.idle.text(u64::to_string)
        ))
    };
    let steps = products.iter().flat_map(|one| {
        one.tiers
            .iter()
            .filter(|tier| tier.idle.value() != Some(&0))
            .filter_map(move |tier| step(one, tier))
    });
    let steps: Vec<String> = steps.collect();
    let count = |is: fn(&IdleProduct) -> bool| products.iter().filter(|one| is(one)).count();
    let (unlisted, unpriced) = (
        count(|one| one.assigned.is_none() && one.hidden.is_none()),
        count(|one| one.price.is_none()),
    );
    let is_hidden = |one: &IdleProduct| one.tiers.iter().any(|tier| tier.idle.value().is_none());
    let formula = if !steps.is_empty() {
        steps.join("; ")
    } else if products.iter().any(is_hidden) {
        Hidden::rule(settings.privacy)
    } else {
        "no seat is known to be idle".to_owned()
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
        .note_if(unpriced > 0, format!("{unpriced} products have no price: no contract in force and no bill that tells what a seat costs a month."))
        .note_if(
            products.iter().any(|one| one.renewal.as_ref().is_some_and(|next| next.minimum.is_none())),
            "Where a contract states no minimum, all its seats are taken to be droppable.",
        )
        .note_if(
            products.iter().any(|one| one.hidden.is_some() || one.tiers.iter().any(|tier| tier.idle.value().is_none())),
            format!("Counts of fewer than {} are hidden, and those that would give one away; sums over all products hold them.", settings.privacy.minimum),
        )
}
