//! Results about people, in groups only.

use metrics::people::{Intensity, concentration, distribution, non_adopters, suppression, utilisation};
use serde_json::{Value, json};

use super::{Made, rate};
use crate::Result;
use crate::scope::Scope;

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
    let until = scope.people_window().to;
    let seats = |product: Option<String>| utilisation::Seats {
        product,
        bought: None,
        until,
    };
    let products: std::collections::BTreeSet<String> = people
        .iter()
        .flat_map(|person| person.products.iter().cloned())
        .collect();
    let all = utilisation::utilisation(people, &seats(None), scope.settings.privacy);
    let each = products
        .into_iter()
        .map(|product| utilisation::utilisation(people, &seats(Some(product)), scope.settings.privacy));
    let rows = [all.clone()].into_iter().chain(each).map(|one| {
        json!({"product": one.product, "headline": rate(&one.headline), "habit": rate(&one.habit), "flag": one.flag,
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
                     "too_new": made.too_new, "teams": teams.collect::<Vec<_>>()});
    Ok(Made::new([row], made.explanation))
}
