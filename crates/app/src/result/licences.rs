//! Results of licences: idle seats, renewals.

use metrics::licences::idle_seats::{IdleProduct, IdleTier};
use metrics::licences::renewals::Renewal;
use metrics::people::suppression;
use model::{Money, Total};
use serde_json::{Value, json};

use super::Made;
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
    json!({
        "provider": one.provider, "product": one.product,
        "tier": tier.map(|tier| tier.tier),
        "idle": tier.map(|tier| tier.idle),
        "exposure": text(tier.and_then(|tier| tier.exposure.as_ref())),
        "reassignable": tier.map(|tier| tier.reassignable),
        "reducible": tier.and_then(|tier| tier.reducible),
        "reducible_exposure": text(tier.and_then(|tier| tier.reducible_money.as_ref())),
        "numerator": tier.map(|tier| tier.idle), "denominator": one.assigned, "unknown": one.unknown,
        "price": one.price.as_ref().map(|price| price.monthly.text()),
        "currency": one.price.as_ref().map(|price| price.monthly.currency.clone()),
        "price_source": one.price.as_ref().map(|price| price.source.clone()),
        "bought": one.bought, "assigned": one.assigned, "unassigned": one.unassigned,
        "active": one.assigned.map(|_| one.active), "within_grace": one.assigned.map(|_| one.new),
        "unmet_demand": one.assigned.map(|_| one.without),
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
