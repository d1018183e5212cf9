//! The global bar: periods, currency, measure, filters, names. Every choice is a route.

use charts::format;
use chrono::{Datelike, Months};
use model::{Dimension, Grain, Measure, Period};

use crate::answer;
use crate::scope::{Scope, filter_text};
use crate::view::{BarView, Choice, FilterChip, Route};

/// Dimensions worth filtering by.
const FILTERS: &[Dimension] = &[
    Dimension::Provider,
    Dimension::Service,
    Dimension::Model,
    Dimension::Team,
    Dimension::Unit,
    Dimension::Project,
    Dimension::Tool,
    Dimension::CostCentre,
    Dimension::Category,
    Dimension::Invoice,
];
const MEASURES: &[Measure] = &[
    Measure::Billed,
    Measure::List,
    Measure::Effective,
    Measure::Tokens,
    Measure::Requests,
];
const RECENT_MONTHS: u32 = 6;

/// The bar of a scope.
pub(super) fn bar(scope: &Scope<'_>) -> BarView {
    let previous = scope.period.previous();
    BarView {
        periods: periods(scope),
        period: format::period(&scope.period, &scope.locale),
        comparison: format!("against {}", format::period(&previous, &scope.locale)),
        currencies: scope
            .currencies
            .iter()
            .map(|currency| {
                choice(
                    currency.code(),
                    currency.code().to_owned(),
                    *currency == scope.currency,
                    Route {
                        currency: Some(currency.code().to_owned()),
                        ..scope.route.clone()
                    },
                )
            })
            .collect(),
        measures: MEASURES
            .iter()
            .map(|measure| {
                choice(
                    measure.id(),
                    answer::label(*measure),
                    *measure == scope.measure,
                    Route {
                        measure: Some(measure.id().to_owned()),
                        ..scope.route.clone()
                    },
                )
            })
            .collect(),
        filters: scope
            .filters
            .iter()
            .map(|filter| {
                let id = filter.dimension.to_string();
                let mut without = scope.route.clone();
                without.filters.retain(|kept| kept.dimension != id);
                FilterChip {
                    label: filter_text(filter),
                    without,
                }
            })
            .collect(),
        dimensions: FILTERS
            .iter()
            .map(|dimension| Choice {
                id: dimension.to_string(),
                label: dimension.label(),
                ..Choice::default()
            })
            .collect(),
        names: names(&scope.route),
    }
}

/// The bar of a book without data.
pub(super) fn empty(route: &Route) -> BarView {
    BarView {
        periods: Vec::new(),
        period: String::new(),
        comparison: String::new(),
        currencies: Vec::new(),
        measures: Vec::new(),
        filters: Vec::new(),
        dimensions: Vec::new(),
        names: names(route),
    }
}

fn names(route: &Route) -> Choice {
    let label = if route.names {
        "Names shown"
    } else {
        "Names hidden"
    };
    choice(
        "names",
        label.to_owned(),
        route.names,
        Route {
            names: !route.names,
            ..route.clone()
        },
    )
}

fn choice(id: &str, label: String, selected: bool, go: Route) -> Choice {
    Choice {
        id: id.to_owned(),
        label,
        selected,
        go: Some(go),
    }
}

/// Recent months, the newest quarter, the year so far, twelve months, everything.
fn periods(scope: &Scope<'_>) -> Vec<Choice> {
    let newest = scope.newest;
    let months = (0..RECENT_MONTHS)
        .map(|back| Period::new(newest.from - Months::new(back), newest.to - Months::new(back)));
    let end = newest.to;
    let quarter = Period::new(Grain::Quarter.start(newest.from), end);
    let year = Period::new(Grain::Year.start(newest.from), end);
    let named = [
        (
            format!(
                "Q{} {} so far",
                newest.from.month().div_ceil(3),
                newest.from.year()
            ),
            quarter,
        ),
        (format!("{} so far", newest.from.year()), year),
        (
            "Last 12 months".to_owned(),
            Period::new(end - Months::new(12), end),
        ),
        (
            "Everything".to_owned(),
            Period::new(
                Grain::Month.start(scope.data.from),
                Grain::Month.next(scope.data.to.pred_opt().unwrap_or(scope.data.to)),
            ),
        ),
    ];
    months
        .filter(|month| month.overlaps(&scope.data))
        .map(|month| (format::period(&month, &scope.locale), month))
        .chain(named)
        .map(|(label, period)| {
            let route = Route {
                from: Some(period.from.to_string()),
                to: Some(period.to.to_string()),
                ..scope.route.clone()
            };
            choice(
                &format!("{}..{}", period.from, period.to),
                label,
                period == scope.period,
                route,
            )
        })
        .collect()
}
