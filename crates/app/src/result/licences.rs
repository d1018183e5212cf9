//! Results of licences: idle seats, renewals and what they reveal, capacity.

use metrics::licences::capacity::Capacity;
use metrics::licences::idle_seats::{IdleProduct, IdleTier};
use metrics::licences::renewals::Renewal;
use metrics::licences::revealed_preference::{Due, Retention};
use metrics::people::suppression::{self, Shown};
use model::{Money, Total};
use serde_json::{Value, json};

use super::{Made, shown_count};
use crate::Result;
use crate::licences;
use crate::scope::Scope;

/// One row a product and tier; a product without a list of seats has one row without a tier.
pub(super) fn idle_seats(scope: &Scope<'_>) -> Result<Made> {
    let made = licences::idle(scope)?;
    let rows = made.products.iter().flat_map(|one| {
        let tiers: Vec<Option<&IdleTier>> = if one.tiers.is_empty() {
            vec![None]
        } else {
            one.tiers.iter().map(Some).collect()
        };
        tiers.into_iter().map(|tier| idle_row(one, tier))
    });
    let totals = made
        .exposures
        .iter()
        .map(|(tier, money)| json!({"tier": tier, "currency": money.currency, "exposure": money.text()}));
    Ok(Made::new(rows.collect::<Vec<_>>(), made.explanation.clone())
        .with("totals", totals.collect::<Vec<_>>()))
}

fn idle_row(one: &IdleProduct, tier: Option<&IdleTier>) -> Value {
    let text = |money: Option<&Money>| money.map(Money::text);
    let idle = tier.map(|tier| shown_count(&tier.idle));
    let listed = |seats: &Shown<u64>| one.assigned.map(|_| shown_count(seats));
    json!({
        "provider": one.provider, "product": one.product,
        "tier": tier.map(|tier| tier.tier),
        "idle": idle,
        "exposure": text(tier.and_then(|tier| tier.exposure.as_ref())),
        "reassignable": tier.map(|tier| shown_count(&tier.reassignable)),
        "reducible": tier.and_then(|tier| tier.reducible.as_ref()).map(shown_count),
        "reducible_exposure": text(tier.and_then(|tier| tier.reducible_money.as_ref())),
        "numerator": idle, "denominator": one.assigned, "unknown": listed(&one.unknown),
        "price": one.price.as_ref().map(|price| price.monthly.text()),
        "currency": one.price.as_ref().map(|price| price.monthly.currency.clone()),
        "price_source": one.price.as_ref().map(|price| price.source.clone()),
        "bought": one.bought, "assigned": one.assigned, "unassigned": one.unassigned,
        "active": listed(&one.active), "within_grace": listed(&one.new),
        "unmet_demand": listed(&one.without),
        "renewal": one.renewal,
        "hidden": one.hidden.map(suppression::Hidden::text),
    })
}

/// One row a term, what is due first comes first.
pub(super) fn renewals(scope: &Scope<'_>) -> Result<Made> {
    let made = licences::calendar(scope)?;
    let row = |one: &Renewal| {
        let term = &one.term;
        let amount =
            |amount: Option<model::Amount>| amount.map(|amount| Total::from(amount).text(&term.currency));
        json!({
            "contract": term.number, "product": term.product, "provider": term.provider,
            "start": term.start, "end": term.end, "notice": term.notice,
            "decision": term.decision, "auto_renew": term.auto_renew, "owner": term.owner,
            "seats": term.seats, "minimum": term.minimum, "unit_price": amount(term.unit_price), "per": term.per,
            "commitment": amount(term.commitment), "currency": term.currency,
            "a_year": one.yearly.as_ref().map(Money::text),
            "standing": one.standing, "due": one.due, "days": one.days,
            "words": licences::words(one, &scope.locale),
        })
    };
    Ok(Made::new(made.terms.iter().map(row), made.explanation.clone()).with("as_of", json!(scope.today())))
}

/// One row a contract that was due, a vendor paid by use, and a question of a survey.
pub(super) fn revealed(scope: &Scope<'_>) -> Result<Made> {
    let made = licences::revealed(scope)?;
    let due = made.due.iter().map(due_row);
    let vendors = made.vendors.iter().map(|one| {
        json!({"kind": "vendor", "provider": one.provider, "currency": one.old.currency, "old": one.old.text(), "new": one.new.text(), "counted": one.is_counted})
    });
    let stated = made.stated.iter().map(|one| {
        json!({"kind": "survey", "question": one.question, "day": one.day, "positive": super::rate(&one.positive), "gap": one.gap,
               "hidden": one.hidden.map(suppression::Hidden::text)})
    });
    let rows: Vec<Value> = due.chain(vendors).chain(stated).collect();
    let retention = |all: &[Retention], by_seat: bool| -> Vec<Value> {
        let one = |sums: &Retention| {
            let text = |total: Total| total.text(&sums.currency);
            json!({"currency": sums.currency, "old": text(sums.old), "new": text(sums.new), "kept": text(sums.kept), "grr": sums.grr(), "nrr": sums.nrr(),
                   "volume": by_seat.then(|| text(sums.volume)), "price": by_seat.then(|| text(sums.price))})
        };
        all.iter().map(one).collect()
    };
    let totals =
        json!({"contracts": retention(&made.contracts, true), "usage": retention(&made.usage, false)});
    Ok(Made::new(rows, made.explanation.clone())
        .with("logo_renewal", super::rate(&made.logo))
        .with("usage_renewal", super::rate(&made.usage_logo))
        .with("not_due", made.not_due)
        .with("totals", totals))
}

fn due_row(one: &Due) -> Value {
    let text = |total: Option<Total>| total.map(|total| total.text(&one.term.currency));
    json!({
        "kind": "contract", "contract": one.term.number, "product": one.term.product, "provider": one.term.provider,
        "currency": one.term.currency, "end": one.term.end, "outcome": one.outcome, "auto_renew": one.term.auto_renew,
        "decision": one.term.decision, "old_seats": one.term.seats, "new_seats": one.next.as_ref().and_then(|next| next.seats),
        "old": text(one.old), "new": text(one.new), "volume": text(one.volume), "price": text(one.price),
    })
}

/// One row a capacity, with its months.
pub(super) fn capacities(scope: &Scope<'_>) -> Result<Made> {
    let made = licences::capacities(scope)?;
    let row = |one: &Capacity| {
        let text = |total: Total| {
            if one.currency.code().is_empty() {
                total.0.to_string()
            } else {
                total.text(&one.currency)
            }
        };
        let months = one.months.iter().map(|month| json!({"from": month.period.from, "to": month.period.to, "bought": text(month.bought), "used": text(month.used)}));
        json!({
            "kind": one.kind, "provider": one.provider, "product": one.product, "currency": one.currency,
            "bought": text(one.bought), "bought_to_date": text(one.bought_to_date), "used": text(one.used),
            "numerator": text(one.used), "denominator": text(one.bought_to_date), "utilisation": one.utilisation(),
            "is_over": one.is_over, "expired": one.expired.map(text), "list": one.list.map(text),
            "break_even": one.break_even(), "saved": one.saved().map(|money| money.text()),
            "months": months.collect::<Vec<_>>(),
        })
    };
    Ok(Made::new(made.rows.iter().map(row), made.explanation.clone()).with("as_of", json!(scope.today())))
}
