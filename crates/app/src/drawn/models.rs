//! Charts of models: money by model and month, and what another model would have cost.

use charts::charts as chart;
use charts::{Figure, Options, Titles, Unit, format};
use metrics::money::spend_over_time as over_time;
use metrics::pricing::canonical;
use model::{Dimension, Grain, Groups, Measure, Money};

use crate::models;
use crate::scope::Scope;
use crate::show::{self, Charted};
use crate::{Result, answer};

/// Money by model over months: billed where bills name models, else estimated.
pub(super) fn mix(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let billed = named(scope, Measure::Billed)?;
    let (measure, groups) = if billed.groups.is_empty() {
        (Measure::Estimated, named(scope, Measure::Estimated)?)
    } else {
        (Measure::Billed, billed)
    };
    let until = Some(scope.data.to.min(scope.run_up().to));
    let result = over_time::spend_over_time(
        &groups,
        over_time::Options {
            complete_until: until,
            ..over_time::Options::default()
        },
    );
    let set = result.sets.into_iter().next();
    let finding = set.as_ref().and_then(|set| set.finding.as_ref());
    let title = match (finding, &set) {
        (Some(finding), _) => finding.sentence.clone(),
        (None, Some(_)) => "Money by model".to_owned(),
        (None, None) => "No bill or log names a model yet".to_owned(),
    };
    let series = |series: &over_time::Series| chart::Series {
        key: series.name.clone(),
        name: if series.is_other {
            "other".to_owned()
        } else {
            series.name.clone()
        },
        values: series
            .values
            .iter()
            .map(|value| Figure::total(*value, &scope.currency))
            .collect(),
    };
    let column = |column: &over_time::PeriodColumn| chart::TimeColumn {
        period: column.period,
        is_provisional: column.provisional || !column.complete,
        budget: None,
    };
    let input = chart::SpendOverTime {
        titles: Titles::new(
            title,
            format!(
                "{} by model and month; what names no model is left out",
                answer::label(measure)
            ),
            scope.filter_notes(),
        ),
        unit: Unit::Money(scope.currency.clone()),
        columns: set.iter().flat_map(|set| &set.periods).map(column).collect(),
        series: set.iter().flat_map(|set| &set.series).map(series).collect(),
        planned: "budget",
        colours: scope.model_colours()?,
    };
    Ok(Charted::still(input.draw(options), result.explanation))
}

/// Money by month and model, of what names one.
fn named(scope: &Scope<'_>, measure: Measure) -> Result<Groups> {
    let by = [Dimension::Time(Grain::Month), Dimension::Model];
    let mut groups = scope.ask_in_currency(measure, &by, scope.run_up())?;
    groups.groups.retain(|group| !group.keys[1].is_empty());
    // Bills and usage spell a model each in their way: one name here, in the table and in the choice.
    for group in &mut groups.groups {
        group.keys[1] = canonical(&group.keys[1]);
    }
    Ok(groups)
}

/// The range of what another model would have cost, for all and by task.
pub(super) fn repricing(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let compared = models::compared(scope)?;
    let made = compared.made;
    let [from, to] = [&compared.from, &compared.to].map(|model| canonical(model));
    let text = |money: &Money| show::whole_money(scope, money.total, &money.currency);
    let title = made.rows.first().map_or_else(
        || {
            let why = made.missing.as_ref();
            why.map_or_else(
                || "Nothing to compare".to_owned(),
                |why| format!("Nothing to compare: {why}"),
            )
        },
        |all| {
            format!(
                "{to} would have cost {} to {} where {from} comes to {}",
                text(&all.other[0]),
                text(&all.other[2]),
                text(&all.actual)
            )
        },
    );
    let currency = made
        .rows
        .first()
        .map_or_else(|| scope.currency.clone(), |all| all.actual.currency.clone());
    let figure = |money: &Money| Figure::total(money.total, &money.currency);
    let tasks = made.rows.iter().map(|row| chart::PriceRange {
        key: row.task.clone().unwrap_or_else(|| "all".to_owned()),
        name: row.task.clone().unwrap_or_else(|| "All".to_owned()),
        now: figure(&row.actual),
        other: [
            figure(&row.other[0]),
            figure(&row.other[1]),
            figure(&row.other[2]),
        ],
    });
    let description = format!(
        "Price-only counterfactual by {}, {}, at the prices of each day",
        compared.by,
        format::period(&scope.period, &scope.locale)
    );
    let input = chart::PriceRanges {
        titles: Titles::new(title, description, scope.filter_notes()),
        unit: Unit::Money(currency),
        tasks: tasks.collect(),
    };
    Ok(Charted::still(input.draw(options), made.explanation))
}
