//! Charts of money: over time, Pareto.

use charts::charts as chart;
use charts::format;
use charts::{Figure, Options, Titles, Unit};
use metrics::money::{pareto as pareto_of, spend_over_time as over_time_of};
use model::{Dimension, Grain, Measure, Period, Total};

use crate::Result;
use crate::answer;
use crate::ask;
use crate::few;
use crate::scope::Scope;
use crate::show::Charted;
use crate::view::Route;

/// The dimension a money chart is split by: the route's, else the provider.
pub(super) fn split(scope: &Scope<'_>) -> Dimension {
    let chosen = scope.route.by.as_deref().and_then(|id| ask::dimension(id).ok());
    chosen
        .filter(|dimension| !matches!(dimension, Dimension::Time(_)))
        .unwrap_or(Dimension::Provider)
}

pub(super) fn unit(scope: &Scope<'_>) -> Unit {
    if scope.measure.is_money() {
        Unit::Money(scope.currency.clone())
    } else {
        Unit::Count(scope.measure.id().to_owned())
    }
}

pub(super) fn figure(scope: &Scope<'_>, total: Total) -> Figure {
    match scope.measure {
        measure if measure.is_money() => Figure::total(total, &scope.currency),
        Measure::Requests => Figure::micros(total.0),
        _ => Figure::whole(total.0),
    }
}

pub(super) fn named(value: &str) -> String {
    if value.is_empty() {
        "not stated".to_owned()
    } else {
        value.to_owned()
    }
}

/// Words around a chart: description, remark, and what an export prints at its foot.
pub(super) fn titles(scope: &Scope<'_>, title: String, description: String, period: Period) -> Titles {
    let days = format::period(&period, &scope.locale);
    let notes = [format!("{} · {days}", answer::label(scope.measure))];
    Titles::new(
        title,
        description,
        notes.into_iter().chain(scope.filter_notes()).collect(),
    )
}

/// Spend over time, stacked.
pub(super) fn over_time(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let dimension = split(scope);
    let period = scope.run_up();
    let by = [Dimension::Time(Grain::Month), dimension.clone()];
    let groups = scope.ask_in_currency(scope.measure, &by, period)?;
    let until = Some(scope.data.to.min(period.to));
    let result = over_time_of::spend_over_time(
        &groups,
        over_time_of::Options {
            complete_until: until,
            ..over_time_of::Options::default()
        },
    );
    let Some(set) = result.sets.into_iter().next() else {
        return Ok(Charted::still(
            empty_over_time(scope, options),
            result.explanation,
        ));
    };
    let title = set.finding.map_or_else(
        || {
            format!(
                "{} by {}",
                answer::label(scope.measure),
                dimension.label().to_lowercase()
            )
        },
        |finding| finding.sentence,
    );
    let description = format!(
        "{} by {} and month",
        answer::label(scope.measure),
        dimension.label().to_lowercase()
    );
    let input = chart::SpendOverTime {
        titles: titles(scope, title, description, period),
        unit: unit(scope),
        columns: set.periods.iter().map(time_column).collect(),
        series: set
            .series
            .iter()
            .map(|series| time_series(scope, series))
            .collect(),
        planned: "budget",
        colours: scope.colours(&dimension)?,
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation: result.explanation,
        go: Box::new(month_and(scope, dimension)),
    })
}

fn time_column(column: &over_time_of::PeriodColumn) -> chart::TimeColumn {
    chart::TimeColumn {
        period: column.period,
        is_provisional: column.provisional || !column.complete,
        budget: None,
    }
}

fn time_series(scope: &Scope<'_>, series: &over_time_of::Series) -> chart::Series {
    let name = if series.is_other {
        "other".to_owned()
    } else {
        named(&series.name)
    };
    chart::Series {
        key: if series.is_other {
            name.clone()
        } else {
            series.name.clone()
        },
        name,
        values: series.values.iter().map(|value| figure(scope, *value)).collect(),
    }
}

/// A mark `from..to|value` leads to that month and value, seen on the spend screen.
fn month_and(scope: &Scope<'_>, dimension: Dimension) -> impl Fn(&str) -> Option<Route> + 'static {
    let on = Route {
        screen: "spend".to_owned(),
        ..scope.route.clone()
    };
    let months = scope.route.clone();
    move |key: &str| {
        let (days, value) = key
            .split_once('|')
            .map_or((key, None), |(days, value)| (days, Some(value)));
        let (from, to) = days.split_once("..")?;
        let mut route = Route {
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
            ..on.clone()
        };
        if let Some(value) = value.filter(|value| *value != "other" && !few::is_joined(value)) {
            let id = dimension.to_string();
            route.filters.retain(|filter| filter.dimension != id);
            route.filters.push(crate::view::FilterView {
                dimension: id,
                values: vec![value.to_owned()],
            });
            route.by = Some(finer(&dimension).to_string());
        }
        (route != months).then_some(route)
    }
}

/// What one looks at next, one step further in.
fn finer(dimension: &Dimension) -> Dimension {
    match dimension {
        Dimension::Provider => Dimension::Service,
        Dimension::Service => Dimension::Model,
        Dimension::Model => Dimension::TokenClass,
        Dimension::Account => Dimension::Project,
        Dimension::Unit => Dimension::Team,
        Dimension::Team => Dimension::Role,
        _ => Dimension::Provider,
    }
}

fn empty_over_time(scope: &Scope<'_>, options: &Options) -> charts::Drawing {
    let titles = titles(
        scope,
        "Nothing was spent in these months".to_owned(),
        answer::label(scope.measure),
        scope.run_up(),
    );
    chart::SpendOverTime {
        titles,
        unit: unit(scope),
        columns: Vec::new(),
        series: Vec::new(),
        planned: "budget",
        colours: charts::Colours::default(),
    }
    .draw(options)
}

/// What carries most of the period.
pub(super) fn pareto(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let dimension = split(scope);
    let groups = scope.ask_in_currency(scope.measure, std::slice::from_ref(&dimension), scope.period)?;
    let result = pareto_of::pareto(&groups);
    let set = result.sets.into_iter().next();
    let title = set
        .as_ref()
        .map_or_else(|| "Nothing in this period".to_owned(), |set| set.finding.clone());
    let title = if title.is_empty() {
        "Nothing is above zero in this period".to_owned()
    } else {
        title
    };
    let description = format!(
        "{} by {}, {}",
        answer::label(scope.measure),
        dimension.label().to_lowercase(),
        format::period(&scope.period, &scope.locale)
    );
    let items = set.iter().flat_map(|set| &set.items).map(|item| chart::Item {
        key: item.name.clone(),
        name: named(&item.name),
        value: figure(scope, item.figure.value),
    });
    let input = chart::Pareto {
        titles: titles(scope, title, description, scope.period),
        unit: unit(scope),
        item: dimension.label(),
        items: items.collect(),
    };
    let base = Route {
        by: Some(finer(&dimension).to_string()),
        ..scope.route.clone()
    };
    let id = dimension.to_string();
    let go = move |key: &str| {
        let mut route = Route {
            screen: "spend".to_owned(),
            ..base.clone()
        };
        route.filters.retain(|filter| filter.dimension != id);
        route.filters.push(crate::view::FilterView {
            dimension: id.clone(),
            values: vec![key.to_owned()],
        });
        (key != "other" && key != "rest" && !few::is_joined(key)).then_some(route)
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation: result.explanation,
        go: Box::new(go),
    })
}
