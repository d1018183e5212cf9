//! Licences & renewals: what idle seats cost and what can be done about them, and when contracts renew.

use metrics::licences::capacity::{Capacities, Capacity};
use metrics::licences::idle_seats::{IdleProduct, IdleSeats, IdleTier, Tier};
use metrics::licences::renewals::{Renewal, Standing};
use metrics::licences::revealed_preference::{Due, Outcome, Revealed};
use metrics::people::suppression::Shown;
use model::{Money, Total};

use super::{Desk, placed, weekly_use};
use crate::Result;
use crate::licences::{self, words};
use crate::scope::Scope;
use crate::show;
use crate::view::{Block, Figure, Placed, RowView, TableView, Tone};

/// What is paid for and held by nobody.
const UNASSIGNED: &str = "Bought, assigned to nobody";

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let scope = desk.scope;
    let idle = licences::idle(scope)?;
    let calendar = licences::calendar(scope)?;
    if idle.products.is_empty() && calendar.terms.is_empty() {
        return Ok(vec![placed(12, nothing())]);
    }
    let mut blocks = vec![
        placed(
            12,
            Block::Figures {
                figures: figures(scope, &idle),
            },
        ),
        desk.chart("utilisation", 12, rows_high(idle.products.len()))?,
    ];
    blocks.extend(weekly_use::table(scope)?.map(|table| placed(12, Block::Table(table))));
    blocks.extend([
        placed(12, Block::Table(table(scope, &idle))),
        desk.chart("renewals", 12, 240)?,
        placed(12, Block::Table(terms(scope, &calendar.terms))),
        desk.chart("revealed-preference", 6, 220)?,
        desk.chart("capacity", 6, 220)?,
        placed(12, Block::Table(due(scope, &licences::revealed(scope)?))),
        placed(12, Block::Table(capacities(scope, &licences::capacities(scope)?))),
    ]);
    Ok(blocks)
}

/// High enough for so many rows, and no higher.
fn rows_high(rows: usize) -> u32 {
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    rows.saturating_mul(46).saturating_add(84).clamp(140, 260)
}

fn nothing() -> Block {
    show::nothing(
        "No seats and no contracts yet",
        "A seat or licence export says who holds a seat; a sheet of contracts says what was bought, for how much, and until when \
               notice can be given. Bills of seats are read as well.",
        "Choose files",
    )
}

fn figures(scope: &Scope<'_>, idle: &IdleSeats) -> Vec<Figure> {
    let explain = || show::explain(idle.explanation.clone(), None);
    let mut figures: Vec<Figure> = Tier::ALL.iter().map(|tier| of_tier(scope, idle, *tier)).collect();
    figures.extend(unassigned(scope, idle));
    if let Some((one, next)) = idle.next_renewal() {
        let notice = next.notice.map_or_else(
            || "no notice day stated".to_owned(),
            |day| {
                format!(
                    "notice {} {}",
                    if next.is_too_late { "was due by" } else { "by" },
                    charts::format::date(day, &scope.locale)
                )
            },
        );
        figures.push(Figure {
            detail: format!(
                "{notice} · {} above the minimum",
                show::counted(next.droppable, "seat")
            ),
            ..super::overview::figure(
                "next-renewal",
                format!("Next renewal: {}", one.product),
                charts::format::date(next.on, &scope.locale),
                explain(),
            )
        });
    }
    figures
}

/// Idle seats of a tier over all products; `None` where one is hidden, since money and seats together would tell it.
/// What the idle seats of a tier cost; unknown where no list says who holds a seat.
fn of_tier(scope: &Scope<'_>, idle: &IdleSeats, tier: Tier) -> Figure {
    let figure = |value: String| {
        let (key, label) = (
            format!("idle-{}", tier_id(tier)),
            format!("Idle, {}", tier_id(tier)),
        );
        super::overview::figure(&key, label, value, show::explain(idle.explanation.clone(), None))
    };
    let mut products = idle.products.iter();
    if !products.any(|one| one.assigned.is_some() || one.hidden.is_some()) {
        return Figure {
            detail: "no list of seats".to_owned(),
            ..figure("unknown".to_owned())
        };
    }
    let seats = seats_of(idle, tier);
    let money = idle.exposure(tier, &scope.currency);
    let others = others(scope, idle, tier);
    let unit = if money.is_some() { "a month" } else { "" };
    let value = match money {
        Some(money) => show::whole_money(scope, money.total, &money.currency),
        None if others.is_empty() => "not priced".to_owned(),
        None => format!("none in {}", scope.currency.code()),
    };
    let counted = match (seats, others.is_empty()) {
        (None, _) => tier.text().to_owned(),
        (Some(seats), true) => format!("{}, {}", show::counted(seats, "seat"), tier.text()),
        (Some(seats), false) => format!("{} in all, {}", show::counted(seats, "seat"), tier.text()),
    };
    let details: Vec<String> = std::iter::once(counted).chain(others).collect();
    Figure {
        unit: unit.to_owned(),
        detail: details.join(" · "),
        tone: if seats == Some(0) {
            Tone::Neutral
        } else {
            Tone::Warn
        },
        ..figure(value)
    }
}

/// Seats that are paid for and held by nobody; nothing where no list and no bill or contract tell both.
fn unassigned(scope: &Scope<'_>, idle: &IdleSeats) -> Option<Figure> {
    let sums = idle.unassigned();
    let (ours, others): (Vec<_>, Vec<_>) = sums
        .iter()
        .partition(|(_, money)| money.currency == scope.currency);
    let known = ours.first().copied().or(others.first().copied())?;
    let others = others.iter().filter(|one| **one != known && one.0 > 0);
    let others = others.map(|(seats, money)| {
        let cost = show::money(scope, money.total, &money.currency);
        format!(" · {}, {cost}", show::counted(*seats, "seat"))
    });
    let why = show::explain(idle.explanation.clone(), None);
    let value = show::whole_money(scope, known.1.total, &known.1.currency);
    Some(Figure {
        unit: "a month".to_owned(),
        detail: show::counted(known.0, "seat") + &others.collect::<String>(),
        tone: if known.0 == 0 { Tone::Neutral } else { Tone::Warn },
        ..super::overview::figure("idle-unassigned", UNASSIGNED.to_owned(), value, why)
    })
}

fn seats_of(idle: &IdleSeats, tier: Tier) -> Option<u64> {
    let of_tier = idle.products.iter().flat_map(|one| &one.tiers);
    let all_listed = idle.products.iter().all(|one| one.hidden.is_none());
    let seats = of_tier.filter(|one| one.tier == tier).map(|one| one.idle.value());
    seats.sum::<Option<u64>>().filter(|_| all_listed)
}

pub(super) fn tier_id(tier: Tier) -> &'static str {
    match tier {
        Tier::Certain => "certain",
        Tier::Probable => "probable",
        Tier::Review => "review",
    }
}

/// The same tier in other currencies, never added: `€843.00 a month`.
fn others(scope: &Scope<'_>, idle: &IdleSeats, tier: Tier) -> Vec<String> {
    let other = idle
        .exposures
        .iter()
        .filter(|(kind, money)| *kind == tier && money.currency != scope.currency && money.total.0 != 0);
    other
        .map(|(_, money)| format!("{} a month", show::money(scope, money.total, &money.currency)))
        .collect()
}

/// One row a product and tier with seats in it; a product of which nobody says who holds it has one row.
fn table(scope: &Scope<'_>, idle: &IdleSeats) -> TableView {
    let rows: Vec<RowView> = idle
        .products
        .iter()
        .flat_map(|one| {
            let tiers = one.tiers.iter().filter(|tier| tier.idle.value() != Some(&0));
            let mut rows: Vec<RowView> = tiers
                .map(|tier| show::row(cells(scope, one, Some(tier))))
                .collect();
            if rows.is_empty() {
                rows.push(show::row(cells(scope, one, None)));
            }
            rows.extend(held_by_nobody(scope, one));
            rows
        })
        .collect();
    TableView {
        key: "idle-seats".to_owned(),
        title: "Idle seats: what they cost a month, and what can be done".to_owned(),
        columns: show::columns(&[
            "Product", "Idle because", "#Idle", "#Assigned", "#Bought", "#Price a month", "#Exposure", "#Reassignable", "#Reducible", "At renewal on",
        ]),
        count: rows.len() as u32,
        rows,
        totals: Vec::new(),
        note: "Rows are not added up: how sure one can be differs, and one seat can be given on or dropped, not both. Reassignable: people use it \
               without a seat of the vendor. Reducible: above the contract's minimum, while notice can be given. Unknown use is not idle; what is assigned to nobody is in no tier."
            .to_owned(),
    }
}

/// The row of what is bought and assigned to nobody.
fn held_by_nobody(scope: &Scope<'_>, one: &IdleProduct) -> Option<RowView> {
    let seats = one.unassigned.filter(|seats| *seats > 0)?;
    let mut cells = cells(scope, one, None);
    UNASSIGNED.to_lowercase().clone_into(&mut cells[1]);
    cells[2] = show::count(scope, seats);
    cells[6] = one
        .unassigned_cost()
        .map_or_else(String::new, |cost| show::money(scope, cost.total, &cost.currency));
    Some(show::row(cells))
}

fn cells(scope: &Scope<'_>, one: &IdleProduct, tier: Option<&IdleTier>) -> Vec<String> {
    let number =
        |seats: Option<u64>| seats.map_or_else(|| "unknown".to_owned(), |seats| show::count(scope, seats));
    let money = |money: Option<&Money>| {
        money.map_or_else(String::new, |money| {
            show::money(scope, money.total, &money.currency)
        })
    };
    let seats = |seats: &Shown<u64>| seats.text(|seats| show::count(scope, *seats));
    let why = match (one.hidden, one.assigned, tier) {
        (Some(hidden), ..) => hidden.mark(),
        (_, None, _) => "no list of seats".to_owned(),
        (.., Some(tier)) => tier.tier.text().to_owned(),
        (_, Some(_), None) if one.unknown == Shown::Value(0) => "none is idle".to_owned(),
        _ => format!("none known; of unknown use: {}", one.unknown.text(u64::to_string)),
    };
    let renewal = one
        .renewal
        .as_ref()
        .map_or_else(String::new, |next| charts::format::date(next.on, &scope.locale));
    vec![
        one.product.clone(),
        why,
        tier.map_or_else(String::new, |tier| seats(&tier.idle)),
        if one.hidden.is_some() {
            "hidden".to_owned()
        } else {
            number(one.assigned)
        },
        number(one.bought),
        money(one.price.as_ref().map(|price| &price.monthly)),
        money(tier.and_then(|tier| tier.exposure.as_ref())),
        tier.map_or_else(String::new, |tier| seats(&tier.reassignable)),
        tier.and_then(|tier| tier.reducible.as_ref())
            .map_or_else(String::new, seats),
        renewal,
    ]
}

fn terms(scope: &Scope<'_>, terms: &[Renewal]) -> TableView {
    let day = |day: Option<chrono::NaiveDate>| {
        day.map_or_else(|| "not stated".to_owned(), |day| show::day(scope, day))
    };
    let row = |one: &Renewal| RowView {
        tone: match one.standing {
            Standing::NoticeAhead | Standing::NoticePassed | Standing::EndAhead => Tone::Warn,
            _ => Tone::Neutral,
        },
        ..show::row(vec![
            one.term.product.clone(),
            one.term.number.clone(),
            words(one, &scope.locale),
            day(one.term.start),
            day(one.term.end),
            day(one.term.notice),
            decision(one),
            one.yearly.as_ref().map_or_else(String::new, |money| {
                show::money(scope, money.total, &money.currency)
            }),
        ])
    };
    TableView {
        key: "renewals".to_owned(),
        title: "Contract terms".to_owned(),
        columns: show::columns(&[
            "Product",
            "Contract",
            "What is due",
            "Start",
            "Ends before",
            "Notice by",
            "Decision",
            "#A year",
        ]),
        count: terms.len() as u32,
        rows: terms.iter().map(row).collect(),
        totals: Vec::new(),
        note: if terms.is_empty() {
            "No contracts yet. Import a sheet of contracts.".to_owned()
        } else {
            String::new()
        },
    }
}

/// What was decided, and what happens without a decision.
fn decision(one: &Renewal) -> String {
    let decided = if one.term.decision.is_empty() {
        "undecided"
    } else {
        &one.term.decision
    };
    match one.term.auto_renew {
        Some(true) => format!("{decided}, renews by itself"),
        Some(false) => decided.to_owned(),
        None => format!("{decided}, renewal not stated"),
    }
}

/// Contracts that were due, and what people say beside what was done.
fn due(scope: &Scope<'_>, made: &Revealed) -> TableView {
    let row = |one: &Due| {
        let money = |total: Option<Total>| {
            total.map_or_else(
                || "unknown".to_owned(),
                |total| show::money(scope, total, &one.term.currency),
            )
        };
        let outcome = match one.outcome {
            Outcome::Renewed => "renewed",
            Outcome::Silent => "renewed by itself, no decision",
            Outcome::Lost => "ended",
            Outcome::Unknown => "not known",
        };
        show::row(vec![
            one.term.product.clone(),
            outcome.to_owned(),
            money(one.old),
            money(one.new),
            charts::format::signed(money(one.volume)),
            charts::format::signed(money(one.price)),
        ])
    };
    let said = made.stated.iter().filter_map(|one| {
        let gap = one.gap?;
        Some(format!(
            " “{}”: {} positive, renewed on purpose {}: gap {} points.",
            one.question,
            one.positive.text(),
            made.logo.text(),
            show::signed_number(gap * 100.0, 1)
        ))
    });
    TableView {
        key: "revealed".to_owned(),
        title: "Contracts that were due: what was done".to_owned(),
        columns: show::columns(&[
            "Product",
            "Outcome",
            "#A year before",
            "#A year after",
            "#Change by seats",
            "#Change by price",
        ]),
        count: made.due.len() as u32,
        rows: made.due.iter().map(row).collect(),
        totals: Vec::new(),
        note: format!(
            "Renewing by itself is no preference. A higher price is no expansion.{}",
            said.collect::<String>()
        ),
    }
}

fn capacities(scope: &Scope<'_>, made: &Capacities) -> TableView {
    let row = |one: &Capacity| {
        let amount = |total: Total| {
            if one.currency.code().is_empty() {
                show::count(scope, total.0)
            } else {
                show::money(scope, total, &one.currency)
            }
        };
        show::row(vec![
            one.title().to_owned(),
            if one.currency.code().is_empty() {
                "seats".to_owned()
            } else {
                format!("{:?}", one.kind).to_lowercase()
            },
            amount(one.bought_to_date),
            amount(one.used),
            one.utilisation().map_or_else(String::new, show::share),
            one.expired.map_or_else(String::new, amount),
            one.saved().map_or_else(String::new, |money| {
                show::money(scope, money.total, &money.currency)
            }),
        ])
    };
    TableView {
        key: "capacity".to_owned(),
        title: "What was bought ahead, and used".to_owned(),
        columns: show::columns(&["Capacity", "Kind", "#Bought to date", "#Used", "#Used share", "#Expired", "#Saved against list"]),
        count: made.rows.len() as u32,
        rows: made.rows.iter().map(row).collect(),
        totals: Vec::new(),
        note: "An unused subscription is a person or a system that waits. Saved: list value of the use less what was bought or used.".to_owned(),
    }
}
