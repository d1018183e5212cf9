//! Results about people, in groups only.

use metrics::people::{Intensity, concentration, distribution, non_adopters, suppression, utilisation};
use serde_json::{Value, json};

use super::{Made, in_place, rate, shown_count, shown_rate};
use crate::scope::Scope;
use crate::{Result, adoption};

pub(super) fn distributed(scope: &Scope<'_>) -> Result<Made> {
    let made = distribution::distribution(scope.people()?, Intensity::Tokens, scope.settings.privacy);
    let bins: Vec<Value> = made
        .bins
        .iter()
        .map(|bin| json!({"from": bin.from, "to": bin.to, "people": bin.people}))
        .collect();
    let beside =
        |of: fn(&distribution::Beside) -> u32| shown_count(&made.beside.clone().map(|beside| of(&beside)));
    let row = json!({"zero": beside(|of| of.zero), "unknown": beside(|of| of.unknown), "unmeasured": beside(|of| of.unmeasured),
                     "not_entitled": beside(|of| of.not_entitled), "bins": bins,
                     "statistics": made.statistics, "hidden": made.hidden.map(suppression::Hidden::text), "finding": made.finding});
    Ok(Made::new([row], made.explanation))
}

pub(super) fn concentrated(scope: &Scope<'_>) -> Result<Made> {
    let made = concentration::concentration(scope.people()?, Intensity::Tokens, scope.settings.privacy);
    let row = json!({"active": made.active, "eligible": made.eligible, "unknown": shown_count(&made.unknown), "hidden": made.hidden.map(suppression::Hidden::text),
                     "finding": made.finding});
    Ok(Made::new([row], made.explanation))
}

pub(super) fn utilised(scope: &Scope<'_>) -> Result<Made> {
    let all = adoption::used(scope, None)?;
    let products = adoption::by_product(scope)?;
    let rows = std::iter::once(all.clone()).chain(products).map(|one| {
        let even = one.break_even.as_ref().map(|even| {
            json!({"fraction": even.fraction, "seat_price": even.price.total.text(&even.price.currency), "currency": even.price.currency.code(), "formula": even.formula})
        });
        json!({"product": one.product, "headline": shown_rate(&one.headline), "habit": shown_rate(&one.habit), "of_bought": one.of_bought.as_ref().map(rate),
               "flag": one.flag, "flag_words": one.flag.map(utilisation::UseFlag::text), "break_even": even,
               "weeks": one.weeks.iter().map(|week| json!({"week": week.week, "rate": shown_rate(&week.rate)})).collect::<Vec<_>>(),
               "tools": one.tools, "hidden": one.hidden.map(suppression::Hidden::text)})
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
    let row = json!({"zero_rate": shown_rate(&made.zero_rate), "never_used": shown_count(&made.never_used),
                     "dormant": shown_count(&made.dormant), "touch_only": shown_count(&made.touch_only),
                     "outside": in_place(&made.outside, |outside| json!(outside)),
                     "too_new": in_place(&made.outside, |outside| outside.too_new.into()), "teams": teams.collect::<Vec<_>>()});
    Ok(Made::new([row], made.explanation))
}
