//! The global bar: periods, currency, measure, filters, names. Every choice is a route.

use charts::format;
use model::{Dimension, Measure};

use super::periods;
use crate::Result;
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
    Dimension::Account,
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

/// The bar of a scope.
pub(super) fn bar(scope: &Scope<'_>) -> Result<BarView> {
    Ok(BarView {
        periods: periods::choices(scope)?,
        period: format::period(&scope.period, &scope.locale),
        comparison: comparison(scope),
        currencies: scope
            .currencies
            .iter()
            .map(|currency| {
                let code = currency.code();
                choice(
                    code,
                    if code.is_empty() { "no currency" } else { code }.to_owned(),
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
    })
}

/// What the period is compared with, where the book knows anything of it.
fn comparison(scope: &Scope<'_>) -> String {
    let previous = scope.period.previous();
    if previous.overlaps(&scope.data) {
        format!("against {}", format::period(&previous, &scope.locale))
    } else {
        String::new()
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

pub(super) fn choice(id: &str, label: String, selected: bool, go: Route) -> Choice {
    Choice {
        id: id.to_owned(),
        label,
        selected,
        go: Some(go),
        ask: String::new(),
    }
}
