//! Results about people, in groups only.

use metrics::people::{Intensity, concentration, distribution, non_adopters, suppression, utilisation};
use serde_json::{Value, json};

use super::{Made, rate};
use crate::scope::Scope;
use crate::{Result, adoption};

pub(super) fn distributed(scope: &Scope<'_>) -> Result<Made> {
    let made = distribution::distribution(scope.people()?, Intensity::Tokens, scope.settings.privacy);
    let bins: Vec<Value> = made
        .bins
        .iter()
        .map(|bin| json!({"from": bin.from, "to": bin.to, "people": bin.people}))
        .collect();
    let row = json!({"zero": made.zero, "unknown": made.unknown, "unmeasured": made.unmeasured, "not_entitled": made.not_entitled, "bins": bins,
                     "statistics": made.statistics, "hidden": made.hidden.map(suppression::Hidden::text), "finding": made.finding});
    Ok(Made::new([row], made.explanation))
}

pub(super) fn concentrated(scope: &Scope<'_>) -> Result<Made> {
    let made = concentration::concentration(scope.people()?, Intensity::Tokens, scope.settings.privacy);
    let row = json!({"active": made.active, "eligible": made.eligible, "unknown": made.unknown, "hidden": made.hidden.map(suppression::Hidden::text),
                     "finding": made.finding});
    Ok(Made::new([row], made.explanation))
}

pub(super) fn utilised(scope: &Scope<'_>) -> Result<Made> {
    let people = scope.people()?;
    let all = utilisation::utilisation(people, &adoption::seats(scope, None)?, &scope.settings);
    let products: std::collections::BTreeSet<String> = people
        .iter()
        .flat_map(|person| person.products.iter().cloned())
        .collect();
    let mut rows = vec![all.clone()];
    for product in products {
        let seats = adoption::seats(scope, Some(product))?;
        rows.push(utilisation::utilisation(people, &seats, &scope.settings));
    }
    let rows = rows.into_iter().map(|one| {
        let even = one.break_even.as_ref().map(|even| {
            json!({"fraction": even.fraction, "seat_price": even.price.total.text(&even.price.currency), "currency": even.price.currency.code(), "formula": even.formula})
        });
        json!({"product": one.product, "headline": rate(&one.headline), "habit": rate(&one.habit), "of_bought": one.of_bought.as_ref().map(rate),
               "flag": one.flag, "flag_words": one.flag.map(utilisation::UseFlag::text), "break_even": even,
               "weeks": one.weeks.iter().map(|week| json!({"week": week.week, "rate": rate(&week.rate)})).collect::<Vec<_>>(),
               "hidden": one.hidden.map(suppression::Hidden::text)})
    });
    Ok(Made::new(rows, all.explanation))
}

pub(super) fn non_adopting(scope: &Scope<'_>) -> Result<Made> {
    let made = non_adopters::non_adopters(
        scope.people()?,
        scope.people_window(),
        scope.people_history(),
        &scope.settings,
    );
    let teams = made.teams.iter().map(|team| match &team.shown {
        suppression::Shown::Value(value) => json!({"team": team.keys.first(), "zero_rate": rate(value)}),
        suppression::Shown::Hidden(why) => json!({"team": team.keys.first(), "hidden": why.text()}),
    });
    let row = json!({"zero_rate": rate(&made.zero_rate), "never_used": made.never_used, "dormant": made.dormant, "touch_only": made.touch_only,
                     "outside": made.outside, "too_new": made.outside.too_new, "teams": teams.collect::<Vec<_>>()});
    Ok(Made::new([row], made.explanation))
}
